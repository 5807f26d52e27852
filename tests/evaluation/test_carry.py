"""Carry-over: what came in, what goes on, and what no longer does."""

from fractions import Fraction
from typing import Any

import pytest

from tests.evaluation.support import HOURS, carried, decided, did, judge, need

CYCLE = 'cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }\n' + HOURS + "total = { amount = 10 }\n"


def out(words: str, *activities: Any, head: str = "", **parts: Any) -> Fraction:
    return judge(head + CYCLE + f"carry_over = {{ {words} }}\n", *activities, **parts).carried_out


TWELVE = (did("a", "7 hour", "2023-09-01", tags=["x"]), did("b", "5 hour", "2024-05-01"))


def test_without_a_rule_nothing_goes_on() -> None:
    assert judge(CYCLE, *TWELVE).carried_out == 0


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("", 2),
        ("at_most = 5", 2),
        ("at_most = 1.5", Fraction(3, 2)),
        ("at_most = 0", 0),
        ("earned = { from = 2024-05-01 }", 2),
        ("earned = { from = 2024-05-02 }", 0),
        ("earned = { until = 2023-09-01 }", 0),
        ("last_months = 1", 0),
        ("last_months = 2", 2),
        ('when = { tags = "x" }', 2),
        ('when = { tags = "y" }', 0),
    ],
)
def test_the_surplus_goes_on_as_far_as_the_rule_lets_it(words: str, amount: Fraction) -> None:
    assert out(words, *TWELVE) == amount


def test_only_so_much_goes_on_as_was_earned_in_the_span() -> None:
    rows = (*TWELVE, did("c", "0.5 hour", "2024-06-30"))
    assert out("earned = { from = 2024-06-01 }", *rows) == Fraction(1, 2)
    assert out("last_months = 1", *rows) == Fraction(1, 2)
    assert out("", *rows) == Fraction(5, 2)


def test_a_shortage_hands_nothing_on() -> None:
    assert out("", did("a", "9 hour")) == 0


def test_a_waiting_or_capped_hour_is_no_surplus() -> None:
    text = "conditions = [{ approval = {} }]\n"
    assert out("", *TWELVE, head=text, reviews=(decided("a"),)) == 0
    assert out("", *TWELVE, head="caps = [{ at_most = 11 }]\n") == 1


def test_carry_over_is_for_those_that_the_rule_names() -> None:
    head = 'facts = { full = { type = "flag" } }\n'
    assert out("only_if = { full = true }", *TWELVE, head=head, facts={"full": True}) == 2
    assert out("only_if = { full = true }", *TWELVE, head=head, facts={"full": False}) == 0


def test_carried_credit_counts_to_the_total() -> None:
    found = judge(CYCLE, did("a", "7 hour"), carried_in=(carried("2"), carried("1")))
    assert (found.outcome, found.total, found.carried_in) == ("met", Fraction(10), Fraction(3))
    assert need(found, "total").credited == 10


def test_a_policy_may_accept_no_carried_credit() -> None:
    found = judge(CYCLE + "carry_over = { accepts = false }\n", did("a", "7 hour"), carried_in=(carried("3"),))
    assert (found.outcome, found.total, found.carried_in) == ("short", Fraction(7), Fraction(0))


@pytest.mark.parametrize(("cycles", "hops", "counts"), [(1, 0, True), (1, 1, False), (2, 1, True), (2, 2, False)])
def test_after_so_many_carries_credit_is_gone(cycles: int, hops: int, counts: bool) -> None:
    text = CYCLE + f"carry_over = {{ cycles = {cycles} }}\n"
    found = judge(text, did("a", "7 hour"), carried_in=(carried("3", hops=hops),))
    assert found.total == (10 if counts else 7)


@pytest.mark.parametrize(
    ("first", "again", "own", "brought", "goes_on"),
    [
        ("carried", "true", 12, 3, 5),
        ("carried", "false", 12, 3, 5),
        ("earned", "true", 12, 3, 5),
        ("earned", "false", 12, 3, 2),
        ("carried", "true", 4, 14, 8),
        ("carried", "false", 4, 14, 4),
        ("earned", "true", 4, 14, 8),
        ("earned", "false", 4, 14, 0),
        ("carried", "false", 9, 1, 0),
        ("earned", "false", 9, 2, 0),
        ("carried", "false", 9, 0, 0),
    ],
)
def test_which_credit_is_spent_first_is_an_option(first: str, again: str, own: int, brought: int, goes_on: int) -> None:
    head = f'options = {{ spent_first = "{first}" }}\n'
    found = out(f"again = {again}", did("a", f"{own} hour"), head=head, carried_in=(carried(str(brought)),))
    assert found == goes_on


def test_credit_on_its_last_carry_does_not_go_on() -> None:
    last = (carried("14", hops=1),)
    assert out("cycles = 2", did("a", "3 hour"), carried_in=last) == 3
    assert out("cycles = 3", did("a", "3 hour"), carried_in=last) == 7


def test_carried_credit_is_counted_exactly() -> None:
    found = judge(CYCLE + "carry_over = {}\n", did("a", "29/3 hour"), carried_in=(carried("2/3"),))
    assert (found.total, found.carried_out) == (Fraction(31, 3), Fraction(1, 3))
