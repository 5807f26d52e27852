"""The translator: what types facts get, what it refuses, and what an answer is compared with."""

from typing import Any

import pytest

from plpcore.errors import PolicyError
from plpcore.evaluation import evaluate
from plpcore.policy import format_policy, parse_policy, policy_of
from tests.corpus.asks import ALL_DAYS, answer, case_of, differences, judged
from tests.corpus.editions import pieces
from tests.corpus.facts import Use, type_of
from tests.corpus.neutral import WordError
from tests.corpus.run import ROOT, load
from tests.corpus.translate import translate

CASES = [
    case["input"]
    for name in ("cases", "own_cases")
    for case in load(ROOT / "tests" / "corpus" / f"{name}.json")
    if case["input"]["ask"] == "evaluate"
]


def test_every_translated_policy_survives_being_written_and_read() -> None:
    for given in CASES:
        policy = policy_of(case_of(given).policy)
        assert parse_policy(format_policy(policy)) == policy


@pytest.mark.parametrize(
    ("compared", "held", "expected"),
    [
        ([("is", 1)], [2, "3"], "number"),
        ([("is", "1")], ["2"], "text"),
        ([("is", 1)], ["one"], "text"),
        ([("is", True)], [False], "flag"),
        ([("is", True)], ["yes"], "text"),
        ([("ge", "2.5")], ["3", "many"], "number"),
        ([("lt", "2020-01-01")], ["2019-12-31"], "date"),
        ([("lt", "2016-17")], ["2015-16"], "place"),
        ([("is", "x")], [["x", "y"], "x"], "texts"),
        ([("lacks", "x")], [], "texts"),
        ([("is", ["x", "y"])], ["x"], "text"),
        ([], [], "text"),
    ],
)
def test_a_fact_has_the_type_of_all_its_values(compared: list[tuple[str, Any]], held: list[Any], expected: str) -> None:
    assert type_of([Use("f", operator, value) for operator, value in compared], held) == expected


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"award": [{"per": "hour", "rate": 2}]}, "award: unknown words rate"),
        ({"award": [{"when": {}}]}, "none of per, each, fixed, table"),
        ({"caps": [3]}, "caps: a table is expected"),
        ({"any_of": [{"totals": 3}]}, "versions or any_of: unknown words totals"),
        ({"floors": [{"name": "f", "min": 1, "when": {"n": {"near": 3}}}]}, "n: unknown operator near"),
        ({"floors": [{"name": "f", "min": 1, "when": {"n": {"ge": "high"}}}]}, "have no order"),
        ({"carry": {"max": "25%"}}, "carry: 25% is a share"),
        ({"reduce": [{"amount": "25%"}]}, "reduce: 25% is a share"),
    ],
)
def test_what_nobody_documented_is_refused(policy: dict[str, Any], message: str) -> None:
    with pytest.raises(WordError, match=message):
        answer({"ask": "evaluate", "policy": policy, "on": "2020-01-01", "activities": [{"n": 1}]})


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        ([{"until": "2020"}, {"from": "2020"}], [(0, {"until": "2020"}), (1, {"from": "2020"})]),
        ([{"from": "2020"}, {"from": "2021"}], [(0, {"from": "2020", "until": "2021"}), (1, {"from": "2021"})]),
        (
            [{}, {"from": "2020", "until": "2021"}],
            [(0, {"until": "2020"}), (0, {"from": "2021"}), (1, {"from": "2020", "until": "2021"})],
        ),
        ([{"from": "2020"}, {"from": "2020"}], [(1, {"from": "2020"})]),
        ([{"published": "1"}, {"published": "2"}], [(0, {"published": "1"}), (1, {"published": "2"})]),
        ([{"published": "2"}, {"published": "1"}], [(1, {"published": "1"})]),
        ([{"published": "2"}, {}], [(1, {})]),
        (
            [{"from": "2019"}, {"from": "2020", "published": "2"}],
            [(0, {"from": "2019"}), (1, {"from": "2020", "published": "2"})],
        ),
        ([{}, {"published": "2"}], [(0, {}), (1, {"published": "2"})]),
    ],
)
def test_the_last_edition_of_the_list_decides(
    editions: list[dict[str, str]], expected: list[tuple[int, dict[str, str]]]
) -> None:
    assert list(pieces(editions)) == expected


def test_a_completion_that_is_no_date_is_refused() -> None:
    with pytest.raises(WordError, match=r"a1\.completed: 'soon' is no date"):
        answer({"ask": "evaluate", "policy": {}, "activities": [{"completed": "soon"}]})


def test_a_date_that_is_missing_is_named() -> None:
    with pytest.raises(WordError, match="the date period_end is missing"):
        answer({"ask": "retention", "policy": {"retention": {"after": "period_end", "years": 1}}})


def test_a_statement_of_a_case_can_be_explained_by_its_rules() -> None:
    given = next(one for one in CASES if one["policy"].get("caps"))
    statement = judged(translate(given))
    rules = {step.rule for line in statement.lines for step in line.steps if step.rule}
    assert rules <= {citation.rule for citation in statement.citations}


def test_a_rule_kind_that_nobody_brought_is_refused() -> None:
    rule = {"id": "r", "cite": "-", "kind": "workdays", "spec": {"days": 3}}
    policy = policy_of({"id": "p", "title": "P", "unit": {"name": "credit"}, "rules": [rule]})
    with pytest.raises(PolicyError, match="nobody brought the rule kind 'workdays'"):
        evaluate(policy, translate({"ask": "evaluate"}).portfolio, as_of=ALL_DAYS)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ({"total": "67.5"}, {"total": 67}, False),
        ({"total": "2/4"}, {"total": "0.5"}, True),
        ({"met": True}, {"met": 1}, False),
        ({"credited": {"a": 1}}, {"credited": {"a": 1, "b": 2}}, True),
        ({"credited": {"a": 0}}, {"credited": {"b": 2}}, False),
        ({"missing": {"a": 0}}, {"missing": {}}, True),
        ({"missing": {}}, {"missing": {"a": 1}}, False),
        ({"options_met": [0]}, {"options_met": [0, 1]}, False),
        ({"options_met": [0, 1]}, {"options_met": [1, 0]}, False),
        ({"due_topics": ["b", "a"]}, {"due_topics": ["a", "b"]}, True),
        ({"due_topics": ["b", "a"]}, {"due_topics": ["a"]}, False),
        ({"due": "2020-01-01"}, {"due": "2020-01-02"}, False),
        ({"total": 1}, {}, False),
    ],
)
def test_only_what_is_expected_is_compared_and_exactly(
    expected: dict[str, Any], got: dict[str, Any], same: bool
) -> None:
    assert (differences(expected, got) == []) is same
