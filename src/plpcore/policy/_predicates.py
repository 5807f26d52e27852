"""Predicates: what must be true of an activity or an educator, as frozen values.

In a document a predicate is a table, and every entry of it must hold:

    when = { kind = ["workshop", "edcamp"], amount = { hour = { at_least = 2 } } }
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._facts import VALUE, FactSpec, FactType, FactValue
from plpcore.policy._shapes import (
    FLAG,
    TEXT,
    Plain,
    Scope,
    Scopes,
    Shape,
    WholeShape,
    each,
    kind_of_value,
    nearest,
    table_of,
)


class Operator(StrEnum):
    """How a fact is compared; `given` asks whether the record says anything about it at all."""

    IS = "is"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    HAS = "has"
    HAS_ALL = "has_all"
    LACKS = "lacks"
    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    GIVEN = "given"


@frozen
class FactRef:
    """The value of another fact of the same thing."""

    fact: str


@frozen
class Compare:
    """One fact compared with a value or with another fact.

    Attributes:
        fact: The fact's name; `amount.hour` is an amount in source units, `educator.fte` a fact of the educator.
    """

    fact: str
    operator: Operator
    value: "FactValue | FactRef"


@frozen
class All:
    """Every part holds; with no part it always holds."""

    parts: "tuple[Predicate, ...]" = ()


@frozen
class Some:
    """At least `count` of the parts hold."""

    count: int
    parts: "tuple[Predicate, ...]"


@frozen
class Not:
    """The part does not hold."""

    part: "Predicate"


Predicate: TypeAlias = Compare | All | Some | Not

ALWAYS = All()
_PREFIXES = ("amount", "educator")
_WORDS = ("all", "any", "not", "at_least")
RESERVED = (*_PREFIXES, *_WORDS)
_COUNT = WholeShape(1, 999)


def compared_facts(predicate: Predicate) -> tuple[Compare, ...]:
    """Return every comparison of a predicate, in the order of the document."""
    match predicate:
        case Compare():
            return (predicate,)
        case Not(part):
            return compared_facts(part)
        case _:
            return tuple(found for part in predicate.parts for found in compared_facts(part))


class PredicateShape(Shape[Predicate]):
    """A table of facts and of the words `all`, `any`, `not`, `at_least`, `amount`, `educator`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def resolve(self, value: Predicate, where: str, scopes: Scopes) -> Predicate:
        """Return the predicate with every compared value in its fact's declared type."""
        match value:
            case Compare():
                return _typed(value, self._scope, where, scopes)
            case Not(part):
                return Not(self.resolve(part, f"{where}.not", scopes))
            case All(parts):
                return All(each(parts, lambda part, _: self.resolve(part, where, scopes)))
            case Some(count, parts):
                return Some(count, each(parts, lambda part, _: self.resolve(part, where, scopes)))

    def read(self, value: object, where: str) -> Predicate:
        """Return the predicate; a single entry stands for itself, several are joined by `All`."""
        table = table_of(value, where)
        parts = tuple(part for name in table for part in self._entry(name, table[name], f"{where}.{name}"))
        return parts[0] if len(parts) == 1 else All(parts)

    def write(self, value: Predicate) -> Plain:
        """Return a table that `read` turns back into the predicate."""
        if not isinstance(value, All):
            return self._part(value)
        tables = [self._part(part) for part in value.parts]
        names = [name for table in tables for name in table]
        clash = len(set(names)) < len(names) or len(tables) == 1
        return {"all": list(tables)} if clash else {name: held for table in tables for name, held in table.items()}

    def schema(self) -> dict[str, object]:
        """Return the schema of a predicate: any table, checked fact by fact at load."""
        return {"type": "object"}

    def _entry(self, name: str, value: object, where: str) -> tuple[Predicate, ...]:
        match name:
            case "all":
                return (All(self._several(value, where)),)
            case "any":
                return (Some(1, self._several(value, where)),)
            case "not":
                return (Not(self.read(value, where)),)
            case "at_least":
                return (self._at_least(value, where),)
            case "amount" | "educator":
                inner = table_of(value, where)
                return tuple(_compare(f"{name}.{fact}", inner[fact], f"{where}.{fact}") for fact in inner)
            case _:
                return (_compare(name, value, where),)

    def _several(self, value: object, where: str) -> tuple[Predicate, ...]:
        if not isinstance(value, list) or not value:
            raise PolicyError(where, "a list of conditions is expected", "write [{ … }, { … }]")
        return tuple(self.read(part, f"{where}[{index}]") for index, part in enumerate(value))

    def _at_least(self, value: object, where: str) -> Some:
        table = table_of(value, where)
        for name in table:
            if name not in {"count", "of"}:
                raise PolicyError(f"{where}.{name}", "unknown key", "write { count = 2, of = [{ … }, { … }] }")
        parts = self._several(table.get("of"), f"{where}.of")
        return Some(_COUNT.read(table.get("count"), f"{where}.count"), parts)

    def _part(self, value: Predicate) -> dict[str, Plain]:
        match value:
            case Compare(fact, operator, held):
                return _written(fact, operator, held)
            case Not(part):
                return {"not": self.write(part)}
            case Some(1, parts):
                return {"any": [self.write(part) for part in parts]}
            case Some(count, parts):
                return {"at_least": {"count": count, "of": [self.write(part) for part in parts]}}
            case All(parts):
                return {"all": [self.write(part) for part in parts]}


