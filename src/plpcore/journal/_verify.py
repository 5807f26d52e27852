"""Verification: every leaf, every hash and every link reckoned again, from the first commit to the last."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from attrs import define, evolve, field, frozen

from plpcore.journal._commits import NO_HASH, Checkpoint, Commit, Entry, hash_again
from plpcore.journal._documents import Key, Revision
from plpcore.journal._hashing import LEAF_LENGTH, leaf_of
from plpcore.journal._storage import LogPage, Storage


class FaultCode(StrEnum):
    """What can be wrong with a journal."""

    GAP = "gap"
    """A commit is missing, stands twice or stands in another place."""
    BROKEN_LINK = "broken-link"
    """A commit does not follow from the one before it."""
    CHANGED_COMMIT = "changed-commit"
    """Who, why, when or the list of documents was changed after it was written."""
    CHANGED_DOCUMENT = "changed-document"
    """A document was changed after it was written."""
    LOST_DOCUMENT = "lost-document"
    """A document's body is gone and no erasure says so."""
    NOT_ERASED = "not-erased"
    """An erasure was written down, and the body is still there."""
    CUT_TAIL = "cut-tail"
    """The journal ends before the checkpoint."""
    OTHER_HISTORY = "other-history"
    """The commit of the checkpoint's number is another one."""
    WRONG_HEAD = "wrong-head"
    """What the storage says is the last commit is not."""


@frozen
class Fault:
    """One thing that is wrong, and where."""

    code: FaultCode
    seq: int
    what: str

    def __str__(self) -> str:
        """Return the place, what is wrong and the code on one line."""
        return f"commit {self.seq}: {self.what} [{self.code}]"


@frozen
class Verification:
    """What a verification found.

    Attributes:
        head: The end of the journal, as reckoned again.
        revisions: How many revisions were looked at.
        erased: How many of them had been erased.
        faults: Everything that is wrong, in the order of the journal; empty: all is well.
    """

    head: Checkpoint
    revisions: int
    erased: int
    faults: tuple[Fault, ...]


def verify(
    storage: Storage,
    tenant: str,
    checkpoint: Checkpoint | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Verification:
    """Return what is wrong with a tenant's journal; memory does not grow with its length.

    Args:
        storage: Where it is kept.
        tenant: The tenant.
        checkpoint: An end of the journal that was kept outside. Only with one does a cut tail show, or a chain that
            somebody wrote anew.
        progress: Called after each page with the number of the last commit looked at and of the last one there is.

    Raises:
        NotSupportedError: The storage keeps no history.
        StorageError: The storage cannot be read.
    """
    walk = _Walk(Checkpoint(tenant), checkpoint)
    for page in pages_of(storage, tenant):
        for entry in page.entries:
            walk.step(entry)
        if progress is not None:
            progress(walk.last.seq, page.head.seq)
    walk.end(page.head)
    if walk.erasures:
        walk.faults += _not_erased(storage, tenant, walk.erasures)
    faults = sorted(walk.faults, key=lambda fault: fault.seq)
    return Verification(walk.last, walk.revisions, walk.erased, tuple(faults))


def pages_of(storage: Storage, tenant: str, after: int = 0) -> Iterator[LogPage]:
    """Yield the pages of a tenant's journal, at least one."""
    page = storage.log(tenant, after)
    yield page
    while page.next is not None:
        page = storage.log(tenant, page.next)
        yield page


@define
class _Walk:
    last: Checkpoint
    checkpoint: Checkpoint | None
    revisions: int = 0
    erased: int = 0
    faults: list[Fault] = field(factory=list)
    lost: dict[Key, list[int]] = field(factory=dict)
    erasures: dict[Key, int] = field(factory=dict)

    def step(self, entry: Entry) -> None:
        commit = entry.commit
        self._link(commit)
        for place, revision in enumerate(entry.revisions):
            self._look_at(revision, commit, place)
        if not _has_its_hash(entry):
            self._say(FaultCode.CHANGED_COMMIT, commit.seq, "its hash is not that of what it holds")
        for key in commit.erased:
            # What says that it was erased is itself not erased by that.
            self.lost[key] = [seq for seq in self.lost.get(key, ()) if seq == commit.seq]
            self.erasures[key] = commit.seq
        if self.checkpoint is not None and commit.seq == self.checkpoint.seq and commit.hash != self.checkpoint.hash:
            self._say(FaultCode.OTHER_HISTORY, commit.seq, "its hash is not that of the checkpoint")
        self.last = evolve(commit.checkpoint, tenant=self.last.tenant)

    def _link(self, commit: Commit) -> None:
        if commit.tenant != self.last.tenant:
            self._say(FaultCode.OTHER_HISTORY, commit.seq, f"it is of the journal of '{commit.tenant}'")
        if commit.seq != self.last.seq + 1:
            self._say(FaultCode.GAP, commit.seq, f"it follows commit {self.last.seq}")
        if commit.previous != self.last.hash:
            self._say(FaultCode.BROKEN_LINK, commit.seq, "it does not follow from the commit before it")

    def _look_at(self, revision: Revision, commit: Commit, place: int) -> None:
        self.revisions += 1
        if revision.seq != commit.seq or revision.place != place:
            self._say(FaultCode.CHANGED_COMMIT, commit.seq, f"'{revision.key}' stands in another place")
        if revision.salt is None:
            self.erased += 1
            self.lost.setdefault(revision.key, []).append(commit.seq)
        if not _has_its_leaf(revision):
            self._say(FaultCode.CHANGED_DOCUMENT, commit.seq, f"'{revision.key}' is not what was written")

    def end(self, head: Checkpoint) -> None:
        for key, seqs in self.lost.items():
            for seq in seqs:
                self._say(FaultCode.LOST_DOCUMENT, seq, f"'{key}' has no body, and no erasure says so")
        if (head.seq, head.hash) != (self.last.seq, self.last.hash):
            self._say(FaultCode.WRONG_HEAD, self.last.seq, f"the storage says that commit {head.seq} is the last")
        if self.checkpoint is not None and self.checkpoint.seq > self.last.seq:
            self._say(FaultCode.CUT_TAIL, self.last.seq, f"the journal ends before commit {self.checkpoint.seq}")
        elif self.checkpoint is not None and self.checkpoint.seq == 0 and self.checkpoint.hash != NO_HASH:
            self._say(FaultCode.OTHER_HISTORY, 0, "the checkpoint is none of this journal's")

    def _say(self, code: FaultCode, seq: int, what: str) -> None:
        self.faults.append(Fault(code, seq, what))


def _has_its_leaf(revision: Revision) -> bool:
    """An erased revision has nothing to reckon its leaf from, and so nothing that could be taken for its body."""
    if revision.salt is None:
        return revision.body is None and len(revision.leaf) == LEAF_LENGTH
    return leaf_of(revision.salt, revision.body) == revision.leaf


def _has_its_hash(entry: Entry) -> bool:
    """What cannot even be hashed, such as a hash that is no number, was changed."""
    try:
        return hash_again(entry) == entry.commit.hash
    except ValueError:
        return False


def _not_erased(storage: Storage, tenant: str, erasures: dict[Key, int]) -> Iterator[Fault]:
    for page in pages_of(storage, tenant):
        for entry in page.entries:
            for one in entry.revisions:
                if one.salt is not None and one.seq < erasures.get(one.key, 0):
                    what = f"'{one.key}' is still there, though commit {erasures[one.key]} erased it"
                    yield Fault(FaultCode.NOT_ERASED, one.seq, what)
