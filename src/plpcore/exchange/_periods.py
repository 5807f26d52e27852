"""Portfolios of one period: what lies in a cycle, a school year, or the period of a plan."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR

from attrs import evolve, frozen

from plpcore.exchange._resolve import Held
from plpcore.ids import PlanId
from plpcore.model import Activity, Plan, Portfolio, Reflection, Review, ReviewPurpose
from plpcore.period import Period, YearStart


@frozen
class Share:
    """One educator's portfolio of one period.

    Attributes:
        portfolio: The portfolio.
        outside: How many activities lie outside the period and were left out.
    """

    portfolio: Portfolio
    outside: int = 0


def in_cycle(held: Iterable[Held], cycle: Period) -> Iterator[Share]:
    """Yield each educator's portfolio of one cycle: activities completed in it, or at an unknown date.

    The period of the plan is the cycle. Where plans are known, the first one that meets the cycle is taken.
    """
    for one in held:
        plan = next((plan for plan in one.plans if plan.period is None or plan.period.intersects(cycle)), None)
        yield _share(one, _plan(one, plan, cycle))


def by_year(held: Iterable[Held], years: YearStart) -> Iterator[Share]:
    """Yield one portfolio for each educator and school year in which something was completed.

    Who completed nothing at a known date must not look like somebody of whom nothing is asked: there is a portfolio of
    each year in which anybody completed something, and one without a period where nobody did.
    """
    everybody = tuple(held)
    found = [_years(one, years) for one in everybody]
    of_all = dict(sorted({index: year for of_one in found for index, year in of_one.items()}.items()))
    for one, of_one in zip(everybody, found, strict=True):
        for year in (of_one or of_all).values():
            yield from in_cycle([one], year)
        if not of_all:
            yield Share(one.portfolio)


def _years(one: Held, years: YearStart) -> dict[int, Period]:
    """Return the school years in which an educator completed something, the earliest first.

    A day at an end of the calendar lies in no whole year: what was completed on it is outside, as with a cycle.
    """
    days = sorted(activity.completed for activity in one.portfolio.activities if activity.completed is not None)
    return {years.index(day): years.year_of(day) for day in days if MINYEAR <= years.index(day) < MAXYEAR}


def by_plan(held: Iterable[Held]) -> Iterator[Share]:
    """Yield one portfolio for each plan; an educator without a plan has one portfolio of everything."""
    for one in held:
        for plan in one.plans:
            yield _share(one, plan if plan.period is None else _plan(one, plan, plan.period))
        if not one.plans:
            yield Share(one.portfolio)


def _plan(one: Held, plan: Plan | None, period: Period) -> Plan:
    if plan is not None:
        return evolve(plan, period=period)
    goals = tuple(goal.id for goal in one.portfolio.goals)
    return Plan(id=PlanId(f"plan {period}"), period=period, goals=goals)


def _share(one: Held, plan: Plan) -> Share:
    portfolio = one.portfolio
    others = {other.id for other in one.plans} - {plan.id}
    reviews = tuple(review for review in (*portfolio.reviews, *one.plan_reviews) if _is_about(review, plan))
    kept = tuple(activity for activity in portfolio.activities if _lies_in(activity, plan.period))
    inside: set[str] = {one.id for one in kept}
    outside: set[str] = {one.id for one in portfolio.activities if one.id not in inside}
    found = evolve(
        portfolio,
        plan=plan,
        activities=kept,
        reflections=tuple(_reflections(portfolio.reflections, outside)),
        reviews=tuple(review for review in reviews if review.subject not in outside),
        submissions=tuple(one for one in portfolio.submissions if one.subject not in outside | others),
        grants=tuple(grant for grant in portfolio.grants if grant.activity not in outside),
    )
    return Share(found, len(outside))


def _is_about(review: Review, plan: Plan) -> bool:
    return review.purpose is not ReviewPurpose.PLAN or review.subject == plan.id


def _lies_in(activity: Activity, period: Period | None) -> bool:
    return period is None or activity.completed is None or activity.completed in period


def _reflections(reflections: Iterable[Reflection], outside: set[str]) -> Iterator[Reflection]:
    for reflection in reflections:
        activities = tuple(one for one in reflection.activities if one not in outside)
        if activities == reflection.activities:
            yield reflection
        elif activities or reflection.goals:
            yield evolve(reflection, activities=activities)
