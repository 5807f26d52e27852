"""What each activity earns: awards made into closures over whole numbers.

Credit is counted in `1 / (record.scale * unit)`: `unit` makes every amount of the policy whole, and `record.scale`
every amount of the record.
"""

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._predicates import Compiler, Getter
from plpcore.evaluation._reasons import Reason, Status
from plpcore.evaluation._statement import Arguments, Step
from plpcore.model import Activity
from plpcore.policy import Award, Measure
from plpcore.quantity import format_amount, round_ratio

Earn: TypeAlias = Callable[[Row, Record], None]

_MINUTES = 60


def denominator_of(award: Award) -> int:
    """Return a number that makes every result of an award whole, once the record's amounts are."""
    rate = award.credit.denominator
    if award.measure is not None:
        rate = _denominator_of_measure(award.measure)
    parts = [award.each, award.fixed, award.whole, *(amount for _, amount in award.table)]
    whole = lcm(rate, award.least.denominator, *(part.denominator for part in parts if part is not None))
    shares = lcm(*(share.denominator for _, share in award.split)) if award.split else 1
    then = award.repeat.then.denominator if award.repeat else 1
    return whole * award.times.denominator * shares * then


def _denominator_of_measure(measure: Measure) -> int:
    bands = lcm(*(band.credit.denominator for band in measure.bands)) if measure.bands else 1
    if measure.increment is not None:
        return bands * measure.increment.denominator
    return bands * measure.minutes_per_unit.numerator


def source_units(activity: Activity, unit: str, scale: int) -> int | None:
    """Return the activity's amount of a source unit in `1 / scale`; None when it claims nothing in that unit.

    Hours and minutes are clock time and convert; `scale` is a multiple of 60 where minutes were claimed.
    """
    amounts = activity.amounts
    if len(amounts) == 1 and amounts[0].unit == unit:
        only = amounts[0].amount
        return only.numerator * scale // only.denominator
    total, found = 0, False
    for quantity in amounts:
        held = quantity.unit
        if held == unit:
            factor = scale
        elif unit == "hour" and held == "minute":
            factor = scale // _MINUTES
        elif unit == "minute" and held == "hour":
            factor = scale * _MINUTES
        else:
            continue
        amount = quantity.amount
        total += amount.numerator * factor // amount.denominator
        found = True
    return total if found else None


def compile_award(award: Award, unit: int, compiler: Compiler) -> Earn:
    """Return the closure that writes an award's steps into a row; `unit` makes the policy's amounts whole."""
    first = _first_step(award, unit, compiler)
    later = _later_steps(award, unit)
    if not later:
        return first

    def earn(row: Row, record: Record) -> None:
        first(row, record)
        if row.status is Status.COUNTED:
            for step in later:
                step(row, record)

    return earn


def _first_step(award: Award, unit: int, compiler: Compiler) -> Earn:
    if award.fixed is not None:
        return _constant(award.id, _whole(award.fixed, unit))
    if award.each is not None:
        return _each(award, award.each, unit)
    if award.table:
        return _table(award, unit, compiler.getter(award.by), silent=compiler.is_silent)
    if award.measure is not None:
        return _measured(award, award.measure, unit, silent=compiler.is_silent)
    return _rate(award, unit, silent=compiler.is_silent)


def _whole(amount: Fraction, unit: int) -> int:
    return amount.numerator * unit // amount.denominator


def _constant(rule: str, credit: int) -> Earn:
    def earn(row: Row, record: Record) -> None:
        row.step(Reason.FIXED, rule, credit * record.scale)

    return earn


def _nothing(row: Row, rule: str, unit: str, *, silent: bool) -> None:
    """An activity without any amount is unknown; one with other units is known to earn nothing here."""
    if silent or row.activity.amounts:
        row.stop(Status.REFUSED, Reason.NO_AMOUNT, rule, (("unit", unit),))
    else:
        row.lacks(rule, (f"amount.{unit}",))


def _rate(award: Award, unit: int, *, silent: bool) -> Earn:
    rule, per, rate = award.id, award.per, _whole(award.credit, unit)
    arguments: Arguments = (("per", per), ("credit", award.credit))

    def earn(row: Row, record: Record) -> None:
        amount = source_units(row.activity, per, record.scale)
        if amount is None:
            _nothing(row, rule, per, silent=silent)
            return
        # Most activities of a record claim one of a few amounts: equal steps are made once.
        row.counted = amount * rate
        place = (rule, row.counted)
        row.steps = record.first_steps.get(place) or record.first_steps.setdefault(
            place, (Step(Reason.RATE, rule, 0, row.counted, arguments),)
        )

    return earn


