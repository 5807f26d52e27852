"""Minima for categories, and how many of them one hour may fill."""

from tests.spec.model import Spec, Word, did, row

_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'

LEAST = Spec(
    "At least so much of a category",
    "`when` says which activities belong to the category. The requirement is reached or lacks something; either way "
    "the credit counts to the total too.",
    _HOURS
    + """
total = { id = "total", cite = "section 2", amount = 6 }

[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = 2
""",
    (
        row(did("4 hour"), did("2 hour", tags="equity"), floors="equity 2 of 2", outcome="met", short="0"),
        row(did("5 hour"), did("1 hour", tags="equity"), floors="equity 1 of 2", outcome="short", short="1"),
        row(did("4 hour"), did("1 hour", tags="equity"), floors="equity 1 of 2", outcome="short", short="1"),
    ),
)

APPLIES = Spec(
    "For whom",
    "`applies` says which educators the floor is for.",
    _HOURS
    + """
[facts]
role = { type = "text" }

[[floors]]
id = "supervision"
cite = "section 7"
applies = { role = "principal" }
when = { tags = "supervision" }
at_least = 2
""",
    (
        row(educator={"role": "principal"}, floors="supervision 0 of 2", outcome="short"),
        row(educator={"role": "teacher"}, floors="–", outcome="met"),
        row(educator={}, floors="–", outcome="undetermined"),
    ),
)

OF_REQUIRED = Spec(
    "A share of what is required",
    '`share` is a share of the required total; `of = "required"` says so in full.',
    _HOURS
    + """
total = { id = "total", cite = "section 2", amount = 12 }

[[floors]]
id = "content"
cite = "section 7"
when = { tags = "content" }
share = "25%"
of = "required"
""",
    (
        row(did("9 hour"), did("3 hour", tags="content"), floors="content 3 of 3", outcome="met"),
        row(did("21 hour"), did("3 hour", tags="content"), floors="content 3 of 3", outcome="met"),
    ),
)

OF_COUNTED = Spec(
    "A share of what counts",
    'With `of = "counted"` it is a share of all credit that counts: whoever learns more needs more of it.',
    _HOURS
    + """
total = { id = "total", cite = "section 2", amount = 12 }

[[floors]]
id = "content"
cite = "section 7"
when = { tags = "content" }
share = "25%"
of = "counted"
""",
    (
        row(did("9 hour"), did("3 hour", tags="content"), floors="content 3 of 3", outcome="met"),
        row(did("21 hour"), did("3 hour", tags="content"), floors="content 3 of 7", outcome="short"),
    ),
)

PER_YEAR = Spec(
    "In each year",
    'With `per = "year"` each of the years must reach it: each whole year of the cycle, or the `years` that are named '
    "by the calendar year in which they begin.",
    _HOURS
    + """
cycle = { id = "cycle", cite = "section 1", anchor = "plan" }

[[floors]]
id = "each-year"
cite = "section 7"
at_least = 3
per = "year"

[[floors]]
id = "first-year"
cite = "section 8"
at_least = 1
per = "year"
years = [2022]
""",
    (
        row(
            did("3 hour", on="2023-06-30"),
            did("4 hour", on="2023-07-01"),
            cycle=("2022-07-01", "2024-07-01"),
            floors="each-year@2022 3 of 3, each-year@2023 4 of 3, first-year@2022 3 of 1",
            outcome="met",
        ),
        row(
            did("7 hour", on="2023-07-01"),
            cycle=("2022-07-01", "2024-07-01"),
            floors="each-year@2022 0 of 3, each-year@2023 7 of 3, first-year@2022 0 of 1",
            outcome="short",
        ),
    ),
)

PER_CYCLE = Spec(
    "In the cycle",
    'Absent, or with `per = "cycle"`, the category is summed over the whole cycle.',
    _HOURS
    + """
[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = 3
per = "cycle"
""",
    (
        row(
            did("1 hour", tags="equity", on="2022-09-01"),
            did("2 hour", tags="equity", on="2024-03-01"),
            cycle=("2022-07-01", "2024-07-01"),
            floors="equity 3 of 3",
        ),
    ),
)

