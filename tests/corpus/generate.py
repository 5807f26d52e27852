"""Cases by chance: every word of the vocabulary, in few enough values that the words meet each other."""

from typing import Any

from hypothesis import strategies as st

Table = dict[str, Any]

_NAMES = ("x", "y", "z")
_AMOUNTS = st.sampled_from((0, 1, 2, 3, 5, 8, "0.5", "1/3", "2.5", "7/2"))
_POSITIVE = st.sampled_from((1, 2, 4, "1/2", "3/2", 10))
_LIMITS = st.sampled_from((0, 1, 3, "4.5", 6, 10, "50%", "1%", "100%"))
_SHARES = st.sampled_from((0, "1/2", "1/3", 1))
_DAYS = st.sampled_from(
    ("2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01", "2021-01-04", "2021-06-30", "2021-07-01")
)
_WINDOWS = st.sampled_from((["2020-07-01", "2021-06-30"], ["2020-06-30", "2020-12-31"], ["2021-01-01", "2021-01-01"]))
_YEARS = st.sampled_from((2019, 2020, 2021))
_ID = st.sampled_from(("p", "q", "r"))


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Table]:
    """Return a table in which every field may be absent."""
    return st.fixed_dictionaries({}, optional=optional)


def _compared(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    bounds = st.dictionaries(st.sampled_from(("ge", "gt", "le", "lt")), values, min_size=1, max_size=2)
    return values | st.lists(values, min_size=1, max_size=2) | bounds


def _of_list(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = values | st.lists(values, min_size=1, max_size=2)
    return listed | st.dictionaries(st.sampled_from(("has", "lacks")), listed, min_size=1, max_size=1)


def _predicates(entries: st.SearchStrategy[Table]) -> st.SearchStrategy[Table]:
    def deeper(inner: st.SearchStrategy[Table]) -> st.SearchStrategy[Table]:
        lists = st.lists(inner, min_size=1, max_size=3)
        return (
            st.fixed_dictionaries({"all": lists})
            | st.fixed_dictionaries({"any": lists})
            | st.fixed_dictionaries({"not": inner})
            | st.fixed_dictionaries({"at_least": st.tuples(st.integers(0, 3), lists).map(list)})
        )

    return st.recursive(entries, deeper, max_leaves=3)


NAMES = st.sampled_from(_NAMES)
ROW = st.builds(
    lambda *parts: {name: value for part in parts for name, value in part.items()},
    st.just({}) | st.fixed_dictionaries({"hour": _AMOUNTS}) | st.fixed_dictionaries({"hour": _AMOUNTS}),
    some(
        type=st.sampled_from(("a", "b", "c")),
        tags=st.lists(NAMES, max_size=3, unique=True),
        topic=NAMES,
        level=st.sampled_from((1, 2, 3)),
        mixed=st.sampled_from((1, "1", "one", 2)),
        valid=st.booleans(),
        count=st.integers(0, 4),
        days=_AMOUNTS,
        score=st.sampled_from((1, 2, 3)),
        grade=st.sampled_from(("F", "C-", "C", "C+", "A-", "A", "P", "none")),
        scheduled=st.integers(0, 9),
        attended=st.integers(0, 9),
    ),
    some(
        minutes=st.sampled_from((0, 24, 25, 50, 74, 75, 90, "100.5")),
        completed=_DAYS,
        entered=_DAYS,
        started=_DAYS,
        year=_YEARS,
        semester=st.sampled_from(("F", "S")),
    ),
)
PERSON = some(
    fte=st.sampled_from(("0.5", 1, "3/4")),
    licences=st.integers(0, 4),
    classes=st.lists(NAMES, max_size=3, unique=True),
    first=st.booleans(),
    role=NAMES,
    since=_DAYS,
)

OF_ROW: st.SearchStrategy[Table] = st.just({}) | _predicates(
    some(
        type=st.sampled_from(("a", "b", ["a", "c"])),
        tags=_of_list(NAMES),
        topic=NAMES,
        level=_compared(st.sampled_from((1, 2, "3"))),
        mixed=st.sampled_from(("one", 1, [2, "one"])),
        valid=st.booleans(),
        completed=_compared(_DAYS),
        year=_compared(_YEARS),
    )
)
OF_PERSON = _predicates(
    some(
        fte=_compared(st.sampled_from(("0.5", 1))),
        licences=_compared(st.sampled_from((0, 1, 2))),
        classes=_of_list(NAMES),
        first=st.booleans(),
        role=NAMES | st.lists(NAMES, min_size=1, max_size=2),
        since=_compared(_DAYS),
        on=_compared(_DAYS),
    )
)

MEASURE = some(
    minutes_per_unit=st.sampled_from((50, 60, 45)),
    minimum=st.sampled_from((1, "1/2")),
    increment=st.sampled_from(("1/2", "1/5", 1, "1/4")),
    rounding=st.sampled_from(("down", "nearest", "up")),
) | st.just({"bands": [[0, 0], [30, "0.5"], [75, 1]]})

_WAYS = st.one_of(
    st.fixed_dictionaries({"per": st.sampled_from(("hour", "days")), "credit": _AMOUNTS}),
    st.fixed_dictionaries({"per": st.just("minute"), "measure": MEASURE}),
    st.fixed_dictionaries({"each": _AMOUNTS}, optional={"at_least_count": st.integers(0, 3)}),
    st.fixed_dictionaries({"fixed": _AMOUNTS}),
    st.just({"table": {"1": "1.5", "3": 4}, "key": "score"}),
)
_LATER = some(
    when=OF_ROW,
    times=st.sampled_from((1, 2, "1/3")),
    whole=_POSITIVE,
    floor_each=_AMOUNTS,
    grade_min=st.sampled_from(("C", "A", "D-")),
    attendance=some(share=st.sampled_from(("3/4", "1/2", 1)), at_least=st.integers(0, 6)),
    repeat=st.fixed_dictionaries(
        {"key": st.sampled_from(("topic", "type", ["topic", "level"]))}, optional={"then": _SHARES}
    ),
)
AWARD = st.builds(lambda way, later: later | way, _WAYS, _LATER)

_PER = st.sampled_from(("day", "week", "semester", "year", "cycle", "activity"))
CAP = st.fixed_dictionaries(
    {"max": _LIMITS},
    optional={"when": OF_ROW, "per": _PER, "by": st.sampled_from(("topic", ["type"])), "waived": st.booleans()},
)
_SPAN: st.SearchStrategy[Table] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"per": st.just("year"), "years": st.lists(_YEARS, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"window": _WINDOWS}),
)
_FLOOR = st.builds(
    lambda base, span, distinct: base | span | distinct,
    st.fixed_dictionaries({"min": _LIMITS}, optional={"when": OF_ROW, "applies": OF_PERSON}),
    _SPAN,
    st.just({})
    | st.fixed_dictionaries({"min": st.integers(1, 3), "count_distinct": st.sampled_from(("topic", "tags"))}),
)
FLOORS = st.lists(_FLOOR, min_size=1, max_size=3).map(
    lambda floors: [floor | {"name": f"floor {index}"} for index, floor in enumerate(floors)]
)
COUNT_IF = st.one_of(
    st.fixed_dictionaries({"require": OF_ROW}, optional={"when": OF_ROW, "name": st.just("must")}),
    st.fixed_dictionaries({"require_person": OF_PERSON}, optional={"when": OF_ROW}),
    st.fixed_dictionaries({"field": st.just("entered"), "within_days": st.sampled_from((0, 1, 184))}),
    st.fixed_dictionaries({"field": st.just("entered"), "before": st.sampled_from(("started", "completed"))}),
)
CARRY = some(max=_AMOUNTS, earned=_WINDOWS, only_if=OF_PERSON, unless=OF_PERSON, no_rechain=st.booleans())
_ROWS_OF_TOTAL = st.lists(st.fixed_dictionaries({"amount": _AMOUNTS}, optional={"when": OF_PERSON}), max_size=2)
_SECTIONS: dict[str, st.SearchStrategy[Any]] = {
    "award": st.lists(AWARD, min_size=1, max_size=3),
    "count_if": st.lists(COUNT_IF, min_size=1, max_size=2),
    "blocks": st.lists(
        st.fixed_dictionaries({"by": st.sampled_from((["topic"], "type", ["topic", "level"])), "min": _AMOUNTS}),
        min_size=1,
        max_size=2,
    ),
    "caps": st.lists(CAP, min_size=1, max_size=3),
    "total": _AMOUNTS | _ROWS_OF_TOTAL | st.just({"max_of": {"x": 3, "y": "4.5"}}),
    "floors": FLOORS,
    "sharing": st.sampled_from(("overlap", "split")),
    "deem": st.lists(
        st.fixed_dictionaries({"person": OF_PERSON})
        | st.fixed_dictionaries({"when": OF_ROW}, optional={"count": st.integers(1, 3)}),
        min_size=1,
        max_size=1,
    ),
    "signoffs": st.lists(st.sampled_from(("teacher", "principal")), max_size=2, unique=True),
    "carry": CARRY,
    "window": _WINDOWS,
    "exempt": st.lists(OF_PERSON, max_size=2),
    "add": st.lists(
        st.fixed_dictionaries(
            {"each": st.just("licences"), "amount": _AMOUNTS}, optional={"over": st.sampled_from((0, 1))}
        ),
        min_size=1,
        max_size=1,
    ),
    "reduce": st.lists(st.fixed_dictionaries({"when": OF_PERSON, "amount": _AMOUNTS}), min_size=1, max_size=1),
    "prorate": st.lists(
        st.fixed_dictionaries(
            {"by": st.just("fte")},
            optional={
                "of": _POSITIVE,
                "when": OF_PERSON,
                "increment": _POSITIVE,
                "rounding": st.sampled_from(("down", "nearest", "up")),
            },
        ),
        min_size=1,
        max_size=2,
    ),
}


