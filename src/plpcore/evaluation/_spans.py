"""Years, semesters, weeks and days of activities: the spans that caps and floors hold in."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._predicates import Compiler
from plpcore.period import Period, YearStart, semester_of, week_of
from plpcore.policy import Calendar, Per, month_day

Span: TypeAlias = Callable[[Row, Record], object]
Days: TypeAlias = Callable[[date], object]


def year_start(calendar: Calendar) -> YearStart:
    """Return the day on which the policy's years begin."""
    return YearStart(*month_day(calendar.year_starts, "$.calendar.year_starts"))


def compile_span(per: Per, calendar: Calendar, compiler: Compiler) -> Span:
    """Return the closure that names a row's span; rows of one span have equal names, undated rows share one."""
    if per is Per.CYCLE:
        return lambda _row, _record: None
    if per is Per.ACTIVITY:
        return lambda row, _record: row.activity.id
    fact = {
        Per.YEAR: calendar.year_fact,
        Per.SEMESTER: calendar.semester_fact,
        Per.WEEK: calendar.week_fact,
        Per.DAY: calendar.day_fact,
    }[per]
    of_day = _of_day(per, calendar)
    return _named(fact, of_day, compiler) if fact else lambda row, _record: row.day and of_day(row.day)


def _of_day(per: Per, calendar: Calendar) -> Days:
    if per is Per.YEAR:
        return year_start(calendar).index
    if per is Per.SEMESTER:
        starts = tuple(month_day(start, "$.calendar.semester_starts") for start in calendar.semester_starts)
        return lambda day: semester_of(day, starts)
    return week_of if per is Per.WEEK else lambda day: day


def _named(fact: str, of_day: Days, compiler: Compiler) -> Span:
    get = compiler.getter(fact)

    def span(row: Row, record: Record) -> object:
        held = get(row, record)
        if held is None:
            return row.day and of_day(row.day)
        return int(held) if not isinstance(held, str | date | tuple) else held

    return span


def years_of(cycle: Period, start: YearStart) -> tuple[int, ...]:
    """Return the years (by the calendar year in which each begins) that lie wholly in the cycle."""
    first, last = start.index(cycle.start), start.index(cycle.last_day)
    years = range(first, last + 1)
    return tuple(year for year in years if _lies_in(year, start, cycle))


def _lies_in(year: int, start: YearStart, cycle: Period) -> bool:
    whole = start.year_of(date(year, start.month, start.day))
    return cycle.start <= whole.start and whole.end <= cycle.end
