"""A portfolio from documents: those of the person, and of everybody who turned out to be that person."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from plpcore.ids import EducatorId
from plpcore.journal import Document, Storage, scan_pages, standing
from plpcore.model import CarriedCredit, Educator, Plan, Portfolio, Review, ReviewPurpose, Submission
from plpcore.workspace._records import PersonLink, value_of

Read = Callable[[str], Iterable[Document]]
"""Returns all documents of one owner."""

_LISTS = {
    "goal": "goals",
    "activity": "activities",
    "evidence": "evidence",
    "reflection": "reflections",
    "review": "reviews",
    "submission": "submissions",
    "sign-off": "sign_offs",
    "grant": "grants",
}


def reading(storage: Storage, tenant: str, as_of: int | None = None) -> Read:
    """Return a reader of documents as they stand, or as they stood after a commit."""

    def read(owner: str) -> Iterable[Document]:
        for page in scan_pages(storage, tenant, owner=owner, as_of=as_of):
            yield from map(standing, page.revisions)

    return read


def documents_of(read: Read, person: str) -> list[Document]:
    """Return the documents of a person and of everybody merged into that person."""
    found: list[Document] = []
    waiting, seen = [person], {person}
    while waiting:
        for document in read(waiting.pop()):
            found.append(document)
            if document.key.kind == "person-link":
                link: PersonLink = value_of(document)
                if link.person not in seen:
                    seen.add(link.person)
                    waiting.append(link.person)
    return sorted(found, key=lambda one: one.key)


def portfolio_from(documents: Iterable[Document], person: str, as_of: date) -> Portfolio:
    """Return a person's portfolio for an evaluation as of a day.

    Of several plans it holds the one whose period contains the day, else the last one before it, else the first; what
    was handed in and decided about other plans is left out with them. Of carried credit it holds what the last cycle
    that ended by that day handed on.

    Args:
        documents: The person's documents.
        person: The person.
        as_of: The day that is judged, inclusive.

    Raises:
        ModelError: The documents contradict each other.
    """
    values: dict[str, list[Any]] = {}
    for document in documents:
        values.setdefault(document.key.kind, []).append(value_of(document))
    plan = _plan(values.get("plan", ()), as_of)
    others = {str(one.id) for one in values.get("plan", ()) if one is not plan}
    lists = {name: tuple(values.get(kind, ())) for kind, name in _LISTS.items()}
    lists["reviews"] = tuple(one for one in lists["reviews"] if not _is_about(one, others))
    lists["submissions"] = tuple(one for one in lists["submissions"] if not _is_about(one, others))
    return Portfolio(
        educator=_educator(values.get("educator", ()), person),
        plan=plan,
        carried_in=carried_by(values.get("carried-credit", ()), as_of),
        **lists,
    )


def _is_about(one: Review | Submission, plans: set[str]) -> bool:
    is_of_plan = isinstance(one, Submission) or one.purpose is ReviewPurpose.PLAN
    return is_of_plan and one.subject in plans


def _educator(known: Iterable[Educator], person: str) -> Educator:
    return next((one for one in known if one.id == person), Educator(EducatorId(person)))


def _plan(plans: Iterable[Plan], as_of: date) -> Plan | None:
    def rank(plan: Plan) -> tuple[bool, bool, date]:
        period = plan.period
        if period is None:
            return False, False, date.min
        return as_of in period, period.start <= as_of, period.start

    return max(plans, key=rank, default=None)


def carried_by(credits_: Iterable[CarriedCredit], day: date, policy: str = "") -> tuple[CarriedCredit, ...]:
    """Return the carried credit that is there on a day: of each policy what the last cycle before it handed on.

    Credit of which nobody knows the cycle is always there. That a cycle handed on nothing is known by a credit of 0,
    which hides those of earlier cycles and is not returned itself.

    Args:
        credits_: All credit that was ever carried.
        day: The day, inclusive.
        policy: Leave out what was earned under another policy than this one; empty: nothing.
    """
    ours = [one for one in credits_ if not policy or one.policy in {"", policy}]
    lasts: dict[str, date] = {}
    for one in ours:
        if one.from_cycle is not None and one.from_cycle.end <= day:
            lasts[one.policy] = max(one.from_cycle.end, lasts.get(one.policy, date.min))
    there = (one for one in ours if one.from_cycle is None or one.from_cycle.end == lasts.get(one.policy))
    return tuple(one for one in there if one.amount)
