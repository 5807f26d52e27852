"""Where each number of a resolved policy comes from."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias, get_args

from attrs import evolve, fields, frozen, has

from plpcore.policy._awards import Rule
from plpcore.policy._layers import Layer, Tighten
from plpcore.policy._policy import Policy
from plpcore.policy._predicates import FactRef, Predicate, compared_facts
from plpcore.policy._records import Record
from plpcore.policy._resolved import ResolvedPolicy
from plpcore.policy._rules import Rules, every_rule
from plpcore.policy._shapes import Plain
from plpcore.policy._tighten import slot_of

Value: TypeAlias = Fraction | int | date | str
_PREDICATES = get_args(Predicate)
_WORDS = ("id", "cite", "title")
_NO_RULES = ("window", "calendar", "sharing", "options")
_RULES = Record(Rules)


@frozen
class Number:
    """One number, date or choice of a policy, and the document that set it.

    Attributes:
        part: The edition or alternative that states it; empty: it holds always.
        rule: The rule's id; empty: it stands in no rule, as the words of calendar, window, sharing and options do.
        key: The key in the rule, such as `at_most`, `rows[1].amount` or `when.fte.at_least`.
        value: The number or date itself; outside of rules as it is written.
        document: The id of the document that set it.
        cite: Where that document's text is written.
    """

    part: str
    rule: str
    key: str
    value: Value
    document: str
    cite: str


def provenance(resolved: ResolvedPolicy) -> tuple[Number, ...]:
    """Return every number, date and choice that the rules state, in the order of the policy, with its document."""
    return _of_document(resolved, tuple(_tightenings(resolved)))


def _tightenings(resolved: ResolvedPolicy | None) -> Iterator[Tighten]:
    while resolved is not None:
        yield from resolved.layer.tighten if resolved.layer is not None else ()
        resolved = resolved.upper


def _of_document(resolved: ResolvedPolicy, tightenings: tuple[Tighten, ...]) -> tuple[Number, ...]:
    upper, layer = resolved.upper, resolved.layer
    stated = list(_stated(resolved.policy, tightenings))
    if upper is None or layer is None:
        return tuple(Number(*place, resolved.policy.id, rule.cite if rule else "") for place, rule in stated)
    above = {(one.part, one.rule, one.key, one.value): one for one in _of_document(upper, tightenings)}
    own = {rule.id for rules in (layer.add, *(one.rules for one in layer.exceptions)) for _, rule in every_rule(rules)}
    return tuple(
        above[place] if place in above and place[1] not in own else Number(*place, layer.id, _cite(layer, place, rule))
        for place, rule in stated
    )


def _cite(layer: Layer, place: "Place", rule: Rule | None) -> str:
    """Return where a number that the layer set is written: of a rule from above only the layer's own text says it."""
    if rule is None:
        return ""
    ordered = sorted(layer.tighten, key=lambda one: one.id)
    tightened = [one.cite for one in ordered if one.rule == rule.id and _is_number_of(one, rule, place)]
    excepted = [one.instead.cite for one in layer.exceptions if one.rule == rule.id]
    return "; ".join(dict.fromkeys(tightened or excepted or [rule.cite]))


def _is_number_of(one: Tighten, rule: Rule, place: "Place") -> bool:
    slot = slot_of(rule, one)
    return slot is not None and slot.key == place[2] and place[3] == one.number


Place: TypeAlias = tuple[str, str, str, Value]


def _stated(policy: Policy, tightenings: Iterable[Tighten]) -> Iterator[tuple[Place, Rule | None]]:
    for part, rules in policy.parts:
        for _, rule in every_rule(rules):
            slots = [slot_of(rule, one) for one in tightenings if one.rule == rule.id]
            shown = frozenset(slot.key for slot in slots if slot is not None)
            for key, value in _numbers(rule, "", shown):
                yield (part, rule.id, key, value), rule
        for key, value in _choices(rules):
            yield (part, "", key, value), None


def _choices(rules: Rules) -> Iterator[tuple[str, Value]]:
    """Yield what stands in sections that are no rules, as it is written."""
    written = _RULES.write(evolve(Rules(), **{name: getattr(rules, name) for name in _NO_RULES}))
    return _flat(written, "")


def _flat(held: Plain, key: str) -> Iterator[tuple[str, Value]]:
    if isinstance(held, dict):
        for name, inner in held.items():
            yield from _flat(inner, f"{key}.{name}" if key else name)
    elif isinstance(held, list):
        for index, inner in enumerate(held):
            yield from _flat(inner, f"{key}[{index}]")
    else:
        yield key, held


def _numbers(held: Any, key: str, shown: frozenset[str] = frozenset()) -> Iterator[tuple[str, Value]]:  # noqa: ANN401 - any value of a rule
    if isinstance(held, Fraction | int | date) and not isinstance(held, bool):
        yield key, held
    elif isinstance(held, _PREDICATES):
        for one in compared_facts(held):
            if not isinstance(one.value, FactRef):
                yield from _numbers(one.value, f"{key}.{one.fact}.{one.operator.value}")
    elif isinstance(held, tuple):
        yield from _of_list(held, key)
    elif has(type(held)):
        for attribute in fields(type(held)):
            inner = getattr(held, attribute.name)
            name = attribute.metadata.get("name") or attribute.name
            place = f"{key}.{name}" if key else name
            # A number that a layer set is shown even where it is what its absence means.
            if attribute.name not in _WORDS and (inner != attribute.default or place in shown):
                yield from _numbers(inner, place, shown)


def _of_list(held: tuple[Any, ...], key: str) -> Iterator[tuple[str, Value]]:
    for index, item in enumerate(held):
        is_entry = isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)  # noqa: PLR2004 - name, value
        name = f"{key}.{item[0]}" if is_entry else f"{key}[{index}]"
        yield from _numbers(item[1] if is_entry else item, name)
