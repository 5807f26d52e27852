"""Activity: one thing that an educator did to learn, as it was entered. What it is worth is not its business."""

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.ids import ActivityId, EvidenceId, GoalId, check_id
from plpcore.model._checks import check_day, check_line, check_references, check_tuple, check_type, sorted_words
from plpcore.model._evidence import Alignment
from plpcore.model._facts import NO_EXTERNAL_IDS, NO_FACTS, ExternalIds, Facts
from plpcore.quantity import Quantity


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    return sorted_words(words, "$.tags") if words else ()


@frozen
class Activity:
    """One learning activity, formal or informal.

    Reading a blog post and taking a course are both activities, with the same fields and the same rights. The three
    dates are apart: when it happened, when it was entered, and, on its reviews, when it was decided.

    Attributes:
        id: Its id, given by the host.
        kind: A code of the open vocabulary (see `KINDS`) or of the host's own.
        title: What people call it; may be empty.
        completed: Its last day, inclusive; None while it goes on or nobody knows.
        started: Its first day, inclusive.
        entered: The day on which it was recorded.
        amounts: What was done, in the units in which it was entered. Several of one unit are segments; they stay as
            entered.
        tags: Free words, sorted, each once.
        provider: Who offered it; may be empty.
        evidence: Ids of the evidence that shows it.
        goals: Ids of the goals that it serves.
        alignments: Items of frameworks that it speaks to.
        facts: Whatever else rules may ask about it.
        external_ids: Ids that other systems give to it.

    Raises:
        ModelError: `started` is after `completed`, an amount is below zero, a reference stands twice, or a field is of
            another class.
        InputError: `id`, `kind`, a tag or a reference could not be an id.
    """

    id: ActivityId
    kind: str
    title: str = ""
    completed: date | None = None
    started: date | None = None
    entered: date | None = None
    amounts: tuple[Quantity, ...] = ()
    tags: tuple[str, ...] = field(default=(), converter=_tags)
    provider: str = ""
    evidence: tuple[EvidenceId, ...] = ()
    goals: tuple[GoalId, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    facts: Facts = field(default=NO_FACTS)
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_id(self.kind, "$.kind")
        check_line(self.title, "$.title")
        check_line(self.provider, "$.provider")
        self._check_days()
        # Most of these are left at their defaults, and activities are made by the million.
        if self.amounts != ():
            self._check_amounts()
        if self.evidence != ():
            check_references(self.evidence, "$.evidence")
        if self.goals != ():
            check_references(self.goals, "$.goals")
        if self.alignments != ():
            check_tuple(self.alignments, Alignment, "$.alignments")
        check_type(self.facts, Facts, "$.facts")
        check_type(self.external_ids, ExternalIds, "$.external_ids")

    def _check_days(self) -> None:
        check_day(self.completed, "$.completed")
        check_day(self.started, "$.started")
        check_day(self.entered, "$.entered")
        if self.started is not None and self.completed is not None and self.started > self.completed:
            what = f"started {self.started}, which is after it was completed, {self.completed}"
            raise ModelError("$.started", what, "swap the two days or mend one")

    def _check_amounts(self) -> None:
        check_tuple(self.amounts, Quantity, "$.amounts")
        for number, quantity in enumerate(self.amounts):
            if quantity.amount.numerator < 0:
                raise ModelError(f"$.amounts[{number}]", f"{quantity} is below zero", "enter what was done")
