"""Who may do what: verbs that are published, and an authorizer that the host brings and that denies by default."""

from enum import StrEnum
from typing import Protocol

from attrs import frozen

from plpcore.errors import ModelError
from plpcore.ids import check_id
from plpcore.journal import Note


class Verb(StrEnum):
    """What somebody can ask a workspace to do. The words are published: hosts write their rights down in them."""

    START_PLAN = "start-plan"
    SET_GOAL = "set-goal"
    LOG_ACTIVITY = "log-activity"
    ATTACH_EVIDENCE = "attach-evidence"
    REFLECT = "reflect"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SIGN_OFF = "sign-off"
    PRIOR_APPROVE = "prior-approve"
    REVIEW = "review"
    REVOKE = "revoke"
    GRANT = "grant"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide-appeal"
    CLOSE_CYCLE = "close-cycle"
    KEEP_PERSON = "keep-person"
    IMPORT = "import"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ERASE = "erase"
    READ = "read"
    READ_REFLECTIONS = "read-reflections"
    READ_HISTORY = "read-history"
    EXPORT = "export"
    REPLAY = "replay"
    VERIFY = "verify"
    TAKE_EVENTS = "take-events"


@frozen
class By:
    """Who asks.

    Attributes:
        actor: The opaque id of who does it.
        on_behalf_of: For whom, where that is somebody else; empty: for nobody else.
        command_id: The host's id of this one act: asked again with the same id, nothing is done twice; empty: none.
            A storage of level `STATE` does not remember it.
        reason: A code that the history shows; empty: none. It is never erased, so it names nobody.

    Raises:
        InputError: A part could not be an id.
    """

    actor: str
    on_behalf_of: str = ""
    command_id: str = ""
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        check_id(self.actor, "$.actor")
        for name in ("on_behalf_of", "command_id", "reason"):
            if getattr(self, name):
                check_id(getattr(self, name), f"$.{name}")


@frozen
class Resource:
    """What is asked for.

    Attributes:
        tenant: The district.
        owner: The person whose documents it is about; empty: the district as a whole.
        subject: The id of the document that it is about; empty: none in particular.
    """

    tenant: str
    owner: str = ""
    subject: str = ""


@frozen
class Allow:
    """It may be done."""


@frozen
class Deny:
    """It may not be done.

    Attributes:
        reason: A code that says why.
    """

    reason: str = "not-allowed"


class Authorizer(Protocol):
    """The host's rights. It is asked before every command and every reading, each time anew."""

    def decide(self, by: By, verb: Verb, resource: Resource) -> Allow | Deny:
        """Return whether somebody may do something; an exception counts as a denial."""
        ...


@frozen
class DenyEverything:
    """The authorizer of a workspace that was given none."""

    def decide(self, by: By, verb: Verb, resource: Resource) -> Allow | Deny:  # noqa: ARG002 - the protocol
        """Return a denial."""
        return Deny("no-authorizer")


@frozen
class AllowEverything:
    """For scripts and trials on one's own data, where whoever can open the storage may do everything."""

    def decide(self, by: By, verb: Verb, resource: Resource) -> Allow | Deny:  # noqa: ARG002 - the protocol
        """Return a permission."""
        return Allow()


def check_same_act(asked: Note, first: Note) -> None:
    """Refuse a receipt of somebody else's act: nothing of what is asked for now would have been done.

    Raises:
        ModelError: Who, for whom, verb or reason differ.
    """
    if (asked.actor, asked.on_behalf_of, asked.reason) != (first.actor, first.on_behalf_of, first.reason):
        raise ModelError("$.command_id", "another act was done under this id", "give each act an id of its own")
