"""The first day of a cycle, by the anchors that credit rules use, and its length."""

from datetime import date

from plpcore.errors import PeriodError
from plpcore.period._dates import add_months, check_month_day, make_date, next_day
from plpcore.period._period import Period


def start_from_issue(issued: date, not_before: date | None = None) -> date:
    """Return the day of issue, or `not_before` (the day the rule took effect) when that is later."""
    return issued if not_before is None else max(issued, not_before)


def start_from_birth_month(issued: date, month: int) -> date:
    """Return the first day of the first birth month that is not before the month of issue.

    A certificate issued in the birth month itself starts on the first day of that month, thus up to 30 days before
    its issue.

    Raises:
        PeriodError: `month` is not 1 to 12, or the calendar ends before.
    """
    check_month_day(month, 1, "$.month")
    return make_date(issued.year + (month < issued.month), month, 1)


def start_from_next(issued: date, month: int, day: int) -> date:
    """Return the first such day of a year that comes strictly after `issued`.

    Issued on 1 July, with 1 July as the anchor: the cycle starts a year later.

    Raises:
        PeriodError: Not every year has this day (29 February), or the calendar ends before.
    """
    check_month_day(month, day)
    return make_date(issued.year + ((month, day) <= (issued.month, issued.day)), month, day)


def start_day_after(completed: date) -> date:
    """Return the day after `completed`, the day on which the earlier cycle's work was done.

    Raises:
        PeriodError: The calendar ends with `completed`.
    """
    return next_day(completed)


def cycle_of_length(start: date, years: int = 0, months: int = 0) -> Period:
    """Return the cycle of `years` and `months` together that begins on `start`.

    A cycle that begins on 29 February ends, in a common year, with 27 February: its successor begins on the 28th.

    Raises:
        PeriodError: The length is not at least one month, or the calendar ends before.
    """
    length = 12 * years + months
    if length <= 0:
        raise PeriodError("$", "the cycle has no length", "give it at least one month")
    return Period(start, add_months(start, length))
