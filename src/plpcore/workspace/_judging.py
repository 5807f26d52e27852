"""Commands of those who decide: reviews, revocations, grants, appeals, and the decision that closes a cycle."""

from typing import ClassVar

from attrs import evolve, frozen

from plpcore.errors import InputError, ModelError, PlpError, TransitionError
from plpcore.model import (
    Appeal,
    Grant,
    LifeEvent,
    Review,
    ReviewDecision,
    ReviewPurpose,
)
from plpcore.workspace._access import Verb
from plpcore.workspace._commands import KIND_OF, check_reading, state_of, step
from plpcore.workspace._room import Room

_EVENTS = {
    ReviewDecision.APPROVED: LifeEvent.APPROVE,
    ReviewDecision.RETURNED: LifeEvent.RETURN,
    ReviewDecision.DENIED: LifeEvent.DENY,
    ReviewDecision.REVOKED: LifeEvent.REVOKE,
}


@frozen
class Decide:
    """Decide about a claim, a goal or a plan: approve (of another amount, if need be), return, deny or revoke."""

    person: str
    review: Review

    @property
    def verb(self) -> Verb:
        """Return the right that it takes: to approve in advance, to revoke, or to review."""
        if self.review.decision is ReviewDecision.REVOKED:
            return Verb.REVOKE
        return Verb.PRIOR_APPROVE if self.review.purpose is ReviewPurpose.PRIOR_APPROVAL else Verb.REVIEW

    @property
    def subject(self) -> str:
        """Return the id of what is decided about."""
        return self.review.subject

    def apply(self, room: Room) -> Review:
        """Write the review, of today and of whoever asks where it does not say.

        Raises:
            TransitionError: The life cycle does not allow it.
            ModelError: What it is about is not there, its id is taken, or its day is still to come.
        """
        owner = room.person(self.person)
        return write_review(room, owner, self.review)


def write_review(room: Room, owner: str, review: Review) -> Review:
    """Check a review against the life cycle and what is kept, and write it."""
    room.theirs(owner, KIND_OF[review.purpose], review.subject)
    if room.get("review", review.id) is not None:
        raise ModelError("$.id", f"there is a review '{review.id}' already", "a review is added, never edited")
    following = step(state_of(room, owner, review.subject, review.purpose), _EVENTS[review.decision])
    dated = evolve(review, decided=review.decided or room.today, reviewer=review.reviewer or room.by.actor)
    if dated.decided is not None and dated.decided > room.today:
        raise ModelError("$.decided", f"{dated.decided} is still to come", f"write {room.today} or an earlier day")
    dated = _after_earlier(room, owner, dated)
    check_reading(room, owner, dated, following)
    room.put(owner, dated, about=(KIND_OF[dated.purpose], dated.subject))
    return dated


def _after_earlier(room: Room, owner: str, review: Review) -> Review:
    """Return the review with its place after the decisions of the same day about the same thing."""
    about = (review.subject, review.purpose, review.decided)
    same = [one for one in room.owned(owner, "review") if (one.subject, one.purpose, one.decided) == about]
    orders = [one.order for one in same]
    return evolve(review, order=max([review.order, *(order + 1 for order in orders)]))


@frozen
class Decided:
    """What became of one of many decisions.

    Attributes:
        decision: The decision.
        error: Why it was not written; None: it was.
    """

    decision: Decide
    error: PlpError | None = None


@frozen
class DecideMany:
    """Decide about many claims at once: those that can be are written in one commit, the others are told.

    It asks for one right and holds many acts, so it is no command for hosts: `Workspace.decide_many` asks about each.
    """

    verb: ClassVar[Verb] = Verb.REVIEW
    decisions: tuple[Decide, ...]
    person: ClassVar[str] = ""
    subject: ClassVar[str] = ""

    def apply(self, room: Room) -> tuple[Decided, ...]:
        """Write every decision that can be written; return what became of each, in their order."""
        return tuple(_tried(decision, room) for decision in self.decisions)


def _tried(decision: Decide, room: Room) -> Decided:
    try:
        decision.apply(room)
    except (InputError, TransitionError) as error:
        return Decided(decision, error)
    return Decided(decision)


