"""Values to plain data and back: lossless, strict, and with the place of every mistake."""

import json
from fractions import Fraction
from time import monotonic
from typing import Any

import pytest
from hypothesis import given

from plpcore.codec import _errors, from_data, from_json, parse_json, to_data, to_json
from plpcore.errors import InputErrors, QuantityError, RecordError
from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, Educator, Facts, Portfolio
from plpcore.quantity import Quantity
from plpcore.testing.strategies import portfolios


@given(portfolios())
def test_a_portfolio_comes_back_as_it_was(portfolio: Portfolio) -> None:
    assert from_data(Portfolio, to_data(portfolio)) == portfolio
    text = to_json(portfolio)
    assert from_json(Portfolio, text) == portfolio
    assert to_json(from_json(Portfolio, text)) == text
    assert text.isascii()


@given(portfolios())
def test_no_float_and_no_null_is_ever_written(portfolio: Portfolio) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    text = to_json(portfolio)
    json.loads(text, parse_float=refuse)
    assert "null" not in [str(token) for token in _leaves(json.loads(text)) if token is None]
    assert None not in _leaves(json.loads(text))


def _leaves(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in _leaves(value)]
    return [leaf for value in data for leaf in _leaves(value)] if isinstance(data, list) else [data]


def test_what_holds_its_default_is_left_out() -> None:
    assert to_data(Portfolio(Educator(EducatorId("e")))) == {"educator": {"id": "e"}}


def test_an_amount_that_nobody_could_read_back_is_not_written() -> None:
    long = Activity(ActivityId("a"), "book", amounts=(Quantity(Fraction(1, 10**7), "hour"),))
    with pytest.raises(QuantityError, match="too long"):
        to_data(long)


def test_a_whole_number_may_stand_for_a_fact_as_it_is() -> None:
    found = from_data(Educator, {"id": "e", "facts": {"fte": 1}})
    assert found == Educator(EducatorId("e"), facts=Facts.of(fte=1))
    assert to_data(found)["facts"] == {"fte": {"number": "1"}}


def activity(**changed: object) -> dict[str, object]:
    return {"educator": {"id": "e"}, "activities": [{"id": "a", "kind": "book"} | changed]}


REFUSED: tuple[tuple[object, str], ...] = (
    ([], "$: a table is expected, not a list; write names and values"),
    ({}, "$.educator: this key is missing; add it"),
    ({"educator": {"id": None}}, '$.educator.id: text is expected, not null; write it in "quotes"'),
    ({"educator": {"id": 5}}, '$.educator.id: text is expected, not a number; write it in "quotes"'),
    ({"educator": {"id": ""}}, "$.educator.id: the id is empty; give every item an id of its own"),
    ({"educator": {"id": "e", "fact": {}}}, "$.educator.fact: unknown key; did you mean facts?"),
    ({"educator": {"id": "e", "xx": {}}}, "$.educator.xx: unknown key; known are id, facts, external_ids"),
    ({"educator": {1: 2}}, "$.educator: a table is expected, not a table; write names and values"),
    (activity(title=None), '$.activities[0].title: text is expected, not null; write it in "quotes"'),
    (activity(amounts=["1.5 hour", 1.5]), "$.activities[0].amounts[1]: text is expected, not a number with decimals"),
    (activity(amounts="1.5 hour"), "$.activities[0].amounts: a list is expected, not text; write it in [brackets]"),
    (activity(amounts=["1e3 hour"]), "$.activities[0].amounts[0]: '1e3' is not an amount"),
    (activity(completed="01/02/2024"), "$.activities[0].completed: '01/02/2024' is not a date"),
    (activity(completed=True), "$.activities[0].completed: text is expected, not true or false"),
    (activity(tags=[None]), "$.activities[0].tags[0]: text is expected, not null"),
    (activity(evidence=["x"]), "$.activities[0].evidence[0]: there is no evidence 'x'; add it to the portfolio"),
    (activity(facts={"a": 1.5}), "$.activities[0].facts.a: a fact cannot be a number with decimals; write text, true"),
    (activity(facts={"a": None}), "$.activities[0].facts.a: a fact cannot be null"),
    (activity(facts={"a": {"number": 1}}), "$.activities[0].facts.a: text is expected, not a number"),
    (activity(facts={"a": {"date": "x"}}), "$.activities[0].facts.a.date: 'x' is not a date"),
    (activity(facts={"a": {"number": "1", "date": "x"}}), "$.activities[0].facts.a: a fact cannot be a table"),
    (activity(facts={"a": ["x", 1]}), "$.activities[0].facts.a: text is expected, not a number"),
    (activity(facts=[]), "$.activities[0].facts: a table is expected, not a list"),
    (activity(external_ids={"s": 1}), "$.activities[0].external_ids.s: text is expected, not a number"),
)


@pytest.mark.parametrize(("data", "line"), REFUSED)
def test_what_is_no_portfolio_is_refused_with_its_path(data: object, line: str) -> None:
    with pytest.raises(InputErrors) as caught:
        from_data(Portfolio, data)
    assert str(caught.value).startswith(line)


