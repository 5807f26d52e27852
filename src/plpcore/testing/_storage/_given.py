"""Short words for what the cases write, and a journal reckoned by the core alone to compare with."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from attrs import define, evolve, field

from plpcore.errors import ConflictError
from plpcore.journal import (
    SALT_LENGTH,
    Batch,
    Check,
    Checkpoint,
    Commit,
    Entry,
    Key,
    Note,
    Put,
    Revision,
    Scope,
    conflict_of,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
DISTRICT = "district-1"
OTHER = "district-2"


def note(command_id: str = "", minutes: int = 0, actor: str = "t1") -> Note:
    """Return who, why and when, so many minutes after noon."""
    return Note(actor=actor, at=NOON + timedelta(minutes=minutes), command_id=command_id)


def key(id: str = "a1", kind: str = "activity") -> Key:  # noqa: A002 - the field's name
    """Return the name of a document."""
    return Key(kind, id)


def put(named: str | Key = "a1", expected: int = 0, body: str | None = "{}", owner: str = "e1", schema: int = 1) -> Put:
    """Return a document to write; its salt follows from its name and version."""
    name = key(named) if isinstance(named, str) else named
    salt = sha256(f"{name} {expected}".encode()).digest()[:SALT_LENGTH]
    return Put(name, owner, expected, body, salt, schema)


def batch(
    *puts: Put,
    checks: Iterable[Check] = (),
    scopes: Iterable[Scope] = (),
    erased: Iterable[Key] = (),
    by: Note | None = None,
) -> Batch:
    """Return what shall be written at once."""
    return Batch(puts, by or note(), tuple(checks), tuple(scopes), tuple(erased))


@define
class Expected:
    """What a tenant's journal must hold."""

    head: Checkpoint
    entries: list[Entry] = field(factory=list)

    def add(self, written: Batch) -> Commit:
        """Add a batch that must be written, and return its commit."""
        entry = written.seal(self.head)
        self.entries.append(entry)
        self.head = entry.commit.checkpoint
        if written.erased:
            self.entries = [self._without(one, frozenset(written.erased)) for one in self.entries]
        return entry.commit

    def _without(self, entry: Entry, erased: frozenset[Key]) -> Entry:
        if entry.commit.seq == self.head.seq:
            return entry
        kept = tuple(evolve(one, body=None, salt=None) if one.key in erased else one for one in entry.revisions)
        return evolve(entry, revisions=kept)

    def standing(self, as_of: int | None = None) -> dict[Key, Revision]:
        """Return every document as it stood after a commit, withdrawn ones included."""
        return {one.key: one for one in self._revisions() if as_of is None or one.seq <= as_of}

    def found(self, kind: str = "", owner: str = "", as_of: int | None = None) -> list[Revision]:
        """Return what a scan must find, in its order."""
        standing = sorted(self.standing(as_of).items())
        held = [one for _, one in standing if one.body is not None]
        return [one for one in held if kind in {"", one.key.kind} and owner in {"", one.owner}]

    def conflict(self, written: Batch) -> ConflictError | None:
        """Return what keeps a batch from being written; None: nothing."""
        versions = {key: one.version for key, one in self.standing().items()}
        return conflict_of(written, versions, {one.owner: one.seq for one in self._revisions()})

    def commands(self) -> dict[str, Commit]:
        """Return the commit of each command."""
        commits = (entry.commit for entry in self.entries)
        return {one.note.command_id: one for one in commits if one.note.command_id}

    def _revisions(self) -> Iterator[Revision]:
        return (one for entry in self.entries for one in entry.revisions)
