"""The column map: which column of a district's files fills which field, and how its cells are written."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar, cast

from attrs import evolve, frozen

from plpcore.errors import InputError, InputErrors, RecordError, not_readable
from plpcore.exchange._cells import FactForm, nearest
from plpcore.exchange._dates import check_format
from plpcore.exchange._fields import FIELDS, LISTS, NEEDED, form_of, names_of
from plpcore.exchange._files import read_text
from plpcore.exchange._positions import lines_named, place_in
from plpcore.ids import check_id
from plpcore.policy import FLAG, SOME_TEXTS, TEXT, Plain, Record, Shape, key
from plpcore.quantity import check_unit, format_amount, parse_amount

T = TypeVar("T")

_MAX_BYTES = 1_000_000
_ENDLESS = 10**100


class _Word(Shape[str]):
    """A word of a cell's meaning: text, true or false, a number or a date, all kept as text."""

    def read(self, value: object, where: str) -> str:
        """Return the word."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value) if abs(value) < _ENDLESS else format_amount(parse_amount(value, where))
        return value.isoformat() if isinstance(value, date) else TEXT.read(value, where)

    def write(self, value: str) -> Plain:
        """Return the text."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of a word."""
        return {"type": ["string", "boolean", "number"]}


class _Named(Shape[tuple[tuple[str, T], ...]], Generic[T]):
    """A table whose names are the district's own words, in the order of the document."""

    def __init__(self, item: Shape[T]) -> None:
        self._item = item

    def read(self, value: object, where: str) -> tuple[tuple[str, T], ...]:
        """Return pairs of name and value."""
        if not isinstance(value, Mapping):
            raise RecordError(where, "a table is expected", "write key = value pairs")
        return tuple((str(name), self._item.read(held, place_in(where, name))) for name, held in value.items())

    def write(self, value: tuple[tuple[str, T], ...]) -> Plain:
        """Return a table."""
        return {name: self._item.write(held) for name, held in value}

    def schema(self) -> dict[str, object]:
        """Return the schema of the table."""
        return {"type": "object", "additionalProperties": self._item.schema()}


class Encoding(StrEnum):
    """How the bytes of a file become text."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"


class Doubles(StrEnum):
    """What to do with an activity that stands in the file twice."""

    WARN = "warn"
    REFUSE = "refuse"


class _Choice(Shape[str]):
    """One of a few words."""

    def __init__(self, words: type[StrEnum]) -> None:
        self._words = [word.value for word in words]

    def read(self, value: object, where: str) -> str:
        """Return the word."""
        if value not in self._words:
            raise RecordError(where, f"{value!r} is not one of its words", nearest(str(value), self._words))
        return str(value)

    def write(self, value: str) -> Plain:
        """Return the word."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of the words."""
        return {"enum": list(self._words)}


@frozen(kw_only=True)
class Column:
    """What one column of a file holds."""

    field: str = key(TEXT, "The field that the column fills.")
    type: str = key(_Choice(FactForm), "For facts: text, texts, flag, number or date.", default="text")
    values: tuple[tuple[str, str], ...] = key(
        _Named(_Word()), "What words of the file mean; capitals do not matter; an empty text: blank.", default=()
    )
    dates: tuple[str, ...] = key(SOME_TEXTS, "Formats of its dates.", default=())
    separator: str = key(TEXT, "What stands between the items of a list.", default="")


_COLUMN = Record(Column)


class _ColumnShape(Shape[Column]):
    """A field's name, or a table that says more."""

    def read(self, value: object, where: str) -> Column:
        """Return the column."""
        if isinstance(value, str):
            return Column(field=value)
        if not isinstance(value, Mapping):
            mend = 'write the field that the column fills, in quotes, such as "educator"'
            raise RecordError(where, "the name of a field is expected", mend)
        return _COLUMN.read(value, where)

    def write(self, value: Column) -> Plain:
        """Return the field's name where nothing else is said."""
        plain = cast("dict[str, Plain]", _COLUMN.write(value))
        return value.field if list(plain) == ["field"] else plain

    def schema(self) -> dict[str, object]:
        """Return the schema of both forms."""
        return {"anyOf": [{"type": "string"}, _COLUMN.schema()]}


