"""Checks: named questions to a policy. What they find is told beside the mistakes that reading it finds."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.policy import Policy


@frozen
class Finding:
    """Something in a policy that a check found.

    Attributes:
        rule: The id of the rule that it is about; empty: the whole policy.
        what: What is so, in one sentence without a full stop.
        mend: What to do about it; may be empty.
    """

    rule: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        """Return it on one line."""
        place = f"rule {self.rule}: " if self.rule else ""
        tail = f"; {self.mend}" if self.mend else ""
        return f"{place}{self.what}{tail}"


CheckFunction: TypeAlias = Callable[[Policy], Sequence[Finding]]


@frozen
class Check:
    """A named question to a policy.

    Attributes:
        name: The name that people see beside what it finds.
        title: What it asks, in a few words.
        find: A pure function from a policy to what it finds, in an order of its own; nothing is the good answer.

    Raises:
        InputError: When the name cannot be an id, or what should find cannot be called.
    """

    name: str
    title: str
    find: CheckFunction

    def __attrs_post_init__(self) -> None:
        """Refuse a check that could never work, where its author sees it at once."""
        where = f"check {self.name!r}"
        check_id(self.name, where)
        if not callable(self.find):
            raise InputError(where, f"its find is a {type(self.find).__name__}", "give it a function")
