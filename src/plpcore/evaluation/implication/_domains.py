"""Which values of each fact can be told apart by the rules of two policies: one stands for all that answer alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

from attrs import define, field, frozen

from plpcore.errors import PolicyError
from plpcore.evaluation.implication._results import Outside
from plpcore.policy import (
    ACTIVITY_FACTS,
    GRADES,
    Compare,
    Cycle,
    FactRef,
    FactSpec,
    FactType,
    FactValue,
    Operator,
    Policy,
    Predicate,
    Rules,
    compared_facts,
)

MOST_TEXTS = 7
MOST_PROFILES = 4_000
_ANYTHING = object()
DAY = date(2024, 9, 2)
"""A day for a fact that is compared with no day."""
_TWO_YEARS = 731
"""Every cycle begins less than so many days after the date that it hangs on, unless the policy says not before."""


def activity_predicates(rules: Rules) -> Iterator[tuple[str, Predicate]]:
    """Yield every predicate about activities that what counts depends on, with its rule."""
    for section in (rules.awards, rules.blocks, rules.caps, rules.floors):
        yield from ((rule.id, rule.when) for rule in section or ())
    for condition in rules.conditions or ():
        yield condition.id, condition.when
        if condition.require is not None:
            yield condition.id, condition.require
    for one in rules.deemed or ():
        if one.when is not None:
            yield one.id, one.when


def educator_predicates(rules: Rules) -> Iterator[tuple[str, Predicate]]:
    """Yield every predicate about the educator that the verdict depends on, with its rule."""
    if rules.total is not None:
        yield from ((rules.total.id, row.when) for row in rules.total.rows)
    yield from ((one.id, one.when) for one in rules.adjustments or ())
    for section in (rules.caps, rules.floors, rules.conditions, rules.sign_offs):
        yield from ((rule.id, rule.applies) for rule in section or ())
    yield from ((one.id, one.require_educator) for one in rules.conditions or () if one.require_educator is not None)
    yield from ((one.id, one.educator) for one in rules.deemed or () if one.educator is not None)
    if rules.cycle is not None:
        yield from ((rules.cycle.id, row.when) for row in (*rules.cycle.lengths, *rules.cycle.extend))


@define
class Asked:
    """What is asked about one fact.

    Attributes:
        specs: How the policies declare it.
        constants: What it is compared with.
        may_lack: Whether some rule asks if it is given at all.
    """

    specs: list[FactSpec] = field(factory=list)
    constants: dict[Any, None] = field(factory=dict)
    may_lack: bool = False


@frozen
class Domains:
    """The values worth trying of the facts about educators and about activities, the plainest first."""

    educator: Mapping[str, tuple[Any, ...]]
    activity: Mapping[str, tuple[Any, ...]]
    gaps: tuple[Outside, ...]
    clashes: tuple[Outside, ...]

    def educators(self) -> Iterator[dict[str, Any]]:
        """Yield the facts of every sort of educator."""
        return _every(self.educator)

    def activities(self) -> Iterator[dict[str, Any]]:
        """Yield the facts of every sort of activity, its days left out."""
        return _every(self.activity)


def _every(domains: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    names = list(domains)
    for values in product(*domains.values()):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def given_facts(policies: Sequence[Policy], facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return facts of the educator in the types that the policies declare.

    Raises:
        PolicyError: A policy declares another type, or no policy declares the fact.
    """
    found: dict[str, FactValue] = {}
    for name, value in facts.items():
        specs = [dict(one.facts)[name] for one in policies if name in dict(one.facts)]
        if not specs:
            known = ", ".join(sorted({known for one in policies for known, _ in one.facts})) or "none"
            raise PolicyError("facts", f"neither policy has a fact '{name}' of the educator", f"known are: {known}")
        found[name] = next(iter([spec.typed(value, name) for spec in specs]))
    return found


