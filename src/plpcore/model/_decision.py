"""What is recorded when a cycle is closed, and what is asked of a second body."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.ids import AppealId, DecisionId, EducatorId, PolicyId, ReviewId, check_id
from plpcore.model._checks import check_body, check_day, check_line, check_references, check_type
from plpcore.period import Period


@frozen(kw_only=True)
class Decision:
    """What a policy said of an educator on one day, recorded with all that is needed to reckon it again.

    Attributes:
        id: Its id, given by the host.
        educator: Of whom.
        policy: The id of the policy.
        policy_digest: The digest of the policy's canonical form.
        input_digest: The SHA-256 of the portfolio that was judged, as canonical JSON.
        statement_digest: The SHA-256 of the statement, as canonical JSON.
        engine: The version of plpcore that reckoned it.
        as_of: The date judged, inclusive.
        known_at: The knowledge used, inclusive; None: all that was in the journal.
        decided: The day on which it was recorded.
        outcome: The outcome's word, such as `met`.
        required: The required credit, in the policy's unit.
        total: The credit that counts.
        carried_out: The credit that goes on to the next cycle.
        unit: The policy's unit.
        cycle: The educator's cycle, its end exclusive; None where the policy has none.
        supersedes: The ids of the decisions that it takes the place of: of one, or of several where two people turned
            out to be one.

    Raises:
        ModelError: A digest or a word is empty, or a field is of another class.
        InputError: An id could not be one.
    """

    id: DecisionId
    educator: EducatorId
    policy: PolicyId
    policy_digest: str
    input_digest: str
    statement_digest: str
    engine: str
    as_of: date
    known_at: date | None = None
    decided: date
    outcome: str
    required: Fraction
    total: Fraction
    carried_out: Fraction
    unit: str
    cycle: Period | None = None
    supersedes: tuple[DecisionId, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("id", "educator", "policy", "policy_digest", "input_digest", "statement_digest", "outcome"):
            check_id(getattr(self, name), f"$.{name}")
        for name in ("engine", "unit"):
            check_line(getattr(self, name), f"$.{name}")
        check_type(self.as_of, date, "$.as_of")
        check_type(self.decided, date, "$.decided")
        for name in ("as_of", "known_at", "decided"):
            check_day(getattr(self, name), f"$.{name}")
        for name in ("required", "total", "carried_out"):
            check_type(getattr(self, name), Fraction, f"$.{name}")
        if self.cycle is not None:
            check_type(self.cycle, Period, "$.cycle")
        check_references(self.supersedes, "$.supersedes")


@frozen(kw_only=True)
class Appeal:
    """A decision about a claim, taken to a second body.

    Attributes:
        id: Its id, given by the host.
        review: The id of the review that is appealed against.
        subject: The id of the activity, goal or plan that the review is about.
        body: The second body, as a role, such as `board`.
        filed: The day on which it was filed.
        grounds: Why, in any number of lines.
        decision: The id of the review by which the second body decided; empty while it has not.

    Raises:
        ModelError: The grounds are empty, or a field is of another class.
        InputError: An id could not be one.
    """

    id: AppealId
    review: ReviewId
    subject: str
    body: str
    filed: date
    grounds: str
    decision: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("id", "review", "subject", "body"):
            check_id(getattr(self, name), f"$.{name}")
        if self.decision:
            check_id(self.decision, "$.decision")
        check_type(self.filed, date, "$.filed")
        check_day(self.filed, "$.filed")
        check_body(self.grounds, "$.grounds")
