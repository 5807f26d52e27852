"""Records from the command line: files and column map in, portfolios out, receipts to standard error."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from plpcore.cli._main import FINDINGS
from plpcore.cli._output import counted, save
from plpcore.cli._types import Cycle, FirstDay
from plpcore.errors import RecordError
from plpcore.exchange import (
    ColumnMap,
    Level,
    Receipt,
    Records,
    Share,
    by_plan,
    by_year,
    csv_text,
    find_sources,
    in_cycle,
    load_map,
    own_map,
    read_header,
    read_portfolios,
    read_records,
)
from plpcore.model import Portfolio
from plpcore.period import Period, YearStart

_REQUEST = ("paths", "map", "cycle", "each_year", "strict", "receipts")
MAP_NAME = "columns.toml"
SHOWN_RECEIPTS = 20
_JSON = {".json", ".jsonl"}


@frozen(kw_only=True)
class Request:
    """What the options say about the records."""

    paths: tuple[Path, ...]
    map: Path | None
    cycle: Period | None
    each_year: YearStart | None
    strict: bool
    receipts: Path | None


@frozen
class Loaded:
    """Records, and the portfolios of the period that was asked for."""

    records: Records
    shares: tuple[Share, ...]

    @property
    def portfolios(self) -> list[Portfolio]:
        """Return the portfolios, one for each educator and period."""
        return [share.portfolio for share in self.shares]

    @property
    def outside(self) -> int:
        """Return how many activities lie outside every period that is judged."""
        held = {(one.portfolio.educator.id, each.id) for one in self.records.held for each in one.portfolio.activities}
        return len(held - {(one.educator.id, each.id) for one in self.portfolios for each in one.activities})


def records_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the argument RECORDS and the options that say how records are read; the command gets them as `request`."""

    @wraps(function)
    def command(*args: Any, **given: Any) -> None:  # noqa: ANN401 - click gives by name
        request = Request(**{name: given.pop(name) for name in _REQUEST})
        function(*args, request=request, **given)

    for option in reversed(_options()):
        command = option(command)
    return command


def _options() -> tuple[Callable[[Callable[..., None]], Callable[..., None]], ...]:
    return (
        click.argument("paths", metavar="[RECORDS]...", nargs=-1, type=click.Path(path_type=Path)),
        click.option("--map", type=click.Path(path_type=Path), help="The column map (see `plp records guess`)."),
        click.option(
            "--cycle", type=Cycle(), help="Judge one cycle, its end not included, or a school year as 2024-25."
        ),
        click.option("--each-year", type=FirstDay(), help="Judge each school year apart; years begin on MM-DD."),
        click.option("--strict", is_flag=True, help="Judge nothing where a row is refused."),
        click.option(
            "--receipts",
            type=click.Path(path_type=Path),
            help="Write a receipt for each doubtful row to this CSV file.",
        ),
    )


def load(request: Request) -> Loaded:
    """Return what the files hold, and tell about refused rows on standard error.

    Raises:
        PlpError: A file or the map cannot be read.
        click.UsageError: The options contradict each other.
        click.exceptions.Exit: With `strict`, a row was refused.
    """
    if request.cycle is not None and request.each_year is not None:
        raise click.UsageError("--cycle and --each-year exclude each other; name one")
    records = _read(request)
    tell(records, request.receipts)
    if request.strict and records.refused:
        click.echo("--strict: a row was refused, so that nothing is judged", err=True)
        click.get_current_context().exit(FINDINGS)
    loaded = Loaded(records, tuple(_shares(records, request)))
    if loaded.outside:
        verb = "lies" if loaded.outside == 1 else "lie"
        click.echo(f"{loaded.outside} of the activities {verb} outside the period asked for", err=True)
    return loaded


def somebody(loaded: Loaded) -> list[Portfolio]:
    """Return the portfolios, at least one.

    Raises:
        RecordError: There is nobody to judge. An empty export must not look like a district where all is well.
    """
    if not loaded.shares:
        raise RecordError("records", "there is nobody to judge in them", "look at the files and the receipts")
    return loaded.portfolios


def _shares(records: Records, request: Request) -> Sequence[Share]:
    if request.cycle is not None:
        return list(in_cycle(records.held, request.cycle))
    if request.each_year is not None:
        return list(by_year(records.held, request.each_year))
    return list(by_plan(records.held))


def _read(request: Request) -> Records:
    paths, found = request.paths, request.map
    if found is None and len(paths) == 1 and (paths[0] / MAP_NAME).is_file():
        found = paths[0] / MAP_NAME
    if found is not None:
        column_map = load_map(found)
        return read_records(find_sources(column_map, paths or (found.absolute().parent,)), column_map)
    if not paths:
        raise click.UsageError("there are no RECORDS; name files or a folder, or a column map with --map")
    if all(path.suffix.lower() in _JSON for path in paths):
        return read_portfolios(paths)
    return _read_own(paths)


def _read_own(paths: tuple[Path, ...]) -> Records:
    """Read files whose columns already have the names of our fields."""
    if any(path.is_dir() for path in paths):
        raise RecordError(str(paths[0]), f"the folder holds no {MAP_NAME}", "name a column map with --map")
    if len(paths) > 1:
        raise RecordError(str(paths[1]), "several files need a column map", "name one with --map")
    column_map = own_map(paths[0])
    _tell_unread(paths[0], column_map)
    return read_records(find_sources(column_map, paths), column_map)


def _tell_unread(path: Path, column_map: ColumnMap) -> None:
    """Say which columns are left out; hours in a column of another name would be lost in silence."""
    mapped = {name for _, table in column_map.tables() for name, _ in table.columns}
    unread = [" ".join(name.split()) for name in read_header(path) if name.strip() and name not in mapped]
    if unread:
        click.echo(f"not read, since no field has such a name: {', '.join(unread)}", err=True)


def tell(records: Records, file: Path | None) -> None:
    """Print receipts and the sum of rows to standard error; write all receipts to a file where one is named."""
    if file is not None:
        write_receipts(records.receipts, file)
    shown = () if file is not None else records.receipts[:SHOWN_RECEIPTS]
    for receipt in shown:
        color = "red" if receipt.level is Level.REFUSED else "yellow"
        click.secho(str(receipt), fg=color, err=True)
    if file is None and len(records.receipts) > SHOWN_RECEIPTS:
        left = counted(len(records.receipts) - SHOWN_RECEIPTS, "more receipt")
        click.echo(f"… and {left}; --receipts FILE.csv writes all", err=True)
    click.echo(balance(records), err=True)


def balance(records: Records) -> str:
    """Return `rows in 12 = rows used 10 + rows refused 2`."""
    return f"rows in {records.rows} = rows used {records.used} + rows refused {records.refused}"


def write_receipts(receipts: Sequence[Receipt], file: Path) -> None:
    """Write receipts as CSV."""
    rows = [(one.level.value, one.file, one.line, one.column, one.what, one.mend) for one in receipts]
    head = ("level", "file", "line", "column", "what", "mend")
    save(csv_text(head, rows), file)
