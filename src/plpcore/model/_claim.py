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
# Days have no hours. Where the numbers of one day's documents tell no legal order, the first event of these orders that
# is legal happens first, so that a day on which a claim was returned, mended and approved reads as it was.
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

_Dated = tuple[date | None, LifeEvent, bool]
"""A day, what happened, and whether it was the claimant who did it."""


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
    Within one day submissions are read by their attempts and reviews by their order and ids, in an order of both that
    the life cycle allows: a claim that waits for a decision is decided first, any other is handed in first. Where they
    allow none, a claim that waits is first returned, denied or taken back, then handed in again, then approved, and a
    revocation comes last.

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
    theirs = [one for one in submissions if one.subject == subject and one.purpose is purpose]
    events = [*_submitted(theirs, known_at), *_decided(ours, known_at)]
    state = CLAIM.initial
    for _, day in groupby(sorted(events, key=_day), key=_day):
        state = _after_day(state, list(day))
    return state


def _submitted(submissions: Iterable[Submission], known_at: date | None) -> Iterator[_Dated]:
    for submission in sorted(submissions, key=lambda one: one.attempt):
        if known_at is None or submission.submitted <= known_at:
            yield submission.submitted, LifeEvent.SUBMIT, True
            if submission.withdrawn is not None and (known_at is None or submission.withdrawn <= known_at):
                yield submission.withdrawn, LifeEvent.WITHDRAW, True


def _decided(reviews: Iterable[Review], known_at: date | None) -> Iterator[_Dated]:
    for review in sorted(reviews, key=lambda one: (one.order, one.id)):
        if known_at is None or review.decided is None or review.decided <= known_at:
            yield review.decided, _EVENTS[review.decision], False


def _day(dated: _Dated) -> tuple[bool, date]:
    day = dated[0]
    return day is None, day or date.min


def _after_day(state: LifeState, dated: list[_Dated]) -> LifeState:
    handed_in = [event for _, event, is_of_claimant in dated if is_of_claimant]
    decided = [event for _, event, is_of_claimant in dated if not is_of_claimant]
    found = _in_turn(state, handed_in, decided)
    return _by_kind(state, [*handed_in, *decided]) if found is None else found


def _in_turn(first: LifeState, handed_in: list[LifeEvent], decided: list[LifeEvent]) -> LifeState | None:
    """Return the state after both lists, each in its own order; None: no order of both is legal."""
    waiting, seen = [(first, 0, 0)], set()
    while waiting:
        state, mine, theirs = place = waiting.pop()
        if mine == len(handed_in) and theirs == len(decided):
            return state
        if place not in seen:
            seen.add(place)
            steps = [(one, mine + 1, theirs) for one in handed_in[mine : mine + 1]]
            steps += [(one, mine, theirs + 1) for one in decided[theirs : theirs + 1]]
            # The last one is tried first: where a claim waits, the decision.
            ordered = steps if state is LifeState.SUBMITTED else steps[::-1]
            legal = CLAIM.transitions
            waiting += [(legal[state, one], i, j) for one, i, j in ordered if (state, one) in legal]
    return None


def _by_kind(state: LifeState, events: list[LifeEvent]) -> LifeState:
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
