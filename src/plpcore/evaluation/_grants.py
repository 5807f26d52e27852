"""The grants of a record: which of them act, and what each did."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import evolve

from plpcore.evaluation._context import Dates
from plpcore.evaluation._prepare import PreparedPolicy
from plpcore.evaluation._reasons import GrantState
from plpcore.evaluation._statement import GrantUse, Statement
from plpcore.model import Grant, GrantKind
from plpcore.policy import every_rule

Judge: TypeAlias = Callable[[Sequence[Grant]], Statement]

_OF_WHOLE = frozenset({"total", "conditions", "caps", "floors", "blocks", "sign_offs"})
_OF_ACTIVITY = frozenset({"conditions", "caps", "blocks"})
_OF_AMOUNT = frozenset({"total", "caps", "floors"})
_FILLED = frozenset({"floors"})


def with_grants(ready: PreparedPolicy, grants: Sequence[Grant], dates: Dates, judge: Judge) -> Statement:
    """Return the statement with the grants that act, and what each grant of the record did.

    Args:
        ready: The policy.
        grants: Every grant of the record.
        dates: The date judged and the knowledge used.
        judge: Returns the statement with some of the grants.
    """
    rules = _rules(ready)
    ordered = sorted(grants, key=lambda one: one.id)
    states = {one.id: _state(one, rules, dates) for one in ordered}
    acting = [one for one in ordered if states[one.id] is GrantState.USED]
    found = judge(acting)
    for one in acting:
        if _effect(judge([other for other in acting if other is not one])) == _effect(found):
            states[one.id] = GrantState.MOOT
    return evolve(found, grants=tuple(GrantUse(one, states[one.id]) for one in ordered))


def _rules(ready: PreparedPolicy) -> set[tuple[str, str]]:
    """Return section and id of every rule, whichever edition or way states it."""
    ways = [way for edition in ready.editions for way in edition.ways]
    return {(section, rule.id) for way in ways for section, rule in every_rule(way.rules)}


def _state(grant: Grant, rules: set[tuple[str, str]], dates: Dates) -> GrantState:
    if grant.has_expired(dates.as_of):
        return GrantState.EXPIRED
    if not any((section, grant.rule) in rules for section in _sections(grant)):
        return GrantState.UNKNOWN_RULE
    is_known = dates.knows(grant.entered or grant.granted)
    return GrantState.USED if is_known and grant.acts_on(dates.as_of) else GrantState.NOT_YET


def _sections(grant: Grant) -> frozenset[str]:
    """Return the sections of the policy whose rules such a grant can be about."""
    if grant.kind is GrantKind.WAIVER:
        return _OF_ACTIVITY if grant.activity else _OF_WHOLE
    return _OF_AMOUNT if grant.kind is GrantKind.ADJUSTMENT else _FILLED


def _effect(found: Statement) -> tuple[object, ...]:
    """Return what a grant can be for: what counts, what is short or missing, what goes on, and the outcome.

    That a minimum which is reached anyway was lower, or that credit is put elsewhere, is no effect.
    """
    return (
        found.outcome,
        found.carried_out,
        [(one.activity, one.part, one.status, one.earned, one.counted) for one in found.lines],
        {one.key: one.short for one in found.requirements if one.short},
        (found.fix.amount, found.fix.unsigned),
        found.missing,
        [(way.id, way.outcome, way.short) for way in found.alternatives],
    )
