"""Laws that hold for every policy and every record, tried on generated ones."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from plpcore.evaluation import Outcome, Statement, Status, evaluate, prepare, verify
from plpcore.ids import ActivityId, EducatorId, ReviewId
from plpcore.model import Activity, Educator, Portfolio, Review, ReviewDecision, ReviewPurpose
from plpcore.quantity import Quantity
from tests.evaluation.support import AS_OF, policy_from

PLAIN = """
total = { amount = 12 }
awards = [{ per = "hour" }]
"""
OVERLAP = """
total = { amount = 12 }
awards = [{ per = "hour" }]
floors = [{ id = "a", when = { tags = "a" }, at_least = 4 }, { id = "b", when = { tags = "b" }, share = "25%" }]
"""
SPLIT = """
sharing = "split"
total = { amount = 12 }
awards = [{ per = "hour" }]
floors = [{ id = "a", when = { tags = "a" }, at_least = 4 }, { id = "b", when = { tags = "b" }, at_least = 3 }]
"""
NESTED = """
sharing = "split"
total = { amount = 9 }
awards = [{ per = "hour" }]
floors = [
    { id = "outer", when = { tags = "a" }, at_least = 5 },
    { id = "inner", when = { tags = "b" }, at_least = 2, within = "outer" },
]
"""
SHARED = """
sharing = 2
total = { amount = 10 }
awards = [{ per = "hour" }]
floors = [
    { id = "a", when = { tags = "a" }, at_least = 4 },
    { id = "b", when = { tags = "b" }, at_least = 4 },
    { id = "c", when = { tags = "c" }, at_least = 4 },
]
"""
COUNTED = """
awards = [{ per = "hour" }]
floors = [{ id = "a", when = { tags = "a" }, share = "1/3", of = "counted" }]
"""
CAPPED = """
total = { amount = 12 }
awards = [{ per = "hour", when = { kind = "book" }, times = "1/2" }, { per = "hour", when = { kind = "edcamp" } }]
caps = [{ when = { kind = "book" }, at_most = 3, per = "year" }, { when = { tags = "a" }, at_most = 5 }]
floors = [{ id = "a", when = { tags = "a" }, at_least = 4 }]
carry_over = { at_most = 5 }
"""
CAPPED_SPLIT = CAPPED.replace("total =", 'sharing = "split"\ntotal =')
JUDGED = """
total = { amount = 12 }
awards = [{ per = "hour" }]
conditions = [{ approval = {}, when = { tags = "a" } }, { require = { provider = "X" }, when = { tags = "b" } }]
blocks = [{ by = "kind", at_least = 2 }]
window = { from = 2023-07-01, until = 2024-07-01 }
floors = [{ id = "kinds", distinct = "kind", at_least = 2 }]
carry_over = { last_months = 3 }
cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }
"""
EVERY = (PLAIN, OVERLAP, SPLIT, NESTED, SHARED, COUNTED, CAPPED, CAPPED_SPLIT, JUDGED)
MONOTONE = (PLAIN, OVERLAP, SPLIT, NESTED, SHARED)
POLICIES = {text: prepare(policy_from(text)) for text in EVERY}

KINDS = ("book", "edcamp")
amounts = st.sampled_from([Fraction(n, d) for n in range(1, 9) for d in (1, 2, 3, 4)])
tags = st.lists(st.sampled_from("abc"), unique=True, max_size=3).map(tuple)
days = st.integers(0, 500).map(lambda number: date(2023, 3, 1) + timedelta(days=number))


@st.composite
def activity(draw: st.DrawFn, name: str) -> Activity:
    return Activity(
        id=ActivityId(name),
        kind=draw(st.sampled_from(KINDS)),
        completed=draw(st.none() | days),
        amounts=(Quantity(draw(amounts), "hour"),),
        tags=draw(tags),
        provider=draw(st.sampled_from(["X", "Y", ""])),
    )


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    names = [f"a{index}" for index in range(draw(st.integers(0, 6)))]
    learning = tuple(draw(activity(name)) for name in names)
    reviews = tuple(
        Review(
            id=ReviewId(f"r-{name}"),
            subject=name,
            purpose=ReviewPurpose.CREDIT,
            decision=decision,
            reason="" if decision is ReviewDecision.APPROVED else "reason",
            decided=date(2024, 1, 1),
        )
        for name in names
        if (decision := draw(st.sampled_from([None, ReviewDecision.APPROVED, ReviewDecision.DENIED]))) is not None
    )
    return Portfolio(educator=Educator(id=EducatorId("e")), activities=learning, reviews=reviews)


def judged(text: str, portfolio: Portfolio) -> Statement:
    return evaluate(POLICIES[text], portfolio, as_of=AS_OF)


@given(st.sampled_from(EVERY), portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(text: str, portfolio: Portfolio, chance: object) -> None:
    shuffled = list(portfolio.activities)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = evolve(portfolio, activities=tuple(shuffled), reviews=portfolio.reviews[::-1])
    assert judged(text, turned) == judged(text, portfolio)


@given(st.sampled_from(EVERY), portfolios())
def test_a_statement_always_adds_up(text: str, portfolio: Portfolio) -> None:
    assert verify(judged(text, portfolio)) == ()


@given(st.sampled_from((*MONOTONE, CAPPED, CAPPED_SPLIT)), portfolios(), st.integers(0, 5))
def test_splitting_an_activity_of_one_day_and_kind_changes_nothing(text: str, portfolio: Portfolio, at: int) -> None:
    if at >= len(portfolio.activities):
        return
    whole = portfolio.activities[at]
    parts = [
        evolve(whole, id=ActivityId(f"{whole.id}-{part}"), amounts=(Quantity(whole.amounts[0].amount / 2, "hour"),))
        for part in (1, 2)
    ]
    others = tuple(one for one in portfolio.activities if one is not whole)
    split = evolve(portfolio, activities=(*others, *parts), reviews=())
    before, after = judged(text, evolve(portfolio, reviews=())), judged(text, split)
    assert (after.outcome, after.total, after.short) == (before.outcome, before.total, before.short)
    assert after.requirements == before.requirements
    assert after.certificate == before.certificate
    assert after.fix == before.fix


@given(st.sampled_from(MONOTONE), portfolios(), activity("more"))
def test_more_learning_never_hurts(text: str, portfolio: Portfolio, more: Activity) -> None:
    before = judged(text, portfolio)
    after = judged(text, evolve(portfolio, activities=(*portfolio.activities, more)))
    assert after.total >= before.total
    assert after.short <= before.short
    assert before.outcome is not Outcome.MET or after.outcome is Outcome.MET


@given(st.sampled_from((SPLIT, NESTED, CAPPED_SPLIT)), portfolios())
def test_every_credited_hour_is_placed_once_where_hours_are_split(text: str, portfolio: Portfolio) -> None:
    for line in judged(text, portfolio).lines:
        assert sum(amount for _, amount in line.placed) <= line.counted


@given(st.sampled_from(EVERY), portfolios())
def test_the_total_is_the_sum_of_the_lines(text: str, portfolio: Portfolio) -> None:
    statement = judged(text, portfolio)
    assert statement.total == sum(line.counted for line in statement.lines)
    for line in statement.lines:
        assert line.counted <= line.earned
        assert line.status is Status.COUNTED or not line.counted


FIXABLE = (PLAIN, OVERLAP, SPLIT, NESTED, SHARED, COUNTED)


def _with(portfolio: Portfolio, hours: Fraction) -> Portfolio:
    best = Activity(
        id=ActivityId("best"),
        kind="edcamp",
        completed=date(2024, 6, 1),
        amounts=(Quantity(hours, "hour"),),
        tags=("a", "b", "c"),
    )
    return evolve(portfolio, activities=(*portfolio.activities, best), reviews=())


@given(st.sampled_from(FIXABLE), portfolios())
def test_exactly_the_least_fix_is_enough_and_less_is_not(text: str, portfolio: Portfolio) -> None:
    statement = judged(text, evolve(portfolio, reviews=()))
    if not statement.short:
        assert statement.outcome is Outcome.MET
        return
    assert judged(text, _with(portfolio, statement.short)).outcome is Outcome.MET
    less = statement.short - Fraction(1, 1000)
    if less > 0:
        assert judged(text, _with(portfolio, less)).outcome is Outcome.SHORT


Tamper = Callable[[Statement], Statement]


def _line(statement: Statement, **changes: object) -> Statement:
    first = statement.lines[0]
    return evolve(statement, lines=(evolve(first, **changes), *statement.lines[1:]))  # type: ignore[arg-type]


def _requirement(statement: Statement, at: int, **changes: object) -> Statement:
    found = list(statement.requirements)
    found[at] = evolve(found[at], **changes)  # type: ignore[arg-type]
    return evolve(statement, requirements=tuple(found))


TAMPERINGS: dict[str, Tamper] = {
    "total": lambda s: evolve(s, total=s.total + 1),
    "required": lambda s: evolve(s, required=s.required + 1),
    "required step": lambda s: evolve(s, required_steps=(evolve(s.required_steps[0], before=Fraction(1)),)),
    "outcome": lambda s: evolve(s, outcome=Outcome.MET),
    "earned": lambda s: _line(s, earned_units=s.lines[0].earned_units + 1),
    "counted": lambda s: _line(s, counted_units=s.lines[0].counted_units - 1),
    "status": lambda s: _line(s, status=Status.REFUSED),
    "step before": lambda s: _line(s, steps=(evolve(s.lines[0].steps[0], before=1), *s.lines[0].steps[1:])),
    "step after": lambda s: _line(s, steps=(evolve(s.lines[0].steps[0], after=1), *s.lines[0].steps[1:])),
    "placed elsewhere": lambda s: _line(s, placed_units=(("nowhere", 1),)),
    "placed twice": lambda s: _line(s, placed_units=s.lines[0].placed_units * 2),
    "placed more": lambda s: _line(s, placed_units=(("a", 10**6),)),
    "credited": lambda s: _requirement(s, 1, credited=s.requirements[1].credited + 1),
    "total credited": lambda s: _requirement(s, 0, credited=s.requirements[0].credited + 1),
    "total needed": lambda s: _requirement(s, 0, needed=s.requirements[0].needed + 1),
    "certificate needs": lambda s: evolve(s, certificate=s.certificate and evolve(s.certificate, needs=Fraction(99))),
    "certificate reach": lambda s: evolve(s, certificate=s.certificate and evolve(s.certificate, reachable=Fraction())),
    "certificate source": lambda s: evolve(s, certificate=s.certificate and evolve(s.certificate, by_source=())),
    "fix": lambda s: evolve(s, fix=evolve(s.fix, amount=s.fix.amount + 1)),
}


_MISPLACED = "$.lines[0]: it is placed where it does not fit, or more than counts"
FOUND: dict[str, tuple[str, ...]] = {
    "total": (
        "$: total is 6, and 5 follows",
        "$.requirements: credited is 5, and 6 follows",
        "$.certificate: by_source is 5, and 6 follows",
        "$.fix.parts[0]: at_least is 7, and 6 follows",
    ),
    "required": ("$: required is 13, and 12 follows", "$.requirements: needed is 12, and 13 follows"),
    "required step": ("$.required_steps[0]: before is 1, and 0 follows",),
    "outcome": ("$.outcome: it is met, and something lacks",),
    "earned": ("$.lines[0]: earned is 4, and 3 follows",),
    "counted": (
        "$.lines[0]: counted is 2, and 3 follows",
        "$: total is 5, and 4 follows",
        _MISPLACED,
        "$.lines[0]: its credit is placed 3 times over 2, at most 1 each",
        "$.fix.parts[1]: at_least is 1, and 2 follows",
        "$.fix.parts[2]: at_least is 4, and 5 follows",
    ),
    "status": ("$.lines[0]: counted is 3, and 0 follows",),
    "step before": ("$.lines[0].steps[0]: before is 1, and 0 follows",),
    "step after": ("$.lines[0]: earned is 3, and 1 follows", "$.lines[0]: counted is 3, and 1 follows"),
    "placed elsewhere": (_MISPLACED, "$.requirements.a: credited is 3, and 0 is placed"),
    "placed twice": (
        "$.lines[0]: its credit is placed 6 times over 3, at most 1 each",
        "$.requirements.a: credited is 3, and 6 is placed",
    ),
    "placed more": (
        _MISPLACED,
        "$.lines[0]: its credit is placed 1000000 times over 3, at most 1 each",
        "$.requirements.a: credited is 3, and 1000000 is placed",
    ),
    "credited": ("$.requirements.a: credited is 4, and 3 is placed",),
    "total credited": ("$.requirements: credited is 6, and 5 follows",),
    "total needed": (
        "$.requirements: needed is 13, and 12 follows",
        "$.certificate: needs is 12, and 13 follows",
        "$.fix.parts[0]: at_least is 7, and 8 follows",
    ),
    "certificate needs": (
        "$.certificate: needs is 99, and 12 follows",
        "$.certificate: short is 94, and 7 follows",
    ),
    "certificate reach": (
        "$.certificate: reachable is 0, and 5 follows",
        "$.certificate: short is 12, and 7 follows",
    ),
    "certificate source": (
        "$.certificate: reachable is 5, and 0 follows",
        "$.certificate: by_source is 0, and 5 follows",
    ),
    "fix": ("$.certificate: short is 7, and 8 follows",),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_statement_that_was_changed_no_longer_adds_up_and_each_place_is_named(name: str) -> None:
    learning = (
        Activity(id=ActivityId("x"), kind="book", amounts=(Quantity.of(3, "hour"),), tags=("a", "b")),
        Activity(id=ActivityId("y"), kind="book", amounts=(Quantity.of(2, "hour"),)),
    )
    statement = judged(SPLIT, Portfolio(educator=Educator(id=EducatorId("e")), activities=learning))
    assert verify(statement) == ()
    assert tuple(f"{one.where}: {one.what}" for one in verify(TAMPERINGS[name](statement))) == FOUND[name]


def test_a_statement_that_says_short_where_nothing_lacks_does_not_add_up() -> None:
    statement = judged(COUNTED, Portfolio(educator=Educator(id=EducatorId("e"))))
    assert verify(evolve(statement, outcome=Outcome.SHORT)) != ()
