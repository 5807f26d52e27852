"""The long forms of two campaigns.

The first draws 200 and more random pairs of the flow fragment, each against 100 000 random ledgers:

    nox -s implication
    python -m tests.implication.campaign --pairs 240 --ledgers 100000

The wide one draws pairs over a broad part of the language, each against a search for records that separate them:

    nox -s implication_wide
    python -m tests.implication.campaign --wide --pairs 4000 --ledgers 2000

The short forms run with the tests (`test_sampling`, `test_wide`).
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from attrs import frozen

from plpcore.evaluation import Outcome, evaluate, prepare
from plpcore.evaluation.implication import Verdict, implies
from plpcore.policy import Policy
from tests.implication.generated import some_pair
from tests.implication.sampling import Ledgers, met
from tests.implication.wide import judge_wide

_COMPARED = 5
LAST = date(2024, 12, 31)


@frozen
class Judged:
    """What came of one pair.

    Attributes:
        separating: How many of the ledgers meet the first policy and not the second.
        faults: What is wrong, one line each.
    """

    verdict: Verdict
    separating: int
    faults: tuple[str, ...]


def judge(seed: int, ledgers: Ledgers) -> Judged:
    """Return what is said of one pair, held to the ledgers and to both evaluations."""
    first, second = some_pair(seed)
    said = implies(first, second)
    separating = met(first, ledgers) & ~met(second, ledgers)
    faults = list(_unlike(first, ledgers, seed)) + list(_unlike(second, ledgers, seed))
    if said.verdict is Verdict.IMPLIED and separating.any():
        faults.append(f"pair {seed}: implied, but ledger {int(np.argmax(separating))} separates the two")
    if said.counterexample is not None:
        outcomes = [evaluate(one, said.counterexample, as_of=said.as_of).outcome for one in (first, second)]
        if outcomes[0] is not Outcome.MET or outcomes[1] is Outcome.MET:
            faults.append(f"pair {seed}: the counterexample does not separate the two")
    return Judged(said.verdict, int(separating.sum()), tuple(faults))


def _unlike(policy: Policy, ledgers: Ledgers, seed: int) -> Iterator[str]:
    """Compare the checker with the engine on some ledgers, as many that are met as that are not."""
    ready, found = prepare(policy), met(policy, ledgers)
    for wanted in (True, False):
        for number in np.flatnonzero(found == wanted)[:_COMPARED]:
            portfolio = ledgers.portfolio(int(number))
            outcome = evaluate(ready, portfolio, as_of=LAST).outcome
            if (outcome is Outcome.MET) is not wanted:
                yield f"pair {seed}: checker and engine differ on ledger {number} under {policy.id}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a campaign; return 1 where something contradicts."""
    parser = argparse.ArgumentParser(description="Implication against sampling.")
    parser.add_argument("--wide", action="store_true", help="a broad part of the language, and a search for records")
    parser.add_argument("--pairs", type=int, default=240)
    parser.add_argument("--ledgers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    verdicts: Counter[str] = Counter()
    faults: list[str] = []
    for seed in range(asked.seed, asked.seed + asked.pairs):
        found = judge_wide(seed, asked.ledgers) if asked.wide else judge(seed, Ledgers(seed, asked.ledgers))
        verdicts[found.verdict.value] += 1
        faults += found.faults
        sys.stdout.write("".join(f"{fault}\n" for fault in found.faults))
        sys.stdout.flush()
    counts = ", ".join(f"{count} {word}" for word, count in sorted(verdicts.items()))
    sys.stdout.write(f"{asked.pairs} pairs x {asked.ledgers} ledgers: {counts}; contradictions: {len(faults)}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
