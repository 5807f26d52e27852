import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import PeriodError
from plpcore.period import Period

days = st.dates(max_value=date.max - timedelta(days=1))
periods = st.tuples(days, days).map(lambda pair: Period.through(min(pair), max(pair)))
# Short periods close together, so that they often touch or overlap.
near_days = st.dates(date(2024, 2, 26), date(2024, 3, 3))
near_periods = st.tuples(near_days, near_days).map(lambda pair: Period.through(min(pair), max(pair)))

CYCLE = Period(date(2020, 7, 1), date(2025, 7, 1))


def test_the_start_belongs_to_a_period_and_the_end_does_not() -> None:
    assert date(2020, 7, 1) in CYCLE
    assert date(2025, 6, 30) in CYCLE
    assert date(2020, 6, 30) not in CYCLE
    assert date(2025, 7, 1) not in CYCLE


def test_a_period_knows_its_last_day_and_its_length() -> None:
    assert CYCLE.last_day == date(2025, 6, 30)
    assert CYCLE.days == 1826


def test_a_leap_day_counts() -> None:
    assert Period(date(2024, 2, 28), date(2024, 3, 1)).days == 2
    assert date(2024, 2, 29) in Period(date(2024, 2, 29), date(2024, 3, 1))
    assert Period(date(2024, 3, 1), date(2024, 3, 2)).last_day == date(2024, 3, 1)
    assert Period(date(2024, 2, 1), date(2024, 3, 1)).last_day == date(2024, 2, 29)


def test_a_period_is_made_from_its_first_and_last_day() -> None:
    assert Period.through(date(2020, 7, 1), date(2025, 6, 30)) == CYCLE
    assert Period.through(date(2024, 2, 29), date(2024, 2, 29)).days == 1


@given(periods)
def test_first_and_last_day_give_the_period_back(period: Period) -> None:
    assert Period.through(period.start, period.last_day) == period
    assert period.last_day in period
    assert period.end not in period


@given(periods, days)
def test_a_day_is_inside_exactly_when_it_lies_between_first_and_last(period: Period, day: date) -> None:
    assert (day in period) is (period.start <= day <= period.last_day)


@given(near_periods)
def test_the_length_is_the_number_of_days_inside(period: Period) -> None:
    month = [date(2024, 2, 1) + timedelta(days=n) for n in range(60)]
    assert period.days == sum(day in period for day in month)


@given(near_periods, near_periods)
def test_two_periods_intersect_when_a_day_lies_in_both(one: Period, other: Period) -> None:
    month = [date(2024, 2, 1) + timedelta(days=n) for n in range(60)]
    assert one.intersects(other) is any(day in one and day in other for day in month)
    assert one.intersects(other) is other.intersects(one)


def test_periods_that_touch_do_not_intersect() -> None:
    following = Period(CYCLE.end, date(2030, 7, 1))
    assert not CYCLE.intersects(following)
    assert not following.intersects(CYCLE)


@pytest.mark.parametrize("end", [date(2020, 7, 1), date(2020, 6, 30)])
def test_a_period_without_a_day_is_refused(end: date) -> None:
    with pytest.raises(PeriodError, match=f"^.: the period starts on 2020-07-01 and ends before {end}; put the end"):
        Period(date(2020, 7, 1), end)


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(PeriodError, match="starts on 2020-07-01 and ends before 2020-07-01"):
        Period.through(date(2020, 7, 1), date(2020, 6, 30))


@pytest.mark.parametrize(
    ("start", "end", "where"),
    [
        (datetime(2020, 7, 1, tzinfo=UTC), date(2025, 7, 1), "$.start"),
        (date(2020, 7, 1), datetime(2025, 7, 1, tzinfo=UTC), "$.end"),
        ("2020-07-01", date(2025, 7, 1), "$.start"),
        (date(2020, 7, 1), None, "$.end"),
    ],
)
def test_a_period_holds_plain_dates_alone(start: Any, end: Any, where: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period(start, end)
    assert caught.value.where == where


def test_the_last_day_of_the_calendar_cannot_be_the_last_of_a_period() -> None:
    with pytest.raises(PeriodError, match=r"^\$\.last: the calendar ends with 9999-12-31; use an earlier day"):
        Period.through(date(2020, 7, 1), date.max)


def test_a_period_is_written_half_open() -> None:
    assert str(CYCLE) == "2020-07-01/2025-07-01"


@given(periods)
def test_a_period_survives_text_and_pickling(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "'' is not a period"),
        ("2020-07-01", "'2020-07-01' is not a period"),
        ("2020-07-01/", "'2020-07-01/' is not a period"),
        ("2020-07-01 - 2025-07-01", "is not a period"),
        ("/2025-07-01", "'' is not a date"),
        ("2020-07-01/P5Y", "'P5Y' is not a date"),
        ("2020-07-01/2025-07-01/2030-07-01", "'2025-07-01/2030-07-01' is not a date"),
        ("2020-07-01/2021-02-29", "there is no day 2021-02-29"),
        ("2020-07-01/2020-07-01", "the period starts on 2020-07-01 and ends before 2020-07-01"),
        (None, "NoneType is not a period"),
        (CYCLE, "Period is not a period"),
    ],
)
def test_text_that_is_no_period_is_refused_with_its_place(text: Any, what: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text, "plans.csv:3")
    assert caught.value.where == "plans.csv:3"
    assert what in caught.value.what


def test_a_period_cannot_be_changed_and_has_no_room_for_more() -> None:
    period: Any = CYCLE
    with pytest.raises(FrozenInstanceError):
        period.end = date(2030, 7, 1)
    assert not hasattr(period, "__dict__")


def test_a_time_of_day_is_never_compared_with_a_period() -> None:
    moment: Any = datetime(2024, 2, 29, tzinfo=UTC)
    # Python 3.13 words it differently.
    with pytest.raises(TypeError, match=r"can't compare|not supported between"):
        _ = moment in CYCLE
