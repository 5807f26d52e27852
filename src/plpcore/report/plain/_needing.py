"""What is needed, what counts at most, and what goes on, in sentences."""

from collections.abc import Iterator

from plpcore.policy import (
    ALWAYS,
    Adjustment,
    AmountRow,
    Block,
    Cap,
    CarryOver,
    Deadline,
    Deemed,
    Floor,
    Length,
    Per,
    Prorate,
    Retention,
    ShareOf,
    SignOffRule,
    StepTable,
    Total,
    Window,
)
from plpcore.report._voice import number, share
from plpcore.report.plain._voice import PlainVoice

_ALL_CYCLES = 9_999


def total(rule: Total, voice: PlainVoice) -> str:
    """Return how much is needed, of whom."""
    if rule.amount is not None:
        return voice.say("total-amount", amount=voice.credit(rule.amount))
    if rule.highest_of is not None:
        rows = [
            voice.say("amount-of", name=voice.texts((name,)) or voice.say("empty"), amount=voice.credit(amount))
            for name, amount in rule.highest_of.amounts
        ]
        return voice.say("total-highest", fact=voice.fact(rule.highest_of.fact), amounts=", ".join(rows))
    lines = [voice.say("total-row", amount=voice.credit(row.amount), when=voice.when(row.when)) for row in rule.rows]
    return " ".join(lines if _has_rest(rule.rows) else [*lines, voice.say("total-else")])


def _has_rest(rows: tuple[AmountRow, ...]) -> bool:
    return bool(rows) and rows[-1].when == ALWAYS


def adjustment(rule: Adjustment, voice: PlainVoice) -> str:
    """Return how the requirement changes."""
    when = voice.when(rule.when)
    if rule.add is not None:
        over = rule.add.over or None
        return voice.say(
            "add", amount=voice.credit(rule.add.amount), each=voice.fact(rule.add.each), over=over, when=when
        )
    if rule.reduce is not None:
        return voice.say("reduce", amount=voice.credit(rule.reduce), when=when)
    return voice.say("exempt", when=when) if rule.prorate is None else _prorated(rule.prorate, when, voice)


def _prorated(rule: Prorate, when: str, voice: PlainVoice) -> str:
    increment = None if rule.increment is None else voice.credit(rule.increment)
    how = voice.say(rule.rounding.value)
    return voice.say("prorate", by=voice.fact(rule.by), of=rule.of, how=how, increment=increment, when=when)


def floor(rule: Floor, voice: PlainVoice, names: dict[str, str]) -> str:
    """Return a minimum, with everything that it depends on; `names` are those of the other minimums."""
    return " ".join([_minimum(rule, voice), *_of_floor(rule, voice, names)])


def _minimum(rule: Floor, voice: PlainVoice) -> str:
    when = voice.when(rule.when)
    if rule.distinct:
        return voice.say("floor-distinct", count=rule.at_least, fact=voice.fact(rule.distinct), when=when)
    if rule.share is not None:
        phrase = "floor-share" if rule.of is ShareOf.REQUIRED else "floor-share-counted"
        return voice.say(phrase, share=share(rule.share), when=when)
    return voice.say("floor-amount", amount=None if rule.at_least is None else voice.credit(rule.at_least), when=when)


def _of_floor(rule: Floor, voice: PlainVoice, names: dict[str, str]) -> Iterator[str]:
    if rule.per is Per.YEAR:
        years = ", ".join(str(year) for year in rule.years)
        yield voice.say("floor-years", years=years) if years else voice.say("floor-year")
    if rule.within:
        yield voice.say("floor-within", floor=names.get(rule.within, rule.within))
    if rule.window is not None:
        yield from window(rule.window, voice, "floor-window")
    yield from _applies(voice.when(rule.applies), voice)


def _applies(applies: str, voice: PlainVoice) -> Iterator[str]:
    if applies:
        yield voice.say("applies", applies=applies)


