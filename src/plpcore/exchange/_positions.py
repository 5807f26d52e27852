"""On which line of a TOML document a key stands, so that a mistake is told as `my.toml:12: $.caps[1].at_mots: …`.

The TOML reader of the standard library says no positions, tomlkit keeps the layout but counts no lines, and a parser
that does both (tree-sitter) is compiled code for one number in an error message. The document has been read before,
so all that is needed here is to walk through what is known to be right.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from json import dumps

from attrs import define, field

from plpcore.errors import InputError, InputErrors

_NAME = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_NAMES = re.compile(rf"(?:{_NAME})(?:[ \t]*\.[ \t]*(?:{_NAME}))*")
_ONE_NAME = re.compile(_NAME)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_CLOSING = re.compile(r"[ \t]*\]+")
_COMMA = re.compile(r",?")
# A text of several lines may end in quotes of its own, right before the three that close it.
_TEXT = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'", re.DOTALL
)
_OTHER = re.compile(r"[^,\]}#\n]+")
_STEP = re.compile(r'\.[A-Za-z0-9_-]+|\."(?:[^"\\]|\\.)*"|\[[0-9]+\]')


def place_in(where: str, name: str) -> str:
    """Return the place of a key in a table; a name that is no bare key of TOML stands in quotes."""
    return f"{where}.{name}" if _BARE.fullmatch(name) else f"{where}.{dumps(name)}"


@contextmanager
def lines_named(text: str, name: str) -> Iterator[None]:
    """Let what the block refuses about a TOML document name the line too.

    Args:
        text: The document.
        name: Its name, with which the places of the block's errors begin: `my.toml: $.caps[1]`.
    """
    try:
        yield
    except InputErrors as several:
        lines = key_lines(text)
        # Those of one line stay as they were found, and those of no line come last.
        in_order = sorted(several.errors, key=lambda error: line_of(_place(error, name), lines) or len(text))
        raise InputErrors(_with_line(error, name, lines) for error in in_order) from None
    except InputError as error:
        raise _with_line(error, name, key_lines(text)) from None


def _place(error: InputError, name: str) -> str:
    return error.where.removeprefix(f"{name}: ")


def _with_line(error: InputError, name: str, lines: Mapping[str, int]) -> InputError:
    place = _place(error, name)
    line = line_of(place, lines)
    return error if line is None else type(error)(f"{name}:{line}: {place}", error.what, error.mend)


def line_of(place: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a place, or of the nearest table or list around it; None: of the document as a whole.

    Args:
        place: A path such as `$.caps[1].at_most`.
        lines: As `key_lines` returns them.
    """
    paths, end = [], 1
    while (step := _STEP.match(place, end)) is not None:
        end = step.end()
        paths.append(place[:end])
    return next((lines[path] for path in reversed(paths) if path in lines), None)


def key_lines(text: str) -> dict[str, int]:
    """Return the line, from 1, of every key, table and item of a list in a TOML document, by its path.

    A table that only longer headers or dotted keys imply has the line of the first of them.
    """
    walk = _Walk(text, [match.start() for match in re.finditer("\n", text)])
    try:
        walk.document()
    except (ValueError, RecursionError):
        # A message with fewer lines is better than none.
        return walk.lines
    return walk.lines


@define
class _Walk:
    """Walks through a document once.

    Attributes:
        breaks: Where its lines end.
        lines: What has been found.
        at: The character that comes next.
        last: The index of the last table so far of each list of tables.
    """

    text: str
    breaks: list[int]
    lines: dict[str, int] = field(factory=dict)
    at: int = 0
    last: dict[str, int] = field(factory=dict)

    def document(self) -> None:
        table = "$"
        self._take(_BETWEEN)
        while self.at < len(self.text):
            if self._takes("["):
                table = self._header(is_list=self._takes("["))
            else:
                self._pair(table)
            self._take(_BETWEEN)

    def _header(self, *, is_list: bool) -> str:
        """Return the path of the table that begins here."""
        line = self._line()
        *above, last = self._names()
        self._take(_CLOSING)
        path = "$"
        for name in above:
            path = place_in(path, name)
            self.lines.setdefault(path, line)
            path = f"{path}[{self.last[path]}]" if path in self.last else path
        path = place_in(path, last)
        if is_list:
            self.lines.setdefault(path, line)
            self.last[path] = self.last.get(path, -1) + 1
            path = f"{path}[{self.last[path]}]"
        self.lines[path] = line
        return path

    def _pair(self, path: str) -> None:
        line = self._line()
        for name in self._names():
            path = place_in(path, name)
            self.lines.setdefault(path, line)
        self._take(_EQUALS)
        self._value(path)

    def _value(self, path: str) -> None:
        if self._takes("["):
            self._list(path)
        elif self._takes("{"):
            self._table(path)
        elif self.text[self.at : self.at + 1] in {'"', "'"}:
            self._take(_TEXT)
        else:
            self._take(_OTHER)

    def _list(self, path: str) -> None:
        self._take(_BETWEEN)
        index = 0
        while not self._takes("]"):
            self.lines[f"{path}[{index}]"] = self._line()
            self._value(f"{path}[{index}]")
            self._next()
            index += 1

    def _table(self, path: str) -> None:
        self._take(_BETWEEN)
        while not self._takes("}"):
            self._pair(path)
            self._next()

    def _next(self) -> None:
        for pattern in (_BETWEEN, _COMMA, _BETWEEN):
            self._take(pattern)

    def _names(self) -> list[str]:
        self._take(_BETWEEN)
        return [_plain(name) for name in _ONE_NAME.findall(self._take(_NAMES))]

    def _takes(self, word: str) -> bool:
        found = self.text.startswith(word, self.at)
        self.at += len(word) * found
        return found

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no TOML at character {self.at}")
        self.at = match.end()
        return match[0]

    def _line(self) -> int:
        return bisect_left(self.breaks, self.at) + 1


def _plain(name: str) -> str:
    """Return the name that a key stands for."""
    held: str = tomllib.loads(f"name = {name}")["name"] if name[0] in "\"'" else name
    return held
