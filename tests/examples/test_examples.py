import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(script)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda script: script.name)
def test_an_example_runs_from_an_empty_folder_and_shows_something(script: Path, tmp_path: Path) -> None:
    done = run(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_adding_first_keeps_the_credit_that_rounding_first_loses(tmp_path: Path) -> None:
    done = run(EXAMPLES / "exact_hours.py", tmp_path)
    assert done.stdout == "each rounded down first: 0 credits\nadded up exactly: 28/15 credits\n"
