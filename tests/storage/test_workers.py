"""Those who write at once in the suite: what they do when a storage does not let them."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from plpcore.errors import BusyError
from plpcore.journal import LogPage, Storage
from plpcore.storage import MemoryStorage
from plpcore.testing import Outcome, StorageConformance, run_storage_cases
from plpcore.testing._storage import _frame, _workers
from tests.storage.notebook import open_notebook

IN_ORDER = "test_a_log_that_is_read_while_others_write_is_whole"
PAGES = "test_more_than_a_page_of_documents_is_found_whole"
COMMITS = "test_commits_are_numbered_without_gaps"


def exits() -> Storage:
    os._exit(3)


def sleeps() -> Storage:
    time.sleep(60)
    raise AssertionError


def said(make: Callable[[], Storage], case: str) -> str:
    class Suite(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return make()

    (result,) = run_storage_cases(Suite, [case])
    assert result.outcome is Outcome.FAILED
    return result.said


def test_who_is_kept_out_tries_again_and_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def busy() -> None:
        tries.append(1)
        raise BusyError

    monkeypatch.setattr(_workers, "ATTEMPTS", 3)
    with pytest.raises(BusyError):
        _workers.patiently(busy)
    assert len(tries) == 4


def test_the_first_error_of_a_thread_is_raised() -> None:
    def fails() -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        _workers.at_once([fails, lambda: None])


def test_a_thread_that_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "SECONDS", 0.2)
    with pytest.raises(AssertionError, match="a thread did not end"):
        _workers.at_once([lambda: time.sleep(1)])


def test_processes_that_fail_are_told() -> None:
    with pytest.raises(AssertionError, match=r"their exit codes are \[3, 3\]"):
        _workers.in_processes(exits, "t", 2, 1)
    with pytest.raises(AssertionError, match="does not write"):
        _workers.killed_while_writing(exits, "t")


def test_processes_that_do_not_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "SECONDS", 0.2)
    with pytest.raises(AssertionError, match="a process did not end"):
        _workers.in_processes(sleeps, "t", 1, 1)


def test_what_a_process_does_is_what_was_asked(tmp_path: Path) -> None:
    opener = partial(open_notebook, tmp_path)
    barrier: Any = Barrier(2)
    threads = [Thread(target=_workers._child, args=(opener, "t", number, 8, barrier)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    storage = open_notebook(tmp_path)
    assert storage.read("t", [_workers.COUNTER]).revisions[_workers.COUNTER].body == "16"
    assert len(storage.scan("t", owner="capped").revisions) == 12
    storage.close()


def test_a_process_that_writes_until_it_is_killed_tells_each_number_after_it_was_written() -> None:
    storage, told = MemoryStorage(), []

    class Sender:
        def send(self, number: int) -> None:
            told.append((number, storage.read("t", ()).head.seq))
            if number == 2:
                raise BrokenPipeError

    sender: Any = Sender()
    with pytest.raises(BrokenPipeError):
        _workers._write_for_ever(lambda: storage, "t", sender)
    assert told == [(0, 1), (1, 2), (2, 3)]


def test_pages_without_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(MemoryStorage):
        def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> LogPage:
            page = super().log(tenant)
            return LogPage(page.head, page.entries, after + 1)

    monkeypatch.setattr(_frame, "_MOST_PAGES", 1)
    assert said(MemoryStorage, PAGES) == "a scan never ends"
    assert said(Endless, COMMITS) == "a log never ends"


def test_a_head_from_another_moment_than_the_log_is_told() -> None:
    class Hasty(MemoryStorage):
        def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> LogPage:
            head = super().log(tenant, after, limit).head
            time.sleep(0.002)
            return LogPage(head, super().log(tenant, after, limit).entries)

    assert said(Hasty, IN_ORDER).startswith("logs with a gap, or with another end than their head: expected []")


def test_half_of_a_commit_is_told() -> None:
    class Torn(MemoryStorage):
        def read(self, tenant: str, keys: Any, as_of: int | None = None) -> Any:
            asked = list(keys)
            first = super().read(tenant, asked[:1], as_of)
            time.sleep(0.002)
            second = super().read(tenant, asked[1:], as_of)
            return type(first)(second.head, {**first.revisions, **second.revisions})

    assert said(Torn, "test_nobody_sees_half_of_a_commit").startswith("what was seen in the midst of a commit")
