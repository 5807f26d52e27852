"""What the rules say about each kind of activity, sorted out once so that no row asks in vain."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from plpcore.evaluation._awards import Earn, compile_award
from plpcore.evaluation._conditions import Check, compile_condition
from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._limits import Limit, compile_block, compile_cap
from plpcore.evaluation._predicates import Compiler, Getter, Test
from plpcore.evaluation._spans import Span, compile_span
from plpcore.policy import (
    ALWAYS,
    All,
    Award,
    Calendar,
    Compare,
    Condition,
    FactRef,
    Floor,
    Not,
    Operator,
    Per,
    Predicate,
    Rules,
    Some,
    Window,
    compared_facts,
    every_rule,
)


@frozen
class PlannedAward:
    """An award made ready for one kind.

    Attributes:
        is_special: Whether it looks at earlier claims or divides its credit.
    """

    id: str
    rule: Award
    test: Test | None
    earn: Earn
    same: tuple[Getter, ...]
    is_special: bool


@frozen
class PlannedCondition:
    """A condition made ready for one kind.

    Attributes:
        judges: Whether it reads the decisions about credit itself, as an approval and a panel do.
    """

    rule: str
    test: Test | None
    applies: Test | None
    check: Check
    judges: bool


@frozen
class PlannedFloor:
    """A floor made ready for one kind.

    Attributes:
        bit: Its place among the floors.
    """

    bit: int
    rule: Floor
    test: Test | None
    span: Span | None
    distinct: Getter | None


def lies_in(day: date | None, window: Window) -> bool:
    """Return whether a day lies in a window; a row without a date lies in none."""
    if day is None:
        return False
    return (window.start is None or window.start <= day) and (window.until is None or day < window.until)


@frozen
class Plan:
    """Everything that the rules say about one kind of activity.

    Attributes:
        sole: The only award that can decide, where nothing needs to be asked; else None.
        grouped: The caps whose group a missing fact leaves unknown.
    """

    awards: tuple[PlannedAward, ...]
    otherwise: tuple[PlannedAward, ...]
    conditions: tuple[PlannedCondition, ...]
    blocks: tuple[Limit, ...]
    caps: tuple[Limit, ...]
    floors: tuple[PlannedFloor, ...]
    sole: PlannedAward | None
    grouped: tuple[Limit, ...]


def kinds_named(rules: Rules) -> tuple[str, ...]:
    """Return the kinds that any predicate of the rules names, sorted."""
    found: set[str] = set()
    for _, rule in every_rule(rules):
        for compare in compared_facts(getattr(rule, "when", None) or ALWAYS):
            if compare.fact == "kind" and not isinstance(compare.value, FactRef):
                found.update(compare.value if isinstance(compare.value, tuple) else (str(compare.value),))
    return tuple(sorted(found))


def narrow(predicate: Predicate, kind: str) -> Predicate | None:
    """Return what is left to ask of an activity of this kind; None: it cannot hold."""
    match predicate:
        case Compare("kind", Operator.IS | Operator.ONE_OF, value) if not isinstance(value, FactRef):
            named = value if isinstance(value, tuple) else (value,)
            return ALWAYS if kind in named else None
        case Not(part):
            inner = narrow(part, kind)
            return ALWAYS if inner is None else None if inner == ALWAYS else Not(inner)
        case All(parts):
            return _all_of([narrow(part, kind) for part in parts])
        case Some(1, parts):
            return _any_of([narrow(part, kind) for part in parts])
        case _:
            return predicate


def _all_of(parts: list[Predicate | None]) -> Predicate | None:
    if None in parts:
        return None
    left = tuple(part for part in parts if part is not None and part != ALWAYS)
    return left[0] if len(left) == 1 else All(left)


def _any_of(parts: list[Predicate | None]) -> Predicate | None:
    left = tuple(part for part in parts if part is not None)
    if not left or ALWAYS in left:
        return ALWAYS if left else None
    return left[0] if len(left) == 1 else Some(1, left)


def _judges(rule: Condition) -> bool:
    is_approval = rule.approval is not None and rule.approval.purpose == "credit"
    return is_approval or rule.panel is not None


def _sole(awards: tuple[PlannedAward, ...], otherwise: tuple[PlannedAward, ...]) -> PlannedAward | None:
    if awards:
        return awards[0] if len(awards) == 1 and awards[0].test is None else None
    return otherwise[0] if len(otherwise) == 1 else None


class Planner:
    """Makes the plan of each kind from one set of rules."""

    def __init__(self, rules: Rules, unit: int, compiler: Compiler) -> None:
        self._rules = rules
        self._compiler = compiler
        self._calendar = rules.calendar or Calendar()
        self._earn = {award.id: compile_award(award, unit, compiler) for award in rules.awards or ()}

    def plan(self, kind: str) -> Plan:
        """Return what the rules say about activities of this kind."""
        found = [self._award(award, kind) for award in self._rules.awards or ()]
        awards = tuple(one for one in found if one is not None and not one.rule.otherwise)
        otherwise = tuple(one for one in found if one is not None and one.rule.otherwise)
        caps = tuple(self._caps(kind))
        return Plan(
            awards=awards,
            otherwise=otherwise,
            sole=_sole(awards, otherwise),
            conditions=tuple(self._conditions(kind)),
            blocks=tuple(self._blocks(kind)),
            caps=caps,
            grouped=tuple(cap for cap in caps if cap.asks),
            floors=tuple(self._floors(kind)),
        )

    def _test(self, predicate: Predicate, kind: str) -> tuple[bool, Test | None]:
        left = narrow(predicate, kind)
        return (False, None) if left is None else (True, self._compiler.test(left))

    def _award(self, award: Award, kind: str) -> PlannedAward | None:
        fits, test = self._test(award.when, kind)
        same = tuple(self._compiler.getter(name) for name in award.repeat.same) if award.repeat else ()
        is_special = bool(award.repeat or award.split)
        return PlannedAward(award.id, award, test, self._earn[award.id], same, is_special) if fits else None

    def _conditions(self, kind: str) -> Iterable[PlannedCondition]:
        for rule in self._rules.conditions or ():
            fits, test = self._test(rule.when, kind)
            if fits and not rule.waived:
                applies = self._compiler.educator_test(rule.applies)
                check = compile_condition(rule, self._compiler)
                yield PlannedCondition(rule.id, test, applies, check, _judges(rule))

    def _blocks(self, kind: str) -> Iterable[Limit]:
        for index, rule in enumerate(self._rules.blocks or ()):
            fits, test = self._test(rule.when, kind)
            if fits:
                yield compile_block(rule, index, test, self._calendar, self._compiler)

    def _caps(self, kind: str) -> Iterable[Limit]:
        for index, rule in enumerate(self._rules.caps or ()):
            fits, test = self._test(rule.when, kind)
            if fits and not rule.waived:
                yield compile_cap(rule, index, test, self._calendar, self._compiler)

    def _floors(self, kind: str) -> Iterable[PlannedFloor]:
        for bit, rule in enumerate(self._rules.floors or ()):
            fits, test = self._test(rule.when, kind)
            if fits:
                yield planned_floor(bit, rule, test, self._calendar, self._compiler)


def planned_floor(bit: int, rule: Floor, test: Test | None, calendar: Calendar, compiler: Compiler) -> PlannedFloor:
    """Return a floor made ready for one kind.

    Args:
        bit: Its place among the floors.
        rule: The floor.
        test: Which activities of the kind belong to its category; None: all.
        calendar: Where years begin.
        compiler: The compiler of the rules.
    """
    span = compile_span(Per.YEAR, calendar, compiler) if rule.per is Per.YEAR else None
    return PlannedFloor(bit, rule, test, span, compiler.getter(rule.distinct) if rule.distinct else None)


def holds(test: Test | None, row: Row, record: Record) -> bool | None:
    """Return whether a closure holds for a row; None: facts are missing, and `record.asked` names them."""
    if test is None:
        return True
    held = test(row, record)
    if held is not None and record.asked:
        record.asked.clear()
    return held
