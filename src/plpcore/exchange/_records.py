"""Records of a district: from files and a column map to portfolios, with a receipt for every row that is refused."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from attrs import frozen

from plpcore.errors import RecordError
from plpcore.exchange._build import Builder
from plpcore.exchange._draft import District
from plpcore.exchange._fields import FIELDS
from plpcore.exchange._files import check_named_once, told_names
from plpcore.exchange._map import ColumnMap, Doubles, TableMap
from plpcore.exchange._receipts import Count, Ledger, Level, Receipt
from plpcore.exchange._resolve import Held, resolve
from plpcore.exchange._rows import Source, typed_rows


@frozen
class Records:
    """What the files gave.

    Attributes:
        held: What is known of each educator, in the order in which the files name them; at the end, those whose
            every row was refused.
        receipts: What was refused or looks doubtful, in the order of reading.
        counts: The rows of each file: those that came in, and those that were refused.
    """

    held: tuple[Held, ...]
    receipts: tuple[Receipt, ...]
    counts: tuple[Count, ...]

    @property
    def refused(self) -> int:
        """Return how many rows were refused."""
        return sum(count.refused for count in self.counts)

    @property
    def rows(self) -> int:
        """Return how many rows came in; always used plus refused."""
        return sum(count.rows for count in self.counts)

    @property
    def used(self) -> int:
        """Return how many rows were used."""
        return sum(count.used for count in self.counts)

    @property
    def warnings(self) -> int:
        """Return how many receipts are for rows that were used all the same."""
        return sum(receipt.level is Level.WARNING for receipt in self.receipts)


def read_records(sources: Iterable[Source], column_map: ColumnMap, *, strict: bool = False) -> Records:
    """Return the records in some files. A bad row costs itself only, unless `strict` is set.

    Args:
        sources: The files and the tables that they are read for; see `find_sources`.
        column_map: How to read them.
        strict: Whether one refused row refuses everything.

    Raises:
        RecordError: A file cannot be read or lacks a column of the map; with `strict`, the first refused row.
    """
    district, ledger = District(), Ledger()
    refuse_doubles, has_roster = column_map.doubles == Doubles.REFUSE.value, column_map.educators is not None
    ordered = sorted(sources, key=_in_order)
    names = told_names(source.path for source in ordered)
    for source in ordered:
        builder = Builder(district, ledger, source.map, refuse_doubles, has_roster)
        district.forget()
        for row in typed_rows(source, names[source.path], column_map, ledger):
            builder.build(source.table, row)
    held = tuple(resolve(district, ledger))
    records = Records(held, tuple(ledger.receipts), ledger.counts())
    if strict:
        refuse_refused(records)
    return records


def refuse_refused(records: Records) -> None:
    """Raise RecordError for the first refused row, if there is one."""
    for receipt in records.receipts:
        if receipt.level is Level.REFUSED:
            raise RecordError(receipt.where, receipt.what, receipt.mend)


def _in_order(source: Source) -> int:
    return list(FIELDS).index(source.table)


def find_sources(column_map: ColumnMap, paths: Sequence[Path]) -> tuple[Source, ...]:
    """Return which file is read for which table.

    A folder offers all its files but those of TOML, which are column maps and policies. A table of the map takes
    the files that match its `file`; the one table without `file` takes the files that no other table names.

    Raises:
        RecordError: A path does not exist or is named twice, a table finds no file, or a file finds no table.
    """
    offered = [file for path in paths for file in _files(path)]
    check_named_once(offered)
    named = [(name, table) for name, table in column_map.tables() if table.file]
    found = [source for name, table in named for source in _matching(name, table, offered, paths)]
    rest = [file for file in offered if file not in {source.path for source in found}]
    open_tables = [(name, table) for name, table in column_map.tables() if not table.file]
    found += [Source(name, table, file) for name, table in open_tables for file in rest]
    _check_all_used(open_tables, rest, paths)
    return tuple(found)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
        yield from (file for file in files if file.suffix.lower() != ".toml")
    elif path.exists():
        yield path
    else:
        raise RecordError(str(path), "there is no such file or folder", "check the path")


def _matching(name: str, table: TableMap, offered: list[Path], paths: Sequence[Path]) -> list[Source]:
    found = [Source(name, table, file) for file in offered if fnmatch(file.name.casefold(), table.file.casefold())]
    if not found:
        shown = ", ".join(str(path) for path in paths)
        raise RecordError(shown, f"there is no file '{table.file}' for the table {name}", "add it, or mend the map")
    return found


def _check_all_used(open_tables: list[tuple[str, TableMap]], rest: list[Path], paths: Sequence[Path]) -> None:
    if open_tables and not rest:
        shown = ", ".join(str(path) for path in paths)
        raise RecordError(shown, f"there is no file for the table {open_tables[0][0]}", "name one, or mend the map")
    strangers = [file for file in rest if file in paths]
    if strangers and not open_tables:
        raise RecordError(str(strangers[0]), "no table of the map takes this file", "add file = to a table of the map")
