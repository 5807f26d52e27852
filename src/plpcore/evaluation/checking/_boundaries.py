"""Records that stand at the boundaries of a policy, with what it says of them now: a start for worked examples."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.evaluation._statement import Statement
from plpcore.evaluation.checking._asked import Found, Search, counts, decides, each_way
from plpcore.evaluation.checking._cases import (
    Scene,
    amounts_for,
    learned,
    scene,
    shown,
    staged,
    statement_of,
    with_activities,
)
from plpcore.policy import ALWAYS, Compare, Example, Operator, Policy, Predicate, Together, Total
from plpcore.quantity import format_amount

_ONE_DAY = timedelta(1)
Case: TypeAlias = tuple[str, str, Example]
"""The end of an id, a title, and the record without what is expected."""


def boundary_cases(policy: Policy) -> tuple[Example, ...]:
    """Return examples at the boundaries of a policy, each expecting what the policy says of it now.

    At the total, at every minimum, maximum and group: exactly, a quantum less, a quantum more. At the cycle and at
    every edition: the first and the last day, the day before and the day after. Where no record is found that stands
    there, there is no example.

    What they expect is a snapshot of the rules as they are and no proof that they are right: read each before it is
    kept. A policy whose rules are of a host's kind has none.
    """
    found: dict[str, Example] = {}
    taken = {one.id for one in policy.examples}
    for together, search in each_way(policy):
        edition = "" if together.edition is None else f"{together.edition.id}-"
        for name, title, record in _Boundaries(policy, together, search).cases():
            case, key = shown(policy, record, _is_anything), f"{edition}{name}"
            if case is not None and key not in found and key not in taken:
                found[key] = evolve(case, id=key, title=title)
    return tuple(found.values())


def _is_anything(_: Statement) -> bool:
    return True


@frozen
class _Boundaries:
    """The boundaries of the rules that hold together."""

    policy: Policy
    together: Together
    search: Search

    @property
    def step(self) -> Fraction:
        return self.policy.unit.quantum or Fraction(1)

    def cases(self) -> Iterator[Case]:
        yield from self._total()
        for rule in self.together.rules.floors or ():
            if not rule.distinct:
                yield from self._amounts(rule.id, rule.when, rule.applies, self._needed(rule.id, rule.applies))
        for limit in self.together.rules.caps or ():
            if not limit.waived:
                share = None if limit.share is None else limit.share * self._required(limit.applies)
                yield from self._amounts(limit.id, limit.when, limit.applies, limit.at_most if share is None else share)
        for group in self.together.rules.blocks or ():
            yield from self._amounts(group.id, group.when, ALWAYS, group.at_least)
        yield from self._days()
        yield from self._edition_days()

    def _total(self) -> Iterator[Case]:
        total = self.together.rules.total
        if total is None:
            return
        amounts = {self._required(applies): applies for applies in _who(total)}
        for amount, applies in amounts.items():
            name = total.id if len(amounts) == 1 else f"{total.id}-{format_amount(amount)}"
            yield from self._amounts(name, ALWAYS, applies, amount)

    def _statement(self, applies: Predicate) -> Statement | None:
        facts = self.search.some(educator=[applies])
        stage = None if facts is None else scene(self.policy, self.together, facts)
        return None if stage is None else statement_of(self.policy, stage.example)

    def _required(self, applies: Predicate) -> Fraction:
        found = self._statement(applies)
        return Fraction(0) if found is None else found.required

    def _needed(self, floor: str, applies: Predicate) -> Fraction | None:
        found = self._statement(applies)
        needs = () if found is None else found.requirements
        return next((one.needed for one in needs if one.id == floor and one.kind != "total"), None)

    def _amounts(self, rule: str, when: Predicate, applies: Predicate, amount: Fraction | None) -> Iterator[Case]:
        """Yield records of one activity that is worth the amount, a step less, and a step more."""
        for name, credit in () if amount is None else self._around(amount):
            record = self._worth(when, applies, credit)
            if record is not None:
                told = f"{format_amount(credit)} {self.policy.unit.name if credit == 1 else self.policy.unit.many}"
                yield f"{rule}-{name}", f"{rule}: {told}", record

    def _around(self, amount: Fraction) -> Iterable[tuple[str, Fraction]]:
        several = (("exactly", amount), ("less", amount - self.step), ("more", amount + self.step))
        return ((name, credit) for name, credit in several if amount and credit > 0)

    def _worth(self, when: Predicate, applies: Predicate, credit: Fraction) -> Example | None:
        """Return a record of one activity that earns so much and passes the conditions, None where none was found."""
        for award in self.together.rules.awards or ():
            if amounts_for(award, credit):
                asked = (when, decides(award, self.together), counts(self.together))
                found = staged(self.policy, self.together, self.search, asked, (applies,))
                record = None if found is None else self._record(*found, amounts_for(award, credit))
                if record is not None and self._earns(record, credit):
                    return record
        return None

    def _record(self, stage: Scene, facts: Found, amounts: dict[str, Fraction]) -> Example:
        return with_activities(stage, [learned(stage, facts, amounts)])

    def _earns(self, record: Example, credit: Fraction) -> bool:
        found = statement_of(self.policy, record)
        return found is not None and any(line.earned == credit for line in found.lines)

    def _days(self) -> Iterator[Case]:
        """Yield an activity on the first and the last day of the cycle, and on the days around."""
        record = self._worth(ALWAYS, ALWAYS, self.step)
        found = None if record is None else statement_of(self.policy, record)
        if record is None or found is None or found.cycle is None:
            return
        first, last = found.cycle.start, found.cycle.last_day
        days = {"first-day": first, "last-day": last, "day-before": first - _ONE_DAY, "day-after": last + _ONE_DAY}
        for name, day in days.items():
            done = evolve(record.activities[0], completed=day, started=None)
            judged = evolve(record, activities=(done,), as_of=max(record.as_of, day))
            yield name, f"Completed on {day}", judged

    def _edition_days(self) -> Iterator[Case]:
        """Yield somebody on the first and the last day of the edition, where a fact or the day judged selects it."""
        edition = self.together.edition
        stage = None if edition is None else scene(self.policy, self.together, {})
        if edition is None or stage is None:
            return
        last = None if edition.until is None else edition.until - _ONE_DAY
        for name, day in (("begins", edition.start), ("ends", last)):
            record = None if day is None else self._selected(stage.example, day)
            if record is not None:
                yield name, f"{self.policy.edition_by}: {day}", record

    def _selected(self, record: Example, day: date) -> Example | None:
        by = self.policy.edition_by
        if by == "as_of":
            return evolve(record, as_of=day)
        if by not in dict(self.policy.facts):
            return None
        return evolve(record, educator=tuple(sorted({**dict(record.educator), by: day}.items())))


def _who(total: Total) -> Iterator[Predicate]:
    """Yield for whom a total says its amounts."""
    if total.highest_of is not None:
        for name, _ in total.highest_of.amounts:
            yield Compare(total.highest_of.fact, Operator.ONE_OF, (name,))
    yield from (row.when for row in total.rows) if total.rows or total.highest_of else (ALWAYS,)
