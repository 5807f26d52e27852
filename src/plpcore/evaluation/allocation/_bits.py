"""Sets of categories as bits of an integer."""

from collections.abc import Iterable


def categories_of(mask: int) -> tuple[int, ...]:
    """Return the categories of `mask`, ascending."""
    return tuple(j for j in range(mask.bit_length()) if mask >> j & 1)


def joined(masks: Iterable[int]) -> list[int]:
    """Return `masks` with all that meet joined into one; the result is disjoint and ascending."""
    parts: list[int] = []
    for mask in masks:
        whole = mask
        apart = []
        for part in parts:
            if part & whole:
                whole |= part
            else:
                apart.append(part)
        parts = [*apart, whole] if whole else apart
    return sorted(parts)
