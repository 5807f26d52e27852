"""Caps that take the credit whose loss hurts least (`caps = "best for the educator"`).

Bounds first: if taking it in order of time already satisfies everything, that is best. Otherwise rows that the rules
cannot tell apart are one group, what counts of each group is reckoned exactly, and in a group the earliest comes
first. Where floors take whole quanta, a solver chooses those, and only what lies between them is reckoned.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

from attrs import evolve

from plpcore.evaluation._choice import Choice
from plpcore.evaluation._context import Row
from plpcore.evaluation._host import TooCoarseError
from plpcore.evaluation._limits import Groups, Key, Limit, apply_caps
from plpcore.evaluation._most import most_credit
from plpcore.evaluation._placing import Extra
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._tally import Category, tally


class Asked(Protocol):
    """The part of the terms that the choice depends on."""

    @property
    def required(self) -> int: ...
    @property
    def categories(self) -> tuple[Category, ...]: ...
    @property
    def caps(self) -> Mapping[int, int]: ...
    @property
    def carried(self) -> int: ...
    @property
    def extras(self) -> tuple[Extra, ...]: ...
    @property
    def sharing(self) -> int: ...
    @property
    def quantum(self) -> int: ...
    @property
    def scale(self) -> int: ...


def best_amounts(rows: Sequence[Row], caps: Sequence[Groups], asked: Asked, for_floors: Sequence[Extra] = ()) -> None:
    """Cut every row to what counts of it, so that the least is short and then the most counts.

    Args:
        rows: The rows that count to the total.
        caps: The caps of each row.
        asked: What the rules ask of this educator.
        for_floors: Credit beside them that fills floors only: the set of categories, the amount.

    Raises:
        TooCoarseError: The best choice cuts credit finer than the whole numbers of this evaluation.
    """
    worth = [row.counted for row in rows]
    masks = [row.mask for row in rows]
    given = (*asked.extras, *((mask, _whole(amount, asked.quantum)) for mask, amount in for_floors))
    trial = [row.copy() for row in rows]
    apply_caps(trial, caps, dict(asked.caps))
    if _is_enough([row.counted for row in trial], masks, asked, given) or [row.counted for row in trial] == worth:
        counted = [row.counted for row in trial]
    else:
        counted = _chosen(_choice(worth, caps, masks, asked, given), caps, asked.scale)
    for row, groups, amount in zip(rows, caps, counted, strict=True):
        if amount < row.counted:
            limit = _named(groups, caps, counted, asked.caps)
            row.step(Reason.CAP_REACHED, limit.rule, amount, limit.arguments)


def _is_enough(counted: Sequence[int], masks: Sequence[int], asked: Asked, given: Sequence[Extra]) -> bool:
    held: dict[int, int] = {}
    placeable = [_whole(amount, asked.quantum) for amount in counted]
    for mask, amount in (*zip(masks, placeable, strict=True), *given):
        held[mask] = held.get(mask, 0) + amount
    total = sum(counted) + _brought(asked)
    return not tally(held, total, asked.categories, asked.required, asked.sharing).short


def _whole(amount: int, quantum: int) -> int:
    return amount - amount % quantum if quantum else amount


def _brought(asked: Asked) -> int:
    return asked.carried + sum(amount for _, amount in asked.extras)


def _choice(
    worth: Sequence[int], caps: Sequence[Groups], masks: Sequence[int], asked: Asked, given: tuple[Extra, ...]
) -> Choice:
    members: dict[tuple[int, object], list[int]] = {}
    for place, groups in enumerate(caps):
        for limit, key in groups:
            members.setdefault((limit.index, key), []).append(place)
    limits = tuple((tuple(places), asked.caps[index]) for (index, _), places in members.items())
    needed = tuple(category.needed for category in asked.categories)
    parents = tuple(category.parent for category in asked.categories)
    required = asked.required - _brought(asked)
    return Choice(tuple(worth), tuple(masks), limits, given, needed, parents, required, asked.sharing, asked.quantum)


def _chosen(choice: Choice, caps: Sequence[Groups], scale: int) -> list[int]:
    """Return how much of each row counts."""
    least = [0] * len(choice.worth)
    if choice.quantum:
        least = _solved(choice)
        choice = evolve(choice, masks=(0,) * len(least), needed=(), given=(), sharing=0)
    alike: dict[tuple[Groups, int], list[int]] = {}
    for place, groups in enumerate(caps):
        alike.setdefault((groups, choice.masks[place]), []).append(place)
    own = list(alike.values())
    amounts = most_credit(_of_groups(choice, own), [sum(least[place] for place in places) for places in own])
    return _whole_units(_handed_out(amounts, own, choice.worth, least), scale)


def _of_groups(choice: Choice, own: Sequence[Sequence[int]]) -> Choice:
    """Return the question about groups of rows that no rule tells apart."""
    group_of = {place: group for group, places in enumerate(own) for place in places}
    return evolve(
        choice,
        worth=tuple(sum(choice.worth[place] for place in places) for places in own),
        masks=tuple(choice.masks[places[0]] for places in own),
        limits=tuple((tuple({group_of[place] for place in places}), most) for places, most in choice.limits),
    )


def _handed_out(
    amounts: Sequence[Fraction], own: Sequence[Sequence[int]], worth: Sequence[int], least: Sequence[int]
) -> list[Fraction]:
    """Return what counts of each row: in a group the earliest comes first."""
    counted = [Fraction(one) for one in least]
    for amount, places in zip(amounts, own, strict=True):
        left = amount - sum(least[place] for place in places)
        for place in places:
            more = min(left, Fraction(worth[place] - least[place]))
            counted[place] += more
            left -= more
    return counted


def _whole_units(counted: Sequence[Fraction], scale: int) -> list[int]:
    finer = lcm(*(amount.denominator for amount in counted))
    if finer > 1:
        raise TooCoarseError(scale * finer)
    return [int(amount) for amount in counted]


def _solved(choice: Choice) -> list[int]:
    from plpcore.evaluation.solver import solve

    return solve(choice)


def _named(groups: Groups, caps: Sequence[Groups], counted: Sequence[int], units: Mapping[int, int]) -> Limit:
    """Name the cap of the row that is filled most."""

    def room(member: tuple[Limit, Key]) -> int:
        inside = [amount for other, amount in zip(caps, counted, strict=True) if member in other]
        return units[member[0].index] - sum(inside)

    return min(groups, key=room)[0]
