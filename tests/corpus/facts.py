"""Facts and predicates: which type a name has, and what a predicate of the neutral vocabulary says in a policy."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import field, frozen

from tests.corpus.neutral import (
    NEVER,
    Json,
    WordError,
    amount,
    either,
    is_day,
    is_number,
    joined,
    listed,
    number,
    several,
)

Held: TypeAlias = str | bool | Fraction | date | tuple[str, ...]

_ORDER = {
    "ge": ("at_least", "not_before"),
    "gt": ("more_than", "after"),
    "le": ("at_most", "not_after"),
    "lt": ("less_than", "before"),
}
_MEMBERS = ("has", "lacks")
_GROUPS = ("all", "any", "not", "at_least")

# Names that mean something of their own in a policy; a row's field of that name is a free fact.
_TAKEN = frozenset(
    {*_GROUPS, "amount", "educator", "award", "kind", "started", "entered", "as_of", "cycle_start", "cycle_end"}
    | {"plan_start", "title", "provider"}
)
BUILT_IN = ("id", "completed", "tags")
"""The fields of a row that an activity has anyway."""

HAS_TAGS = "row has tags"
"""A field that is missing lacks nothing; an activity without tags has none, so the row's own word is kept."""


PLACE = "place"
"""The type of texts that are compared by size, such as `2016-17`: a policy knows their place in the alphabet."""


@frozen
class Use:
    """A name compared in a predicate."""

    name: str
    operator: str
    value: Any

    @property
    def is_ordered(self) -> bool:
        """Return whether it asks which is larger or later."""
        return self.operator in _ORDER


def uses(predicate: Json) -> Iterator[Use]:
    """Return every comparison of a predicate of the neutral vocabulary."""
    for word, value in predicate.items():
        if word in {"all", "any"}:
            for part in value:
                yield from uses(part)
        elif word == "not":
            yield from uses(value)
        elif word == "at_least":
            for part in value[1]:
                yield from uses(part)
        elif isinstance(value, Mapping):
            yield from (Use(word, operator, operand) for operator, operand in value.items())
        else:
            yield Use(word, "is", value)


def type_of(compared: list[Use], held: list[Any]) -> str:
    """Return the type of a fact from what it is compared with and from the values that it has.

    An order decides: what is compared by size is a number or a date. Otherwise a fact that is only ever a number is
    one, and what is a number here and a text there is a text.
    """
    if any(isinstance(value, list) for value in held) or any(use.operator in _MEMBERS for use in compared):
        return "texts"
    bounds = [use.value for use in compared if use.is_ordered]
    if bounds:
        return _ordered(compared[0].name, bounds, [*held, *(one for use in compared for one in listed(use.value))])
    values = [*held, *(one for use in compared for one in listed(use.value))]
    if values and all(isinstance(value, bool) for value in values):
        return "flag"
    some_are = any(not isinstance(value, str | bool) for value in values)
    return "number" if some_are and all(is_number(value) for value in values) else "text"


def _ordered(name: str, bounds: list[Any], values: list[Any]) -> str:
    if all(is_day(bound) for bound in bounds):
        return "date"
    if all(is_number(bound) for bound in bounds):
        return "number"
    if all(isinstance(value, str) and not is_number(value) for value in values):
        return PLACE
    raise WordError(f"{name}: {bounds!r} have no order")


