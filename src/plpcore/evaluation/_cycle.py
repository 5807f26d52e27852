"""Cycles and retention: what a policy's words mean for one educator's facts."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation._context import Dates, Record
from plpcore.evaluation._predicates import Compiler
from plpcore.evaluation._required import applies
from plpcore.model import Portfolio
from plpcore.period import (
    Period,
    add_months,
    add_years,
    start_day_after,
    start_from_birth_month,
    start_from_issue,
    start_from_next,
)
from plpcore.policy import Anchor, Cycle, FactValue, KeepAfter, Length, Retention, month_day

_MONTHS_OF_BIRTH = frozenset(Fraction(month) for month in range(1, 13))


@frozen
class CycleFound:
    """The educator's cycle, or the names of the facts that it cannot be told without."""

    period: Period | None
    missing: tuple[str, ...] = ()


def cycle_of(
    cycle: Cycle | None, portfolio: Portfolio, facts: Mapping[str, FactValue], compiler: Compiler, as_of: date
) -> CycleFound:
    """Return the educator's cycle by a policy's rule; without a rule, the period of the plan.

    Args:
        cycle: The policy's rule.
        portfolio: The educator's record.
        facts: The educator's facts, with the policy's defaults.
        compiler: Makes closures of the rule's predicates.
        as_of: The date judged, which chooses among cycles that repeat.
    """
    plan = portfolio.plan.period if portfolio.plan is not None else None
    if cycle is None:
        return CycleFound(plan)
    if cycle.anchor is Anchor.PLAN:
        return CycleFound(plan, () if plan is not None else ("plan.period",))
    start, missing = _start(cycle, facts)
    record = Record(portfolio, Dates(as_of, None), facts)
    months = _months(cycle, record, compiler)
    missing += tuple(record.lacking)
    if start is None or missing:
        return CycleFound(None, missing)
    if months <= 0:
        return CycleFound(None, (cycle.minus or "cycle.lengths",))
    return CycleFound(_holding(as_of, start, months) if cycle.repeats else _nth(start, months, 0))


def _nth(start: date, months: int, number: int) -> Period:
    """Every cycle is counted from the first day of the first one, so that 29 February is not lost on the way."""
    return Period(add_months(start, months * number), add_months(start, months * (number + 1)))


def _holding(day: date, start: date, months: int) -> Period:
    number = max(0, (day.year - start.year) * 12 + day.month - start.month) // months
    found = _nth(start, months, number)
    return found if day >= found.start or not number else _nth(start, months, number - 1)


def _start(cycle: Cycle, facts: Mapping[str, FactValue]) -> tuple[date | None, tuple[str, ...]]:
    if cycle.anchor is Anchor.FIXED:
        return cycle.start, ()
    held = facts.get(cycle.fact)
    month = facts.get(cycle.month_fact)
    if not isinstance(held, date):
        return None, (cycle.fact,)
    if cycle.anchor is Anchor.BIRTH_MONTH and month not in _MONTHS_OF_BIRTH:
        return None, (cycle.month_fact,)
    return _anchored(cycle, held, month), ()


def _anchored(cycle: Cycle, held: date, month: FactValue | None) -> date:
    match cycle.anchor:
        case Anchor.BIRTH_MONTH:
            start = start_from_birth_month(held, int(month) if isinstance(month, Fraction) else 1)
        case Anchor.NEXT:
            start = start_from_next(held, *month_day(cycle.first_day, "$.cycle.first_day"))
        case Anchor.DAY_AFTER:
            start = start_day_after(held)
        case _:
            start = start_from_issue(held, cycle.not_before)
    return start if cycle.not_before is None else max(start, cycle.not_before)


def _months(cycle: Cycle, record: Record, compiler: Compiler) -> int:
    holding = (row for row in cycle.lengths if applies(compiler.educator_test(row.when), record))
    length: Cycle | Length = next(holding, cycle)
    longer = [row for row in cycle.extend if applies(compiler.educator_test(row.when), record)]
    months = sum(row.years * 12 + row.months for row in (length, *longer))
    return months - _months_less(cycle, record)


def _months_less(cycle: Cycle, record: Record) -> int:
    held = record.facts.get(cycle.minus) if cycle.minus else Fraction(0)
    if not isinstance(held, Fraction):
        record.lack(cycle.minus)
        return 0
    return int(held * 12)


def keep_until(retention: Retention, cycle_end: date | None, completed: date | None) -> date | None:
    """Return the last day (inclusive) on which evidence is kept; None where no date is known.

    Args:
        retention: The policy's rule.
        cycle_end: The last day of the cycle, inclusive.
        completed: The day on which the last activity was completed.
    """
    day = cycle_end if retention.after is KeepAfter.CYCLE_END else completed
    return None if day is None else add_months(add_years(day, retention.years), retention.months)
