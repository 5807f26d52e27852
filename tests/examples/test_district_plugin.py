"""The example plugin outside the project: its own tests, and what people see of it. CI does the same from its wheel."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "district_plugin"


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """Return a copy of the example with the metadata that an installation would write."""
    copy = tmp_path / "district_plugin"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis"))
    project = tomllib.loads((copy / "pyproject.toml").read_text("utf-8"))["project"]
    info = copy / "src" / f"district_plugin-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["plpcore"].items())
    (info / "entry_points.txt").write_text(f"[plpcore]\n{points}")
    return copy


def run(plugin: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(plugin / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    env = {**os.environ, "PYTHONPATH": path, "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=plugin, env=env, capture_output=True, text=True, check=False
    )


def plp(plugin: Path, *args: str) -> subprocess.CompletedProcess[str]:
    (plugin / "run_plp.py").write_text("from plpcore.cli import main\nmain(prog_name='plp')\n")
    return run(plugin, "run_plp", "--with-plugins", *args)


def test_its_own_tests_pass_in_a_copy_outside_the_project(plugin: Path) -> None:
    done = run(plugin, "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_it_is_listed_with_everything_that_it_registers(plugin: Path) -> None:
    done = plp(plugin, "plugins")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()[-5:]] == [
        ["district", "district-plugin", "1.0.0", "policy", "whole-hours-district"],
        ["district", "district-plugin", "1.0.0", "rule", "kind", "whole-units"],
        ["district", "district-plugin", "1.0.0", "renderer", "page"],
        ["district", "district-plugin", "1.0.0", "check", "sourced"],
        ["district", "district-plugin", "1.0.0", "storage", "yearly"],
    ]


def test_its_policy_is_checked_and_its_example_comes_out(plugin: Path) -> None:
    assert plp(plugin, "policy", "check", "whole-hours-district").returncode == 0
    done = plp(plugin, "policy", "test", "whole-hours-district")
    assert done.stdout.splitlines()[-2:] == ["rules exercised: 4 of 4", "1 passed, 0 failed"]


def test_what_its_readme_says_to_do_can_be_done(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (plugin / "README.md").read_text("utf-8")
    said = re.findall(r"^\$ (?:DISTRICT_PLANS=\. )?plp --with-plugins (.*)$", readme, re.MULTILINE)
    assert len(said) == 4
    monkeypatch.setenv("DISTRICT_PLANS", ".")
    for line in said:
        done = plp(plugin, *line.split())
        assert (line, done.returncode) == (line, 0), done.stdout + done.stderr
    assert "6 / 6 hours" in (plugin / "page.html").read_text("utf-8")
    assert (plugin / "plans-2026.db").exists()
    mistyped = plp(plugin, "log", "t-1", "--store", "yearly:2062", "--district", "springfield")
    assert (mistyped.returncode, "there is no file 'plans-2062.db'" in mistyped.stderr) == (2, True)
