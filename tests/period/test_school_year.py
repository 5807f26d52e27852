from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import PeriodError
from plpcore.period import Period, YearStart, semester_of

# Not the first and the last year of the calendar: their school years reach beyond it.
days = st.dates(date(2, 1, 1), date(9998, 12, 31))
year_starts = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: YearStart(day.month, day.day))
month_days = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(lambda day: (day.month, day.day))


def test_a_school_year_begins_in_july_unless_said_otherwise() -> None:
    assert YearStart() == YearStart(7, 1)


@pytest.mark.parametrize(
    ("day", "period", "label"),
    [
        (date(2023, 7, 1), "2023-07-01/2024-07-01", "2023-24"),
        (date(2024, 6, 30), "2023-07-01/2024-07-01", "2023-24"),
        (date(2024, 2, 29), "2023-07-01/2024-07-01", "2023-24"),
        (date(2024, 7, 1), "2024-07-01/2025-07-01", "2024-25"),
        (date(1999, 12, 31), "1999-07-01/2000-07-01", "1999-00"),
    ],
)
def test_a_day_lies_in_the_year_that_began_in_the_summer_before(day: date, period: str, label: str) -> None:
    assert YearStart().year_of(day) == Period.parse(period)
    assert YearStart().label(day) == label
    assert YearStart().index(day) == int(label[:4])


def test_a_calendar_year_has_a_plain_label() -> None:
    start = YearStart(1, 1)
    assert [start.label(date(2023, 1, 1)), start.label(date(2023, 12, 31))] == ["2023", "2023"]
    assert start.year_of(date(2023, 6, 1)) == Period.parse("2023-01-01/2024-01-01")


def test_a_label_has_four_digits_so_that_labels_sort_as_years_do() -> None:
    assert [YearStart(1, 1).label(date(99, 5, 1)), YearStart().label(date(99, 8, 1))] == ["0099", "0099-00"]


def test_a_year_that_begins_later_in_january_has_two_numbers() -> None:
    assert YearStart(1, 2).label(date(2024, 1, 1)) == "2023-24"


@given(year_starts, days)
def test_every_day_lies_in_its_year_and_the_year_is_named_by_its_start(start: YearStart, day: date) -> None:
    year = start.year_of(day)
    assert day in year
    assert year.start == date(start.index(day), start.month, start.day)
    assert year.days in {365, 366}


@given(year_starts, days)
def test_years_join_without_gap_or_overlap(start: YearStart, day: date) -> None:
    year = start.year_of(day)
    assert start.year_of(year.last_day) == year
    assert start.index(year.end) == start.index(day) + 1


@pytest.mark.parametrize(
    ("month", "day"), [(2, 29), (2, 30), (6, 31), (0, 1), (13, 1), (1, 0), (1, -1), (10**20, 1), ("7", "1"), (7, None)]
)
def test_a_day_that_not_every_year_has_cannot_begin_a_year(month: Any, day: Any) -> None:
    with pytest.raises(PeriodError, match=f"not every year has a day {day} in month {month}; name a month"):
        YearStart(month, day)


def test_a_year_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(PeriodError, match="the calendar does not reach that far"):
        YearStart().year_of(date(9999, 8, 1))
    with pytest.raises(PeriodError, match="the calendar does not reach that far"):
        YearStart().year_of(date(1, 1, 1))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2023, 8, 1), date(2023, 8, 1)),
        (date(2023, 12, 31), date(2023, 8, 1)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 2, 29), date(2024, 1, 1)),
        (date(2024, 7, 31), date(2024, 1, 1)),
    ],
)
def test_a_day_lies_in_the_semester_that_began_last(day: date, first: date) -> None:
    assert semester_of(day, ((8, 1), (1, 1))) == first
    assert semester_of(day, ((1, 1), (8, 1))) == first


def test_a_semester_may_have_begun_in_the_year_before() -> None:
    assert semester_of(date(2024, 1, 10), ((8, 15), (1, 16))) == date(2023, 8, 15)


@given(st.lists(month_days, min_size=1, max_size=4).map(tuple), days)
def test_no_semester_begins_between_the_first_day_found_and_the_day(
    starts: tuple[tuple[int, int], ...], day: date
) -> None:
    first = semester_of(day, starts)
    walked = [first + timedelta(days=n) for n in range((day - first).days + 1)]
    assert [one for one in walked if (one.month, one.day) in starts] == [first]


def test_semesters_without_a_start_are_refused() -> None:
    with pytest.raises(PeriodError, match="no semester starts are given"):
        semester_of(date(2024, 1, 1), ())


def test_a_leap_day_cannot_begin_a_semester() -> None:
    with pytest.raises(PeriodError, match="not every year has a day 29 in month 2"):
        semester_of(date(2024, 3, 1), ((8, 1), (2, 29)))
