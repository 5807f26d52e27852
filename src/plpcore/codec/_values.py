"""Values of the plan as plain data: text, whole numbers, true and false, lists and tables with text as keys.

Amounts, days and periods are text. What holds its default is left out. Nothing is coerced: a number where text is
expected is refused, and so is null where a value is expected, a float anywhere, and a key that nobody knows.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast, get_args, get_origin

from attrs import has
from cattrs import BaseValidationError, Converter
from cattrs.gen import make_dict_structure_fn

from plpcore.codec._errors import errors_of
from plpcore.errors import InputError, InputErrors, RecordError
from plpcore.model import ExternalIds, Facts, FactValue, FileDigest, Link, Text
from plpcore.period import Period, parse_date
from plpcore.quantity import Quantity, format_amount, parse_amount, parse_quantity

T = TypeVar("T")

Data: TypeAlias = str | int | bool | list["Data"] | dict[str, "Data"]
"""Plain data, as JSON has it, without floats."""

_LARGEST = 2**63
_CONTENTS: dict[str, type[Link | FileDigest | Text]] = {"url": Link, "sha256": FileDigest, "body": Text}


def to_data(value: object) -> dict[str, Data]:
    """Return a value of the plan, such as a `Portfolio`, as plain data; `from_data` reads it back equal.

    Raises:
        QuantityError: An amount is too long to be read back (see `plpcore.quantity.parse_amount`).
    """
    return cast("dict[str, Data]", _converter().unstructure(value))


def from_data(cls: type[T], data: object, name: str = "$") -> T:
    """Return the value of class `cls` that plain data states.

    Args:
        cls: A class of `plpcore.model`, such as `Portfolio`.
        data: The data.
        name: Where the data stands, for error messages.

    Raises:
        InputErrors: The data states no such value; one line for each mistake, with its path.
    """
    try:
        return _converter().structure(data, cls)
    except BaseValidationError as group:
        raise InputErrors(error.under(name) for error in errors_of(group, "$")) from None
    except InputError as error:
        raise InputErrors([error.under(name)]) from None


@cache
def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True, omit_if_default=True, detailed_validation=True)
    _read_plain(made)
    _read_exact(made)
    _write(made)
    return made


def _read_plain(made: Converter) -> None:
    made.register_structure_hook(str, _word_or_text)
    made.register_structure_hook(int, lambda value, _: _whole(value))
    made.register_structure_hook_factory(_is_tuple, lambda of: _list_reader(made, of))
    made.register_structure_hook_factory(has, lambda of: _table_reader(made, of))


def _read_exact(made: Converter) -> None:
    made.register_structure_hook(Fraction, lambda value, _: parse_amount(_text(value)))
    made.register_structure_hook(date, lambda value, _: parse_date(_text(value)))
    made.register_structure_hook(Period, lambda value, _: Period.parse(_text(value)))
    made.register_structure_hook(Quantity, lambda value, _: parse_quantity(_text(value)))
    made.register_structure_hook(Facts, lambda value, _: _facts(value))
    made.register_structure_hook(ExternalIds, lambda value, _: _external_ids(value))
    made.register_structure_hook(Link | FileDigest | Text, lambda value, _: _content(made, value))


def _write(made: Converter) -> None:
    made.register_unstructure_hook(Fraction, _amount)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(Period, str)
    made.register_unstructure_hook(Quantity, lambda value: f"{_amount(value.amount)} {value.unit}")
    made.register_unstructure_hook(Facts, lambda facts: {name: _fact(value) for name, value in facts.items()})
    made.register_unstructure_hook(ExternalIds, dict)
    made.register_unstructure_hook_func(_is_tuple, lambda items: [made.unstructure(item) for item in items])
    made.register_unstructure_hook(Link | FileDigest | Text, lambda value: made.unstructure(value, type(value)))


def _is_tuple(of: Any) -> bool:  # noqa: ANN401 - any annotation
    return of is tuple or get_origin(of) is tuple


def _word_or_text(value: object, of: type[str]) -> str:
    """Read text, or a word of an enumeration: the hook of `str` is asked for every StrEnum too."""
    return _word(value, of) if issubclass(of, StrEnum) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise RecordError("$", f"text is expected, not {_kind(value)}", 'write it in "quotes"')


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RecordError("$", f"a whole number is expected, not {_kind(value)}", "write it without quotes or decimals")
    if abs(value) >= _LARGEST:
        raise RecordError("$", "the number is too large", "stay below 2 to the power of 63")
    return value


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", float: "a number with decimals", int: "a number", str: "text", list: "a list"}
    return names.get(type(value), "a table")


def _word(value: object, of: type[StrEnum]) -> StrEnum:
    known = [member.value for member in of]
    if value not in known or not isinstance(value, str):
        shown = f"'{value[:40]}'" if isinstance(value, str) else _kind(value)
        raise RecordError("$", f"{shown} is not one of its words", f"write one of {', '.join(known)}")
    return of(value)


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise RecordError("$", f"a table is expected, not {_kind(value)}", "write names and values")
    return value


def _list_reader(made: Converter, of: Any) -> Callable[[object, Any], tuple[object, ...]]:  # noqa: ANN401
    item = get_args(of)[0]
    read_list = made.get_structure_hook(list[item])  # type: ignore[valid-type]  # known only now

    def reader(value: object, _: Any) -> tuple[object, ...]:  # noqa: ANN401
        if not isinstance(value, list):
            raise RecordError("$", f"a list is expected, not {_kind(value)}", "write it in [brackets]")
        return tuple(read_list(value, list[item]))  # type: ignore[valid-type]

    return reader


def _table_reader(made: Converter, of: type) -> Callable[[object, Any], object]:
    inner: Callable[[Any, Any], object] = make_dict_structure_fn(of, made, _cattrs_forbid_extra_keys=True)
    return lambda value, cls: inner(_table(value), cls)


def _content(made: Converter, value: object) -> Link | FileDigest | Text:
    table = _table(value)
    found = [cls for name, cls in _CONTENTS.items() if name in table]
    if len(found) != 1:
        raise RecordError("$", "evidence is an address, a file or a text", "write one of url, sha256 and body")
    return made.structure(table, found[0])


def _external_ids(value: object) -> ExternalIds:
    table = _table(value)
    return ExternalIds({name: _at(name, _text, held) for name, held in table.items()})


def _facts(value: object) -> Facts:
    return Facts({name: _at(name, _read_fact, held) for name, held in _table(value).items()})


def _at(name: str, read: Callable[[object], T], value: object) -> T:
    try:
        return read(value)
    except InputError as error:
        raise error.under(f"$.{name}") from None


def _read_fact(value: object) -> FactValue:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return parse_amount(value)
    if isinstance(value, list):
        return tuple(_text(item) for item in value)
    table = value if isinstance(value, dict) else {}
    if list(table) == ["number"]:
        return parse_amount(_text(table["number"]), "$.number")
    if list(table) == ["date"]:
        return parse_date(_text(table["date"]), "$.date")
    mend = 'write text, true, false, a whole number, a list of texts, {number = "1.5"} or {date = "2024-06-30"}'
    raise RecordError("$", f"a fact cannot be {_kind(value)}", mend)


def _fact(value: FactValue) -> Data:
    if isinstance(value, Fraction):
        return {"number": _amount(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _amount(value: Fraction) -> str:
    return format_amount(parse_amount(value))
