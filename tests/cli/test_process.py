"""The command as a process: colour, encodings, pipes, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import LOG, YEAR, district

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and pipes of Unix")

PLP = (sys.executable, "-c", "from plpcore.cli import main; main(prog_name='plp')")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    return kept | {"COLUMNS": "100", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | more


def ran(*args: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PLP, *map(str, args)], env=environment(**more), capture_output=True, check=False)


def on_a_terminal(*args: object, **more: str) -> str:
    """Return what a person at a terminal sees of both streams."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PLP, *map(str, args)], env=environment(**more), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 4096):
            seen += block
    except OSError:  # Linux says so at the end of a closed terminal.
        pass
    finally:
        os.close(ours)
    process.wait()
    return seen.decode()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("policy", "list"), 0),
        (("policy", "check", "us-ny-ctle"), 0),
        (("policy", "show", "nothing-like-it"), 2),
        (("frobnicate",), 2),
    ],
)
def test_the_process_ends_with_the_code_of_its_command(args: tuple[str, ...], code: int) -> None:
    done = ran(*args)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert bool(done.stderr) == (code == 2)


def test_a_finding_ends_the_process_with_1(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    done = ran("audit", policy, *records, *YEAR)
    assert (done.returncode, done.stderr) == (1, b"rows in 3 = rows used 3 + rows refused 0\n")


@pytest.mark.parametrize("command", ["audit", "evaluate"])
def test_nothing_but_a_terminal_gets_colour_or_a_progress_bar(command: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace(",6\n", ",six\n"))
    done = ran(command, policy, *records, *YEAR)
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr
    assert b"refused: log.csv:3" in done.stderr


def test_a_terminal_gets_colour_and_NO_COLOR_takes_it_away(tmp_path: Path) -> None:  # noqa: N802 - the variable's name
    policy, records = district(tmp_path, LOG.replace(",6\n", ",six\n"))
    args = ("evaluate", policy, *records, *YEAR)
    seen = on_a_terminal(*args)
    assert "\x1b[31mrefused: log.csv:3" in seen
    assert "\x1b[" in seen.partition("MET:")[0].rpartition("\n")[2]
    assert "\x1b" not in on_a_terminal(*args, NO_COLOR="1")
    assert "\x1b[31m" in on_a_terminal(*args, NO_COLOR="")


def test_a_terminal_shows_the_progress_of_an_audit(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    assert "100%" in on_a_terminal("audit", policy, *records, *YEAR)


def test_a_reader_that_stops_early_gets_no_traceback() -> None:
    process = subprocess.Popen(
        [*PLP, "policy", "show", "us-ny-ctle", "--toml"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert told == b""


def test_a_screen_that_lacks_a_character_says_so_and_a_file_takes_it(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace("t-2", "教師"))
    args = ("audit", policy, *records, *YEAR)
    done = ran(*args, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stdout) == (2, b"")
    told = "plp: this screen's encoding latin-1 lacks a character of the answer; set PYTHONIOENCODING=utf-8, or name"
    assert done.stderr.decode().splitlines()[-1].startswith(told)
    assert ran(*args, "--output", tmp_path / "out.txt", PYTHONIOENCODING="latin-1").returncode == 1
    assert "教師" in (tmp_path / "out.txt").read_text("utf-8")


def test_the_command_is_installed_as_plp() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "plp"), "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "plp, version 0.1.0\n"
