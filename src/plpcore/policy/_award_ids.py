"""Rules that ask which award decided: the ids that they name, and what becomes of them where an award is replaced."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from attrs import evolve, fields

from plpcore.policy._awards import Rule
from plpcore.policy._predicates import (
    ACTIVITY_WHEN,
    Compare,
    FactRef,
    Not,
    Operator,
    Predicate,
    compared_facts,
)


def award_ids_in(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the key and the id, wherever a rule asks whether an award of that id decided."""
    for name, predicate in _about_activities(rule):
        for compare in compared_facts(predicate):
            yield from ((f"{name}.award", one) for one in _wanted(compare))


def with_awards(rule: Rule, instead: Mapping[str, tuple[str, ...]]) -> Rule:
    """Return a rule that asks for other awards where it asks for one of those named."""
    changed = {name: _changed(predicate, instead) for name, predicate in _about_activities(rule)}
    return cast("Rule", evolve(cast("Any", rule), **changed)) if changed else rule


def _about_activities(rule: Rule) -> Iterator[tuple[str, Predicate]]:
    for attribute in fields(cast("Any", type(rule))):
        held = getattr(rule, attribute.name)
        # The educator may have a fact of the name award; only activities are decided by one.
        if attribute.metadata.get("shape") is ACTIVITY_WHEN and held is not None:
            yield attribute.name, held


def _wanted(compare: Compare) -> tuple[str, ...]:
    if compare.fact != "award" or compare.operator not in _NAMING or isinstance(compare.value, FactRef):
        return ()
    return cast("tuple[str, ...]", compare.value if isinstance(compare.value, tuple) else (compare.value,))


_NAMING = (Operator.IS, Operator.ONE_OF)


def _changed(predicate: Predicate, instead: Mapping[str, tuple[str, ...]]) -> Predicate:
    def inner(part: Predicate) -> Predicate:
        return _changed(part, instead)

    match predicate:
        case Compare():
            return _compared(predicate, instead)
        case Not(part):
            return Not(inner(part))
        case _:
            return evolve(predicate, parts=tuple(map(inner, predicate.parts)))


def _compared(compare: Compare, instead: Mapping[str, tuple[str, ...]]) -> Compare:
    wanted = _wanted(compare)
    found = tuple(dict.fromkeys(new for one in wanted for new in instead.get(one, (one,))))
    if found == wanted:
        return compare
    return Compare("award", Operator.IS, found[0]) if len(found) == 1 else Compare("award", Operator.ONE_OF, found)
