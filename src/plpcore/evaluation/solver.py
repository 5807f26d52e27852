"""The optional solver: choices that leave the flow fragment, over whole numbers, through scipy's HiGHS.

Importing this module imports scipy (`pip install plpcore[solver]`). Nothing here is trusted: what the solver says is
rounded to whole numbers and checked against every limit before it is used.
"""

from collections.abc import Sequence

from plpcore.errors import SolverMissingError

try:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
except ImportError as error:  # pragma: no cover - shown by a test in an environment without the extra
    raise SolverMissingError from error


class UnsolvedError(RuntimeError):
    """The solver gave no exact answer; the policy's authors should be told."""


Limits = Sequence[tuple[Sequence[int], int]]


def solve(
    worth: Sequence[int], masks: Sequence[int], limits: Limits, needed: Sequence[int], required: int, sharing: int
) -> list[int]:
    """Return how much of each row counts: the least shortage first, then the most credit.

    Args:
        worth: What each row is worth at most.
        masks: The categories that each row may fill.
        limits: Groups of rows with the most that they may count together.
        needed: The minimum of each category.
        required: What the rows must reach together.
        sharing: How many categories a unit may fill; 0: any number.

    Raises:
        UnsolvedError: When the solver finds no proven optimum, or its answer breaks a limit.
    """
    model = _Model(worth, masks, limits, needed, required, sharing)
    shortage = model.optimise(model.shortage_cost(), None)
    least = round(float(model.shortage_cost() @ shortage))
    best = model.optimise(model.credit_cost(), least)
    counted = [round(float(value)) for value in best[: len(worth)]]
    _check(counted, worth, limits)
    return counted


def _check(counted: Sequence[int], worth: Sequence[int], limits: Limits) -> None:
    within = all(0 <= one <= most for one, most in zip(counted, worth, strict=True))
    if not within or any(sum(counted[place] for place in places) > most for places, most in limits):
        message = "the solver's answer breaks a cap"
        raise UnsolvedError(message)


class _Model:
    """Columns: what counts of each row; what each row gives each category; the worst shortage."""

    def __init__(
        self,
        worth: Sequence[int],
        masks: Sequence[int],
        limits: Limits,
        needed: Sequence[int],
        required: int,
        sharing: int,
    ) -> None:
        self._rows, self._categories = len(worth), len(needed)
        self._columns = self._rows * (1 + self._categories) + 1
        self._lines: list[np.ndarray] = []
        self._least: list[float] = []
        self._most: list[float] = []
        given = [
            float(most) if mask >> j & 1 else 0.0
            for most, mask in zip(worth, masks, strict=True)
            for j in range(len(needed))
        ]
        self._upper = [*map(float, worth), *given, float(max([required, *needed, 0]))]
        for places, most in limits:
            self._add(dict.fromkeys(places, 1.0), -np.inf, float(most))
        self._add_giving(sharing)
        self._add_needs(needed, required)

    def _give(self, row: int, category: int) -> int:
        return self._rows + row * self._categories + category

    def _add(self, line: dict[int, float], least: float, most: float) -> None:
        full = np.zeros(self._columns)
        for column, factor in line.items():
            full[column] = factor
        self._lines.append(full)
        self._least.append(least)
        self._most.append(most)

    def _add_giving(self, sharing: int) -> None:
        for row in range(self._rows):
            for category in range(self._categories):
                self._add({self._give(row, category): 1.0, row: -1.0}, -np.inf, 0.0)
            if sharing and self._categories:
                gives = {self._give(row, category): 1.0 for category in range(self._categories)}
                self._add(gives | {row: -float(sharing)}, -np.inf, 0.0)

    def _add_needs(self, needed: Sequence[int], required: int) -> None:
        last = self._columns - 1
        self._add(dict.fromkeys(range(self._rows), 1.0) | {last: 1.0}, float(required), np.inf)
        for category, least in enumerate(needed):
            gives = {self._give(row, category): 1.0 for row in range(self._rows)}
            self._add(gives | {last: 1.0}, float(least), np.inf)

    def shortage_cost(self) -> "np.ndarray":
        """Return the cost that counts only the shortage."""
        cost = np.zeros(self._columns)
        cost[-1] = 1.0
        return cost

    def credit_cost(self) -> "np.ndarray":
        """Return the cost that is least where the most credit counts."""
        cost = np.zeros(self._columns)
        cost[: self._rows] = -1.0
        return cost

    def optimise(self, cost: "np.ndarray", shortage: int | None) -> "np.ndarray":
        """Return the columns of least cost; with `shortage`, among those that are no shorter."""
        upper = [*self._upper[:-1], self._upper[-1] if shortage is None else float(shortage)]
        found = milp(
            cost,
            integrality=np.ones(self._columns),
            bounds=Bounds(np.zeros(self._columns), np.array(upper)),
            constraints=LinearConstraint(np.array(self._lines), np.array(self._least), np.array(self._most)),
            options={"mip_rel_gap": 0.0},
        )
        if found.status != 0 or found.x is None:
            message = f"the solver found no proven optimum: {found.message}"
            raise UnsolvedError(message)
        return np.asarray(found.x)
