"""Which activity fills which requirement: the allocation's answer handed down to the rows."""

from collections.abc import Iterable, Sequence

from plpcore.evaluation._context import Row
from plpcore.evaluation._reasons import Status
from plpcore.evaluation._statement import Certificate, amount_of
from plpcore.evaluation._tally import TOTAL_INDEX, Category, Tally, name_of
from plpcore.evaluation.allocation import Placement, Problem

Extra = tuple[int, int]
"""Credit carried in that may fill floors: the set of categories, the amount."""


def place(rows: Sequence[Row], found: Tally, categories: Sequence[Category]) -> None:
    """Write into each row which requirements it may fill, and how much of each it fills."""
    names = [name_of(index, categories) for index in range(len(categories))]
    by_mask: dict[int, tuple[str, ...]] = {}
    for row in rows:
        if row.mask:
            if row.mask not in by_mask:
                by_mask[row.mask] = tuple(name for index, name in enumerate(names) if row.mask >> index & 1)
            row.fits = by_mask[row.mask]
            if found.problem is None:
                row.placed = tuple((name, row.counted) for name in row.fits)
    if found.problem is not None:
        _place_allocated(rows, found.problem, found.placements, names)


def _place_allocated(rows: Sequence[Row], problem: Problem, placements: Sequence[Placement], names: list[str]) -> None:
    """Hand each group's placements to its members, the earliest first."""
    members: dict[int, list[Row]] = {}
    for row in rows:
        members.setdefault(row.mask, []).append(row)
    for group, supply in enumerate(problem.supplies):
        asked = [(names[one.category], one.amount) for one in placements if one.supply == group]
        _hand_out(asked, members.get(supply.mask, []), supply.amount)


def _hand_out(asked: list[tuple[str, int]], members: list[Row], whole: int) -> None:
    """Lay the placements end to end along the members, wrapping around, so that no part fills one floor twice."""
    start = 0
    for name, amount in asked:
        for row, part in _stretch(members, start, amount, whole):
            row.placed = (*row.placed, (name, part))
        start = (start + amount) % whole if whole else 0


def _stretch(members: list[Row], start: int, length: int, whole: int) -> Iterable[tuple[Row, int]]:
    ends = [(start, min(start + length, whole)), (0, start + length - whole)]
    offset = 0
    for row in members:
        part = sum(max(0, min(end, offset + row.placeable) - max(begin, offset)) for begin, end in ends)
        if part:
            yield row, part
        offset += row.placeable


def certificate_of(
    found: Tally, rows: Sequence[Row], extras: Sequence[Extra], categories: Sequence[Category], carried: int, scale: int
) -> Certificate:
    """Return the tightest set of requirements with what reaches it, by kind of activity.

    Args:
        found: What the credit gives.
        rows: The rows that count, with their sets of categories.
        extras: Credit carried in that may fill floors.
        categories: The floors.
        carried: Credit carried in that counts to the total only, in `1 / scale` of the policy's unit.
        scale: Units in one unit of the policy.
    """
    members, needs, reachable = found.bottleneck
    is_total = members == (TOTAL_INDEX,)
    wanted = sum(1 << index for index in members if index >= 0)
    by_source: dict[str, int] = {}
    refused = Status.REFUSED
    for row in rows:
        if row.mask & wanted or (is_total and row.status is not refused):
            kind = row.activity.kind
            by_source[kind] = by_source.get(kind, 0) + (row.counted if is_total else row.placeable)
    brought = sum(amount for mask, amount in extras if is_total or mask & wanted) + (carried if is_total else 0)
    sources = (*sorted(by_source.items()), ("carried-in", brought))
    return Certificate(
        requirements=tuple(name_of(index, categories) for index in members),
        needs=amount_of(needs, scale),
        reachable=amount_of(reachable, scale),
        by_source=tuple((name, amount_of(amount, scale)) for name, amount in sources if amount),
    )
