"""Do what a page tells its reader to do, from top to bottom, in an empty folder, and compare what comes out."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from attrs import define

from tests.docs.blocks import DIRECTIVES, RUN, SHOWN, Block, PageError

MANY = "..."
ANY_LINES = r"(?:[^\n]*\n)*"
SECONDS = 120
READERS: dict[str, Callable[[str], object]] = {"toml": tomllib.loads, "json": json.loads}


@define
class Step:
    """One command of a console block, and what the page promises of it."""

    command: str
    output: str = ""
    code: int = 0


class Page:
    """The state of one page while it is followed: a folder, a namespace, and what the last Python block printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A class that a page defines looks its module up by name.
        self.module = sys.modules["__page__"] = ModuleType("__page__")
        self.printed: str | None = None

    def follow(self, block: Block) -> None:
        """Do what one block says.

        Raises:
            PageError: It cannot be done, or comes out otherwise than the page says.
        """
        printed, self.printed = self.printed, None
        if block.reason is not None:
            return
        if block.file is not None:
            write(block, self.folder)
        elif block.language == "output":
            compare(block, block.text, printed)
        elif block.language == "python":
            self.printed = run_python(block, self.folder, self.module)
        elif block.language == "console":
            run_console(block, self.folder)
        elif block.language in READERS:
            read(block)
        elif block.language not in SHOWN | DIRECTIVES:
            known = ", ".join(sorted(RUN | SHOWN))
            raise PageError(f"{block.place}: nobody checks a {block.language!r} block; choose one of {known}")


def write(block: Block, folder: Path) -> None:
    """Write the block to the file that its first line names; the line itself is left out."""
    target = (folder / str(block.file)).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise PageError(f"{block.place}: {block.file} lies outside the folder of the page")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.text.partition("\n")[2], "utf-8")


def read(block: Block) -> None:
    """Check that a block of data is what it says."""
    try:
        READERS[block.language](block.text)
    except ValueError as error:
        raise PageError(f"{block.place}: this is not {block.language}: {error}") from error


def run_python(block: Block, folder: Path, module: ModuleType) -> str:
    """Run the block in the module of its page and return what it printed."""
    text = "\n" * block.line + block.text
    printed = io.StringIO()
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
            exec(compile(text, str(block.page), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - that is the point
    except Exception as error:
        raise PageError(f"{block.place}: {traceback.format_exc(limit=-1)}") from error
    return printed.getvalue()


def run_console(block: Block, folder: Path) -> None:
    """Run each `$ ` line of the block and compare what follows it."""
    for step in steps(block):
        done = subprocess.run(  # noqa: S602 - the reader has a shell too
            step.command,
            shell=True,
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        compare(block, step.output, done.stdout, f"$ {step.command}")
        if done.returncode != step.code:
            raise PageError(f"{block.place}: $ {step.command}\nends with {done.returncode}, the page says {step.code}")


def steps(block: Block) -> list[Step]:
    """Return each command with the output and the exit code that the page promises.

    Raises:
        PageError: Output stands above the first command.
    """
    found: list[Step] = []
    lines = iter(block.text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            found.append(Step(_whole(line.removeprefix("$ "), lines)))
        elif not found:
            raise PageError(f"{block.place}: a console block begins with a `$ ` line")
        elif line.startswith("# exit: "):
            found[-1].code = int(line.removeprefix("# exit: "))
        else:
            found[-1].output += f"{line}\n"
    return found


def _whole(command: str, rest: Iterator[str]) -> str:
    while command.endswith("\\"):
        command = f"{command}\n{next(rest, '')}"
    return command


def environment(folder: Path) -> dict[str, str]:
    """Return what a command sees: `plp` on the path, no colour, one width, one time zone, nobody's settings."""
    scripts = str(Path(sys.executable).parent)
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    fixed = {"HOME": str(folder), "COLUMNS": "100", "NO_COLOR": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    return kept | fixed | {"PYTHONIOENCODING": "utf-8", "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])}


def compare(block: Block, expected: str, actual: str | None, what: str = "the block above") -> None:
    """Compare line by line; a lone `...` in the page stands for any lines, also for none.

    Raises:
        PageError: They differ, or nothing was run that could have printed.
    """
    if actual is None:
        raise PageError(f"{block.place}: no Python block stands right above this output")
    if not matches(expected, actual):
        raise PageError(f"{block.place}: {what}\n--- the page says\n{expected}--- it prints\n{actual}")


def matches(expected: str, actual: str) -> bool:
    """Tell whether the lines agree, blanks at their ends and blank lines at the very end aside."""
    pattern = "".join(ANY_LINES if line == MANY else re.escape(f"{line}\n") for line in _lines(expected))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(actual))) is not None


def _lines(text: str) -> list[str]:
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip().splitlines()
