"""The points that a published rule may leave open."""

from typing import Any

from tests.spec.model import Row, Spec, Word, did, row

_TEXT = """
A published rule seldom says everything. What it leaves open is a named option with a default, and the statement says
which were used. Two more choices are sections of their own: [sharing](floors.md#sharing) and the `rounding` beside each
`increment`.

| option | word | what it does |
|---|---|---|
| `awards` | **`exactly one`** | two awards that match one activity leave it undetermined, and both are named |
| | `first` | the first in the document decides |
| `caps` | **`chronological`** | what would exceed any cap is lost, the latest credit first |
| | `one after the other` | each cap in the order of the document takes from what the one before left |
| | `best for the educator` | the credit is kept that helps most; not beside a share of what counts |
| `missing` | **`undetermined`** | a comparison with a missing fact is unknown |
| | `does not hold` | it does not hold |
| `spent_first` | **`carried`** | credit carried in fills the total first, so that own credit can go on |
| | `earned` | own credit fills it first |
| `credit_date` | **`completed`** | an activity belongs where it was completed |
| | `started`, `entered`, `approved` | where it was started, entered, or approved |
| `reviewed_amount` | **`replaces`** | an amount that a reviewer wrote replaces the computed one |
| | `lowers` | it replaces it only where it is less |
| | `ignored` | it is not used |
| `repeat_of` | **`claimed`** | any earlier claim of the same thing makes a later one a repeat |
| | `credited` | only an earlier claim that was given credit does |

The default stands in bold.
"""

_MATCHES = """
[[awards]]
id = "online"
cite = "section 3"
when = { tags = "online" }
fixed = 2

[[awards]]
id = "hours"
cite = "section 4"
when = { kind = "workshop" }
per = "hour"
"""

EXACTLY_ONE = Spec(
    "Which award decides",
    "With `exactly one` two awards that match leave the activity undetermined, and both are named.",
    'options = { awards = "exactly one" }\n' + _MATCHES,
    (
        row(did("5 hour"), credited="5", reason="award-rate", status="counted"),
        row(did("5 hour", tags="online"), credited="0", reason="ambiguous-award", status="undetermined"),
    ),
)

FIRST = Spec(
    "The first award decides",
    "With `first` the order of the document decides.",
    'options = { awards = "first" }\n' + _MATCHES,
    (row(did("5 hour", tags="online"), credited="2", reason="award-fixed", status="counted"),),
)

AWARDS = Word("awards", specs=(EXACTLY_ONE, FIRST))

_CAPS = """awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 4 }
floors = [{ id = "equity", cite = "section 7", when = { tags = "equity" }, at_least = 4 }]
"""
_ONE_CAP = '\n[[caps]]\nid = "chats"\ncite = "section 6"\nwhen = { kind = "chat" }\nat_most = 4\n'
_CHATS = (did("4 hour", "chat", on="2024-01-10"), did("4 hour", "chat", on="2024-01-20", tags="equity"))

CHRONOLOGICAL = Spec(
    "Which credit is lost above a cap",
    "With `chronological` it is the latest.",
    'options = { caps = "chronological" }\n' + _CAPS + _ONE_CAP,
    (row(*_CHATS, credited="a1: 4; a2: 0", floors="equity 0 of 4", outcome="short"),),
)

BEST = Spec(
    "The credit that helps most is kept",
    "With `best for the educator` the credit is lost that no floor needs.",
    'options = { caps = "best for the educator" }\n' + _CAPS + _ONE_CAP,
    (row(*_CHATS, credited="a1: 0; a2: 4", floors="equity 4 of 4", outcome="met"),),
)

_TWO_CAPS = """
[[caps]]
id = "chats"
cite = "section 6"
when = { kind = "chat" }
at_most = 5

[[caps]]
id = "online"
cite = "section 7"
when = { tags = "online" }
at_most = 5
"""
_CROSSING = (
    did("4 hour", "book", on="2024-01-10", tags="online"),
    did("4 hour", "chat", on="2024-01-20", tags="online"),
    did("4 hour", "chat", on="2024-01-30"),
)
_ALL_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'

