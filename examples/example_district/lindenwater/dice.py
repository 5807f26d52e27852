"""Choices by chance that can be made again."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


class Dice:
    """Choices that come out the same on every Python."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - the records are meant to be the same again

    def below(self, end: int) -> int:
        """Return a whole number from 0 to `end`, which is left out."""
        return int(self._random.random() * end)

    def between(self, first: int, last: int) -> int:
        """Return a whole number, both ends included."""
        return first + self.below(last - first + 1)

    def chance(self, percent: int) -> bool:
        """Return True this often in a hundred."""
        return self.below(100) < percent

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, kinds: Mapping[str, Mapping[str, Any]]) -> str:
        """Return a kind, as often as its weight says."""
        number = self.below(sum(kind["weight"] for kind in kinds.values()))
        for name, kind in kinds.items():
            number -= kind["weight"]
            if number < 0:
                return name
        raise AssertionError

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]
