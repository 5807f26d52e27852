"""Commands of the educator: the plan, goals, activities, evidence, reflections, and handing them in."""

from typing import ClassVar

from attrs import evolve, frozen

from plpcore.codec import to_json
from plpcore.errors import ModelError, TransitionError
from plpcore.ids import EducatorId
from plpcore.model import (
    CLAIM,
    Activity,
    Educator,
    Evidence,
    FileDigest,
    Goal,
    LifeEvent,
    LifeState,
    Plan,
    Reflection,
    ReviewPurpose,
    SignOff,
    Submission,
)
from plpcore.workspace._access import Verb
from plpcore.workspace._commands import KIND_OF, check_reading, refuse_change, state_of, step
from plpcore.workspace._records import Copy
from plpcore.workspace._room import Room, digest_of_text


@frozen
class KeepPerson:
    """Keep what rules may ask about a person, such as `fte`; an opaque id, no name and no address."""

    verb: ClassVar[Verb] = Verb.KEEP_PERSON
    educator: Educator

    @property
    def person(self) -> str:
        """Return the person."""
        return self.educator.id

    @property
    def subject(self) -> str:
        """Return the person's id."""
        return self.educator.id

    def apply(self, room: Room) -> Educator:
        """Write the person's facts over those that were kept."""
        owner = room.person(self.educator.id)
        educator = evolve(self.educator, id=EducatorId(owner))
        room.put(owner, educator)
        return educator


@frozen
class StartPlan:
    """Start a plan, or change one that nobody has decided about."""

    verb: ClassVar[Verb] = Verb.START_PLAN
    person: str
    plan: Plan

    @property
    def subject(self) -> str:
        """Return the plan's id."""
        return self.plan.id

    def apply(self, room: Room) -> Plan:
        """Write the plan.

        Raises:
            TransitionError: It lies before a reviewer or was approved.
        """
        owner = room.person(self.person)
        _refuse_decided(room, owner, self.plan.id, ReviewPurpose.PLAN)
        room.put(owner, self.plan)
        room.portfolio(owner)
        return self.plan


@frozen
class SetGoal:
    """Set a goal, or change one that nobody has decided about."""

    verb: ClassVar[Verb] = Verb.SET_GOAL
    person: str
    goal: Goal

    @property
    def subject(self) -> str:
        """Return the goal's id."""
        return self.goal.id

    def apply(self, room: Room) -> Goal:
        """Write the goal.

        Raises:
            TransitionError: It lies before a reviewer or was approved.
        """
        owner = room.person(self.person)
        _refuse_decided(room, owner, self.goal.id, ReviewPurpose.GOAL)
        room.put(owner, self.goal)
        return self.goal


def _refuse_decided(room: Room, owner: str, subject: str, purpose: ReviewPurpose) -> None:
    state = state_of(room, owner, subject, purpose)
    if state in {LifeState.SUBMITTED, LifeState.APPROVED}:
        raise TransitionError(state, "change", tuple(CLAIM.legal(state)))


@frozen
class LogActivity:
    """Write down an activity, or change one that does not lie before a reviewer."""

    verb: ClassVar[Verb] = Verb.LOG_ACTIVITY
    person: str
    activity: Activity

    @property
    def subject(self) -> str:
        """Return the activity's id."""
        return self.activity.id

    def apply(self, room: Room) -> Activity:
        """Write the activity; without a day of entry it gets today's, or the one that it had.

        Raises:
            TransitionError: It lies before a reviewer or was approved.
            ModelError: It names evidence or goals that are not there.
        """
        owner = room.person(self.person)
        refuse_change(room, owner, self.activity.id)
        earlier = room.get("activity", self.activity.id)
        entered = self.activity.entered or (earlier.entered if earlier is not None else room.today)
        activity = evolve(self.activity, entered=entered)
        room.put(owner, activity)
        room.portfolio(owner)
        return activity


@frozen
class AttachEvidence:
    """Keep a piece of evidence, and name it in an activity where one is given."""

    verb: ClassVar[Verb] = Verb.ATTACH_EVIDENCE
    person: str
    evidence: Evidence
    activity: str = ""

    @property
    def subject(self) -> str:
        """Return the evidence's id."""
        return self.evidence.id

    def apply(self, room: Room) -> Evidence:
        """Write the evidence and the activity that names it.

        Raises:
            TransitionError: An activity that names it lies before a reviewer or was approved.
            ModelError: The activity, or the file, is not there.
        """
        owner = room.person(self.person)
        self._check_file(room)
        evidence = evolve(self.evidence, added=self.evidence.added or room.today)
        for activity in room.owned(owner, "activity"):
            if evidence.id in activity.evidence or activity.id == self.activity:
                refuse_change(room, owner, activity.id)
        room.put(owner, evidence, about=("activity", self.activity) if self.activity else None)
        if self.activity:
            named = room.theirs(owner, "activity", self.activity)
            room.put(owner, evolve(named, evidence=tuple(dict.fromkeys((*named.evidence, evidence.id)))))
        return evidence

    def _check_file(self, room: Room) -> None:
        content = self.evidence.content
        if isinstance(content, FileDigest) and room.has_file is not None and not room.has_file(content.sha256):
            raise ModelError("$.content.sha256", "there is no file of that digest", "put the file first")


