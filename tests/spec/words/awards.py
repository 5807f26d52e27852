"""What an activity earns."""

from tests.spec.model import Spec, Word, did, row

RATE = Spec(
    "A rate per source unit",
    "`per` names the source unit, `credit` says how much credit one of it earns; absent, it earns 1. Hours and "
    "minutes convert, other units do not.",
    """
[[awards]]
id = "hours"
cite = "section 3"
when = { kind = "workshop" }
per = "hour"

[[awards]]
id = "courses"
cite = "section 4"
when = { kind = "course" }
per = "semester_hour"
credit = 15
""",
    (
        row(did("3 hour"), steps="award-rate 3", credited="3"),
        row(did("90 minute"), steps="award-rate 1.5", credited="1.5"),
        row(did("1 hour, 30 minute"), steps="award-rate 1.5", credited="1.5"),
        row(did("2 semester_hour", "course"), steps="award-rate 30", credited="30"),
        row(did("3 page"), steps="no-amount-in-unit 0", credited="0"),
        row(did("3 hour", "book"), steps="no-award 0", credited="0"),
    ),
)

EACH = Spec(
    "So much for each",
    "`each` is the credit of one item, and `count` names the source unit that counts the items (absent: `item`). A "
    "claim without a count is one item. Fewer than `count_at_least` earn nothing.",
    """
[[awards]]
id = "articles"
cite = "section 5"
when = { kind = "article" }
each = 5

[[awards]]
id = "pages"
cite = "section 6"
when = { kind = "book" }
each = "1/50"
count = "page"
count_at_least = 50
""",
    (
        row(did("", "article"), steps="award-each 5", credited="5"),
        row(did("3 item", "article"), steps="award-each 15", credited="15"),
        row(did("50 page", "book"), steps="award-each 1", credited="1"),
        row(did("49 page", "book"), steps="too-few-items 0", credited="0"),
    ),
)

FIXED = Spec(
    "A fixed amount",
    "`fixed` is earned whatever the amount was.",
    """
[[awards]]
id = "edcamp"
cite = "section 7"
when = { kind = "edcamp" }
fixed = 4
""",
    (
        row(did("2 hour", "edcamp"), steps="award-fixed 4", credited="4"),
        row(did("", "edcamp"), steps="award-fixed 4", credited="4"),
    ),
)

TABLE = Spec(
    "A table by a fact",
    "`by` names the fact, and `table` gives the credit for each of its values. A value that is not in the table earns "
    "nothing; a missing one leaves the credit open.",
    """
[activity_facts]
role = { type = "text", meaning = "What the educator did there." }

[[awards]]
id = "conference"
cite = "section 8"
by = "role"
table = { attended = 2, presented = 5 }
""",
    (
        row(did(role="attended"), steps="award-table 2", credited="2"),
        row(did(role="presented"), steps="award-table 5", credited="5"),
        row(did(role="organised"), steps="award-table 0", credited="0"),
        row(did(), steps="fact-missing 0", credited="0"),
    ),
)

TIMES = Spec(
    "A multiplier, a least and whole multiples",
    "Three steps follow the amount, in this order: `times` multiplies it, below `least` nothing is earned, and of what "
    "is left only multiples of `whole` count.",
    """
[[awards]]
id = "impact"
cite = "section 9"
per = "hour"
times = "3/2"
least = 4
whole = 2
""",
    (
        row(did("4 hour"), steps="award-rate 4, multiplied 6", credited="6"),
        row(did("5 hour"), steps="award-rate 5, multiplied 7.5, whole-multiples-only 6", credited="6"),
        row(did("8/3 hour"), steps="award-rate 8/3, multiplied 4", credited="4"),
        row(did("2.5 hour"), steps="award-rate 2.5, multiplied 3.75, below-least 0", credited="0"),
    ),
)

SPLIT = Spec(
    "Credit divided over categories",
    "`split` divides the credit over tags; each part is a line of its own and has the tag. The shares add up to one.",
    """
[[awards]]
id = "course"
cite = "section 10"
per = "hour"
split = { content = "75%", equity = "25%" }

[[floors]]
id = "equity"
cite = "section 11"
when = { tags = "equity" }
at_least = 1
""",
    (
        row(
            did("4 hour"),
            steps="a1 (content): award-rate 4, split-over-categories 3; a1 (equity): award-rate 4, "
            "split-over-categories 1",
            floors="equity 1 of 1",
        ),
    ),
)

OTHERWISE = Spec(
    "The award that decides otherwise",
    "An award with `otherwise` decides where no other award does.",
    """
[[awards]]
id = "courses"
cite = "section 3"
when = { kind = "course" }
per = "semester_hour"
credit = 15

[[awards]]
id = "rest"
cite = "section 4"
otherwise = true
per = "hour"
""",
    (
        row(did("1 semester_hour", "course"), credited="15", reason="award-rate"),
        row(did("2 hour", "course"), credited="0", reason="no-amount-in-unit"),
        row(did("2 hour", "podcast"), credited="2", reason="award-rate"),
    ),
)

REPEAT = Spec(
    "The same thing again",
    "`same` names the facts that make two claims the same, and `then` the share that the second and every later claim "
    "earns. A claim of which such a fact is not known repeats nothing.",
    """
[[awards]]
id = "courses"
cite = "section 12"
per = "hour"
repeat = { same = ["title", "provider"], then = "50%" }
""",
    (
        row(
            did("4 hour", title="Algebra", provider="Lakeside", on="2024-02-01"),
            did("4 hour", title="Algebra", provider="Lakeside", on="2024-03-01"),
            did("4 hour", title="Algebra", provider="Hillside", on="2024-04-01"),
            steps="a1: award-rate 4; a2: award-rate 4, repeated 2; a3: award-rate 4",
            total="10",
        ),
        row(
            did("4 hour", title="Algebra", on="2024-02-01"),
            did("4 hour", title="Algebra", on="2024-03-01"),
            steps="a1: award-rate 4; a2: award-rate 4",
            total="8",
        ),
    ),
)

NEVER_AGAIN = Spec(
    "Once only",
    "Absent, `then` is nothing.",
    """
[[awards]]
id = "books"
cite = "section 13"
fixed = 3
repeat = { same = "title" }
""",
    (
        row(
            did("", "book", title="Mindset", on="2024-02-01"),
            did("", "book", title="Mindset", on="2024-03-01"),
            credited="a1: 3; a2: 0",
            reason="a1: award-fixed; a2: repeated",
        ),
    ),
)

AWARD = Word(
    "Award",
    ("Award",),
    "An activity that no award matches earns nothing. What holds where two match is told under "
    "[the option `awards`](options.md#which-award-decides).",
    (RATE, EACH, FIXED, TABLE, TIMES, SPLIT, OTHERWISE),
)

REPEATED = Word(
    "Repeat",
    ("Repeat",),
    "Which earlier claims make a later one a repeat: see [the option `repeat_of`](options.md#what-is-a-repeat).",
    (REPEAT, NEVER_AGAIN),
)
