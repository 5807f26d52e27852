"""A million revisions: written in bulk, verified, looked through; with the time and the memory that each takes.

nox -s storage_campaigns -- million
python -m tests.storage.campaigns.million --revisions 1000000
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from os import urandom
from pathlib import Path
from tempfile import TemporaryDirectory

from plpcore.journal import Batch, Key, Put, scan_pages, verify
from plpcore.storage.sqlite import SqliteStorage
from tests.journal.support import DISTRICT, note

_AT_ONCE = 1_000
_EACH = 30
LIMITS = {"bulk": 40.0, "verify": 12.0, "peak": 100.0}
"""Seconds, seconds and MB for a million."""


def batches(revisions: int) -> Iterator[Batch]:
    """Yield batches of learning activities, 30 for each educator."""
    body = (
        '{"amounts":["6.5 hour"],"completed":"2025-03-04","entered":"2025-03-05","evidence":["e1"],"id":"a%d",'
        '"kind":"workshop","provider":"District 7","tags":["literacy"],"title":"Reading in the middle years"}'
    )
    for start in range(0, revisions, _AT_ONCE):
        puts = tuple(
            Put(Key("activity", f"a{number}"), f"educator-{number // _EACH:06d}", 0, body % number, urandom(16))
            for number in range(start, min(revisions, start + _AT_ONCE))
        )
        yield Batch(puts, note())


def measured(path: Path, revisions: int) -> dict[str, float]:
    """Return the seconds of each part and the peak of memory in MB; all revisions are there and verify."""
    storage = SqliteStorage.open(path)
    clock, cpu = time.perf_counter(), time.process_time()
    found: dict[str, float] = {}
    for name, work in _parts(storage, revisions).items():
        assert work() == revisions
        found |= {name: time.perf_counter() - clock, f"{name} on the processor": time.process_time() - cpu}
        clock, cpu = time.perf_counter(), time.process_time()
    storage.close()
    return found | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _parts(storage: SqliteStorage, revisions: int) -> dict[str, Callable[[], int]]:
    """Return what is measured; each returns of how many revisions it knows that all is well."""

    def bulk() -> int:
        written = 0
        for batch in batches(revisions):
            storage.commit(DISTRICT, batch)
            written += len(batch.puts)
        return written

    def verified() -> int:
        found = verify(storage, DISTRICT)
        return 0 if found.faults else found.revisions

    def scanned() -> int:
        return sum(len(page.revisions) for page in scan_pages(storage, DISTRICT, "activity"))

    return {"bulk": bulk, "verify": verified, "scan": scanned}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; return 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description="A million revisions.")
    parser.add_argument("--revisions", type=int, default=1_000_000)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        found = measured(Path(folder) / "journal.db", asked.revisions)
    share = asked.revisions / 1_000_000
    over = [name for name, limit in LIMITS.items() if found[name] > limit * (1 if name == "peak" else share)]
    figures = ", ".join(f"{name} {value:.1f} {'MB' if name == 'peak' else 's'}" for name, value in found.items())
    print(f"{asked.revisions} revisions: {figures}; over the limit: {', '.join(over) or 'nothing'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
