"""Print the commands of the first console block under a heading of a page: `readme_commands.py PAGE HEADING`."""

import re
import sys
from pathlib import Path


def commands(text: str, heading: str) -> list[str]:
    """Return the commands in order, without their `$ `; none if the page has no such block."""
    block = re.search(
        rf"^## {re.escape(heading)}$(?:(?!^## ).)*?^```console$(.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    return re.findall(r"^\$ (.*)$", block[1], re.MULTILINE) if block else []


def main(page: str, heading: str) -> int:
    """Print the commands; return 1 if there are none."""
    found = commands(Path(page).read_text("utf-8"), heading)
    print("\n".join(found))
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
