"""The check that an allocation and a bottleneck prove each other. It shares no code with what found them."""

from collections.abc import Mapping

from plpcore.evaluation.allocation._problem import Problem
from plpcore.evaluation.allocation._results import Allocation, Bottleneck


def certifies(problem: Problem, allocation: Allocation, bottleneck: Bottleneck) -> bool:
    """Return whether the allocation is possible and the bottleneck shows that none is better.

    Both are computed anew from the problem as given: the placements respect amounts, masks, caps and sharing; what is
    credited and what is short follow from them; what is needed and reachable follows from the set of categories; and
    the two values meet. It does not check that the priorities were followed.
    """
    placed = _placed(problem, allocation)
    if placed is None or not _uses_what_there_is(problem, placed):
        return False
    inflow = _inflow(problem, placed)
    lying = _rolled_up(problem, inflow)
    if any(cap is not None and amount > cap for amount, cap in zip(lying, problem.category_caps, strict=False)):
        return False
    if allocation.credited != tuple(map(min, problem.demands, lying)):
        return False
    value = _value(problem, bottleneck.categories)
    if value is None or value != (bottleneck.needs, bottleneck.reachable):
        return False
    if bottleneck.by_source != _by_source(problem, bottleneck.categories):
        return False
    return allocation.short == _short(problem, inflow) == max(0, value[0] - value[1])


def _placed(problem: Problem, allocation: Allocation) -> dict[tuple[int, int], int] | None:
    """Return the quanta by supply and category; None when a placement is impossible on its own."""
    placed: dict[tuple[int, int], int] = {}
    for placement in allocation.placements:
        key = (placement.supply, placement.category)
        if key in placed or placement.amount <= 0 or not 0 <= placement.supply < len(problem.supplies):
            return None
        if placement.category < 0 or not _mask(problem, placement.supply) >> placement.category & 1:
            return None
        placed[key] = placement.amount
    return placed


def _all_at_once(problem: Problem) -> bool:
    """Return whether minima are nested and hours shared, so that an hour is placed in all that it fills."""
    return problem.sharing > 1 and any(parent >= 0 for parent in problem.parents)


def _mask(problem: Problem, supply: int) -> int:
    mask = problem.supplies[supply].mask
    if _all_at_once(problem):
        for _ in problem.parents:
            for j, parent in enumerate(problem.parents):
                if mask >> j & 1 and parent >= 0:
                    mask |= 1 << parent
    return mask


def _sharing(problem: Problem) -> int:
    return len(problem.demands) if _all_at_once(problem) else problem.sharing


def _enclosing(problem: Problem) -> tuple[int, ...]:
    if _all_at_once(problem) or not problem.parents:
        return (-1,) * len(problem.demands)
    return problem.parents


def _uses_what_there_is(problem: Problem, placed: Mapping[tuple[int, int], int]) -> bool:
    used = [0] * len(problem.supplies)
    fillings = [0] * len(problem.supplies)
    for (supply, _), amount in placed.items():
        fillings[supply] += amount
        used[supply] = max(used[supply], amount)
    used = [max(most, -(-total // _sharing(problem))) for most, total in zip(used, fillings, strict=True)]
    if any(amount > supply.amount for amount, supply in zip(used, problem.supplies, strict=True)):
        return False
    return all(
        sum(amount for amount, supply in zip(used, problem.supplies, strict=True) if supply.source in group) <= cap
        for group, cap in _bounds(problem)
    )


def _bounds(problem: Problem) -> list[tuple[frozenset[int], int]]:
    single = [(frozenset((t,)), cap) for t, cap in enumerate(problem.caps) if cap is not None]
    return [*single, *problem.group_caps]


def _inflow(problem: Problem, placed: Mapping[tuple[int, int], int]) -> list[int]:
    inflow = [0] * len(problem.demands)
    for (_, category), amount in placed.items():
        inflow[category] += amount
    return inflow


def _inner_first(problem: Problem) -> list[int]:
    """Return the categories, each before the one that encloses it."""
    around = _enclosing(problem)
    first: list[int] = []
    while len(first) < len(around):
        held = {around[j] for j in range(len(around)) if j not in first}
        first += [j for j in range(len(around)) if j not in first and j not in held]
    return first


def _rolled_up(problem: Problem, inflow: list[int]) -> list[int]:
    """Return what lies in each category and in those that it encloses."""
    around = _enclosing(problem)
    total = list(inflow)
    for j in _inner_first(problem):
        if around[j] >= 0:
            total[around[j]] += total[j]
    return total


def _demanded(problem: Problem) -> tuple[list[int], list[int]]:
    """Return for each category what must lie in it in all, and how much of that in no category inside it."""
    around = _enclosing(problem)
    inside = [0] * len(around)
    whole = list(problem.demands)
    for j in _inner_first(problem):
        whole[j] = max(problem.demands[j], inside[j])
        if around[j] >= 0:
            inside[around[j]] += whole[j]
    return whole, [all_of_it - part for all_of_it, part in zip(whole, inside, strict=True)]


def _room(problem: Problem) -> list[int | None]:
    """Return what may rise from each category beyond what must lie in it; None: any amount."""
    whole, _ = _demanded(problem)
    caps = problem.category_caps or (None,) * len(whole)
    return [None if cap is None else cap - must for cap, must in zip(caps, whole, strict=True)]


def _short(problem: Problem, inflow: list[int]) -> int:
    """Return what is missing when each category keeps what it demands and lets the rest rise."""
    around, room = _enclosing(problem), _room(problem)
    _, own = _demanded(problem)
    there = list(inflow)
    missing = 0
    for j in _inner_first(problem):
        missing += max(0, own[j] - there[j])
        over = max(0, there[j] - own[j])
        if around[j] >= 0:
            there[around[j]] += min(over, over if (most := room[j]) is None else most)
    return missing


def _value(problem: Problem, chosen: int) -> tuple[int, int] | None:
    """Return what the chosen categories need and what reaches them; None when that has no bound."""
    rooms = _room(problem)
    _, own = _demanded(problem)
    needs, risen = 0, 0
    for j, parent in enumerate(_enclosing(problem)):
        if chosen >> j & 1:
            needs += own[j]
        elif parent >= 0 and chosen >> parent & 1:
            room = rooms[j]
            if room is None:
                return None
            risen += room
    return needs, risen + _brought(problem, chosen, _bounds(problem), None)


def _by_source(problem: Problem, chosen: int) -> tuple[tuple[int, int], ...]:
    single = [(frozenset((t,)), cap) for t, cap in enumerate(problem.caps) if cap is not None]
    sources = sorted({supply.source for supply in problem.supplies})
    brought = [(source, _brought(problem, chosen, single, source)) for source in sources]
    return tuple(pair for pair in brought if pair[1])


def _brought(problem: Problem, chosen: int, bounds: list[tuple[frozenset[int], int]], source: int | None) -> int:
    """Return the most fillings that supplies (of one source, or of all) bring to the chosen categories.

    Caps that lie in each other allow to take the supplies one by one, those first that count most often.
    """
    left = [cap for _, cap in bounds]
    weights = [min(_sharing(problem), (_mask(problem, i) & chosen).bit_count()) for i in range(len(problem.supplies))]
    total = 0
    for i in sorted(range(len(weights)), key=lambda i: -weights[i]):
        supply = problem.supplies[i]
        if source in (None, supply.source):
            holding = [b for b, (group, _) in enumerate(bounds) if supply.source in group]
            used = min([supply.amount, *(left[b] for b in holding)])
            for b in holding:
                left[b] -= used
            total += used * weights[i]
    return total
