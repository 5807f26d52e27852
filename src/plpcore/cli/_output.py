"""How commands print: tables for people, JSON and CSV for programs."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
Cell = str | int


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


def rows_text(head: Sequence[str], rows: Sequence[Sequence[Cell]], form: str) -> str:
    """Return rows in a form, without the last line break. Numbers stand to the right in a table."""
    if form == Format.JSON:
        return json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=2, ensure_ascii=False)
    return _csv(head, rows) if form == Format.CSV else _table(head, rows)


def _csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().removesuffix("\n")


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


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
