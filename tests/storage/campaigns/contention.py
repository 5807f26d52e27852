"""Contention: processes write to the same documents at once, and count before they write.

    nox -s storage_campaigns -- contention
    python -m tests.storage.campaigns.contention --processes 8 --commits 10000

Each commit raises one counter that all share, and takes a place in a course of 12 where one is left. No raise may be
lost, and no course may have more than 12 or, while somebody was refused, fewer.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from plpcore.journal import Document, Key, Work, Writer, scan_pages, verify
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, counted_salts, note

CAP = 12
_TRIES_A_COURSE = 40
COUNTER = Key("counter", "all")


def step(number: int, name: str, work: Work) -> bool:
    """Raise the counter; take a place in a course where there is one; return whether there was."""
    known = work.get(COUNTER)
    work.put(Document(COUNTER, "office", str(1 + int(known.body if known else 0))))
    course = f"course-{number // _TRIES_A_COURSE}"
    is_free = len(work.owned(course)) < CAP
    if is_free:
        work.put(Document(Key("place", f"{name}-{number}"), course, "{}"))
    return is_free


def write_all(path: str, name: str, numbers: range) -> None:
    """Do the steps of one process."""
    storage = SqliteStorage.open(path, busy_seconds=120)
    writer = Writer(storage, DISTRICT, counted_salts(), attempts=100_000)
    for number in numbers:
        writer.run(note(f"{name}-{number}"), partial(step, number, name))
    storage.close()


def faults_of(path: Path, processes: int, commits: int) -> Iterator[str]:
    """Let processes write and yield what is wrong, one line each."""
    context = get_context("forkserver")
    children = [
        context.Process(target=write_all, args=(str(path), f"p{number}", range(number, commits, processes)))
        for number in range(processes)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    yield from (
        f"process {number} ended with {child.exitcode}" for number, child in enumerate(children) if child.exitcode
    )
    storage = SqliteStorage.open(path)
    known = storage.read(DISTRICT, [COUNTER]).revisions[COUNTER]
    if known.body != str(commits):
        yield f"the counter stands at {known.body} after {commits} raises"
    places = Counter(one.owner for page in scan_pages(storage, DISTRICT, "place") for one in page.revisions)
    for course in range((commits + _TRIES_A_COURSE - 1) // _TRIES_A_COURSE):
        tries = min(_TRIES_A_COURSE, commits - course * _TRIES_A_COURSE)
        if places[f"course-{course}"] != min(CAP, tries):
            yield f"course {course} has {places[f'course-{course}']} places"
    found = verify(storage, DISTRICT)
    yield from map(str, found.faults)
    if found.head.seq != commits:
        yield f"{found.head.seq} commits are there, {commits} were made"
    yield from map(str, storage.check())
    storage.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; return 1 where something was lost or is too much."""
    parser = argparse.ArgumentParser(description="Contention.")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--commits", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        faults = list(faults_of(Path(folder) / "journal.db", asked.processes, asked.commits))
    seconds = time.perf_counter() - start
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{asked.processes} processes, {asked.commits} commits in {seconds:.0f} s: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
