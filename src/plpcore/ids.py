"""Opaque identifiers: the host gives them, plpcore compares them and nothing else.

Each kind of thing has its own type, so that a type checker sees a goal's id where an activity's is wanted.
At run time they are plain `str`.
"""

from typing import NewType

from plpcore.errors import InputError

__all__ = [
    "MAX_ID_LENGTH",
    "ActivityId",
    "AppealId",
    "DecisionId",
    "EducatorId",
    "EvidenceId",
    "GoalId",
    "GrantId",
    "PlanId",
    "PolicyId",
    "ReflectionId",
    "ReviewId",
    "RuleId",
    "check_id",
]

ActivityId = NewType("ActivityId", str)
AppealId = NewType("AppealId", str)
DecisionId = NewType("DecisionId", str)
EducatorId = NewType("EducatorId", str)
EvidenceId = NewType("EvidenceId", str)
GoalId = NewType("GoalId", str)
GrantId = NewType("GrantId", str)
PlanId = NewType("PlanId", str)
PolicyId = NewType("PolicyId", str)
ReflectionId = NewType("ReflectionId", str)
ReviewId = NewType("ReviewId", str)
RuleId = NewType("RuleId", str)

MAX_ID_LENGTH = 200


def check_id(text: str, where: str = "$") -> str:
    """Return `text` unchanged when it can be an id.

    Args:
        text: 1 to 200 printable characters of any script; blanks inside are fine, blanks at the ends are not.
        where: The place to name when the id is refused.

    Raises:
        InputError: `text` is no text, is empty or too long, has a blank at an end, or holds a control character,
            an invisible character or half of a surrogate pair.
    """
    # Ids are checked by the million. Of all blanks only the plain one is printable.
    if type(text) is str and text.isprintable() and 0 < len(text) <= MAX_ID_LENGTH and text[0] != " " != text[-1]:
        return text
    fault = _fault(text)
    if fault is None:
        return text
    raise InputError(where, *fault)


def _fault(text: object) -> tuple[str, str] | None:
    if not isinstance(text, str):
        return f"an id is text, not {type(text).__name__}", "put it in quotes"
    if not text:
        return "the id is empty", "give every item an id of its own"
    if len(text) > MAX_ID_LENGTH:
        return f"the id has {len(text)} characters", f"use at most {MAX_ID_LENGTH}"
    if text != text.strip():
        return f"the id {text!r} begins or ends with a blank", "remove the blank"
    if not text.isprintable():
        return f"the id {text!r} holds an invisible character", "use printable characters only"
    return None
