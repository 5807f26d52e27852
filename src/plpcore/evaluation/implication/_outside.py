"""What the decision does not take exactly: a gap forbids `implied`, a loose rule only makes a search less sharp."""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from plpcore.evaluation._prepare import PreparedWay
from plpcore.evaluation.implication._domains import activity_predicates, educator_predicates
from plpcore.evaluation.implication._results import Outside
from plpcore.policy import (
    Anchor,
    Award,
    Cap,
    CapOrder,
    CarryOver,
    CreditDate,
    FactRef,
    Measure,
    Per,
    Predicate,
    Rule,
    Rules,
    ShareOf,
    compared_facts,
)
from plpcore.quantity import Rounding


def bare(rule: Rule) -> Rule:
    """Return a rule without what does not decide anything: id, citation and title."""
    return evolve(rule, id="rule", cite="-", title="")


@frozen
class Question:
    """One way of the first policy and one of the second, and what is known of the cycle.

    Attributes:
        cycle_given: Whether the cycle of the plan is part of the question.
        as_of_given: Whether the date judged is part of the question.
    """

    first: PreparedWay
    second: PreparedWay
    ids: tuple[str, str]
    cycle_given: bool
    as_of_given: bool

    def gaps(self) -> Iterator[Outside]:
        """Yield what leaves the question undecided unless somebody is found who meets the one and not the other."""
        for way, name in zip((self.first, self.second), self.ids, strict=True):
            yield from (Outside(name, rule, why) for rule, why in _of_rules(way.rules))
        yield from self._awards()
        yield from (Outside(self.ids[0], one.id, "activities satisfy everything at once") for one in self._deemed())
        yield from self._carried()
        yield from self._in_time()

    def _deemed(self) -> Iterable[Rule]:
        return [one for one in self.first.rules.deemed or () if one.when is not None]

    def _awards(self) -> Iterator[Outside]:
        """Awards that are the same in both policies give the same, whatever they do."""
        stated = [[bare(award) for award in way.rules.awards or ()] for way in (self.first, self.second)]
        if stated[0] != stated[1]:
            for way, name in zip((self.first, self.second), self.ids, strict=True):
                yield from (Outside(name, rule, why) for rule, why in _of_awards(way.rules))

    def _carried(self) -> Iterator[Outside]:
        for way, name in zip((self.first, self.second), self.ids, strict=True):
            carry = way.rules.carry_over
            if carry is not None and carry.fills_floors:
                yield Outside(name, carry.id, "credit carried in fills floors")
        if carries_taken(self.second.rules) > carries_taken(self.first.rules) and _asks_a_share(self.second.rules):
            yield Outside(self.ids[1], "", "it takes credit carried in that the other does not")

    def _in_time(self) -> Iterator[Outside]:
        ways = (self.first, self.second)
        if all(self._is_known(way.rules) for way in ways):
            return
        if not _same_cycle(*(way.rules for way in ways)):
            yield Outside(self.ids[1], _cycle_id(self.second.rules), "the cycles differ; name one with its dates")
        for way, name in zip(ways, self.ids, strict=True):
            yield from (Outside(name, rule, why) for rule, why in _timed(way.rules))

    def _is_known(self, rules: Rules) -> bool:
        cycle = rules.cycle
        if cycle is None or cycle.anchor is Anchor.PLAN:
            return self.cycle_given
        is_plain = not (cycle.lengths or cycle.extend or cycle.minus)
        return cycle.anchor is Anchor.FIXED and is_plain and (self.as_of_given or not cycle.repeats)


def carries_taken(rules: Rules) -> int:
    """Return after how many carries credit is no longer taken; 0: none is."""
    carry = rules.carry_over or CarryOver(id="none", cite="-")
    return carry.cycles if carry.accepts else 0


def _asks_a_share(rules: Rules) -> bool:
    return any(floor.share is not None and floor.of is ShareOf.COUNTED for floor in rules.floors or ())


def _same_cycle(one: Rules, other: Rules) -> bool:
    pair = [None if rules.cycle is None else bare(rules.cycle) for rules in (one, other)]
    return pair[0] == pair[1] and one.window == other.window


def _cycle_id(rules: Rules) -> str:
    return "" if rules.cycle is None else rules.cycle.id


