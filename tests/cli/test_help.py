"""The help of each command: complete, plain, and cheap to ask for."""

import re
import subprocess
import sys

import click
import pytest

from plpcore.cli._types import Cycle, Day, FirstDay
from tests.cli.commands import SUBCOMMANDS, plp

HEAVY = {"cattrs", "sqlite3", "sqlite_utils", "scipy", "pluggy", "hypothesis", "pytest", "tomllib"}
OURS = ("audit", "codec", "evaluation", "exchange", "journal", "model", "policy", "report", "storage")


def loaded_by(*args: str) -> set[str]:
    script = (
        "import sys\nfrom plpcore.cli import main\n"
        f"try:\n    main({list(args)!r})\nexcept SystemExit:\n    print('LOADED', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("command", SUBCOMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_a_help_without_marks_of_its_source(command: tuple[str, ...], flag: str) -> None:
    done = plp(*command, flag)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith(" ".join(("Usage: plp", *command, "[OPTIONS]")))
    assert not re.search(r"\\b|[\x00-\x09\x0b-\x1f]|[^\]]\.\.\.$", done.out, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        ("audit",),
        ("evaluate",),
        ("explain",),
        ("policy", "show"),
        ("policy", "check"),
        ("records", "guess"),
        ("records", "check"),
    ],
    ids=" ".join,
)
def test_each_example_of_a_help_has_a_line_of_its_own(command: tuple[str, ...]) -> None:
    assert re.search(rf"  Examples?:\n    plp {' '.join(command)} \S.*\n", plp(*command, "--help").out)


@pytest.mark.parametrize("command", ["audit", "evaluate"])
def test_the_help_of_a_judging_command_says_its_exit_codes(command: str) -> None:
    words = " ".join(plp(command, "--help").out.split())
    assert "Exit codes: 0 everybody is fine; 1 somebody is short or cannot be told, a grant names no rule" in words


def test_the_first_help_lists_every_command_with_a_sentence_and_the_exit_codes() -> None:
    done = plp("--help")
    assert re.findall(r"^  (\w+)  .*\.$", done.out, re.MULTILINE) == [
        "policy",
        "audit",
        "compare",
        "evaluate",
        "explain",
        "records",
        "init",
        "import",
        "log",
        "verify",
        "check",
        "rebuild",
        "replay",
        "export",
        "erase",
        "plugins",
    ]
    assert "Exit codes: 0 fine, 1 findings, 2 wrong use." in done.out


def test_the_version_is_that_of_the_package() -> None:
    assert plp("--version").out == "plp, version 0.1.0\n"


@pytest.mark.parametrize("args", [("--help",), ("--version",), ()])
def test_the_first_help_loads_no_heavy_library_and_nothing_that_judges(args: tuple[str, ...]) -> None:
    loaded = loaded_by(*args)
    assert "click" in loaded
    assert sorted(loaded & HEAVY) == []
    assert sorted(f"plpcore.{name}" for name in OURS if f"plpcore.{name}" in loaded) == []


def test_the_probe_sees_what_a_command_loads() -> None:
    assert "plpcore.policy" in loaded_by("policy", "list")


@pytest.mark.parametrize("command", [(), ("policy",), ("records",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_help_and_ends_with_2(command: tuple[str, ...]) -> None:
    done = plp(*command)
    assert done.code == 2
    assert done.err == plp(*command, "--help").out
    assert done.out == ""


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("audti",), "No such command 'audti'"),
        (("policy", "lists"), "No such command 'lists'"),
        (("audit", "us-ny-ctle", "--as-off", "2025-01-01"), "No such option '--as-off'"),
        (("policy", "show"), "Missing argument 'POLICY'"),
        (("policy", "list", "--format", "xml"), "Invalid value for '--format': 'xml' is not one of"),
    ],
)
def test_wrong_use_is_said_in_one_line_below_the_usage(command: tuple[str, ...], told: str) -> None:
    done = plp(*command)
    assert done.code == 2
    assert done.out == ""
    assert done.err.splitlines()[-1].startswith(f"Error: {told}")


@pytest.mark.parametrize("kind", [Cycle, Day, FirstDay])
def test_the_types_of_options_ask_nothing_that_only_a_late_click_gives(kind: type) -> None:
    # Before 8.4 a type of click takes no parameter, and a subscript of it stops the import.
    assert kind.__bases__ == (click.ParamType,)
    assert "__orig_bases__" not in vars(kind)
