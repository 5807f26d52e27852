"""Opening a SQLite file: whose it is, how it is written, and the steps that bring it to the form of this version."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from plpcore.errors import UnavailableError
from plpcore.storage._sqlite_errors import primary
from plpcore.storage._sqlite_schema import APPLICATION, SCHEMA
from plpcore.storage._sqlite_tables import make, stale

MEMORY = ":memory:"
_CACHE_KIB = 16 * 1024
_STATEMENTS = 256
_NAP = 0.01
_BOTH = (f"PRAGMA cache_size = -{_CACHE_KIB}",)
# Until there is a log, a commit is on the disk when its journal is gone; EXTRA waits for that.
_MAKING = ("PRAGMA synchronous = EXTRA",)
_WRITING = (
    # In a write-ahead log FULL means that a commit is on the disk before it is acknowledged.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is erased is overwritten, not only no longer pointed to.
    "PRAGMA secure_delete = ON",
    # Pages of the log before they are moved into the file: 16 MB, so that bulk moves a page once and not ten times.
    "PRAGMA wal_autocheckpoint = 4000",
)


def connect(path: str, busy_seconds: float, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection that waits for others before anything else is asked of it."""
    where = f"{Path(path).absolute().as_uri()}?mode=ro" if read_only else path
    db = sqlite3.connect(
        where,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
        uri=read_only,
    )
    try:
        _set(db, _BOTH)
    except BaseException:
        db.close()
        raise
    return db


def connect_reading(name: str, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection that only reads, to a file that has the form of this version.

    Raises:
        UnavailableError: It has another form, is another program's, or cannot be opened.
    """
    db = connect(name, busy_seconds, read_only=True)
    try:
        is_ready = check_form(db, name)
    except BaseException:
        db.close()
        raise
    if not is_ready:
        db.close()
        raise UnavailableError(f"{name}: the file has an older form, so it must be opened for writing once")
    return db


def _set(db: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        db.execute(pragma).fetchall()


def check_form(db: sqlite3.Connection, name: str) -> bool:
    """Return whether the file has the form of this version.

    Raises:
        UnavailableError: It is another program's, or was written by a newer version.
    """
    # Another one may be making the file. Its tables and its number come at once, so the tables are asked for first.
    has_tables = db.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    application, number = (db.execute(f"PRAGMA {word}").fetchone()[0] for word in ("application_id", "user_version"))
    if application != APPLICATION and (application or has_tables):
        raise UnavailableError(f"{name}: the file belongs to another program, so a journal needs a file of its own")
    if number > SCHEMA:
        what = f"the file has form {number}, and this version of plpcore knows {SCHEMA}, so a newer plpcore is needed"
        raise UnavailableError(f"{name}: {what}")
    return bool(application == APPLICATION and number == SCHEMA)


def prepare(db: sqlite3.Connection, name: str, migrate: Callable[[sqlite3.Connection], None]) -> None:
    """Bring a file into the form of this version.

    Args:
        db: A connection that may write.
        name: How people call the file.
        migrate: Takes the steps that the file has not seen, inside a transaction that holds the write lock.
    """
    check_form(db, name)
    _set(db, _MAKING)
    _use_log(db, name)
    _set(db, _WRITING)
    if check_form(db, name) and not stale(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        if not check_form(db, name):
            migrate(db)
            _set(db, (f"PRAGMA application_id = {APPLICATION}", f"PRAGMA user_version = {SCHEMA}"))
        make(db, stale(db))
        db.execute("COMMIT")
    except BaseException:
        rollback(db)
        raise


def _use_log(db: sqlite3.Connection, name: str) -> None:
    """Switch to a write-ahead log. SQLite does not wait for others there, so it is asked again."""
    if name == MEMORY:
        return
    waited = db.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    deadline = time.monotonic() + waited
    while True:
        try:
            mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_NAP)
            continue
        if mode != "wal":
            raise UnavailableError(f"{name}: the file system cannot hold a write-ahead log, so choose a local one")
        return


def rollback(db: sqlite3.Connection) -> None:
    """End a transaction that came to nothing; SQLite may have ended it itself."""
    if db.in_transaction:
        # What cannot be taken back is not in the log's index, and so was never written.
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
