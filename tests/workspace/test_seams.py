"""The seams: the clock of the machine, chance, and waiting."""

from datetime import UTC, datetime, timedelta, timezone

from plpcore.workspace import SystemClock
from plpcore.workspace._seams import fresh_salt, same_identity, short_pause


def test_the_clock_of_the_machine_tells_the_moment_in_utc_and_the_day_of_the_district() -> None:
    east, west = SystemClock(timezone(timedelta(hours=14))), SystemClock(timezone(timedelta(hours=-12)))
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert SystemClock().now().tzinfo is UTC
    assert (east.today() - west.today()).days in {1, 2}


def test_a_salt_is_fresh_each_time() -> None:
    assert len(fresh_salt()) == 16
    assert len({fresh_salt() for _ in range(100)}) == 100


def test_waiting_is_short() -> None:
    short_pause(1)
    assert same_identity("t1") == "t1"
