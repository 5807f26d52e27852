"""Caps that take the credit whose loss hurts least (`caps = "best for the educator"`).

Bounds first: if taking it in order of time already satisfies everything, that is best. Otherwise a solver chooses,
over whole numbers, and its choice is checked against every cap.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from attrs import frozen

from plpcore.evaluation._context import Row
from plpcore.evaluation._limits import Groups, Limit, apply_caps
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
    def sharing(self) -> int: ...


@frozen
class Choice:
    """The question for a solver, in whole numbers.

    Attributes:
        worth: What each row is worth at most.
        masks: The categories that each row may fill.
        limits: Groups of rows with the most that they may count together.
        needed: The minimum of each category.
        required: What the rows must reach together.
        sharing: How many categories a unit may fill; 0: any number.
    """

    worth: tuple[int, ...]
    masks: tuple[int, ...]
    limits: tuple[tuple[tuple[int, ...], int], ...]
    needed: tuple[int, ...]
    required: int
    sharing: int


def best_amounts(rows: Sequence[Row], caps: Sequence[Groups], asked: Asked) -> None:
    """Cut every row to what counts of it, so that the least is short and then the most counts."""
    worth = [row.counted for row in rows]
    masks = [row.mask for row in rows]
    trial = [row.copy() for row in rows]
    apply_caps(trial, caps, dict(asked.caps))
    if _is_enough([row.counted for row in trial], masks, asked) or [row.counted for row in trial] == worth:
        counted = [row.counted for row in trial]
    else:
        counted = _solved(_choice(worth, caps, masks, asked))
    for row, groups, amount in zip(rows, caps, counted, strict=True):
        if amount < row.counted:
            limit = _named(groups, rows, caps, counted, asked.caps)
            row.step(Reason.CAP_REACHED, limit.rule, amount, limit.arguments)


def _is_enough(counted: Sequence[int], masks: Sequence[int], asked: Asked) -> bool:
    held: dict[int, int] = {}
    for mask, amount in zip(masks, counted, strict=True):
        held[mask] = held.get(mask, 0) + amount
    total = sum(counted) + asked.carried
    return not tally(held, total, asked.categories, asked.required, asked.sharing).short


def _choice(worth: Sequence[int], caps: Sequence[Groups], masks: Sequence[int], asked: Asked) -> Choice:
    members: dict[tuple[int, object], list[int]] = {}
    for place, groups in enumerate(caps):
        for limit, key in groups:
            members.setdefault((limit.index, key), []).append(place)
    limits = tuple((tuple(places), asked.caps[index]) for (index, _), places in members.items())
    needed = tuple(category.needed for category in asked.categories)
    return Choice(tuple(worth), tuple(masks), limits, needed, asked.required - asked.carried, asked.sharing)


def _solved(choice: Choice) -> list[int]:
    from plpcore.evaluation.solver import solve

    return solve(choice.worth, choice.masks, choice.limits, choice.needed, choice.required, choice.sharing)


def _named(
    groups: Groups, rows: Sequence[Row], caps: Sequence[Groups], counted: Sequence[int], units: Mapping[int, int]
) -> Limit:
    """Name the cap of the row that is filled to the brim."""
    for limit, key in groups:
        inside = [amount for _, other, amount in zip(rows, caps, counted, strict=True) if (limit, key) in other]
        if sum(inside) >= units[limit.index]:
            return limit
    return groups[0][0]
