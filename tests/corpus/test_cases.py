"""Worked cases: those drawn from published rules, and our own at the boundary of every word."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.corpus.asks import answer, differences
from tests.corpus.generate import CASES
from tests.corpus.naive_whole import evaluated
from tests.corpus.places import _POLICY, _WORDS
from tests.corpus.run import failures, load

HERE = Path(__file__).parent
GIVEN = load(HERE / "cases.json")
OWN = load(HERE / "own_cases.json")
EVALUATED = [case for case in GIVEN + OWN if case["input"]["ask"] == "evaluate"]


def ids(cases: list[dict[str, Any]]) -> list[str]:
    return [case["id"] for case in cases]


@pytest.mark.parametrize("case", GIVEN, ids=ids(GIVEN))
def test_a_published_rule_gives_what_its_source_says(case: dict[str, Any]) -> None:
    assert failures(case) == []


@pytest.mark.parametrize("case", OWN, ids=ids(OWN))
def test_a_word_at_its_boundary_means_what_is_documented(case: dict[str, Any]) -> None:
    assert failures(case) == []


def test_every_case_has_an_id_of_its_own() -> None:
    found = ids(GIVEN) + ids(OWN)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "case", [one for one in GIVEN + OWN if one["input"]["ask"] == "evaluate"], ids=lambda c: c["id"]
)
def test_the_naive_reading_agrees_on_every_case(case: dict[str, Any]) -> None:
    naive = evaluated(case["input"])
    known = {name: value for name, value in case["expected"].items() if name in naive}
    assert differences(known, naive) == []


@settings(max_examples=120)
@given(CASES)
def test_the_engine_agrees_with_the_naive_reading_of_any_case(case: dict[str, Any]) -> None:
    assert differences(evaluated(case), answer(case)) == []


@settings(max_examples=40)
@given(CASES)
def test_the_order_of_rows_changes_nothing(case: dict[str, Any]) -> None:
    named = [{"id": f"a{index + 1}"} | row for index, row in enumerate(case["activities"])]
    turned = {**case, "activities": named[::-1]}
    assert answer(turned) == answer({**case, "activities": named})


def _words(held: object) -> set[str]:
    if isinstance(held, dict):
        return {*held, *(word for value in held.values() for word in _words(value))}
    return {word for value in held for word in _words(value)} if isinstance(held, list) else set()


def test_our_own_cases_use_every_documented_word() -> None:
    documented = {*_POLICY, *(word for words in _WORDS.values() for word in words)} - {"unit"}
    assert documented - _words([case["input"] for case in OWN]) == set()


def test_a_case_that_expects_something_else_is_told_apart() -> None:
    case = next(case for case in GIVEN if case["id"] == "ma-05")
    wrong = {**case, "expected": json.loads(json.dumps(case["expected"]).replace('"s1": 0', '"s1": 6'))}
    assert failures(wrong) == ["credited: expected {r1: 6, r2: 4, s1: 6, s2: 0}, got {r1: 6, r2: 4, s1: 0, s2: 0}"]
