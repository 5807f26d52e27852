"""The text of every module of the installed package, for tests that look at the code itself."""

from pathlib import Path

import pytest

import plpcore

PACKAGE = Path(plpcore.__file__).parent


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """Return the source text of each module under its path inside the package (`quantity/_amount.py`)."""
    return {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project, where pyproject.toml lies."""
    return Path(__file__).parents[2]
