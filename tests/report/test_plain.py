"""Policies told to teachers: every number, every form of a condition, no word of the policy language."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest
from attrs import fields, has
from hypothesis import given, settings

from plpcore.errors import InputError
from plpcore.exchange import load_policy, shipped_policies
from plpcore.policy import Award, Policy, policy_of
from plpcore.report import languages
from plpcore.report._voice import number, share
from plpcore.report.plain import describe_policy, plain_phrases
from tests.evaluation.support import policy_from
from tests.policy.documents import documents

EXPECTED = Path(__file__).parent / "expected"
SENTENCES: dict[str, list[dict[str, str]]] = loads((EXPECTED / "plain-sentences.toml").read_text("utf-8"))
GOLDEN = [("district-personalized", "en"), ("district-personalized", "es"), ("us-pa-act48", "en")]


def lines(text: str, language: str = "en") -> list[str]:
    """Return the sentences about a policy's rules, without heads, titles of rules and citations."""
    told = describe_policy(policy_from(text), language).splitlines()[2:]
    return [line.removeprefix("- ").removesuffix(" (-)") for line in told if line.startswith("- ")]


@pytest.mark.parametrize(("name", "language"), GOLDEN)
def test_a_policy_is_told_as_it_was(name: str, language: str) -> None:
    file = EXPECTED / f"plain-{name}.{language}.txt"
    assert describe_policy(load_policy(name), language) == file.read_text("utf-8")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", shipped_policies())
def test_every_number_of_a_rule_of_a_shipped_policy_is_told(name: str, language: str) -> None:
    policy = load_policy(name)
    told = describe_policy(policy, language)
    missing = [one for one in numbers(policy) if one not in told]
    assert missing == []
    assert "?" not in told.replace("?)", "")
    assert not any(mark in told for mark in ("{", "}", "[", "]", " = "))


def numbers(policy: Policy) -> Iterator[str]:
    """Yield every number, share and day of the rules, as people write it."""
    parts = [policy.rules, *policy.editions, *policy.alternatives]
    for part in parts:
        yield from _numbers(part)


def _numbers(value: Any) -> Iterator[str]:
    for field in fields(type(value)):
        held = getattr(value, field.name)
        if held is None or held == field.default or field.name in {"id", "cite", "title", "sharing"}:
            continue
        is_share = field.name in {"share", "then", "split"}
        for one in _leaves(held):
            if has(type(one)):
                yield from _numbers(one)
            elif isinstance(one, Fraction):
                is_rate = isinstance(value, Award) and field.name == "credit" and one.numerator == 1
                yield share(one) if is_share else str(one.denominator) if is_rate else number(one)
            elif isinstance(one, date):
                yield one.isoformat()
            elif isinstance(one, int) and not isinstance(one, bool):
                yield str(one)


def _leaves(held: Any) -> Iterator[Any]:
    if isinstance(held, tuple):
        for one in held:
            yield from _leaves(one)
    else:
        yield held


@given(documents.map(policy_of))
@settings(max_examples=60)
def test_any_policy_can_be_told(policy: Policy) -> None:
    for language in languages():
        told = describe_policy(policy, language)
        assert told.endswith("\n")
        assert all(line == line.rstrip("\n") for line in told.splitlines())


def test_both_languages_have_the_same_sentences_with_the_same_arguments() -> None:
    one, two = (plain_phrases(language) for language in languages())
    assert set(one) == set(two)
    for name, phrase in one.items():
        assert names(phrase.parts) == names(two[name].parts), name


def names(parts: Any) -> set[str]:
    return set().union(*(part.names for part in parts if not isinstance(part, str)))


def test_a_language_that_nobody_wrote_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"language: there are no sentences in 'xx'; one of en, es"):
        describe_policy(policy_from(""), "xx")


FACTS = """
facts.role = { type = "text" }
facts.roles = { type = "texts" }
facts.fte = { type = "number" }
facts.new = { type = "flag" }
facts.issued = { type = "date" }
activity_facts = { topic = { type = "text" }, due = { type = "date" } }
"""


@pytest.mark.parametrize("case", SENTENCES["condition"], ids=lambda case: case["written"])
def test_every_form_of_a_condition_has_words(case: dict[str, str]) -> None:
    told = lines(f"{FACTS}sign_offs = [{{ applies = {case['written']} }}]")
    assert told[0] == f"A sign-off is needed of educators where {case['told']}."


@pytest.mark.parametrize("case", SENTENCES["rule"], ids=lambda case: case["written"])
def test_every_rule_has_a_sentence(case: dict[str, str]) -> None:
    rules = case["written"]
    facts = FACTS.partition("activity_facts")[0] if "activity_facts" in rules else FACTS
    assert case["told"] in lines(facts + rules)


def test_a_calendar_tells_semesters_and_the_facts_that_name_spans() -> None:
    found = lines(FACTS + "calendar = { semester_starts = ['02-01'], week_fact = 'topic' }")
    assert found[:3] == [
        "A year begins on 07-01 (month and day).",
        "Semesters begin on 02-01 (month and day).",
        "Where the record says it, “topic” tells the week.",
    ]
    assert lines(FACTS + "calendar = { semester_starts = [] }")[1] == "Semesters begin on nothing (month and day)."


def test_a_minimum_names_the_one_that_it_lies_in_and_the_quantum_is_told() -> None:
    text = "floors = [{ id = 'outer', at_least = 5 }, { id = 'inner', at_least = 2, within = 'outer' }]"
    found = lines(text)
    assert found[1].endswith("You need at least 2 hours of learning. It is a part of the minimum “outer”.")
    quantum = "unit = { name = 'hour', quantum = '0.5' }\n" + text
    assert "Credit is placed in whole multiples of 0.5 hours." in lines(quantum)


def test_editions_and_ways_say_what_they_put_in_the_place_of_what() -> None:
    text = """
        edition_by = "issued"
        facts.issued = { type = "date", meaning = "The day of issue.", default = 2020-01-01 }
        facts.plain-fact = { type = "flag" }
        total = { title = "Ten", amount = 10 }
        [[editions]]
        id = "old-rules"
        until = 2020-01-01
        published = 2019-01-01
        floors = []
        [[editions]]
        id = "new"
        from = 2020-01-01
        [[alternatives]]
        id = "short-way"
        total = { amount = 3 }
    """
    told = describe_policy(policy_from(text)).splitlines()
    assert "Which rules hold is told by “issued”." in told
    start = told.index("old rules, before 2020-01-01, known from 2019-01-01 (-)")
    assert told[start + 1 : start + 5] == [
        "Here the following stands in the place of what stands above under the same heading:",
        "",
        "Minimums",
        "- Nothing of this kind holds here.",
    ]
    assert told[told.index("new, from 2020-01-01 (-)") + 1] == ""
    assert told[told.index("Any one of these ways is enough") + 2] == "short way (-)"
    assert told[-2:] == [
        "- “issued”: The day of issue. Without a word in the record: 2020-01-01.",
        "- “plain fact”.",
    ]
