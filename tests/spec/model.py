"""What a specification of the policy language is: a sentence, a policy, and rows of learning with what must follow."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import fields, frozen

from plpcore.evaluation import RuleKind
from plpcore.policy import ExampleActivity

DAY = "2024-03-01"
"""The day on which an activity is completed where a row does not tell another."""
AS_OF = "2024-06-30"
"""The day that is judged where a row does not tell another."""

Did: TypeAlias = dict[str, Any]
"""An activity, in the words of a worked example inside a policy."""

_OF_ACTIVITY = frozenset(field.name for field in fields(ExampleActivity)) | {"aligned"}
GIVEN = ("educator", "as_of", "known_at", "cycle", "started", "approved_goals", "denied_goals", "signed", "carried_in")
"""What a row may tell of the record beside the learning, in the order of the table's columns."""


@frozen
class Row:
    """One record and what the statement must say of it.

    Attributes:
        activities: The learning.
        given: What else the record holds, by a name among `GIVEN`.
        says: What the statement must say, as text, by the name of a column.
    """

    activities: tuple[Did, ...]
    given: Mapping[str, Any]
    says: Mapping[str, str]


@frozen
class Spec:
    """One thing that a word of the language means.

    Attributes:
        title: The heading, unique on its page.
        text: One or two plain sentences: what the rows show.
        policy: The document, complete but for `id`, `title` and `unit`.
        rows: The rows of the table; all tell the same columns.
        kinds: The rule kinds that the policy needs.
    """

    title: str
    text: str
    policy: str
    rows: tuple[Row, ...]
    kinds: tuple[RuleKind, ...] = ()


@frozen
class Word:
    """A word of the language with its tables of keys and its specifications.

    Attributes:
        title: The heading, unique on its page.
        names: The definitions whose keys stand here: the first under the heading itself, the others under their own.
        text: What a reader must know before the tables; Markdown.
        specs: What it means, the simplest first.
    """

    title: str
    names: tuple[str, ...] = ()
    text: str = ""
    specs: tuple[Spec, ...] = ()


@frozen
class Page:
    """A page of the manual: a step of the order of evaluation."""

    file: str
    title: str
    text: str
    words: tuple[Word, ...]


def did(amounts: str = "", kind: str = "workshop", *, on: str | None = DAY, **more: Any) -> Did:
    """Return an activity; `amounts` such as "30 minute, 45 minute" are segments. Names it does not know are facts."""
    found: Did = {"kind": kind} | {name: held for name, held in more.items() if name in _OF_ACTIVITY}
    if on is not None:
        found["completed"] = on
    for part in filter(None, amounts.split(", ")):
        amount, unit = part.split(" ")
        found.setdefault("amounts", {}).setdefault(unit, []).append(amount)
    facts = {name: held for name, held in more.items() if name not in _OF_ACTIVITY}
    return found | ({"facts": facts} if facts else {})


def row(*activities: Did, **named: Any) -> Row:
    """Return a row: names among `GIVEN` belong to the record, all others are columns of what the statement says."""
    given = {name: held for name, held in named.items() if name in GIVEN}
    says = {name: str(held) for name, held in named.items() if name not in GIVEN}
    return Row(activities, given, says)
