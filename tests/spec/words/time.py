"""Cycles, calendars, windows and how long evidence is kept."""

from typing import Any

from tests.spec.model import Did, Spec, Word, did, row

ISSUE = Spec(
    "From the day of issue",
    '`anchor = "issue_date"` begins the cycle on the day in `fact`, but not before `not_before`. `years` and `months` '
    "are its length.",
    """
[facts]
issued = { type = "date" }

[cycle]
id = "cycle"
cite = "section 1"
anchor = "issue_date"
fact = "issued"
not_before = 2020-07-01
years = 4
months = 6
""",
    (
        row(educator={"issued": "2021-03-15"}, period="2021-03-15 to 2025-09-14", outcome="met"),
        row(educator={"issued": "2019-03-15"}, period="2020-07-01 to 2024-12-31", outcome="met"),
        row(educator={}, period="–", outcome="undetermined"),
    ),
)

BIRTH = Spec(
    "From the month of birth",
    '`anchor = "birth_month"` begins it on the first of the month in `month_fact`, in or after the month of issue.',
    """
[facts]
issued = { type = "date" }
born_in = { type = "number", meaning = "The month of birth, 1 to 12." }

[cycle]
id = "cycle"
cite = "section 1"
anchor = "birth_month"
fact = "issued"
month_fact = "born_in"
years = 5
""",
    (
        row(educator={"issued": "2021-03-15", "born_in": 9}, period="2021-09-01 to 2026-08-31"),
        row(educator={"issued": "2021-03-15", "born_in": 3}, period="2021-03-01 to 2026-02-28"),
        row(educator={"issued": "2021-03-15", "born_in": 2}, period="2022-02-01 to 2027-01-31"),
    ),
)

NEXT = Spec(
    "From the next first day",
    '`anchor = "next"` begins it on the first `first_day` (absent: 1 July) strictly after the date in `fact`.',
    """
[facts]
issued = { type = "date" }

[cycle]
id = "cycle"
cite = "section 1"
anchor = "next"
fact = "issued"
first_day = "09-01"
years = 5
""",
    (
        row(educator={"issued": "2021-08-31"}, period="2021-09-01 to 2026-08-31"),
        row(educator={"issued": "2021-09-01"}, period="2022-09-01 to 2027-08-31"),
    ),
)

DAY_AFTER = Spec(
    "From the day after",
    '`anchor = "day_after"` begins it on the day after the date in `fact`, such as the completion of a programme. Here '
    "too, `not_before` is the earliest first day.",
    """
[facts]
finished = { type = "date" }

[cycle]
id = "cycle"
cite = "section 1"
anchor = "day_after"
fact = "finished"
not_before = 2021-07-01
years = 3
""",
    (
        row(educator={"finished": "2022-06-30"}, period="2022-07-01 to 2025-06-30"),
        row(educator={"finished": "2021-06-15"}, period="2021-07-01 to 2024-06-30"),
    ),
)

FIXED = Spec(
    "From a fixed day",
    '`anchor = "fixed"` begins it for everybody on `start`. With `repeats` one cycle follows the other, and the one '
    "that holds the date judged is used.",
    """
[cycle]
id = "cycle"
cite = "section 1"
anchor = "fixed"
start = 2020-07-01
years = 2
repeats = true
""",
    (
        row(as_of="2021-06-30", period="2020-07-01 to 2022-06-30"),
        row(as_of="2024-06-30", period="2022-07-01 to 2024-06-30"),
        row(as_of="2024-07-01", period="2024-07-01 to 2026-06-30"),
    ),
)

OF_PLAN = Spec(
    "From the plan",
    '`anchor = "plan"` takes the period of the educator\'s plan.',
    """
[cycle]
id = "cycle"
cite = "section 1"
anchor = "plan"
""",
    (
        row(cycle=("2023-08-15", "2024-06-15"), period="2023-08-15 to 2024-06-14", outcome="met", missing="–"),
        row(period="–", outcome="undetermined", missing="plan.period"),
    ),
)

LENGTHS = Spec(
    "Lengths by facts, extended and shortened",
    "The first row of `lengths` that holds says the length. Every row of `extend` that holds makes it longer, and "
    "`minus` names the fact with the years by which it is shorter.",
    """
[facts]
level = { type = "text" }
leave = { type = "flag", default = false }
served = { type = "number", default = 0 }

[cycle]
id = "cycle"
cite = "section 1"
anchor = "fixed"
start = 2020-07-01
lengths = [{ when = { level = "initial" }, years = 3 }, { years = 5, months = 6 }]
extend = [{ when = { leave = true }, months = 6 }]
minus = "served"
""",
    (
        row(educator={"level": "initial"}, period="2020-07-01 to 2023-06-30"),
        row(educator={"level": "professional"}, period="2020-07-01 to 2025-12-31"),
        row(educator={"level": "initial", "leave": True}, period="2020-07-01 to 2023-12-31"),
        row(educator={"level": "initial", "served": 1}, period="2020-07-01 to 2022-06-30"),
    ),
)

CYCLE = Word("Cycle", ("Cycle", "Length"), specs=(ISSUE, BIRTH, NEXT, DAY_AFTER, FIXED, OF_PLAN, LENGTHS))

