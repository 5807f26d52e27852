"""Blocks and caps: what does not count before a group is full, and what counts no further."""

from tests.spec.model import Spec, Word, did, row

_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'

GROUPS = Spec(
    "Nothing before the group is full",
    "Activities of one value of `by` make a group (of several facts: of one combination). While a group has less than "
    "`at_least`, none of it counts. `when` says which activities are grouped.",
    _HOURS
    + """
[activity_facts]
topic = { type = "text" }

[[blocks]]
id = "ten-in-one-topic"
cite = "section 5"
when = { kind = "workshop" }
by = "topic"
at_least = 10
""",
    (
        row(
            did("6 hour", topic="reading"),
            did("4 hour", topic="reading"),
            did("9 hour", topic="art"),
            did("1 hour", "chat", topic="art"),
            credited="a1: 6; a2: 4; a3: 0; a4: 1",
            reason="a1: award-rate; a2: award-rate; a3: block-not-reached; a4: award-rate",
        ),
        row(did("12 hour"), credited="12", reason="award-rate"),
    ),
)

BLOCK = Word("Block", ("Block",), specs=(GROUPS,))

MOST = Spec(
    "At most so much",
    "`when` says which activities the cap limits. What exceeds it is lost, the latest credit first.",
    _HOURS
    + """
[[caps]]
id = "chats"
cite = "section 6"
when = { kind = "chat" }
at_most = 5
""",
    (
        row(
            did("3 hour", "chat", on="2024-01-10"),
            did("4 hour", "chat", on="2024-01-20"),
            did("2 hour", "chat", on="2024-01-30"),
            did("4 hour", "book", on="2024-02-10"),
            credited="a1: 3; a2: 2; a3: 0; a4: 4",
            reason="a1: award-rate; a2: cap-reached; a3: cap-reached; a4: award-rate",
        ),
    ),
)

SHARE = Spec(
    "A share of what is required",
    "`share` is a share of the required total of this educator.",
    _HOURS
    + """
[facts]
fte = { type = "number" }

[total]
id = "total"
cite = "section 2"
rows = [{ when = { fte = { less_than = 1 } }, amount = 6 }, { amount = 12 }]

[[caps]]
id = "online"
cite = "section 6"
when = { tags = "online" }
share = "50%"
""",
    (
        row(did("10 hour", tags="online"), educator={"fte": 1}, credited="6", reason="cap-reached"),
        row(did("10 hour", tags="online"), educator={"fte": "1/2"}, credited="3", reason="cap-reached"),
    ),
)

_PER = {
    "activity": (("2024-03-04", "2024-03-04"), "a1: 2; a2: 2"),
    "day": (("2024-03-04", "2024-03-04"), "a1: 2; a2: 0"),
    "week": (("2024-03-04", "2024-03-10"), "a1: 2; a2: 0"),
    "semester": (("2024-01-01", "2024-07-31"), "a1: 2; a2: 0"),
    "year": (("2023-07-01", "2024-06-30"), "a1: 2; a2: 0"),
    "cycle": (("2023-07-01", "2024-06-30"), "a1: 2; a2: 0"),
}

PER = Spec(
    "Per activity, day, week, semester, year, cycle",
    "The maximum holds in each span by itself. A week begins on Monday; semesters and years begin where the "
    "[calendar](time.md#calendar) says, here on 1 January and 1 August, and on 1 July. Absent, the span is the cycle. "
    "Each cap here is for the activities that are called as its span.",
    _HOURS
    + "".join(
        f"""
[[caps]]
id = "{per}"
cite = "section 6"
when = {{ kind = "{per}" }}
at_most = 2
per = "{per}"
"""
        for per in _PER
    ),
    (
        *(
            row(did("3 hour", per, on=one), did("3 hour", per, on=two), as_of="2024-12-31", credited=credited)
            for per, ((one, two), credited) in _PER.items()
        ),
        row(did("3 hour", "day", on="2024-03-04"), did("3 hour", "day", on="2024-03-05"), credited="a1: 2; a2: 2"),
        row(did("3 hour", "week", on="2024-03-10"), did("3 hour", "week", on="2024-03-11"), credited="a1: 2; a2: 2"),
        row(
            did("3 hour", "semester", on="2024-07-31"),
            did("3 hour", "semester", on="2024-08-01"),
            as_of="2024-12-31",
            credited="a1: 2; a2: 2",
        ),
        row(
            did("3 hour", "year", on="2024-06-30"),
            did("3 hour", "year", on="2024-07-01"),
            as_of="2024-12-31",
            credited="a1: 2; a2: 2",
        ),
        row(
            did("3 hour", "cycle", on="2024-06-30"),
            did("3 hour", "cycle", on="2024-07-01"),
            as_of="2024-12-31",
            credited="a1: 2; a2: 0",
        ),
    ),
)

BY = Spec(
    "One maximum for each value",
    "With `by` the maximum holds for each value of a fact, or each combination of several. An activity of which the "
    "fact is not known is undetermined, for its group may be full.",
    _HOURS
    + """
[[caps]]
id = "one-provider"
cite = "section 6"
at_most = 5
by = "provider"
""",
    (
        row(
            did("4 hour", provider="Lakeside", on="2024-01-10"),
            did("4 hour", provider="Lakeside", on="2024-01-20"),
            did("4 hour", provider="Hillside", on="2024-01-30"),
            credited="a1: 4; a2: 1; a3: 4",
            reason="a1: award-rate; a2: cap-reached; a3: award-rate",
        ),
        row(did("4 hour"), credited="0", reason="fact-missing"),
    ),
)

APPLIES = Spec(
    "For whom, and waived",
    "`applies` says which educators a cap is for. A cap that is `waived` takes nothing and is still cited.",
    _HOURS
    + """
[facts]
role = { type = "text" }

[[caps]]
id = "chats"
cite = "section 6"
applies = { role = "teacher" }
at_most = 5

[[caps]]
id = "summer"
cite = "section 7, waived for 2024"
at_most = 1
waived = true
""",
    (
        row(did("8 hour"), educator={"role": "teacher"}, credited="5", reason="cap-reached"),
        row(did("8 hour"), educator={"role": "principal"}, credited="8", reason="award-rate"),
    ),
)

SEVERAL = Spec(
    "Several caps at once",
    "An activity must fit under every cap that is about it. What one cap takes, no other cap holds against the next "
    "activity.",
    _HOURS
    + """
[[caps]]
id = "each-day"
cite = "section 6"
at_most = 6
per = "day"

[[caps]]
id = "conferences"
cite = "section 7"
when = { kind = "conference" }
at_most = 10
""",
    (
        row(
            did("8 hour", "conference", on="2024-01-10"),
            did("8 hour", "conference", on="2024-01-11"),
            did("2 hour", "book", on="2024-01-11"),
            credited="a1: 6; a2: 4; a3: 2",
            reason="a1: cap-reached; a2: cap-reached; a3: award-rate",
        ),
    ),
)

CAP = Word(
    "Cap",
    ("Cap",),
    "Which credit is lost is told under [the option `caps`](options.md#which-credit-is-lost-above-a-cap).",
    (MOST, SHARE, PER, BY, APPLIES, SEVERAL),
)
