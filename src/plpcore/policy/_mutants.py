"""A policy with one thing changed: what its examples are held against.

Whatever a document states may be mistyped, so every number, share, day, flag and word of a rule is changed by the least
step, and whatever may be absent is left out. What only people read is left alone: ids, titles, citations, sources.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import NOTHING, Attribute, evolve, fields, frozen, has

from plpcore.errors import InputError, InputErrors
from plpcore.policy._awards import Rule
from plpcore.policy._documents import canonical_form, policy_data, policy_of
from plpcore.policy._facts import FactSpec
from plpcore.policy._lists import ListShape
from plpcore.policy._neighbours import Held, Neighbours, nearest_numbers, other_values, shifted_shares, without_each
from plpcore.policy._policy import Policy, Unit
from plpcore.policy._predicates import All, Compare, FactNameShape, FactRef, Not, Operator, Predicate, Some
from plpcore.policy._shapes import Shape, at

_ABSENT = "left out"
_INDEX = re.compile(r"\[\d+\]")


@frozen
class Mutant:
    """A policy with one thing changed.

    Attributes:
        place: Where in the document, such as `$.caps[1].at_most`.
        change: What became of it, such as `2 -> 3` or `left out`.
        rule: The id of the rule that it stands in; empty: none.
        policy: The changed policy, with the examples of the one it was made from.
    """

    place: str
    change: str
    rule: str
    policy: Policy

    def __str__(self) -> str:
        """Return place and change on one line."""
        return f"{self.place}: {self.change}"


@frozen
class _Change:
    """A changed value, with its place and what was done."""

    place: str
    change: str
    value: Held
    rule: str = ""


def mutants_of(policy: Policy, upper: Policy | None = None) -> Iterator[Mutant]:
    """Yield the policy with one thing changed, for each thing and change, in the order of the language's words.

    A change that the language refuses, or that leaves the policy as it is, is not among them.

    Args:
        policy: The policy.
        upper: The policy that it extends, whose own examples guard what it states: the same change of the same rule is
            left out. None: it extends nothing.
    """
    guarded = set() if upper is None else {_without_places(one) for one in _changes_of(upper)}
    for change, made in _made(policy):
        if _without_places(change) not in guarded:
            yield Mutant(change.place, change.change, change.rule, evolve(made, examples=policy.examples))


def _without_places(change: _Change) -> tuple[str, str, str]:
    return change.rule, _INDEX.sub("", change.place), change.change


def _changes_of(policy: Policy) -> Iterator[_Change]:
    return _Changer(Neighbours(policy)).table(evolve(policy, examples=()), "$")


def _made(policy: Policy) -> Iterator[tuple[_Change, Policy]]:
    """Yield each change that a document can state, with the policy that it makes."""
    bare = evolve(policy, examples=())
    own = canonical_form(bare)
    for change in _changes_of(policy):
        found = _read_again(change.value)
        if found is not None and canonical_form(found) != own:
            yield change, found


def _read_again(changed: Policy) -> Policy | None:
    """Return the policy as a document would give it; None: a document cannot say it."""
    try:
        return policy_of(policy_data(changed))
    except (InputError, InputErrors):
        return None


_READ_BY_PEOPLE: Mapping[type, tuple[str, ...]] = {
    Policy: ("format", "id", "title", "jurisdiction", "description", "notice", "sources"),
    Unit: ("name", "plural"),
    FactSpec: ("type", "meaning", "one_of"),
}
_OF_EVERY_RULE = ("id", "cite", "title", "exceptions")
_SAID_BY_SILENCE = ("per", "at_least", "denials_at_most", "credit", "minutes_per_unit", "then", "share", "year_starts")
"""What a rule says in numbers also where the key is absent, so that it is changed there too."""


@frozen
class _Changer:
    near: Neighbours

    def table(self, value: Held, where: str) -> Iterator[_Change]:
        """Yield a table with one thing in it changed."""
        rule = value.id if isinstance(value, Rule) else ""
        for attribute in _read_by_programs(value):
            held, is_inline = getattr(value, attribute.name), "inline" in attribute.metadata
            place = where if is_inline else at(where, attribute.metadata["name"] or attribute.name)
            for change in self.table(held, place) if is_inline else self._key(held, attribute, place):
                made = _evolved(value, attribute.alias or attribute.name, change.value)
                if made is not None:
                    yield evolve(change, value=made, rule=change.rule or rule)

    def _key(self, held: Held, attribute: "Attribute[Held]", place: str) -> Iterator[_Change]:
        """Yield what may become of one key: the nearest other values, and its absence."""
        is_default = held == attribute.default
        if held is None or (is_default and attribute.name not in _SAID_BY_SILENCE):
            return
        found = list(self._value(held, attribute, place))
        yield from found
        may_be_absent = attribute.default is not NOTHING and not is_default and _says_something(held)
        if may_be_absent and all(change.value != attribute.default for change in found):
            yield _Change(place, _ABSENT, attribute.default, held.id if isinstance(held, Rule) else "")

    def _value(self, held: Held, attribute: "Attribute[Held]", place: str) -> Iterator[_Change]:
        shape: Shape[Held] = attribute.metadata["shape"]
        if attribute.name == "split":
            yield from (_changed(place, held, other) for other in shifted_shares(held))
        elif isinstance(held, All | Some | Not | Compare):
            yield from self._predicate(held, place)
        elif has(type(held)):
            yield from self.table(held, place)
        elif isinstance(held, tuple):
            yield from self._tuple(held, shape, place)
        else:
            yield from (_changed(place, held, one) for one in self.near.of_key(held, shape, attribute.name))

    def _tuple(self, held: tuple[Held, ...], shape: Shape[Held], place: str) -> Iterator[_Change]:
        if _holds_tables(held):
            yield from self._tables(held, place)
        elif held and isinstance(held[0], tuple):
            yield from self._pairs(held, place)
        elif len(held) == 1:
            others = self.near.other_facts(held[0]) if _holds_facts(shape) else other_values(held[0])
            yield from (_changed(place, held, (other,)) for other in others)
        else:
            yield from (_changed(place, held, other) for other in without_each(held))

    def _tables(self, held: tuple[Held, ...], place: str) -> Iterator[_Change]:
        for index, table in enumerate(held):
            where, before, after = f"{place}[{index}]", held[:index], held[index + 1 :]
            yield _Change(where, _ABSENT, (*before, *after), table.id if isinstance(table, Rule) else "")
            for change in self.table(table, where):
                yield evolve(change, value=(*before, change.value, *after))

    def _pairs(self, held: tuple[tuple[str, Held], ...], place: str) -> Iterator[_Change]:
        for index, (name, value) in enumerate(held):
            where, before, after = at(place, name), held[:index], held[index + 1 :]
            if isinstance(value, FactSpec):
                changes: Iterable[_Change] = _defaults(value, where)
            else:
                yield _Change(where, _ABSENT, (*before, *after))
                changes = (_changed(where, value, other) for other in other_values(value))
            for change in changes:
                yield evolve(change, value=(*before, (name, change.value), *after))

    def _predicate(self, held: Predicate, place: str) -> Iterator[_Change]:
        match held:
            case Compare(value=FactRef()):
                return
            case Compare(fact, _, value):
                for other in self.near.of_value(fact, value):
                    yield _changed(_place_of(held, place), value, other, evolve(held, value=other))
            case Not(part):
                yield _Change(f"{place}.not", "not negated", part)
                for change in self._predicate(part, f"{place}.not"):
                    yield evolve(change, value=Not(change.value))
            case Some(count, parts):
                for other in nearest_numbers(count, None):
                    yield _changed(f"{place}.count", count, other, Some(other, parts))
                yield from self._parts(parts, f"{place}.any", lambda found: Some(min(count, len(found)), found))
            case _:
                yield from self._parts(held.parts, place, All)

    def _parts(
        self, parts: tuple[Predicate, ...], place: str, joined: Callable[[tuple[Predicate, ...]], Predicate]
    ) -> Iterator[_Change]:
        for index, part in enumerate(parts):
            before, after = parts[:index], parts[index + 1 :]
            if before or after:
                where = _place_of(part, place) if isinstance(part, Compare) else f"{place}[{index}]"
                yield _Change(where, _ABSENT, joined((*before, *after)))
            for change in self._predicate(part, place):
                yield evolve(change, value=joined((*before, change.value, *after)))


def _defaults(spec: FactSpec, where: str) -> Iterator[_Change]:
    """Yield a fact with another default, and without one."""
    for other in () if spec.default is None else (*other_values(spec.default, spec.one_of), None):
        made = _evolved(spec, "default", other)
        if made is not None:
            yield _changed(f"{where}.default", spec.default, other, made)


def _place_of(compare: Compare, place: str) -> str:
    plain = compare.operator in {Operator.IS, Operator.ONE_OF}
    return f"{place}.{compare.fact}" + ("" if plain else f".{compare.operator}")


def _read_by_programs(value: Held) -> "Iterator[Attribute[Held]]":
    left = _OF_EVERY_RULE if isinstance(value, Rule) else _READ_BY_PEOPLE.get(type(value), ())
    return (one for one in fields(type(value)) if one.name not in left)


def _evolved(value: Held, name: str, held: Held) -> Held:
    """Return the table with another value in one key; None: it refuses it."""
    try:
        return evolve(value, **{name: held})
    except InputError:
        return None


def _says_something(held: Held) -> bool:
    """Return whether its absence may matter: a list loses its tables one by one, and an empty table says nothing."""
    if _holds_tables(held) or _declares_facts(held):
        return False
    is_table = has(type(held)) and not isinstance(held, All | Some | Not | Compare)
    return not is_table or any(getattr(held, one.name) != one.default for one in fields(type(held)))


def _holds_tables(held: Held) -> bool:
    return isinstance(held, tuple) and bool(held) and has(type(held[0]))


def _declares_facts(held: Held) -> bool:
    return isinstance(held, tuple) and all(isinstance(one, tuple) and isinstance(one[1], FactSpec) for one in held)


def _holds_facts(shape: Shape[Held]) -> bool:
    return isinstance(shape, ListShape) and isinstance(shape.item, FactNameShape)


def _changed(place: str, held: Held, other: Held, value: Held = None) -> _Change:
    told = _ABSENT if other is None else _word(other)
    return _Change(place, f"{_word(held)} -> {told}", other if value is None else value)


def _word(held: Held) -> str:
    if isinstance(held, tuple):
        return ", ".join(f"{one[0]} {one[1]}" if isinstance(one, tuple) else str(one) for one in held) or "nothing"
    return str(held).lower() if isinstance(held, bool) else str(held)
