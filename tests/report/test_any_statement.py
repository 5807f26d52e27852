"""Whatever a statement holds, it can be told, and no amount of it is lost."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from plpcore.evaluation import (
    Answer,
    Certificate,
    Citation,
    FixPart,
    GrantState,
    GrantUse,
    LeastFix,
    Line,
    OptionUsed,
    Outcome,
    Reason,
    RequiredStep,
    Requirement,
    Statement,
    Status,
    Step,
    WayOutcome,
)
from plpcore.model import Grant, GrantKind, Portfolio
from plpcore.period import Period
from plpcore.report import (
    catalogue,
    languages,
    render_json,
    render_markdown,
    render_text,
    statement_data,
    statement_schema,
)
from plpcore.report._voice import clean, number, share
from tests.report.cases import activity, grant, judged, portfolio, review
from tests.report.policies import HOURS, LIMITS

VALIDATOR = Draft202012Validator(statement_schema())

amounts = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)
whole = st.integers(0, 10**6)
words = st.text(max_size=12)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
ids = st.sampled_from(["total", "hours", "equity", "floor@2023", "a-1", "x"])
values = st.one_of(words, whole, amounts, days, st.lists(words, max_size=3).map(tuple))
arguments = st.dictionaries(
    st.sampled_from(["at_most", "at_least", "is_share", "per", "facts", "kinds", "amount", "from", "minimum"]), values
).map(lambda held: tuple(held.items()))
tuples = st.lists(ids, max_size=3).map(tuple)
counts = st.lists(st.tuples(ids, amounts), max_size=3).map(tuple)
units = st.lists(st.tuples(ids, whole), max_size=3).map(tuple)


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(strategy, max_size=3).map(tuple)


steps = st.builds(Step, st.sampled_from(Reason), ids, whole, whole, arguments)
activities = st.builds(
    activity, st.sampled_from(["a1", "b2"]), st.sampled_from(["book", "own-kind"]), st.just("7/3 hour")
)
lines = st.builds(
    Line,
    claim=activities,
    part=words,
    status=st.sampled_from(Status),
    steps=some(steps),
    earned_units=whole,
    counted_units=whole,
    placed_units=units,
    fits=tuples,
    missing=tuples,
    scale=st.integers(1, 10**6),
)


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    kind = draw(st.sampled_from(GrantKind))
    is_adjustment = kind is GrantKind.ADJUSTMENT
    return grant(
        "g",
        draw(ids),
        "" if is_adjustment else "a1",
        kind=kind,
        amount=draw(amounts) if is_adjustment else None,
        reason=draw(st.sampled_from(["Leave.", "a\nb\n", "*x* \u202e"])),
        granted=draw(days),
        entered=draw(st.none() | days),
        expires=draw(st.none() | st.dates(date(2091, 1, 1), date(2092, 1, 1))),
    )


requirements = st.builds(
    Requirement,
    id=ids,
    name=words,
    kind=st.sampled_from(["total", "floor", "distinct"]),
    span=words,
    within=st.just("") | ids,
    needed=amounts,
    credited=amounts,
)
anything: st.SearchStrategy[Statement] = st.builds(
    Statement,
    policy=words,
    digest=words,
    edition=words,
    alternative=words,
    educator=words,
    unit=words,
    units=words,
    as_of=days,
    known_at=st.none() | days,
    cycle=st.none() | days.map(lambda day: Period(day, date(2100, 1, 1))),
    outcome=st.sampled_from(Outcome),
    required=amounts,
    required_steps=some(st.builds(RequiredStep, st.sampled_from(Reason), ids, amounts, amounts, arguments)),
    total=amounts,
    carried_in=amounts,
    carried_out=amounts,
    lines=some(lines),
    requirements=some(requirements),
    sharing=st.integers(0, 3),
    quantum=st.none() | amounts,
    certificate=st.none() | st.builds(Certificate, tuples, amounts, amounts, counts),
    fix=st.builds(LeastFix, amounts, some(st.builds(FixPart, tuples, amounts)), tuples, counts, tuples),
    deemed_by=st.just("") | ids,
    signed=tuples,
    missing=tuples,
    alternatives=some(st.builds(WayOutcome, ids, st.sampled_from(Outcome), amounts)),
    answers=some(st.builds(Answer, ids, st.booleans(), some(st.tuples(ids, st.booleans() | values)), tuples)),
    options=st.just((OptionUsed("awards", "first", stated=True), OptionUsed("caps", "chronological", stated=False))),
    citations=some(st.builds(Citation, ids, words, words)),
    keep_until=st.none() | days,
    grants=some(st.builds(GrantUse, grants(), st.sampled_from(GrantState))),
)


@given(anything, st.sampled_from(languages()), st.integers(-5, 130), st.booleans())
def test_any_statement_can_be_told(held: Statement, language: str, width: int, color: bool) -> None:
    for detail in ("summary", "tree"):
        text = render_text(held, catalogue(language), width=width, color=color, detail=detail)
        page = render_markdown(held, catalogue(language), detail=detail)
        assert text.endswith("\n")
        assert page.startswith("# ")
        seen = text.replace("\x1b", "") if color else text
        assert [char for char in seen + page if clean(char) == "\ufffd" != char and char not in "\n "] == []


@given(anything)
def test_any_statement_can_be_written_as_data(held: Statement) -> None:
    VALIDATOR.validate(statement_data(held))
    assert json.loads(render_json(held)) == statement_data(held)


hours = st.fractions(min_value=0, max_value=20, max_denominator=12).map(lambda amount: f"{amount} hour")


@st.composite
def records(draw: st.DrawFn) -> Portfolio:
    """Return a record of a few activities of all sorts that the policies speak of."""
    kinds = st.sampled_from(["workshop", "blog-post", "conference", "edcamp", "book", "chat"])
    tags = st.lists(st.sampled_from(["equity", "ethics", "safety"]), unique=True).map(tuple)
    when = st.dates(date(2022, 1, 1), date(2024, 7, 1))
    found = [
        activity(f"a{place}", draw(kinds), draw(hours), tags=draw(tags), day=draw(when), topic="maths")
        for place in range(draw(st.integers(0, 5)))
    ]
    approved = [review(one.id, draw(st.sampled_from(["approved", "denied"]))) for one in found if draw(st.booleans())]
    return portfolio(*found, reviews=tuple(approved), carried=tuple(draw(st.lists(st.just("1/3"), max_size=1))))


def held_amounts(held: Statement) -> Iterator[Fraction]:
    yield from (held.total, held.required, held.fix.amount, held.carried_in, held.carried_out)
    yield from (part.at_least for part in held.fix.parts if len(part.requirements) == 1)
    for one in held.requirements:
        yield from (one.needed, one.credited, one.short)
    for step in held.required_steps:
        yield from (step.before, step.after)
    for line in held.lines:
        yield from (line.earned, line.counted, *(amount for _, amount in line.placed))
        yield from (quantity.amount for quantity in line.claimed)
        for change in line.steps:
            yield from (Fraction(change.before, line.scale), Fraction(change.after, line.scale))
    if held.certificate is not None:
        yield from (held.certificate.needs, held.certificate.reachable)
        yield from (amount for _, amount in held.certificate.by_source)


@pytest.mark.parametrize("policy", [HOURS, LIMITS], ids=["hours", "limits"])
@given(record=records(), language=st.sampled_from(languages()))
def test_no_amount_of_a_statement_is_lost(policy: str, record: Portfolio, language: str) -> None:
    held = judged(policy, record)
    for told in (
        render_text(held, catalogue(language), detail="tree"),
        render_markdown(held, catalogue(language), detail="tree"),
    ):
        seen = set(
            told.replace("(", " ").replace(",", " ").replace(";", " ").replace(".\n", " ").replace(":", " ").split(" ")
        )
        seen |= {word.strip(".\n()") for word in told.replace("\n", " ").split(" ")}
        assert [amount for amount in held_amounts(held) if amount and number(amount) not in seen] == []


@given(record=records())
def test_the_data_adds_up_as_the_statement_does(record: Portfolio) -> None:
    data = json.loads(render_json(judged(HOURS, record)))
    counted = sum(Fraction(line["counted"]["amount"]) for line in data["activities"])
    assert counted + Fraction(data["carried_in"]["amount"]) == Fraction(data["total"]["amount"])


@given(amounts | amounts.map(lambda amount: -amount))
def test_an_amount_in_words_is_exact(amount: Fraction) -> None:
    whole_part, _, rest = number(amount).rpartition("\u00a0")
    sign = -1 if whole_part.startswith("-") else 1
    assert Fraction(whole_part or 0) + sign * Fraction(rest) == amount


@given(st.fractions(min_value=0, max_value=1, max_denominator=1000))
def test_a_share_in_words_is_exact(part: Fraction) -> None:
    told = share(part)
    assert (Fraction(told[:-1]) / 100 if told.endswith("%") else Fraction(told)) == part


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is_when_cleaned_again(text: str) -> None:
    told = clean(text)
    assert "\n" not in told
    assert "\x1b" not in told
    assert clean(told) == told
