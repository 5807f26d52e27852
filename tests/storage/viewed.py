"""What views must show of the values, whatever the database."""

import json
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from plpcore.codec import to_data, to_json
from plpcore.ids import AppealId, DecisionId, EducatorId, PolicyId, ReflectionId, ReviewId
from plpcore.journal import Batch, Key, Put
from plpcore.model import Appeal, Decision, Portfolio, Reflection, Visibility
from plpcore.period import Period
from plpcore.quantity import Quantity, format_amount
from plpcore.storage._relations import RELATIONS, Relation
from tests.journal.support import batch, note, salt

LISTS = {"educator": "educator", "plan": "plan", "carried-credit": "carried_in", "sign-off": "sign_offs"}
PLURALS = {"activity": "activities", "evidence": "evidence"}
Row: TypeAlias = dict[str, Any]

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


def check_row(row: Row, value: Any) -> None:
    assert (row["educator"], row["version"], row["seq"]) == ("e1", 1, 1)
    for column, found in row.items():
        if column in {"numerator", "denominator"} | {"tenant", "educator", "version", "seq", "id"}:
            continue
        assert (json.loads(found) if column in AS_JSON else found) == shown(value, column), column
    if "numerator" in row:
        amount = getattr(value.amount, "amount", value.amount)
        exact = None if amount is None else Fraction(row["numerator"], row["denominator"])
        assert exact == amount


def check_items(rows: list[Row], relation: Relation, values: dict[str, Any]) -> None:
    own = relation.all_columns[2].name
    for name, value in values.items():
        found = sorted((row for row in rows if row[own] == name), key=lambda row: row.get("place", 0))
        items = list(getattr(value, relation.each))
        if relation.each == "amounts":
            assert [row["place"] for row in found] == list(range(len(items)))
            assert [Fraction(row["numerator"], row["denominator"]) for row in found] == [item.amount for item in items]
            assert [f"{row['amount']} {row['unit']}" for row in found] == [str(item) for item in items]
        else:
            assert sorted(row[relation.columns[0].name] for row in found) == sorted(items)


def whole(portfolio: Portfolio) -> Batch:
    """Return the batch that writes all documents of a portfolio, and those beside it."""
    kinds = sorted({relation.kind for relation in RELATIONS})
    every = [(kind, name, value) for kind in kinds for name, value in values_of(portfolio, kind).items()]
    return Batch(tuple(Put(Key(kind, name), "e1", 0, to_json(value), salt()) for kind, name, value in every), note())


def of_every_kind(body: str) -> Batch:
    """Return the batch that writes one body as a document of every kind."""
    kinds = sorted({relation.kind for relation in RELATIONS})
    return batch(*(Put(Key(kind, "x"), "e1", 0, body, salt()) for kind in kinds))


def check_views(portfolio: Portfolio, rows_of: Callable[[str], list[Row]]) -> None:
    """Hold every view to the values; `rows_of` returns all rows of the view with a name."""
    for relation in RELATIONS:
        rows, values = rows_of(relation.name), values_of(portfolio, relation.kind)
        if rows:
            assert list(rows[0]) == [column.name for column in relation.all_columns]
        if relation.each:
            check_items(rows, relation, values)
            continue
        assert {row["id"] for row in rows} == set(values)
        for row in rows:
            check_row(row, values[row["id"]])


def reflections() -> Batch:
    """Return the batch that writes a reflection of each visibility."""
    each = enumerate(Visibility)
    made = [Reflection(ReflectionId(f"r{number}"), (), "my words", visibility=one) for number, one in each]
    return batch(*(Put(Key("reflection", one.id), "e1", 0, to_json(one), salt()) for one in made))


HOSTILE = (
    "no JSON",
    '{"title":"\\u0000"}',
    '{"tags":' + "[" * 20_000 + "]" * 20_000 + "}",
    "[]",
    "5",
    '{"amounts":5,"tags":{}}',
    '{"amounts":[1,null,"x","1/0 hour"],"title":{},"amount":"1/0 hour","hops":1e99}',
    '{"amounts":["99999999999999999999 hour"],"priority":-99999999999999999999,"content":[],"amount":["1"]}',
)
"""Bodies that no value has."""
FRACTIONAL = '{"title":1.5,"priority":1.5,"amount":1.5,"size":1e3,"amounts":["1.5 hour","1e3 hour"],"hops":2.5}'
"""A body that tempts to floating-point numbers."""
