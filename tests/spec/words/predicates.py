"""What must be true: the words of a condition."""

from typing import Any

from tests.spec.model import Row, Spec, Word, did, row

_TEXT = """
A predicate is a table. Every entry of it must hold; the order of entries means nothing, and an empty table
always holds.

| form | holds when |
|---|---|
| `kind = "chat"` | the fact is this value; a fact of type `texts` has it |
| `kind = ["chat", "blog-post"]` | the fact is one of them; a fact of type `texts` has one of them |
| `tags = { has_all = ["art", "music"] }` | it has them all (`texts`); `has`, `lacks`: one of them, none of them |
| `fte = { at_least = 0.5, less_than = 1 }` | the number compares so: `at_least`, `at_most`, `more_than`, `less_than` |
| `completed = { not_before = 2024-07-01 }` | the date compares so: `before`, `after`, `not_before`, `not_after` |
| `entered = { not_after = { fact = "completed" } }` | it compares so with another fact of its type |
| `topic = { given = true }` | the record says something about the fact at all |
| `amount = { hour = { at_least = 2 } }` | the claimed amount in a source unit compares so; hours and minutes convert |
| `educator = { fte = 1 }` | the educator's fact compares so, where an activity is asked |
| `any = [{ … }, { … }]` | at least one of the predicates holds |
| `all = [{ … }, { … }]` | each of them holds |
| `not = { … }` | the predicate does not hold |
| `at_least = { count = 2, of = [{ … }, { … }, { … }] }` | at least so many of them hold |

The policies below give one hour where a predicate holds, and no award where it does not.
"""


def _asks(when: str, facts: str = "") -> str:
    declared = f"[activity_facts]\n{facts.strip()}\n\n" if facts else ""
    return f'{declared}[[awards]]\nid = "one"\ncite = "section 3"\nwhen = {when}\nfixed = 1\n'


def _yes(**facts: Any) -> Row:
    return row(did(**facts), credited="1", reason="award-fixed")


def _no(**facts: Any) -> Row:
    return row(did(**facts), credited="0", reason="no-award")


def _open(**facts: Any) -> Row:
    return row(did(**facts), credited="0", reason="fact-missing")


IS = Spec(
    "Equal, or one of several",
    "A value by itself asks whether the fact is this value, a list whether it is one of them. `is` and `one_of` say "
    "the same in full.",
    """
[[awards]]
id = "one"
cite = "section 3"
when = { kind = ["chat", "blog-post"], provider = { is = "Lakeside" }, title = { one_of = ["Part 1", "Part 2"] } }
fixed = 1
""",
    (
        _yes(kind="chat", provider="Lakeside", title="Part 2"),
        _no(kind="book", provider="Lakeside", title="Part 2"),
        _no(kind="chat", provider="Hillside", title="Part 2"),
        _no(kind="chat", provider="Lakeside", title="Part 3"),
        _open(kind="chat", provider="Lakeside"),
    ),
)

NUMBERS = Spec(
    "Numbers",
    "`at_least` and `at_most` hold at the bound itself, `more_than` and `less_than` do not. Several comparisons of one "
    "fact must all hold.",
    _asks("{ members = { at_least = 2, less_than = 5 } }", 'members = { type = "number" }'),
    (_no(members=1), _yes(members=2), _yes(members="4.5"), _no(members=5), _open()),
)

MORE = Spec(
    "More than and at most",
    "The other two bounds.",
    _asks("{ members = { more_than = 2, at_most = 5 } }", 'members = { type = "number" }'),
    (_no(members=2), _yes(members=3), _yes(members=5), _no(members=6)),
)

TEXTS = Spec(
    "Several texts",
    "Of a fact of type `texts`, such as `tags`, `has` asks for at least one of the values, `has_all` for each of them, "
    "and `lacks` for none.",
    _asks('{ tags = { has = ["art", "music"], has_all = ["school", "evening"], lacks = "sport" } }'),
    (
        _yes(tags=["school", "evening", "art"]),
        _no(tags=["school", "evening"]),
        _no(tags=["school", "art"]),
        _no(tags=["school", "evening", "art", "sport"]),
    ),
)

