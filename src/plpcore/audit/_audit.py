"""`audit`: evaluate educator after educator and keep what the whole needs."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from attrs import define, field

from plpcore.audit._claims import added, claims_of, not_counted
from plpcore.audit._report import AuditReport, EducatorRow, Fault, KindRow, ReasonRow, Totals
from plpcore.errors import InputError
from plpcore.evaluation import (
    GrantState,
    Line,
    Outcome,
    PreparedPolicy,
    Reason,
    RuleKind,
    Statement,
    Status,
    evaluate,
    prepare,
)
from plpcore.model import Portfolio
from plpcore.policy import Policy
from plpcore.quantity import Quantity

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

    A record that cannot be judged, since it holds another value than the policy declares, ends nothing: its row says
    so in `fault`, and its outcome is undetermined.

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
    tally = Tally()
    for done, portfolio in enumerate(portfolios, start=1):
        tally.judge(ready, portfolio, as_of, known_at)
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
    claimed: tuple[Quantity, ...] = ()
    not_counted: tuple[Quantity, ...] = ()

    def take(self, educator: str, lines: tuple[Line, ...]) -> None:
        self.activities += 1
        self.counted += any(line.counted_units for line in lines)
        self.educators.add(educator)
        self.earned += sum((line.earned for line in lines), _ZERO)
        self.credit += sum((line.counted for line in lines), _ZERO)
        self.claimed = added((*self.claimed, *lines[0].claimed))
        self.not_counted = added((*self.not_counted, *not_counted(lines)))


@define
class _OfReason:
    cite: str
    activities: int = 0
    educators: set[str] = field(factory=set)
    credit: Fraction = _ZERO
    not_counted: tuple[Quantity, ...] = ()

    def take(self, educator: str, credit: Fraction, amounts: tuple[Quantity, ...]) -> None:
        self.activities += 1
        self.educators.add(educator)
        self.credit += credit
        self.not_counted = added((*self.not_counted, *amounts))


@define
class Tally:
    """Judges one record after the other and keeps the sums. The rows stand in the order of reading."""

    rows: list[EducatorRow] = field(factory=list)
    learners: set[str] = field(factory=set)
    kinds: dict[str, _OfKind] = field(factory=dict)
    reasons: dict[tuple[Reason, str], _OfReason] = field(factory=dict)

    def judge(
        self, ready: PreparedPolicy, portfolio: Portfolio, as_of: date, known_at: date | None
    ) -> Statement | None:
        """Evaluate a record, add what the statement says, and return it; None: the record has a fault."""
        try:
            statement = evaluate(ready, portfolio, as_of=as_of, known_at=known_at)
        except InputError as error:
            # The policy has been prepared, so that what is refused here is the record's.
            self.rows.append(_fault_row(portfolio, error))
            return None
        self._take(statement)
        return statement

    def _take(self, statement: Statement) -> None:
        for lines in claims_of(statement):
            self.learners.add(statement.educator)
            self.kinds.setdefault(lines[0].kind, _OfKind()).take(statement.educator, lines)
            self._take_refusals(statement, lines)
        self.rows.append(_row(statement))

    def _take_refusals(self, statement: Statement, lines: tuple[Line, ...]) -> None:
        """Each reason counts once an activity, however many steps and parts name it."""
        taken: dict[tuple[Reason, str], Fraction] = {}
        for line in lines:
            of_line = {(one.reason, one.rule): one.before - one.after for one in line.refusals}
            for at, units in of_line.items():
                taken[at] = taken.get(at, _ZERO) + Fraction(units, line.scale)
        amounts = not_counted(lines)
        for at, credit in taken.items():
            found = self.reasons.setdefault(at, _OfReason(statement.cite(at[1])))
            found.take(statement.educator, credit, amounts)

    def report(self, ready: PreparedPolicy, as_of: date, known_at: date | None) -> AuditReport:
        """Return the report on everything taken."""
        policy = ready.policy
        return AuditReport(
            policy=policy.id,
            title=policy.title,
            digest=ready.digest,
            unit=policy.unit.name,
            units=policy.unit.many,
            as_of=as_of,
            known_at=known_at,
            rows=tuple(sorted(self.rows, key=row_order)),
            totals=self._totals(),
            kinds=tuple(_kind_row(kind, found) for kind, found in sorted(self.kinds.items())),
            reasons=tuple(sorted((_reason_row(*at, found) for at, found in self.reasons.items()), key=_by_weight)),
        )

    def _totals(self) -> Totals:
        outcomes = [row.outcome for row in self.rows]
        grants = [state for row in self.rows for state in row.grants]
        return Totals(
            educators=len({row.educator for row in self.rows}),
            learners=len(self.learners),
            outcomes=tuple((outcome, outcomes.count(outcome)) for outcome in Outcome),
            activities=sum(found.activities for found in self.kinds.values()),
            counted=sum(found.counted for found in self.kinds.values()),
            credit=sum((found.credit for found in self.kinds.values()), _ZERO),
            short=sum((row.short for row in self.rows), _ZERO),
            claimed=added(amount for row in self.rows for amount in row.claimed),
            not_counted=added(amount for row in self.rows for amount in row.not_counted),
            faults=len({row.educator for row in self.rows if row.fault is not None}),
            grants=tuple((state, grants.count(state)) for state in GrantState),
        )


def row_order(row: EducatorRow) -> tuple[str, str]:
    """Return what the rows of a report are ordered by."""
    return (row.educator, row.cycle)


def _fault_row(portfolio: Portfolio, error: InputError) -> EducatorRow:
    period = portfolio.plan.period if portfolio.plan is not None else None
    return EducatorRow(
        educator=portfolio.educator.id,
        cycle="" if period is None else str(period),
        outcome=Outcome.UNDETERMINED,
        required=_ZERO,
        total=_ZERO,
        short=_ZERO,
        earned=_ZERO,
        activities=0,
        counted=0,
        pending=0,
        missing=(),
        unsigned=(),
        claimed=(),
        not_counted=(),
        fault=Fault(error.where, error.what, error.mend),
    )


def _row(statement: Statement) -> EducatorRow:
    lines, claims = statement.lines, claims_of(statement)
    return EducatorRow(
        educator=statement.educator,
        cycle="" if statement.cycle is None else str(statement.cycle),
        outcome=statement.outcome,
        required=statement.required,
        total=statement.total,
        short=statement.short,
        earned=sum((line.earned for line in lines), _ZERO),
        activities=len(claims),
        counted=sum(1 for claim in claims if any(line.counted_units for line in claim)),
        pending=sum(1 for claim in claims if any(line.status is Status.PENDING for line in claim)),
        missing=statement.missing,
        unsigned=statement.fix.unsigned,
        claimed=added(amount for claim in claims for amount in claim[0].claimed),
        not_counted=added(amount for claim in claims for amount in not_counted(claim)),
        grants=tuple(use.state for use in statement.grants),
    )


def _kind_row(kind: str, found: _OfKind) -> KindRow:
    return KindRow(
        kind,
        found.activities,
        found.counted,
        len(found.educators),
        found.earned,
        found.credit,
        found.claimed,
        found.not_counted,
    )


def _reason_row(reason: Reason, rule: str, found: _OfReason) -> ReasonRow:
    educators = len(found.educators)
    return ReasonRow(reason, rule, found.cite, found.activities, educators, found.credit, found.not_counted)


def _by_weight(row: ReasonRow) -> tuple[int, str, str]:
    return (-row.activities, row.reason.value, row.rule)
