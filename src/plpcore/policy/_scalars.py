"""Single values of a policy document: text, ids, flags, numbers, shares, dates and words."""

from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar
from unicodedata import category

from plpcore.errors import InputError, PolicyError
from plpcore.ids import MAX_ID_LENGTH, check_id
from plpcore.period import parse_date
from plpcore.policy._shapes import Plain, Shape, kind_of_value, nearest
from plpcore.quantity import check_unit, format_amount, parse_amount, parse_share

U = TypeVar("U")
E = TypeVar("E", bound=StrEnum)

MAX_TEXT = 10_000
_SHOWN = 40


class TextShape(Shape[str]):
    """Text without characters that nobody can see; a line break, a tab and any blank are allowed."""

    def __init__(self, least: int = 0, most: int = MAX_TEXT) -> None:
        self._least = least
        self._most = most

    def read(self, value: object, where: str) -> str:
        """Return the text."""
        if not isinstance(value, str):
            raise PolicyError(where, f"text is expected, not {kind_of_value(value)}", 'write it in "quotes"')
        if len(value) < self._least:
            raise PolicyError(where, "the text is empty", "say something")
        if len(value) > self._most:
            raise PolicyError(where, f"text is longer than {self._most} characters", "shorten it")
        hidden = None if value.isprintable() else next((char for char in value if not _can_be_read(char)), None)
        if hidden is not None:
            raise PolicyError(where, f"text holds the character U+{ord(hidden):04X}, which nobody can see", "remove it")
        return value

    def write(self, value: str) -> Plain:
        """Return the text."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of text."""
        least: dict[str, object] = {"minLength": self._least} if self._least else {}
        return {"type": "string", **least, "maxLength": self._most}


def _can_be_read(char: str) -> bool:
    return char.isprintable() or char in "\n\t" or category(char) == "Zs"


def _parsed(parse: Callable[[Any, str], U], value: object, where: str) -> U:
    """Return what another package of the centre reads; what it refuses becomes a `PolicyError`."""
    try:
        return parse(value, where)
    except InputError as error:
        raise PolicyError(error.where, error.what, error.mend) from None


class IdShape(Shape[str]):
    """An id: 1 to 200 printable characters without a blank at either end."""

    def read(self, value: object, where: str) -> str:
        """Return the id."""
        return _parsed(check_id, value, where)

    def write(self, value: str) -> Plain:
        """Return the id."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of an id."""
        meaning = "1 to 200 printable characters without a blank at either end."
        return {"title": "id", "description": meaning, "type": "string", "minLength": 1, "maxLength": MAX_ID_LENGTH}


class UnitShape(Shape[str]):
    """The code of a source unit, such as `hour` or `semester_hour`."""

    def read(self, value: object, where: str) -> str:
        """Return the code."""
        return _parsed(check_unit, value, where)

    def write(self, value: str) -> Plain:
        """Return the code."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of a code."""
        meaning = "The code of a source unit: a small letter, then up to 39 of a-z, 0-9, - and _."
        return {"title": "unit-code", "description": meaning, "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,39}$"}


class FlagShape(Shape[bool]):
    """`true` or `false`."""

    def read(self, value: object, where: str) -> bool:
        """Return the flag."""
        if not isinstance(value, bool):
            raise PolicyError(where, f"true or false is expected, not {kind_of_value(value)}", "write true or false")
        return value

    def write(self, value: bool) -> Plain:  # noqa: FBT001 - the value itself is a flag
        """Return the flag."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of a flag."""
        return {"type": "boolean"}


class WholeShape(Shape[int]):
    """A whole number between two inclusive bounds."""

    def __init__(self, least: int = 0, most: int = 999_999_999) -> None:
        self._least = least
        self._most = most

    def read(self, value: object, where: str) -> int:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int):
            what = f"a whole number is expected, not {kind_of_value(value)}"
            raise PolicyError(where, what, "write digits without quotes, point or sign")
        if not self._least <= value <= self._most:
            # The number itself is not shown: Python refuses to print very long ones.
            raise PolicyError(where, "the number is out of range", self._range())
        return value

    def write(self, value: int) -> Plain:
        """Return the number."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of the number."""
        return {"type": "integer", "minimum": self._least, "maximum": self._most}

    def _range(self) -> str:
        if self._least == self._most:
            return f"only {self._least} is known"
        return f"write a number from {self._least} to {self._most}"


