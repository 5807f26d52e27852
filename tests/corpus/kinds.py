"""Rule kinds that a host would bring: calendars, histories, ledgers and a check of increments, as pure functions."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from plpcore.evaluation import RuleInput, RuleKind
from plpcore.period import add_years
from plpcore.policy import AMOUNT, DATE, TEXTS, WHOLE, FactValue, ListShape, MapShape, key
from plpcore.quantity import parse_amount

Answer: TypeAlias = Mapping[str, FactValue]

_SATURDAY = 5
_MANY = Fraction(999_999_999)


@frozen(kw_only=True)
class Workdays:
    """So many working days after a date; Saturdays, Sundays and the listed holidays do not count."""

    days: int = key(WHOLE, "How many working days.")
    holidays: tuple[date, ...] = key(ListShape(DATE), "Further days off.", default=())


def workdays(spec: Workdays, given: RuleInput) -> Answer:
    """Return the last of the working days; the date itself does not count."""
    day, left = _day(given, "from"), spec.days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in spec.holidays
    return {"due": day}


@frozen(kw_only=True)
class Rotation:
    """Topics that come round every so many school years."""

    rotation: tuple[tuple[str, int], ...] = key(MapShape(WHOLE), "The year in which each topic's first turn began.")
    every: int = key(WHOLE, "After how many years it comes again.")


def rotation(spec: Rotation, given: RuleInput) -> Answer:
    """Return the topics that are due in a school year such as `2017-2018`."""
    year = int(str(given.facts["school_year"]).split("-")[0])
    due = [topic for topic, first in spec.rotation if year >= first and (year - first) % spec.every == 0]
    return {"due_topics": tuple(due)}


@frozen(kw_only=True)
class PeriodicNth:
    """A requirement of every n-th cycle."""

    cycle_years: int = key(WHOLE, "How long a cycle is.")
    every: int = key(WHOLE, "In every which cycle it is due.")


def periodic_nth(spec: PeriodicNth, given: RuleInput) -> Answer:
    """Return the end of the cycle in which it is due next."""
    return {"next_due": add_years(_day(given, "last_met_cycle_end"), spec.cycle_years * spec.every)}


@frozen(kw_only=True)
class Offence:
    """What a failure leads to, by how many there were within so many calendar years; the last action stays."""

    within_years: int = key(WHOLE, "The calendar years, that of the last failure included.", default=5)
    actions: tuple[str, ...] = key(TEXTS, "The first, the second …", default=("warning", "deny-30-days"))


def offence(spec: Offence, given: RuleInput) -> Answer:
    """Return the action on the last failure."""
    held = given.facts["failures"]
    years = sorted(date.fromisoformat(day).year for day in held) if isinstance(held, tuple) else []
    recent = [year for year in years if years[-1] - year < spec.within_years]
    return {"action": spec.actions[min(len(recent), len(spec.actions)) - 1] if recent else "none"}


@frozen(kw_only=True)
class Remainder:
    """Whole units are rewarded, at most so many; what is over stays for the next time."""

    unit: Fraction = key(AMOUNT, "How much makes a unit.")
    max_units: Fraction = key(AMOUNT, "How many units at most.", default=_MANY)
    reward: Fraction = key(AMOUNT, "What a unit brings.", default=Fraction(0))


def remainder(spec: Remainder, given: RuleInput) -> Answer:
    """Return the units, what remains, and the reward."""
    held = _number(given, "amount")
    units = min(Fraction(held // spec.unit), spec.max_units)
    return {"units": units, "remainder": held - units * spec.unit, "reward": units * spec.reward}


@frozen(kw_only=True)
class Ledgers:
    """Credit is posted to two ledgers: one is consumed whenever it is full, the other keeps everything."""

    consume: Fraction = key(AMOUNT, "How much a crossing consumes.")


def ledgers(spec: Ledgers, given: RuleInput) -> Answer:
    """Return how often the first ledger was full, and what both hold then."""
    posted = _number(given, "credits")
    crossed = Fraction(posted // spec.consume)
    return {"crossed": crossed, "improvement_bank": posted - crossed * spec.consume, "track_bank": posted}


@frozen(kw_only=True)
class Increments:
    """A programme and all its parts are counted in one and the same increment."""

    allowed: tuple[Fraction, ...] = key(ListShape(AMOUNT), "The increments that there are.")


def increments_consistent(spec: Increments, given: RuleInput) -> Answer:
    """Return whether one increment fits the programme and every part."""
    held = given.facts["parts"]
    parts = [parse_amount(part) for part in held] if isinstance(held, tuple) else []
    credits_ = [_number(given, "program"), *parts]
    fits = any(all(credit % step == 0 for credit in credits_) for step in spec.allowed)
    return {"allowed": fits}


def _day(given: RuleInput, name: str) -> date:
    held = given.facts[name]
    return held if isinstance(held, date) else date.fromisoformat(str(held))


def _number(given: RuleInput, name: str) -> Fraction:
    held = given.facts[name]
    return held if isinstance(held, Fraction) else parse_amount(str(held))


KINDS = (
    RuleKind("workdays", Workdays, workdays),
    RuleKind("rotation", Rotation, rotation),
    RuleKind("periodic_nth", PeriodicNth, periodic_nth),
    RuleKind("offence", Offence, offence),
    RuleKind("remainder", Remainder, remainder),
    RuleKind("ledgers", Ledgers, ledgers),
    RuleKind("increments_consistent", Increments, increments_consistent),
)
"""Every kind, for `evaluate(…, kinds=KINDS)`."""
