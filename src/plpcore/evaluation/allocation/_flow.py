"""The allocation, found by flow."""

from collections.abc import Sequence

from plpcore.evaluation.allocation._caps import Group
from plpcore.evaluation.allocation._network import Network
from plpcore.evaluation.allocation._problem import Problem
from plpcore.evaluation.allocation._results import Allocation, Placement
from plpcore.evaluation.allocation._shape import Shape

Fills = list[list[tuple[int, int]]]
"""For each group, pairs (category, quanta)."""


def allocate(problem: Problem) -> Allocation:
    """Return a best allocation: as little as possible is short, and among those the first in priority are served best.

    All amounts are quanta. The result is the same for every order of the supplies, up to which of several equal
    supplies is named.
    """
    shape = problem.shape
    fills, lacking = _first_fit(shape)
    if not shape.separate and any(lacking):
        flow = Flow(shape)
        lacking = flow.serve()
        if shape.nesting.parents:
            flow.lift(problem.demands, lacking)
        fills = flow.fills()
    placed = [entry for group, row in zip(shape.groups, fills, strict=True) for entry in _spread(group, row)]
    placements = tuple(Placement(*entry) for entry in sorted(placed))
    return Allocation(placements, _credited(problem, fills), sum(lacking))


def blocked(shape: Shape) -> int:
    """Return the smallest mask of categories that shows the whole shortage, by the cut that a full flow leaves."""
    flow = Flow(shape)
    return flow.cut(flow.serve())


class Flow:
    """The network of a shape: origin, caps, groups, categories."""

    __slots__ = ("_entries", "_first_category", "_network", "_rises", "_shape")

    def __init__(self, shape: Shape) -> None:
        caps, groups = shape.forest, shape.groups
        first_group = 1 + len(caps)
        self._shape = shape
        self._first_category = first_group + len(groups)
        self._network = Network(self._first_category + len(shape.nesting.own))
        for i, cap in enumerate(caps):
            self._network.join(1 + cap.parent, 1 + i, cap.limit)
        self._entries = []
        for i, group in enumerate(groups):
            self._network.join(1 + group.cap, first_group + i, group.amount * shape.sharing)
            self._entries.append([self._enter(first_group + i, j, group.amount) for j in group.categories])
        self._rises = {j: self._rise(j) for j in shape.nesting.leaf_up if shape.nesting.parents[j] >= 0}

    def serve(self) -> list[int]:
        """Fill the categories in their order, none at the cost of an earlier one; return what each lacks then."""
        lacking = list(self._shape.nesting.own)
        for j in self._shape.order:
            lacking[j] -= self._push(j, lacking[j])
        return lacking

    def lift(self, demands: Sequence[int], lacking: Sequence[int]) -> None:
        """Let outer categories use what the inner ones could not be given, up to their own full minimum.

        That mends no shortage, for the inner minima stay open. But it is credit that the educator has.
        """
        nesting = self._shape.nesting
        counted = [own - lack for own, lack in zip(nesting.own, lacking, strict=True)]
        vacant = list(lacking)
        for j in nesting.leaf_up:
            lifted = self._push(j, demands[j] - counted[j]) if counted[j] < demands[j] else 0
            parent = nesting.parents[j]
            if parent >= 0:
                counted[parent] += counted[j] + lifted
                vacant[parent] += vacant[j] - lifted
                self._network.room[self._rises[j]] += vacant[j] - lifted

    def fills(self) -> Fills:
        """Return what flows from each group into each category that it enters by."""
        room = self._network.room
        return [
            [(j, room[arc ^ 1]) for j, arc in zip(group.categories, arcs, strict=True) if room[arc ^ 1]]
            for group, arcs in zip(self._shape.groups, self._entries, strict=True)
        ]

    def cut(self, lacking: Sequence[int]) -> int:
        """Return the mask of the categories from which what is lacking could still be reached."""
        first = self._first_category
        distance = self._network.distances(first + j for j, lack in enumerate(lacking) if lack)
        return sum(1 << j for j in range(len(lacking)) if distance[first + j] >= 0)

    def _push(self, category: int, wanted: int) -> int:
        return self._network.push(0, self._first_category + category, wanted)

    def _enter(self, group: int, category: int, amount: int) -> int:
        return self._network.join(group, self._first_category + category, amount)

    def _rise(self, category: int) -> int:
        nesting = self._shape.nesting
        room = nesting.room[category]
        first = self._first_category
        any_amount = sum(nesting.own)
        return self._network.join(
            first + category, first + nesting.parents[category], any_amount if room is None else room
        )


def _first_fit(shape: Shape) -> tuple[Fills, list[int]]:
    """Fill first from what has the fewest categories. Exact when nothing is lacking then, or the shape is separate."""
    lacking = list(shape.nesting.own)
    left = [cap.limit for cap in shape.forest]
    fills: Fills = []
    for group in shape.groups:
        spare = _spare(group.amount * shape.sharing, group.cap, left, shape)
        before = spare
        row = []
        for j in group.categories:
            step = min(spare, lacking[j], group.amount)
            if step:
                row.append((j, step))
                lacking[j] -= step
                spare -= step
        fills.append(row)
        _use(before - spare, group.cap, left, shape)
    return fills, lacking


def _spare(amount: int, cap: int, left: list[int], shape: Shape) -> int:
    while cap >= 0:
        amount = min(amount, left[cap])
        cap = shape.forest[cap].parent
    return amount


def _use(amount: int, cap: int, left: list[int], shape: Shape) -> None:
    while cap >= 0:
        left[cap] -= amount
        cap = shape.forest[cap].parent


def _spread(group: Group, row: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Return what each supply of the group places: (supply, category, quanta).

    What the categories get is laid along the supplies, one after the other, and around again from the first. No
    category gets more than the group holds, so that it never meets itself; and each time around is one more category
    for the quanta passed.
    """
    if len(group.members) == 1:
        return [(group.members[0][0], category, amount) for category, amount in row]
    placed: dict[tuple[int, int], int] = {}
    turn = used = 0
    for category, amount in row:
        rest = amount
        while rest:
            index, size = group.members[turn]
            step = min(rest, size - used)
            placed[index, category] = placed.get((index, category), 0) + step
            rest -= step
            used += step
            if used == size:
                turn, used = (turn + 1) % len(group.members), 0
    return [(index, category, amount) for (index, category), amount in placed.items()]


def _credited(problem: Problem, fills: Fills) -> tuple[int, ...]:
    counted = [0] * len(problem.demands)
    for row in fills:
        for category, amount in row:
            counted[category] += amount
    nesting = problem.shape.nesting
    for j in nesting.leaf_up:
        if nesting.parents[j] >= 0:
            counted[nesting.parents[j]] += counted[j]
    return tuple(map(min, problem.demands, counted))
