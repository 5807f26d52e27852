"""What SQL people read, whatever the database: views over the bodies of the documents that stand.

A body leaves out what holds its default; the columns fill it in. An amount is exact text, and two whole numbers whose
quotient it is; no column is ever a floating-point number. Withdrawn and erased documents are not there, and neither is
a body that is no JSON. How a database makes the columns stands with its storage.
"""

from enum import Enum, auto

from attrs import field, frozen


class Form(Enum):
    """How the value of a column is made."""

    ROW = auto()
    """It stands beside the body, under the name `path`."""
    TEXT = auto()
    """Text at `path` in the body."""
    OPEN = auto()
    """Text at `path` in the body, of what is not private."""
    COUNT = auto()
    """A whole number at `path` in the body."""
    ITEM = auto()
    """The item of the list."""
    PLACE = auto()
    """The item's place in the list, from 0 on."""
    AMOUNT = auto()
    """How much, of the amount at `path` in the body; without a path: of the item."""
    NUMERATOR = auto()
    """What stands above the stroke of an amount."""
    DENOMINATOR = auto()
    """What stands below the stroke of an amount."""
    UNIT = auto()
    """The unit of an amount."""


@frozen
class Column:
    """One column.

    Attributes:
        name: Its name.
        type: `TEXT` or `INTEGER`.
        meaning: What it says.
        form: How its value is made.
        path: Where the value stands.
        default: What stands for nothing; None: NULL does.
    """

    name: str
    type: str
    meaning: str
    form: Form = field(repr=False)
    path: str = field(default="", repr=False)
    default: str | None = field(default=None, repr=False)


