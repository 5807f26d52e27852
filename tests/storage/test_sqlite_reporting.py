"""A report reads what views show, and nothing else can be done with its connection."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from plpcore.codec import to_json
from plpcore.errors import CorruptError, InputError, UnavailableError
from plpcore.journal import Key, Put
from plpcore.model import Reflection, Visibility
from plpcore.storage._relations import RELATIONS
from plpcore.storage.sqlite import Reporting, SqliteStorage
from tests.journal.support import DISTRICT, batch, put, salt

PRIVATE = "what nobody else reads"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "district.db"


@pytest.fixture
def storage(path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage.open(path)
    body = to_json(Reflection("r1", (), PRIVATE, visibility=Visibility.PRIVATE))  # type: ignore[arg-type]
    opened.commit(
        DISTRICT, batch(put(body='{"amounts":["1.5 hour"]}'), Put(Key("reflection", "r1"), "e1", 0, body, salt()))
    )
    yield opened
    opened.close()


@pytest.fixture
def report(storage: SqliteStorage, path: Path) -> Iterator[Reporting]:
    opened = Reporting.open(path, seconds=0.2, most_rows=100)
    yield opened
    opened.close()


def test_it_reads_every_view_and_table(report: Reporting) -> None:
    for name in [relation.name for relation in RELATIONS] + ["heads", "documents", "owners", "commits"]:
        assert report.query(f"SELECT * FROM {name}").columns[0] == "tenant"
    found = report.query("SELECT educator, numerator FROM learning_activity_amounts WHERE unit = ?", ["hour"])
    assert (found.columns, found.rows) == (("educator", "numerator"), (("e1", 15),))
    assert report.query("SELECT count(*) AS n FROM heads WHERE tenant = :t", {"t": DISTRICT}).rows == ((1,),)
    assert report.query("-- as JSON\n/* or so */ SELECT value FROM json_each('[7]')").rows == ((7,),)


def test_it_sees_what_is_written_meanwhile(report: Reporting, storage: SqliteStorage) -> None:
    storage.commit(DISTRICT, batch(put("a2")))
    assert report.query("SELECT seq FROM heads").rows == ((2,),)


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("DELETE FROM commits", "it does something else than reading"),
        ("UPDATE owners SET seq = 1", "it does something else than reading"),
        ("DROP TABLE owners", "it does something else than reading"),
        ("CREATE TEMP TABLE t (a)", "it does something else than reading"),
        ("CREATE TEMP VIEW reflections AS SELECT body FROM revisions", "it does something else than reading"),
        ("ATTACH 'plp-never.db' AS x", "it does something else than reading"),
        ("VACUUM INTO 'plp-never.db'", "it does something else than reading"),
        ("PRAGMA query_only = OFF", "it does something else than reading"),
        ("PRAGMA table_info(commits)", "it does something else than reading"),
        ("BEGIN IMMEDIATE", "it does something else than reading"),
        ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n", "something else"),
        ("SELECT load_extension('x')", "the function 'load_extension' may not be used"),
        ("SELECT randomblob(1000000000)", "the function 'randomblob' may not be used"),
        ("SELECT * FROM pragma_database_list", "it does something else than reading"),
        ("SELECT * FROM sqlite_master", "the table 'sqlite_master' may not be read"),
        ("SELECT sql FROM temp.sqlite_master", "the table 'sqlite_temp_master' may not be read"),
        ("EXPLAIN QUERY PLAN SELECT * FROM reflections", "something else"),
        ("SELECT * FROM main.reflections", "the column 'revisions.body' may not be read"),
        ("SELECT * FROM _sqlite_migrations", "the table '_sqlite_migrations' may not be read"),
        ("SELECT body FROM revisions", "the column 'revisions.body' may not be read"),
        ("SELECT * FROM revisions", "the column 'revisions.body' may not be read"),
        ("SELECT 1 FROM revisions WHERE body LIKE '%nobody%'", "the column 'revisions.body' may not be read"),
        ("SELECT hex(salt) FROM revisions", "the column 'revisions.salt' may not be read"),
        ("WITH reflections AS (SELECT body FROM revisions) SELECT * FROM reflections", "revisions.body"),
        ("SELECT * FROM nowhere", "no such table: nowhere"),
        ("SELECT 1 FORM commits", 'near "commits": syntax error'),
        ("", "it does something else than reading"),
        ("SELECT group_concat(reflections.words) FROM reflections, goals, goals", "no such column"),
        ("SELECT id FROM reflections, goals", "ambiguous column name: id"),
        ("SELECT 1; SELECT 2", "it is not one statement with its values"),
        ("SELECT ?", "it is not one statement with its values"),
        (
            "SELECT 1 FROM json_each('[1,2,3,4,5,6,7,8,9,10,11]') b, json_each(b.json) c",
            "more than 100 rows",
        ),
        ("SELECT hex(hex(hex(hex(printf('%010000000d', 1)))))", "a value became too long"),
        ("SELECT '\ud800'", "it is not one statement with its values"),
    ],
)
def test_whatever_else_is_asked_is_refused_in_one_line(sql: str, line: str, report: Reporting) -> None:
    with pytest.raises(InputError) as refused:
        report.query(sql)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
    assert PRIVATE not in str(refused.value)
    assert not Path("plp-never.db").exists()
    assert report.query("SELECT seq FROM heads").rows == ((1,),)


def test_a_statement_that_runs_too_long_is_stopped(report: Reporting) -> None:
    wide = ", ".join(f"json_each(x.json) AS t{number}" for number in range(9))
    sql = f"SELECT count(*) FROM json_each('[1,2,3,4,5,6,7,8,9]') AS x, {wide}"
    with pytest.raises(InputError, match=r"it ran longer than 0\.2 s"):
        report.query(sql)


def test_what_a_private_reflection_says_is_nowhere(report: Reporting) -> None:
    for name in [relation.name for relation in RELATIONS] + ["heads", "documents", "owners", "commits"]:
        assert PRIVATE not in str(report.query(f"SELECT * FROM {name}").rows)


def test_the_file_must_be_a_journal_of_this_form(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be opened"):
        Reporting.open(tmp_path / "nothing.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(UnavailableError, match="must be opened for writing once"):
        Reporting.open(tmp_path / "empty.db")
    (tmp_path / "text.db").write_text("no database " * 100)
    with pytest.raises(UnavailableError, match="the file is no SQLite database"):
        Reporting.open(tmp_path / "text.db")


def test_a_file_that_contradicts_itself_is_no_mistake_of_the_statement(report: Reporting, path: Path) -> None:
    db = sqlite3.connect(path)
    with db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE commits SET actor = CAST(x'ff' AS TEXT)")
    db.close()
    with pytest.raises(CorruptError):
        report.query("SELECT actor FROM commits")


def test_threads_take_turns(report: Reporting) -> None:
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(report.query("SELECT seq FROM heads").rows)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [((1,),)] * 8


def test_when_it_is_closed_it_says_so(report: Reporting) -> None:
    report.close()
    report.close()
    with pytest.raises(UnavailableError, match="it was closed"):
        report.query("SELECT 1")