def domains_of(
    policies: Sequence[tuple[Policy, Sequence[Rules]]], as_of: date, given: Mapping[str, FactValue] | None = None
) -> Domains:
    """Return what is worth trying under the rules of several policies, on a day; of a given fact its value."""
    educator: dict[str, Asked] = {}
    activity: dict[str, Asked] = {"kind": Asked()}
    for policy, ways in policies:
        for rules in ways:
            for fact, value in (*_compared(rules), *_of_cycle(rules.cycle, as_of)):
                about_educator = fact.startswith("educator.")
                facts = educator if about_educator else activity
                _note(facts.setdefault(fact.removeprefix("educator."), Asked()), value)
        _declare(policy, educator, activity)
    clashes = (*_clashes(educator, policies), *_clashes(activity, policies))
    known = given or {}
    found = {name: (known[name],) if name in known else _values(name, one) for name, one in educator.items()}
    of_activity = {name: _values(name, one) for name, one in activity.items() if not _is_day(name)}
    gaps = [Outside(policies[1][0].id, "", f"'{name}' has too many values") for name in _large(educator, activity)]
    if _size(found) > MOST_PROFILES or _size(of_activity) > MOST_PROFILES:
        gaps.append(Outside(policies[1][0].id, "", "the rules tell too many sorts of activities or educators apart"))
    return Domains(found, of_activity, tuple(gaps), clashes)


def _size(domains: Mapping[str, tuple[Any, ...]]) -> int:
    size = 1
    for values in domains.values():
        size *= len(values)
    return size


def days_asked(ways: Iterable[Rules]) -> Iterator[date]:
    """Yield every day that the day of an activity is compared with."""
    for rules in ways:
        for fact, value in _compared(rules):
            if _is_day(fact):
                yield from _days([value])


def _days(values: Iterable[Any]) -> Iterator[date]:
    """Yield the days among the values. A key of a table is text; one that is no day is the value of no date fact."""
    for value in values:
        if isinstance(value, date):
            yield value
        elif isinstance(value, str):
            with suppress(ValueError):
                yield date.fromisoformat(value)


def _is_day(name: str) -> bool:
    return name in {"completed", "started", "entered"}


def _compared(rules: Rules) -> Iterator[tuple[str, Any]]:
    """Yield each fact with each value it is compared with, `Ellipsis` for the question whether it is given.

    A fact that only makes groups stands with `_ANYTHING`: no value is named, but the record must have one.
    """
    for _, predicate in activity_predicates(rules):
        yield from _of_predicate(predicate, "")
    for _, predicate in educator_predicates(rules):
        yield from _of_predicate(predicate, "educator.")
    for award in rules.awards or ():
        if award.by:
            yield from ((award.by, value) for value, _ in award.table)
        yield from (("tags", tag) for tag, _ in award.split)
    for section in (rules.caps, rules.blocks):
        yield from ((fact, _ANYTHING) for limit in section or () for fact in limit.by)
    yield from _of_conditions(rules)
    yield from _of_requirement(rules)


def _of_predicate(predicate: Predicate, prefix: str) -> Iterator[tuple[str, Any]]:
    for compare in compared_facts(predicate):
        fact = compare.fact if compare.fact.startswith("educator.") else prefix + compare.fact
        if fact.startswith("amount.") or fact in {"id", "award"} or isinstance(compare.value, FactRef):
            continue
        yield from ((fact, value) for value in _operands(compare))


def _operands(compare: Compare) -> tuple[Any, ...]:
    if compare.operator is Operator.GIVEN:
        return (Ellipsis,)
    return compare.value if isinstance(compare.value, tuple) else (compare.value,)


def _of_conditions(rules: Rules) -> Iterator[tuple[str, Any]]:
    for condition in rules.conditions or ():
        if condition.waived:
            continue
        if condition.provider is not None:
            yield from (("provider", value) for value in (*condition.provider.one_of, Ellipsis))
        if condition.grade is not None:
            yield from ((condition.grade.fact, value) for value in (*condition.grade.passes, *GRADES))


def _of_requirement(rules: Rules) -> Iterator[tuple[str, Any]]:
    if rules.total is not None and rules.total.highest_of is not None:
        highest = rules.total.highest_of
        yield from ((f"educator.{highest.fact}", name) for name, _ in highest.amounts)
    for one in rules.adjustments or ():
        if one.prorate is not None:
            yield f"educator.{one.prorate.by}", one.prorate.of
        if one.add is not None:
            yield f"educator.{one.add.each}", one.add.over


