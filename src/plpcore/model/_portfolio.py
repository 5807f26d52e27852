"""Portfolio: everything about one educator that an evaluation looks at."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.ids import check_id
from plpcore.model._activity import Activity
from plpcore.model._checks import check_count, check_tuple, check_type, sorted_words
from plpcore.model._evidence import Evidence
from plpcore.model._grant import Grant
from plpcore.model._plan import Educator, Goal, Plan
from plpcore.model._reflection import Reflection
from plpcore.model._review import Review, ReviewPurpose, SignOff, Submission
from plpcore.period import Period
from plpcore.quantity import parse_amount


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    return sorted_words(words, "$.tags")


def _amount(value: Fraction | int) -> Fraction:
    return value if isinstance(value, Fraction) else parse_amount(value, "$.amount")


@frozen
class CarriedCredit:
    """Credit that an earlier cycle handed on to this one.

    Attributes:
        amount: How much, in the policy's unit; a whole number becomes a Fraction.
        from_cycle: The cycle in which it was earned, its end exclusive; None when nobody knows.
        hops: How often it had been carried before it came here: 0 when it comes from the last cycle.
        tags: The categories that it was earned in, sorted, each once.
        policy: The id of the policy under which it was earned; empty when nobody knows.

    Raises:
        InputError: `policy` could not be an id.
        ModelError: The amount or the hops are below zero, or a field is of another class.
        QuantityError: The amount is a float or no number.
    """

    amount: Fraction = field(converter=_amount)
    from_cycle: Period | None = None
    hops: int = 0
    tags: tuple[str, ...] = field(default=(), converter=_tags)
    policy: str = ""

    def __attrs_post_init__(self) -> None:
        if self.amount < 0:
            raise ModelError("$.amount", "carried credit is below zero", "carry zero or more")
        if self.from_cycle is not None:
            check_type(self.from_cycle, Period, "$.from_cycle")
        check_count(self.hops, "$.hops", least=0)
        if self.policy:
            check_id(self.policy, "$.policy")


@frozen
class Portfolio:
    """One educator, the plan, and all that was done, shown, said and decided.

    Ids are unique within their kind and every reference leads somewhere. The order of items means nothing.

    Attributes:
        educator: Whose it is.
        plan: The plan, where there is one.
        goals: Goals; those of the plan and others.
        activities: Learning activities.
        evidence: Evidence that activities name, and evidence that nothing names yet.
        reflections: Reflections on activities, goals or the plan.
        reviews: Decisions about activities, goals and the plan.
        submissions: Every handing-in of an activity, goal or plan.
        sign_offs: Signatures.
        carried_in: Credit that earlier cycles handed on to this one.
        grants: Waivers, substitutions and adjustments beside the policy; an evaluation drops none of them.

    Raises:
        ModelError: An id stands twice, a reference leads nowhere, or a field is of another class. The place is the
            path inside the portfolio, such as `$.activities[3].evidence[0]`.
    """

    educator: Educator
    plan: Plan | None = None
    goals: tuple[Goal, ...] = ()
    activities: tuple[Activity, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    reviews: tuple[Review, ...] = ()
    submissions: tuple[Submission, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    carried_in: tuple[CarriedCredit, ...] = ()
    grants: tuple[Grant, ...] = ()

    def __attrs_post_init__(self) -> None:
        self._check_classes()
        goals = _unique([goal.id for goal in self.goals], "goals")
        activities = _unique([activity.id for activity in self.activities], "activities")
        evidence = _unique([item.id for item in self.evidence], "evidence")
        _unique([reflection.id for reflection in self.reflections], "reflections")
        _unique([review.id for review in self.reviews], "reviews")
        plans = set() if self.plan is None else {str(self.plan.id)}
        self._check_references(goals, activities, evidence)
        self._check_subjects(goals, activities, plans)
        self._check_grants(activities)

    def _check_classes(self) -> None:
        check_type(self.educator, Educator, "$.educator")
        if self.plan is not None:
            check_type(self.plan, Plan, "$.plan")
        check_tuple(self.goals, Goal, "$.goals")
        check_tuple(self.activities, Activity, "$.activities")
        check_tuple(self.evidence, Evidence, "$.evidence")
        check_tuple(self.reflections, Reflection, "$.reflections")
        check_tuple(self.reviews, Review, "$.reviews")
        check_tuple(self.submissions, Submission, "$.submissions")
        check_tuple(self.sign_offs, SignOff, "$.sign_offs")
        check_tuple(self.carried_in, CarriedCredit, "$.carried_in")
        check_tuple(self.grants, Grant, "$.grants")

    def _check_references(self, goals: set[str], activities: set[str], evidence: set[str]) -> None:
        if self.plan is not None:
            _resolve(self.plan.goals, goals, "$.plan.goals", "goal")
        for number, activity in enumerate(self.activities):
            _resolve(activity.evidence, evidence, f"$.activities[{number}].evidence", "evidence")
            _resolve(activity.goals, goals, f"$.activities[{number}].goals", "goal")
        for number, reflection in enumerate(self.reflections):
            _resolve(reflection.activities, activities, f"$.reflections[{number}].activities", "activity")
            _resolve(reflection.goals, goals, f"$.reflections[{number}].goals", "goal")

    def _check_subjects(self, goals: set[str], activities: set[str], plans: set[str]) -> None:
        known = {
            ReviewPurpose.PRIOR_APPROVAL: ("activity", activities),
            ReviewPurpose.CREDIT: ("activity", activities),
            ReviewPurpose.GOAL: ("goal", goals),
            ReviewPurpose.PLAN: ("plan", plans),
        }
        for number, review in enumerate(self.reviews):
            noun, ids = known[review.purpose]
            _resolve_one(review.subject, ids, f"$.reviews[{number}].subject", noun)
        anything = activities | goals | plans
        for number, submission in enumerate(self.submissions):
            _resolve_one(submission.subject, anything, f"$.submissions[{number}].subject", "activity, goal or plan")
        attempts = [f"{submission.subject}#{submission.attempt}" for submission in self.submissions]
        _unique(attempts, "submissions", "attempt")

    def _check_grants(self, activities: set[str]) -> None:
        _unique([grant.id for grant in self.grants], "grants")
        for number, grant in enumerate(self.grants):
            if grant.activity:
                _resolve_one(grant.activity, activities, f"$.grants[{number}].activity", "activity")


def _unique(ids: Sequence[str], name: str, noun: str = "id") -> set[str]:
    known = set(ids)
    if len(known) == len(ids):
        return known
    first_places = {one: number for number, one in reversed(list(enumerate(ids)))}
    number, first = next((number, first_places[one]) for number, one in enumerate(ids) if first_places[one] < number)
    what = f"the {noun} '{ids[number]}' is that of $.{name}[{first}] too"
    raise ModelError(f"$.{name}[{number}]", what, f"give each its own {noun}")


def _resolve(references: Sequence[str], known: set[str], where: str, noun: str) -> None:
    for number, reference in enumerate(references):
        _resolve_one(reference, known, f"{where}[{number}]", noun)


def _resolve_one(reference: str, known: set[str], where: str, noun: str) -> None:
    if reference not in known:
        raise ModelError(where, f"there is no {noun} '{reference}'", "add it to the portfolio or remove the reference")
