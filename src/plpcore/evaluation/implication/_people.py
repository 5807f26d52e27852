"""Counterexamples as real portfolios, which both evaluations judge before anybody sees them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from attrs import evolve

from plpcore.evaluation.implication._rays import CREDIT, Ray
from plpcore.ids import ActivityId, EvidenceId, GoalId, ReflectionId, ReviewId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Evidence,
    Goal,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Text,
)
from plpcore.policy import Condition, GoalState
from plpcore.quantity import Quantity

_STEPS = (None, Fraction(1, 4), Fraction(1))
"""To which multiples amounts are rounded up, until both evaluations agree; None: not at all."""

Worth: TypeAlias = tuple[Fraction, int]
Sort: TypeAlias = tuple[Activity, frozenset[Condition | str], frozenset[Condition | str]]


def size_of(portfolio: Portfolio) -> Worth:
    """Return what was entered, one for an activity without any amount, and how many activities there are."""
    entered = sum((_entered(one) for one in portfolio.activities), Fraction(0))
    carried = sum((one.amount for one in portfolio.carried_in), Fraction(0))
    return entered + carried, len(portfolio.activities)


def _entered(activity: Activity) -> Fraction:
    return sum((one.amount for one in activity.amounts), Fraction(0)) if activity.amounts else Fraction(1)


def people(
    base: Portfolio, rays: Sequence[Ray], amounts: Mapping[int, Fraction], signed: frozenset[str]
) -> Iterator[Portfolio]:
    """Yield records that hold so much of each ray: exactly, then rounded up, each in both orders of time."""
    for step in _STEPS:
        rounded = {
            at: amount if step is None else ceil(amount / step) * step for at, amount in amounts.items() if amount
        }
        for backwards in (False, True):
            yield _person(base, rays, rounded, signed, backwards=backwards)


def _person(
    base: Portfolio, rays: Sequence[Ray], amounts: Mapping[int, Fraction], signed: frozenset[str], *, backwards: bool
) -> Portfolio:
    sorts: dict[Sort, dict[str, Fraction]] = {}
    carried = Fraction(0)
    for at in sorted(amounts, reverse=backwards):
        ray = rays[at]
        if ray.activity is None:
            carried += amounts[at]
            continue
        unit, factor = ray.source if ray.unit == CREDIT else (ray.unit, Fraction(1))
        held = sorts.setdefault((ray.activity, ray.passes, ray.fails), {})
        held[unit] = held.get(unit, Fraction(0)) + amounts[at] * factor
    activities = [one for sort, held in sorts.items() for one in _activities(sort, held)]
    named = [
        (evolve(one, id=ActivityId(f"a{number:02d}")), sort) for number, (one, sort) in enumerate(activities, start=1)
    ]
    found = evolve(
        base,
        activities=tuple(one for one, _ in named),
        sign_offs=tuple(SignOff(name=name) for name in sorted(signed)),
        carried_in=(CarriedCredit(carried),) if carried else (),
    )
    for one, (_, passes, fails) in named:
        found = _shown(found, one, passes, fails)
    return found


def _activities(sort: Sort, held: Mapping[str, Fraction]) -> Iterator[tuple[Activity, Sort]]:
    """Yield one activity with all amounts; where activities are counted, as many as are needed."""
    amounts = tuple(Quantity(amount, unit) for unit, amount in sorted(held.items()) if unit and amount)
    for number in range(max(1, ceil(held.get("", Fraction(0))))):
        yield evolve(sort[0], amounts=() if number else amounts), sort


def _shown(
    found: Portfolio, activity: Activity, passes: frozenset[Condition | str], fails: frozenset[Condition | str]
) -> Portfolio:
    """Return the portfolio with what an activity needs to pass some tests and, where it can be helped, no others."""
    avoid = {kind for one in fails if isinstance(one, Condition) and one.evidence for kind in one.evidence.kinds}
    for condition in sorted((one for one in passes if isinstance(one, Condition)), key=lambda one: one.id):
        found = _passing(found, activity.id, condition, avoid)
    return found


def _passing(found: Portfolio, name: ActivityId, condition: Condition, avoid: set[str]) -> Portfolio:
    serial = len(found.evidence) + len(found.reflections) + len(found.reviews) + len(found.goals) + 1
    activity = next(one for one in found.activities if one.id == name)
    if condition.evidence is not None:
        return _with_evidence(found, activity, condition, avoid, serial)
    if condition.reflection is not None:
        test = condition.reflection
        body = " ".join(["learned"] * max(1, test.words))
        written = tuple(
            Reflection(id=ReflectionId(f"r{serial + number}"), activities=(name,), body=body, prompt=prompt)
            for number, prompt in enumerate((test.prompts or ("",)) * test.at_least)
        )
        return evolve(found, reflections=(*found.reflections, *written))
    if condition.goal is not None:
        return _with_goal(found, activity, condition, serial)
    if condition.approval is not None:
        purpose = ReviewPurpose(condition.approval.purpose)
        role = next(iter(condition.approval.roles), "")
        review = _approved(f"v{serial}", name, purpose, role, activity.completed)
        return evolve(found, reviews=(*found.reviews, review))
    return found


def _approved(name: str, subject: str, purpose: ReviewPurpose, role: str, day: date | None) -> Review:
    return Review(
        id=ReviewId(name),
        subject=subject,
        purpose=purpose,
        decision=ReviewDecision.APPROVED,
        reviewer=name,
        role=role,
        decided=day,
    )


def _with_evidence(
    found: Portfolio, activity: Activity, condition: Condition, avoid: set[str], serial: int
) -> Portfolio:
    test = condition.evidence
    kinds = test.kinds if test else ()
    kind = next((one for one in kinds if one not in avoid), kinds[0] if kinds else "other-evidence")
    missing = (test.at_least if test else 1) - sum(
        1 for one in found.evidence if one.id in activity.evidence and (not kinds or one.kind in kinds)
    )
    more = tuple(
        Evidence(id=EvidenceId(f"e{serial + number}"), kind=kind, content=Text(body="example"))
        for number in range(missing)
    )
    richer = evolve(activity, evidence=(*activity.evidence, *(one.id for one in more)))
    return _replaced(evolve(found, evidence=(*found.evidence, *more)), richer)


def _with_goal(found: Portfolio, activity: Activity, condition: Condition, serial: int) -> Portfolio:
    goal = Goal(id=GoalId(f"g{serial}"), title="example")
    found = evolve(found, goals=(*found.goals, goal))
    if condition.goal is not None and condition.goal.state is GoalState.APPROVED:
        review = _approved(f"v{serial}", goal.id, ReviewPurpose.GOAL, "", activity.completed)
        found = evolve(found, reviews=(*found.reviews, review))
    return _replaced(found, evolve(activity, goals=(*activity.goals, goal.id)))


def _replaced(found: Portfolio, activity: Activity) -> Portfolio:
    return evolve(found, activities=tuple(activity if one.id == activity.id else one for one in found.activities))
