"""Faults of the disk: it fails at one step, or from one step on, at every step that a piece of work takes.

    nox -s storage_campaigns -- faults
    python -m tests.storage.campaigns.faults

Whatever fails, no error but those of plpcore is let out, no half of a commit is there, and a commit is there where it
was acknowledged, and is not where the line says that nothing was written.
"""

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from attrs import define, frozen

from plpcore.errors import BusyError, StorageError
from plpcore.journal import head_of, verify
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, batch, key, put
from tests.storage.disk import OK, Step, mounted, quick_folder


@frozen
class Trouble:
    """How a disk fails.

    Attributes:
        name: What people call it.
        steps: What fails.
        code: The error that SQLite is given.
    """

    name: str
    steps: tuple[str, ...]
    code: int


TROUBLES = (
    Trouble("EIO when writing", ("write",), sqlite3.SQLITE_IOERR_WRITE),
    Trouble("EIO when syncing", ("sync",), sqlite3.SQLITE_IOERR_FSYNC),
    Trouble("EIO when reading", ("read",), sqlite3.SQLITE_IOERR_READ),
    Trouble("EIO when cutting", ("truncate", "delete"), sqlite3.SQLITE_IOERR_TRUNCATE),
    Trouble("ENOSPC", ("write",), sqlite3.SQLITE_FULL),
    Trouble("read-only", ("write", "truncate"), sqlite3.SQLITE_READONLY),
    Trouble("locked", ("lock",), sqlite3.SQLITE_BUSY),
)


@define
class _Failing:
    """A disk that works until its n-th step of a kind while it is on."""

    trouble: Trouble
    at: int
    lasting: bool
    is_on: bool = False
    seen: int = 0

    def answer(self, step: Step) -> int:
        if not self.is_on or step.what not in self.trouble.steps:
            return OK
        self.seen += 1
        return self.trouble.code if self.seen == self.at or (self.lasting and self.seen > self.at) else OK

    @property
    def has_failed(self) -> bool:
        return self.seen >= self.at


Work = Callable[[SqliteStorage], object]

WORKS: dict[str, Work] = {
    "a new document": lambda storage: storage.commit(DISTRICT, batch(put("a9", body='{"amounts":["1 hour"]}'))),
    "a new version": lambda storage: storage.commit(DISTRICT, batch(put("a1", 1, body="x" * 30_000))),
    "an erasure": lambda storage: storage.commit(DISTRICT, batch(put("a2", 1, None), erased=[key("a2")])),
    "a rebuilding": lambda storage: storage.rebuild(),
}


def faults_of(trouble: Trouble, name: str, *, lasting: bool, stride: int = 1) -> Iterator[str]:
    """Let one piece of work fail at every step and yield what is wrong, one line each."""
    for at in count(1, stride):
        disk = _Failing(trouble, at, lasting)
        with quick_folder() as folder, mounted(disk.answer):
            path = folder / "journal.db"
            for fault in _faults_of_one(disk, WORKS[name], path):
                yield f"{trouble.name} at step {at}{' and on' if lasting else ''}, {name}: {fault}"
        if not disk.has_failed:
            return


def _faults_of_one(disk: _Failing, work: Work, path: Path) -> Iterator[str]:
    storage = SqliteStorage.open(path, busy_seconds=0)
    storage.commit(DISTRICT, batch(put("a1"), put("a2")))
    disk.is_on = True
    error = _error_of(lambda: work(storage))
    disk.is_on = False
    said = _error_of(storage.close)
    again = SqliteStorage.open(path)
    seq = head_of(again, DISTRICT).seq
    is_commit = work is not WORKS["a rebuilding"]
    if error is None and seq != 1 + is_commit:
        yield f"it was acknowledged, and the last commit is {seq}"
    if isinstance(error, BusyError) and seq != 1:
        yield "nothing was written, it says, and there it is"
    for one in (error, said):
        if one is not None and not isinstance(one, StorageError):
            yield f"{type(one).__name__} is let out"
    yield from map(str, verify(again, DISTRICT).faults)
    yield from map(str, again.check())
    again.close()


def _error_of(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is judged
        return error
    return None


def faults_of_opening(trouble: Trouble, *, lasting: bool, stride: int = 1) -> Iterator[str]:
    """Let the making of a new file fail at every step and yield what is wrong."""
    for at in count(1, stride):
        disk = _Failing(trouble, at, lasting, is_on=True)
        with quick_folder() as folder, mounted(disk.answer):
            path = folder / "journal.db"
            error = _error_of(lambda path=path: SqliteStorage.open(path, busy_seconds=0).close())  # type: ignore[misc]
            if error is not None and not isinstance(error, StorageError):
                yield f"{trouble.name} at step {at}, opening: {type(error).__name__} is let out"
            disk.is_on = False
            again = SqliteStorage.open(path)
            again.commit(DISTRICT, batch(put("a1")))
            yield from (f"{trouble.name} at step {at}, opening: {fault}" for fault in again.check())
            again.close()
        if not disk.has_failed:
            return


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; return 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Faults of the disk.")
    parser.add_argument("--stride", type=int, default=1)
    asked = parser.parse_args(arguments)
    faults = 0
    for trouble in TROUBLES:
        for lasting in (False, True):
            found = [*faults_of_opening(trouble, lasting=lasting, stride=asked.stride)]
            for name in WORKS:
                found += faults_of(trouble, name, lasting=lasting, stride=asked.stride)
            faults += len(found)
            print(*found, f"{trouble.name}{', lasting' if lasting else ''}: {len(found)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
