"""One activity at a time: award, measure, a reviewer's amount, repeat, conditions, window."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import lcm
from typing import cast

from attrs import evolve, frozen

from plpcore.evaluation._conditions import Verdict, decision_verdict
from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._plans import Plan, PlannedAward, holds, lies_in
from plpcore.evaluation._reasons import Reason, Status
from plpcore.evaluation._required import applies
from plpcore.model import Activity, Review, ReviewDecision, ReviewPurpose
from plpcore.period import Period
from plpcore.policy import AwardMatch, CreditDate, Options, RepeatOf, ReviewedAmount, Window
from plpcore.quantity import Quantity

CREDIT = "credit"
"""The unit of a reviewer's amount that is already in the policy's unit."""

_MINUTES = 60


@frozen
class Judge:
    """The row-by-row part of one set of rules.

    Attributes:
        plans: What the rules say about each kind that they name.
        other: What they say about every other kind.
        unit: The number that makes the policy's amounts whole.
    """

    plans: Mapping[str, Plan]
    other: Plan
    options: Options
    window_rule: str
    unit: int

    def rows(self, record: Record) -> list[Row]:
        """Return every known activity with its worth and status, in the order of date and id."""
        rows = self._claimed(record)
        rows.sort(key=_in_order)
        self._note_educators(rows, record)
        seen: set[tuple[object, ...]] = set()
        return [part for row in rows for part in self._judged(row, record, seen)]

    def _claimed(self, record: Record) -> list[Row]:
        plans, other, by = self.plans, self.other, self.options.credit_date
        known = known_activities(record)
        if by is CreditDate.COMPLETED:
            return [Row(one, one.completed, plans.get(one.kind, other)) for one in known]
        return [Row(one, _credit_date(one, record, by), plans.get(one.kind, other)) for one in known]

    def _note_educators(self, rows: list[Row], record: Record) -> None:
        """Decide once, not once a row, for which educators a condition is; only of kinds that were claimed."""
        for plan in {id(row.plan): row.plan for row in rows}.values():
            for condition in plan.conditions:
                if condition.applies is not None and condition.rule not in record.holds:
                    record.holds[condition.rule] = applies(condition.applies, record)

    def _judged(self, row: Row, record: Record, seen: set[tuple[object, ...]]) -> Iterable[Row]:
        award = row.plan.sole or self._choose(row, record)
        if award is None:
            return self._unearned(row, record)
        row.award = award.id
        if record.is_reviewed:
            self._earn(row, award, record)
        else:
            award.earn(row, record)
        if row.status is not Status.COUNTED:
            return self._unearned(row, record)
        if not award.is_special:
            row.earned = row.counted
            self._hold(row, record)
            return (row,)
        return self._special(row, award, record, seen)

    def _unearned(self, row: Row, record: Record) -> Iterable[Row]:
        """What earns nothing may still stand as a credential, and what nobody can value may be refused for certain."""
        if row.status is Status.REFUSED:
            if record.is_reviewed:
                _hold_against_decision(row, record)
            self._place(row, record)
        else:
            self._hold(row, record)
        return (row,)

    def _special(self, row: Row, award: PlannedAward, record: Record, seen: set[tuple[object, ...]]) -> Iterable[Row]:
        """Awards that look at earlier claims, or divide their credit."""
        same = self._repeat(row, award, record, seen)
        parts = _parts(row, award) if award.rule.split else (row,)
        for part in parts:
            part.earned = part.counted
            self._hold(part, record)
        if same and any(part.status is not Status.REFUSED for part in parts):
            seen.add(same)
        return parts

    def _choose(self, row: Row, record: Record) -> PlannedAward | None:
        found: list[PlannedAward] = []
        for award in row.plan.awards:
            held = holds(award.test, row, record)
            if held is None:
                row.lacks(award.rule.id, record.answered())
                return None
            if held:
                found.append(award)
                if self.options.awards is AwardMatch.FIRST:
                    break
        found = found or list(row.plan.otherwise)
        if len(found) == 1 or (found and self.options.awards is AwardMatch.FIRST):
            return found[0]
        self._no_award(row, found)
        return None

    def _no_award(self, row: Row, found: list[PlannedAward]) -> None:
        if found:
            row.open_ended = True
            names = tuple(award.rule.id for award in found)
            row.missing = ("award",)
            row.stop(Status.UNDETERMINED, Reason.AMBIGUOUS_AWARD, names[0], (("awards", names),))
        else:
            row.stop(Status.REFUSED, Reason.NO_AWARD, "", (("kind", row.activity.kind),))

    def _earn(self, row: Row, award: PlannedAward, record: Record) -> None:
        review = record.reviewed.get(row.activity.id)
        if review is None or review.amount is None or self.options.reviewed_amount is ReviewedAmount.IGNORED:
            award.earn(row, record)
        elif review.amount.unit == CREDIT:
            award.earn(row, record)
            self._review(row, review, review.amount.amount, record)
        else:
            claimed = row.activity
            row.activity = _with_reviewed(claimed, review, self.options.reviewed_amount)
            award.earn(row, record)
            row.activity = claimed
            row.step(Reason.REVIEWED, "", row.counted, (("amount", str(review.amount)), ("reviewer", review.reviewer)))

    def _review(self, row: Row, review: Review, amount: Fraction, record: Record) -> None:
        units = amount.numerator * self.unit * record.scale // amount.denominator
        if self.options.reviewed_amount is ReviewedAmount.LOWERS:
            units = min(units, row.counted)
        else:
            row.status, row.open_ended, row.missing = Status.COUNTED, False, ()
        row.step(Reason.REVIEWED, "", units, (("amount", amount), ("reviewer", review.reviewer)))

    def _repeat(
        self, row: Row, award: PlannedAward, record: Record, seen: set[tuple[object, ...]]
    ) -> tuple[object, ...]:
        repeat = award.rule.repeat
        if repeat is None:
            return ()
        values = tuple(get(row, record) for get in award.same)
        if None in values:
            return ()
        same = (award.rule.id, *values)
        if same in seen:
            after = row.counted * repeat.then.numerator // repeat.then.denominator
            row.step(Reason.REPEATED, award.rule.id, after, (("same", repeat.same), ("then", repeat.then)))
            return ()
        if self.options.repeat_of is RepeatOf.CLAIMED:
            seen.add(same)
        return same

    def _hold(self, row: Row, record: Record) -> None:
        is_judged = False
        for condition in row.plan.conditions:
            if condition.applies is not None and not record.holds[condition.rule]:
                continue
            held = holds(condition.test, row, record)
            if held is None:
                self._not_known(row, condition.rule, record.answered())
            elif held:
                is_judged = is_judged or condition.judges
                verdict = condition.check(row, record)
                if verdict is not None:
                    self._not_passed(row, condition.rule, verdict)
        if record.is_reviewed and not is_judged:
            _hold_against_decision(row, record)
        if row.plan.grouped:
            self._hold_groups(row, record)
        self._place(row, record)

    def _hold_groups(self, row: Row, record: Record) -> None:
        """Nobody can tell how much counts of an activity whose group under a cap is unknown: the group may be full."""
        for cap in row.plan.grouped:
            if holds(cap.test, row, record):
                key = cap.key(row, record)[1:]
                unnamed = tuple(name for name, value in zip(cap.asks, key, strict=True) if value is None)
                if unnamed:
                    self._not_known(row, cap.rule, unnamed)

    def _not_known(self, row: Row, rule: str, names: tuple[str, ...]) -> None:
        row.missing += names
        row.worse(Status.UNDETERMINED, Reason.FACT_MISSING, rule, (("facts", names),))

    def _not_passed(self, row: Row, rule: str, verdict: Verdict) -> None:
        if verdict.status is Status.UNDETERMINED:
            row.missing += _names(verdict.arguments)
        row.worse(verdict.status, verdict.reason, rule, verdict.arguments)

    def _place(self, row: Row, record: Record) -> None:
        """The date judged and the window come last, so that a statement names the other reasons too."""
        completed, as_of = row.activity.completed, record.dates.as_of
        if completed is not None and completed > as_of:
            row.worse(Status.REFUSED, Reason.NOT_YET, "", (("as_of", as_of),))
        elif record.window is not None and not lies_in(row.day, record.window):
            self._outside(row, record.window)

    def _outside(self, row: Row, window: Window) -> None:
        if row.day is None and self.options.missing.value == "undetermined":
            row.missing += (self.options.credit_date.value,)
            row.worse(Status.UNDETERMINED, Reason.FACT_MISSING, self.window_rule, (("facts", row.missing),))
            return
        ends = [(name, day) for name, day in (("from", window.start), ("until", window.until)) if day is not None]
        fills_floor = row.status is Status.COUNTED and any(floor.rule.window for floor in row.plan.floors)
        reason = Reason.FLOOR_ONLY if fills_floor else Reason.OUTSIDE_WINDOW
        row.worse(Status.REFUSED, reason, self.window_rule, tuple(ends))


def known_activities(record: Record) -> Iterable[Activity]:
    """Return the activities that were entered by the date of knowledge."""
    if record.dates.known_at is None:
        return record.portfolio.activities
    return [activity for activity in record.portfolio.activities if record.dates.knows(activity.entered)]


def scale_of(record: Record, extra: Iterable[Fraction]) -> int:
    """Return the least number that makes every amount of the record and every extra amount whole."""
    scale = 1
    for activity in known_activities(record):
        for quantity in activity.amounts:
            below = quantity.amount.denominator
            if quantity.unit == "minute":
                below *= _MINUTES
            if scale % below:
                scale = lcm(scale, below)
    known = [review for review in record.portfolio.reviews if record.dates.knows(review.decided)]
    amounts = [review.amount for review in known if review.amount is not None]
    reviewed = [amount.amount.denominator * (_MINUTES if amount.unit == "minute" else 1) for amount in amounts]
    return lcm(scale, *reviewed, *(amount.denominator for amount in extra))


def _in_order(row: Row) -> tuple[date, str]:
    return (row.day or date.min, row.activity.id)


def _credit_date(activity: Activity, record: Record, by: CreditDate) -> date | None:
    if by is CreditDate.STARTED:
        return activity.started or activity.completed
    if by is CreditDate.ENTERED:
        return activity.entered
    decided = [one.decided for one in record.reviews.get((activity.id, ReviewPurpose.CREDIT), ()) if _approves(one)]
    return decided[-1] if decided else None


def _approves(review: Review) -> bool:
    return review.decision is ReviewDecision.APPROVED


def _with_reviewed(activity: Activity, review: Review, how: ReviewedAmount) -> Activity:
    amount = cast("Quantity", review.amount)
    claimed = sum((one.amount for one in activity.amounts if one.unit == amount.unit), Fraction(0))
    if how is ReviewedAmount.LOWERS and amount.amount > claimed:
        return activity
    return evolve(activity, amounts=(*(one for one in activity.amounts if one.unit != amount.unit), amount))


def _parts(row: Row, award: PlannedAward) -> tuple[Row, ...]:
    """Divide a row over its award's categories; the shares are exact in the policy's whole numbers."""
    parts = []
    for tag, share in award.rule.split:
        part = row.copy()
        part.part, part.tags = tag, (*row.tags, tag)
        part.steps = row.steps
        part.step(Reason.SPLIT, award.rule.id, row.counted * share.numerator // share.denominator, (("share", share),))
        parts.append(part)
    return tuple(parts)


def _hold_against_decision(row: Row, record: Record) -> None:
    """A denial or a revocation takes the credit also where no rule asks for an approval."""
    reviews = record.reviews.get((row.activity.id, ReviewPurpose.CREDIT), ())
    if reviews and reviews[-1].decision in {ReviewDecision.DENIED, ReviewDecision.REVOKED}:
        verdict = decision_verdict(reviews[-1])
        row.worse(verdict.status, verdict.reason, "", verdict.arguments)


def _names(arguments: tuple[tuple[str, object], ...]) -> tuple[str, ...]:
    facts = dict(arguments).get("facts", ())
    return facts if isinstance(facts, tuple) else ()


def window_of(stated: Window | None, cycle: Period | None) -> Window | None:
    """Return the span that credit is earned in: the stated one, else the cycle, else any day."""
    if stated is not None or cycle is None:
        return stated
    return Window(start=cycle.start, until=cycle.end)
