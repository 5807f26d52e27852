"""One way of a policy for one sort of educator: what it requires, and what becomes of each sort of activity."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import evolve, frozen

from plpcore.evaluation._context import Dates, Record, Row
from plpcore.evaluation._cycle import cycle_of
from plpcore.evaluation._plans import holds
from plpcore.evaluation._prepare import PreparedWay
from plpcore.evaluation._reasons import Status
from plpcore.evaluation._required import applies
from plpcore.evaluation._rows import window_of
from plpcore.evaluation._settle import Terms, _caps, _fit_floors
from plpcore.evaluation._terms import terms_of
from plpcore.evaluation.implication._outside import is_plain_cap
from plpcore.model import Activity, Portfolio
from plpcore.policy import ApprovalTest, Award, Condition, Policy, Rules
from plpcore.quantity import Quantity, format_amount

EXACT_TESTS = ("require", "require_educator", "provider", "grade")
"""The tests of conditions that facts alone decide."""
_PLENTY = Fraction(1_000)
"""An amount that no minimum of one activity refuses."""

Group: TypeAlias = tuple[int, object]
"""A cap, by its place, and one of its groups."""


@frozen
class Class:
    """Credit that the rules treat alike.

    Attributes:
        in_total: Whether it counts to the total.
        mask: The floors that it may fill.
        groups: The caps that hold it.
    """

    in_total: bool
    mask: int
    groups: frozenset[Group]


@frozen
class Part:
    """What a policy makes of an activity, or of one part of it.

    Attributes:
        award: The award that decides.
        value: What the award's table is asked by; empty: nothing.
        share: The part's share of the credit.
        is_loose: Whether a cap that is not taken exactly may take some of it.
    """

    award: Award
    value: str
    share: Fraction
    credit: Class
    is_loose: bool


def without_records(policy: Policy) -> Policy:
    """Return a policy without the conditions that ask for more than facts, such as evidence."""
    return evolve(
        policy,
        rules=_stripped(policy.rules),
        editions=tuple(evolve(one, rules=_stripped(one.rules)) for one in policy.editions),
        alternatives=tuple(evolve(one, rules=_stripped(one.rules)) for one in policy.alternatives),
        examples=(),
    )


def _stripped(rules: Rules) -> Rules:
    if rules.conditions is None:
        return rules
    return evolve(rules, conditions=tuple(one for one in rules.conditions if one.test in EXACT_TESTS))


class Side:
    """One way of a policy for one sort of educator.

    Args:
        way: The way, made ready without the conditions that ask for more than facts.
        conditions: Those conditions.
        portfolio: An educator of the sort, without activities.
    """

    def __init__(
        self,
        way: PreparedWay,
        conditions: tuple[Condition, ...],
        portfolio: Portfolio,
        as_of: date,
        facts: Mapping[str, Any],
    ) -> None:
        self.way = way
        cycle = cycle_of(way.rules.cycle, portfolio, facts, way.compiler, as_of)
        self._record = Record(portfolio, Dates(as_of, None, cycle.period), facts)
        required = way.required.steps(self._record)[-1].after
        self.terms: Terms = terms_of(way, self._record, required, ())
        self._record.window = window_of(way.rules.window, cycle.period)
        self._record.scale = self.terms.scale // way.unit
        self.sign_offs = frozenset(rule.id for rule, test in way.sign_offs if applies(test, self._record))
        self.is_deemed = any(
            rule.educator is not None and applies(of_educator, self._record) for rule, _, of_educator in way.deemed
        )
        # All of them are asked, so that what nobody can tell of this educator is known before any activity is judged.
        asked = [one for one in (*conditions, *(way.rules.conditions or ())) if not one.waived]
        own = [one for one in asked if applies(way.compiler.educator_test(one.applies), self._record)]
        self._conditions = [(one, way.compiler.test(one.when)) for one in own if one in conditions]
        self.is_open = bool(cycle.missing or self._record.lacking)
        units = {"hour", *(award.per or award.count for award in way.rules.awards or ())} - {"minute"}
        self._plenty = tuple(Quantity(_PLENTY, unit) for unit in sorted(units))
        self._exact = frozenset(index for index, cap in enumerate(way.rules.caps or ()) if is_plain_cap(cap))

    @property
    def window(self) -> tuple[date | None, date | None]:
        """Return the first day and the day after the last on which credit is earned."""
        window = self._record.window
        return (None, None) if window is None else (window.start, window.until)

    def amount(self, units: int) -> Fraction:
        """Return whole numbers of the evaluation in the policy's unit."""
        return Fraction(units, self.terms.scale)

    def parts(self, activity: Activity) -> tuple[tuple[Part, ...], frozenset[Condition | str]]:
        """Return what counts of an activity, and which further tests it must pass for that."""
        claimed = evolve(activity, amounts=self._plenty)
        self._record.portfolio = evolve(self._record.portfolio, activities=(claimed,))
        rows = [row for row in self.way.judge.rows(self._record) if row.status in {Status.COUNTED, Status.REFUSED}]
        if self.terms.categories:
            _fit_floors(rows, self._record, self.terms, hopeful=False)
        parts = tuple(self._part(row) for row in rows if row.award and (row.in_total or row.mask))
        tests = self._tests(rows[0]) if parts else frozenset()
        return ((), frozenset()) if tests is None else (parts, tests)

    def _part(self, row: Row) -> Part:
        award = next(one for one in self.way.rules.awards or () if one.id == row.award)
        held = _caps(row, self.terms.caps, self._record, hopeful=False) if row.in_total else ()
        groups = frozenset((limit.index, key) for limit, key in held if limit.index in self._exact)
        share = dict(award.split).get(row.part, Fraction(1)) if row.part else Fraction(1)
        loose = len(groups) < len(held) or bool(self.way.rules.blocks)
        return Part(award, self._value(award, row), share, Class(row.in_total, row.mask, groups), loose)

    def _value(self, award: Award, row: Row) -> str:
        if not award.by:
            return ""
        held = self.way.compiler.getter(award.by)(row, self._record)
        return format_amount(held) if isinstance(held, Fraction) else str(held)

    def _tests(self, row: Row) -> frozenset[Condition | str] | None:
        """Return the further tests; None: nobody can tell which, so nothing counts."""
        answers = [(one, holds(test, row, self._record)) for one, test in self._conditions]
        found = [one for one, answer in answers if answer]
        judged = any(one.panel is not None or _is_about_credit(one.approval) for one in found)
        is_known = all(answer is not None for _, answer in answers)
        return frozenset([*found, *([] if judged else [NOT_DENIED])]) if is_known else None


