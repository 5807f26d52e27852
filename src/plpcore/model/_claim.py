"""The state of a claim, read from its documents."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from plpcore.model._life_cycle import CLAIM, LifeEvent, LifeState
from plpcore.model._review import Review, ReviewDecision, ReviewPurpose, Submission

_EVENTS = {
    ReviewDecision.RETURNED: LifeEvent.RETURN,
    ReviewDecision.DENIED: LifeEvent.DENY,
    ReviewDecision.APPROVED: LifeEvent.APPROVE,
    ReviewDecision.REVOKED: LifeEvent.REVOKE,
}
# Days have no hours. Within one day the first event of these orders that is legal happens first, so that a day on which
# a claim was returned, mended and approved reads as it was, in whichever order its documents are given.
_WHILE_WAITING = (
    LifeEvent.RETURN,
    LifeEvent.DENY,
    LifeEvent.WITHDRAW,
    LifeEvent.SUBMIT,
    LifeEvent.APPROVE,
    LifeEvent.REVOKE,
)
_OTHERWISE = (
    LifeEvent.SUBMIT,
    LifeEvent.WITHDRAW,
    LifeEvent.RETURN,
    LifeEvent.DENY,
    LifeEvent.APPROVE,
    LifeEvent.REVOKE,
)


def claim_state(
    subject: str,
    submissions: Iterable[Submission],
    reviews: Iterable[Review],
    known_at: date | None = None,
    purpose: ReviewPurpose = ReviewPurpose.CREDIT,
) -> LifeState:
    """Return where a claim stands, as its documents say: the claim of credit for an activity, unless told otherwise.

    Documents of other subjects and reviews for other purposes are passed over. The order in which the
    documents are given does not matter: they are read day by day, and a review without a day after all others.
    Documents of one day are read in an order that the life cycle allows. A claim that waits for a decision is first
    returned, denied or taken back, then handed in again, then approved; any other is first handed in. A revocation
    comes last.

    Args:
        subject: The id of the activity, goal or plan.
        submissions: Submissions of this and other things.
        reviews: Reviews of this and other things.
        known_at: The last day of which anything is known, inclusive; None for all that there is. A review without a
            day is known on every day.
        purpose: What the reviews decide about.

    Raises:
        TransitionError: The documents contradict the life cycle, such as a revocation of what was never approved.
    """
    ours = [one for one in reviews if one.subject == subject and one.purpose is purpose]
    events = [*_submitted(subject, submissions, known_at), *_decided(ours, known_at)]
    state = CLAIM.initial
    for _, day in groupby(sorted(events, key=_day), key=_day):
        state = _after_day(state, [event for _, event in day])
    return state


def _submitted(
    subject: str, submissions: Iterable[Submission], known_at: date | None
) -> Iterator[tuple[date, LifeEvent]]:
    for submission in submissions:
        if submission.subject == subject and (known_at is None or submission.submitted <= known_at):
            yield submission.submitted, LifeEvent.SUBMIT
            if submission.withdrawn is not None and (known_at is None or submission.withdrawn <= known_at):
                yield submission.withdrawn, LifeEvent.WITHDRAW


def _decided(reviews: Iterable[Review], known_at: date | None) -> Iterator[tuple[date | None, LifeEvent]]:
    for review in reviews:
        if known_at is None or review.decided is None or review.decided <= known_at:
            yield review.decided, _EVENTS[review.decision]


def _day(dated: tuple[date | None, LifeEvent]) -> tuple[bool, date]:
    day = dated[0]
    return day is None, day or date.min


def _after_day(state: LifeState, events: list[LifeEvent]) -> LifeState:
    left = list(events)
    while left:
        event = _next(state, left)
        left.remove(event)
        state = CLAIM.after(state, event)
    return state


def _next(state: LifeState, left: list[LifeEvent]) -> LifeEvent:
    order = _WHILE_WAITING if state is LifeState.SUBMITTED else _OTHERWISE
    legal = CLAIM.legal(state)
    in_order = [event for event in order if event in left]
    return next((event for event in in_order if event in legal), in_order[0])
