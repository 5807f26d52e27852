"""Statements as plain data and JSON: the same statement gives the same text, so that it can be hashed."""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from plpcore.evaluation import Answer, Certificate, GrantUse, LeastFix, Line, RequiredStep, Requirement, Statement, Step
from plpcore.policy import FactValue
from plpcore.quantity import Quantity, format_amount

STATEMENT_FORMAT = 1
"""The version of the data's shape. It grows when a reader of the older shape could misread the newer one."""

COUNTED_VALUE = "value"
"""The unit of a requirement that counts different values."""

Data: TypeAlias = str | int | bool | list["Data"] | dict[str, "Data"] | None


def render_json(statement: Statement, *, indent: int | None = None) -> str:
    """Return a statement as JSON: keys sorted, ASCII only, so that equal statements give equal bytes.

    Args:
        statement: The statement.
        indent: Blanks a level for people; None: the one compact text, which is the one to hash.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(statement_data(statement), sort_keys=True, indent=indent, separators=separators)


def statement_data(statement: Statement) -> dict[str, Data]:
    """Return a statement as plain data of the shape that `statement_schema` describes.

    Amounts are tables of an exact text and a unit. Days are texts, periods are half-open.
    """
    return _Writer(statement.unit).statement(statement)


@frozen
class _Writer:
    """Writes the amounts of one policy's unit."""

    unit: str

    def amount(self, amount: Fraction, unit: str | None = None) -> dict[str, Data]:
        return {"amount": format_amount(amount), "unit": self.unit if unit is None else unit}

    def statement(self, held: Statement) -> dict[str, Data]:
        return {
            "format": STATEMENT_FORMAT,
            **_head(held),
            "required": self.amount(held.required),
            "total": self.amount(held.total),
            "short": self.amount(held.short),
            "carried_in": self.amount(held.carried_in),
            "carried_out": self.amount(held.carried_out),
            "quantum": None if held.quantum is None else self.amount(held.quantum),
            "required_steps": [self.required_step(step) for step in held.required_steps],
            "activities": [self.line(line) for line in held.lines],
            "requirements": [self.requirement(one) for one in held.requirements],
            "certificate": None if held.certificate is None else self.certificate(held.certificate),
            "fix": self.fix(held.fix),
            "alternatives": [
                {"id": way.id, "outcome": way.outcome.value, "short": self.amount(way.short)}
                for way in held.alternatives
            ],
            "grants": [self.grant(use) for use in held.grants],
            **_tail(held),
        }

    def grant(self, use: GrantUse) -> dict[str, Data]:
        grant = use.grant
        return {
            "id": grant.id,
            "kind": grant.kind.value,
            "rule": grant.rule,
            "activity": grant.activity,
            "amount": None if grant.amount is None else self.amount(grant.amount),
            "authority": grant.authority,
            "reason": grant.reason,
            "granted": grant.granted.isoformat(),
            "expires": _day(grant.expires),
            "entered": _day(grant.entered),
            "state": use.state.value,
        }

    def required_step(self, step: RequiredStep) -> dict[str, Data]:
        return self._step(step, step.before, step.after)

    def step(self, step: Step, scale: int) -> dict[str, Data]:
        return self._step(step, Fraction(step.before, scale), Fraction(step.after, scale))

    def _step(self, step: Step | RequiredStep, before: Fraction, after: Fraction) -> dict[str, Data]:
        return {
            "reason": step.reason.value,
            "rule": step.rule,
            "before": self.amount(before),
            "after": self.amount(after),
            "arguments": _values(step.arguments),
        }

    def line(self, line: Line) -> dict[str, Data]:
        return {
            "activity": line.activity,
            "kind": line.kind,
            "title": line.claim.title,
            "completed": _day(line.claim.completed),
            "claimed": [self.claimed(amount) for amount in line.claimed],
            "part": line.part,
            "status": line.status.value,
            "earned": self.amount(line.earned),
            "counted": self.amount(line.counted),
            "placed": [{"requirement": name, "credit": self.amount(amount)} for name, amount in line.placed],
            "fits": [*line.fits],
            "missing": [*line.missing],
            "steps": [self.step(step, line.scale) for step in line.steps],
        }

    def claimed(self, amount: Quantity) -> dict[str, Data]:
        return self.amount(amount.amount, amount.unit)

    def requirement(self, one: Requirement) -> dict[str, Data]:
        unit = COUNTED_VALUE if one.kind == "distinct" else self.unit
        return {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "span": one.span,
            "within": one.within,
            "needed": self.amount(one.needed, unit),
            "credited": self.amount(one.credited, unit),
            "short": self.amount(one.short, unit),
        }

    def certificate(self, found: Certificate) -> dict[str, Data]:
        return {
            "requirements": [*found.requirements],
            "needs": self.amount(found.needs),
            "reachable": self.amount(found.reachable),
            "short": self.amount(found.short),
            "by_source": [{"source": name, "credit": self.amount(amount)} for name, amount in found.by_source],
        }

    def fix(self, fix: LeastFix) -> dict[str, Data]:
        return {
            "amount": self.amount(fix.amount),
            "parts": [
                {"requirements": [*part.requirements], "at_least": self.amount(part.at_least)} for part in fix.parts
            ],
            "exhausted": [*fix.exhausted],
            "distinct": [
                {"requirement": name, "count": self.amount(count, COUNTED_VALUE)} for name, count in fix.distinct
            ],
            "unsigned": [*fix.unsigned],
        }


def _head(held: Statement) -> dict[str, Data]:
    cycle = held.cycle
    return {
        "policy": held.policy,
        "digest": held.digest,
        "edition": held.edition,
        "alternative": held.alternative,
        "educator": held.educator,
        "unit": {"one": held.unit, "many": held.units},
        "as_of": held.as_of.isoformat(),
        "known_at": _day(held.known_at),
        "cycle": None if cycle is None else {"start": cycle.start.isoformat(), "end": cycle.end.isoformat()},
        "outcome": held.outcome.value,
        "sharing": held.sharing,
    }


def _tail(held: Statement) -> dict[str, Data]:
    return {
        "deemed_by": held.deemed_by,
        "signed": [*held.signed],
        "missing": [*held.missing],
        "answers": [_answer(answer) for answer in held.answers],
        "options": [{"name": option.name, "value": option.value, "stated": option.stated} for option in held.options],
        "citations": [{"rule": found.rule, "name": found.name, "cite": found.cite} for found in held.citations],
        "keep_until": _day(held.keep_until),
    }


def _answer(answer: Answer) -> dict[str, Data]:
    return {
        "rule": answer.rule,
        "opaque": answer.opaque,
        "values": _values(answer.values),
        "missing": [*answer.missing],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _values(pairs: Iterable[tuple[str, FactValue | int]]) -> dict[str, Data]:
    return {name: _value(value) for name, value in pairs}


def _value(value: FactValue | int) -> Data:
    """Exact numbers and days are tables of one key, so that no text can be taken for one."""
    if isinstance(value, Fraction):
        return {"number": format_amount(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return [*value] if isinstance(value, tuple) else value