AT_ONCE = Spec(
    "Several caps at once",
    "In order of time each activity is held against all its caps at once: the hour that the second cap takes leaves "
    "room in the first.",
    _ALL_HOURS + _TWO_CAPS,
    (row(*_CROSSING, credited="a1: 4; a2: 1; a3: 4", total="9"),),
)

IN_TURN = Spec(
    "One cap after the other",
    "With `one after the other` the first cap takes what exceeds it, and the second takes from what is left.",
    'options = { caps = "one after the other" }\n' + _ALL_HOURS + _TWO_CAPS,
    (row(*_CROSSING, credited="a1: 4; a2: 1; a3: 1", total="6"),),
)

CAPS = Word("caps", specs=(CHRONOLOGICAL, BEST, AT_ONCE, IN_TURN))

_TOPIC = """awards = [{ id = "hours", cite = "section 3", per = "hour" }]
activity_facts = { topic = { type = "text" } }
conditions = [{ id = "topic", cite = "section 4", require = { topic = "reading" } }]
"""

UNDETERMINED = Spec(
    "A missing fact is unknown",
    "With `undetermined` a comparison with a missing fact is unknown.",
    'options = { missing = "undetermined" }\n' + _TOPIC,
    (row(did("2 hour"), credited="0", status="undetermined", reason="fact-missing"),),
)

SILENT = Spec(
    "A missing fact is a no",
    "With `does not hold` it does not hold; its opposite holds then.",
    'options = { missing = "does not hold" }\n' + _TOPIC,
    (row(did("2 hour"), credited="0", status="refused", reason="condition-not-met"),),
)

MISSING = Word("missing", specs=(UNDETERMINED, SILENT))


def _spent(word: str) -> str:
    return f"""options = {{ spent_first = "{word}" }}
awards = [{{ id = "hours", cite = "section 3", per = "hour" }}]
total = {{ id = "total", cite = "section 2", amount = 10 }}
carry_over = {{ id = "carry", cite = "section 11", again = false }}
"""


CARRIED = Spec(
    "Which credit is spent first",
    "With `carried` the credit that was carried in fills the total first, and own credit goes on.",
    _spent("carried"),
    (row(did("12 hour"), carried_in=3, total="15", carried_out="5"),),
)

EARNED = Spec(
    "Own credit is spent first",
    "With `earned` own credit fills it, and what was carried in is over; here it may not be carried again.",
    _spent("earned"),
    (row(did("12 hour"), carried_in=3, total="15", carried_out="2"),),
)

SPENT = Word("spent_first", specs=(CARRIED, EARNED))


def _dated(word: str) -> str:
    return f"""options = {{ credit_date = "{word}" }}
awards = [{{ id = "hours", cite = "section 3", per = "hour" }}]
window = {{ from = 2023-07-01, until = 2024-07-01 }}
"""


def _dates(completed: str, other: str, name: str) -> tuple[Row, ...]:
    inside, outside = ("2", "award-rate"), ("0", "outside-window")
    pairs = ((completed, other, outside), (other, completed, inside))
    return tuple(
        row(did("2 hour", on=one, **_told(name, two)), as_of="2024-12-31", credited=said[0], reason=said[1])
        for one, two, said in pairs
    )


def _told(name: str, day: str) -> dict[str, Any]:
    return {"reviews": [{"decided": day}]} if name == "approved" else {name: day}


COMPLETED = Spec(
    "Where an activity belongs",
    "With `completed` the last day of the activity places it in cycle, year and the order of caps.",
    _dated("completed"),
    (
        row(
            did("2 hour", started="2024-06-01", on="2024-07-01"),
            as_of="2024-12-31",
            credited="0",
            reason="outside-window",
        ),
        row(
            did("2 hour", started="2023-06-01", on="2023-07-01"), as_of="2024-12-31", credited="2", reason="award-rate"
        ),
    ),
)

