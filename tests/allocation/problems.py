"""Generated allocation problems, and slow oracles that decide them by other means."""

from itertools import chain, combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from plpcore.evaluation.allocation import OutsideFragmentError, Placement, Problem, Supply

Draw = st.DrawFn


@st.composite
def problems(draw: Draw, most_categories: int = 5, most_supplies: int = 7, most: int = 9) -> Problem:
    """Return a problem with everything in it that flow and cut decide."""
    size = draw(st.integers(0, most_categories))
    amounts = st.integers(0, most)
    demands = draw(st.lists(amounts, min_size=size, max_size=size))
    parents = draw(st.just(()) | trees(size))
    sharing = draw(st.sampled_from([1, 1, 1, 2, 3, 6]))
    category_caps: tuple[int | None, ...] = ()
    if sharing == 1 and draw(st.booleans()):
        category_caps = tuple(
            draw(st.none() | st.integers(0, 5).map(demanded(demands, parents, j).__add__)) for j in range(size)
        )
    caps = draw(st.lists(st.none() | amounts, max_size=3)) if sharing == 1 or draw(st.booleans()) else []
    group_caps = draw(laminar_groups(most)) if len(caps) == 3 else ()
    supplies = draw(st.lists(supply(size, len(caps), most), max_size=most_supplies))
    priority = draw(st.just(()) | st.permutations(range(size)).map(tuple))
    return try_problem(demands, supplies, caps, sharing, parents, category_caps, group_caps, priority)


def try_problem(
    demands: list[int], supplies: list[Supply], caps: list[int | None], sharing: int, *rest: Any
) -> Problem:
    """Return the problem; where sharing takes it out of the fragment, the one without sharing."""
    try:
        return Problem(tuple(demands), tuple(supplies), tuple(caps), sharing, *rest)
    except OutsideFragmentError:
        return Problem(tuple(demands), tuple(supplies), tuple(caps), 1, *rest)


@st.composite
def flat_problems(draw: Draw, most_categories: int = 3, most_supplies: int = 4, most: int = 3) -> Problem:
    """Return a small problem without nesting, for oracles that try everything."""
    size = draw(st.integers(1, most_categories))
    demands = draw(st.lists(st.integers(0, 2 * most), min_size=size, max_size=size))
    caps = draw(st.lists(st.none() | st.integers(0, 2 * most), max_size=3))
    group_caps = draw(laminar_groups(most)) if len(caps) == 3 else ()
    supplies = draw(st.lists(supply(size, len(caps), most), max_size=most_supplies))
    priority = draw(st.just(()) | st.permutations(range(size)).map(tuple))
    sharing = draw(st.sampled_from([1, 1, 2, 3]))
    return try_problem(demands, supplies, caps, sharing, (), (), group_caps, priority)


