"""Laws of implication: on random pairs of the flow fragment, against ledgers, and against every tiny ledger."""

from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.evaluation import Outcome, evaluate
from plpcore.evaluation.implication import Verdict, implies
from plpcore.policy import Policy, format_policy, parse_policy
from tests.implication.campaign import LAST, judge, main
from tests.implication.generated import changed, loosened, some_pair, some_policy
from tests.implication.sampling import Ledgers, met
from tests.implication.support import AWARD, cap, floor, policy, total

SEEDS = st.integers(0, 100_000)


@given(SEEDS)
def test_sampling_never_contradicts_and_every_counterexample_separates(seed: int) -> None:
    assert judge(seed, Ledgers(seed, 500)).faults == ()


@given(SEEDS)
def test_every_policy_implies_itself(seed: int) -> None:
    one, _ = some_pair(seed)
    assert implies(one, one).verdict is Verdict.IMPLIED
    # A floor of nothing changes nothing, and it hides from the search that the two are the same.
    other = parse_policy(format_policy(one) + floor("nothing", 0))
    assert implies(one, other).verdict is not Verdict.NOT_IMPLIED


@given(SEEDS)
def test_asking_for_less_in_one_number_is_implied(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test, not a secret
    one = some_policy(random, "one")
    looser = loosened(random, one)
    assert implies(one, looser).verdict is not Verdict.NOT_IMPLIED or _has_order(one)


def _has_order(one: Policy) -> bool:
    """Caps in the order of time may take more of what a floor needs where another cap takes less."""
    return len(one.rules.caps or ()) > 1


@given(SEEDS)
def test_implication_goes_on_from_policy_to_policy(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test, not a secret
    one = some_policy(random, "one")
    other = changed(random, one)
    third = changed(random, other)
    if implies(one, other).verdict is Verdict.IMPLIED and implies(other, third).verdict is Verdict.IMPLIED:
        assert implies(one, third).verdict is not Verdict.NOT_IMPLIED


@given(SEEDS)
def test_the_checker_of_the_campaign_says_what_the_engine_says(seed: int) -> None:
    one, _ = some_pair(seed)
    ledgers = Ledgers(seed, 20)
    found = met(one, ledgers)
    for number in range(20):
        assert found[number] == (evaluate(one, ledgers.portfolio(number), as_of=LAST).outcome is Outcome.MET)


def test_every_tiny_ledger_agrees_with_the_verdict_on_every_tiny_pair() -> None:
    """Four sorts of activities of 0, 1 or 2 hours; the verdict must be that of going through all 81 ledgers."""
    sorts = [(kind, tags) for kind in (0, 1) for tags in (0, 1)]
    every = np.array(list(product((0, 4, 8), repeat=len(sorts))), dtype=np.int64)
    ledgers = Ledgers(0, len(every))
    ledgers.kinds[:], ledgers.tags[:], ledgers.amounts[:] = 0, 0, 0
    for row, (kind, tags) in enumerate(sorts):
        ledgers.kinds[:, row], ledgers.tags[:, row], ledgers.amounts[:, row] = kind, tags, every[:, row]
    several = [
        policy("p", AWARD, total(amount), floor("x", least), *([cap("reading", most)] if most is not None else []))
        for amount, least, most in product((1, 2), (0, 1), (None, 0, 1))
    ]
    for one, other in product(several, repeat=2):
        separated = bool((met(one, ledgers) & ~met(other, ledgers)).any())
        verdict = implies(one, other).verdict
        assert verdict is (Verdict.NOT_IMPLIED if separated else Verdict.IMPLIED), (one.rules, other.rules)


def test_the_campaign_ends_with_one_line_and_no_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pairs", "4", "--ledgers", "50"]) == 0
    assert capsys.readouterr().out.endswith("; contradictions: 0\n")
