"""Goals, the plan that gathers them, and the educator whose plan it is."""

from datetime import date

from attrs import field, frozen

from plpcore.ids import EducatorId, GoalId, PlanId, check_id
from plpcore.model._checks import (
    check_comment,
    check_count,
    check_day,
    check_line,
    check_references,
    check_title,
    check_tuple,
    check_type,
)
from plpcore.model._evidence import Alignment
from plpcore.model._facts import NO_EXTERNAL_IDS, NO_FACTS, ExternalIds, Facts
from plpcore.period import Period


@frozen
class Goal:
    """What an educator wants to reach.

    Attributes:
        id: Its id, given by the host.
        title: The goal in one line.
        measure: How one will know that it is reached; may be empty.
        due: The last day for it, inclusive.
        priority: 1 is the most urgent; None when goals are not ranked.
        alignments: Items of frameworks that it speaks to.
        external_ids: Ids that other systems give to it.

    Raises:
        ModelError: The title is blank, the priority is below 1, or a field is of another class.
        InputError: `id` could not be an id.
    """

    id: GoalId
    title: str
    measure: str = ""
    due: date | None = None
    priority: int | None = None
    alignments: tuple[Alignment, ...] = ()
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_title(self.title, "$.title")
        check_comment(self.measure, "$.measure")
        check_day(self.due, "$.due")
        if self.priority is not None:
            check_count(self.priority, "$.priority", least=1)
        check_tuple(self.alignments, Alignment, "$.alignments")
        check_type(self.external_ids, ExternalIds, "$.external_ids")


@frozen
class Plan:
    """One educator's plan for one period.

    Attributes:
        id: Its id, given by the host.
        title: What people call it; may be empty.
        period: The days that it covers, its end exclusive.
        goals: Ids of its goals.
        started: The day on which work on it began.
        external_ids: Ids that other systems give to it.

    Raises:
        ModelError: A goal stands twice, or a field is of another class.
        InputError: `id` or a reference could not be an id.
    """

    id: PlanId
    title: str = ""
    period: Period | None = None
    goals: tuple[GoalId, ...] = ()
    started: date | None = None
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_line(self.title, "$.title")
        if self.period is not None:
            check_type(self.period, Period, "$.period")
        check_references(self.goals, "$.goals")
        check_day(self.started, "$.started")
        check_type(self.external_ids, ExternalIds, "$.external_ids")


@frozen
class Educator:
    """A teacher, librarian, psychologist, leader … whose learning counts. No name and no address: an opaque id.

    Attributes:
        id: The id, given by the host.
        facts: What rules may ask about the educator, such as `fte` or `certificates`.
        external_ids: Ids that other systems give to the same person.

    Raises:
        ModelError: A field is of another class.
        InputError: `id` could not be an id.
    """

    id: EducatorId
    facts: Facts = field(default=NO_FACTS)
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_type(self.facts, Facts, "$.facts")
        check_type(self.external_ids, ExternalIds, "$.external_ids")
