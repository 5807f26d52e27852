"""What is missing, the least that would mend it, and the certificate that it is so."""

from collections.abc import Iterable
from fractions import Fraction

from plpcore.evaluation import Certificate, FixPart, Reason, Statement
from plpcore.report._voice import TOTAL, Voice

_CYCLE = "cycle"
_CARRIED_IN = "carried-in"


def _named(places: Iterable[str], voice: Voice) -> str:
    return f" {voice.label('or')} ".join(voice.place(place) for place in places)


def fix_of(statement: Statement, voice: Voice) -> tuple[str, ...]:
    """Return the sentences that say what is missing; none when nothing is known to be."""
    return tuple(_fix(statement, voice))


def _fix(statement: Statement, voice: Voice) -> Iterable[str]:
    fix = statement.fix
    if fix.amount:
        floors = [part for part in fix.parts if part.requirements != (TOTAL,)]
        parts = [_part(part, statement, voice) for part in floors]
        yield ", ".join([voice.say("fix-amount", amount=fix.amount), *parts]) + "."
        if len(floors) > 1 and _can_share(floors, statement):
            yield voice.label("same-credit")
    for place, count in fix.distinct:
        yield voice.say("fix-distinct", count=count, requirement=voice.place(place))
    for name in fix.unsigned:
        yield voice.say("fix-unsigned", name=voice.rule(name))
    for rule in fix.exhausted:
        yield _exhausted(rule, statement, voice)


def _can_share(parts: list[FixPart], statement: Statement) -> bool:
    """One hour lies in one year only, so requirements of different years never share it."""
    spans = {one.key: one.span for one in statement.requirements}
    years = {spans.get(place, "") for part in parts for place in part.requirements} - {""}
    return not statement.sharing and len(years) <= 1


def _part(part: FixPart, statement: Statement, voice: Voice) -> str:
    requirements = _named(part.requirements, voice)
    if statement.sharing > 1 and len(part.requirements) > 1:
        sharing = Fraction(statement.sharing)
        return voice.say("fix-shared", amount=part.at_least, requirements=requirements, sharing=sharing)
    if part.at_least == statement.fix.amount:
        return voice.say("fix-whole", requirements=requirements)
    return voice.say("fix-part", amount=part.at_least, requirements=requirements)


def _exhausted(rule: str, statement: Statement, voice: Voice) -> str:
    """A cap that holds in each year is reached in some year only; more in another year helps."""
    span = _span_of(rule, statement)
    if span == _CYCLE:
        return voice.say("fix-cap", rule=voice.rule(rule))
    return voice.say("fix-cap-span", rule=voice.rule(rule), span=span)


def _span_of(rule: str, statement: Statement) -> str:
    for line in statement.lines:
        for step in line.steps:
            if step.reason is Reason.CAP_REACHED and step.rule == rule:
                return str(dict(step.arguments).get("per", _CYCLE))
    return _CYCLE


def certificate_of(statement: Statement, voice: Voice) -> tuple[str, ...]:
    """Return the sentence that says where it is tight; none where the policy asks for no credit."""
    found = statement.certificate
    if found is None:
        return ()
    phrase = "tight-short" if found.short else "tight-met"
    requirements = " + ".join(voice.place(place) for place in found.requirements)
    sources = ", ".join(_sources(found, voice))
    return (
        voice.say(phrase, requirements=requirements, needs=found.needs, reachable=found.reachable, sources=sources),
    )


def _sources(found: Certificate, voice: Voice) -> Iterable[str]:
    for kind, amount in found.by_source:
        if kind == _CARRIED_IN:
            yield voice.say("source-carried", amount=amount)
        else:
            yield voice.say("source", amount=amount, kind=kind)
