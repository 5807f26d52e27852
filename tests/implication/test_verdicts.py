"""What is said of pairs of policies whose answer people can tell."""

from datetime import date
from fractions import Fraction

import pytest

from plpcore.evaluation import Outcome, evaluate
from plpcore.evaluation.implication import Implication, Verdict, _decide, implies
from plpcore.evaluation.implication._people import size_of
from plpcore.period import Period
from plpcore.policy import Policy
from tests.implication.support import AWARD, SPLIT, cap, condition, floor, policy, total

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


TOPIC = '[activity_facts.topic]\ntype = "text"\n'
MINUTES = '[[awards]]\nid = "m"\ncite = "x"\nper = "minute"\nmeasure = {{ increment = 0.5, rounding = "{0}" }}\n'
TWO_WAYS = """
[[alternatives]]
id = "short-way"
cite = "x"
[alternatives.total]
id = "short"
cite = "x"
amount = 5
[[alternatives]]
id = "long-way"
cite = "x"
"""
EDITIONS = """
[[editions]]
id = "old"
cite = "x"
until = 2025-01-01
[editions.total]
id = "old-total"
cite = "x"
amount = 5
[[editions]]
id = "new"
cite = "x"
from = 2025-01-01
"""


def test_the_facts_that_only_a_condition_asks_tell_activities_apart() -> None:
    asks = condition("c", 'when = { topic = "m" }\nevidence = {}')
    first = policy("a", TOPIC, total(2), asks)
    assert asked(first, policy("b", TOPIC, total(1))).verdict is Verdict.IMPLIED
    assert asked(first, policy("b", TOPIC, total(3))).verdict is Verdict.NOT_IMPLIED


MORE = {
    "any of several ways of the first may be the short one": (policy("a", TWO_WAYS, total(9)), A20, "not-implied"),
    "every way of the first must be enough": (policy("a", TWO_WAYS, total(9)), policy("b", total(5)), "implied"),
    "any way of the second is enough": (policy("a", total(6)), policy("b", TWO_WAYS, total(9)), "implied"),
    "rounding that both policies share leaves the proof": (
        policy("a", total(6), MINUTES.format("down")),
        policy("b", total(5), MINUTES.format("down")),
        "implied",
    ),
    "a cap that both have takes the same from both": (
        policy("a", total(6), floor("x", 2), cap("reading", 1)),
        policy("b", total(5), floor("x", 2), cap("reading", 1)),
        "implied",
    ),
    "work by the piece is found in whole pieces": (
        policy("a", total(4), '[[awards]]\nid = "e"\ncite = "x"\nwhen = { kind = "book" }\nfixed = 3\n'),
        policy("b", total(7), '[[awards]]\nid = "e"\ncite = "x"\nwhen = { kind = "book" }\nfixed = 3\n'),
        "not-implied",
    ),
    "what a reader of the record must have linked": (
        policy("a", total(4), condition("g", 'goal = { state = "approved" }'), condition("r", "reflection = {}")),
        policy("b", total(4), condition("p", "approval = {}")),
        "not-implied",
    ),
    "a provider on the list implies a named one": (
        policy("a", total(4), condition("p", 'provider = { one_of = ["u"] }')),
        policy("b", total(4), condition("p", "provider = {}")),
        "implied",
    ),
    "crumbs under whole quanta may fill no floor": (
        policy("a", total(4), floor("x", 2)),
        policy("b", total(4), floor("x", 2), head=SPLIT, unit="quantum = 1\n"),
        "unknown",
    ),
    "crumbs that neither policy places leave the proof": (
        policy("a", total(4), floor("x", 3), head=SPLIT, unit="quantum = 1\n"),
        policy("b", total(4), floor("x", 2), head=SPLIT, unit="quantum = 1\n"),
        "implied",
    ),
}


@pytest.mark.parametrize(("first", "second", "verdict"), MORE.values(), ids=MORE)
def test_further_pairs_get_their_verdict(first: Policy, second: Policy, verdict: str) -> None:
    assert asked(first, second).verdict == verdict


def test_a_repeat_is_left_open_or_refuted_but_never_proved() -> None:
    found = asked(A20, policy("b", total(5), AWARD + 'repeat = { same = "title" }\n'))
    assert found.verdict is Verdict.UNKNOWN
    assert [(one.policy, one.rule) for one in found.outside] == [("b", "hours")]
    assert str(found.outside[0]) == "b, rule hours: a repeat is known by what came before"


def test_facts_that_the_policies_declare_differently_leave_all_open() -> None:
    facts = '[facts.role]\ntype = "text"\none_of = [{0}]\n'
    row = '[total]\nid = "t"\ncite = "x"\nrows = [{ when = { role = "t" }, amount = 5 }]\n'
    first = policy("a", facts.format('"t", "l"'), row)
    found = asked(first, policy("b", facts.format('"t"'), row.replace("5", "4")))
    assert found.verdict is Verdict.UNKNOWN
    assert "declare 'role' differently" in found.reason


def test_an_edition_is_chosen_by_the_named_date() -> None:
    first, second = policy("a", EDITIONS, total(9)), policy("b", total(9))
    assert implies(first, second, as_of=date(2025, 6, 1)).verdict is Verdict.IMPLIED
    assert implies(first, second, as_of=date(2024, 6, 1)).verdict is Verdict.NOT_IMPLIED
    assert implies(second, first).verdict is Verdict.UNKNOWN


def test_more_cases_than_fit_are_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_decide, "MOST_CASES", 0)
    found = asked(A20, policy("b", total(5)))
    assert found.verdict is Verdict.UNKNOWN
    assert "too many cases" in found.reason
