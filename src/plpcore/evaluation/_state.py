"""One way of one edition for one educator: the rules in their order, written down as a statement."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from attrs import frozen

from plpcore.evaluation._carry import accepted, carried_out
from plpcore.evaluation._context import ZERO, Record, Row
from plpcore.evaluation._cycle import keep_until
from plpcore.evaluation._kinds import PreparedRule, RuleInput
from plpcore.evaluation._placing import certificate_of, place
from plpcore.evaluation._plans import holds
from plpcore.evaluation._prepare import PreparedEdition, PreparedPolicy, PreparedWay
from plpcore.evaluation._reasons import Outcome, Reason, Status
from plpcore.evaluation._required import applies, first_row
from plpcore.evaluation._rows import known_activities, window_of
from plpcore.evaluation._settle import Settled, Terms, settle
from plpcore.evaluation._statement import Answer, LeastFix, Line, RequiredStep, Statement, amount_of
from plpcore.evaluation._tally import fix_parts, requirements_of
from plpcore.evaluation._terms import terms_of

T = TypeVar("T")


@frozen
class Reckoned:
    """Everything that the statement is written from."""

    rows: list[Row]
    terms: Terms
    base: Settled
    outcome: Outcome
    deemed_by: str
    unsigned: tuple[str, ...]
    missing: tuple[str, ...]


def state(
    ready: PreparedPolicy, edition: PreparedEdition, way: PreparedWay, record: Record, missing: tuple[str, ...]
) -> Statement:
    """Return the statement of one way of one edition.

    Args:
        ready: The policy.
        edition: The edition that applies.
        way: The alternative, or the only way.
        record: The educator's record.
        missing: The facts that the cycle could not be told without.
    """
    steps = way.required.steps(record)
    carried = accepted(way.rules.carry_over, record)
    terms = terms_of(way, record, steps[-1].after, carried)
    record.window = window_of(way.rules.window, record.dates.cycle)
    record.scale = terms.scale // way.unit
    rows = way.judge.rows(record)
    found = _reckon(way, record, rows, terms, missing)
    return _statement(ready, edition, way, record, steps, found)


_SETTLED = frozenset({Status.COUNTED, Status.REFUSED})


def _reckon(way: PreparedWay, record: Record, rows: list[Row], terms: Terms, missing: tuple[str, ...]) -> Reckoned:
    unsigned = tuple(
        rule.id for rule, test in way.sign_offs if applies(test, record) and rule.id not in record.sign_offs
    )
    worth = [row.counted for row in rows]
    base_rows = [row for row in rows if row.status in _SETTLED]
    base = settle(base_rows, record, terms)
    deemed = _deemed(way, [row for row in rows if row.status in _SETTLED or _is_of_unknown_worth(row)], record)
    of_educator = (*missing, *record.lacking)
    outcome = Outcome.SHORT
    if base.satisfies or deemed:
        outcome = Outcome.MET
    elif len(base_rows) < len(rows) or any(row.maybe for row in base_rows):
        outcome = _perhaps(way, record, rows, worth, terms)
    if unsigned and outcome in {Outcome.MET, Outcome.MET_IF_APPROVED}:
        outcome = Outcome.SHORT
    if of_educator and not deemed:
        outcome = Outcome.UNDETERMINED
    row_names = [name for row in rows for name in row.missing] if outcome is Outcome.UNDETERMINED else []
    return Reckoned(rows, terms, base, outcome, deemed, unsigned, tuple(dict.fromkeys([*of_educator, *row_names])))


def _perhaps(way: PreparedWay, record: Record, rows: list[Row], worth: list[int], terms: Terms) -> Outcome:
    """Try what would be if pending claims were approved, and if every unknown fact were favourable."""
    approved = _twins(rows, worth, {Status.PENDING})
    if _would_do(way, record, approved, terms, hopeful=False):
        return Outcome.MET_IF_APPROVED
    for twin in approved:
        twin.tell_origin()
    if not any(row.status is Status.UNDETERMINED or row.maybe for row in rows):
        return Outcome.SHORT
    if any(row.open_ended and row.in_total for row in rows):
        return Outcome.UNDETERMINED
    favourable = _twins(rows, worth, {Status.PENDING, Status.UNDETERMINED})
    might = _would_do(way, record, favourable, terms, hopeful=True)
    return Outcome.UNDETERMINED if might else Outcome.SHORT


def _would_do(way: PreparedWay, record: Record, rows: list[Row], terms: Terms, *, hopeful: bool) -> bool:
    return settle(rows, record, terms, hopeful=hopeful).satisfies or bool(_deemed(way, rows, record))


def _twins(rows: list[Row], worth: list[int], also: set[Status]) -> list[Row]:
    """Return rows as they were before blocks and caps, those of the further statuses as if they counted."""
    twins = []
    for row, counted in zip(rows, worth, strict=True):
        twin = row.copy()
        twin.counted = counted
        if row.status in also:
            twin.status = Status.COUNTED
        if row.status in {Status.COUNTED, Status.REFUSED} or row.status in also:
            twins.append(twin)
    return twins


def _deemed(way: PreparedWay, rows: Sequence[Row], record: Record) -> str:
    """Return the id of the rule that satisfies everything at once; empty: none."""
    for rule, of_row, of_educator in way.deemed:
        if rule.educator is not None:
            if applies(of_educator, record):
                return rule.id
        elif sum(1 for row in rows if _stands(row) and holds(of_row, row, record)) >= rule.count:
            return rule.id
    return ""


def _is_of_unknown_worth(row: Row) -> bool:
    """Nobody can tell what it is worth, and nothing else is against it: a credential stands all the same."""
    told = [step for step in row.steps if not step.is_note]
    return row.open_ended and row.status is Status.UNDETERMINED and len(told) == 1


def _stands(row: Row) -> bool:
    """A credential satisfies by being there: that no award gives it credit does not matter."""
    return row.in_total or row.steps[-1].reason in {Reason.NO_AWARD, Reason.NO_AMOUNT}


def _statement(
    ready: PreparedPolicy,
    edition: PreparedEdition,
    way: PreparedWay,
    record: Record,
    steps: tuple[RequiredStep, ...],
    found: Reckoned,
) -> Statement:
    terms, base = found.terms, found.base
    scale, unit = terms.scale, ready.policy.unit
    tally = base.found
    carried_units = terms.carried + sum(amount for _, amount in terms.extras)
    carried = amount_of(carried_units, scale)
    asks_credit = bool(terms.required or base.categories)
    return Statement(
        policy=ready.policy.id,
        digest=ready.digest,
        edition="" if edition.edition is None else edition.edition.id,
        alternative=way.id,
        educator=record.portfolio.educator.id,
        unit=unit.name,
        units=unit.many,
        as_of=record.dates.as_of,
        known_at=record.dates.known_at,
        cycle=record.dates.cycle,
        outcome=found.outcome,
        required=steps[-1].after,
        required_steps=steps,
        total=amount_of(tally.total, scale),
        carried_in=carried,
        carried_out=carried_out(way, found.rows, record, steps[-1].after, accepted(way.rules.carry_over, record)),
        lines=_lines(found),
        requirements=(*requirements_of(tally, base.categories, terms.required, scale), *base.distinct),
        sharing=terms.sharing,
        quantum=way.quantum,
        certificate=certificate_of(tally, base.rows, terms.extras, base.categories, terms.carried, scale)
        if asks_credit
        else None,
        fix=_fix(found, scale),
        deemed_by=found.deemed_by,
        signed=tuple(sorted(record.sign_offs)),
        missing=found.missing,
        alternatives=(),
        answers=tuple(_answers(way, record, found.rows)),
        options=way.options_used,
        citations=way.citations,
        keep_until=_keep_until(way, record),
    )


def _lines(found: Reckoned) -> tuple[Line, ...]:
    scale, counted = found.terms.scale, Status.COUNTED
    place(found.base.rows, found.base.found, found.base.categories)
    return tuple(
        Line(
            row.activity,
            row.part,
            row.status,
            row.steps,
            row.earned,
            row.counted if row.status is counted else 0,
            row.placed,
            row.fits,
            row.missing,
            scale,
        )
        for row in found.rows
    )


def _fix(found: Reckoned, scale: int) -> LeastFix:
    base = found.base
    if found.deemed_by:
        return LeastFix(ZERO, unsigned=found.unsigned)
    return LeastFix(
        amount_of(base.found.short, scale),
        fix_parts(base.found, base.categories, scale),
        _exhausted(base.rows) if base.found.short else (),
        tuple((one.key, one.short) for one in base.distinct if one.short),
        found.unsigned,
    )


def _exhausted(rows: Sequence[Row]) -> tuple[str, ...]:
    reached = {step.rule for row in rows for step in row.steps if step.reason is Reason.CAP_REACHED}
    return tuple(sorted(reached))


def _answers(way: PreparedWay, record: Record, lines: Sequence[Row]) -> Iterable[Answer]:
    yield from _deadlines(way, record)
    for table, rows in way.step_tables:
        row, missing = _asked(partial(first_row, rows, record), record)
        values = () if missing else (("amount", ZERO if row is None else row.amount),)
        yield Answer(table.id, opaque=False, values=values, missing=missing)
    if way.custom:
        activities = tuple(sorted(known_activities(record), key=lambda one: (str(one.completed or ""), one.id)))
        facts = MappingProxyType(dict(record.facts))
        given = RuleInput(facts, activities, record.dates.cycle, record.dates.as_of, record.portfolio)
        yield from (_changed(rule, lines) if rule.kind.answer is None else rule.ask(given) for rule in way.custom)


def _changed(rule: PreparedRule, rows: Sequence[Row]) -> Answer:
    """A rule that only sets credits says of how many activities, so that nobody overlooks that it was there."""
    ids = {row.activity.id for row in rows if any(step.rule == rule.rule.id for step in row.steps)}
    return Answer(rule.rule.id, rule.kind.opaque, (("changed", Fraction(len(ids))),))


def _deadlines(way: PreparedWay, record: Record) -> Iterable[Answer]:
    """For each name the first deadline that holds decides; one that nobody can tell leaves its names open."""
    decided: set[str] = set()
    for rule, test in way.deadlines:
        holds_now, missing = _asked(partial(applies, test, record), record)
        names = [name for name, _ in rule.then if name not in decided]
        if names and (holds_now or missing):
            decided.update(names)
            values = tuple(pair for pair in rule.then if pair[0] in names and not missing)
            yield Answer(rule.id, opaque=False, values=values, missing=missing)


def _asked(ask: Callable[[], T], record: Record) -> tuple[T, tuple[str, ...]]:
    """Return an answer and the facts that it lacks; they do not make the outcome undetermined."""
    before = list(record.lacking)
    record.lacking.clear()
    found = ask()
    missing = tuple(record.lacking)
    record.lacking[:] = before
    return found, missing


def _keep_until(way: PreparedWay, record: Record) -> date | None:
    cycle = record.dates.cycle
    if way.rules.retention is None:
        return None
    days = [one.completed for one in known_activities(record) if one.completed is not None]
    return keep_until(way.rules.retention, None if cycle is None else cycle.last_day, max(days, default=None))
