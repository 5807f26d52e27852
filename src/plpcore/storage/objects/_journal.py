"""One tenant's journal in an object store."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

from attrs import define, field

from plpcore.errors import BusyError, CorruptError
from plpcore.journal import Batch, Checkpoint, Commit, Entry, Key, Revision, conflict_of
from plpcore.storage.objects._bucket import Bucket
from plpcore.storage.objects._entries import entry_from, entry_text
from plpcore.storage.objects._index import Index, Place, index_from

T = TypeVar("T")

_ATTEMPTS = 200
"""How often a commit tries the next number before it says that others are writing."""
_LOOKS = 5
"""How often a page is read again because somebody erased meanwhile."""
_LEAST_COMMITS = 64
_ROWS_A_COMMIT = 64
"""The index is kept after so many commits, or after one for so many revisions: what it costs stays a small part."""


def folder_of(tenant: str) -> str:
    """Return where a tenant's objects lie: names of people's districts are too long and too varied for names here."""
    return sha256(tenant.encode()).hexdigest()


@define
class Journal:
    """One tenant's journal, as far as it is known here; used by one thread at a time."""

    bucket: Bucket
    tenant: str
    folder: str
    index: Index = field(init=False)
    _kept: int = field(default=0, init=False)
    """The commit that the last index which was put ends with."""
    _is_checked: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self.index = Index(Checkpoint(self.tenant))

    def entry(self, seq: int) -> Entry | None:
        """Return a commit as it lies in the store; None: there is none of this number."""
        found = self.bucket.get(self._name("commits", seq))
        return None if found is None else entry_from(found, self.tenant, seq)

    def catch_up(self) -> Index:
        """Return the index up to the last commit there is."""
        if self.index.head.seq == 0:
            self._begin()
        while (entry := self.entry(self.index.head.seq + 1)) is not None:
            self.index.add(entry)
        if not self._is_checked:
            self._is_checked = True
            self._look_for_a_gap()
            self._finish_erasures()
        return self.index

    def _look_for_a_gap(self) -> None:
        """See that nothing lies behind the last commit: a number that was written must never be written anew."""
        last, next_ = (self._name("commits", self.index.head.seq + one) for one in (0, 1))
        behind = self.bucket.names(f"{self.folder}/commits", after=last)
        # Somebody may have written the next one just now.
        self.index.is_linked &= not behind or next_ in behind

    def _begin(self) -> None:
        """Begin with the newest index that the store has and whose last commit is there."""
        for name in reversed(self.bucket.names(f"{self.folder}/index")):
            found = index_from(self.bucket.get(name) or b"", self.tenant)
            last = None if found is None else self.entry(found.head.seq)
            if found is not None and last is not None and last.commit.hash == found.head.hash:
                self.index, self._kept = found, found.head.seq
                return

    def commit(self, batch: Batch) -> Commit:
        """Write a batch under the next number that nobody has taken."""
        for _ in range(_ATTEMPTS):
            index = self.catch_up()
            if not index.is_linked:
                raise CorruptError(
                    f"{self.tenant} commit {index.head.seq}", "commits before or behind it are gone or changed"
                )
            earlier = index.commands.get(batch.note.command_id)
            if earlier is not None:
                return self.must(earlier).commit
            conflict = conflict_of(batch, {key: len(one) for key, one in self._asked(batch)}, index.touched)
            if conflict is not None:
                raise conflict
            entry = batch.seal(index.head)
            if self._written(entry):
                return entry.commit
        raise BusyError

    def _asked(self, batch: Batch) -> Iterable[tuple[Key, list[Place]]]:
        keys = [put.key for put in batch.puts] + [check.key for check in batch.checks]
        return ((key, self.index.documents.get(key, [])) for key in keys)

    def _written(self, entry: Entry) -> bool:
        seq = entry.commit.seq
        if entry.commit.erased:
            self.bucket.put(self._name("erasing", seq), b"")
        name, text = self._name("commits", seq), entry_text(entry)
        # A store may have taken it although the answer was lost on the way; nobody else's has our salts.
        if not self.bucket.create(name, text) and self.bucket.get(name) != text:
            return False
        self.index.add(entry)
        if entry.commit.erased:
            self._finish_erasures()
        self._keep_index()
        return True

    def must(self, seq: int) -> Entry:
        """Return a commit that the index knows, as it must be seen.

        Raises:
            CorruptError: It is gone.
        """
        entry = self.entry(seq)
        if entry is None:
            raise CorruptError(f"{self.tenant} commit {seq}", "its object is gone")
        return self.index.without_erased(entry)

    def seen(self, build: Callable[[Index], tuple[T, list[Entry]]]) -> T:
        """Return what is built from the index and some commits, all of it of one moment."""
        for _ in range(_LOOKS):
            index = self.catch_up()
            result, entries = build(index)
            if not index.lacks(entries):
                return result
        # Nobody erased: somebody took a body away behind our back, and that is for `verify` to say.
        return build(self.catch_up())[0]

    def revisions(self, places: Iterable[Place]) -> tuple[list[Revision], list[Entry]]:
        """Return revisions in the order of their places, and the commits that they were taken from."""
        wanted = list(places)
        entries = {seq: self.must(seq) for seq in dict.fromkeys(place[0] for place in wanted)}
        return [entries[seq].revisions[place] for seq, place, _, _ in wanted], list(entries.values())

    # ------------------------------------------------------------------ erasures and the index

    def _finish_erasures(self) -> None:
        """Write the objects anew that hold what was erased, and go on while others erase more of them."""
        for name in self.bucket.names(f"{self.folder}/erasing"):
            seq = int(name.rpartition("/")[2].partition(".")[0])
            if seq <= self.index.head.seq:
                self._rewrite(self.must(seq).commit.erased)
                self.bucket.delete(name)

    def _rewrite(self, keys: Iterable[Key]) -> None:
        seqs = sorted({place[0] for key in keys for place in self.index.documents[key]})
        known = -1
        while known != len(self.index.erased):
            known = len(self.index.erased)
            for seq in seqs:
                lying = self.entry(seq)
                seen = self.must(seq)
                if lying != seen:
                    self.bucket.put(self._name("commits", seq), entry_text(seen))
            while (entry := self.entry(self.index.head.seq + 1)) is not None:
                self.index.add(entry)

    def _keep_index(self) -> None:
        seq = self.index.head.seq
        if seq - self._kept < max(_LEAST_COMMITS, self.index.rows // _ROWS_A_COMMIT):
            return
        self.bucket.put(self._name("index", seq), self.index.text().encode())
        self._kept = seq
        for name in self.bucket.names(f"{self.folder}/index")[:-2]:
            self.bucket.delete(name)

    def _name(self, what: str, seq: int) -> str:
        return f"{self.folder}/{what}/{seq:012}.json"
