"""The command `plp` and how it ends: 0 fine, 1 findings, 2 wrong use.

What is slow to import is imported by the command that needs it.
"""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

import click

from plpcore.errors import PlpError

WRONG_USE = 2
FINDINGS = 1
STOPPED = 130
CLOSED = 141

_EPILOG = """
\b
Examples:
  plp policy list
  plp policy test district-personalized
  plp audit district-personalized --map columns.toml --as-of 2026-06-30

Exit codes: 0 fine, 1 findings, 2 wrong use.
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when one of them is called or its help is asked for."""

    def __init__(self, *args: Any, lazy: dict[str, tuple[str, str, str]] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._lazy = lazy or {}

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(self._lazy)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in self._lazy:
            return None
        module, name, _ = self._lazy[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their short help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, _, short) in self._lazy.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command; a user's mistake becomes its lines and exit code 2, never a traceback."""
        try:
            return super().invoke(ctx)
        except PlpError as error:
            raise MistakeError(str(error)) from None
        except BrokenPipeError:
            raise ClosedError("") from None
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            mend = "; check the path, its permissions and the space that is left" if error.filename else ""
            raise MistakeError(f"{place}{(error.strerror or str(error)).lower()}{mend}") from None
        except UnicodeEncodeError as error:
            what = f"this screen's encoding {error.encoding} lacks a character of the answer"
            raise MistakeError(f"{what}; set PYTHONIOENCODING=utf-8, or name a file with --output") from None
        except KeyboardInterrupt:
            raise StoppedError("stopped; nothing was changed") from None


class MistakeError(click.ClickException):
    """A user's mistake: its lines are shown, each with the program's name before it."""

    exit_code = WRONG_USE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines to standard error."""
        for line in self.message.splitlines():
            click.echo(f"plp: {line}", file=file, err=True)


class ClosedError(click.ClickException):
    """Whoever read the answer, such as `head`, has gone. That is no finding, and there is nobody to be told."""

    exit_code = CLOSED

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - as click calls it
        """Print nothing, and let what is still to be written go nowhere."""
        # A stream without a number, as a host may put there, has nothing that the interpreter flushes at its end.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class StoppedError(MistakeError):
    """Somebody pressed Ctrl-C."""

    exit_code = STOPPED


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    lazy={
        "policy": ("plpcore.cli._groups", "policy", "List, show, check and test credit policies."),
        "audit": ("plpcore.cli._audit", "command", "Audit a district: who is short, and what does not count."),
        "compare": (
            "plpcore.cli._compare",
            "command",
            "Compare two policies: who gains, who loses, and why.",
        ),
        "evaluate": ("plpcore.cli._evaluate", "evaluate_command", "Say what a policy makes of each record."),
        "explain": ("plpcore.cli._evaluate", "explain", "Explain one educator's credit, step by step."),
        "records": ("plpcore.cli._groups", "records", "Guess a column map, and check records against it."),
        "init": ("plpcore.cli._keeping", "init", "Make a place to keep plans in."),
        "import": ("plpcore.cli._keeping", "import_", "Write records of other systems into a store."),
        "log": ("plpcore.cli._history", "log", "Show the history of a person's plan: who, when, why."),
        "verify": ("plpcore.cli._history", "verify", "Show whether anything was changed after it was written."),
        "check": ("plpcore.cli._history", "check", "Prove that the tables for SQL agree with the journal."),
        "rebuild": ("plpcore.cli._history", "rebuild", "Make the tables for SQL again from the journal."),
        "replay": ("plpcore.cli._history", "replay", "Reckon every recorded decision again."),
        "export": ("plpcore.cli._people", "export", "Write down everything that is kept of a person."),
        "erase": ("plpcore.cli._people", "erase", "Forget a person; the chain still verifies."),
        "plugins": ("plpcore.cli._plugins", "command", "List plugins, what each registers, and what is wrong."),
    },
)
@click.option("--plugin", "given", multiple=True, metavar="MODULE", help="Load a plugin by its module; repeatable.")
@click.option(
    "--with-plugins",
    "entry_points",
    is_flag=True,
    envvar="PLPCORE_PLUGINS",
    show_envvar=True,
    help="Load the plugins that are installed.",
)
@click.option("--block", multiple=True, metavar="NAME", help="Leave a plugin or a distribution out; repeatable.")
@click.version_option(package_name="plpcore", prog_name="plp")
@click.pass_context
def main(ctx: click.Context, given: tuple[str, ...], entry_points: bool, block: tuple[str, ...]) -> None:
    """Credit rules for teachers' learning: which learning counts, why, and what is still missing."""
    ctx.obj = {"given": given, "entry_points": entry_points, "block": block}
    # https://no-color.org: any value but the empty one.
    if os.environ.get("NO_COLOR"):
        ctx.color = False
