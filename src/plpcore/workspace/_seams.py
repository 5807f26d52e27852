"""What a host brings besides rights: time, chance, and who people are. This is the only place with a clock."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol

from attrs import frozen

from plpcore.journal import SALT_LENGTH

_LONGEST_PAUSE = 0.05


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the moment, with a time zone."""
        ...

    def today(self) -> date:
        """Return the day as the district's calendar has it."""
        ...


@frozen
class SystemClock:
    """The clock of the machine.

    Attributes:
        zone: Where the district is, which decides when a day ends.
    """

    zone: tzinfo = UTC

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day in the district's time zone."""
        return datetime.now(self.zone).date()


def fresh_salt() -> bytes:
    """Return 16 random bytes of the operating system."""
    return secrets.token_bytes(SALT_LENGTH)


def short_pause(attempt: int) -> None:
    """Wait a little, longer after each attempt and never equally long for two writers."""
    time.sleep(min(_LONGEST_PAUSE, 0.001 * attempt) * secrets.randbelow(1000) / 1000)


IdentityResolver = Callable[[str], str]
"""From the host's name of a person, such as a login, to the opaque id that the workspace knows."""


def same_identity(person: str) -> str:
    """Return the name itself: the host uses the workspace's ids."""
    return person
