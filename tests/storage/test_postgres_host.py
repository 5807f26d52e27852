"""PostgreSQL on the host's connection: the host's transaction is the host's."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from plpcore.errors import BusyError, InputError, UnavailableError
from plpcore.journal import head_of, verify
from plpcore.storage.postgres import PostgresStorage
from tests.journal.support import DISTRICT, batch, filled, key, put
from tests.storage.databases import Databases

OTHER = "district-2"


@pytest.fixture
def storage(url: str) -> Iterator[PostgresStorage]:
    storage = PostgresStorage.open(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS staff (name text)")
        connection.execute("TRUNCATE staff")
    yield storage
    storage.close()


@pytest.fixture
def connection(storage: PostgresStorage, url: str) -> Iterator[psycopg.Connection]:
    connection = psycopg.connect(url)
    yield connection
    connection.close()


def staff(url: str) -> int:
    with psycopg.connect(url) as connection:
        return len(connection.execute("SELECT * FROM staff").fetchall())


def test_a_row_of_the_hosts_and_a_commit_stand_or_fall_together(
    storage: PostgresStorage, connection: psycopg.Connection, url: str
) -> None:
    inside = PostgresStorage.on(connection)
    for is_kept, expected in ((False, (0, 0)), (True, (1, 3))):
        connection.execute("INSERT INTO staff VALUES ('Ada')")
        filled(inside)
        assert verify(inside, DISTRICT).head.seq == 3
        (connection.commit if is_kept else connection.rollback)()
        assert (staff(url), head_of(storage, DISTRICT).seq) == expected


def test_what_fails_inside_leaves_the_hosts_rows_alone(
    storage: PostgresStorage, connection: psycopg.Connection, url: str
) -> None:
    connection.execute("INSERT INTO staff VALUES ('Ada')")
    connection.execute("ALTER TABLE plpcore.revisions ADD CONSTRAINT no CHECK (id <> 'a1')")
    with pytest.raises(UnavailableError):
        PostgresStorage.on(connection).commit(DISTRICT, batch(put("a1")))
    connection.execute("ALTER TABLE plpcore.revisions DROP CONSTRAINT no")
    connection.commit()
    assert (staff(url), head_of(storage, DISTRICT).seq) == (1, 0)


def test_what_the_host_had_set_is_set_again(connection: psycopg.Connection) -> None:
    connection.execute("SET LOCAL plpcore.tenant = 'district-9'")
    connection.execute("SET LOCAL enable_sort = on")
    before = connection.execute("SHOW enable_hashjoin").fetchone()
    filled(PostgresStorage.on(connection))
    assert connection.execute("SHOW plpcore.tenant").fetchone() == ("district-9",)
    assert connection.execute("SHOW enable_sort").fetchone() == ("on",)
    assert connection.execute("SHOW enable_hashjoin").fetchone() == before == ("on",)


def test_a_host_may_like_its_rows_in_another_shape(storage: PostgresStorage, url: str) -> None:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        assert filled(PostgresStorage.on(connection))[-1].seq == 3


def test_closing_leaves_the_hosts_connection_open(connection: psycopg.Connection) -> None:
    PostgresStorage.on(connection).close()
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_transaction_that_has_failed_is_told(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM nothing")
    with pytest.raises(UnavailableError, match="the host's transaction has failed and must be rolled back"):
        PostgresStorage.on(connection).read(DISTRICT, [key()])


def test_without_a_transaction_nothing_is_written(storage: PostgresStorage, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        inside = PostgresStorage.on(connection)
        with pytest.raises(UnavailableError, match="the host's connection has no transaction open"):
            inside.commit(DISTRICT, batch(put()))
        with connection.transaction():
            inside.commit(DISTRICT, batch(put()))
    assert head_of(storage, DISTRICT).seq == 1


def test_a_connection_that_was_closed_is_not_available(connection: psycopg.Connection) -> None:
    inside = PostgresStorage.on(connection)
    connection.close()
    with pytest.raises(UnavailableError):
        inside.read(DISTRICT, [key()])


def test_tables_that_nobody_made_are_told_with_the_mend(databases: Databases, url: str) -> None:
    with psycopg.connect(url) as connection:
        told = "its tables are not there; call PostgresStorage.open once to make them"
        with pytest.raises(UnavailableError, match=told):
            PostgresStorage.on(connection).read(DISTRICT, [key()])


def test_what_is_no_connection_of_psycopg_is_refused_with_the_mend() -> None:
    with pytest.raises(InputError, match=r"connection: a str is no connection of psycopg 3; with SQLAlchemy pass "):
        PostgresStorage.on("postgresql://")  # type: ignore[arg-type]


def test_a_connection_of_another_encoding_is_refused(connection: psycopg.Connection) -> None:
    connection.execute("SET client_encoding = 'LATIN1'")
    with pytest.raises(InputError, match="its encoding is iso8859-1; set client_encoding to UTF8"):
        PostgresStorage.on(connection)


def test_a_host_whose_transaction_sees_an_older_state_is_told_to_try_again(storage: PostgresStorage, url: str) -> None:
    storage.commit(DISTRICT, batch(put()))
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        inside = PostgresStorage.on(connection)
        assert head_of(inside, DISTRICT).seq == 1
        storage.commit(DISTRICT, batch(put("a2")))
        with pytest.raises(BusyError):
            inside.commit(DISTRICT, batch(put("a3")))
        connection.rollback()
        assert inside.commit(DISTRICT, batch(put("a3"))).seq == 3


def test_two_hosts_that_wait_for_each_other_are_both_answered(storage: PostgresStorage, url: str) -> None:
    for tenant in (DISTRICT, OTHER):
        storage.commit(tenant, batch(put()))
    together, ends = Barrier(2, timeout=30), []

    def write(tenants: list[str]) -> None:
        with psycopg.connect(url) as connection:
            inside = PostgresStorage.on(connection)
            inside.commit(tenants[0], batch(put("b")))
            together.wait()
            try:
                inside.commit(tenants[1], batch(put("c")))
                ends.append("written")
            except BusyError:
                connection.rollback()
                ends.append("busy")

    threads = [Thread(target=write, args=(one,)) for one in ([DISTRICT, OTHER], [OTHER, DISTRICT])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["busy", "written"]


def test_sqlalchemy_hands_over_its_connection(storage: PostgresStorage, url: str) -> None:
    sqlalchemy: Any = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as host:
        filled(PostgresStorage.on(host.connection.driver_connection))
    with engine.connect() as host, host.begin() as transaction:
        PostgresStorage.on(host.connection.driver_connection).commit(DISTRICT, batch(put("a9")))
        transaction.rollback()
    engine.dispose()
    assert head_of(storage, DISTRICT).seq == 3
