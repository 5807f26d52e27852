"""The history of a person, as commits tell it: who did what, when and why."""

from datetime import datetime

from attrs import frozen

from plpcore.journal import Entry


@frozen
class Happened:
    """One commit in the history of a person.

    Attributes:
        seq: Its number.
        at: When.
        actor: Who.
        on_behalf_of: For whom, where that is somebody else.
        reason: The verb, and the code that was given with it.
        documents: What was written: the keys, with their versions.
    """

    seq: int
    at: datetime
    actor: str
    on_behalf_of: str
    reason: str
    documents: tuple[str, ...]


def happened(entry: Entry, owners: set[str]) -> Happened:
    """Return what a commit did to the documents of some people."""
    note = entry.commit.note
    documents = tuple(f"{one.key} v{one.version}" for one in entry.revisions if one.owner in owners)
    return Happened(entry.commit.seq, note.at, note.actor, note.on_behalf_of, note.reason, documents)