@frozen(kw_only=True)
class TableMap:
    """Where one table stands and what its columns hold."""

    file: str = key(TEXT, "The file's name; * stands for anything; absent: whichever file is given.", default="")
    columns: tuple[tuple[str, Column], ...] = key(_Named(_ColumnShape()), "What each column fills.")
    dates: tuple[str, ...] = key(SOME_TEXTS, "Formats of dates: YYYY, YY, MMM, M, D.", default=())
    unit: str = key(TEXT, "The unit of amounts that do not say it.", default="")
    separator: str = key(TEXT, "What stands between the items of a list; absent: a semicolon.", default="")
    blank: tuple[str, ...] = key(SOME_TEXTS, "Words that mean an empty cell, such as N/A.", default=())
    kinds: tuple[tuple[str, str], ...] = key(
        _Named(TEXT), "Kinds of activities by what the kind column calls them.", default=()
    )
    kinds_by_title: tuple[tuple[str, str], ...] = key(
        _Named(TEXT), "Kinds by words in the title, for rows whose kind is blank.", default=()
    )
    keep_other_kinds: bool = key(FLAG, "Keep a kind that nobody knows as it is written.", default=False)
    evidence_kind: str = key(TEXT, "The kind of evidence given in the row itself.", default="link")

    @property
    def fields(self) -> dict[str, str]:
        """Return the column of each field."""
        return {column.field: header for header, column in self.columns}


_TABLE = Record(TableMap)


@frozen(kw_only=True)
class ColumnMap:
    """The column map of a district's files."""

    encoding: str = key(_Choice(Encoding), "utf-8, or cp1252 for old Windows files.", default="utf-8")
    delimiter: str = key(TEXT, "What stands between cells.", default=",")
    dates: tuple[str, ...] = key(SOME_TEXTS, "Formats of dates for all tables.", default=())
    separator: str = key(TEXT, "What stands between the items of a list, for all tables.", default=";")
    blank: tuple[str, ...] = key(SOME_TEXTS, "Words that mean an empty cell, for all tables.", default=())
    unit: str = key(TEXT, "The unit of amounts that do not say it, for all tables.", default="")
    doubles: str = key(_Choice(Doubles), "warn or refuse, for an activity that stands there twice.", default="warn")
    educators: TableMap | None = key(_TABLE, "Who the educators are, and facts about them.", default=None)
    goals: TableMap | None = key(_TABLE, "Their goals.", default=None)
    plans: TableMap | None = key(_TABLE, "Their plans.", default=None)
    activities: TableMap | None = key(_TABLE, "What they did to learn.", default=None)
    evidence: TableMap | None = key(_TABLE, "What shows it.", default=None)
    reflections: TableMap | None = key(_TABLE, "What they say they learned.", default=None)
    reviews: TableMap | None = key(_TABLE, "What was decided.", default=None)
    sign_offs: TableMap | None = key(_TABLE, "Signatures.", default=None)
    grants: TableMap | None = key(_TABLE, "What an authority decided beside the policy.", default=None)

    def tables(self) -> Iterator[tuple[str, TableMap]]:
        """Yield the tables that the map describes, with their names, the defaults of the map filled in."""
        for name in FIELDS:
            table: TableMap | None = getattr(self, name)
            if table is not None:
                yield name, self._filled(table)

    def _filled(self, table: TableMap) -> TableMap:
        return evolve(
            table,
            dates=table.dates or self.dates,
            separator=table.separator or self.separator,
            blank=(*self.blank, *table.blank),
            unit=table.unit or self.unit,
        )


_MAP = Record(ColumnMap)


