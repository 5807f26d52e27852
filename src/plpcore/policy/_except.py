"""Exceptions: a rule of the upper policy left to everybody else, and the rule that holds instead."""

from collections.abc import Iterable
from typing import Any, cast

from attrs import evolve

from plpcore.errors import PolicyError
from plpcore.policy._awards import Award, Rule
from plpcore.policy._conditions import Condition
from plpcore.policy._needs import of_educator
from plpcore.policy._predicates import ALWAYS, All, Not, Predicate
from plpcore.policy._requirements import Adjustment, Block, Cap, Deadline, Floor, SignOffRule

_APPLIES = (Floor, Cap, Condition, SignOffRule)
_OF_EDUCATOR = (Adjustment, Deadline)
_OF_ACTIVITY = (Award, Block)


def narrowed(rule: Rule, excepted: Iterable[Predicate], where: str = "$") -> Rule | None:
    """Return the rule for everybody whom no exception is for; None: the exception is for everybody.

    Raises:
        PolicyError: The rule cannot hold for some educators only.
    """
    others = tuple(excepted)
    if ALWAYS in others:
        return None
    return _only_for(rule, tuple(Not(one) for one in others), where)


def replacement(instead: Rule, rule: Rule, applies: Predicate) -> Rule:
    """Return the rule that holds instead, citing both policies.

    It is for those whom the exception is for and whom the rule itself was for: an exception never widens a rule, and
    takes nobody from an exception that a policy in between made.
    """
    found = evolve(instead, cite=f"{instead.cite}; an exception to {rule.cite}")
    also = (*for_whom(rule), *_conjuncts(applies))
    return _only_for(found, also, "$") if also else found


def for_whom(rule: Rule) -> tuple[Predicate, ...]:
    """Return what a rule asks of the educator to hold at all; of a rule about activities as those name it."""
    held = cast("Any", rule)
    if isinstance(rule, _APPLIES):
        return _conjuncts(held.applies)
    if isinstance(rule, _OF_EDUCATOR):
        return _conjuncts(held.when)
    if isinstance(rule, _OF_ACTIVITY):
        return tuple(one for one in _conjuncts(held.when) if _is_of_educator(one))
    return ()


def _is_of_educator(predicate: Predicate) -> bool:
    return predicate == of_educator(predicate)


def _conjuncts(predicate: Predicate) -> tuple[Predicate, ...]:
    """Return the parts that must each hold."""
    if isinstance(predicate, All):
        return tuple(inner for part in predicate.parts for inner in _conjuncts(part))
    return (predicate,)


def _only_for(rule: Rule, also: tuple[Predicate, ...], where: str) -> Rule:
    held = cast("Any", rule)
    if isinstance(rule, _APPLIES):
        return evolve(rule, applies=_all((held.applies, *also)))
    if isinstance(rule, _OF_EDUCATOR):
        return evolve(rule, when=_all((held.when, *also)))
    if isinstance(rule, _OF_ACTIVITY):
        return evolve(rule, when=_all((held.when, *(of_educator(one) for one in also))))
    what = f"'{rule.id}' is a rule for everybody, and this exception is for some only"
    raise PolicyError(f"{where}.applies", what, "leave applies out; what is required may depend on facts in its rows")


def refuse_otherwise(rule: Rule, instead: Rule, applies: Predicate, where: str) -> None:
    """Refuse to let an award that decides what is left over decide it for some educators only.

    Raises:
        PolicyError: One of the two awards decides otherwise, and cannot be for some only.
    """
    if isinstance(rule, Award) and rule.otherwise and applies != ALWAYS:
        what = f"'{rule.id}' decides where no other award does, for everybody, and this exception is for some only"
        raise PolicyError(f"{where}.applies", what, "leave applies out, or add an award with a when of its own")
    if isinstance(instead, Award) and instead.otherwise and (*for_whom(rule), *_conjuncts(applies)):
        what = (
            f"an award that decides otherwise is for everybody, and it would hold instead of '{rule.id}' for some only"
        )
        raise PolicyError(f"{where}.awards[0].otherwise", what, "write a when in its place")


def _all(parts: Iterable[Predicate]) -> Predicate:
    left = tuple(dict.fromkeys(one for part in parts for one in _conjuncts(part)))
    return left[0] if len(left) == 1 else All(left)
