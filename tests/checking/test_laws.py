"""What holds of the checks for every policy: they end, and what they show is so."""

from typing import Any

from attrs import evolve
from hypothesis import given

from plpcore.evaluation import Outcome, check_policy, evaluate, run_examples
from plpcore.evaluation.checking import CHECKS
from plpcore.model import Portfolio
from plpcore.policy import policy_of
from tests.evaluation.generated import AS_OF, policies, portfolios
from tests.policy.documents import documents
from tests.policy.parts import Json

IDLE = ("never-decides", "always-beaten", "cap-never-binds")


@given(documents)
def test_every_counterexample_says_what_the_policy_says(document: Json) -> None:
    policy = policy_of(document)
    for finding in check_policy(policy, CHECKS):
        assert finding.what
        assert finding.place.startswith("$")
        if finding.counterexample is not None:
            (result,) = run_examples(evolve(policy, examples=(finding.counterexample,)))
            assert result.differences == ()


@given(policies(), portfolios())
def test_what_is_said_to_decide_nothing_can_be_removed(document: Json, portfolio: Portfolio) -> None:
    policy = policy_of(document)
    idle = [one.place for one in check_policy(policy, CHECKS) if one.check in IDLE]
    shorter = {name: _without(held, name, idle) for name, held in document.items()}
    if shorter != document:
        one, two = evaluate(policy, portfolio, as_of=AS_OF), evaluate(policy_of(shorter), portfolio, as_of=AS_OF)
        assert (one.outcome, one.total, one.short, one.required) == (two.outcome, two.total, two.short, two.required)


def _without(held: Any, name: str, places: list[str]) -> Any:
    if not isinstance(held, list):
        return held
    gone = {place.removesuffix(end) for place in places for end in (".when", ".applies", "")}
    return [one for index, one in enumerate(held) if f"$.{name}[{index}]" not in gone]


@given(policies(), portfolios())
def test_nobody_reaches_what_is_said_to_be_out_of_reach(document: Json, portfolio: Portfolio) -> None:
    policy = policy_of(document)
    unmet = [one.place for one in check_policy(policy, CHECKS) if one.check in {"unsatisfiable", "cap-below-floor"}]
    found = evaluate(policy, evolve(portfolio, carried_in=()), as_of=AS_OF)
    for index, floor in enumerate(policy.rules.floors or ()):
        if f"$.floors[{index}]" in unmet:
            assert all(one.short > 0 for one in found.requirements if one.id == floor.id and one.needed)
    if "$.total" in unmet:
        assert found.outcome is not Outcome.MET or not found.required
