"""The audit of many educators: one row each, totals, what does not count and why, and two policies side by side."""

from plpcore.audit._audit import audit
from plpcore.audit._compare import ChangedVerdict, Comparison, Gain, KindComparison, RuleGain, compare, compare_reports
from plpcore.audit._report import AuditReport, EducatorRow, Fault, KindRow, ReasonRow, Totals

__all__ = [
    "AuditReport",
    "ChangedVerdict",
    "Comparison",
    "EducatorRow",
    "Fault",
    "Gain",
    "KindComparison",
    "KindRow",
    "ReasonRow",
    "RuleGain",
    "Totals",
    "audit",
    "compare",
    "compare_reports",
]
