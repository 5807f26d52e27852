"""Which requirements the credit fills, what is short, what certifies it, and the least that would mend it."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation._context import Row
from plpcore.evaluation._statement import Certificate, FixPart, Requirement
from plpcore.evaluation.allocation import Allocation, Problem, Supply, allocate, bottleneck, least_fix
from plpcore.policy import Floor

TOTAL = "total"


@frozen
class Category:
    """A floor, or a floor in one year, as the allocation sees it.

    Attributes:
        floor: The rule.
        bit: The floor's place among the floors.
        year: The year that it holds in; None: the whole cycle.
        needed: The minimum, in `1 / scale` of the policy's unit.
        parent: The place of the category that it is nested in; -1: none.
    """

    floor: Floor
    bit: int
    year: int | None
    needed: int
    parent: int

    @property
    def span(self) -> str:
        """Return the year for people; empty for the whole cycle."""
        return "" if self.year is None else str(self.year)


@frozen
class Supplied:
    """Credit that may fill categories: a row's, or credit carried in (no row)."""

    row: Row | None
    mask: int
    amount: int
    in_total: bool


@frozen
class Tally:
    """What one reckoning of the credit gives, in `1 / scale` of the policy's unit.

    Attributes:
        total: The credit that counts to the total, with credit carried in.
        credited: What fills each category.
        short: The least further credit that would satisfy total and floors.
        parts: Sets of requirements and how much further credit must fit each.
        bottleneck: The requirements of the tightest set, what they need and what can reach them.
    """

    total: int
    credited: tuple[int, ...]
    short: int
    parts: tuple[tuple[tuple[int, ...], int], ...]
    bottleneck: tuple[tuple[int, ...], int, int]
    placements: Mapping[int, tuple[tuple[int, int], ...]]


TOTAL_INDEX = -1
"""The total's place among the categories of a part or a bottleneck."""


def tally(
    supplies: Sequence[Supplied], categories: Sequence[Category], required: int, carried: int, sharing: int
) -> Tally:
    """Return what the credit gives.

    Args:
        supplies: The credit, in order of date and id.
        categories: The floors.
        required: The required total.
        carried: Credit carried in that fills no floor.
        sharing: How many floors an hour may fill; 0: any number.
    """
    total = carried + sum(one.amount for one in supplies if one.in_total)
    if not sharing or not categories:
        return _overlapping(supplies, categories, required, total)
    return _allocated(supplies, categories, required, total, sharing)


def _overlapping(supplies: Sequence[Supplied], categories: Sequence[Category], required: int, total: int) -> Tally:
    credited = [0] * len(categories)
    placements: dict[int, tuple[tuple[int, int], ...]] = {}
    for place, one in enumerate(supplies):
        if one.mask:
            filled = [index for index in range(len(categories)) if one.mask >> index & 1]
            placements[place] = tuple((index, one.amount) for index in filled)
            for index in filled:
                credited[index] += one.amount
    needs = [(TOTAL_INDEX, required, total)]
    needs += [(index, one.needed, credited[index]) for index, one in enumerate(categories)]
    lacking = [(index, need - held) for index, need, held in needs if need > held]
    worst = max(needs, key=lambda item: (item[1] - item[2], -item[0]))
    return Tally(
        total=total,
        credited=tuple(credited),
        short=max((short for _, short in lacking), default=0),
        parts=_without_implied_total([((index,), short) for index, short in lacking]),
        bottleneck=((worst[0],), worst[1], worst[2]),
        placements=placements,
    )


