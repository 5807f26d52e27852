"""What a workspace keeps beside the values of the plan, and under which name each document is kept."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from attrs import frozen

from plpcore.codec import FORMS, Form, forms_by_kind
from plpcore.errors import RecordError
from plpcore.ids import MAX_ID_LENGTH
from plpcore.journal import Document, Key
from plpcore.model import (
    Activity,
    CarriedCredit,
    Evidence,
    Reflection,
    ReviewPurpose,
    SignOff,
    Submission,
)

POLICIES = "policies"
"""The owner of the policies that decisions were reckoned with."""
OUTBOX = "outbox"
"""The owner of the cursors of consumers of events."""


@frozen
class PersonLink:
    """A person who turned out to be another one: what is kept under `person` belongs to `into`."""

    person: str
    into: str


@frozen
class Refusal:
    """An attempt that was refused, and why; nothing else came of it."""

    id: str
    verb: str
    actor: str
    reason: str
    subject: str = ""


@frozen
class Copy:
    """What was handed in, as it was then. Its id is the SHA-256 of its canonical JSON."""

    activity: Activity
    evidence: tuple[Evidence, ...] = ()
    reflections: tuple[Reflection, ...] = ()


@frozen
class PolicyText:
    """A policy that a decision was reckoned with, in its canonical form. Its id is the policy's digest."""

    text: str


@frozen
class StatementText:
    """The statement of a decision, in the JSON of `plpcore.report`; its id is the decision's."""

    text: str


@frozen
class Cursor:
    """How far a consumer of events has come.

    Attributes:
        consumer: The consumer's name.
        acknowledged: The number of the last commit that it has worked through.
        claimed: The number of the last commit that it is working on; as far as `acknowledged`: none.
        token: What it has to show when it is done; empty: nothing is claimed.
        until: When somebody else may claim the same again, as `plpcore.journal.time_text` writes it.
    """

    consumer: str
    acknowledged: int = 0
    claimed: int = 0
    token: str = ""
    until: str = ""


KEPT: Mapping[str, Form[Any]] = forms_by_kind(
    [
        *FORMS.values(),
        Form("person-link", PersonLink),
        Form("refusal", Refusal),
        Form("copy", Copy),
        Form("policy-text", PolicyText),
        Form("statement", StatementText),
        Form("cursor", Cursor),
    ]
)
"""Every kind of document that a workspace writes."""


def _name_of(submission: Submission) -> str:
    """A goal and an activity may have one id, so the name says what was asked for, where that is not credit."""
    name = f"{submission.subject}#{submission.attempt}"
    return name if submission.purpose is ReviewPurpose.CREDIT else f"{name}#{submission.purpose}"


_KIND_OF = {form.cls: form.kind for form in KEPT.values()}
_Naming = Callable[[Any, str], str]
_NAMES: Mapping[type, _Naming] = {
    PersonLink: lambda link, _: str(link.person),
    Cursor: lambda cursor, _: str(cursor.consumer),
    Submission: lambda submission, _: _name_of(submission),
    SignOff: lambda sign, owner: f"{owner}/{sign.name}",
    CarriedCredit: lambda credit, owner: f"{owner}/{credit.policy}/{credit.from_cycle or ''}{_again(credit)}",
}


def _again(credit: CarriedCredit) -> str:
    """Credit of one cycle that had been carried before is kept apart from the cycle's own."""
    return f"+{credit.hops}" if credit.hops else ""


def key_of(value: object, owner: str, id: str = "") -> Key:  # noqa: A002 - the field's name
    """Return the name that a value is kept under; `id` names those that have no id of their own."""
    naming = _NAMES.get(type(value))
    own = id or (naming(value, owner) if naming is not None else str(getattr(value, "id", "")))
    # An id of 200 characters makes a name that is longer: its SHA-256 stands for it.
    return Key(_KIND_OF[type(value)], own if len(own) <= MAX_ID_LENGTH else sha256(own.encode()).hexdigest())


def document_of(value: object, owner: str, id: str = "") -> Document:  # noqa: A002
    """Return a value as the document that is written."""
    key = key_of(value, owner, id)
    form = KEPT[key.kind]
    return Document(key, owner, form.write(value), form.schema)


def value_of(document: Document) -> Any:  # noqa: ANN401 - one of the classes above
    """Return the value that a document states.

    Raises:
        RecordError: It is of a kind that this version does not know, or of a newer form.
        InputErrors: It states no such value.
    """
    if document.key.kind not in KEPT:
        what = f"this version does not know documents of the kind '{document.key.kind}'"
        raise RecordError(str(document.key), what, "read it with the version that wrote it")
    return KEPT[document.key.kind].read(document.body, document.schema, str(document.key))
