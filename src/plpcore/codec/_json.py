"""JSON text to plain data and back, refusing what plain data cannot hold."""

import json
from collections import Counter
from typing import NoReturn, TypeVar

from plpcore.codec._values import from_data, to_data
from plpcore.errors import RecordError, not_readable

T = TypeVar("T")


def to_json(value: object) -> str:
    """Return a value of the plan as JSON: keys sorted, ASCII only, so that equal values give equal text.

    Raises:
        QuantityError: An amount is too long to be read back.
    """
    return json.dumps(to_data(value), sort_keys=True, separators=(",", ":"))


def from_json(cls: type[T], text: str, name: str = "$") -> T:
    """Return the value of class `cls` that a JSON text states.

    Raises:
        RecordError: The text is no JSON.
        InputErrors: It states no such value; one line for each mistake, with its path.
    """
    return from_data(cls, parse_json(text, name), name)


def parse_json(text: str, name: str = "$") -> object:
    """Return the data of a JSON text. Numbers with decimals stay floats, which `from_data` refuses with their path.

    Raises:
        RecordError: The text is no JSON, is nested too deep, names a key twice, or holds NaN or Infinity.
    """
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except RecursionError:
        raise RecordError(name, "the document is nested too deep", "flatten it") from None
    except ValueError as error:
        raise not_readable(RecordError, name, "JSON", text, error) from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise ValueError(f"the key {twice!r} stands twice")
    return found
