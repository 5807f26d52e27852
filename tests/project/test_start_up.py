import subprocess
import sys

import pytest

HEAVY = (
    "cattrs", "click", "duckdb", "hypothesis", "logging", "numpy", "obstore", "pandas", "pluggy", "psycopg", "pyarrow",
    "pytest", "scipy", "sqlite_utils",
)  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    script = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_brings_in_no_heavy_library() -> None:
    assert sorted(loaded_by("import plpcore") & set(HEAVY)) == []


@pytest.mark.parametrize("name", ["json", "tomllib"])
def test_the_probe_sees_what_a_statement_loads(name: str) -> None:
    assert name in loaded_by(f"import {name}")


@pytest.mark.parametrize("command", [[], ["policy"], ["records"]])
def test_the_help_of_a_group_does_not_wait_for_the_engine(command: list[str]) -> None:
    run = f"from plpcore.cli import main; main({[*command, '--help']}, standalone_mode=False, prog_name='plp')"
    loaded = loaded_by(run)
    assert "click" in loaded
    assert [name for name in loaded if name.startswith(("plpcore.policy", "plpcore.evaluation", "attrs"))] == []