def _timed(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the rules for which it matters when a cycle begins and how long it is."""
    for floor in rules.floors or ():
        if floor.window is not None or floor.per is Per.YEAR:
            yield floor.id, "it holds in a year or a window, and the cycle is not named"
    for cap in rules.caps or ():
        if cap.per is Per.YEAR and not cap.waived:
            yield cap.id, "it holds in each year, and the cycle is not named"
    for rule, predicate in activity_predicates(rules):
        if any(_is_about_time(compare.fact) for compare in compared_facts(predicate)):
            yield rule, "it asks about a day, and the cycle is not named"
    for rule, fact in _named_facts(rules):
        if _is_about_time(fact):
            yield rule, "it asks about a day, and the cycle is not named"


def _is_about_time(fact: str) -> bool:
    return fact in {"completed", "started", "entered"}


def _of_rules(rules: Rules) -> Iterator[tuple[str, str]]:
    for one in rules.rules or ():
        yield one.id, f"the rule kind '{one.kind}' is code"
    for change in rules.adjustments or ():
        if change.prorate is not None or change.add is not None:
            yield change.id, "the requirement follows a number of the educator"
    if rules.calendar is not None and rules.calendar.year_fact:
        yield "", f"the fact '{rules.calendar.year_fact}' names the year of an activity"
    if rules.options is not None and rules.options.credit_date is not CreditDate.COMPLETED:
        yield "", f"credit is dated by '{rules.options.credit_date.value}'"
    if rules.cycle is not None and rules.cycle.minus:
        yield rules.cycle.id, f"the cycle follows a number, '{rules.cycle.minus}'"
    for rule, predicate in (*activity_predicates(rules), *educator_predicates(rules)):
        yield from ((rule, why) for why in _of_predicate(predicate))
    for rule, fact in _named_facts(rules):
        yield from ((rule, why) for why in _of_fact(fact))


def _named_facts(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the facts that rules ask without a predicate, where the decision tries their values."""
    yield from ((award.id, award.by) for award in rules.awards or ())
    yield from ((one.id, one.grade.fact) for one in rules.conditions or () if one.grade is not None)


def _of_awards(rules: Rules) -> Iterator[tuple[str, str]]:
    for award in rules.awards or ():
        if award.each is not None:
            yield award.id, "items may be counted in part"
        if award.split:
            yield award.id, "it divides its credit, and each part is held against the conditions by itself"


def _of_predicate(predicate: Predicate) -> Iterator[str]:
    for compare in compared_facts(predicate):
        if isinstance(compare.value, FactRef):
            yield "it compares two facts"
        yield from _of_fact(compare.fact)


def _of_fact(fact: str) -> Iterator[str]:
    if fact.startswith("amount."):
        yield "it asks about an amount"
    elif fact in {"id", "started", "entered"}:
        yield f"it asks about '{fact}'"


def is_loose_award(award: Award) -> bool:
    """Return whether an award's credit is not in proportion to what was done, but at most so."""
    measure = award.measure
    is_rounded = measure is not None and (measure.increment is not None or bool(measure.minimum or measure.bands))
    return bool(award.least or award.whole or award.count_at_least or award.repeat or is_rounded)


def grows(award: Award) -> bool:
    """Return whether rounding may give more credit than the proportion."""
    measure = award.measure
    return measure is not None and (bool(measure.bands) or _rounds_up(measure))


def _rounds_up(measure: Measure) -> bool:
    return measure.increment is not None and measure.rounding is not Rounding.DOWN


def is_plain_cap(cap: Cap) -> bool:
    """Return whether a cap is one amount in a cycle or in each year, which the decision takes exactly."""
    return cap.per in {Per.CYCLE, Per.YEAR} and not cap.by


def loose(way: PreparedWay, policy: str, *, second: bool) -> Iterator[Outside]:
    """Yield the rules that are taken as a bound only, so that an educator who is found may not be one."""
    found = [*_loose_awards(way.rules), *_loose_caps(way, second=second), *_loose_requirements(way.rules)]
    yield from (Outside(policy, rule, why) for rule, why in found)
    if way.rules.sharing and way.quantum is not None:
        yield Outside(policy, "", "hours are placed in whole quanta")
    if second:
        yield from (
            Outside(policy, one.id, "activities satisfy everything") for one in way.rules.deemed or () if one.when
        )


def _loose_awards(rules: Rules) -> Iterator[tuple[str, str]]:
    for award in rules.awards or ():
        if is_loose_award(award) or grows(award):
            yield award.id, "a repeat is known by what came before" if award.repeat else "it rounds"


def _loose_caps(way: PreparedWay, *, second: bool) -> Iterator[tuple[str, str]]:
    caps = [cap for cap in way.rules.caps or () if not cap.waived]
    order = way.options.caps
    for cap in caps:
        if not is_plain_cap(cap):
            yield cap.id, "it holds in each of many groups"
        elif order is not CapOrder.BEST:
            yield cap.id, "which credit it takes depends on the order of time"
        elif second:
            yield cap.id, "the best choice under caps is not taken exactly"


def _loose_requirements(rules: Rules) -> Iterator[tuple[str, str]]:
    for block in rules.blocks or ():
        yield block.id, "nothing of a group counts below its minimum"
    for floor in rules.floors or ():
        if floor.distinct:
            yield floor.id, "distinct values are counted"
    for condition in rules.conditions or ():
        if not condition.waived and condition.test in {"within", "attendance", "panel"}:
            yield condition.id, f"the test '{condition.test}' is not taken exactly"
