"""References between tables followed: from drafts to portfolios, with a receipt for each that leads nowhere."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import evolve, frozen

from plpcore.errors import RecordError
from plpcore.exchange._draft import District, Draft
from plpcore.exchange._receipts import Ledger, Origin
from plpcore.ids import EducatorId, EvidenceId
from plpcore.model import (
    Activity,
    Educator,
    Grant,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewPurpose,
)

I_co = TypeVar("I_co", bound=str, covariant=True)


@frozen
class Held:
    """What is known of one educator.

    Attributes:
        portfolio: Everything; from tables without the plan.
        plans: The plans, in the order of the file.
        plan_reviews: Decisions about plans that the portfolio does not hold.
    """

    portfolio: Portfolio
    plans: tuple[Plan, ...] = ()
    plan_reviews: tuple[Review, ...] = ()


def resolve(district: District, ledger: Ledger) -> Iterator[Held]:
    """Yield what is known of each educator; a reference that leads nowhere is left out with a receipt.

    Nobody is lost with a refused row: who stands in no other row is yielded with nothing but the id, and a receipt.
    """
    for name, origin in ledger.half_known.items():
        district.draft(name, origin)
    for draft in sorted(district.drafts.values(), key=lambda draft: draft.is_blank):
        if draft.is_blank:
            what = f"every row of '{draft.id}' was refused; the educator stands there without any learning"
            ledger.refuse(draft.seen, [RecordError("$", what, "mend the rows")])
        yield _held(draft, ledger)


def _held(draft: Draft, ledger: Ledger) -> Held:
    goals = draft.goals.keys()
    _attach(draft, ledger)
    activities = tuple(_activity(draft, ledger, *item) for item in draft.activities.values())
    reviews = list(_reviews(draft, ledger))
    portfolio = Portfolio(
        educator=draft.educator or Educator(EducatorId(draft.id)),
        goals=tuple(goal for goal, _ in draft.goals.values()),
        activities=activities,
        evidence=tuple(evidence for evidence, _ in draft.evidence.values()),
        reflections=tuple(_reflections(draft, ledger)),
        reviews=tuple(review for review in reviews if review.purpose is not ReviewPurpose.PLAN),
        submissions=tuple(draft.submissions),
        sign_offs=tuple(draft.sign_offs),
        carried_in=draft.carried,
        grants=tuple(_grants(draft, ledger)),
    )
    plans = tuple(
        evolve(plan, goals=_known(plan.goals, goals, "goals", "goal", origin, ledger))
        for plan, origin in draft.plans.values()
    )
    return Held(portfolio, plans, tuple(review for review in reviews if review.purpose is ReviewPurpose.PLAN))


def _attach(draft: Draft, ledger: Ledger) -> None:
    """Let activities name the evidence that says it shows them."""
    for name, activities in draft.shows.items():
        origin = draft.evidence[name][1]
        for activity in _known(activities, draft.activities.keys(), "activities", "activity", origin, ledger):
            held, place = draft.activities[activity]
            if name not in held.evidence:
                evidence = (*held.evidence, EvidenceId(name))
                draft.activities[activity] = (evolve(held, evidence=evidence), place)


def _activity(draft: Draft, ledger: Ledger, activity: Activity, origin: Origin) -> Activity:
    evidence = _known(activity.evidence, draft.evidence.keys(), "evidence", "evidence", origin, ledger)
    goals = _known(activity.goals, draft.goals.keys(), "goals", "goal", origin, ledger)
    if (evidence, goals) == (activity.evidence, activity.goals):
        return activity
    return evolve(activity, evidence=evidence, goals=goals)


def _reflections(draft: Draft, ledger: Ledger) -> Iterator[Reflection]:
    for reflection, origin in draft.reflections.values():
        activities = _known(reflection.activities, draft.activities.keys(), "activities", "activity", origin, ledger)
        goals = _known(reflection.goals, draft.goals.keys(), "goals", "goal", origin, ledger)
        if (reflection.activities or reflection.goals) and not (activities or goals):
            what = "nothing that this reflection is about exists"
            ledger.refuse(origin, [RecordError("$", what, "mend the references, or the rows that were refused")])
        else:
            yield evolve(reflection, activities=activities, goals=goals)


def _reviews(draft: Draft, ledger: Ledger) -> Iterator[Review]:
    known = {ReviewPurpose.GOAL: draft.goals.keys(), ReviewPurpose.PLAN: draft.plans.keys()}
    for review, origin in draft.reviews.values():
        if review.subject in known.get(review.purpose, draft.activities.keys()):
            yield review
        else:
            what = f"'{draft.id}' has no item '{review.subject}' to be decided about"
            ledger.refuse(origin, [RecordError("$.subject", what, "mend the reference, or the row that was refused")])


def _grants(draft: Draft, ledger: Ledger) -> Iterator[Grant]:
    for grant, origin in draft.grants.values():
        if grant.activity and grant.activity not in draft.activities:
            what = f"'{draft.id}' has no activity '{grant.activity}' that the grant could be about"
            ledger.refuse(origin, [RecordError("$.activity", what, "mend the id, or the row that was refused")])
        else:
            yield grant


def _known(
    references: tuple[I_co, ...], known: Iterable[str], field: str, noun: str, origin: Origin, ledger: Ledger
) -> tuple[I_co, ...]:
    """Return the references that lead somewhere; a receipt says which ones do not."""
    held = set(known) if references else set()
    for reference in references:
        if reference not in held:
            what = f"there is no {noun} '{reference}' of this educator; the reference is left out"
            ledger.warn(origin, f"$.{field}", what, f"add the {noun}, or mend the id")
    return tuple(reference for reference in references if reference in held)
