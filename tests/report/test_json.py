import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, fields
from jsonschema import Draft202012Validator, ValidationError

from plpcore.evaluation import Answer, Certificate, LeastFix, Line, RequiredStep, Requirement, Statement, Step
from plpcore.report import STATEMENT_FORMAT, render_json, statement_data, statement_schema
from tests.report.cases import LIMITS_RECORD, SHORT_RECORD, judged, statements
from tests.report.policies import HOURS, LIMITS

VALIDATOR = Draft202012Validator(statement_schema())


def data(name: str) -> dict[str, Any]:
    return dict(statement_data(statements()[name]))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(statement_schema())


@pytest.mark.parametrize("name", list(statements()))
def test_each_statement_fits_the_schema(name: str) -> None:
    VALIDATOR.validate(data(name))


@pytest.mark.parametrize("name", list(statements()))
def test_the_json_is_the_data(name: str) -> None:
    held = statements()[name]
    assert json.loads(render_json(held)) == statement_data(held) == json.loads(render_json(held, indent=2))


def tables(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from tables(inner)
    if isinstance(value, list):
        for inner in value:
            yield from tables(inner)


@pytest.mark.parametrize("name", ["short", "limits", "awards", "host"])
def test_the_schema_refuses_a_missing_key_and_a_further_one_in_each_table(name: str) -> None:
    held = data(name)
    for table in tables(held):
        if {"amount", "unit"} <= set(table) or "format" in table or "before" in table:
            key = min(table)
            kept = table.pop(key)
            with pytest.raises(ValidationError):
                VALIDATOR.validate(held)
            table |= {key: kept, "further": 1}
            with pytest.raises(ValidationError):
                VALIDATOR.validate(held)
            del table["further"]
    VALIDATOR.validate(held)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2),
        ("outcome", "fine"),
        ("as_of", "1 June 2024"),
        ("total", 4.25),
        ("total", {"amount": "4,25", "unit": "clock hour"}),
        ("total", {"amount": "1/0", "unit": "clock hour"}),
        ("cycle", "2023-24"),
        ("sharing", -1),
    ],
)
def test_the_schema_refuses_another_value(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(data("short") | {key: value})


def test_amounts_are_exact_texts_with_their_unit() -> None:
    held = data("short")
    assert held["format"] == STATEMENT_FORMAT == 1
    assert held["total"] == {"amount": "4.25", "unit": "clock hour"}
    assert data("met")["carried_out"] == {"amount": "7/3", "unit": "clock hour"}
    assert held["unit"] == {"one": "clock hour", "many": "clock hours"}
    assert held["activities"][0]["claimed"] == [{"amount": "60", "unit": "minute"}]
    assert held["requirements"][1] == {
        "id": "equity",
        "name": "Equity",
        "kind": "floor",
        "span": "",
        "within": "",
        "needed": {"amount": "1", "unit": "clock hour"},
        "credited": {"amount": "0.25", "unit": "clock hour"},
        "short": {"amount": "0.75", "unit": "clock hour"},
    }


def test_a_count_of_different_values_is_no_amount_of_credit() -> None:
    held = data("limits")
    assert held["requirements"][3]["short"] == {"amount": "1", "unit": "value"}
    assert held["fix"]["distinct"] == [{"requirement": "topics", "count": {"amount": "1", "unit": "value"}}]


def test_arguments_keep_their_types() -> None:
    steps = {step["reason"]: step["arguments"] for line in data("limits")["activities"] for step in line["steps"]}
    assert steps["outside-window-but-fills-floor"] == {"from": {"day": "2023-07-01"}}
    assert steps["block-not-reached"] == {"at_least": {"number": "10"}, "by": ["topic"]}
    assert data("host")["answers"] == [
        {
            "rule": "june",
            "opaque": False,
            "values": {
                "due": {"day": "2024-06-30"},
                "fee": {"number": "25"},
                "forms": ["A", "B"],
                "late": False,
                "note": "by mail",
            },
            "missing": [],
        },
        {
            "rule": "host",
            "opaque": True,
            "values": {"day": {"day": "2024-06-01"}, "holds": True, "share": {"number": "2/3"}},
            "missing": [],
        },
    ]


WRITTEN_OTHERWISE = {"claim", "earned_units", "counted_units", "placed_units", "scale", "units", "lines"}


@pytest.mark.parametrize("value", [Statement, Line, Step, RequiredStep, Requirement, Certificate, LeastFix, Answer])
def test_no_field_of_a_statement_is_forgotten(value: type[Any]) -> None:
    shape = json.dumps(statement_schema())
    names = {field.name for field in fields(value)} - WRITTEN_OTHERWISE
    assert [name for name in sorted(names) if f'"{name}"' not in shape] == []


def test_what_is_not_known_is_null() -> None:
    held = data("host")
    assert (held["cycle"], held["known_at"], held["keep_until"], held["certificate"]) == (None, None, None, None)
    assert data("deemed")["known_at"] == "2024-05-01"
    assert data("short")["cycle"] == {"start": "2023-07-01", "end": "2024-07-01"}


def test_the_text_to_hash_is_one_line_of_ascii_with_sorted_keys() -> None:
    text = render_json(statements()["short"])
    assert text.isascii()
    assert "\n" not in text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


def test_the_order_of_the_record_does_not_change_a_byte() -> None:
    for policy, record in ((HOURS, SHORT_RECORD), (LIMITS, LIMITS_RECORD)):
        turned = evolve(record, activities=record.activities[::-1])
        assert render_json(judged(policy, record)) == render_json(judged(policy, turned))


def test_another_amount_is_another_text() -> None:
    held: Statement = statements()["short"]
    assert render_json(evolve(held, total=held.total + Fraction(1, 7))) != render_json(held)
