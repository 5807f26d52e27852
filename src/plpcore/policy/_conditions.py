"""What must be true for an activity's credit to count: one rule, one test."""

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Rule
from plpcore.policy._lists import SOME_TEXTS
from plpcore.policy._predicates import (
    ACTIVITY_FACT,
    ACTIVITY_WHEN,
    ALWAYS,
    EDUCATOR_WHEN,
    Predicate,
)
from plpcore.policy._records import Record, key
from plpcore.policy._scalars import AMOUNT, FLAG, SHARE, TEXT, ChoiceShape, WholeShape
from plpcore.quantity import Rounding

_SOME = WholeShape(1, 999)
_MANY = WholeShape(0, 36_600)


class ApprovalTime(StrEnum):
    """When an approval must have been given."""

    ANY = "any"
    BEFORE = "before"
    AFTER = "after"


class GoalState(StrEnum):
    """What must be true of a goal that an activity serves."""

    LINKED = "linked"
    APPROVED = "approved"


@frozen(kw_only=True)
class EvidenceTest:
    """Evidence of these kinds is attached."""

    kinds: tuple[str, ...] = key(SOME_TEXTS, "The kinds of evidence that count; empty: any.", default=())
    at_least: int = key(_SOME, "How many pieces.", default=1)


@frozen(kw_only=True)
class ReflectionTest:
    """A reflection on the activity was written; a private one does not count."""

    prompts: tuple[str, ...] = key(SOME_TEXTS, "The prompts that must each be answered; empty: any.", default=())
    at_least: int = key(_SOME, "How many reflections.", default=1)
    words: int = key(_MANY, "The least number of words in each reflection that counts.", default=0)


@frozen(kw_only=True)
class GoalTest:
    """The activity serves a goal of the educator's plan."""

    state: GoalState = key(ChoiceShape(GoalState), "Whether the goal must be approved.", default=GoalState.LINKED)
    framework: str = key(TEXT, "The standards framework that goal or activity is aligned to; empty: any.", default="")


@frozen(kw_only=True)
class ApprovalTest:
    """The claim is approved: prior approval and credit approval are two facts."""

    purpose: str = key(TEXT, "'credit' or 'prior-approval'.", default="credit")
    time: ApprovalTime = key(ChoiceShape(ApprovalTime), "Before or after completion.", default=ApprovalTime.ANY)
    roles: tuple[str, ...] = key(SOME_TEXTS, "The roles that may approve; empty: any.", default=())

    def __attrs_post_init__(self) -> None:
        """Refuse a purpose that no review has."""
        if self.purpose not in {"credit", "prior-approval"}:
            raise PolicyError("$.purpose", f"{self.purpose!r} is no purpose", "write credit or prior-approval")


@frozen(kw_only=True)
class PanelTest:
    """So many different reviewers of a role approve the claim, and not too many deny it."""

    approvals: int = key(_SOME, "How many reviewers must approve.")
    role: str = key(TEXT, "The role of the panel's members; empty: any.", default="")
    denials_at_most: int = key(_MANY, "How many denials are borne.", default=0)


@frozen(kw_only=True)
class ProviderTest:
    """The provider is approved: one of a list, or approved according to a fact of the activity."""

    one_of: tuple[str, ...] = key(SOME_TEXTS, "The approved providers; empty: any named one.", default=())


@frozen(kw_only=True)
class WithinTest:
    """A date lies at most so many days after another one; both ends count."""

    fact: str = key(ACTIVITY_FACT, "The later date.")
    days: int = key(_MANY, "At most so many days after, inclusive.")
    of: str = key(ACTIVITY_FACT, "The earlier date.", default="completed")


@frozen(kw_only=True)
class AttendanceTest:
    """A share of the scheduled meetings was attended."""

    share: Fraction = key(SHARE, "The share of the scheduled meetings.", default=Fraction(1))
    rounding: Rounding = key(ChoiceShape(Rounding), "How the share becomes whole meetings.", default=Rounding.DOWN)
    at_least: Fraction = key(AMOUNT, "At least so many meetings, whatever the share.", default=Fraction(0))
    attended: str = key(ACTIVITY_FACT, "The fact that counts attended meetings.", default="attended")
    scheduled: str = key(ACTIVITY_FACT, "The fact that counts scheduled meetings.", default="scheduled")


@frozen(kw_only=True)
class GradeTest:
    """The grade is at least this one: F < D- < D < D+ < … < A < A+; P passes."""

    at_least: str = key(TEXT, "The lowest grade that counts.")
    fact: str = key(ACTIVITY_FACT, "The fact that holds the grade.", default="grade")
    passes: tuple[str, ...] = key(SOME_TEXTS, "Grades that pass without an order.", default=("P",))

    def __attrs_post_init__(self) -> None:
        """Refuse a grade that has no place in the order."""
        if self.at_least not in GRADES:
            raise PolicyError("$.at_least", f"{self.at_least!r} is no grade", "write one of " + ", ".join(GRADES))


GRADES = ("F", *(letter + sign for letter in "DCBA" for sign in ("-", "", "+")))
"""The order of letter grades, lowest first."""

TESTS = (
    "evidence",
    "reflection",
    "goal",
    "approval",
    "panel",
    "provider",
    "within",
    "attendance",
    "grade",
    "require",
    "require_educator",
)


@frozen(kw_only=True)
class Condition(Rule):
    """One test that an activity's credit must pass; an activity that fails it earns 0, with the rule named."""

    when: Predicate = key(ACTIVITY_WHEN, "To which activities it applies.", default=ALWAYS)
    applies: Predicate = key(EDUCATOR_WHEN, "To which educators it applies.", default=ALWAYS)
    evidence: EvidenceTest | None = key(Record(EvidenceTest), "Evidence is attached.", default=None)
    reflection: ReflectionTest | None = key(Record(ReflectionTest), "A reflection was written.", default=None)
    goal: GoalTest | None = key(Record(GoalTest), "The activity serves a goal.", default=None)
    approval: ApprovalTest | None = key(Record(ApprovalTest), "The claim is approved.", default=None)
    panel: PanelTest | None = key(Record(PanelTest), "A panel approves.", default=None)
    provider: ProviderTest | None = key(Record(ProviderTest), "The provider is approved.", default=None)
    within: WithinTest | None = key(Record(WithinTest), "A date lies within days of another.", default=None)
    attendance: AttendanceTest | None = key(Record(AttendanceTest), "Enough meetings were attended.", default=None)
    grade: GradeTest | None = key(Record(GradeTest), "The grade is high enough.", default=None)
    require: Predicate | None = key(ACTIVITY_WHEN, "Something is true of the activity.", default=None)
    require_educator: Predicate | None = key(EDUCATOR_WHEN, "Something is true of the educator.", default=None)
    waived: bool = key(FLAG, "The condition is switched off, and the statement says so.", default=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a condition without a test, or with two."""
        said = [test for test in TESTS if getattr(self, test) is not None]
        if len(said) != 1:
            tests = " and ".join(said) or "none"
            raise PolicyError(
                "$", f"condition '{self.id}' holds exactly one test, not {tests}", "one of " + ", ".join(TESTS)
            )

    @property
    def test(self) -> str:
        """Return the name of the one test."""
        return next(test for test in TESTS if getattr(self, test) is not None)
