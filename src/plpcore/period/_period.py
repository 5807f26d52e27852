"""A period of days, half-open: the first day belongs to it, the end does not."""

from datetime import date

from attrs import frozen

from plpcore.errors import PeriodError
from plpcore.period._dates import check_day, next_day, parse_date, shown


@frozen
class Period:
    """The days from `start` up to, but not including, `end`.

    Half-open periods join without gap or overlap: the end of one cycle is the start of the next. `day in period`
    asks whether a day belongs to it.

    Args:
        start: The first day.
        end: The day after the last.

    Raises:
        PeriodError: `start` is not before `end`, or one of them is not a plain date.
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        if check_day(self.start, "$.start") >= check_day(self.end, "$.end"):
            what = f"the period starts on {self.start} and ends before {self.end}"
            raise PeriodError("$", what, "put the end after the start; the end day itself is not part of it")

    @classmethod
    def through(cls, first: date, last: date) -> "Period":
        """Return the period from `first` to `last`, both included.

        Raises:
            PeriodError: `last` is before `first`, or is the last day of the calendar (9999-12-31).
        """
        return cls(first, next_day(check_day(last, "$.last"), "$.last"))

    @classmethod
    def parse(cls, text: str, where: str = "$") -> "Period":
        """Return the period written as `2020-07-01/2025-07-01`; the day after the stroke is not part of it.

        Raises:
            PeriodError: The text has another shape; the line names `where`.
        """
        start, end = _halves(text)
        if not end:
            mend = "write start and end (not included), such as '2020-07-01/2025-07-01'"
            raise PeriodError(where, f"{shown(text)} is not a period", mend)
        first, after = parse_date(start, where), parse_date(end, where)
        try:
            return cls(first, after)
        except PeriodError as error:
            raise error.under(where) from None

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.end - self.start).days

    def intersects(self, other: "Period") -> bool:
        """Say whether the two periods have a day in common; touching ends have none."""
        return self.start < other.end and other.start < self.end

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        """Return start and end, the end not included, as `2020-07-01/2025-07-01`; `Period.parse` reads it back."""
        return f"{self.start}/{self.end}"


def _halves(text: object) -> tuple[str, str]:
    start, _, end = text.partition("/") if isinstance(text, str) else ("", "", "")
    return start, end
