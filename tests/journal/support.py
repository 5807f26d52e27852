"""A clock that stands still, salts that count, and short words for batches."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from plpcore.journal import ATTEMPTS, Batch, Check, Commit, Document, Key, Note, Put, Scope, Storage, Writer

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
DISTRICT = "district-1"


def note(command_id: str = "", minutes: int = 0, actor: str = "t1", reason: str = "") -> Note:
    return Note(actor=actor, at=NOON + timedelta(minutes=minutes), command_id=command_id, reason=reason)


def salt(number: int = 0) -> bytes:
    return number.to_bytes(16, "big")


def counted_salts() -> Callable[[], bytes]:
    numbers = count(1)
    return lambda: salt(next(numbers))


def key(id: str = "a1", kind: str = "activity") -> Key:  # noqa: A002 - the field's name
    return Key(kind, id)


def put(id: str = "a1", expected: int = 0, body: str | None = "{}", owner: str = "e1") -> Put:  # noqa: A002
    return Put(key(id), owner, expected, body, salt(expected))


def batch(
    *puts: Put,
    checks: Iterable[Check] = (),
    scopes: Iterable[Scope] = (),
    erased: Iterable[Key] = (),
    by: Note | None = None,
) -> Batch:
    return Batch(puts, by or note(), tuple(checks), tuple(scopes), tuple(erased))


def document(id: str = "a1", body: str = "{}", owner: str = "e1", kind: str = "activity") -> Document:  # noqa: A002
    return Document(Key(kind, id), owner, body)


def writer(storage: Storage, tenant: str = DISTRICT, attempts: int = ATTEMPTS) -> Writer:
    return Writer(storage, tenant, counted_salts(), attempts=attempts)


def filled(storage: Storage, tenant: str = DISTRICT) -> list[Commit]:
    """Write three commits: two documents, a new version of one, an erasure of the other."""
    return [
        storage.commit(tenant, batch(put("a1", body='{"n":1}'), put("a2", body='{"n":2}'), by=note("c1"))),
        storage.commit(tenant, batch(put("a1", 1, '{"n":3}'), by=note("c2", 1))),
        storage.commit(tenant, batch(put("a2", 1, None), erased=[key("a2")], by=note("c3", 2))),
    ]
