"""The required total: stated, then added to, reduced, prorated and exempted, in this order."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, cast

from attrs import frozen

from plpcore.evaluation._context import ZERO, Record, Row
from plpcore.evaluation._predicates import Compiler, Test
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._statement import RequiredStep
from plpcore.ids import ActivityId
from plpcore.model import Activity
from plpcore.policy import Adjustment, AmountRow, Prorate, Rules, Total
from plpcore.quantity import round_to

Change: TypeAlias = Callable[[Fraction, Record], RequiredStep | None]
Stated: TypeAlias = Callable[[Record], RequiredStep]

NO_ROW = Row(Activity(id=ActivityId("-"), kind="-"), None, None)
"""What a predicate about the educator is handed in the place of an activity: it never looks at it."""


@frozen
class Required:
    """The required total made ready for many educators."""

    stated: Stated
    changes: tuple[Change, ...]

    def steps(self, record: Record) -> tuple[RequiredStep, ...]:
        """Return the steps to the required total, the last one's `after`; facts that lack are noted."""
        steps = [self.stated(record)]
        for change in self.changes:
            step = change(steps[-1].after, record)
            if step is not None:
                steps.append(step)
        return tuple(steps)


def compile_required(rules: Rules, compiler: Compiler) -> Required:
    """Return the required total of these rules made ready."""
    adjustments = rules.adjustments or ()
    ordered = (
        [_add(one, compiler) for one in adjustments if one.add is not None]
        + [_reduce(one, compiler) for one in adjustments if one.reduce is not None]
        + [_prorate(one, one.prorate, compiler) for one in adjustments if one.prorate is not None]
        + [_exempt(one, compiler) for one in adjustments if one.exempt]
    )
    return Required(_stated(rules.total, compiler), tuple(ordered))


def applies(test: Test | None, record: Record) -> bool:
    """Return whether something applies to the educator; where facts lack it does not, and they are noted."""
    if test is None:
        return True
    held = test(NO_ROW, record)
    asked = record.answered()
    if held is None:
        record.lack(*asked)
    return held is True


def first_row(rows: tuple[tuple[Test | None, AmountRow], ...], record: Record) -> AmountRow | None:
    """Return the first row that holds for the educator."""
    return next((row for test, row in rows if applies(test, record)), None)


def compile_rows(rows: tuple[AmountRow, ...], compiler: Compiler) -> tuple[tuple[Test | None, AmountRow], ...]:
    """Return rows with their closures."""
    return tuple((compiler.educator_test(row.when), row) for row in rows)


def _stated(total: Total | None, compiler: Compiler) -> Stated:
    if total is None:
        return lambda _: RequiredStep(Reason.NO_TOTAL, "", ZERO, ZERO)
    if total.amount is not None:
        step = RequiredStep(Reason.TOTAL, total.id, ZERO, total.amount)
        return lambda _: step
    return _highest(total) if total.highest_of is not None else _by_rows(total, compiler)


def _by_rows(total: Total, compiler: Compiler) -> Stated:
    rows = compile_rows(total.rows, compiler)

    def stated(record: Record) -> RequiredStep:
        row = first_row(rows, record)
        return RequiredStep(Reason.TOTAL_ROW, total.id, ZERO, ZERO if row is None else row.amount)

    return stated


def _highest(total: Total) -> Stated:
    fact = total.highest_of.fact if total.highest_of else ""
    amounts = dict(total.highest_of.amounts) if total.highest_of else {}

    def stated(record: Record) -> RequiredStep:
        held = record.facts.get(fact)
        if held is None:
            record.lack(fact)
        classes = held if isinstance(held, tuple) else (str(held),)
        known = [(amounts[name], name) for name in classes if name in amounts]
        amount, name = max(known, default=(ZERO, ""))
        return RequiredStep(Reason.TOTAL_HIGHEST, total.id, ZERO, amount, (("class", name),))

    return stated


def _number(record: Record, fact: str) -> Fraction | None:
    held = record.facts.get(fact)
    if not isinstance(held, Fraction):
        record.lack(fact)
        return None
    return held


def _add(rule: Adjustment, compiler: Compiler) -> Change:
    test, add = compiler.educator_test(rule.when), rule.add

    def change(before: Fraction, record: Record) -> RequiredStep | None:
        held = _number(record, add.each) if add and applies(test, record) else None
        if add is None or held is None or held <= add.over:
            return None
        more = (held - add.over) * add.amount
        arguments = (("each", add.each), ("value", held), ("amount", add.amount))
        return RequiredStep(Reason.ADDED, rule.id, before, before + more, arguments)

    return change


def _reduce(rule: Adjustment, compiler: Compiler) -> Change:
    test, less = compiler.educator_test(rule.when), rule.reduce or ZERO

    def change(before: Fraction, record: Record) -> RequiredStep | None:
        if not applies(test, record):
            return None
        return RequiredStep(Reason.REDUCED, rule.id, before, max(ZERO, before - less), (("amount", less),))

    return change


def _prorate(rule: Adjustment, prorate: Prorate | None, compiler: Compiler) -> Change:
    test, part = compiler.educator_test(rule.when), cast("Prorate", prorate)

    def change(before: Fraction, record: Record) -> RequiredStep | None:
        held = _number(record, part.by) if applies(test, record) else None
        if held is None:
            return None
        exact = before * held / part.of
        after = exact if part.increment is None else round_to(exact, part.increment, part.rounding)
        return RequiredStep(
            Reason.PRORATED, rule.id, before, after, (("by", part.by), ("value", held), ("of", part.of))
        )

    return change


def _exempt(rule: Adjustment, compiler: Compiler) -> Change:
    test = compiler.educator_test(rule.when)

    def change(before: Fraction, record: Record) -> RequiredStep | None:
        return RequiredStep(Reason.EXEMPT, rule.id, before, ZERO) if applies(test, record) else None

    return change
