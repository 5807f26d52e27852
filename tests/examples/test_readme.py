"""The first screen of the README: its main command prints what the README shows."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from plpcore.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def _command() -> list[str]:
    line = re.search(r"\.venv/bin/plp (audit .*)$", README, re.MULTILINE)
    assert line is not None
    return shlex.split(line[1])


def test_the_main_command_prints_what_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(r"^```text$\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert shown is not None
    result = CliRunner().invoke(main, _command(), env={"COLUMNS": "120"})
    assert result.exit_code == 1
    printed = iter((result.stdout + result.stderr).splitlines())
    for line in shown[1].splitlines():
        assert line in {"...", ""} or line in printed, f"the command does not print: {line}"
