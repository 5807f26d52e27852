"""Killed writers: two processes write to one file and are killed, without a word, in the middle of what they do.

    nox -s storage_campaigns -- kills
    python -m tests.storage.campaigns.kills --kills 1000

After each round every commit that was acknowledged must be there, as it was acknowledged, and the chain must go on.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from plpcore.journal import Writer, head_of, verify
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, counted_salts, document, key, note

_WRITERS = 2
_CHECKED = 100


def write_on(path: str, name: str, said: Connection) -> None:
    """Write until the end comes, and say of each commit that it was acknowledged."""
    storage = SqliteStorage.open(path, busy_seconds=60)
    writer = Writer(storage, DISTRICT, counted_salts())
    number = 0
    while True:
        number += 1
        spot = f"{name}-{number % 5}"
        if number % 7 == 0:
            done = writer.run(note(), lambda work, spot=spot: work.erase(key(spot)))  # type: ignore[misc]
        else:
            body = f'{{"title":"{"x" * (number % 3) * 3_000}"}}'
            done = writer.run(note(), lambda work, spot=spot, body=body: work.put(document(spot, body)))  # type: ignore[misc]
        if done.commit is not None:
            said.send((done.commit.seq, done.commit.hash))


def _acknowledged(said: Connection) -> Iterator[tuple[int, str]]:
    try:
        while True:
            yield said.recv()
    except EOFError:
        return


def faults_after_kills(path: Path, kills: int, chance: random.Random) -> Iterator[str]:
    """Kill that many writers and yield what is wrong, one line each."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    killed = checked = 0
    while killed < kills:
        pipes = [context.Pipe(duplex=False) for _ in range(_WRITERS)]
        children = [
            context.Process(target=write_on, args=(str(path), f"w{number}", pipe[1]))
            for number, pipe in enumerate(pipes)
        ]
        for child, pipe in zip(children, pipes, strict=True):
            child.start()
            pipe[1].close()
        first = [pipe[0].recv() for pipe in pipes[:1]]
        time.sleep(chance.random() * 0.03)
        for child in children:
            child.kill()
        told = first + [one for pipe in pipes for one in _acknowledged(pipe[0])]
        for child in children:
            child.join()
        killed += _WRITERS
        yield from _faults_of(path, told, checked)
        checked = min(seq for seq, _ in told)
        if killed % _CHECKED < _WRITERS or killed >= kills:
            yield from _faults_of_all(path)


def _faults_of(path: Path, told: list[tuple[int, str]], after: int) -> Iterator[str]:
    storage = SqliteStorage.open(path, busy_seconds=60)
    there: dict[int, str] = {}
    page = storage.log(DISTRICT, min(after, *(seq - 1 for seq, _ in told)))
    while True:
        there |= {entry.commit.seq: entry.commit.hash for entry in page.entries}
        if page.next is None:
            break
        page = storage.log(DISTRICT, page.next)
    yield from (f"commit {seq} was acknowledged and lost" for seq, hashed in told if there.get(seq) != hashed)
    storage.close()


def _faults_of_all(path: Path) -> Iterator[str]:
    storage = SqliteStorage.open(path, busy_seconds=60)
    yield from map(str, verify(storage, DISTRICT).faults)
    yield from map(str, storage.check())
    storage.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; return 1 where something was lost."""
    parser = argparse.ArgumentParser(description="Killed writers.")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        faults = list(faults_after_kills(path, asked.kills, random.Random(asked.seed)))
        storage = SqliteStorage.open(path)
        commits = head_of(storage, DISTRICT).seq
        storage.close()
    print(*faults, f"{asked.kills} kills, {commits} commits: {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
