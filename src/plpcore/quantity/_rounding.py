"""Rounding exact amounts. Every mode is symmetric: a negative amount is rounded as its mirror image."""

from enum import StrEnum
from fractions import Fraction

from plpcore.errors import QuantityError


class Rounding(StrEnum):
    """Where an amount goes that lies between two neighbours.

    `DOWN` is toward zero and `UP` away from zero, also for negative amounts. The `HALF_…` modes go to the nearer
    neighbour and differ only for an amount exactly in the middle.
    """

    DOWN = "down"
    """To the neighbour nearer to zero."""
    UP = "up"
    """To the neighbour farther from zero."""
    HALF_UP = "half_up"
    """To the nearer one; the middle goes away from zero."""
    HALF_DOWN = "half_down"
    """To the nearer one; the middle goes toward zero."""
    HALF_EVEN = "half_even"
    """To the nearer one; the middle goes to the even multiple."""


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return `numerator / denominator` as a whole number, rounded as `rounding` says.

    Raises:
        QuantityError: `denominator` is 0 or negative.
    """
    if denominator <= 0:
        raise QuantityError("$", "the denominator is not above 0", "divide by a positive whole number")
    whole, rest = divmod(abs(numerator), denominator)
    if rest and _goes_away(rounding, 2 * rest - denominator, whole):
        whole += 1
    return -whole if numerator < 0 else whole


def round_to(amount: Fraction, increment: Fraction, rounding: Rounding) -> Fraction:
    """Return the whole multiple of `increment` that `amount` is rounded to, in the unit of `amount`.

    An `amount` that is a multiple already comes back as it is.

    Raises:
        QuantityError: `increment` is 0 or negative.
    """
    if increment <= 0:
        raise QuantityError("$", "the increment is not above 0", "round to a positive step, such as '1/2'")
    numerator = amount.numerator * increment.denominator
    steps = round_ratio(numerator, amount.denominator * increment.numerator, rounding)
    return Fraction(steps * increment.numerator, increment.denominator)


def _goes_away(rounding: Rounding, past_middle: int, whole: int) -> bool:
    if rounding == Rounding.DOWN:
        return False
    if rounding == Rounding.UP:
        return True
    if past_middle:
        return past_middle > 0
    return rounding == Rounding.HALF_UP or (rounding == Rounding.HALF_EVEN and whole % 2 == 1)
