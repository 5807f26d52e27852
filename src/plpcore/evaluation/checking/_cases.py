"""Counterexamples: small records made of facts, each run before it is shown."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from plpcore.errors import PlpError
from plpcore.evaluation._evaluate import evaluate
from plpcore.evaluation._examples import credited_by_activity, portfolio_of
from plpcore.evaluation._statement import Statement
from plpcore.evaluation.checking._asked import Found, Search
from plpcore.model import ReviewDecision, ReviewPurpose
from plpcore.period import Period, add_years
from plpcore.policy import (
    ALWAYS,
    Anchor,
    ApprovalTime,
    Award,
    Compare,
    Condition,
    Cycle,
    Edition,
    Example,
    ExampleActivity,
    ExampleReflection,
    ExampleReview,
    Expected,
    FactSpec,
    FactType,
    FactValue,
    Operator,
    Policy,
    Predicate,
    Together,
    Window,
)

DAY = date(2025, 6, 30)
"""The day judged where no edition asks for another."""

_NEUTRAL: Mapping[FactType, FactValue] = {
    FactType.TEXT: "other",
    FactType.TEXTS: (),
    FactType.FLAG: False,
    FactType.NUMBER: Fraction(1),
}
_YEAR = timedelta(364)
_ONE = timedelta(1)


@frozen
class Scene:
    """An educator of one edition, in a cycle of it, who has learned nothing yet.

    Attributes:
        start: The first day of the cycle.
        last: The last day that counts: of the cycle, or the day judged.
    """

    policy: Policy
    together: Together
    example: Example
    start: date
    last: date

    @property
    def inside(self) -> Predicate:
        """Return what is true of an activity that was completed in the cycle."""
        window = self.together.rules.window or Window()
        first, last = window.start or self.start, (window.until or date.max) - _ONE
        days = Compare("completed", Operator.NOT_BEFORE, max(first, self.start))
        return evolve(ALWAYS, parts=(days, Compare("completed", Operator.NOT_AFTER, min(last, self.last))))


def scene(policy: Policy, together: Together, educator: Found) -> Scene | None:
    """Return an educator with these facts whom the rules that hold together judge, None where none could be made.

    Args:
        policy: The policy.
        together: The rules of the edition that must be selected.
        educator: Facts of the educator, by the names that predicates about an activity use.
    """
    try:
        first = _first_scene(policy, together, educator)
        found = statement_of(policy, first)
    except (OverflowError, PlpError):
        # The edition lies at the end of the calendar.
        return None
    if found is None or found.edition != (together.edition.id if together.edition else ""):
        return None
    period = found.cycle or Period(first.started or DAY, first.as_of + _ONE)
    return Scene(policy, together, first, period.start, min(period.last_day, first.as_of))


def _first_scene(policy: Policy, together: Together, educator: Found) -> Example:
    day = _day_of(together.edition)
    ahead = policy.edition_by in {"cycle_start", "plan_start"}
    start, end = (day, add_years(day, 1) - _ONE) if ahead else (day - _YEAR, day)
    held = {name.removeprefix("educator."): value for name, value in educator.items() if name.startswith("educator.")}
    facts = _neutral(policy.facts, day) | _of_cycle(together.rules.cycle, start) | _selector(policy, day) | held
    cycle = together.rules.cycle
    own = Window(start=start, until=end + _ONE) if cycle is None or cycle.anchor is Anchor.PLAN else None
    return Example(
        id="counterexample",
        as_of=end,
        cycle=own,
        started=start,
        educator=tuple(sorted(facts.items())),
        expect=Expected(),
    )


def _day_of(edition: Edition | None) -> date:
    """Return a day in an edition, some time after it began where it lasts so long."""
    if edition is None or (edition.start is None and edition.until is None):
        return DAY
    if edition.start is None:
        return (edition.until or DAY) - _ONE
    later = edition.start + _YEAR
    return later if edition.until is None or later < edition.until else edition.until - _ONE


def _neutral(specs: Iterable[tuple[str, FactSpec]], day: date) -> dict[str, FactValue]:
    """Return a value for every declared fact that has no default, so that nothing is undetermined for want of it."""
    held: dict[str, FactValue] = {}
    for name, spec in specs:
        if spec.default is None:
            value = _NEUTRAL.get(spec.type, day)
            held[name] = spec.one_of[0] if spec.one_of and spec.type is FactType.TEXT else value
    return held


def _of_cycle(cycle: Cycle | None, start: date) -> dict[str, FactValue]:
    if cycle is None:
        return {}
    held: dict[str, FactValue] = {}
    if cycle.month_fact:
        held[cycle.month_fact] = Fraction(start.month)
    if cycle.fact:
        held[cycle.fact] = start - _ONE if cycle.anchor is Anchor.DAY_AFTER else start
    if cycle.minus:
        held[cycle.minus] = Fraction(0)
    return held


def _selector(policy: Policy, day: date) -> dict[str, FactValue]:
    return {policy.edition_by: day} if policy.edition_by in dict(policy.facts) else {}


def learned(stage: Scene, facts: Found, amounts: Mapping[str, Fraction], name: str = "a") -> ExampleActivity:
    """Return an activity with these facts, and with everything beside it that conditions of the policy may ask for.

    Args:
        stage: The educator's scene.
        facts: Facts of the activity; what they leave open is filled in.
        amounts: Amounts in source units, where the facts say none.
        name: Its id.
    """
    own: dict[str, Any] = {key: facts[key] for key in ("kind", "title", "started", "entered", "tags") if key in facts}
    found = facts.get("completed")
    completed = found if isinstance(found, date) else stage.last
    named = {key[7:]: value for key, value in facts.items() if key[:7] == "amount." and isinstance(value, Fraction)}
    declared = dict(stage.policy.activity_facts)
    more = _neutral(declared.items(), completed) | _tested(stage.together, completed)
    more |= {key: value for key, value in facts.items() if key in declared}
    conditions = [one for one in stage.together.rules.conditions or () if not one.waived]
    return ExampleActivity(
        id=str(facts.get("id", name)),
        completed=completed,
        amounts=tuple((unit, (held,)) for unit, held in sorted({**amounts, **named}.items())),
        provider=str(facts.get("provider", _provider(conditions))),
        evidence=_evidence(conditions),
        reflections=_reflections(conditions),
        goals=("goal",),
        reviews=_reviews(conditions, stage),
        facts=tuple(sorted((key, value) for key, value in more.items() if key in declared)),
        **own,
    )


def _tested(together: Together, day: date) -> dict[str, FactValue]:
    """Return the facts that pass the tests of attendance, grade and days within."""
    held: dict[str, FactValue] = {}
    for one in together.rules.conditions or ():
        if one.attendance is not None:
            held |= {one.attendance.attended: Fraction(999), one.attendance.scheduled: Fraction(1)}
        if one.grade is not None:
            held[one.grade.fact] = "A+"
        if one.within is not None:
            held |= {one.within.fact: day, one.within.of: day}
    return held


def _provider(conditions: Iterable[Condition]) -> str:
    named = [one.provider.one_of[0] for one in conditions if one.provider is not None and one.provider.one_of]
    return named[0] if named else "provider"


def _evidence(conditions: Iterable[Condition]) -> tuple[str, ...]:
    tests = [one.evidence for one in conditions if one.evidence is not None]
    return tuple(kind for test in tests for kind in (test.kinds[:1] or ("other",)) * test.at_least)


def _reflections(conditions: Iterable[Condition]) -> tuple[ExampleReflection, ...]:
    tests = [one.reflection for one in conditions if one.reflection is not None]
    return tuple(
        ExampleReflection(prompt=prompt, words=max(1, test.words))
        for test in tests
        for prompt in (*test.prompts, *("",) * test.at_least)
    )


def _reviews(conditions: Iterable[Condition], stage: Scene) -> tuple[ExampleReview, ...]:
    reviews: list[ExampleReview] = []
    for one in conditions:
        if one.approval is not None:
            purpose = ReviewPurpose(one.approval.purpose)
            day = stage.start - _YEAR if one.approval.time is ApprovalTime.BEFORE else stage.last
            reviews.append(_approved(purpose, (*one.approval.roles, "")[0], day))
        if one.panel is not None:
            reviews += [_approved(ReviewPurpose.CREDIT, one.panel.role, stage.last)] * one.panel.approvals
    return tuple(reviews)


def _approved(purpose: ReviewPurpose, role: str, decided: date) -> ExampleReview:
    return ExampleReview(decision=ReviewDecision.APPROVED, purpose=purpose, role=role, decided=decided)


def amounts_for(award: Award, credit: Fraction) -> dict[str, Fraction]:
    """Return an amount in the award's source unit for which its rate gives this credit; nothing where it has none."""
    if award.measure is not None:
        return {"minute": credit * award.measure.minutes_per_unit / (award.times or 1)}
    if award.per:
        return {award.per: credit / (award.credit * award.times or 1)}
    return {award.count: credit / (award.each * award.times or 1)} if award.each is not None else {}


