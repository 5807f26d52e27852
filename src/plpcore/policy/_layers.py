"""A document that extends another policy: what it adds, what it tightens, where it makes an exception.

A layer is no policy yet. `plpcore.policy.resolve` lays it over the policy that it extends and hands over one ordinary
policy, so that nothing above this package knows of layers.
"""

from fractions import Fraction

from attrs import fields, frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Rule
from plpcore.policy._examples import Example
from plpcore.policy._facts import FactSpec
from plpcore.policy._lists import ListShape, MapShape
from plpcore.policy._policy import Source
from plpcore.policy._predicates import ALWAYS, EDUCATOR_WHEN, Predicate
from plpcore.policy._records import Record, inline, key, refuse_idle
from plpcore.policy._rules import Rules, every_rule
from plpcore.policy._scalars import AMOUNT, ID, SHARE, SOME_TEXT, TEXT, WholeShape

LAYER_WORDS = ("extends", "extends_digest", "add", "tighten", "exception", "exceptions", "closed", "grant", "grants")
_NOT_NUMBERS = ("id", "cite", "title", "exceptions", "rule", "when")


@frozen(kw_only=True)
class Tighten(Rule):
    """One number of a rule of the upper policy, made stricter: a minimum goes up, a maximum goes down."""

    rule: str = key(ID, "The id of the upper policy's rule.")
    when: Predicate | None = key(
        EDUCATOR_WHEN,
        "Which row of a total by facts: the `when` of the row as it stands there, {} where it has none.",
        default=None,
    )
    amount: Fraction | None = key(AMOUNT, "The required total, or that of the row: it goes up.", default=None)
    at_least: Fraction | None = key(AMOUNT, "A minimum: it goes up.", default=None)
    at_most: Fraction | None = key(AMOUNT, "A maximum: it goes down.", default=None)
    share: Fraction | None = key(SHARE, "A floor's or an attendance's share goes up, a cap's down.", default=None)
    least: Fraction | None = key(AMOUNT, "The least credit of an activity: it goes up.", default=None)
    count: Fraction | None = key(AMOUNT, "How many credentials are needed: it goes up.", default=None)
    words: Fraction | None = key(AMOUNT, "The words of a reflection: they go up.", default=None)
    approvals: Fraction | None = key(AMOUNT, "The approvals of a panel: they go up.", default=None)
    days: Fraction | None = key(AMOUNT, "The days between two dates: they go down.", default=None)
    years: Fraction | None = key(AMOUNT, "The years that evidence is kept: they go up.", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse an entry that states no number, or two."""
        said = [name for name in NUMBER_WORDS if getattr(self, name) is not None]
        if len(said) != 1:
            what = f"exactly one number is tightened here, not {' and '.join(said) or 'none'}"
            raise PolicyError("$", what, "write one of " + ", ".join(NUMBER_WORDS))
        refuse_idle(self, ("exceptions",), "write it at a rule that exceptions are allowed to")

    @property
    def word(self) -> str:
        """Return the key of the number that is stated."""
        return next(name for name in NUMBER_WORDS if getattr(self, name) is not None)

    @property
    def number(self) -> Fraction:
        """Return the number that is stated."""
        found: Fraction = getattr(self, self.word)
        return found


NUMBER_WORDS = tuple(a.name for a in fields(Tighten) if a.name not in _NOT_NUMBERS)


@frozen(kw_only=True)
class RuleException:
    """A rule that holds instead of a rule of the upper policy, where that one allows it."""

    rule: str = key(ID, "The id of the upper policy's rule.")
    applies: Predicate = key(EDUCATOR_WHEN, "For whom it holds instead; absent: for everybody.", default=ALWAYS)
    rules: Rules = inline(Record(Rules))

    def __attrs_post_init__(self) -> None:
        """Refuse an exception without the rule that holds instead, or with two."""
        found = len(every_rule(self.rules))
        if found != 1 or self._others():
            what = f"an exception states exactly one rule that holds instead, not {found}"
            raise PolicyError("$", self._others() or what, "write it in the section of the rule that it replaces")

    def _others(self) -> str:
        idle = [name for name in ("window", "calendar", "sharing", "options") if getattr(self.rules, name) is not None]
        return f"'{idle[0]}' is no rule that could hold instead of another" if idle else ""

    @property
    def section(self) -> str:
        """Return the section of the rule that holds instead."""
        return every_rule(self.rules)[0][0]

    @property
    def instead(self) -> Rule:
        """Return the rule that holds instead."""
        return every_rule(self.rules)[0][1]


@frozen(kw_only=True)
class Layer:
    """A policy that extends another one: the rules of that one hold, with what is added, tightened and excepted."""

    format: int = key(WholeShape(1, 1), "The version of the policy language: 1.", default=1)
    id: str = key(ID, "The policy's stable id.")
    title: str = key(SOME_TEXT, "Its name for people.")
    extends: str = key(SOME_TEXT, "The upper policy: its id, or a .toml or .json file beside this one.")
    extends_digest: str = key(TEXT, "The upper policy's identity, where only that version is meant.", default="")
    jurisdiction: str = key(TEXT, "Who rules; absent: as in the upper policy.", default="")
    description: str = key(TEXT, "What it is about; absent: as in the upper policy.", default="")
    notice: str = key(TEXT, "What readers must know; that of the upper policy stands below it.", default="")
    sources: tuple[Source, ...] = key(ListShape(Record(Source)), "Further texts it was written from.", default=())
    facts: tuple[tuple[str, FactSpec], ...] = key(
        MapShape(Record(FactSpec), SOME_TEXT), "Further facts about educators.", default=()
    )
    activity_facts: tuple[tuple[str, FactSpec], ...] = key(
        MapShape(Record(FactSpec), SOME_TEXT), "Further facts about activities.", default=()
    )
    add: Rules = key(Record(Rules), "Rules that stand beside those of the upper policy.", default=Rules())
    tighten: tuple[Tighten, ...] = key(ListShape(Record(Tighten)), "Numbers made stricter, in any order.", default=())
    exceptions: tuple[RuleException, ...] = key(
        ListShape(Record(RuleException)), "Rules that hold instead of others.", default=(), name="exception"
    )
    closed: tuple[str, ...] = key(
        ListShape(ID), "The upper policy's rules that documents below this one make no exception to.", default=()
    )
    examples: tuple[Example, ...] = key(
        ListShape(Record(Example)), "Worked examples of the whole; those of the upper policy are its own.",
        default=(), name="example",
    )  # fmt: skip


def whole_problems(names: list[str]) -> list[PolicyError]:
    """Return one error for each key of a whole policy that a document with `extends` does not have."""
    sections = {one.name for one in fields(Rules)}
    of_whole = {"unit", "edition_by", "editions", "alternatives"}
    under = "write it under add, where it stands beside the rules above; or tighten what the upper policy says"
    found = [PolicyError(f"$.{name}", "a document that extends another has no rules here", under) for name in names
             if name in sections]  # fmt: skip
    only = "only the policy that is extended says this"
    return found + [PolicyError(f"$.{name}", only, "leave it out") for name in names if name in of_whole]


def layer_problems(names: list[str]) -> list[PolicyError]:
    """Return one error for each key of a whole policy that only a document with `extends`, or a record, has."""
    return [PolicyError(f"$.{name}", *_misplaced(name)) for name in names if name in LAYER_WORDS]


def _misplaced(name: str) -> tuple[str, str]:
    if name.startswith("grant"):
        return "a grant is about one educator and no part of a policy", "write it under grants of the educator's record"
    if name == "extends":
        return (
            "this document extends another policy, which is not at hand here",
            "load it with load_policy",
        )
    return "this word belongs to a document that extends another policy", 'write extends = "…" with its id or file'
