"""The typed names that conditions may ask about."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import evolve, frozen

from plpcore.errors import InputError, PolicyError
from plpcore.policy._lists import SOME_TEXTS, TEXTS
from plpcore.policy._records import key
from plpcore.policy._scalars import AMOUNT, DATE, FLAG, TEXT, UNIT, ChoiceShape, shown
from plpcore.policy._shapes import Plain, Scope, Shape, kind_of_value, nearest

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
        readers: dict[str, Shape[Any]] = {
            "true or false": FLAG,
            "text": TEXT,
            "a list": TEXTS,
            "a date": DATE,
            "a number": AMOUNT,
        }
        kind = kind_of_value(value)
        if kind not in readers:
            raise PolicyError(where, f"a value is expected, not {kind}", "write text, a number, a date, true or false")
        found: FactValue = readers[kind].read(value, where)
        return found

    def write(self, value: FactValue) -> Plain:
        """Return plain data; a date becomes text, which `typed` reads back."""
        if isinstance(value, tuple):
            return TEXTS.write(value)
        if isinstance(value, Fraction):
            return AMOUNT.write(value)
        return value.isoformat() if isinstance(value, date) else value

    def schema(self) -> dict[str, object]:
        """Return the schema of any fact's value."""
        meaning = "The value of a fact: text, texts, true or false, a number, or a date."
        texts = {"type": "array", "items": {"type": "string"}}
        forms = [{"type": "string"}, {"type": "boolean"}, {"type": "number", "minimum": 0}, texts]
        return {"title": "value", "description": meaning, "anyOf": forms}


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

    type: FactType = key(ChoiceShape(FactType), "What its value is.")
    meaning: str = key(TEXT, "What the fact says, for the people who fill it in.", default="")
    default: FactValue | None = key(VALUE, "The value that holds where the record does not say.", default=None)
    one_of: tuple[str, ...] = key(TEXTS, "The only texts that it may have; empty: any.", default=())

    def __attrs_post_init__(self) -> None:
        """Give the default the declared type; raise `PolicyError` where it has another."""
        if self.one_of and self.type not in {FactType.TEXT, FactType.TEXTS}:
            what = f"a fact of type {self.type.value} has no list of values"
            raise PolicyError("$.one_of", what, 'remove it, or write type = "text"')
        if self.default is not None:
            object.__setattr__(self, "default", self.typed(self.default, "$.default"))

    def typed(self, value: object, where: str) -> FactValue:
        """Return a value in the type that the fact declares.

        Raises:
            PolicyError: When the value has another type, or is a text that the fact does not know.
        """
        plain = list(value) if isinstance(value, tuple) else value
        try:
            found: FactValue = _SHAPES[self.type].read(plain, where)
        except InputError as error:
            what = f"the fact is declared as {self.type.value}, but {error.what}"
            raise PolicyError(where, what, error.mend) from None
        for text in found if isinstance(found, tuple) else (found,):
            if self.one_of and text not in self.one_of:
                mend = nearest(str(text), self.one_of)
                raise PolicyError(where, f"{shown(str(text))} is not among the declared values", mend)
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


class UndeclaredError(PolicyError):
    """A rule asks about a fact that nobody declared."""


@frozen
class Declarations:
    """Every fact that the rules of one policy may ask about."""

    educator: Mapping[str, FactSpec]
    activity: Mapping[str, FactSpec]

    def spec_of(self, fact: str, scope: Scope, where: str) -> FactSpec:
        """Return the declaration of a fact, such as `kind`, `amount.hour` or `educator.fte`.

        Raises:
            PolicyError: When nobody declared it; the mend names the likeliest one.
        """
        prefix, dot, name = fact.partition(".")
        if dot and prefix == "amount" and scope is not Scope.EDUCATOR:
            UNIT.read(name, where)
            return _AMOUNT
        of_educator = scope is Scope.EDUCATOR or (dot == "." and prefix == "educator")
        wanted = name if of_educator and prefix == "educator" and dot else fact
        known = self.educator if of_educator else self._of_activity(scope)
        if wanted not in known:
            raise UndeclaredError(where, f"nobody declared the fact '{fact}'", self._mend(wanted, known))
        return known[wanted]

    def _of_activity(self, scope: Scope) -> Mapping[str, FactSpec]:
        return ACTIVITY_FACTS | (AWARD_FACT if scope is Scope.ACTIVITY else {}) | dict(self.activity)

    def _mend(self, fact: str, known: Mapping[str, FactSpec]) -> str:
        if fact in self.educator:
            return f"it is a fact of the educator, write educator = {{ {fact} = … }}"
        if fact in self._of_activity(Scope.CLAIM):
            return "it is a fact of activities, and here the educator is asked"
        return nearest(fact, list(known)) + " (facts are declared under [facts] and [activity_facts])"
