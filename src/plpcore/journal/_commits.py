"""Commits: what is written at once, by whom and why, and the chain that ties each commit to all before it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from attrs import evolve, field, frozen

from plpcore.errors import ModelError
from plpcore.ids import check_id
from plpcore.journal._documents import Key, Put, Revision
from plpcore.journal._hashing import commit_hash, leaf_of

NO_HASH = "0" * 64
"""What stands before the first commit."""


@frozen
class Checkpoint:
    """The end of a tenant's journal at one moment. Kept outside, it shows later that nothing before it was changed.

    Attributes:
        tenant: The tenant.
        seq: The number of the last commit; 0: none.
        hash: That commit's hash, 64 hexadecimal digits.
        at: When that commit was made; None: there is none, or nobody knows.

    Raises:
        InputError: `tenant` could not be an id.
    """

    tenant: str
    seq: int = 0
    hash: str = NO_HASH
    at: datetime | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        check_id(self.tenant, "$.tenant")

    def __str__(self) -> str:
        """Return it as people copy it: tenant, number and hash."""
        return f"{self.tenant} {self.seq} {self.hash}"


@frozen(kw_only=True)
class Note:
    """Who writes, for whom, why and when.

    Attributes:
        actor: The opaque id of who does it.
        on_behalf_of: For whom, where that is somebody else; empty: for nobody else.
        reason: A code; empty: none. It is never erased, so it says nothing about a person.
        command_id: The same again, and the first commit is returned instead of a second one; empty: always write.
        at: When, with a time zone; kept in UTC to the microsecond.

    Raises:
        InputError: `actor` or a part that is given could not be an id.
        ModelError: `at` has no time zone.
    """

    actor: str
    at: datetime
    on_behalf_of: str = ""
    reason: str = ""
    command_id: str = ""

    def __attrs_post_init__(self) -> None:
        check_id(self.actor, "$.actor")
        for name in ("on_behalf_of", "reason", "command_id"):
            if getattr(self, name):
                check_id(getattr(self, name), f"$.{name}")
        if self.at.tzinfo is None:
            raise ModelError("$.at", "the time has no time zone", "pass a time in UTC")


@frozen
class Check:
    """A document that was read and must still have this version (0: it must still not be there)."""

    key: Key
    version: int


@frozen
class Scope:
    """An owner whose documents were looked through: no later commit than this one may have touched any of them."""

    owner: str
    after: int


@frozen
class Commit:
    """One atomic list of revisions.

    Attributes:
        tenant: The tenant.
        seq: Its number, 1 for the tenant's first commit, without gaps.
        note: Who, why and when. Times never run backwards in a journal.
        erased: The documents whose earlier revisions it forgot.
        previous: The hash of the commit before it.
        hash: Its hash, 64 hexadecimal digits.
    """

    tenant: str
    seq: int
    note: Note
    erased: tuple[Key, ...]
    previous: str
    hash: str

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the end of the journal as it was after this commit."""
        return Checkpoint(self.tenant, self.seq, self.hash, self.note.at)


@frozen
class Entry:
    """A commit with its revisions, in their order."""

    commit: Commit
    revisions: tuple[Revision, ...]


@frozen
class Batch:
    """What shall be written at once, and what it was built on.

    Attributes:
        puts: The documents to write, at least one, each once.
        note: Who, why and when.
        checks: Documents that were read and are not written.
        scopes: Owners whose documents were looked through.
        erased: Documents of which every earlier revision shall forget its body; each is withdrawn by one of the puts.

    Raises:
        ModelError: There is nothing to write, a document stands twice, or an erased one is not withdrawn.
    """

    puts: tuple[Put, ...]
    note: Note
    checks: tuple[Check, ...] = ()
    scopes: tuple[Scope, ...] = ()
    erased: tuple[Key, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.puts:
            raise ModelError("$.puts", "there is nothing to write", "put at least one document")
        if len({put.key for put in self.puts}) < len(self.puts):
            raise ModelError("$.puts", "a document stands twice", "write each document once in a commit")
        withdrawn = {put.key for put in self.puts if put.body is None}
        if not withdrawn.issuperset(self.erased) or len(set(self.erased)) < len(self.erased):
            raise ModelError("$.erased", "an erased document is not withdrawn, or stands twice", "withdraw each once")

    def seal(self, head: Checkpoint) -> Entry:
        """Return the commit that follows a tenant's last one; a storage calls it under the tenant's write lock."""
        seq = head.seq + 1
        revisions = tuple(_revision(put, seq, place) for place, put in enumerate(self.puts))
        note = evolve(self.note, at=_not_before(self.note.at, head.at))
        hashed = commit_hash(head.hash, _metadata(head.tenant, seq, note, self.erased), map(_hashed, revisions))
        return Entry(Commit(head.tenant, seq, note, self.erased, head.hash, hashed), revisions)


def _revision(put: Put, seq: int, place: int) -> Revision:
    leaf = leaf_of(put.salt, put.body)
    return Revision(put.key, put.owner, put.expected + 1, put.schema, put.body, put.salt, leaf, seq, place)


def _hashed(revision: Revision) -> tuple[tuple[str, ...], bytes]:
    """Return what of a revision goes into the hash of its commit."""
    key = revision.key
    return (key.kind, key.id, revision.owner, str(revision.version), str(revision.schema)), revision.leaf


def _not_before(at: datetime, last: datetime | None) -> datetime:
    moment = at.astimezone(UTC)
    return moment if last is None else max(moment, last)


def _metadata(tenant: str, seq: int, note: Note, erased: Iterable[Key]) -> list[str]:
    who = [tenant, str(seq), time_text(note.at), note.actor, note.on_behalf_of, note.reason, note.command_id]
    return [*who, *(part for key in erased for part in (key.kind, key.id))]


def hash_again(entry: Entry) -> str:
    """Return the hash that a commit with these revisions should have.

    Raises:
        ValueError: A part of it cannot be hashed, such as a hash that is no number.
    """
    commit = entry.commit
    metadata = _metadata(commit.tenant, commit.seq, commit.note, commit.erased)
    return commit_hash(commit.previous, metadata, map(_hashed, entry.revisions))


def time_text(moment: datetime) -> str:
    """Return a moment in UTC to the microsecond, such as `2026-01-31T09:30:00.000000Z`; texts sort as moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"


def parse_time(text: str) -> datetime:
    """Return the moment that `time_text` wrote.

    Raises:
        ValueError: The text has another form.
    """
    return datetime.fromisoformat(text)
