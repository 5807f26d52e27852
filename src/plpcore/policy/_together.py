"""The rules that hold together: those of one edition with one alternative, and where in the document each stands."""

from collections.abc import Iterator, Mapping

from attrs import fields, frozen

from plpcore.policy._awards import Rule
from plpcore.policy._policy import Alternative, Edition, Policy
from plpcore.policy._requirements import Floor
from plpcore.policy._rules import Options, Rules, overlay


@frozen
class Together:
    """Rules that hold together.

    Attributes:
        rules: The sections, the later laid over the earlier.
        places: For each section that is stated, the part of the document that states it: `$`, `$.editions[1]` …
        edition: The edition that the rules belong to; None: the policy has none.
        alternative: The way that they belong to; None: the policy has none.
    """

    rules: Rules
    places: Mapping[str, str]
    edition: Edition | None = None
    alternative: Alternative | None = None

    @property
    def options(self) -> Options:
        """Return the options that hold."""
        return self.rules.options or Options()

    def place(self, section: str) -> str:
        """Return the place of a section that is stated, such as `$.editions[1].floors`."""
        return f"{self.places[section]}.{section}"

    def floors(self) -> Iterator[tuple[str, Floor]]:
        """Yield each floor with its place."""
        for index, floor in enumerate(self.rules.floors or ()):
            yield f"{self.place('floors')}[{index}]", floor

    def all_rules(self) -> Iterator[tuple[str, Rule]]:
        """Yield every rule with its place, in the order in which the sections are stated."""
        for section in self.places:
            held = getattr(self.rules, section)
            several = isinstance(held, tuple)
            for index, rule in enumerate(held if several else (held,)):
                if isinstance(rule, Rule):
                    yield self.place(section) + (f"[{index}]" if several else ""), rule


def together_of(policy: Policy) -> Iterator[Together]:
    """Yield the rules of every edition with every alternative; a policy without them has one set of rules."""
    editions: list[tuple[int, Edition | None]] = [*enumerate(policy.editions)] or [(0, None)]
    ways: list[tuple[int, Alternative | None]] = [*enumerate(policy.alternatives)] or [(0, None)]
    for number, edition in editions:
        for place, way in ways:
            laid = [("$", policy.rules)]
            laid += [] if edition is None else [(f"$.editions[{number}]", edition.rules)]
            laid += [] if way is None else [(f"$.alternatives[{place}]", way.rules)]
            yield _laid(laid, edition, way)


def stated_at_the_top(policy: Policy) -> Together:
    """Return the rules that stand outside of editions and alternatives."""
    return _laid([("$", policy.rules)], None, None)


def _laid(parts: list[tuple[str, Rules]], edition: Edition | None, way: Alternative | None) -> Together:
    rules, places = Rules(), dict[str, str]()
    for place, stated in parts:
        rules = overlay(rules, stated)
        places |= {a.name: place for a in fields(Rules) if getattr(stated, a.name) is not None}
    return Together(rules, places, edition, way)


def stated_rules(policy: Policy) -> Iterator[tuple[str, Rule]]:
    """Yield every rule that the document states, with its place: editions and alternatives too, and what is in them."""
    yield from stated_at_the_top(policy).all_rules()
    heads: tuple[tuple[str, tuple[Edition | Alternative, ...]], ...] = (
        ("editions", policy.editions),
        ("alternatives", policy.alternatives),
    )
    for name, found in heads:
        for index, head in enumerate(found):
            place = f"$.{name}[{index}]"
            yield place, head
            yield from _laid([(place, head.rules)], None, None).all_rules()
