"""CSV as it comes: physical lines joined to rows, decoded one by one, so that one bad row does not cost the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import define, field, frozen

from plpcore.errors import InputError, RecordError
from plpcore.exchange._files import refuse_other_formats, unreadable

MAX_CELL = 1_000_000
"""The most characters of one cell."""

_MAX_LINE = 8_000_000
_MAX_ROW_LINES = 2_000
_HEAD = 65_536


@frozen
class RawRow:
    """One row as its cells, or what is wrong with it.

    Attributes:
        line: The line that it begins on, from 1.
        cells: The cells; empty for a row that cannot be taken apart.
        fault: Why it cannot; None for a good row.
    """

    line: int
    cells: tuple[str, ...]
    fault: InputError | None = None


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[RawRow]:
    """Yield the rows of a CSV file, the header first, blank rows left out.

    Raises:
        RecordError: The file is absent, not readable, or no CSV at all.
    """
    try:
        with path.open("rb") as file:
            _check_head(path, file)
            for row in _rows(_Lines(file, encoding), delimiter):
                if row.fault is not None or any(cell.strip() for cell in row.cells):
                    yield row
    except OSError as fault:
        raise unreadable(path, fault, RecordError) from None


def _check_head(path: Path, file: BinaryIO) -> None:
    head = file.read(_HEAD)
    file.seek(0)
    refuse_other_formats(path, head, RecordError)
    if b"\r" in head and b"\n" not in head:
        raise RecordError(str(path), "its lines end in the way of old Macintosh files", "save it as 'CSV UTF-8'")


@frozen
class _Line:
    number: int
    text: str
    fault: InputError | None


@define
class _Lines:
    """Physical lines, numbered and decoded; lines can be given back."""

    _file: BinaryIO
    _encoding: str
    _number: int = 0
    _returned: list[_Line] = field(factory=list)

    def next(self) -> _Line | None:
        if self._returned:
            return self._returned.pop()
        found = self._file.readline(_MAX_LINE)
        if not found:
            return None
        self._number += 1
        return self._decoded(found)

    def give_back(self, lines: list[_Line]) -> None:
        self._returned.extend(reversed(lines))

    def _decoded(self, found: bytes) -> _Line:
        if len(found) == _MAX_LINE and not found.endswith(b"\n"):
            self._skip_line()
            return _Line(self._number, "", _fault(f"the line is longer than {_MAX_LINE} bytes", "split it"))
        if b"\x00" in found:
            return _Line(self._number, "", _fault("the row holds a NUL character", "export the file again"))
        try:
            text = found.decode(self._encoding)
        except UnicodeDecodeError:
            mend = 'save the file as UTF-8, or state encoding = "cp1252" in the column map'
            return _Line(self._number, "", _fault(f"the row is not {self._encoding.upper()}", mend))
        return _Line(self._number, text.removeprefix("\ufeff") if self._number == 1 else text, None)

    def _skip_line(self) -> None:
        rest = b" "
        while rest and not rest.endswith(b"\n"):
            rest = self._file.readline(_MAX_LINE)


def _fault(what: str, mend: str) -> InputError:
    return RecordError("$", what, mend)


def _rows(lines: _Lines, delimiter: str) -> Iterator[RawRow]:
    while (line := lines.next()) is not None:
        if line.fault is not None:
            yield RawRow(line.number, (), line.fault)
        elif '"' not in line.text:
            yield _row(line.number, line.text, delimiter)
        else:
            yield _quoted_row(line, lines, delimiter)


def _quoted_row(first: _Line, lines: _Lines, delimiter: str) -> RawRow:
    """Join the lines of a row whose quotes hold line breaks; a quote that never closes costs its own line only."""
    is_open = _ends_open(first.text, delimiter, is_open=False)
    taken: list[_Line] = []
    while is_open:
        line = lines.next()
        if line is not None:
            taken.append(line)
        if line is None or line.fault is not None or len(taken) > _MAX_ROW_LINES:
            lines.give_back(taken)
            return RawRow(first.number, (), _fault("a quote opens here and never closes", "close it or remove it"))
        is_open = _ends_open(line.text, delimiter, is_open=True)
    return _row(first.number, "".join((first.text, *(line.text for line in taken))), delimiter)


def _ends_open(text: str, delimiter: str, *, is_open: bool) -> bool:
    """Return whether a quoted cell is still open at the end; a quote inside a bare cell is an ordinary character."""
    position = 0
    while is_open or position < len(text):
        if is_open or text[position] == '"':
            position = _after_quote(text, position if is_open else position + 1)
            if position < 0:
                return True
            is_open = False
        position = text.find(delimiter, position) + 1
        if position == 0:
            return False
    return False


def _after_quote(text: str, position: int) -> int:
    """Return the place after the quote that closes the cell, or -1; two quotes in a row stand for one."""
    while (position := text.find('"', position)) >= 0:
        if text[position + 1 : position + 2] != '"':
            return position + 1
        position += 2
    return -1


def _row(line: int, text: str, delimiter: str) -> RawRow:
    cells = _cells(text.rstrip("\r\n"), delimiter)
    if any(len(cell) > MAX_CELL for cell in cells):
        return RawRow(line, (), _fault(f"a cell has more than {MAX_CELL} characters", "shorten it"))
    return RawRow(line, cells)


def _cells(text: str, delimiter: str) -> tuple[str, ...]:
    if '"' not in text:
        return tuple(text.split(delimiter))
    return tuple(_split(text, delimiter))


def _split(text: str, delimiter: str) -> Iterator[str]:
    """Yield the cells of one row, as the module csv reads them; that one limits cells for the whole process."""
    position = 0
    while position <= len(text):
        start = position
        held = ""
        if text.startswith('"', position):
            position = _after_quote(text, position + 1)
            held = text[start + 1 : position - 1].replace('""', '"')
            start = position
        end = text.find(delimiter, position)
        position = end + 1 if end >= 0 else len(text) + 1
        yield held + text[start : position - 1]
