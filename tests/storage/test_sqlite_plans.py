"""Every statement finds its rows by an index: what is asked for one educator costs no more in a large file."""

import re
import sqlite3
from pathlib import Path

import pytest

from plpcore.journal import Check, Key, Scope
from plpcore.storage._relations import RELATIONS
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, batch, filled, key, note, put

# A journal's end is found by its tenant alone; all else is looked for by more.
WIDE = re.compile(r"SCAN (?!item VIRTUAL|\()|USING (?:INDEX \w+|PRIMARY KEY) \(tenant=\?(?: AND seq<\?)?\)")
HEAD = "ORDER BY seq DESC LIMIT 1"


@pytest.fixture
def said(tmp_path: Path) -> list[str]:
    """Return the statements that every use of a storage runs."""
    statements: list[str] = []
    storage = SqliteStorage.open(tmp_path / "journal.db")
    assert storage._writing is not None
    for line in (storage._reading, storage._writing):
        line.db.set_trace_callback(statements.append)
    filled(storage)
    given = batch(put("a5"), checks=[Check(key("a1"), 2)], scopes=[Scope("e9", 0)], by=note("c9"))
    storage.commit(DISTRICT, given)
    storage.receipt(DISTRICT, "c1")
    storage.log(DISTRICT)
    for as_of in (None, 2):
        storage.read(DISTRICT, [key()], as_of)
        for kind in ("", "activity"):
            for owner in ("", "e1"):
                for after in (None, Key("activity", "a1")):
                    storage.scan(DISTRICT, kind, owner, after, as_of)
    storage.close()
    return statements


def plan_of(db: sqlite3.Connection, statement: str) -> list[str]:
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")]


def test_no_statement_of_the_storage_walks_through_the_file(said: list[str], tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "journal.db")
    asked = [one for one in said if one.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}]
    assert len(asked) > 30
    wide = [(one, line) for one in asked if HEAD not in one for line in plan_of(db, one) if WIDE.search(line)]
    assert wide == []
    db.close()


@pytest.mark.parametrize("name", [relation.name for relation in RELATIONS] + ["documents", "owners"])
def test_a_view_finds_one_educator_by_an_index(name: str, tmp_path: Path) -> None:
    SqliteStorage.open(tmp_path / "journal.db").close()
    db = sqlite3.connect(tmp_path / "journal.db")
    column = "educator" if name not in {"documents", "owners"} else "owner"
    plan = plan_of(db, f"SELECT * FROM {name} WHERE tenant = 'd' AND {column} = 'e'")
    assert re.search(rf"\(tenant=\? AND (?:{column}|owner)=\?", plan[0]), plan
    db.close()


def test_a_walk_through_the_file_is_told_from_a_search() -> None:
    assert WIDE.search("SCAN revisions")
    assert WIDE.search("SEARCH revisions USING INDEX sqlite_autoindex_revisions_1 (tenant=? AND seq<?)")
    assert WIDE.search("SEARCH revisions USING INDEX current_by_key (tenant=?)")
    assert not WIDE.search("SEARCH revisions USING INDEX sqlite_autoindex_revisions_1 (tenant=? AND seq>? AND seq<?)")
    assert not WIDE.search("SCAN item VIRTUAL TABLE INDEX 3:")
