"""Checks: named questions to a policy, and what they find. Those that come with plpcore are in `checking`."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from inspect import cleandoc
from typing import TypeAlias

from attrs import evolve, frozen

from plpcore.errors import InputError
from plpcore.ids import check_id
from plpcore.policy import Example, Policy


class Level(StrEnum):
    """How much weight a finding has: a `finding` is to be mended, a `remark` to be known."""

    FINDING = "finding"
    REMARK = "remark"


@frozen
class Finding:
    """Something in a policy that a check found.

    Attributes:
        place: Where in the document, such as `$.caps[1]`; empty: the whole policy.
        what: What is so, in one sentence without a full stop.
        mend: What to do about it; may be empty.
        counterexample: A record that shows it, with what the statement says of it; None: none is needed to see it.
        check: The name of the check; `check_policy` fills it in, and the level.
        level: Its weight.
    """

    place: str
    what: str
    mend: str = ""
    counterexample: Example | None = None
    check: str = ""
    level: Level = Level.FINDING

    def __str__(self) -> str:
        """Return place, what and mend on one line."""
        place = f"{self.place}: " if self.place else ""
        tail = f"; {self.mend}" if self.mend else ""
        return f"{place}{self.what}{tail}"


CheckFunction: TypeAlias = Callable[[Policy], Iterable[Finding]]


@frozen
class Check:
    """A named question to a policy.

    Attributes:
        name: The name that people see beside what it finds, stable for programs.
        title: What it asks, in a few words.
        find: A pure function from a policy to what it finds, in an order of its own; nothing is the good answer. Its
            docstring is the check's page in the manual. A check that cannot decide is silent.
        level: The weight of what it finds.

    Raises:
        InputError: When the name cannot be an id, or what should find cannot be called.
    """

    name: str
    title: str
    find: CheckFunction
    level: Level = Level.FINDING

    def __attrs_post_init__(self) -> None:
        """Refuse a check that could never work, where its author sees it at once."""
        where = f"check {self.name!r}"
        check_id(self.name, where)
        if not callable(self.find):
            raise InputError(where, f"its find is a {type(self.find).__name__}", "give it a function")

    @property
    def text(self) -> str:
        """Return what the check asks, as its author wrote it down."""
        return cleandoc(self.find.__doc__ or self.title)


def check_policy(policy: Policy, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Return what checks find in a policy, check after check, with the check's name and level.

    What is found in several editions of one place is told once.
    """
    found: dict[tuple[str, str, str], Finding] = {}
    for check in checks:
        for one in check.find(policy):
            found.setdefault((check.name, one.place, one.what), evolve(one, check=check.name, level=check.level))
    return tuple(found.values())
