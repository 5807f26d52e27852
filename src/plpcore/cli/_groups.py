"""The groups `plp policy` and `plp records`: whose help is asked for is not made to wait for the engine."""

import click

from plpcore.cli._main import LazyGroup


@click.group(
    cls=LazyGroup,
    no_args_is_help=True,
    lazy={
        "cases": (
            "plpcore.cli._cases",
            "cases",
            "Print records at a policy's boundaries, as a start for its examples.",
        ),
        "check": ("plpcore.cli._checking", "check", "Check a policy document, and tell how hard it is to decide."),
        "diff": (
            "plpcore.cli._policy_compare",
            "diff_command",
            "Show which rules of two policies differ, and for whom.",
        ),
        "implies": (
            "plpcore.cli._policy_compare",
            "implies_command",
            "Prove that whoever meets one policy meets another, or show who does not.",
        ),
        "list": ("plpcore.cli._policy", "list_", "List the policies that come with plpcore, and those of plugins."),
        "mutants": (
            "plpcore.cli._mutants",
            "mutants",
            "Change a policy in small ways, and tell which changes no example notices.",
        ),
        "new": ("plpcore.cli._new", "new", "Write a commented start for a policy of your own."),
        "show": ("plpcore.cli._policy", "show", "Show what a policy says, with citations and sources."),
        "test": ("plpcore.cli._testing", "test", "Run a policy's examples, and tell what none of them exercises."),
    },
)
def policy() -> None:
    """List, show, check and test credit policies.

    POLICY is the id of a policy that comes with plpcore (see `plp policy list`), or a .toml or .json file.
    """


@click.group(
    cls=LazyGroup,
    lazy={
        "check": (
            "plpcore.cli._records",
            "check",
            "Read records and say what became of every row, without any policy.",
        ),
        "guess": ("plpcore.cli._records", "guess", "Offer a column map for a file, to read through and mend."),
    },
)
def records() -> None:
    """Guess a column map, and check records against it."""
