"""The bottleneck, found by cut: sets of categories, and what can reach them."""

from collections.abc import Iterable, Sequence
from operator import add, sub

from plpcore.evaluation.allocation._bits import categories_of
from plpcore.evaluation.allocation._caps import Cap
from plpcore.evaluation.allocation._flow import blocked
from plpcore.evaluation.allocation._problem import Problem
from plpcore.evaluation.allocation._results import Bottleneck
from plpcore.evaluation.allocation._shape import Shape

MOST_ENUMERATED = 12


def bottleneck(problem: Problem) -> Bottleneck:
    """Return the smallest set of categories that shows the whole shortage; the empty set when nothing is short.

    Up to 12 categories that hang together are decided by enumeration of their sets. Beyond that the set is read off a
    full flow; its values are computed from the set in either case.
    """
    shape = problem.shape
    worst = _lacking(shape) if shape.separate else _worst(shape)
    if not worst:
        return Bottleneck(0, 0, 0, ())
    needs = sum(shape.nesting.own[j] for j in categories_of(worst))
    reachable = _reach(shape, worst) + _risen(shape, worst)
    return Bottleneck(worst, needs, reachable, _by_source(problem, worst))


def shortages(shape: Shape, component: int) -> list[int]:
    """Return for each set of the component's categories what it is short of; below 0: what it has to spare.

    A set's place in the list is its mask over the component's categories, ascending.
    """
    categories = categories_of(component)
    demands = _sums(shape.nesting.own[j] for j in categories)
    gaps = list(map(sub, demands, _reach_of_sets(shape, component, categories)))
    if shape.nesting.parents:
        _let_rise(gaps, shape, categories)
    return gaps


def _lacking(shape: Shape) -> int:
    """Return the mask of the categories that are short, where none takes anything away from another."""
    lacking = list(shape.nesting.own)
    for group in shape.groups:
        for j in group.categories:
            lacking[j] -= group.amount
    return sum(1 << j for j, amount in enumerate(lacking) if amount > 0)


def _worst(shape: Shape) -> int:
    """Return the smallest set that is short the most: of each component, the smallest one."""
    worst = 0
    for component in shape.components:
        if component.bit_count() > MOST_ENUMERATED:
            worst |= component & blocked(shape)
        elif any(shape.nesting.own[j] for j in categories_of(component)):
            gaps = shortages(shape, component)
            # The smallest of the worst sets lies in all others, and so stands before them.
            worst |= widened(gaps.index(max(gaps)), categories_of(component))
    return worst


def widened(local: int, categories: Sequence[int]) -> int:
    """Return the mask over all categories of a set given by its mask over some."""
    return sum(1 << categories[i] for i in categories_of(local))


def _narrowed(mask: int, categories: Sequence[int]) -> int:
    return sum(1 << i for i, j in enumerate(categories) if mask >> j & 1)


def _sums(amounts: Iterable[int]) -> list[int]:
    sums = [0]
    for amount in amounts:
        sums += [below + amount for below in sums]
    return sums


def _reach_of_sets(shape: Shape, component: int, categories: Sequence[int]) -> list[int]:
    """Return the most that can be placed in each set of the categories: of what passes a cap, at most its limit."""
    size = 1 << len(categories)
    tables: dict[int, list[int]] = {}
    for group in shape.groups:
        mask = group.mask & component
        if mask:
            by_mask = tables.get(group.cap) or tables.setdefault(group.cap, [0] * size)
            by_mask[mask if component < size else _narrowed(mask, categories)] += group.amount
    reach = {cap: _meeting(by_mask, len(categories), shape.sharing) for cap, by_mask in tables.items()}
    return _capped(reach, shape.forest).get(-1, [0] * size)


def _meeting(by_mask: list[int], width: int, sharing: int) -> list[int]:
    """Return what can be placed in each set when it is given how many quanta have each mask.

    A quantum that meets a set in fewer categories than it may fill loses the difference. So `levels[c]` is brought,
    category by category, from quanta by mask to quanta that meet a set in c categories, for each c below `sharing`.
    """
    most = min(sharing, width)
    whole = most * sum(by_mask)
    levels = [by_mask, *([0] * len(by_mask) for _ in range(most - 1))]
    for _ in range(width):
        levels = _taken_in(levels)
    if most == 1:
        return [whole - missed for missed in levels[0]]
    return [whole - sum(missed * (most - c) for c, missed in enumerate(at)) for at in zip(*levels, strict=True)]


def _taken_in(levels: Sequence[list[int]]) -> list[list[int]]:
    """Bring the category of the lowest bit over.

    For sets without it, quanta with it and without it are alike; sets with it are met once more by those that have it.
    The bit moves to the top, so that after all categories each is back in its place.
    """
    met = [0] * (len(levels[0]) // 2)
    taken_in = []
    for level in levels:
        lacking, having = level[::2], level[1::2]
        taken_in.append([*map(add, lacking, having), *map(add, lacking, met)])
        met = having
    return taken_in


def _capped(reach: dict[int, list[int]], forest: Sequence[Cap]) -> dict[int, list[int]]:
    for place, cap in enumerate(forest):
        if place in reach:
            passed = [min(amount, cap.limit) for amount in reach[place]]
            outer = reach.get(cap.parent)
            reach[cap.parent] = passed if outer is None else list(map(add, outer, passed))
    return reach


def _let_rise(gaps: list[int], shape: Shape, categories: Sequence[int]) -> None:
    """Take off what may rise into each set from capped categories inside; a free way in closes the set out."""
    place = {j: i for i, j in enumerate(categories)}
    never = sum(shape.nesting.own)
    for j, parent in enumerate(shape.nesting.parents):
        if parent < 0 or j not in place:
            continue
        room = shape.nesting.room[j]
        inner, outer = 1 << place[j], 1 << place[parent]
        for chosen in range(len(gaps)):
            if chosen & outer and not chosen & inner:
                gaps[chosen] -= never if room is None else room


def _risen(shape: Shape, chosen: int) -> int:
    return sum(
        shape.nesting.room[j] or 0
        for j, parent in enumerate(shape.nesting.parents)
        if parent >= 0 and chosen >> parent & 1 and not chosen >> j & 1
    )


def _reach(shape: Shape, chosen: int) -> int:
    """Return the most quanta of the supplies that can be placed in the chosen categories."""
    passed = [0] * (1 + len(shape.forest))
    for group in shape.groups:
        passed[group.cap] += group.amount * min(shape.sharing, (group.mask & chosen).bit_count())
    for place, cap in enumerate(shape.forest):
        passed[cap.parent] += min(cap.limit, passed[place])
    return passed[-1]


def _by_source(problem: Problem, chosen: int) -> tuple[tuple[int, int], ...]:
    """Return for each source what it could bring alone, most sharing quanta first."""
    shape = problem.shape
    brought: dict[int, int] = {}
    left = dict(enumerate(problem.caps))
    weighed = [(min(shape.sharing, (group.mask & chosen).bit_count()), group) for group in shape.offers]
    for weight, group in sorted(weighed, key=lambda pair: -pair[0]):
        cap = left.get(group.source)
        used = group.amount if cap is None else min(cap, group.amount)
        if weight and used:
            brought[group.source] = brought.get(group.source, 0) + used * weight
            if cap is not None:
                left[group.source] = cap - used
    return tuple(sorted(brought.items()))
