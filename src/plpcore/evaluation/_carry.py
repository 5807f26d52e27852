"""Carry-over: what was carried in, and what goes on."""

from datetime import date
from fractions import Fraction

from plpcore.evaluation._context import ZERO, Record, Row
from plpcore.evaluation._plans import holds, lies_in
from plpcore.evaluation._prepare import PreparedWay
from plpcore.evaluation._reasons import Status
from plpcore.evaluation._required import applies
from plpcore.model import CarriedCredit
from plpcore.period import Period, add_months
from plpcore.policy import CarryOver, SpentFirst, Window


def accepted(carry: CarryOver | None, record: Record) -> tuple[CarriedCredit, ...]:
    """Return the carried credit that counts in this cycle; without a rule on carry-over, all of it."""
    if carry is None:
        return record.portfolio.carried_in
    return tuple(credit for credit in record.portfolio.carried_in if carry.accepts and credit.hops < carry.cycles)


def carried_out(
    way: PreparedWay, rows: list[Row], record: Record, required: Fraction, carried: tuple[CarriedCredit, ...]
) -> Fraction:
    """Return the credit that goes on to the next cycle, in the policy's unit, not below 0.

    Without a rule on carry-over nothing goes on.
    """
    rule = way.rules.carry_over
    if rule is None or not applies(way.carry_if, record):
        return ZERO
    own = _sum([row for row in rows if row.status is Status.COUNTED], way, record)
    limits = [_movable(rule, own, required, carried, way.options.spent_first)]
    if rule.at_most is not None:
        limits.append(rule.at_most)
    if _restricts(rule):
        limits.append(_sum(_eligible(rows, way, record), way, record))
    return max(ZERO, min(limits))


def _movable(
    rule: CarryOver, own: Fraction, required: Fraction, carried: tuple[CarriedCredit, ...], first: SpentFirst
) -> Fraction:
    """The surplus is what was spent last; of the credit that was carried in, only some may be carried on."""
    brought = sum((credit.amount for credit in carried), ZERO)
    again = sum((credit.amount for credit in carried if rule.again and credit.hops + 1 < rule.cycles), ZERO)
    surplus = own + brought - required
    if first is SpentFirst.CARRIED:
        return min(surplus, own + again)
    own_surplus = max(ZERO, own - required)
    return own_surplus + min(surplus - own_surplus, again)


def _sum(rows: list[Row], way: PreparedWay, record: Record) -> Fraction:
    return Fraction(sum(row.counted for row in rows), way.unit * record.scale)


def _restricts(rule: CarryOver) -> bool:
    return rule.earned is not None or bool(rule.last_months) or rule.when != CarryOver(id="-", cite="-").when


def _eligible(rows: list[Row], way: PreparedWay, record: Record) -> list[Row]:
    rule = way.rules.carry_over
    window = None if rule is None else _window(rule, record.dates.cycle)
    return [
        row
        for row in rows
        if row.status is Status.COUNTED
        and (window is None or lies_in(row.day, window))
        and holds(way.carry_when, row, record)
    ]


def _window(rule: CarryOver, cycle: Period | None) -> Window | None:
    if rule.earned is not None or not rule.last_months or cycle is None:
        return rule.earned
    return Window(start=max(add_months(cycle.end, -rule.last_months), date.min), until=cycle.end)
