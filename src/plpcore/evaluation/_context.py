"""What one evaluation works with: the educator's record, indexed once, and the rows that it fills in."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from plpcore.evaluation._reasons import Reason, Status
from plpcore.evaluation._statement import Arguments, Step
from plpcore.model import (
    Activity,
    Evidence,
    Goal,
    Portfolio,
    Reflection,
    Review,
    ReviewPurpose,
    SignOff,
)
from plpcore.period import Period
from plpcore.policy import FactValue, Window

_HARDNESS = {Status.COUNTED: 0, Status.PENDING: 1, Status.UNDETERMINED: 2, Status.REFUSED: 3}


class Row:
    """An activity, or one part of it, on its way through the rules. It lives for one evaluation only.

    Most rows never change most of these, so they stand here once instead of being set on every row.
    """

    part = ""
    award = ""
    earned = 0
    counted = 0
    mask = 0
    placeable = 0
    maybe = False
    open_ended = False
    status = Status.COUNTED
    steps: tuple[Step, ...] = ()
    placed: tuple[tuple[str, int], ...] = ()
    fits: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    origin: "Row | None" = None

    def __init__(self, activity: Activity, day: date | None, plan: Any) -> None:  # noqa: ANN401 - a Plan, made of this module
        self.activity = activity
        self.day = day
        self.plan = plan
        self.tags = activity.tags

    def step(self, reason: Reason, rule: str, after: int, arguments: Arguments = ()) -> None:
        """Write down a change of the credit and make it."""
        self.steps += (Step(reason, rule, self.counted, after, arguments),)
        self.counted = after

    def stop(self, status: Status, reason: Reason, rule: str, arguments: Arguments = ()) -> None:
        """Write down that nothing counts (for now), and why."""
        self.status = status
        self.steps += (Step(reason, rule, self.counted, 0, arguments),)

    def worse(self, status: Status, reason: Reason, rule: str, arguments: Arguments) -> None:
        """Write down a further reason; the hardest status of all reasons stays."""
        self.stop(max(self.status, status, key=_HARDNESS.__getitem__), reason, rule, arguments)

    def lacks(self, rule: str, names: tuple[str, ...]) -> None:
        """Write down that facts are missing, so that nobody can tell what the activity is worth."""
        self.missing = names
        self.open_ended = True
        self.stop(Status.UNDETERMINED, Reason.FACT_MISSING, rule, (("facts", names),))

    @property
    def in_total(self) -> bool:
        """Return whether it counts to the total."""
        return self.status is not Status.REFUSED

    @property
    def fills_floors_only(self) -> bool:
        """Return whether it lies outside the total's window, but may fill a floor with a window of its own."""
        return bool(self.steps) and self.steps[-1].reason is Reason.FLOOR_ONLY

    def copy(self) -> "Row":
        """Return a row of the same worth, for the question what would count if it were approved."""
        twin = Row(self.activity, self.day, self.plan)
        twin.part, twin.tags, twin.award = self.part, self.tags, self.award
        twin.earned, twin.counted, twin.status = self.earned, self.counted, self.status
        twin.steps = self.steps[-1:] if self.status is Status.REFUSED else ()
        twin.origin = self
        return twin

    def tell_origin(self) -> None:
        """Hand down what turned out to be unknown of a claim that still waits."""
        if self.origin is not None and self.maybe:
            self.origin.maybe = True
            self.origin.open_ended = self.origin.open_ended or self.open_ended
            self.origin.missing = tuple(dict.fromkeys((*self.origin.missing, *self.missing)))


@frozen
class Dates:
    """The dates that an evaluation stands on.

    Attributes:
        as_of: The date judged.
        known_at: The knowledge used; None: everything in the record.
        cycle: The educator's cycle; None: the policy has none, or its facts are missing.
    """

    as_of: date
    known_at: date | None
    cycle: Period | None = None

    def knows(self, day: date | None) -> bool:
        """Return whether something of that day was known; what has no date was always known."""
        return day is None or self.known_at is None or day <= self.known_at


@define(slots=False)
class Record:
    """A portfolio as known at a date, indexed for the conditions that ask about it. Indexes are built when asked.

    Attributes:
        finer: What the whole numbers must hold further parts of, since a rule kind gave such an amount.
    """

    portfolio: Portfolio
    dates: Dates
    facts: Mapping[str, FactValue]
    scale: int = 1
    window: Window | None = None
    finer: int = 1
    asked: list[str] = field(factory=list)
    lacking: list[str] = field(factory=list)
    is_reviewed: bool = field(init=False)

    @is_reviewed.default
    def _has_reviews(self) -> bool:
        return bool(self.portfolio.reviews)

    holds: dict[str, bool] = field(factory=dict)
    first_steps: dict[tuple[str, int], tuple[Step, ...]] = field(factory=dict)

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Return the known evidence by its id."""
        return {item.id: item for item in self.portfolio.evidence if self.dates.knows(item.added)}

    @cached_property
    def goals(self) -> Mapping[str, Goal]:
        """Return the goals by their id."""
        return {goal.id: goal for goal in self.portfolio.goals}

    @cached_property
    def reflections(self) -> Mapping[str, list[Reflection]]:
        """Return the known reflections on each activity."""
        found: dict[str, list[Reflection]] = {}
        for reflection in self.portfolio.reflections:
            if self.dates.knows(reflection.written):
                for activity in reflection.activities:
                    found.setdefault(activity, []).append(reflection)
        return found

    @cached_property
    def reviews(self) -> Mapping[tuple[str, ReviewPurpose], list[Review]]:
        """Return the known decisions on each subject, the earliest first; one day's by order and id."""
        found: dict[tuple[str, ReviewPurpose], list[Review]] = {}
        for review in sorted(self.portfolio.reviews, key=_when_decided):
            if self.dates.knows(review.decided):
                found.setdefault((review.subject, review.purpose), []).append(review)
        return found

    @cached_property
    def reviewed(self) -> Mapping[str, Review]:
        """Return, for each activity that has one, the last credit decision that states an amount."""
        credit = [found[-1] for (_, purpose), found in self.reviews.items() if purpose is ReviewPurpose.CREDIT]
        return {review.subject: review for review in credit if review.amount is not None}

    @cached_property
    def sign_offs(self) -> Mapping[str, SignOff]:
        """Return the known sign-offs by name."""
        return {sign.name: sign for sign in self.portfolio.sign_offs if self.dates.knows(sign.signed)}

    def ask(self, name: str) -> None:
        """Remember that a fact was asked for and is missing."""
        if name not in self.asked:
            self.asked.append(name)

    def lack(self, *names: str) -> None:
        """Remember that facts of the educator are missing: what the rules ask of the educator cannot be told."""
        self.lacking.extend(name for name in names if name not in self.lacking)

    def answered(self) -> tuple[str, ...]:
        """Return what was asked in vain since the last call, and forget it."""
        found = tuple(self.asked)
        self.asked.clear()
        return found


def _when_decided(review: Review) -> tuple[date, int, str]:
    return (review.decided or date.min, review.order, review.id)


ZERO = Fraction(0)
