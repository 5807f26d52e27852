"""What is said of two policies: whether whoever meets the first meets the second."""

from datetime import date
from enum import StrEnum

from attrs import frozen

from plpcore.model import Portfolio


class Verdict(StrEnum):
    """Whether whoever meets the first policy meets the second."""

    IMPLIED = "implied"
    NOT_IMPLIED = "not-implied"
    UNKNOWN = "unknown"


@frozen(order=True)
class Outside:
    """A rule that the decision does not take exactly.

    Attributes:
        policy: The policy's id.
        rule: The rule's id; empty: the policy as a whole.
        why: One short clause.
    """

    policy: str
    rule: str
    why: str

    def __str__(self) -> str:
        """Return one line: policy, rule, why."""
        return f"{self.policy}{f', rule {self.rule}' if self.rule else ''}: {self.why}"


@frozen
class Implication:
    """Whether whoever meets the first policy meets the second, with what shows it.

    Attributes:
        verdict: The answer; `implied` is a proof, `not-implied` comes with an educator, `unknown` says why.
        reason: One sentence for people.
        counterexample: An educator who meets the first policy and not the second, as both evaluations say: of those
            that were found, the one with the smallest amount of learning, then with the fewest activities. None
            unless the verdict is `not-implied`.
        as_of: The date judged at which the counterexample was evaluated, inclusive.
        outside: What kept the question from being decided, or, beside another verdict, nothing.
        cases: How many linear programs were solved.
    """

    verdict: Verdict
    reason: str
    counterexample: Portfolio | None
    as_of: date
    outside: tuple[Outside, ...] = ()
    cases: int = 0
