"""Policies and records that together show every reason, outcome and sentence of a statement."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import evolve, frozen

from plpcore.evaluation import RuleKind, Statement, evaluate
from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, GrantId, PlanId, ReviewId, RuleId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Facts,
    FactValue,
    Goal,
    Grant,
    GrantKind,
    Link,
    Plan,
    Portfolio,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
)
from plpcore.period import Period
from plpcore.policy import parse_policy
from plpcore.quantity import Quantity
from tests.report.policies import (
    AWARDS,
    BY_FACTS,
    CONDITIONS,
    DEADLINES,
    DIVIDED,
    EDITIONS,
    FACTS,
    HALVED,
    HIGHEST,
    HOSTILE,
    HOURS,
    LIMITS,
    MAYBE,
    NESTED,
    OVERLAP,
    SHARED,
    SIGN_OFFS,
    SILENT,
    WAYS,
    counting,
)

DAY = date(2024, 3, 1)
CYCLE = Period(date(2023, 7, 1), date(2024, 7, 1))
AS_OF = date(2024, 6, 1)


def activity(
    name: str,
    kind: str = "workshop",
    *amounts: str,
    day: date | None = DAY,
    title: str = "",
    tags: tuple[str, ...] = (),
    provider: str = "",
    goals: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
    **facts: FactValue,
) -> Activity:
    """Return an activity; amounts are written as in `1.5 hour`."""
    quantities = tuple(Quantity.of(*amount.split()) for amount in amounts)
    return Activity(
        ActivityId(name),
        kind,
        title=title,
        completed=day,
        amounts=quantities,
        tags=tags,
        provider=provider,
        goals=tuple(GoalId(goal) for goal in goals),
        evidence=tuple(EvidenceId(item) for item in evidence),
        facts=Facts(facts),
    )


def review(
    subject: str,
    decision: str,
    purpose: str = "credit",
    *,
    amount: str = "",
    reviewer: str = "",
    reason: str = "",
    decided: date | None = DAY,
) -> Review:
    """Return a decision; a denial and a revocation have a reason."""
    return Review(
        ReviewId(f"{subject}-{decision}-{purpose}-{reviewer}"),
        subject,
        ReviewPurpose(purpose),
        ReviewDecision(decision),
        reviewer=reviewer,
        decided=decided,
        reason=reason or ("not-related" if decision in {"denied", "revoked"} else ""),
        amount=Quantity.of(*amount.split()) if amount else None,
    )


def portfolio(
    *activities: Activity,
    reviews: tuple[Review, ...] = (),
    goals: tuple[str, ...] = (),
    signed: tuple[str, ...] = (),
    carried: tuple[str, ...] = (),
    cycle: Period | None = CYCLE,
    **facts: FactValue,
) -> Portfolio:
    """Return a record; every piece of evidence that an activity names is a link of kind `photo`."""
    names = sorted({item for one in activities for item in one.evidence})
    return Portfolio(
        educator=Educator(EducatorId("t-1"), Facts(facts)),
        plan=Plan(PlanId("p-1"), period=cycle),
        goals=tuple(Goal(GoalId(goal), goal) for goal in goals),
        activities=activities,
        evidence=tuple(Evidence(EvidenceId(name), "photo", Link("https://example.org/")) for name in names),
        reviews=reviews,
        sign_offs=tuple(SignOff(name) for name in signed),
        carried_in=tuple(CarriedCredit(Fraction(amount)) for amount in carried),
    )


SHORT_RECORD = portfolio(
    activity("a1", "blog-post", "3 hour", title="Reading about assessment"),
    activity("a2", "workshop", "60 minute", day=date(2023, 10, 2)),
    activity("a3", "conference", "2 hour", title="Maths teachers’ meeting"),
    activity("a4", "edcamp", "0.5 hour", tags=("equity",)),
    activity("a5", "book", "1/4 hour", tags=("equity",)),
    carried=("1",),
)


def grant(name: str, rule: str, activity: str = "", *, kind: GrantKind = GrantKind.WAIVER, **given: Any) -> Grant:
    """Return a grant that holds since 2023-07-01."""
    return Grant(
        id=GrantId(name),
        kind=kind,
        rule=RuleId(rule),
        activity=activity,
        **{"authority": "licensure-board", "reason": "Parental leave.", "granted": date(2023, 7, 1), **given},
    )


GRANTS_RECORD = evolve(
    SHORT_RECORD,
    grants=(
        grant("g1", "evidence", "a3", authority="principal", reason="The certificate was lost\nin the fire."),
        grant("g2", "equity", "a1", kind=GrantKind.SUBSTITUTION, expires=date(2024, 7, 1)),
        grant("g3", "total", kind=GrantKind.ADJUSTMENT, amount=Fraction(9, 2)),
        grant("g4", "self-directed", kind=GrantKind.ADJUSTMENT, amount=Fraction(5, 2)),
        grant("g5", "approved", "a2"),
        grant("g6", "equity", expires=date(2024, 6, 1)),
        grant("g7", "equity", granted=date(2024, 6, 2), entered=date(2024, 5, 1)),
        grant("g8", "equality"),
    ),
)


def judged(policy: str, record: Portfolio, known_at: date | None = None, kinds: tuple[RuleKind, ...] = ()) -> Statement:
    """Return the statement on the usual day."""
    return evaluate(parse_policy(policy), record, as_of=AS_OF, known_at=known_at, kinds=kinds)


AWARDS_RECORD = portfolio(
    activity("rate", "workshop", "2 hour"),
    activity("page", "workshop", "2 page"),
    activity("silent", "workshop"),
    activity("reviewed", "workshop", "2 hour"),
    activity("reviewed-hours", "workshop", "3 hour"),
    activity("film", "video", "2 hour"),
    activity("measured", "webinar", "75 minute"),
    activity("too-few-minutes", "webinar", "30 minute"),
    activity("exactly", "podcast", "25 minute"),
    activity("each", "presentation", "3 item"),
    activity("one", "presentation"),
    activity("chair", "committee", role="chair"),
    activity("guest", "committee", role="guest"),
    activity("coached", "coaching", "2 hour"),
    activity("course", "college-course", "3 semester_hour"),
    activity("chat", "chat", "0.25 hour"),
    activity("book", "book", "250 page"),
    activity("article", "article", title="On reading"),
    activity("article-again", "article", title="On reading"),
    activity("travel", "travel"),
    activity("badge", "micro-credential"),
    activity("certified", "national-certification"),
    reviews=(
        review("reviewed", "approved", amount="1 credit", reviewer="r-7"),
        review("reviewed-hours", "approved", amount="1.5 hour"),
    ),
)


def tagged(name: str, tag: str, **facts: FactValue) -> Activity:
    """Return an activity of an hour with one tag."""
    return evolve(activity(name, "workshop", "1 hour", tags=(tag,)), facts=Facts(facts))


CONDITIONS_RECORD = portfolio(
    tagged("evidence", "evidence"),
    activity("evidence-kind", "workshop", "1 hour", tags=("evidence-kind",), evidence=("e-1",)),
    tagged("reflection", "reflection"),
    tagged("goal", "goal"),
    activity("goal-waits", "workshop", "1 hour", tags=("goal-approved",), goals=("g-1",)),
    activity("goal-denied", "workshop", "1 hour", tags=("goal-approved",), goals=("g-2",)),
    tagged("waits", "approval"),
    tagged("returned", "approval"),
    tagged("denied", "approval"),
    tagged("revoked", "approval"),
    tagged("prior", "before"),
    tagged("late", "before"),
    tagged("early", "after"),
    tagged("panel-waits", "panel"),
    tagged("panel-denied", "panel"),
    activity("provider", "workshop", "1 hour", tags=("provider",), provider="Somebody"),
    tagged("no-provider", "provider"),
    tagged("verified", "within", verified=date(2024, 5, 1)),
    tagged("attended", "attendance", attended=Fraction(7), scheduled=Fraction(10)),
    tagged("grade", "grade", grade="C+"),
    tagged("require", "require"),
    tagged("educator", "educator"),
    activity("future", "workshop", "1 hour", day=date(2024, 6, 15)),
    activity("past", "workshop", "1 hour", day=date(2020, 6, 15)),
    goals=("g-1", "g-2"),
    reviews=(
        review("g-2", "denied", "goal"),
        review("returned", "returned", reason="say-more"),
        review("denied", "denied"),
        review("revoked", "revoked"),
        review("late", "approved", "prior-approval", decided=date(2024, 3, 2)),
        review("early", "approved", decided=date(2024, 2, 1)),
        review("panel-waits", "approved", reviewer="r-1"),
        review("panel-denied", "denied", reviewer="r-1"),
    ),
)

SILENT_RECORD = portfolio(
    tagged("verified", "within"),
    tagged("attended", "attendance"),
    tagged("grade", "grade"),
    activity("undated", "workshop", "1 hour", day=None),
)


LIMITS_RECORD = portfolio(
    activity("small", "workshop", "3 hour", topic="maths"),
    activity("books", "book", "12 hour", topic="reading"),
    activity("chat", "chat", "3 hour", topic="art"),
    activity("old", "edcamp", "1 hour", tags=("ethics",), day=date(2021, 1, 1), topic="art"),
    activity("older", "edcamp", "1 hour", day=date(2019, 1, 1), topic="art"),
)


@frozen
class Nothing:
    """The table of a host's rule that has no key."""


