"""The HR system on a real PostgreSQL: its own tests, as its author runs them."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "hr_embedding"


def test_the_examples_own_tests_pass(url: str) -> None:
    path = os.pathsep.join([str(EXAMPLE / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    env = {**os.environ, "PYTHONPATH": path, "DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov"]
    done = subprocess.run(command, cwd=EXAMPLE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
