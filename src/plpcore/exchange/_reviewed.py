"""Decisions in a row: its own table, or columns beside the activity, goal or plan that was decided about."""

from plpcore.errors import RecordError
from plpcore.exchange._cells import Measured
from plpcore.exchange._draft import Draft
from plpcore.exchange._receipts import shortened
from plpcore.exchange._rows import TypedRow
from plpcore.ids import ReviewId
from plpcore.model import Review, ReviewDecision, ReviewPurpose
from plpcore.quantity import Quantity

_NO_REASON = "not-stated"
_WITH_REASON = (ReviewDecision.DENIED, ReviewDecision.REVOKED)


def review_of(row: TypedRow, prefix: str, subject: str, purpose: ReviewPurpose, unit: str) -> Review | None:
    """Return the decision in the columns that begin with `prefix`; None when the cell of the decision is blank.

    Raises:
        InputError: The cells contradict each other.
    """
    decision = row.values.get(f"{prefix}decision")
    if decision is None:
        return None
    name = row.origin.id if not prefix else shortened(f"{subject} {prefix}{purpose.value}")
    amount = row.measured(f"{prefix}amount")
    return Review(
        id=ReviewId((row.text("id") if not prefix else "") or name),
        subject=subject,
        purpose=purpose,
        decision=decision,
        reviewer=row.text(f"{prefix}reviewer"),
        role=row.text(f"{prefix}role"),
        decided=row.day(f"{prefix}decided"),
        reason=row.text(f"{prefix}reason") or (_NO_REASON if decision in _WITH_REASON else ""),
        amount=quantity_of(amount, row.text("unit") or unit, f"$.{prefix}amount") if amount is not None else None,
        comment=row.text("comment"),
    )


def add_review(draft: Draft, review: Review | None, row: TypedRow) -> None:
    """Add a decision to the draft; raise RecordError where its id is taken."""
    if review is None:
        return
    if review.id in draft.reviews:
        first = draft.reviews[review.id][1]
        what = f"'{review.id}' is the id of {first.file}:{first.line} too"
        raise RecordError("$.id", what, "give each its own id, or remove one row")
    draft.reviews[review.id] = (review, row.origin)


def quantity_of(measured: Measured, unit: str, where: str) -> Quantity:
    """Return an amount in the unit of its cell, else in `unit`; raise RecordError where there is none."""
    found = measured.unit or unit
    if not found:
        raise RecordError(where, "nothing says the unit of this amount", 'write unit = "hour" in the column map')
    return Quantity(measured.amount, found)
