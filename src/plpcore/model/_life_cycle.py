"""Life cycles: what can happen to a claim, a goal and a plan, and in which order.

Theory
------
A life cycle is a table. Its keys are pairs of a state and an event, its values are the states that follow. What the
table does not list cannot happen: asking for it raises `TransitionError`, which names the events that can.

A state is never written down. It is what the documents say when they are read in order: a submission is the event
`submit`, its being taken back is `withdraw`, a review is the event that its decision names. Read the same documents
again and the state is the same; add a document and the state follows by itself. So there is no field that could drift
from the facts, and no way to set one.

Five things in the table of approvals are meant, though they look odd:

- A decision without a submission is legal. An office that enters attendance for a whole school approves at once, and
  records that come from elsewhere often hold the decision alone.
- A decision may be repeated. A second approval changes the amount, a second denial is an appeal that was lost.
- A denial is not the end. The claim can be handed in again, and a second body can approve or return it.
- What was approved is never denied or returned. It is revoked, which needs a reason, so that a reader can see that
  credit was taken back and not merely withheld.
- What was approved is not handed in again while the approval stands. Change the amount with a second approval.

Credit is not a state. A claim that is approved may still be worth nothing under a policy, and the table does not care.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from attrs import field, frozen

from plpcore.errors import ModelError, TransitionError

S = TypeVar("S", bound=str)
E = TypeVar("E", bound=str)


class LifeState(StrEnum):
    """Where a claim, a goal or a plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DENIED = "denied"
    APPROVED = "approved"
    REVOKED = "revoked"
    STARTED = "started"
    COMPLETED = "completed"
    REACHED = "reached"
    DROPPED = "dropped"


class LifeEvent(StrEnum):
    """What happens to a claim, a goal or a plan."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    DENY = "deny"
    APPROVE = "approve"
    REVOKE = "revoke"
    START = "start"
    COMPLETE = "complete"
    REACH = "reach"
    DROP = "drop"
    REOPEN = "reopen"


def _frozen_table(transitions: Mapping[tuple[S, E], S]) -> Mapping[tuple[S, E], S]:
    return MappingProxyType(dict(transitions))


@frozen(eq=False)
class LifeCycle(Generic[S, E]):
    """A table of transitions and its interpreter.

    Attributes:
        name: What goes through it, in one word.
        initial: The state before anything happened.
        transitions: The next state for each state and event that go together.

    Raises:
        ModelError: Some state of the table cannot be reached from the first one.
    """

    name: str
    initial: S
    transitions: Mapping[tuple[S, E], S] = field(converter=_frozen_table)

    def __attrs_post_init__(self) -> None:
        lost = sorted({state for state, _ in self.transitions} - set(self.states))
        if lost:
            raise ModelError("$.transitions", f"nothing leads to {', '.join(lost)}", "add the event that does")

    @property
    def states(self) -> tuple[S, ...]:
        """Return the states that can be reached, the first one first, then as a walk from there meets them."""
        found = {self.initial: None}
        waiting = [self.initial]
        while waiting:
            state = waiting.pop(0)
            following = [self.transitions[state, event] for event in self.legal(state)]
            waiting += [state for state in dict.fromkeys(following) if state not in found]
            found |= dict.fromkeys(following)
        return tuple(found)

    def legal(self, state: S) -> tuple[E, ...]:
        """Return the events that can happen in this state, in the table's order; none in a last state."""
        return tuple(event for source, event in self.transitions if source == state)

    def after(self, state: S, event: E) -> S:
        """Return the state that follows.

        Raises:
            TransitionError: The table does not list this event for this state.
        """
        try:
            return self.transitions[state, event]
        except KeyError:
            raise TransitionError(state, event, self.legal(state)) from None

    def diagram(self) -> str:
        """Return the table as a mermaid state diagram, one line a transition, ended by a line break."""
        arrows = [f"    {source} --> {target}: {event}" for (source, event), target in self.transitions.items()]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *arrows, ""])


_APPROVAL = {
    (LifeState.DRAFT, LifeEvent.SUBMIT): LifeState.SUBMITTED,
    (LifeState.DRAFT, LifeEvent.RETURN): LifeState.RETURNED,
    (LifeState.DRAFT, LifeEvent.DENY): LifeState.DENIED,
    (LifeState.DRAFT, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.SUBMITTED, LifeEvent.SUBMIT): LifeState.SUBMITTED,
    (LifeState.SUBMITTED, LifeEvent.WITHDRAW): LifeState.DRAFT,
    (LifeState.SUBMITTED, LifeEvent.RETURN): LifeState.RETURNED,
    (LifeState.SUBMITTED, LifeEvent.DENY): LifeState.DENIED,
    (LifeState.SUBMITTED, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.RETURNED, LifeEvent.SUBMIT): LifeState.SUBMITTED,
    (LifeState.RETURNED, LifeEvent.RETURN): LifeState.RETURNED,
    (LifeState.RETURNED, LifeEvent.DENY): LifeState.DENIED,
    (LifeState.RETURNED, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.DENIED, LifeEvent.SUBMIT): LifeState.SUBMITTED,
    (LifeState.DENIED, LifeEvent.RETURN): LifeState.RETURNED,
    (LifeState.DENIED, LifeEvent.DENY): LifeState.DENIED,
    (LifeState.DENIED, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.APPROVED, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.APPROVED, LifeEvent.REVOKE): LifeState.REVOKED,
    (LifeState.REVOKED, LifeEvent.SUBMIT): LifeState.SUBMITTED,
    (LifeState.REVOKED, LifeEvent.APPROVE): LifeState.APPROVED,
    (LifeState.REVOKED, LifeEvent.REVOKE): LifeState.REVOKED,
}

CLAIM: LifeCycle[LifeState, LifeEvent] = LifeCycle("claim", LifeState.DRAFT, _APPROVAL)

# A goal may be reached or dropped before anybody decided about it: not every district approves goals.
GOAL_LIFE: LifeCycle[LifeState, LifeEvent] = LifeCycle(
    "goal",
    LifeState.DRAFT,
    _APPROVAL
    | {
        (LifeState.DRAFT, LifeEvent.REACH): LifeState.REACHED,
        (LifeState.APPROVED, LifeEvent.REACH): LifeState.REACHED,
        (LifeState.DRAFT, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.SUBMITTED, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.RETURNED, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.DENIED, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.APPROVED, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.REVOKED, LifeEvent.DROP): LifeState.DROPPED,
        (LifeState.REACHED, LifeEvent.REOPEN): LifeState.DRAFT,
        (LifeState.DROPPED, LifeEvent.REOPEN): LifeState.DRAFT,
    },
)

# A plan is approved before it starts. Completing it freezes a copy; reopening it leaves that copy as it is.
PLAN_LIFE: LifeCycle[LifeState, LifeEvent] = LifeCycle(
    "plan",
    LifeState.DRAFT,
    _APPROVAL
    | {
        (LifeState.APPROVED, LifeEvent.START): LifeState.STARTED,
        (LifeState.STARTED, LifeEvent.REVOKE): LifeState.REVOKED,
        (LifeState.STARTED, LifeEvent.COMPLETE): LifeState.COMPLETED,
        (LifeState.COMPLETED, LifeEvent.REOPEN): LifeState.STARTED,
    },
)
