"""The conformance check of rule kinds: it passes a good one, and finds each broken promise."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import count
from time import sleep
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import settings
from hypothesis import strategies as st

from plpcore.evaluation import Earned, EarnedColumns, RuleInput, RuleKind
from plpcore.model import Facts, Portfolio
from plpcore.policy import AMOUNT, TEXT, TEXTS, Plain, Shape, key
from plpcore.testing import check_rule_kind, portfolios


@frozen(kw_only=True)
class Least:
    hours: Fraction = key(AMOUNT, "What is less counts nothing.")


def least(spec: Least, given: tuple[Earned, ...]) -> list[Fraction]:
    return [one.credit if one.credit >= spec.hours else Fraction(0) for one in given]


def at_once(spec: Least, given: EarnedColumns) -> list[Fraction]:
    return [credit if credit >= spec.hours else Fraction(0) for credit in given.credit]


def specs() -> st.SearchStrategy[Least]:
    return st.integers(0, 8).map(lambda hours: Least(hours=Fraction(hours, 2)))


KIND = RuleKind("least", Least, rows=least, audit=at_once, strategy=specs)


def broken(**changed: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        check_rule_kind(evolve(KIND, **changed))
    return str(caught.value)


def test_a_good_kind_passes() -> None:
    check_rule_kind(KIND)
    check_rule_kind(evolve(KIND, audit=None))


def slowly(record: Portfolio) -> Portfolio:
    sleep(0.12)
    return record


def test_a_slow_machine_is_no_broken_promise() -> None:
    slow = portfolios().map(slowly)
    usual = settings.get_current_profile_name()
    strict = timedelta(milliseconds=50)
    settings.register_profile("strict", max_examples=15, suppress_health_check=(), deadline=strict)
    settings.load_profile("strict")
    try:
        check_rule_kind(KIND, records=slow)
    finally:
        settings.load_profile(usual)


def test_a_kind_that_answers_passes_too() -> None:
    check_rule_kind(
        RuleKind("count", Least, lambda _spec, given: {"n": Fraction(len(given.activities))}, strategy=specs)
    )


def test_a_kind_without_a_strategy_is_told_what_to_bring() -> None:
    assert broken(strategy=None) == "rule kind 'least': it brings no strategy; give it a function that returns one"


def divides(_spec: Least, given: tuple[Earned, ...]) -> list[Fraction]:
    return [1 / one.credit for one in given]


def forgets(_spec: Least, given: tuple[Earned, ...]) -> list[Fraction]:
    return [one.credit for one in given if one.day is not None]


@pytest.mark.parametrize(
    ("rows", "told"), [(divides, "raised ZeroDivisionError"), (forgets, "returns 0 amounts for 1 activities")]
)
def test_a_kind_that_is_not_total_is_found(rows: Callable[..., Any], told: str) -> None:
    assert told in broken(rows=rows, audit=None)


def test_a_kind_that_says_something_else_the_second_time_is_found() -> None:
    numbers = count()
    assert "it does not say the same twice" in broken(
        rows=lambda _spec, given: [Fraction(next(numbers) % 2) for _ in given], audit=None
    )


def first(_spec: Least, given: RuleInput) -> dict[str, str]:
    held = given.portfolio.activities
    return {"first": held[0].id if held else ""}


def test_a_kind_that_looks_at_the_order_of_the_rows_is_found() -> None:
    assert "it depends on the order in which the record holds its rows" in broken(answer=first)


def test_a_form_for_audits_that_mixes_up_the_educators_is_found() -> None:
    def mixes(_spec: Least, given: EarnedColumns) -> Iterator[Fraction]:
        seen: set[str] = set()
        for educator, credit in zip(given.educator, given.credit, strict=True):
            yield credit if educator in seen else Fraction(0)
            seen.add(educator)

    def later(_spec: Least, given: tuple[Earned, ...]) -> list[Fraction]:
        return [one.credit if index else Fraction(0) for index, one in enumerate(given)]

    check_rule_kind(evolve(KIND, rows=later, audit=lambda spec, given: list(mixes(spec, given))))
    assert "its form for audits gives other amounts than its rows" in broken(rows=later, audit=at_once)


class Lossy(Shape[str]):
    """A text that is written in small letters."""

    def read(self, value: object, where: str) -> str:
        return TEXT.read(value, where)

    def write(self, value: str) -> Plain:
        return value.lower()

    def schema(self) -> dict[str, object]:
        return {}


@frozen(kw_only=True)
class Word:
    word: str = key(Lossy(), "A word.")


def test_a_table_that_does_not_read_back_is_found() -> None:
    kind = RuleKind("word", Word, lambda _spec, _given: {}, strategy=lambda: st.just(Word(word="A")))
    with pytest.raises(AssertionError, match="its table does not read back as it was written"):
        check_rule_kind(kind)


@frozen(kw_only=True)
class Roles:
    roles: tuple[str, ...] = key(TEXTS, "Roles.")


def test_a_kind_that_asks_for_facts_is_given_records_that_hold_them() -> None:
    def has(spec: Roles, given: RuleInput) -> dict[str, bool]:
        return {"has": given.facts["role"] in spec.roles}

    kind = RuleKind("roles", Roles, has, strategy=lambda: st.just(Roles(roles=("teacher",))))
    with pytest.raises(AssertionError, match="raised KeyError"):
        check_rule_kind(kind)
    with_role = portfolios().map(lambda one: evolve(one, educator=evolve(one.educator, facts=Facts.of(role="teacher"))))
    check_rule_kind(kind, records=with_role)
