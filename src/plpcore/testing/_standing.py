"""What stands still in tests: a clock that is moved by hand, and salts that count."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from attrs import define, field

from plpcore.errors import ModelError
from plpcore.journal import SALT_LENGTH

_NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@define
class FrozenClock:
    """A clock that stands still until it is moved; a `Clock` of the workspace.

    Attributes:
        moment: What time it is, with a time zone, which is that of the district; noon of 31 January 2026 in UTC if
            nothing is given.

    Raises:
        ModelError: The moment has no time zone.
    """

    moment: datetime = field(default=_NOON)

    def __attrs_post_init__(self) -> None:
        if self.moment.tzinfo is None:
            raise ModelError("$.moment", "the time has no time zone", "pass a time in UTC")

    def now(self) -> datetime:
        """Return the moment at which it stands."""
        return self.moment

    def today(self) -> date:
        """Return the day at which it stands."""
        return self.moment.date()

    def on(self, day: date) -> None:
        """Move it to noon of a day, forwards or backwards."""
        self.moment = datetime.combine(day, time(12), self.moment.tzinfo)

    def later(self, by: timedelta = timedelta(minutes=1)) -> None:
        """Move it on by a time, a minute if nothing is given."""
        self.moment += by


def counted_salts() -> Callable[[], bytes]:
    """Return a function that returns the salts 1, 2, 3 …, so that a journal is the same in every run."""
    numbers = count(1)
    return lambda: next(numbers).to_bytes(SALT_LENGTH, "big")
