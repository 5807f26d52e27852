"""School years, fiscal years and semesters."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from plpcore.errors import PeriodError
from plpcore.period._dates import check_month_day, make_date
from plpcore.period._period import Period


@frozen
class YearStart:
    """The first day of a school, fiscal or calendar year; 1 July unless said otherwise.

    Args:
        month: 1 to 12.
        day: A day that the month has in every year; 29 February is refused.

    Raises:
        PeriodError: Not every year has this day.
    """

    month: int = 7
    day: int = 1

    def __attrs_post_init__(self) -> None:
        check_month_day(self.month, self.day)

    def index(self, day: date) -> int:
        """Return the calendar year in which the school year that holds `day` began."""
        return _year_of_start(day, self.month, self.day)

    def year_of(self, day: date) -> Period:
        """Return the school year that holds `day`.

        Raises:
            PeriodError: That year reaches beyond the calendar (years 1 to 9999).
        """
        year = self.index(day)
        return Period(make_date(year, self.month, self.day), make_date(year + 1, self.month, self.day))

    def label(self, day: date) -> str:
        """Return the usual name of the year that holds `day`: `2023-24`, or `2023` when years begin on 1 January."""
        year = self.index(day)
        if (self.month, self.day) == (1, 1):
            return f"{year:04d}"
        return f"{year:04d}-{(year + 1) % 100:02d}"


def semester_of(day: date, starts: Iterable[tuple[int, int]]) -> date:
    """Return the first day of the semester that holds `day`.

    Args:
        day: Any day.
        starts: Month and day of each semester's first day, in any order; a semester lasts until the next one starts.

    Raises:
        PeriodError: There are no starts, or a start is not a day of every year.
    """
    firsts = [_first_of_semester(day, month, first) for month, first in starts]
    if not firsts:
        raise PeriodError("$", "no semester starts are given", "give at least one, such as (8, 1)")
    return max(firsts)


def _first_of_semester(day: date, month: int, first: int) -> date:
    check_month_day(month, first)
    return make_date(_year_of_start(day, month, first), month, first)


def _year_of_start(day: date, month: int, first: int) -> int:
    return day.year - ((day.month, day.day) < (month, first))
