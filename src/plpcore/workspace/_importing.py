"""Records from elsewhere, written as they are: what is there already and equal is left alone, nothing is taken away."""

from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from plpcore.journal import Document
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
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    left_out: tuple[tuple[str, str], ...] = ()


@frozen
class ImportRecords:
    """Write records of other systems: whole portfolios, with the decisions that were taken there.

    Life cycles are not asked: what happened elsewhere has happened. Documents that the records do not hold stay.

    Attributes:
        portfolios: What is known of each educator.
        plans: Further plans of an educator, beside the one of the portfolio, as pairs of person and plan.
    """

    verb: ClassVar[Verb] = Verb.IMPORT
    person: ClassVar[str] = ""
    subject: ClassVar[str] = ""
    portfolios: tuple[Portfolio, ...]
    plans: tuple[tuple[str, Plan], ...] = ()

    def apply(self, room: Room) -> Imported:
        """Write what is new or different; return how much that was."""
        added = changed = same = 0
        left_out: list[tuple[str, str]] = []
        for owner, document in self._documents(room):
            known = room.work.get(document.key)
            if known is None:
                added += 1
            elif known.owner != document.owner:
                left_out.append((owner, str(document.key)))
                continue
            elif known == document:
                same += 1
                continue
            else:
                changed += 1
            room.work.put(document)
        return Imported(added, changed, same, tuple(left_out))

    def _documents(self, room: Room) -> Iterator[tuple[str, Document]]:
        """A document that a merged person has already stays under that person's id."""
        for portfolio in self.portfolios:
            owner = room.person(portfolio.educator.id)
            owners = {one.key: one.owner for one in documents_of(room.work.owned, owner)}
            plans = [plan for person, plan in self.plans if person == portfolio.educator.id]
            for value in _values(portfolio, plans):
                document = document_of(value, owner)
                yield owner, document_of(value, owners.get(document.key, owner))


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
