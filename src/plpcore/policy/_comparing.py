"""What each comparison of two values means."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from plpcore.policy._predicates import Operator


def _less(held: Fraction | date, value: Any) -> bool:  # noqa: ANN401 - a number or a date, typed at load
    return bool(held < value)


COMPARISONS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda held, value: held == value,
    Operator.ONE_OF: lambda held, value: held in value,
    Operator.AT_LEAST: lambda held, value: not _less(held, value),
    Operator.AT_MOST: lambda held, value: not _less(value, held),
    Operator.MORE_THAN: lambda held, value: _less(value, held),
    Operator.LESS_THAN: _less,
    Operator.BEFORE: _less,
    Operator.AFTER: lambda held, value: _less(value, held),
    Operator.NOT_BEFORE: lambda held, value: not _less(held, value),
    Operator.NOT_AFTER: lambda held, value: not _less(value, held),
}
"""How a fact that is no list of texts is compared with a value: the fact's value comes first."""
