"""The audit as rows and as JSON data, for programs. Amounts are exact texts."""

from collections.abc import Sequence

from attrs import asdict

from plpcore.audit import AuditReport, Comparison, EducatorRow, Gain, KindRow, ReasonRow, RuleGain, Totals
from plpcore.exchange import Cell, Records
from plpcore.quantity import Quantity, format_amount

AUDIT_FORMAT = 1
"""The version of the JSON form of audits."""

HEAD = (
    "educator",
    "cycle",
    "outcome",
    "required",
    "total",
    "short",
    "earned",
    "activities",
    "counted",
    "pending",
    "claimed",
    "not_counted",
    "missing",
    "unsigned",
    "fault",
)
"""The columns of the CSV form; `claimed` and `not_counted` are amounts with units, joined by semicolons."""


def educator_row(row: EducatorRow) -> tuple[Cell, ...]:
    """Return the cells of one educator, in the order of `HEAD`."""
    return (
        row.educator,
        row.cycle,
        row.outcome.value,
        *(format_amount(amount) for amount in (row.required, row.total, row.short, row.earned)),
        row.activities,
        row.counted,
        row.pending,
        *("; ".join(map(str, amounts)) for amounts in (row.claimed, row.not_counted)),
        "; ".join(row.missing),
        "; ".join(row.unsigned),
        "" if row.fault is None else str(row.fault),
    )


def comparison_rows(found: Comparison) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return head and rows of a comparison: each educator under the first policy, with the second's figures after."""
    more = ("outcome", "required", "total", "short", "counted", "not_counted", "fault")
    places = [HEAD.index(name) for name in more]
    second = [educator_row(row) for row in found.second.rows]
    rows = [
        (*educator_row(row), *(other[place] for place in places))
        for row, other in zip(found.first.rows, second, strict=True)
    ]
    return (*HEAD, *(f"second_{name}" for name in more)), rows


def audit_data(report: AuditReport, records: Records) -> dict[str, object]:
    """Return an audit as plain data."""
    return {
        "format": AUDIT_FORMAT,
        "records": {"rows": records.rows, "used": records.used, "refused": records.refused},
        **_report(report),
    }


def comparison_data(found: Comparison, records: Records) -> dict[str, object]:
    """Return a comparison as plain data."""
    changed = [
        {"educator": one.educator, "cycle": one.cycle, "first": one.first.value, "second": one.second.value}
        for one in found.changed
    ]
    return {
        "format": AUDIT_FORMAT,
        "records": {"rows": records.rows, "used": records.used, "refused": records.refused},
        "first": _report(found.first),
        "second": _report(found.second),
        "only_second": _gains(found.only_second),
        "only_first": _gains(found.only_first),
        "refused_by_first": _refusals(found.refused_by_first),
        "refused_by_second": _refusals(found.refused_by_second),
        "changed": changed,
        "unchanged": found.unchanged,
    }


def _report(report: AuditReport) -> dict[str, object]:
    return {
        "policy": report.policy,
        "title": report.title,
        "digest": report.digest,
        "unit": report.unit,
        "as_of": report.as_of.isoformat(),
        "known_at": None if report.known_at is None else report.known_at.isoformat(),
        "totals": _totals(report.totals),
        "kinds": [_kind(row) for row in report.kinds],
        "reasons": [_reason(row) for row in report.reasons],
        "educators": [_educator(row) for row in report.rows],
    }


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "educators": totals.educators,
        "learners": totals.learners,
        "outcomes": {outcome.value: count for outcome, count in totals.outcomes},
        "activities": totals.activities,
        "counted": totals.counted,
        "credit": format_amount(totals.credit),
        "short": format_amount(totals.short),
        "claimed": _amounts(totals.claimed),
        "not_counted": _amounts(totals.not_counted),
        "faults": totals.faults,
        "grants": {state.value: count for state, count in totals.grants},
    }


def _kind(row: KindRow) -> dict[str, object]:
    return {
        "kind": row.kind,
        "activities": row.activities,
        "counted": row.counted,
        "educators": row.educators,
        "earned": format_amount(row.earned),
        "credit": format_amount(row.credit),
        "claimed": _amounts(row.claimed),
        "not_counted": _amounts(row.not_counted),
    }


def _reason(row: ReasonRow) -> dict[str, object]:
    return {
        "reason": row.reason.value,
        "rule": row.rule,
        "cite": row.cite,
        "activities": row.activities,
        "educators": row.educators,
        "credit": format_amount(row.credit),
        "not_counted": _amounts(row.not_counted),
    }


def _educator(row: EducatorRow) -> dict[str, object]:
    cells: dict[str, object] = dict(zip(HEAD, educator_row(row), strict=True))
    lists = {
        "missing": list(row.missing),
        "unsigned": list(row.unsigned),
        "grants": [state.value for state in row.grants],
    }
    amounts = {"claimed": _amounts(row.claimed), "not_counted": _amounts(row.not_counted)}
    return cells | lists | amounts | {"fault": None if row.fault is None else asdict(row.fault)}


def _gains(gains: Sequence[Gain]) -> list[dict[str, object]]:
    return [
        {"kind": one.kind, "activities": one.activities, "educators": one.educators, "amounts": _amounts(one.amounts)}
        for one in gains
    ]


def _refusals(gains: Sequence[RuleGain]) -> list[dict[str, object]]:
    return [
        {
            "reason": one.reason.value,
            "rule": one.rule,
            "cite": one.cite,
            "kind": one.kind,
            "activities": one.activities,
            "educators": one.educators,
            "amounts": _amounts(one.amounts),
        }
        for one in gains
    ]


def _amounts(amounts: Sequence[Quantity]) -> dict[str, str]:
    return {one.unit: format_amount(one.amount) for one in amounts}
