"""Hypothesis strategies for every value of the plan, valid by construction.

Each is a function that returns a strategy. Whatever is drawn can be written by `plpcore.codec` and read back equal.
Texts are of many scripts, amounts as long as an amount can be, and days reach from the year 1 to 9999.

A strategy of something with an id takes `named`, a strategy of ids. One of something that refers to others takes their
ids: None for any ids at all, which is fine for a value that stands alone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from attrs import evolve
from hypothesis import strategies as st

from plpcore.model import (
    KINDS,
    Activity,
    Alignment,
    CarriedCredit,
    Educator,
    Evidence,
    ExternalIds,
    Facts,
    FactValue,
    FileDigest,
    Goal,
    Grant,
    GrantKind,
    Link,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Submission,
    Text,
    Visibility,
)
from plpcore.period import Period
from plpcore.quantity import MAX_DECIMALS, MAX_DIGITS, Quantity

__all__ = [
    "activities", "alignments", "amounts", "bodies", "carried_credits", "days", "educators", "evidence",
    "external_ids", "facts", "goals", "grants", "ids", "lines", "periods", "plans", "portfolios", "quantities",
    "reflections", "reviews", "sign_offs", "submissions",
]  # fmt: skip

T = TypeVar("T")
Ids = Sequence[str] | None
"""The ids that a value may refer to; None: any."""

_LETTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="@")
_VISIBLE = st.characters(exclude_categories=["C", "Z"])
_UNITS = ["hour", "minute", "semester-credit", "ceu", "page"]
_DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
_X: Any = st.just("x")
"""Stands for an id until there is one."""
_LAST = date(9999, 12, 31)


@cache
def ids() -> st.SearchStrategy[str]:
    """Return a strategy of ids of any script."""
    return st.text(_LETTERS, min_size=1, max_size=5)


@cache
def lines() -> st.SearchStrategy[str]:
    """Return a strategy of texts on one line, the empty one included."""
    return st.text(_VISIBLE, max_size=6)


@cache
def bodies() -> st.SearchStrategy[str]:
    """Return a strategy of texts of one or more lines that are not blank."""
    ends = st.sampled_from(["", "\n", "\nétude \U0001f4d6\n", "\n\ttwo\r\nlines"])
    return st.builds(lambda text, end: text + end, st.text(_LETTERS, min_size=1, max_size=6), ends)


@cache
def days() -> st.SearchStrategy[date]:
    """Return a strategy of days of the calendar, often a 29 February."""
    return st.dates() | st.sampled_from([date(2024, 2, 29), date(2000, 2, 29), date.min, _LAST])


@cache
def amounts() -> st.SearchStrategy[Fraction]:
    """Return a strategy of exact amounts from 0 on, as long as an amount can be."""
    fractions = st.builds(Fraction, st.integers(0, 10**MAX_DIGITS - 1), st.integers(1, 10**MAX_DECIMALS - 1))
    decimals = st.integers(0, 10 ** (MAX_DIGITS + MAX_DECIMALS) - 1).map(lambda held: Fraction(held, 10**MAX_DECIMALS))
    return st.integers(0, 60).map(Fraction) | fractions | decimals


@cache
def quantities() -> st.SearchStrategy[Quantity]:
    """Return a strategy of amounts of one unit."""
    return st.builds(Quantity, amounts(), st.sampled_from(_UNITS))


@cache
def periods() -> st.SearchStrategy[Period]:
    """Return a strategy of periods of 1 to 3,000 days."""
    lengths = st.integers(1, 3_000).map(lambda count: timedelta(days=count))
    starts = st.dates(max_value=_LAST - timedelta(days=3_000))
    return st.builds(lambda start, length: Period(start, start + length), starts, lengths)


@cache
def facts() -> st.SearchStrategy[Facts]:
    """Return a strategy of up to 2 facts of every kind."""
    texts = st.lists(lines(), max_size=2).map(tuple)
    values: st.SearchStrategy[FactValue] = st.one_of(lines(), st.booleans(), amounts(), days(), texts)
    return st.dictionaries(ids(), values, max_size=2).map(Facts)


@cache
def external_ids() -> st.SearchStrategy[ExternalIds]:
    """Return a strategy of ids in other systems."""
    return st.dictionaries(st.sampled_from(["state", "badge", "hr"]), ids(), max_size=2).map(ExternalIds)


@cache
def alignments() -> st.SearchStrategy[Alignment]:
    """Return a strategy of ties to items of frameworks."""
    return st.builds(Alignment, ids(), ids(), code=lines(), url=st.sampled_from(["", "https://example.org/3.A.2"]))


def educators(named: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Educator]:
    """Return a strategy of educators with facts."""
    return st.builds(evolve, _educators(), id=_named(named))


@cache
def _educators() -> st.SearchStrategy[Educator]:
    return st.builds(Educator, _X, facts=facts(), external_ids=external_ids())


def goals(named: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Goal]:
    """Return a strategy of goals."""
    return st.builds(evolve, _goals(), id=_named(named))


@cache
def _goals() -> st.SearchStrategy[Goal]:
    return st.builds(
        Goal,
        _X,
        ids(),
        measure=st.just("") | bodies(),
        due=_maybe(days()),
        priority=_maybe(st.integers(1, 9)),
        alignments=_few(alignments()),
        external_ids=external_ids(),
    )


def plans(named: st.SearchStrategy[str] | None = None, *, goals: Ids = None) -> st.SearchStrategy[Plan]:
    """Return a strategy of plans."""
    return st.builds(evolve, _plans(), id=_named(named), goals=_references(goals))


@cache
def _plans() -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        _X,
        title=lines(),
        period=_maybe(periods()),
        started=_maybe(days()),
        external_ids=external_ids(),
    )


def evidence(named: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Evidence]:
    """Return a strategy of evidence: links, digests of files, and texts."""
    return st.builds(evolve, _evidence(), id=_named(named))


@cache
def _evidence() -> st.SearchStrategy[Evidence]:
    links = st.builds(
        Link, st.sampled_from(["https://example.org/a?b=1", "http://example.org", "https://é.example/#x"])
    )
    files = st.builds(
        FileDigest, _DIGESTS, st.sampled_from(["image/png", "application/pdf"]), st.integers(0, 2**63 - 1)
    )
    return st.builds(
        Evidence,
        _X,
        st.sampled_from(["certificate", "student-work"]) | ids(),
        st.one_of(links, files, st.builds(Text, bodies())),
        title=lines(),
        added=_maybe(days()),
        alignments=_few(alignments()),
        external_ids=external_ids(),
    )


def activities(
    named: st.SearchStrategy[str] | None = None, *, goals: Ids = None, evidence: Ids = None
) -> st.SearchStrategy[Activity]:
    """Return a strategy of activities of any kind, with days in their order."""
    refers = {"goals": _references(goals), "evidence": _references(evidence)}
    return st.builds(evolve, _activities(), id=_named(named), **refers)


@cache
def _activities() -> st.SearchStrategy[Activity]:
    spans = st.tuples(_maybe(days()), _maybe(days())).map(_in_order)
    parts: dict[str, st.SearchStrategy[Any]] = {
        "id": _X,
        "kind": st.sampled_from(sorted(KINDS)) | ids(),
        "title": lines(),
        "entered": _maybe(days()),
        "amounts": _few(quantities()),
        "tags": _few(ids()),
        "provider": lines(),
        "alignments": _few(alignments()),
        "facts": facts(),
        "external_ids": external_ids(),
    }
    return st.builds(
        lambda span, held: Activity(started=span[0], completed=span[1], **held), spans, st.fixed_dictionaries(parts)
    )


def reflections(
    named: st.SearchStrategy[str] | None = None, *, activities: Ids = None, goals: Ids = None
) -> st.SearchStrategy[Reflection]:
    """Return a strategy of reflections of every visibility."""
    refers = {"activities": _references(activities), "goals": _references(goals)}
    return st.builds(evolve, _reflections(), id=_named(named), **refers)


@cache
def _reflections() -> st.SearchStrategy[Reflection]:
    return st.builds(
        Reflection,
        _X,
        st.just(()),
        bodies(),
        prompt=lines(),
        prompt_version=st.integers(1, 9),
        visibility=st.sampled_from(Visibility),
        written=_maybe(days()),
        external_ids=external_ids(),
    )


@st.composite
def reviews(
    draw: st.DrawFn,
    named: st.SearchStrategy[str] | None = None,
    *,
    subjects: st.SearchStrategy[tuple[str, ReviewPurpose]] | None = None,
) -> Review:
    """Return a strategy of reviews of every purpose and decision; `subjects` draws an id with a purpose."""
    subject, purpose = draw(st.tuples(ids(), st.sampled_from(ReviewPurpose)) if subjects is None else subjects)
    decision = draw(st.sampled_from(ReviewDecision))
    needs_reason = decision in {ReviewDecision.DENIED, ReviewDecision.REVOKED}
    return Review(
        draw(_named(named)),  # type: ignore[arg-type]  # an id as it is drawn
        subject,
        purpose,
        decision,
        reviewer=draw(lines()),
        role=draw(lines()),
        decided=draw(_maybe(days())),
        reason=draw(ids() if needs_reason else st.just("") | ids()),
        amount=draw(_maybe(quantities())) if decision is ReviewDecision.APPROVED else None,
        comment=draw(st.just("") | bodies()),
    )


def submissions(subjects: Ids = None) -> st.SearchStrategy[Submission]:
    """Return a strategy of submissions, whichever attempt each is."""
    return st.builds(Submission, _one_of(subjects), st.integers(1, 9), days(), st.just("") | _DIGESTS)


@cache
def sign_offs() -> st.SearchStrategy[SignOff]:
    """Return a strategy of signatures, missing ones included."""
    return st.builds(SignOff, ids(), by=lines(), signed=_maybe(days()))


@cache
def carried_credits() -> st.SearchStrategy[CarriedCredit]:
    """Return a strategy of credit that earlier cycles handed on."""
    return st.builds(CarriedCredit, amounts(), _maybe(periods()), st.integers(0, 3), _few(ids()))


@st.composite
def grants(draw: st.DrawFn, named: st.SearchStrategy[str] | None = None, *, activities: Ids = None) -> Grant:
    """Return a strategy of waivers, adjustments and, where there are activities, substitutions."""
    has_activities = activities is None or len(activities) > 0
    kind = draw(st.sampled_from([one for one in GrantKind if has_activities or one is not GrantKind.SUBSTITUTION]))
    may_be = kind is GrantKind.WAIVER and has_activities
    is_about_one = kind is GrantKind.SUBSTITUTION or (may_be and draw(st.booleans()))
    granted = draw(st.dates(max_value=_LAST - timedelta(days=1)))
    return Grant(
        id=draw(_named(named)),  # type: ignore[arg-type]  # an id as it is drawn
        kind=kind,
        rule=draw(ids()),  # type: ignore[arg-type]  # an id as it is drawn
        authority=draw(ids()),
        reason=draw(bodies()),
        granted=granted,
        expires=draw(_maybe(st.dates(min_value=granted + timedelta(days=1)))),
        entered=draw(_maybe(days())),
        activity=draw(_one_of(activities)) if is_about_one else "",
        amount=draw(amounts()) if kind is GrantKind.ADJUSTMENT else None,
        external_ids=draw(external_ids()),
    )


@st.composite
def portfolios(draw: st.DrawFn, educator: str = "", most: int = 2) -> Portfolio:
    """Return a strategy of whole portfolios in which every reference leads somewhere.

    Args:
        draw: Given by Hypothesis.
        educator: The educator's id; empty: any.
        most: How many of a kind a portfolio holds at most.
    """
    unique = st.lists(ids(), unique=True, max_size=most)
    aims, done, shown = draw(unique), draw(unique), draw(unique)
    plan = draw(_maybe(plans(goals=aims)))
    subjects = _subjects(aims, done, plan)
    handed_in = list(dict.fromkeys(name for name, _ in subjects))
    return Portfolio(
        educator=draw(educators(st.just(educator) if educator else None)),
        plan=plan,
        goals=_each(draw, goals, aims),
        activities=tuple(draw(activities(st.just(name), goals=aims, evidence=shown)) for name in done),
        evidence=_each(draw, evidence, shown),
        reflections=tuple(draw(reflections(st.just(name), activities=done, goals=aims)) for name in draw(unique)),
        reviews=tuple(
            draw(reviews(st.just(name), subjects=st.sampled_from(subjects))) for name in draw(unique) if subjects
        ),
        submissions=tuple({(one.subject, one.attempt): one for one in draw(_submissions(handed_in, most))}.values()),
        sign_offs=draw(_few(sign_offs())),
        carried_in=draw(_few(carried_credits())),
        grants=tuple(draw(grants(st.just(name), activities=done)) for name in draw(unique)),
    )


def _each(draw: st.DrawFn, make: Any, names: Sequence[str]) -> tuple[Any, ...]:  # noqa: ANN401 - a strategy above
    return tuple(draw(make(st.just(name))) for name in names)


def _subjects(goals: Sequence[str], activities: Sequence[str], plan: Plan | None) -> list[tuple[str, ReviewPurpose]]:
    credit = [(name, of) for name in activities for of in (ReviewPurpose.CREDIT, ReviewPurpose.PRIOR_APPROVAL)]
    planned = [] if plan is None else [(str(plan.id), ReviewPurpose.PLAN)]
    return [*credit, *((name, ReviewPurpose.GOAL) for name in goals), *planned]


def _submissions(subjects: Sequence[str], most: int) -> st.SearchStrategy[list[Submission]]:
    return st.lists(submissions(subjects), max_size=most) if subjects else st.just([])


def _named(named: st.SearchStrategy[str] | None) -> st.SearchStrategy[str]:
    return ids() if named is None else named


def _one_of(known: Ids) -> st.SearchStrategy[str]:
    return ids() if known is None else st.sampled_from(known)


def _references(known: Ids) -> st.SearchStrategy[tuple[str, ...]]:
    if known is not None and not known:
        return st.just(())
    return st.lists(_one_of(known), max_size=2, unique=True).map(tuple)


def _few(one: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, max_size=2).map(tuple)


def _maybe(one: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | one


def _in_order(span: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    first, last = span
    return (last, first) if first is not None and last is not None and first > last else span
