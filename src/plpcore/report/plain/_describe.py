"""A whole policy in sentences: its rules by what people ask, then its editions and ways, then what its words mean."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from attrs import fields

from plpcore.policy import (
    ALWAYS,
    Calendar,
    CustomRule,
    Cycle,
    FactSpec,
    Floor,
    Length,
    Options,
    Policy,
    Rule,
    Rules,
    Window,
)
from plpcore.report._voice import clean
from plpcore.report.plain._earning import award, condition
from plpcore.report.plain._needing import (
    adjustment,
    block,
    cap,
    carry_over,
    deadline,
    deemed,
    floor,
    length,
    retention,
    sign_off,
    step_table,
    total,
    window,
)
from plpcore.report.plain._voice import PlainVoice, name_of


def describe_policy(policy: Policy, language: str = "en") -> str:
    """Return a policy in sentences, rule by rule with its citation, without ids and words of the policy language.

    What the author of the policy wrote (titles, citations, the meaning of facts) stays in the author's language.

    Args:
        policy: The policy.
        language: The language's code.

    Raises:
        InputError: When there are no sentences in the language.
    """
    return "\n".join(_lines(policy, PlainVoice(policy, language))) + "\n"


def _lines(policy: Policy, voice: PlainVoice) -> Iterator[str]:
    yield clean(policy.title)
    yield voice.say("counted-in", jurisdiction=clean(policy.jurisdiction), units=clean(policy.unit.many))
    yield from _sections(policy.rules, voice)
    if policy.editions:
        yield from ("", voice.say("head-editions"), voice.say("edition-by", day=_selector(policy, voice)))
    for edition in policy.editions:
        days = {"from": edition.start, "until": edition.until}
        head = voice.say(
            "edition", title=name_of(edition), published=edition.published, cite=clean(edition.cite), **days
        )
        yield from _restated(head, edition.rules, voice)
    if policy.alternatives:
        yield from ("", voice.say("head-alternatives"))
    for way in policy.alternatives:
        yield from _restated(voice.say("way", title=name_of(way), cite=clean(way.cite)), way.rules, voice)
    facts = [*policy.facts, *policy.activity_facts]
    if facts:
        yield from ("", voice.say("head-facts"))
        yield from (f"- {_fact(name, spec, voice)}" for name, spec in facts)


def _selector(policy: Policy, voice: PlainVoice) -> str:
    by = policy.edition_by
    return voice.say(f"by-{by}") if f"by-{by}" in voice.phrases else voice.fact(by)


def _fact(name: str, spec: FactSpec, voice: PlainVoice) -> str:
    default = None if spec.default is None else voice.value(name, spec.default)
    meaning = clean(spec.meaning)
    phrase = "fact" if meaning else "fact-bare"
    return voice.say(phrase, name=voice.fact(name), meaning=meaning, default=default)


def _restated(head: str, rules: Rules, voice: PlainVoice) -> Iterator[str]:
    yield from ("", head)
    lines = list(_sections(rules, voice))
    if lines:
        yield voice.say("edition-restates")
        yield from lines


def _sections(rules: Rules, voice: PlainVoice) -> Iterator[str]:
    for name, told in _TELL.items():
        held = getattr(rules, name)
        if held is not None:
            lines = list(told(held, voice))
            yield from ("", voice.say(f"head-{name}"))
            yield from (f"- {line}" for line in lines or [voice.say("none")])


def _cited(rule: Rule, text: str, voice: PlainVoice) -> str:
    title = clean(rule.title)
    return voice.say("rule-named" if title else "rule", title=title, text=text, cite=clean(rule.cite))


Tell: TypeAlias = Callable[[Any, PlainVoice], Iterator[str]]
"""How one section of the rules is told, line by line."""


def _each(told: Callable[[Any, PlainVoice], str]) -> Tell:
    """Return how a section of several rules is told."""

    def tell(rules: tuple[Any, ...], voice: PlainVoice) -> Iterator[str]:
        return (_cited(rule, told(rule, voice), voice) for rule in rules)

    return tell


def _one(told: Callable[[Any, PlainVoice], str]) -> Tell:
    """Return how a section of one rule is told."""
    return lambda rule, voice: iter((_cited(rule, told(rule, voice), voice),))


def _floors(floors: tuple[Floor, ...], voice: PlainVoice) -> Iterator[str]:
    names = {one.id: name_of(one) for one in floors}
    for one in floors:
        yield _cited(one, floor(one, voice, names), voice)
    if floors and voice.policy.unit.quantum is not None:
        yield voice.say("quantum", amount=voice.credit(voice.policy.unit.quantum))


def _sharing(count: int, voice: PlainVoice) -> Iterator[str]:
    yield voice.say(f"sharing-{count}" if count in {0, 1} else "sharing-more", count=count)


def _window(span: Window, voice: PlainVoice) -> Iterator[str]:
    return window(span, voice, "window")


def _cycle(cycle: Cycle, voice: PlainVoice) -> str:
    return " ".join(_of_cycle(cycle, voice))


def _of_cycle(cycle: Cycle, voice: PlainVoice) -> Iterator[str]:
    yield voice.say(
        f"cycle-{cycle.anchor.value}",
        fact=voice.fact(cycle.fact),
        month=voice.fact(cycle.month_fact),
        not_before=cycle.not_before,
        first_day=cycle.first_day,
        start=cycle.start,
    )
    for row in cycle.lengths:
        yield length(row, voice, "length")
    has_rest = bool(cycle.lengths) and cycle.lengths[-1].when == ALWAYS
    if (cycle.years or cycle.months) and not has_rest:
        yield length(Length(years=cycle.years, months=cycle.months), voice, "length")
    for row in cycle.extend:
        yield length(row, voice, "longer")
    if cycle.minus:
        yield voice.say("minus", fact=voice.fact(cycle.minus))
    if cycle.repeats:
        yield voice.say("repeats")


_SPANS = ("year", "semester", "week", "day")


def _calendar(calendar: Calendar, voice: PlainVoice) -> Iterator[str]:
    yield voice.say("year-starts", day=calendar.year_starts)
    if calendar.semester_starts != Calendar().semester_starts:
        yield voice.say("semester-starts", days=", ".join(calendar.semester_starts) or voice.say("nothing"))
    for span in _SPANS:
        fact = getattr(calendar, f"{span}_fact")
        if fact:
            yield voice.say("span-fact", fact=voice.fact(fact), span=voice.words.words["spans"][span])


def _custom(rule: CustomRule, voice: PlainVoice) -> str:
    return voice.say("custom", kind=voice.texts((rule.kind,)), values="" if rule.spec == "{}" else clean(rule.spec))


def _options(held: Options, voice: PlainVoice) -> Iterator[str]:
    default = Options()
    for option in fields(Options):
        chosen = getattr(held, option.name)
        if chosen is not getattr(default, option.name):
            words = voice.words.options[option.name]
            yield voice.say("option", title=words.title, value=words.values[chosen.value])


_TELL: dict[str, Tell] = {
    "total": _one(total),
    "adjustments": _each(adjustment),
    "floors": _floors,
    "sharing": _sharing,
    "deemed": _each(deemed),
    "sign_offs": _each(sign_off),
    "awards": _each(award),
    "conditions": _each(condition),
    "blocks": _each(block),
    "caps": _each(cap),
    "cycle": _one(_cycle),
    "window": _window,
    "calendar": _calendar,
    "carry_over": _one(carry_over),
    "retention": _one(retention),
    "deadlines": _each(deadline),
    "step_tables": _each(step_table),
    "rules": _each(_custom),
    "options": _options,
}
"""Every section of the rules, in the order in which people ask."""
