"""Amounts: reading them from outside and writing them, without ever losing a bit."""

import re
from decimal import Decimal
from fractions import Fraction

from plpcore.errors import QuantityError

MAX_DIGITS = 9
"""The most digits of an amount before the point, and of the numerator of a fraction."""

MAX_DECIMALS = 6
"""The most digits of an amount after the point, and of the denominator of a fraction."""

_BOUND: int = 10**MAX_DIGITS
_SCALE: int = 10**MAX_DECIMALS
_AMOUNT = re.compile(r"(-?[0-9]{1,9})(?:\.([0-9]{1,6})|/([0-9]{1,6}))?")
# Two decimals fewer than an amount: the share itself then has at most six and can be written as a decimal.
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%")
_SHOWN = 40

_SHAPE = f"write at most {MAX_DIGITS} digits, as in '12', '1.5' (up to {MAX_DECIMALS} decimals) or '2/3'"
_SHARE = "write '50%', '1/2' or '0.5'"


def parse_amount(value: str | int | Decimal | Fraction, where: str = "$") -> Fraction:
    """Return the exact amount that `value` stands for.

    Args:
        value: Text of ASCII digits (`"12"`, `"-1.5"`, `"2/3"`), or an `int`, `Decimal` or `Fraction` that could be
            written so: at most 9 digits before and 6 after the point, or 9 above and 6 below the stroke.
        where: The place to name when the value is refused.

    Raises:
        QuantityError: The value has another shape or type. Floats, booleans, NaN, infinities, exponents, blanks,
            underscores and digits of other scripts are refused; a denominator must be above 0.
    """
    if isinstance(value, str):
        return _from_text(value, where)
    fault = _fault(value)
    if fault is not None:
        raise QuantityError(where, *fault)
    return value if isinstance(value, Fraction) else Fraction(value)


def parse_share(value: str | int | Decimal | Fraction, where: str = "$") -> Fraction:
    """Return a share of a whole, from 0 to 1, both included.

    Args:
        value: A percentage (`"50%"`, `"12.5%"`; up to 4 decimals), or what `parse_amount` takes.
        where: The place to name when the value is refused.

    Raises:
        QuantityError: The value cannot be read, or lies below 0 or above 1 (100 %).
    """
    percent = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if percent is not None:
        share = _from_text(percent[1], where) / 100
    elif isinstance(value, str) and not _AMOUNT.fullmatch(value):
        raise QuantityError(where, f"{shown(value)} is not a share", _SHARE)
    else:
        share = parse_amount(value, where)
    if 0 <= share <= 1:
        return share
    raise QuantityError(where, f"the share {format_amount(share)} is not between 0 and 1", _SHARE)


def format_amount(amount: Fraction) -> str:
    """Return the shortest exact text of `amount`: `"1.5"` where 6 decimals suffice, else a fraction as `"2/3"`.

    Whatever `parse_amount` accepted comes back equal from `parse_amount(format_amount(amount))`. There are no
    trailing zeros and no `"-0"`.
    """
    numerator, denominator = amount.numerator, amount.denominator
    if denominator == 1:
        return str(numerator)
    # A divisor of 10**6 is exactly a denominator that six decimals can write.
    if _SCALE % denominator:
        return f"{numerator}/{denominator}"
    whole, millionths = divmod(abs(numerator) * (_SCALE // denominator), _SCALE)
    sign = "-" if numerator < 0 else ""
    return f"{sign}{whole}.{millionths:06d}".rstrip("0")


def shown(value: object) -> str:
    """Return `value` for an error message: text quoted, on one line and cut when long; of other things the type.

    Other things are not printed, for Python refuses to print very long numbers.
    """
    if not isinstance(value, str):
        return type(value).__name__
    return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}…"


def _from_text(text: str, where: str) -> Fraction:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise QuantityError(where, f"{shown(text)} is not an amount", _SHAPE)
    whole, decimals, below = match.groups()
    if decimals is not None:
        return Fraction(int(whole + decimals), 10 ** len(decimals))
    if below is None:
        return Fraction(int(whole))
    if int(below) == 0:
        raise QuantityError(where, f"{shown(text)} divides by zero", "write a denominator above 0")
    return Fraction(int(whole), int(below))


def _fault(value: object) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return f"{value} is not an amount", "write a number, such as 1 or '1.5'"
    if isinstance(value, int):
        return None if -_BOUND < value < _BOUND else ("the number is too large", _SHAPE)
    if isinstance(value, Fraction):
        return None if _fits(value) else ("the fraction is too long", _SHAPE)
    if isinstance(value, Decimal):
        return _fault_of_decimal(value)
    if isinstance(value, float):
        return f"{value} is a floating-point number, which is not exact", _mend_of_float(str(value))
    return f"{shown(value)} is not an amount", _SHAPE


def _fits(value: Fraction) -> bool:
    numerator, denominator = abs(value.numerator), value.denominator
    if _SCALE % denominator == 0:
        return numerator < _BOUND * denominator
    return numerator < _BOUND and denominator < _SCALE


def _fault_of_decimal(value: Decimal) -> tuple[str, str] | None:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return "the decimal number is not finite", _SHAPE
    # Looked at before any conversion: Decimal("1e9999999") would become an integer of ten million digits.
    if exponent < -MAX_DECIMALS or value.adjusted() >= MAX_DIGITS:
        return "the decimal number has too many digits", _SHAPE
    return None


def _mend_of_float(text: str) -> str:
    return f"write it as the text '{text}'" if _AMOUNT.fullmatch(text) else _SHAPE
