"""The SQLite storage passes the suite of storages: in a file, in memory, and in a file that is only read."""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from plpcore.journal import Batch, Storage
from plpcore.storage.sqlite import SqliteStorage
from plpcore.testing import StorageConformance

KEYS = "SELECT kind, id FROM documents WHERE tenant = ?"


def open_file(folder: Path) -> SqliteStorage:
    return SqliteStorage.open(folder / "journal.db", busy_seconds=60)


class TestFile(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return open_file(folder)

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        return partial(open_file, folder)

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        db = sqlite3.connect(folder / "journal.db")
        found = db.execute(KEYS, (tenant,)).fetchall()
        db.close()
        return found


class TestReadOnly(TestFile):
    def make_storage(self, folder: Path, /) -> Storage:
        SqliteStorage.open(folder / "journal.db").close()
        return SqliteStorage.open(folder / "journal.db", read_only=True)

    def fill(self, folder: Path, written: Iterable[tuple[str, Batch]], /) -> Storage:
        with_writer = open_file(folder)
        for tenant, one in written:
            with_writer.commit(tenant, one)
        with_writer.close()
        return self.storage


class TestMemory(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return SqliteStorage.open(":memory:")

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        assert isinstance(self.storage, SqliteStorage)
        return self.storage._reading.db.execute(KEYS, (tenant,)).fetchall()
