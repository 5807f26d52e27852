"""Which rules of a policy its examples exercise, and which boundaries they stand at."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import fields, frozen

from plpcore.evaluation._examples import ExampleResult
from plpcore.evaluation._seen import Case, seen_in
from plpcore.policy import (
    Alternative,
    Award,
    Block,
    Cap,
    Condition,
    Cycle,
    Deadline,
    Deemed,
    Edition,
    Floor,
    Policy,
    ResolvedPolicy,
    Rule,
    Rules,
    SignOffRule,
    Total,
    every_rule,
    origin,
    stated_rules,
)


@frozen
class RuleCoverage:
    """What the examples of a policy show of one rule.

    Attributes:
        rule: The rule's id.
        section: The section that it stands in; `editions` and `alternatives` for those.
        part: The id of the edition or the alternative that states it; empty: it holds where none states the section.
        seen: What was seen of it, such as `decided`, `met`, `short`, `exactly met`; in alphabetical order.
        missing: What could be seen of it and was not.
    """

    rule: str
    section: str
    part: str
    seen: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_exercised(self) -> bool:
        """Return whether an example shows it at work; that it let something pass is not enough."""
        return bool(set(self.seen) - PASSIVE) or not (self.seen or self.missing)


PASSIVE = frozenset({"passed", "not reached", "full", "not applied"})
"""What is also seen of a rule that nobody would miss."""


def rule_coverage(policy: Policy, results: Iterable[ExampleResult]) -> tuple[RuleCoverage, ...]:
    """Return what the examples show of every rule of every edition and alternative, in the order of the document."""
    examples = {one.id: one for one in policy.examples}
    seen: dict[tuple[str, str], set[str]] = {}
    for result in results:
        for part, rule, what in seen_in(Case(policy, examples[result.id], result.statement)):
            seen.setdefault((part, rule), set()).add(what)
    return tuple(_covered(part, section, rule, seen) for part, section, rule in _rules(policy))


def own_coverage(resolved: ResolvedPolicy, covered: Iterable[RuleCoverage]) -> tuple[RuleCoverage, ...]:
    """Return of all rules those that a layer adds, tightens or puts in the place of others; without a layer all.

    What it takes from the policy above as it is, the examples there show.
    """
    places = (place for place, _ in stated_rules(resolved.policy))
    return tuple(one for place, one in zip(places, covered, strict=True) if origin(resolved, place)[0] == 0)


def share_seen(covered: Iterable[RuleCoverage]) -> tuple[int, int]:
    """Return how much was seen of all rules together, and how much could be."""
    held = list(covered)
    seen = sum(len(one.seen) for one in held)
    return seen, seen + sum(len(one.missing) for one in held)


def _covered(part: str, section: str, rule: Rule, seen: Mapping[tuple[str, str], set[str]]) -> RuleCoverage:
    found = seen.get((part, rule.id), set())
    return RuleCoverage(rule.id, section, part, tuple(sorted(found)), tuple(sorted(set(_asked(rule)) - found)))


def _rules(policy: Policy) -> Iterator[tuple[str, str, Rule]]:
    yield from _of_part("", policy.rules)
    heads: tuple[tuple[str, tuple[Edition | Alternative, ...]], ...] = (
        ("editions", policy.editions),
        ("alternatives", policy.alternatives),
    )
    for name, several in heads:
        for one in several:
            yield "", name, one
            yield from _of_part(one.id, one.rules)


def _of_part(part: str, rules: Rules) -> Iterator[tuple[str, str, Rule]]:
    return ((part, section, rule) for section, rule in every_rule(rules))


def _asked(rule: Rule) -> tuple[str, ...]:
    """Return what could be seen of a rule."""
    match rule:
        case Award():
            return ("decided", *(word for key, word in _OF_AWARDS.items() if _states(rule, key)))
        case Condition() | Cap() if rule.waived:
            return ()
        case Total() if rule.amount == 0:
            return ("decided",)
        case Edition():
            ends = (("first day", rule.start), ("last day", rule.until))
            return ("applied", *(word for word, day in ends if day is not None))
        case _:
            return _ASKED.get(type(rule), ("applied",))


_OF_AWARDS = {
    "repeat": "repeated",
    "count_at_least": "too few",
    "least": "below the least",
    "whole": "in whole multiples",
}
_ASKED: Mapping[type[Rule], tuple[str, ...]] = {
    Cycle: ("applied", "first day", "last day"),
    Total: ("decided", "met", "short", "exactly met", "just short"),
    Floor: ("met", "short", "exactly met", "just short"),
    Condition: ("passed", "refused"),
    Cap: ("reached", "not reached"),
    Block: ("full", "not full"),
    Deemed: ("applied", "not applied"),
    Deadline: ("applied", "not applied"),
    SignOffRule: ("met", "short"),
}


def _states(rule: Rule, key: str) -> bool:
    attribute = next(one for one in fields(type(rule)) if one.name == key)
    return bool(getattr(rule, key) != attribute.default)
