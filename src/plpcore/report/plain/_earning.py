"""Awards and conditions in sentences."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from plpcore.policy import (
    ApprovalTest,
    AttendanceTest,
    Award,
    Condition,
    EvidenceTest,
    GoalTest,
    GradeTest,
    Measure,
    PanelTest,
    ProviderTest,
    ReflectionTest,
    WithinTest,
)
from plpcore.report._voice import number, share
from plpcore.report.plain._voice import PlainVoice


def award(rule: Award, voice: PlainVoice) -> str:
    """Return what an award earns, and for what."""
    earns = "; ".join(_earns(rule, voice))
    if rule.otherwise:
        return voice.say("award-otherwise", earns=earns)
    when = voice.when(rule.when)
    return voice.say("award-when", when=when, earns=earns) if when else voice.say("award-any", earns=earns)


def _earns(rule: Award, voice: PlainVoice) -> Iterator[str]:
    yield _basis(rule, voice)
    if rule.times != 1:
        yield voice.say("times", times=rule.times)
    if rule.least:
        yield voice.say("least", least=voice.credit(rule.least))
    if rule.whole is not None:
        yield voice.say("whole", whole=voice.credit(rule.whole))
    if rule.repeat is not None:
        yield voice.say("repeat", same=voice.facts(rule.repeat.same), then=share(rule.repeat.then))
    if rule.split:
        shares = [voice.say("amount-of", name=_name(tag, voice), amount=share(part)) for tag, part in rule.split]
        yield voice.say("split", shares=", ".join(shares))


def _name(text: str, voice: PlainVoice) -> str:
    return voice.texts((text,)) or voice.say("empty")


def _basis(rule: Award, voice: PlainVoice) -> str:
    if rule.measure is not None:
        return _measured(rule.measure, voice)
    if rule.each is not None:
        at_least = rule.count_at_least or None
        return voice.say("each", each=voice.credit(rule.each), count=voice.unit(rule.count), at_least=at_least)
    if rule.fixed is not None:
        return voice.say("fixed", fixed=voice.credit(rule.fixed))
    if rule.table:
        rows = [
            voice.say("amount-of", name=voice.value(rule.by, value), amount=voice.credit(amount))
            for value, amount in rule.table
        ]
        return voice.say("table", by=voice.fact(rule.by), amounts=", ".join(rows))
    return _rate(rule, voice)


def _rate(rule: Award, voice: PlainVoice) -> str:
    """Thirty pages for an hour are easier to read than a thirtieth of an hour for a page."""
    above, below = rule.credit.as_integer_ratio()
    if above == 1 and below > 1:
        units = voice.unit(rule.per, is_one=False)
        return voice.say("rate-many", credit=voice.credit(Fraction(1)), count=below, units=units)
    return voice.say("rate", credit=voice.credit(rule.credit), unit=voice.unit(rule.per))


def _measured(measure: Measure, voice: PlainVoice) -> str:
    if measure.bands:
        rows = [
            voice.say("band", minutes=voice.minutes(band.minutes), credit=voice.credit(band.credit))
            for band in measure.bands
        ]
        return voice.say("banded", bands=", ".join(rows))
    return voice.say(
        "measured",
        unit_name=voice.texts((voice.policy.unit.name,)),
        minutes=number(measure.minutes_per_unit),
        minimum=voice.credit(measure.minimum) if measure.minimum else None,
        how=voice.say(measure.rounding.value),
        increment=None if measure.increment is None else number(measure.increment),
    )


def condition(rule: Condition, voice: PlainVoice) -> str:
    """Return what must be true for credit, of which learning and which educators."""
    text = _TESTS[rule.test](rule, voice)
    lines = [voice.say("require", when=voice.when(rule.when), text=text)]
    applies = voice.when(rule.applies)
    if applies:
        lines.append(voice.say("applies", applies=applies))
    if rule.waived:
        lines.append(voice.say("waived"))
    return " ".join(lines)


def _evidence(rule: Condition, voice: PlainVoice) -> str:
    test = rule.evidence or EvidenceTest()
    return voice.say("evidence", at_least=test.at_least, kinds=voice.texts(test.kinds))


def _reflection(rule: Condition, voice: PlainVoice) -> str:
    test = rule.reflection or ReflectionTest()
    prompts = voice.texts(test.prompts, "and")
    return voice.say("reflection", at_least=test.at_least, words=test.words or None, prompts=prompts)


def _goal(rule: Condition, voice: PlainVoice) -> str:
    test = rule.goal or GoalTest()
    return voice.say(f"goal-{test.state.value}", framework=voice.texts((test.framework,)))


def _approval(rule: Condition, voice: PlainVoice) -> str:
    test = rule.approval or ApprovalTest()
    purpose = voice.say(f"purpose-{test.purpose}")
    return voice.say(f"approval-{test.time.value}", purpose=purpose, roles=voice.texts(test.roles))


def _panel(rule: Condition, voice: PlainVoice) -> str:
    test = rule.panel or PanelTest(approvals=1)
    role = voice.texts((test.role,))
    return voice.say("panel", approvals=test.approvals, role=role, denials=test.denials_at_most)


def _provider(rule: Condition, voice: PlainVoice) -> str:
    test = rule.provider or ProviderTest()
    return voice.say("provider-one", providers=voice.texts(test.one_of)) if test.one_of else voice.say("provider-any")


def _within(rule: Condition, voice: PlainVoice) -> str:
    test = rule.within or WithinTest(fact="", days=0)
    return voice.say("within", fact=voice.fact(test.fact), days=test.days, of=voice.fact(test.of))


def _attendance(rule: Condition, voice: PlainVoice) -> str:
    test = rule.attendance or AttendanceTest()
    return voice.say(
        "attendance",
        attended=voice.fact(test.attended),
        share=share(test.share),
        scheduled=voice.fact(test.scheduled),
        how=voice.say(test.rounding.value),
        at_least=test.at_least or None,
    )


def _grade(rule: Condition, voice: PlainVoice) -> str:
    test = rule.grade or GradeTest(at_least="F")
    return voice.say("grade", fact=voice.fact(test.fact), at_least=test.at_least, passes=voice.texts(test.passes))


def _require(rule: Condition, voice: PlainVoice) -> str:
    found = rule.require if rule.require is not None else rule.require_educator
    return voice.say("always") if found is None else voice.condition(found)


_TESTS: dict[str, Callable[[Condition, PlainVoice], str]] = {
    "evidence": _evidence,
    "reflection": _reflection,
    "goal": _goal,
    "approval": _approval,
    "panel": _panel,
    "provider": _provider,
    "within": _within,
    "attendance": _attendance,
    "grade": _grade,
    "require": _require,
    "require_educator": _require,
}