def _each(award: Award, each: Fraction, unit: int) -> Earn:
    rule, credit, least = award.id, _whole(each, unit), award.count_at_least
    arguments: Arguments = (("each", each), ("count", award.count))

    def earn(row: Row, record: Record) -> None:
        found = source_units(row.activity, award.count, record.scale)
        count = record.scale if found is None else found
        if count * least.denominator < least.numerator * record.scale:
            row.stop(Status.REFUSED, Reason.TOO_FEW, rule, (("at_least", least), ("count", award.count)))
        else:
            row.step(Reason.EACH, rule, count * credit, arguments)

    return earn


def _table(award: Award, unit: int, get: Getter, *, silent: bool) -> Earn:
    rule, rows = award.id, {name: _whole(amount, unit) for name, amount in award.table}

    def earn(row: Row, record: Record) -> None:
        held = get(row, record)
        if held is None:
            _no_row(row, rule, award.by, silent=silent)
            return
        name = format_amount(held) if isinstance(held, Fraction) else str(held)
        row.step(Reason.TABLE, rule, rows.get(name, 0) * record.scale, (("by", award.by), ("value", name)))

    return earn


def _no_row(row: Row, rule: str, fact: str, *, silent: bool) -> None:
    if silent:
        row.stop(Status.REFUSED, Reason.FACT_MISSING, rule, (("facts", (fact,)),))
    else:
        row.lacks(rule, (fact,))


def _measured(award: Award, measure: Measure, unit: int, *, silent: bool) -> Earn:
    rule, credit_of = award.id, measure_units(measure, unit)
    arguments: Arguments = (("minutes_per_unit", measure.minutes_per_unit), ("minimum", measure.minimum))

    def earn(row: Row, record: Record) -> None:
        minutes = source_units(row.activity, "minute", record.scale)
        if minutes is None:
            _nothing(row, rule, "minute", silent=silent)
        else:
            row.step(Reason.MEASURED, rule, credit_of(minutes, record.scale), arguments)

    return earn


def measure_units(measure: Measure, unit: int) -> Callable[[int, int], int]:
    """Return the function from minutes (in `1 / scale`) and scale to credit (in `1 / (scale * unit)`)."""
    if measure.bands:
        bands = [(band.minutes, _whole(band.credit, unit)) for band in reversed(measure.bands)]
        return lambda minutes, scale: next(
            (credit * scale for start, credit in bands if minutes * start.denominator >= start.numerator * scale), 0
        )
    per, least = measure.minutes_per_unit, measure.minimum * measure.minutes_per_unit

    def credit_of(minutes: int, scale: int) -> int:
        if minutes * least.denominator < least.numerator * scale:
            return 0
        if measure.increment is None:
            return minutes * per.denominator * unit // per.numerator
        step = measure.increment
        above = minutes * per.denominator * step.denominator
        steps = round_ratio(above, scale * per.numerator * step.numerator, measure.rounding)
        return steps * _whole(step, unit) * scale

    return credit_of


def _later_steps(award: Award, unit: int) -> tuple[Earn, ...]:
    steps: list[Earn] = []
    if award.times != 1:
        steps.append(_times(award))
    if award.least:
        steps.append(_least(award, _whole(award.least, unit)))
    if award.whole is not None:
        steps.append(_multiples(award, award.whole, _whole(award.whole, unit)))
    return tuple(steps)


def _times(award: Award) -> Earn:
    above, below = award.times.numerator, award.times.denominator
    arguments: Arguments = (("times", award.times),)

    def earn(row: Row, _: Record) -> None:
        row.step(Reason.MULTIPLIED, award.id, row.counted * above // below, arguments)

    return earn


def _least(award: Award, least: int) -> Earn:
    def earn(row: Row, record: Record) -> None:
        if row.counted < least * record.scale:
            row.step(Reason.BELOW_LEAST, award.id, 0, (("at_least", award.least),))

    return earn


def _multiples(award: Award, multiple: Fraction, whole: int) -> Earn:
    def earn(row: Row, record: Record) -> None:
        rest = row.counted % (whole * record.scale)
        if rest:
            row.step(Reason.WHOLE_ONLY, award.id, row.counted - rest, (("multiple", multiple),))

    return earn
