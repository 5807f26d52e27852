"""What must be true for credit: the tests that look at facts, and how a condition is written."""

from tests.spec.model import Spec, Word, did, row

_HOURS = 'awards = [{ id = "hours", cite = "section 3", per = "hour" }]\n'

WHEN = Spec(
    "For which activities and educators",
    "`when` says to which activities a condition applies, `applies` to which educators; absent, to all. An activity "
    "that fails it earns nothing, and the statement names the rule.",
    _HOURS
    + """
[facts]
first_year = { type = "flag" }

[[conditions]]
id = "artifact"
cite = "section 4"
title = "Show what you made"
when = { kind = "book" }
applies = { first_year = false }
evidence = {}
""",
    (
        row(did("2 hour", "book"), educator={"first_year": False}, credited="0", reason="evidence-missing"),
        row(did("2 hour", "book", evidence="note"), educator={"first_year": False}, credited="2", reason="award-rate"),
        row(did("2 hour", "book"), educator={"first_year": True}, credited="2", reason="award-rate"),
        row(did("2 hour", "chat"), educator={"first_year": False}, credited="2", reason="award-rate"),
    ),
)

SEVERAL = Spec(
    "Several conditions",
    "Each condition holds exactly one test. An activity must pass all that apply to it, and every one that it fails is "
    "a step of its line.",
    _HOURS
    + """
[[conditions]]
id = "evidence"
cite = "section 4"
evidence = {}

[[conditions]]
id = "reflection"
cite = "section 5"
reflection = {}
""",
    (
        row(did("2 hour"), steps="award-rate 2, evidence-missing 0, reflection-missing 0"),
        row(did("2 hour", evidence="note"), steps="award-rate 2, reflection-missing 0"),
        row(did("2 hour", evidence="note", reflections=[{}]), steps="award-rate 2"),
    ),
)

WAIVED = Spec(
    "A condition that is waived",
    "`waived` switches a condition off without removing it; the statement still cites it.",
    _HOURS
    + """
[[conditions]]
id = "evidence"
cite = "section 4, waived for 2024"
evidence = {}
waived = true
""",
    (
        row(
            did("2 hour"),
            credited="2",
            citations="hours: section 3; evidence: section 4, waived for 2024",
        ),
    ),
)

CONDITION = Word("Condition", ("Condition",), specs=(WHEN, SEVERAL, WAIVED))

REQUIRE = Spec(
    "Something true of the activity",
    "`require` is a predicate on the activity.",
    _HOURS
    + """
[[conditions]]
id = "beyond-duty"
cite = "section 4"
require = { tags = { lacks = "contract-hours" } }
""",
    (
        row(did("2 hour"), credited="2", reason="award-rate"),
        row(did("2 hour", tags="contract-hours"), credited="0", reason="condition-not-met"),
    ),
)

REQUIRE_EDUCATOR = Spec(
    "Something true of the educator",
    "`require_educator` is a predicate on the educator.",
    _HOURS
    + """
[facts]
trained = { type = "flag" }

[[conditions]]
id = "trained-mentors"
cite = "section 5"
when = { kind = "mentoring" }
require_educator = { trained = true }
""",
    (
        row(did("2 hour", "mentoring"), educator={"trained": True}, credited="2", reason="award-rate"),
        row(did("2 hour", "mentoring"), educator={"trained": False}, credited="0", reason="educator-condition-not-met"),
        row(did("2 hour", "mentoring"), educator={}, credited="0", reason="fact-missing"),
    ),
)

REQUIRES = Word("require and require_educator", specs=(REQUIRE, REQUIRE_EDUCATOR))

LISTED = Spec(
    "A list of providers",
    "With `one_of` the provider is one of a list; an activity without a provider fails.",
    _HOURS
    + """
[[conditions]]
id = "approved-providers"
cite = "section 6"
provider = { one_of = ["Lakeside College", "Hillside District"] }
""",
    (
        row(did("2 hour", provider="Lakeside College"), credited="2", reason="award-rate"),
        row(did("2 hour", provider="Somebody"), credited="0", reason="provider-not-approved"),
        row(did("2 hour"), credited="0", reason="provider-not-approved"),
    ),
)

NAMED = Spec(
    "Any named provider",
    "Without a list it is enough that a provider is named.",
    _HOURS
    + """
[[conditions]]
id = "provider"
cite = "section 6"
provider = {}
""",
    (
        row(did("2 hour", provider="Somebody"), credited="2", reason="award-rate"),
        row(did("2 hour"), credited="0", reason="provider-not-approved"),
    ),
)

PROVIDER = Word("provider", ("ProviderTest",), specs=(LISTED, NAMED))

