"""Linear programs solved exactly: the simplex method on whole numbers, with Bland's rule, so that it always ends."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from attrs import define, field, frozen

Form = Mapping[int, Fraction]
"""A sum of variables: the factor of each, by its number."""


@frozen
class Bound:
    """A sum of variables that is at most (or, where `equal`, exactly) so much."""

    form: Form
    most: Fraction
    equal: bool = False


@define
class Program:
    """Variables, each 0 or more, and what bounds them."""

    size: int = 0
    bounds: list[Bound] = field(factory=list)

    def variable(self) -> int:
        """Return the number of a new variable."""
        self.size += 1
        return self.size - 1

    def at_most(self, form: Form, most: Fraction) -> None:
        """Bound a sum from above, inclusive."""
        self.bounds.append(Bound(form, most))

    def at_least(self, form: Form, least: Fraction) -> None:
        """Bound a sum from below, inclusive."""
        self.bounds.append(Bound({name: -factor for name, factor in form.items()}, -least))

    def equal(self, form: Form, amount: Fraction) -> None:
        """Fix a sum."""
        self.bounds.append(Bound(form, amount, equal=True))

    def maximum(self, goal: Form) -> tuple[Fraction, tuple[Fraction, ...]] | None:
        """Return the greatest value of a sum and the variables that reach it; None: nothing fits the bounds.

        The goal must be bounded from above; every question of this package bounds it.
        """
        table = _Table(self)
        return table.optimum(goal) if table.is_feasible() else None


class _Table:
    """A simplex table of whole numbers over one common denominator, which is always above 0."""

    def __init__(self, program: Program) -> None:
        self._size = program.size
        slacks = sum(1 for bound in program.bounds if not bound.equal)
        self._real = program.size + slacks
        self._width = self._real + len(program.bounds)
        self._below = 1
        self._rows: list[list[int]] = []
        self._basis: list[int] = []
        slack = program.size
        for number, bound in enumerate(program.bounds):
            row = self._row(bound, None if bound.equal else slack)
            slack += not bound.equal
            row[self._real + number] = 1
            self._rows.append(row)
            self._basis.append(self._real + number)

    def _row(self, bound: Bound, slack: int | None) -> list[int]:
        whole = lcm(bound.most.denominator, *(factor.denominator for factor in bound.form.values()))
        row = [0] * (self._width + 1)
        for name, factor in bound.form.items():
            row[name] = factor.numerator * (whole // factor.denominator)
        row[-1] = bound.most.numerator * (whole // bound.most.denominator)
        if slack is not None:
            row[slack] = 1
        return [-number for number in row] if row[-1] < 0 else row

    def is_feasible(self) -> bool:
        """Bring the variables that stand for what is still unfilled to 0; return whether that went."""
        costs = [0] * (self._width + 1)
        for row in self._rows:
            costs = [cost - number for cost, number in zip(costs, row, strict=True)]
        costs[self._real : self._width] = [0] * (self._width - self._real)
        costs = self._improved(costs)
        if costs[-1]:
            return False
        self._drive_out()
        return True

    def _drive_out(self) -> None:
        for place in reversed(range(len(self._rows))):
            if self._basis[place] < self._real:
                continue
            column = next((one for one in range(self._real) if self._rows[place][one]), None)
            if column is None:
                del self._rows[place], self._basis[place]
                continue
            if self._rows[place][column] < 0:
                self._rows[place] = [-number for number in self._rows[place]]
            self._pivot(place, column, [0] * (self._width + 1))

    def optimum(self, goal: Form) -> tuple[Fraction, tuple[Fraction, ...]]:
        """Return the greatest value of a sum and the variables that reach it, once the table is feasible."""
        whole = lcm(*(factor.denominator for factor in goal.values()))
        costs = [0] * (self._width + 1)
        for name, factor in goal.items():
            costs[name] = -factor.numerator * (whole // factor.denominator) * self._below
        for place, name in enumerate(self._basis):
            if costs[name]:
                share = costs[name]
                costs = [
                    cost - share * number // self._below for cost, number in zip(costs, self._rows[place], strict=True)
                ]
        costs = self._improved(costs)
        values = [Fraction(0)] * self._width
        for place, name in enumerate(self._basis):
            values[name] = Fraction(self._rows[place][-1], self._below)
        return Fraction(costs[-1], self._below * whole), tuple(values[: self._size])

    def _improved(self, costs: list[int]) -> list[int]:
        while True:
            column = next((one for one in range(self._real) if costs[one] < 0), None)
            if column is None:
                return costs
            costs = self._pivot(self._leaving(column), column, costs)

    def _leaving(self, column: int) -> int:
        best = -1
        for place, row in enumerate(self._rows):
            if row[column] > 0 and (best < 0 or self._is_tighter(place, best, column)):
                best = place
        if best < 0:
            raise ArithmeticError("the goal has no bound")
        return best

    def _is_tighter(self, place: int, best: int, column: int) -> bool:
        one, other = self._rows[place], self._rows[best]
        left, right = one[-1] * other[column], other[-1] * one[column]
        return left < right or (left == right and self._basis[place] < self._basis[best])

    def _pivot(self, place: int, column: int, costs: list[int]) -> list[int]:
        """Every division is exact: the numbers are minors of the first table (Bareiss, Edmonds)."""
        row, below = self._rows[place], self._below
        above = row[column]

        def turned(other: list[int]) -> list[int]:
            share = other[column]
            if not share:
                return other if above == below else [number * above // below for number in other]
            return [(number * above - share * own) // below for number, own in zip(other, row, strict=True)]

        self._rows = [one if at == place else turned(one) for at, one in enumerate(self._rows)]
        self._basis[place] = column
        self._below = above
        return turned(costs)


def total(forms: Sequence[Form]) -> dict[int, Fraction]:
    """Return the sum of several sums."""
    found: dict[int, Fraction] = {}
    for form in forms:
        for name, factor in form.items():
            found[name] = found.get(name, Fraction(0)) + factor
    return found


def scaled(form: Form, factor: Fraction) -> dict[int, Fraction]:
    """Return so many times a sum."""
    return {name: held * factor for name, held in form.items()}