STARTED = Spec(
    "Where it was started",
    "With `started` its first day does; without one, the last day.",
    _dated("started"),
    (
        row(
            did("2 hour", started="2024-06-01", on="2024-07-01"), as_of="2024-12-31", credited="2", reason="award-rate"
        ),
        row(
            did("2 hour", started="2023-06-01", on="2023-07-01"),
            as_of="2024-12-31",
            credited="0",
            reason="outside-window",
        ),
    ),
)

ENTERED = Spec(
    "Where it was entered",
    "With `entered` the day on which it was entered does.",
    _dated("entered"),
    _dates("2024-06-01", "2024-07-01", "entered"),
)

APPROVED = Spec(
    "Where it was approved",
    "With `approved` the day of the last approval does: a late approval moves credit to the next cycle.",
    _dated("approved"),
    _dates("2024-06-01", "2024-07-01", "approved"),
)

CREDIT_DATE = Word("credit_date", specs=(COMPLETED, STARTED, ENTERED, APPROVED))


def _reviewed(word: str) -> str:
    return f"""options = {{ reviewed_amount = "{word}" }}
awards = [{{ id = "hours", cite = "section 3", per = "hour" }}]
"""


_MORE, _LESS = did("4 hour", reviews=[{"amount": 6}]), did("4 hour", reviews=[{"amount": 3}])

REPLACES = Spec(
    "What a reviewer wrote",
    "With `replaces` an amount that a reviewer wrote replaces the computed one.",
    _reviewed("replaces"),
    (row(_MORE, steps="award-rate 4, reviewed-amount 6"), row(_LESS, steps="award-rate 4, reviewed-amount 3")),
)

LOWERS = Spec(
    "Only where it is less",
    "With `lowers` it never gives more than the rule.",
    _reviewed("lowers"),
    (row(_MORE, steps="award-rate 4, reviewed-amount 4"), row(_LESS, steps="award-rate 4, reviewed-amount 3")),
)

IGNORED = Spec(
    "Not used",
    "With `ignored` only the rule decides.",
    _reviewed("ignored"),
    (row(_MORE, steps="award-rate 4"), row(_LESS, steps="award-rate 4")),
)

REVIEWED = Word("reviewed_amount", specs=(REPLACES, LOWERS, IGNORED))


def _again(word: str) -> str:
    return f"""options = {{ repeat_of = "{word}" }}
awards = [{{ id = "books", cite = "section 3", fixed = 3, repeat = {{ same = "title" }} }}]
conditions = [{{ id = "evidence", cite = "section 4", evidence = {{}} }}]
"""


_TWICE = (
    did("", "book", title="Mindset", on="2024-01-10"),
    did("", "book", title="Mindset", on="2024-02-10", evidence="note"),
)

CLAIMED = Spec(
    "What is a repeat",
    "With `claimed` any earlier claim of the same thing makes a later one a repeat, also one that was refused.",
    _again("claimed"),
    (row(*_TWICE, credited="a1: 0; a2: 0", reason="a1: evidence-missing; a2: repeated"),),
)

CREDITED = Spec(
    "A repeat of what was credited",
    "With `credited` only a claim that was not refused does.",
    _again("credited"),
    (row(*_TWICE, credited="a1: 0; a2: 3", reason="a1: evidence-missing; a2: award-fixed"),),
)

REPEAT_OF = Word("repeat_of", specs=(CLAIMED, CREDITED))

STATED = Spec(
    "The options that were used",
    "The statement lists every option with its value, and says which of them the policy states otherwise than the "
    "default; here only those are shown.",
    """
[options]
missing = "does not hold"
awards = "exactly one"
""",
    (row(options="missing: does not hold"),),
)

OPTIONS = Word("Options", ("Options",), _TEXT, (STATED,))

WORDS = (OPTIONS, AWARDS, CAPS, MISSING, SPENT, CREDIT_DATE, REVIEWED, REPEAT_OF)