@frozen
class Give:
    """Give a waiver, a substitution or an adjustment beside the policy. No evaluation ever takes it away."""

    verb: ClassVar[Verb] = Verb.GRANT
    person: str
    grant: Grant

    @property
    def subject(self) -> str:
        """Return the grant's id."""
        return self.grant.id

    def apply(self, room: Room) -> Grant:
        """Write the grant; without a day of entry it gets today's.

        Raises:
            ModelError: Its id is taken, or the activity that it names is not there.
        """
        owner = room.person(self.person)
        if room.get("grant", self.grant.id) is not None:
            raise ModelError("$.id", f"there is a grant '{self.grant.id}' already", "a grant is added, never edited")
        grant = evolve(self.grant, entered=self.grant.entered or room.today)
        room.put(owner, grant, about=("activity", grant.activity) if grant.activity else None)
        room.portfolio(owner)
        return grant


_APPEALABLE = {ReviewDecision.DENIED, ReviewDecision.REVOKED}


@frozen
class FileAppeal:
    """Take a denial or a revocation to a second body."""

    verb: ClassVar[Verb] = Verb.APPEAL
    person: str
    appeal: Appeal

    @property
    def subject(self) -> str:
        """Return the appeal's id."""
        return self.appeal.id

    def apply(self, room: Room) -> Appeal:
        """Write the appeal.

        Raises:
            ModelError: The review is not there, is no denial or revocation, is about something else, or was appealed
                against before; or the appeal names its decision already.
        """
        owner = room.person(self.person)
        review: Review = room.theirs(owner, "review", self.appeal.review)
        if review.decision not in _APPEALABLE or review.subject != self.appeal.subject:
            what = f"'{review.id}' says '{review.decision}' of '{review.subject}'"
            raise ModelError("$.review", what, "name the denial or revocation of that subject")
        before = [one for one in room.owned(owner, "appeal") if one.review == review.id or one.id == self.appeal.id]
        if before:
            raise ModelError("$.review", f"the appeal '{before[0].id}' is there already", "wait for its decision")
        if self.appeal.decision:
            raise ModelError("$.decision", "an appeal is not decided when it is filed", "leave the decision out")
        room.put(owner, self.appeal, about=("review", review.id))
        return self.appeal


@frozen
class DecideAppeal:
    """Decide an appeal, as the second body and not as whoever decided first."""

    verb: ClassVar[Verb] = Verb.DECIDE_APPEAL
    person: str
    appeal: str
    review: Review

    @property
    def subject(self) -> str:
        """Return the appeal's id."""
        return self.appeal

    def apply(self, room: Room) -> Review:
        """Write the second body's review.

        Raises:
            TransitionError: The life cycle does not allow it.
            ModelError: The appeal is not there, was decided, or its review is by the first reviewer, in another role,
                or about something else.
        """
        owner = room.person(self.person)
        appeal: Appeal = room.theirs(owner, "appeal", self.appeal)
        first: Review = room.theirs(owner, "review", appeal.review)
        review = evolve(self.review, reviewer=self.review.reviewer or room.by.actor)
        _check_second(review, first, appeal, room.by.actor)
        if appeal.decision:
            raise ModelError("$.appeal", f"the appeal '{appeal.id}' was decided", "file another against that decision")
        written = write_review(room, owner, review)
        room.put(owner, evolve(appeal, decision=written.id))
        return written


def _check_second(review: Review, first: Review, appeal: Appeal, actor: str) -> None:
    # Nor does whoever decided first write another one's name under it.
    if first.reviewer in {review.reviewer, actor}:
        raise ModelError("$.review.reviewer", "whoever decided first does not decide the appeal", "ask the second body")
    if review.role != appeal.body:
        raise ModelError("$.review.role", f"the appeal went to '{appeal.body}'", f"decide it as '{appeal.body}'")
    if (review.subject, review.purpose) != (first.subject, first.purpose):
        raise ModelError("$.review.subject", f"the appeal is about '{first.subject}'", "decide about that")
