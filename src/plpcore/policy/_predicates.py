"""Predicates: what must be true of an activity or an educator, as frozen values.

In a document a predicate is a table, and every entry of it must hold, in whatever order they stand:

    when = { kind = ["workshop", "edcamp"], amount = { hour = { at_least = 2 } } }
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.policy._facts import VALUE, FactType, FactValue
from plpcore.policy._scalars import FLAG, SOME_TEXT, WholeShape
from plpcore.policy._shapes import Plain, Scope, Scopes, Shape, at, each, nearest, table_of


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
RESERVED = ("amount", "educator", "all", "any", "not", "at_least")
"""Words with a meaning of their own in a predicate; no fact can have such a name."""

_COUNT = WholeShape(1, 999)


def compared_facts(predicate: Predicate) -> tuple[Compare, ...]:
    """Return every comparison of a predicate: of a table in the order of its keys' names, of a list as it stands."""
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

    def read(self, value: object, where: str) -> Predicate:
        """Return the predicate; a single entry stands for itself, several are joined by `All`."""
        table = table_of(value, where)
        entries = each(sorted(table), lambda name, _: self._entry(name, table[name], at(where, name)))
        return _joined(tuple(part for parts in entries for part in parts))

    def write(self, value: Predicate) -> Plain:
        """Return a table that `read` turns back into the predicate."""
        return _table(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of a predicate; that its facts are declared is checked at load."""
        return _SCHEMA

    def resolve(self, value: Predicate, where: str, scopes: Scopes) -> Predicate:
        """Return the predicate with every compared value in its fact's declared type."""
        match value:
            case Compare():
                return _typed(value, self._scope, where, scopes)
            case Not(part):
                return Not(self.resolve(part, f"{where}.not", scopes))
            case All(parts):
                return All(each(parts, lambda part, _: self.resolve(part, where, scopes)))
            case _:
                return Some(value.count, each(value.parts, lambda part, _: self.resolve(part, where, scopes)))

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
                return each(sorted(inner), lambda fact, _: _compared(f"{name}.{fact}", inner[fact], at(where, fact)))
            case _:
                return (_compared(name, value, where),)

    def _several(self, value: object, where: str) -> tuple[Predicate, ...]:
        if not isinstance(value, list) or not value:
            raise PolicyError(where, "a list of conditions is expected", "write [{ … }, { … }]")
        return each(value, lambda part, index: self.read(part, f"{where}[{index}]"))

    def _at_least(self, value: object, where: str) -> Some:
        table = table_of(value, where)
        for name in table:
            if name not in {"count", "of"}:
                raise PolicyError(at(where, name), "unknown key", "write { count = 2, of = [{ … }, { … }] }")
        parts = self._several(table.get("of"), f"{where}.of")
        count = _COUNT.read(table.get("count"), f"{where}.count")
        if count > len(parts):
            raise PolicyError(f"{where}.count", f"{count} of {len(parts)} can never hold", "write a smaller count")
        return Some(count, parts)


def _joined(parts: tuple[Predicate, ...]) -> Predicate:
    return parts[0] if len(parts) == 1 else All(parts)


def _compared(fact: str, value: object, where: str) -> Predicate:
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        raise PolicyError(where, "no such word takes a list of conditions", nearest(fact, ["all", "any"]))
    if not isinstance(value, Mapping):
        found = VALUE.read(value, where)
        return Compare(fact, Operator.ONE_OF if isinstance(found, tuple) else Operator.IS, found)
    table = table_of(value, where)
    if not table:
        raise PolicyError(where, "nothing is said about this fact", "write for example { at_least = 2 }")
    return _joined(each(sorted(table), lambda word, _: _operation(fact, word, table[word], at(where, word))))


def _operation(fact: str, word: str, value: object, where: str) -> Compare:
    known = [operator.value for operator in Operator]
    if word not in known:
        raise PolicyError(where, "unknown comparison", nearest(word, known))
    if word == Operator.GIVEN:
        return Compare(fact, Operator.GIVEN, FLAG.read(value, where))
    if not isinstance(value, Mapping):
        return Compare(fact, Operator(word), VALUE.read(value, where))
    if list(value) != ["fact"]:
        raise PolicyError(where, "a value or another fact is expected", 'write { fact = "completed" }')
    return Compare(fact, Operator(word), FactRef(SOME_TEXT.read(value["fact"], f"{where}.fact")))


def _table(value: Predicate) -> dict[str, Plain]:
    match value:
        case Compare(fact, operator, held):
            return _entry_of(fact, _shortest(operator, held))
        case Not(part):
            return {"not": _table(part)}
        case Some(1, parts):
            return {"any": [_table(part) for part in parts]}
        case Some(count, parts):
            return {"at_least": {"count": count, "of": [_table(part) for part in parts]}}
        case _:
            return _conjunction(value.parts)


def _conjunction(parts: tuple[Predicate, ...]) -> dict[str, Plain]:
    """Return one table of all parts where reading it gives them back in this order, else a list of tables."""
    about = _about_one_fact(parts)
    if about is not None:
        return about
    tables = [_table(part) for part in parts]
    names = [name for table in tables for name in table]
    one_each = all(len(table) == 1 for table in tables)
    if one_each and len(tables) != 1 and names == sorted(set(names)):
        return {name: held for table in tables for name, held in table.items()}
    return {"all": list(tables)}


def _about_one_fact(parts: tuple[Predicate, ...]) -> dict[str, Plain] | None:
    """Return `{ fact = { at_least = 2, at_most = 5 } }` where all parts compare one fact, else None."""
    compares = [part for part in parts if isinstance(part, Compare)]
    words = [compare.operator.value for compare in compares]
    is_one = len({compare.fact for compare in compares}) == 1 and len(compares) == len(parts) > 1
    if not is_one or words != sorted(set(words)):
        return None
    return _entry_of(compares[0].fact, {c.operator.value: _operand(c.value) for c in compares})


def _shortest(operator: Operator, value: FactValue | FactRef) -> Plain:
    is_many = isinstance(value, tuple)
    plain_operator = Operator.ONE_OF if is_many else Operator.IS
    is_short = operator is plain_operator and not isinstance(value, FactRef)
    return _operand(value) if is_short else {operator.value: _operand(value)}


def _operand(value: FactValue | FactRef) -> Plain:
    return {"fact": value.fact} if isinstance(value, FactRef) else VALUE.write(value)


def _entry_of(fact: str, held: Plain) -> dict[str, Plain]:
    prefix, dot, name = fact.partition(".")
    return {prefix: {name: held}} if dot else {fact: held}


def _schema() -> dict[str, object]:
    predicate = {"$ref": "#/$defs/predicate"}
    several = {"type": "array", "minItems": 1, "items": predicate}
    value = VALUE.schema()
    other: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"fact": SOME_TEXT.schema()},
        "required": ["fact"],
    }
    operations: dict[str, object] = {operator.value: {"anyOf": [value, other]} for operator in Operator}
    operations["given"] = FLAG.schema()
    compared = {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": operations}
    meaning = "What is true of a fact: its value, one of several values, or comparisons that must all hold."
    comparison = {"title": "comparison", "description": meaning, "anyOf": [value, compared]}
    facts = {"type": "object", "additionalProperties": comparison}
    count = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"count": _COUNT.schema(), "of": several},
        "required": ["count", "of"],
    }
    return {
        "title": "predicate",
        "description": "A condition: a table of facts and words, of which every entry must hold.",
        "type": "object",
        "properties": {
            "all": several,
            "any": several,
            "not": predicate,
            "at_least": count,
            "amount": facts,
            "educator": facts,
        },
        "additionalProperties": comparison,
    }


