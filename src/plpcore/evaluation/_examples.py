"""The worked examples inside a policy: each becomes a portfolio, is evaluated, and is compared with what it expects."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation._evaluate import evaluate
from plpcore.evaluation._kinds import RuleKind
from plpcore.evaluation._prepare import PreparedPolicy, prepare
from plpcore.evaluation._reasons import GrantState
from plpcore.evaluation._rows import CREDIT
from plpcore.evaluation._statement import Statement
from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, PlanId, ReflectionId, ReviewId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Facts,
    Goal,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Text,
)
from plpcore.period import Period
from plpcore.policy import Example, ExampleActivity, FactValue, Policy
from plpcore.quantity import Quantity, format_amount

_DENIALS = (ReviewDecision.DENIED, ReviewDecision.REVOKED)


@frozen
class ExampleResult:
    """What came of one example.

    Attributes:
        id: The example's id.
        differences: What differs from what it expects, one line each; nothing: it passed.
        statement: The statement that the policy gives.
    """

    id: str
    differences: tuple[str, ...]
    statement: Statement

    @property
    def passed(self) -> bool:
        """Return whether the policy says what the example expects."""
        return not self.differences


def run_examples(policy: Policy | PreparedPolicy, kinds: Iterable[RuleKind] = ()) -> tuple[ExampleResult, ...]:
    """Return what comes of every example inside a policy, in the order of the document."""
    ready = policy if isinstance(policy, PreparedPolicy) else prepare(policy, kinds)
    return tuple(_run(ready, example) for example in ready.policy.examples)


def _run(ready: PreparedPolicy, example: Example) -> ExampleResult:
    portfolio = portfolio_of(example)
    statement = evaluate(ready, portfolio, as_of=example.as_of, known_at=example.known_at)
    return ExampleResult(example.id, tuple(_differences(example, statement, _idle(ready))), statement)


def _idle(ready: PreparedPolicy) -> dict[str, Fraction]:
    """A floor that does not apply needs and lacks nothing."""
    rules = [way.rules for edition in ready.editions for way in edition.ways]
    return {floor.id: Fraction(0) for one in rules for floor in one.floors or ()}


def is_passed(ready: PreparedPolicy, example: Example) -> bool:
    """Return whether a policy says what one example expects."""
    return _run(ready, example).passed


def portfolio_of(example: Example) -> Portfolio:
    """Return the record that an example describes."""
    named = [(one.id or f"a{index}", one) for index, one in enumerate(example.activities, start=1)]
    goals = sorted({goal for one in example.activities for goal in one.goals} | set(example.approved_goals))
    return Portfolio(
        educator=Educator(id=EducatorId("example"), facts=Facts(dict(example.educator))),
        plan=_plan(example, goals),
        goals=tuple(Goal(id=GoalId(goal), title=goal) for goal in goals),
        activities=tuple(_activity(name, one) for name, one in named),
        evidence=tuple(item for name, one in named for item in _evidence(name, one)),
        reflections=tuple(item for name, one in named for item in _reflections(name, one)),
        reviews=(*_goal_reviews(example), *(item for name, one in named for item in _reviews(name, one))),
        sign_offs=tuple(SignOff(name=name) for name in example.signed),
        carried_in=(CarriedCredit(example.carried_in),) if example.carried_in else (),
        grants=tuple(one.named(index, example.as_of) for index, one in enumerate(example.grants, start=1)),
    )


def _plan(example: Example, goals: list[str]) -> Plan:
    window = example.cycle
    dates = (window.start, window.until) if window is not None else (None, None)
    period = Period(dates[0], dates[1]) if dates[0] is not None and dates[1] is not None else None
    return Plan(id=PlanId("plan"), period=period, goals=tuple(GoalId(goal) for goal in goals), started=example.started)


def _activity(name: str, one: ExampleActivity) -> Activity:
    amounts = [Quantity(amount, unit) for unit, parts in one.amounts for amount in parts]
    return Activity(
        id=ActivityId(name),
        kind=one.kind,
        title=one.title,
        completed=one.completed,
        started=one.started,
        entered=one.entered,
        amounts=tuple(amounts),
        tags=one.tags,
        provider=one.provider,
        evidence=tuple(EvidenceId(f"{name}-evidence-{index}") for index in range(len(one.evidence))),
        goals=tuple(GoalId(goal) for goal in one.goals),
        facts=Facts(dict(one.facts)),
    )


def _evidence(name: str, one: ExampleActivity) -> Iterator[Evidence]:
    for index, kind in enumerate(one.evidence):
        yield Evidence(id=EvidenceId(f"{name}-evidence-{index}"), kind=kind, content=Text(body="example"))


def _reflections(name: str, one: ExampleActivity) -> Iterator[Reflection]:
    for index, reflection in enumerate(one.reflections):
        yield Reflection(
            id=ReflectionId(f"{name}-reflection-{index}"),
            activities=(ActivityId(name),),
            body=" ".join(["word"] * max(1, reflection.words)),
            prompt=reflection.prompt,
        )


def _reviews(name: str, one: ExampleActivity) -> Iterator[Review]:
    for index, review in enumerate(one.reviews):
        decision = ReviewDecision(review.decision)
        yield Review(
            id=ReviewId(f"{name}-review-{index}"),
            subject=name,
            purpose=ReviewPurpose(review.purpose),
            decision=decision,
            reviewer=review.reviewer or f"reviewer-{index}",
            role=review.role,
            decided=review.decided,
            reason="example" if decision in _DENIALS else "",
            amount=None if review.amount is None else Quantity(review.amount, CREDIT),
        )


def _goal_reviews(example: Example) -> Iterator[Review]:
    for goal in example.approved_goals:
        yield Review(
            id=ReviewId(f"goal-{goal}"),
            subject=goal,
            purpose=ReviewPurpose.GOAL,
            decision=ReviewDecision.APPROVED,
            decided=date.min,
        )


def _differences(example: Example, statement: Statement, idle: dict[str, Fraction]) -> Iterator[str]:
    expected = example.expect
    pairs = [
        ("outcome", expected.outcome or None, statement.outcome.value),
        ("edition", expected.edition or None, statement.edition),
        ("alternative", expected.alternative or None, statement.alternative),
        ("required", expected.required, statement.required),
        ("total", expected.total, statement.total),
        ("short", expected.short, statement.short),
        ("carried_out", expected.carried_out, statement.carried_out),
        ("unsigned", expected.unsigned, statement.fix.unsigned),
        ("undetermined", expected.undetermined, statement.missing),
        ("deemed", expected.deemed, bool(statement.deemed_by)),
        ("kept_until", expected.kept_until, statement.keep_until),
    ]
    yield from (_line(name, wanted, found) for name, wanted, found in pairs if wanted is not None and wanted != found)
    yield from _by_name("credited", dict(expected.credited), credited_by_activity(statement))
    floors = [one for one in statement.requirements if one.id != "total"]
    yield from _by_name("needed", dict(expected.needed), idle | {one.key: one.needed for one in floors})
    yield from _by_name("missing", dict(expected.missing), idle | {one.key: one.short for one in floors})
    yield from _refused(dict(expected.refused), statement)
    yield from _answered(dict(expected.answers), statement)
    yield from _granted(dict(expected.grants), statement)


def credited_by_activity(statement: Statement) -> dict[str, Fraction]:
    """Return what counts of each activity, its parts together, in the policy's unit."""
    found: dict[str, Fraction] = {}
    for line in statement.lines:
        found[line.activity] = found.get(line.activity, Fraction(0)) + line.counted
    return found