@frozen
class Relation:
    """One view; SQLite keeps some as tables.

    Attributes:
        name: Its name.
        kind: The kind of documents that it shows.
        meaning: What a row is.
        columns: Its columns between those that every relation begins and ends with.
        each: Where a document gives a row for each item of a list: the list's name in the body.
        key: Where SQLite keeps it as a table: the columns of its primary key.
    """

    name: str
    kind: str
    meaning: str
    columns: tuple[Column, ...]
    each: str = ""
    key: tuple[str, ...] = ()

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Return all columns in their order."""
        own = "id" if not self.each else self.kind.replace("-", "_")
        return (
            Column("tenant", "TEXT", "the tenant", Form.ROW, "tenant"),
            Column("educator", "TEXT", "whose it is", Form.ROW, "owner"),
            Column(own, "TEXT", f"the id of the {self.kind}", Form.ROW, "id"),
            *self.columns,
            *(() if self.each else _WRITTEN),
        )


_WRITTEN = (
    Column("version", "INTEGER", "how often the document was written", Form.ROW, "version"),
    Column("seq", "INTEGER", "the number of the commit that wrote it", Form.ROW, "seq"),
)


def _text(name: str, meaning: str, path: str = "") -> Column:
    """Return a column of text that is empty where nothing was said."""
    return Column(name, "TEXT", meaning, Form.TEXT, path or name, "")


def _maybe(name: str, meaning: str, path: str = "") -> Column:
    """Return a column of text, or NULL where nothing was said."""
    return Column(name, "TEXT", meaning, Form.TEXT, path or name)


def _day(name: str, meaning: str) -> Column:
    return _maybe(name, f"{meaning}, as `2026-01-31`")


def _word(name: str, meaning: str, default: str) -> Column:
    return Column(name, "TEXT", meaning, Form.TEXT, name, default)


def _count(name: str, meaning: str, default: str | None = None, path: str = "") -> Column:
    return Column(name, "INTEGER", meaning, Form.COUNT, path or name, default)


def _json(name: str, meaning: str, default: str = "[]") -> Column:
    return Column(name, "TEXT", f"{meaning}, as JSON", Form.TEXT, name, default)


def _amount(path: str, *, with_unit: bool) -> tuple[Column, ...]:
    """Return the columns of an amount, with or without a unit behind it."""
    columns = (
        Column("amount", "TEXT", "how much, exactly: `12`, `1.5` or `2/3`", Form.AMOUNT, path),
        Column("numerator", "INTEGER", "the whole number above the stroke", Form.NUMERATOR, path),
        Column("denominator", "INTEGER", "that below it: 1, a power of ten, or as entered", Form.DENOMINATOR, path),
    )
    return (*columns, Column("unit", "TEXT", "the unit, as entered", Form.UNIT, path))[: 3 + with_unit]


def _item(name: str, meaning: str) -> Column:
    return Column(name, "TEXT", meaning, Form.ITEM)


_PLACE = Column("place", "INTEGER", "the place in the list, from 0 on", Form.PLACE)
_FACTS = _json("facts", "what rules may ask about", "{}")
_OTHER_IDS = _json("external_ids", "its ids in other systems", "{}")
_ALIGNMENTS = _json("alignments", "the items of frameworks that it speaks to")

RELATIONS: tuple[Relation, ...] = (
    Relation("educators", "educator", "An educator.", (_FACTS, _OTHER_IDS)),
    Relation(
        "plans",
        "plan",
        "A plan of one educator for one period.",
        (
            _text("title", "what people call it"),
            _maybe("period", "the days that it covers, the end not included, as `2025-07-01/2026-07-01`"),
            _day("started", "the day on which work on it began"),
            _OTHER_IDS,
        ),
    ),
    Relation("plan_goals", "plan", "A goal of a plan.", (_item("goal", "the goal's id"),), each="goals"),
    Relation(
        "goals",
        "goal",
        "A goal: what an educator wants to reach.",
        (
            _text("title", "the goal in one line"),
            _text("measure", "how one will know that it is reached"),
            _day("due", "its last day, inclusive"),
            _count("priority", "1 is the most urgent"),
            _ALIGNMENTS,
            _OTHER_IDS,
        ),
    ),
    Relation(
        "learning_activities",
        "activity",
        "A learning activity.",
        (
            _text("kind", "what it was: `workshop`, `blog-post` …"),
            _text("title", "what people call it"),
            _day("completed", "its last day, inclusive"),
            _day("started", "its first day, inclusive"),
            _day("entered", "the day on which it was recorded"),
            _text("provider", "who offered it"),
            _json("tags", "its tags"),
            _ALIGNMENTS,
            _FACTS,
            _OTHER_IDS,
        ),
        key=("tenant", "educator", "id"),
    ),
    Relation(
        "learning_activity_amounts",
        "activity",
        "An amount of a learning activity.",
        (_PLACE, *_amount("", with_unit=True)),
        each="amounts",
        key=("tenant", "educator", "activity", "place"),
    ),
    Relation(
        "learning_activity_tags", "activity", "A tag of a learning activity.", (_item("tag", "the tag"),), each="tags"
    ),
    Relation(
        "learning_activity_goals",
        "activity",
        "A goal that a learning activity serves.",
        (_item("goal", "the goal's id"),),
        each="goals",
    ),
    Relation(
        "learning_activity_evidence",
        "activity",
        "A piece of evidence that a learning activity names.",
        (_item("evidence", "the evidence's id"),),
        each="evidence",
    ),
    Relation(
        "evidence",
        "evidence",
        "A piece of evidence: a link, a file's digest or a text.",
        (
            _text("kind", "what it is: `certificate`, `notes` …"),
            _text("title", "what people call it"),
            _day("added", "the day on which it was added"),
            _maybe("url", "the address of a link", "content.url"),
            _maybe("sha256", "the SHA-256 of a file", "content.sha256"),
            _maybe("media_type", "what the file is, as `application/pdf`", "content.media_type"),
            _count("size", "the file's length in bytes", path="content.size"),
            _maybe("body", "a text that was typed in", "content.body"),
            _ALIGNMENTS,
            _OTHER_IDS,
        ),
    ),
    Relation(
        "reflections",
        "reflection",
        "A reflection. What a private one says is not shown.",
        (
            _word("visibility", "`private`, `reviewer` or `district`", "reviewer"),
            Column("body", "TEXT", "the text; NULL where it is private", Form.OPEN, "body"),
            _text("prompt", "the question that was asked"),
            _count("prompt_version", "which wording of the question", "1"),
            _day("written", "the day on which it was written"),
            _OTHER_IDS,
        ),
    ),
    Relation(
        "reflection_activities",
        "reflection",
        "A learning activity that a reflection is about.",
        (_item("activity", "the activity's id"),),
        each="activities",
    ),
    Relation(
        "reflection_goals",
        "reflection",
        "A goal that a reflection is about.",
        (_item("goal", "the goal's id"),),
        each="goals",
    ),
    Relation(
        "reviews",
        "review",
        "A decision of a reviewer.",
        (
            _text("subject", "the id of the activity, goal or plan"),
            _text("purpose", "`prior-approval`, `credit`, `goal` or `plan`"),
            _text("decision", "`approved`, `returned`, `denied` or `revoked`"),
            _text("reviewer", "the opaque id of who decided"),
            _text("role", "in which role"),
            _day("decided", "the day of the decision"),
            _text("reason", "a code"),
            *_amount("amount", with_unit=True),
            _text("comment", "words to the claimant"),
            _count("order_in_day", "of the decisions of one day the greatest is the last", "0", "order"),
        ),
    ),
    Relation(
        "submissions",
        "submission",
        "A handing-in; every attempt is kept.",
        (
            _text("subject", "the id of the activity, goal or plan"),
            _word("purpose", "`credit`, `prior-approval`, `goal` or `plan`", "credit"),
            _count("attempt", "1 for the first time"),
            _day("submitted", "the day of the handing-in"),
            _text("digest", "the digest of the copy that was handed in"),
            _day("withdrawn", "the day on which it was taken back"),
        ),
    ),
    Relation(
        "sign_offs",
        "sign-off",
        "A signature.",
        (
            _text("name", "what is signed, as the policy names it"),
            _text("signed_by", "the opaque id or the role of who signed", "by"),
            _day("signed", "the day of the signature"),
        ),
    ),
    Relation(
        "carried_credits",
        "carried-credit",
        "Credit that an earlier cycle handed on, in the unit of the policy.",
        (
            *_amount("amount", with_unit=False),
            _maybe("from_cycle", "the cycle in which it was earned, the end not included"),
            _count("hops", "how often it had been carried before", "0"),
            _json("tags", "the categories that it was earned in"),
            _text("policy", "the id of the policy that carried it; empty: any"),
        ),
    ),
    Relation(
        "decisions",
        "decision",
        "What a policy said of an educator, recorded so that it can be reckoned again.",
        (
            _text("policy", "the policy's id"),
            _text("outcome", "`met`, `short` …"),
            _text("required", "the required credit, exactly, in the policy's unit"),
            _text("total", "the credit that counts, exactly"),
            _text("carried_out", "the credit that goes on to the next cycle, exactly"),
            _text("unit", "the policy's unit"),
            _maybe("cycle", "the educator's cycle, the end not included"),
            _day("as_of", "the date judged"),
            _day("known_at", "the knowledge used"),
            _day("decided", "the day on which it was recorded"),
            _json("supersedes", "the decisions that it takes the place of"),
            _text("policy_digest", "the digest of the policy"),
            _text("input_digest", "the digest of the portfolio that was judged"),
            _text("statement_digest", "the digest of the statement"),
            _text("engine", "the version of plpcore that reckoned it"),
        ),
    ),
    Relation(
        "appeals",
        "appeal",
        "A decision about a claim, taken to a second body.",
        (
            _text("review", "the id of the review that is appealed against"),
            _text("subject", "the id of the activity, goal or plan"),
            _text("body", "the second body, as a role"),
            _day("filed", "the day on which it was filed"),
            _text("grounds", "why"),
            _text("decision", "the id of the review by which it was decided; empty while it was not"),
        ),
    ),
    Relation(
        "grants",
        "grant",
        "What an authority decided for one educator beside the policy.",
        (
            _text("kind", "`waiver`, `substitution` or `adjustment`"),
            _text("rule", "the id of the policy's rule"),
            _text("authority", "who granted it"),
            _text("reason", "why"),
            _day("granted", "the first day on which it holds"),
            _day("expires", "the first day on which it no longer holds"),
            _day("entered", "the day from which it was known"),
            _text("activity", "the id of the one activity that it is about"),
            *_amount("amount", with_unit=False),
            _OTHER_IDS,
        ),
    ),
)
"""All of them."""
