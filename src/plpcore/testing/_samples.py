"""Portfolios for tests: one made in a line, and a small invented district that is the same in every run."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, PlanId, ReflectionId
from plpcore.model import Activity, Educator, Evidence, Facts, Goal, Plan, Portfolio, Reflection, Text
from plpcore.period import Period
from plpcore.quantity import Quantity

_YEAR = Period(date(2024, 7, 1), date(2025, 7, 1))
_PART_TIME = 4
_EVERY = 3
_LEARNT = (
    ("workshop", "Reading circles", "3", "hour"),
    ("book", "How stories are told", "120", "page"),
    ("podcast", "Maths on the way home", "40", "minute"),
    ("conversation", "What went wrong on Monday", "1.5", "hour"),
    ("blog-post", "A rubric that pupils write", "25", "minute"),
    ("course", "Assessment for learning", "1/3", "semester_hour"),
    ("edcamp", "Nobody's agenda", "4", "hour"),
)
"""What educators of the district learnt: kind, title, amount, unit."""


def sample_activity(id: str = "a1", hours: str | int = 2, **given: Any) -> Activity:  # noqa: A002, ANN401 - the fields
    """Return a workshop of 20 August 2024 of so many hours; any field may be given otherwise."""
    held: dict[str, Any] = {
        "kind": "workshop",
        "completed": date(2024, 8, 20),
        "amounts": (Quantity.of(hours, "hour"),),
    }
    return Activity(ActivityId(id), **{**held, **given})


def sample_portfolio(*activities: Activity, educator: str = "t1", **given: Any) -> Portfolio:  # noqa: ANN401 - the fields
    """Return a portfolio of these activities; any field may be given otherwise."""
    held: dict[str, Any] = {"educator": Educator(EducatorId(educator)), "activities": activities}
    return Portfolio(**{**held, **given})


def sample_district(educators: int = 12) -> tuple[Portfolio, ...]:
    """Return the portfolios of a small invented district for the school year 2024-25, the same in every run.

    The first educator has learnt nothing, each next one a little more, up to seven kinds of learning, and the next one
    begins anew. Every third wrote no reflections. There are no names of people.

    Args:
        educators: How many there are.
    """
    return tuple(_portfolio(number) for number in range(educators))


def _portfolio(number: int) -> Portfolio:
    learnt = tuple(_activities(number))
    goal = Goal(
        GoalId("g1"), "Every pupil reads with somebody each week", due=_YEAR.end - timedelta(days=1), priority=1
    )
    shown = tuple(
        Evidence(one.evidence[0], "notes", Text(f"Notes on {one.title}"), added=one.completed) for one in learnt
    )
    return Portfolio(
        educator=Educator(EducatorId(f"t{number:03}"), facts=Facts.of(fte=Fraction(1, 2 - (number % 5 != _PART_TIME)))),
        plan=Plan(PlanId("plan"), "Plan 2024-25", _YEAR, (goal.id,), started=_YEAR.start),
        goals=(goal,),
        activities=learnt,
        evidence=shown,
        reflections=() if number % _EVERY == _EVERY - 1 else tuple(_reflection(one) for one in learnt),
    )


def _activities(number: int) -> Iterator[Activity]:
    for place, (kind, title, amount, unit) in enumerate(_LEARNT[: number % (len(_LEARNT) + 1)]):
        yield Activity(
            ActivityId(f"a{place + 1}"),
            kind,
            title,
            completed=_YEAR.start + timedelta(days=40 * place + number),
            amounts=(Quantity.of(amount, unit),),
            evidence=(EvidenceId(f"e{place + 1}"),),
            goals=(GoalId("g1"),),
        )


def _reflection(activity: Activity) -> Reflection:
    body = f"What I took from it: {activity.title.lower()}."
    return Reflection(ReflectionId(f"r-{activity.id}"), (activity.id,), body, written=activity.completed)
