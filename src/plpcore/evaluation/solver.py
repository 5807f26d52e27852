"""The optional solver: which whole quanta caps should leave, through scipy's HiGHS.

Importing this module imports scipy (`pip install plpcore[solver]`). Nothing here is trusted: what the solver says is
rounded to whole quanta and checked against every limit before it is used.
"""

from collections.abc import Sequence

from plpcore.errors import SolverMissingError
from plpcore.evaluation._choice import Choice, path_up

try:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
except ImportError as error:  # pragma: no cover - shown by a test in an environment without the extra
    raise SolverMissingError from error


_TOLERANCE = 1e-6
"""How far a shortage in floats may miss itself; two shortages that differ do so by far more."""


class UnsolvedError(RuntimeError):
    """The solver gave no exact answer; the policy's authors should be told."""


def solve(choice: Choice) -> list[int]:
    """Return how much of each row counts at least, in whole quanta: the least shortage first, then the most credit.

    How much counts between two quanta is not the solver's to say: that is reckoned exactly afterwards.

    Raises:
        UnsolvedError: When the solver finds no proven optimum, or its answer breaks a limit.
    """
    model = _Model(choice)
    shortage = model.optimise(model.shortage_cost(), None)
    best = model.optimise(model.credit_cost(), float(shortage[model.missing]) + _TOLERANCE)
    counted = [round(float(value)) * choice.quantum for value in best[-len(choice.worth) :]]
    _check(counted, choice)
    return counted


def _check(counted: Sequence[int], choice: Choice) -> None:
    within = all(0 <= one <= most for one, most in zip(counted, choice.worth, strict=True))
    if not within or any(sum(counted[place] for place in places) > most for places, most in choice.limits):
        message = "the solver's answer breaks a cap"
        raise UnsolvedError(message)


class _Model:
    """Columns: what counts of each supply; what each supply gives each category; how many quanta of each row fill any.

    The supplies are the rows, the credit given beside them, and last the credit that is missing, which fits every
    category: the least of it is the shortage.
    """

    def __init__(self, choice: Choice) -> None:
        self._rows, self._categories = len(choice.worth), len(choice.needed)
        everything = (1 << self._categories) - 1
        most = max(choice.required, 0) + sum(choice.needed)
        masks = [*choice.masks, *(mask for mask, _ in choice.given), everything]
        self._upper = [*choice.worth, *(amount for _, amount in choice.given), most]
        self._lower = [*([0] * self._rows), *(amount for _, amount in choice.given), 0]
        self._supplies = len(masks)
        self.missing = self._supplies - 1
        self._quantum = choice.quantum
        self._quanta = self._supplies * (1 + self._categories)
        self._columns = self._quanta + self._rows
        self._lines: list[np.ndarray] = []
        self._least: list[float] = []
        self._most: list[float] = []
        for places, limit in choice.limits:
            self._add(dict.fromkeys(places, 1.0), -np.inf, float(limit))
        self._add_giving(masks, choice.sharing)
        self._add_needs(choice)

    def _give(self, supply: int, category: int) -> int:
        return self._supplies + supply * self._categories + category

    def _add(self, line: dict[int, float], least: float, most: float) -> None:
        full = np.zeros(self._columns)
        for column, factor in line.items():
            full[column] = factor
        self._lines.append(full)
        self._least.append(least)
        self._most.append(most)

    def _add_giving(self, masks: Sequence[int], sharing: int) -> None:
        for supply, mask in enumerate(masks):
            for category in range(self._categories):
                fits = float(mask >> category & 1)
                self._add({self._give(supply, category): 1.0} | self._less(supply, fits), -np.inf, 0.0)
            if sharing and self._categories:
                gives = {self._give(supply, category): 1.0 for category in range(self._categories)}
                self._add(gives | self._less(supply, float(sharing)), -np.inf, 0.0)
        for row in range(self._rows):
            self._add({self._quanta + row: float(self._quantum), row: -1.0}, -np.inf, 0.0)

    def _less(self, supply: int, factor: float) -> dict[int, float]:
        """Return what is subtracted for so many times that which a supply may give: of a row its whole quanta."""
        if supply < self._rows:
            return {self._quanta + supply: -factor * self._quantum}
        return {supply: -factor}

    def _add_needs(self, choice: Choice) -> None:
        of_total = [*range(self._rows), self.missing]
        self._add(dict.fromkeys(of_total, 1.0), float(choice.required), np.inf)
        for category, least in enumerate(choice.needed):
            inside = [one for one in range(self._categories) if category in path_up(one, choice)]
            gives = {self._give(supply, one): 1.0 for supply in range(self._supplies) for one in inside}
            self._add(gives, float(least), np.inf)

    def shortage_cost(self) -> "np.ndarray":
        """Return the cost that counts only the shortage."""
        cost = np.zeros(self._columns)
        cost[self.missing] = 1.0
        return cost

    def credit_cost(self) -> "np.ndarray":
        """Return the cost that is least where the most credit counts."""
        cost = np.zeros(self._columns)
        cost[: self._rows] = -1.0
        return cost

    def optimise(self, cost: "np.ndarray", shortage: float | None) -> "np.ndarray":
        """Return the columns of least cost; with `shortage`, among those that are no shorter."""
        most = self._upper if shortage is None else [*self._upper[:-1], shortage]
        free = self._columns - self._supplies
        whole = np.zeros(self._columns)
        whole[self._quanta :] = 1
        found = milp(
            cost,
            integrality=whole,
            bounds=Bounds(np.array([*self._lower, *([0] * free)]), np.array([*most, *([np.inf] * free)])),
            constraints=LinearConstraint(np.array(self._lines), np.array(self._least), np.array(self._most)),
            options={"mip_rel_gap": 0.0},
        )
        if found.status != 0 or found.x is None:
            message = f"the solver found no proven optimum: {found.message}"
            raise UnsolvedError(message)
        return np.asarray(found.x)
