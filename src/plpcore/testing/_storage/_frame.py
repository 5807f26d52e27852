"""What every case stands on: the hooks of a subclass, a storage for each case, comparisons that say what differs."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from unittest import SkipTest

from attrs import evolve

from plpcore.errors import ConflictError
from plpcore.journal import (
    PAGE_ROWS,
    PAGE_SIZE,
    Batch,
    Checkpoint,
    Commit,
    Entry,
    Key,
    Level,
    LogPage,
    Revision,
    Storage,
    verify,
)
from plpcore.testing._storage._given import DISTRICT, Expected
from plpcore.testing._storage._needs import needs_of

E = TypeVar("E", bound=Exception)
_MOST_PAGES = 10_000
_SHOWN = 300


class StorageFrame:
    """A storage for each case in a folder of its own, and what it must hold.

    Attributes:
        folder: A folder of the case, empty at its beginning and removed at its end.
        storage: The storage that the case tries.
        expected: What each tenant's journal must hold, reckoned by the core.
    """

    folder: Path
    storage: Storage
    expected: dict[str, Expected]

    # ------------------------------------------------------------------ what a subclass gives

    def make_storage(self, folder: Path, /) -> Storage:
        """Return an open storage that keeps what it has in `folder`, or in a place that belongs to that folder alone.

        A folder that was used before is opened as it is.
        """
        raise NotImplementedError("give the class a method make_storage(self, folder) that returns an open storage")

    def reopen(self, folder: Path, /) -> Storage:
        """Return a storage on the same place again; override it where `make_storage` would begin anew."""
        return self.make_storage(folder)

    def opener(self, folder: Path, /) -> Callable[[], Storage]:
        """Return a function that can be pickled and opens the same place in another process.

        It is asked for where a storage claims `multi_process` or `durable`.
        """
        raise NotImplementedError("it claims durable or multi_process; give the class a method opener(self, folder)")

    def fill(self, folder: Path, written: Iterable[tuple[str, Batch]], /) -> Storage:
        """Return a storage that holds these batches; override it for a storage that cannot write itself."""
        for tenant, one in written:
            self.storage.commit(tenant, one)
        return self.storage

    def join_host(self, folder: Path, /) -> tuple[Storage, Callable[[bool], object]]:
        """Return a storage inside an open transaction of the host, and what ends that: True keeps it, False undoes it.

        It is asked for where a storage claims `joins_host_transaction`.
        """
        raise NotImplementedError("it claims joins_host_transaction; give the class a method join_host(self, folder)")

    def sql_keys(self, folder: Path, tenant: str, /) -> Iterable[tuple[str, str]]:
        """Return kind and id of each of a tenant's documents that stand, as SQL finds them.

        It is asked for where a storage claims `sql`.
        """
        raise NotImplementedError("it claims sql; give the class a method sql_keys(self, folder, tenant)")

    # ------------------------------------------------------------------ the life of a case

    def setup_method(self, method: Callable[..., object]) -> None:
        """Open a storage in a new folder, or skip the case where it lacks what the case needs."""
        self._room = TemporaryDirectory(prefix="plp-storage-", ignore_cleanup_errors=True)
        self._opened: list[Storage] = []
        self.folder = Path(self._room.name)
        self.expected = {}
        try:
            self.storage = self.opened(self.make_storage(self.folder))
        except BaseException:
            self.teardown_method(method)
            raise
        missing = needs_of(method).missing(self.storage.capabilities)
        if missing is not None:
            self.teardown_method(method)
            raise SkipTest(missing)

    def teardown_method(self, method: Callable[..., object]) -> None:
        """Close every storage of the case and remove its folder."""
        for storage in self._opened:
            storage.close()
        self._room.cleanup()

    def opened(self, storage: Storage) -> Storage:
        """Remember a storage, so that it is closed at the end of the case, and return it."""
        self._opened.append(storage)
        return storage

    def open_again(self) -> None:
        """Close the storage and go on with a new one on the same place."""
        self.storage.close()
        self.storage = self.opened(self.reopen(self.folder))

    # ------------------------------------------------------------------ writing

    def of(self, tenant: str) -> Expected:
        """Return what a tenant's journal must hold."""
        return self.expected.setdefault(tenant, Expected(Checkpoint(tenant)))

    def given(self, *batches: Batch, tenant: str = DISTRICT) -> None:
        """Begin with a storage that holds these batches."""
        self.storage = self.opened(self.fill(self.folder, [(tenant, one) for one in batches]))
        for one in batches:
            self.of(tenant).add(one)

    def write(self, one: Batch, tenant: str = DISTRICT) -> Commit:
        """Write a batch that must be written, and return its commit, which must be the one that the core reckons."""
        commit = self.storage.commit(tenant, one)
        same(self.seen(commit), self.seen(self.of(tenant).add(one)), "the commit")
        return commit

    def conflicts(self, one: Batch, what: object, expected: int, actual: int, tenant: str = DISTRICT) -> None:
        """Write a batch that must be refused, and see that nothing of it was written."""
        error = refused(ConflictError, lambda: self.storage.commit(tenant, one))
        same((error.what, error.expected, error.actual), (str(what), expected, actual), "what the conflict says")
        self.holds()

    # ------------------------------------------------------------------ reading

    @property
    def level(self) -> Level:
        """Return how much of the past the storage keeps."""
        return self.storage.capabilities.level

    def bodies(self, tenant: str = DISTRICT, kind: str = "activity") -> dict[str, str | None]:
        """Return the bodies of one kind that stand, by the ids of their documents."""
        return {one.key.id: one.body for one in self.scanned(tenant, kind)}

    def scanned(
        self,
        tenant: str = DISTRICT,
        kind: str = "",
        owner: str = "",
        after: Key | None = None,
        as_of: int | None = None,
    ) -> list[Revision]:
        """Return the documents of all pages of a scan; each page must keep its bounds and go on."""
        found: list[Revision] = []
        for _ in range(_MOST_PAGES):
            page = self.storage.scan(tenant, kind, owner, after, as_of)
            self.bounded([(one,) for one in page.revisions])
            found += page.revisions
            if page.next is None:
                return found
            expect(bool(page.revisions), "a page of a scan that has a next one is empty")
            expect(after is None or after < page.next, "a page of a scan does not go on")
            after = page.next
        raise AssertionError("a scan never ends")

    def logged(self, tenant: str = DISTRICT, after: int = 0) -> list[Entry]:
        """Return the commits of all pages of a log; each page must keep its bounds and go on."""
        return [entry for page in self.log_pages(tenant, after) for entry in page.entries]

    def log_pages(self, tenant: str = DISTRICT, after: int = 0) -> Iterator[LogPage]:
        """Yield the pages of a log."""
        for _ in range(_MOST_PAGES):
            page = self.storage.log(tenant, after)
            self.bounded([one.revisions for one in page.entries])
            yield page
            if page.next is None:
                return
            expect(bool(page.entries), "a page of a log that has a next one is empty")
            expect(after < page.next, "a page of a log does not go on")
            after = page.next
        raise AssertionError("a log never ends")

    def bounded(self, page: list[tuple[Revision, ...]]) -> None:
        """See that a page holds no more than it may, unless its only item does."""
        rows = sum(len(one) for one in page)
        size = sum(len(revision.body or "") for one in page for revision in one)
        expect(len(page) <= 1 or rows <= PAGE_ROWS, f"a page holds {rows} revisions; at most {PAGE_ROWS}")
        expect(len(page) <= 1 or size <= PAGE_SIZE, f"a page holds {size} characters; at most {PAGE_SIZE}")

    # ------------------------------------------------------------------ comparing

    def holds(self) -> None:
        """See that every tenant's journal holds what it must, by every way of reading."""
        for tenant, expected in self.expected.items():
            self._stands(tenant, expected)
            if self.level >= Level.HISTORY:
                self._remembers(tenant, expected)
            if self.level >= Level.EVIDENCE:
                self.verifies(tenant)

    def _stands(self, tenant: str, expected: Expected) -> None:
        keys = list(expected.standing())
        reading = self.storage.read(tenant, keys)
        self.same_head(reading.head, expected.head)
        self.same_head(self.storage.scan(tenant).head, expected.head)
        read = [one for _, one in sorted(reading.revisions.items())]
        self.same_revisions(read, self._known(expected.standing()), "what is read")
        self.same_revisions(self.scanned(tenant), expected.found(), "what a scan finds")

    def _known(self, standing: dict[Key, Revision]) -> list[Revision]:
        """Leave out withdrawn documents where only what stands now is kept."""
        return [one for _, one in sorted(standing.items()) if one.body is not None or self.level >= Level.HISTORY]

    def _remembers(self, tenant: str, expected: Expected) -> None:
        entries = self.logged(tenant)
        self.same_head(self.storage.log(tenant).head, expected.head)
        self.same_entries(entries, expected.entries)
        for command, commit in expected.commands().items():
            found = self.storage.receipt(tenant, command)
            same(None if found is None else self.seen(found), self.seen(commit), f"the commit of command '{command}'")

    def verifies(self, tenant: str = DISTRICT) -> None:
        """See that the chain is whole up to the expected end."""
        found = verify(self.storage, tenant, self.of(tenant).head)
        same([str(fault) for fault in found.faults], [], "the faults of the chain")

    def whole(self, tenant: str = DISTRICT) -> None:
        """See that the chain is whole, where there is one, whoever wrote it."""
        if self.level >= Level.EVIDENCE:
            self.of(tenant).head = self.storage.read(tenant, ()).head
            self.verifies(tenant)

    def same_entries(self, actual: Iterable[Entry], expected: Iterable[Entry]) -> None:
        """Compare commits with their revisions."""
        one, two = list(actual), list(expected)
        same([self.seen(entry.commit) for entry in one], [self.seen(entry.commit) for entry in two], "the log")
        for left, right in zip(one, two, strict=True):
            self.same_revisions(left.revisions, right.revisions, f"the revisions of commit {left.commit.seq}")

    def same_revisions(self, actual: Iterable[Revision], expected: Iterable[Revision], what: str) -> None:
        """Compare revisions in their order."""
        one, two = [self._seen_one(each) for each in actual], [self._seen_one(each) for each in expected]
        same([str(each.key) for each in one], [str(each.key) for each in two], what)
        for left, right in zip(one, two, strict=True):
            same(left.salt, right.salt, f"the salt of '{left.key}' in {what}")
            same(left.leaf, right.leaf, f"the leaf of '{left.key}' in {what}")
            same(left, right, f"'{left.key}' in {what}")

    def same_head(self, actual: Checkpoint, expected: Checkpoint) -> None:
        """Compare the ends of a journal."""
        if self.level < Level.EVIDENCE:
            actual, expected = Checkpoint(actual.tenant, actual.seq), Checkpoint(expected.tenant, expected.seq)
        same(str(actual), str(expected), "the head")
        expect(actual.at in {None, expected.at}, "the head has the time of another commit")

    def seen(self, commit: Commit) -> Commit:
        """Return what a storage of this level keeps of a commit: hashes are evidence."""
        return commit if self.level >= Level.EVIDENCE else evolve(commit, previous="", hash="")

    def _seen_one(self, revision: Revision) -> Revision:
        if self.level >= Level.EVIDENCE:
            return revision
        without = evolve(revision, salt=b"", leaf=b"")
        return without if self.level >= Level.HISTORY else evolve(without, seq=0, place=0)


def expect(is_kept: bool, what: str) -> None:  # noqa: FBT001 - as an assertion reads
    """Fail with a line that says what is wrong."""
    __tracebackhide__ = True
    if not is_kept:
        raise AssertionError(what)


def same(actual: object, expected: object, what: str) -> None:
    """Fail where two values differ, and show both."""
    __tracebackhide__ = True
    if actual != expected:
        raise AssertionError(f"{what}: expected {_shown(expected)}, got {_shown(actual)}")


def refused(error: type[E], call: Callable[[], object]) -> E:
    """Return the error that a call must raise."""
    __tracebackhide__ = True
    try:
        result = call()
    except error as found:
        return found
    raise AssertionError(f"expected {error.__name__}, got {_shown(result)}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