def load_map(path: Path) -> ColumnMap:
    """Return the column map in a TOML file.

    Raises:
        RecordError: The file cannot be read or is no TOML.
        InputErrors: The map contradicts itself; one line for each mistake, as `file:line: $.place: …`.
    """
    text = read_text(path, RecordError, _MAX_BYTES)
    with lines_named(text, str(path)):
        return parse_map(text, str(path))


def parse_map(text: str, name: str = "map") -> ColumnMap:
    """Return the column map that a TOML document states; raises as `load_map` does, without the lines."""
    try:
        data = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise RecordError(name, "the map is nested too deep", "make it flat") from None
    except ValueError as error:
        raise not_readable(RecordError, name, "TOML", text, error) from None
    return map_of(data, name)


def map_of(data: Mapping[str, object], name: str = "map") -> ColumnMap:
    """Return the column map that plain data states; raises as `load_map` does."""
    try:
        found = _MAP.read(data, "$")
        errors: tuple[InputError, ...] = tuple(_problems(found))
    except InputErrors as several:
        errors = several.errors
    else:
        if not errors:
            return found
    raise InputErrors(RecordError(f"{name}: {error.where}", error.what, error.mend) for error in errors)


def map_data(column_map: ColumnMap) -> dict[str, Plain]:
    """Return the map as plain data without the keys that hold their default."""
    return cast("dict[str, Plain]", _MAP.write(column_map))


def _problems(column_map: ColumnMap) -> Iterator[InputError]:
    if len(column_map.delimiter) != 1 or column_map.delimiter in '"\r\n':
        yield RecordError("$.delimiter", "one character is expected", "write ',' or ';' or a tab")
    yield from _setting_problems(column_map.dates, column_map.unit, "$")
    tables = list(column_map.tables())
    if not tables:
        yield RecordError("$", "the map describes no table", "write at least [activities.columns]")
    for name, table in tables:
        own: TableMap = getattr(column_map, name)
        yield from _setting_problems(own.dates, own.unit, f"$.{name}")
        yield from _kind_problems(own.kinds, f"$.{name}.kinds")
        yield from _kind_problems(own.kinds_by_title, f"$.{name}.kinds_by_title")
        yield from _column_problems(name, table)


def _setting_problems(dates: tuple[str, ...], unit: str, where: str) -> Iterator[InputError]:
    for index, text in enumerate(dates):
        yield from _refused(check_format, text, f"{where}.dates[{index}]")
    if unit:
        yield from _refused(check_unit, unit, f"{where}.unit")


def _kind_problems(kinds: tuple[tuple[str, str], ...], where: str) -> Iterator[InputError]:
    for word, code in kinds:
        for error in _refused(check_id, code, place_in(where, word)):
            yield RecordError(error.where, error.what, "write the code of a kind, such as workshop, book or chat")


def _refused(check: Callable[[str, str], str], text: str, where: str) -> Iterator[InputError]:
    try:
        check(text, where)
    except InputError as error:
        yield error


def _column_problems(name: str, table: TableMap) -> Iterator[InputError]:
    taken: dict[str, str] = {}
    meant: set[str] = set()
    for header, column in table.columns:
        where = place_in(f"$.{name}.columns", header)
        form = form_of(name, column.field)
        if form is None:
            yield RecordError(where, f"{name} have no field '{column.field}'", nearest(column.field, names_of(name)))
            meant.update(get_close_matches(column.field, names_of(name), n=1))
        elif column.field in taken and form not in LISTS:
            what = f"the column '{taken[column.field]}' fills '{column.field}' already"
            yield RecordError(where, what, "let one column fill it")
        yield from _setting_problems(column.dates, "", where)
        taken[column.field] = header
    for group in NEEDED[name]:
        # A misspelt field is one mistake, and has been told.
        if not (taken.keys() | meant) & set(group):
            what = f"no column fills {' or '.join(group)}"
            yield RecordError(f"$.{name}.columns", what, f'write "name of the column" = "{group[0]}"')
