"""From the rows of a file to rows of typed fields, by the column map."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from json import dumps
from pathlib import Path
from typing import Any

from attrs import frozen

from plpcore.errors import InputError, RecordError
from plpcore.exchange._cells import FactForm, Measured, Reader, Settings, cell_reader, folded, nearest
from plpcore.exchange._export import as_meant
from plpcore.exchange._fields import LISTS, Form, form_of
from plpcore.exchange._json import json_rows
from plpcore.exchange._lines import RawRow, csv_rows
from plpcore.exchange._map import Column, ColumnMap, TableMap
from plpcore.exchange._receipts import Ledger, Origin
from plpcore.model import FactValue

JSON_SUFFIXES = frozenset({".json", ".jsonl"})


@frozen
class Source:
    """One file that one table is read from."""

    table: str
    map: TableMap
    path: Path


@frozen
class TypedRow:
    """A row whose cells have been read.

    Attributes:
        origin: Where it stands.
        values: The value of each field whose cell is not blank.
    """

    origin: Origin
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return the text of a field; empty when the cell is blank."""
        return str(self.values.get(name, ""))

    def day(self, name: str) -> date | None:
        """Return the date of a field, if there is one."""
        found: date | None = self.values.get(name)
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the items of a list."""
        found: tuple[str, ...] = self.values.get(name, ())
        return found

    def measured(self, name: str) -> Measured | None:
        """Return an amount, if there is one."""
        found: Measured | None = self.values.get(name)
        return found

    def family(self, prefix: str) -> dict[str, FactValue]:
        """Return the values of `prefix.NAME` by name."""
        begin = f"{prefix}."
        return {name.removeprefix(begin): value for name, value in self.values.items() if name.startswith(begin)}

    def needed(self, name: str) -> str:
        """Return the text of a field that must not be blank.

        Raises:
            RecordError: It is blank.
        """
        found = self.text(name)
        if not found:
            raise RecordError(f"$.{name}", "the cell is blank", "fill it in")
        return found


@frozen
class _Bound:
    """A column of the map bound to its place in the file."""

    index: int
    header: str
    field: str
    values: Mapping[str, str]
    is_list: bool
    read: Reader


def typed_rows(source: Source, name: str, column_map: ColumnMap, ledger: Ledger) -> Iterator[TypedRow]:
    """Yield the good rows of a file, told by this name; what is refused is written into the ledger.

    Raises:
        RecordError: The file cannot be read, has no header, or lacks a column of the map.
    """
    rows = raw_rows(source.path, column_map.encoding, column_map.delimiter)
    header = _header(source.path, rows)
    bound = _bind(source, header)
    columns = source.map.fields
    blank = {folded(word) for word in source.map.blank}
    ledger.open(source.table, name)
    for row in rows:
        ledger.row(source.table, name)
        origin = Origin(source.table, name, row.line, columns)
        errors: list[InputError] = []
        values = _values(row, bound, len(header), blank, errors)
        if errors:
            refuse(TypedRow(origin, values), errors, ledger, has_roster=column_map.educators is not None)
        else:
            yield TypedRow(origin, values)


def refuse(row: TypedRow, errors: Iterable[InputError], ledger: Ledger, *, has_roster: bool) -> None:
    """Refuse a row, and keep the id of the educator whom it names: the person must not be lost with it.

    Where a table says who the educators are, only its own rows make one known; a mistyped id makes none.
    """
    ledger.refuse(row.origin, errors)
    is_roster = row.origin.table == "educators"
    name = "" if has_roster and not is_roster else row.text("id" if is_roster else "educator")
    if name:
        ledger.half_known.setdefault(name, row.origin)


def raw_rows(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> Iterator[RawRow]:
    """Yield the rows of a CSV or JSON file, the header first.

    Raises:
        RecordError: The file cannot be read.
    """
    return json_rows(path) if path.suffix.lower() in JSON_SUFFIXES else csv_rows(path, encoding, delimiter)


def read_header(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> tuple[str, ...]:
    """Return the names of a file's columns.

    Raises:
        RecordError: The file cannot be read, or has no header.
    """
    return _header(path, raw_rows(path, encoding, delimiter))


def _header(path: Path, rows: Iterator[RawRow]) -> tuple[str, ...]:
    header = next(rows, RawRow(1, ()))
    if header.fault is not None:
        raise RecordError(f"{path}:{header.line}", header.fault.what, header.fault.mend)
    if not header.cells:
        raise RecordError(str(path), "the file is empty", "give it a header and rows")
    return header.cells


def _bind(source: Source, header: tuple[str, ...]) -> list[_Bound]:
    places: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        places.setdefault(folded(name), []).append(index)
    return [_bound(source, name, column, places, header) for name, column in source.map.columns]


def _bound(
    source: Source, name: str, column: Column, places: Mapping[str, list[int]], header: tuple[str, ...]
) -> _Bound:
    found = places.get(folded(name), [])
    if not found:
        raise RecordError(str(source.path), f"there is no column '{name}'", _mend(name, header))
    if len(found) > 1:
        raise RecordError(str(source.path), f"{len(found)} columns are called '{name}'", "rename all but one")
    form = form_of(source.table, column.field) or Form.LINE
    values = {folded(word): meaning for word, meaning in column.values}
    return _Bound(found[0], name, column.field, values, form in LISTS, cell_reader(form, _settings(source.map, column)))


def _mend(name: str, header: tuple[str, ...]) -> str:
    delimiter = delimiter_of(header)
    if delimiter:
        return f"write delimiter = {dumps(delimiter)} in the column map, since that stands between the cells"
    return nearest(name, [one for one in header if one.strip()]) + " (or mend the column map)"


def delimiter_of(header: tuple[str, ...]) -> str:
    """Return what seems to stand between the names of a header that was read as one name; empty: nothing does."""
    return next((one for one in ";\t|" if one in header[0]), "") if len(header) == 1 else ""


def _settings(table: TableMap, column: Column) -> Settings:
    return Settings(
        dates=column.dates or table.dates,
        separator=column.separator or table.separator or ";",
        fact=FactForm(column.type),
        kinds={folded(word): code for word, code in table.kinds},
        other_kinds=table.keep_other_kinds,
    )


def _values(
    row: RawRow, bound: list[_Bound], width: int, blank: set[str], errors: list[InputError]
) -> dict[str, object]:
    fault = row.fault or _ragged(row.cells, width)
    if fault is not None:
        errors.append(fault)
        return {}
    values: dict[str, object] = {}
    for column in bound:
        text = _text(row.cells[column.index], column.values, blank)
        if text:
            _take(column, text, values, errors)
    return values


def _ragged(cells: tuple[str, ...], width: int) -> InputError | None:
    if len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return None
    what = f"the row has {len(cells)} cells, and the header {width}"
    return RecordError("$", what, "put cells that hold the delimiter in quotes, and write every empty cell")


def _text(cell: str, values: Mapping[str, str], blank: set[str]) -> str:
    text = as_meant(cell.strip()).strip()
    if text and values:
        text = values.get(folded(text), text)
    return "" if blank and folded(text) in blank else text


def _take(column: _Bound, text: str, values: dict[str, object], errors: list[InputError]) -> None:
    try:
        found = column.read(text)
    except InputError as error:
        errors.append(type(error)(f"$.{column.field}", error.what, error.mend))
        return
    if column.is_list:
        found = (*values.get(column.field, ()), *found)  # type: ignore[misc]  # both are tuples by the form
    values[column.field] = found
