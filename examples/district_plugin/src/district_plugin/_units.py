"""Whole units count; what is over goes on to the next activity, and in the end lapses."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.evaluation import Earned, EarnedColumns, RuleKind
from plpcore.policy import AMOUNT, key


@frozen(kw_only=True)
class WholeUnits:
    """The table of such a rule."""

    unit: Fraction = key(AMOUNT, "How much credit makes a unit.", default=Fraction(1))

    def __attrs_post_init__(self) -> None:
        """Refuse a unit of nothing."""
        if self.unit <= 0:
            raise PolicyError("$.unit", "a unit of nothing cannot be counted", "write an amount above 0")


def whole(spec: WholeUnits, given: tuple[Earned, ...]) -> list[Fraction]:
    """Return the whole units that are full with each activity, in the order of their days."""
    return _whole(spec.unit, [one.credit for one in given])


def whole_of_many(spec: WholeUnits, given: EarnedColumns) -> list[Fraction]:
    """Return the same for many educators at once; each begins with no remainder."""
    pairs = zip(given.educator, given.credit, strict=True)
    parts = (_whole(spec.unit, [credit for _, credit in rows]) for _, rows in groupby(pairs, key=lambda pair: pair[0]))
    return [amount for part in parts for amount in part]


def _whole(unit: Fraction, credits_: Sequence[Fraction]) -> list[Fraction]:
    over, found = Fraction(0), []
    for credit in credits_:
        held = over + credit
        over = held % unit
        found.append(held - over)
    return found


def tables() -> Any:  # noqa: ANN401 - a strategy of Hypothesis, which only those who test have
    """Return a strategy of tables, for tests."""
    from hypothesis import strategies as st

    return st.fractions(Fraction(1, 4), Fraction(15), max_denominator=4).map(lambda unit: WholeUnits(unit=unit))


WHOLE_UNITS = RuleKind("whole-units", WholeUnits, rows=whole, audit=whole_of_many, strategy=tables)
