"""What comes before what: the same rules in another order would give another answer."""

from tests.spec.model import Spec, Word, did, row

STEPS = Spec(
    "The steps of one activity",
    "The award and its multiplier, then a reviewer's amount, then the repeat; what is left is held against the caps. "
    "Where the rules stand in the document does not matter.",
    """
[[caps]]
id = "at-most"
cite = "section 6"
when = { kind = "book" }
at_most = 8

[[awards]]
id = "books"
cite = "section 3"
per = "hour"
times = 2
repeat = { same = "title", then = "50%" }
""",
    (
        row(
            did("4 hour", "book", title="Mindset", on="2024-01-10", reviews=[{"amount": 6}]),
            did("4 hour", "book", title="Mindset", on="2024-02-10", reviews=[{"amount": 6}]),
            steps="a1: award-rate 4, multiplied 8, reviewed-amount 6; "
            "a2: award-rate 4, multiplied 8, reviewed-amount 6, repeated 3, cap-reached 2",
        ),
    ),
)

BLOCKS_FIRST = Spec(
    "Blocks before caps",
    "A group is full by what its activities earn, although a cap then takes some of it.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[[caps]]
id = "each-day"
cite = "section 6"
at_most = 2
per = "day"

[[blocks]]
id = "six-of-a-kind"
cite = "section 5"
by = "kind"
at_least = 6
""",
    (
        row(
            did("3 hour", "chat", on="2024-01-10"),
            did("3 hour", "chat", on="2024-01-11"),
            steps="a1: award-rate 3, cap-reached 2; a2: award-rate 3, cap-reached 2",
        ),
        row(
            did("3 hour", "chat", on="2024-01-10"),
            did("2 hour", "chat", on="2024-01-11"),
            steps="a1: award-rate 3, block-not-reached 0; a2: award-rate 2, block-not-reached 0",
        ),
    ),
)

CONDITIONS_FIRST = Spec(
    "Conditions before caps",
    "An activity that a condition refuses, or that waits, takes no room under a cap.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
caps = [{ id = "at-most", cite = "section 6", at_most = 3 }]
conditions = [{ id = "evidence", cite = "section 4", evidence = {} }]
""",
    (
        row(
            did("3 hour", on="2024-01-10"),
            did("3 hour", on="2024-01-11", evidence="note"),
            credited="a1: 0; a2: 3",
            reason="a1: evidence-missing; a2: award-rate",
        ),
    ),
)

EDITION_FIRST = Spec(
    "Edition, then alternative",
    "An alternative is laid over the edition: what it states replaces what the edition states.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[[editions]]
id = "2020"
cite = "Act 1"
total = { id = "of-the-act", cite = "Act 1, section 2", amount = 12 }

[[alternatives]]
id = "mentors"
cite = "Act 1, section 9"
total = { id = "of-mentors", cite = "Act 1, section 9", amount = 6 }

[[alternatives]]
id = "all"
cite = "Act 1, section 2"
""",
    (
        row(did("6 hour"), edition="2020", alternative="mentors", required="6", outcome="met"),
        row(did("12 hour"), edition="2020", alternative="mentors", required="6", outcome="met"),
    ),
)

SIGN_OFFS_LAST = Spec(
    "Sign-offs last",
    "A sign-off is asked for though all credit is there, or a credential satisfies everything.",
    """
total = { id = "total", cite = "section 2", amount = 10 }
deemed = [{ id = "board", cite = "section 13", when = { kind = "national-certification" } }]
sign_offs = [{ id = "plan-reviewed", cite = "section 14" }]
""",
    (
        row(did("", "national-certification"), signed="plan-reviewed", deemed="board", unsigned="–", outcome="met"),
        row(did("", "national-certification"), deemed="board", unsigned="plan-reviewed", outcome="short"),
    ),
)

ORDER = Word("Before and after", specs=(EDITION_FIRST, STEPS, CONDITIONS_FIRST, BLOCKS_FIRST, SIGN_OFFS_LAST))
