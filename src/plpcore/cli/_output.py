"""How commands print: tables for people, JSON and CSV for programs."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from plpcore.exchange import Cell, csv_text

F = TypeVar("F", bound=Callable[..., Any])
Command = Callable[..., None]
LANGUAGES = ("en", "es")


class Format(StrEnum):
    """A form of output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def format_option(function: F) -> F:
    """Add the option `--format`."""
    choice = click.Choice([one.value for one in Format])
    return click.option(
        "--format",
        "form",
        type=choice,
        default=Format.TABLE.value,
        show_default=True,
        help="A table for people, JSON or CSV for programs.",
    )(function)


@frozen
class Shown:
    """How and where a result is shown.

    Attributes:
        form: The form, such as `json`.
        output: The file to write; None: the screen.
        language: The language's code.
    """

    form: str
    output: Path | None
    language: str


def shown_options(*forms: str) -> Callable[[Command], Command]:
    """Add `--format`, `--output` and `--language`; the command gets them as `shown`. The first form is the default."""
    options = (
        click.option(
            "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help="The form."
        ),
        output_option,
        click.option(
            "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of texts."
        ),
    )

    def add(function: Command) -> Command:
        @wraps(function)
        def inner(*args: Any, form: str, output: Path | None, language: str, **given: Any) -> None:  # noqa: ANN401
            function(*args, shown=Shown(form, output, language), **given)

        command: Command = inner
        for option in reversed(options):
            command = option(command)
        return command

    return add


def output_option(function: Command) -> Command:
    """Add the option `--output`."""
    option = click.option(
        "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, not to the screen."
    )
    return option(function)


def has_color() -> bool:
    """Return whether the screen takes colour: it is a terminal, and NO_COLOR is not set."""
    return sys.stdout.isatty() and click.get_current_context().color is not False


def write(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        click.echo(text)
    else:
        save(f"{text}\n", output)


def save(text: str, file: Path) -> None:
    """Write a text as UTF-8 with its own line breaks; half a character, as in an odd file name, as its code.

    The file is replaced once all is written, so that a full disk leaves what was there. A device is written as it is.
    """
    # Turned into bytes before the file is opened: what cannot be written must not empty it.
    held = text.encode("utf-8", "backslashreplace")
    is_device = file.exists() and not file.is_file()
    draft = file if is_device else file.with_name(f"{file.name}.part")
    try:
        draft.write_bytes(held)
        if not is_device:
            draft.replace(file)
    except OSError as error:
        # The draft is ours; the line names the file that was asked for.
        raise OSError(error.errno, error.strerror, str(file)) from None
    finally:
        if not is_device:
            draft.unlink(missing_ok=True)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what is counted, as `1 rule` or `2 rules`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def rows_text(head: Sequence[str], rows: Sequence[Sequence[Cell]], form: str) -> str:
    """Return rows in a form, without the last line break. Numbers stand to the right in a table."""
    if form == Format.JSON:
        return json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=2, ensure_ascii=False)
    return csv_text(head, rows).removesuffix("\n") if form == Format.CSV else _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    numeric = [bool(rows) and all(_is_number(row[place]) for row in rows) for place in range(len(head))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join(_line(line, widths, numeric) for line in ruled)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int) or (cell != "" and not set(cell) - set("0123456789./ "))


def _line(line: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(line, widths, numeric, strict=True)
    ]
    return "  ".join(cells).rstrip()


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error where that is a terminal; it is told how many are done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)
