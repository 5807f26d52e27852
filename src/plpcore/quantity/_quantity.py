"""A quantity: an exact amount of one unit, stored as it was entered."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm

from attrs import frozen

from plpcore.errors import QuantityError
from plpcore.quantity._amount import format_amount, parse_amount, shown

_UNIT = re.compile(r"[a-z][a-z0-9_-]{0,39}")
# Clock time alone converts by itself. What a semester credit is worth is for a policy to say.
_CLOCK = {"hour": ("minute", Fraction(1, 60)), "minute": ("hour", Fraction(60))}
_NO_TWIN = ("", Fraction(1))


@frozen(order=False)
class Quantity:
    """An amount of one unit, such as 1.5 hours or 3 semester credits.

    Quantities of one unit can be added, subtracted and compared. Two quantities are equal when amount and unit are:
    60 minutes and 1 hour are not, for what was entered stays as it was entered.

    Args:
        amount: Any exact amount; results of a computation may be longer than what `parse_amount` reads.
        unit: The unit's code: a small letter, then up to 39 small letters, digits, `-` or `_`.

    Raises:
        QuantityError: `amount` is not a `Fraction` (`Quantity.of` reads other types), or `unit` is not a code.
    """

    amount: Fraction
    unit: str

    def __attrs_post_init__(self) -> None:
        if type(self.amount) is not Fraction:
            what = f"the amount is {shown(self.amount)}, not Fraction"
            raise QuantityError("$.amount", what, "use Quantity.of, which reads numbers")
        check_unit(self.unit, "$.unit")

    @classmethod
    def of(cls, value: str | int | Decimal | Fraction, unit: str) -> "Quantity":
        """Return the quantity that `parse_amount` reads from `value`, in `unit`.

        Raises:
            QuantityError: The value or the unit cannot be read; the place is `$.amount` or `$.unit`.
        """
        return cls(parse_amount(value, "$.amount"), unit)

    def __add__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        self._check_same_unit(other)
        return Quantity(self.amount + other.amount, self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        self._check_same_unit(other)
        return Quantity(self.amount - other.amount, self.unit)

    def __lt__(self, other: "Quantity") -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._check_same_unit(other)
        return self.amount < other.amount

    def __le__(self, other: "Quantity") -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._check_same_unit(other)
        return self.amount <= other.amount

    def __str__(self) -> str:
        """Return amount and unit, as `1.5 hour`; `parse_quantity` reads it back."""
        return f"{format_amount(self.amount)} {self.unit}"

    def _check_same_unit(self, other: "Quantity") -> None:
        if self.unit != other.unit:
            what = f"'{self.unit}' and '{other.unit}' do not go together"
            raise QuantityError("$.unit", what, "convert one of them by a rule of the policy first")


def check_unit(unit: object, where: str = "$") -> str:
    """Return `unit` unchanged when it is a unit's code: a small letter, then up to 39 of `a-z 0-9 - _`.

    Raises:
        QuantityError: It is not; the line names `where`.
    """
    if isinstance(unit, str) and _UNIT.fullmatch(unit):
        return unit
    raise QuantityError(where, f"{shown(unit)} is not a unit", "write a code such as 'hour' or 'semester-credit'")


def parse_quantity(text: str, where: str = "$") -> Quantity:
    """Return the quantity written as an amount, one blank and a unit: `1.5 hour`.

    Raises:
        QuantityError: The text has another shape; the line names `where`.
    """
    amount, unit = _halves(text)
    if not unit:
        raise QuantityError(where, f"{shown(text)} is not a quantity", "write amount and unit, such as '1.5 hour'")
    return Quantity(parse_amount(amount, where), check_unit(unit, where))


def total_of(quantities: Iterable[Quantity], unit: str) -> Fraction:
    """Return the sum of all that is given in `unit`, in that unit; 0 when there is none.

    Hours count as 60 minutes of clock time and minutes as 1/60 hour. Quantities of other units are left out:
    converting those belongs to a policy.
    """
    twin, factor = _CLOCK.get(unit, _NO_TWIN)
    own: list[Fraction] = []
    converted: list[Fraction] = []
    for quantity in quantities:
        if quantity.unit == unit:
            own.append(quantity.amount)
        elif quantity.unit == twin:
            converted.append(quantity.amount)
    return _sum(own) + _sum(converted) * factor if converted else _sum(own)


def _sum(amounts: list[Fraction]) -> Fraction:
    # Over one common denominator the additions are whole numbers: several times faster than adding fractions.
    if len(amounts) == 1:
        return amounts[0]
    common = lcm(*(amount.denominator for amount in amounts))
    return Fraction(sum(amount.numerator * (common // amount.denominator) for amount in amounts), common)


def _halves(text: object) -> tuple[str, str]:
    amount, _, unit = text.partition(" ") if isinstance(text, str) else ("", "", "")
    return amount, unit
