"""A storage beside a plain model: whatever is done to both in any order, they must agree."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from plpcore.journal import Batch, Check, Key, Level, Note, Put, Scope, Storage
from plpcore.testing._storage import StorageConformance
from plpcore.testing._storage._frame import same
from plpcore.testing._storage._given import NOON, put

_TENANTS = st.sampled_from(["district-1", "district-2", "District-1"])
_KEYS = st.builds(Key, st.sampled_from(["activity", "goal"]), st.sampled_from(["a1", "A1", "é", "z"]))
_OWNERS = st.sampled_from(["e1", "e2", "E1"])
_BODIES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_COMMANDS = st.just("") | st.sampled_from(["c1", "c2", "c3", "C1"])
_MINUTES = st.integers(-3, 9)
_LATE = st.sampled_from([0] * 7 + [-1, 1])
"""How far what a writer believes lies beside what stands; mostly it is right."""


class StorageMachine(RuleBasedStateMachine):
    """Commits, conflicts, erasures, reopening and readings in any order; made by `storage_machine`."""

    suite: type[StorageConformance]

    def __init__(self) -> None:
        super().__init__()
        self.room = self.suite()
        self.room.setup_method(self.room.holds)

    def teardown(self) -> None:
        """See that all is as the model has it, and verify every chain."""
        try:
            self.room.holds()
        finally:
            self.room.teardown_method(self.room.holds)

    @rule(data=st.data(), tenant=_TENANTS)
    def write(self, data: st.DataObject, tenant: str) -> None:
        """Send a batch, right or late."""
        self._send(tenant, _batch(data, self.room, tenant))

    @precondition(lambda self: self.room.level >= Level.EVIDENCE)
    @rule(tenant=_TENANTS, key=_KEYS, late=_LATE)
    def erase(self, tenant: str, key: Key, late: int) -> None:
        """Erase a document, one that was withdrawn or never was included."""
        known = self.room.of(tenant).standing().get(key)
        version = 0 if known is None else known.version
        owner = "e1" if known is None else known.owner
        one = put(key, max(0, version + late), None, owner)
        self._send(tenant, Batch((one,), Note(actor="t1", at=NOON), erased=(key,)))

    @precondition(lambda self: self.room.storage.capabilities.durable)
    @rule()
    def open_again(self) -> None:
        """Close it and open it again."""
        self.room.open_again()

    @rule(tenant=_TENANTS, kind=st.sampled_from(["", "goal", "none"]), owner=st.just("") | _OWNERS)
    def scan(self, tenant: str, kind: str, owner: str) -> None:
        """Look through what stands."""
        found = self.room.scanned(tenant, kind, owner)
        self.room.same_revisions(found, self.room.of(tenant).found(kind, owner), "a scan")

    @precondition(lambda self: self.room.level >= Level.HISTORY)
    @rule(tenant=_TENANTS, keys=st.lists(_KEYS, unique=True, max_size=3), as_of=st.integers(0, 12))
    def look_back(self, tenant: str, keys: list[Key], as_of: int) -> None:
        """Read and scan what stood."""
        expected = self.room.of(tenant)
        found = self.room.storage.read(tenant, keys, as_of).revisions
        stood = {key: one for key, one in expected.standing(as_of).items() if key in keys}
        self.room.same_revisions(
            [one for _, one in sorted(found.items())], [one for _, one in sorted(stood.items())], "what stood"
        )
        self.room.same_revisions(self.room.scanned(tenant, as_of=as_of), expected.found(as_of=as_of), "a scan")

    @precondition(lambda self: self.room.level >= Level.HISTORY)
    @rule(tenant=_TENANTS, after=st.integers(0, 9), limit=st.integers(1, 3))
    def log(self, tenant: str, after: int, limit: int) -> None:
        """Read a page of the log."""
        expected = self.room.of(tenant).entries[after:]
        page = self.room.storage.log(tenant, after, limit)
        self.room.same_entries(page.entries, expected[:limit])
        same(page.next, after + limit if len(expected) > limit else None, "where the log goes on")

    def _send(self, tenant: str, one: Batch) -> None:
        expected = self.room.of(tenant)
        first = expected.commands().get(one.note.command_id)
        conflict = expected.conflict(one)
        if first is not None:
            same(self.room.seen(self.room.storage.commit(tenant, one)), self.room.seen(first), "the repeated command")
        elif conflict is not None:
            self.room.conflicts(one, conflict.what, conflict.expected, conflict.actual, tenant)
        else:
            self.room.write(one, tenant)


def storage_machine(
    make_storage: Callable[[Path], Storage], reopen: Callable[[Path], Storage] | None = None
) -> type[StorageMachine]:
    """Return a state machine of Hypothesis that holds a storage to a plain model; its `TestCase` is a test.

    Documents of several tenants are written, withdrawn, erased and written again, by writers of whom some are late;
    the storage is read as it stands and as it stood, and, where it is durable, closed and opened again. At the end all
    of it must be there, and every chain must verify.

    Args:
        make_storage: Returns an open storage that keeps what it has in a folder, which is new for each run.
        reopen: Opens the same place again; None: as `make_storage` does.
    """

    class Suite(StorageConformance):
        def make_storage(self, folder: Path, /) -> Storage:
            return make_storage(folder)

        def reopen(self, folder: Path, /) -> Storage:
            return (reopen or make_storage)(folder)

    class Machine(StorageMachine):
        suite = Suite

    return Machine


def _batch(data: st.DataObject, room: StorageConformance, tenant: str) -> Batch:
    standing, head = room.of(tenant).standing(), room.of(tenant).head
    versions = {key: one.version for key, one in standing.items()}
    keys = data.draw(st.lists(_KEYS, unique=True, min_size=1, max_size=3))
    keeps_past = room.level >= Level.HISTORY
    note = Note(
        actor="t1",
        at=NOON + timedelta(minutes=data.draw(_MINUTES)),
        command_id=data.draw(_COMMANDS) if keeps_past else "",
    )
    checks = data.draw(st.lists(st.tuples(_KEYS, _LATE), max_size=1))
    scopes = data.draw(st.lists(st.tuples(_OWNERS, _LATE), max_size=1))
    return Batch(
        tuple(_put(data, key, versions.get(key, 0), can_withdraw=keeps_past) for key in keys),
        note,
        tuple(Check(key, max(0, versions.get(key, 0) + late)) for key, late in checks),
        tuple(Scope(owner, max(0, head.seq + late)) for owner, late in scopes),
    )


def _put(data: Any, key: Key, version: int, *, can_withdraw: bool) -> Put:  # noqa: ANN401 - drawn
    body = data.draw(st.none() | _BODIES if can_withdraw else _BODIES)
    one = put(key, max(0, version + data.draw(_LATE)), body, data.draw(_OWNERS))
    return evolve(one, schema=data.draw(st.integers(1, 3)))
