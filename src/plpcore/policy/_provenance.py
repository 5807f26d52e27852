"""Where each number of a resolved policy comes from."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias, get_args

from attrs import fields, frozen, has

from plpcore.policy._awards import Rule
from plpcore.policy._layers import Layer, Tighten
from plpcore.policy._policy import Policy
from plpcore.policy._predicates import FactRef, Predicate, compared_facts
from plpcore.policy._resolve import parts_of
from plpcore.policy._resolved import ResolvedPolicy
from plpcore.policy._rules import every_rule
from plpcore.policy._tighten import slot_of

Value: TypeAlias = Fraction | int | date
_PREDICATES = get_args(Predicate)
_WORDS = ("id", "cite", "title")


@frozen
class Number:
    """One number or date of a policy, and the document that set it.

    Attributes:
        part: The edition or alternative that states it; empty: it holds always.
        rule: The rule's id.
        key: The key in the rule, such as `at_most`, `rows[1].amount` or `when.fte.at_least`.
        value: The number or date itself.
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
    """Return every number and date that the rules state, in the order of the policy, with the document that set it."""
    upper, layer = resolved.upper, resolved.layer
    if upper is None or layer is None:
        return tuple(Number(*place, resolved.policy.id, rule.cite) for place, rule in _stated(resolved.policy))
    above = {(one.part, one.rule, one.key, one.value): one for one in provenance(upper)}
    own = {rule.id for rules in (layer.add, *(one.rules for one in layer.exceptions)) for _, rule in every_rule(rules)}
    return tuple(
        above[place] if place in above and place[1] not in own else Number(*place, layer.id, _cite(layer, place, rule))
        for place, rule in _stated(resolved.policy)
    )


def _cite(layer: Layer, place: "Place", rule: Rule) -> str:
    """Return where a number that the layer set is written: of a rule from above only the layer's own text says it."""
    _, name, key, value = place
    ordered = sorted(layer.tighten, key=lambda one: one.id)
    tightened = [one.cite for one in ordered if one.rule == name and _is_number_of(one, rule, key, value)]
    excepted = [one.instead.cite for one in layer.exceptions if one.rule == name]
    return "; ".join(dict.fromkeys(tightened or excepted or [rule.cite]))


def _is_number_of(one: Tighten, rule: Rule, key: str, value: Value) -> bool:
    slot = slot_of(rule, one)
    return slot is not None and slot.key == key and value == one.number


Place: TypeAlias = tuple[str, str, str, Value]


def _stated(policy: Policy) -> Iterator[tuple[Place, Rule]]:
    for part, rules in parts_of(policy):
        for _, rule in every_rule(rules):
            for key, value in _numbers(rule, ""):
                yield (part, rule.id, key, value), rule


def _numbers(held: Any, key: str) -> Iterator[tuple[str, Value]]:  # noqa: ANN401 - any value of a rule
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
            if attribute.name not in _WORDS and inner != attribute.default:
                name = attribute.metadata.get("name") or attribute.name
                yield from _numbers(inner, f"{key}.{name}" if key else name)


def _of_list(held: tuple[Any, ...], key: str) -> Iterator[tuple[str, Value]]:
    for index, item in enumerate(held):
        is_entry = isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)  # noqa: PLR2004 - name, value
        name = f"{key}.{item[0]}" if is_entry else f"{key}[{index}]"
        yield from _numbers(item[1] if is_entry else item, name)
