"""Conditions made into closures: each passes an activity, or says why not (yet)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias, cast

from attrs import frozen

from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._predicates import Compiler, Getter, Test
from plpcore.evaluation._reasons import Reason, Status
from plpcore.evaluation._statement import Arguments
from plpcore.model import Reflection, Review, ReviewDecision, ReviewPurpose, Visibility
from plpcore.policy import (
    GRADES,
    ApprovalTest,
    ApprovalTime,
    AttendanceTest,
    Condition,
    EvidenceTest,
    GoalState,
    GoalTest,
    GradeTest,
    PanelTest,
    ProviderTest,
    ReflectionTest,
    WithinTest,
)
from plpcore.quantity import round_ratio


@frozen
class Verdict:
    """Why an activity does not pass."""

    status: Status
    reason: Reason
    arguments: Arguments = ()


Check: TypeAlias = Callable[[Row, Record], Verdict | None]


def _refused(reason: Reason, *arguments: tuple[str, str | int | Fraction | date | tuple[str, ...]]) -> Verdict:
    return Verdict(Status.REFUSED, reason, arguments)


def _waiting(reason: Reason, *arguments: tuple[str, str | int | Fraction | date | tuple[str, ...]]) -> Verdict:
    return Verdict(Status.PENDING, reason, arguments)


def _unknown(facts: Iterable[str]) -> Verdict:
    return Verdict(Status.UNDETERMINED, Reason.FACT_MISSING, (("facts", tuple(facts)),))


def compile_condition(condition: Condition, compiler: Compiler) -> Check:
    """Return the closure of a condition's one test."""
    if condition.require is not None:
        return _predicate(compiler.test(condition.require), Reason.CONDITION_NOT_MET)
    if condition.require_educator is not None:
        return _predicate(compiler.educator_test(condition.require_educator), Reason.EDUCATOR_CONDITION_NOT_MET)
    if condition.within is not None:
        return _within(condition.within, compiler)
    if condition.attendance is not None:
        return _attendance(condition.attendance, compiler)
    if condition.grade is not None:
        return _grade(condition.grade, compiler)
    return _of_record(condition)


def _of_record(condition: Condition) -> Check:
    match condition:
        case Condition(evidence=EvidenceTest() as evidence):
            return _evidence(evidence)
        case Condition(reflection=ReflectionTest() as reflection):
            return _reflection(reflection)
        case Condition(goal=GoalTest() as goal):
            return _goal(goal)
        case Condition(approval=ApprovalTest() as approval):
            return _approval(approval)
        case Condition(panel=PanelTest() as panel):
            return _panel(panel)
        case _:
            return _provider(condition.provider or ProviderTest())


def _predicate(test: Test | None, reason: Reason) -> Check:
    def check(row: Row, record: Record) -> Verdict | None:
        held = True if test is None else test(row, record)
        asked = record.answered()
        if held is None:
            return _unknown(asked)
        return None if held else _refused(reason)

    return check


def _evidence(test: EvidenceTest) -> Check:
    kinds, at_least = frozenset(test.kinds), test.at_least
    refusal = _refused(Reason.EVIDENCE_MISSING, ("kinds", test.kinds), ("at_least", at_least))

    def check(row: Row, record: Record) -> Verdict | None:
        known = record.evidence
        found = [known[item] for item in row.activity.evidence if item in known]
        fitting = sum(1 for item in found if not kinds or item.kind in kinds)
        return None if fitting >= at_least else refusal

    return check


def _reflection(test: ReflectionTest) -> Check:
    refusal = _refused(Reason.REFLECTION_MISSING, ("prompts", test.prompts), ("at_least", test.at_least))

    def check(row: Row, record: Record) -> Verdict | None:
        written = [one for one in record.reflections.get(row.activity.id, ()) if _counts(one, test)]
        answered = {one.prompt for one in written}
        enough = len(written) >= test.at_least and answered.issuperset(test.prompts)
        return None if enough else refusal

    return check


def _counts(reflection: Reflection, test: ReflectionTest) -> bool:
    is_shared = reflection.visibility is not Visibility.PRIVATE
    return is_shared and (not test.words or len(reflection.body.split()) >= test.words)


def _goal(test: GoalTest) -> Check:
    refusal = _refused(Reason.GOAL_MISSING, ("framework", test.framework))

    def check(row: Row, record: Record) -> Verdict | None:
        goals = [record.goals[goal] for goal in row.activity.goals if goal in record.goals]
        if test.framework:
            aligned = _is_aligned(row.activity, test.framework)
            goals = [goal for goal in goals if aligned or _is_aligned(goal, test.framework)]
        if not goals:
            return refusal
        if test.state is GoalState.LINKED:
            return None
        return _goal_decision([_latest(record, goal.id, ReviewPurpose.GOAL) for goal in goals])

    return check


def _is_aligned(thing: object, framework: str) -> bool:
    return any(alignment.framework == framework for alignment in getattr(thing, "alignments", ()))


def _goal_decision(decisions: list[Review | None]) -> Verdict | None:
    words = [None if review is None else review.decision for review in decisions]
    if ReviewDecision.APPROVED in words:
        return None
    open_words = {None, ReviewDecision.RETURNED}
    return _waiting(Reason.AWAITING_GOAL) if open_words & set(words) else _refused(Reason.GOAL_NOT_APPROVED)


