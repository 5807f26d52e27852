"""Which hours fill which minimum, decided exactly, in whole numbers.

`allocate` finds an allocation by flow; `bottleneck` finds by cut what stands in the way. The two are found in
different ways and must have equal value: together they are a proof, and `certifies` checks it from scratch.
`least_fix` says all that further hours must bring. The package knows nothing of policies or portfolios: credit comes
in as whole quanta, categories and sources as numbers.
"""

from plpcore.evaluation.allocation._certificate import certifies
from plpcore.evaluation.allocation._cut import bottleneck
from plpcore.evaluation.allocation._fix import helps, least_fix
from plpcore.evaluation.allocation._flow import allocate
from plpcore.evaluation.allocation._problem import Problem, Supply
from plpcore.evaluation.allocation._results import (
    Allocation,
    Bottleneck,
    OutsideFragmentError,
    Placement,
    Violation,
)

__all__ = [
    "Allocation",
    "Bottleneck",
    "OutsideFragmentError",
    "Placement",
    "Problem",
    "Supply",
    "Violation",
    "allocate",
    "bottleneck",
    "certifies",
    "helps",
    "least_fix",
]
