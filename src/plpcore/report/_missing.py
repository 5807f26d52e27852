"""What is missing, the least that would mend it, and the certificate that it is so."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from plpcore.evaluation import Certificate, FixPart, Reason, Statement
from plpcore.report._voice import TOTAL, Value, Voice

_CYCLE = "cycle"
_IN_ONE_SENTENCE = 3
_CARRIED_IN = "carried-in"


def _named(places: Iterable[str], voice: Voice) -> str:
    return f" {voice.label('or')} ".join(voice.place(place) for place in places)


def fix_of(statement: Statement, voice: Voice) -> tuple[str, ...]:
    """Return the sentences that say what is missing; none when nothing is known to be."""
    return tuple(_fix(statement, voice))


def _fix(statement: Statement, voice: Voice) -> Iterable[str]:
    fix = statement.fix
    if fix.amount:
        floors = tuple(part for part in fix.parts if part.requirements != (TOTAL,))
        told = floors if not statement.sharing else _not_implied(floors)
        parts = [_part(part, statement, voice) for part in told]
        yield from _listed([voice.say("fix-amount", amount=fix.amount), *parts])
        if len(told) > 1:
            yield from _shared(told, statement, voice)
    for place, count in fix.distinct:
        yield voice.say("fix-distinct", count=count, requirement=voice.place(place))
    for name in fix.unsigned:
        yield voice.say("fix-unsigned", name=voice.rule(name))
    for rule in fix.exhausted:
        yield _exhausted(rule, statement, voice)


def _not_implied(parts: tuple[FixPart, ...]) -> tuple[FixPart, ...]:
    """Leave out what follows from the parts inside, once it is said of how many requirements an hour can be counted.

    Four requirements that lack 15 each make fifteen sets; the four say it all.
    """
    alone = {part.requirements[0]: part.at_least for part in parts if len(part.requirements) == 1}
    told: list[FixPart] = []
    for part in parts:
        inside = [one for one in told if set(one.requirements) <= set(part.requirements)]
        rests = [one.at_least + _sum(alone, set(part.requirements) - set(one.requirements)) for one in inside]
        if part.at_least > max(rests, default=Fraction(0)):
            told.append(part)
    return tuple(told)


def _sum(alone: Mapping[str, Fraction], places: Iterable[str]) -> Fraction:
    return sum((alone.get(place, Fraction(0)) for place in places), Fraction(0))


def _listed(clauses: list[str]) -> Iterable[str]:
    """A few clauses make one sentence; more of them are easier to read one by one."""
    if len(clauses) <= _IN_ONE_SENTENCE:
        yield ", ".join(clauses) + "."
    else:
        yield from (f"{clause[:1].upper()}{clause[1:]}." for clause in clauses)


def _shared(parts: tuple[FixPart, ...], statement: Statement, voice: Voice) -> Iterable[str]:
    """Of how many of the parts one hour can be. It lies in one year only, so it never serves two years."""
    if statement.sharing:
        if len(parts) <= statement.sharing:
            return
        is_nested = any(one.within for one in statement.requirements)
        yield voice.say("fix-apart-nested" if is_nested else "fix-apart", sharing=Fraction(statement.sharing))
        return
    spans = {one.key: one.span for one in statement.requirements}
    years = {spans.get(place, "") for part in parts for place in part.requirements} - {""}
    if len(years) <= 1:
        yield voice.label("same-credit")


def _part(part: FixPart, statement: Statement, voice: Voice) -> str:
    requirements = _named(part.requirements, voice)
    if statement.sharing > 1 and len(part.requirements) > 1:
        sharing = Fraction(statement.sharing)
        return voice.say("fix-shared", amount=part.at_least, requirements=requirements, sharing=sharing)
    if part.at_least == statement.fix.amount:
        return voice.say("fix-whole", requirements=requirements)
    return voice.say("fix-part", amount=part.at_least, requirements=requirements)


def _exhausted(rule: str, statement: Statement, voice: Voice) -> str:
    """A cap of each year, or of each value of a fact, is reached in some of them only; more in another helps."""
    told = _arguments_of(rule, statement)
    span, by = told.get("per", _CYCLE), told.get("by", ())
    if span == _CYCLE:
        return voice.say("fix-cap", rule=voice.rule(rule), by=by)
    return voice.say("fix-cap-span", rule=voice.rule(rule), span=span, by=by)


def _arguments_of(rule: str, statement: Statement) -> dict[str, Value]:
    steps = (step for line in statement.lines for step in line.steps)
    found = (step.arguments for step in steps if step.reason is Reason.CAP_REACHED and step.rule == rule)
    return dict(next(found, ()))


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
