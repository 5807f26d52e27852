"""What SQL people read in PostgreSQL is what the values say, in one district, and what they read in SQLite."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count

import psycopg
import pytest
from attrs import define, field
from hypothesis import given, settings
from psycopg.rows import dict_row

from plpcore.journal import Key, Put
from plpcore.model import Portfolio
from plpcore.storage._relations import RELATIONS, Relation
from plpcore.storage.postgres import PostgresStorage, _schema
from plpcore.testing.strategies import portfolios
from tests.journal.support import DISTRICT, batch, put, salt
from tests.storage.databases import Databases
from tests.storage.viewed import FRACTIONAL, HOSTILE, Row, check_views, of_every_kind, reflections, whole

NAMES = [relation.name for relation in RELATIONS]
OF_TEXT = {"TEXT": "text", "INTEGER": "bigint"}
DIGESTS = ["ca261b0e1a68757d", "b1da784150ab665a"]
"""Of the steps. Who reads another one here has changed a step that databases have taken, and adds a step instead."""


@define
class District:
    """A storage, and a connection that reads one district after the other."""

    storage: PostgresStorage
    connection: psycopg.Connection[Row]
    _numbers: "count[int]" = field(factory=lambda: count(1), init=False)

    def look_at(self, tenant: str) -> None:
        self.connection.execute("SELECT set_config('plpcore.tenant', %s, false)", [tenant])

    def next(self) -> str:
        """Look at a district that nobody wrote to."""
        tenant = f"new-{next(self._numbers)}"
        self.look_at(tenant)
        return tenant

    def rows_of(self, name: str) -> list[Row]:
        return self.connection.execute(f"SELECT * FROM plpcore.{name}".encode()).fetchall()


def opened(url: str) -> Iterator[District]:
    storage = PostgresStorage.open(url)
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        yield District(storage, connection)
    storage.close()


@pytest.fixture(scope="module")
def districts(databases: Databases) -> Iterator[District]:
    """Return a database of this module: each test, and each example, has a district of its own."""
    url = databases.new()
    yield from opened(url)
    databases.give_back(url)


def columns_of(connection: psycopg.Connection[Row], relation: Relation) -> list[tuple[str, str, str]]:
    found = connection.execute(
        "SELECT attname, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) AS meaning"
        " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
        [f"plpcore.{relation.name}"],
    )
    return [(row["attname"], row["type"], row["meaning"]) for row in found]


# ---------------------------------------------------------------------------------------------- what a view shows


@settings(max_examples=15)
@given(portfolios())
def test_each_view_shows_what_the_values_say(districts: District, portfolio: Portfolio) -> None:
    tenant = districts.next()
    districts.storage.commit(tenant, whole(portfolio))
    check_views(portfolio, districts.rows_of)
    assert {row["tenant"] for name in NAMES for row in districts.rows_of(name)} == {tenant}


@pytest.mark.parametrize("body", [*HOSTILE, '{"tags":["\\ud800"]}'], ids=lambda body: body[:20])
def test_a_body_of_another_form_stops_neither_writing_nor_reading(districts: District, body: str) -> None:
    tenant = districts.next()
    districts.storage.commit(tenant, of_every_kind(body))
    amounts = [row for name in NAMES for row in districts.rows_of(name) if "denominator" in row]
    assert not [row for row in amounts if row["denominator"] == 0]


def test_numbers_are_as_long_as_fits_and_nothing_where_they_do_not(districts: District) -> None:
    texts = ["-999999999.999999 hour", f"{10**18 - 1} hour", f"1/{10**18 - 1} hour", f"{10**18} hour", "x", "1/00 hour"]
    texts.append("9999999999999.999999 hour")
    body = f'{{"amounts":{str(texts).replace(chr(39), chr(34))}}}'
    districts.storage.commit(districts.next(), batch(put("a1", body=body)))
    rows = sorted(districts.rows_of("learning_activity_amounts"), key=lambda row: row["place"])
    assert [(row["numerator"], row["denominator"]) for row in rows] == [
        (-999_999_999_999_999, 10**6), (10**18 - 1, 1), (1, 10**18 - 1), *[(None, None)] * 4,
    ]  # fmt: skip
    assert [row["amount"] for row in rows[-4:]] == [f"{10**18}", "x", "1/00", "9999999999999.999999"]


@pytest.mark.parametrize("body", ["no JSON", '{"title":"\\u0000"}'])
def test_a_body_that_jsonb_cannot_hold_is_not_there(districts: District, body: str) -> None:
    districts.storage.commit(districts.next(), of_every_kind(body))
    assert [row for name in NAMES for row in districts.rows_of(name)] == []


def test_an_item_that_is_no_text_is_not_there(districts: District) -> None:
    districts.storage.commit(districts.next(), batch(put("a1", body='{"tags":[1,null,"x",["y"],{}]}')))
    assert [row["tag"] for row in districts.rows_of("learning_activity_tags")] == ["x"]


@pytest.mark.parametrize("tags", ['"one"', '{"a":"one"}', "null", "5"])
def test_what_is_no_list_has_no_items(districts: District, tags: str) -> None:
    districts.storage.commit(districts.next(), batch(put("a1", body=f'{{"tags":{tags}}}')))
    assert districts.rows_of("learning_activity_tags") == []
    assert len(districts.rows_of("learning_activities")) == 1


def test_no_column_is_ever_a_floating_point_number(districts: District) -> None:
    districts.storage.commit(districts.next(), of_every_kind(FRACTIONAL))
    assert {type(value) for name in NAMES for row in districts.rows_of(name) for value in row.values()} == {
        str, int, type(None),
    }  # fmt: skip


def test_a_private_reflection_says_nothing_in_the_views(districts: District) -> None:
    districts.storage.commit(districts.next(), reflections())
    rows = sorted(districts.rows_of("reflections"), key=lambda row: row["id"])
    assert [(row["visibility"], row["body"]) for row in rows] == [
        ("private", None), ("reviewer", "my words"), ("district", "my words"),
    ]  # fmt: skip


def test_what_was_withdrawn_or_replaced_is_not_there(districts: District) -> None:
    tenant = districts.next()
    districts.storage.commit(tenant, batch(put("a1", body='{"title":"1"}'), put("a2", body='{"title":"2"}')))
    districts.storage.commit(tenant, batch(put("a1", 1, '{"title":"3"}'), put("a2", 1, None)))
    rows = districts.rows_of("learning_activities")
    assert [(row["id"], row["title"], row["version"], row["seq"]) for row in rows] == [("a1", "3", 2, 2)]


# ---------------------------------------------------------------------------------------------- what a view is


@pytest.mark.parametrize("relation", RELATIONS, ids=NAMES)
def test_each_view_has_the_columns_of_the_reference_with_their_types_and_meanings(
    districts: District, relation: Relation
) -> None:
    expected = [(one.name, OF_TEXT[one.type], one.meaning) for one in relation.all_columns]
    assert columns_of(districts.connection, relation) == expected


def test_every_view_reads_with_the_rights_of_who_asks_and_says_what_it_is(districts: District) -> None:
    found = districts.connection.execute(
        "SELECT relname, reloptions, obj_description(oid, 'pg_class') AS meaning FROM pg_class"
        " WHERE relnamespace = 'plpcore'::regnamespace AND relkind = 'v'"
    ).fetchall()
    assert {row["relname"] for row in found} == {*NAMES, "current_documents", "history"}
    assert all(row["reloptions"] == ["security_invoker=true"] for row in found)
    meanings = {row["relname"]: row["meaning"] for row in found}
    assert {name: meanings[name] for name in NAMES} == {one.name: one.meaning for one in RELATIONS}


def test_a_view_shows_the_district_that_was_named_and_without_one_nothing(districts: District) -> None:
    texts = '{"amounts":["1 hour"],"tags":["t"],"goals":["g"],"evidence":["e"],"activities":["a"]}'
    for tenant in ("wall-1", "wall-2"):
        districts.storage.commit(tenant, of_every_kind(texts))
    for tenant, expected in (("", set()), ("wall-1", {"wall-1"}), ("wall-2", {"wall-2"})):
        districts.look_at(tenant)
        assert [{row["tenant"] for row in districts.rows_of(name)} for name in NAMES] == [expected] * len(NAMES)


def test_an_educators_rows_are_found_without_going_through_the_districts(districts: District) -> None:
    many = [Put(Key("activity", f"a{one}"), f"e{one}", 0, '{"amounts":["1 hour"]}', salt()) for one in range(2_000)]
    districts.storage.commit(districts.next(), batch(*many))
    districts.connection.execute("ANALYZE plpcore.documents, plpcore.revisions")
    plan = districts.connection.execute(
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)"
        " SELECT * FROM plpcore.learning_activity_amounts WHERE educator = 'e7'"
    ).fetchall()
    lines = [line for row in plan for line in row.values()]
    assert [line for line in lines if "documents_owner" in line and "rows=1 " in line], lines
    assert not [line for line in lines if "Seq Scan" in line], lines


# ---------------------------------------------------------------------------------------------- steps


def test_a_database_of_an_older_plpcore_gets_the_views_and_shows_what_it_held(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(_schema, "STEPS", _schema.STEPS[:1])
        storage = PostgresStorage.open(url)
        storage.commit(DISTRICT, batch(put("a1", body='{"title":"Old"}')))
        storage.close()
    for district in opened(url):
        district.look_at(DISTRICT)
        assert [row["title"] for row in district.rows_of("learning_activities")] == ["Old"]


def test_no_step_that_databases_have_taken_is_changed() -> None:
    assert [sha256(step.encode()).hexdigest()[:16] for step in _schema.STEPS] == DIGESTS
