"""The statement: what counts, why, what is missing, and the least that would satisfy the policy.

Credit is held in whole numbers of `1 / scale` of the policy's unit; every public amount is an exact fraction of it.

The parts of a statement have no slots: statements are written by the million, and so each is written in two thirds of
the time.
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen

from plpcore.evaluation._reasons import NOTES, GrantState, Outcome, Reason, Status
from plpcore.model import Activity, Grant
from plpcore.period import Period
from plpcore.policy import FactValue
from plpcore.quantity import Quantity

_ZERO = Fraction(0)


@lru_cache(maxsize=4096)
def amount_of(units: int, scale: int) -> Fraction:
    """Return units of `1 / scale` as an exact amount; the same few amounts come again and again."""
    return Fraction(units, scale)


Argument: TypeAlias = str | int | Fraction | date | tuple[str, ...]
Arguments: TypeAlias = tuple[tuple[str, Argument], ...]


@frozen(slots=False)
class Step:
    """One change of an activity's credit, in `1 / scale` of the policy's unit.

    Attributes:
        reason: Why.
        rule: The id of the rule that did it; empty: no rule, the order of evaluation itself.
        before: The credit before it.
        after: The credit after it.
        arguments: What the reason's sentence needs, as pairs of name and value.
    """

    reason: Reason
    rule: str
    before: int
    after: int
    arguments: Arguments = ()

    @property
    def is_note(self) -> bool:
        """Return whether it only tells what a grant did: the credit stays as it is."""
        return self.reason in NOTES


@frozen(slots=False)
class Line:
    """What became of one activity, or of one part of it where an award splits its credit.

    Attributes:
        claim: The activity as it was claimed.
        part: The category of this part; empty: the whole activity.
        status: Whether it counts, waits, cannot be told, or is refused.
        steps: How its credit came about, in order; the last one's `after` is what counts.
        earned_units: What the activity is worth before conditions, windows, blocks and caps.
        counted_units: What counts to the total.
        placed_units: To which requirements it counts, and how much.
        fits: The requirements that it may fill.
        missing: The names of the facts that are missing.
        scale: Units of `earned_units` in one unit of the policy.
    """

    claim: Activity
    part: str
    status: Status
    steps: tuple[Step, ...]
    earned_units: int
    counted_units: int
    placed_units: tuple[tuple[str, int], ...]
    fits: tuple[str, ...]
    missing: tuple[str, ...]
    scale: int

    @property
    def activity(self) -> str:
        """Return the activity's id."""
        return self.claim.id

    @property
    def kind(self) -> str:
        """Return the activity's kind."""
        return self.claim.kind

    @property
    def claimed(self) -> tuple[Quantity, ...]:
        """Return the amounts in source units, as entered."""
        return self.claim.amounts

    @property
    def earned(self) -> Fraction:
        """Return what the activity is worth by the awards, in the policy's unit."""
        return amount_of(self.earned_units, self.scale)

    @property
    def counted(self) -> Fraction:
        """Return what counts to the total, in the policy's unit."""
        return amount_of(self.counted_units, self.scale)

    @property
    def placed(self) -> tuple[tuple[str, Fraction], ...]:
        """Return the requirements that it fills and how much of each, in the policy's unit."""
        return tuple((name, amount_of(units, self.scale)) for name, units in self.placed_units)

    @property
    def refusals(self) -> tuple[Step, ...]:
        """Return the steps that took credit away or that wait, in order."""
        return tuple(step for step in self.steps if _takes(step))


def _takes(step: Step) -> bool:
    """A multiplier and a split say what an activity is worth; they take nothing."""
    return (step.after < step.before and step.reason not in _WORTH) or step.reason in _NOTHING


_WORTH = frozenset({Reason.SPLIT, Reason.MULTIPLIED})
_NOTHING = frozenset({Reason.NO_AWARD, Reason.AMBIGUOUS_AWARD, Reason.NO_AMOUNT, Reason.TOO_FEW, Reason.FACT_MISSING})


@frozen
class RequiredStep:
    """One step on the way to the required total, in the policy's unit."""

    reason: Reason
    rule: str
    before: Fraction
    after: Fraction
    arguments: Arguments = ()


@frozen(slots=False)
class Requirement:
    """What one requirement needs and has.

    Attributes:
        id: The rule's id; `total` for the total.
        kind: `total`, `floor` (credit of a category) or `distinct` (a count of different values).
        span: The year that it holds in, where it holds in each year; else empty.
        within: The id of the floor that it is nested in; else empty.
        needed: The minimum, in the policy's unit (or a count).
        credited: What fills it.
    """

    id: str
    name: str
    kind: str
    span: str
    within: str
    needed: Fraction
    credited: Fraction

    @property
    def key(self) -> str:
        """Return the name that placements use: the id, with the year where there is one."""
        return f"{self.id}@{self.span}" if self.span else self.id

    @property
    def short(self) -> Fraction:
        """Return what lacks, not below 0."""
        return max(_ZERO, self.needed - self.credited)


