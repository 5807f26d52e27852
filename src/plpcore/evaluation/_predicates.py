"""Predicates made into closures: each says yes, no, or None where a fact is missing."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any, TypeAlias, cast

from plpcore.errors import RecordError
from plpcore.evaluation._context import Record, Row
from plpcore.policy import (
    ALWAYS,
    COMPARISONS,
    All,
    Compare,
    Declarations,
    FactRef,
    FactSpec,
    FactType,
    MissingFact,
    Not,
    Operator,
    Predicate,
)
from plpcore.quantity import total_of

Test: TypeAlias = Callable[[Row, Record], bool | None]
Getter: TypeAlias = Callable[[Row, Record], Any]
Answer: TypeAlias = "bool | None"
Compared: TypeAlias = Callable[[Any, Any], bool]

_OF_ACTIVITY = {
    name: attrgetter(name) for name in ("id", "kind", "title", "provider", "completed", "started", "entered")
}


class Compiler:
    """Makes closures of the predicates of one policy.

    Args:
        declarations: The facts that the policy declares.
        missing: What a comparison says when the fact is missing.
    """

    def __init__(self, declarations: Declarations, missing: MissingFact) -> None:
        self._declared = declarations
        self._unknown = None if missing is MissingFact.UNDETERMINED else False

    @property
    def is_silent(self) -> bool:
        """Return whether a missing fact is taken as a no instead of as unknown."""
        return self._unknown is not None

    def test(self, predicate: Predicate) -> Test | None:
        """Return the closure of a predicate about an activity; None: it always holds."""
        return None if predicate == ALWAYS else self._part(predicate, about_educator=False)

    def educator_test(self, predicate: Predicate) -> Test | None:
        """Return the closure of a predicate about the educator; None: it always holds."""
        return None if predicate == ALWAYS else self._part(predicate, about_educator=True)

    def getter(self, fact: str, *, about_educator: bool = False) -> Getter:
        """Return the closure that finds a fact's value; None where it is missing."""
        prefix, dot, name = fact.partition(".")
        if about_educator or prefix == "educator":
            held = name if dot else fact
            return _educator_fact(held, self._declared.educator[held])
        if dot:
            return _amount_fact(name)
        if fact in _OF_ACTIVITY:
            return _field_of_activity(fact)
        built_in: dict[str, Getter] = {"tags": lambda row, _: row.tags, "award": lambda row, _: row.award}
        return built_in.get(fact) or _declared_fact(fact, self._declared.activity[fact])

    def _part(self, predicate: Predicate, *, about_educator: bool) -> Test:
        match predicate:
            case Compare():
                return self._comparison(predicate, about_educator=about_educator)
            case Not(part):
                return _negation(self._part(part, about_educator=about_educator))
            case All(parts):
                return _conjunction(tuple(self._part(part, about_educator=about_educator) for part in parts))
            case _:
                tests = tuple(self._part(part, about_educator=about_educator) for part in predicate.parts)
                return _threshold(predicate.count, tests)

    def _comparison(self, compare: Compare, *, about_educator: bool) -> Test:
        get = self.getter(compare.fact, about_educator=about_educator)
        if compare.operator is Operator.GIVEN:
            return lambda row, record: (get(row, record) is not None) is compare.value
        is_list = self._is_list(compare.fact, about_educator=about_educator)
        compared = (_OF_LIST if is_list else COMPARISONS)[compare.operator]
        if isinstance(compare.value, FactRef):
            other = self.getter(compare.value.fact, about_educator=about_educator)
            return _two_facts(get, other, compared, self._unknown, (compare.fact, compare.value.fact))
        if compared is _meets:
            return _any_of_list(get, frozenset(cast("tuple[str, ...]", compare.value)), self._unknown, compare.fact)
        return _one_fact(get, compare.value, compared, self._unknown, compare.fact)

    def _is_list(self, fact: str, *, about_educator: bool) -> bool:
        prefix, dot, name = fact.partition(".")
        if about_educator or prefix == "educator":
            return self._declared.educator[name if dot else fact].type is FactType.TEXTS
        declared = self._declared.activity.get(fact)
        return fact == "tags" or (declared is not None and declared.type is FactType.TEXTS)


def _one_fact(get: Getter, value: object, compared: Compared, unknown: Answer, name: str) -> Test:
    def test(row: Row, record: Record) -> bool | None:
        held = get(row, record)
        if held is None:
            record.ask(name)
            return unknown
        return compared(held, value)

    return test


