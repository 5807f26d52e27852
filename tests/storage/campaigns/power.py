"""Power cuts: the disk keeps what it was told to sync, and of all else some, none, or some sectors.

    nox -s storage_campaigns -- power
    python -m tests.storage.campaigns.power --cuts 10000

One run of a storage is written down, step by step. Then the power is cut after any of its steps, and what the disk may
hold at that moment is opened by the storage: every commit that was acknowledged before must be there, and the chain
must verify. `--forgetful` turns off waiting for the disk, to show that a loss would be seen.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import define, field, frozen

from plpcore.errors import StorageError
from plpcore.journal import Commit, Writer, head_of, pages_of, verify
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, counted_salts, document, key, note
from tests.storage.disk import OK, Step, mounted, quick_folder

SECTOR = 512
_COMMITS = 60


@frozen
class Acknowledged:
    """A commit was acknowledged here."""

    commit: Commit


Event = Step | Acknowledged


@define
class _File:
    """A file: what is surely on the disk, and what was asked for since."""

    sure: bytearray = field(factory=bytearray)
    exists: bool = False
    pending: list[Step] = field(factory=list)

    def take(self, step: Step, chance: random.Random | None) -> None:
        """Do a step: all of it, or, where there is a chance, some of its sectors."""
        self.exists = step.what != "delete"
        if step.what == "delete":
            self.sure.clear()
        elif step.what == "truncate":
            del self.sure[step.offset :]
        else:
            for start in range(0, len(step.data), SECTOR):
                if chance is None or chance.random() < 0.5:
                    self._put(step.offset + start, step.data[start : start + SECTOR])

    def _put(self, offset: int, data: bytes) -> None:
        self.sure.extend(bytes(max(0, offset + len(data) - len(self.sure))))
        self.sure[offset : offset + len(data)] = data

    def sync(self) -> None:
        for step in self.pending:
            self.take(step, None)
        self.pending.clear()

    def after_a_cut(self, chance: random.Random) -> "_File":
        """Return what may be left of it."""
        left = _File(bytearray(self.sure), self.exists)
        mood = chance.choice(("none", "all", "some", "torn"))
        for step in self.pending:
            if mood == "all" or (mood in {"some", "torn"} and chance.random() < 0.5):
                left.take(step, chance if mood == "torn" else None)
        return left


@define
class _Disk:
    files: dict[str, _File] = field(factory=dict)

    def take(self, step: Step) -> None:
        file = self.files.setdefault(step.file, _File())
        if step.what in {"write", "truncate", "delete"}:
            file.pending.append(step)
        if step.what == "sync":
            if not file.exists and step.file.endswith(("-wal", "-journal")):
                # With a new log or journal SQLite syncs the folder too, and with that what is gone from it.
                self._forget_the_deleted()
            file.sync()
        if step.what == "delete" and step.offset:
            self._forget_the_deleted()

    def _forget_the_deleted(self) -> None:
        for file in self.files.values():
            if file.pending and file.pending[-1].what == "delete":
                file.sync()

    def leave(self, folder: Path, chance: random.Random) -> None:
        """Write what may be left after a cut into a folder."""
        for name, file in self.files.items():
            left = file.after_a_cut(chance)
            if left.exists:
                (folder / name).write_bytes(left.sure)


def recorded(seed: int, *, forgetful: bool = False) -> list[Event]:
    """Return what a storage asked of its disk while it wrote, and when it acknowledged what."""
    events: list[Event] = []

    def answer(step: Step) -> int:
        if step.what not in {"read", "lock"}:
            events.append(step)
        return OK

    with quick_folder() as folder, mounted(answer):
        storage = SqliteStorage.open(folder / "journal.db")
        assert storage._writing is not None
        # The log is moved into the file every few commits, not every few hundred.
        storage._writing.db.execute(f"PRAGMA wal_autocheckpoint = {30 + seed % 30}")
        if forgetful:
            storage._writing.db.execute("PRAGMA synchronous = OFF")
        events.extend(Acknowledged(commit) for commit in _written(storage, random.Random(seed)))
        storage.close()
    return events


def _written(storage: SqliteStorage, chance: random.Random) -> Iterator[Commit]:
    writer = Writer(storage, DISTRICT, counted_salts())
    for number in range(_COMMITS):
        name = f"a{chance.randrange(8)}"
        size = chance.choice((10, 300, 9_000))
        if chance.random() < 0.1:
            done = writer.run(note(f"c{number}"), lambda work, name=name: work.erase(key(name)))  # type: ignore[misc]
        else:
            done = writer.run(
                note(f"c{number}"),
                lambda work, name=name, size=size: work.put(document(name, f'"{"x" * size}"')),  # type: ignore[misc]
            )
        if done.commit is not None:
            yield done.commit


def faults_after_cuts(events: Sequence[Event], cuts: int, chance: random.Random) -> Iterator[str]:
    """Cut the power after random steps and yield what is wrong, one line each."""
    places = sorted(chance.randrange(len(events)) for _ in range(cuts))
    disk, acknowledged, done = _Disk(), list[Commit](), 0
    for place in places:
        for event in events[done : place + 1]:
            if isinstance(event, Acknowledged):
                acknowledged.append(event.commit)
            else:
                disk.take(event)
        done = max(done, place + 1)
        with quick_folder() as folder:
            disk.leave(folder, chance)
            for fault in _faults_of(folder / "journal.db", acknowledged):
                yield f"cut after step {place} with {len(acknowledged)} acknowledged: {fault}"


def _faults_of(path: Path, acknowledged: list[Commit]) -> Iterator[str]:
    try:
        storage = SqliteStorage.open(path)
    except StorageError as error:
        yield f"it cannot be opened: {error}"
        return
    try:
        found = [entry.commit for page in pages_of(storage, DISTRICT) for entry in page.entries]
        if found[: len(acknowledged)] != acknowledged:
            yield f"lost: {len(acknowledged)} were acknowledged, {head_of(storage, DISTRICT).seq} are there"
        yield from map(str, verify(storage, DISTRICT).faults)
        yield from map(str, storage.check())
    except StorageError as error:
        yield str(error)
    finally:
        storage.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; return 1 where something was lost or broken."""
    parser = argparse.ArgumentParser(description="Power cuts.")
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forgetful", action="store_true")
    asked = parser.parse_args(arguments)
    chance, faults, runs = random.Random(asked.seed), 0, 0
    for start in range(0, asked.cuts, 500):
        events = recorded(asked.seed + start, forgetful=asked.forgetful)
        runs += 1
        for fault in faults_after_cuts(events, min(500, asked.cuts - start), chance):
            faults += 1
            print(fault)
    print(f"{asked.cuts} power cuts in {runs} runs: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
