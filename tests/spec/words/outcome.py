"""What satisfies everything, what else is asked, and what a policy answers beside the credit."""

from fractions import Fraction

from attrs import frozen

from plpcore.evaluation import Earned, RuleKind
from plpcore.policy import AMOUNT, key
from tests.spec.model import Spec, Word, did, row

_TOTAL = """awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 10 }
"""

OUTCOMES = Spec(
    "The five outcomes",
    "`met`: what is approved is enough. `met if approved`: with all claims that wait it would be. `short`: not even "
    "then. `undetermined`: it depends on what is not known. `not applicable`: no edition holds on the day.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 10 }
editions = [{ id = "first", cite = "section 1", from = 2020-01-01 }]

[[conditions]]
id = "approval"
cite = "section 4"
when = { kind = "workshop" }
approval = {}

[[conditions]]
id = "provider"
cite = "section 5"
when = { kind = "chat" }
require = { provider = "Lakeside" }
""",
    (
        row(did("10 hour", "book"), outcome="met", short="0", missing="–"),
        row(did("4 hour", "book"), did("6 hour"), outcome="met if approved", short="6", missing="–"),
        row(did("4 hour", "book"), did("5 hour"), outcome="short", short="6", missing="–"),
        row(did("4 hour", "book"), did("6 hour", "chat"), outcome="undetermined", short="6", missing="provider"),
        row(as_of="2019-12-31", outcome="not applicable", short="0", missing="–"),
    ),
)

OUTCOME = Word("Outcome", specs=(OUTCOMES,))

CREDENTIAL = Spec(
    "A credential",
    "An activity for which `when` holds satisfies total and floors at once, whether or not an award gives it credit. "
    "It must pass the conditions and lie in the window.",
    _TOTAL
    + """
floors = [{ id = "equity", cite = "section 7", when = { tags = "equity" }, at_least = 2 }]

[[deemed]]
id = "board"
cite = "section 13"
when = { kind = "national-certification" }
""",
    (
        row(did("", "national-certification"), deemed="board", total="0", outcome="met"),
        row(did("4 hour"), deemed="–", total="4", outcome="short"),
    ),
)

SEVERAL = Spec(
    "Several of them",
    "At least `count` such activities are needed (absent: one).",
    _TOTAL
    + """
[[deemed]]
id = "two-micro-credentials"
cite = "section 13"
when = { kind = "micro-credential" }
count = 2
""",
    (
        row(did("1 hour", "micro-credential"), deemed="–", outcome="short"),
        row(
            did("1 hour", "micro-credential"),
            did("1 hour", "micro-credential"),
            deemed="two-micro-credentials",
            outcome="met",
        ),
    ),
)

TRUE_OF_EDUCATOR = Spec(
    "Something true of the educator",
    "`educator` asks about the person instead.",
    _TOTAL
    + """
[facts]
doctorate = { type = "flag", default = false }

[[deemed]]
id = "doctorate"
cite = "section 13"
educator = { doctorate = true }
""",
    (
        row(educator={"doctorate": True}, deemed="doctorate", outcome="met"),
        row(educator={}, deemed="–", outcome="short"),
    ),
)

DEEMED = Word("Deemed", ("Deemed",), specs=(CREDENTIAL, SEVERAL, TRUE_OF_EDUCATOR))

SIGNED = Spec(
    "Sign-offs",
    "Each sign-off that applies must be given, by its id, whatever the credit. A policy may ask for nothing else.",
    """
[facts]
mentor = { type = "flag", default = false }

[[sign_offs]]
id = "plan-reviewed"
cite = "section 14"

[[sign_offs]]
id = "mentor-report"
cite = "section 15"
applies = { mentor = true }
""",
    (
        row(signed="plan-reviewed", educator={}, unsigned="–", outcome="met"),
        row(educator={}, unsigned="plan-reviewed", outcome="short"),
        row(signed="plan-reviewed", educator={"mentor": True}, unsigned="mentor-report", outcome="short"),
    ),
)

SIGN_OFF = Word("SignOffRule", ("SignOffRule",), specs=(SIGNED,))

LATE = Spec(
    "What holds when it is late",
    "A deadline answers with names and values and changes no credit. For each name the first deadline that holds "
    "decides. A missing fact leaves the answer open, not the outcome.",
    """
[facts]
days_late = { type = "number" }

[[deadlines]]
id = "very-late"
cite = "section 16"
when = { days_late = { more_than = 30 } }
then = { fee = 50, lapsed = true }

[[deadlines]]
id = "late"
cite = "section 16"
when = { days_late = { more_than = 0 } }
then = { fee = 20, lapsed = false }
""",
    (
        row(educator={"days_late": 0}, answers="–", outcome="met"),
        row(educator={"days_late": 10}, answers="late: fee = 20, lapsed = false", outcome="met"),
        row(educator={"days_late": 31}, answers="very-late: fee = 50, lapsed = true", outcome="met"),
        row(educator={}, answers="very-late: not known (days_late)", outcome="met"),
    ),
)

DEADLINE = Word("Deadline", ("Deadline",), specs=(LATE,))

STEPS = Spec(
    "An amount by date",
    "A step table answers with the amount of its first row that holds; where none holds it is 0.",
    """
[facts]
issued = { type = "date" }

[[step_tables]]
id = "fee"
cite = "section 17"
rows = [{ when = { issued = { before = 2020-01-01 } }, amount = 50 }, { amount = 75 }]
""",
    (
        row(educator={"issued": "2019-12-31"}, answers="fee: amount = 50"),
        row(educator={"issued": "2020-01-01"}, answers="fee: amount = 75"),
        row(educator={}, answers="fee: not known (issued)"),
    ),
)

STEP_TABLE = Word("StepTable", ("StepTable",), specs=(STEPS,))


@frozen
class HalfSpec:
    """The table of the rule kind of the manual."""

    share: Fraction = key(AMOUNT, "The share that is left.")


def _halved(spec: HalfSpec, given: tuple[Earned, ...]) -> tuple[Fraction, ...]:
    return tuple(one.credit * spec.share for one in given)


CUSTOM = Spec(
    "A rule of the host's own kind",
    "`kind` names the rule kind and `spec` is its table; both must be brought by the host, else the policy is refused. "
    "Here two kinds leave a share of each credit; the second is opaque: no proof looks into it.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[[rules]]
id = "seen-through"
cite = "section 18"
kind = "share-of-each"
spec = { share = "1/2" }

[[rules]]
id = "opaque"
cite = "section 19"
kind = "share-of-each-opaque"
spec = { share = "1/2" }
""",
    (
        row(
            did("4 hour"),
            steps="award-rate 4, host-rule 2, host-rule-opaque 1",
            answers="seen-through: changed = 1; opaque: changed = 1",
        ),
    ),
    kinds=(
        RuleKind("share-of-each", HalfSpec, opaque=False, rows=_halved),
        RuleKind("share-of-each-opaque", HalfSpec, rows=_halved),
    ),
)

CUSTOM_RULE = Word(
    "CustomRule",
    ("CustomRule",),
    "How a rule kind is written is told in [](../../how-to/bring-a-rule-kind.md).",
    (CUSTOM,),
)

WAYS = Spec(
    "Any one of several ways",
    "An alternative is one more set of sections laid over the policy. The policy is met when one of them is; otherwise "
    "the statement is that of the way that lacks least.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[[alternatives]]
id = "learning"
cite = "section 20"
title = "By hours"
total = { id = "twelve", cite = "section 20", amount = 12 }

[[alternatives]]
id = "portfolio"
cite = "section 21"
sign_offs = [{ id = "portfolio-read", cite = "section 21" }]
""",
    (
        row(did("12 hour"), alternative="learning", required="12", outcome="met"),
        row(did("2 hour"), signed="portfolio-read", alternative="portfolio", required="0", outcome="met"),
        row(did("2 hour"), alternative="portfolio", required="0", outcome="short"),
    ),
)

ALTERNATIVE = Word("Alternative", ("Alternative",), specs=(WAYS,))
