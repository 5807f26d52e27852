"""No command loses what is kept: none writes over a store, and none makes one where it should look at one."""

import os
import sqlite3
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from click.testing import CliRunner

from plpcore.cli import main
from plpcore.storage._sqlite_tables import damage
from plpcore.workspace import By, Workspace
from tests.cli.commands import plp
from tests.cli.test_keeping import DISTRICT, Kept


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.mark.parametrize("name", ["plans.db", "./plans.db", "plans.db-wal", "plans.db-shm", "plans.db-journal"])
def test_an_export_is_not_written_over_the_store(kept: Kept, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(kept.filled().folder)
    before = (kept.folder / "plans.db").read_bytes()
    done = kept.plp("export", "t-1", "--output", name)
    shown = name.removeprefix("./")
    assert (done.code, done.err) == (2, f"plp: {shown}: this file belongs to the store; name another file to write\n")
    assert (kept.folder / "plans.db").read_bytes() == before


@pytest.mark.parametrize("make", [os.link, os.symlink])
def test_a_second_name_of_the_store_is_the_store(kept: Kept, make: object) -> None:
    make(kept.filled().folder / "plans.db", kept.folder / "other.db")  # type: ignore[operator]
    done = kept.plp("export", "t-1", "--output", kept.folder / "other.db")
    assert (done.code, "this file belongs to the store" in done.err) == (2, True)


@pytest.mark.parametrize("is_there", [True, False])
def test_receipts_are_not_written_over_the_store(kept: Kept, is_there: bool) -> None:
    if is_there:
        kept.filled()
    done = kept.plp("import", *kept.records, "--receipts", kept.folder / "plans.db")
    assert (done.code, "this file belongs to the store" in done.err) == (2, True)
    assert (kept.folder / "plans.db").exists() == is_there


def test_a_store_that_is_no_file_stands_in_nobodys_way(kept: Kept) -> None:
    target = kept.folder / "receipts.csv"
    store = f"objects:file://{kept.folder}/objects"
    done = plp("import", *kept.records, "--receipts", target, "--store", store, "--district", DISTRICT)
    assert (done.code, target.exists()) == (0, True)


READING = (
    ("verify",),
    ("check",),
    ("rebuild",),
    ("replay",),
    ("log", "t-1"),
    ("export", "t-1"),
    ("erase", "t-1", "--yes"),
    ("erase", "t-1", "--plan"),
)


@pytest.mark.parametrize("command", READING)
def test_a_mistyped_store_is_refused_and_not_made(kept: Kept, command: tuple[str, ...]) -> None:
    before = sorted(kept.folder.iterdir())
    done = kept.plp(*command)
    line = (
        f"plp: storage: there is no file '{kept.folder / 'plans.db'}'; look at the URL, or make a store with plp init"
    )
    assert (done.code, done.out, done.err) == (2, "", line + "\n")
    assert sorted(kept.folder.iterdir()) == before


@pytest.mark.parametrize("command", READING)
def test_a_mistyped_district_is_refused(kept: Kept, command: tuple[str, ...]) -> None:
    done = plp(*command, "--store", kept.filled().url, "--district", "sprngfield")
    line = "plp: --district: nothing is kept of 'sprngfield' in this store; look at the district's id, and at --store"
    assert (done.code, done.out, done.err) == (2, "", line + "\n")


def test_a_journal_that_is_gone_is_told_by_its_checkpoint(kept: Kept) -> None:
    point = kept.filled().plp("verify").lines[1].removeprefix("checkpoint: ")
    kept.sql("DELETE FROM revisions")
    kept.sql("DELETE FROM commits")
    assert kept.plp("verify").code == 2
    cut = kept.plp("verify", "--checkpoint", point)
    assert (cut.code, cut.lines[0]) == (1, "commit 0: the journal ends before commit 1 [cut-tail]")
    assert kept.plp("verify", "--checkpoint", f"{DISTRICT} 0 {'0' * 64}").code == 2


@pytest.mark.parametrize("command", [one for one in READING if one[0] != "rebuild" and "--yes" not in one])
def test_a_file_that_may_only_be_read_is_read(kept: Kept, command: tuple[str, ...]) -> None:
    kept.filled()
    file = kept.folder / "plans.db"
    before = file.read_bytes()
    file.chmod(0o444)
    assert kept.plp(*command).code == 0
    kept.url += "?mode=ro"
    assert kept.plp(*command).code == 0
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", [("rebuild",), ("erase", "t-1", "--yes")])
def test_what_writes_says_that_the_store_was_opened_to_read_only(kept: Kept, command: tuple[str, ...]) -> None:
    kept.filled().url += "?mode=ro"
    done = kept.plp(*command)
    line = "plp: this storage was opened to read only; open it without ?mode=ro to write\n"
    assert (done.code, done.err) == (2, line)


def test_a_table_that_is_missing_is_told_and_made_again(kept: Kept) -> None:
    kept.filled().sql("DROP TABLE learning_activities")
    done = kept.plp("check")
    assert (done.code, done.lines[0]) == (1, "learning_activities: it is missing, or another version made it")
    assert kept.plp("rebuild").code == 0
    assert kept.plp("check").code == 0


def _full_pages(file: Path) -> list[int]:
    """Return the first pages of the indexes that hold something."""
    db = sqlite3.connect(file)
    pages = [row[0] for row in db.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index'")]
    db.close()
    data = file.read_bytes()
    return [page for page in pages if any(data[(page - 1) * 4096 + 3 : (page - 1) * 4096 + 5])]


def test_a_damaged_index_is_found_by_check_and_nothing_is_said_to_mend_it(kept: Kept) -> None:
    file = kept.filled().folder / "plans.db"
    whole = file.read_bytes()
    pages = _full_pages(file)
    assert len(pages) > 3
    for page in pages:
        file.write_bytes(whole[: page * 4096 - 500] + b"\xff" * 500 + whole[page * 4096 :])
        done = kept.plp("check")
        assert (page, done.code) == (page, 1), done.err + done.out
        assert done.lines[-1].startswith("the file is damaged: do not write to it, and restore a copy")
        assert len(done.lines) > 1
        assert all(line.startswith("file: ") for line in done.lines[:-1])
    file.write_bytes(whole)
    assert kept.plp("check").code == 0


def test_what_ends_the_search_for_damage_otherwise_is_no_damage() -> None:
    db = sqlite3.connect(":memory:")
    db.close()
    with pytest.raises(sqlite3.ProgrammingError):
        list(damage(db))


def test_what_cannot_even_be_compared_is_no_all_clear(kept: Kept) -> None:
    kept.filled().sql("UPDATE owners SET owner = CAST(x'ff' AS TEXT) WHERE owner = 't-1'")
    done = kept.plp("check")
    assert (done.code, done.out) == (2, "")
    assert "a text in the file is not UTF-8; do not write to it, and restore a copy that verifies" in done.err


@pytest.mark.parametrize("store", ["memory:", "sqlite:///:memory:", "sqlite:///:memory:?mode=ro"])
def test_nothing_is_written_to_a_store_that_is_gone_at_once(kept: Kept, store: str) -> None:
    for done in (
        plp("init", "--store", store),
        plp("import", *kept.records, "--store", store, "--district", DISTRICT),
    ):
        line = f"plp: --store: what '{store}' keeps is gone when the command ends; name a place that stays"
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(line)


def test_whoever_thinks_better_of_an_erasure_is_told_that_nothing_was_erased(kept: Kept) -> None:
    given = ["erase", "t-1", "--store", kept.filled().url, "--district", DISTRICT]
    done = CliRunner().invoke(main, given, input="n\n")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "nothing was erased")
    assert kept.plp("export", "t-1").code == 0
    assert CliRunner().invoke(main, given, input="y\n").exit_code == 0
    assert kept.plp("export", "t-1").code == 2


def test_who_waits_for_a_locked_store_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plpcore.cli._store.PATIENCE", 0.05)
    kept.filled()
    other = sqlite3.connect(kept.folder / "plans.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    Timer(0.8, other.execute, ["ROLLBACK"]).start()
    done = kept.plp("erase", "t-1", "--yes")
    other.close()
    line = "plp: still waiting for the store; does another program write to it? Ctrl-C stops\n"
    assert (done.code, done.err) == (0, line)


def test_who_stops_an_import_hears_that_what_was_written_stays(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plpcore.cli._keeping.AT_ONCE", 1)
    do, called = Workspace.do, list[int]()

    def stopped_at_the_second(self: Workspace, command: Any, by: By) -> Any:
        called.append(1)
        if len(called) > 1:
            raise KeyboardInterrupt
        return do(self, command, by)

    monkeypatch.setattr(Workspace, "do", stopped_at_the_second)
    done = kept.plp("import", *kept.records)
    line = "plp: stopped; what was written stays, and the same import again writes the rest"
    assert (done.code, done.err.splitlines()[-1]) == (130, line)
    monkeypatch.undo()
    assert (
        kept.plp("import", *kept.records).lines[-1] == "2 educators: 3 documents added, 0 changed, 2 the same already"
    )
