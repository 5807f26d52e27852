"""What SQL people read is what the values say, with defaults filled in and amounts exact."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from plpcore.codec import to_data, to_json
from plpcore.ids import AppealId, DecisionId, EducatorId, PolicyId, ReviewId
from plpcore.journal import Batch, Key, Put
from plpcore.model import Appeal, Decision, Portfolio, Reflection, Visibility
from plpcore.period import Period
from plpcore.quantity import Quantity, format_amount
from plpcore.storage._sqlite_views import RELATIONS, Relation
from plpcore.storage.sqlite import SqliteStorage
from plpcore.testing.strategies import portfolios
from tests.journal.support import DISTRICT, batch, key, note, put, salt
from tests.storage.page import PAGE, made

BY_NAME = {relation.name: relation for relation in RELATIONS}
LISTS = {"educator": "educator", "plan": "plan", "carried-credit": "carried_in", "sign-off": "sign_offs"}
FLAG = "revisions: rows that do not say when they were replaced: 1"
PLURALS = {"activity": "activities", "evidence": "evidence"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "district.db"


@pytest.fixture
def storage(path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage.open(path)
    yield opened
    opened.close()


DECISION = Decision(
    id=DecisionId("d1"),
    educator=EducatorId("e1"),
    policy=PolicyId("p"),
    policy_digest="sha256:ab",
    input_digest="cd",
    statement_digest="ef",
    engine="1.0",
    as_of=date(2026, 6, 30),
    decided=date(2026, 7, 1),
    outcome="met",
    required=Fraction(10),
    total=Fraction(37, 3),
    carried_out=Fraction(7, 3),
    unit="hour",
    cycle=Period(date(2025, 7, 1), date(2026, 7, 1)),
    supersedes=(DecisionId("d0"),),
)
APPEAL = Appeal(
    id=AppealId("ap1"), review=ReviewId("w1"), subject="a1", body="board", filed=date(2026, 1, 1), grounds="It was."
)
BESIDE: dict[str, dict[str, Any]] = {"decision": {"d1": DECISION}, "appeal": {"ap1": APPEAL}}
"""Documents that stand in no portfolio."""
AS_JSON = {"tags", "alignments", "facts", "external_ids", "supersedes"}


def values_of(portfolio: Portfolio, kind: str) -> dict[str, Any]:
    """Return the documents of one kind by their ids."""
    if kind in BESIDE:
        return BESIDE[kind]
    found = getattr(portfolio, LISTS.get(kind) or PLURALS.get(kind) or f"{kind}s")
    items = found if isinstance(found, tuple) else () if found is None else (found,)
    return {getattr(item, "id", f"{kind}-{number}"): item for number, item in enumerate(items)}


def rows_of(storage: SqliteStorage, sql: str) -> list[dict[str, Any]]:
    cursor = storage._reading.db.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def plain(value: object) -> object:
    """Return what a column shows of a field."""
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Fraction():
            return format_amount(value)
        case None | str() | int():
            return value
        case _:
            return str(value)


def shown(value: Any, column: str) -> object:
    """Return what a column of a view should show of a value."""
    if column in {"url", "sha256", "media_type", "size"} or (column == "body" and hasattr(value, "content")):
        return plain(getattr(value.content, column, None))
    if isinstance(value, Reflection) and column == "body" and value.visibility is Visibility.PRIVATE:
        return None
    if column in {"amount", "unit"} and isinstance(getattr(value, "amount", None), Quantity):
        return plain(getattr(value.amount, column))
    if column in AS_JSON:
        return to_data(value).get(column, {} if column in {"facts", "external_ids"} else [])
    return plain(getattr(value, {"signed_by": "by", "order_in_day": "order"}.get(column, column), None))


def check_row(row: dict[str, Any], value: Any) -> None:
    assert (row["tenant"], row["educator"], row["version"], row["seq"]) == (DISTRICT, "e1", 1, 1)
    for column, found in row.items():
        if column in {"numerator", "denominator"} | {"tenant", "educator", "version", "seq", "id"}:
            continue
        assert (json.loads(found) if column in AS_JSON else found) == shown(value, column), column
    if "numerator" in row:
        amount = getattr(value.amount, "amount", value.amount)
        exact = None if amount is None else Fraction(row["numerator"], row["denominator"])
        assert exact == amount


def check_items(rows: list[dict[str, Any]], relation: Relation, values: dict[str, Any]) -> None:
    own = relation.all_columns[2].name
    for name, value in values.items():
        found = [row for row in rows if row[own] == name]
        items = list(getattr(value, relation.each))
        if relation.each == "amounts":
            assert [Fraction(row["numerator"], row["denominator"]) for row in found] == [item.amount for item in items]
            assert [f"{row['amount']} {row['unit']}" for row in found] == [str(item) for item in items]
        else:
            assert sorted(row[relation.columns[0].name] for row in found) == sorted(items)


@settings(max_examples=30)
@given(portfolios())
def test_each_view_shows_what_the_values_say(portfolio: Portfolio) -> None:
    storage = SqliteStorage.open(":memory:")
    kinds = sorted({relation.kind for relation in RELATIONS})
    every = [(kind, name, value) for kind in kinds for name, value in values_of(portfolio, kind).items()]
    puts = tuple(Put(Key(kind, name), "e1", 0, to_json(value), salt()) for kind, name, value in every)
    storage.commit(DISTRICT, Batch(puts, note()))
    for relation in RELATIONS:
        rows, values = rows_of(storage, f"SELECT * FROM {relation.name}"), values_of(portfolio, relation.kind)
        if rows:
            assert list(rows[0]) == [column.name for column in relation.all_columns]
        if relation.each:
            check_items(rows, relation, values)
            continue
        assert {row["id"] for row in rows} == set(values)
        for row in rows:
            check_row(row, values[row["id"]])
    assert storage.check() == ()
    storage.close()


@pytest.mark.parametrize(
    "body", ["no JSON", "[]", "5", '{"amounts":5,"tags":{}}', '{"amounts":[1,null,"x"],"title":{}}']
)
def test_a_body_of_another_form_stops_neither_writing_nor_reading(body: str, storage: SqliteStorage) -> None:
    puts = [Put(Key(relation.kind, "x"), "e1", 0, body, salt()) for relation in RELATIONS if not relation.each]
    storage.commit(DISTRICT, batch(*puts))
    for relation in RELATIONS:
        rows_of(storage, f"SELECT * FROM {relation.name}")
    assert storage.check() == ()


def test_no_column_is_ever_a_floating_point_number(storage: SqliteStorage) -> None:
    body = '{"title":1.5,"priority":1.5,"amount":1.5,"size":1e3,"amounts":["1.5 hour","1e3 hour"],"hops":2.5}'
    puts = [Put(Key(relation.kind, "x"), "e1", 0, body, salt()) for relation in RELATIONS if not relation.each]
    storage.commit(DISTRICT, batch(*puts))
    for relation in RELATIONS:
        rows = rows_of(storage, f"SELECT * FROM {relation.name}")
        assert not [row for row in rows if any(isinstance(value, float) for value in row.values())]


def test_kept_tables_follow_every_change(storage: SqliteStorage) -> None:
    first, second = '{"amounts":["1.5 hour","2/3 page"]}', '{"amounts":["2 hour"]}'
    amounts = "SELECT educator, amount, unit FROM learning_activity_amounts ORDER BY educator, place"
    storage.commit(DISTRICT, batch(put("a1", body=first), put("a2", body=second, owner="e2")))
    assert [tuple(row.values()) for row in rows_of(storage, amounts)] == [
        ("e1", "1.5", "hour"), ("e1", "2/3", "page"), ("e2", "2", "hour"),
    ]  # fmt: skip
    storage.commit(DISTRICT, batch(put("a1", 1, second, owner="e3")))
    assert [row["educator"] for row in rows_of(storage, amounts)] == ["e2", "e3"]
    storage.commit(DISTRICT, batch(put("a2", 1, None), put("a1", 2, None), erased=[key("a1")]))
    assert rows_of(storage, amounts) == []
    assert storage.check() == ()


def test_tenants_do_not_meet_in_a_kept_table(storage: SqliteStorage) -> None:
    for tenant in ("district-1", "district-2"):
        storage.commit(tenant, batch(put("a1", body=f'{{"title":"{tenant}"}}')))
    storage.commit("district-2", batch(put("a1", 1, None)))
    assert [row["tenant"] for row in rows_of(storage, "SELECT * FROM learning_activities")] == ["district-1"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "DELETE FROM learning_activities",
            "learning_activities: rows that are missing: 1, such as 'district-1:e1",
        ),
        ("UPDATE learning_activities SET title = 'x'", "learning_activities: rows that the journal does not have: 1"),
        ("UPDATE learning_activity_amounts SET numerator = 9", "learning_activity_amounts: rows that are missing: 2"),
        ("UPDATE owners SET seq = 9", "owners: rows that are missing: 1, such as 'district-1:e1:2'"),
        (
            "UPDATE revisions SET replaced_in = 9 WHERE version = 1",
            FLAG,
        ),
        (
            "UPDATE revisions SET replaced_in = NULL WHERE version = 1",
            FLAG,
        ),
    ],
)
def test_a_table_that_does_not_agree_with_the_journal_is_found_and_mended(
    statement: str, said: str, storage: SqliteStorage, path: Path
) -> None:
    storage.commit(DISTRICT, batch(put("a1")))
    storage.commit(DISTRICT, batch(put("a1", 1, '{"amounts":["1 hour","2 hour"]}')))
    db = sqlite3.connect(path)
    db.execute("DROP INDEX current_by_key")
    with db:
        db.execute(statement)
    db.close()
    assert any(line.startswith(said) for line in map(str, storage.check()))
    storage.rebuild()
    assert storage.check() == ()


def test_a_private_reflection_says_nothing_in_the_views(storage: SqliteStorage) -> None:
    for number, visibility in enumerate(Visibility):
        body = to_json(Reflection(f"r{number}", (), "my words", visibility=visibility))  # type: ignore[arg-type]
        storage.commit(DISTRICT, batch(Put(Key("reflection", f"r{number}"), "e1", 0, body, salt())))
    rows = rows_of(storage, "SELECT visibility, body FROM reflections ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [
        ("private", None), ("reviewer", "my words"), ("district", "my words"),
    ]  # fmt: skip


def test_the_documents_of_the_model_have_views_for_all_their_kinds() -> None:
    kinds = {relation.kind for relation in RELATIONS}
    assert kinds == {
        "educator", "plan", "goal", "activity", "evidence", "reflection", "review", "submission", "sign-off",
        "carried-credit", "grant", "decision", "appeal",
    }  # fmt: skip


def test_the_page_of_the_views_is_made_anew_when_a_view_changes() -> None:
    assert PAGE.read_text("utf-8") == made(), "run: python -m tests.storage.page"
