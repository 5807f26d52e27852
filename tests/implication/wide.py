"""The wide campaign: pairs over a broad part of the language, attacked by a search for records that separate them.

Nothing but the engine judges. A record that just meets the first policy is changed step by step, as long as it still
meets it, toward what the second policy gives least for.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from attrs import define, field, frozen

from plpcore.errors import PlpError
from plpcore.evaluation import Outcome, PreparedPolicy, Statement, evaluate, prepare
from plpcore.evaluation.implication import Implication, Verdict, implies
from plpcore.model import Portfolio
from plpcore.period import Period
from plpcore.policy import Policy, policy_of
from tests.implication.wide_changes import changed
from tests.implication.wide_policies import CYCLE_DAYS, Draw, Table
from tests.implication.wide_records import Ledger, Records

_STEPS = 60
_ADDED = 14
_UPHILL = 0.15
_IN_VAIN = 20
"""After so many records that do not grow to meet the first policy, nobody meets it."""


@frozen
class Question:
    """Two documents, and what is named beside them."""

    first: Table
    second: Table
    cycle: Period | None
    as_of: date | None

    def policies(self) -> tuple[Policy, Policy] | None:
        """Return the two policies; None: one of them contradicts itself."""
        try:
            return policy_of(self.first), policy_of(self.second)
        except PlpError:
            return None


@frozen
class Judged:
    """What came of one pair.

    Attributes:
        met: How many of the records that were tried meet the first policy.
        faults: What is wrong, one line each.
        ledger: The record that shows it.
    """

    verdict: Verdict
    met: int = 0
    faults: tuple[str, ...] = ()
    ledger: Ledger | None = None


def question(seed: int) -> Question:
    """Return a pair of documents of which both can be loaded."""
    draw = Draw(Random(seed))  # noqa: S311 - a test, not a secret
    while True:
        first = draw.policy()
        second = changed(draw, first) if draw.is_so(0.93) else {**draw.policy(), "id": "q"}
        named = draw.is_so(0.85)
        cycle = Period(*CYCLE_DAYS) if named else None
        day = draw.pick((date(2024, 6, 30), date(2023, 12, 31), None)) if named or draw.is_so(0.3) else None
        found = Question(first, second, cycle, day)
        if found.policies() is not None:
            return found


def judge_wide(seed: int, ledgers: int) -> Judged:
    """Return what is said of one pair, held to the records and to both evaluations."""
    asked = question(seed)
    policies = asked.policies()
    assert policies is not None
    said = implies(*policies, cycle=asked.cycle, as_of=asked.as_of)
    ready = prepare(policies[0]), prepare(policies[1])
    faults = tuple(f"pair {seed}: {fault}" for fault in _faults(said, ready))
    if said.verdict is not Verdict.IMPLIED:
        return Judged(said.verdict, faults=faults)
    random = Random(seed)  # noqa: S311 - a test, not a secret
    records = Records(
        random,
        _may_lack(asked),
        _signs(asked),
        is_cycle_named=asked.cycle is not None,
        is_tested=any(_under({"conditions"}, [asked.first, asked.second])),
    )
    attack = Attack(ready, said.as_of, records, random, ledgers)
    found = attack.separating()
    if found is not None:
        faults += (f"pair {seed}: implied, but a record separates the two",)
    return Judged(said.verdict, attack.met, faults, found)


def _faults(said: Implication, ready: tuple[PreparedPolicy, PreparedPolicy]) -> Iterator[str]:
    if said.verdict is Verdict.UNKNOWN and not said.reason:
        yield "unknown without a reason"
    if (said.verdict is Verdict.NOT_IMPLIED) is (said.counterexample is None):
        yield "a counterexample stands with 'not-implied' only"
    if said.counterexample is not None:
        outcomes = [evaluate(one, said.counterexample, as_of=said.as_of).outcome for one in ready]
        if outcomes[0] is not Outcome.MET or outcomes[1] is Outcome.MET:
            yield "the counterexample does not separate the two"


def _signs(asked: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one["id"] for one in _under({"sign_offs"}, [asked.first, asked.second])))


def _may_lack(asked: Question) -> frozenset[str]:
    """Return the facts whose presence is asked for; every other fact is stated by every record."""
    found = [asked.first, asked.second]
    return frozenset(name for name in ("level", "role") if any("given" in one for one in _under({name}, found)))


def _under(names: set[str], found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for one in found:
            yield from _under(names, one)
    elif isinstance(found, dict):
        for key, held in found.items():
            if key in names:
                yield from held if isinstance(held, list) else [held]
            yield from _under(names, held)


@define
class Attack:
    """A search for a record that meets the first policy and not the second."""

    ready: tuple[PreparedPolicy, PreparedPolicy]
    as_of: date
    records: Records
    random: Random
    left: int
    met: int = 0
    _found: Ledger | None = field(default=None, init=False)
    _held: tuple[Ledger, Portfolio] | None = field(default=None, init=False)

    def separating(self) -> Ledger | None:
        """Return such a record; None: none was found within the number of records."""
        in_vain = 0
        while self.left > 0 and self._found is None and (self.met or in_vain < _IN_VAIN):
            start = self._grown()
            in_vain += start is None
            if start is not None:
                self._walk(start)
        return self._found

    def _evaluate(self, place: int, ledger: Ledger) -> Statement | None:
        self.left -= 1 - place
        if self._held is None or self._held[0] is not ledger:
            self._held = ledger, ledger.portfolio()
        try:
            return evaluate(self.ready[place], self._held[1], as_of=self.as_of)
        except PlpError:
            return None

    def _meets(self, ledger: Ledger) -> bool:
        found = self._evaluate(0, ledger)
        return found is not None and found.is_met

    def _grown(self) -> Ledger | None:
        """Return a record that meets the first policy, of activities that each brought something."""
        ledger = self.records.ledger()
        found = self._evaluate(0, ledger)
        for _ in range(_ADDED * 2):
            if found is None or found.is_met or self.left <= 0:
                break
            other = self.records.more(ledger)
            judged = self._evaluate(0, other)
            if judged is not None and (judged.is_met or judged.short < found.short or self.random.random() < _UPHILL):
                ledger, found = other, judged
        return ledger if found is not None and found.is_met else None

    def _walk(self, ledger: Ledger) -> None:
        worth = self._worth(ledger)
        for _ in range(_STEPS):
            if self._found is not None or self.left <= 0:
                return
            other = self.records.step(ledger)
            if not self._meets(other):
                continue
            reached = self._worth(other)
            if reached <= worth or self.random.random() < _UPHILL:
                ledger, worth = other, reached

    def _worth(self, ledger: Ledger) -> tuple[float, float]:
        """Return how far the second policy is from falling short: its tightest requirement, then all of them."""
        self.met += 1
        found = self._evaluate(1, ledger)
        if found is None:
            return (0, 0)
        if not found.is_met:
            self._found = ledger
        over = [float(one.credited - one.needed) for one in found.requirements]
        return (min(over, default=0), sum(over))
