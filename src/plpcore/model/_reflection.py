"""Reflection: what the educator says was learned."""

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from plpcore.ids import ActivityId, GoalId, ReflectionId, check_id
from plpcore.model._checks import check_body, check_comment, check_count, check_day, check_references, check_type
from plpcore.model._facts import NO_EXTERNAL_IDS, ExternalIds


class Visibility(StrEnum):
    """Who may read a reflection, from the fewest to the most."""

    PRIVATE = "private"
    REVIEWER = "reviewer"
    DISTRICT = "district"


@frozen
class Reflection:
    """A text about activities, goals, or, when it names neither, the plan as a whole.

    Attributes:
        id: Its id, given by the host.
        activities: Ids of the activities that it is about.
        body: The text, not blank; line breaks are kept.
        prompt: The question that was asked; may be empty.
        prompt_version: Which wording of the question, from 1 on.
        visibility: Who may read it besides its author.
        written: The day it was written.
        external_ids: Ids that other systems give to it.
        goals: Ids of the goals that it is about.

    Raises:
        ModelError: The text is blank, a reference stands twice, or a field is of another class.
        InputError: `id` or a reference could not be an id.
    """

    id: ReflectionId
    activities: tuple[ActivityId, ...]
    body: str
    prompt: str = ""
    prompt_version: int = 1
    visibility: Visibility = Visibility.REVIEWER
    written: date | None = None
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)
    goals: tuple[GoalId, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_references(self.activities, "$.activities")
        check_body(self.body, "$.body")
        check_comment(self.prompt, "$.prompt")
        check_count(self.prompt_version, "$.prompt_version", least=1)
        check_type(self.visibility, Visibility, "$.visibility")
        check_day(self.written, "$.written")
        check_type(self.external_ids, ExternalIds, "$.external_ids")
        check_references(self.goals, "$.goals")
