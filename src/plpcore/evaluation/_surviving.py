"""Which changes of a policy none of its examples notices."""

from collections.abc import Iterable, Iterator

from plpcore.errors import PlpError
from plpcore.evaluation._examples import is_passed
from plpcore.evaluation._kinds import RuleKind
from plpcore.evaluation._prepare import prepare
from plpcore.policy import Mutant, Policy


def surviving(mutants: Iterable[Mutant], kinds: Iterable[RuleKind] = ()) -> Iterator[Mutant]:
    """Yield the mutants that every example of theirs passes: nobody would notice the slip.

    Args:
        mutants: What `plpcore.policy.mutants_of` makes of a policy whose examples pass.
        kinds: The rule kinds that the host brings.
    """
    brought = tuple(kinds)
    return (mutant for mutant in mutants if _passes(mutant.policy, brought))


def _passes(policy: Policy, kinds: tuple[RuleKind, ...]) -> bool:
    """A policy that cannot be evaluated any more is noticed too."""
    try:
        ready = prepare(policy, kinds)
        return all(is_passed(ready, example) for example in policy.examples)
    except PlpError:
        return False
