"""Events for other systems: what was written, told at least once, in order, to each consumer at its own pace.

The library sends nothing itself. Events are not kept beside the journal: they are its commits, told in the words below,
so there is nothing that could be written without its event or the other way round.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from attrs import evolve, frozen

from plpcore.errors import ModelError
from plpcore.journal import Entry, Key, Revision, Storage, Work, parse_time, time_text
from plpcore.workspace._records import OUTBOX, Cursor, document_of, value_of

EVENT_VERSION = 1
"""The version of the shape of events."""
_OWN_KINDS = frozenset({"cursor"})


@frozen
class Event:
    """One document that was written, withdrawn or erased.

    Attributes:
        type: The document's kind and what happened: `activity-written`, `review-written`, `goal-withdrawn`,
            `reflection-erased`.
        version: The version of this shape.
        tenant: The district.
        owner: Whose document it is. Events of one owner come in the order in which they happened.
        key: The document.
        document_version: The document's version after it.
        seq: The number of the commit.
        place: Its place in the commit; with `seq` it names the event for ever.
        actor: Who did it.
        at: When.
    """

    type: str
    version: int
    tenant: str
    owner: str
    key: Key
    document_version: int
    seq: int
    place: int
    actor: str
    at: datetime


@frozen
class Claim:
    """Events that a consumer works on.

    Attributes:
        token: What it shows when it is done.
        events: The events, oldest first; empty: there is nothing new, or somebody works on them.
        until: When somebody else may claim the same again.
    """

    token: str
    events: tuple[Event, ...]
    until: datetime


def events_of(entry: Entry) -> Iterator[Event]:
    """Yield the events of a commit."""
    return (_event(entry, one) for one in entry.revisions if one.key.kind not in _OWN_KINDS)


def _event(entry: Entry, one: Revision) -> Event:
    commit = entry.commit
    return Event(
        type=f"{one.key.kind}-{_what(one, commit.erased)}",
        version=EVENT_VERSION,
        tenant=commit.tenant,
        owner=one.owner,
        key=one.key,
        document_version=one.version,
        seq=one.seq,
        place=one.place,
        actor=commit.note.actor,
        at=commit.note.at,
    )


def _what(one: Revision, erased: tuple[Key, ...]) -> str:
    if one.body is not None or one.is_erased:
        return "written"
    return "erased" if one.key in erased else "withdrawn"


@frozen
class Asked:
    """What a consumer asks for."""

    consumer: str
    token: str
    now: datetime
    lease: timedelta
    limit: int


def claim(work: Work, storage: Storage, asked: Asked) -> Claim:
    """Claim the next events for a consumer, until the lease ends; none while somebody works on them."""
    cursor = _cursor(work, asked.consumer)
    if cursor.token and cursor.until > time_text(asked.now):
        return Claim("", (), parse_time(cursor.until))
    events, last = _next_events(storage, work.tenant, cursor.acknowledged, asked.limit)
    until = asked.now + asked.lease
    if not events:
        return Claim("", (), until)
    held = evolve(cursor, claimed=last, token=asked.token, until=time_text(until))
    work.put(document_of(held, OUTBOX))
    return Claim(asked.token, events, until)


def _next_events(storage: Storage, tenant: str, after: int, limit: int) -> tuple[tuple[Event, ...], int]:
    """Return the events of the next commits, and the last commit; commits that only moved cursors are passed over."""
    page = storage.log(tenant, after, limit)
    while page.entries:
        events = tuple(event for entry in page.entries for event in events_of(entry))
        last = page.entries[-1].commit.seq
        if events or page.next is None:
            return events, last
        page = storage.log(tenant, last, limit)
    return (), after


def release(work: Work, consumer: str, token: str, *, is_done: bool) -> Cursor:
    """Give a claim back: its events are done, or shall come again at once.

    Raises:
        ModelError: The claim has ended, so that somebody else may have it now.
    """
    cursor = _cursor(work, consumer)
    if not token or cursor.token != token:
        raise ModelError("$.token", "this claim is over", "claim again; the events will come again")
    acknowledged = cursor.claimed if is_done else cursor.acknowledged
    released = Cursor(consumer, acknowledged, acknowledged)
    work.put(document_of(released, OUTBOX))
    return released


def _cursor(work: Work, consumer: str) -> Cursor:
    document = work.get(Key("cursor", consumer))
    return Cursor(consumer) if document is None else value_of(document)
