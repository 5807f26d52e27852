"""A way of a policy as it holds for one educator, with the educator's grants.

What is prepared is left as it is: only the rules that a grant is about get other closures and numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from plpcore.evaluation._context import ZERO, Record, Row
from plpcore.evaluation._limits import Limit, adjusted_cap
from plpcore.evaluation._plans import Plan, PlannedCondition, PlannedFloor, holds, planned_floor
from plpcore.evaluation._predicates import Test
from plpcore.evaluation._prepare import PreparedWay
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._required import Required
from plpcore.evaluation._statement import Arguments, RequiredStep
from plpcore.model import Grant, GrantKind
from plpcore.policy import Calendar, Floor, ShareOf


@frozen
class _Grants:
    """Grants that act, by the rule that they are about.

    Attributes:
        waived: The waivers of a whole rule.
        spared: The waivers for single activities, by the activity.
        amounts: The adjustments.
        filling: The substitutions, by the activity.
    """

    waived: Mapping[str, Grant]
    spared: Mapping[str, Mapping[str, Grant]]
    amounts: Mapping[str, Grant]
    filling: Mapping[str, Mapping[str, Grant]]

    def waiver(self, rule: str, activity: str) -> Grant | None:
        """Return the waiver by which a rule does not hold for an activity."""
        return self.waived.get(rule) or self.spared.get(rule, {}).get(activity)


def granted_way(way: PreparedWay, grants: Sequence[Grant]) -> PreparedWay:
    """Return a way as these grants, all of which act, make it for one educator, whatever their order.

    Of several grants about the same thing the one granted last decides, and a waiver before an adjustment.
    """
    if not grants:
        return way
    found = _by_rule(sorted(grants, key=lambda one: (one.granted, one.id)))
    plans = {kind: _plan(plan, way, found) for kind, plan in way.judge.plans.items()}
    floors = way.rules.floors or ()
    return evolve(
        way,
        rules=evolve(way.rules, floors=tuple(_floor(one, found.amounts.get(one.id)) for one in floors)),
        judge=evolve(way.judge, plans=plans, other=_plan(way.judge.other, way, found)),
        caps=tuple(_caps(way.caps, found)),
        required=_required(way, found),
        floor_tests=tuple(
            _never if one.id in found.waived else test for one, test in zip(floors, way.floor_tests, strict=True)
        ),
        sign_offs=tuple(one for one in way.sign_offs if one[0].id not in found.waived),
        granted=tuple(one.amount for one in found.amounts.values() if one.amount is not None),
    )


def _by_rule(grants: Sequence[Grant]) -> _Grants:
    waivers = [one for one in grants if one.kind is GrantKind.WAIVER]
    return _Grants(
        waived={one.rule: one for one in waivers if not one.activity},
        spared=_by_activity(one for one in waivers if one.activity),
        amounts={one.rule: one for one in grants if one.kind is GrantKind.ADJUSTMENT},
        filling=_by_activity(one for one in grants if one.kind is GrantKind.SUBSTITUTION),
    )


def _by_activity(grants: Iterable[Grant]) -> dict[str, dict[str, Grant]]:
    found: dict[str, dict[str, Grant]] = {}
    for one in grants:
        found.setdefault(one.rule, {})[one.activity] = one
    return found


def _never(_row: Row, _record: Record) -> bool:
    return False


def _told(grant: Grant, *more: tuple[str, Fraction]) -> Arguments:
    return (*more, ("authority", grant.authority), ("reason", grant.reason))


def _required(way: PreparedWay, grants: _Grants) -> Required:
    rule = "" if way.rules.total is None else way.rules.total.id
    waiver, adjustment = grants.waived.get(rule), grants.amounts.get(rule)
    if waiver is not None:
        return GrantedTotal(way.required.stated, way.required.changes, waiver, rule)
    if adjustment is not None:
        return GrantedTotal(way.required.stated, way.required.changes, adjustment, rule)
    return way.required


@frozen
class GrantedTotal(Required):
    """A required total that was granted: it comes after everything that the policy says of it."""

    grant: Grant
    rule: str

    def steps(self, record: Record) -> tuple[RequiredStep, ...]:
        """Return the policy's steps and the granted one; that facts lacked for the policy's does not matter."""
        lacking = list(record.lacking)
        steps = super().steps(record)
        record.lacking[:] = lacking
        before, amount = steps[-1].after, self.grant.amount
        if amount is None:
            return (*steps, RequiredStep(Reason.WAIVED, self.rule, before, ZERO, _told(self.grant)))
        told = _told(self.grant, ("amount", amount))
        return (*steps, RequiredStep(Reason.ADJUSTED, self.rule, before, amount, told))


def _floor(floor: Floor, grant: Grant | None) -> Floor:
    return floor if grant is None else evolve(floor, at_least=grant.amount, share=None, of=ShareOf.REQUIRED)


def _plan(plan: Plan, way: PreparedWay, grants: _Grants) -> Plan:
    caps = tuple(_caps(plan.caps, grants))
    notes = (
        *_notes_on((*plan.blocks, *plan.caps), grants),
        *(_note(rule, Reason.SUBSTITUTED, found, None) for rule, found in grants.filling.items()),
    )
    return evolve(
        plan,
        conditions=(*(part for one in plan.conditions for part in _conditions(one, grants)), *notes),
        blocks=tuple(_blocks(plan.blocks, grants)),
        caps=caps,
        grouped=tuple(cap for cap in caps if cap.asks),
        floors=tuple(_floors(plan.floors, way, grants)),
    )


def _conditions(condition: PlannedCondition, grants: _Grants) -> Iterable[PlannedCondition]:
    """A waived condition still looks, to say where it would have refused; a denial by itself is not waived."""
    rule = condition.rule
    if rule in grants.waived:
        yield _waived(evolve(condition, applies=_perhaps(condition.applies)), grants)
    elif rule in grants.spared:
        yield evolve(condition, test=_but(grants.spared[rule], condition.test))
        yield _waived(condition, grants)
    else:
        yield condition


def _waived(condition: PlannedCondition, grants: _Grants) -> PlannedCondition:
    def is_waived(row: Row, _record: Record) -> bool:
        return grants.waiver(condition.rule, row.activity.id) is not None

    def note(row: Row, record: Record) -> None:
        held = holds(condition.test, row, record)
        waiver = grants.waiver(condition.rule, row.activity.id)
        if waiver is not None and (held is None or (held and condition.check(row, record) is not None)):
            row.step(Reason.WAIVED, condition.rule, row.counted, _told(waiver))
        record.answered()

    return evolve(condition, test=is_waived, check=note, judges=False)


def _perhaps(test: Test | None) -> Test | None:
    """Return a test that says yes where facts are missing."""
    if test is None:
        return None

    def perhaps(row: Row, record: Record) -> bool:
        return test(row, record) is not False

    return perhaps


def _but(spared: Mapping[str, Grant], test: Test | None) -> Test:
    """Return a test that says no of the spared activities."""

    def but(row: Row, record: Record) -> bool | None:
        if row.activity.id in spared:
            return False
        return True if test is None else test(row, record)

    return but


def _caps(caps: Iterable[Limit], grants: _Grants) -> Iterable[Limit]:
    for cap in caps:
        if cap.rule not in grants.waived:
            spared, grant = grants.spared.get(cap.rule), grants.amounts.get(cap.rule)
            kept = cap if spared is None else evolve(cap, test=_but(spared, cap.test))
            yield kept if grant is None or grant.amount is None else adjusted_cap(kept, grant.amount)


def _blocks(blocks: Iterable[Limit], grants: _Grants) -> Iterable[Limit]:
    """A spared activity still helps its group over the minimum."""
    for block in blocks:
        if block.rule not in grants.waived:
            yield evolve(block, spared=frozenset(grants.spared.get(block.rule, {})))


def _notes_on(limits: Iterable[Limit], grants: _Grants) -> Iterable[PlannedCondition]:
    for limit in limits:
        rule = limit.rule
        if rule in grants.waived:
            yield _note(rule, Reason.WAIVED, grants.waived[rule], limit.test)
        elif rule in grants.spared:
            yield _note(rule, Reason.WAIVED, grants.spared[rule], limit.test)
        elif rule in grants.amounts:
            yield _note(rule, Reason.ADJUSTED, grants.amounts[rule], limit.test)


def _note(rule: str, reason: Reason, by: Grant | Mapping[str, Grant], about: Test | None) -> PlannedCondition:
    """Return what writes a grant into the steps of the rows that it is about, and refuses none."""

    def note(row: Row, record: Record) -> None:
        grant = by if isinstance(by, Grant) else by.get(row.activity.id)
        held = grant is not None and holds(about, row, record)
        record.answered()
        if grant is not None and held:
            more = () if grant.amount is None else (("amount", grant.amount),)
            row.step(reason, rule, row.counted, _told(grant, *more))

    return PlannedCondition(rule, None, None, note, judges=False)


def _floors(floors: Sequence[PlannedFloor], way: PreparedWay, grants: _Grants) -> Iterable[PlannedFloor]:
    known = {one.bit: one for one in floors}
    for bit, rule in enumerate(way.rules.floors or ()):
        planned, filling = known.get(bit), grants.filling.get(rule.id)
        if filling is None:
            if planned is not None:
                yield planned
        elif planned is None:
            yield planned_floor(bit, rule, _or(filling, _never), way.rules.calendar or Calendar(), way.compiler)
        else:
            yield evolve(planned, test=_or(filling, planned.test))


def _or(filling: Mapping[str, Grant], test: Test | None) -> Test:
    """Return a test that says yes of the activities that were substituted."""

    def either(row: Row, record: Record) -> bool | None:
        return True if row.activity.id in filling or test is None else test(row, record)

    return either
