"""Read the fenced blocks of a page. See docs/how-to/write-documentation.md for what a writer may do."""

import re
from pathlib import Path
from textwrap import dedent

from attrs import field, frozen

FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
NO_RUN = re.compile(r"^\s*<!--\s*no-run:?(?P<reason>.*?)-->\s*$")
FILE = re.compile(r"^# file: (?P<name>\S+)\s*$")

# What is run or read, what is only shown, and what Sphinx makes a part of the page.
# Anything else is refused: a block in a misspelt language must not pass unrun.
RUN = {"console", "json", "output", "python", "toml"}
SHOWN = {"csv", "diff", "html", "ini", "sql", "text", "xml"}
DIRECTIVES = {"{automodule}", "{include}", "{note}", "{seealso}", "{tip}", "{toctree}", "{warning}"}


class PageError(Exception):
    """A page says something that is not so, or says it in a form that cannot be checked."""


@frozen
class Block:
    """One fenced block.

    Attributes:
        page: The file that it stands in.
        line: The line of its opening fence, counted from 1.
        language: The first word after the fence; empty if there is none.
        text: What stands between the fences, without their indentation, each line ended.
        reason: Why it is not run; None for a block that is.
    """

    page: Path
    line: int
    language: str
    text: str
    reason: str | None = field(default=None)

    @property
    def file(self) -> str | None:
        """Return the name in a first line `# file: NAME`."""
        found = FILE.match(self.text.partition("\n")[0])
        return found["name"] if found else None

    @property
    def place(self) -> str:
        """Return `page:line`."""
        return f"{self.page}:{self.line}"


def read_blocks(page: Path, text: str) -> list[Block]:
    """Return the blocks of a page from top to bottom.

    Raises:
        PageError: A fence stays open, or a `no-run` mark has no reason or no block below it.
    """
    lines = text.splitlines()
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if opening:
            end = _closing(page, lines, number, opening["ticks"])
            reason = _reason(page, lines, number)
            inside = dedent("".join(f"{line}\n" for line in lines[number + 1 : end]))
            blocks.append(Block(page, number + 1, (opening["info"].split() or [""])[0], inside, reason))
            number = end
        elif NO_RUN.match(lines[number]) and not (number + 1 < len(lines) and FENCE.match(lines[number + 1])):
            raise PageError(f"{page}:{number + 1}: a no-run mark stands on the line right above its block")
        number += 1
    return blocks


def _closing(page: Path, lines: list[str], start: int, ticks: str) -> int:
    for number in range(start + 1, len(lines)):
        candidate = lines[number].strip()
        if candidate.startswith(ticks) and set(candidate) == {ticks[0]}:
            return number
    raise PageError(f"{page}:{start + 1}: this block is never closed")


def _reason(page: Path, lines: list[str], number: int) -> str | None:
    mark = NO_RUN.match(lines[number - 1]) if number else None
    if mark is None:
        return None
    if not mark["reason"].strip():
        raise PageError(f"{page}:{number}: say why this block is not run: <!-- no-run: reason -->")
    return mark["reason"].strip()