def _by_name(name: str, wanted: dict[str, Fraction], found: dict[str, Fraction]) -> Iterator[str]:
    for key, amount in wanted.items():
        if found.get(key) != amount:
            yield _line(f"{name}.{key}", amount, found.get(key))


def _refused(wanted: dict[str, str], statement: Statement) -> Iterator[str]:
    for activity, rule in wanted.items():
        rules = [
            step.rule or step.reason.value
            for line in statement.lines
            for step in line.refusals
            if line.activity == activity
        ]
        if rule not in (rules or [""]):
            yield _line(f"refused.{activity}", rule or "nothing", ", ".join(rules) or "nothing")


def _answered(wanted: dict[str, tuple[tuple[str, FactValue], ...]], statement: Statement) -> Iterator[str]:
    found = {answer.rule: answer.values for answer in statement.answers}
    for rule, values in wanted.items():
        expected, got = _told(values), _told(found.get(rule, ()))
        if expected != got:
            yield f"answers.{rule}: expected {expected}, got {got}"


def _granted(wanted: dict[str, str], statement: Statement) -> Iterator[str]:
    """Yield what grants did otherwise; one about a rule that is not there shows nothing, unless that is expected."""
    found: dict[str, str] = {use.grant.id: use.state.value for use in statement.grants}
    adrift: set[str] = {use.grant.id for use in statement.grants if use.state is GrantState.UNKNOWN_RULE}
    for name, state in wanted.items():
        if found.get(name) != state:
            yield _line(f"grants.{name}", state, found.get(name, "nothing"))
    yield from (f"grants.{name}: the policy has no such rule for it" for name in sorted(adrift - wanted.keys()))


def _told(values: Iterable[tuple[str, FactValue]]) -> str:
    """Return an answer in one order; a day that a document writes as text is the same day."""
    return ", ".join(f"{name} = {_shown(value)}" for name, value in sorted(values)) or "nothing"


def _line(name: str, wanted: object, found: object) -> str:
    return f"{name}: expected {_shown(wanted)}, got {_shown(found)}"


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return format_amount(value)
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, tuple) else str(value)
