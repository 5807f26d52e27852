"""Words that nobody checks when a document is read: citations, kinds, source units."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from plpcore.evaluation._checks import Finding
from plpcore.model import KINDS
from plpcore.policy import (
    ALWAYS,
    Award,
    FactRef,
    Policy,
    Rule,
    compared_facts,
    stated_rules,
)

UNITS = (
    "ceu", "credit", "day", "hour", "item", "minute", "month", "page", "point", "quarter_hour", "semester_hour",
    "session", "week", "word", "year",
)  # fmt: skip
"""Source units that records usually come in."""

_STAND_INS = {
    "citation",
    "cite",
    "later",
    "missing",
    "n/a",
    "na",
    "none",
    "source",
    "tba",
    "tbd",
    "to do",
    "todo",
    "unknown",
    "xxx",
}


def citation_missing(policy: Policy) -> Iterator[Finding]:
    """A rule cites nothing: its `cite` is a stand-in such as `-`, `?` or `TODO`.

    Who is refused credit asks where that is written.
    """
    for place, rule in stated_rules(policy):
        words = rule.cite.strip().strip(".!?:-").casefold()
        if not re.search(r"\w", words) or words in _STAND_INS:
            yield Finding(f"{place}.cite", f"'{rule.id}' cites nothing", "name the source and the section")


def source_unknown(policy: Policy) -> Iterator[Finding]:
    """The policy lists its sources, and a rule cites none of them."""
    named = [re.compile(rf"(?<!\w){re.escape(source.id)}(?!\w)", re.IGNORECASE) for source in policy.sources]
    for place, rule in stated_rules(policy):
        if named and not any(one.search(rule.cite) for one in named):
            mend = _near(rule.cite, [source.id for source in policy.sources]) or "name the id of a source"
            yield Finding(f"{place}.cite", f"'{rule.id}' cites no source that the policy lists", mend)


def _near(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean {close[0]}?" if close else ""


def kind_unknown(policy: Policy) -> Iterator[Finding]:
    """A rule names a kind of activity that is not in the vocabulary. Kinds are open, so it may be meant."""
    for place, rule in stated_rules(policy):
        for kind in sorted(set(_kinds(rule))):
            if kind not in KINDS:
                yield Finding(place, f"'{kind}' is no kind of the vocabulary", _near(kind, KINDS))


def unit_unknown(policy: Policy) -> Iterator[Finding]:
    """A rule counts in a source unit that records seldom come in. Units are open, so it may be meant."""
    for place, rule in stated_rules(policy):
        for unit in sorted(set(_units(rule))):
            if unit not in UNITS:
                yield Finding(place, f"'{unit}' is no usual source unit", _near(unit, UNITS))


def _compares(rule: Rule) -> Iterator[tuple[str, object]]:
    for name in ("when", "require"):
        for compare in compared_facts(getattr(rule, name, None) or ALWAYS):
            yield compare.fact, compare.value


def _kinds(rule: Rule) -> Iterator[str]:
    for fact, value in _compares(rule):
        if fact == "kind" and not isinstance(value, FactRef | bool):
            yield from value if isinstance(value, tuple) else (str(value),)


def _units(rule: Rule) -> Iterator[str]:
    yield from (fact.removeprefix("amount.") for fact, _ in _compares(rule) if fact.startswith("amount."))
    if isinstance(rule, Award):
        yield from (unit for unit in (rule.per, rule.count) if unit)