def _without_implied_total(parts: list[tuple[tuple[int, ...], int]]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """All further credit counts to the total, so a floor that lacks as much says it already."""
    others = [part for part in parts if part[0] != (TOTAL_INDEX,)]
    most = max((short for _, short in others), default=0)
    kept = [part for part in parts if part[0] == (TOTAL_INDEX,) and part[1] > most]
    return tuple(kept + others)


def problem_of(supplies: Sequence[Supplied], categories: Sequence[Category], sharing: int) -> Problem:
    """Return the allocation that the floors ask for; supplies of one mask are one."""
    grouped: dict[int, int] = {}
    for one in supplies:
        if one.mask:
            grouped[one.mask] = grouped.get(one.mask, 0) + one.amount
    return Problem(
        demands=tuple(category.needed for category in categories),
        supplies=tuple(Supply(-1, mask, grouped[mask]) for mask in sorted(grouped)),
        sharing=sharing,
        parents=tuple(category.parent for category in categories),
    )


def _allocated(
    supplies: Sequence[Supplied], categories: Sequence[Category], required: int, total: int, sharing: int
) -> Tally:
    problem = problem_of(supplies, categories, sharing)
    found = allocate(problem)
    tight = bottleneck(problem)
    parts = [(_indexes(one.categories), one.short) for one in least_fix(problem)]
    most = max((_extra(members, short, sharing) for members, short in parts), default=0)
    lacks_total = required - total
    if lacks_total > most:
        parts.insert(0, ((TOTAL_INDEX,), lacks_total))
    set_is_tighter = tight.needs - tight.reachable >= lacks_total
    return Tally(
        total=total,
        credited=found.credited,
        short=max(most, lacks_total, 0),
        parts=tuple(parts),
        bottleneck=(
            (_indexes(tight.categories), tight.needs, tight.reachable)
            if set_is_tighter and tight.categories
            else ((TOTAL_INDEX,), required, total)
        ),
        placements=_by_supply(supplies, problem, found),
    )


def _extra(members: tuple[int, ...], short: int, sharing: int) -> int:
    """An hour that fits all of a set fills as many of its floors as sharing allows."""
    fills = min(sharing, len(members))
    return -(-short // fills)


def _indexes(mask: int) -> tuple[int, ...]:
    return tuple(index for index in range(mask.bit_length()) if mask >> index & 1)


def _by_supply(
    supplies: Sequence[Supplied], problem: Problem, found: Allocation
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Hand each group's placements to its members, the earliest first; no member fills one category twice."""
    members: dict[int, list[int]] = {}
    for place, one in enumerate(supplies):
        members.setdefault(one.mask, []).append(place)
    given: dict[int, list[tuple[int, int]]] = {}
    for group, supply in enumerate(problem.supplies):
        asked = [(one.category, one.amount) for one in found.placements if one.supply == group]
        _hand_out(asked, [(place, supplies[place].amount) for place in members[supply.mask]], given)
    return {place: tuple(parts) for place, parts in given.items()}


def _hand_out(
    asked: list[tuple[int, int]], members: list[tuple[int, int]], given: dict[int, list[tuple[int, int]]]
) -> None:
    """Lay the placements end to end along the members, wrapping around: that keeps them apart."""
    start, whole = 0, sum(amount for _, amount in members)
    for category, amount in asked:
        for place, part in _stretch(members, start, amount, whole):
            given.setdefault(place, []).append((category, part))
        start = (start + amount) % whole if whole else 0


def _stretch(members: list[tuple[int, int]], start: int, length: int, whole: int) -> Iterable[tuple[int, int]]:
    ends = [(start, min(start + length, whole)), (0, start + length - whole)]
    offset = 0
    for place, amount in members:
        part = sum(max(0, min(end, offset + amount) - max(begin, offset)) for begin, end in ends)
        if part:
            yield place, part
        offset += amount


def requirements_of(found: Tally, categories: Sequence[Category], required: int, scale: int) -> tuple[Requirement, ...]:
    """Return the total and the floors as requirements, the total first."""
    head = Requirement(TOTAL, TOTAL, TOTAL, "", Fraction(required, scale), Fraction(found.total, scale))
    floors = [
        Requirement(
            category.floor.id,
            category.floor.name,
            "floor",
            category.span,
            Fraction(category.needed, scale),
            Fraction(held, scale),
        )
        for category, held in zip(categories, found.credited, strict=True)
    ]
    return (head, *floors)


def certificate_of(
    found: Tally, supplies: Sequence[Supplied], categories: Sequence[Category], carried: int, scale: int
) -> Certificate:
    """Return the tightest set of requirements with what reaches it, by kind of activity."""
    members, needs, reachable = found.bottleneck
    by_source: dict[str, int] = {"carried-in": carried} if members == (TOTAL_INDEX,) and carried else {}
    wanted = sum(1 << index for index in members if index >= 0)
    for one in supplies:
        if one.mask & wanted or (members == (TOTAL_INDEX,) and one.in_total):
            source = "carried-in" if one.row is None else one.row.activity.kind
            by_source[source] = by_source.get(source, 0) + one.amount
    sources = tuple((name, Fraction(by_source[name], scale)) for name in sorted(by_source) if by_source[name])
    names = tuple(name_of(index, categories) for index in members)
    return Certificate(names, Fraction(needs, scale), Fraction(reachable, scale), sources)


def name_of(index: int, categories: Sequence[Category]) -> str:
    """Return a requirement's id, with its year where it has one."""
    if index == TOTAL_INDEX:
        return TOTAL
    category = categories[index]
    return f"{category.floor.id}@{category.span}" if category.span else category.floor.id


def fix_parts(found: Tally, categories: Sequence[Category], scale: int) -> tuple[FixPart, ...]:
    """Return how much further credit must fit which requirements."""
    return tuple(
        FixPart(tuple(name_of(index, categories) for index in members), Fraction(short, scale))
        for members, short in found.parts
    )
