"""Commands about people: two who turn out to be one, and one who shall be forgotten."""

from datetime import date
from typing import ClassVar

from attrs import evolve, frozen

from plpcore.codec import parse_json
from plpcore.errors import ModelError
from plpcore.ids import DecisionId, EducatorId
from plpcore.journal import Document, Key, Storage, pages_of
from plpcore.model import Decision
from plpcore.period import parse_date
from plpcore.workspace._access import Verb
from plpcore.workspace._cycle import ERASED
from plpcore.workspace._gather import documents_of
from plpcore.workspace._records import PersonLink, document_of, value_of
from plpcore.workspace._room import Room

_HELD = frozenset({"activity", "copy", "decision", "evidence", "goal", "plan", "review", "statement", "submission"})
"""What a policy's retention keeps, with what that names; reflections, also those in a copy of what was handed in, and
what is kept about the person go in any case."""
_SKELETON = "decision"


@frozen
class MergePeople:
    """Say that a person turned out to be another one: what is kept of both is of the other from now on."""

    verb: ClassVar[Verb] = Verb.MERGE
    person: str
    into: str

    @property
    def subject(self) -> str:
        """Return the other one."""
        return self.into

    def apply(self, room: Room) -> PersonLink:
        """Write the link; no document changes, so it can be undone.

        Raises:
            ModelError: They are one already, or the two portfolios contradict each other.
        """
        into = room.person(self.into)
        if room.get("person-link", self.person) is not None:
            raise ModelError("$.person", f"'{self.person}' was merged already", "undo that first")
        if into == self.person:
            raise ModelError("$.into", "a person cannot be merged into itself", "name two people")
        link = PersonLink(self.person, into)
        room.put(into, link)
        room.portfolio(into)
        return link


@frozen
class UnmergePeople:
    """Say that a person is somebody else after all: what was kept under the id is that person's again."""

    verb: ClassVar[Verb] = Verb.UNMERGE
    person: str
    subject: ClassVar[str] = ""

    def apply(self, room: Room) -> None:
        """Withdraw the link; that it was there stays in the history.

        Raises:
            ModelError: The person was not merged, or documents written meanwhile need both.
        """
        link: PersonLink | None = room.get("person-link", self.person)
        if link is None:
            raise ModelError("$.person", f"'{self.person}' was not merged", "name somebody who was")
        room.work.withdraw(Key("person-link", self.person))
        room.portfolio(link.into)
        room.portfolio(self.person)


@frozen
class Hold:
    """Why something stays for now.

    Attributes:
        decision: The id of the decision whose policy keeps it.
        until: The last day on which it is kept, inclusive.
    """

    decision: str
    until: date


@frozen
class ErasePlan:
    """What an erasure would do.

    Attributes:
        person: Of whom.
        goes: What would be forgotten.
        stays: What would stay.
        holds: Why it would stay.
        skeletons: The decisions of which outcome, credit and dates would stay under a pseudonym.
    """

    person: str
    goes: tuple[Key, ...]
    stays: tuple[Key, ...]
    holds: tuple[Hold, ...]
    skeletons: tuple[Key, ...]


def gone_of(storage: Storage, tenant: str, documents: list[Document], person: str) -> tuple[Key, ...]:
    """Return what was a person's, was withdrawn, and of which an earlier body is still there."""
    owners = {person, *(one.owner for one in documents)}
    entries = (entry for page in pages_of(storage, tenant) for entry in page.entries)
    written = (one for entry in entries for one in entry.revisions if one.owner in owners and one.body is not None)
    left = {one.key for one in written} - {one.key for one in documents}
    found = storage.read(tenant, sorted(left)).revisions
    # What stands all the same is somebody else's by now.
    return tuple(sorted(key for key, one in found.items() if one.body is None))


def erase_plan(documents: list[Document], gone: tuple[Key, ...], person: str, today: date) -> ErasePlan:
    """Return what an erasure of a person's documents, and of what was withdrawn before, would do on a day."""
    holds = tuple(hold for hold in map(_hold, documents) if hold is not None and hold.until >= today)
    kept = _HELD if holds else frozenset()
    keys = [*(one.key for one in documents), *gone]
    told = {one.key for one in documents if _tells_reflections(one)}
    stays = tuple(key for key in keys if key.kind in kept and key not in told)
    standing = {one.key for one in documents}
    skeletons = tuple(key for key in keys if key.kind == _SKELETON and key in standing and key not in stays)
    goes = tuple(key for key in keys if key not in stays)
    return ErasePlan(person, goes, stays, holds, skeletons)


def _tells_reflections(document: Document) -> bool:
    return document.key.kind == "copy" and bool(value_of(document).reflections)


def _hold(document: Document) -> Hold | None:
    """A statement says until when the evidence that it stands on is kept."""
    if document.key.kind != "statement":
        return None
    told = parse_json(value_of(document).text)
    until = told.get("keep_until") if isinstance(told, dict) else None
    return None if until is None else Hold(document.key.id, parse_date(str(until)))


@frozen
class ErasePerson:
    """Forget a person: documents and reflections go, the skeletons of decisions stay under a pseudonym.

    What a policy's retention still keeps stays until then; erase again after that day.
    """

    verb: ClassVar[Verb] = Verb.ERASE
    person: str
    subject: ClassVar[str] = ""

    def apply(self, room: Room) -> ErasePlan:
        """Erase what `erase_plan` says, and return it.

        Raises:
            ModelError: Nothing is kept of that person.
        """
        owner = room.person(self.person)
        documents = documents_of(room.work.owned, owner)
        gone = gone_of(room.work.storage, room.work.tenant, documents, owner)
        plan = erase_plan(documents, gone, owner, room.today)
        if not plan.goes:
            raise ModelError("$.person", "nothing is kept of that person that can go now", "see the plan for its holds")
        pseudonym = f"erased-{room.fresh_id()}"
        names = {key.id: f"{pseudonym}-{number}" for number, key in enumerate(plan.skeletons, 1)}
        for document in documents:
            if document.key in plan.skeletons:
                skeleton = _skeleton(value_of(document), pseudonym, names)
                room.work.put(document_of(skeleton, pseudonym))
            if plan.holds and _tells_reflections(document):
                without = evolve(value_of(document), reflections=())
                room.work.put(document_of(without, document.owner, f"{document.key.id}/without-reflections"))
        for key in plan.goes:
            room.work.erase(key)
        return plan


def _skeleton(decision: Decision, pseudonym: str, names: dict[str, str]) -> Decision:
    return evolve(
        decision,
        id=DecisionId(names[decision.id]),
        educator=EducatorId(pseudonym),
        supersedes=tuple(DecisionId(names[one]) for one in decision.supersedes if one in names),
        input_digest=ERASED,
        statement_digest=ERASED,
    )
