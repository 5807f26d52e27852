"""Reading days and stepping through the calendar."""

import re
from datetime import date, datetime, timedelta

from plpcore.errors import PeriodError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_DAY = timedelta(days=1)
_COMMON_YEAR = 2001
_FEBRUARY = 2
_SHORT_MONTHS = (4, 6, 9, 11)
_SHOWN = 40
_FORMAT = "write year, month and day, such as '2024-02-29'"
_CALENDAR = "stay between 0001-01-01 and 9999-12-31"


def parse_date(value: str | date, where: str = "$") -> date:
    """Return the day that `value` names.

    Args:
        value: A `date`, or text as `YYYY-MM-DD` in ASCII digits; no other ISO form.
        where: The place to name when the value is refused.

    Raises:
        PeriodError: The value has another shape or type, carries a time of day, or is no day of the calendar.
    """
    if not isinstance(value, str):
        return check_day(value, where)
    if not _DATE.fullmatch(value):
        raise PeriodError(where, f"{shown(value)} is not a date", _FORMAT)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PeriodError(where, f"there is no day {value}", "look at the calendar") from None


def check_day(value: date, where: str = "$") -> date:
    """Return `value` unchanged when it is a `date` without a time of day; else raise PeriodError."""
    if isinstance(value, datetime):
        raise PeriodError(where, "a time of day has no place here", "hand over the date alone, in local time")
    if isinstance(value, date):
        return value
    raise PeriodError(where, f"{shown(value)} is not a date", _FORMAT)


def check_month_day(month: int, day: int, where: str = "$") -> None:
    """Raise PeriodError unless every year has this day; 29 February is refused."""
    try:
        date(_COMMON_YEAR, month, day)
    except (ValueError, TypeError, OverflowError):
        what = f"not every year has a day {day} in month {month}"
        raise PeriodError(where, what, "name a month from 1 to 12 and a day that it has in every year") from None


def make_date(year: int, month: int, day: int) -> date:
    """Return that day; raise PeriodError when the calendar does not reach it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise PeriodError("$", "the calendar does not reach that far", _CALENDAR) from None


def next_day(day: date, where: str = "$") -> date:
    """Return the day after; raise PeriodError after the last day of the calendar."""
    if day == date.max:
        raise PeriodError(where, f"the calendar ends with {day}", "use an earlier day")
    return day + _ONE_DAY


def add_years(day: date, n: int) -> date:
    """Return the same day `n` years later (earlier when `n` is negative).

    29 February becomes 28 February in a common year.

    Raises:
        PeriodError: The calendar ends before (years 1 to 9999).
    """
    return add_months(day, 12 * n)


def add_months(day: date, n: int) -> date:
    """Return the same day `n` months later (earlier when `n` is negative).

    A day that the month does not have becomes its last day: 31 January and one month are 28 or 29 February.

    Raises:
        PeriodError: The calendar ends before (years 1 to 9999).
    """
    years, months = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, months + 1
    return make_date(year, month, min(day.day, _days_in_month(year, month)))


def week_of(day: date) -> date:
    """Return the Monday of the week that holds `day` (ISO 8601: weeks begin on Monday)."""
    return day - timedelta(days=day.weekday())


def shown(value: object) -> str:
    """Return `value` for an error message: text quoted, on one line and cut when long; of other things the type."""
    if not isinstance(value, str):
        return type(value).__name__
    return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}…"


def _days_in_month(year: int, month: int) -> int:
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in _SHORT_MONTHS else 31
