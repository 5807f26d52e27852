"""What was claimed and which part of it counts, in the units in which it was entered."""

from collections.abc import Iterable
from fractions import Fraction

from plpcore.evaluation import Line, Statement
from plpcore.quantity import Quantity

_ZERO = Fraction(0)
_MINUTES = 60


def claims_of(statement: Statement) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of each activity; one whose credit an award splits has several."""
    found: dict[str, list[Line]] = {}
    for line in statement.lines:
        found.setdefault(line.activity, []).append(line)
    return tuple(tuple(lines) for lines in found.values())


def counted_share(lines: Iterable[Line]) -> Fraction:
    """Return which part of an activity counts: 1 all of what it is worth, 0 nothing."""
    parts = tuple(lines)
    earned = sum(line.earned_units for line in parts)
    counted = sum(line.counted_units for line in parts)
    return min(Fraction(counted, earned), Fraction(1)) if earned else _ZERO


def not_counted(lines: tuple[Line, ...]) -> tuple[Quantity, ...]:
    """Return the part of a claim that does not count: the same part of each of its amounts."""
    return scaled(lines[0].claimed, 1 - counted_share(lines))


def scaled(amounts: Iterable[Quantity], share: Fraction) -> tuple[Quantity, ...]:
    """Return a share of some amounts, added up as `added` does."""
    return added(Quantity(amount.amount * share, amount.unit) for amount in amounts)


def added(amounts: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Return the sum of each unit, minutes as hours of 60, by the units' names; a sum of 0 is left out."""
    found: dict[str, Fraction] = {}
    for amount in amounts:
        is_minutes = amount.unit == "minute"
        unit = "hour" if is_minutes else amount.unit
        found[unit] = found.get(unit, _ZERO) + (amount.amount / _MINUTES if is_minutes else amount.amount)
    return tuple(Quantity(found[unit], unit) for unit in sorted(found) if found[unit])
