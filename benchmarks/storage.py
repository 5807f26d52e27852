"""The SQLite storage beside the bare driver and three libraries: single durable commits, bulk, and reading it back.

All write the same documents at the same level (a write-ahead log, synchronous FULL), 1,000 to a transaction in bulk.
Ours hashes each document, chains the commits, keeps the history, and, for activities, the tables that SQL people read.
A figure counts only if the same bodies come back.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from os import urandom
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy
import sqlite_utils
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.measure import interleaved, table
from plpcore.journal import Batch, Key, Note, Put, scan_pages, verify
from plpcore.storage.sqlite import SqliteStorage

TENANT = "district-1"
NOTE = Note(actor="office", at=datetime(2026, 1, 31, tzinfo=UTC))
AT_ONCE = 1_000
COLUMNS = ("tenant", "seq", "place", "kind", "id", "owner", "version", "schema", "body", "salt", "leaf")
TABLE = """
CREATE TABLE revisions (
    tenant TEXT NOT NULL, seq INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    owner TEXT NOT NULL, version INTEGER NOT NULL, schema INTEGER NOT NULL, body TEXT, salt BLOB, leaf BLOB NOT NULL,
    PRIMARY KEY (tenant, seq, place)
) STRICT
"""
INSERT = "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
BODY = (
    '{"amounts":["6.5 hour"],"completed":"2025-03-04","entered":"2025-03-05","evidence":["e1"],"id":"a%d",'
    '"kind":"workshop","provider":"District 7","tags":["literacy"],"title":"Reading in the middle years"}'
)

Row = tuple[Any, ...]
Writer = Callable[[list[Row]], None]


class Base(DeclarativeBase):
    """The mapped classes."""


class Revision(Base):
    """A revision as SQLAlchemy maps it."""

    __tablename__ = "revisions"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    id: Mapped[str]
    owner: Mapped[str]
    version: Mapped[int]
    schema: Mapped[int]
    body: Mapped[str | None]
    salt: Mapped[bytes | None]
    leaf: Mapped[bytes]


class Learning(Aggregate):
    """A document as an event-sourced aggregate."""

    @event("Recorded")
    def __init__(self, kind: str, name: str, owner: str, body: str) -> None:
        self.kind, self.name, self.owner, self.body = kind, name, owner, body


def rows_of(count: int, kind: str, start: int = 0) -> list[Row]:
    """Return rows as they stand in a table; salts and leaves are only bytes of the right length."""
    return [_row(number, kind) for number in range(start, start + count)]


def _row(number: int, kind: str) -> Row:
    owner = f"educator-{number // 30:06d}"
    names = (TENANT, number // AT_ONCE + 1, number % AT_ONCE, kind, f"a{number}", owner)
    return (*names, 1, 1, BODY % number, urandom(16), urandom(32))


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection at the level that all write at."""
    return with_settings(sqlite3.connect(path, isolation_level=None))


def with_settings(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection with those settings."""
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def with_driver(path: Path) -> Writer:
    """Write with prepared statements of the bare driver."""
    db = connected(path)
    db.execute(TABLE)

    def write(rows: list[Row]) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.executemany(INSERT, rows)
        db.execute("COMMIT")

    return write


def with_sqlite_utils(path: Path) -> Writer:
    """Write with `insert_all`."""
    db = connected(path)
    db.execute(TABLE)
    made = sqlite_utils.Database(db, execute_plugins=False)

    def write(rows: list[Row]) -> None:
        made["revisions"].insert_all(dict(zip(COLUMNS, row, strict=True)) for row in rows)

    return write


def with_sqlalchemy(path: Path) -> Writer:
    """Write with mapped objects."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}", creator=lambda: with_settings(sqlite3.connect(path)))
    Base.metadata.create_all(engine)

    def write(rows: list[Row]) -> None:
        with Session(engine) as session, session.begin():
            session.add_all(Revision(**dict(zip(COLUMNS, row, strict=True))) for row in rows)

    return write


def with_eventsourcing(path: Path) -> Writer:
    """Write with an application of the eventsourcing package."""
    settings = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    app: Any = Application(env=settings)

    def write(rows: list[Row]) -> None:
        app.save(*(Learning(kind=row[3], name=row[4], owner=row[5], body=row[8]) for row in rows))

    return write


def with_plpcore(path: Path) -> Writer:
    """Write with our storage, salts and hashes included."""
    storage = SqliteStorage.open(path)

    def write(rows: list[Row]) -> None:
        puts = tuple(Put(Key(row[3], row[4]), row[5], 0, row[8], urandom(16)) for row in rows)
        storage.commit(TENANT, Batch(puts, NOTE))

    return write


