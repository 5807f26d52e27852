"""What holds of the checks for every policy: they end, and what they show is so."""

from attrs import evolve
from hypothesis import given, settings

from plpcore.evaluation import check_policy, run_examples
from plpcore.evaluation.checking import CHECKS
from plpcore.policy import policy_of
from tests.policy.documents import documents
from tests.policy.parts import Json


@settings(max_examples=60)
@given(documents)
def test_every_counterexample_says_what_the_policy_says(document: Json) -> None:
    policy = policy_of(document)
    for finding in check_policy(policy, CHECKS):
        assert finding.what
        assert finding.place.startswith("$")
        if finding.counterexample is not None:
            (result,) = run_examples(evolve(policy, examples=(finding.counterexample,)))
            assert result.differences == ()
