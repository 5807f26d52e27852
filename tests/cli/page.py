"""The reference page of the command line, made from the help: `python -m tests.cli.page` writes it anew."""

from pathlib import Path

from tests.cli.commands import SUBCOMMANDS, plp

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"

_HEAD = """\
# The command line

What `plp` and each of its commands say with `--help`. This page is made from them: `python -m tests.cli.page`.

Every command ends with 0 when all is fine, 1 when there are findings, 2 for wrong use, 130 when it is stopped with
Ctrl-C, and 141 when whoever reads the answer goes away, as in `plp policy list | head -1`. Results go to standard
output; receipts, the sum of rows and progress go to standard error. Colour and the progress bar appear on a terminal
only, and `NO_COLOR` turns colour off.
"""


def made() -> str:
    """Return the page as it should be."""
    return "\n".join((_HEAD, *(_section(command) for command in SUBCOMMANDS)))


def _section(command: tuple[str, ...]) -> str:
    name = " ".join(("plp", *command))
    return f"## {name}\n\n```text\n{plp(*command, '--help').out}```\n"


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
