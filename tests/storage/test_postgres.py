"""PostgreSQL on connections of its own: its walls, its tables, and what it says when something is wrong."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from plpcore.errors import BusyError, InputError, UnavailableError
from plpcore.journal import Batch, Key, Put, scan_pages, verify
from plpcore.storage import open_storage
from plpcore.storage.postgres import PostgresStorage, _schema, _sessions
from plpcore.storage.postgres import _statements as sql
from plpcore.storage.postgres._sessions import Pool
from tests.journal.support import DISTRICT, batch, filled, key, note, put, salt
from tests.storage.databases import Databases
from tests.storage.server import running

OTHER = "district-2"
TABLES = ("heads", "commits", "revisions", "documents", "owners", "current_documents", "history", "learning_activities")


@pytest.fixture
def storage(url: str) -> Iterator[PostgresStorage]:
    storage = PostgresStorage.open(url)
    yield storage
    storage.close()


def many(number: int, body: str = "{}") -> Batch:
    return Batch(tuple(Put(Key("activity", f"a{one:06}"), f"e{one}", 0, body, salt()) for one in range(number)), note())


def seen(connection: psycopg.Connection, table: str) -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT tenant FROM plpcore.{table}".encode())}


# ---------------------------------------------------------------------------------------------- row level security


@pytest.fixture
def reader(databases: Databases, storage: PostgresStorage, url: str) -> Iterator[psycopg.Connection]:
    """Return the connection of a role that owns nothing and may only read."""
    filled(storage)
    filled(storage, OTHER)
    statements = ["CREATE ROLE reader LOGIN", "GRANT USAGE ON SCHEMA plpcore TO reader"]
    statements += ["GRANT SELECT ON ALL TABLES IN SCHEMA plpcore TO reader"]
    database = url.rpartition("/")[2]
    databases.server.execute(*statements, database=database)
    with psycopg.connect(databases.server.url("reader", database), autocommit=True) as connection:
        yield connection
    databases.server.execute("DROP OWNED BY reader", "DROP ROLE reader", database=database)


@pytest.mark.parametrize("table", TABLES)
def test_who_names_no_tenant_sees_no_row(reader: psycopg.Connection, table: str) -> None:
    assert seen(reader, table) == set()


@pytest.mark.parametrize("table", TABLES)
def test_who_names_a_tenant_sees_its_rows_and_no_others(reader: psycopg.Connection, table: str) -> None:
    reader.execute("SET plpcore.tenant = 'district-2'")
    assert seen(reader, table) == {OTHER}


@pytest.mark.parametrize("table", TABLES)
def test_a_role_that_is_bound_to_a_tenant_sees_no_other_whatever_it_sets(
    databases: Databases, reader: psycopg.Connection, url: str, table: str
) -> None:
    statements = [
        f"CREATE POLICY reader ON plpcore.{name} AS RESTRICTIVE TO reader USING (tenant = '{DISTRICT}')"
        for name in TABLES[:5]
    ]
    databases.server.execute(*statements, database=url.rpartition("/")[2])
    reader.execute("SET plpcore.tenant = 'district-2'")
    assert seen(reader, table) == set()
    reader.execute("SET plpcore.tenant = 'district-1'")
    assert seen(reader, table) == {DISTRICT}


def test_the_role_of_the_how_to_page_sees_its_district_and_no_other(
    databases: Databases, storage: PostgresStorage, url: str
) -> None:
    filled(storage, "district-7")
    filled(storage, OTHER)
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "embed-in-an-hr-system.md").read_text("utf-8")
    database = url.rpartition("/")[2]
    databases.server.execute(page.partition("```sql\n")[2].partition("```")[0], database=database)
    with psycopg.connect(databases.server.url("reporting_7", database), autocommit=True) as connection:
        assert [seen(connection, table) for table in TABLES] == [{"district-7"}] * len(TABLES)
        connection.execute("SET plpcore.tenant = 'district-2'")
        assert [seen(connection, table) for table in TABLES] == [set()] * len(TABLES)
    databases.server.execute("DROP OWNED BY reporting_7", "DROP ROLE reporting_7", database=database)


def test_the_owner_of_the_tables_is_held_back_too(storage: PostgresStorage, url: str) -> None:
    filled(storage)
    with psycopg.connect(url) as connection:
        assert seen(connection, "revisions") == set()
        connection.execute("SET plpcore.tenant = 'district-2'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO plpcore.owners VALUES ('district-1', 'e1', 9)")


def test_a_statement_that_forgot_the_tenant_would_still_find_nothing_of_others(
    storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(storage)
    monkeypatch.setattr(sql, "RECEIPT", sql.RECEIPT.replace("c.tenant = %s", "%s <> 'x'"))
    assert storage.receipt(OTHER, "c1") is None
    assert storage.receipt(DISTRICT, "c1") is not None


def test_views_show_bodies_as_json_and_leave_out_what_json_cannot_hold(storage: PostgresStorage, url: str) -> None:
    storage.commit(DISTRICT, batch(put("a1", body='{"n":7}'), put("a2", body='"\\u0000"'), put("a3", body="{")))
    with psycopg.connect(url) as connection:
        connection.execute("SET plpcore.tenant = 'district-1'")
        found = connection.execute("SELECT id, body->'n', at::text FROM plpcore.current_documents ORDER BY id")
        assert [row[:2] for row in found] == [("a1", 7), ("a2", None), ("a3", None)]


# ---------------------------------------------------------------------------------------------- tables


def test_many_that_open_a_new_database_at_once_all_succeed(url: str) -> None:
    opened: list[PostgresStorage] = []
    threads = [threading.Thread(target=lambda: opened.append(PostgresStorage.open(url))) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 24
    for storage in opened:
        storage.close()


def test_tables_of_a_newer_plpcore_are_left_alone(storage: PostgresStorage, url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO plpcore.migrations (step) VALUES (7)")
    with pytest.raises(UnavailableError, match=r"its tables are of a newer plpcore \(step 7, this one knows 2\)"):
        PostgresStorage.open(url)


def test_a_role_without_rights_is_told_so(databases: Databases, storage: PostgresStorage, url: str) -> None:
    databases.server.execute("CREATE ROLE stranger LOGIN")
    strange = databases.server.url("stranger", url.rpartition("/")[2])
    with pytest.raises(UnavailableError, match="this role lacks the right to its tables"):
        PostgresStorage.open(strange)
    databases.server.execute("DROP ROLE stranger")


def test_a_database_of_another_encoding_is_refused(databases: Databases) -> None:
    databases.server.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    with pytest.raises(UnavailableError, match="the database is not encoded in UTF8"):
        PostgresStorage.open(databases.server.url(database="latin"))


def test_a_server_that_is_too_old_is_refused() -> None:
    old = SimpleNamespace(info=SimpleNamespace(server_version=140_012))
    with pytest.raises(UnavailableError, match="the server is older than PostgreSQL 15"):
        _schema.migrate(old)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------- many rows


def test_a_commit_of_many_documents_is_whole(storage: PostgresStorage) -> None:
    storage.commit(DISTRICT, many(2 * sql.CHUNK_ROWS + 1))
    storage.commit(OTHER, many(5, "x" * 2**21))
    assert verify(storage, DISTRICT).revisions == 2 * sql.CHUNK_ROWS + 1
    assert [len(page.revisions) for page in scan_pages(storage, OTHER)] == [4, 1]


def test_pages_follow_code_points_whatever_the_database_sorts_by(storage: PostgresStorage) -> None:
    names = [f"{letter}{number}" for number in range(700) for letter in "aB"]
    storage.commit(DISTRICT, batch(*(put(name) for name in names)))
    found = [one.key.id for page in scan_pages(storage, DISTRICT) for one in page.revisions]
    assert found == sorted(names)


@pytest.mark.parametrize("word", ["a\0", "\ud800"])
def test_what_nothing_can_be_named_is_asked_for_and_not_found(storage: PostgresStorage, word: str) -> None:
    filled(storage)
    assert storage.scan(DISTRICT, kind=word).revisions == ()
    assert storage.scan(DISTRICT, owner=word).revisions == ()
    assert storage.receipt(DISTRICT, word) is None


@pytest.mark.parametrize("known", [(), ("documents",), ("revisions",), ("documents", "revisions")])
@pytest.mark.parametrize("after", [None, Key("activity", "a001000")])
@pytest.mark.parametrize("is_hosted", [False, True])
def test_a_page_reads_no_more_rows_than_it_shows_whatever_the_planner_knows(
    storage: PostgresStorage, url: str, after: Key | None, known: tuple[str, ...], is_hosted: bool
) -> None:
    storage.commit(DISTRICT, many(5_000))
    with psycopg.connect(url, autocommit=True) as connection:
        for table in known:
            connection.execute(f"ANALYZE plpcore.{table}".encode())
    statement = sql.scan_statement(has_kind=False, has_owner=False, has_after=after is not None, is_past=False)
    given = {"tenant": DISTRICT, "after_kind": "activity", "after_id": "a001000"}
    hosting = psycopg.connect(url)
    asked = PostgresStorage.on(hosting) if is_hosted else storage
    with hosting, asked._sessions.session(DISTRICT) as rows:
        found = rows.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}".encode(), given).fetchone()
    assert found is not None
    read = {node["Relation Name"]: (node["Actual Rows"], node["Actual Loops"]) for node in nodes(found[0][0]["Plan"])}
    assert read == {"documents": (1_001, 1), "revisions": (1, 1_001), "heads": (1, 1)}


def nodes(plan: dict[str, object]) -> Iterator[dict[str, int]]:
    if "Relation Name" in plan:
        yield plan  # type: ignore[misc]
    for inner in plan.get("Plans", ()):  # type: ignore[attr-defined]
        yield from nodes(inner)


# ---------------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    "wrong", ["postgresql://u:%zz@h/secret", "postgresql://u:secret@[h/d", "postgresql://h/\ud800"]
)
def test_a_wrong_url_is_one_line_without_the_password(wrong: str) -> None:
    with pytest.raises(InputError) as caught:
        PostgresStorage.open(wrong)
    line = "storage: this is no URL of a PostgreSQL database; write postgresql://user@host:5432/database"
    assert str(caught.value) == line


def test_a_url_opens_it(url: str) -> None:
    storage = open_storage(url)
    assert isinstance(storage, PostgresStorage)
    storage.close()


def test_a_password_is_not_shown(storage: PostgresStorage) -> None:
    pool = Pool("postgresql://u:secret@127.0.0.1/d")
    assert "secret" not in repr(pool)
    assert "secret" not in repr(PostgresStorage(pool, storage.capabilities))


def test_a_server_that_is_not_there_is_not_available() -> None:
    with pytest.raises(UnavailableError, match="Connection refused"):
        PostgresStorage.open("postgresql://nobody@127.0.0.1:1/none")


def test_a_server_that_crashed_is_not_available_until_it_is_back_and_then_has_everything() -> None:
    with running() as server:
        storage = PostgresStorage.open(server.url())
        with storage._sessions.session(DISTRICT), storage._sessions.session(DISTRICT):
            filled(storage)
        assert isinstance(storage._sessions, Pool)
        assert len(storage._sessions._idle) == 3
        server.crash()
        with pytest.raises(UnavailableError):
            storage.commit(DISTRICT, batch(put("a9")))
        assert storage._sessions._idle == []
        server.start()
        assert verify(storage, DISTRICT).head.seq == 3
        storage.commit(DISTRICT, batch(put("a9")))
        storage.close()


def test_a_server_that_only_reads_says_so(databases: Databases, storage: PostgresStorage, url: str) -> None:
    database = url.rpartition("/")[2]
    databases.server.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    reading = PostgresStorage.open(url)
    assert reading.read(DISTRICT, [key()]).revisions == {}
    with pytest.raises(UnavailableError, match="the server takes no writes here"):
        reading.commit(DISTRICT, batch(put()))
    reading.close()
    databases.server.execute(f"ALTER DATABASE {database} RESET default_transaction_read_only")


def test_a_writer_that_waits_too_long_is_told_that_others_write(
    storage: PostgresStorage, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.commit(DISTRICT, batch(put()))
    monkeypatch.setitem(_sessions._SETTINGS, "lock_timeout", "50ms")
    impatient = PostgresStorage.open(url)
    with psycopg.connect(url) as connection:
        connection.execute("SET plpcore.tenant = 'district-1'")
        connection.execute("SELECT * FROM plpcore.heads FOR UPDATE")
        with pytest.raises(BusyError):
            impatient.commit(DISTRICT, batch(put("a2")))
    impatient.commit(DISTRICT, batch(put("a2")))
    impatient.close()


def test_what_the_driver_says_is_not_told_on(storage: PostgresStorage, url: str) -> None:
    filled(storage)
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE plpcore.revisions ADD CHECK (body <> '\"secret\"')")
    with pytest.raises(UnavailableError) as caught:
        storage.commit(DISTRICT, batch(put("a9", body='"secret"')))
    assert str(caught.value).startswith("the storage is not available: CheckViolation (23514); nothing")
    assert caught.value.__suppress_context__


def test_a_process_that_was_forked_does_not_use_its_parents_connections(storage: PostgresStorage) -> None:
    filled(storage)
    assert isinstance(storage._sessions, Pool)
    parents = list(storage._sessions._idle)
    storage._sessions._process = -1
    assert storage.read(DISTRICT, ()).head.seq == 3
    assert storage._sessions._process == os.getpid()
    assert storage._sessions._idle != parents
    for one in parents:
        one.connection.close()


def test_no_more_connections_are_kept_than_a_few(storage: PostgresStorage) -> None:
    sessions = [storage._sessions.session(DISTRICT) for _ in range(10)]
    for one in sessions:
        one.__enter__()
    for one in sessions:
        one.__exit__(None, None, None)
    assert isinstance(storage._sessions, Pool)
    assert len(storage._sessions._idle) == 8
