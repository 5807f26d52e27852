"""Values of the neutral vocabulary: exact numbers, shares, dates, lists that may stand alone."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.quantity import format_amount, parse_amount

Json: TypeAlias = dict[str, Any]
"""A table of a case, as JSON gives it."""

SILENT = frozenset(
    {
        "id",
        "name",
        "title",
        "note",
        "cite",
        "source",
        "source_url",
        "label",
        "description",
        "comment",
        "basis",
        "reason",
    }
)
"""Words that say nothing about credit; they may stand anywhere."""


class WordError(Exception):
    """A case says something that the neutral vocabulary does not know, or that a policy cannot say."""


def check_words(table: object, known: Iterable[str], place: str) -> None:
    """Refuse words that nobody documented, so that no case is half read."""
    if not isinstance(table, Mapping):
        raise WordError(f"{place}: a table is expected, not {table!r}")
    unknown = sorted(set(table) - set(known) - SILENT)
    if unknown:
        raise WordError(f"{place}: unknown words {', '.join(unknown)}")


def listed(value: Any) -> list[Any]:
    """Return a list; one value stands for a list of it, None for the empty list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def number(value: object) -> Fraction:
    """Return the exact number that a number or a text stands for; a percentage is so many hundredths."""
    if isinstance(value, str) and value.endswith("%"):
        return parse_amount(value[:-1]) / 100
    return parse_amount(value)  # type: ignore[arg-type]  # it refuses what is no number


def stated(value: Any) -> Any:
    """Return a value without what is null in its tables and lists: that is as good as not said."""
    if isinstance(value, Mapping):
        return {name: stated(inner) for name, inner in value.items() if inner is not None}
    return [stated(inner) for inner in value if inner is not None] if isinstance(value, list) else value


def is_number(value: object) -> bool:
    """Return whether a value is a number, or a text that stands for one."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | Fraction):
        return False
    try:
        number(value)
    except InputError:
        return False
    return True


def is_id(value: object) -> bool:
    """Return whether the text of a value can be an id."""
    try:
        check_id(str(value))
    except InputError:
        return False
    return True


def is_day(value: object) -> bool:
    """Return whether a value is the text of a date."""
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def amount(value: object) -> str:
    """Return a number as a policy writes it."""
    return format_amount(number(value))


def plain_amount(value: object, place: str) -> str:
    """Return an amount where a policy knows no share."""
    if isinstance(value, str) and value.endswith("%"):
        raise WordError(f"{place}: {value} is a share, and an amount is expected")
    return amount(value)


def limit(value: object, plain: str) -> Json:
    """Return a minimum or maximum: a share where it is a percentage, else the amount under the key `plain`."""
    if isinstance(value, str) and value.endswith("%"):
        return {"share": value}
    return {plain: amount(value)}


def day_after(text: str) -> str:
    """Return the first day after an inclusive last day."""
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def span(ends: list[str]) -> Json:
    """Return a window of a policy (its end exclusive) from two inclusive days."""
    first, last = ends
    return {"from": first, "until": day_after(last)}


def joined(parts: list[Json]) -> Json:
    """Return the predicate that all parts hold."""
    real = [part for part in parts if part]
    return real[0] if len(real) == 1 else {"all": real} if real else {}


NEVER: Json = {"not": {}}


def either(parts: list[Json]) -> Json:
    """Return the predicate that any part holds; of none, it never does."""
    return parts[0] if len(parts) == 1 else {"any": parts} if parts else NEVER


def several(count: int, parts: list[Json]) -> Json:
    """Return the predicate that at least so many parts hold; a policy refuses a count that nothing can reach."""
    if count > len(parts):
        return NEVER
    return {"at_least": {"count": count, "of": parts}} if count else {}