def _of_cycle(cycle: Cycle | None, as_of: date) -> Iterator[tuple[str, Any]]:
    """Yield the facts that make the cycle, with values by which it has begun on the date judged."""
    if cycle is not None:
        begun = min(DAY, _later(as_of, -_TWO_YEARS))
        facts = ((cycle.fact, begun), (cycle.month_fact, Fraction(9)), (cycle.minus, Fraction(0)))
        yield from ((f"educator.{fact}", value) for fact, value in facts if fact)


def _note(found: Asked, value: Any) -> None:  # noqa: ANN401 - the value of any fact
    if value is Ellipsis:
        found.may_lack = True
    elif value is not _ANYTHING:
        found.constants[value] = None


def _declare(policy: Policy, educator: Mapping[str, Asked], activity: Mapping[str, Asked]) -> None:
    declared = policy.declarations
    for facts, known in ((educator, declared.educator), (activity, {**ACTIVITY_FACTS, **declared.activity})):
        for name, asked in facts.items():
            if name in known:
                asked.specs.append(known[name])


def _clashes(facts: Mapping[str, Asked], policies: Sequence[tuple[Policy, Sequence[Rules]]]) -> Iterator[Outside]:
    for name, asked in facts.items():
        if len({(spec.type, spec.one_of) for spec in asked.specs}) > 1:
            yield Outside(policies[1][0].id, "", f"the policies declare '{name}' differently")


def _large(*several: Mapping[str, Asked]) -> Iterator[str]:
    for facts in several:
        for name, asked in facts.items():
            if _type(asked) is FactType.TEXTS and len(_named(asked)) > MOST_TEXTS:
                yield name


def _type(asked: Asked) -> FactType:
    return asked.specs[0].type if asked.specs else FactType.TEXT


def _named(asked: Asked) -> list[str]:
    closed = asked.specs[0].one_of if asked.specs else ()
    return [text for text in asked.constants if isinstance(text, str) and (not closed or text in closed)]


def _values(name: str, asked: Asked) -> tuple[Any, ...]:
    of_type: dict[FactType, Callable[[], tuple[Any, ...]]] = {
        FactType.TEXT: lambda: _texts(name, asked),
        FactType.TEXTS: lambda: tuple(_subsets(_named(asked))),
        FactType.FLAG: lambda: (False, True),
        FactType.NUMBER: lambda: _numbers(asked),
        FactType.DATE: lambda: pieces(_days(asked.constants), None) or (DAY,),
    }
    return (*of_type[_type(asked)](), *((None,) if asked.may_lack else ()))


def _texts(name: str, asked: Asked) -> tuple[str, ...]:
    named = _named(asked)
    closed = asked.specs[0].one_of if asked.specs else ()
    others = [text for text in closed if text not in named][:1] if closed else [_fresh(name, named)]
    return (*named, *others)


def _fresh(name: str, taken: Sequence[str]) -> str:
    found = f"other-{name}"
    while found in taken:
        found += "-x"
    return found


def _subsets(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    sizes = range(len(texts) + 1) if len(texts) <= MOST_TEXTS else (0, 1, len(texts))
    for size in sizes:
        yield from combinations(sorted(texts), size)


def _number(value: str | Fraction) -> Fraction | None:
    """A key of a table that is no number is the value of no number fact."""
    try:
        return Fraction(value)
    except ValueError:
        return None


def _numbers(asked: Asked) -> tuple[Fraction, ...]:
    found = (_number(value) for value in asked.constants)
    points = sorted(number for number in found if number is not None) or [Fraction(1)]
    between = [(low + high) / 2 for low, high in pairwise(points)]
    return (*points, *between, points[-1] + 1, points[0] / 2 if points[0] > 0 else points[0] - 1)


def pieces(days: Iterable[date], last: date | None) -> tuple[date, ...]:
    """Return a day of every stretch in which all comparisons with these days answer alike, up to the last day."""
    starts = sorted({one for day in days for one in (day, _later(day))})
    before = [_later(starts[0], -1)] if starts else []
    return tuple(day for day in (*starts, *before) if last is None or day <= last)


def _later(day: date, days: int = 1) -> date:
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)