GRANT = {"id": "w", "kind": "waiver", "rule": "r", "authority": "b", "reason": "Leave.", "granted": "2024-01-10"}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"until": "2024"}, "$.grants[0].until: unknown key; known are"),
        ({"kind": "mercy"}, "$.grants[0].kind: 'mercy' is not one of its words; write one of waiver, substitution"),
        ({"kind": "adjustment", "amount": 1.5}, "$.grants[0].amount: text is expected, not a number with decimals"),
        ({"expires": "2024-01-10"}, "$.grants[0].expires: it expires 2024-01-10, and holds from 2024-01-10 on"),
        ({"activity": "x"}, "$.grants[0].activity: there is no activity 'x'; add it to the portfolio"),
    ],
)
def test_a_grant_that_is_none_is_refused_with_its_path(changes: dict[str, object], line: str) -> None:
    with pytest.raises(InputErrors) as caught:
        from_data(Portfolio, {"educator": {"id": "e"}, "grants": [GRANT | changes]})
    assert str(caught.value).startswith(line)


def test_a_grant_is_read_and_written_with_exact_amounts_and_days() -> None:
    data = {
        "educator": {"id": "e"},
        "grants": [GRANT | {"kind": "adjustment", "amount": "7/3", "expires": "2025-07-01"}],
    }
    found = from_data(Portfolio, data)
    assert found.grants[0].amount == Fraction(7, 3)
    assert to_data(found) == data


@pytest.mark.parametrize(
    ("evidence", "line"),
    [
        (None, "$.evidence[0].content: a table is expected, not null"),
        ({}, "$.evidence[0].content: evidence is an address, a file or a text; write one of url, sha256 and body"),
        ({"url": "https://x.org", "body": "b"}, "$.evidence[0].content: evidence is an address, a file or a text"),
        ({"url": "javascript:alert(1)"}, "$.evidence[0].content.url: 'javascript:alert(1)' is not a web address"),
        (
            {"sha256": "0" * 64, "media_type": "a/b", "size": 2**63},
            "$.evidence[0].content.size: the number is too large",
        ),
        ({"sha256": "0" * 64, "media_type": "a/b", "size": True}, "$.evidence[0].content.size: a whole number is"),
    ],
)
def test_evidence_that_is_nothing_is_refused(evidence: object, line: str) -> None:
    data = {"educator": {"id": "e"}, "evidence": [{"id": "v", "kind": "k", "content": evidence}]}
    with pytest.raises(InputErrors) as caught:
        from_data(Portfolio, data)
    assert str(caught.value).startswith(line)


def test_a_word_that_is_no_choice_is_refused_with_the_choices() -> None:
    review = {"id": "r", "subject": "a", "purpose": "credits", "decision": 5}
    with pytest.raises(InputErrors) as caught:
        from_data(Portfolio, activity() | {"reviews": [review]})
    assert str(caught.value).splitlines() == [
        "$.reviews[0].purpose: 'credits' is not one of its words; write one of prior-approval, credit, goal, plan",
        "$.reviews[0].decision: a number is not one of its words; write one of approved, returned, denied, revoked",
    ]


def test_every_mistake_of_a_document_is_told_at_once_and_under_its_name() -> None:
    with pytest.raises(InputErrors) as caught:
        from_json(Portfolio, '{"educator": {"id": 1}, "goals": 2, "plan": {"id": "p", "period": "2024"}}', "e1.json")
    assert [error.where for error in caught.value.errors] == [
        "e1.json.educator.id",
        "e1.json.plan.period",
        "e1.json.goals",
    ]


def test_a_single_value_can_be_read_too() -> None:
    with pytest.raises(InputErrors, match=r"^\$: text is expected"):
        from_data(str, 5)
    assert from_data(str, "x") == "x"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "f:1: not readable as JSON: Expecting property name enclosed in double quotes (at line 1, column 2); "),
        ('{"a": 1, "b": 2, "a": 3}', "f: not readable as JSON: the key 'a' stands twice"),
        ("[NaN]", "f: not readable as JSON: NaN is no number"),
        ("[" * 100_000, "f: the document is nested too deep; flatten it"),
        ("9" * 5000, "f:1: not readable as JSON: a number has more than 4300 digits; mend the syntax there"),
    ],
)
def test_what_is_no_json_is_refused(text: str, line: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_json(text, "f")
    assert str(caught.value).startswith(line)


def test_an_error_of_our_own_making_is_not_told_as_the_users() -> None:
    with pytest.raises(ZeroDivisionError):
        list(_errors.errors_of(ZeroDivisionError(), "$"))


def test_a_key_that_stands_twice_among_very_many_is_found_at_once() -> None:
    keys = ",".join(f'"k{number}":1' for number in range(100_000))
    started = monotonic()
    with pytest.raises(RecordError, match="the key 'k99999' stands twice"):
        parse_json(f'{{{keys},"k99999":1}}')
    assert monotonic() - started < 5
