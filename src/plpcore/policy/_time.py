"""Cycles, calendars and how long evidence is kept, as a policy states them."""

from datetime import date
from enum import StrEnum

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Rule
from plpcore.policy._lists import ListShape
from plpcore.policy._predicates import ACTIVITY_FACT, ALWAYS, EDUCATOR_FACT, EDUCATOR_WHEN, Predicate
from plpcore.policy._records import Record, key, refuse_idle
from plpcore.policy._scalars import DATE, FLAG, TEXT, ChoiceShape, WholeShape

_YEARS = WholeShape(0, 99)
_MONTHS = WholeShape(0, 1_188)
_MONTH_DAY = "A month and a day as MM-DD."


class Anchor(StrEnum):
    """What the first day of a cycle hangs on."""

    ISSUE_DATE = "issue_date"
    BIRTH_MONTH = "birth_month"
    NEXT = "next"
    FIXED = "fixed"
    DAY_AFTER = "day_after"
    PLAN = "plan"


@frozen(kw_only=True)
class Length:
    """How long a cycle is, for whom."""

    when: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    years: int = key(_YEARS, "Whole years.", default=0)
    months: int = key(_MONTHS, "Further months.", default=0)

    def __attrs_post_init__(self) -> None:
        """Refuse a length of nothing."""
        if not self.years and not self.months:
            raise PolicyError("$.years", "this is no length", "write years or months")


@frozen(kw_only=True)
class Cycle(Rule):
    """When a cycle begins and how long it is.

    `issue_date`: the date in `fact`, not before `not_before`. `birth_month`: the first of the month in `month_fact`,
    in or after the month of issue. `next`: the first `first_day` strictly after the date in `fact`. `fixed`: `start`.
    `day_after`: the day after the date in `fact`. `plan`: the period of the educator's plan.
    """

    anchor: Anchor = key(ChoiceShape(Anchor), "What its first day hangs on.")
    fact: str = key(EDUCATOR_FACT, "The fact that holds the date.", default="")
    month_fact: str = key(EDUCATOR_FACT, "The fact that holds the month of birth (1 to 12).", default="")
    not_before: date | None = key(DATE, "The earliest first day.", default=None)
    first_day: str = key(TEXT, _MONTH_DAY, default="07-01")
    start: date | None = key(DATE, "The fixed first day.", default=None)
    years: int = key(_YEARS, "Its length in whole years.", default=0)
    months: int = key(_MONTHS, "Further months.", default=0)
    lengths: tuple[Length, ...] = key(ListShape(Record(Length)), "Its length by facts; the first row.", default=())
    minus: str = key(EDUCATOR_FACT, "The fact that holds the years by which it is shorter.", default="")
    repeats: bool = key(FLAG, "One cycle follows the other: the one that holds the date judged.", default=False)
    extend: tuple[Length, ...] = key(ListShape(Record(Length)), "By how much it is longer, for whom.", default=())

    def __attrs_post_init__(self) -> None:
        """Refuse an anchor without what it hangs on."""
        month_day(self.first_day, "$.first_day")
        if self.anchor in _NEEDS_FACT and not self.fact:
            raise PolicyError("$.fact", f"the anchor {self.anchor.value} needs a date", "name the fact that holds it")
        if self.anchor is Anchor.BIRTH_MONTH and not self.month_fact:
            raise PolicyError("$.month_fact", "the month of birth is needed", "name the fact that holds it")
        if self.anchor is Anchor.FIXED and self.start is None:
            raise PolicyError("$.start", "a fixed cycle needs its first day", "write start = YYYY-MM-DD")
        has_length = bool(self.years or self.months or self.lengths)
        if self.anchor is not Anchor.PLAN and not has_length:
            raise PolicyError("$.years", "the cycle has no length", "write years, months or lengths")
        refuse_idle(self, _IDLE[self.anchor], f"the anchor {self.anchor.value} does not ask for it")


_NEEDS_FACT = (Anchor.ISSUE_DATE, Anchor.BIRTH_MONTH, Anchor.NEXT, Anchor.DAY_AFTER)
_OF_LENGTH = ("years", "months", "lengths", "minus", "repeats", "extend")
_IDLE: dict[Anchor, tuple[str, ...]] = {
    Anchor.ISSUE_DATE: ("month_fact", "first_day", "start"),
    Anchor.BIRTH_MONTH: ("first_day", "start"),
    Anchor.NEXT: ("month_fact", "start"),
    Anchor.DAY_AFTER: ("month_fact", "first_day", "start"),
    Anchor.FIXED: ("fact", "month_fact", "first_day", "not_before"),
    Anchor.PLAN: ("fact", "month_fact", "first_day", "not_before", "start", *_OF_LENGTH),
}


@frozen(kw_only=True)
class Calendar:
    """Where years and semesters begin, and which facts of an activity name its span where the record says so."""

    year_starts: str = key(TEXT, "First day of the school or fiscal year, as MM-DD.", default="07-01")
    semester_starts: tuple[str, ...] = key(
        ListShape(TEXT), "First days of the semesters, as MM-DD.", default=("01-01", "08-01")
    )
    year_fact: str = key(ACTIVITY_FACT, "The fact that names an activity's year.", default="")
    semester_fact: str = key(ACTIVITY_FACT, "The fact that names an activity's semester.", default="")
    week_fact: str = key(ACTIVITY_FACT, "The fact that names an activity's week.", default="")
    day_fact: str = key(ACTIVITY_FACT, "The fact that names an activity's day.", default="")

    def __attrs_post_init__(self) -> None:
        """Refuse days that are not in every year."""
        month_day(self.year_starts, "$.year_starts")
        for start in self.semester_starts:
            month_day(start, "$.semester_starts")


def month_day(text: str, where: str) -> tuple[int, int]:
    """Return the month and the day of the text MM-DD; raise `PolicyError` for a day that not every year has."""
    try:
        day = date.fromisoformat(f"2023-{text}")
    except ValueError:
        raise PolicyError(where, f"{text!r} is no month and day of every year", "write MM-DD, such as 07-01") from None
    return day.month, day.day


class KeepAfter(StrEnum):
    """What the time of keeping is counted from."""

    CYCLE_END = "cycle_end"
    COMPLETED = "completed"


@frozen(kw_only=True)
class Retention(Rule):
    """How long evidence is kept; the last day of keeping is inclusive."""

    after: KeepAfter = key(ChoiceShape(KeepAfter), "What it is counted from.", default=KeepAfter.CYCLE_END)
    years: int = key(_YEARS, "Whole years.", default=0)
    months: int = key(_MONTHS, "Further months.", default=0)
