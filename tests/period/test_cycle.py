from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import PeriodError
from plpcore.period import (
    Period,
    add_months,
    add_years,
    cycle_of_length,
    start_day_after,
    start_from_birth_month,
    start_from_issue,
    start_from_next,
)

days = st.dates(date(2, 1, 1), date(9000, 12, 31))
months = st.integers(1, 12)


def first_and_last(cycle: Period) -> tuple[date, date]:
    return cycle.start, cycle.last_day


def test_a_cycle_from_the_birth_month_ends_with_the_month_before_it() -> None:
    start = start_from_birth_month(date(2018, 3, 15), 7)
    assert first_and_last(cycle_of_length(start, years=5)) == (date(2018, 7, 1), date(2023, 6, 30))


def test_a_cycle_from_the_day_of_issue_runs_to_the_day_before_its_return() -> None:
    start = start_from_issue(date(2004, 9, 1), not_before=date(2000, 7, 1))
    assert first_and_last(cycle_of_length(start, years=5)) == (date(2004, 9, 1), date(2009, 8, 31))


def test_a_late_completion_moves_the_next_cycle() -> None:
    start = start_day_after(date(2021, 2, 10))
    assert first_and_last(cycle_of_length(start, years=5)) == (date(2021, 2, 11), date(2026, 2, 10))


def test_years_of_moratorium_and_extension_lengthen_a_cycle() -> None:
    cycle = cycle_of_length(start_from_issue(date(2009, 7, 1)), years=5 + 2 + 1)
    assert first_and_last(cycle) == (date(2009, 7, 1), date(2017, 6, 30))


def test_a_cycle_that_waits_for_july_begins_in_the_summer_after_issue() -> None:
    start = start_from_next(date(2015, 10, 15), 7, 1)
    assert first_and_last(cycle_of_length(start, years=5)) == (date(2016, 7, 1), date(2021, 6, 30))


def test_years_already_served_shorten_a_cycle() -> None:
    cycle = cycle_of_length(date(2010, 7, 1), years=5 - 2)
    assert first_and_last(cycle) == (date(2010, 7, 1), date(2013, 6, 30))


def test_part_time_work_stretches_the_cycle() -> None:
    assert first_and_last(cycle_of_length(date(2018, 1, 1), years=7)) == (date(2018, 1, 1), date(2024, 12, 31))


def test_papers_are_kept_for_years_or_months_after_the_cycle() -> None:
    assert add_years(date(2023, 6, 30), 3) == date(2026, 6, 30)
    assert add_months(date(2024, 12, 31), 12) == date(2025, 12, 31)


def test_a_certificate_older_than_the_rule_starts_with_the_rule() -> None:
    assert start_from_issue(date(1998, 9, 1), not_before=date(2000, 7, 1)) == date(2000, 7, 1)


@pytest.mark.parametrize(
    ("month", "start"),
    [(2, date(2019, 2, 1)), (3, date(2018, 3, 1)), (4, date(2018, 4, 1)), (12, date(2018, 12, 1))],
)
def test_the_birth_month_is_looked_for_from_the_month_of_issue_on(month: int, start: date) -> None:
    assert start_from_birth_month(date(2018, 3, 15), month) == start


@given(days, months)
def test_a_birth_month_start_lies_within_a_year_of_the_month_of_issue(issued: date, month: int) -> None:
    start = start_from_birth_month(issued, month)
    assert (start.month, start.day) == (month, 1)
    assert issued.replace(day=1) <= start < add_years(issued.replace(day=1), 1)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_birth_month_outside_the_year_is_refused(month: int) -> None:
    with pytest.raises(PeriodError, match=rf"^\$\.month: not every year has a day 1 in month {month}"):
        start_from_birth_month(date(2018, 3, 15), month)


@pytest.mark.parametrize(
    ("issued", "start"),
    [
        (date(2016, 6, 30), date(2016, 7, 1)),
        (date(2016, 7, 1), date(2017, 7, 1)),
        (date(2016, 7, 2), date(2017, 7, 1)),
        (date(2016, 2, 29), date(2016, 7, 1)),
    ],
)
def test_the_next_first_of_july_is_strictly_after_the_issue(issued: date, start: date) -> None:
    assert start_from_next(issued, 7, 1) == start


@given(days, st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_the_next_such_day_is_at_most_a_year_away(issued: date, anchor: date) -> None:
    start = start_from_next(issued, anchor.month, anchor.day)
    assert (start.month, start.day) == (anchor.month, anchor.day)
    assert timedelta(0) < start - issued <= timedelta(days=366)


def test_a_leap_day_cannot_be_waited_for() -> None:
    with pytest.raises(PeriodError, match="not every year has a day 29 in month 2"):
        start_from_next(date(2024, 1, 1), 2, 29)


def test_the_day_after_may_be_a_leap_day_or_a_new_year() -> None:
    assert start_day_after(date(2024, 2, 28)) == date(2024, 2, 29)
    assert start_day_after(date(2023, 2, 28)) == date(2023, 3, 1)
    assert start_day_after(date(2023, 12, 31)) == date(2024, 1, 1)


def test_there_is_no_day_after_the_last_of_the_calendar() -> None:
    with pytest.raises(PeriodError, match="the calendar ends with 9999-12-31"):
        start_day_after(date.max)


@pytest.mark.parametrize("years", [1, 2, 3, 5])
def test_a_cycle_from_a_leap_day_ends_with_the_27th_in_a_common_year(years: int) -> None:
    assert cycle_of_length(date(2024, 2, 29), years=years).last_day == date(2024 + years, 2, 27)


def test_a_cycle_from_a_leap_day_to_a_leap_year_ends_with_the_28th() -> None:
    assert cycle_of_length(date(2024, 2, 29), years=4).last_day == date(2028, 2, 28)


def test_years_and_months_are_added_up() -> None:
    assert cycle_of_length(date(2024, 7, 1), years=1, months=6) == cycle_of_length(date(2024, 7, 1), months=18)
    assert cycle_of_length(date(2024, 7, 1), years=1, months=-6).last_day == date(2024, 12, 31)


@given(days, st.integers(1, 100), st.integers(1, 100))
def test_a_cycle_and_its_successor_make_one_of_both_lengths(start: date, one: int, other: int) -> None:
    first_of_month = start.replace(day=1)
    first = cycle_of_length(first_of_month, months=one)
    second = cycle_of_length(first.end, months=other)
    assert Period(first.start, second.end) == cycle_of_length(first_of_month, months=one + other)


@pytest.mark.parametrize(("years", "months"), [(0, 0), (-1, 0), (0, -1), (1, -12)])
def test_a_cycle_without_length_is_refused(years: int, months: int) -> None:
    with pytest.raises(PeriodError, match="the cycle has no length; give it at least one month"):
        cycle_of_length(date(2024, 7, 1), years=years, months=months)


def test_a_cycle_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(PeriodError, match="the calendar does not reach that far"):
        cycle_of_length(date(2024, 7, 1), years=8000)
