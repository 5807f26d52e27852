"""What the tests of the checks share: a check asked by its name, and its counterexample judged."""

from plpcore.evaluation import Finding, Statement, check_policy, evaluate, portfolio_of
from plpcore.evaluation.checking import CHECKS
from tests.evaluation.support import policy_from

TEN = "total = { amount = 10 }\n"


def found(text: str, name: str) -> list[Finding]:
    """Return what one check finds in a TOML text in which ids, citations and the head may be left out."""
    return list(check_policy(policy_from(text), [check for check in CHECKS if check.name == name]))


def places(text: str, name: str) -> list[str]:
    return [one.place for one in found(text, name)]


def shown(text: str, name: str) -> Statement:
    """Return the statement about the first counterexample."""
    case = found(text, name)[0].counterexample
    assert case is not None
    return evaluate(policy_from(text), portfolio_of(case), as_of=case.as_of)