def _latest(record: Record, subject: str, purpose: ReviewPurpose, roles: tuple[str, ...] = ()) -> Review | None:
    reviews = record.reviews.get((subject, purpose), ())
    fitting = [review for review in reviews if not roles or review.role in roles]
    return fitting[-1] if fitting else None


def _approval(test: ApprovalTest) -> Check:
    purpose = ReviewPurpose(test.purpose)

    def check(row: Row, record: Record) -> Verdict | None:
        review = _latest(record, row.activity.id, purpose, test.roles)
        if review is None:
            return _waiting(Reason.AWAITING_APPROVAL, ("purpose", test.purpose))
        if review.decision is not ReviewDecision.APPROVED:
            return decision_verdict(review)
        return _in_time(review, row, test.time)

    return check


def decision_verdict(review: Review) -> Verdict:
    """Return what a decision that is no approval says: returned waits, denied and revoked refuse."""
    if review.decision is ReviewDecision.RETURNED:
        return _waiting(Reason.RETURNED, ("reason", review.reason))
    is_denial = review.decision is ReviewDecision.DENIED
    return _refused(Reason.DENIED if is_denial else Reason.REVOKED, ("reason", review.reason))


def _in_time(review: Review, row: Row, time: ApprovalTime) -> Verdict | None:
    if time is ApprovalTime.ANY:
        return None
    begun = row.activity.started or row.activity.completed
    if review.decided is None or begun is None or row.activity.completed is None:
        return _unknown(["completed" if review.decided else "review.decided"])
    if time is ApprovalTime.BEFORE:
        return None if review.decided <= begun else _refused(Reason.APPROVED_TOO_LATE, ("decided", review.decided))
    late_enough = review.decided >= row.activity.completed
    return None if late_enough else _refused(Reason.APPROVED_TOO_EARLY, ("decided", review.decided))


def _panel(test: PanelTest) -> Check:
    def check(row: Row, record: Record) -> Verdict | None:
        reviews = record.reviews.get((row.activity.id, ReviewPurpose.CREDIT), ())
        last = {one.reviewer or one.id: one.decision for one in reviews if not test.role or one.role == test.role}
        words = list(last.values())
        approvals, denials = words.count(ReviewDecision.APPROVED), words.count(ReviewDecision.DENIED)
        numbers = (("approvals", approvals), ("needed", test.approvals), ("denials", denials))
        if denials > test.denials_at_most or ReviewDecision.REVOKED in words:
            return _refused(Reason.PANEL_DENIED, *numbers)
        return None if approvals >= test.approvals else _waiting(Reason.AWAITING_PANEL, *numbers)

    return check


def _provider(test: ProviderTest) -> Check:
    def check(row: Row, _: Record) -> Verdict | None:
        provider = row.activity.provider
        passes = provider in test.one_of if test.one_of else bool(provider)
        return None if passes else _refused(Reason.PROVIDER_NOT_APPROVED, ("provider", provider))

    return check


def _values(row: Row, record: Record, getters: Sequence[tuple[str, Getter]]) -> tuple[list[object], list[str]]:
    held = [(name, get(row, record)) for name, get in getters]
    return [value for _, value in held], [name for name, value in held if value is None]


def _or_silent(missing: list[str], reason: Reason, compiler: Compiler) -> Verdict:
    return _refused(reason) if compiler.is_silent else _unknown(missing)


def _within(test: WithinTest, compiler: Compiler) -> Check:
    getters = [(name, compiler.getter(name)) for name in (test.fact, test.of)]

    def check(row: Row, record: Record) -> Verdict | None:
        values, missing = _values(row, record, getters)
        if missing:
            return _or_silent(missing, Reason.TOO_LATE, compiler)
        later, earlier = cast("list[date]", values)
        days = (later - earlier).days
        return None if days <= test.days else _refused(Reason.TOO_LATE, ("days", days), ("at_most", test.days))

    return check


def _attendance(test: AttendanceTest, compiler: Compiler) -> Check:
    getters = [(name, compiler.getter(name)) for name in (test.attended, test.scheduled)]

    def check(row: Row, record: Record) -> Verdict | None:
        values, missing = _values(row, record, getters)
        if missing:
            return _or_silent(missing, Reason.ATTENDANCE_TOO_LOW, compiler)
        attended, scheduled = cast("list[Fraction]", values)
        share = scheduled * test.share
        needed = max(test.at_least, Fraction(round_ratio(share.numerator, share.denominator, test.rounding)))
        numbers = (("attended", attended), ("needed", needed))
        return None if attended >= needed else _refused(Reason.ATTENDANCE_TOO_LOW, *numbers)

    return check


def _grade(test: GradeTest, compiler: Compiler) -> Check:
    get, floor = compiler.getter(test.fact), GRADES.index(test.at_least)

    def check(row: Row, record: Record) -> Verdict | None:
        grade = get(row, record)
        if grade is None:
            return _or_silent([test.fact], Reason.GRADE_TOO_LOW, compiler)
        passes = grade in test.passes or (grade in GRADES and GRADES.index(grade) >= floor)
        return None if passes else _refused(Reason.GRADE_TOO_LOW, ("grade", grade), ("at_least", test.at_least))

    return check
