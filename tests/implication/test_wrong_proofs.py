"""Wrong proofs that the wide campaign, or reading for it, has found: each once, with the record that contradicts it."""

from datetime import date
from typing import Any

import pytest

from plpcore.evaluation import evaluate
from plpcore.evaluation.implication import Verdict, implies
from plpcore.model import Activity, CarriedCredit, Portfolio
from plpcore.period import Period
from tests.evaluation.support import HOURS, carried, did, plan, policy_from, record_of

LAST = date(2024, 6, 30)
YEARS = Period(date(2022, 7, 1), date(2024, 7, 1))
NOTHING_CARRIED = "carry_over = { accepts = false }\n"


def is_denied(first: str, second: str, record: Portfolio, ends: str = "short", **named: Any) -> bool:
    """Return whether it is denied that the record can be, which meets the first policy and not the second."""
    policies = policy_from(first), policy_from(second)
    said = implies(*policies, **named)
    assert [evaluate(one, record, as_of=said.as_of).outcome.value for one in policies] == ["met", ends]
    return said.verdict is Verdict.IMPLIED


def asks(amount: int) -> str:
    return f"total = {{ amount = {amount} }}\n"


def of_hours(*activities: Activity, brought: tuple[CarriedCredit, ...] = (), **facts: Any) -> Portfolio:
    return record_of(*activities, facts=facts, carried_in=brought, plan=plan("2022-07-01", "2024-07-01"))


@pytest.mark.parametrize("anchor", ["next", "issue_date", "day_after"])
def test_a_cycle_that_hangs_on_a_fact_has_begun_by_the_date_judged(anchor: str) -> None:
    cycle = (
        f'facts.since = {{ type = "date" }}\ncycle = {{ anchor = "{anchor}", fact = "since", years = 2 }}\n'
        + NOTHING_CARRIED
        + HOURS
    )
    record = of_hours(did(amounts="10 hour", on="2023-08-01"), since=date(2022, 9, 1))
    assert not is_denied(asks(10) + cycle, asks(11) + cycle, record, cycle=YEARS, as_of=LAST)


def test_a_date_judged_long_ago_has_a_plan_of_its_time() -> None:
    rules = NOTHING_CARRIED + HOURS
    record = record_of(did(amounts="10 hour", on="2010-03-01"))
    assert not is_denied(asks(10) + rules, asks(11) + rules, record, as_of=date(2010, 6, 30))


def test_a_fixed_cycle_that_facts_make_longer_leaves_open_which_edition_its_end_selects() -> None:
    head = 'facts.novice = { type = "flag" }\n'
    first = (
        head
        + HOURS
        + """
edition_by = "cycle_end"
cycle = { anchor = "fixed", start = 2022-07-01, years = 2, extend = [{ when = { novice = true }, years = 1 }] }
[[editions]]
until = 2025-01-01
total = { amount = 10 }
[[editions]]
from = 2025-01-01
total = { amount = 3 }
"""
    )
    record = of_hours(did(amounts="3 hour"), novice=True)
    assert not is_denied(first, head + asks(10) + HOURS, record, cycle=YEARS, as_of=LAST)


def test_the_cycle_of_the_plan_tells_which_edition_its_end_selects() -> None:
    editions = """
edition_by = "cycle_end"
cycle = { anchor = "plan" }
[[editions]]
until = 2025-01-01
total = { amount = 10 }
[[editions]]
from = 2025-01-01
total = { amount = 3 }
"""
    first, second = policy_from(HOURS + editions), policy_from(asks(10) + HOURS)
    assert implies(first, second, cycle=YEARS).verdict is Verdict.IMPLIED
    assert implies(first, second, cycle=Period(YEARS.start, date(2025, 7, 1))).verdict is Verdict.NOT_IMPLIED


def test_credit_that_only_the_second_policy_still_takes_may_raise_a_share_of_what_counts() -> None:
    rules = asks(10) + HOURS + 'floors = [{ when = { kind = "workshop" }, share = "50%", of = "counted" }]\n'
    record = of_hours(did(amounts="10 hour"), brought=(carried("100", hops=2),))
    first, second = (f"{rules}carry_over = {{ cycles = {number} }}\n" for number in (1, 5))
    assert not is_denied(first, second, record)


