"""A policy: who says so, in what unit, about which facts, by which rules, in which editions."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Rule
from plpcore.policy._examples import Example
from plpcore.policy._facts import Declarations, FactSpec
from plpcore.policy._lists import ListShape, MapShape
from plpcore.policy._records import Record, inline, key, refuse_idle
from plpcore.policy._rules import Rules, overlay
from plpcore.policy._scalars import AMOUNT, DATE, ID, SOME_TEXT, TEXT, WholeShape


@frozen(kw_only=True)
class Unit:
    """What credit is counted in."""

    name: str = key(SOME_TEXT, "One of it: clock hour, PDP, point, micro-credential.")
    plural: str = key(TEXT, "Several of it; absent: the name and s.", default="")
    quantum: Fraction | None = key(AMOUNT, "The least amount that can be placed; absent: any.", default=None)

    @property
    def many(self) -> str:
        """Return the word for several units."""
        return self.plural or f"{self.name}s"


@frozen(kw_only=True)
class Source:
    """A published text that the policy was written from."""

    id: str = key(ID, "The name that citations use.")
    title: str = key(TEXT, "The title of the text.")
    url: str = key(TEXT, "Where it stands.", default="")
    read: date | None = key(DATE, "The date it was read.", default=None)
    note: str = key(TEXT, "What to know about it.", default="")


@frozen(kw_only=True)
class Edition(Rule):
    """A dated version of the rules: it holds from `from` (inclusive) to `until` (exclusive)."""

    start: date | None = key(DATE, "First day, inclusive; absent: always before.", default=None, name="from")
    until: date | None = key(DATE, "First day that it no longer holds; absent: open.", default=None)
    published: date | None = key(DATE, "The day it became known; absent: always known.", default=None)
    rules: Rules = inline(Record(Rules))

    def __attrs_post_init__(self) -> None:
        """Refuse an edition that holds on no day."""
        if self.start is not None and self.until is not None and self.start >= self.until:
            raise PolicyError("$", "the edition ends before it begins", "put until after from")
        refuse_idle(self, ("exceptions",), "write it at the rule that exceptions are allowed to")

    def holds_on(self, day: date) -> bool:
        """Return whether the day lies in the edition."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


@frozen(kw_only=True)
class Alternative(Rule):
    """One of several ways: the sections that it states replace those beneath."""

    rules: Rules = inline(Record(Rules))

    def __attrs_post_init__(self) -> None:
        """Refuse a key without effect."""
        refuse_idle(self, ("exceptions",), "write it at the rule that exceptions are allowed to")


@frozen(kw_only=True)
class Policy:
    """A policy: who says so, in what unit, about which facts, by which rules."""

    format: int = key(WholeShape(1, 1), "The version of the policy language: 1.", default=1)
    id: str = key(ID, "The policy's stable id.")
    title: str = key(SOME_TEXT, "Its name for people.")
    jurisdiction: str = key(TEXT, "Who rules: US-NY, a district …", default="")
    description: str = key(TEXT, "What it is about, in a few sentences.", default="")
    notice: str = key(TEXT, "What readers must know, such as that it is not legal advice.", default="")
    unit: Unit = key(Record(Unit), "What credit is counted in.")
    sources: tuple[Source, ...] = key(ListShape(Record(Source)), "The texts it was written from.", default=())
    facts: tuple[tuple[str, FactSpec], ...] = key(
        MapShape(Record(FactSpec), SOME_TEXT), "The facts about educators that rules may ask.", default=()
    )
    activity_facts: tuple[tuple[str, FactSpec], ...] = key(
        MapShape(Record(FactSpec), SOME_TEXT), "Further facts about activities that rules may ask.", default=()
    )
    edition_by: str = key(
        TEXT, "What selects the edition: as_of, cycle_start, cycle_end, plan_start, or a date fact.", default="as_of"
    )
    rules: Rules = inline(Record(Rules))
    editions: tuple[Edition, ...] = key(ListShape(Record(Edition)), "Dated versions of the rules.", default=())
    alternatives: tuple[Alternative, ...] = key(
        ListShape(Record(Alternative)), "Any one of these ways is enough.", default=()
    )
    examples: tuple[Example, ...] = key(
        ListShape(Record(Example)), "Worked examples, run by the tests.", default=(), name="example"
    )

    @property
    def declarations(self) -> Declarations:
        """Return the facts that the rules may ask about."""
        return Declarations(dict(self.facts), dict(self.activity_facts))

    @property
    def parts(self) -> tuple[tuple[str, Rules], ...]:
        """Return the rules that hold always, then those that each edition and each alternative states, by its id."""
        heads: tuple[Edition | Alternative, ...] = (*self.editions, *self.alternatives)
        return (("", self.rules), *((one.id, one.rules) for one in heads))

    def rules_of(self, edition: Edition | None, alternative: Alternative | None = None) -> Rules:
        """Return the rules of an edition, with an alternative laid over them."""
        found = self.rules if edition is None else overlay(self.rules, edition.rules)
        return found if alternative is None else overlay(found, alternative.rules)
