"""Days, half-open periods, school years and the first days of cycles. Nothing here reads a clock."""

from plpcore.period._cycle import (
    cycle_of_length,
    start_day_after,
    start_from_birth_month,
    start_from_issue,
    start_from_next,
)
from plpcore.period._dates import add_months, add_years, parse_date, week_of
from plpcore.period._period import Period
from plpcore.period._school_year import YearStart, semester_of

__all__ = [
    "Period",
    "YearStart",
    "add_months",
    "add_years",
    "cycle_of_length",
    "parse_date",
    "semester_of",
    "start_day_after",
    "start_from_birth_month",
    "start_from_issue",
    "start_from_next",
    "week_of",
]
