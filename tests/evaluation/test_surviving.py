"""Which changes of a policy its examples let pass."""

from collections.abc import Mapping

from attrs import evolve, frozen

from plpcore.evaluation import RuleInput, RuleKind, surviving
from plpcore.policy import FactValue, Policy, mutants_of
from tests.evaluation.support import policy_from

RULES = """
total = { amount = 10 }
awards = [{ id = "hours", per = "hour" }]
caps = [{ id = "chats", when = { kind = "chat" }, at_most = 2, waived = true }]
[[example]]
id = "enough"
as_of = 2025-01-01
activities = [{ amounts = { hour = 10 } }]
[example.expect]
outcome = "met"
short = 0
"""
SHORT = """
[[example]]
id = "one-lacks"
as_of = 2025-01-01
activities = [{ amounts = { hour = 9 } }]
[example.expect]
short = 1
"""


def left(policy: Policy) -> list[str]:
    return [str(mutant) for mutant in surviving(mutants_of(policy)) if "caps" not in mutant.place]


def test_a_change_survives_until_an_example_stands_at_the_boundary() -> None:
    assert left(policy_from(RULES)) == [
        "$.total.amount: 10 -> 9",
        "$.total: left out",
        "$.awards[0].credit: 1 -> 2",
    ]
    assert left(policy_from(RULES + SHORT)) == []


def test_a_change_that_makes_a_policy_impossible_to_evaluate_is_noticed() -> None:
    mutant = next(one for one in mutants_of(policy_from(RULES)) if one.change == "10 -> 9")
    broken = policy_from(RULES.replace("[[example]]", '[[rules]]\nkind = "nobody-brought-it"\n[[example]]'))
    assert list(surviving([mutant, evolve(mutant, policy=broken)])) == [mutant]


@frozen
class Nothing:
    """A table without keys."""


def answer(_: Nothing, given: RuleInput) -> Mapping[str, FactValue]:
    return {"activities": str(len(given.activities))}


def test_the_rules_of_a_host_take_part() -> None:
    text = RULES.replace("[[example]]", '[[rules]]\nid = "own"\nkind = "count"\n[[example]]')
    policy = policy_from(text + '[example.expect.answers]\nown = { activities = "1" }\n')
    found = [str(one) for one in surviving(mutants_of(policy), [RuleKind("count", Nothing, answer)])]
    assert "$.rules[0]: left out" not in found
    assert "$.total: left out" in found
