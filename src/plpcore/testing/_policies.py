"""Do the examples of a policy hold, do they exercise its rules, and would they notice a slip of the pen?"""

from collections.abc import Callable, Iterable, Iterator
from os import PathLike, fspath

from plpcore.evaluation import ExampleResult, RuleKind, own_coverage, rule_coverage, run_examples, surviving, verify
from plpcore.exchange import load_resolved
from plpcore.policy import Mutant, Policy, ResolvedPolicy, mutants_of

Named = str | PathLike[str] | Policy
"""A policy, or the id or file of one. A file is looked for from the folder in which the tests run."""


def policy_examples(policy: Named, *, kinds: Iterable[RuleKind] = ()) -> Callable[[str], None]:
    """Return a test for pytest that runs once for each example of a policy; bind it to a name that begins with `test_`.

    Args:
        policy: The policy, its id, or its file.
        kinds: The rule kinds that its rules need.

    Raises:
        PlpError: When there is no such policy, or it cannot be read.
        AssertionError: When it has no example.
    """
    # Whoever gives a test to pytest has it; plugins are tested without.
    import pytest

    found = _resolved(policy).policy
    results = {result.id: result for result in run_examples(found, kinds)}
    if not results:
        raise AssertionError(f"{found.id}: it has no [[example]]; write one, a small record and what must come of it")

    @pytest.mark.parametrize("example", results)
    def test(example: str) -> None:
        problems = list(_problems(results[example]))
        if problems:
            raise AssertionError("\n".join(problems))

    return test


def assert_policy(policy: Named, *, kinds: Iterable[RuleKind] = (), changes: bool = False) -> None:
    """Check that a policy's examples hold, that every sum adds up, and that each rule is exercised by one of them.

    Args:
        policy: The policy, its id, or its file.
        kinds: The rule kinds that its rules need.
        changes: Check also that an example notices every change of `policy_mutants`.

    Raises:
        PlpError: When there is no such policy, or it cannot be read.
        AssertionError: Something is wrong; one line for each.
    """
    resolved, brought = _resolved(policy), tuple(kinds)
    results = run_examples(resolved.policy, brought)
    problems = [line for result in results for line in _problems(result)]
    covered = own_coverage(resolved, rule_coverage(resolved.policy, results))
    problems += [f"no example exercises {one.rule} ({one.section})" for one in covered if not one.is_exercised]
    if changes and not problems:
        problems += [f"no example notices {mutant}" for mutant in surviving_mutants(resolved, kinds=brought)]
    if problems:
        raise AssertionError("\n".join(problems))


def policy_mutants(policy: Named | ResolvedPolicy) -> Iterator[Mutant]:
    """Yield a policy with one number, share, day, flag or word changed, or one rule left out.

    What it takes from the policy that it extends is left to the examples there.
    """
    found = _resolved(policy)
    return mutants_of(found.policy, None if found.upper is None else found.upper.policy)


def surviving_mutants(policy: Named | ResolvedPolicy, *, kinds: Iterable[RuleKind] = ()) -> tuple[Mutant, ...]:
    """Return the changes of `policy_mutants` that none of the policy's examples notices."""
    return tuple(surviving(policy_mutants(policy), kinds))


def _resolved(policy: Named | ResolvedPolicy) -> ResolvedPolicy:
    if isinstance(policy, ResolvedPolicy):
        return policy
    return ResolvedPolicy(policy) if isinstance(policy, Policy) else load_resolved(fspath(policy))


def _problems(result: ExampleResult) -> Iterator[str]:
    yield from (f"{result.id}: {line}" for line in result.differences)
    yield from (f"{result.id}: {line}" for line in verify(result.statement))