_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'

STARTS = Spec(
    "Where years and semesters begin",
    "`year_starts` (absent: 1 July) and `semester_starts` (absent: 1 January and 1 August) are days of every year, as "
    "MM-DD.",
    _HOURS
    + """
calendar = { year_starts = "09-01", semester_starts = ["02-01", "09-01"] }

[[caps]]
id = "books"
cite = "section 6"
when = { kind = "book" }
at_most = 2
per = "year"

[[caps]]
id = "chats"
cite = "section 7"
when = { kind = "chat" }
at_most = 2
per = "semester"
""",
    (
        row(did("2 hour", "book", on="2023-08-31"), did("2 hour", "book", on="2023-09-01"), credited="a1: 2; a2: 2"),
        row(did("2 hour", "book", on="2023-09-01"), did("2 hour", "book", on="2024-06-30"), credited="a1: 2; a2: 0"),
        row(did("2 hour", "chat", on="2024-01-31"), did("2 hour", "chat", on="2024-02-01"), credited="a1: 2; a2: 2"),
        row(did("2 hour", "chat", on="2023-09-01"), did("2 hour", "chat", on="2024-01-31"), credited="a1: 2; a2: 0"),
    ),
)


def _named(per: str, fact: str, value: Any) -> Did:
    return did("2 hour", per, **{fact: value})


_SPANS = ("year", "semester", "week", "day")

NAMED = Spec(
    "Spans that the record names",
    "Where the record itself says to which year, semester, week or day an activity belongs, `year_fact` and the others "
    "name the fact. An activity that does not have it belongs where its date lies.",
    _HOURS
    + """
calendar = { year_fact = "y", semester_fact = "s", week_fact = "w", day_fact = "d" }

[activity_facts]
y = { type = "number" }
s = { type = "text" }
w = { type = "number" }
d = { type = "date" }
"""
    + "".join(
        f"""
[[caps]]
id = "{per}"
cite = "section 6"
when = {{ kind = "{per}" }}
at_most = 2
per = "{per}"
"""
        for per in _SPANS
    ),
    tuple(
        row(_named(per, fact, one), _named(per, fact, two), credited=credited)
        for per, fact, one, two, credited in (
            ("year", "y", 2022, 2023, "a1: 2; a2: 2"),
            ("year", "y", 2023, 2023, "a1: 2; a2: 0"),
            ("semester", "s", "fall", "spring", "a1: 2; a2: 2"),
            ("semester", "s", "fall", "fall", "a1: 2; a2: 0"),
            ("week", "w", 1, 2, "a1: 2; a2: 2"),
            ("day", "d", "2024-03-01", "2024-03-02", "a1: 2; a2: 2"),
        )
    ),
)

CALENDAR = Word("Calendar", ("Calendar",), specs=(STARTS, NAMED))

JUDGED = Spec(
    "The date judged",
    "What was completed after the date judged does not count yet. A window has no part in it.",
    _HOURS,
    (
        row(did("2 hour", on="2024-06-30"), credited="2", reason="award-rate"),
        row(did("2 hour", on="2024-07-01"), credited="0", reason="after-the-date-judged"),
    ),
)

WINDOWS = Spec(
    "The time in which credit counts",
    "`from` is the first day, `until` the first day that no longer belongs to it. Without a window it is the cycle, "
    "and without a cycle any day.",
    _HOURS
    + """
[window]
from = 2023-07-01
until = 2024-06-01
""",
    (
        row(did("2 hour", on="2023-06-30"), credited="0", reason="outside-window"),
        row(did("2 hour", on="2023-07-01"), credited="2", reason="award-rate"),
        row(did("2 hour", on="2024-05-31"), credited="2", reason="award-rate"),
        row(did("2 hour", on="2024-06-01"), credited="0", reason="outside-window"),
        row(did("2 hour", on=None), credited="0", reason="fact-missing"),
    ),
)

WINDOW = Word("Window", ("Window",), specs=(JUDGED, WINDOWS))

AFTER_CYCLE = Spec(
    "Kept after the cycle",
    'Evidence is kept for `years` and `months` after the last day of the cycle; `after = "cycle_end"` says so in full. '
    "The day shown is the last one of keeping.",
    """
cycle = { id = "cycle", cite = "section 1", anchor = "plan" }

[retention]
id = "keep"
cite = "section 12"
after = "cycle_end"
years = 3
months = 6
""",
    (row(cycle=("2023-07-01", "2024-07-01"), keep_until="2027-12-30"),),
)

AFTER_COMPLETION = Spec(
    "Kept after completion",
    "With `completed` it is counted from the day on which the last activity was completed.",
    _HOURS
    + """
[retention]
id = "keep"
cite = "section 12"
after = "completed"
years = 2
""",
    (
        row(did("2 hour", on="2024-02-29"), did("2 hour", on="2024-01-15"), keep_until="2026-02-28"),
        row(did("2 hour", on=None), keep_until="–"),
    ),
)

RETENTION = Word("Retention", ("Retention",), specs=(AFTER_CYCLE, AFTER_COMPLETION))
