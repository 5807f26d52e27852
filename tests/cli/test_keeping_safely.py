"""No command loses what is kept: none writes over a store, and none makes one where it should look at one."""

import os
from pathlib import Path

import pytest

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
    done = plp("import", *kept.records, "--receipts", target, "--store", "memory:", "--district", DISTRICT)
    assert (done.code, target.exists()) == (0, True)
