"""Corners of the search: what is asked rarely, and must come out right all the same."""

from datetime import date

import pytest

from plpcore.errors import SolverMissingError
from plpcore.evaluation.implication import Verdict, _decide, _domains, implies
from tests.implication.support import AWARD, SPLIT, cap, condition, floor, policy, total
from tests.implication.test_verdicts import A20, EDITIONS, asked

SINCE = '[facts.since]\ntype = "date"\n'
LACKS = """
[total]
id = "t"
cite = "x"
rows = [
  { when = { since = { given = true } }, amount = 9 },
  { when = { since = { after = 2020-01-01 } }, amount = 5 },
]
"""
SHARE = 'share = "{0}%"\nof = "counted"\n'
TOPIC = '[activity_facts.topic]\ntype = "text"\n'


def test_an_edition_that_a_fact_selects_is_left_open() -> None:
    by_fact = policy("b", SINCE, EDITIONS, total(9), head='edition_by = "since"\n')
    assert asked(A20, by_fact).verdict is not Verdict.IMPLIED


def test_a_fact_that_may_lack_under_the_first_policy_is_left_open() -> None:
    found = asked(policy("a", SINCE, LACKS), policy("b", total(0)))
    assert found.verdict is Verdict.UNKNOWN
    assert "may be missing" in found.reason


def test_a_fact_that_lacks_under_the_second_policy_only_separates_the_two() -> None:
    assert asked(policy("a", total(9)), policy("b", SINCE, LACKS)).verdict is Verdict.NOT_IMPLIED


@pytest.mark.parametrize(("module", "name"), [(_decide, "MOST_ACTIVITIES"), (_domains, "MOST_PROFILES")])
def test_more_sorts_than_fit_are_left_open(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    monkeypatch.setattr(module, name, 1)
    found = asked(policy("a", total(5), cap("reading", 2)), policy("b", total(4), cap("reading", 2)))
    assert found.verdict is Verdict.UNKNOWN
    assert "too many sorts" in found.reason


def test_a_counterexample_that_only_the_solver_could_judge_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise SolverMissingError

    monkeypatch.setattr(_decide, "evaluate", missing)
    assert implies(policy("b", total(15)), A20).verdict is Verdict.UNKNOWN


def test_what_the_conditions_require_of_an_activity_tells_sorts_apart() -> None:
    graded = policy(
        "a", '[activity_facts.grade]\ntype = "text"\n', total(5), condition("g", 'grade = { at_least = "B" }')
    )
    lower = policy(
        "b", '[activity_facts.grade]\ntype = "text"\n', total(5), condition("g", 'grade = { at_least = "C" }')
    )
    assert asked(graded, lower).verdict is Verdict.IMPLIED
    assert asked(lower, graded).verdict is Verdict.NOT_IMPLIED
    needs = policy("a", TOPIC, total(5), condition("r", 'require = { topic = "other-topic" }'))
    assert asked(needs, policy("b", TOPIC, total(5))).verdict is Verdict.IMPLIED
    assert asked(policy("b", TOPIC, total(5)), needs).verdict is Verdict.NOT_IMPLIED


def test_a_fact_that_only_makes_groups_under_a_cap_is_stated_by_every_sort() -> None:
    grouped = cap("book", 9, 'by = "topic"')
    first = policy("a", TOPIC, total(6), grouped, cap("book", 6).replace("cap-book", "whole"))
    second = policy("b", TOPIC, total(6), grouped, cap("book", 5).replace("cap-book", "whole"))
    assert asked(first, second).verdict is Verdict.NOT_IMPLIED


def test_a_waived_condition_asks_nothing() -> None:
    waived = policy("b", total(20), condition("c", "provider = {}\nwaived = true"))
    assert asked(A20, waived).verdict is Verdict.IMPLIED


def test_a_condition_that_nobody_can_tell_to_apply_counts_for_nothing() -> None:
    tells = condition("c", 'when = { topic = { given = true, is = "m" } }\nevidence = {}')
    assert asked(policy("a", TOPIC, total(5)), policy("b", TOPIC, total(5), tells)).verdict is Verdict.NOT_IMPLIED


@pytest.mark.parametrize("head", ["", SPLIT, "sharing = 2\n"])
@pytest.mark.parametrize("share", [25, 100])
def test_shares_of_what_counts_are_taken_exactly(head: str, share: int) -> None:
    of_counted = floor("x", 0).replace("at_least = 0", SHARE.format(share))
    first = policy("a", total(8), of_counted, head=head)
    assert asked(first, policy("b", total(8), floor("x", 2), head=head)).verdict is Verdict.IMPLIED
    assert asked(policy("b", total(8), floor("x", 2), head=head), first).verdict is Verdict.NOT_IMPLIED


def test_credit_for_each_piece_is_taken_at_its_rate() -> None:
    pages = AWARD.replace('per = "hour"', 'each = 2\ncount = "page"')
    assert asked(policy("a", total(6), pages), policy("b", total(5), pages)).verdict is Verdict.IMPLIED
    assert asked(policy("a", total(6), pages), policy("b", total(5))).verdict is Verdict.NOT_IMPLIED


def test_the_date_judged_bounds_the_days_that_are_tried() -> None:
    found = implies(policy("b", total(15)), A20, as_of=date(2020, 1, 1))
    assert found.as_of == date(2020, 1, 1)
