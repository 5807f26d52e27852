"""A checker of its own for the policies of `generated`: many ledgers at once, with numpy, none of the engine's code.

It reads the policy value only, and is itself compared with `evaluate` (see `test_sampling`). Amounts are quarters of
an hour in whole numbers; rates double or halve, so all credit is whole in eighths.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, Educator, Portfolio
from plpcore.policy import All, Compare, Operator, Policy, Predicate
from plpcore.quantity import Quantity
from tests.implication.generated import KINDS, TAGS

Numbers = NDArray[np.int64]
EIGHTHS = 8
SHARE_SCALE = 4
"""What makes a quarter of a required total whole."""
ROWS = 6
ALL_KINDS = (*KINDS, "other")
SUBSETS = [tags for size in range(len(TAGS) + 1) for tags in combinations(TAGS, size)]
AMOUNTS = np.array([1, 2, 4, 4, 6, 8, 8, 12, 16, 20, 32], dtype=np.int64)
"""In quarters of an hour."""
_FIRST = date(2024, 9, 1)


class Ledgers:
    """Many random ledgers: kind, tags and amount of each of six activities, in the order of time."""

    def __init__(self, seed: int, size: int) -> None:
        random = np.random.default_rng(seed)
        self.kinds = random.integers(0, len(ALL_KINDS), (size, ROWS))
        self.tags = random.integers(0, len(SUBSETS), (size, ROWS))
        self.amounts = AMOUNTS[random.integers(0, len(AMOUNTS), (size, ROWS))]
        self.amounts[random.random((size, ROWS)) < 0.3] = 0

    def portfolio(self, number: int) -> Portfolio:
        """Return one of the ledgers as a portfolio."""
        return Portfolio(
            educator=Educator(id=EducatorId("e")),
            activities=tuple(
                Activity(
                    id=ActivityId(f"a{row}"),
                    kind=ALL_KINDS[self.kinds[number, row]],
                    tags=SUBSETS[self.tags[number, row]],
                    completed=_FIRST + timedelta(days=row),
                    amounts=(Quantity(Fraction(int(self.amounts[number, row]), 4), "hour"),),
                )
                for row in range(ROWS)
            ),
        )

    def holds(self, predicate: Predicate) -> NDArray[np.bool_]:
        """Return for which activities a predicate holds."""
        table = np.array([[_holds(predicate, kind, tags) for tags in SUBSETS] for kind in ALL_KINDS])
        found: NDArray[np.bool_] = table[self.kinds, self.tags]
        return found


def _holds(predicate: Predicate, kind: str, tags: tuple[str, ...]) -> bool:
    match predicate:
        case All(parts):
            return all(_holds(part, kind, tags) for part in parts)
        case Compare("kind", Operator.IS, value):
            return kind == value
        case Compare("tags", Operator.HAS, value):
            return bool(set(tags) & set(value if isinstance(value, tuple) else (str(value),)))
        case _:
            raise NotImplementedError(predicate)


def met(policy: Policy, ledgers: Ledgers) -> NDArray[np.bool_]:
    """Return for which ledgers the policy is met."""
    rules = policy.rules
    counted = _counted(policy, ledgers)
    required = Fraction(0) if rules.total is None else rules.total.amount or Fraction(0)
    found: NDArray[np.bool_] = counted.sum(axis=1) >= _whole(required)
    floors = rules.floors or ()
    needed = [
        _whole(floor.at_least if floor.at_least is not None else (floor.share or 0) * required) for floor in floors
    ]
    own = [ledgers.holds(floor.when) for floor in floors]
    inside = {floor.id: [at for at, one in enumerate(floors) if one.within == floor.id] for floor in floors}
    reach = [_union([own[at], *(own[child] for child in inside[floor.id])]) for at, floor in enumerate(floors)]
    if not rules.sharing:
        for held, amount in zip(reach, needed, strict=True):
            found &= (counted * held).sum(axis=1) >= amount
        return found
    demand = [
        max(0, amount - sum(needed[child] for child in inside[floors[at].id])) for at, amount in enumerate(needed)
    ]
    for size in range(1, len(floors) + 1):
        for members in combinations(range(len(floors)), size):
            fits = np.minimum(sum(reach[at].astype(np.int64) for at in members), rules.sharing)
            found &= (counted * fits).sum(axis=1) >= sum(demand[at] for at in members)
    return found


def _union(several: list[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    whole = several[0].copy()
    for one in several[1:]:
        whole |= one
    return whole


def _whole(amount: Fraction | int) -> int:
    found = Fraction(amount) * EIGHTHS * SHARE_SCALE
    assert found.denominator == 1
    return int(found)


def _counted(policy: Policy, ledgers: Ledgers) -> Numbers:
    """Return what counts of each activity: its rate, then the caps in the order of time."""
    rate = np.zeros(ledgers.amounts.shape, dtype=np.int64)
    for award in sorted(policy.rules.awards or (), key=lambda one: not one.otherwise):
        where = ledgers.holds(award.when)
        rate[where] = _whole(award.credit) // 4
    counted: Numbers = ledgers.amounts * rate
    caps = [(ledgers.holds(cap.when), _whole(cap.at_most or 0)) for cap in policy.rules.caps or ()]
    used = [np.zeros(len(counted), dtype=np.int64) for _ in caps]
    for row in range(ROWS):
        for (held, most), taken in zip(caps, used, strict=True):
            counted[:, row] = np.where(held[:, row], np.minimum(counted[:, row], most - taken), counted[:, row])
        for place, (held, _) in enumerate(caps):
            used[place] += counted[:, row] * held[:, row]
    return counted
