"""Records from elsewhere, written as they are: what is there already and equal is left alone, nothing is taken away."""

from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from plpcore.journal import Document, Key
from plpcore.model import Plan, Portfolio
from plpcore.workspace._access import Verb
from plpcore.workspace._gather import documents_of
from plpcore.workspace._records import document_of
from plpcore.workspace._room import Room


@frozen
class Imported:
    """What an import did.

    Attributes:
        added: How many documents were not there before.
        changed: How many were there with another content.
        same: How many were there already, equal to the letter.
        left_out: Documents whose id is somebody else's: the person and the key of each.
        erased: Documents that were left out since they were erased, or are of a person who was: as `left_out`.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    erased: tuple[tuple[str, str], ...] = ()


@frozen
class ImportRecords:
    """Write records of other systems: whole portfolios, with the decisions that were taken there.

    Life cycles are not asked: what happened elsewhere has happened. Documents that the records do not hold stay.
    An old export does not bring back who was erased since.

    Attributes:
        portfolios: What is known of each educator.
        plans: Further plans of an educator, beside the one of the portfolio, as pairs of person and plan.
        again: Whether what was erased is written all the same.
    """

    verb: ClassVar[Verb] = Verb.IMPORT
    person: ClassVar[str] = ""
    subject: ClassVar[str] = ""
    portfolios: tuple[Portfolio, ...]
    plans: tuple[tuple[str, Plan], ...] = ()
    again: bool = False

    def apply(self, room: Room) -> Imported:
        """Write what is new or different; return how much that was."""
        told: dict[str, list[tuple[str, str]]] = {
            name: [] for name in ("added", "changed", "same", "left_out", "erased")
        }
        for owner, document, is_gone in self._documents(room):
            fate = self._fate(room, document, is_gone=is_gone)
            told[fate].append((owner, str(document.key)))
            if fate in {"added", "changed"}:
                room.work.put(document)
        added, changed, same = (len(told[name]) for name in ("added", "changed", "same"))
        return Imported(added, changed, same, tuple(told["left_out"]), tuple(told["erased"]))

    def _fate(self, room: Room, document: Document, *, is_gone: bool) -> str:
        known = room.work.get(document.key)
        if known is None:
            is_erased = not self.again and (is_gone or room.work.erased_of(document.key) == document.owner)
            return "erased" if is_erased else "added"
        if known.owner != document.owner:
            return "left_out"
        return "same" if known == document else "changed"

    def _documents(self, room: Room) -> Iterator[tuple[str, Document, bool]]:
        """A document that a merged person has already stays under that person's id.

        Of a person who was erased nothing new is taken in either, for the other system may go on to name them.
        """
        for portfolio in self.portfolios:
            person = portfolio.educator.id
            owner = room.person(person)
            owners = {one.key: one.owner for one in documents_of(room.work.owned, owner)}
            plans = [plan for of, plan in self.plans if of == person]
            is_gone = room.work.erased_of(Key("educator", person)) != ""
            for value in _values(portfolio, plans):
                document = document_of(value, owner)
                yield owner, document_of(value, owners.get(document.key, owner)), is_gone


def _values(portfolio: Portfolio, plans: list[Plan]) -> Iterator[object]:
    yield portfolio.educator
    known = [] if portfolio.plan is None else [portfolio.plan]
    yield from {plan.id: plan for plan in (*plans, *known)}.values()
    for values in (
        portfolio.goals,
        portfolio.activities,
        portfolio.evidence,
        portfolio.reflections,
        portfolio.reviews,
        portfolio.submissions,
        portfolio.sign_offs,
        portfolio.carried_in,
        portfolio.grants,
    ):
        yield from values
