from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.installed import on_the_path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """Return an empty folder on the path, where plugins are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    with on_the_path(folder):
        yield folder
