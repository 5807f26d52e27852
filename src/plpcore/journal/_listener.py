"""Listeners: who is told after a commit."""

from collections.abc import Callable

from attrs import frozen

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.journal._commits import Entry


@frozen
class Listener:
    """A named function that is told of each commit after it was written.

    Attributes:
        name: The name by which its failures are told.
        hear: Takes the commit with its revisions. What it returns is not looked at, and what it raises undoes nothing.

    Raises:
        InputError: When the name cannot be an id, or what should hear cannot be called.
    """

    name: str
    hear: Callable[[Entry], object]

    def __attrs_post_init__(self) -> None:
        where = f"listener {self.name!r}"
        check_id(self.name, where)
        if not callable(self.hear):
            raise InputError(where, f"its hear is a {type(self.hear).__name__}", "give it a function")
