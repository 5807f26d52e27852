"""Hypothesis strategies of records."""

from datetime import date
from fractions import Fraction

from attrs import evolve
from hypothesis import strategies as st

from plpcore.ids import ActivityId, EducatorId
from plpcore.model import KINDS, Activity, Educator, Portfolio
from plpcore.quantity import Quantity

_DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
_HOURS = st.builds(Fraction, st.integers(0, 60), st.sampled_from([1, 2, 3, 4, 12]))
_TAGS = st.lists(st.sampled_from(["equity", "literacy", "maths", "safety"]), unique=True, max_size=2).map(tuple)


def portfolios(*, educator: str = "e1", most: int = 6) -> st.SearchStrategy[Portfolio]:
    """Return a strategy of records: activities of any kind, with and without a day, with exact hours and some tags.

    Args:
        educator: The educator's id.
        most: How many activities a record has at most.
    """
    return st.lists(_activities(), max_size=most).map(lambda held: _portfolio(educator, held))


def _activities() -> st.SearchStrategy[Activity]:
    return st.builds(
        lambda kind, day, hours, tags: Activity(
            ActivityId("a"), kind, completed=day, amounts=(Quantity(hours, "hour"),), tags=tags
        ),
        st.sampled_from(sorted(KINDS)),
        st.none() | _DAYS,
        _HOURS,
        _TAGS,
    )


def _portfolio(educator: str, held: list[Activity]) -> Portfolio:
    named = tuple(evolve(one, id=ActivityId(f"a{index}")) for index, one in enumerate(held))
    return Portfolio(educator=Educator(EducatorId(educator)), activities=named)
