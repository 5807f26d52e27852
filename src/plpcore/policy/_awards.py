"""What an activity earns, and how minutes become units."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._lists import ListShape, MapShape
from plpcore.policy._predicates import ALWAYS, CLAIM_FACT, CLAIM_WHEN, Predicate
from plpcore.policy._records import Record, key, refuse_idle
from plpcore.policy._scalars import AMOUNT, DATE, FLAG, ID, SHARE, SOME_TEXT, TEXT, UNIT, ChoiceShape
from plpcore.quantity import Rounding


@frozen(kw_only=True)
class Rule:
    """What every rule carries: a stable id, and the place in the published text that it comes from."""

    id: str = key(ID, "The rule's stable id, unique in the policy.")
    cite: str = key(SOME_TEXT, "Where the rule is written: a source's id, a section, a board policy.")
    title: str = key(TEXT, "The rule's name for people; empty: its id.", default="")
    exceptions: bool = key(FLAG, "A policy that extends this one may make an exception to this rule.", default=False)

    @property
    def name(self) -> str:
        """Return what people call the rule."""
        return self.title or self.id


@frozen(kw_only=True)
class Band:
    """From so many minutes on (inclusive), so much credit."""

    minutes: Fraction = key(AMOUNT, "From this many minutes on, inclusive.", name="from")
    credit: Fraction = key(AMOUNT, "The credit, in the policy's unit.")


@frozen(kw_only=True)
class Measure:
    """How minutes become units. The segments of an activity are summed first and rounded once."""

    minutes_per_unit: Fraction = key(AMOUNT, "Minutes in one unit: 60, 50 …", default=Fraction(60))
    minimum: Fraction = key(AMOUNT, "Below so many units nothing is earned.", default=Fraction(0))
    increment: Fraction | None = key(AMOUNT, "Credit comes in multiples of this; absent: exact.", default=None)
    rounding: Rounding = key(ChoiceShape(Rounding), "How it is rounded to the increment.", default=Rounding.DOWN)
    bands: tuple[Band, ...] = key(ListShape(Record(Band)), "Credit by minutes instead of a rate.", default=())

    def __attrs_post_init__(self) -> None:
        """Refuse a unit or an increment of nothing, bands that do not rise, and keys without effect."""
        if not self.minutes_per_unit or (self.increment is not None and not self.increment):
            raise PolicyError("$", "a unit or an increment cannot be 0", "write a positive amount")
        starts = [band.minutes for band in self.bands]
        if starts != sorted(set(starts)):
            raise PolicyError("$.bands", "the bands must rise", "order them by 'from', each once")
        if self.bands:
            refuse_idle(self, ("minutes_per_unit", "minimum", "increment", "rounding"), "the bands say the credit")
        if self.increment is None:
            refuse_idle(self, ("rounding",), "write the increment that is rounded to")


@frozen(kw_only=True)
class Repeat:
    """What the second and every later claim of the same thing earns."""

    same: tuple[str, ...] = key(ListShape(CLAIM_FACT, single=True), "The facts that make two claims the same.")
    then: Fraction = key(SHARE, "The share that a repeated claim earns.", default=Fraction(0))


@frozen(kw_only=True)
class Award(Rule):
    """What an activity earns: a rate, so much each, a fixed amount, or a table by a fact.

    The steps run in this order: amount, `times`, `least`, `whole`. An activity that no award matches earns 0.
    """

    when: Predicate = key(CLAIM_WHEN, "Which activities it decides.", default=ALWAYS)
    otherwise: bool = key(FLAG, "It decides where no other award does.", default=False)
    per: str = key(UNIT, "The source unit that the rate is per: hour, minute, semester_hour, page …", default="")
    credit: Fraction = key(AMOUNT, "Credit per source unit.", default=Fraction(1))
    measure: Measure | None = key(Record(Measure), "How minutes become units (per = 'minute').", default=None)
    each: Fraction | None = key(AMOUNT, "So much for each one counted.", default=None)
    count: str = key(UNIT, "The source unit that counts the items of `each`; absent amount: 1.", default="item")
    count_at_least: Fraction = key(AMOUNT, "Fewer items than this earn nothing.", default=Fraction(0))
    fixed: Fraction | None = key(AMOUNT, "So much, whatever the amount.", default=None)
    table: tuple[tuple[str, Fraction], ...] = key(MapShape(AMOUNT), "Credit by the value of `by`.", default=())
    by: str = key(CLAIM_FACT, "The fact that chooses the row of `table`.", default="")
    times: Fraction = key(AMOUNT, "The multiplier, such as 3 for impact.", default=Fraction(1))
    least: Fraction = key(AMOUNT, "Below so much credit the activity earns nothing.", default=Fraction(0))
    whole: Fraction | None = key(AMOUNT, "Only whole multiples of this count, rounded down.", default=None)
    repeat: Repeat | None = key(Record(Repeat), "What a second claim of the same thing earns.", default=None)
    split: tuple[tuple[str, Fraction], ...] = key(
        MapShape(SHARE), "The categories (tags) that the credit is divided over, with their shares.", default=()
    )

    def __attrs_post_init__(self) -> None:
        """Refuse an award that says no amount, or two, and keys without effect."""
        ways = [bool(self.per), self.each is not None, self.fixed is not None, bool(self.table)]
        if sum(ways) != 1:
            raise PolicyError(
                "$", "an award says exactly one of per, each, fixed, table", f"award '{self.id}' says {sum(ways)}"
            )
        if bool(self.table) != bool(self.by):
            raise PolicyError("$", "a table needs the fact that chooses its row", 'write by = "…" beside table')
        if self.measure is not None and self.per != "minute":
            raise PolicyError("$.measure", "only minutes are measured", 'write per = "minute"')
        if self.otherwise and self.when != ALWAYS:
            raise PolicyError("$.when", "an award that decides otherwise has no condition", "remove when, or otherwise")
        if self.split and sum(share for _, share in self.split) != 1:
            raise PolicyError(
                "$.split", "the shares of a split must add up to one", 'write for example "50%" and "50%"'
            )
        if self.whole is not None and not self.whole:
            raise PolicyError("$.whole", "whole multiples of 0 cannot be taken", "write a positive amount")
        if not self.per or self.measure is not None:
            refuse_idle(self, ("credit",), "credit is a rate per source unit, and no rate is used")
        if self.each is None:
            refuse_idle(self, ("count", "count_at_least"), "items are counted for 'each' only")


@frozen(kw_only=True)
class Window:
    """A span of days; `until` is the first day after it."""

    start: date | None = key(DATE, "First day, inclusive.", default=None, name="from")
    until: date | None = key(DATE, "First day that no longer belongs to it.", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse a window that ends before it begins."""
        if self.start is not None and self.until is not None and self.start >= self.until:
            raise PolicyError("$", "the window ends before it begins", "put until after from")
