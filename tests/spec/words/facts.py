"""The facts that rules may ask about."""

from tests.spec.model import Spec, Word, did, row

TYPES = Spec(
    "The five types",
    "A fact is `text`, `texts` (several), a `flag` (true or false), a `number` or a `date`. `[facts]` are about the "
    "educator, `[activity_facts]` about an activity.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[facts]
issued = { type = "date" }
certificates = { type = "texts" }

[activity_facts]
topic = { type = "text", meaning = "What the activity is about." }
paid = { type = "flag" }
members = { type = "number" }

[[conditions]]
id = "topic"
cite = "section 4"
require = { topic = "reading", paid = false, members = { at_least = 3 } }

[[conditions]]
id = "certified"
cite = "section 5"
require_educator = { issued = { before = 2024-01-01 }, certificates = "teacher" }
""",
    (
        row(
            did("2 hour", topic="reading", paid=False, members=4),
            educator={"issued": "2020-07-01", "certificates": ["nurse", "teacher"]},
            credited="2",
            reason="award-rate",
        ),
        row(
            did("2 hour", topic="reading", paid=False, members=2),
            educator={"issued": "2020-07-01", "certificates": ["teacher"]},
            credited="0",
            reason="condition-not-met",
        ),
        row(
            did("2 hour", topic="reading", paid=False, members=4),
            educator={"issued": "2024-07-01", "certificates": ["teacher"]},
            credited="0",
            reason="educator-condition-not-met",
        ),
    ),
)

MISSING = Spec(
    "A fact that is missing",
    "What the record does not hold makes the result undetermined wherever the fact decides, and the statement names "
    "it. It is never a silent yes or no. Where the rest decides anyway, it is not asked for.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 6 }

[activity_facts]
topic = { type = "text" }

[[conditions]]
id = "topic"
cite = "section 4"
when = { kind = "chat" }
require = { topic = "reading" }
""",
    (
        row(
            did("6 hour", "chat"), status="undetermined", reason="fact-missing", outcome="undetermined", missing="topic"
        ),
        row(did("5 hour", "chat"), status="undetermined", reason="fact-missing", outcome="short", missing="–"),
        row(did("6 hour", "book"), status="counted", reason="award-rate", outcome="met", missing="–"),
    ),
)

DEFAULT = Spec(
    "A default",
    "A `default` is a decision of the policy: where the record does not say, the fact has this value.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[facts]
fte = { type = "number", default = 1 }

[total]
id = "total"
cite = "section 2"
rows = [{ when = { fte = { at_least = 1 } }, amount = 12 }, { amount = 6 }]
""",
    (
        row(educator={}, required="12", missing="–"),
        row(educator={"fte": "1/2"}, required="6", missing="–"),
    ),
)

ONE_OF = Spec(
    "The only values",
    "With `one_of` a fact has only these texts; another one in a rule or in a record is refused, so that a slip of the "
    "pen is no silent no.",
    """
[activity_facts]
level = { type = "text", one_of = ["knowledge", "application", "impact"] }

[[awards]]
id = "levels"
cite = "section 3"
by = "level"
table = { knowledge = 1, application = 2, impact = 3 }
""",
    (row(did(level="application"), credited="2"), row(did(level="impact"), credited="3")),
)

BUILT_IN = Spec(
    "What every activity has",
    "The built-in facts of an activity are `id`, `kind`, `title`, `provider`, `completed`, `started`, `entered` and "
    "`tags`. Rules that come after the awards may also ask which `award` decided. The amounts stand under `amount`, "
    "and where an activity is asked, the educator's facts under `educator`.",
    """
awards = [
  { id = "hours", cite = "section 3", when = { amount = { hour = { at_least = 1 } } }, per = "hour" },
  { id = "short", cite = "section 4", otherwise = true, fixed = "0.5" },
]

[facts]
years = { type = "number" }

[[caps]]
id = "short-ones"
cite = "section 5"
when = { award = "short", educator = { years = { less_than = 3 } } }
at_most = 0
""",
    (
        row(did("90 minute"), educator={"years": 1}, credited="1.5", reason="award-rate"),
        row(did("30 minute"), educator={"years": 1}, credited="0", reason="cap-reached"),
        row(did("30 minute"), educator={"years": 3}, credited="0.5", reason="award-fixed"),
    ),
)

FACTS = Word("Facts", ("FactSpec", "fact", "value"), specs=(TYPES, BUILT_IN, MISSING, DEFAULT, ONE_OF))
