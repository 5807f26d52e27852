"""Any order of commits, conflicts, erasures and readings: the storages agree with a plain model."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from plpcore.errors import PlpError
from plpcore.journal import Storage
from plpcore.storage import MemoryStorage
from plpcore.storage.postgres import PostgresStorage
from plpcore.testing import storage_machine
from tests.storage import memory_bugs
from tests.storage.databases import Databases
from tests.storage.levels import Below, StateOnly
from tests.storage.notebook import open_notebook
from tests.storage.seeded_bugs import BACKENDS
from tests.storage.test_objects_conformance import open_folder
from tests.storage.test_sqlite_conforms import open_file

SOME = settings(max_examples=20, stateful_step_count=25, deadline=None, derandomize=True)
UNTIL_IT_FAILS = settings(SOME, max_examples=200, phases=[Phase.generate], report_multiple_bugs=False)


def make_memory(folder: Path) -> Storage:
    return MemoryStorage()


@pytest.mark.parametrize("make", [make_memory, lambda folder: Below(), lambda folder: StateOnly()])
def test_a_storage_in_memory_agrees_with_the_model(make: object) -> None:
    run_state_machine_as_test(storage_machine(make), settings=SOME)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [open_notebook, open_file, open_folder])
def test_a_storage_in_a_file_agrees_with_the_model_although_it_is_opened_again(make: Any) -> None:
    run_state_machine_as_test(storage_machine(make, make), settings=settings(SOME, max_examples=6))


def test_postgresql_agrees_with_the_model_although_it_is_opened_again(databases: Databases) -> None:
    urls: dict[Path, str] = {}

    def make(folder: Path) -> Storage:
        if folder not in urls:
            # The case before this one has ended.
            for url in urls.values():
                databases.give_back(url)
            urls.clear()
            urls[folder] = databases.new()
        return PostgresStorage.open(urls[folder])

    run_state_machine_as_test(storage_machine(make, make), settings=settings(SOME, max_examples=6))


@pytest.mark.parametrize(
    "name",
    [
        "a scope is broken by any later commit",
        "an erasure keeps the salt",
        "as of commit 0 is now",
        "a repeated command finds that of any tenant",
        "the log ends after its first page",
    ],
)
def test_the_model_notices_a_bug(name: str) -> None:
    bug = next(one for one in BACKENDS["memory"].bugs if one.name == name)
    with pytest.raises((AssertionError, PlpError)):
        run_state_machine_as_test(storage_machine(lambda folder: memory_bugs.make(bug)), settings=UNTIL_IT_FAILS)
