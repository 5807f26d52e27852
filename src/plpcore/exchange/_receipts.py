"""Receipts: what became of the rows of a file, one line for every row that was refused or looks doubtful."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import define, field, frozen

from plpcore.errors import InputError
from plpcore.ids import MAX_ID_LENGTH


class Level(StrEnum):
    """Whether a row was refused, or used with a doubt."""

    REFUSED = "refused"
    WARNING = "warning"


@frozen
class Receipt:
    """One thing that is wrong with one row.

    Attributes:
        level: Whether the row was refused or used.
        file: The file's name.
        line: The line that the row begins on, from 1; in JSON the number of the item; 0: the file as a whole.
        column: The column's name in the file; empty: the row as a whole.
        what: What is wrong, in a few words.
        mend: What to do about it.
    """

    level: Level
    file: str
    line: int
    column: str
    what: str
    mend: str

    @property
    def where(self) -> str:
        """Return `file:line, column 'X'`."""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.file}:{self.line}{column}"

    def __str__(self) -> str:
        """Return level, place, fault and mend on one line."""
        mend = f"; {self.mend}" if self.mend else ""
        return f"{self.level.value}: {self.where}: {self.what}{mend}"


@frozen
class Count:
    """How many rows of one file a table took. `rows == used + refused`, always.

    Attributes:
        table: The table: educators, activities …
        file: The file's name.
        rows: Rows that hold anything at all, without the header.
        refused: Rows of which nothing was used.
    """

    table: str
    file: str
    rows: int
    refused: int

    @property
    def used(self) -> int:
        """Return the rows that were used."""
        return self.rows - self.refused


def shortened(name: str) -> str:
    """Return the end of a name that is too long for an id; the number of the line stands there."""
    return name[-MAX_ID_LENGTH:].strip()


@frozen
class Origin:
    """Where a row stands, and under which names its fields stand there."""

    table: str
    file: str
    line: int
    columns: dict[str, str] = field(factory=dict, eq=False, repr=False)

    @property
    def id(self) -> str:
        """Return the id of a row that has none of its own, such as `log.csv:12`."""
        return shortened(f"{self.file}:{self.line}")

    def column_of(self, place: str) -> str:
        """Return the column that fills the field of a place such as `$.amounts[0]`; empty when there is none.

        Where there are no columns, as in JSON, it is the place itself.
        """
        if not self.columns:
            return "" if place == "$" else place
        name = place.removeprefix("$").removeprefix(".").partition("[")[0]
        known = next((one for one in (name, *_ALIASES.get(name, ())) if one in self.columns), name)
        # A cell that could not be read at all is named by its column, not by its field.
        return self.columns.get(known, name if name in self.columns.values() else "")


_ALIASES = {
    "amounts": ("amount", "unit"),
    "url": ("link", "evidence.link"),
    "content": ("link", "text"),
    "expires": ("last_day",),
}


@define
class Ledger:
    """Counts rows and gathers receipts while files are read.

    Attributes:
        receipts: The receipts, in the order of reading.
        half_known: Educators whom a refused row names, each with the first such row.
    """

    receipts: list[Receipt] = field(factory=list)
    half_known: dict[str, Origin] = field(factory=dict)
    _rows: dict[tuple[str, str], int] = field(factory=dict)
    _refused: dict[tuple[str, str], set[int]] = field(factory=dict)

    def open(self, table: str, file: str) -> None:
        """Begin a file, so that one without rows is counted too."""
        self._rows.setdefault((table, file), 0)
        self._refused.setdefault((table, file), set())

    def row(self, table: str, file: str) -> None:
        """Count one row."""
        self._rows[table, file] += 1

    def refuse(self, origin: Origin, errors: Iterable[InputError]) -> None:
        """Count a row as refused and write a receipt for each error."""
        self._refused[origin.table, origin.file].add(origin.line)
        for error in errors:
            self._write(Level.REFUSED, origin, error.where, error.what, error.mend)

    def warn(self, origin: Origin, place: str, what: str, mend: str) -> None:
        """Write a receipt for a row that is used all the same."""
        self._write(Level.WARNING, origin, place, what, mend)

    def counts(self) -> tuple[Count, ...]:
        """Return how many rows came in and how many were refused, in the order of the files."""
        return tuple(Count(*key, rows, len(self._refused[key])) for key, rows in self._rows.items())

    def _write(self, level: Level, origin: Origin, place: str, what: str, mend: str) -> None:
        self.receipts.append(Receipt(level, origin.file, origin.line, origin.column_of(place), what, mend))
