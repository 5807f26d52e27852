"""Several processes write to one tenant at once, all to the same number and under the same caps.

`python -m tests.storage.contention --processes 8 --commits 10000` starts a PostgreSQL and is the long form.
"""

import multiprocessing
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Barrier
from os import urandom

from attrs import frozen

from plpcore.journal import ATTEMPTS, Document, Key, Storage, Work, Writer, verify
from plpcore.storage.postgres import PostgresStorage
from tests.journal.support import DISTRICT, note
from tests.storage.databases import Databases
from tests.storage.server import running

CAP = 12
COUNTER = Key("counter", "n")
PATIENCE = 3_600


@frozen
class Found:
    """What stands after a trial."""

    counted: int
    commits: int
    faults: int
    most: int
    """The most documents of one owner, whom the cap allows 12."""


def trial(opener: Callable[[], Storage], processes: int, times: int) -> Found:
    """Let each process add one so many times and add as many documents under caps; return what stands then."""
    context = multiprocessing.get_context("spawn")
    begin = context.Barrier(processes)
    started = [context.Process(target=_child, args=(opener, one, times, begin)) for one in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join(PATIENCE)
    assert [process.exitcode for process in started] == [0] * processes
    return _found(opener(), times)


def _found(storage: Storage, times: int) -> Found:
    whole = verify(storage, DISTRICT)
    body = storage.read(DISTRICT, [COUNTER]).revisions[COUNTER].body
    owned = [len(storage.scan(DISTRICT, owner=_owner(one)).revisions) for one in range(0, times, CAP)]
    storage.close()
    return Found(int(body or "0"), whole.head.seq, len(whole.faults), max(owned))


def _child(opener: Callable[[], Storage], process: int, times: int, begin: Barrier) -> None:
    storage = opener()
    writer = Writer(storage, DISTRICT, lambda: urandom(16), attempts=100 * ATTEMPTS)
    begin.wait(60)
    for number in range(times):
        writer.run(note(), _add_one)
        writer.run(note(), partial(_within_cap, _owner(number), f"{process}-{number}"))
    storage.close()


def _owner(number: int) -> str:
    return f"e{number // CAP}"


def _add_one(work: Work) -> None:
    known = work.get(COUNTER)
    work.put(Document(COUNTER, "counter", str(1 + int(known.body if known else "0"))))


def _within_cap(owner: str, name: str, work: Work) -> None:
    if len(work.owned(owner)) < CAP:
        work.put(Document(Key("activity", name), owner, "{}"))


def main() -> int:
    """Run the long form and print what stands."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--commits", type=int, default=10_000)
    asked = parser.parse_args()
    times = -(-asked.commits // asked.processes)
    with running() as server:
        begin = time.monotonic()
        found = trial(partial(PostgresStorage.open, Databases(server).new()), asked.processes, times)
        print(f"{found} in {time.monotonic() - begin:.0f} s; {asked.processes * times} expected to be counted")
    return 0 if found.counted == asked.processes * times and found.most == CAP and not found.faults else 1


if __name__ == "__main__":
    sys.exit(main())
