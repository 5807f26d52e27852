"""What is required in a cycle."""

from tests.spec.model import Spec, Word, did, row

AMOUNT = Spec(
    "One amount",
    "`amount` is required of everybody. A policy without a total asks for no total.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]

[total]
id = "total"
cite = "section 2"
amount = 12
""",
    (
        row(did("12 hour"), required_steps="total-stated 12", total="12", outcome="met", short="0"),
        row(did("9 hour"), required_steps="total-stated 12", total="9", outcome="short", short="3"),
        row(required_steps="total-stated 12", total="0", outcome="short", short="12"),
    ),
)

NO_TOTAL = Spec(
    "No total",
    "A policy without a total is satisfied by other things, such as sign-offs.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
""",
    (row(did("2 hour"), required_steps="no-total 0", total="2", outcome="met"),),
)

ROWS = Spec(
    "Amounts by the educator's facts",
    "The first of the `rows` whose `when` holds says the amount; where none holds it is 0. A row without `when` holds "
    "for everybody.",
    """
[facts]
fte = { type = "number", meaning = "The share of full time that is worked." }

[total]
id = "total"
cite = "section 2"
rows = [{ when = { fte = 0 }, amount = 0 }, { when = { fte = { less_than = "1/2" } }, amount = 6 }, { amount = 12 }]
""",
    (
        row(educator={"fte": 1}, required_steps="total-by-facts 12", outcome="short"),
        row(educator={"fte": "1/2"}, required_steps="total-by-facts 12", outcome="short"),
        row(educator={"fte": "1/4"}, required_steps="total-by-facts 6", outcome="short"),
        row(educator={"fte": 0}, required_steps="total-by-facts 0", outcome="met"),
        row(educator={}, required_steps="total-by-facts 12", outcome="undetermined"),
    ),
)

HIGHEST = Spec(
    "The highest of several classes",
    "`highest_of` takes the highest amount of all the classes that the educator is in; a class without an amount asks "
    "for nothing.",
    """
[facts]
certificates = { type = "texts" }

[total]
id = "total"
cite = "section 2"
highest_of = { fact = "certificates", amounts = { administrator = 20, teacher = 12 } }
""",
    (
        row(educator={"certificates": ["teacher"]}, required_steps="total-highest-class 12"),
        row(educator={"certificates": ["teacher", "administrator"]}, required_steps="total-highest-class 20"),
        row(educator={"certificates": ["nurse"]}, required_steps="total-highest-class 0"),
    ),
)

TOTAL = Word(
    "Total",
    ("Total", "AmountRow", "HighestOf"),
    specs=(AMOUNT, NO_TOTAL, ROWS, HIGHEST),
)

ADD = Spec(
    "More for each further one",
    "`each` names the fact that counts; the first `over` of them add nothing (absent: all add), and each further one "
    "adds `amount`.",
    """
total = { id = "total", cite = "section 2", amount = 12 }

[facts]
licences = { type = "number" }

[[adjustments]]
id = "further-licences"
cite = "section 7"
add = { each = "licences", over = 1, amount = 3 }
""",
    (
        row(educator={"licences": 1}, required_steps="total-stated 12"),
        row(educator={"licences": 3}, required_steps="total-stated 12, total-added 18"),
    ),
)

REDUCE = Spec(
    "Less",
    "`reduce` takes so much away, but never more than there is. `when` says for whom.",
    """
total = { id = "total", cite = "section 2", amount = 12 }

[facts]
leave = { type = "flag" }
mentor = { type = "flag" }

[[adjustments]]
id = "leave"
cite = "section 8"
when = { leave = true }
reduce = 8

[[adjustments]]
id = "mentor"
cite = "section 9"
when = { mentor = true }
reduce = 6
""",
    (
        row(educator={"leave": False, "mentor": True}, required_steps="total-stated 12, total-reduced 6"),
        row(
            educator={"leave": True, "mentor": True},
            required_steps="total-stated 12, total-reduced 4, total-reduced 0",
        ),
    ),
)

PRORATE = Spec(
    "In proportion",
    "The requirement is multiplied by the fact `by` and divided by `of`, the value that stands for the whole (absent: "
    "1). Without an `increment` the result is exact.",
    """
total = { id = "total", cite = "section 2", amount = 100 }

[facts]
months = { type = "number", meaning = "Months worked in the cycle." }

[[adjustments]]
id = "months"
cite = "section 10"
prorate = { by = "months", of = 60 }
""",
    (
        row(educator={"months": 60}, required_steps="total-stated 100, total-prorated 100"),
        row(educator={"months": 20}, required_steps="total-stated 100, total-prorated 100/3"),
        row(educator={}, required_steps="total-stated 100"),
    ),
)

_MODES = ("down", "up", "half_up", "half_down", "half_even")

PRORATE_ROUNDED = Spec(
    "A proportion, rounded",
    "With an `increment` the result is a multiple of it, `half_up` where nothing else is said. Each adjustment here is "
    "for those whose `mode` is its way of rounding.",
    """
total = { id = "total", cite = "section 2", amount = 10 }

[facts]
fte = { type = "number" }
mode = { type = "text" }
"""
    + "".join(
        f"""
[[adjustments]]
id = "{mode}"
cite = "section 10"
when = {{ mode = "{mode}" }}
prorate = {{ by = "fte", increment = 1, rounding = "{mode}" }}
"""
        for mode in _MODES
    ),
    tuple(
        row(educator={"fte": "0.45", "mode": mode}, required_steps=f"total-stated 10, total-prorated {amount}")
        for mode, amount in zip(_MODES, ("4", "5", "5", "4", "4"), strict=True)
    ),
)

EXEMPT = Spec(
    "Exempt",
    "`exempt` leaves nothing of the requirement, whatever the other adjustments say.",
    """
total = { id = "total", cite = "section 2", amount = 12 }

[facts]
licences = { type = "number", default = 1 }
retired = { type = "flag", default = false }

[[adjustments]]
id = "retired"
cite = "section 11"
when = { retired = true }
exempt = true

[[adjustments]]
id = "further-licences"
cite = "section 7"
add = { each = "licences", over = 1, amount = 3 }
""",
    (
        row(educator={"licences": 2}, required_steps="total-stated 12, total-added 15", outcome="short"),
        row(
            educator={"licences": 2, "retired": True},
            required_steps="total-stated 12, total-added 15, exempt 0",
            outcome="met",
        ),
    ),
)

IN_ORDER = Spec(
    "The order of adjustments",
    "Wherever they stand in the document: all additions first, then reductions, prorations and exemptions.",
    """
total = { id = "total", cite = "section 2", amount = 12 }

[facts]
fte = { type = "number" }
licences = { type = "number" }

[[adjustments]]
id = "part-time"
cite = "section 10"
prorate = { by = "fte" }

[[adjustments]]
id = "new-rule"
cite = "section 12"
reduce = 2

[[adjustments]]
id = "each-licence"
cite = "section 7"
add = { each = "licences", amount = 3 }
""",
    (
        row(
            educator={"fte": "1/2", "licences": 2},
            required_steps="total-stated 12, total-added 18, total-reduced 16, total-prorated 8",
        ),
    ),
)

ADJUSTMENT = Word(
    "Adjustment",
    ("Adjustment", "Add", "Prorate"),
    specs=(ADD, REDUCE, PRORATE, PRORATE_ROUNDED, EXEMPT, IN_ORDER),
)
