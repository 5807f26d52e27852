"""A statement in words, before it is laid out: sentences and amounts in the order in which people ask for them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from plpcore.evaluation import Answer, Line, Outcome, Reason, RequiredStep, Requirement, Statement, Status, Step
from plpcore.report._catalogue import Catalogue
from plpcore.report._grants import grants_of
from plpcore.report._missing import certificate_of, fix_of
from plpcore.report._verdict import asks_credit, head_of, verdict_of
from plpcore.report._voice import TOTAL, Voice, clean, number, voice_of

_ALWAYS_TOLD = frozenset({Reason.REVIEWED, Reason.HOST_RULE, Reason.HOST_RULE_OPAQUE})
_NO_LOSS = frozenset({Reason.SPLIT, Reason.MULTIPLIED})


@frozen
class Because:
    """Why an amount is what it is.

    Attributes:
        sentence: The reason in words.
        rule: The rule and where it is written; empty: no rule decided.
        code: The reason's code.
    """

    sentence: str
    rule: str
    code: str


@frozen
class Change:
    """One step from an amount to the next one."""

    before: str
    after: str
    because: Because


@frozen
class Standing:
    """A requirement in words.

    Attributes:
        fills: Which part of what is needed is there, from 0 to 1.
        is_reached: Whether nothing is short.
    """

    name: str
    credited: str
    state: str
    fills: Fraction
    is_reached: bool


@frozen
class Entry:
    """An activity, or one part of it, in words.

    Attributes:
        id: The activity's id.
        title: Its title; may be empty.
        about: Its kind, day, claimed amounts, and part.
        status: What became of it.
        counts: What counts of it.
        notes: Which requirements it fills, and what may change it.
        why: What took credit away, or why it waits.
        steps: How its credit came about.
    """

    id: str
    title: str
    about: str
    status: Status
    counts: str
    notes: tuple[str, ...]
    why: tuple[Because, ...]
    steps: tuple[Change, ...]


@frozen
class Section:
    """A heading with its items."""

    title: str
    items: tuple[str, ...]


@frozen
class Account:
    """A whole statement in words.

    Attributes:
        verdict: The outcome's word, and the sentence that follows it.
        head: Which policy, educator, days and cycle.
        identity: The digest of the policy's text.
        before: Sections that stand before the activities: what is missing, where it is tight, what waits.
        required: How the required total came about.
        after: Sections that stand after them.
    """

    outcome: Outcome
    verdict: tuple[str, str]
    head: tuple[str, ...]
    identity: str
    requirements: tuple[Standing, ...]
    before: tuple[Section, ...]
    entries: tuple[Entry, ...]
    required: tuple[Change, ...]
    after: tuple[Section, ...]


def account_of(
    statement: Statement, words: Catalogue, *, is_full: bool, extends: Sequence[str] = ()
) -> tuple[Account, Voice]:
    """Return a statement in words, with the voice that told it.

    Args:
        statement: The statement.
        words: The language.
        is_full: Name every option, and not only those that the policy states.
        extends: The ids of the policies that its policy extends, the lowest authority first.
    """
    voice = voice_of(statement, words)
    account = Account(
        outcome=statement.outcome,
        verdict=(voice.word("outcomes", statement.outcome), verdict_of(statement, voice)),
        head=head_of(statement, voice, extends),
        identity=voice.say("digest", digest=statement.digest),
        requirements=tuple(_requirements(statement, voice)),
        before=_filled(_before(statement, voice, is_full=is_full)),
        entries=tuple(_entry(line, voice, is_full=is_full) for line in statement.lines),
        required=tuple(_required(step, voice) for step in statement.required_steps),
        after=_filled(_after(statement, voice, is_full=is_full)),
    )
    return account, voice


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.items)


def _before(statement: Statement, voice: Voice, *, is_full: bool) -> Iterable[Section]:
    yield Section(voice.label("missing"), fix_of(statement, voice))
    if is_full or not statement.deemed_by:
        yield Section(voice.label("bottleneck"), certificate_of(statement, voice))
    yield Section(voice.label("pending"), tuple(_pending(statement, voice)))
    yield Section(voice.label("undetermined"), tuple(_lacking(statement, voice)))


def _after(statement: Statement, voice: Voice, *, is_full: bool) -> Iterable[Section]:
    yield Section(voice.label("ways"), tuple(_ways(statement, voice)))
    yield Section(voice.label("further"), tuple(_further(statement, voice)))
    yield Section(voice.label("grants"), grants_of(statement, voice))
    yield Section(voice.label("options"), tuple(_options(statement, voice, is_full=is_full)))
    if is_full:
        yield Section(voice.label("sources"), tuple(_sources(statement)))


def _requirements(statement: Statement, voice: Voice) -> Iterable[Standing]:
    for one in statement.requirements:
        if one.kind != TOTAL or asks_credit(statement):
            yield _bare_total(one, statement, voice) if _is_bare(one) else _requirement(one, voice)


def _is_bare(one: Requirement) -> bool:
    return one.kind == TOTAL and not one.needed


def _bare_total(one: Requirement, statement: Statement, voice: Voice) -> Standing:
    """A total of 0 is no requirement; where facts are missing it may become one."""
    is_open = statement.outcome is Outcome.UNDETERMINED
    state = voice.label("unknown" if is_open else "no-minimum")
    return Standing(
        voice.label("total"), voice.credit(one.credited), state, Fraction(not is_open), is_reached=not is_open
    )


def _requirement(one: Requirement, voice: Voice) -> Standing:
    counts = one.kind == "distinct"
    credited = voice.say("distinct" if counts else "credited", credited=one.credited, needed=one.needed)
    state = voice.say("short", short=one.short) if one.short else voice.label("reached")
    part = min(Fraction(1), one.credited / one.needed) if one.needed else Fraction(1)
    return Standing(_standing_name(one, voice), credited, state, part, not one.short)


def _standing_name(one: Requirement, voice: Voice) -> str:
    name = voice.place(one.key)
    return voice.say("within", name=name, floor=voice.rule(one.within)) if one.within else name


def _pending(statement: Statement, voice: Voice) -> Iterable[str]:
    for line in statement.lines:
        if line.status is Status.PENDING:
            yield voice.say("waits", activity=_name(line), amount=line.earned)


def _name(line: Line) -> str:
    return " ".join(part for part in (line.activity, line.claim.title) if part)


def _lacking(statement: Statement, voice: Voice) -> Iterable[str]:
    for fact in statement.missing:
        places = dict.fromkeys(line.activity for line in statement.lines if fact in line.missing)
        yield voice.say("lacks", fact=fact, places=", ".join(places) or voice.label("educator"))


def _ways(statement: Statement, voice: Voice) -> Iterable[str]:
    for way in statement.alternatives:
        yield voice.say(
            "way", way=voice.rule(way.id), outcome=voice.word("outcomes", way.outcome), short=way.short or None
        )


def _further(statement: Statement, voice: Voice) -> Iterable[str]:
    if statement.carried_in:
        yield voice.say("carried-in", amount=statement.carried_in)
    if statement.carried_out:
        yield voice.say("carried-out", amount=statement.carried_out)
    if statement.signed:
        yield voice.say("signed", names=", ".join(voice.rule(name) for name in statement.signed))
    yield from (_answer(answer, voice) for answer in statement.answers)
    if statement.quantum is not None:
        yield voice.say("quantum", amount=statement.quantum)
    if statement.keep_until is not None:
        yield voice.say("keep", day=statement.keep_until)


def _answer(answer: Answer, voice: Voice) -> str:
    told = [f"{clean(name)} = {voice.value(value)}" for name, value in answer.values]
    if answer.missing:
        told.append(voice.say("not-known", facts=answer.missing))
    mark = f" ({voice.label('opaque')})" if answer.opaque else ""
    return voice.say("answer", rule=voice.rule(answer.rule), values=", ".join(told)) + mark


def _options(statement: Statement, voice: Voice, *, is_full: bool) -> Iterable[str]:
    told = [option for option in statement.options if option.stated or is_full]
    for option in told:
        words = voice.catalogue.options[option.name]
        says = voice.label("option-stated" if option.stated else "option-default")
        yield f"{words.title}: {words.values[option.value]} ({says})"
    if len(told) < len(statement.options):
        yield voice.label("options-rest")


def _sources(statement: Statement) -> Iterable[str]:
    for one in statement.citations:
        yield clean(f"{one.rule}: {one.name}. {one.cite}" if one.name != one.rule else f"{one.rule}. {one.cite}")


def _entry(line: Line, voice: Voice, *, is_full: bool) -> Entry:
    return Entry(
        id=clean(line.activity),
        title=clean(line.claim.title),
        about=_about(line, voice),
        status=line.status,
        counts=_counts(line, voice),
        notes=tuple(_notes(line, voice, is_full=is_full)),
        why=tuple(_because(step, voice) for step in _losses(line)),
        steps=tuple(_change(step, line.scale, voice) for step in line.steps),
    )


def _about(line: Line, voice: Voice) -> str:
    day = line.claim.completed
    amounts = ", ".join(voice.quantity(amount) for amount in line.claimed)
    told = voice.label("no-date") if day is None else day.isoformat()
    about = voice.say("about", kind=line.kind, day=told, amounts=amounts)
    return f"{about}; {voice.say('part', part=line.part)}" if line.part else about


def _counts(line: Line, voice: Voice) -> str:
    earned = line.earned or None
    if line.status is Status.PENDING:
        return voice.say("counts-pending", earned=earned)
    if line.status is Status.UNDETERMINED:
        return voice.say("counts-unknown", earned=earned)
    if not line.counted_units:
        fills = any(amount for _, amount in line.placed)
        return voice.say("counts-elsewhere" if fills else "counts-nothing", earned=earned)
    if line.counted_units == line.earned_units:
        return voice.say("counts-all", counted=line.counted)
    return voice.say("counts-part", counted=line.counted, earned=line.earned)


def _notes(line: Line, voice: Voice, *, is_full: bool) -> Iterable[str]:
    places = [f"{voice.place(place)} {number(amount)}" for place, amount in line.placed if amount]
    if places:
        yield voice.say("fills", places=", ".join(places))
    filled = {place for place, amount in line.placed if amount}
    others = [voice.place(place) for place in line.fits if place not in filled]
    if is_full and others:
        yield voice.say("fits", places=", ".join(others))
    if line.missing and line.status is Status.COUNTED:
        yield voice.say("may-change", facts=line.missing)


def _losses(line: Line) -> tuple[Step, ...]:
    """Where an award itself gives nothing, that step is the reason."""
    refusals = line.refusals
    found = tuple(step for step in line.steps if _is_loss(step, refusals))
    return found if found or line.earned_units else tuple(step for step in line.steps if not step.is_note)[-1:]


def _is_loss(step: Step, refusals: tuple[Step, ...]) -> bool:
    """An amount that a reviewer wrote or a host's rule set is always told, whichever way it went."""
    return step.reason in _ALWAYS_TOLD or (step in refusals and step.reason not in _NO_LOSS)


def _change(step: Step, scale: int, voice: Voice) -> Change:
    before, after = Fraction(step.before, scale), Fraction(step.after, scale)
    return Change(number(before), number(after), _because(step, voice))


def _required(step: RequiredStep, voice: Voice) -> Change:
    return Change(number(step.before), number(step.after), _because(step, voice))


def _because(step: Step | RequiredStep, voice: Voice) -> Because:
    return Because(voice.reason(step.reason, step.arguments), voice.because(step.rule), step.reason.value)
