"""One cell at a time: from the text of a cell to the value of a field, or a line that says what is wrong."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from attrs import frozen

from plpcore.errors import InputError, RecordError
from plpcore.exchange._dates import day_reader
from plpcore.exchange._fields import Form
from plpcore.ids import check_id
from plpcore.model import KINDS, GrantKind, ReviewDecision, ReviewPurpose, Visibility, suggest_kind
from plpcore.quantity import check_unit, parse_amount

Reader: TypeAlias = Callable[[str], object]

_SHOWN = 40
_MEASURED = re.compile(r"(\S*[0-9])\s*([A-Za-z][A-Za-z .]*)?")
_UNITS = {
    "hour": ("h", "hr", "hrs", "hour", "hours", "clock hour", "clock hours"),
    "minute": ("m", "min", "mins", "minute", "minutes"),
    "page": ("p", "pp", "pg", "pgs", "page", "pages"),
    "day": ("d", "day", "days"),
}
UNIT_WORDS: Mapping[str, str] = MappingProxyType({word: unit for unit, words in _UNITS.items() for word in words})
"""What people write for a unit."""

FLAG_WORDS: Mapping[str, bool] = MappingProxyType(
    {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}
)
"""What is read as a flag without a word in the map."""

_DECISIONS = {
    **{decision.value: decision for decision in ReviewDecision},
    "approve": ReviewDecision.APPROVED,
    "return": ReviewDecision.RETURNED,
    "deny": ReviewDecision.DENIED,
    "revoke": ReviewDecision.REVOKED,
}


class FactForm(StrEnum):
    """What a fact's cells hold."""

    TEXT = "text"
    TEXTS = "texts"
    FLAG = "flag"
    NUMBER = "number"
    DATE = "date"


@frozen
class Measured:
    """An amount, and the unit where the cell itself says it."""

    amount: Fraction
    unit: str = ""


@frozen
class Settings:
    """What the map says about the cells of one column.

    Attributes:
        dates: Formats, besides the ISO form.
        separator: What stands between the items of a list.
        fact: What a fact's cells hold.
        kinds: Kinds by what the file calls them, in lower case.
        other_kinds: Whether an unknown kind is kept as it is.
    """

    dates: tuple[str, ...] = ()
    separator: str = ";"
    fact: FactForm = FactForm.TEXT
    kinds: Mapping[str, str] = MappingProxyType({})
    other_kinds: bool = False


def one_line(text: str) -> str:
    """Return the text with every run of blanks and line breaks as one blank, none at the ends."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """Return the text in the form in which words are compared: one line, in lower case."""
    return one_line(text).casefold()


def cell_reader(form: Form, settings: Settings) -> Reader:
    """Return the function that reads a cell, which is never blank, into the value of a field of this form.

    The function raises `InputError` with `$` as the place.
    """
    simple: dict[Form, Reader] = {
        Form.ID: lambda text: check_id(one_line(text)),
        Form.LINE: one_line,
        Form.BODY: lambda text: text.replace("\r\n", "\n").replace("\r", "\n").strip(),
        Form.DAY: _days(settings),
        Form.AMOUNT: read_measured,
        Form.UNIT: read_unit,
        Form.WHOLE: _whole,
        Form.KIND: _kinds(settings),
        Form.DECISION: _words(_DECISIONS),
        Form.PURPOSE: _words({purpose.value: purpose for purpose in ReviewPurpose}),
        Form.GRANT: _words({kind.value: kind for kind in GrantKind}),
        Form.VISIBILITY: _words({word.value: word for word in Visibility}),
        Form.IDS: lambda text: tuple(check_id(item) for item in _items(text, settings.separator)),
        Form.LINES: lambda text: _items(text, settings.separator),
    }
    return simple[form] if form in simple else _fact(settings)


def read_measured(text: str) -> Measured:
    """Return the amount of a cell such as `1.5`, `90 min` or `12 pages`."""
    match = _MEASURED.fullmatch(one_line(text))
    if match is None:
        raise RecordError("$", f"{text[:_SHOWN]!r} is not an amount", "write it as 1.5, or with a unit as '90 min'")
    return Measured(parse_amount(match[1]), read_unit(match[2]) if match[2] else "")


def read_unit(text: str) -> str:
    """Return the code of a unit that people write as `hrs` or `Semester Hour`."""
    word = folded(text).removesuffix(".").strip()
    return UNIT_WORDS.get(word) or check_unit(word.replace(" ", "_"))


def _items(text: str, separator: str) -> tuple[str, ...]:
    items = (one_line(item) for item in text.split(separator))
    return tuple(dict.fromkeys(item for item in items if item))


def _days(settings: Settings) -> Reader:
    read = day_reader(settings.dates)
    return lambda text: read(one_line(text))


def _whole(text: str) -> int:
    amount = parse_amount(one_line(text))
    if amount.denominator != 1:
        raise RecordError("$", f"{text!r} is not a whole number", "write it without decimals")
    return amount.numerator


def _words(known: Mapping[str, object]) -> Reader:
    def read(text: str) -> object:
        word = folded(text)
        if word in known:
            return known[word]
        mend = "write one of " + ", ".join(sorted(known)) + ", or map the word under values"
        raise RecordError("$", f"{text[:_SHOWN]!r} is not one of its words", mend)

    return read


def _kinds(settings: Settings) -> Reader:
    known = {folded(kind.title): code for code, kind in KINDS.items()} | {code: code for code in KINDS}
    known |= settings.kinds

    def read(text: str) -> str:
        found = known.get(folded(text))
        if found is not None:
            return found
        if settings.other_kinds:
            return check_id(one_line(text))
        raise unknown_kind(one_line(text))

    return read


def unknown_kind(text: str, table: str = "kinds") -> InputError:
    """Return the error for words that name no known kind, with the line of the map that would mend it.

    Args:
        text: The words.
        table: Where the line goes: `kinds`, or `kinds_by_title` for the words of a title.
    """
    near = suggest_kind(text)
    line = f'"{text[:_SHOWN]}" = "{near.code if near is not None else "…"}" under [activities.{table}]'
    if near is not None:
        mend = f"did you mean {near.code}? Then write {line}"
    else:
        other = "; keep_other_kinds = true keeps words of your own" if table == "kinds" else ""
        mend = f"write {line}, with the kind that it is, such as workshop, book or chat{other}"
    return RecordError("$", f"{text[:_SHOWN]!r} is no known kind of activity", mend)


def _fact(settings: Settings) -> Reader:
    readers: dict[FactForm, Reader] = {
        FactForm.TEXT: one_line,
        FactForm.TEXTS: lambda text: _items(text, settings.separator),
        FactForm.FLAG: _flag,
        FactForm.NUMBER: lambda text: parse_amount(one_line(text)),
        FactForm.DATE: _days(settings),
    }
    return readers[settings.fact]


def _flag(text: str) -> bool:
    word = folded(text)
    if word in FLAG_WORDS:
        return FLAG_WORDS[word]
    mend = f'write yes or no, or map the word: values = {{ "{text[:_SHOWN]}" = true }}'
    raise RecordError("$", f"{text[:_SHOWN]!r} is neither yes nor no", mend)


def nearest(word: str, known: list[str]) -> str:
    """Return the mend for an unknown name: the likeliest one, or all."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean '{close[0]}'?" if close else "known are " + ", ".join(known)
