"""JSON as rows: a list of flat objects, or one object a line."""

import json
from collections.abc import Iterator
from pathlib import Path

from plpcore.errors import InputError, RecordError, not_readable
from plpcore.exchange._files import read_text
from plpcore.exchange._lines import RawRow

MAX_BYTES = 512_000_000
"""The largest JSON file that is read."""


def json_items(path: Path) -> Iterator[tuple[int, object]]:
    """Yield the items of a JSON list, or of a file with one JSON value a line, with their number or line from 1.

    Amounts with decimals stay text, so that none becomes a float. A line that is no JSON yields its error.

    Raises:
        RecordError: The file cannot be read, or is not JSON.
    """
    text = read_text(path, RecordError, MAX_BYTES)
    if path.suffix.lower() == ".jsonl":
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield number, _loaded_or_error(line)
        return
    data = _loaded(text, str(path))
    yield from enumerate(data if isinstance(data, list) else [data], start=1)


def json_rows(path: Path) -> Iterator[RawRow]:
    """Yield the rows of a JSON file, first one that names the columns; raises as `json_items` does."""
    items = list(json_items(path))
    header = list(dict.fromkeys(name for _, item in items if isinstance(item, dict) for name in item))
    yield RawRow(0, tuple(header))
    for number, item in items:
        yield _row(number, item, header)


def _row(number: int, item: object, header: list[str]) -> RawRow:
    if isinstance(item, InputError):
        return RawRow(number, (), item)
    if not isinstance(item, dict):
        return RawRow(number, (), RecordError("$", "an object is expected", "write name and value of each cell"))
    try:
        return RawRow(number, tuple(_cell(item.get(name), name) for name in header))
    except RecordError as error:
        return RawRow(number, (), error)


def _cell(value: object, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    raise RecordError(f"$.{name}", "text, a number, true or false, or a list of texts is expected", "make it flat")


def _loaded_or_error(line: str) -> object:
    try:
        return _loaded(line)
    except RecordError as error:
        return error


def _loaded(text: str, name: str = "$") -> object:
    try:
        return json.loads(text, parse_float=str, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except RecursionError:
        raise RecordError(name, "the document is nested too deep", "make it flat") from None
    except ValueError as error:
        raise not_readable(RecordError, name, "JSON", text, error) from None


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice")
    return found
