"""Portfolios of every shape, for the law that nothing is lost."""

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from plpcore.model import (
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
from plpcore.quantity import Quantity

LETTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="@")
IDS = st.text(LETTERS, min_size=1, max_size=8)
LINES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
TITLES = st.text(LETTERS, min_size=1, max_size=12)
BODIES = TITLES.map(lambda text: f"{text}\nétude \U0001f4d6\n")
DAYS = st.none() | st.dates()
AMOUNTS = st.builds(Fraction, st.integers(0, 10**9 - 1), st.integers(1, 999)) | st.builds(
    lambda millionths: Fraction(millionths, 10**6), st.integers(0, 10**15 - 1)
)
QUANTITIES = st.builds(Quantity, AMOUNTS, st.sampled_from(["hour", "minute", "semester_hour", "page"]))
PERIODS = st.builds(
    lambda day, days: Period(day, date.fromordinal(day.toordinal() + days)),
    st.dates(max_value=date(9000, 1, 1)),
    st.integers(1, 3000),
)
FACT_VALUES: st.SearchStrategy[FactValue] = st.one_of(
    LINES, st.booleans(), AMOUNTS, st.dates(), st.lists(LINES, max_size=3).map(tuple)
)
FACTS = st.dictionaries(IDS, FACT_VALUES, max_size=3).map(Facts)
EXTERNAL = st.dictionaries(st.sampled_from(["state", "badge"]), IDS, max_size=2).map(ExternalIds)
ALIGNMENTS = st.lists(
    st.builds(Alignment, IDS, IDS, code=LINES, url=st.sampled_from(["", "https://example.org/3.A.2"])), max_size=2
).map(tuple)
CONTENTS = st.one_of(
    st.builds(Link, st.sampled_from(["https://example.org/a?b=1", "http://example.org"])),
    st.builds(FileDigest, st.just("0" * 64), st.just("image/png"), st.integers(0, 2**63 - 1)),
    st.builds(Text, BODIES),
)


def some(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple) if ids else st.just(())


@st.composite
def reviews(draw: st.DrawFn, name: str, subject: str, purpose: ReviewPurpose) -> Review:
    decision = draw(st.sampled_from(ReviewDecision))
    amount = draw(st.none() | QUANTITIES) if decision is ReviewDecision.APPROVED else None
    return draw(
        st.builds(
            Review,
            st.just(name),
            st.just(subject),
            st.just(purpose),
            st.just(decision),
            reviewer=LINES,
            role=LINES,
            decided=DAYS,
            reason=IDS,
            amount=st.just(amount),
            comment=LINES,
        )
    )


@st.composite
def grants(draw: st.DrawFn, name: str, activities: list[str]) -> Grant:
    kind = draw(st.sampled_from(GrantKind) if activities else st.sampled_from([GrantKind.WAIVER, GrantKind.ADJUSTMENT]))
    some_activity = st.sampled_from(activities) if activities else st.just("")
    about = {
        GrantKind.WAIVER: st.just("") | some_activity,
        GrantKind.SUBSTITUTION: some_activity,
        GrantKind.ADJUSTMENT: st.just(""),
    }
    return draw(
        st.builds(
            Grant,
            id=st.just(name),
            kind=st.just(kind),
            rule=IDS,
            authority=TITLES,
            reason=BODIES,
            granted=st.dates(max_value=date(9000, 1, 1)),
            expires=st.none() | st.dates(min_value=date(9000, 1, 2)),
            entered=DAYS,
            activity=about[kind],
            amount=AMOUNTS if kind is GrantKind.ADJUSTMENT else st.none(),
            external_ids=EXTERNAL,
        )
    )


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    unique = st.lists(IDS, unique=True, max_size=3)
    goals, activities, evidence = draw(unique), draw(unique), draw(unique)
    plan = draw(
        st.none() | st.builds(Plan, IDS, title=LINES, period=st.none() | PERIODS, goals=some(goals), started=DAYS)
    )
    ranks = st.none() | st.integers(1, 9)
    made = [
        draw(
            st.builds(
                Activity,
                st.just(name),
                IDS,
                title=LINES,
                completed=DAYS,
                entered=DAYS,
                amounts=st.lists(QUANTITIES, max_size=3).map(tuple),
                tags=st.lists(IDS, max_size=3),
                provider=LINES,
                evidence=some(evidence),
                goals=some(goals),
                alignments=ALIGNMENTS,
                facts=FACTS,
                external_ids=EXTERNAL,
            )
        )
        for name in activities
    ]
    decided = [draw(reviews(f"r{index}", name, ReviewPurpose.CREDIT)) for index, name in enumerate(activities)]
    reflection = st.builds(
        Reflection,
        st.just("reflection"),
        some(activities),
        BODIES,
        prompt=LINES,
        prompt_version=st.integers(1, 9),
        visibility=st.sampled_from(Visibility),
        written=DAYS,
        goals=some(goals),
    )
    return Portfolio(
        educator=draw(st.builds(Educator, IDS, facts=FACTS, external_ids=EXTERNAL)),
        plan=plan,
        goals=tuple(
            draw(st.builds(Goal, st.just(name), TITLES, measure=BODIES, due=DAYS, priority=ranks)) for name in goals
        ),
        activities=tuple(made),
        evidence=tuple(
            draw(st.builds(Evidence, st.just(name), IDS, CONTENTS, title=LINES, added=DAYS, alignments=ALIGNMENTS))
            for name in evidence
        ),
        reflections=tuple(draw(st.lists(reflection, max_size=1))),
        reviews=tuple(decided),
        submissions=tuple(Submission(name, 1, date(2024, 1, 1)) for name in activities),
        sign_offs=tuple(draw(st.lists(st.builds(SignOff, IDS, by=LINES, signed=DAYS), max_size=2))),
        carried_in=tuple(
            draw(st.lists(st.builds(CarriedCredit, AMOUNTS, st.none() | PERIODS, st.integers(0, 3)), max_size=2))
        ),
        grants=tuple(draw(grants(name, activities)) for name in draw(unique)),
    )