ALWAYS = RuleKind("always", Nothing, lambda _spec, _given: {"day": AS_OF, "holds": True, "share": Fraction(2, 3)})
HALF = RuleKind("half", Nothing, rows=lambda _spec, given: [one.credit / 2 for one in given])
PLAIN = RuleKind("half", Nothing, opaque=False, rows=lambda _spec, given: [one.credit * 2 for one in given])


@cache
def statements() -> dict[str, Statement]:
    """Return a statement of each sort by name."""
    return dict(_statements())


def _statements() -> Iterator[tuple[str, Statement]]:
    yield "short", judged(HOURS, SHORT_RECORD)
    yield "awards", judged(AWARDS, AWARDS_RECORD)
    yield "conditions", judged(CONDITIONS, CONDITIONS_RECORD)
    yield "silent", judged(SILENT, SILENT_RECORD)
    yield "limits", judged(LIMITS, LIMITS_RECORD)
    yield "highest", judged(counting(FACTS + HIGHEST), portfolio(classes=("A", "B")))
    yield "no class", judged(counting(FACTS + HIGHEST), portfolio(classes=("C",)))
    yield "class unknown", judged(counting(FACTS + HIGHEST), portfolio(activity("a1", "book")))
    away = portfolio(licences=Fraction(3), fte=Fraction(1, 3), first=True, away=True)
    yield "exempt", judged(counting(FACTS + BY_FACTS), away)
    yield "sign-offs", judged(counting(SIGN_OFFS), portfolio())
    yield "signed", judged(counting(SIGN_OFFS), portfolio(signed=("principal", "mentor")))
    yield "no total", judged(counting(SIGN_OFFS), portfolio(activity("a1", "book"), signed=("mentor",)))
    yield "no edition", judged(counting(EDITIONS), portfolio())
    yield "ways", judged(counting(WAYS), portfolio(activity("a1", "book")))
    yield "deemed", judged(counting(WAYS), portfolio(activity("a1", "national-certification")), date(2024, 5, 1))
    yield "pending", judged(HOURS, portfolio(activity("a1", "edcamp", "6 hour", tags=("equity",))))
    yield "met", judged(HOURS, portfolio(activity("a1", "workshop", "7 hour", tags=("equity",)), carried=("1/3",)))
    yield "host", judged(counting(DEADLINES), portfolio(cycle=None), kinds=(ALWAYS,))
    yield "host sets", judged(HALVED, portfolio(activity("a1", "book", "3 hour")), kinds=(HALF,))
    yield "host sets openly", judged(HALVED, portfolio(activity("a1", "book", "3 hour")), kinds=(PLAIN,))
    lines = portfolio(activity("a1", "edcamp", "6 hour"), activity("a2", "workshop"))
    yield "open", evolve(judged(HOURS, lines), missing=())
    yield "overlap", judged(OVERLAP, portfolio(activity("a1", "book", "1 hour")))
    yield "split", judged(DIVIDED, portfolio(activity("a1", "book", "1 hour")))
    yield "shared", judged(SHARED, portfolio(activity("a1", "book", "1 hour")))
    yield "nested", judged(NESTED, portfolio(activity("a1", "book", "0.75 hour", tags=("literacy", "reading"))))
    yield "maybe", judged(MAYBE, portfolio(activity("a1", "book", "3 hour")))
    yield "hostile", judged(HOSTILE, portfolio(activity("1.", "book", "1 hour", title="evil \u202e # title")))
    yield "grants", judged(HOURS, GRANTS_RECORD)
    yield "empty", judged(HOURS, portfolio())
