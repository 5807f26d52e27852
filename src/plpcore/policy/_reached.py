"""What the numbers of a layer do not reach: editions and alternatives in which another rule, or other rows, stand."""

from collections.abc import Iterator

from attrs import frozen

from plpcore.policy._awards import Rule
from plpcore.policy._layers import Tighten
from plpcore.policy._policy import Policy
from plpcore.policy._resolved import ResolvedPolicy
from plpcore.policy._rules import every_rule
from plpcore.policy._tighten import slot_of
from plpcore.policy._together import together_of


@frozen
class Unreached:
    """A tightening that holds in some editions and alternatives of the upper policy only.

    Attributes:
        place: Its place in the layer.
        rule: The id of the rule.
        parts: Where the rule has no such number, such as `edition 'new'` or `edition 'new' with alternative 'plan'`.
    """

    place: str
    rule: str
    parts: tuple[str, ...]


def unreached(resolved: ResolvedPolicy) -> tuple[Unreached, ...]:
    """Return the tightenings of a layer that do not hold in every edition and alternative of the upper policy."""
    layer, upper = resolved.layer, resolved.upper
    if layer is None or upper is None:
        return ()
    found = (
        Unreached(f"$.tighten[{index}]", one.rule, tuple(_without(one, upper.policy)))
        for index, one in enumerate(layer.tighten)
    )
    return tuple(one for one in found if one.parts)


def _without(one: Tighten, upper: Policy) -> Iterator[str]:
    for together in together_of(upper):
        if not any(_is_reached(rule, one) for _, rule in every_rule(together.rules)):
            heads = (("edition", together.edition), ("alternative", together.alternative))
            yield " with ".join(f"{word} '{head.id}'" for word, head in heads if head is not None)


def _is_reached(rule: Rule, one: Tighten) -> bool:
    return rule.id == one.rule and not getattr(rule, "waived", False) and slot_of(rule, one) is not None
