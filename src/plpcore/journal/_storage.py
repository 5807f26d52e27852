"""The protocol of storages: six methods, and flags that say what a storage can do."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Protocol

from attrs import frozen

from plpcore.errors import ConflictError
from plpcore.journal._commits import Batch, Checkpoint, Commit, Entry
from plpcore.journal._documents import Key, Revision

PAGE_ROWS = 1_000
"""The most revisions in a page, unless one commit holds more."""
PAGE_SIZE = 8 * 2**20
"""The most characters of bodies in a page, unless one document holds more."""


class Level(IntEnum):
    """How much of the past a storage keeps; each level holds those before it."""

    STATE = 1
    """Only what stands now, in tables of the host's own."""
    HISTORY = 2
    """Every revision."""
    EVIDENCE = 3
    """Every revision in a hash chain, with erasure and checkpoints."""


@frozen(kw_only=True)
class Capabilities:
    """What a storage can do. Nothing is guessed: the conformance suite holds it to its flags.

    Attributes:
        level: How much of the past it keeps.
        durable: What `commit` returned survives a crash of the process and of the machine.
        multi_process: Several processes may write at once.
        joins_host_transaction: It writes inside a transaction of the host, which decides about it.
        sql: What it holds can be read by SQL.
        read_only: It refuses to write.
    """

    level: Level
    durable: bool = False
    multi_process: bool = False
    joins_host_transaction: bool = False
    sql: bool = False
    read_only: bool = False


@frozen
class Page:
    """Some documents as they stand, in the order of kind and id, by code points.

    Attributes:
        head: The end of the journal at the moment of reading.
        revisions: The documents; withdrawn ones are not among them.
        next: Where to go on (`after`); None: that was all.
    """

    head: Checkpoint
    revisions: tuple[Revision, ...]
    next: Key | None = None


@frozen
class LogPage:
    """Some commits in their order.

    Attributes:
        head: The end of the journal at the moment of reading.
        entries: The commits with their revisions; never half a commit.
        next: Where to go on (`after`); None: that was all.
    """

    head: Checkpoint
    entries: tuple[Entry, ...]
    next: int | None = None


@frozen
class Reading:
    """The documents that were asked for.

    Attributes:
        head: The end of the journal at the moment of reading.
        revisions: Each document that there is, withdrawn ones included.
    """

    head: Checkpoint
    revisions: Mapping[Key, Revision]


class Storage(Protocol):
    """Where journals are kept, one for each tenant, with no way from one to another.

    A storage hashes nothing and decides nothing: it takes the tenant's write lock, asks `conflict_of`, calls
    `batch.seal` and keeps what that returns. It may be used by several threads at once.

    No exception of a driver leaves it. Besides those that its methods name, each may raise `BusyError` (nothing was
    written, trying again is safe), `UnavailableError` (nothing was acknowledged) and `CorruptError`.
    """

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do."""
        ...

    def commit(self, tenant: str, batch: Batch) -> Commit:
        """Write a batch, all of it or nothing, and return its commit; a `command_id` seen before: that first commit.

        Raises:
            ConflictError: What the batch was built on has changed.
            NotSupportedError: It erases, and the level is below `EVIDENCE`; or the storage is read only.
        """
        ...

    def read(self, tenant: str, keys: Iterable[Key], as_of: int | None = None) -> Reading:
        """Return documents by name, as they stand or as they stood after commit `as_of`, inclusive.

        Raises:
            NotSupportedError: `as_of` is given and the level is below `HISTORY`.
        """
        ...

    def scan(
        self, tenant: str, kind: str = "", owner: str = "", after: Key | None = None, as_of: int | None = None
    ) -> Page:
        """Return the next page of documents, of one kind and one owner where these are given.

        Raises:
            NotSupportedError: `as_of` is given and the level is below `HISTORY`.
        """
        ...

    def log(self, tenant: str, after: int = 0, limit: int = PAGE_ROWS) -> LogPage:
        """Return the commits after a number, oldest first; at most so many of them.

        Raises:
            NotSupportedError: The level is below `HISTORY`.
        """
        ...

    def receipt(self, tenant: str, command_id: str) -> Commit | None:
        """Return the commit of a command, None: there is none.

        Raises:
            NotSupportedError: The level is below `HISTORY`.
        """
        ...

    def close(self) -> None:
        """Give back what it holds; a second time does nothing, and every other method is `UnavailableError` then."""
        ...


def conflict_of(batch: Batch, versions: Mapping[Key, int], touched: Mapping[str, int]) -> ConflictError | None:
    """Return what keeps a batch from being written; None: nothing.

    Args:
        batch: The batch.
        versions: The version that stands now, of each document that the batch writes or checks; left out: 0.
        touched: The number of the last commit that touched each owner in its scopes; left out: 0.
    """
    asked = [(put.key, put.expected) for put in batch.puts] + [(one.key, one.version) for one in batch.checks]
    for key, expected in asked:
        if versions.get(key, 0) != expected:
            return ConflictError(str(key), expected, versions.get(key, 0))
    for scope in batch.scopes:
        if touched.get(scope.owner, 0) > scope.after:
            return ConflictError(scope.owner, scope.after, touched[scope.owner])
    return None
