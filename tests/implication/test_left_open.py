"""What the decision does not take exactly leaves the question open: each of these would be a wrong `implied`."""

from datetime import date

import pytest

from plpcore.evaluation import evaluate
from plpcore.evaluation.implication import Verdict, implies
from plpcore.exchange import load_policy
from plpcore.model import Activity
from plpcore.period import Period
from tests.evaluation.support import HOURS, carried, did, policy_from, record_of

FAR = date(2099, 12, 31)
TOTAL = "total = { amount = 10 }\n"
OF_BOOKS = 'awards = [{ when = { kind = "workshop" }, per = "hour" }]\n'
BANDS = "{ from = 60, credit = 1 }, { from = 120, credit = 2 }"
HALF = [did(f"a{number}", "0.5 item") for number in range(10)]


@pytest.mark.parametrize(
    ("first", "second", "activities", "brought"),
    [
        ("awards = [{ fixed = 1 }]\n", "awards = [{ each = 1 }]\n", HALF, "0"),
        (
            HOURS,
            f'awards = [{{ per = "minute", measure = {{ bands = [{BANDS}] }} }}]\n',
            [did(amounts="10 hour")],
            "0",
        ),
        (
            OF_BOOKS + "[carry_over]\naccepts = false\n",
            OF_BOOKS + 'floors = [{ when = { kind = "workshop" }, share = "50%", of = "counted" }]\n',
            [did(amounts="10 hour")],
            "100",
        ),
        (
            ('conditions = [{ when = { tags = "y" }, reflection = {} }]\n'
             'awards = [{ per = "hour", split = { x = "50%", y = "50%" } }]\n'),
            'conditions = [{ reflection = {} }]\nawards = [{ per = "hour" }]\n',
            [did(amounts="20 hour")],
            "0",
        ),
    ],
)  # fmt: skip
def test_a_record_that_meets_the_first_and_not_the_second_is_never_denied(
    first: str, second: str, activities: list[Activity], brought: str
) -> None:
    policies = policy_from(TOTAL + first), policy_from(TOTAL + second)
    record = record_of(*activities, carried_in=(carried(brought),) if brought != "0" else ())
    assert [evaluate(one, record, as_of=FAR).outcome.value for one in policies] == ["met", "short"]
    assert implies(*policies).verdict is not Verdict.IMPLIED


@pytest.mark.parametrize("name", ["us-ny-ctle", "us-pa-act48"])
def test_editions_that_a_cycle_of_facts_selects_leave_the_question_open(name: str) -> None:
    much = policy_from("total = { amount = 100_000 }\n" + HOURS)
    cycle = Period(date(2020, 7, 1), date(2025, 7, 1))
    found = implies(load_policy(name), much, cycle=cycle, as_of=date(2025, 6, 30))
    assert found.verdict is not Verdict.IMPLIED


def test_a_key_of_a_table_that_is_no_number_is_no_value_of_a_number_fact() -> None:
    table = 'activity_facts.level = { type = "number" }\n[[awards]]\nby = "level"\ntable = { 1 = 1, one = 2 }\n'
    policy = policy_from(TOTAL + table)
    assert implies(policy, policy_from(TOTAL + HOURS)).verdict is not Verdict.IMPLIED


def test_awards_that_are_the_same_are_compared_whatever_they_do() -> None:
    several = policy_from(TOTAL + "awards = [{ each = 2 }]\n")
    fewer = policy_from("total = { amount = 9 }\nawards = [{ each = 2 }]\n")
    assert implies(several, fewer).verdict is Verdict.IMPLIED
