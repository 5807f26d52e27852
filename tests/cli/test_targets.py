"""No command writes over what it reads, and none judges first to learn then that it cannot write."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from plpcore.cli import main

POLICY = """id = "p"
title = "P"
unit = { name = "hour" }
total = { id = "t", cite = "c", amount = 1 }
[[awards]]
id = "h"
cite = "c"
per = "hour"
"""
MAP = """[activities]
[activities.columns]
Who = "educator"
When = "completed"
What = "kind"
Hrs = "amount.hour"
"""
LOG = "Who,When,What,Hrs\nt1,2025-01-01,book,2\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("p.toml", POLICY), ("columns.toml", MAP), ("log.csv", LOG)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words)
    return done.exit_code, done.stderr


READ = ("log.csv", "--map", "columns.toml")
JUDGE = ("audit", "evaluate", "explain")


@pytest.mark.parametrize("command", JUDGE)
@pytest.mark.parametrize("option", ["--output", "--receipts"])
@pytest.mark.parametrize("target", ["log.csv", "./log.csv", "columns.toml", "p.toml"])
def test_a_file_that_is_read_is_not_written_over(folder: Path, command: str, option: str, target: str) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    code, told = run(command, "p.toml", *READ, "--as-of", "2025-06-30", option, target)
    name = target.removeprefix("./")
    assert (code, told) == (2, f"plp: {name}: this file is read here too; name another file to write\n")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_guess_does_not_write_over_the_file_that_it_looks_at(folder: Path) -> None:
    code, told = run("records", "guess", "log.csv", "--output", "log.csv")
    assert (code, told) == (2, "plp: log.csv: this file is read here too; name another file to write\n")
    assert (folder / "log.csv").read_text("utf-8") == LOG


def test_a_file_of_a_folder_that_is_read_is_not_written_over(folder: Path) -> None:
    code, told = run("records", "check", ".", "--receipts", "log.csv")
    assert (code, told) == (2, "plp: log.csv: this file is read here too; name another file to write\n")
    assert run("records", "check", ".", "--receipts", "new.csv")[0] == 0
    assert (folder / "new.csv").exists()


def test_two_results_are_not_written_to_one_file(folder: Path) -> None:
    code, told = run("audit", "p.toml", *READ, "--output", "x.txt", "--receipts", "./x.txt")
    assert (code, told) == (2, "plp: x.txt: two results are to be written here; name two files\n")
    assert not (folder / "x.txt").exists()


def test_nothing_is_judged_where_nothing_can_be_written(folder: Path) -> None:
    code, told = run("audit", "p.toml", *READ, "--receipts", "ok.csv", "--output", "absent/x.txt")
    what = "there is no such folder to write it in; make the folder, or name another file"
    assert (code, told) == (2, f"plp: absent/x.txt: {what}\n")
    assert not (folder / "ok.csv").exists()


def test_a_folder_is_no_file_to_write(folder: Path) -> None:
    code, told = run("audit", "p.toml", *READ, "--receipts", ".")
    assert (code, told) == (2, "plp: .: this is a folder; name a file to write\n")


def test_a_policy_that_ships_is_no_file(folder: Path) -> None:
    code, _ = run("audit", "district-seat-time", *READ, "--as-of", "2025-06-30", "--output", "district-seat-time")
    assert code == 1
    assert (folder / "district-seat-time").is_file()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'per = "hour"',
            'per = "hour"\nwhen = { kind = ["book", "podcats"] }',
            "p.toml:5: $.awards[0]: remark kind-unknown: 'podcats' is no kind of the vocabulary; did you mean podcast?",
        ),
        (
            'per = "hour"',
            'per = "huor"',
            "p.toml:5: $.awards[0]: remark unit-unknown: 'huor' is no usual source unit; did you mean hour?",
        ),
        (
            'per = "hour"',
            'per = "hour"\nwhen = { amount = { zzz = { at_least = 1 } }, kind = { is = "zzz" } }',
            "p.toml:5: $.awards[0]: remark unit-unknown: 'zzz' is no usual source unit",
        ),
    ],
)
def test_a_check_asks_about_words_that_it_does_not_know(folder: Path, old: str, new: str, line: str) -> None:
    (folder / "p.toml").write_text(POLICY.replace(old, new), "utf-8")
    done = CliRunner().invoke(main, ["policy", "check", "p.toml"])
    assert done.exit_code == 0
    assert line in done.stdout.splitlines()


def test_a_check_has_no_doubt_about_the_vocabulary(folder: Path) -> None:
    assert "-unknown" not in CliRunner().invoke(main, ["policy", "check", "p.toml"]).stdout


def test_no_shipped_policy_uses_a_doubtful_word() -> None:
    listed = CliRunner().invoke(main, ["policy", "list", "--format", "csv"]).stdout.splitlines()[1:]
    for line in listed:
        name = line.split(",")[0]
        assert "-unknown" not in CliRunner().invoke(main, ["policy", "check", name]).stdout, name


def test_a_link_that_leads_to_itself_is_written_over(folder: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    code, told = run("evaluate", "p.toml", "log.csv", "--map", "columns.toml", "--output", "loop.txt")
    assert (code, told) == (0, "rows in 1 = rows used 1 + rows refused 0\n")
    assert (folder / "loop.txt").read_text().startswith("MET")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_is_full_is_told_with_its_name(folder: Path) -> None:
    code, told = run("evaluate", str(folder / "p.toml"), "log.csv", "--map", "columns.toml", "--output", "/dev/full")
    assert code == 2
    assert told.splitlines()[-1].startswith("plp: /dev/full: no space left on device; check the path")