CONTENDERS: dict[str, tuple[Callable[[Path], Writer], str]] = {
    "sqlite3, one prepared statement": (with_driver, "document"),
    "plpcore, documents": (with_plpcore, "document"),
    "plpcore, activities with their tables": (with_plpcore, "activity"),
    "sqlite-utils insert_all": (with_sqlite_utils, "document"),
    "SQLAlchemy mapped objects": (with_sqlalchemy, "document"),
    "eventsourcing": (with_eventsourcing, "document"),
}
FIRST = next(iter(CONTENDERS))


def bodies(path: Path) -> str:
    """Return a hash of all bodies in a file."""
    db = sqlite3.connect(path)
    found = (
        sorted(text for (text,) in db.execute("SELECT body FROM revisions"))
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'revisions'").fetchone()
        else sorted(_of_events(db))
    )
    db.close()
    return sha256("\n".join(found).encode()).hexdigest()


def _of_events(db: sqlite3.Connection) -> Iterator[str]:
    import json

    yield from (json.loads(state)["body"] for (state,) in db.execute("SELECT state FROM stored_events"))


def bulk(folder: Path, count: int, rounds: int) -> None:
    """Print what it takes to write many documents."""
    rows = {kind: rows_of(count, kind) for kind in ("document", "activity")}
    files = itertools.count()
    last: dict[str, Path] = {}

    def write_all(name: str) -> None:
        make, kind = CONTENDERS[name]
        last[name] = folder / f"bulk-{next(files)}.db"
        write = make(last[name])
        for start in range(0, count, AT_ONCE):
            write(rows[kind][start : start + AT_ONCE])

    works = {name: lambda name=name: write_all(name) for name in CONTENDERS}  # type: ignore[misc]
    found = interleaved(works, rounds=rounds, seconds=0)
    assert len({bodies(path) for path in last.values()}) == 1
    print(f"Bulk: {count} documents, 1,000 to a transaction; microseconds a document")
    table(("writer", "µs", "ratio"), shown(found, 1e6 / count))


def single(folder: Path, rounds: int) -> None:
    """Print what a single durable commit of one document takes."""
    numbers = itertools.count()
    writers = {
        name: (make(folder / f"single-{place}.db"), kind)
        for place, (name, (make, kind)) in enumerate(CONTENDERS.items())
    }

    def write_one(name: str) -> None:
        write, kind = writers[name]
        number = next(numbers)
        row = rows_of(1, kind, number)[0]
        write([(TENANT, number + 1, 0, *row[3:])])

    works = {name: lambda name=name: write_one(name) for name in CONTENDERS}  # type: ignore[misc]
    print("Single durable commits of one document; microseconds a commit")
    table(("writer", "µs", "ratio"), shown(interleaved(works, rounds=rounds, seconds=0.1), 1e6))


def reading(folder: Path, count: int, rounds: int) -> None:
    """Print what it takes to read all back: plainly, page by page as documents, and with every hash reckoned again."""
    path = folder / "reading.db"
    write = with_plpcore(path)
    for start in range(0, count, AT_ONCE):
        write(rows_of(AT_ONCE, "activity", start))
    storage, db = SqliteStorage.open(path), sqlite3.connect(path)
    works = {
        "sqlite3, all rows": lambda: sum(1 for _ in db.execute(f"SELECT {', '.join(COLUMNS)} FROM revisions")),  # noqa: S608
        "plpcore, scan": lambda: sum(len(page.revisions) for page in scan_pages(storage, TENANT)),
        "plpcore, verify": lambda: verify(storage, TENANT).revisions,
    }
    assert {work() for work in works.values()} == {count}
    print(f"Reading {count} documents back; microseconds a document")
    table(("reader", "µs", "ratio"), shown(interleaved(works, rounds=rounds, seconds=0), 1e6 / count))
    storage.close()
    db.close()


def shown(found: dict[str, float], scale: float) -> list[tuple[str, ...]]:
    """Return the rows of a table: name, time, ratio to the first."""
    first = next(iter(found.values()))
    return [(name, f"{seconds * scale:.1f}", f"{seconds / first:.2f}") for name, seconds in found.items()]


def main(quick: bool = False) -> None:  # noqa: FBT001, FBT002 - called from a table of functions
    """Print the tables."""
    count, rounds = (5_000, 3) if quick else (20_000, 5)
    with TemporaryDirectory() as folder:
        single(Path(folder), 3 * rounds)
        bulk(Path(folder), count, rounds)
        reading(Path(folder), count, rounds)