def test_credit_that_the_second_policy_takes_no_longer_separates_the_two() -> None:
    longer, shorter = (asks(10) + HOURS + f"carry_over = {{ cycles = {number} }}\n" for number in (5, 1))
    assert implies(policy_from(longer), policy_from(shorter)).verdict is not Verdict.IMPLIED
    assert implies(policy_from(shorter), policy_from(longer)).verdict is Verdict.IMPLIED


def test_a_later_cap_in_turn_may_take_what_an_earlier_one_has_already_counted() -> None:
    first = asks(4) + HOURS + 'floors = [{ when = { not = { tags = "x" } }, at_least = 4 }]\n'
    second = (
        asks(2)
        + HOURS
        + """
floors = [{ when = { tags = "x" }, at_least = 0 }]
options = { caps = "one after the other" }
caps = [{ at_most = 4 }, { when = { tags = "x" }, per = "day", at_most = 1 }]
"""
    )
    record = of_hours(did("a", "4 hour", tags=["x"]), did("b", "4 hour", on="2024-03-02"))
    assert not is_denied(first, second, record)


def test_what_fills_a_nested_share_of_what_counts_fills_the_outer_one_too() -> None:
    outer = '{ id = "outer", when = { tags = "z" }, share = "25%", of = "counted" }'
    inner = '{ id = "inner", when = { kind = "talk" }, share = "50%", of = "counted", within = "outer" }'
    first = HOURS + f'sharing = "split"\nfloors = [{outer}, {inner}]\n'
    assert not is_denied(first, HOURS + f"floors = [{outer}]\n", of_hours(did(kind="talk")))


@pytest.mark.parametrize("named", [{}, {"cycle": YEARS, "as_of": LAST}])
@pytest.mark.parametrize("fact", ["completed", "held"])
def test_a_table_by_a_day_is_asked_by_that_day(fact: str, named: dict[str, Any]) -> None:
    table = (
        f'activity_facts.held = {{ type = "date" }}\n[[awards]]\nby = "{fact}"\ntable = {{ "2023-02-01" = 5, x = 9 }}\n'
    )
    activities = [did(name, on="2023-02-01", held=date(2023, 2, 1)) for name in ("a", "b")]
    first, second = (asks(amount) + NOTHING_CARRIED + table for amount in (10, 11))
    assert not is_denied(first, second, of_hours(*activities), **named)


@pytest.mark.parametrize("fact", ["id", "entered", "amount.hour"])
def test_a_table_by_what_no_sort_of_activity_states_leaves_the_question_open(fact: str) -> None:
    table = f'[[awards]]\nby = "{fact}"\ntable = {{ "4" = 5 }}\n'
    first, second = (policy_from(asks(amount) + NOTHING_CARRIED + table) for amount in (5, 6))
    assert implies(first, second).verdict is Verdict.UNKNOWN


def test_an_educator_of_whom_nobody_can_tell_whether_a_condition_is_for_them_meets_nothing() -> None:
    head = 'facts.role = { type = "text" }\n' + HOURS
    test = 'require = { title = "m" }'
    first = head + asks(10) + f"conditions = [{{ {test} }}]\n"
    second = (
        head
        + asks(5)
        + f"""
conditions = [{{ applies = {{ role = "a" }}, {test} }}]
caps = [{{ applies = {{ role = {{ given = true }} }}, at_most = 100 }}]
"""
    )
    record = record_of(did(amounts="10 hour", title="m"))
    assert not is_denied(first, second, record, ends="undetermined")


def test_what_the_first_policy_leaves_open_stays_open_where_the_second_holds_on_no_day() -> None:
    first = (
        asks(5)
        + """
awards = [{ when = { tags = "y" }, per = "hour" }]
conditions = [{ require = { not = { tags = "x" } } }]
floors = [{ id = "x", when = { tags = "x" }, at_least = 2 }]
carry_over = { fills_floors = true }
"""
    )
    second = asks(1) + HOURS + "[[editions]]\nfrom = 2030-01-01\n"
    record = record_of(carried_in=(carried("5", tags=("x",)),))
    assert not is_denied(first, second, record, ends="not applicable", as_of=LAST)


def test_a_cap_for_each_day_of_completion_is_a_bound_only() -> None:
    by_day = 'caps = [{ by = "completed", at_most = 2 }]\n'
    capped, free = policy_from(asks(5) + HOURS + by_day), policy_from(asks(5) + HOURS)
    assert implies(capped, free, cycle=YEARS).verdict is Verdict.IMPLIED
    assert implies(free, capped, cycle=YEARS).verdict is not Verdict.IMPLIED