@st.composite
def _sections(draw: st.DrawFn) -> Table:
    """Most policies say some five things; `some` would say next to nothing or all."""
    names = draw(st.lists(st.sampled_from(sorted(_SECTIONS)), min_size=4, max_size=9, unique=True))
    return {name: draw(_SECTIONS[name]) for name in names}


SECTIONS = _sections()
_EDITION_SPANS: tuple[Table, ...] = (
    {"until": "2020-07-01"},
    {"from": "2020-07-01", "until": "2021-01-01", "published": "2020-01-01"},
    {"from": "2020-07-01", "until": "2021-01-01", "published": "2021-01-02"},
    {"from": "2021-01-02"},
    {"from": "2020-12-31", "published": "2020-06-01"},
)


@st.composite
def _policies(draw: st.DrawFn) -> Table:
    policy: Table = draw(SECTIONS)
    shapes = draw(st.sampled_from(((), (), (), ("versions",), ("any_of",), ("versions", "any_of"))))
    if "versions" in shapes:
        versions = [
            span | draw(some(**{name: _SECTIONS[name] for name in ("total", "floors", "add", "award", "caps")}))
            for span in draw(st.permutations(_EDITION_SPANS))
        ]
        policy |= {"version_by": "on", "versions": versions}
    if "any_of" in shapes:
        policy |= {"any_of": draw(st.lists(SECTIONS, min_size=1, max_size=3))}
    return policy


CASES = st.fixed_dictionaries(
    {
        "ask": st.just("evaluate"),
        "policy": _policies(),
        "activities": st.lists(ROW, min_size=2, max_size=6),
        "person": PERSON,
        "on": _DAYS,
    },
    optional={
        "carry_in": _AMOUNTS,
        "signed": st.lists(st.sampled_from(("teacher", "principal")), max_size=2, unique=True),
        "known": st.sampled_from(("2019-01-01", "2020-06-01", "2021-06-01")),
    },
)
"""Whole inputs of cases that ask `evaluate`."""
