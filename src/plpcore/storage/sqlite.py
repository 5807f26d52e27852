"""Journals in one SQLite file: the default. Any SQL tool opens it, and its tables speak the words of the field.

A commit is on the disk before it is acknowledged. Any number of threads and processes may use one file; they wait for
each other. The file must lie on a local disk.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import define, field

from plpcore.errors import CorruptError, NotSupportedError, UnavailableError
from plpcore.ids import check_id
from plpcore.journal import (
    PAGE_ROWS,
    Batch,
    Capabilities,
    Commit,
    Key,
    Level,
    LogPage,
    Page,
    Reading,
)
from plpcore.storage._sqlite_errors import told
from plpcore.storage._sqlite_open import MEMORY, connect, connect_reading, prepare, rollback
from plpcore.storage._sqlite_read import head_of, log_page, page_of, receipt_of, standing
from plpcore.storage._sqlite_reporting import MOST_ROWS, SECONDS, Reporting, Rows
from plpcore.storage._sqlite_schema import STEPS, take
from plpcore.storage._sqlite_tables import Difference, damage, differences, make_all
from plpcore.storage._sqlite_write import write

__all__ = ["BUSY_SECONDS", "MOST_ROWS", "SECONDS", "Difference", "Reporting", "Rows", "SqliteStorage"]

BUSY_SECONDS = 10
"""How long a writer waits for another one before it gives up."""


@define
class _Line:
    """One connection, used by one thread at a time."""

    db: sqlite3.Connection
    lock: Lock = field(factory=Lock)


class SqliteStorage:
    """Journals in one SQLite file, or in memory. It may be used by several threads at once.

    Reading waits for no writer: there is a connection for each of the two.
    """

    def __init__(self, path: str, reading: _Line, writing: _Line | None) -> None:
        self.path = path
        self._reading = reading
        self._writing = writing
        self._process = os.getpid()
        self._is_open = True

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS) -> "SqliteStorage":
        """Return the storage in a file, which is created where it is not there yet.

        Args:
            path: The file; `:memory:` for a storage that is gone when it is closed.
            read_only: Whether the file must be there already and is left as it is.
            busy_seconds: How long a writer waits for another one, in seconds.

        Raises:
            UnavailableError: The file cannot be opened, is no SQLite database, belongs to another program, was written
                by a newer version, or, read only, by an older one.
            BusyError: Others kept the file locked.
            CorruptError: The file contradicts itself.
        """
        name = str(path)
        with told(name):
            return cls._read_only(name, busy_seconds) if read_only else cls._writable(name, busy_seconds)

    @classmethod
    def _writable(cls, name: str, busy_seconds: float) -> "SqliteStorage":
        writing = _Line(connect(name, busy_seconds))
        try:
            prepare(writing.db, name, _migrate)
            return cls(name, writing if name == MEMORY else _Line(connect(name, busy_seconds)), writing)
        except BaseException:
            writing.db.close()
            raise

    @classmethod
    def _read_only(cls, name: str, busy_seconds: float) -> "SqliteStorage":
        return cls(name, _Line(connect_reading(name, busy_seconds)), None)

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do."""
        is_file = self.path != MEMORY
        return Capabilities(
            level=Level.EVIDENCE, durable=is_file, multi_process=is_file, sql=True, read_only=self._writing is None
        )

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing; see `plpcore.journal.Storage`."""
        with self._write(tenant) as db:
            commit = write(db, tenant, batch)
        if batch.erased:
            self._empty_log(self._writing or self._reading)
        return commit

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name; see `plpcore.journal.Storage`."""
        asked = list(keys)
        with self._read(tenant) as db:
            found = [(key, standing(db, tenant, key, as_of)) for key in asked]
            return Reading(head_of(db, tenant), {key: one for key, one in found if one is not None})

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents; see `plpcore.journal.Storage`."""
        with self._read(tenant) as db:
            if not _can_be_stored(kind + owner):
                return Page(head_of(db, tenant), ())
            return page_of(db, {"tenant": tenant, "kind": kind, "owner": owner, "as_of": as_of}, after)

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Return the commits after a number; see `plpcore.journal.Storage`."""
        with self._read(tenant) as db:
            return log_page(db, tenant, after, limit)

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Return the commit of a command; see `plpcore.journal.Storage`."""
        with self._read(tenant) as db:
            return receipt_of(db, tenant, command_id) if _can_be_stored(command_id) else None

    def rebuild(self) -> None:
        """Make all views and kept tables again from the journal.

        Raises:
            NotSupportedError: It was opened read only.
            StorageError: The file cannot be written.
        """
        with self._write() as db:
            make_all(db)

    def check(self) -> tuple[Difference, ...]:
        """Return what in the tables does not agree with the journal; empty: all is well.

        It looks at all tenants, and first for damage to the file, such as a page that a disk lost; where there is any,
        nothing else is told, for what stands beside it cannot be trusted. Whether the journal
        itself was changed is what `plpcore.journal.verify` tells.

        Raises:
            StorageError: The file cannot be read.
        """
        found: tuple[Difference, ...] = ()
        try:
            with self._read() as db:
                found = tuple(damage(db)) or tuple(differences(db))
        except CorruptError:
            # Where a page cannot be read, SQLite does not end the transaction well either.
            if not found:
                raise
        return found

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        for line in (self._writing, self._reading):
            if line is not None:
                with line.lock, told(self.path):
                    self._is_open = False
                    line.db.close()

    def _write(self, tenant: str | None = None) -> AbstractContextManager[sqlite3.Connection]:
        if self._writing is None and self._is_open:
            raise NotSupportedError("read_only")
        return self._transaction(self._writing or self._reading, "BEGIN IMMEDIATE", tenant)

    def _read(self, tenant: str | None = None) -> AbstractContextManager[sqlite3.Connection]:
        return self._transaction(self._reading, "BEGIN", tenant)

    @contextmanager
    def _transaction(self, line: _Line, begin: str, tenant: str | None) -> Iterator[sqlite3.Connection]:
        if tenant is not None:
            check_id(tenant, "$.tenant")
        with line.lock, told(self.path):
            if not self._is_open:
                raise UnavailableError("it was closed")
            if os.getpid() != self._process:
                raise UnavailableError(f"{self.path}: another process opened it, and this one came from that by a fork")
            line.db.execute(begin)
            try:
                yield line.db
                line.db.execute("COMMIT")
            except BaseException:
                rollback(line.db)
                raise

    def _empty_log(self, line: _Line) -> None:
        """Move what was erased out of the log too. Where a reader is in the way, a later erasure or closing does it."""
        with line.lock, suppress(sqlite3.Error):
            line.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _can_be_stored(text: str) -> bool:
    """Return whether a text could stand in the file at all; half of a surrogate pair could not."""
    return text.isascii() or text == text.encode(errors="ignore").decode()


def _migrate(db: sqlite3.Connection) -> None:
    """Take the steps that a file has not seen. Each goes in with its record, all inside the transaction that stands."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    steps = Migrations("plpcore")
    for name, statements in STEPS:
        step: Any = partial(take, statements)
        steps(name=name)(step)
    steps.apply(sqlite_utils.Database(db, execute_plugins=False, recursive_triggers=False))