@frozen
class Book:
    """The facts of rows or of the person: their types, and the names that the policy gives them.

    Attributes:
        types: The type of every name that is used or has a value.
        renamed: Names that a policy calls otherwise in predicates.
        defaults: Values that a rule takes where nothing is said; what is missing is still missing in a predicate.
        built_in: Names that need no declaration, for what is judged has them anyway.
        places: The texts of each name that is compared by their order.
    """

    types: Mapping[str, str]
    renamed: Mapping[str, str] = field(factory=dict)
    defaults: Mapping[str, Any] = field(factory=dict)
    built_in: tuple[str, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def name(self, word: str) -> str:
        """Return what the policy calls a fact."""
        taken = "." in word or (word in {*_TAKEN, *BUILT_IN} and word not in self.built_in)
        return f"{word} of the case".replace(".", "-") if taken else word

    def filled(self, word: str) -> str:
        """Return what the policy calls the copy of a fact that has a default."""
        return f"{self.name(word)} or else"

    def declared(self) -> Json:
        """Return the declarations of the policy."""
        types = {word: "number" if of == PLACE else of for word, of in sorted(self.types.items())}
        found: Json = {self.name(word): {"type": of} for word, of in types.items() if word not in self.built_in}
        return found | {
            self.filled(word): {"type": types[word], "default": value} for word, value in self.defaults.items()
        }

    def named(self, table: Json) -> dict[str, Held]:
        """Return what the policy knows of a row or of the person."""
        held: dict[str, Held] = {}
        for word, raw in table.items():
            value = self.value(word, raw) if word in self.types and not isinstance(raw, dict) else None
            if value is not None and word not in self.built_in:
                held[self.name(word)] = value
            if value is not None and word in self.defaults:
                held[self.filled(word)] = value
        return held

    def value(self, word: str, raw: Any) -> Held | None:
        """Return a value in its fact's type; None where it is of another type, as if it were missing."""
        of = self.types[word]
        if of == "texts":
            return tuple(_text(one) for one in listed(raw) if not isinstance(one, list | dict))
        if of == "flag":
            return bool(raw)
        if of == "number":
            return number(raw) if is_number(raw) else None
        if of == "date":
            return date.fromisoformat(raw) if is_day(raw) else None
        return Fraction(self.places[word].index(raw)) if of == PLACE else _text(raw)

    def predicate(self, predicate: Json) -> Json:
        """Return what a predicate says, as a policy writes it."""
        return joined([self._entry(word, value) for word, value in predicate.items()])

    def _entry(self, word: str, value: Any) -> Json:
        match word:
            case "all":
                return joined([self.predicate(part) for part in value])
            case "any":
                return either([self.predicate(part) for part in value])
            case "not":
                return {"not": self.predicate(value)}
            case "at_least":
                return several(int(number(value[0])), [self.predicate(part) for part in value[1]])
            case _ if isinstance(value, Mapping):
                return joined([self._operation(word, operator, operand) for operator, operand in value.items()])
            case _:
                return self._equal(word, listed(value))

    def _called(self, word: str) -> str:
        return self.renamed.get(word, self.name(word))

    def _equal(self, word: str, choices: list[Any]) -> Json:
        fitting = [value for value in (self._written(word, choice) for choice in choices) if value is not None]
        if len(fitting) > 1 and self.types[word] in {"text", "texts"}:
            return {self._called(word): fitting}
        return either([{self._called(word): value} for value in fitting])

    def _operation(self, word: str, operator: str, operand: Any) -> Json:
        if operator in _ORDER:
            bound, is_date = self._written(word, operand), self.types[word] == "date"
            return NEVER if bound is None else {self._called(word): {_ORDER[operator][is_date]: bound}}
        if operator not in _MEMBERS:
            raise WordError(f"{word}: unknown operator {operator}")
        said = {self._called(word): {operator: [_text(one) for one in listed(operand)]}}
        return (
            joined([{HAS_TAGS: True}, said])
            if (word, operator) == ("tags", "lacks") and word in self.built_in
            else said
        )

    def _written(self, word: str, raw: Any) -> str | bool | None:
        of = self.types[word]
        if of == "number":
            return amount(raw) if is_number(raw) else None
        if of == "date":
            return str(raw) if is_day(raw) else None
        if of == PLACE:
            return str(self.places[word].index(raw))
        return raw if of == "flag" else _text(raw)


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw if isinstance(raw, str) else amount(raw)


def book_of(compared: Iterable[Use], held: Iterable[tuple[str, Any]], forced: Mapping[str, str], **more: Any) -> Book:
    """Return the book of all names that are compared, held or named by rules.

    Args:
        compared: Every comparison.
        held: Every name with every value that it has.
        forced: Names whose rule says the type (a date, a count); empty: the name is used, and the values decide.
        more: The other fields of the book.
    """
    by_use: dict[str, list[Use]] = {}
    by_value: dict[str, list[Any]] = {}
    for use in compared:
        by_use.setdefault(use.name, []).append(use)
    for name, value in held:
        by_value.setdefault(name, []).append(value)
    names = {*by_use, *by_value, *forced}
    found = {name: type_of(by_use.get(name, []), by_value.get(name, [])) for name in names}
    types = found | {name: of for name, of in forced.items() if of}
    texts = {name: _texts(by_use[name], by_value.get(name, [])) for name, of in types.items() if of == PLACE}
    return Book(types, places=texts, **more)


def _texts(compared: list[Use], held: list[Any]) -> tuple[str, ...]:
    return tuple(sorted({*held, *(one for use in compared for one in listed(use.value))}))
