"""The reference page says what the help says."""

import click

from plpcore.cli import main
from tests.cli.commands import SUBCOMMANDS
from tests.cli.page import PAGE, made


def commands(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [path, *(one for name, found in inner if found for one in commands(found, (*path, name)))]


def test_the_page_of_the_command_line_is_made_anew_when_a_help_changes() -> None:
    assert PAGE.read_text("utf-8") == made(), "run: python -m tests.cli.page"


def test_the_page_leaves_no_command_out() -> None:
    assert sorted(commands(main)) == sorted(SUBCOMMANDS)
