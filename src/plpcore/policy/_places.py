"""Where in its own documents something stands that is known by its place in a layered policy."""

import re

from plpcore.policy._awards import Rule
from plpcore.policy._layers import Layer
from plpcore.policy._policy import Policy
from plpcore.policy._resolved import ResolvedPolicy
from plpcore.policy._rules import Rules
from plpcore.policy._tighten import slot_of
from plpcore.policy._together import stated_rules

_KEY = re.compile(r"\$\.([A-Za-z_]+)")
_SECTION = re.compile(r"\.([a-z_]+)(\[[0-9]+\])?$")
_SOURCE = re.compile(r"\$\.sources\[([0-9]+)\](.*)")
_OF_UPPER = frozenset({"unit", "edition_by", "editions", "alternatives"})


def origin(resolved: ResolvedPolicy, place: str) -> tuple[int, str]:
    """Return which document of a layered policy says what stands at a place of the whole, and where.

    Returns:
        How many documents lie below it, 0 for the lowest; and the place in it, such as `$.add.caps[0]`.
    """
    if resolved.layer is None or resolved.upper is None:
        return 0, place
    own = own_place(resolved.layer, resolved.policy, place)
    if own is not None:
        return 0, own
    depth, found = origin(resolved.upper, _in_upper(resolved.policy, resolved.upper.policy, place))
    return depth + 1, found


def own_place(layer: Layer, whole: Policy, place: str) -> str | None:
    """Return where in a layer stands what has this place in the whole policy; None: the upper policy says it."""
    held = _rule_at(whole, place)
    if held is not None:
        where, rule = held
        return _of_rule(layer, where, rule, place.removeprefix(where))
    found = _KEY.match(place)
    name = found[1] if found is not None else ""
    if name == "sources":
        return _own_source(layer, whole, place)
    if name in {"facts", "activity_facts"}:
        return place if any(place.startswith(f"$.{name}.{fact}") for fact, _ in getattr(layer, name)) else None
    if hasattr(Rules(), name):
        return f"$.add{place[1:]}" if getattr(layer.add, name) is not None else None
    return None if name in _OF_UPPER else place


def _own_source(layer: Layer, whole: Policy, place: str) -> str | None:
    found = _SOURCE.match(place)
    index = int(found[1]) - len(whole.sources) + len(layer.sources) if found is not None else -1
    return f"$.sources[{index}]{found[2]}" if found is not None and index >= 0 else None


def _rule_at(policy: Policy, place: str) -> tuple[str, Rule] | None:
    """Return the innermost rule at a place, with its own place."""
    held = [(where, rule) for where, rule in stated_rules(policy) if _lies_in(place, where)]
    return max(held, key=lambda one: len(one[0]), default=None)


def _lies_in(place: str, where: str) -> bool:
    return place == where or place.startswith((f"{where}.", f"{where}["))


def _of_rule(layer: Layer, where: str, rule: Rule, rest: str) -> str | None:
    section, is_list = _section(where)
    for place, rules in (
        ("$.add", layer.add),
        *((f"$.exception[{i}]", e.rules) for i, e in enumerate(layer.exceptions)),
    ):
        held = getattr(rules, section, None)
        for index, one in enumerate(held if isinstance(held, tuple) else (held,)):
            if isinstance(one, Rule) and one.id == rule.id:
                return f"{place}.{section}{f'[{index}]' if is_list else ''}{rest}"
    return _of_tightening(layer, rule, rest)


def _of_tightening(layer: Layer, rule: Rule, rest: str) -> str | None:
    """A rule that is tightened is the layer's where the number, the rule as a whole, or its words are meant."""
    for index, one in enumerate(layer.tighten):
        slot = slot_of(rule, one) if one.rule == rule.id else None
        if slot is not None and rest in {"", ".cite", ".title", f".{slot.key}"}:
            return f"$.tighten[{index}]{f'.{one.word}' if rest == f'.{slot.key}' else rest}"
    return None


def _section(where: str) -> tuple[str, bool]:
    found = _SECTION.search(where)
    return (found[1], found[2] is not None) if found is not None else ("", False)


def _in_upper(whole: Policy, upper: Policy, place: str) -> str:
    """Exceptions and additions move the rules of a section, so that a rule is found again by its id."""
    held = _rule_at(whole, place)
    if held is None:
        return place
    where, rule = held
    part = where.rpartition(".")[0]
    same = (above for above, one in stated_rules(upper) if one.id == rule.id and above.rpartition(".")[0] == part)
    return next(same, where) + place.removeprefix(where)
