"""The document itself: what it is called, in what unit it counts, where it was taken from."""

from tests.spec.model import Spec, Word, did, row

WHOLE = Spec(
    "A whole document",
    "Only here the head stands in full. `format` is the version of the language; `jurisdiction`, `description`, "
    "`notice` and `sources` are for readers and change no amount.",
    """
format = 1
id = "district-4131"
title = "District 4131: recertification"
jurisdiction = "US-XX, district 4131"
description = "Twelve hours in a year."
notice = "Not legal advice: the board's policy holds."
unit = { name = "hour" }

[[sources]]
id = "policy-4131"
title = "Board policy 4131"
url = "https://example.org/policy-4131"
read = 2024-01-15
note = "As amended in 2023."

[total]
id = "total"
cite = "policy-4131, section 2"
title = "Twelve hours"
amount = 12

[[awards]]
id = "hours"
cite = "policy-4131, section 3"
per = "hour"
""",
    (
        row(
            did("12 hour"),
            outcome="met",
            citations="Twelve hours: policy-4131, section 2; hours: policy-4131, section 3",
        ),
    ),
)

EXCEPTIONS = Spec(
    "Where exceptions are allowed",
    "A policy that [extends](../layers.md) this one may put another rule in the place of one that says "
    "`exceptions = true`. By itself the word changes nothing.",
    """
[[awards]]
id = "hours"
cite = "section 3"
per = "hour"
exceptions = true
""",
    (row(did("2 hour"), total="2"),),
)

POLICY = Word("Policy", ("Policy", "Rules", "Source", "id"), specs=(WHOLE, EXCEPTIONS))

NAMES = Spec(
    "What credit is called",
    "`name` is one of it, `plural` several; absent, an s is added.",
    """
unit = { name = "clock hour", plural = "clock hours" }
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
""",
    (row(did("2 hour"), total="2", unit="clock hour, clock hours"),),
)

QUANTUM = Spec(
    "The least that can be placed",
    "Where an hour fills a limited number of floors, each activity fills them in whole multiples of `quantum`, and "
    "each minimum takes whole ones too. What is left counts to the total.",
    """
unit = { name = "hour", quantum = 1 }
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
sharing = "split"

[[floors]]
id = "equity"
cite = "section 7"
when = { tags = "equity" }
at_least = "1.5"
""",
    (
        row(did("2 hour", tags="equity"), floors="equity 2 of 2", total="2", outcome="met"),
        row(did("1.5 hour", tags="equity"), floors="equity 1 of 2", total="1.5", outcome="short"),
    ),
)

UNIT = Word("Unit", ("Unit", "unit-code"), specs=(NAMES, QUANTUM))

AMOUNTS = Spec(
    "Exact numbers",
    "An amount is a whole number, a decimal or a fraction as text; a share also a percentage. Nothing is ever rounded "
    "that the policy does not round.",
    """
total = { id = "total", cite = "section 2", amount = 10 }

[[awards]]
id = "thirds"
cite = "section 3"
per = "item"
credit = "1/3"

[[caps]]
id = "cap"
cite = "section 6"
when = { kind = "chat" }
share = 0.125

[[floors]]
id = "equity"
cite = "section 7"
share = "12.5%"
""",
    (
        row(did("4 item"), credited="4/3", floors="equity 4/3 of 1.25"),
        row(did("4 item", "chat"), credited="1.25", floors="equity 1.25 of 1.25"),
    ),
)

AMOUNT = Word("Amounts and shares", ("amount", "share"), specs=(AMOUNTS,))
