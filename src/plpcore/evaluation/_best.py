"""Caps that take the credit whose loss hurts least (`caps = "best for the educator"`).

Bounds first: if taking it in order of time already satisfies everything, that is best. Otherwise a solver chooses,
over whole numbers, and its choice is checked against every cap.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from plpcore.evaluation._choice import Choice
from plpcore.evaluation._context import Row
from plpcore.evaluation._limits import Groups, Key, Limit, apply_caps
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


def best_amounts(rows: Sequence[Row], caps: Sequence[Groups], asked: Asked, for_floors: Sequence[Extra] = ()) -> None:
    """Cut every row to what counts of it, so that the least is short and then the most counts.

    Args:
        rows: The rows that count to the total.
        caps: The caps of each row.
        asked: What the rules ask of this educator.
        for_floors: Credit beside them that fills floors only: the set of categories, the amount.
    """
    worth = [row.counted for row in rows]
    masks = [row.mask for row in rows]
    given = (*asked.extras, *((mask, _whole(amount, asked.quantum)) for mask, amount in for_floors))
    trial = [row.copy() for row in rows]
    apply_caps(trial, caps, dict(asked.caps))
    if _is_enough([row.counted for row in trial], masks, asked, given) or [row.counted for row in trial] == worth:
        counted = [row.counted for row in trial]
    else:
        counted = _solved(_choice(worth, caps, masks, asked, given))
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


def _solved(choice: Choice) -> list[int]:
    from plpcore.evaluation.solver import solve

    return solve(choice)


def _named(groups: Groups, caps: Sequence[Groups], counted: Sequence[int], units: Mapping[int, int]) -> Limit:
    """Name the cap of the row that is filled most."""

    def room(member: tuple[Limit, Key]) -> int:
        inside = [amount for other, amount in zip(caps, counted, strict=True) if member in other]
        return units[member[0].index] - sum(inside)

    return min(groups, key=room)[0]
