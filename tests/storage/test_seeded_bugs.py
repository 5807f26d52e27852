"""The short form of the seeded bugs: every fifth bug in memory is noticed, and every bug can still be planted."""

from pathlib import Path

import pytest

from plpcore.journal import Storage
from tests.storage import memory_bugs, seeded_bugs, sqlite_bugs
from tests.storage.planted import Bug, planted
from tests.storage.seeded_bugs import AIM, BACKENDS, argued, main


def test_there_are_many_bugs_for_each_storage_and_each_has_a_name_of_its_own() -> None:
    for backend in BACKENDS.values():
        names = {bug.name for bug in backend.bugs}
        assert len(names) == len(backend.bugs) >= 60


def test_the_suite_notices_every_fifth_bug_in_memory() -> None:
    bugs = memory_bugs.BUGS[::5]
    survivors = {one.bug for one in BACKENDS["memory"].plant(bugs) if not one.killed_by}
    assert survivors <= argued()
    assert 100 * (len(bugs) - len(survivors)) >= AIM * len(bugs)


def test_every_bug_of_sqlite_can_still_be_planted(tmp_path: Path) -> None:
    for bug in sqlite_bugs.BUGS:
        planted(bug, sqlite_bugs.MODULES)


def test_every_survivor_that_is_argued_is_a_bug_that_is_planted() -> None:
    assert argued() <= {bug.name for backend in BACKENDS.values() for bug in backend.bugs}


def test_a_storage_without_a_bug_survives_the_cases_that_kill(tmp_path: Path) -> None:
    made: Storage = memory_bugs.make(None)
    made.close()
    sqlite_bugs.make(None, tmp_path).close()


def test_words_that_stand_nowhere_are_no_bug() -> None:
    with pytest.raises(LookupError, match="gone: in no module, or not once: no such words"):
        planted(Bug("gone", {"no such words": ""}), memory_bugs.MODULES)


def test_the_command_plants_a_bug_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["memory", "an erasure keeps the salt"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "memory: 1 of 1 noticed (100 %)"
    assert main(["paper"]) == 2
    assert capsys.readouterr().err == "paper: write one of memory, sqlite\n"


def test_the_command_ends_with_1_where_a_bug_survives(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(seeded_bugs, "first_failing", lambda suite: "")
    assert main(["memory", "an erasure keeps the salt"]) == 1
    assert "memory: an erasure keeps the salt: SURVIVED" in capsys.readouterr().out
