"""A column map offered from a header and a few rows. It is a start to read through, never used unread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from plpcore.errors import InputError, InputErrors, RecordError, refuse_one_text
from plpcore.exchange._cells import FactForm, Reader, Settings, cell_reader, folded, read_measured
from plpcore.exchange._dates import day_reader
from plpcore.exchange._fields import FIELDS, LISTS, NEEDED, Form, form_of
from plpcore.exchange._headers import Nearness, nearness, words_of
from plpcore.exchange._map import Column, ColumnMap, TableMap, map_data, map_of
from plpcore.exchange._rows import delimiter_of, raw_rows, read_header
from plpcore.exchange._toml import toml_lines
from plpcore.exchange._words import vocabulary
from plpcore.model import suggest_kind

TABLES = tuple(FIELDS)
"""The tables that a file can be read for."""

_SURE = 0.9
_SAMPLE = 500
_MOST_WORDS = 40
_MOST_HOURS = 100
_FORMATS = (
    "YYYY-MM-DD", "M/D/YYYY", "M/D/YY", "D/M/YYYY", "M-D-YYYY", "D.M.YYYY", "YYYY/MM/DD", "MMM D, YYYY", "D MMM YYYY",
)  # fmt: skip


@frozen
class Guess:
    """A column map offered.

    Attributes:
        map: The map.
        reasons: Why each column fills its field, as a short remark.
        unread: Columns that it leaves out.
        lacking: Groups of fields of which one is needed and none was found.
        notes: What to look at, one line each.
    """

    map: ColumnMap
    reasons: Mapping[str, str]
    unread: tuple[str, ...]
    lacking: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def guess_map(headers: Sequence[str], rows: Sequence[Sequence[str]] = (), table: str = "activities") -> Guess:
    """Return a column map for these headers.

    Args:
        headers: The names of the columns.
        rows: A few rows, for date formats and words, and for columns whose names say nothing; without them ISO dates
            are expected.
        table: What the rows are: activities, educators, goals …

    Raises:
        InputError: `headers` is one text, which would fall apart into its letters.
    """
    refuse_one_text(headers, "headers")
    cells = {header: _words(rows, place) for place, header in enumerate(headers)}
    given = _fields(headers, cells, table)
    given |= _by_cells([header for header in headers if headers.count(header) == 1], cells, given, table)
    fields = {header: given[header][0] for header in headers if header in given}
    reasons = {header: reason for header, (_, reason) in given.items()}
    notes: list[str] = [*_doubts(fields, cells)]
    dates = _dates(fields, cells, table, notes)
    columns = {header: _column(field, cells[header], table) for header, field in fields.items()}
    kinds = _kinds(fields, cells, notes) if form_of(table, "kind") is Form.KIND else ()
    found = TableMap(columns=tuple(columns.items()), dates=dates, kinds=kinds)
    taken = set(fields.values())
    lacking = tuple(group for group in NEEDED[table] if not taken & set(group))
    unread = tuple(header for header in headers if header.strip() and header not in fields)
    return Guess(_map_with(table, found), reasons, unread, lacking, tuple(notes))


def guess_file(path: Path, table: str = "activities") -> str:
    """Return a column map for a file as a TOML document with remarks.

    Raises:
        RecordError: The file cannot be read, or has no header.
    """
    header = read_header(path)
    delimiter = delimiter_of(header) or ","
    header = read_header(path, delimiter=delimiter)
    sample = [row.cells for row in islice(raw_rows(path, delimiter=delimiter), 1, _SAMPLE) if row.fault is None]
    guess = guess_map(header, sample, table)
    guess = evolve(guess, map=evolve(guess.map, delimiter=delimiter))
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


def _fields(headers: Sequence[str], cells: Mapping[str, tuple[str, ...]], table: str) -> dict[str, tuple[str, str]]:
    """Give each field to the header that is nearest to its words, each header and field once, with the reason."""
    scored = [
        (found, place, field)
        for place, header in enumerate(headers)
        if headers.count(header) == 1
        for field, found in _near(header, table).items()
        if found.score >= _SURE or _may_hold(cells[header], form_of(table, field))
    ]
    given: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for found, place, field in sorted(scored, key=lambda one: (-one[0].score, one[1])):
        if headers[place] not in given and field not in taken:
            given[headers[place]] = (field, found.reason)
            taken.add(field)
    return given


def _near(header: str, table: str) -> dict[str, Nearness]:
    """Return the fields that a header comes near to, unless it comes nearer to what no field stands for."""
    if form_of(table, header.strip()) is not None:
        return {header.strip(): Nearness(1, "the field itself")}
    nothing = nearness(header, vocabulary().nothing).score
    near = {field: nearness(header, words) for field, words in vocabulary().fields[table].items()}
    return {field: found for field, found in near.items() if found.score > nothing}


def _may_hold(cells: tuple[str, ...], form: Form | None) -> bool:
    """Return whether at least one cell is of a field's form; what a name only hints at, its cells may deny."""
    tests = {Form.DAY: _is_day, Form.AMOUNT: _is_amount}
    return form not in tests or not cells or any(map(tests[form], cells))


def _by_cells(
    headers: Sequence[str], cells: Mapping[str, tuple[str, ...]], given: Mapping[str, tuple[str, str]], table: str
) -> dict[str, tuple[str, str]]:
    """Give fields that no header is near to by what all cells of a column look like, if one column alone does."""
    found: dict[str, tuple[str, str]] = {}
    free = [
        header
        for header in headers
        if header.strip() and cells[header] and header not in given and not nearness(header, vocabulary().nothing).score
    ]
    taken = {_family(field) for field, _ in given.values()}
    for field, test, reason in _LOOKS if table == "activities" else ():
        alike = [header for header in free if header not in found and all(map(test, cells[header]))]
        if _family(field) not in taken and len(alike) == 1:
            found[alike[0]] = (field, reason)
            taken.add(_family(field))
    return found


def _family(field: str) -> str:
    """Return what two columns must not fill both by a guess: one amount is enough."""
    return "amount" if field.startswith("amount.") else field


def _is_day(cell: str) -> bool:
    return _reads(day_reader(_FORMATS), cell)


def _is_amount(cell: str) -> bool:
    return _reads(read_measured, cell)


def _is_measured(cell: str) -> bool:
    return _is_amount(cell) and read_measured(cell).unit != ""


def _is_hours(cell: str) -> bool:
    return _is_amount(cell) and not read_measured(cell).unit and read_measured(cell).amount <= _MOST_HOURS


def _is_link(cell: str) -> bool:
    return cell.startswith(("https://", "http://"))


_LOOKS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("evidence.link", _is_link, "guess: its cells are web addresses"),
    ("completed", _is_day, "guess: its cells are dates"),
    ("kind", lambda cell: suggest_kind(cell) is not None, "guess: its cells are kinds of learning"),
    ("amount", _is_measured, "guess: its cells are amounts with units"),
    ("amount.hour", _is_hours, "guess: its cells are small numbers"),
)


def _doubts(fields: Mapping[str, str], cells: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for header, field in fields.items():
        if field in {"educator", "id"} and any("@" in cell or " " in cell for cell in cells[header]):
            yield f"{' '.join(header.split())!r} names people; an id that says nothing of the person is better"
        if field.startswith("amount") and "credit" in words_of(header):
            yield f"{' '.join(header.split())!r} may be hours or credits of a college; look at its unit"


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
    kind = vocabulary().types.get(field, "text")
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
    yield from toml_lines(map_data(guess.map), guess.reasons)
