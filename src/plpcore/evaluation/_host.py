"""Rules of a host's kind that set credits: they look at all activities that count, before blocks and caps do."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeVar

from attrs import frozen

from plpcore.evaluation._context import Row
from plpcore.evaluation._kinds import Earned, PreparedRule
from plpcore.evaluation._statement import amount_of

T = TypeVar("T")

_FINEST = 10**6
"""The finest part of a unit that an amount from outside may state, as everywhere."""


class TooCoarseError(Exception):
    """An amount arises that the whole numbers of this evaluation cannot hold.

    Args:
        finer: What the scale must be a multiple of.
        rule: The rule of a host's kind that gives it; None: the best choice under caps.
    """

    def __init__(self, finer: int, rule: PreparedRule | None = None) -> None:
        super().__init__(finer, rule)
        self.finer = finer
        self.rule = rule


@frozen
class HostRules:
    """The rules of a way that set credits, with the whole numbers of one evaluation.

    Attributes:
        scale: Units of a row's credit in one unit of the policy.
        grain: The coarser number that amounts must fit, so that what blocks, caps and floors divide stays whole.
    """

    rules: tuple[PreparedRule, ...]
    scale: int
    grain: int

    def apply(self, rows: Sequence[Row]) -> None:
        """Set the credit of rows that count, in the order of the rules; a step is written where one changes it.

        Raises:
            RuleKindError: A kind's code raises or returns something else than amounts.
            TooCoarseError: An amount does not fit the scale; evaluate again with a finer one.
        """
        for rule in self.rules:
            given = tuple(Earned(row.activity, row.part, row.day, amount_of(row.counted, self.scale)) for row in rows)
            amounts = rule.credits(given)
            self._check_scale(rule, amounts)
            for row, amount in zip(rows, amounts, strict=True):
                self._set(row, rule, amount.numerator * self.scale // amount.denominator)

    def _check_scale(self, rule: PreparedRule, amounts: Sequence[Fraction]) -> None:
        finer = {amount.denominator for amount in amounts if self.grain % amount.denominator}
        if finer and max(finer) > _FINEST:
            rule.fail("gives an amount that is no fraction with at most six digits below the stroke")
        if finer:
            raise TooCoarseError(lcm(*finer), rule)

    def _set(self, row: Row, rule: PreparedRule, units: int) -> None:
        if units != row.counted:
            row.step(rule.kind.reason, rule.rule.id, units, (("kind", rule.kind.name),))
            row.earned = units


def finely_enough(attempt: Callable[[int], T], most: int) -> T:
    """Return what an attempt gives with the coarsest scale that holds every amount that arises on the way.

    Args:
        attempt: Evaluates with a scale that is a multiple of the number it is given.
        most: How often the host's rules may ask for a finer scale.

    Raises:
        RuleKindError: Finer parts are asked for without end, so that a rule kind cannot be a pure function.
    """
    finer = 1
    while True:
        try:
            return attempt(finer)
        except TooCoarseError as error:
            finer = lcm(finer, error.finer)
            if error.rule is None:
                continue
            most -= 1
            if most < 0:
                error.rule.fail("gives other amounts each time that it is asked the same")
