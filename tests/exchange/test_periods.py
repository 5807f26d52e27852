"""What lies in a cycle, in a school year, or in the period of a plan."""

from datetime import date

import pytest
from attrs import evolve

from plpcore.exchange import Held, by_plan, by_year, in_cycle
from plpcore.ids import ActivityId, EducatorId, GoalId, GrantId, PlanId, ReflectionId, ReviewId, RuleId
from plpcore.model import (
    Activity,
    Educator,
    Goal,
    Grant,
    GrantKind,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    Submission,
)
from plpcore.period import Period, YearStart

CYCLE = Period(date(2024, 7, 1), date(2025, 7, 1))


def activity(name: str, day: date | None) -> Activity:
    return Activity(ActivityId(name), "book", completed=day)


def reflection(name: str, *activities: str, goals: tuple[GoalId, ...] = ()) -> Reflection:
    return Reflection(ReflectionId(name), tuple(ActivityId(one) for one in activities), "words", goals=goals)


PORTFOLIO = Portfolio(
    educator=Educator(EducatorId("t1")),
    goals=(Goal(GoalId("g"), "Read"),),
    activities=(
        activity("before", date(2024, 6, 30)),
        activity("first", date(2024, 7, 1)),
        activity("last", date(2025, 6, 30)),
        activity("after", date(2025, 7, 1)),
        activity("unknown", None),
    ),
    reflections=(
        reflection("in", "first"),
        reflection("out", "before"),
        reflection("both", "before", "last"),
        reflection("on-goal", "before", goals=(GoalId("g"),)),
        reflection("all"),
    ),
    reviews=tuple(
        Review(ReviewId(name), name, ReviewPurpose.CREDIT, ReviewDecision.APPROVED) for name in ("before", "first")
    ),
    submissions=(Submission("before", 1, date(2024, 7, 1)), Submission("last", 1, date(2025, 7, 1))),
)


def grant(name: str, activity: str = "") -> Grant:
    return Grant(
        id=GrantId(name),
        kind=GrantKind.WAIVER,
        rule=RuleId("r"),
        authority="board",
        reason="Leave.",
        granted=date(2020, 1, 1),
        activity=activity,
    )


def test_a_cycle_keeps_the_grants_but_those_about_activities_outside() -> None:
    held = evolve(PORTFOLIO, grants=(grant("all"), grant("old", "before"), grant("new", "first")))
    (share,) = in_cycle([Held(held)], CYCLE)
    assert [one.id for one in share.portfolio.grants] == ["all", "new"]


def test_a_cycle_keeps_its_first_and_its_last_day_and_unknown_days() -> None:
    (share,) = in_cycle([Held(PORTFOLIO)], CYCLE)
    assert [one.id for one in share.portfolio.activities] == ["first", "last", "unknown"]
    assert share.outside == 2
    plan = share.portfolio.plan
    assert plan is not None
    assert (plan.period, plan.goals) == (CYCLE, ("g",))


def test_what_belongs_to_an_activity_outside_goes_with_it() -> None:
    (share,) = in_cycle([Held(PORTFOLIO)], CYCLE)
    assert [(one.id, one.activities) for one in share.portfolio.reflections] == [
        ("in", ("first",)), ("both", ("last",)), ("on-goal", ()), ("all", ()),
    ]  # fmt: skip
    assert [one.subject for one in share.portfolio.reviews] == ["first"]
    assert [one.subject for one in share.portfolio.submissions] == ["last"]


def test_the_plan_that_meets_the_cycle_is_taken_with_its_decisions() -> None:
    old = Plan(PlanId("old"), period=Period(date(2020, 7, 1), date(2021, 7, 1)))
    new = Plan(PlanId("new"), title="My year")
    reviews = tuple(
        Review(ReviewId(name), name, ReviewPurpose.PLAN, ReviewDecision.APPROVED) for name in ("old", "new")
    )
    (share,) = in_cycle([Held(PORTFOLIO, (old, new), reviews)], CYCLE)
    assert share.portfolio.plan == Plan(PlanId("new"), title="My year", period=CYCLE)
    assert [one.subject for one in share.portfolio.reviews] == ["first", "new"]


def test_each_school_year_in_which_something_was_done_is_a_portfolio() -> None:
    shares = list(by_year([Held(PORTFOLIO)], YearStart()))
    assert [[one.id for one in share.portfolio.activities] for share in shares] == [
        ["before", "unknown"], ["first", "last", "unknown"], ["after", "unknown"],
    ]  # fmt: skip


def test_who_completed_nothing_stands_in_each_year_in_which_somebody_did() -> None:
    idle, undated = (
        Held(Portfolio(Educator(EducatorId(name)), activities=done))
        for name, done in (("t2", ()), ("t3", (activity("u", None),)))
    )
    shares = list(by_year([idle, Held(PORTFOLIO), undated], YearStart()))
    plans = [(share.portfolio.educator.id, share.portfolio.plan) for share in shares]
    years = ["2023-07-01/2024-07-01", "2024-07-01/2025-07-01", "2025-07-01/2026-07-01"]
    assert [(name, str(plan.period)) for name, plan in plans if plan is not None] == [
        (name, year) for name in ("t2", "t1", "t3") for year in years
    ]
    assert [len(share.portfolio.activities) for share in shares if share.portfolio.educator.id == "t3"] == [1, 1, 1]


def test_where_nobody_completed_anything_everybody_stands_there_once_without_a_period() -> None:
    idle = Portfolio(Educator(EducatorId("t2")))
    assert [(share.portfolio, share.outside) for share in by_year([Held(idle)], YearStart())] == [(idle, 0)]
    assert list(by_year([], YearStart())) == []


def test_each_plan_is_a_portfolio_and_without_plans_everything_is_one() -> None:
    plans = (Plan(PlanId("a"), period=CYCLE), Plan(PlanId("b")))
    dated, undated = by_plan([Held(PORTFOLIO, plans)])
    assert (len(dated.portfolio.activities), dated.portfolio.plan, dated.outside) == (3, plans[0], 2)
    assert (len(undated.portfolio.activities), undated.portfolio.plan) == (5, plans[1])
    (whole,) = by_plan([Held(PORTFOLIO)])
    assert (whole.portfolio, whole.outside) == (PORTFOLIO, 0)


@pytest.mark.parametrize("years", [YearStart(), YearStart(1, 1)])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_at_an_end_of_the_calendar_costs_nobody_a_year(years: YearStart, day: date) -> None:
    strange = Activity(ActivityId("strange"), "book", completed=day)
    one = Portfolio(Educator(EducatorId("t1")), activities=(*PORTFOLIO.activities, strange))
    shares = list(by_year([Held(one)], years))
    kept = {activity.id for share in shares for activity in share.portfolio.activities}
    assert {activity.id for activity in PORTFOLIO.activities} <= kept
    assert ("strange" in kept) is ((years, day) == (YearStart(1, 1), date.min))