@frozen
class Reflect:
    """Write a reflection, or change one that is about nothing that lies before a reviewer."""

    verb: ClassVar[Verb] = Verb.REFLECT
    person: str
    reflection: Reflection

    @property
    def subject(self) -> str:
        """Return the reflection's id."""
        return self.reflection.id

    def apply(self, room: Room) -> Reflection:
        """Write the reflection; without a day it gets today's.

        Raises:
            TransitionError: An activity that it is about lies before a reviewer or was approved, and the reflection was
                there already.
            ModelError: It is about activities or goals that are not there.
        """
        owner = room.person(self.person)
        earlier = room.get("reflection", self.reflection.id)
        for activity in earlier.activities if earlier is not None else ():
            refuse_change(room, owner, activity)
        reflection = evolve(self.reflection, written=self.reflection.written or room.today)
        room.put(owner, reflection, about=_first_of(reflection))
        room.portfolio(owner)
        return reflection


def _first_of(reflection: Reflection) -> tuple[str, str] | None:
    about = [("activity", one) for one in reflection.activities] + [("goal", one) for one in reflection.goals]
    return next(iter(about), None)


@frozen
class Submit:
    """Hand in an activity for credit, a goal or a plan for approval. A copy of it is kept as it is now."""

    verb: ClassVar[Verb] = Verb.SUBMIT
    person: str
    subject: str
    purpose: ReviewPurpose = ReviewPurpose.CREDIT

    def apply(self, room: Room) -> Submission:
        """Write the submission: its attempt, and the digest of the copy.

        Raises:
            TransitionError: It was approved, so that it cannot be handed in.
            ModelError: It is not there, or its copy lies before a reviewer and differs from what is there now.
        """
        owner = room.person(self.person)
        known = room.theirs(owner, KIND_OF[self.purpose], self.subject)
        following = step(state_of(room, owner, self.subject, self.purpose), LifeEvent.SUBMIT)
        attempts = [one.attempt for one in room.owned(owner, "submission") if one.subject == self.subject]
        digest = self._copy(room, owner, known)
        attempt = max(attempts, default=0) + 1
        submission = Submission(self.subject, attempt, room.today, digest, purpose=self.purpose)
        check_reading(room, owner, submission, following)
        room.put(owner, submission, about=(KIND_OF[self.purpose], self.subject))
        return submission

    def _copy(self, room: Room, owner: str, known: object) -> str:
        if not isinstance(known, Activity):
            return digest_of_text(to_json(known))
        evidence = tuple(one for one in room.owned(owner, "evidence") if one.id in known.evidence)
        about = tuple(one for one in room.owned(owner, "reflection") if known.id in one.activities)
        copy = Copy(known, evidence, about)
        digest = digest_of_text(to_json(copy))
        # Two people may hand in what is equal to the letter: each has a copy of their own.
        room.put(owner, copy, f"{owner}/{digest}", ("activity", known.id))
        return digest


@frozen
class Withdraw:
    """Take back what was handed in, before anybody has decided."""

    verb: ClassVar[Verb] = Verb.WITHDRAW
    person: str
    subject: str
    purpose: ReviewPurpose = ReviewPurpose.CREDIT

    def apply(self, room: Room) -> Submission:
        """Write down that what waits was taken back today; return the last attempt, which says so.

        Raises:
            TransitionError: It does not lie before a reviewer.
        """
        owner = room.person(self.person)
        following = step(state_of(room, owner, self.subject, self.purpose), LifeEvent.WITHDRAW)
        submitted = [one for one in room.owned(owner, "submission") if one.subject == self.subject]
        own = [one for one in submitted if one.purpose is self.purpose]
        last: Submission = max(own, key=lambda one: one.attempt)
        withdrawn = evolve(last, withdrawn=room.today)
        check_reading(room, owner, withdrawn, following)
        room.put(owner, withdrawn)
        return withdrawn


@frozen
class SignPaper:
    """Sign something of a person's, such as the plan or the initial review."""

    verb: ClassVar[Verb] = Verb.SIGN_OFF
    person: str
    name: str

    @property
    def subject(self) -> str:
        """Return what is signed."""
        return self.name

    def apply(self, room: Room) -> SignOff:
        """Write the signature, of today and of whoever asks."""
        owner = room.person(self.person)
        signature = SignOff(self.name, room.by.actor, room.today)
        room.put(owner, signature)
        return signature
