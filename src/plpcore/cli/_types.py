"""Values of options: dates, cycles, languages."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

import click
from attrs import frozen

from plpcore.errors import InputError
from plpcore.period import Period, YearStart, parse_date

_SCHOOL_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")


class Day(click.ParamType):  # type: ignore[type-arg]  # it takes one from click 8.4 on only
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """Return the date; refuse anything else in one line."""
        try:
            return parse_date(value)
        except InputError as error:
            self.fail(f"{error.what}; {error.mend}", param, ctx)


class Cycle(click.ParamType):  # type: ignore[type-arg]  # it takes one from click 8.4 on only
    """A period as START..END, its end exclusive, or a school year as 2024-25."""

    name = "start..end"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:  # noqa: ANN401
        """Return the period; refuse anything else in one line."""
        if isinstance(value, Period):
            return value
        year = _SCHOOL_YEAR.fullmatch(value)
        try:
            if year is not None and (int(year[1]) + 1) % 100 == int(year[2]):
                return YearStart().year_of(date(int(year[1]), YearStart().month, 1))
            return Period.parse(value.replace("..", "/"))
        except (InputError, ValueError):
            mend = "write 2024-07-01..2025-07-01 (the end is not included) or a school year from July as 2024-25"
            self.fail(f"{value!r} is not a cycle; {mend}", param, ctx)


class FirstDay(click.ParamType):  # type: ignore[type-arg]  # it takes one from click 8.4 on only
    """The first day of a school year as MM-DD."""

    name = "mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> YearStart:  # noqa: ANN401
        """Return the start of the year; refuse anything else in one line."""
        if isinstance(value, YearStart):
            return value
        try:
            month, day = (int(part) for part in value.split("-"))
            return YearStart(month, day)
        except (InputError, ValueError):
            self.fail(f"{value!r} is not the first day of a year; write 07-01", param, ctx)


@frozen
class Judged:
    """The dates that are judged by.

    Attributes:
        as_of: The date judged, inclusive.
        known_at: The knowledge used, inclusive; None: all.
    """

    as_of: date
    known_at: date | None


def judged_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add `--as-of` and `--known-at`; the command gets them as `judged`."""

    @wraps(function)
    def command(*args: Any, as_of: date | None, known_at: date | None, **given: Any) -> None:  # noqa: ANN401
        function(*args, judged=Judged(as_of or today(), known_at), **given)

    known = click.option("--known-at", type=Day(), help="Leave out what was entered or decided later.")
    as_of = click.option("--as-of", type=Day(), help="The date judged, inclusive; today where it is not named.")
    return as_of(known(command))


def today() -> date:
    """Return the day that it is here: the only clock of the command line."""
    return datetime.now().astimezone().date()
