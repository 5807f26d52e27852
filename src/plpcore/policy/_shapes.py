"""What a value of a policy document may look like: how it is read, written and described.

One shape serves three readers: the parser (`read`), the canonical form (`write`) and the JSON Schema
(`schema`), so that the three cannot disagree.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from plpcore.errors import InputError, InputErrors, PolicyError
from plpcore.period import parse_date
from plpcore.quantity import format_amount, parse_amount, parse_share

T = TypeVar("T")
S = TypeVar("S")
U = TypeVar("U")
E = TypeVar("E", bound=StrEnum)

Plain: TypeAlias = str | int | bool | list["Plain"] | dict[str, "Plain"]
"""Data of TOML and JSON without floats: amounts and dates are text."""

MAX_TEXT = 10_000


class Shape(ABC, Generic[T]):
    """The form of one value in a policy document."""

    @abstractmethod
    def read(self, value: object, where: str) -> T:
        """Return the value that plain data stands for; raise `PolicyError` that names `where`."""

    @abstractmethod
    def write(self, value: T) -> Plain:
        """Return the plain data that `read` turns back into `value`."""

    @abstractmethod
    def schema(self) -> dict[str, object]:
        """Return the JSON Schema (2020-12) of the plain data."""

    def resolve(self, value: T, where: str, scopes: "Scopes") -> T:  # noqa: ARG002 - only names of facts need them
        """Return the value with its facts typed; raise `PolicyError` for a fact that nobody declared."""
        return value


class Scopes(Protocol):
    """The declared facts that names and predicates are held against."""

    def spec_of(self, fact: str, scope: "Scope", where: str) -> Any:  # noqa: ANN401 - FactSpec stands above the shapes
        """Return the declaration of a fact; raise `PolicyError` when there is none."""


class Scope(StrEnum):
    """Whose facts a name is looked up among."""

    CLAIM = "claim"
    ACTIVITY = "activity"
    EDUCATOR = "educator"


def gather(problems: list[InputError], read: Callable[[], None]) -> None:
    """Run one reading and keep what it refuses, so that one reading reports everything."""
    try:
        read()
    except InputErrors as several:
        problems.extend(several.errors)
    except InputError as error:
        problems.append(error)


def each(items: Iterable[S], read: Callable[[S, int], U]) -> tuple[U, ...]:
    """Read every item; raise `InputErrors` with all that was refused."""
    found: list[U] = []
    problems: list[InputError] = []
    for index, item in enumerate(items):
        gather(problems, lambda item=item, index=index: found.append(read(item, index)))
    if problems:
        raise InputErrors(problems)
    return tuple(found)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the mend for a word that is not among `known`: the likeliest one, or the whole list."""
    close = get_close_matches(word, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return "known are " + ", ".join(sorted(known)) if known else "nothing may stand here"


class TextShape(Shape[str]):
    """Text of at most 10,000 characters without control characters (a line break is allowed)."""

    def read(self, value: object, where: str) -> str:
        """Return the text."""
        if not isinstance(value, str):
            raise PolicyError(where, f"text is expected, not {kind_of_value(value)}", 'write it in "quotes"')
        if len(value) > MAX_TEXT:
            raise PolicyError(where, f"text is longer than {MAX_TEXT} characters", "shorten it")
        if not all(char.isprintable() or char in "\n\t" for char in value):
            raise PolicyError(where, "text holds a control character", "remove it")
        return value

    def write(self, value: str) -> Plain:
        """Return the text."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of text."""
        return {"type": "string", "maxLength": MAX_TEXT}


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
            raise PolicyError(
                where, f"a whole number is expected, not {kind_of_value(value)}", "write it without quotes"
            )
        if not self._least <= value <= self._most:
            raise PolicyError(where, f"{value} is out of range", f"write a number from {self._least} to {self._most}")
        return value

    def write(self, value: int) -> Plain:
        """Return the number."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of the number."""
        return {"type": "integer", "minimum": self._least, "maximum": self._most}


class AmountShape(Shape[Fraction]):
    """An exact amount, not negative: a whole number, a decimal, or a fraction written as text."""

    def read(self, value: object, where: str) -> Fraction:
        """Return the amount."""
        try:
            amount = parse_amount(value, where)  # type: ignore[arg-type]  # it refuses what is no number
        except InputError as error:
            raise PolicyError(error.where, error.what, error.mend) from None
        if amount < 0:
            raise PolicyError(where, "an amount cannot be negative", "write it without the sign")
        return amount

    def write(self, value: Fraction) -> Plain:
        """Return a whole number as it is, anything else as text."""
        return value.numerator if value.denominator == 1 else format_amount(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of an amount."""
        pattern = r"^(\d{1,9}(\.\d{1,6})?|\d{1,9}/\d{1,6})$"
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": pattern}]}


class ShareShape(Shape[Fraction]):
    """A share: `50%`, or an amount such as `1/3`."""

    def read(self, value: object, where: str) -> Fraction:
        """Return the share as a fraction of one."""
        try:
            share = parse_share(value, where)  # type: ignore[arg-type]  # it refuses what is no share
        except InputError as error:
            raise PolicyError(error.where, error.what, error.mend) from None
        if share < 0:
            raise PolicyError(where, "a share cannot be negative", "write it without the sign")
        return share

    def write(self, value: Fraction) -> Plain:
        """Return the share as a percentage where that is short, else as an amount."""
        percent = value * 100
        return f"{percent.numerator}%" if percent.denominator == 1 else format_amount(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of a share."""
        pattern = r"^(\d{1,9}(\.\d{1,6})?%?|\d{1,9}/\d{1,6})$"
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": pattern}]}


class DateShape(Shape[date]):
    """A date, as TOML's own or as the text YYYY-MM-DD."""

    def read(self, value: object, where: str) -> date:
        """Return the date."""
        try:
            return parse_date(value, where)  # type: ignore[arg-type]  # it refuses what is no date
        except InputError as error:
            raise PolicyError(error.where, error.what, error.mend) from None

    def write(self, value: date) -> Plain:
        """Return the date as text."""
        return value.isoformat()

    def schema(self) -> dict[str, object]:
        """Return the schema of a date."""
        return {"type": "string", "format": "date"}


class ChoiceShape(Shape[E]):
    """One of the words of an enumeration."""

    def __init__(self, words: type[E]) -> None:
        self._words = words

    def read(self, value: object, where: str) -> E:
        """Return the member whose word it is."""
        known = [word.value for word in self._words]
        if not isinstance(value, str) or value not in known:
            raise PolicyError(where, f"{value!r} is not one of its words", nearest(str(value), known))
        return self._words(value)

    def write(self, value: E) -> Plain:
        """Return the word."""
        return value.value

    def schema(self) -> dict[str, object]:
        """Return the schema of the words."""
        return {"enum": [word.value for word in self._words]}


class ListShape(Shape[tuple[T, ...]]):
    """A list of values of one shape; a single value may stand without brackets where `single` is set."""

    def __init__(self, item: Shape[T], *, single: bool = False) -> None:
        self._item = item
        self._single = single

    def read(self, value: object, where: str) -> tuple[T, ...]:
        """Return the values in the order of the document."""
        if self._single and not isinstance(value, list):
            return (self._item.read(value, where),)
        if not isinstance(value, list):
            raise PolicyError(where, f"a list is expected, not {kind_of_value(value)}", "write it in [brackets]")
        return each(value, lambda item, index: self._item.read(item, f"{where}[{index}]"))

    def write(self, value: tuple[T, ...]) -> Plain:
        """Return a list."""
        return [self._item.write(item) for item in value]

    def schema(self) -> dict[str, object]:
        """Return the schema of the list."""
        many: dict[str, object] = {"type": "array", "items": self._item.schema()}
        return {"anyOf": [self._item.schema(), many]} if self._single else many

    def resolve(self, value: tuple[T, ...], where: str, scopes: Scopes) -> tuple[T, ...]:
        """Return the values with their facts typed."""
        return each(value, lambda item, index: self._item.resolve(item, f"{where}[{index}]", scopes))


class MapShape(Shape[tuple[tuple[str, T], ...]]):
    """A table of free names, kept sorted by name so that two documents of one meaning are equal."""

    def __init__(self, item: Shape[T]) -> None:
        self._item = item

    def read(self, value: object, where: str) -> tuple[tuple[str, T], ...]:
        """Return pairs of name and value, sorted by name."""
        table = table_of(value, where)
        return each(sorted(table), lambda name, _: (name, self._item.read(table[name], f"{where}.{name}")))

    def write(self, value: tuple[tuple[str, T], ...]) -> Plain:
        """Return a table."""
        return {name: self._item.write(item) for name, item in value}

    def schema(self) -> dict[str, object]:
        """Return the schema of the table."""
        return {"type": "object", "additionalProperties": self._item.schema()}

    def resolve(self, value: tuple[tuple[str, T], ...], where: str, scopes: Scopes) -> tuple[tuple[str, T], ...]:
        """Return the pairs with their facts typed."""
        return each(value, lambda pair, _: (pair[0], self._item.resolve(pair[1], f"{where}.{pair[0]}", scopes)))


def table_of(value: object, where: str) -> Mapping[str, object]:
    """Return the table that a value is; raise `PolicyError` when it is something else."""
    if not isinstance(value, Mapping):
        raise PolicyError(where, f"a table is expected, not {kind_of_value(value)}", "write key = value pairs")
    return value


def kind_of_value(value: object) -> str:
    """Return what a value of TOML or JSON is called in an error message."""
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", int: "a number", list: "a list", date: "a date"}
    found = next((name for kind, name in names.items() if isinstance(value, kind)), "")
    return found or ("a table" if isinstance(value, Mapping) else "nothing" if value is None else "a number")


TEXT = TextShape()
FLAG = FlagShape()
WHOLE = WholeShape()
AMOUNT = AmountShape()
SHARE = ShareShape()
DATE = DateShape()
TEXTS = ListShape(TEXT)
SOME_TEXTS = ListShape(TEXT, single=True)
