"""What goes on to the next cycle, and what came from the last one."""

from tests.spec.model import Spec, Word, did, row

_TEN = """awards = [{ id = "hours", cite = "section 3", per = "hour" }]
total = { id = "total", cite = "section 2", amount = 10 }
cycle = { id = "cycle", cite = "section 1", anchor = "fixed", start = 2023-07-01, years = 1 }
"""


def _carry(keys: str, head: str = "", tail: str = "") -> str:
    return f'{_TEN}{head}\n[carry_over]\nid = "carry"\ncite = "section 11"\n{keys}'.rstrip() + "\n" + tail


TWELVE = (did("7 hour", on="2023-09-01", tags="stem"), did("5 hour", on="2024-05-01"))

NOTHING = Spec(
    "Without a rule",
    "Credit that was carried in counts to the total; nothing goes on.",
    _TEN,
    (
        row(*TWELVE, total="12", carried_out="0", outcome="met"),
        row(did("7 hour"), carried_in=3, total="10", carried_out="0", outcome="met"),
    ),
)

MOST = Spec(
    "At most so much",
    "The surplus over the required total goes on, at most `at_most` (absent: all of it).",
    _carry("at_most = 3"),
    (
        row(*TWELVE, total="12", carried_out="2"),
        row(*TWELVE, did("6 hour"), total="18", carried_out="3"),
        row(did("9 hour"), total="9", carried_out="0"),
    ),
)

LAST_MONTHS = Spec(
    "Only what was earned last",
    "With `last_months` at most so much goes on as was earned in the last months of the cycle.",
    _carry("last_months = 2"),
    (
        row(did("12 hour", on="2024-05-01"), carried_out="2"),
        row(did("12 hour", on="2024-04-30"), carried_out="0"),
        row(did("11 hour", on="2024-04-30"), did("1 hour", on="2024-05-01"), carried_out="1"),
    ),
)

EARNED = Spec(
    "Only what was earned in a span",
    "`earned` states the span by its days.",
    _carry("earned = { from = 2024-01-01, until = 2024-05-01 }"),
    (row(did("12 hour", on="2024-04-30"), carried_out="2"), row(did("12 hour", on="2024-05-01"), carried_out="0")),
)

WHICH = Spec(
    "Of which activities, and for whom",
    "`when` says of which activities credit goes on, `only_if` for which educators.",
    _carry('when = { tags = "stem" }\nonly_if = { full = true }', tail='\n[facts]\nfull = { type = "flag" }\n'),
    (
        row(*TWELVE, educator={"full": True}, carried_out="2"),
        row(did("11 hour"), did("1 hour", tags="stem"), educator={"full": True}, carried_out="1"),
        row(*TWELVE, educator={"full": False}, carried_out="0"),
    ),
)

AGAIN = Spec(
    "Not carried again",
    "Credit that was carried in may be carried on, unless `again = false`. Which credit is spent first is "
    "[an option](options.md#which-credit-is-spent-first).",
    _carry("again = false"),
    (
        row(did("4 hour"), carried_in=14, total="18", carried_out="4"),
        row(did("12 hour"), carried_in=3, total="15", carried_out="5"),
    ),
)

CYCLES = Spec(
    "Gone after so many carries",
    "After `cycles` carries credit is gone: it counts in the last of these cycles and does not go on.",
    _carry("cycles = 2"),
    (
        row(did("3 hour"), carried_in={"amount": 14, "hops": 0}, total="17", carried_out="7"),
        row(did("3 hour"), carried_in={"amount": 14, "hops": 1}, total="17", carried_out="3"),
        row(did("3 hour"), carried_in={"amount": 14, "hops": 2}, total="3", carried_out="0"),
    ),
)

ACCEPTS = Spec(
    "Not accepted",
    "With `accepts = false` what was carried in counts nothing here.",
    _carry("accepts = false"),
    (row(did("7 hour"), carried_in=3, total="7", outcome="short"),),
)

_EQUITY = """
[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = 2
"""
_TAGGED = {"amount": 2, "tags": ("equity",)}

FILLS_NOT = Spec(
    "Carried credit counts to the total only",
    "Where nothing else is said, credit that was carried in fills no floor.",
    _carry("fills_floors = false", tail=_EQUITY),
    (row(did("8 hour"), carried_in=_TAGGED, floors="equity 0 of 2", total="10", outcome="short"),),
)

FILLS = Spec(
    "Carried credit fills floors",
    "With `fills_floors` carried credit fills the floors whose id is among its tags.",
    _carry("fills_floors = true", tail=_EQUITY),
    (
        row(did("8 hour"), carried_in=_TAGGED, floors="equity 2 of 2", total="10", outcome="met"),
        row(did("8 hour"), carried_in=2, floors="equity 0 of 2", total="10", outcome="short"),
    ),
)

CARRY = Word(
    "CarryOver",
    ("CarryOver",),
    specs=(NOTHING, MOST, LAST_MONTHS, EARNED, WHICH, AGAIN, CYCLES, ACCEPTS, FILLS_NOT, FILLS),
)
