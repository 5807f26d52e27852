"""What every command is: a frozen value that knows its verb, what it is about, and what it does in a room."""

from typing import Any, Protocol

from plpcore.errors import ModelError, TransitionError
from plpcore.ids import ActivityId
from plpcore.model import CLAIM, LifeEvent, LifeState, Review, ReviewPurpose, Submission, claim_state
from plpcore.workspace._access import Verb
from plpcore.workspace._records import key_of
from plpcore.workspace._room import Room

KIND_OF = {
    ReviewPurpose.CREDIT: "activity",
    ReviewPurpose.PRIOR_APPROVAL: "activity",
    ReviewPurpose.GOAL: "goal",
    ReviewPurpose.PLAN: "plan",
}
"""The kind of document that each purpose of a review is about."""


class Command(Protocol):
    """One act. The same value may be done again; whether that does anything is the `command_id`'s matter."""

    @property
    def verb(self) -> Verb:
        """Return what the authorizer is asked for."""
        ...

    @property
    def person(self) -> str:
        """Return whose documents it is about; empty: the district's."""
        ...

    @property
    def subject(self) -> str:
        """Return the id of the document that it is about; empty: none in particular."""
        ...

    def apply(self, room: Room) -> Any:  # noqa: ANN401 - each command returns what it is about
        """Do it, and return what a host wants to know of it.

        Raises:
            TransitionError: The life cycle does not allow it.
            ModelError: It contradicts what is kept.
        """
        ...


_CLOSED = {LifeState.SUBMITTED, LifeState.APPROVED}


def state_of(room: Room, owner: str, subject: str, purpose: ReviewPurpose = ReviewPurpose.CREDIT) -> LifeState:
    """Return where a claim stands."""
    return claim_state(subject, room.owned(owner, "submission"), room.owned(owner, "review"), purpose=purpose)


def check_reading(room: Room, owner: str, added: Review | Submission, expected: LifeState) -> None:
    """Refuse a document that would be read in another order than it is written in, for nobody could mend that later.

    Raises:
        TransitionError: Read on its day, the life cycle does not allow it.
        ModelError: What was written before would be read after it.
    """
    key = key_of(added, owner)
    submissions = [one for one in room.owned(owner, "submission") if key_of(one, owner) != key]
    reviews = room.owned(owner, "review")
    (submissions if isinstance(added, Submission) else reviews).append(added)
    state = claim_state(added.subject, submissions, reviews, purpose=added.purpose)
    if state is not expected:
        what = f"with what was written of that day or later it would leave the claim '{state}', not '{expected}'"
        raise ModelError("$.subject", what, "write it down on another day")


def refuse_change(room: Room, owner: str, activity: ActivityId) -> None:
    """Refuse to change what lies before a reviewer, or was approved.

    Raises:
        TransitionError: The claim of that activity waits or is approved, or waits to be approved in advance.
    """
    # What was approved in advance is yet to be done, and may change when it is.
    for purpose, closed in ((ReviewPurpose.CREDIT, _CLOSED), (ReviewPurpose.PRIOR_APPROVAL, {LifeState.SUBMITTED})):
        state = state_of(room, owner, activity, purpose)
        if state in closed:
            raise TransitionError(state, "change", tuple(CLAIM.legal(state)))


def step(state: LifeState, event: LifeEvent) -> LifeState:
    """Return the state that follows.

    Raises:
        TransitionError: The life cycle does not allow it; the error names what it allows.
    """
    return CLAIM.after(state, event)
