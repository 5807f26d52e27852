"""Corners of the decision: rules that are named as outside, and caps that work one after the other."""

import pytest
from attrs import frozen

from plpcore.evaluation import RuleKind
from plpcore.evaluation.implication import Verdict, implies
from tests.evaluation.support import HOURS, policy_from

TOTAL = "total = { amount = 10 }\n"


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ('facts.fte = { type = "number" }\nadjustments = [{ prorate = { by = "fte" } }]\n', "a number of the educator"),
        ('activity_facts.y = { type = "number" }\ncalendar = { year_fact = "y" }\n', "names the year of an activity"),
        ('options = { credit_date = "entered" }\n', "credit is dated by 'entered'"),
        (
            ('facts.less = { type = "number" }\nfacts.issued = { type = "date" }\n'
             '[cycle]\nanchor = "issue_date"\nfact = "issued"\nyears = 5\nminus = "less"\n'),
            "the cycle follows a number, 'less'",
        ),
    ],
)  # fmt: skip
def test_what_the_decision_does_not_see_is_named(rules: str, why: str) -> None:
    first = policy_from(TOTAL + HOURS + rules)
    second = policy_from("total = { amount = 9 }\n" + HOURS + rules)
    found = implies(first, second)
    assert found.verdict is Verdict.UNKNOWN
    assert any(why in str(one) for one in found.outside)


def test_rounding_up_gives_more_than_the_proportion_and_is_only_bounded() -> None:
    up = 'awards = [{ per = "minute", measure = { increment = 1, rounding = "up" } }]\n'
    assert implies(policy_from(TOTAL + up), policy_from(TOTAL + HOURS)).verdict is not Verdict.IMPLIED


def test_crossing_caps_that_work_one_after_the_other_are_only_bounded() -> None:
    caps = """
options = { caps = "one after the other" }
caps = [{ when = { kind = "book" }, at_most = 4 }, { when = { tags = "x" }, at_most = 6 }]
"""
    capped = policy_from(TOTAL + HOURS + caps)
    assert implies(policy_from(TOTAL + HOURS), capped).verdict is not Verdict.IMPLIED
    assert implies(capped, policy_from(TOTAL + HOURS)).verdict is Verdict.IMPLIED


def test_an_educator_is_given_a_goal_where_only_a_goal_is_asked_for() -> None:
    asks = policy_from(TOTAL + HOURS + "conditions = [{ goal = {} }]\n")
    more = policy_from("total = { amount = 12 }\n" + HOURS + "conditions = [{ goal = {} }]\n")
    found = implies(asks, more)
    assert found.verdict is Verdict.NOT_IMPLIED
    assert found.counterexample is not None
    assert found.counterexample.goals


@frozen
class Nothing:
    """A table without keys."""


def test_a_rule_that_is_code_is_named() -> None:
    kind = RuleKind("code", Nothing, lambda _spec, _given: {})
    text = HOURS + 'rules = [{ id = "r", kind = "code" }]\n'
    pair = policy_from(TOTAL + text), policy_from("total = { amount = 9 }\n" + text)
    found = implies(*pair, kinds=[kind])
    assert (found.verdict, str(found.outside[0])) == (
        Verdict.UNKNOWN,
        "test-policy, rule r: the rule kind 'code' is code",
    )


def test_a_reduction_for_everybody_is_taken_exactly() -> None:
    less = policy_from(TOTAL + HOURS + "adjustments = [{ reduce = 3 }]\n")
    assert implies(policy_from("total = { amount = 7 }\n" + HOURS), less).verdict is Verdict.IMPLIED
    assert implies(policy_from("total = { amount = 6 }\n" + HOURS), less).verdict is Verdict.NOT_IMPLIED


def test_a_condition_that_asks_a_title_is_decided_for_activities_that_have_one() -> None:
    titled = HOURS + 'conditions = [{ when = { title = "x" }, reflection = {} }]\n'
    assert implies(policy_from(TOTAL + titled), policy_from(TOTAL + HOURS)).verdict is not Verdict.NOT_IMPLIED
