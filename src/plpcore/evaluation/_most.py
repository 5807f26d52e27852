"""The least shortage and then the most credit under caps that cross, as a linear program that is solved exactly."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

from plpcore.evaluation._choice import Choice, path_up
from plpcore.evaluation._simplex import Form, Program

_ONE = Fraction(1)


def most_credit(choice: Choice, least: Sequence[int]) -> list[Fraction]:
    """Return how much of each group of rows counts, exactly: the least shortage first, then the most credit.

    Credit may be cut anywhere, so the answer does not depend on how fine the whole numbers of the question are.

    Args:
        choice: The question; its `worth` and `masks` are those of groups of rows.
        least: What counts of each group in any case.
    """
    model = _Model(choice, least)
    short, _ = model.greatest({model.missing: -_ONE})
    model.program.at_most({model.missing: _ONE}, -short)
    _, most = model.greatest(dict.fromkeys(range(len(least)), _ONE))
    return [start + more for start, more in zip(least, most, strict=False)]


class _Model:
    """Variables: what counts of each group above its least; the credit that is missing; what fills each category."""

    def __init__(self, choice: Choice, least: Sequence[int]) -> None:
        self.program = Program()
        self._choice, self._least = choice, least
        groups = [self.program.variable() for _ in choice.worth]
        self.missing = self.program.variable()
        for group, most in zip(groups, choice.worth, strict=True):
            self.program.at_most({group: _ONE}, Fraction(most - least[group]))
        for places, limit in choice.limits:
            self.program.at_most(dict.fromkeys(places, _ONE), Fraction(limit - sum(least[one] for one in places)))
        self._at_least([*groups, self.missing], choice.required - sum(least))
        if choice.sharing:
            self._allocated()
        else:
            self._overlapping()

    def greatest(self, goal: Form) -> tuple[Fraction, tuple[Fraction, ...]]:
        """Return the greatest value of a sum and the variables that reach it; as much may be missing as needed."""
        return cast("tuple[Fraction, tuple[Fraction, ...]]", self.program.maximum(goal))

    def _at_least(self, variables: Sequence[int], amount: int) -> None:
        self.program.at_least(dict.fromkeys(variables, _ONE), Fraction(amount))

    def _supplies(self) -> Iterator[tuple[int, Form, int]]:
        """Yield what may fill categories: which, the variables that it consists of, and what it holds beside them."""
        held = zip(self._choice.masks, self._least, strict=True)
        yield from ((mask, {group: _ONE}, least) for group, (mask, least) in enumerate(held))
        yield from ((mask, {}, amount) for mask, amount in self._choice.given)
        yield (1 << len(self._choice.needed)) - 1, {self.missing: _ONE}, 0

    def _overlapping(self) -> None:
        for category, needed in enumerate(self._choice.needed):
            reaching = [one for one in self._supplies() if one[0] >> category & 1]
            variables = [name for _, form, _ in reaching for name in form]
            self._at_least(variables, needed - sum(amount for _, _, amount in reaching))

    def _allocated(self) -> None:
        places = range(len(self._choice.needed))
        filling: list[list[int]] = [[] for _ in places]
        for mask, form, amount in self._supplies():
            own = {one: self.program.variable() for one in places if mask >> one & 1}
            less = {name: -factor for name, factor in form.items()}
            for category, given in own.items():
                self.program.at_most({given: _ONE} | less, Fraction(amount))
                for inner_of in path_up(category, self._choice):
                    filling[inner_of].append(given)
            shared = {name: factor * self._choice.sharing for name, factor in less.items()}
            self.program.at_most(dict.fromkeys(own.values(), _ONE) | shared, Fraction(amount * self._choice.sharing))
        for variables, needed in zip(filling, self._choice.needed, strict=True):
            self._at_least(variables, needed)
