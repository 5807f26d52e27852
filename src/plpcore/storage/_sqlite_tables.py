"""Kept tables: written in the transaction of the revisions, made again when asked, held to the journal by a check."""

import sqlite3
from collections.abc import Iterator

from attrs import frozen

from plpcore.journal import Entry, Revision
from plpcore.storage._sqlite_errors import primary
from plpcore.storage._sqlite_views import KEPT, VIEWS, definition, select, select_of_commit

_OWNERS = (
    "CREATE TABLE owners (tenant TEXT, owner TEXT, seq INTEGER, PRIMARY KEY (tenant, owner)) STRICT, WITHOUT ROWID"
)
_TOUCHED = "SELECT tenant, owner, max(seq) AS seq FROM revisions GROUP BY tenant, owner"
_TOUCH = "INSERT INTO owners VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq"
_HEADS = (
    "SELECT tenant, seq, hash, at FROM commits AS c WHERE seq = (SELECT max(seq) FROM commits WHERE tenant = c.tenant)"
)
_DOCUMENTS = (
    "SELECT tenant, kind, id, owner, version, schema, seq FROM revisions WHERE replaced_in IS NULL AND body IS NOT NULL"
)
# The owner of the revision that was replaced, for a document may have been handed to somebody else.
_OLD_OWNER = (
    "(SELECT owner FROM revisions WHERE tenant = :tenant AND kind = :kind AND id = :id AND version = :version"
    " AND replaced_in IS NOT NULL)"
)
_IDS = {one.name: one.all_columns[2].name for one in KEPT}
_REMOVE = {
    one.name: f"DELETE FROM {one.name} WHERE tenant = :tenant AND educator = {_OLD_OWNER} AND {_IDS[one.name]} = :id"  # noqa: S608
    for one in KEPT
}
_ADD = {one.name: f"INSERT INTO {one.name} {select_of_commit(one)}" for one in KEPT}

SELECTS = {"heads": _HEADS, "documents": _DOCUMENTS, **{one.name: select(one) for one in VIEWS}}
"""The views: what each selects."""

DEFINITIONS: dict[str, tuple[str, str]] = {
    "owners": ("table", _OWNERS),
    **{one.name: ("table", definition(one)) for one in KEPT},
    **{name: ("view", f"CREATE VIEW {name} AS {select}") for name, select in SELECTS.items()},
}
"""Whatever can be made again from the journal: name, whether a table or a view, and the statement that creates it."""

_SOURCES = {"owners": _TOUCHED, **{one.name: select(one) for one in KEPT}}
_FLAG = (
    "SELECT tenant, kind, id, version, seq, place AS own_place, replaced_in,"
    " row_number() OVER history AS place, lead(seq) OVER history AS follower"
    " FROM revisions WINDOW history AS (PARTITION BY tenant, kind, id ORDER BY version)"
)
_WRONG_FLAG = f"SELECT tenant, kind, id FROM ({_FLAG}) WHERE version <> place OR replaced_in IS NOT follower"  # noqa: S608
# First what has a follower, so that no two revisions of a document stand at once.
_MEND_FLAGS = tuple(
    f"UPDATE revisions SET replaced_in = follower FROM ({_FLAG}) AS f WHERE revisions.tenant = f.tenant"  # noqa: S608
    " AND revisions.seq = f.seq AND revisions.place = f.own_place AND revisions.replaced_in IS NOT follower"
    f" AND follower {which}"
    for which in ("IS NOT NULL", "IS NULL")
)
_ORPHANS = (
    "SELECT tenant, kind, id FROM revisions AS r"
    " WHERE NOT EXISTS (SELECT 1 FROM commits WHERE tenant = r.tenant AND seq = r.seq)"
)


@frozen
class Difference:
    """Rows that do not agree with the journal.

    Attributes:
        table: The table.
        rows: How many rows; 0: it is about the table as a whole.
        what: What is wrong with them.
        example: One of them by name.
        is_damage: Whether the file itself is damaged, so that making its tables again would not mend it.
    """

    table: str
    rows: int
    what: str
    example: str
    is_damage: bool = False

    def __str__(self) -> str:
        """Return all of it on one line."""
        if not self.rows:
            return f"{self.table}: {self.what}"
        return f"{self.table}: {self.what}: {self.rows}, such as '{self.example}'"


def keep(db: sqlite3.Connection, entry: Entry) -> None:
    """Write what a commit changes in the kept tables."""
    tenant, seq = entry.commit.tenant, entry.commit.seq
    db.executemany(_TOUCH, [(tenant, owner, seq) for owner in {one.owner for one in entry.revisions}])
    for table in KEPT:
        own = [one for one in entry.revisions if one.key.kind == table.kind]
        if own:
            db.executemany(_REMOVE[table.name], [_before(tenant, one) for one in own if one.version > 1])
            db.execute(_ADD[table.name], (tenant, seq))


def _before(tenant: str, one: Revision) -> dict[str, str | int]:
    return {"tenant": tenant, "kind": one.key.kind, "id": one.key.id, "version": one.version - 1}


def stale(db: sqlite3.Connection) -> list[str]:
    """Return the views and kept tables that are missing or were made from another definition."""
    found = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"))
    return [name for name, (_, sql) in DEFINITIONS.items() if found.get(name) != sql]


def make(db: sqlite3.Connection, names: list[str]) -> None:
    """Make views and kept tables again from the journal, inside a transaction."""
    kinds = {str(name): str(kind) for name, kind in db.execute("SELECT name, type FROM sqlite_master")}
    for name in names:
        if name in kinds:
            db.execute(f"DROP {kinds[name]} {name}")
        db.execute(DEFINITIONS[name][1])
        if name in _SOURCES:
            db.execute(f"INSERT INTO {name} {_SOURCES[name]}")


def make_all(db: sqlite3.Connection) -> None:
    """Make everything again that follows from the journal, inside a transaction."""
    for statement in _MEND_FLAGS:
        db.execute(statement)
    make(db, list(DEFINITIONS))


def damage(db: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what SQLite finds wrong with the file: pages, indexes and values."""
    for text in _found_by_sqlite(db):
        lines = (line for line in text.splitlines() if line != "ok" and not line.startswith("***"))
        yield from (Difference("file", 0, line, "", is_damage=True) for line in lines)


def _found_by_sqlite(db: sqlite3.Connection) -> Iterator[str]:
    try:
        yield from (text for (text,) in db.execute("PRAGMA integrity_check"))
    except sqlite3.DatabaseError as error:
        if primary(error) != sqlite3.SQLITE_CORRUPT:
            raise
        yield "the search ended at a page that cannot be read"


def differences(db: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what does not agree with the journal: kept tables, and what stands for what was replaced."""
    yield from _found(db, "revisions", "rows of no commit", _ORPHANS)
    yield from _found(db, "revisions", "rows that do not say when they were replaced", _WRONG_FLAG)
    others = stale(db)
    yield from (Difference(name, 0, "it is missing, or another version made it", "") for name in others)
    for name, source in ((name, source) for name, source in _SOURCES.items() if name not in others):
        yield from _found(db, name, "rows that are missing", f"SELECT * FROM ({source}) EXCEPT SELECT * FROM {name}")  # noqa: S608
        yield from _found(db, name, "rows that the journal does not have", f"SELECT * FROM {name} EXCEPT {source}")  # noqa: S608


def _found(db: sqlite3.Connection, table: str, what: str, sql: str) -> Iterator[Difference]:
    rows, example = 0, ""
    for row in db.execute(sql):
        rows += 1
        example = example or ":".join(str(part) for part in row[:3])
    if rows:
        yield Difference(table, rows, what, example)
