"""Are bugs in a storage noticed by the shipped suite? `python -m tests.storage.seeded_bugs` plants them all.

    python -m tests.storage.seeded_bugs                 both storages
    python -m tests.storage.seeded_bugs memory          one of them
    python -m tests.storage.seeded_bugs memory "name"   one bug

It ends with 1 where fewer than 95 % are noticed, or where one that is not noticed is not argued in seeded_bugs.md.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from attrs import frozen

from plpcore.journal import Storage
from plpcore.testing import Outcome, StorageConformance, run_storage_cases, storage_cases
from tests.storage import memory_bugs, sqlite_bugs
from tests.storage.planted import Bug

AIM = 95
ARGUED = Path(__file__).with_name("seeded_bugs.md")
_LAST = ("threads", "process", "storages_are_opened", "midst", "while_others_write", "half_of")
"""Cases that take longer come after the others."""


@frozen
class Planted:
    """What came of one bug.

    Attributes:
        bug: Its name.
        killed_by: The first case that fails with it; empty: it survived.
    """

    bug: str
    killed_by: str


@frozen
class Backend:
    """A storage with bugs to plant.

    Attributes:
        name: How people call it.
        bugs: The bugs.
        suite: Returns the suite for the storage with a bug, or without one.
    """

    name: str
    bugs: tuple[Bug, ...]
    suite: Callable[[Bug | None], type[StorageConformance]]

    def plant(self, bugs: Iterable[Bug]) -> Iterator[Planted]:
        """Yield what comes of each bug."""
        for bug in bugs:
            yield Planted(bug.name, first_failing(self.suite(bug)))


def first_failing(suite: type[StorageConformance]) -> str:
    """Return the name of the first case that fails; empty: none does."""
    cases = sorted(storage_cases(), key=lambda case: any(word in case for word in _LAST))
    return next((one.case for one in run_storage_cases(suite, cases) if one.outcome is Outcome.FAILED), "")


def in_memory(bug: Bug | None) -> type[StorageConformance]:
    """Return the suite for the memory storage."""
    make = partial(memory_bugs.make, bug)

    class Suite(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return make()

    return Suite


def in_sqlite(bug: Bug | None) -> type[StorageConformance]:
    """Return the suite for the SQLite storage."""

    class Suite(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return sqlite_bugs.make(bug, folder)

        def opener(self, folder: Path, /) -> Callable[[], Storage]:
            return partial(sqlite_bugs.make, bug, folder)

        def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
            db = sqlite3.connect(folder / "journal.db")
            found = db.execute("SELECT kind, id FROM documents WHERE tenant = ?", (tenant,)).fetchall()
            db.close()
            return found

    return Suite


BACKENDS = {
    "memory": Backend("memory", memory_bugs.BUGS, in_memory),
    "sqlite": Backend("sqlite", sqlite_bugs.BUGS, in_sqlite),
}


def main(arguments: Sequence[str]) -> int:
    """Plant bugs and print what comes of each."""
    if arguments and arguments[0] not in BACKENDS:
        sys.stderr.write(f"{arguments[0]}: write one of {', '.join(BACKENDS)}\n")
        return 2
    asked = [BACKENDS[arguments[0]]] if arguments else list(BACKENDS.values())
    enough = [told(backend, arguments[1:]) for backend in asked]
    return int(not all(enough))


def told(backend: Backend, names: Sequence[str]) -> bool:
    """Plant the bugs of a storage, print what comes of each, and return whether enough are noticed."""
    results = []
    for one in backend.plant(bug for bug in backend.bugs if not names or bug.name in names):
        results.append(one)
        print(f"{backend.name}: {one.bug}: {one.killed_by or 'SURVIVED'}", flush=True)
    survivors = [one.bug for one in results if not one.killed_by]
    killed = len(results) - len(survivors)
    print(f"{backend.name}: {killed} of {len(results)} noticed ({100 * killed // len(results)} %)")
    return 100 * killed >= AIM * len(results) and set(survivors) <= argued()


def argued() -> set[str]:
    """Return the names of the bugs whose survival is argued."""
    lines = ARGUED.read_text("utf-8").splitlines()
    return {line.removeprefix("### ") for line in lines if line.startswith("### ")}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
