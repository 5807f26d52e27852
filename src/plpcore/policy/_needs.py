"""What must be so for predicates to hold: comparisons that must hold or must not, with every `not` moved to them."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.policy._predicates import All, Compare, FactRef, Not, Predicate

HOUR, MINUTE = "amount.hour", "amount.minute"
_EDUCATOR = "educator."


@frozen
class Literal:
    """A comparison that must hold, or must not."""

    compare: Compare
    wanted: bool


@frozen
class Least:
    """At least so many of the parts must be so."""

    count: int
    parts: "tuple[Need, ...]"


Need: TypeAlias = Literal | Least


def needs_of(predicate: Predicate, *, wanted: bool = True) -> Iterator[Need]:
    """Yield what must each be so for a predicate to hold, or to fail."""
    match predicate:
        case Compare():
            yield Literal(predicate, wanted)
        case Not(part):
            yield from needs_of(part, wanted=not wanted)
        case _:
            size = len(predicate.parts)
            count = size if isinstance(predicate, All) else predicate.count
            # Of 5 parts at least 2 fail to hold when at least 4 of them fail.
            least = count if wanted else size - count + 1
            if least == size:
                yield from chain.from_iterable(needs_of(part, wanted=wanted) for part in predicate.parts)
            else:
                yield Least(least, tuple(_one_need(part, wanted=wanted) for part in predicate.parts))


def _one_need(predicate: Predicate, *, wanted: bool) -> Need:
    found = tuple(needs_of(predicate, wanted=wanted))
    return found[0] if len(found) == 1 else Least(len(found), found)


def of_educator(predicate: Predicate) -> Predicate:
    """Return a predicate about the educator in the names that a predicate about an activity would use."""
    match predicate:
        case Compare(fact, _, value):
            other = FactRef(_full(value.fact)) if isinstance(value, FactRef) else value
            return evolve(predicate, fact=_full(fact), value=other)
        case Not(part):
            return Not(of_educator(part))
        case _:
            return evolve(predicate, parts=tuple(of_educator(part) for part in predicate.parts))


def _full(fact: str) -> str:
    return fact if fact.startswith(_EDUCATOR) else _EDUCATOR + fact


def literals_of(need: Need) -> Iterator[Literal]:
    """Yield every comparison that a need depends on."""
    if isinstance(need, Literal):
        yield need
    else:
        yield from chain.from_iterable(literals_of(part) for part in need.parts)


def asked(compare: Compare) -> tuple[str, ...]:
    """Return the names of the one or two facts that a comparison asks about."""
    return (compare.fact, compare.value.fact) if isinstance(compare.value, FactRef) else (compare.fact,)


def key_of(fact: str) -> str:
    """Return the name of the fact that is searched for: minutes are hours in other words."""
    return HOUR if fact == MINUTE else fact


def apart(needs: Iterable[Need]) -> list[list[Need]]:
    """Return the needs in parts that ask about different facts, in each part those first that leave least to choose."""
    found: list[tuple[set[str], list[Need]]] = []
    for need in needs:
        facts = {key_of(name) for literal in literals_of(need) for name in asked(literal.compare)}
        touched = [part for part in found if part[0] & facts]
        joined = (facts.union(*(part[0] for part in touched)), [*chain(*(part[1] for part in touched)), need])
        found = [*(part for part in found if part not in touched), joined]
    return [sorted(part, key=_size) for _, part in found]


def _size(need: Need) -> int:
    return sum(1 for _ in literals_of(need))
