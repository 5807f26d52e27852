"""The typed names that conditions may ask about."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import evolve, frozen

from plpcore.errors import InputError, PolicyError
from plpcore.policy._records import key
from plpcore.policy._shapes import (
    AMOUNT,
    DATE,
    FLAG,
    SOME_TEXTS,
    TEXT,
    TEXTS,
    ChoiceShape,
    Plain,
    Scope,
    Shape,
    kind_of_value,
    nearest,
)

FactValue: TypeAlias = str | bool | Fraction | date | tuple[str, ...]


class FactType(StrEnum):
    """What a fact's value is."""

    TEXT = "text"
    TEXTS = "texts"
    FLAG = "flag"
    NUMBER = "number"
    DATE = "date"


class ValueShape(Shape[FactValue]):
    """A fact's value whose type the data itself shows: text, list of texts, flag, exact number or date."""

    def read(self, value: object, where: str) -> FactValue:
        """Return the value; text stays text, even where it looks like a number or a date."""
        if isinstance(value, bool | str):
            return FLAG.read(value, where) if isinstance(value, bool) else TEXT.read(value, where)
        if isinstance(value, list):
            return TEXTS.read(value, where)
        if isinstance(value, date):
            return DATE.read(value, where)
        return AMOUNT.read(value, where)

    def write(self, value: FactValue) -> Plain:
        """Return plain data; a date becomes text, which `typed` reads back."""
        if isinstance(value, tuple):
            return TEXTS.write(value)
        if isinstance(value, Fraction):
            return AMOUNT.write(value)
        return value.isoformat() if isinstance(value, date) else value

    def schema(self) -> dict[str, object]:
        """Return the schema of any fact's value."""
        texts = {"type": "array", "items": {"type": "string"}}
        return {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "number"}, texts]}


VALUE = ValueShape()

_SHAPES: dict[FactType, Shape[Any]] = {
    FactType.TEXT: TEXT,
    FactType.TEXTS: SOME_TEXTS,
    FactType.FLAG: FLAG,
    FactType.NUMBER: AMOUNT,
    FactType.DATE: DATE,
}


@frozen
class FactSpec:
    """The declaration of a fact: its type, what it means, and its value where the record is silent.

    A default is a decision of the policy: with it a missing fact is known, without it the result is undetermined.
    """

    type: FactType = key(ChoiceShape(FactType), "text, texts, flag, number or date")
    meaning: str = key(TEXT, "What the fact says, for the people who fill it in.", default="")
    default: FactValue | None = key(VALUE, "The value that holds where the record does not say.", default=None)
    one_of: tuple[str, ...] = key(TEXTS, "The only texts that it may have; empty: any.", default=())

    def __attrs_post_init__(self) -> None:
        """Give the default the declared type; raise `PolicyError` where it has another."""
        if self.default is not None:
            object.__setattr__(self, "default", self.typed(self.default, "$.default"))

    def typed(self, value: object, where: str) -> FactValue:
        """Return a value in the type that the fact declares.

        Raises:
            PolicyError: When the value has another type, or is a text that the fact does not know.
        """
        try:
            found = _SHAPES[self.type].read(list(value) if isinstance(value, tuple) else value, where)
        except InputError:
            what = f"the fact is declared as {self.type.value}, and this is {kind_of_value(value)}"
            raise PolicyError(where, what, f"write a value of type {self.type.value}") from None
        for text in found if isinstance(found, tuple) else (found,):
            if self.one_of and text not in self.one_of:
                raise PolicyError(where, f"{text!r} is not among the declared values", nearest(str(text), self.one_of))
        return found

    def as_list(self) -> "FactSpec":
        """Return the declaration of a list of such values."""
        return evolve(self, type=FactType.TEXTS, default=None)


_ACTIVITY = {
    "id": FactType.TEXT,
    "kind": FactType.TEXT,
    "title": FactType.TEXT,
    "provider": FactType.TEXT,
    "completed": FactType.DATE,
    "started": FactType.DATE,
    "entered": FactType.DATE,
    "tags": FactType.TEXTS,
}

ACTIVITY_FACTS: dict[str, FactSpec] = {name: FactSpec(type=of) for name, of in _ACTIVITY.items()}
"""The facts that every activity has."""

AWARD_FACT = {"award": FactSpec(type=FactType.TEXT, meaning="The id of the award rule that decided.")}
_AMOUNT = FactSpec(type=FactType.NUMBER, meaning="An amount in source units, as entered.")


@frozen
class Declarations:
    """Every fact that the rules of one policy may ask about."""

    educator: Mapping[str, FactSpec]
    activity: Mapping[str, FactSpec]

    def spec_of(self, fact: str, scope: Scope, where: str) -> FactSpec:
        """Return the declaration of a fact.

        Raises:
            PolicyError: When nobody declared it; the mend names the likeliest one.
        """
        prefix, dot, name = fact.partition(".")
        if dot and prefix == "amount" and scope is not Scope.EDUCATOR:
            return _AMOUNT
        if dot and prefix == "educator":
            return self._find(name, self.educator, where)
        return self._find(fact, self._known(scope), where)

    def _known(self, scope: Scope) -> Mapping[str, FactSpec]:
        if scope is Scope.EDUCATOR:
            return self.educator
        built_in = ACTIVITY_FACTS | AWARD_FACT if scope is Scope.ACTIVITY else ACTIVITY_FACTS
        return {**built_in, **self.activity}

    def _find(self, fact: str, known: Mapping[str, FactSpec], where: str) -> FactSpec:
        if fact not in known:
            mend = nearest(fact, list(known)) + " (facts are declared under [facts] and [activity_facts])"
            raise PolicyError(where, f"nobody declared the fact '{fact}'", mend)
        return known[fact]