class AmountShape(Shape[Fraction]):
    """An exact amount, not negative: a whole number, a decimal, or a fraction written as text."""

    def read(self, value: object, where: str) -> Fraction:
        """Return the amount."""
        if not isinstance(value, bool) and kind_of_value(value) not in {"text", "a number"}:
            raise PolicyError(where, f"an amount is expected, not {kind_of_value(value)}", "write a number")
        amount = _parsed(parse_amount, value, where)
        if amount < 0:
            raise PolicyError(where, "an amount cannot be negative", "write it without the sign")
        return amount

    def write(self, value: Fraction) -> Plain:
        """Return a whole number as it is, anything else as text."""
        return value.numerator if value.denominator == 1 else format_amount(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of an amount."""
        pattern = r"^([0-9]{1,9}(\.[0-9]{1,6})?|[0-9]{1,9}/[0-9]{1,6})$"
        forms = [{"type": "number", "minimum": 0}, {"type": "string", "pattern": pattern}]
        meaning = 'An exact number, not negative: 12, 1.5 (up to 6 decimals), or a fraction as text, "2/3".'
        return {"title": "amount", "description": meaning, "anyOf": forms}


class ShareShape(Shape[Fraction]):
    """A share from 0 to 1: `50%`, or an amount such as `1/3`."""

    def read(self, value: object, where: str) -> Fraction:
        """Return the share as a fraction of one."""
        return _parsed(parse_share, value, where)

    def write(self, value: Fraction) -> Plain:
        """Return the share as a percentage where that is whole, else as an amount."""
        percent = value * 100
        return f"{percent.numerator}%" if percent.denominator == 1 else format_amount(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of a share."""
        pattern = r"^([0-9]{1,3}(\.[0-9]{1,4})?%|[0-9]{1,9}(\.[0-9]{1,6})?|[0-9]{1,9}/[0-9]{1,6})$"
        forms = [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": pattern}]
        meaning = 'A share from nothing to all: "50%", "12.5%", 0.5, or a fraction as text, "1/3".'
        return {"title": "share", "description": meaning, "anyOf": forms}


class DateShape(Shape[date]):
    """A date, as TOML's own or as the text YYYY-MM-DD."""

    def read(self, value: object, where: str) -> date:
        """Return the date."""
        return _parsed(parse_date, value, where)

    def write(self, value: date) -> Plain:
        """Return the date as text."""
        return value.isoformat()

    def schema(self) -> dict[str, object]:
        """Return the schema of a date."""
        return {"type": "string", "format": "date"}


class ChoiceShape(Shape[E]):
    """One of the words of an enumeration.

    Args:
        words: The enumeration.
        refused: Words of it that have no meaning here: the table refuses them, saying why, and no schema offers them.
    """

    def __init__(self, words: type[E], *, refused: Collection[E] = ()) -> None:
        self._words = words
        self._refused = refused

    def read(self, value: object, where: str) -> E:
        """Return the member whose word it is."""
        known = [word.value for word in self._words]
        if not isinstance(value, str):
            raise PolicyError(where, f"a word is expected, not {kind_of_value(value)}", "known are " + ", ".join(known))
        if value not in known:
            raise PolicyError(where, f"{shown(value)} is not one of its words", nearest(value, known))
        return self._words(value)

    def write(self, value: E) -> Plain:
        """Return the word."""
        return value.value

    def schema(self) -> dict[str, object]:
        """Return the schema of the words."""
        return {"enum": [word.value for word in self._words if word not in self._refused]}


def shown(text: str) -> str:
    """Return a text as it is shown in an error line: quoted, on one line, cut when long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}…"


TEXT = TextShape()
SOME_TEXT = TextShape(least=1)
ID = IdShape()
UNIT = UnitShape()
FLAG = FlagShape()
WHOLE = WholeShape()
AMOUNT = AmountShape()
SHARE = ShareShape()
DATE = DateShape()