@frozen(slots=False)
class Certificate:
    """The set of requirements that is the bottleneck: what it needs, and the most that the credit can give it.

    Attributes:
        requirements: The ids of the requirements in the set.
        needs: What they need together, in the policy's unit.
        reachable: The most that the counted credit can give them together.
        by_source: How much of it comes from each kind of activity.
    """

    requirements: tuple[str, ...]
    needs: Fraction
    reachable: Fraction
    by_source: tuple[tuple[str, Fraction], ...]

    @property
    def short(self) -> Fraction:
        """Return what lacks, not below 0."""
        return max(_ZERO, self.needs - self.reachable)


@frozen(slots=False)
class FixPart:
    """At least so much of the further credit must fit one of these requirements."""

    requirements: tuple[str, ...]
    at_least: Fraction


@frozen(slots=False)
class LeastFix:
    """The least that would satisfy the policy.

    Attributes:
        amount: The least further credit, in the policy's unit.
        parts: How much of it must fit which requirements; together they are necessary and sufficient.
        exhausted: The ids of the caps that are reached: more of what they limit does not help.
        distinct: How many further different values each such floor needs.
        unsigned: The sign-offs that lack.
    """

    amount: Fraction
    parts: tuple[FixPart, ...] = ()
    exhausted: tuple[str, ...] = ()
    distinct: tuple[tuple[str, Fraction], ...] = ()
    unsigned: tuple[str, ...] = ()


@frozen
class OptionUsed:
    """A point that the published rule leaves open, and how it was decided.

    Attributes:
        stated: Whether the policy says it; else it is the language's default.
    """

    name: str
    value: str
    stated: bool


@frozen
class Citation:
    """Where a rule that the statement names is written."""

    rule: str
    name: str
    cite: str


@frozen
class WayOutcome:
    """What one of several alternatives gives."""

    id: str
    outcome: Outcome
    short: Fraction


@frozen
class Answer:
    """What a deadline, a step table or a rule of a host's kind says.

    Attributes:
        rule: The rule's id.
        opaque: Whether code of the host decided it, which proofs leave out.
        values: Pairs of name and value.
        missing: The facts that it cannot be told without.
    """

    rule: str
    opaque: bool
    values: tuple[tuple[str, FactValue], ...]
    missing: tuple[str, ...] = ()


@frozen
class GrantUse:
    """A grant of the record, and what it did.

    Attributes:
        grant: The grant as it was written down.
        state: `used`; `moot`: without it the same would count, be short, be missing and go on; `expired`; `not yet`:
            it holds later, or was not known; `unknown rule`: the policy has no such rule for a grant of its kind.
    """

    grant: Grant
    state: GrantState


@frozen(kw_only=True, slots=False)
class Statement:
    """What a policy says of one educator's learning on one date.

    Amounts are exact, in the policy's unit. `verify` recomputes every sum and the certificate.
    """

    policy: str
    digest: str
    edition: str
    alternative: str
    educator: str
    unit: str
    units: str
    as_of: date
    known_at: date | None
    cycle: Period | None
    outcome: Outcome
    required: Fraction
    required_steps: tuple[RequiredStep, ...]
    total: Fraction
    carried_in: Fraction
    carried_out: Fraction
    lines: tuple[Line, ...]
    requirements: tuple[Requirement, ...]
    sharing: int
    quantum: Fraction | None
    certificate: Certificate | None
    fix: LeastFix
    deemed_by: str
    signed: tuple[str, ...]
    missing: tuple[str, ...]
    alternatives: tuple[WayOutcome, ...]
    answers: tuple[Answer, ...]
    options: tuple[OptionUsed, ...]
    citations: tuple[Citation, ...]
    keep_until: date | None
    grants: tuple[GrantUse, ...] = ()

    @property
    def is_met(self) -> bool:
        """Return whether the policy is satisfied as things stand, without pending claims."""
        return self.outcome is Outcome.MET

    @property
    def short(self) -> Fraction:
        """Return the least further credit that would satisfy total and floors; 0 when none is needed."""
        return self.fix.amount

    @property
    def not_counted(self) -> tuple[Line, ...]:
        """Return the lines of which less counts than was earned, or nothing was earned."""
        return tuple(line for line in self.lines if line.counted_units < line.earned_units or not line.earned_units)

    def cite(self, rule: str) -> str:
        """Return where a rule is written; empty for a rule that the statement does not know."""
        return next((found.cite for found in self.citations if found.rule == rule), "")
