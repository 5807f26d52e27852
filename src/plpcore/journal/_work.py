"""The unit of work: reads are remembered, writes are gathered, and one batch is sent that holds all of it together.

A storage has no transactions that stay open. What was read is checked when the batch is written: a document by its
version, an owner who was looked through by the last commit that touched any document of theirs. So a limit of 12 that
was counted over all of an educator's documents stays a limit of 12 when several write at once.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from attrs import define, evolve, field, frozen

from plpcore.errors import BusyError, ConflictError, ModelError
from plpcore.journal._commits import Batch, Check, Checkpoint, Commit, Note, Scope
from plpcore.journal._documents import Key, Put, Revision
from plpcore.journal._storage import Level, Page, Storage

T = TypeVar("T")

ATTEMPTS = 50
"""How often a piece of work is tried before its `BusyError` or `ConflictError` is let out."""


@frozen
class Document:
    """A document as a piece of work sees it, its own writes included.

    Attributes:
        key: Its name.
        owner: Whose it is.
        body: Its canonical JSON.
        schema: The number of the form that the body has.
    """

    key: Key
    owner: str
    body: str
    schema: int = 1


_Shelf = dict[str, dict[str, Document]]
"""Documents of one owner by kind and id."""


@define
class Work:
    """What one piece of work reads and writes. It is used by one thread, and not after the work has ended.

    Attributes:
        storage: Where it reads.
        tenant: Whose journal it works on.
    """

    storage: Storage
    tenant: str
    _read: dict[Key, Revision | None] = field(factory=dict, init=False)
    _scopes: dict[str, int] = field(factory=dict, init=False)
    _looked_through: dict[str, _Shelf] = field(factory=dict, init=False)
    _written: dict[Key, Document | None] = field(factory=dict, init=False)
    _owners: dict[Key, str] = field(factory=dict, init=False)
    _erased: dict[Key, None] = field(factory=dict, init=False)

    def get(self, key: Key) -> Document | None:
        """Return a document; None: it is not there, or was withdrawn."""
        if key in self._written:
            return self._written[key]
        return _document(self._revision(key))

    def erased_of(self, key: Key) -> str:
        """Return whose document it was, of one that was erased and not written again before this work; empty: none."""
        found = self._revision(key)
        if found is None or found.body is not None or self.storage.capabilities.level < Level.EVIDENCE:
            return ""
        before = self.storage.read(self.tenant, [key], found.seq - 1).revisions.get(key)
        return before.owner if before is not None and before.is_erased else ""

    def owned(self, owner: str, kind: str = "") -> list[Document]:
        """Return all documents of one owner, of one kind where it is given, in the order of kind and id.

        When the batch is written, no later commit may have touched any document of this owner.
        """
        shelf = self._all_of(owner)
        kinds = [kind] if kind else sorted(shelf)
        return [found[id_] for one in kinds if (found := shelf.get(one)) for id_ in sorted(found)]

    def _all_of(self, owner: str) -> _Shelf:
        if owner not in self._looked_through:
            pages = list(scan_pages(self.storage, self.tenant, owner=owner))
            self._scopes[owner] = pages[0].head.seq
            self._looked_through[owner] = {}
            for revision in (one for page in pages for one in page.revisions):
                self._read.setdefault(revision.key, revision)
                self._shelve(revision.key, owner, standing(revision))
            for key, written in self._written.items():
                self._shelve(key, self._owners[key], written)
        return self._looked_through[owner]

    def _shelve(self, key: Key, owner: str, document: Document | None) -> None:
        """Keep what was looked through as it stands now, so that looking again does not go through all of it."""
        shelf = self._looked_through.get(owner)
        if shelf is not None and document is not None:
            shelf.setdefault(key.kind, {})[key.id] = document
        elif shelf is not None:
            shelf.get(key.kind, {}).pop(key.id, None)

    def _write(self, key: Key, owner: str, document: Document | None) -> None:
        self._written[key] = document
        self._owners[key] = owner
        self._shelve(key, owner, document)

    def put(self, document: Document) -> None:
        """Write a document when the work ends; a later write of the same one takes its place.

        Raises:
            ModelError: The document stands already and is somebody else's.
        """
        known = self.get(document.key)
        if known is not None and known.owner != document.owner:
            raise ModelError("$.owner", f"'{document.key}' is somebody else's", "give the document an id of its own")
        self._write(document.key, document.owner, document)

    def withdraw(self, key: Key) -> None:
        """Take a document away when the work ends; its history stays. One that is not there is left alone."""
        known = self.get(key)
        if known is not None:
            self._write(key, known.owner, None)

    def erase(self, key: Key) -> None:
        """Forget the body of every revision of a document when the work ends; that it was there stays known."""
        revision = self._revision(key)
        if revision is not None:
            self._write(key, revision.owner, None)
            self._erased[key] = None

    def batch(self, note: Note, salts: Callable[[], bytes]) -> Batch | None:
        """Return what the work writes, with everything that it was built on; None: it writes nothing."""
        puts = tuple(self._put(key, salts()) for key in sorted(self._written) if self._changes(key))
        if not puts:
            return None
        checks = tuple(Check(key, _version(self._read[key])) for key in sorted(self._read) if key not in self._written)
        scopes = tuple(Scope(owner, after) for owner, after in sorted(self._scopes.items()))
        return Batch(puts, note, checks, scopes, tuple(sorted(self._erased)))

    def _changes(self, key: Key) -> bool:
        """A document that was written and withdrawn in the same work was never there."""
        return self._written[key] is not None or self._revision(key) is not None

    def _put(self, key: Key, salt: bytes) -> Put:
        written, expected = self._written[key], _version(self._revision(key))
        body, schema = (None, 1) if written is None else (written.body, written.schema)
        return Put(key, self._owners[key], expected, body, salt, schema)

    def _revision(self, key: Key) -> Revision | None:
        if key not in self._read:
            self._read[key] = self.storage.read(self.tenant, [key]).revisions.get(key)
        return self._read[key]


def _version(revision: Revision | None) -> int:
    return 0 if revision is None else revision.version


def _document(revision: Revision | None) -> Document | None:
    return None if revision is None or revision.body is None else standing(revision)


def standing(revision: Revision) -> Document:
    """Return a revision that a scan gave, and that is therefore not withdrawn, as a document."""
    return Document(revision.key, revision.owner, revision.body or "", revision.schema)


def scan_pages(
    storage: Storage, tenant: str, kind: str = "", owner: str = "", as_of: int | None = None
) -> Iterator[Page]:
    """Yield all pages of documents, at least one."""
    page = storage.scan(tenant, kind, owner, as_of=as_of)
    yield page
    while page.next is not None:
        page = storage.scan(tenant, kind, owner, page.next, as_of)
        yield page


@frozen
class Done(Generic[T]):
    """What came of a piece of work.

    Attributes:
        result: What it returned; None where an earlier run of the same command wrote it already.
        commit: The commit that holds it; None: it wrote nothing.
        is_repeated: Whether the commit is that of an earlier run.
    """

    result: T | None
    commit: Commit | None
    is_repeated: bool = False


@frozen
class Writer:
    """Who runs pieces of work on a tenant's journal.

    Attributes:
        storage: Where the journal is kept.
        tenant: Whose journal it is.
        salts: Returns 16 fresh random bytes.
        pause: Waits before another attempt, whose number it is given; None: there is no waiting.
        attempts: How often a piece of work is tried, at least 1.
    """

    storage: Storage
    tenant: str
    salts: Callable[[], bytes]
    pause: Callable[[int], object] | None = None
    attempts: int = ATTEMPTS

    def run(self, note: Note, work: Callable[[Work], T]) -> Done[T]:
        """Run a piece of work until what it was built on still holds when it is written.

        Args:
            note: Who, why and when. Where it has a `command_id` that was written already, nothing is run. A storage
                of level `STATE` remembers no commands: there a `command_id` is not kept, and the work is run each time.
            work: Reads and writes through the `Work` that it is given. It is run again after a conflict, so it must
                do nothing outside that cannot be done twice.

        Raises:
            ConflictError: Others changed the same documents each time.
            BusyError: Others were writing each time.
            StorageError: The storage cannot be used.
        """
        if self.storage.capabilities.level < Level.HISTORY:
            note = evolve(note, command_id="")
        attempt = 1
        while True:
            commit = self.storage.receipt(self.tenant, note.command_id) if note.command_id else None
            if commit is not None:
                return Done(None, commit, is_repeated=True)
            try:
                return self._once(note, work)
            except (BusyError, ConflictError):
                if attempt >= self.attempts:
                    raise
            if self.pause is not None:
                self.pause(attempt)
            attempt += 1

    def _once(self, note: Note, work: Callable[[Work], T]) -> Done[T]:
        room = Work(self.storage, self.tenant)
        result = work(room)
        batch = room.batch(note, self.salts)
        if batch is None:
            return Done(result, None)
        commit = self.storage.commit(self.tenant, batch)
        if note.command_id and not _is_of(batch, commit):
            return Done(None, commit, is_repeated=True)
        return Done(result, commit)


def _is_of(batch: Batch, commit: Commit) -> bool:
    """Return whether a commit holds this batch, and not what another run of the same command wrote meanwhile.

    Salts are fresh, so that no two runs have the same leaves.
    """
    before = Checkpoint(commit.tenant, commit.seq - 1, commit.previous)
    return evolve(batch, note=commit.note).seal(before).commit.hash == commit.hash


def head_of(storage: Storage, tenant: str) -> Checkpoint:
    """Return the end of a tenant's journal."""
    return storage.read(tenant, ()).head