def trees(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Return strategies for parents: each category lies in none, or in one with a smaller number."""
    return st.tuples(*(st.integers(-1, j - 1) for j in range(size)))


def supply(size: int, sources: int, most: int) -> st.SearchStrategy[Supply]:
    return st.builds(Supply, st.integers(-1, sources - 1), st.integers(0, (1 << size) - 1), st.integers(0, most))


def laminar_groups(most: int) -> st.SearchStrategy[tuple[tuple[frozenset[int], int], ...]]:
    caps = st.integers(0, 2 * most)
    inner = st.tuples(st.just(frozenset((0, 1))), caps)
    outer = st.tuples(st.just(frozenset((0, 1, 2))), caps)
    again = st.tuples(st.just(frozenset((2,))), caps)
    return st.one_of(st.just(()), st.tuples(inner), st.tuples(outer, inner, again))


def demanded(demands: list[int], parents: tuple[int, ...], category: int) -> int:
    """Return what must lie in a category in all."""
    inner = [j for j, parent in enumerate(parents) if parent == category]
    return max(demands[category], sum(demanded(demands, parents, j) for j in inner))


def closed_masks(problem: Problem) -> list[int]:
    """Return the masks of the supplies with all that encloses their categories."""
    masks = []
    for given in problem.supplies:
        mask = given.mask
        for j in range(len(problem.parents) - 1, -1, -1):  # the strategies number parents below their children
            if mask >> j & 1 and problem.parents[j] >= 0:
                mask |= 1 << problem.parents[j]
        masks.append(mask)
    return masks


def is_overlap(problem: Problem) -> bool:
    return problem.sharing > 1 and any(parent >= 0 for parent in problem.parents)


def solver_short(problem: Problem) -> int:
    """Return the least shortage by integer programming, without residual demands, components or groups.

    Columns: x[i, j] placed from supply i in category j; u[i] quanta of supply i used; e[j] quanta that are missing
    in category j. What lies in a category lies in those around it.
    """
    n, k = len(problem.supplies), len(problem.demands)
    masks = closed_masks(problem) if is_overlap(problem) else [given.mask for given in problem.supplies]
    sharing = k if is_overlap(problem) else problem.sharing
    parents = problem.parents if problem.parents and not is_overlap(problem) else (-1,) * k
    columns = n * k + n + k
    if not k:
        return 0
    rows, low, high = [], [], []

    def bound(coefficients: dict[int, int], least: float, most: float) -> None:
        row = np.zeros(columns)
        for column, value in coefficients.items():
            row[column] += value
        rows.append(row)
        low.append(least)
        high.append(most)

    for i in range(n):
        for j in range(k):
            bound({i * k + j: 1, n * k + i: -1}, -np.inf, 0)
        bound({**{i * k + j: 1 for j in range(k)}, n * k + i: -sharing}, -np.inf, 0)
    for j in range(k):
        inside = [i for i in range(k) if j in around(i, parents)]
        inflow = {**{i * k + c: 1 for i in range(n) for c in inside}, **{n * k + n + c: 1 for c in inside}}
        cap = problem.category_caps[j] if problem.category_caps else None
        bound(inflow, problem.demands[j], np.inf if cap is None else cap)
    single = [(frozenset((t,)), cap) for t, cap in enumerate(problem.caps) if cap is not None]
    for group, cap in [*single, *problem.group_caps]:
        bound({n * k + i: 1 for i in range(n) if problem.supplies[i].source in group}, -np.inf, cap)
    upper: list[float] = [
        given.amount if mask >> j & 1 else 0
        for given, mask in zip(problem.supplies, masks, strict=True)
        for j in range(k)
    ]
    upper += [given.amount for given in problem.supplies] + [np.inf] * k
    found = milp(
        np.array([0] * (n * k + n) + [1] * k),
        constraints=LinearConstraint(np.array(rows), low, high),
        bounds=Bounds(np.zeros(columns), upper),
        integrality=np.ones(columns),
    )
    return round(float(found.fun))


def around(category: int, parents: tuple[int, ...]) -> list[int]:
    path = [category]
    while parents[path[-1]] >= 0:
        path.append(parents[path[-1]])
    return path


def every_filling(problem: Problem) -> set[tuple[int, ...]]:
    """Return all that the categories of a problem without nesting can get, by placing the quanta one by one."""
    bounds = [(frozenset((t,)), cap) for t, cap in enumerate(problem.caps) if cap is not None]
    bounds += problem.group_caps
    states = {((0,) * len(problem.demands), tuple(cap for _, cap in bounds))}
    for given in problem.supplies:
        inside = [b for b, (group, _) in enumerate(bounds) if given.source in group]
        for _ in range(given.amount):
            states |= {
                (
                    tuple(min(m, y + (j in chosen)) for j, (m, y) in enumerate(zip(problem.demands, got, strict=True))),
                    tuple(cap - (b in inside) for b, cap in enumerate(left)),
                )
                for got, left in states
                if all(left[b] for b in inside)
                for chosen in subsets(given.mask, problem.sharing)
            }
    return {got for got, _ in states}


def subsets(mask: int, most: int) -> list[tuple[int, ...]]:
    inside = [j for j in range(mask.bit_length()) if mask >> j & 1]
    return list(chain.from_iterable(combinations(inside, size) for size in range(1, most + 1)))


def by_identity(
    problem: Problem, placements: tuple[Placement, ...]
) -> list[tuple[Supply, tuple[tuple[int, int], ...]]]:
    """Return the placements with supplies instead of their places in the problem."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for placement in placements:
        rows.setdefault(placement.supply, []).append((placement.category, placement.amount))
    return sorted(
        ((problem.supplies[i], tuple(row)) for i, row in rows.items()),
        key=lambda pair: (pair[0].source, pair[0].mask, pair[0].amount, pair[1]),
    )
