"""The clock that stands still, the salts that count, and the portfolios of the small district."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from plpcore import evaluate
from plpcore.codec import to_json
from plpcore.errors import ModelError
from plpcore.exchange import load_policy
from plpcore.quantity import Quantity
from plpcore.testing import FrozenClock, counted_salts, sample_activity, sample_district, sample_portfolio


def test_a_frozen_clock_stands_until_it_is_moved() -> None:
    clock = FrozenClock()
    assert clock.now() == clock.now() == datetime(2026, 1, 31, 12, tzinfo=UTC)
    clock.later()
    clock.later(timedelta(hours=13))
    assert (clock.now(), clock.today()) == (datetime(2026, 2, 1, 1, 1, tzinfo=UTC), date(2026, 2, 1))
    clock.on(date(2024, 2, 29))
    assert clock.now() == datetime(2024, 2, 29, 12, tzinfo=UTC)


def test_the_day_of_a_frozen_clock_is_that_of_its_time_zone() -> None:
    late = datetime(2024, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    clock = FrozenClock(late)
    assert (clock.today(), clock.now().astimezone(UTC).date()) == (date(2024, 2, 29), date(2024, 3, 1))
    clock.on(date(2025, 1, 1))
    assert clock.now().utcoffset() == timedelta(hours=-5)


def test_a_clock_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ModelError, match="the time has no time zone; pass a time in UTC"):
        FrozenClock(datetime(2024, 2, 29))  # noqa: DTZ001 - that is the mistake


def test_counted_salts_begin_anew_each_time() -> None:
    first, second = counted_salts(), counted_salts()
    assert [first(), first(), second()] == [bytes(15) + b"\x01", bytes(15) + b"\x02", bytes(15) + b"\x01"]


def test_a_portfolio_is_made_in_one_line_and_any_field_may_be_given() -> None:
    made = sample_portfolio(sample_activity("a1", "1.5"), sample_activity("a2", kind="book"), educator="t9")
    assert [one.kind for one in made.activities] == ["workshop", "book"]
    assert made.activities[0].amounts == (Quantity.of("1.5", "hour"),)
    assert made.educator.id == "t9"


def test_the_district_is_the_same_in_every_run() -> None:
    district = sample_district()
    assert [to_json(one) for one in district] == [to_json(one) for one in sample_district()]
    assert len({one.educator.id for one in district}) == len(district) == 12
    assert sample_district(3) == district[:3]


def test_some_of_the_district_meet_its_policy_and_some_do_not() -> None:
    policy = load_policy("district-personalized")
    totals = [evaluate(policy, one, as_of=date(2025, 6, 30)).total for one in sample_district()]
    assert any(total >= 12 for total in totals)
    assert any(0 < total < 12 for total in totals)
    assert any(total == 0 for total in totals)
