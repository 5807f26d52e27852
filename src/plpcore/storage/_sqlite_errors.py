"""What SQLite's errors mean here. Their own texts are left behind where they could hold what documents say."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from plpcore.errors import BusyError, CorruptError, StorageError, UnavailableError

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH}
_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "the file cannot be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PERM: "the file may not be used",
    sqlite3.SQLITE_AUTH: "the file may not be used",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_INTERRUPT: "it was interrupted",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database",
    sqlite3.SQLITE_PROTOCOL: "the locks of the file do not work",
    sqlite3.SQLITE_NOLFS: "the disk cannot hold so large a file",
    sqlite3.SQLITE_TOOBIG: "a document is too large for the file",
}
_PRIMARY = 0xFF


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tell the errors of SQLite as ours; `name` is how people call the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning(error, name) from None


def meaning(error: sqlite3.Error, name: str) -> StorageError:
    """Return our error for one of SQLite's."""
    code = primary(error)
    if code in _BUSY:
        return BusyError()
    if code in _CORRUPT:
        return CorruptError(name, "the file contradicts itself")
    if code in _UNAVAILABLE:
        return UnavailableError(f"{name}: {_UNAVAILABLE[code]}")
    if code is None and isinstance(error, sqlite3.OperationalError):
        return CorruptError(name, "a text in the file is not UTF-8")
    return UnavailableError(f"{name}: SQLite gave up with {type(error).__name__}{'' if code is None else f' {code}'}")


def primary(error: sqlite3.Error) -> int | None:
    """Return the error's primary result code; None: it does not come from the library."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & _PRIMARY
