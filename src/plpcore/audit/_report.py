"""What an audit says, as frozen values. Amounts are exact, in the policy's unit."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.errors import InputError
from plpcore.evaluation import GrantState, Outcome, Reason
from plpcore.quantity import Quantity


@frozen
class Fault:
    """What is wrong with a record that could not be judged.

    Attributes:
        where: The place in the record, such as `$.educator.facts.role`.
        what: What is wrong there.
        mend: What to do about it; may be empty.
    """

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return `where: what; mend` on one line."""
        return str(InputError(self.where, self.what, self.mend))


@frozen
class EducatorRow:
    """What the policy says of one educator in one cycle.

    Where the record has a fault, nothing of it is judged: the outcome is undetermined, every amount is 0 and every
    list empty, so that nothing of it stands in any sum.

    Attributes:
        cycle: The cycle as `first/end` (half-open); empty where none is known; with a fault, the plan's period.
        earned: What the activities are worth by the awards.
        total: What counts, with credit carried in.
        short: The least further credit that would satisfy total and floors.
        pending: How many activities wait for a decision.
        missing: The names of what is missing.
        unsigned: The sign-offs that lack.
        grants: What each grant of the record did, in the order of their ids.
        claimed: What was claimed, in source units, minutes as hours.
        not_counted: The part of it that does not count.
        fault: Why the record was not judged; None: it was.
    """

    educator: str
    cycle: str
    outcome: Outcome
    required: Fraction
    total: Fraction
    short: Fraction
    earned: Fraction
    activities: int
    counted: int
    pending: int
    missing: tuple[str, ...]
    unsigned: tuple[str, ...]
    claimed: tuple[Quantity, ...]
    not_counted: tuple[Quantity, ...]
    fault: Fault | None = None
    grants: tuple[GrantState, ...] = ()

    @property
    def has_unknown_grant(self) -> bool:
        """Return whether a grant names a rule that the policy does not have, most likely by a slip."""
        return GrantState.UNKNOWN_RULE in self.grants


@frozen
class KindRow:
    """What becomes of one kind of learning.

    Attributes:
        activities: How many were claimed.
        counted: How many of them count, at least in part.
        educators: How many educators claimed one.
        earned: What they are worth by the awards.
        credit: What counts.
        claimed: What was claimed, in source units, minutes as hours.
        not_counted: The part of it that does not count.
    """

    kind: str
    activities: int
    counted: int
    educators: int
    earned: Fraction
    credit: Fraction
    claimed: tuple[Quantity, ...]
    not_counted: tuple[Quantity, ...]


@frozen
class ReasonRow:
    """Why learning does not count.

    Attributes:
        rule: The rule that said so; empty: the order of evaluation itself.
        activities: How many activities it concerns.
        educators: How many educators it concerns.
        credit: The worth that it took away; 0 where an activity was worth nothing before.
        not_counted: What does not count of these activities, in source units, minutes as hours. An activity that is
            refused for two reasons stands under both.
    """

    reason: Reason
    rule: str
    cite: str
    activities: int
    educators: int
    credit: Fraction
    not_counted: tuple[Quantity, ...]


@frozen
class Totals:
    """The audit in a few numbers.

    Attributes:
        outcomes: How many educators have each outcome, every outcome once.
        learners: How many educators claimed at least one activity.
        counted: How many activities count, at least in part.
        claimed: What was claimed, in source units, minutes as hours.
        not_counted: The part of it that does not count.
        faults: How many educators have a record that was not judged.
        grants: How many grants did what, every state once.
    """

    educators: int
    learners: int
    outcomes: tuple[tuple[Outcome, int], ...]
    activities: int
    counted: int
    credit: Fraction
    short: Fraction
    claimed: tuple[Quantity, ...]
    not_counted: tuple[Quantity, ...]
    faults: int = 0
    grants: tuple[tuple[GrantState, int], ...] = ()

    def of(self, outcome: Outcome) -> int:
        """Return how many educators have an outcome."""
        return dict(self.outcomes)[outcome]


@frozen
class AuditReport:
    """The audit of many educators under one policy; rows are ordered by educator and cycle."""

    policy: str
    title: str
    digest: str
    unit: str
    units: str
    as_of: date
    known_at: date | None
    rows: tuple[EducatorRow, ...]
    totals: Totals
    kinds: tuple[KindRow, ...]
    reasons: tuple[ReasonRow, ...]

    @property
    def findings(self) -> tuple[EducatorRow, ...]:
        """Return the rows that somebody must look at: neither met nor outside the policy, or with a grant adrift."""
        fine = {Outcome.MET, Outcome.NOT_APPLICABLE}
        return tuple(row for row in self.rows if row.outcome not in fine or row.has_unknown_grant)
