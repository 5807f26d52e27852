"""What an authority decides for one educator, beside the policy."""

from tests.spec.model import Spec, Word, did, row

RULES = """
[total]
id = "total"
cite = "section 2"
amount = 10

[[awards]]
id = "hours"
cite = "section 3"
per = "hour"

[[conditions]]
id = "provider"
cite = "section 4"
provider = {}

[[caps]]
id = "books"
cite = "section 6"
when = { kind = "book" }
at_most = 4

[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = 2
"""

WAIVER = Spec(
    "A rule that does not hold",
    "A waived condition, cap, floor or total does not hold for the educator; a waived condition may name the one "
    "activity that it is about. Without the grant the same record gives the last row.",
    RULES,
    (
        row(
            did("6 hour", "book", provider="U", tags="equity"),
            did("4 hour"),
            grants=[{"kind": "waiver", "rule": "provider", "activity": "a2"}, {"kind": "waiver", "rule": "books"}],
            steps="a1: award-rate 6, waived 6; a2: award-rate 4, waived 4",
            outcome="met",
            grant_states="g1 used, g2 used",
        ),
        row(
            did("6 hour", "book", provider="U", tags="equity"),
            did("4 hour"),
            steps="a1: award-rate 6, cap-reached 4; a2: award-rate 4, provider-not-approved 0",
            outcome="short",
            grant_states="–",
        ),
    ),
)

ADJUSTMENT = Spec(
    "Another number",
    "An adjusted cap, floor or total has the granted number. Of two grants about one rule the one granted last holds.",
    RULES,
    (
        row(
            did("8 hour", "book", provider="U", tags="equity"),
            grants=[{"kind": "adjustment", "rule": "books", "amount": 6}],
            steps="award-rate 8, adjusted 8, cap-reached 6",
            outcome="short",
            grant_states="g1 used",
        ),
    ),
)

SUBSTITUTION = Spec(
    "An activity that fills a floor",
    "An activity gets the floor's category though its tags do not say so.",
    RULES,
    (
        row(
            did("10 hour", provider="U"),
            grants=[{"kind": "substitution", "rule": "equity", "activity": "a1"}],
            steps="award-rate 10, substituted 10",
            outcome="met",
            grant_states="g1 used",
        ),
    ),
)

STATES = Spec(
    "What became of a grant",
    "A grant holds from its first day until the day it expires, that day not included. One without which everything "
    "would be the same is moot; one about a rule that the policy does not have is told, and changes nothing.",
    RULES,
    (
        row(
            did("10 hour", provider="U", tags="equity"),
            grants=[
                {"kind": "waiver", "rule": "equity"},
                {"kind": "waiver", "rule": "provider", "expires": "2024-06-30"},
                {"kind": "waiver", "rule": "provider", "granted": "2024-07-01"},
                {"kind": "waiver", "rule": "nothing"},
            ],
            outcome="met",
            grant_states="g1 moot, g2 expired, g3 not yet, g4 unknown rule",
        ),
    ),
)

GRANT = Word(
    "Grant",
    (),
    "A grant is no part of a policy: it stands in the educator's record, with its authority, its reason and the days "
    "on which it holds. See [how a waiver is granted](../../how-to/grant-a-waiver.md).",
    (WAIVER, ADJUSTMENT, SUBSTITUTION, STATES),
)
