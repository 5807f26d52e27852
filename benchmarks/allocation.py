"""Allocation: exact by flow and cut, beside a general solver and what a running sum gets wrong."""

import random

import numpy as np
from scipy.optimize import linprog

from benchmarks.measure import interleaved, table
from plpcore.evaluation.allocation import Problem, Supply, allocate, bottleneck

CATEGORIES = 3
CASES = 200


def problems(demand: float) -> list[Problem]:
    """Return seeded educators who can satisfy their policy: the given share of their hours is demanded."""
    chance = random.Random(int(demand * 100))
    return [_problem(chance, demand) for _ in range(CASES)]


def _problem(chance: random.Random, demand: float) -> Problem:
    supplies = [Supply(-1, chance.randrange(1, 2**CATEGORIES), chance.randrange(1, 40)) for _ in range(8)]
    given = [0] * CATEGORIES
    for one in supplies:
        bits = [index for index in range(CATEGORIES) if one.mask >> index & 1]
        for _ in range(one.amount):
            given[chance.choice(bits)] += 1
    return Problem(demands=tuple(int(held * demand) for held in given), supplies=tuple(supplies))


def running_sum(problem: Problem) -> int:
    """Return the shortage that a top-down rule sees: each supply fills the first category that still needs it."""
    left = list(problem.demands)
    for one in problem.supplies:
        amount = one.amount
        for index in range(CATEGORIES):
            if one.mask >> index & 1:
                used = min(amount, left[index])
                left[index] -= used
                amount -= used
    return sum(left)


def by_solver(problem: Problem) -> int:
    """Return the shortage by a linear program."""
    pairs = [(s, j) for s, one in enumerate(problem.supplies) for j in range(CATEGORIES) if one.mask >> j & 1]
    lines = [[1.0 if pair[0] == s else 0.0 for pair in pairs] for s in range(len(problem.supplies))]
    lines += [[1.0 if pair[1] == j else 0.0 for pair in pairs] for j in range(CATEGORIES)]
    limits = [float(one.amount) for one in problem.supplies] + [float(need) for need in problem.demands]
    found = linprog(-np.ones(len(pairs)), A_ub=np.array(lines), b_ub=np.array(limits))
    return sum(problem.demands) - round(-found.fun)


def main(quick: bool = False) -> None:  # noqa: FBT001, FBT002 - called from a table of functions
    """Print what a running sum refuses wrongly, and the time of an exact answer."""
    rows = []
    for demand in (0.7, 0.85, 0.95):
        cases = problems(demand)
        exact = sum(1 for one in cases if allocate(one).short)
        greedy = sum(1 for one in cases if running_sum(one))
        rows.append((f"{demand:.0%}", f"{greedy / len(cases):.0%}", f"{exact / len(cases):.0%}"))
    print("Educators who satisfy their policy and are refused, by the share of their hours demanded")
    table(("demanded", "running sum", "plpcore"), rows)
    cases = problems(0.85)[: 20 if quick else CASES]
    assert all(allocate(one).short == by_solver(one) for one in cases), "another answer than the solver's"
    seconds = interleaved(
        {
            "plpcore: allocation and bottleneck": lambda: [(allocate(one), bottleneck(one)) for one in cases],
            "running sum (wrong)": lambda: [running_sum(one) for one in cases],
            "scipy HiGHS": lambda: [by_solver(one) for one in cases],
        },
        rounds=3 if quick else 7,
    )
    print("Allocation: microseconds an educator")
    table(("program", "us"), [(name, f"{found / len(cases) * 1e6:.1f}") for name, found in seconds.items()])
