"""Which values of a fact are worth trying: one for each way in which the comparisons of a predicate can come out.

Between two constants that a number is compared with, all numbers answer alike, so one of them stands for all; where
facts are compared with each other, as many stand for all as there are facts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.policy._facts import FactSpec, FactType
from plpcore.policy._predicates import Compare, FactRef

P = TypeVar("P", Fraction, date)

MINUTES = 60
FIRST_DAY = date(2025, 1, 1)
"""A day for a fact that is compared with no day."""


@frozen
class Fact:
    """A fact that predicates ask about.

    Attributes:
        name: Its name: `kind`, `amount.hour`, `educator.fte`.
        spec: Its declaration.
    """

    name: str
    spec: FactSpec

    @property
    def is_list(self) -> bool:
        """Return whether its value is a list of texts."""
        return self.spec.type is FactType.TEXTS

    @property
    def may_be_absent(self) -> bool:
        """Return whether a record may say nothing about it."""
        return self.spec.default is None and self.name not in {"id", "kind", "tags", "award"}


@frozen
class Group:
    """Facts that are compared with each other, directly or through others, and what they are compared with.

    Attributes:
        facts: The facts, at least one.
        compares: All comparisons of them; a comparison with a clock time is in hours (see `in_hours`).
    """

    facts: tuple[Fact, ...]
    compares: tuple[Compare, ...]

    @property
    def refers(self) -> bool:
        """Return whether facts are compared with each other."""
        return self.references > 0

    @property
    def references(self) -> int:
        """Return how many comparisons compare two facts."""
        return sum(1 for one in self.compares if isinstance(one.value, FactRef))

    def constants(self) -> Iterator[Any]:
        """Yield every value that a fact of the group is compared with; a list of texts one by one."""
        for one in self.compares:
            if isinstance(one.value, tuple):
                yield from one.value
            elif not isinstance(one.value, FactRef | bool):
                yield one.value


def candidates(fact: Fact, group: Group) -> tuple[Any, ...]:
    """Return the values of a fact that is no list which are worth trying, the likeliest first."""
    kinds: dict[FactType, Callable[[Fact, Group], Iterable[Any]]] = {
        FactType.TEXT: _texts,
        FactType.FLAG: lambda *_: (True, False),
        FactType.NUMBER: _numbers,
        FactType.DATE: _dates,
    }
    return tuple(dict.fromkeys(kinds[fact.spec.type](fact, group)))


def members(fact: Fact, group: Group) -> tuple[str, ...]:
    """Return the texts that are worth asking whether a list of texts has them."""
    return tuple(dict.fromkeys(_texts(fact, group)))


def _texts(fact: Fact, group: Group) -> Iterator[str]:
    """Yield the named texts, then texts that nobody names: so many that all facts may differ where they must."""
    closed = [text for one in group.facts for text in one.spec.one_of]
    named = [text for text in group.constants() if isinstance(text, str)]
    own = fact.spec.one_of
    single = sum(1 for one in group.facts if not one.is_list)
    number = single + group.references if group.refers else 1
    pool = [*named, *closed, *_fresh({*named, *closed}, 0 if own else number)]
    yield from (text for text in pool if text in own or (not own and _can_be(fact.name, text)))


def _fresh(taken: set[str], number: int) -> list[str]:
    """Return so many texts that are not taken."""
    found: list[str] = []
    serial = 1
    while len(found) < number:
        text = f"other-{serial}"
        found += [] if text in taken else [text]
        serial += 1
    return found


def _can_be(name: str, text: str) -> bool:
    """Return whether an activity can have the text there: a kind and a tag are ids, an empty title is none at all."""
    if name in {"id", "kind", "tags", "award"}:
        return _is_id(text)
    return name not in {"title", "provider"} or (bool(text) and text.isprintable())


def _is_id(text: str) -> bool:
    try:
        check_id(text)
    except InputError:
        return False
    return True


def _numbers(fact: Fact, group: Group) -> Iterator[Fraction]:
    several = len(group.facts) if group.refers else 1
    points = sorted({*group.constants()} | ({Fraction(0)} if _is_amount(fact.name) else set()))
    if group.refers and any(one.name == "amount.hour" for one in group.facts):
        points = _with_minutes(points)
    least = None if not _is_amount(fact.name) else Fraction(0)
    found = [*points, *(number for gap in _gaps(points, least) for number in _between(*gap, several))]
    yield from (number for number in found if number >= 0)
    # Nothing keeps a record from a number below 0, so a proof that there is none must try one.
    yield from (number for number in found if number < 0 and least is None)


def _is_amount(name: str) -> bool:
    return name.startswith("amount.")


def _with_minutes(points: list[Fraction]) -> list[Fraction]:
    """Return the points at which a number may change its place between an amount in hours and one in minutes."""
    zero = Fraction(0)
    hours = sorted({zero, *points, *(point / MINUTES for point in points)})
    hours = sorted({*hours, *(number for gap in _gaps(hours, zero) for number in _between(*gap, 1))})
    return sorted({*hours, *(hour * MINUTES for hour in hours)})


def _gaps(points: Sequence[P], least: P | None) -> Iterator[tuple[P | None, P | None]]:
    """Yield the open stretches between the points, that above them and, where there is no least value, that below."""
    yield from pairwise(points)
    yield (points[-1] if points else least), None
    if points and least is None:
        yield None, points[0]


def _between(low: Fraction | None, high: Fraction | None, several: int) -> list[Fraction]:
    """Return so many numbers in an open stretch, whole ones where they fit."""
    steps = range(1, several + 1)
    if low is None:
        return [Fraction(step) if high is None else high - step for step in steps]
    whole = [Fraction(low // 1 + step) for step in steps]
    if high is None or whole[-1] < high:
        return whole
    return [low + (high - low) * step / (several + 1) for step in steps]


def _dates(_: Fact, group: Group) -> Iterator[date]:
    several = len(group.facts) if group.refers else 1
    points = sorted({*group.constants()}) or [FIRST_DAY]
    yield from points
    for low, high in _gaps(points, None):
        days = (_day(low, step) if low is not None else _day(high, -step) for step in range(1, several + 1))
        yield from (day for day in days if day is not None and (low is None or high is None or day < high))


def _day(day: date | None, step: int) -> date | None:
    """Return the day so many days later, None where the calendar ends."""
    try:
        return day + timedelta(days=step) if day is not None else None
    except OverflowError:
        return None
