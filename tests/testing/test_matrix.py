"""`python -m plpcore.testing`: the matrix of what a storage claims and what shows it."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from plpcore.errors import BusyError
from plpcore.journal import Batch, Capabilities, Commit, Storage
from plpcore.storage import MemoryStorage
from plpcore.testing import Outcome, StorageConformance, run_storage_cases
from plpcore.testing._matrix import _suite_of, main

HERE = "tests.testing.test_matrix"
CLOSING = "test_closing_twice_does_nothing"
FIRST = "test_the_first_commit_has_number_one_and_follows_nothing"
REOPENED = "test_everything_is_there_when_it_is_opened_again"


class Busy(MemoryStorage):
    def commit(self, tenant: str, batch: Batch) -> Commit:
        raise BusyError


class Incapable(MemoryStorage):
    @property
    def capabilities(self) -> Any:
        return None


def good(folder: Path) -> Storage:
    return MemoryStorage()


def busy(folder: Path) -> Storage:
    return Busy()


def broken(folder: Path) -> Storage:
    raise OSError("no such disk")


def incapable(folder: Path) -> Storage:
    return Incapable()


class Suite(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return good(folder)


no_function = 3


@pytest.mark.parametrize("name", ["good", "Suite"])
def test_the_matrix_says_what_is_claimed_and_what_shows_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"{HERE}:{name}", "--case", CLOSING, "--case", FIRST, "--case", REOPENED]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "capability              claimed   shown by  failed",
        "state                   yes              2       0",
        "history                 yes              0       0",
        "evidence                yes              0       0",
        "durable                 no               0       0",
        "multi_process           no               0       0",
        "joins_host_transaction  no               0       0",
        "sql                     no               0       0",
        "read_only               no               0       0",
        "2 passed, 0 failed, 1 skipped",
    ]


def test_what_fails_is_told_in_a_line_each_and_the_command_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"{HERE}:busy", "--case", FIRST]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "state                   yes              0       1"
    assert out[-2:] == [
        f"FAILED {FIRST}: BusyError: somebody else is writing to the storage; nothing was written, try again",
        "0 passed, 1 failed, 0 skipped",
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nothing"], "nothing: write MODULE:NAME, such as my_package.storage:open_storage"),
        (["no_such_module:x"], "no_such_module:x: it cannot be imported: ModuleNotFoundError: No module named"),
        ([f"{HERE}:missing"], f"{HERE}:missing: it cannot be imported: AttributeError: module"),
        ([f"{HERE}:no_function"], f"{HERE}:no_function: it is no function and no class; name one that returns"),
        ([f"{HERE}:broken"], "no storage can be opened with it: OSError: no such disk"),
        ([f"{HERE}:incapable"], "what it returns has no capabilities; return an open storage"),
        ([f"{HERE}:good", "--case", "test_x"], "test_x: the suite has no such case; --help shows the name of one"),
    ],
)
def test_wrong_use_is_told_in_one_line(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(line)
    assert told.err.count("\n") == 1


def test_the_command_runs_as_a_module_and_its_help_teaches(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from plpcore.storage import MemoryStorage\n\n\ndef make(folder):\n    return MemoryStorage()\n", "utf-8"
    )
    command = [sys.executable, "-m", "plpcore.testing"]
    done = subprocess.run(
        [*command, "mine:make", "--case", CLOSING], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 passed, 0 failed, 0 skipped\n")
    shown = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "my_package.storage:open_storage" in shown.stdout
    assert "Exit codes" in shown.stdout


def test_the_module_ends_with_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["plpcore.testing", "nothing"])
    with pytest.raises(SystemExit, match="2"):
        runpy.run_module("plpcore.testing", run_name="__main__")
    assert capsys.readouterr().err.startswith("nothing: write MODULE:NAME")


def test_the_opener_of_a_function_opens_the_same_folder(tmp_path: Path) -> None:
    from tests.storage.notebook import open_notebook

    suite = _suite_of(open_notebook)
    opened = suite().opener(tmp_path)()
    opened.close()
    assert [one.name for one in tmp_path.iterdir()] == ["journal.db"]


def test_a_claim_without_the_hook_that_shows_it_is_a_failure_that_names_the_hook() -> None:
    class Claims(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return claiming(folder)

    cases = {
        "test_what_was_acknowledged_survives_a_process_that_is_killed": "opener(self, folder)",
        "test_what_the_host_keeps_is_there": "join_host(self, folder)",
        "test_sql_finds_what_stands_and_nothing_of_other_tenants": "sql_keys(self, folder, tenant)",
    }
    for result in run_storage_cases(Claims, cases):
        assert result.outcome is Outcome.FAILED
        assert cases[result.case] in result.said


def test_a_suite_without_a_storage_says_what_it_needs() -> None:
    (result,) = run_storage_cases(StorageConformance, [FIRST])
    assert result.said.startswith("NotImplementedError: give the class a method make_storage(self, folder)")


def claiming(folder: Path) -> Storage:
    class Claiming(MemoryStorage):
        @property
        def capabilities(self) -> Capabilities:
            return evolve(super().capabilities, durable=True, joins_host_transaction=True, sql=True)

    return Claiming()
