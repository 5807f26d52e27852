"""Two audits of the same records side by side: which learning the one counts and the other does not."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from attrs import define, evolve, field, frozen

from plpcore.audit._audit import Tally, row_order
from plpcore.audit._claims import added, claims_of, counted_share, scaled
from plpcore.audit._report import AuditReport, EducatorRow, KindRow
from plpcore.errors import InputError
from plpcore.evaluation import Line, Outcome, PreparedPolicy, Reason, Statement, prepare
from plpcore.model import Activity, Portfolio
from plpcore.policy import Policy
from plpcore.quantity import Quantity

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
class Gain:
    """Learning that one policy counts and the other does not, in whole or in part.

    Attributes:
        kind: The kind of the activities; empty: every kind together.
        activities: How many activities.
        educators: How many educators claimed them.
        amounts: How much of what they claimed, in source units, minutes as hours.
    """

    kind: str
    activities: int = 0
    educators: int = 0
    amounts: tuple[Quantity, ...] = ()


@frozen
class RuleGain:
    """Learning that one policy counts and the other does not, by the rule of the other that refuses it.

    Attributes:
        reason: The reason code of the refusal.
        rule: The rule that refuses it; empty: the order of evaluation itself.
        cite: Where the rule is written.
        kind: The kind of the activities.
        activities: How many activities. One that is refused for two reasons stands under both.
        educators: How many educators claimed them.
        amounts: How much of what they claimed only the one policy counts, in source units, minutes as hours.
    """

    reason: Reason
    rule: str
    cite: str
    kind: str
    activities: int
    educators: int
    amounts: tuple[Quantity, ...]


@frozen
class Comparison:
    """Two audits of the same records.

    Attributes:
        second: The second audit; from `compare` its rows stand in the order of the first's.
        kinds: Every kind, those first whose count differs most in the second's favour.
        changed: The educators whose outcome differs.
        only_second: What only the second counts: every kind together, then each kind, the most activities first.
            Empty when two finished reports were compared, which no longer know single activities.
        only_first: The same for what only the first counts.
        refused_by_first: Which rules of the first refuse what only the second counts, the most activities first.
        refused_by_second: Which rules of the second refuse what only the first counts.
    """

    first: AuditReport
    second: AuditReport
    kinds: tuple[KindComparison, ...]
    changed: tuple[ChangedVerdict, ...]
    only_second: tuple[Gain, ...] = ()
    only_first: tuple[Gain, ...] = ()
    refused_by_first: tuple[RuleGain, ...] = ()
    refused_by_second: tuple[RuleGain, ...] = ()

    @property
    def gained(self) -> tuple[ChangedVerdict, ...]:
        """Return those who meet the second policy only."""
        return tuple(one for one in self.changed if one.second is Outcome.MET)

    @property
    def lost(self) -> tuple[ChangedVerdict, ...]:
        """Return those who meet the first policy only."""
        return tuple(one for one in self.changed if one.first is Outcome.MET)

    @property
    def unchanged(self) -> int:
        """Return for how many records both policies say the same."""
        return len(self.first.rows) - len(self.changed)


def compare(
    first: Policy | PreparedPolicy,
    second: Policy | PreparedPolicy,
    portfolios: Iterable[Portfolio],
    *,
    as_of: date,
    known_at: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Comparison:
    """Return what two policies say of the same records, activity by activity.

    A record that one of the policies cannot judge is in no gain; its row says the fault, as in `audit`.

    Args:
        first: The one policy; one whose rules are of kinds that a host brings must be prepared.
        second: The other.
        portfolios: The records, one for each educator and cycle; they are read once.
        as_of: The date judged, inclusive.
        known_at: The knowledge used, inclusive; None: all.
        progress: Called after each record with how many are done.

    Raises:
        PolicyError: When a rule is of a kind that nobody brought.
        SolverMissingError: When a policy needs the optional solver and it is not installed.
    """
    one, other = _prepared(first), _prepared(second)
    tallies, more, less = (Tally(), Tally()), _Gains(), _Gains()
    for done, portfolio in enumerate(portfolios, start=1):
        by_one, by_other = (
            tally.judge(ready, portfolio, as_of, known_at) for tally, ready in zip(tallies, (one, other), strict=True)
        )
        if by_one is not None and by_other is not None:
            _weigh(by_one, by_other, more, less)
        if progress is not None:
            progress(done)
    first_report = tallies[0].report(one, as_of, known_at)
    second_report = evolve(tallies[1].report(other, as_of, known_at), rows=_as_the_first(*tallies))
    return evolve(
        compare_reports(first_report, second_report),
        only_second=more.rows(),
        only_first=less.rows(),
        refused_by_first=more.by_rule(),
        refused_by_second=less.by_rule(),
    )


def _as_the_first(first: Tally, second: Tally) -> tuple[EducatorRow, ...]:
    """Return the second's rows in the order of the first's, for a record may have another cycle under each policy."""
    pairs = sorted(zip(first.rows, second.rows, strict=True), key=lambda pair: row_order(pair[0]))
    return tuple(row for _, row in pairs)


def _prepared(policy: Policy | PreparedPolicy) -> PreparedPolicy:
    return policy if isinstance(policy, PreparedPolicy) else prepare(policy)


@define
class _Pile:
    activities: int = 0
    educators: set[str] = field(factory=set)
    amounts: tuple[Quantity, ...] = ()

    def take(self, educator: str, amounts: tuple[Quantity, ...]) -> None:
        self.activities += 1
        self.educators.add(educator)
        self.amounts = added((*self.amounts, *amounts))


@define
class _Gains:
    whole: _Pile = field(factory=_Pile)
    kinds: dict[str, _Pile] = field(factory=dict)
    rules: dict[tuple[Reason, str, str, str], _Pile] = field(factory=dict)

    def take(self, claim: Activity, share: Fraction, refusing: Statement, lines: tuple[Line, ...]) -> None:
        """Add a share of a claim that one policy counts, and why the other does not."""
        educator, amounts = refusing.educator, scaled(claim.amounts, share)
        self.whole.take(educator, amounts)
        self.kinds.setdefault(claim.kind, _Pile()).take(educator, amounts)
        for reason, rule in {(step.reason, step.rule): None for line in lines for step in line.refusals}:
            place = (reason, rule, refusing.cite(rule), claim.kind)
            self.rules.setdefault(place, _Pile()).take(educator, amounts)

    def by_rule(self) -> tuple[RuleGain, ...]:
        found = [
            RuleGain(*place, pile.activities, len(pile.educators), pile.amounts) for place, pile in self.rules.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.activities, one.reason.value, one.rule, one.kind)))

    def rows(self) -> tuple[Gain, ...]:
        gains = [_gain(kind, pile) for kind, pile in self.kinds.items()]
        return (_gain("", self.whole), *sorted(gains, key=lambda gain: (-gain.activities, gain.kind)))


def _gain(kind: str, pile: _Pile) -> Gain:
    return Gain(kind, pile.activities, len(pile.educators), pile.amounts)


def _weigh(one: Statement, other: Statement, more: _Gains, less: _Gains) -> None:
    """Set the part of each activity that the one counts against the part that the other counts.

    A policy without an edition for the day says nothing of an activity: then it counts nothing, and no rule refuses.
    """
    by_one, by_other = ({lines[0].activity: lines for lines in claims_of(each)} for each in (one, other))
    for activity in dict.fromkeys((*by_one, *by_other)):
        mine, theirs = by_one.get(activity, ()), by_other.get(activity, ())
        claim = (mine or theirs)[0].claim
        difference = counted_share(theirs) - counted_share(mine)
        if difference > 0:
            more.take(claim, difference, one, mine)
        elif difference:
            less.take(claim, -difference, other, theirs)


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
