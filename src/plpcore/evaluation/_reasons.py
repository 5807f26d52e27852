"""Reason codes: why an amount is what it is. Renderers turn them into language."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an amount changed, or why nothing counts. The words are stable: catalogues and audits key on them."""

    RATE = "award-rate"
    MEASURED = "award-measured"
    EACH = "award-each"
    FIXED = "award-fixed"
    TABLE = "award-table"
    MULTIPLIED = "multiplied"
    SPLIT = "split-over-categories"
    REVIEWED = "reviewed-amount"

    NO_AWARD = "no-award"
    AMBIGUOUS_AWARD = "ambiguous-award"
    NO_AMOUNT = "no-amount-in-unit"
    TOO_FEW = "too-few-items"
    BELOW_LEAST = "below-least"
    WHOLE_ONLY = "whole-multiples-only"
    REPEATED = "repeated"

    EVIDENCE_MISSING = "evidence-missing"
    REFLECTION_MISSING = "reflection-missing"
    GOAL_MISSING = "goal-missing"
    GOAL_NOT_APPROVED = "goal-not-approved"
    AWAITING_GOAL = "awaiting-goal-approval"
    AWAITING_APPROVAL = "awaiting-approval"
    RETURNED = "returned"
    DENIED = "denied"
    REVOKED = "revoked"
    APPROVED_TOO_LATE = "approved-too-late"
    APPROVED_TOO_EARLY = "approved-too-early"
    AWAITING_PANEL = "awaiting-panel"
    PANEL_DENIED = "panel-denied"
    PROVIDER_NOT_APPROVED = "provider-not-approved"
    TOO_LATE = "too-late"
    ATTENDANCE_TOO_LOW = "attendance-too-low"
    GRADE_TOO_LOW = "grade-too-low"
    CONDITION_NOT_MET = "condition-not-met"
    EDUCATOR_CONDITION_NOT_MET = "educator-condition-not-met"

    NOT_YET = "after-the-date-judged"
    OUTSIDE_WINDOW = "outside-window"
    FLOOR_ONLY = "outside-window-but-fills-floor"
    FACT_MISSING = "fact-missing"

    HOST_RULE = "host-rule"
    HOST_RULE_OPAQUE = "host-rule-opaque"

    BLOCK_NOT_REACHED = "block-not-reached"
    CAP_REACHED = "cap-reached"

    TOTAL = "total-stated"
    TOTAL_ROW = "total-by-facts"
    TOTAL_HIGHEST = "total-highest-class"
    NO_TOTAL = "no-total"
    ADDED = "total-added"
    REDUCED = "total-reduced"
    PRORATED = "total-prorated"
    EXEMPT = "exempt"

    WAIVED = "waived"
    ADJUSTED = "adjusted"
    SUBSTITUTED = "substituted"


WORTH = frozenset(
    {
        Reason.RATE,
        Reason.MEASURED,
        Reason.EACH,
        Reason.FIXED,
        Reason.TABLE,
        Reason.MULTIPLIED,
        Reason.SPLIT,
        Reason.REVIEWED,
        Reason.BELOW_LEAST,
        Reason.WHOLE_ONLY,
        Reason.REPEATED,
        Reason.HOST_RULE,
        Reason.HOST_RULE_OPAQUE,
    }
)
"""The reasons that say what an activity is worth."""

LIMITS = frozenset({Reason.BLOCK_NOT_REACHED, Reason.CAP_REACHED})
"""The reasons that leave an activity its worth and count less of it."""

NOTES = frozenset({Reason.WAIVED, Reason.ADJUSTED, Reason.SUBSTITUTED})
"""The reasons that a grant gives: on an activity they leave its credit as it is, and say why it is so."""


class Status(StrEnum):
    """What became of an activity."""

    COUNTED = "counted"
    PENDING = "pending"
    UNDETERMINED = "undetermined"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What the statement says of the whole."""

    MET = "met"
    MET_IF_APPROVED = "met if approved"
    SHORT = "short"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


class GrantState(StrEnum):
    """What a grant of the record did."""

    USED = "used"
    MOOT = "moot"
    EXPIRED = "expired"
    NOT_YET = "not yet"
    UNKNOWN_RULE = "unknown rule"
