"""Where each number of a policy comes from, as a table, CSV or JSON."""

from fractions import Fraction

from plpcore.cli._output import rows_text
from plpcore.policy import Number, ResolvedPolicy, provenance
from plpcore.quantity import format_amount

_HEAD = ("part", "rule", "key", "value", "document", "cite")


def provenance_text(resolved: ResolvedPolicy, form: str) -> str:
    """Return every number and date of a policy with the document that set it."""
    return rows_text(_HEAD, [_row(one) for one in provenance(resolved)], form)


def _row(one: Number) -> tuple[str, ...]:
    value = format_amount(one.value) if isinstance(one.value, Fraction) else str(one.value)
    return (one.part, one.rule, one.key, value, one.document, one.cite)
