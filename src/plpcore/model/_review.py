"""Documents about a claim: what was handed in, what was decided, who signed. They are added, never edited."""

from datetime import date
from enum import StrEnum

from attrs import frozen

from plpcore.errors import ModelError
from plpcore.ids import ReviewId, check_id
from plpcore.model._checks import check_comment, check_count, check_day, check_line, check_type
from plpcore.quantity import Quantity


class ReviewPurpose(StrEnum):
    """What a review decides about. Prior approval and credit are two facts."""

    PRIOR_APPROVAL = "prior-approval"
    CREDIT = "credit"
    GOAL = "goal"
    PLAN = "plan"


class ReviewDecision(StrEnum):
    """What a review says."""

    APPROVED = "approved"
    RETURNED = "returned"
    DENIED = "denied"
    REVOKED = "revoked"


_WITH_REASON = (ReviewDecision.DENIED, ReviewDecision.REVOKED)


@frozen
class Review:
    """One decision of one reviewer about one thing.

    Attributes:
        id: Its id, given by the host.
        subject: The id of the activity (prior approval, credit), the goal or the plan.
        purpose: What is decided about.
        decision: What is decided.
        reviewer: The opaque id of who decided; may be empty.
        role: In which role, such as `principal` or `panel`; may be empty.
        decided: The day of the decision; None when nobody knows.
        reason: A code; needed when something is denied or revoked.
        amount: How much was approved, when that is not simply what was claimed; only on an approval.
        comment: Words to the claimant.
        order: Its place among the decisions of one day: days have no hours, so of two the one with the greater number
            came later; where the numbers are equal, the one whose id sorts later.

    Raises:
        ModelError: A denial or revocation without a reason, an amount below zero or on something that is no approval,
            or a field of another class.
        InputError: `id`, `subject` or `reason` could not be an id.
    """

    id: ReviewId
    subject: str
    purpose: ReviewPurpose
    decision: ReviewDecision
    reviewer: str = ""
    role: str = ""
    decided: date | None = None
    reason: str = ""
    amount: Quantity | None = None
    comment: str = ""
    order: int = 0

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_id(self.subject, "$.subject")
        check_type(self.purpose, ReviewPurpose, "$.purpose")
        check_count(self.order, "$.order", least=0)
        check_type(self.decision, ReviewDecision, "$.decision")
        check_line(self.reviewer, "$.reviewer")
        check_line(self.role, "$.role")
        check_day(self.decided, "$.decided")
        self._check_reason()
        self._check_amount()
        check_comment(self.comment, "$.comment")

    def _check_reason(self) -> None:
        if self.reason:
            check_id(self.reason, "$.reason")
        elif self.decision in _WITH_REASON:
            raise ModelError("$.reason", f"'{self.decision}' needs a reason", "give the code of a reason")

    def _check_amount(self) -> None:
        if self.amount is None:
            return
        check_type(self.amount, Quantity, "$.amount")
        if self.decision is not ReviewDecision.APPROVED:
            raise ModelError("$.amount", f"'{self.decision}' approves no amount", "leave the amount out")
        if self.amount.amount < 0:
            raise ModelError("$.amount", f"{self.amount} is below zero", "approve zero or more")


@frozen
class Submission:
    """One handing-in of one thing. Every attempt is kept.

    Attributes:
        subject: The id of the activity, goal or plan that was handed in.
        attempt: 1 for the first time, 2 for the second …
        submitted: The day of the handing-in.
        digest: The digest of the frozen copy that was handed in; may be empty.
        withdrawn: The day on which it was taken back before anybody decided; None: it was not.
        purpose: What is asked for by it: an activity is handed in for prior approval or for credit.

    Raises:
        ModelError: `attempt` is below 1, there is no day, it was taken back before it was handed in, or a field is of
            another class.
        InputError: `subject` could not be an id.
    """

    subject: str
    attempt: int
    submitted: date
    digest: str = ""
    withdrawn: date | None = None
    purpose: ReviewPurpose = ReviewPurpose.CREDIT

    def __attrs_post_init__(self) -> None:
        check_id(self.subject, "$.subject")
        check_count(self.attempt, "$.attempt", least=1)
        check_type(self.submitted, date, "$.submitted")
        check_day(self.submitted, "$.submitted")
        check_line(self.digest, "$.digest")
        check_day(self.withdrawn, "$.withdrawn")
        check_type(self.purpose, ReviewPurpose, "$.purpose")
        if self.withdrawn is not None and self.withdrawn < self.submitted:
            what = f"taken back {self.withdrawn}, and handed in {self.submitted}"
            raise ModelError("$.withdrawn", what, "give the day on which it was taken back")


@frozen
class SignOff:
    """One signature, named by what is signed.

    Attributes:
        name: What is signed, as the policy names it: `initial-review`, `plan` …
        by: The opaque id or the role of who signed; may be empty.
        signed: The day of the signature; None while it is missing or unknown.

    Raises:
        ModelError: A field is of another class.
        InputError: `name` could not be an id.
    """

    name: str
    by: str = ""
    signed: date | None = None

    def __attrs_post_init__(self) -> None:
        check_id(self.name, "$.name")
        check_line(self.by, "$.by")
        check_day(self.signed, "$.signed")
