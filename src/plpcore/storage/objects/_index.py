"""Which object holds which document: the index of one tenant, and the text that it is kept as."""

import json
from collections.abc import Iterable
from typing import TypeAlias

from attrs import define, evolve, field

from plpcore.journal import Checkpoint, Entry, Key, Revision, parse_time, time_text

FORMAT = 1
Place: TypeAlias = tuple[int, int, str, bool]
"""Of one revision: commit, place in it, owner, and whether it has a body."""


@define
class Index:
    """What is known of a tenant's journal without its bodies.

    Attributes:
        head: Its last commit.
        documents: The revisions of each document, from version 1 on.
        touched: The last commit that touched each owner.
        commands: The commit of each command.
        erased: The last commit that erased each document.
        rows: How many revisions there are.
        is_linked: Whether each commit that was taken in follows from the one before it.
    """

    head: Checkpoint
    documents: dict[Key, list[Place]] = field(factory=dict)
    touched: dict[str, int] = field(factory=dict)
    commands: dict[str, int] = field(factory=dict)
    erased: dict[Key, int] = field(factory=dict)
    rows: int = 0
    is_linked: bool = True

    def add(self, entry: Entry) -> None:
        """Take in the next commit."""
        self.is_linked &= entry.commit.previous == self.head.hash
        self.head = entry.commit.checkpoint
        for one in entry.revisions:
            self.documents.setdefault(one.key, []).append((one.seq, one.place, one.owner, one.body is not None))
            self.touched[one.owner] = one.seq
        if entry.commit.note.command_id:
            self.commands[entry.commit.note.command_id] = entry.commit.seq
        for key in entry.commit.erased:
            self.erased[key] = entry.commit.seq
        self.rows += len(entry.revisions)

    def at(self, key: Key, as_of: int | None) -> Place | None:
        """Return where a document stands, now or after a commit."""
        history = self.documents.get(key, ())
        return next((one for one in reversed(history) if as_of is None or one[0] <= as_of), None)

    def is_erased(self, one: Revision) -> bool:
        """Return whether a revision was erased by a later commit."""
        return one.seq < self.erased.get(one.key, 0)

    def without_erased(self, entry: Entry) -> Entry:
        """Return a commit as it must be seen: what was erased is gone, even where its object still has it."""
        if not any(self.is_erased(one) for one in entry.revisions):
            return entry
        seen = (evolve(one, body=None, salt=None) if self.is_erased(one) else one for one in entry.revisions)
        return evolve(entry, revisions=tuple(seen))

    def lacks(self, entries: Iterable[Entry]) -> bool:
        """Return whether something was erased that this index does not know of: somebody erased it meanwhile."""
        return any(one.salt is None and not self.is_erased(one) for entry in entries for one in entry.revisions)

    def text(self) -> str:
        """Return the text that it is kept as."""
        at = None if self.head.at is None else time_text(self.head.at)
        data = {"format": FORMAT, "tenant": self.head.tenant, "head": [self.head.seq, self.head.hash, at]}
        documents = [[key.kind, key.id, places] for key, places in self.documents.items()]
        erased = [[key.kind, key.id, seq] for key, seq in self.erased.items()]
        data |= {"documents": documents, "erased": erased, "touched": self.touched, "commands": self.commands}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def index_from(text: bytes, tenant: str) -> Index | None:
    """Return the index that a text holds; None: it holds none of this format and tenant, so it is made anew."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT or data["tenant"] != tenant:
            return None
        seq, hashed, at = data["head"]
        head = Checkpoint(tenant, seq, hashed, None if at is None else parse_time(at))
        documents = {Key(kind, name): [_place(one) for one in places] for kind, name, places in data["documents"]}
        erased = {Key(kind, name): seq for kind, name, seq in data["erased"]}
    except (ValueError, KeyError, TypeError):
        return None
    return Index(head, documents, data["touched"], data["commands"], erased, sum(map(len, documents.values())))


def _place(one: list[object]) -> Place:
    seq, place, owner, is_there = one
    return seq, place, owner, is_there  # type: ignore[return-value]
