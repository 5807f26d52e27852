"""The short forms of the campaigns, and that each would notice what it looks for."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plpcore.storage.sqlite import SqliteStorage
from tests.storage.campaigns import contention, faults, kills, million, power


def test_no_acknowledged_commit_is_lost_when_the_power_is_cut() -> None:
    chance = random.Random(7)
    assert list(power.faults_after_cuts(power.recorded(7), 100, chance)) == []


def test_a_storage_that_does_not_wait_for_the_disk_is_found_out() -> None:
    found = list(power.faults_after_cuts(power.recorded(7, forgetful=True), 50, random.Random(7)))
    assert any("lost" in fault for fault in found)


# Where locks do not come free SQLite itself waits for ten seconds each time; that is for the long form.
SHORT = [
    (one, lasting) for one in faults.TROUBLES for lasting in (False, True) if not (one.name == "locked" and lasting)
]


@pytest.mark.parametrize(
    ("trouble", "lasting"), SHORT, ids=lambda one: str(getattr(one, "name", one)).replace(" ", "-")
)
@pytest.mark.parametrize("name", faults.WORKS)
def test_a_failing_disk_leaves_no_half_of_a_commit(trouble: faults.Trouble, lasting: bool, name: str) -> None:
    assert list(faults.faults_of(trouble, name, lasting=lasting, stride=11)) == []


@pytest.mark.parametrize(
    "trouble", [faults.TROUBLES[0], faults.TROUBLES[4]], ids=lambda one: one.name.replace(" ", "-")
)
def test_a_disk_that_fails_while_a_file_is_made_leaves_one_that_can_be_opened(trouble: faults.Trouble) -> None:
    assert list(faults.faults_of_opening(trouble, lasting=False, stride=29)) == []


def test_an_error_of_the_driver_that_is_let_out_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def silent(_: str) -> Iterator[None]:
        yield

    monkeypatch.setattr("plpcore.storage.sqlite.told", silent)
    found = list(faults.faults_of(faults.TROUBLES[1], "a new document", lasting=False))
    assert any("OperationalError is let out" in fault for fault in found)


def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    assert list(kills.faults_after_kills(tmp_path / "journal.db", 6, random.Random(7))) == []


def test_a_commit_that_is_not_there_is_found_out(tmp_path: Path) -> None:
    SqliteStorage.open(tmp_path / "journal.db").close()
    assert list(kills._faults_of(tmp_path / "journal.db", [(1, "0" * 64)], 0)) == ["commit 1 was acknowledged and lost"]


def test_processes_that_write_at_once_lose_nothing_and_pass_no_cap(tmp_path: Path) -> None:
    assert list(contention.faults_of(tmp_path / "journal.db", 4, 120)) == []


def test_a_raise_that_was_lost_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contention.write_all(str(tmp_path / "journal.db"), "earlier", range(1))
    found = list(contention.faults_of(tmp_path / "journal.db", 1, 4))
    assert found[:2] == ["the counter stands at 5 after 4 raises", "course 0 has 5 places"]


def test_what_was_written_in_bulk_verifies(tmp_path: Path) -> None:
    found = million.measured(tmp_path / "journal.db", 2_500)
    assert {"bulk", "verify", "scan", "peak"} <= set(found)
    assert all(value > 0 for value in found.values())
