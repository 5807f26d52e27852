"""A storage in the memory of one process: the reference for all others, and the one for tests and trials."""

from collections.abc import Iterable, Iterator
from threading import Lock

from attrs import define, evolve, field

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
    conflict_of,
)


@define
class _Tenant:
    """One tenant's journal, with the history of each document and the last commit that touched each owner."""

    head: Checkpoint
    entries: list[Entry] = field(factory=list)
    documents: dict[Key, list[Revision]] = field(factory=dict)
    touched: dict[str, int] = field(factory=dict)
    commands: dict[str, Commit] = field(factory=dict)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.head = entry.commit.checkpoint
        for revision in entry.revisions:
            history = self.documents.setdefault(revision.key, [])
            history.append(revision)
            self.touched[revision.owner] = revision.seq
        if entry.commit.note.command_id:
            self.commands[entry.commit.note.command_id] = entry.commit

    def erase(self, keys: Iterable[Key], seq: int) -> None:
        for key in keys:
            for place, one in enumerate(self.documents[key]):
                if one.seq < seq:
                    self._forget(place, one)

    def _forget(self, place: int, one: Revision) -> None:
        forgotten = evolve(one, body=None, salt=None)
        self.documents[one.key][place] = forgotten
        entry = self.entries[one.seq - 1]
        revisions = (*entry.revisions[: one.place], forgotten, *entry.revisions[one.place + 1 :])
        self.entries[one.seq - 1] = evolve(entry, revisions=revisions)

    def at(self, key: Key, as_of: int | None) -> Revision | None:
        history = self.documents.get(key, ())
        return next((one for one in reversed(history) if as_of is None or one.seq <= as_of), None)


class MemoryStorage:
    """Journals in memory, gone when the process ends. It may be used by several threads at once."""

    def __init__(self) -> None:
        self._tenants: dict[str, _Tenant] = {}
        self._lock = Lock()
        self._is_open = True

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do."""
        return Capabilities(level=Level.EVIDENCE)

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing; see `plpcore.journal.Storage`."""
        with self._lock:
            known = self._known(tenant)
            earlier = known.commands.get(batch.note.command_id)
            if earlier is not None:
                return earlier
            asked = [put.key for put in batch.puts] + [check.key for check in batch.checks]
            versions = {key: len(known.documents.get(key, ())) for key in asked}
            conflict = conflict_of(batch, versions, known.touched)
            if conflict is not None:
                raise conflict
            entry = batch.seal(known.head)
            known.add(entry)
            known.erase(batch.erased, entry.commit.seq)
            self._tenants[tenant] = known
            return entry.commit

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name; see `plpcore.journal.Storage`."""
        with self._lock:
            known = self._known(tenant)
            found = ((key, known.at(key, as_of)) for key in keys)
            return Reading(known.head, {key: one for key, one in found if one is not None})

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents; see `plpcore.journal.Storage`."""
        with self._lock:
            known = self._known(tenant)
            keys = sorted(key for key in known.documents if kind in {"", key.kind} and (after is None or after < key))
            standing = (known.at(key, as_of) for key in keys)
            wanted = [one for one in standing if one is not None and one.body is not None and owner in {"", one.owner}]
            page = tuple(_bounded(wanted))
            return Page(known.head, page, page[-1].key if len(page) < len(wanted) else None)

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Return the commits after a number; see `plpcore.journal.Storage`."""
        with self._lock:
            known = self._known(tenant)
            entries = tuple(_whole_commits(known.entries[after:][:limit]))
            last = after + len(entries)
            return LogPage(known.head, entries, last if last < known.head.seq else None)

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Return the commit of a command; see `plpcore.journal.Storage`."""
        with self._lock:
            return self._known(tenant).commands.get(command_id)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._is_open = False
            self._tenants.clear()

    def _known(self, tenant: str) -> _Tenant:
        if not self._is_open:
            raise UnavailableError("it was closed")
        return self._tenants.get(tenant) or _Tenant(Checkpoint(tenant))


def _bounded(revisions: Iterable[Revision]) -> Iterator[Revision]:
    """Yield what fits a page, at least one."""
    size = 0
    for number, revision in enumerate(revisions):
        size += len(revision.body or "")
        if number and (number >= PAGE_ROWS or size > PAGE_SIZE):
            return
        yield revision


def _whole_commits(entries: Iterable[Entry]) -> Iterator[Entry]:
    rows = size = 0
    for number, entry in enumerate(entries):
        rows += len(entry.revisions)
        size += sum(len(one.body or "") for one in entry.revisions)
        if number and (rows > PAGE_ROWS or size > PAGE_SIZE):
            return
        yield entry
