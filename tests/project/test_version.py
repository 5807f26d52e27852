import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

VERSION_HEADING = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)


@pytest.fixture(scope="module")
def changelog(root: Path) -> str:
    return (root / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture(scope="module")
def project_version(root: Path) -> str:
    pyproject = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return str(pyproject["project"]["version"])


def test_the_newest_version_of_the_changelog_is_the_version_of_the_project(
    changelog: str, project_version: str
) -> None:
    assert VERSION_HEADING.findall(changelog)[0] == project_version


def test_the_installed_package_is_the_version_of_the_project(project_version: str) -> None:
    assert version("plpcore") == project_version


def test_every_version_says_what_it_changes_in_computed_credit(changelog: str) -> None:
    parts = VERSION_HEADING.split(changelog)[1:]
    silent = [number for number, text in zip(parts[::2], parts[1::2], strict=True) if "### Credit results" not in text]
    assert silent == []
