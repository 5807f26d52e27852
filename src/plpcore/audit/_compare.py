"""Two audits of the same records side by side: which learning the one counts and the other does not."""

from fractions import Fraction

from attrs import frozen

from plpcore.audit._report import AuditReport, EducatorRow, KindRow
from plpcore.errors import InputError
from plpcore.evaluation import Outcome

_ZERO = Fraction(0)


@frozen
class KindComparison:
    """One kind of learning under two policies.

    Attributes:
        activities: How many were claimed.
        counted: How many count under the first and under the second.
        credit: What counts under the first and under the second, each in its own unit.
    """

    kind: str
    activities: int
    counted: tuple[int, int]
    credit: tuple[Fraction, Fraction]


@frozen
class ChangedVerdict:
    """An educator for whom the two policies say different things."""

    educator: str
    cycle: str
    first: Outcome
    second: Outcome


@frozen
class Comparison:
    """Two audits of the same records.

    Attributes:
        kinds: Every kind, those first whose count differs most in the second's favour.
        changed: The educators whose outcome differs.
    """

    first: AuditReport
    second: AuditReport
    kinds: tuple[KindComparison, ...]
    changed: tuple[ChangedVerdict, ...]

    @property
    def gained(self) -> tuple[ChangedVerdict, ...]:
        """Return those who meet the second policy only."""
        return tuple(one for one in self.changed if one.second is Outcome.MET)

    @property
    def lost(self) -> tuple[ChangedVerdict, ...]:
        """Return those who meet the first policy only."""
        return tuple(one for one in self.changed if one.first is Outcome.MET)


def compare_reports(first: AuditReport, second: AuditReport) -> Comparison:
    """Return two audits side by side.

    Raises:
        InputError: When they are not of the same educators and kinds of learning.
    """
    one, two = _by_educator(first), _by_educator(second)
    if set(one) != set(two):
        raise InputError(
            "$", "the two audits are not of the same educators", "audit the same records with both policies"
        )
    changed = [
        ChangedVerdict(row.educator, row.cycle, row.outcome, two[at].outcome)
        for at, row in one.items()
        if row.outcome is not two[at].outcome
    ]
    return Comparison(first, second, _kinds(first, second), tuple(changed))


def _by_educator(report: AuditReport) -> dict[tuple[str, int], EducatorRow]:
    """Two policies may give an educator other cycles, so the rows of one educator are matched by their order."""
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], EducatorRow] = {}
    for row in report.rows:
        seen[row.educator] = seen.get(row.educator, 0) + 1
        found[row.educator, seen[row.educator]] = row
    return found


def _kinds(first: AuditReport, second: AuditReport) -> tuple[KindComparison, ...]:
    one, two = ({row.kind: row for row in report.kinds} for report in (first, second))
    rows = [_kind(kind, one.get(kind), two.get(kind)) for kind in sorted({*one, *two})]
    return tuple(sorted(rows, key=lambda row: (row.counted[0] - row.counted[1], row.kind)))


def _kind(kind: str, one: KindRow | None, two: KindRow | None) -> KindComparison:
    rows = (one, two)
    return KindComparison(
        kind,
        max(row.activities for row in rows if row is not None),
        (one.counted if one else 0, two.counted if two else 0),
        (one.credit if one else _ZERO, two.credit if two else _ZERO),
    )
