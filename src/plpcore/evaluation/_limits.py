"""Blocks and caps: what does not count until a group is full, and what counts no further."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.evaluation._context import Record, Row
from plpcore.evaluation._predicates import Compiler, Getter, Test
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._spans import Span, compile_span
from plpcore.evaluation._statement import Argument, Arguments
from plpcore.policy import Block, Calendar, Cap, Per

Key: TypeAlias = tuple[object, ...]
Groups: TypeAlias = "tuple[tuple[Limit, Key], ...]"
"""The limits that a row is held against, and its group in each."""


@frozen
class Limit:
    """A block or a cap, made ready.

    Attributes:
        rule: Its id.
        index: Its place among its kind.
        test: Which rows it is about, once their kind fits; None: all.
        applies: For which educators; None: all.
        key: The group that a row belongs to.
        amount: The minimum or the maximum, in the policy's unit; None: a share.
        share: The share of the required total.
        asks: The facts that its groups are made by, where a missing one makes the group unknown.
        spared: The activities whose credit a block does not take, by a waiver.
    """

    rule: str
    index: int
    test: Test | None
    applies: Test | None
    key: Callable[[Row, Record], Key]
    amount: Fraction | None
    share: Fraction | None
    arguments: Arguments
    asks: tuple[str, ...]
    spared: frozenset[str] = frozenset()

    def units(self, required: Fraction, scale: int) -> int:
        """Return the limit in `1 / scale` of the policy's unit, which holds it exactly."""
        amount = self.amount if self.amount is not None else (self.share or Fraction(0)) * required
        return amount.numerator * scale // amount.denominator


def compile_cap(cap: Cap, index: int, test: Test | None, calendar: Calendar, compiler: Compiler) -> Limit:
    """Return a cap made ready."""
    span = compile_span(cap.per, calendar, compiler)
    getters = tuple(compiler.getter(name) for name in cap.by)
    applies = compiler.educator_test(cap.applies)
    asks = () if compiler.is_silent else cap.by
    amount = cap.at_most if cap.at_most is not None else cap.share or Fraction(0)
    arguments: Arguments = (("at_most", amount), ("per", cap.per.value), ("is_share", int(cap.share is not None)))
    if cap.by:
        arguments = (*arguments, ("by", cap.by))
    return Limit(cap.id, index, test, applies, _key(span, getters), cap.at_most, cap.share, arguments, asks)


def adjusted_cap(cap: Limit, amount: Fraction) -> Limit:
    """Return a cap with another maximum, in the policy's unit."""
    said: dict[str, Argument] = {"at_most": amount, "is_share": 0}
    arguments: Arguments = tuple((name, said.get(name, value)) for name, value in cap.arguments)
    return evolve(cap, amount=amount, share=None, arguments=arguments)


def compile_block(block: Block, index: int, test: Test | None, calendar: Calendar, compiler: Compiler) -> Limit:
    """Return a block made ready."""
    getters = tuple(compiler.getter(name) for name in block.by)
    key = _key(compile_span(Per.CYCLE, calendar, compiler), getters)
    arguments: Arguments = (("at_least", block.at_least), ("by", block.by))
    asks = () if compiler.is_silent else block.by
    return Limit(block.id, index, test, None, key, block.at_least, None, arguments, asks)


def _key(span: Span, getters: tuple[Getter, ...]) -> Callable[[Row, Record], Key]:
    if not getters:
        return lambda row, record: (span(row, record),)
    return lambda row, record: (span(row, record), *(get(row, record) for get in getters))


def apply_blocks(rows: Sequence[Row], members: Sequence[Groups], units: Mapping[int, int]) -> None:
    """Take the credit of every group below its minimum; the blocks work one after the other."""
    for index in sorted(units):
        sums: dict[Key, int] = {}
        inside = [(row, found) for row, groups in zip(rows, members, strict=True) for found in groups]
        own = [(row, limit, key) for row, (limit, key) in inside if limit.index == index]
        for row, _, key in own:
            sums[key] = sums.get(key, 0) + row.counted
        for row, limit, key in own:
            if row.counted and sums[key] < units[index] and row.activity.id not in limit.spared:
                row.step(Reason.BLOCK_NOT_REACHED, limit.rule, 0, limit.arguments)


def apply_caps(rows: Sequence[Row], members: Sequence[Groups], units: Mapping[int, int]) -> None:
    """Take what exceeds a cap, in the order of the rows: each row is held against all its caps at once."""
    used: dict[tuple[int, Key], int] = {}
    for row, groups in zip(rows, members, strict=True):
        if groups and row.counted:
            _fit(row, groups, used, units)


def apply_caps_in_turn(rows: Sequence[Row], members: Sequence[Groups], units: Mapping[int, int]) -> None:
    """Take what exceeds a cap, cap after cap in the order of the policy."""
    for index in sorted(units):
        own = [tuple(found for found in groups if found[0].index == index) for groups in members]
        apply_caps(rows, own, units)


def _fit(row: Row, groups: Groups, used: dict[tuple[int, Key], int], units: Mapping[int, int]) -> None:
    room, tightest = row.counted, None
    for limit, key in groups:
        left = units[limit.index] - used.get((limit.index, key), 0)
        if left < room:
            room, tightest = left, limit
    if tightest is not None:
        row.step(Reason.CAP_REACHED, tightest.rule, max(room, 0), tightest.arguments)
    for limit, key in groups:
        place = (limit.index, key)
        used[place] = used.get(place, 0) + row.counted
