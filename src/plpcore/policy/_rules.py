"""Everything that an edition or an alternative may restate: the sections of a policy's rules."""

from enum import StrEnum
from typing import Any

from attrs import evolve, fields, frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Award, Rule, Window
from plpcore.policy._conditions import Condition
from plpcore.policy._data import DATA, EMPTY
from plpcore.policy._lists import ListShape
from plpcore.policy._records import Record, key
from plpcore.policy._requirements import (
    Adjustment,
    Block,
    Cap,
    CarryOver,
    Deadline,
    Deemed,
    Floor,
    SignOffRule,
    StepTable,
    Total,
)
from plpcore.policy._scalars import TEXT, ChoiceShape, WholeShape, shown
from plpcore.policy._shapes import Plain, Shape, nearest
from plpcore.policy._time import Calendar, Cycle, Retention


class AwardMatch(StrEnum):
    """What happens when several awards match one activity."""

    EXACTLY_ONE = "exactly one"
    FIRST = "first"


class CapOrder(StrEnum):
    """Which credit is lost when caps are exceeded."""

    CHRONOLOGICAL = "chronological"
    IN_TURN = "one after the other"
    BEST = "best for the educator"


class MissingFact(StrEnum):
    """What a comparison says when the record does not hold the fact."""

    UNDETERMINED = "undetermined"
    DOES_NOT_HOLD = "does not hold"


class SpentFirst(StrEnum):
    """Which credit fills the total first, where carried credit may not be carried again."""

    CARRIED = "carried"
    EARNED = "earned"


class CreditDate(StrEnum):
    """Which date places an activity in a cycle, a year and the order of caps."""

    COMPLETED = "completed"
    STARTED = "started"
    ENTERED = "entered"
    APPROVED = "approved"


class ReviewedAmount(StrEnum):
    """What an amount that a reviewer wrote does to the computed one."""

    REPLACES = "replaces"
    LOWERS = "lowers"
    IGNORED = "ignored"


class RepeatOf(StrEnum):
    """Which earlier claim makes a later one a repeat."""

    CLAIMED = "claimed"
    CREDITED = "credited"


def _option(default: StrEnum, meaning: str) -> Any:  # noqa: ANN401 - an attrs field
    return key(ChoiceShape(type(default)), meaning, default=default)


@frozen(kw_only=True)
class Options:
    """The points that a published rule may leave open. A statement says which were used."""

    awards: AwardMatch = _option(AwardMatch.EXACTLY_ONE, "What holds when several awards match one activity.")
    caps: CapOrder = _option(CapOrder.CHRONOLOGICAL, "Which credit is lost above a cap.")
    missing: MissingFact = _option(MissingFact.UNDETERMINED, "What a comparison says of a missing fact.")
    spent_first: SpentFirst = _option(SpentFirst.CARRIED, "Which credit fills the total first.")
    credit_date: CreditDate = _option(CreditDate.COMPLETED, "The date that places an activity in cycle, year and caps.")
    reviewed_amount: ReviewedAmount = _option(ReviewedAmount.REPLACES, "What a reviewer's amount does to the computed.")
    repeat_of: RepeatOf = _option(RepeatOf.CLAIMED, "Which earlier claim makes a later one a repeat.")


class SharingShape(Shape[int]):
    """How many floors one hour may fill: `overlap` (any), `split` (one), or a number."""

    def read(self, value: object, where: str) -> int:
        """Return the number of floors, 0 for any."""
        words = {"overlap": 0, "split": 1}
        if isinstance(value, str) and value not in words:
            mend = nearest(value, ["overlap", "split"]) + " (or a number of floors)"
            raise PolicyError(where, f"{shown(value)} is not one of its words", mend)
        return words[value] if isinstance(value, str) else WholeShape(1, 99).read(value, where)

    def write(self, value: int) -> Plain:
        """Return the word, or the number."""
        return {0: "overlap", 1: "split"}.get(value, value)

    def schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"anyOf": [{"enum": ["overlap", "split"]}, {"type": "integer", "minimum": 1, "maximum": 99}]}


@frozen(kw_only=True)
class CustomRule(Rule):
    """A rule of a kind that the host brings; the language hands it its table and shows its answer."""

    kind: str = key(TEXT, "The name of the rule kind.")
    spec: str = key(DATA, "What the rule kind reads, as canonical JSON.", default=EMPTY)


def _many(cls: type[Any], meaning: str) -> Any:  # noqa: ANN401 - an attrs field
    return key(ListShape(Record(cls)), meaning, default=None)


def _one(cls: type[Any], meaning: str) -> Any:  # noqa: ANN401 - an attrs field
    return key(Record(cls), meaning, default=None)


@frozen(kw_only=True)
class Rules:
    """The sections of a policy. None: not stated here, so what lies beneath holds."""

    total: Total | None = _one(Total, "What is required in a cycle.")
    awards: tuple[Award, ...] | None = _many(Award, "What an activity earns.")
    conditions: tuple[Condition, ...] | None = _many(Condition, "What must be true for credit.")
    window: Window | None = _one(Window, "The span of days that credit is earned in; absent: the cycle.")
    cycle: Cycle | None = _one(Cycle, "When a cycle begins and how long it is.")
    calendar: Calendar | None = _one(Calendar, "Where years, semesters and weeks begin.")
    blocks: tuple[Block, ...] | None = _many(Block, "Groups of which nothing counts below a minimum.")
    caps: tuple[Cap, ...] | None = _many(Cap, "Maxima.")
    floors: tuple[Floor, ...] | None = _many(Floor, "Minima for categories.")
    sharing: int | None = key(SharingShape(), "May one hour fill several floors?", default=None)
    adjustments: tuple[Adjustment, ...] | None = _many(Adjustment, "Changes of the required total.")
    carry_over: CarryOver | None = _one(CarryOver, "What goes on to the next cycle.")
    deemed: tuple[Deemed, ...] | None = _many(Deemed, "What satisfies everything at once.")
    sign_offs: tuple[SignOffRule, ...] | None = _many(SignOffRule, "Sign-offs that must be given.")
    retention: Retention | None = _one(Retention, "How long evidence is kept.")
    deadlines: tuple[Deadline, ...] | None = _many(Deadline, "What holds when it is late.")
    step_tables: tuple[StepTable, ...] | None = _many(StepTable, "Amounts by date or fact.")
    rules: tuple[CustomRule, ...] | None = _many(CustomRule, "Rules of kinds that the host brings.")
    options: Options | None = _one(Options, "The points that the published rule leaves open.")


def overlay(below: Rules, above: Rules) -> Rules:
    """Return the rules in which every section that `above` states replaces that of `below`."""
    stated: dict[str, Any] = {a.name: getattr(above, a.name) for a in fields(Rules)}
    return evolve(below, **{name: section for name, section in stated.items() if section is not None})


def every_rule(rules: Rules) -> tuple[tuple[str, Rule], ...]:
    """Return each rule with the name of its section, in the order of the sections."""
    found: list[tuple[str, Rule]] = []
    for attribute in fields(Rules):
        section = getattr(rules, attribute.name)
        members = section if isinstance(section, tuple) else (section,)
        found += [(attribute.name, rule) for rule in members if isinstance(rule, Rule)]
    return tuple(found)
