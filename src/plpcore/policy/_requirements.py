"""What is required in a cycle, what at most counts, and what goes on to the next."""

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Rule, Window
from plpcore.policy._facts import VALUE, FactValue
from plpcore.policy._lists import ListShape, MapShape
from plpcore.policy._predicates import (
    ACTIVITY_FACT,
    ACTIVITY_WHEN,
    ALWAYS,
    EDUCATOR_FACT,
    EDUCATOR_WHEN,
    Predicate,
)
from plpcore.policy._records import Record, key, refuse_idle
from plpcore.policy._scalars import AMOUNT, FLAG, SHARE, TEXT, ChoiceShape, WholeShape
from plpcore.quantity import Rounding

_COUNT = WholeShape(1, 9_999)
_YEAR = WholeShape(0, 9_999)
_MONTHS = WholeShape(0, 1_200)


class ShareOf(StrEnum):
    """What a share is a share of."""

    REQUIRED = "required"
    COUNTED = "counted"


class Per(StrEnum):
    """The span that a cap or a floor holds in."""

    CYCLE = "cycle"
    YEAR = "year"
    SEMESTER = "semester"
    WEEK = "week"
    DAY = "day"
    ACTIVITY = "activity"


@frozen(kw_only=True)
class AmountRow:
    """So much, where the predicate on the educator holds."""

    when: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    amount: Fraction = key(AMOUNT, "How much, in the policy's unit.")


@frozen(kw_only=True)
class HighestOf:
    """The highest amount of all the classes that the educator is in."""

    fact: str = key(EDUCATOR_FACT, "The fact that lists the classes.")
    amounts: tuple[tuple[str, Fraction], ...] = key(MapShape(AMOUNT), "The amount of each class.")


