"""What a case needs of a storage: the flags that let it run, and the name under which the matrix counts it."""

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen

from plpcore.journal import Capabilities, Level

F = TypeVar("F", bound=Callable[..., Any])

PARTS = ("state", "history", "evidence", "durable", "multi_process", "joins_host_transaction", "sql", "read_only")
"""The base part, which every storage passes, and the extended ones, each by the capability that it shows."""


@frozen(kw_only=True)
class Needs:
    """What lets a case run.

    Attributes:
        level: The least level.
        below: Only storages below this level; None: any.
        flags: Capabilities that must be claimed.
        reads_only: The case does nothing but read what `fill` wrote, so a read-only storage can run it.
    """

    level: Level = Level.STATE
    below: Level | None = None
    flags: tuple[str, ...] = ()
    reads_only: bool = False

    @property
    def part(self) -> str:
        """Return the capability that the case shows."""
        return self.flags[0] if self.flags else self.level.name.lower()

    def missing(self, can: Capabilities) -> str | None:
        """Return why a storage of these capabilities does not run the case; None: it does."""
        if can.level < self.level:
            return f"its level is {can.level.name}; the case is for {self.level.name}"
        if self.below is not None and can.level >= self.below:
            return f"its level is {can.level.name}; the case is for those below {self.below.name}"
        if can.read_only and not (self.reads_only or "read_only" in self.flags):
            return "it is read only"
        unclaimed = [flag for flag in self.flags if not getattr(can, flag)]
        return f"it does not claim {unclaimed[0]}" if unclaimed else None


def needs(
    *flags: str, level: Level = Level.STATE, below: Level | None = None, reads_only: bool = False
) -> Callable[[F], F]:
    """Say what a case needs; without it a case is of the base part and writes."""

    def mark(case: F) -> F:
        vars(case)["needs"] = Needs(level=level, below=below, flags=flags, reads_only=reads_only)
        return case

    return mark


def needs_of(case: object) -> Needs:
    """Return what a case needs."""
    found = getattr(case, "needs", None)
    return found if isinstance(found, Needs) else Needs()


history = needs(level=Level.HISTORY)
evidence = needs(level=Level.EVIDENCE)
reading = needs(reads_only=True)
reading_history = needs(level=Level.HISTORY, reads_only=True)
