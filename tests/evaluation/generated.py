"""Generated policies and records: a broad part of the language, small amounts that collide often."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from plpcore.ids import ActivityId, EducatorId, EvidenceId, ReviewId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Facts,
    Portfolio,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Text,
)
from plpcore.quantity import Quantity, format_amount

Table: TypeAlias = dict[str, Any]

KINDS = ("book", "edcamp", "workshop")
TAGS = ("x", "y", "z")
TOPICS = ("m", "n")
ROLES = ("teacher", "leader")
DECISIONS = (
    None,
    None,
    ReviewDecision.APPROVED,
    ReviewDecision.APPROVED,
    ReviewDecision.RETURNED,
    ReviewDecision.DENIED,
)
ROUNDINGS = ("down", "up", "half_up", "half_down", "half_even")
FIRST = date(2022, 6, 20)
AS_OF = date(2024, 6, 30)

amounts = st.sampled_from([Fraction(n, d) for n in range(13) for d in (1, 2, 3, 4)])
positive = st.sampled_from([Fraction(n, d) for n in range(1, 7) for d in (1, 2, 3)])
rounding = st.sampled_from(ROUNDINGS)
shares = st.sampled_from(["1/4", "1/3", "1/2", "1"])


def written(strategy: st.SearchStrategy[Fraction]) -> st.SearchStrategy[str]:
    return strategy.map(format_amount)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def rare(strategy: st.SearchStrategy[list[Table]]) -> st.SearchStrategy[list[Table]]:
    return st.one_of(st.just([]), st.just([]), strategy)


def table(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Table]:
    """Return tables that leave out what was drawn as None."""
    return st.fixed_dictionaries(fields).map(lambda drawn: {k: v for k, v in drawn.items() if v is not None})


def rules(strategy: st.SearchStrategy[Table], name: str, most: int) -> st.SearchStrategy[list[Table]]:
    def named(found: list[Table]) -> list[Table]:
        return [{"id": f"{name}{index}", "cite": "-", **one} for index, one in enumerate(found)]

    return st.lists(strategy, max_size=most).map(named)


kinds = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)
tag = st.sampled_from(TAGS)
days = st.integers(0, 760).map(lambda number: FIRST + timedelta(days=number))
when_kind = kinds.map(lambda found: {"kind": found})
bands = st.just([{"from": 30, "credit": "1/2"}, {"from": 90, "credit": 2}])
measure = table(bands=bands) | table(
    minutes_per_unit=st.sampled_from(["60", "50", "45"]),
    minimum=st.sampled_from(["0", "1", "1/2"]),
    increment=st.sampled_from(["1/4", "1/2", "1", "1/3"]),
    rounding=rounding,
)
ways = st.one_of(
    table(per=st.just("hour"), credit=written(positive)),
    table(per=st.just("hour"), credit=st.just("1")),
    table(per=st.just("minute"), measure=measure),
    table(each=written(positive), count_at_least=st.sampled_from(["0", "2"])),
    table(fixed=written(amounts)),
    table(by=st.just("topic"), table=st.just({"m": "3", "n": "1/2"})),
)
later = table(
    times=maybe(st.sampled_from(["2", "1/2", "2/3"])),
    least=maybe(st.sampled_from(["1", "2"])),
    whole=maybe(st.sampled_from(["1", "1/2"])),
    repeat=maybe(table(same=st.just("topic"), then=st.sampled_from(["0", "1/2", "1/3"]))),
    split=maybe(st.sampled_from([{"x": "1/2", "y": "1/2"}, {"y": "1/3", "z": "2/3"}])),
)
plain_awards = st.just([{"id": "rest", "cite": "-", "otherwise": True, "per": "hour", "credit": "1"}])


@st.composite
def awards(draw: st.DrawFn) -> list[Table]:
    """Return awards of which at most one decides each kind."""
    places = draw(st.lists(st.integers(0, 2), min_size=3, max_size=3))
    found: list[Table] = []
    for place in sorted(set(places) - {0}):
        kinds_here = [kind for kind, at in zip(KINDS, places, strict=True) if at == place]
        body = draw(ways) | draw(later)
        found.append({"id": f"award{place}", "cite": "-", "when": {"kind": kinds_here}, **body})
    rest = {"id": "rest", "cite": "-", "otherwise": True}
    return [*found, rest | draw(ways) | draw(later)] if draw(st.booleans()) or not found else found


conditions = st.one_of(
    table(when=when_kind, evidence=st.just({})),
    table(when=when_kind, approval=table(purpose=st.sampled_from(["credit", "prior-approval"]))),
    table(when=when_kind, require=tag.map(lambda one: {"tags": one})),
    table(when=when_kind, provider=st.just({"one_of": ["u"]})),
)
limit_when = maybe(when_kind | tag.map(lambda one: {"tags": one}))
per = maybe(st.sampled_from(["year", "semester", "week", "day", "activity"]))
caps = table(at_most=written(amounts), when=limit_when, per=per, by=maybe(st.just("topic"))) | table(
    share=shares, when=limit_when, per=per
)
floor_when = tag.map(lambda one: {"tags": one})
own_window = maybe(st.just({"from": date(2021, 1, 1), "until": date(2023, 12, 1)}))
floors = st.one_of(
    table(when=floor_when, at_least=written(positive), window=own_window),
    table(when=floor_when, share=shares),
)
yearly = table(when=floor_when, at_least=written(positive), per=st.just("year"), years=st.just([2022, 2023]))
distinct = table(distinct=st.just("kind"), at_least=st.sampled_from(["1", "2", "3"]))
adjustments = st.one_of(
    table(add=written(positive).map(lambda amount: {"each": "licences", "over": "1", "amount": amount})),
    table(reduce=written(amounts)),
    table(
        prorate=table(by=st.just("fte"), increment=st.sampled_from(["1", "1/2"]), rounding=st.sampled_from(ROUNDINGS))
    ),
    table(when=st.sampled_from(ROLES).map(lambda role: {"role": role}), exempt=st.just(value=True)),
)
totals = table(amount=written(amounts | positive)) | table(
    rows=st.just([{"when": {"role": "teacher"}, "amount": "4"}, {"amount": "5/2"}])
)
FACTS: Table = {
    "facts": {"role": {"type": "text"}, "fte": {"type": "number"}, "licences": {"type": "number"}},
    "activity_facts": {"topic": {"type": "text"}},
}
HEAD: Table = {"id": "generated", "title": "Generated", "unit": {"name": "hour"}, **FACTS}


def _rule(name: str) -> Any:
    return lambda found: {"id": name, "cite": "-", **found}


def policies() -> st.SearchStrategy[Table]:
    """Return policies of the part of the language that the reference knows."""
    approval = [{"id": "approval", "cite": "-", "approval": {"purpose": "credit"}}]
    waiting = simple_policies(("split", "overlap")).map(lambda data: data | {"conditions": approval})
    return st.one_of(_broad(), _broad(), waiting)


def _broad() -> st.SearchStrategy[Table]:
    window = st.just({"from": date(2022, 9, 1), "until": date(2024, 5, 1)})
    every_floor = st.tuples(
        rules(floors, "floor", 3), rare(rules(yearly, "yearly", 1)), rare(rules(distinct, "kinds", 1))
    )
    options = table(
        caps=maybe(st.just("one after the other")), spent_first=maybe(st.just("earned")), awards=maybe(st.just("first"))
    )
    carry = table(
        at_most=maybe(written(amounts)),
        again=maybe(st.just(value=False)),
        earned=maybe(st.just({"from": date(2024, 1, 1)})),
    )
    found = table(
        total=maybe(totals.map(_rule("total"))),
        awards=awards(),
        conditions=rules(conditions, "condition", 2),
        window=maybe(window),
        blocks=maybe(st.just([{"id": "block", "cite": "-", "by": "topic", "at_least": "4"}])),
        caps=rules(caps, "cap", 3),
        floors=every_floor.map(lambda lists: [*lists[0], *lists[1], *lists[2]]),
        sharing=maybe(st.sampled_from(["split", "overlap"])),
        adjustments=rules(adjustments, "adjust", 3),
        carry_over=maybe(carry.map(_rule("carry"))),
        sign_offs=maybe(st.just([{"id": "plan", "cite": "-"}])),
        options=options,
    )
    return found.map(lambda drawn: HEAD | {key: held for key, held in drawn.items() if held})


def simple_policies(sharing: tuple[str | int, ...] = ("split", "overlap", 2, 3)) -> st.SearchStrategy[Table]:
    """Return policies in which more credit never hurts: total and floors, shared in every way, no caps."""
    own = table(when=floor_when, at_least=written(positive)) | table(when=floor_when, share=shares)
    found = table(
        total=maybe(totals.map(_rule("total"))),
        awards=plain_awards,
        floors=rules(own, "floor", 4),
        sharing=maybe(st.sampled_from(sharing)),
        adjustments=rules(adjustments, "adjust", 2),
    )
    return found.map(lambda drawn: HEAD | {key: held for key, held in drawn.items() if held})


def hours(name: str, amount: Fraction, *tags: str) -> Activity:
    """Return an activity of so many hours."""
    return Activity(
        id=ActivityId(name),
        kind="edcamp",
        completed=date(2024, 3, 1),
        amounts=(Quantity(amount, "hour"),),
        tags=tags,
        facts=Facts({"topic": "m"}),
    )


@st.composite
def activities(draw: st.DrawFn, name: str) -> Activity:
    unit = draw(st.sampled_from(["hour", "hour", "minute", "item"]))
    most = {"hour": amounts, "minute": st.integers(0, 300).map(Fraction), "item": st.integers(0, 4).map(Fraction)}
    held = draw(st.lists(most[unit], min_size=1, max_size=2))
    return Activity(
        id=ActivityId(name),
        kind=draw(st.sampled_from((*KINDS, "chat"))),
        completed=draw(days),
        amounts=tuple(Quantity(amount, unit) for amount in held),
        tags=tuple(sorted(draw(st.sets(tag, max_size=3)))),
        provider=draw(st.sampled_from(["u", "v", ""])),
        evidence=(EvidenceId("e"),) if draw(st.booleans()) else (),
        facts=Facts({"topic": draw(st.sampled_from(TOPICS))}),
    )


@st.composite
def reviews(draw: st.DrawFn, subject: str) -> list[Review]:
    """Return at most one decision a purpose."""
    found = []
    for purpose in (ReviewPurpose.CREDIT, ReviewPurpose.PRIOR_APPROVAL):
        decision = draw(st.sampled_from(DECISIONS))
        if decision is not None:
            is_amount = decision is ReviewDecision.APPROVED and draw(st.integers(0, 4)) == 0
            found.append(
                Review(
                    id=ReviewId(f"{subject}-{purpose}"),
                    subject=subject,
                    purpose=purpose,
                    decision=decision,
                    reason="because" if decision is ReviewDecision.DENIED else "",
                    decided=draw(days),
                    amount=Quantity(draw(amounts), "credit") if is_amount else None,
                )
            )
    return found


@st.composite
def portfolios(draw: st.DrawFn, most: int = 6) -> Portfolio:
    names = [f"a{index}" for index in range(draw(st.sampled_from([*range(most + 1), *range(2, most + 1)])))]
    facts: Table = {
        "role": draw(st.sampled_from(ROLES)),
        "fte": draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)])),
        "licences": draw(st.integers(0, 3)),
    }
    return Portfolio(
        educator=Educator(id=EducatorId("e"), facts=Facts(facts)),
        activities=tuple(draw(activities(name)) for name in names),
        evidence=(Evidence(id=EvidenceId("e"), kind="photo", content=Text(body="words")),),
        reviews=tuple(review for name in names for review in draw(reviews(name))),
        sign_offs=(SignOff("plan"),) if draw(st.integers(0, 5)) else (),
        carried_in=tuple(CarriedCredit(amount) for amount in draw(st.lists(positive, max_size=2))),
    )
