"""The storage by year: it passes the suite of storages, and says in one line where it cannot be opened."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from district_plugin._yearly import FOLDER, open_year

from plpcore.errors import InputError
from plpcore.journal import Storage
from plpcore.testing import StorageConformance


def open_in(folder: Path) -> Storage:
    os.environ[FOLDER] = str(folder)
    return open_year("yearly:2026")


class TestYearly(StorageConformance):
    """Everything that plpcore promises of a storage, tried on this one."""

    def make_storage(self, folder: Path, /) -> Storage:
        """Return the storage of 2026 in that folder."""
        return open_in(folder)

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        """Return what opens the same file in another process."""
        return partial(open_in, folder)

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        """Return the documents that an SQL user sees."""
        db = sqlite3.connect(folder / "plans-2026.db")
        found = db.execute("SELECT kind, id FROM documents WHERE tenant = ?", (tenant,)).fetchall()
        db.close()
        return found


@pytest.mark.parametrize(
    ("url", "folder", "line"),
    [
        ("yearly:26", "plans", "storage: 'yearly:26' names no year; write it as yearly:2026"),
        ("yearly:2026", "", "storage: DISTRICT_PLANS is not set; let it name the folder of the district's plans"),
    ],
)
def test_what_names_no_file_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, url: str, folder: str, line: str
) -> None:
    monkeypatch.setenv(FOLDER, folder)
    with pytest.raises(InputError) as refused:
        open_year(url)
    assert str(refused.value) == line