def with_activities(stage: Scene, activities: Iterable[ExampleActivity]) -> Example:
    """Return the scene's example with these activities, their goal approved and every sign-off given."""
    signed = tuple(rule.id for rule in stage.together.rules.sign_offs or ())
    return evolve(stage.example, activities=tuple(activities), approved_goals=("goal",), signed=signed)


def statement_of(policy: Policy, example: Example) -> Statement | None:
    """Return what the policy says of an example, None where it cannot be run."""
    try:
        return evaluate(policy, portfolio_of(example), as_of=example.as_of, known_at=example.known_at)
    except PlpError:
        return None


def shown(policy: Policy, example: Example, shows: Callable[[Statement], bool]) -> Example | None:
    """Return an example that says what the statement says of it, None where the statement does not show the claim."""
    found = statement_of(policy, example)
    if found is None or not shows(found):
        return None
    floors = tuple(sorted((one.key, one.short) for one in found.requirements if one.id != "total" and one.short))
    expected = Expected(
        outcome=found.outcome.value,
        edition=found.edition,
        required=found.required,
        total=found.total,
        short=found.short,
        credited=tuple(sorted(credited_by_activity(found).items())),
        missing=floors,
        undetermined=found.missing or None,
    )
    return evolve(example, expect=expected)


def staged(
    policy: Policy,
    together: Together,
    search: Search,
    activity: Iterable[Predicate],
    educator: Iterable[Predicate] = (),
) -> tuple[Scene, Found] | None:
    """Return a scene, and facts of an activity in its cycle, for which predicates hold; None where none was found."""
    asked, known = [*activity], [*educator]
    anywhere = search.some(asked, known)
    if anywhere is None:
        return None
    bare = scene(policy, together, {})
    inside = None if bare is None else search.some([*asked, bare.inside], known)
    for facts in (inside, anywhere):
        stage = None if facts is None else scene(policy, together, facts)
        if facts is not None and stage is not None:
            return stage, facts
    return None


@frozen
class Wanted:
    """What a record must show.

    Attributes:
        shows: Whether a statement shows it.
        activity: What must be true of its one activity.
        educator: What must be true of its educator.
        amounts: The activity's amounts in source units.
    """

    shows: Callable[[Statement], bool]
    activity: tuple[Predicate, ...] = ()
    educator: tuple[Predicate, ...] = ()
    amounts: Mapping[str, Fraction] = {"hour": Fraction(1)}


def one_activity(policy: Policy, together: Together, search: Search, wanted: Wanted) -> Example | None:
    """Return a record of one activity that shows what is wanted, None where none was found."""
    found = staged(policy, together, search, wanted.activity, wanted.educator)
    if found is None:
        return None
    stage, facts = found
    return shown(policy, with_activities(stage, [learned(stage, facts, wanted.amounts)]), wanted.shows)
