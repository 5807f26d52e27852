"""Small files in one SQLite file of their own, so that a district has two files to keep and not thousands."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from attrs import define, field

from plpcore.errors import CorruptError, UnavailableError
from plpcore.journal import Stream, check_digest, measured, no_blob, time_text
from plpcore.storage._sqlite_errors import told

SQLITE_LIMIT = 10 * 2**20
"""The longest file that SQLite takes here, in bytes; longer ones belong in a folder."""

_BUSY_SECONDS = 30.0
_BEGIN = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "CREATE TABLE IF NOT EXISTS blobs (digest TEXT PRIMARY KEY, put_at TEXT NOT NULL, content BLOB NOT NULL) STRICT",
)
_PUT = "INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)"
_DELETE = "DELETE FROM blobs WHERE digest = ? AND (? IS NULL OR put_at < ?)"


@define(eq=False)
class SqliteBlobs:
    """Files in the table `blobs` of a SQLite file; see `plpcore.journal.BlobStore`.

    A file that is longer than `SQLITE_LIMIT` is refused, whatever the caller allows.

    Attributes:
        path: The SQLite file, which is made where there is none.

    Raises:
        UnavailableError: It cannot be opened.
    """

    path: Path = field(converter=Path)
    _db: sqlite3.Connection | None = field(init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._db = None
        with told(str(self.path)):
            db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                for statement in _BEGIN:
                    db.execute(statement).fetchall()
            except BaseException:
                db.close()
                raise
        self._db = db

    def put(self, stream: Stream, max_bytes: int) -> str:
        """Keep a file and return its digest."""
        content = b"".join(measured(stream, min(max_bytes, SQLITE_LIMIT)))
        digest = sha256(content).hexdigest()
        with self._used() as db:
            db.execute(_PUT, (digest, time_text(datetime.now(UTC)), content))
        return digest

    def open(self, digest: str) -> BinaryIO:
        """Return a file to read, once it was hashed again."""
        with self._used() as db:
            row = db.execute("SELECT content FROM blobs WHERE digest = ?", (check_digest(digest),)).fetchone()
        if row is None:
            raise no_blob(digest)
        if sha256(row[0]).hexdigest() != digest:
            raise CorruptError(f"file {digest}", "its bytes are others than those that were put")
        return BytesIO(row[0])

    def exists(self, digest: str) -> bool:
        """Return whether there is such a file."""
        with self._used() as db:
            return bool(db.execute("SELECT 1 FROM blobs WHERE digest = ?", (check_digest(digest),)).fetchone())

    def delete(self, digest: str, put_before: datetime | None = None) -> bool:
        """Delete a file and return whether it did; its bytes are overwritten."""
        before = None if put_before is None else time_text(put_before)
        with self._used() as db:
            return db.execute(_DELETE, (check_digest(digest), before, before)).rowcount == 1

    def digests(self, put_before: datetime) -> Iterator[str]:
        """Yield the digests of the files that were last put before a moment."""
        with self._used() as db:
            rows = db.execute("SELECT digest FROM blobs WHERE put_at < ?", (time_text(put_before),)).fetchall()
        yield from (row[0] for row in rows)

    def close(self) -> None:
        """Close the SQLite file; every other method is `UnavailableError` then."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db = None

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        with self._lock, told(str(self.path)):
            if self._db is None:
                raise UnavailableError("it was closed")
            yield self._db
