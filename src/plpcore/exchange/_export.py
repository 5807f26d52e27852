"""CSV out, harmless for whoever opens it in a spreadsheet."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from plpcore.errors import refuse_one_text

Cell: TypeAlias = str | int

_SPECIAL = frozenset(',"\r\n')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a CSV document; text that a spreadsheet would take for a formula gets an apostrophe before it.

    The readers of this package take the apostrophe off again.

    Raises:
        InputError: `head` is one text, which would fall apart into its letters.
    """
    refuse_one_text(head, "head")
    return "".join(",".join(map(_quoted, row)) + "\n" for row in (head, *rows))


def _quoted(cell: Cell) -> str:
    # The module csv leaves a carriage return bare where lines end in a line feed (mended in Python 3.13).
    text = str(harmless(cell))
    return '"' + text.replace('"', '""') + '"' if set(text) & _SPECIAL else text


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; `as_meant` takes the apostrophe off again."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA) else cell


def as_meant(text: str) -> str:
    """Return the text of a cell without the apostrophe that marks text which would look like a formula."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