_SCHEMA = _schema()


class FactNameShape(Shape[str]):
    """The name of a declared fact."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def read(self, value: object, where: str) -> str:
        """Return the name."""
        return SOME_TEXT.read(value, where)

    def write(self, value: str) -> Plain:
        """Return the name."""
        return value

    def schema(self) -> dict[str, object]:
        """Return the schema of a name."""
        return {"title": "fact", "description": "The name of a declared or built-in fact.", **SOME_TEXT.schema()}

    def resolve(self, value: str, where: str, scopes: Scopes) -> str:
        """Return the name; raise `PolicyError` when nobody declared it. Only a default is empty: no fact."""
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
    known = [*_BY_TYPE[spec.type], Operator.GIVEN]
    if value.operator not in known:
        what = f"a fact of type {spec.type.value} cannot be compared with '{value.operator.value}'"
        raise PolicyError(place, what, "possible are " + ", ".join(operator.value for operator in known))
    if value.operator is Operator.GIVEN:
        return value
    # A text that is one of several is compared with a list of texts.
    wanted = spec.as_list() if spec.type is FactType.TEXT and value.operator is Operator.ONE_OF else spec
    if not isinstance(value.value, FactRef):
        return Compare(value.fact, value.operator, wanted.typed(value.value, place))
    other = scopes.spec_of(value.value.fact, scope, place)
    if other.type is not wanted.type:
        kinds = wanted.type.value, other.type.value
        what = f"a fact of type {kinds[0]} is needed, and '{value.value.fact}' is of type {kinds[1]}"
        raise PolicyError(place, what, "compare facts that go together")
    return value