WINDOW = Spec(
    "A span of days of its own",
    "A floor with a `window` is filled by what lies in it, also by activities that lie outside the time in which "
    "credit counts to the total.",
    _HOURS
    + """
total = { id = "total", cite = "section 2", amount = 6 }
cycle = { id = "cycle", cite = "section 1", anchor = "fixed", start = 2023-07-01, years = 1 }

[[floors]]
id = "safety"
cite = "section 7"
when = { tags = "safety" }
at_least = 2
window = { from = 2023-01-01, until = 2024-01-01 }
""",
    (
        row(
            did("2 hour", tags="safety", on="2023-02-01"),
            did("6 hour"),
            reason="a1: outside-window-but-fills-floor; a2: award-rate",
            floors="safety 2 of 2",
            total="6",
            outcome="met",
        ),
        row(
            did("2 hour", tags="safety", on="2024-01-01"),
            did("6 hour"),
            reason="a1: award-rate; a2: award-rate",
            floors="safety 0 of 2",
            total="8",
            outcome="short",
        ),
    ),
)

DISTINCT = Spec(
    "Different values",
    "With `distinct` the different values of a fact are counted instead of credit; `at_least` is a count then. An "
    "activity that counts nothing shows no value.",
    _HOURS
    + """
[[floors]]
id = "three-providers"
cite = "section 7"
distinct = "provider"
at_least = 3
""",
    (
        row(
            did("2 hour", provider="Lakeside"),
            did("2 hour", provider="Hillside"),
            did("2 hour", provider="Lakeside"),
            floors="three-providers 2 of 3",
            outcome="short",
            short="0",
        ),
        row(
            did("2 hour", provider="Lakeside"),
            did("2 hour", provider="Hillside"),
            did("0 hour", provider="Riverside"),
            floors="three-providers 2 of 3",
            outcome="short",
            short="0",
        ),
        row(
            did("2 hour", provider="Lakeside"),
            did("2 hour", provider="Hillside"),
            did("1 hour", provider="Riverside"),
            floors="three-providers 3 of 3",
            outcome="met",
            short="0",
        ),
    ),
)

WITHIN = Spec(
    "One floor in another",
    "`within` names the floor that this one is nested in: what fills the inner one fills the outer one too.",
    _HOURS
    + """
[[floors]]
id = "content"
cite = "section 7"
when = { tags = "content" }
at_least = 6

[[floors]]
id = "reading"
cite = "section 8"
when = { tags = "reading" }
at_least = 2
within = "content"
""",
    (
        row(
            did("4 hour", tags="content"),
            did("2 hour", tags="reading"),
            floors="content 6 of 6, reading 2 of 2",
            outcome="met",
        ),
        row(
            did("6 hour", tags="content"),
            did("1 hour", tags="reading"),
            floors="content 7 of 6, reading 1 of 2",
            outcome="short",
        ),
    ),
)

FLOOR = Word(
    "Floor",
    ("Floor",),
    specs=(LEAST, APPLIES, OF_REQUIRED, OF_COUNTED, PER_CYCLE, PER_YEAR, WINDOW, DISTINCT, WITHIN),
)

_TWO = """
[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = 3

[[floors]]
id = "reading"
cite = "section 8"
when = { tags = "reading" }
at_least = 3
"""

OVERLAP = Spec(
    "Overlap",
    'An hour may fill every floor that it fits. `sharing = "overlap"` says in full what holds where nothing is said.',
    _HOURS + 'sharing = "overlap"\n' + _TWO,
    (
        row(
            did("3 hour", tags=["equity", "reading"]),
            placed="equity 3, reading 3",
            floors="equity 3 of 3, reading 3 of 3",
            outcome="met",
        ),
    ),
)

SPLIT = Spec(
    "Split",
    "With `split` an hour fills one floor. Which one is chosen so that as little as possible lacks; an activity may be "
    "divided.",
    _HOURS + 'sharing = "split"\n' + _TWO,
    (
        row(
            did("3 hour", tags=["equity", "reading"]),
            did("2 hour", tags="equity"),
            floors="equity 3 of 3, reading 2 of 3",
            outcome="short",
            short="1",
        ),
        row(
            did("4 hour", tags=["equity", "reading"]),
            did("2 hour", tags="equity"),
            floors="equity 3 of 3, reading 3 of 3",
            outcome="met",
            short="0",
        ),
    ),
)

SOME = Spec(
    "At most so many",
    "A number says how many floors an hour may fill.",
    _HOURS
    + "sharing = 2\n"
    + _TWO
    + """
[[floors]]
id = "technology"
cite = "section 9"
when = { tags = "technology" }
at_least = 3
""",
    (
        row(
            did("3 hour", tags=["equity", "reading", "technology"]),
            floors="equity 3 of 3, reading 3 of 3, technology 0 of 3",
            outcome="short",
            short="1.5",
        ),
        row(
            did("4.5 hour", tags=["equity", "reading", "technology"]),
            floors="equity 3 of 3, reading 3 of 3, technology 3 of 3",
            outcome="met",
            short="0",
        ),
    ),
)

SHARING = Word("Sharing", specs=(OVERLAP, SPLIT, SOME))
