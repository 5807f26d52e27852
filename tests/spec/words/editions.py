"""Dated versions of the rules, and which of them holds."""

from tests.spec.model import Spec, Word, did, row

_TWO = """
[[editions]]
id = "2020"
cite = "Act 1"
until = 2024-01-01

[[editions]]
id = "2024"
cite = "Act 2"
from = 2024-01-01
total = { id = "twenty", cite = "Act 2, section 2", amount = 20 }
"""

HALF_OPEN = Spec(
    "From a day until a day",
    "An edition holds from `from` (inclusive) until `until` (exclusive). It restates whole sections; the others hold "
    "as they stand at the top. Absent, the date judged selects it.",
    'total = { id = "twelve", cite = "section 2", amount = 12 }\n' + _TWO,
    (
        row(as_of="2023-12-31", edition="2020", required="12"),
        row(as_of="2024-01-01", edition="2024", required="20"),
    ),
)

PUBLISHED = Spec(
    "When it became known",
    "An edition is used only where its day of publication is not later than the knowledge asked for. Of several that "
    "hold, the one published last does.",
    """
[[editions]]
id = "first"
cite = "Act 1"
published = 2020-01-01

[[editions]]
id = "corrected"
cite = "Act 1, corrected"
published = 2024-03-01
""",
    (
        row(known_at="2024-02-29", edition="first", outcome="met"),
        row(known_at="2024-03-01", edition="corrected", outcome="met"),
        row(known_at="2019-12-31", edition="–", outcome="not applicable"),
    ),
)


def _by(word: str, more: str = "") -> str:
    return f'edition_by = "{word}"\n{more}{_TWO}'


AS_OF = Spec(
    "By the date judged",
    '`edition_by = "as_of"` says in full what holds where nothing is said.',
    _by("as_of"),
    (row(as_of="2023-12-31", edition="2020"), row(as_of="2024-01-01", edition="2024")),
)

_CYCLE = 'cycle = { id = "cycle", cite = "section 1", anchor = "plan" }\n'

CYCLE_START = Spec(
    "By the first day of the cycle",
    "The educator keeps the rules under which the cycle began.",
    _by("cycle_start", _CYCLE),
    (
        row(cycle=("2023-07-01", "2024-07-01"), edition="2020", outcome="met"),
        row(cycle=("2024-01-01", "2024-07-01"), edition="2024", outcome="short"),
        row(edition="–", outcome="undetermined"),
    ),
)

CYCLE_END = Spec(
    "By the last day of the cycle",
    "The last day belongs to the cycle.",
    _by("cycle_end", _CYCLE),
    (
        row(cycle=("2023-01-01", "2024-01-01"), edition="2020"),
        row(cycle=("2023-01-02", "2024-01-02"), edition="2024"),
    ),
)

PLAN_START = Spec(
    "By the start of the plan",
    "The day on which the plan was started.",
    _by("plan_start"),
    (row(started="2023-12-31", edition="2020"), row(started="2024-01-01", edition="2024")),
)

BY_FACT = Spec(
    "By a fact of the educator",
    "Any declared fact of type `date` may select the edition.",
    _by("issued", 'facts = { issued = { type = "date" } }\n'),
    (
        row(educator={"issued": "2023-12-31"}, edition="2020", outcome="met", missing="–"),
        row(educator={}, edition="–", outcome="undetermined", missing="issued"),
    ),
)

EDITION = Word(
    "Edition",
    ("Edition",),
    "Editions do not overlap, unless a later one was published later.",
    (HALF_OPEN, PUBLISHED, AS_OF, CYCLE_START, CYCLE_END, PLAN_START, BY_FACT),
)

KNOWN = Spec(
    "What was known",
    "`known_at` leaves out what was entered, decided or published later, so that an old statement stays as it was.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[[conditions]]
id = "approval"
cite = "section 4"
approval = {}
""",
    (
        row(
            did("2 hour", entered="2024-04-01", reviews=[{"decided": "2024-05-01"}]),
            known_at="2024-05-01",
            total="2",
            status="counted",
        ),
        row(
            did("2 hour", entered="2024-04-01", reviews=[{"decided": "2024-05-01"}]),
            known_at="2024-04-30",
            total="0",
            status="pending",
        ),
    ),
)

KNOWLEDGE = Word("Knowledge", specs=(KNOWN,))
