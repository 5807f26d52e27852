"""The search for facts that make predicates hold, held against the engine and against trying everything."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import TooManyCasesError
from plpcore.evaluation._context import Dates, Record, Row
from plpcore.evaluation._predicates import Compiler
from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, Educator, Facts, Portfolio
from plpcore.policy import (
    ALWAYS,
    All,
    Compare,
    Declarations,
    FactRef,
    FactSpec,
    FactType,
    FactValue,
    MissingFact,
    Not,
    Operator,
    Predicate,
    Some,
    witness,
)
from plpcore.quantity import Quantity

DAY = date(2024, 7, 1)
DECLARED = Declarations(
    educator={
        "fte": FactSpec(FactType.NUMBER, default=Fraction(1)),
        "years": FactSpec(FactType.NUMBER),
        "role": FactSpec(FactType.TEXT, one_of=("teacher", "aide")),
        "roles": FactSpec(FactType.TEXTS),
    },
    activity={
        "score": FactSpec(FactType.NUMBER),
        "areas": FactSpec(FactType.TEXTS, one_of=("art", "music")),
        "level": FactSpec(FactType.TEXT),
        "formal": FactSpec(FactType.FLAG),
    },
)


def compare(fact: str, word: str, value: Any) -> Compare:
    return Compare(fact, Operator(word), Fraction(value) if type(value) is int else value)


def other(fact: str) -> FactRef:
    return FactRef(fact)


def holds(predicates: list[Predicate], facts: Mapping[str, FactValue], missing: MissingFact) -> bool:
    """Return whether the engine says that all predicates hold for an activity with these facts."""
    compiler = Compiler(DECLARED, missing)
    activity, educator = _built(facts)
    known = {name: spec.default for name, spec in DECLARED.educator.items() if spec.default is not None}
    record = Record(Portfolio(educator), Dates(DAY, None), {**known, **educator.facts})
    row = Row(activity, None, None)
    tests = [compiler.test(one) for one in predicates]
    return all(test is None or test(row, record) is True for test in tests)


def _built(facts: Mapping[str, FactValue]) -> tuple[Activity, Educator]:
    of_educator = {name.removeprefix("educator."): held for name, held in facts.items() if name.startswith("educator.")}
    amounts = [(name.removeprefix("amount."), held) for name, held in facts.items() if name.startswith("amount.")]
    own: dict[str, Any] = {name: facts[name] for name in ("completed", "started", "provider", "tags") if name in facts}
    kind = facts.get("kind", "workshop")
    assert isinstance(kind, str)
    more = {name: held for name, held in facts.items() if name in DECLARED.activity}
    activity = Activity(
        ActivityId("a"),
        kind,
        amounts=tuple(Quantity(amount, unit) for unit, amount in amounts if isinstance(amount, Fraction)),
        facts=Facts(more),
        **own,
    )
    return activity, Educator(EducatorId("e"), Facts(of_educator))


def found(*predicates: Predicate, missing: MissingFact = MissingFact.UNDETERMINED) -> Mapping[str, FactValue] | None:
    """Return the witness, once the engine has said that everything holds for it."""
    facts = witness(DECLARED, predicates, missing=missing)
    assert facts is None or holds(list(predicates), facts, missing)
    return facts


def test_nothing_is_asked_and_nothing_is_needed() -> None:
    assert found() == found(ALWAYS) == {}
    assert found(Not(ALWAYS)) is None


def test_a_comparison_that_contradicts_another_has_no_witness() -> None:
    assert found(compare("kind", "is", "chat"), compare("kind", "one_of", ("edcamp", "course"))) is None
    assert found(compare("score", "more_than", 2), compare("score", "less_than", 2)) is None
    assert found(compare("completed", "after", DAY), compare("completed", "before", DAY + timedelta(1))) is None
    assert found(compare("formal", "is", value=True), Not(compare("formal", "is", value=True))) is None
    assert found(compare("tags", "has_all", ("a", "b")), compare("tags", "lacks", ("b", "c"))) is None


def test_a_value_between_or_beyond_the_constants_is_found() -> None:
    assert found(compare("score", "more_than", 2), compare("score", "less_than", 3)) == {"score": Fraction(5, 2)}
    assert found(compare("score", "more_than", 2), Not(compare("score", "is", 3))) == {"score": Fraction(5, 2)}
    assert found(compare("completed", "before", DAY)) == {"completed": DAY - timedelta(1)}
    assert found(Not(compare("kind", "one_of", ("chat", "other-1")))) == {"kind": "other-2"}


def test_a_list_gets_the_texts_that_it_needs_and_no_more() -> None:
    assert found(compare("tags", "has", ("a", "b")), compare("tags", "lacks", ("a",))) == {"tags": ("b",)}
    assert found(compare("tags", "has_all", ("a", "b"))) == {"tags": ("a", "b")}
    assert found(compare("tags", "has", ("a", "b"))) == {"tags": ("a",)}


def test_a_text_may_have_to_be_in_a_list_of_the_same_record() -> None:
    among = compare("level", "one_of", other("areas"))
    assert found(among, compare("areas", "lacks", ("art",))) == {"areas": ("music",), "level": "music"}
    assert found(among, compare("level", "is", "maths")) is None


def test_a_declared_list_of_values_is_all_that_a_fact_can_be() -> None:
    both = (compare("educator.role", "is", "teacher"), compare("educator.role", "is", "aide"))
    assert found(*map(Not, both)) is None
    assert found(Not(both[0])) == {"educator.role": "aide"}


def test_predicates_about_the_educator_may_name_facts_without_a_prefix() -> None:
    less = compare("fte", "less_than", 1)
    assert witness(DECLARED, [compare("educator.fte", "at_least", 1)], [less]) is None
    part = witness(DECLARED, [], [less, Not(All((less, compare("years", "at_least", other("fte")))))])
    assert part == {"educator.fte": 0, "educator.years": -1}


def test_hours_and_minutes_are_one_amount() -> None:
    assert found(compare("amount.hour", "at_least", 1), compare("amount.minute", "less_than", 60)) is None
    assert found(compare("amount.minute", "more_than", 60)) == {"amount.minute": 120}
    assert found(compare("amount.hour", "at_most", other("amount.minute"))) == {"amount.hour": 0}
    assert found(compare("amount.hour", "more_than", other("amount.minute"))) is None


def test_no_activity_is_completed_before_it_is_started_and_no_amount_is_below_nothing() -> None:
    assert found(compare("started", "after", other("completed"))) is None
    assert found(compare("amount.page", "less_than", 0)) is None
    assert found(compare("score", "less_than", 0)) == {"score": -1}


def test_a_text_that_an_activity_cannot_have_is_not_tried() -> None:
    assert found(compare("kind", "is", " chat")) is None
    assert found(compare("provider", "is", "")) is None
    assert found(compare("level", "is", "")) == {"level": ""}


def test_a_missing_fact_is_found_where_it_is_asked_for() -> None:
    assert found(compare("level", "given", value=False)) == {}
    assert found(compare("level", "given", value=False), compare("level", "is", "a")) is None
    assert found(compare("educator.fte", "given", value=False)) is None
    either = Some(1, (compare("formal", "is", value=True), Not(compare("formal", "is", value=True))))
    assert found(Not(either)) is None
    assert found(Not(compare("educator.role", "one_of", ("aide", "teacher")))) is None
    silent = found(Not(compare("educator.role", "one_of", ("aide", "teacher"))), missing=MissingFact.DOES_NOT_HOLD)
    assert silent == {}


def test_the_calendar_ends() -> None:
    assert found(compare("completed", "after", date.max)) is None
    assert found(compare("completed", "before", date.min)) is None


def test_a_search_that_grows_too_large_says_that_nothing_is_proven() -> None:
    texts = [compare("tags", "has", (f"t{number}", f"t{number + 1}")) for number in range(500)]
    with pytest.raises(TooManyCasesError, match="nothing is proven"):
        witness(DECLARED, texts)
    # Seven pigeons in six holes: every way to place them must be tried.
    holes, pigeons = range(7), range(8)
    each = [compare("tags", "has", tuple(f"{one}-{hole}" for hole in holes)) for one in pigeons]
    never = [
        Not(compare("tags", "has_all", (f"{one}-{hole}", f"{two}-{hole}")))
        for hole in holes
        for one, two in combinations(pigeons, 2)
    ]
    with pytest.raises(TooManyCasesError):
        witness(DECLARED, [*each, *never])


NUMBERS = (Fraction(1), Fraction(2))
TEXTS: Mapping[str, tuple[str, ...]] = {
    "kind": ("chat", "edcamp"),
    "level": ("art", "b"),
    "tags": ("art", "b"),
    "areas": ("art", "music"),
    "educator.role": ("teacher", "aide"),
    "educator.roles": ("art", "b"),
}
OF_LIST = ("is", "one_of", "has", "has_all", "lacks")
OF_NUMBER = ("is", "at_least", "at_most", "more_than", "less_than")
OF_DATE = ("is", "before", "after", "not_before", "not_after")


def compares() -> Iterator[Compare]:
    """Yield every comparison of the small world in which everything can be tried."""
    for fact in ("kind", "level", "educator.role"):
        yield from (compare(fact, "is", text) for text in TEXTS[fact])
        yield compare(fact, "one_of", TEXTS[fact])
    for fact, word in product(("tags", "areas", "educator.roles"), OF_LIST):
        yield from (compare(fact, word, texts) for texts in (TEXTS[fact], TEXTS[fact][:1], TEXTS[fact][1:]))
        yield compare(fact, word, other("tags" if fact != "tags" else "areas"))
    yield compare("level", "one_of", other("areas"))
    for fact, word in product(("score", "educator.fte", "amount.hour", "amount.minute"), OF_NUMBER):
        yield from (compare(fact, word, number) for number in NUMBERS)
        yield compare(fact, word, other("score" if fact != "score" else "amount.hour"))
    for fact, word in product(("started", "completed"), OF_DATE):
        yield from (compare(fact, word, DAY + timedelta(days)) for days in (0, 1, 3))
        yield compare(fact, word, other("started" if fact == "completed" else "completed"))
    yield compare("formal", "is", value=True)
    yield from (compare(fact, "given", held) for fact in ("formal", "tags", "started") for held in (True, False))


def _lists(texts: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(texts) + 1) for chosen in combinations(texts, size)]


_SOME = [Fraction(number, 2) for number in range(-2, 9)]
_HOURS = sorted({*(one for one in _SOME if one >= 0), *(one / 60 for one in _SOME if one >= 0), Fraction(1, 90)})
WORLD: Mapping[str, list[Any]] = {
    "kind": ["chat", "edcamp", "else"],
    "level": ["art", "b", "music", "else", None],
    "tags": _lists(("art", "b", "music", "else")),
    "areas": [*_lists(("art", "music")), None],
    "educator.role": ["teacher", "aide", None],
    "educator.roles": [*_lists(("art", "b", "music", "else")), None],
    "score": [*_SOME, *(60 * one for one in _SOME[3:]), Fraction(1, 60), Fraction(1, 30), None],
    "educator.fte": _SOME,
    "amount.hour": [*_HOURS, None],
    "started": [*(DAY + timedelta(days) for days in range(-2, 6)), None],
    "completed": [*(DAY + timedelta(days) for days in range(-2, 6)), None],
    "formal": [True, False, None],
}
COMPARES = st.sampled_from(list(compares()))


def _deeper(inner: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    some = parts.flatmap(lambda found: st.builds(Some, st.integers(1, len(found)), st.just(found)))
    return st.builds(Not, inner) | st.builds(All, parts) | some


PREDICATES = st.recursive(COMPARES, _deeper, max_leaves=5)


def _asked(predicate: Predicate) -> set[str]:
    match predicate:
        case Compare(fact, _, value):
            names = {fact, value.fact} if isinstance(value, FactRef) else {fact}
            return {"amount.hour" if name == "amount.minute" else name for name in names}
        case Not(part):
            return _asked(part)
        case _:
            return set[str]().union(*map(_asked, predicate.parts))


def _tried(predicates: list[Predicate], missing: MissingFact) -> bool:
    """Return whether any combination of values of the small world makes all predicates hold."""
    names = sorted(set[str]().union(*map(_asked, predicates)))
    for values in product(*(WORLD[name] for name in names)):
        facts = {name: held for name, held in zip(names, values, strict=True) if held is not None}
        started, completed = facts.get("started"), facts.get("completed")
        if started is not None and completed is not None and started > completed:
            continue
        if holds(predicates, facts, missing):
            return True
    return False


@given(st.lists(PREDICATES, min_size=1, max_size=3), st.sampled_from(MissingFact))
def test_the_search_finds_a_witness_just_where_trying_everything_does(
    predicates: list[Predicate], missing: MissingFact
) -> None:
    facts = found(*predicates, missing=missing)
    size = 1
    for name in set[str]().union(*map(_asked, predicates)):
        size *= len(WORLD[name])
    if facts is None and size <= 3_000:
        assert not _tried(predicates, missing)
