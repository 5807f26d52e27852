"""Which requirements the credit fills, what is short, what certifies it, and the least that would mend it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from plpcore.evaluation._statement import FixPart, Requirement, amount_of
from plpcore.evaluation.allocation import Placement, Problem, Supply, allocate, bottleneck, least_fix
from plpcore.policy import Floor

TOTAL = "total"


@frozen
class Category:
    """A floor, or a floor in one year, as the allocation sees it.

    Attributes:
        floor: The rule.
        bit: The floor's place among the floors.
        year: The year that it holds in; None: the whole cycle.
        needed: The minimum, in `1 / scale` of the policy's unit; 0 as long as it depends on what counts.
        share: The share of the credit that counts which it needs; None: its minimum is known beforehand.
        parent: The place of the category that it is nested in; -1: none.
    """

    floor: Floor
    bit: int
    year: int | None
    needed: int
    parent: int
    share: Fraction | None = None

    def with_others(self, others: int, total: int) -> "Category":
        """Return the category with its minimum, once the credit that counts is known.

        A share s of everything is s / (1 - s) of the rest; said so, further credit of the category does not raise
        what it needs. All of everything cannot be said so: then it needs the total.
        """
        if self.share is None:
            return self
        above, rest = self.share.numerator, self.share.denominator - self.share.numerator
        return evolve(self, needed=others * above // rest if rest else total)

    @property
    def span(self) -> str:
        """Return the year for people; empty for the whole cycle."""
        return "" if self.year is None else str(self.year)


@frozen
class Tally:
    """What one reckoning of the credit gives, in `1 / scale` of the policy's unit.

    Attributes:
        total: The credit that counts to the total, with credit carried in.
        credited: What fills each category.
        short: The least further credit that would satisfy total and floors.
        parts: Sets of categories and how much further credit must fit each.
        bottleneck: The categories of the tightest set, what they need and what can reach them.
        problem: The allocation's question; None where an hour may fill any number of floors.
        placements: The allocation's answer: group of the question, category, amount.
    """

    total: int
    credited: tuple[int, ...]
    short: int
    parts: tuple[tuple[tuple[int, ...], int], ...]
    bottleneck: tuple[tuple[int, ...], int, int]
    problem: Problem | None = None
    placements: tuple[Placement, ...] = ()


TOTAL_INDEX = -1
"""The total's place among the categories of a part or a bottleneck."""


def tally(held: Mapping[int, int], total: int, categories: Sequence[Category], required: int, sharing: int) -> Tally:
    """Return what the credit gives.

    Args:
        held: The credit that may fill floors, by the set of categories (a bit each) that it may fill.
        total: The credit that counts to the total.
        categories: The floors.
        required: The required total.
        sharing: How many floors an hour may fill; 0: any number.
    """
    if not sharing or not categories:
        return _overlapping(held, categories, required, total)
    return _allocated(problem_of(held, categories, sharing), required, total)


def _overlapping(held: Mapping[int, int], categories: Sequence[Category], required: int, total: int) -> Tally:
    credited = [0] * len(categories)
    for mask, amount in held.items():
        for index in _indexes(mask):
            credited[index] += amount
    worst, needs, reachable = TOTAL_INDEX, required, total
    parts: list[tuple[tuple[int, ...], int]] = [((TOTAL_INDEX,), required - total)] if required > total else []
    for index, (one, has) in enumerate(zip(categories, credited, strict=True)):
        if one.needed > has:
            parts.append(((index,), one.needed - has))
        if one.needed - has > needs - reachable:
            worst, needs, reachable = index, one.needed, has
    return Tally(
        total=total,
        credited=tuple(credited),
        short=max(needs - reachable, 0),
        parts=_without_implied_total(parts),
        bottleneck=((worst,), needs, reachable),
    )


def _without_implied_total(parts: list[tuple[tuple[int, ...], int]]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """All further credit counts to the total, so a floor that lacks as much says it already."""
    others = [part for part in parts if part[0] != (TOTAL_INDEX,)]
    most = max((short for _, short in others), default=0)
    kept = [part for part in parts if part[0] == (TOTAL_INDEX,) and part[1] > most]
    return tuple(kept + others)


def problem_of(held: Mapping[int, int], categories: Sequence[Category], sharing: int) -> Problem:
    """Return the allocation that the floors ask for."""
    return Problem(
        demands=tuple(category.needed for category in categories),
        supplies=tuple(Supply(-1, mask, held[mask]) for mask in sorted(held) if mask),
        sharing=sharing,
        parents=tuple(category.parent for category in categories),
    )


def _allocated(problem: Problem, required: int, total: int) -> Tally:
    found = allocate(problem)
    tight = bottleneck(problem)
    parts = [(_indexes(one.categories), one.short) for one in least_fix(problem)]
    most = max((_extra(members, short, problem.sharing) for members, short in parts), default=0)
    lacks_total = required - total
    if lacks_total > most:
        parts.insert(0, ((TOTAL_INDEX,), lacks_total))
    is_tighter = bool(tight.categories) and tight.needs - tight.reachable >= lacks_total
    of_floors = (_indexes(tight.categories), tight.needs, tight.reachable)
    return Tally(
        total=total,
        credited=found.credited,
        short=max(most, lacks_total, 0),
        parts=tuple(parts),
        bottleneck=of_floors if is_tighter else ((TOTAL_INDEX,), required, total),
        problem=problem,
        placements=found.placements,
    )


def _extra(members: tuple[int, ...], short: int, sharing: int) -> int:
    """An hour that fits all of a set fills as many of its floors as sharing allows."""
    fills = min(sharing, len(members))
    return -(-short // fills)


def _indexes(mask: int) -> tuple[int, ...]:
    return tuple(index for index in range(mask.bit_length()) if mask >> index & 1)


def requirements_of(found: Tally, categories: Sequence[Category], required: int, scale: int) -> tuple[Requirement, ...]:
    """Return the total and the floors as requirements, the total first."""
    head = Requirement(TOTAL, TOTAL, TOTAL, "", "", amount_of(required, scale), amount_of(found.total, scale))
    floors = [
        Requirement(
            category.floor.id,
            category.floor.name,
            "floor",
            category.span,
            category.floor.within,
            amount_of(category.needed, scale),
            amount_of(held, scale),
        )
        for category, held in zip(categories, found.credited, strict=True)
    ]
    return (head, *floors)


def name_of(index: int, categories: Sequence[Category]) -> str:
    """Return a requirement's id, with its year where it has one."""
    if index == TOTAL_INDEX:
        return TOTAL
    category = categories[index]
    return f"{category.floor.id}@{category.span}" if category.span else category.floor.id


def fix_parts(found: Tally, categories: Sequence[Category], scale: int) -> tuple[FixPart, ...]:
    """Return how much further credit must fit which requirements."""
    return tuple(
        FixPart(tuple(name_of(index, categories) for index in members), amount_of(short, scale))
        for members, short in found.parts
    )