DAYS = Spec(
    "At most so many days after",
    "The date `fact` lies at most `days` after the date `of` (absent: `completed`); both ends count. A date before the "
    "other is always in time.",
    _HOURS
    + """
[[conditions]]
id = "entered-in-time"
cite = "section 7"
within = { fact = "entered", days = 30 }

[[conditions]]
id = "not-too-long"
cite = "section 8"
within = { fact = "completed", days = 365, of = "started" }
""",
    (
        row(did("2 hour", started="2024-03-01", entered="2024-03-31"), credited="2", reason="award-rate"),
        row(did("2 hour", started="2024-03-01", entered="2024-04-01"), credited="0", reason="too-late"),
        row(did("2 hour", started="2024-03-01", entered="2024-02-01"), credited="2", reason="award-rate"),
        row(did("2 hour", started="2023-02-28", entered="2024-03-31"), credited="0", reason="too-late"),
        row(did("2 hour", entered="2024-03-31"), credited="0", reason="fact-missing"),
    ),
)

WITHIN = Word("within", ("WithinTest",), specs=(DAYS,))

_MEETINGS = """
[activity_facts]
attended = { type = "number" }
scheduled = { type = "number" }
"""

SHARE = Spec(
    "A share of the meetings",
    "At least `share` of the scheduled meetings was attended (absent: all), as whole meetings, rounded down where "
    "nothing else is said.",
    _HOURS
    + _MEETINGS
    + """
[[conditions]]
id = "attendance"
cite = "section 9"
attendance = { share = "80%" }
""",
    (
        row(did("2 hour", attended=8, scheduled=10), credited="2", reason="award-rate"),
        row(did("2 hour", attended=7, scheduled=10), credited="0", reason="attendance-too-low"),
        row(did("2 hour", attended=7, scheduled=9), credited="2", reason="award-rate"),
        row(did("2 hour", scheduled=9), credited="0", reason="fact-missing"),
    ),
)

LEAST = Spec(
    "At least so many meetings",
    "`at_least` is needed whatever the share gives. `attended` and `scheduled` may name other facts.",
    _HOURS
    + """
[activity_facts]
came = { type = "number" }
meetings = { type = "number" }

[[conditions]]
id = "attendance"
cite = "section 9"
attendance = { share = "50%", at_least = 3, attended = "came", scheduled = "meetings" }
""",
    (
        row(did("2 hour", came=2, meetings=4), credited="0", reason="attendance-too-low"),
        row(did("2 hour", came=3, meetings=4), credited="2", reason="award-rate"),
        row(did("2 hour", came=3, meetings=8), credited="0", reason="attendance-too-low"),
    ),
)

_MODES = ("down", "up", "half_up", "half_down", "half_even")

ROUNDED = Spec(
    "The share in whole meetings",
    "Half of five meetings is two and a half; each condition here rounds as its kind is called.",
    _HOURS
    + _MEETINGS
    + "".join(
        f"""
[[conditions]]
id = "{mode}"
cite = "section 9"
when = {{ kind = "{mode}" }}
attendance = {{ share = "50%", rounding = "{mode}" }}
"""
        for mode in _MODES
    ),
    tuple(
        row(did("1 hour", mode, attended=2, scheduled=5), credited=credit, reason=reason)
        for mode, credit, reason in zip(
            _MODES,
            ("1", "0", "0", "1", "1"),
            ("award-rate", "attendance-too-low", "attendance-too-low", "award-rate", "award-rate"),
            strict=True,
        )
    ),
)

ATTENDANCE = Word("attendance", ("AttendanceTest",), specs=(SHARE, LEAST, ROUNDED))

GRADES = Spec(
    "A grade at least",
    "Letter grades are ordered from F over D-, D, D+ up to A+. A grade among `passes` (absent: P) passes without an "
    "order. `fact` names the fact that holds the grade (absent: `grade`).",
    _HOURS
    + """
[activity_facts]
mark = { type = "text" }

[[conditions]]
id = "grade"
cite = "section 10"
grade = { at_least = "B-", fact = "mark", passes = ["P", "CR"] }
""",
    (
        row(did("2 hour", mark="B-"), credited="2", reason="award-rate"),
        row(did("2 hour", mark="A+"), credited="2", reason="award-rate"),
        row(did("2 hour", mark="C+"), credited="0", reason="grade-too-low"),
        row(did("2 hour", mark="CR"), credited="2", reason="award-rate"),
        row(did("2 hour", mark="excellent"), credited="0", reason="grade-too-low"),
        row(did("2 hour"), credited="0", reason="fact-missing"),
    ),
)

GRADE = Word("grade", ("GradeTest",), specs=(GRADES,))
