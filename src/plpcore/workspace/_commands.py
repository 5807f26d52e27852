"""What every command is: a frozen value that knows its verb, what it is about, and what it does in a room."""

from typing import Any, Protocol

from plpcore.errors import TransitionError
from plpcore.ids import ActivityId
from plpcore.model import CLAIM, LifeEvent, LifeState, ReviewPurpose, claim_state
from plpcore.workspace._access import Verb
from plpcore.workspace._room import Room


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


_CHANGEABLE = (LifeState.DRAFT, LifeState.RETURNED, LifeState.DENIED, LifeState.REVOKED)


def state_of(room: Room, owner: str, subject: str, purpose: ReviewPurpose = ReviewPurpose.CREDIT) -> LifeState:
    """Return where a claim stands."""
    return claim_state(subject, room.owned(owner, "submission"), room.owned(owner, "review"), purpose=purpose)


def refuse_change(room: Room, owner: str, activity: ActivityId) -> None:
    """Refuse to change what lies before a reviewer, or was approved.

    Raises:
        TransitionError: The claim of that activity waits or is approved.
    """
    state = state_of(room, owner, activity)
    if state not in _CHANGEABLE:
        raise TransitionError(state, "change", tuple(CLAIM.legal(state)))


def step(state: LifeState, event: LifeEvent) -> LifeState:
    """Return the state that follows.

    Raises:
        TransitionError: The life cycle does not allow it; the error names what it allows.
    """
    return CLAIM.after(state, event)