def window(span: Window, voice: PlainVoice, phrase: str) -> Iterator[str]:
    """Yield a span of days; nothing where it has no end."""
    if span.start is not None or span.until is not None:
        yield voice.say(phrase, **{"from": span.start, "until": span.until})


def cap(rule: Cap, voice: PlainVoice) -> str:
    """Return a maximum."""
    given = {
        "per": voice.say(f"per-{rule.per.value}"),
        "by": voice.facts(rule.by) if rule.by else None,
        "when": voice.when(rule.when),
    }
    if rule.share is not None:
        text = voice.say("cap-share", share=share(rule.share), **given)
    else:
        text = voice.say("cap-amount", amount=None if rule.at_most is None else voice.credit(rule.at_most), **given)
    waived = [voice.say("waived")] if rule.waived else []
    return " ".join([text, *_applies(voice.when(rule.applies), voice), *waived])


def block(rule: Block, voice: PlainVoice) -> str:
    """Return from when on a group counts."""
    by = voice.facts(rule.by) or voice.say("empty")
    return voice.say("block", when=voice.when(rule.when), by=by, at_least=voice.credit(rule.at_least))


def carry_over(rule: CarryOver, voice: PlainVoice) -> str:
    """Return what goes on to the next cycle."""
    if rule.at_most is None:
        return " ".join([voice.say("carry-all"), *_carried(rule, voice)])
    phrase = "carry-amount" if rule.at_most else "carry-nothing"
    return " ".join([voice.say(phrase, amount=voice.credit(rule.at_most)), *_carried(rule, voice)])


def _carried(rule: CarryOver, voice: PlainVoice) -> Iterator[str]:
    if rule.earned is not None:
        yield from window(rule.earned, voice, "carry-earned")
    if rule.last_months:
        yield voice.say("carry-months", count=rule.last_months)
    when = voice.when(rule.when)
    if when:
        yield voice.say("carry-when", when=when)
    if not rule.again:
        yield voice.say("carry-once")
    if rule.cycles != _ALL_CYCLES:
        yield voice.say("carry-cycles", count=rule.cycles)
    if rule.fills_floors:
        yield voice.say("carry-floors")
    if not rule.accepts:
        yield voice.say("carry-refused")
    yield from _applies(voice.when(rule.only_if), voice)


def deemed(rule: Deemed, voice: PlainVoice) -> str:
    """Return what satisfies everything at once."""
    if rule.educator is not None:
        return voice.say("deemed-educator", when=voice.condition(rule.educator))
    return voice.say("deemed-learning", count=rule.count, when=voice.condition(rule.when or ALWAYS))


def sign_off(rule: SignOffRule, voice: PlainVoice) -> str:
    """Return whose sign-off is needed."""
    return voice.say("sign-off", applies=voice.when(rule.applies))


def retention(rule: Retention, voice: PlainVoice) -> str:
    """Return how long evidence is kept."""
    return voice.say(f"retention-{rule.after.value}", length=voice.length(rule.years, rule.months))


def deadline(rule: Deadline, voice: PlainVoice) -> str:
    """Return what holds when."""
    pairs = [
        voice.say("pair", name=voice.texts((name,)) or voice.say("empty"), value=voice.value("", value))
        for name, value in rule.then
    ]
    then = "; ".join(pairs) or voice.say("nothing")
    return voice.say("deadline", when=voice.when(rule.when), then=then)


def step_table(rule: StepTable, voice: PlainVoice) -> str:
    """Return the rows of a table."""
    rows = [voice.say("step-row", amount=number(row.amount), when=voice.when(row.when)) for row in rule.rows]
    return voice.say("step-table", rows="; ".join(rows))


def length(row: Length, voice: PlainVoice, phrase: str) -> str:
    """Return a length of a cycle, and for whom."""
    return voice.say(phrase, length=voice.length(row.years, row.months), when=voice.when(row.when))
