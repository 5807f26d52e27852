"""The suite passes storages that keep their promises, whatever they claim."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from plpcore.journal import Batch, Storage
from plpcore.storage import MemoryStorage
from plpcore.testing import Outcome, StorageConformance, run_storage_cases, storage_cases
from tests.storage.levels import Below, Hosted, Reader, StateOnly, join
from tests.storage.notebook import TestNotebook

__all__ = ["TestNotebook"]


class TestMemory(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return MemoryStorage()


class TestHistory(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return Below()


class TestState(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return StateOnly()


class TestReader(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return Reader()

    def fill(self, folder: Path, written: Iterable[tuple[str, Batch]], /) -> Storage:
        return Reader(written)


class InHostsTransaction(StorageConformance):
    def make_storage(self, folder: Path, /) -> Storage:
        return Hosted(folder / "journal.db")

    def join_host(self, folder: Path, /) -> tuple[Storage, Callable[[bool], object]]:
        return join(folder / "journal.db")


@pytest.mark.parametrize("case", [one for one in storage_cases() if "host" in one or "nobody_outside" in one])
def test_a_storage_inside_the_transaction_of_a_host(case: str) -> None:
    (result,) = run_storage_cases(InHostsTransaction, [case])
    assert (result.part, result.outcome, result.said) == ("joins_host_transaction", Outcome.PASSED, "")


def test_the_suite_has_many_cases_and_each_is_named_by_a_sentence() -> None:
    cases = storage_cases()
    assert len(cases) >= 120
    assert all(len(case.split("_")) > 4 for case in cases)