NOT_DENIED = "not denied"
"""The test that no rule states: a denial takes the credit where no rule reads the decisions itself."""


def _is_about_credit(test: ApprovalTest | None) -> bool:
    return test is not None and test.purpose == "credit"


def entailed(test: Condition | str, by: frozenset[Condition | str]) -> bool:
    """Return whether an activity that passes all of some tests passes this one for certain."""
    return any(_entails(one, test) for one in by)


def _entails(one: Condition | str, other: Condition | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        is_judged = (
            not isinstance(one, str) and _is_about_credit(one.approval) and not (one.approval and one.approval.roles)
        )
        return one == other or (is_judged and isinstance(other, str))
    if one.test == other.test and getattr(one, one.test) == getattr(other, other.test):
        return True
    if one.evidence is not None and other.evidence is not None:
        fits = not other.evidence.kinds or (
            bool(one.evidence.kinds) and set(one.evidence.kinds) <= set(other.evidence.kinds)
        )
        return fits and one.evidence.at_least >= other.evidence.at_least
    if one.reflection is not None and other.reflection is not None:
        asks_more = (
            one.reflection.words >= other.reflection.words and one.reflection.at_least >= other.reflection.at_least
        )
        return asks_more and not (one.reflection.prompts or other.reflection.prompts)
    return False


def groups_of(classes: Iterator[Class]) -> dict[Group, list[Class]]:
    """Return the classes that each group of a cap holds."""
    found: dict[Group, list[Class]] = {}
    for one in classes:
        for group in one.groups:
            found.setdefault(group, []).append(one)
    return found
