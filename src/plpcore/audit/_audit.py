"""`audit`: evaluate educator after educator and keep what the whole needs."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from attrs import define, field

from plpcore.audit._report import AuditReport, EducatorRow, KindRow, ReasonRow, Totals
from plpcore.evaluation import Line, Outcome, PreparedPolicy, Reason, RuleKind, Statement, Status, evaluate, prepare
from plpcore.model import Portfolio
from plpcore.policy import Policy

_ZERO = Fraction(0)


def audit(
    policy: Policy | PreparedPolicy,
    portfolios: Iterable[Portfolio],
    *,
    as_of: date,
    known_at: date | None = None,
    kinds: Iterable[RuleKind] = (),
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """Return what a policy says of many educators. Only sums are kept, so any number of educators fits in memory.

    Args:
        policy: The policy.
        portfolios: The records, one for each educator and cycle; they are read once.
        as_of: The date judged, inclusive.
        known_at: The knowledge used, inclusive; None: all.
        kinds: The rule kinds that the host brings.
        progress: Called after each record with how many are done.

    Raises:
        PolicyError: When a rule is of a kind that nobody brought.
        SolverMissingError: When the policy needs the optional solver and it is not installed.
    """
    ready = policy if isinstance(policy, PreparedPolicy) else prepare(policy, kinds)
    tally = _Tally()
    for done, portfolio in enumerate(portfolios, start=1):
        tally.take(evaluate(ready, portfolio, as_of=as_of, known_at=known_at))
        if progress is not None:
            progress(done)
    return tally.report(ready, as_of, known_at)


@define
class _OfKind:
    activities: int = 0
    counted: int = 0
    educators: set[str] = field(factory=set)
    earned: Fraction = _ZERO
    credit: Fraction = _ZERO

    def take(self, educator: str, line: Line) -> None:
        self.activities += 1
        self.counted += bool(line.counted_units)
        self.educators.add(educator)
        self.earned += line.earned
        self.credit += line.counted


@define
class _OfReason:
    cite: str
    activities: int = 0
    educators: set[str] = field(factory=set)
    credit: Fraction = _ZERO

    def take(self, educator: str, credit: Fraction) -> None:
        self.activities += 1
        self.educators.add(educator)
        self.credit += credit


@define
class _Tally:
    rows: list[EducatorRow] = field(factory=list)
    learners: set[str] = field(factory=set)
    kinds: dict[str, _OfKind] = field(factory=dict)
    reasons: dict[tuple[Reason, str], _OfReason] = field(factory=dict)

    def take(self, statement: Statement) -> None:
        for line in statement.lines:
            self.learners.add(statement.educator)
            self.kinds.setdefault(line.kind, _OfKind()).take(statement.educator, line)
            self._take_refusals(statement, line)
        self.rows.append(_row(statement))

    def _take_refusals(self, statement: Statement, line: Line) -> None:
        """Each reason counts once an activity, however many steps name it."""
        taken = {(step.reason, step.rule): step.before - step.after for step in line.refusals}
        for (reason, rule), units in taken.items():
            found = self.reasons.setdefault((reason, rule), _OfReason(statement.cite(rule)))
            found.take(statement.educator, Fraction(units, line.scale))

    def report(self, ready: PreparedPolicy, as_of: date, known_at: date | None) -> AuditReport:
        policy = ready.policy
        return AuditReport(
            policy=policy.id,
            title=policy.title,
            digest=ready.digest,
            unit=policy.unit.name,
            units=policy.unit.many,
            as_of=as_of,
            known_at=known_at,
            rows=tuple(sorted(self.rows, key=lambda row: (row.educator, row.cycle))),
            totals=self._totals(),
            kinds=tuple(_kind_row(kind, found) for kind, found in sorted(self.kinds.items())),
            reasons=tuple(sorted((_reason_row(*at, found) for at, found in self.reasons.items()), key=_by_weight)),
        )

    def _totals(self) -> Totals:
        outcomes = [row.outcome for row in self.rows]
        return Totals(
            educators=len({row.educator for row in self.rows}),
            learners=len(self.learners),
            outcomes=tuple((outcome, outcomes.count(outcome)) for outcome in Outcome),
            activities=sum(found.activities for found in self.kinds.values()),
            counted=sum(found.counted for found in self.kinds.values()),
            credit=sum((found.credit for found in self.kinds.values()), _ZERO),
            short=sum((row.short for row in self.rows), _ZERO),
        )


def _row(statement: Statement) -> EducatorRow:
    lines = statement.lines
    return EducatorRow(
        educator=statement.educator,
        cycle="" if statement.cycle is None else str(statement.cycle),
        outcome=statement.outcome,
        required=statement.required,
        total=statement.total,
        short=statement.short,
        earned=sum((line.earned for line in lines), _ZERO),
        activities=len(lines),
        counted=sum(1 for line in lines if line.counted_units),
        pending=sum(1 for line in lines if line.status is Status.PENDING),
        missing=statement.missing,
    )


def _kind_row(kind: str, found: _OfKind) -> KindRow:
    return KindRow(kind, found.activities, found.counted, len(found.educators), found.earned, found.credit)


def _reason_row(reason: Reason, rule: str, found: _OfReason) -> ReasonRow:
    return ReasonRow(reason, rule, found.cite, found.activities, len(found.educators), found.credit)


def _by_weight(row: ReasonRow) -> tuple[int, str, str]:
    return (-row.activities, row.reason.value, row.rule)
