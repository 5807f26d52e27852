"""`ObjectStorage`: the six methods of a storage on an object store."""

from collections.abc import Iterable
from threading import Lock

from attrs import define, field
from obstore.store import ObjectStore

from plpcore.errors import UnavailableError
from plpcore.journal import (
    PAGE_ROWS,
    PAGE_SIZE,
    Batch,
    Capabilities,
    Checkpoint,
    Commit,
    Entry,
    Key,
    Level,
    LogPage,
    Page,
    Reading,
    Revision,
)
from plpcore.storage.objects._bucket import Bucket, store_of
from plpcore.storage.objects._index import Index, Place
from plpcore.storage.objects._journal import Journal, folder_of


@define(eq=False)
class ObjectStorage:
    """Journals in an object store. Several threads may use it at once, one after the other.

    It is as durable as the store: S3 and its like are, a folder is not brought to the disk, memory is gone.
    """

    store: ObjectStore = field(repr=False)
    _journals: dict[str, Journal] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)
    _is_open: bool = field(default=True, init=False)

    @classmethod
    def open(cls, url: str) -> "ObjectStorage":
        """Return a storage by its URL.

        Args:
            url: `objects:` and the URL of a store, such as `objects:file:///var/district` or `objects:s3://bucket/path`.
                Credentials come from the environment, as each store's own tools take them.

        Raises:
            InputError: The URL names no store.
        """
        return cls(store_of(url))

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do."""
        bucket = Bucket(self.store)
        return Capabilities(level=Level.EVIDENCE, durable=bucket.is_durable, multi_process=bucket.is_shared)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing; see `plpcore.journal.Storage`."""
        with self._lock:
            return self._journal(tenant).commit(batch)

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name; see `plpcore.journal.Storage`."""
        asked = list(dict.fromkeys(keys))
        with self._lock:
            journal = self._journal(tenant)

            def build(index: Index) -> tuple[Reading, list[Entry]]:
                standing = (index.at(key, as_of) for key in asked)
                found, entries = journal.revisions(place for place in standing if place is not None)
                return Reading(index.head, {one.key: one for one in found}), entries

            return journal.seen(build)

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents; see `plpcore.journal.Storage`."""
        with self._lock:
            journal = self._journal(tenant)

            def build(index: Index) -> tuple[Page, list[Entry]]:
                keys = sorted(
                    one for one in index.documents if kind in {"", one.kind} and (after is None or after < one)
                )
                wanted = [place for key in keys if (place := _shown(index, key, owner, as_of)) is not None]
                found, entries = _bounded(journal, wanted)
                return Page(index.head, tuple(found), None if len(found) == len(wanted) else found[-1].key), entries

            return journal.seen(build)

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Return the commits after a number; see `plpcore.journal.Storage`."""
        with self._lock:
            journal = self._journal(tenant)

            def build(index: Index) -> tuple[LogPage, list[Entry]]:
                entries = _whole_commits(journal, range(after + 1, min(after + limit, index.head.seq) + 1))
                last = after + len(entries)
                return LogPage(index.head, tuple(entries), last if last < index.head.seq else None), entries

            return journal.seen(build)

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Return the commit of a command; see `plpcore.journal.Storage`."""
        with self._lock:
            journal = self._journal(tenant)
            seq = journal.catch_up().commands.get(command_id)
            return None if seq is None else journal.must(seq).commit

    def close(self) -> None:
        """Forget what was known; the store stays."""
        with self._lock:
            self._is_open = False
            self._journals.clear()

    def _journal(self, tenant: str) -> Journal:
        if not self._is_open:
            raise UnavailableError("it was closed")
        if tenant not in self._journals:
            name = Checkpoint(tenant).tenant
            self._journals[tenant] = Journal(Bucket(self.store), name, folder_of(name))
        return self._journals[tenant]


def _shown(index: Index, key: Key, owner: str, as_of: int | None) -> Place | None:
    place = index.at(key, as_of)
    if place is None or not place[3] or place[0] < index.erased.get(key, 0) or owner not in {"", place[2]}:
        return None
    return place


def _bounded(journal: Journal, wanted: list[Place]) -> tuple[list[Revision], list[Entry]]:
    """Return what fits a page, at least one, and the commits that it was taken from."""
    held: dict[int, Entry] = {}
    found: list[Revision] = []
    size = 0
    for seq, place, _, _ in wanted[:PAGE_ROWS]:
        if seq not in held:
            held[seq] = journal.must(seq)
        one = held[seq].revisions[place]
        size += len(one.body or "")
        if found and size > PAGE_SIZE:
            break
        found.append(one)
    return found, list(held.values())


def _whole_commits(journal: Journal, seqs: Iterable[int]) -> list[Entry]:
    found: list[Entry] = []
    rows = size = 0
    for seq in seqs:
        entry = journal.must(seq)
        rows += len(entry.revisions)
        size += sum(len(one.body or "") for one in entry.revisions)
        if found and (rows > PAGE_ROWS or size > PAGE_SIZE):
            break
        found.append(entry)
    return found