def _any_of_list(get: Getter, wanted: frozenset[str], unknown: Answer, name: str) -> Test:
    """The commonest question about a list, asked of every row: one set, made once, answers it fastest."""

    def test(row: Row, record: Record) -> bool | None:
        held = get(row, record)
        if held is None:
            record.ask(name)
            return unknown
        return not wanted.isdisjoint(held)

    return test


def _two_facts(
    get: Getter,
    other: Getter,
    compared: Compared,
    unknown: Answer,
    names: tuple[str, str],
) -> Test:
    def test(row: Row, record: Record) -> bool | None:
        pair = (get(row, record), other(row, record))
        for name, held in zip(names, pair, strict=True):
            if held is None:
                record.ask(name)
        return unknown if None in pair else compared(*pair)

    return test


def _negation(part: Test) -> Test:
    def test(row: Row, record: Record) -> bool | None:
        held = part(row, record)
        return None if held is None else not held

    return test


def _conjunction(parts: tuple[Test, ...]) -> Test:
    def test(row: Row, record: Record) -> bool | None:
        result: bool | None = True
        for part in parts:
            held = part(row, record)
            if held is False:
                return False
            if held is None:
                result = None
        return result

    return test


def _threshold(count: int, parts: tuple[Test, ...]) -> Test:
    def test(row: Row, record: Record) -> bool | None:
        answers = [part(row, record) for part in parts]
        if answers.count(True) >= count:
            return True
        return None if answers.count(True) + answers.count(None) >= count else False

    return test


def _field_of_activity(name: str) -> Getter:
    get = _OF_ACTIVITY[name]

    def getter(row: Row, _: Record) -> object:
        held = get(row.activity)
        return None if held == "" else held

    return getter


def _educator_fact(name: str, spec: FactSpec) -> Getter:
    kind = _CLASSES[spec.type]
    as_list = spec.type is FactType.TEXTS

    def getter(_: Row, record: Record) -> object:
        held = record.facts.get(name)
        if held is None or isinstance(held, kind):
            return held
        if as_list and isinstance(held, str):
            return (held,)
        raise _mistyped(f"$.educator.facts.{name}", spec)

    return _among(spec, getter, lambda _: f"$.educator.facts.{name}")


def _amount_fact(unit: str) -> Getter:
    def getter(row: Row, _: Record) -> Fraction | None:
        amounts = row.activity.amounts
        clock = unit in {"hour", "minute"} and any(one.unit in {"hour", "minute"} for one in amounts)
        return total_of(amounts, unit) if clock or any(one.unit == unit for one in amounts) else None

    return getter


def _declared_fact(name: str, spec: FactSpec) -> Getter:
    default = spec.default
    kind = _CLASSES[spec.type]
    as_list = spec.type is FactType.TEXTS

    def getter(row: Row, _: Record) -> object:
        held = row.activity.facts.get(name, default)
        if held is None or isinstance(held, kind):
            return held
        if as_list and isinstance(held, str):
            return (held,)
        raise _mistyped(f"$.activities.{row.activity.id}.facts.{name}", spec)

    return _among(spec, getter, lambda row: f"$.activities.{row.activity.id}.facts.{name}")


def _among(spec: FactSpec, get: Getter, place: Callable[[Row], str]) -> Getter:
    """Hold texts to the declared ones: "Graduate" for "graduate" would otherwise be a silent no."""
    if not spec.one_of:
        return get
    known = frozenset(spec.one_of)

    def getter(row: Row, record: Record) -> object:
        held = get(row, record)
        for text in held if isinstance(held, tuple) else (held,):
            if text is not None and text not in known:
                mend = "declared are " + ", ".join(spec.one_of)
                raise RecordError(place(row), "the value is not among those that the policy declares", mend)
        return held

    return getter


_CLASSES: dict[FactType, type] = {
    FactType.TEXT: str,
    FactType.TEXTS: tuple,
    FactType.FLAG: bool,
    FactType.NUMBER: Fraction,
    FactType.DATE: date,
}


def _mistyped(where: str, spec: FactSpec) -> RecordError:
    """A value of another type would otherwise compare as a silent no."""
    return RecordError(where, "the value has another type than the policy declares", f"give a {spec.type.value}")


def _meets(held: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(text in held for text in wanted)


_OF_LIST: dict[Operator, Compared] = {
    Operator.IS: _meets,
    Operator.ONE_OF: _meets,
    Operator.HAS: _meets,
    Operator.HAS_ALL: lambda held, value: all(text in held for text in value),
    Operator.LACKS: lambda held, value: not _meets(held, value),
}