def _compare(fact: str, value: object, where: str) -> Predicate:
    if isinstance(value, Mapping):
        parts = tuple(_operation(fact, word, value[word], f"{where}.{word}") for word in value)
        if not parts:
            raise PolicyError(where, "nothing is said about this fact", "write for example { at_least = 2 }")
        return parts[0] if len(parts) == 1 else All(parts)
    found = VALUE.read(value, where)
    return Compare(fact, Operator.ONE_OF if isinstance(found, tuple) else Operator.IS, found)


def _operation(fact: str, word: str, value: object, where: str) -> Compare:
    known = [operator.value for operator in Operator]
    if word not in known:
        raise PolicyError(where, "unknown comparison", nearest(word, known))
    if isinstance(value, Mapping):
        if list(value) != ["fact"] or not isinstance(value["fact"], str):
            raise PolicyError(where, "a value or another fact is expected", 'write { fact = "completed" }')
        return Compare(fact, Operator(word), FactRef(value["fact"]))
    if value is None:
        raise PolicyError(where, f"a value is expected, not {kind_of_value(value)}", "write the value")
    return Compare(fact, Operator(word), VALUE.read(value, where))


def _written(fact: str, operator: Operator, value: FactValue | FactRef) -> dict[str, Plain]:
    plain: Plain = {"fact": value.fact} if isinstance(value, FactRef) else VALUE.write(value)
    is_short = operator is Operator.IS and not isinstance(value, FactRef | tuple)
    is_short = is_short or (operator is Operator.ONE_OF and isinstance(value, tuple))
    held: Plain = plain if is_short else {operator.value: plain}
    prefix, dot, name = fact.partition(".")
    return {prefix: {name: held}} if dot else {fact: held}


class FactNameShape(Shape[str]):
    """The name of a declared fact."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def read(self, value: object, where: str) -> str:
        """Return the name."""
        return TEXT.read(value, where)

    def write(self, value: str) -> Plain:
        """Return the name."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of a name."""
        return TEXT.schema()

    def resolve(self, value: str, where: str, scopes: Scopes) -> str:
        """Return the name; raise `PolicyError` when nobody declared it."""
        if value:
            scopes.spec_of(value, self._scope, where)
        return value


CLAIM_WHEN = PredicateShape(Scope.CLAIM)
ACTIVITY_WHEN = PredicateShape(Scope.ACTIVITY)
EDUCATOR_WHEN = PredicateShape(Scope.EDUCATOR)
CLAIM_FACT = FactNameShape(Scope.CLAIM)
ACTIVITY_FACT = FactNameShape(Scope.ACTIVITY)
EDUCATOR_FACT = FactNameShape(Scope.EDUCATOR)

_BY_TYPE: dict[FactType, tuple[Operator, ...]] = {
    FactType.TEXT: (Operator.IS, Operator.ONE_OF),
    FactType.TEXTS: (Operator.IS, Operator.ONE_OF, Operator.HAS, Operator.HAS_ALL, Operator.LACKS),
    FactType.FLAG: (Operator.IS,),
    FactType.NUMBER: (Operator.IS, Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN),
    FactType.DATE: (Operator.IS, Operator.BEFORE, Operator.AFTER, Operator.NOT_BEFORE, Operator.NOT_AFTER),
}


def _typed(value: Compare, scope: Scope, where: str, scopes: Scopes) -> Compare:
    place = f"{where}.{value.fact}"
    spec = scopes.spec_of(value.fact, scope, place)
    if value.operator is Operator.GIVEN:
        return Compare(value.fact, Operator.GIVEN, FLAG.read(value.value, f"{place}.given"))
    known = [*(operator.value for operator in _BY_TYPE[spec.type]), Operator.GIVEN.value]
    if value.operator.value not in known:
        what = f"a fact of type {spec.type.value} cannot be compared with '{value.operator.value}'"
        raise PolicyError(place, what, "possible are " + ", ".join(known))
    if isinstance(value.value, FactRef):
        return _same_type(value, value.value, scope, place, scopes)
    return Compare(value.fact, value.operator, _typed_value(value, spec, place))


def _same_type(value: Compare, other: FactRef, scope: Scope, place: str, scopes: Scopes) -> Compare:
    mine, theirs = (scopes.spec_of(name, scope, place).type for name in (value.fact, other.fact))
    if mine is not theirs:
        what = f"'{value.fact}' is a {mine.value} and '{other.fact}' is a {theirs.value}"
        raise PolicyError(place, what, "compare two facts of one type")
    return value


def _typed_value(value: Compare, spec: FactSpec, place: str) -> FactValue:
    many = spec.type is FactType.TEXT and value.operator is Operator.ONE_OF
    return (spec.as_list() if many else spec).typed(value.value, place)
