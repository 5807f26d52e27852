"""The work of the one-educator table: seeded activities, a policy, and the same rules written by hand."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from plpcore import Activity, Educator, Policy, Portfolio, Quantity, parse_policy
from plpcore.ids import ActivityId, EducatorId

POLICY = """
id = "benchmark"
title = "Benchmark"
unit = { name = "hour" }

[total]
id = "total"
cite = "benchmark"
amount = 100

[window]
from = 2020-07-01
until = 2025-07-01

[[awards]]
id = "hours"
cite = "benchmark"
when = { kind = ["workshop", "book"] }
per = "hour"

[[awards]]
id = "college"
cite = "benchmark"
when = { kind = "college-course" }
per = "semester_hour"
credit = 15

[[conditions]]
id = "provider-known"
cite = "benchmark"
when = { kind = "workshop" }
provider = {}

[[caps]]
id = "books-a-year"
cite = "benchmark"
when = { kind = "book" }
per = "year"
at_most = 20

[[floors]]
id = "equity"
cite = "benchmark"
when = { tags = "equity" }
at_least = 15
"""

FIRST, UNTIL = date(2020, 7, 1), date(2025, 7, 1)
AS_OF = date(2025, 6, 30)
YEARLY = Fraction(20)


def policy() -> Policy:
    """Return the policy of the table."""
    return parse_policy(POLICY)


def activities(count: int) -> tuple[Activity, ...]:
    """Return so many seeded activities over six years, most of them in the window."""
    chance = random.Random(2013)
    return tuple(_activity(index, chance) for index in range(count))


def _activity(index: int, chance: random.Random) -> Activity:
    kind = chance.choice(["workshop", "workshop", "book", "college-course"])
    amount = "3" if kind == "college-course" else chance.choice(["1", "1.5", "2", "0.75"])
    return Activity(
        id=ActivityId(f"a{index:05}"),
        kind=kind,
        title="Learning",
        completed=date(2020, 1, 1) + timedelta(days=chance.randrange(2000)),
        provider=chance.choice(["District", "University", ""]),
        amounts=(Quantity.of(amount, "semester_hour" if kind == "college-course" else "hour"),),
        tags=("equity",) if chance.random() < 0.2 else (),
    )


def portfolio(learning: tuple[Activity, ...]) -> Portfolio:
    """Return the portfolio of one educator."""
    return Portfolio(educator=Educator(id=EducatorId("e1")), activities=learning)


@frozen
class HandStep:
    """A step of the hand-written explanation."""

    reason: str
    rule: str
    before: Fraction
    after: Fraction


@frozen
class HandLine:
    """A line of the hand-written explanation."""

    activity: str
    status: str
    steps: tuple[HandStep, ...]
    earned: Fraction
    counted: Fraction


Answer = tuple[Fraction, Fraction]
ZERO = Fraction(0)


def by_hand(learning: Sequence[Activity]) -> tuple[Answer, tuple[HandLine, ...]]:
    """Decide these rules, and only these, in a plain loop with a full explanation."""
    lines: list[HandLine] = []
    used: dict[int, Fraction] = {}
    total, equity = ZERO, ZERO
    for activity in sorted(learning, key=_in_order):
        steps: list[HandStep] = []
        earned = _earned(activity, steps)
        counted, status = earned, "counted"
        day = activity.completed or date.min
        if activity.kind == "workshop" and not activity.provider:
            steps.append(HandStep("provider-not-approved", "provider-known", earned, ZERO))
            counted, status = ZERO, "refused"
        if not FIRST <= day < UNTIL:
            steps.append(HandStep("outside-window", "", earned, ZERO))
            counted, status = ZERO, "refused"
        if activity.kind == "book" and counted:
            counted = _capped(day, counted, used, steps)
        total += counted
        if "equity" in activity.tags:
            equity += counted
        lines.append(HandLine(activity.id, status, tuple(steps), earned, counted))
    return (total, equity), tuple(lines)


def _in_order(activity: Activity) -> tuple[date, str]:
    return (activity.completed or date.min, activity.id)


def _earned(activity: Activity, steps: list[HandStep]) -> Fraction:
    amount = activity.amounts[0].amount
    rule = "college" if activity.kind == "college-course" else "hours"
    earned = amount * 15 if rule == "college" else amount
    steps.append(HandStep("award-rate", rule, ZERO, earned))
    return earned


def _capped(day: date, counted: Fraction, used: dict[int, Fraction], steps: list[HandStep]) -> Fraction:
    year = day.year - (day.month < 7)
    room = max(ZERO, YEARLY - used.get(year, ZERO))
    if counted > room:
        steps.append(HandStep("cap-reached", "books-a-year", counted, room))
        counted = room
    used[year] = used.get(year, ZERO) + counted
    return counted


def finish(rows: Iterable[tuple[Activity, Fraction]]) -> Answer:
    """Do by hand what an expression engine cannot: the yearly cap and the sums."""
    used: dict[int, Fraction] = {}
    total, equity = ZERO, ZERO
    for activity, credit in sorted(rows, key=lambda row: _in_order(row[0])):
        capped = activity.kind == "book" and credit
        counted = _capped(activity.completed or date.min, credit, used, []) if capped else credit
        total += counted
        if "equity" in activity.tags:
            equity += counted
    return total, equity
