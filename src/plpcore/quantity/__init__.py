"""Exact amounts with units: reading, writing, rounding and adding them. Floats never enter."""

from plpcore.quantity._amount import MAX_DECIMALS, MAX_DIGITS, format_amount, parse_amount, parse_share
from plpcore.quantity._quantity import Quantity, check_unit, parse_quantity, total_of
from plpcore.quantity._rounding import Rounding, round_ratio, round_to

__all__ = [
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "Quantity",
    "Rounding",
    "check_unit",
    "format_amount",
    "parse_amount",
    "parse_quantity",
    "parse_share",
    "round_ratio",
    "round_to",
    "total_of",
]
