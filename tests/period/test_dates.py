from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import PeriodError
from plpcore.period import add_months, add_years, parse_date, week_of

days = st.dates()
# Far from both ends, so that steps of some centuries stay inside the calendar.
inner_days = st.dates(date(1000, 1, 1), date(8999, 12, 31))


@given(days)
def test_a_day_is_read_from_its_iso_text(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(days)
def test_a_date_is_taken_as_it_is(day: date) -> None:
    assert parse_date(day) is day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-02",
        "20240229",
        "2024-W09-4",
        "2024-060",
        "2024-2-29",
        "24-02-29",
        "02/29/2024",
        "29.02.2024",
        "2024/02/29",
        " 2024-02-29",
        "2024-02-29 ",
        "2024-02-29\n",
        "2024-02-29T00:00:00",
        "2024-02-29Z",
        "-2024-02-29",
        "+2024-02-29",
        "12024-02-29",
        "٢٠٢٤-٠٢-٢٩",
        "2024\u201002\u201029",
        "2024-02-29\x00",
        "today",
        "9" * 100_000,
    ],
)
def test_text_of_another_shape_is_no_date(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_date(text, "rows.csv:12")
    line = str(caught.value)
    assert line.startswith("rows.csv:12: ")
    assert line.endswith("is not a date; write year, month and day, such as '2024-02-29'")
    assert len(line.splitlines()) == 1
    assert len(line) < 150


@pytest.mark.parametrize("text", ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match=f"there is no day {text}"):
        parse_date(text)


@pytest.mark.parametrize(
    "value", [datetime(2024, 2, 29, tzinfo=UTC), datetime.combine(date(2024, 2, 29), datetime.min.time())]
)
def test_a_time_of_day_is_refused(value: datetime) -> None:
    with pytest.raises(PeriodError, match="a time of day has no place here; hand over the date alone") as caught:
        parse_date(value, "$.completed")
    assert caught.value.where == "$.completed"


@pytest.mark.parametrize("value", [None, 20240229, True, 1.5, b"2024-02-29", ("2024", "02", "29")])
def test_a_value_of_another_type_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(PeriodError, match=f"{type(value).__name__} is not a date"):
        parse_date(value)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2020, 7, 1), 5, date(2025, 7, 1)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), -1, date(2023, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(1996, 2, 29), 4, date(2000, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2024, 2, 29), 0, date(2024, 2, 29)),
    ],
)
def test_years_are_added_and_a_leap_day_becomes_the_last_of_february(day: date, years: int, later: date) -> None:
    assert add_years(day, years) == later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 5, 31), 1, date(2024, 6, 30)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 7, 31), 2, date(2024, 9, 30)),
        (date(2024, 10, 31), 18, date(2026, 4, 30)),
        (date(2024, 10, 31), 1, date(2024, 11, 30)),
    ],
)
def test_months_are_added_and_a_missing_day_becomes_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_the_last_of_february_is_the_calendars_own_in_every_year() -> None:
    lasts = [add_years(date(2000, 2, 29), year - 2000).day for year in range(1, 10_000)]
    assert lasts == [monthrange(year, 2)[1] for year in range(1, 10_000)]


@given(inner_days, st.integers(-12_000, 12_000))
def test_adding_months_lands_in_the_right_month_on_the_nearest_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    is_last = (later + timedelta(days=1)).month != later.month
    assert later.day == day.day or (later.day < day.day and is_last)


@given(inner_days, st.integers(-900, 900))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    assert add_years(day, years) == add_months(day, 12 * years)


@given(inner_days, inner_days, st.integers(-1000, 1000))
def test_adding_months_keeps_the_order_of_days(one: date, other: date, months: int) -> None:
    low, high = sorted((one, other))
    assert add_months(low, months) <= add_months(high, months)


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2024, 1, 1), 7976), (date(2024, 1, 1), -2024), (date(2024, 1, 1), 10**6), (date(2024, 1, 1), 10**5000)],
    ids=["after", "before", "far", "absurd"],
)
def test_the_calendar_does_not_reach_beyond_its_years(day: date, years: int) -> None:
    with pytest.raises(PeriodError, match="the calendar does not reach that far"):
        add_years(day, years)


@given(days)
def test_a_week_begins_on_the_monday_before(day: date) -> None:
    monday = week_of(day)
    assert monday.isoweekday() == 1
    assert timedelta(0) <= day - monday < timedelta(days=7)


def test_a_week_may_begin_in_another_year() -> None:
    assert week_of(date(2025, 1, 1)) == date(2024, 12, 30)
