"""The nearest other values of one key: what a slip of the pen would write."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from plpcore.policy._checks import EDITION_DATES
from plpcore.policy._conditions import GRADES
from plpcore.policy._data import DATA
from plpcore.policy._facts import ACTIVITY_FACTS, FactSpec
from plpcore.policy._policy import Policy
from plpcore.policy._predicates import FactNameShape
from plpcore.policy._scalars import SHARE, UNIT
from plpcore.policy._shapes import Shape

Held: TypeAlias = Any
"""Any value that a key of a policy may hold."""

PERCENT = Fraction(1, 100)
_DAY = timedelta(days=1)
_PURPOSES = {"credit": "prior-approval", "prior-approval": "credit"}


class Neighbours:
    """Finds the nearest other values; the policy says which facts there are and what they may be."""

    def __init__(self, policy: Policy) -> None:
        built_in = {name: spec for name, spec in ACTIVITY_FACTS.items() if name not in {"id", "title"}}
        self._tables: tuple[Mapping[str, FactSpec], ...] = (
            dict(policy.facts),
            {**built_in, **dict(policy.activity_facts)},
        )

    def of_key(self, held: Held, shape: Shape[Held], name: str) -> list[Held]:
        """Return what may stand in the place of a single value, by the shape and the name of its key."""
        if isinstance(held, StrEnum):
            return [one for one in type(held) if one is not held]
        if not isinstance(held, str):
            return nearest_numbers(held, PERCENT if shape is SHARE else None)
        if shape is DATA:
            return []
        if shape is UNIT:
            return ["semester_hour" if held != "semester_hour" else "hour"]
        if name == "edition_by":
            return [next(one for one in EDITION_DATES if one != held)]
        return self.other_facts(held) if isinstance(shape, FactNameShape) else [other_text(held)]

    def of_value(self, fact: str, value: Held) -> list[Held]:
        """Return what may stand in the place of a fact's value, a text that the fact declares where it declares any."""
        name = fact.removeprefix("educator.")
        return other_values(value, next((table[name].one_of for table in self._tables if name in table), ()))

    def other_facts(self, name: str) -> list[str]:
        """Return another fact of the same type and the same thing, where there is one."""
        table: Mapping[str, FactSpec] = next((one for one in self._tables if name in one), {})
        return [one for one, spec in table.items() if one != name and spec.type is table[name].type][:1]


def other_values(value: Held, known: tuple[str, ...] = ()) -> list[Held]:
    """Return what may stand in the place of a value: of several texts each lacks in its turn, of one it is another."""
    if isinstance(value, tuple):
        return without_each(value) if len(value) != 1 else [(one,) for one in other_values(value[0], known)]
    if not isinstance(value, str):
        return nearest_numbers(value, None)
    return [one for one in known if one != value][:1] if known else [other_text(value)]


def nearest_numbers(held: Held, step: Fraction | None) -> list[Held]:
    """Return the values a step above and, not below 0, a step beneath; of a flag the other one."""
    if isinstance(held, bool):
        return [not held]
    if isinstance(held, date):
        within = [(held < date.max, _DAY), (held > date.min, -_DAY)]
        return [held + step for is_there, step in within if is_there]
    by = step or (Fraction(1, held.denominator) if isinstance(held, Fraction) else 1)
    return [other for other in (held + by, held - by) if other >= 0]


def without_each(held: tuple[Held, ...]) -> list[tuple[Held, ...]]:
    """Return the list without its first item, without its second, and so on."""
    return [(*held[:index], *held[index + 1 :]) for index in range(len(held))]


def other_text(text: str) -> str:
    """Return the next grade, the other purpose, the next day of the year, or a word that nobody else uses."""
    if text in GRADES:
        return GRADES[(GRADES.index(text) + 1) % len(GRADES)]
    return _PURPOSES.get(text) or _next_month_day(text) or f"other {text}".strip()


def _next_month_day(text: str) -> str:
    try:
        return (date.fromisoformat(f"2023-{text}") + _DAY).isoformat()[5:]
    except ValueError:
        return ""


def shifted_shares(held: tuple[tuple[str, Fraction], ...]) -> Iterator[tuple[tuple[str, Fraction], ...]]:
    """Yield shares that still add up to one: each gives a hundredth to the next."""
    names = [name for name, _ in held]
    for name, following in zip(names, (*names[1:], names[0]), strict=True):
        moved = dict(held)
        moved[name] -= PERCENT
        moved[following] += PERCENT
        yield tuple(moved.items())
