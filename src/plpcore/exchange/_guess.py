"""A column map offered from a header and a few rows. It is a start to read through, never used unread."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import frozen

from plpcore.errors import InputError, InputErrors, RecordError
from plpcore.exchange._cells import FactForm, Reader, Settings, cell_reader, folded
from plpcore.exchange._dates import day_reader
from plpcore.exchange._fields import FIELDS, LISTS, NEEDED, Form, form_of
from plpcore.exchange._map import Column, ColumnMap, TableMap, map_data, map_of
from plpcore.exchange._rows import raw_rows, read_header
from plpcore.exchange._toml import toml_lines
from plpcore.exchange._words import TYPES, WORDS
from plpcore.model import suggest_kind

TABLES = tuple(FIELDS)
"""The tables that a file can be read for."""

_NEAR_ENOUGH = 0.84
_SAMPLE = 500
_MOST_WORDS = 40
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_FORMATS = (
    "YYYY-MM-DD", "M/D/YYYY", "M/D/YY", "D/M/YYYY", "M-D-YYYY", "D.M.YYYY", "YYYY/MM/DD", "MMM D, YYYY", "D MMM YYYY",
)  # fmt: skip


@frozen
class Guess:
    """A column map offered.

    Attributes:
        map: The map.
        unread: Columns that it leaves out.
        lacking: Groups of fields of which one is needed and none was found.
        notes: What to look at, one line each.
    """

    map: ColumnMap
    unread: tuple[str, ...]
    lacking: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def guess_map(headers: Sequence[str], rows: Sequence[Sequence[str]] = (), table: str = "activities") -> Guess:
    """Return a column map for these headers.

    Args:
        headers: The names of the columns.
        rows: A few rows, for date formats and words; without them ISO dates are expected.
        table: What the rows are: activities, educators, goals …
    """
    fields = _fields(headers, table)
    cells = {header: _words(rows, place) for place, header in enumerate(headers)}
    notes: list[str] = []
    dates = _dates(fields, cells, table, notes)
    columns = {header: _column(field, cells[header], table) for header, field in fields.items()}
    kinds = _kinds(fields, cells, notes)
    found = TableMap(columns=tuple(columns.items()), dates=dates, kinds=kinds)
    taken = set(fields.values())
    lacking = tuple(group for group in NEEDED[table] if not taken & set(group))
    unread = tuple(header for header in headers if header.strip() and header not in fields)
    return Guess(_map_with(table, found), unread, lacking, tuple(notes))


def guess_file(path: Path, table: str = "activities") -> str:
    """Return a column map for a file as a TOML document with remarks.

    Raises:
        RecordError: The file cannot be read, or has no header.
    """
    header = read_header(path)
    sample = [row.cells for row in islice(raw_rows(path), 1, _SAMPLE) if row.fault is None]
    guess = guess_map(header, sample, table)
    return "\n".join(_document(guess, path.name)) + "\n"


def own_map(path: Path, table: str = "activities") -> ColumnMap:
    """Return the map of a file whose columns already have the names of our fields.

    Raises:
        RecordError: The file cannot be read, or its columns have other names; the mend says how to get a map.
    """
    header = read_header(path)
    columns = {name: name.strip() for name in header if form_of(table, name.strip()) is not None}
    try:
        return map_of({table: {"columns": columns}}, path.name)
    except InputErrors:
        mend = f"plp records guess {path} offers a column map; give it with --map"
        raise RecordError(str(path), "its columns have names of their own", mend) from None


def _map_with(table: str, found: TableMap) -> ColumnMap:
    tables: dict[str, Any] = {table: found}
    return ColumnMap(**tables)


def _normal(header: str) -> str:
    return " ".join(_NO_WORD.sub(" ", _CAMEL.sub(" ", header).lower()).split())


def _fields(headers: Sequence[str], table: str) -> dict[str, str]:
    """Give each field to the header that is nearest to one of its words, each header and field once."""
    scored = [
        (_score(_normal(header), words), place, field)
        for place, header in enumerate(headers)
        for field, words in WORDS[table].items()
    ]
    found: dict[str, str] = {}
    for score, place, field in sorted(scored, key=lambda one: (-one[0], one[1])):
        header = headers[place]
        is_free = header not in found and field not in found.values() and headers.count(header) == 1
        if score >= _NEAR_ENOUGH and is_free:
            found[header] = field
    return {header: found[header] for header in headers if header in found}


def _score(header: str, words: Sequence[str]) -> float:
    # An earlier word is the more telling one.
    ranked = ((SequenceMatcher(None, header, word).ratio(), -rank) for rank, word in enumerate(words))
    ratio, rank = max(ranked)
    return ratio + rank / 1000 if ratio < 1 else 1 + 1 / (2 - rank)


def _words(rows: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    cells = (row[place].strip() for row in rows if place < len(row))
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def _dates(
    fields: Mapping[str, str], cells: Mapping[str, tuple[str, ...]], table: str, notes: list[str]
) -> tuple[str, ...]:
    days = [cell for header, field in fields.items() if form_of(table, field) is Form.DAY for cell in cells[header]]
    fits = {text: sum(_reads(day_reader((text,)), day) for day in days) for text in _FORMATS}
    best = max(_FORMATS, key=lambda text: fits[text])
    if days and fits[best] < len(days):
        notes.append(f"{len(days) - fits[best]} of {len(days)} different dates are not written as {best}")
    if fits[best] > fits["YYYY-MM-DD"] and fits["M/D/YYYY"] == fits["D/M/YYYY"] == fits[best]:
        notes.append("no date has a day above 12, so that month before day (M/D/YYYY) is a guess")
    return (best,) if fits[best] > fits["YYYY-MM-DD"] else ()


def _reads(read: Reader, text: str) -> bool:
    try:
        read(text)
    except InputError:
        return False
    return True


def _column(field: str, words: tuple[str, ...], table: str) -> Column:
    form = form_of(table, field)
    kind = TYPES.get(field, "text")
    values: tuple[tuple[str, str], ...] = ()
    if form is Form.DECISION or kind == "flag":
        read = cell_reader(form or Form.FACT, Settings(fact=FactForm(kind)))
        values = tuple((word, _meaning(word, kind)) for word in words[:_MOST_WORDS] if not _reads(read, word))
    separator = "," if form in LISTS and not any(";" in word for word in words) and any("," in w for w in words) else ""
    return Column(field=field, type=kind, values=values, separator=separator)


_MEANINGS = {
    "yes": "approved",
    "y": "approved",
    "accepted": "approved",
    "no": "denied",
    "n": "denied",
    "rejected": "denied",
}


def _meaning(word: str, kind: str) -> str:
    if kind == "flag":
        return "true" if folded(word) in {"x", "1", "present", "attended"} else ""
    return _MEANINGS.get(folded(word), "")


def _kinds(
    fields: Mapping[str, str], cells: Mapping[str, tuple[str, ...]], notes: list[str]
) -> tuple[tuple[str, str], ...]:
    read = cell_reader(Form.KIND, Settings())
    words = [word for header, field in fields.items() if field == "kind" for word in cells[header]]
    unknown = [word for word in words if not _reads(read, word)][:_MOST_WORDS]
    strange = [word for word in unknown if suggest_kind(word) is None]
    notes += [f"nothing known comes near the kind {word!r}: workshop stands there as a placeholder" for word in strange]
    return tuple((word, near.code if (near := suggest_kind(word)) else "workshop") for word in unknown)


def _document(guess: Guess, name: str) -> Iterator[str]:
    yield f"# A column map for {name}, guessed from its header and first rows. Read it through before you use it."
    for note in guess.notes:
        yield f"# Look here: {note}."
    for group in guess.lacking:
        yield f"# Still missing: a column for {' or '.join(group)}."
    if guess.unread:
        yield f"# Not read: {', '.join(' '.join(header.split()) for header in guess.unread)}."
    yield ""
    yield from toml_lines(map_data(guess.map))
