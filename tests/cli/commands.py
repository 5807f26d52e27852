"""What the tests of the command line share: a runner, and small files to run it on."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from click.testing import CliRunner

from plpcore.cli import main

SUBCOMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("policy",),
    ("policy", "list"),
    ("policy", "show"),
    ("policy", "new"),
    ("policy", "check"),
    ("policy", "test"),
    ("policy", "implies"),
    ("policy", "diff"),
    ("policy", "mutants"),
    ("policy", "cases"),
    ("audit",),
    ("compare",),
    ("evaluate",),
    ("explain",),
    ("records",),
    ("records", "guess"),
    ("records", "check"),
    ("init",),
    ("import",),
    ("log",),
    ("verify",),
    ("check",),
    ("rebuild",),
    ("replay",),
    ("export",),
    ("erase",),
    ("plugins",),
)
"""Every command, the outermost first."""

POLICY = """\
format = 1
id = "ten-hours"
title = "Ten hours a year"
unit = { name = "hour" }

[total]
id = "total"
cite = "handbook 1"
amount = 10

[[awards]]
id = "time"
cite = "handbook 2"
title = "An hour is an hour"
otherwise = true
per = "hour"

[[caps]]
id = "talks"
cite = "handbook 3"
title = "Talks: up to 2 hours"
when = { kind = "conversation" }
at_most = 2
per = "cycle"

[cycle]
id = "year"
cite = "handbook 1"
anchor = "plan"
"""

EXAMPLES = """
[[example]]
id = "enough"
title = "Ten hours of workshops"
cite = "handbook 1"
as_of = 2025-06-30
cycle = { from = 2024-07-01, until = 2025-07-01 }
activities = [ { id = "w", kind = "workshop", completed = 2024-08-20, amounts = { hour = 10 } } ]
[example.expect]
outcome = "met"
total = 10
"""

LOG = """\
Staff,Date,Type,Title,Hours
t-1,2024-08-20,Workshop,Opening day,10
t-2,2024-09-14,EdCamp,EdCamp in the valley,6
t-2,2024-10-06,Conversation,Grading,3
"""

MAP = """\
[activities.columns]
Staff = "educator"
Date = "completed"
Type = "kind"
Title = "title"
Hours = "amount.hour"
"""

YEAR = ("--cycle", "2024-25", "--as-of", "2025-06-30")
"""The school year that the log lies in."""


@frozen
class Done:
    """How a command ended.

    Attributes:
        code: Its exit code.
        out: Standard output.
        err: Standard error.
    """

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of standard output."""
        return self.out.splitlines()


def plp(*args: object, env: dict[str, str | None] | None = None) -> Done:
    """Run the command in this process; an exception that is no exit of the command passes on."""
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": None, **(env or {})})
    found = runner.invoke(main, [str(arg) for arg in args], catch_exceptions=False, prog_name="plp")
    return Done(found.exit_code, found.stdout, found.stderr)


def write(folder: Path, **files: str | bytes) -> dict[str, Path]:
    """Write files by their names, `__` for the dot, and return their paths by the same names."""
    paths = {name: folder / name.replace("__", ".") for name in files}
    for name, held in files.items():
        paths[name].write_bytes(held if isinstance(held, bytes) else held.encode())
    return paths


def district(folder: Path, log: str = LOG) -> tuple[Path, Sequence[object]]:
    """Write a policy, a log and its map; return the policy and the arguments that read the records."""
    files = write(folder, ten__toml=POLICY, log__csv=log, columns__toml=MAP)
    return files["ten__toml"], (files["log__csv"], "--map", files["columns__toml"])