DATES = Spec(
    "Dates",
    "`before` and `after` do not hold on the day itself, `not_before` and `not_after` do.",
    _asks("{ completed = { after = 2024-01-31, before = 2024-03-01 }, started = { not_before = 2024-01-15 } }"),
    (
        _no(on="2024-01-31", started="2024-01-15"),
        _yes(on="2024-02-01", started="2024-01-15"),
        _yes(on="2024-02-29", started="2024-01-15"),
        _no(on="2024-03-01", started="2024-01-15"),
        _no(on="2024-02-01", started="2024-01-14"),
        _open(on=None, started="2024-01-15"),
    ),
)

OTHER_FACT = Spec(
    "Compared with another fact",
    "In the place of a value, `{ fact = … }` names another fact of the same type.",
    _asks('{ entered = { not_after = { fact = "due" } } }', 'due = { type = "date" }'),
    (
        _yes(entered="2024-03-15", due="2024-03-15"),
        _no(entered="2024-03-16", due="2024-03-15"),
        _open(entered="2024-03-16"),
    ),
)

GIVEN = Spec(
    "Given at all",
    "`given` asks whether the record says anything about the fact. It is the one question that a missing fact answers.",
    _asks("{ topic = { given = true }, provider = { given = false } }", 'topic = { type = "text" }'),
    (_yes(topic="reading"), _no(), _no(topic="reading", provider="Lakeside")),
)

AMOUNT = Spec(
    "The claimed amount",
    "`amount` asks what was claimed in a source unit, all segments together.",
    _asks("{ amount = { hour = { at_least = 2 } } }"),
    (
        row(did("2 hour"), credited="1", reason="award-fixed"),
        row(did("60 minute, 60 minute"), credited="1", reason="award-fixed"),
        row(did("90 minute"), credited="0", reason="no-award"),
        row(did("3 page"), credited="0", reason="fact-missing"),
    ),
)

EDUCATOR = Spec(
    "A fact of the educator",
    "Where an activity is asked, `educator` asks about the person.",
    """
[facts]
role = { type = "text" }

[[awards]]
id = "one"
cite = "section 3"
when = { kind = "mentoring", educator = { role = "mentor" } }
fixed = 1
""",
    (
        row(did(kind="mentoring"), educator={"role": "mentor"}, credited="1", reason="award-fixed"),
        row(did(kind="mentoring"), educator={"role": "novice"}, credited="0", reason="no-award"),
        row(did(kind="mentoring"), educator={}, credited="0", reason="fact-missing"),
    ),
)

JOINED = Spec(
    "Any, all and not",
    "`any` holds where one of the predicates does, `all` where each does, and `not` where its predicate does not.",
    _asks('{ any = [{ kind = "chat" }, { all = [{ kind = "book" }, { not = { tags = "novel" } }] }] }'),
    (_yes(kind="chat", tags=["novel"]), _yes(kind="book"), _no(kind="book", tags=["novel"]), _no(kind="edcamp")),
)

SOME = Spec(
    "At least so many",
    "`at_least` counts how many of the predicates hold. What is missing matters only where it decides.",
    _asks(
        '{ at_least = { count = 2, of = [{ kind = "book" }, { topic = "reading" }, { paid = false }] } }',
        'topic = { type = "text" }\npaid = { type = "flag" }',
    ),
    (
        _yes(kind="book", topic="reading"),
        _no(kind="chat", topic="art"),
        _open(kind="book", topic="art"),
        _no(kind="book", topic="art", paid=True),
        _yes(kind="book", topic="art", paid=False),
    ),
)

UNKNOWN = Spec(
    "Neither yes nor no",
    "A comparison with a missing fact neither holds nor fails, and so does its opposite; joined with others it leaves "
    "the answer open unless they decide it.",
    _asks('{ not = { topic = "art" }, any = [{ kind = "book" }, { topic = "reading" }] }', 'topic = { type = "text" }'),
    (
        _yes(kind="book", topic="reading"),
        _open(kind="book"),
        _open(kind="chat"),
        _no(kind="chat", topic="music"),
    ),
)

PREDICATE = Word(
    "Predicate",
    ("predicate", "comparison"),
    _TEXT,
    (IS, NUMBERS, MORE, TEXTS, DATES, OTHER_FACT, GIVEN, AMOUNT, EDUCATOR, JOINED, SOME, UNKNOWN),
)
