"""What is said of pairs of policies whose answer people can tell."""

from datetime import date
from fractions import Fraction

import pytest

from plpcore.evaluation import Outcome, evaluate
from plpcore.evaluation.implication import Implication, Verdict, implies
from plpcore.evaluation.implication._people import size_of
from plpcore.period import Period
from plpcore.policy import Policy
from tests.implication.support import SPLIT, cap, condition, floor, policy, total

YEARS = Period(date(2024, 7, 1), date(2026, 7, 1))
A20 = policy("a20", total(20))


def asked(first: Policy, second: Policy, cycle: Period | None = None) -> Implication:
    """Return what is said, and hold a counterexample to both evaluations."""
    found = implies(first, second, cycle=cycle)
    if found.counterexample is not None:
        outcomes = [evaluate(one, found.counterexample, as_of=found.as_of).outcome for one in (first, second)]
        assert outcomes[0] is Outcome.MET
        assert outcomes[1] is not Outcome.MET
    return found


PAIRS = {
    "more hours imply fewer": (A20, policy("b", total(15)), "implied"),
    "fewer hours do not imply more": (policy("b", total(15)), A20, "not-implied"),
    "an equal policy is implied, whatever it is called": (A20, policy("other", total(20)), "implied"),
    "a further cap implies the policy without it": (policy("b", total(20), cap("reading", 5)), A20, "implied"),
    "a policy does not imply a cap more": (A20, policy("b", total(20), cap("reading", 5)), "not-implied"),
    "a cap leaves at least the rest": (
        policy("a", total(20), cap("reading", 5)),
        policy("b", total(15), cap("reading", 0)),
        "implied",
    ),
    "a cap leaves no more than the rest": (
        policy("a", total(20), cap("reading", 5)),
        policy("b", total(16), cap("reading", 0)),
        "not-implied",
    ),
    "split floors imply the same floors that overlap": (
        policy("a", total(20), floor("x", 5), floor("y", 5), head=SPLIT),
        policy("b", total(20), floor("x", 5), floor("y", 5)),
        "implied",
    ),
    "floors that overlap do not imply split ones": (
        policy("a", total(20), floor("x", 5), floor("y", 5)),
        policy("b", total(20), floor("x", 5), floor("y", 5), head=SPLIT),
        "not-implied",
    ),
    "split floors imply their sum as a total": (
        policy("a", floor("x", 5), floor("y", 5), head=SPLIT),
        policy("b", total(10)),
        "implied",
    ),
    "floors that overlap do not imply their sum": (
        policy("a", floor("x", 5), floor("y", 5)),
        policy("b", total(10)),
        "not-implied",
    ),
    "split floors nested in one imply the outer one": (
        policy("a", floor("x", 5, 'within = "y"'), floor("y", 8), head=SPLIT),
        policy("b", floor("y", 8)),
        "not-implied",
    ),
    "evidence of one kind implies evidence of any kind": (
        policy("a", total(5), condition("c", 'evidence = { kinds = ["certificate"] }')),
        policy("b", total(5), condition("d", "evidence = {}")),
        "implied",
    ),
    "evidence of any kind does not imply a certificate": (
        policy("a", total(5), condition("c", "evidence = {}")),
        policy("b", total(5), condition("d", 'evidence = { kinds = ["certificate"] }')),
        "not-implied",
    ),
    "no condition does not imply a reflection": (
        A20,
        policy("b", total(20), condition("d", "reflection = { words = 50 }")),
        "not-implied",
    ),
    "longer reflections imply shorter ones": (
        policy("a", total(20), condition("d", "reflection = { words = 50 }")),
        policy("b", total(20), condition("d", "reflection = {}")),
        "implied",
    ),
    "an approval implies that nobody denied": (
        policy("a", total(20), condition("d", "approval = {}")),
        A20,
        "implied",
    ),
    "a share of the counted implies the same hours of the total": (
        policy("a", total(20), floor("x", 0).replace("at_least = 0", 'share = "25%"\nof = "counted"')),
        policy("b", total(20), floor("x", 5)),
        "implied",
    ),
    "hours do not imply a share of the counted": (
        policy("b", total(20), floor("x", 5)),
        policy("a", total(20), floor("x", 0).replace("at_least = 0", 'share = "25%"\nof = "counted"')),
        "not-implied",
    ),
    "a sign-off more is not implied": (
        A20,
        policy("b", total(20), '[[sign_offs]]\nid = "principal"\ncite = "x"\n'),
        "not-implied",
    ),
    "a sign-off less is implied": (
        policy("b", total(20), '[[sign_offs]]\nid = "principal"\ncite = "x"\n'),
        A20,
        "implied",
    ),
}


@pytest.mark.parametrize(("first", "second", "verdict"), PAIRS.values(), ids=PAIRS)
def test_a_pair_gets_the_verdict_that_people_can_tell(first: Policy, second: Policy, verdict: str) -> None:
    assert asked(first, second).verdict == verdict


def test_the_counterexample_is_as_small_as_the_first_policy_lets_it_be() -> None:
    found = asked(policy("b", total(15)), A20)
    assert found.counterexample is not None
    assert size_of(found.counterexample) == (Fraction(15), 1)
    assert "meets b and does not meet a20" in found.reason


def test_a_cap_in_each_year_is_decided_for_a_named_cycle_and_left_open_without_one() -> None:
    first = policy("a", total(20), cap("reading", 2, 'per = "year"'))
    second = policy("b", total(20), cap("reading", 4))
    assert asked(first, second, YEARS).verdict is Verdict.IMPLIED
    assert asked(second, first, YEARS).verdict is Verdict.NOT_IMPLIED
    open_ = asked(first, second)
    assert open_.verdict is Verdict.UNKNOWN
    assert [one.rule for one in open_.outside] == ["cap-reading"]
    assert "cycle is not named" in open_.reason


def test_what_leaves_the_fragment_is_named_with_its_rule() -> None:
    rounded = '[[awards]]\nid = "m"\ncite = "x"\nper = "minute"\nmeasure = { increment = 0.5 }\n'
    found = asked(policy("a", total(20)), policy("b", total(5), rounded))
    assert found.verdict is not Verdict.IMPLIED
