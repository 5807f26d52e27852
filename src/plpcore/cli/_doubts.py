"""Words in a policy that may be misspelt: kinds and units are open, so a check can only ask."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from plpcore.model import KINDS
from plpcore.policy import ALWAYS, Award, FactRef, Policy, Predicate, compared_facts, every_rule

UNITS = (
    "ceu", "credit", "day", "hour", "item", "minute", "month", "page", "point", "quarter_hour", "semester_hour",
    "session", "week", "word", "year",
)  # fmt: skip
"""Source units that records usually come in."""


def doubtful_words(policy: Policy) -> Iterator[str]:
    """Return a line for every kind and every source unit that is not in the vocabulary, with the likely one."""
    for rule, kind in sorted(set(_kinds(policy))):
        if kind not in KINDS:
            yield f"doubtful: rule {rule}: '{kind}' is no kind of the vocabulary{_near(kind, KINDS)}"
    for rule, unit in sorted(set(_units(policy))):
        if unit not in UNITS:
            yield f"doubtful: rule {rule}: '{unit}' is no usual source unit{_near(unit, UNITS)}"


def _near(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _rules(policy: Policy) -> Iterator[tuple[str, object]]:
    parts = [policy.rules, *(one.rules for one in policy.editions), *(one.rules for one in policy.alternatives)]
    for rules in parts:
        for _, rule in every_rule(rules):
            yield rule.id, rule


def _whens(rule: object) -> Iterator[Predicate]:
    yield getattr(rule, "when", None) or ALWAYS
    yield getattr(rule, "require", None) or ALWAYS


def _kinds(policy: Policy) -> Iterator[tuple[str, str]]:
    for name, rule in _rules(policy):
        for when in _whens(rule):
            for compare in compared_facts(when):
                if compare.fact == "kind" and not isinstance(compare.value, FactRef):
                    values = compare.value if isinstance(compare.value, tuple) else (str(compare.value),)
                    yield from ((name, value) for value in values)


def _units(policy: Policy) -> Iterator[tuple[str, str]]:
    for name, rule in _rules(policy):
        for when in _whens(rule):
            found = [compare.fact for compare in compared_facts(when) if compare.fact.startswith("amount.")]
            yield from ((name, fact.removeprefix("amount.")) for fact in found)
        if isinstance(rule, Award):
            yield from ((name, unit) for unit in (rule.per, rule.count) if unit)
