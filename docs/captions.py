"""Blocks that are a file: the line that names it is for those who check the manual, and must not be copied."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})")
_FILE = re.compile(r"^\s*# file: (?P<name>\S+)\s*$")


def captioned(text: str) -> str:
    """Return a page with each first line `# file: NAME` of a block as a caption above the block."""
    return "".join(f"{line}\n" for line in _lines(text.splitlines()))


def _lines(lines: list[str]) -> Iterator[str]:
    open_ = ""
    skipped = False
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if skipped:
            skipped = False
            continue
        fence = _FENCE.match(line)
        if fence is not None and not open_:
            open_ = fence["ticks"]
            named = _FILE.match(following)
            if named is not None:
                skipped = True
                yield from ("", f"{fence['indent']}**`{named['name']}`**", "")
        elif open_ and line.strip() == open_:
            open_ = ""
        yield line