@frozen(kw_only=True)
class Total(Rule):
    """What is required in a cycle: an amount, the first row that holds (none: 0), or the highest of classes."""

    amount: Fraction | None = key(AMOUNT, "The amount, in the policy's unit.", default=None)
    rows: tuple[AmountRow, ...] = key(ListShape(Record(AmountRow)), "Amounts by the educator's facts.", default=())
    highest_of: HighestOf | None = key(Record(HighestOf), "The highest of several classes.", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse a total that says no amount, or two."""
        if sum([self.amount is not None, bool(self.rows), self.highest_of is not None]) != 1:
            raise PolicyError("$", "a total says exactly one of amount, rows, highest_of", "keep one of them")


@frozen(kw_only=True)
class Add:
    """So much more for each further one."""

    each: str = key(EDUCATOR_FACT, "The fact that counts.")
    over: Fraction = key(AMOUNT, "The first so many add nothing.", default=Fraction(0))
    amount: Fraction = key(AMOUNT, "How much each further one adds.")


@frozen(kw_only=True)
class Prorate:
    """The requirement in proportion to a fact, rounded as said."""

    by: str = key(EDUCATOR_FACT, "The fact that the requirement is in proportion to.")
    of: Fraction = key(AMOUNT, "The fact's value that stands for the whole.", default=Fraction(1))
    increment: Fraction | None = key(AMOUNT, "The result is a multiple of this; absent: exact.", default=None)
    rounding: Rounding = key(ChoiceShape(Rounding), "How it is rounded.", default=Rounding.HALF_UP)

    def __attrs_post_init__(self) -> None:
        """Refuse a whole or an increment of nothing."""
        if not self.of or (self.increment is not None and not self.increment):
            raise PolicyError("$", "a whole or an increment cannot be 0", "write a positive amount")
        if self.increment is None:
            refuse_idle(self, ("rounding",), "write the increment that is rounded to")


@frozen(kw_only=True)
class Adjustment(Rule):
    """A change of the requirement. All additions come first, then reductions, prorations, exemptions."""

    when: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    add: Add | None = key(Record(Add), "So much more for each further licence or the like.", default=None)
    reduce: Fraction | None = key(AMOUNT, "So much less, not below 0.", default=None)
    prorate: Prorate | None = key(Record(Prorate), "In proportion to a fact.", default=None)
    exempt: bool = key(FLAG, "Nothing is required.", default=False)

    def __attrs_post_init__(self) -> None:
        """Refuse an adjustment that changes nothing, or in two ways."""
        ways = [self.add is not None, self.reduce is not None, self.prorate is not None, self.exempt]
        if sum(ways) != 1:
            raise PolicyError("$", "an adjustment says exactly one of add, reduce, prorate, exempt", "keep one of them")


_NO_SPAN_OF_FLOORS = frozenset(Per) - {Per.CYCLE, Per.YEAR}


@frozen(kw_only=True)
class Floor(Rule):
    """A minimum for a category: an amount, a share, or a number of distinct values."""

    when: Predicate = key(ACTIVITY_WHEN, "Which activities belong to the category.", default=ALWAYS)
    applies: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    at_least: Fraction | None = key(AMOUNT, "The minimum, in the policy's unit (or a count of values).", default=None)
    share: Fraction | None = key(SHARE, "The minimum as a share.", default=None)
    of: ShareOf = key(ChoiceShape(ShareOf), "What it is a share of.", default=ShareOf.REQUIRED)
    per: Per = key(
        ChoiceShape(Per, refused=_NO_SPAN_OF_FLOORS), "'year': each of the years must reach it.", default=Per.CYCLE
    )
    years: tuple[int, ...] = key(
        ListShape(_YEAR), "The years that count; empty: each whole year of the cycle.", default=()
    )
    window: Window | None = key(Record(Window), "The category's own span of days.", default=None)
    distinct: str = key(ACTIVITY_FACT, "Count the distinct values of this fact instead of credit.", default="")
    within: str = key(TEXT, "The id of the floor that this one is nested in.", default="")

    def __attrs_post_init__(self) -> None:
        """Refuse a floor without a minimum, or with two, and spans that have no meaning."""
        if (self.at_least is None) == (self.share is None):
            raise PolicyError("$", "a floor says exactly one of at_least and share", "keep one of them")
        if self.per in _NO_SPAN_OF_FLOORS:
            raise PolicyError("$.per", f"a floor cannot hold per {self.per.value}", "write cycle or year")
        if self.distinct and self.at_least is None:
            raise PolicyError("$.distinct", "distinct values are counted, not shared", "write at_least")
        if self.share is None:
            refuse_idle(self, ("of",), "only a share is a share of something")
        if self.per is not Per.YEAR:
            refuse_idle(self, ("years",), 'write per = "year"')
        if self.distinct and self.per is Per.YEAR:
            raise PolicyError("$.per", "distinct values are counted in the whole cycle", "leave per out")


@frozen(kw_only=True)
class Cap(Rule):
    """A maximum for activities of a kind: what exceeds it is lost."""

    when: Predicate = key(ACTIVITY_WHEN, "Which activities it limits.", default=ALWAYS)
    applies: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    at_most: Fraction | None = key(AMOUNT, "The maximum, in the policy's unit.", default=None)
    share: Fraction | None = key(SHARE, "The maximum as a share of the required total.", default=None)
    per: Per = key(ChoiceShape(Per), "The span that it holds in.", default=Per.CYCLE)
    by: tuple[str, ...] = key(ListShape(ACTIVITY_FACT, single=True), "One maximum for each value.", default=())
    waived: bool = key(FLAG, "The cap is switched off, and the statement says so.", default=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a cap without a maximum, or with two."""
        if (self.at_most is None) == (self.share is None):
            raise PolicyError("$", "a cap says exactly one of at_most and share", "keep one of them")


@frozen(kw_only=True)
class Block(Rule):
    """Nothing of a group counts until the group reaches a minimum."""

    when: Predicate = key(ACTIVITY_WHEN, "Which activities are grouped.", default=ALWAYS)
    by: tuple[str, ...] = key(ListShape(ACTIVITY_FACT, single=True), "The facts that make the groups.")
    at_least: Fraction = key(AMOUNT, "The group's minimum, in the policy's unit.")


@frozen(kw_only=True)
class CarryOver(Rule):
    """How much surplus goes on to the next cycle."""

    at_most: Fraction | None = key(AMOUNT, "At most so much; absent: all of the surplus.", default=None)
    earned: Window | None = key(Record(Window), "Only credit earned in this span of days.", default=None)
    last_months: int = key(_MONTHS, "Only credit earned in the last months of the cycle; 0: any.", default=0)
    when: Predicate = key(ACTIVITY_WHEN, "Only credit of these activities.", default=ALWAYS)
    only_if: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)
    again: bool = key(FLAG, "Credit that was carried in may be carried on.", default=True)
    fills_floors: bool = key(FLAG, "Carried credit may fill floors by its tags.", default=False)
    cycles: int = key(_COUNT, "After so many carries it is gone.", default=9_999)
    accepts: bool = key(FLAG, "Credit carried in counts to the total.", default=True)


@frozen(kw_only=True)
class Deemed(Rule):
    """A credential or a fact that satisfies total and floors at once."""

    when: Predicate | None = key(ACTIVITY_WHEN, "Activities that satisfy all.", default=None)
    count: int = key(_COUNT, "At least so many of them.", default=1)
    educator: Predicate | None = key(EDUCATOR_WHEN, "Something true of the educator.", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse a rule that names neither activities nor the educator."""
        if (self.when is None) == (self.educator is None):
            raise PolicyError("$", "it says exactly one of when and educator", "keep one of them")
        if self.when is None:
            refuse_idle(self, ("count",), "only activities are counted")


@frozen(kw_only=True)
class SignOffRule(Rule):
    """A sign-off that must be given, whatever the credit."""

    applies: Predicate = key(EDUCATOR_WHEN, "For whom.", default=ALWAYS)


@frozen(kw_only=True)
class Deadline(Rule):
    """What holds, by the educator's facts: the first deadline of a name that holds decides."""

    when: Predicate = key(EDUCATOR_WHEN, "When it holds.", default=ALWAYS)
    then: tuple[tuple[str, FactValue], ...] = key(MapShape(VALUE), "What holds then.")


@frozen(kw_only=True)
class StepTable(Rule):
    """An amount by date or by another fact: the first row that holds."""

    rows: tuple[AmountRow, ...] = key(ListShape(Record(AmountRow)), "The rows, the first that holds decides.")
