"""Change every shipped policy in small ways and run its examples: `python -m tests.policies.mutation [ID …]`.

It prints each change that survives and that `equivalent.toml` does not argue for, and how many were noticed. The exit
code is 1 when a policy's examples notice fewer than 98 of 100 changes that can be noticed, or an argument is wrong.
"""

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from plpcore.evaluation import surviving
from plpcore.exchange import load_resolved, shipped_policies
from plpcore.policy import Mutant, Policy, mutants_of

THRESHOLD = 98
EQUIVALENT: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8")
)


@frozen
class Tried:
    """What came of some changes of one policy.

    Attributes:
        tried: How many changes can be noticed.
        survived: Those of them that no example notices.
        wrong: Changes that are called equivalent and that an example notices.
    """

    tried: int
    survived: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Return whether enough was noticed, and every argument holds."""
        return not self.wrong and len(self.survived) * 100 <= (100 - THRESHOLD) * self.tried


def mutants(name: str) -> tuple[Policy, list[Mutant]]:
    """Return a shipped policy and its changes, without those that the policy above it guards."""
    found = load_resolved(name)
    return found.policy, list(mutants_of(found.policy, None if found.upper is None else found.upper.policy))


def tried(policy: Policy, mutants: Iterable[Mutant]) -> Tried:
    """Return what the policy's examples notice of some changes."""
    given = list(mutants)
    left = {str(mutant) for mutant in surviving(given)}
    argued = {str(mutant) for mutant in given} & set(EQUIVALENT.get(policy.id, {}))
    return Tried(len(given) - len(argued), tuple(sorted(left - argued)), tuple(sorted(argued - left)))


def main(names: list[str]) -> int:
    """Return 0 when every policy's examples notice enough."""
    found = {name: _told(name) for name in names or shipped_policies()}
    several = sum(one.tried for one in found.values())
    noticed = several - sum(len(one.survived) for one in found.values())
    print(f"{noticed} of {several} killed ({100 * noticed / several:.1f} %)")
    return 0 if all(one.is_enough for one in found.values()) else 1


def _told(name: str) -> Tried:
    found = tried(*mutants(name))
    argued = len(EQUIVALENT.get(name, {}))
    print(f"{name}: {found.tried - len(found.survived)} of {found.tried} killed, {argued} equivalent", flush=True)
    for change in found.survived:
        print(f"    survives: {change}")
    for change in found.wrong:
        print(f"    not equivalent: {change}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
