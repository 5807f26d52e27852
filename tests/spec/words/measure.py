"""How minutes become units."""

from tests.spec.model import Row, Spec, Word, did, row

MINUTES = Spec(
    "Minutes in one unit",
    "`minutes_per_unit` says how many minutes make one unit (absent: 60). The segments of an activity are summed "
    "first; without an `increment` the result is exact.",
    """
[[awards]]
id = "sessions"
cite = "section 3"
per = "minute"
measure = { minutes_per_unit = 50 }
""",
    (
        row(did("100 minute"), steps="award-measured 2"),
        row(did("40 minute, 35 minute"), steps="award-measured 1.5"),
        row(did("1 hour"), steps="award-measured 1.2"),
    ),
)

MINIMUM = Spec(
    "A minimum and an increment",
    "Below `minimum` units nothing is earned. From there on credit comes in multiples of `increment`, rounded down "
    "where nothing else is said, once for the whole activity.",
    """
[[awards]]
id = "sessions"
cite = "section 3"
per = "minute"
measure = { minimum = 1, increment = "0.5" }
""",
    (
        row(did("59 minute"), steps="award-measured 0"),
        row(did("60 minute"), steps="award-measured 1"),
        row(did("89 minute"), steps="award-measured 1"),
        row(did("45 minute, 45 minute"), steps="award-measured 1.5"),
    ),
)

_MODES = ("down", "up", "half_up", "half_down", "half_even")


def _rounded(minutes: str, *credits_: str) -> tuple[Row, ...]:
    return tuple(
        row(did(f"{minutes} minute", mode), steps=f"award-measured {credit}")
        for mode, credit in zip(_MODES, credits_, strict=True)
    )


ROUNDING = Spec(
    "The five ways of rounding",
    "Between two multiples of the increment `down` takes the lower and `up` the higher. The others take the nearer; "
    "halfway `half_up` takes the higher, `half_down` the lower, and `half_even` the one that is an even number of "
    "increments. Each award here rounds as its kind is called.",
    "\n".join(
        f"""
[[awards]]
id = "{mode}"
cite = "section 3"
when = {{ kind = "{mode}" }}
per = "minute"
measure = {{ increment = 1, rounding = "{mode}" }}"""
        for mode in _MODES
    ),
    (
        *(_rounded("150", "2", "3", "3", "2", "2")),
        *(_rounded("210", "3", "4", "4", "3", "4")),
        *(_rounded("151", "2", "3", "3", "3", "3")),
    ),
)

BANDS = Spec(
    "Bands",
    "Instead of a rate, `bands` say the credit by the minutes: the last band whose `from` is reached decides, and "
    "below the first nothing is earned.",
    """
[[awards]]
id = "sessions"
cite = "section 3"
per = "minute"
measure = { bands = [{ from = 30, credit = "0.5" }, { from = 45, credit = 1 }] }
""",
    (
        row(did("29 minute"), steps="award-measured 0"),
        row(did("30 minute"), steps="award-measured 0.5"),
        row(did("44 minute"), steps="award-measured 0.5"),
        row(did("45 minute"), steps="award-measured 1"),
        row(did("300 minute"), steps="award-measured 1"),
    ),
)

MEASURE = Word(
    "Measure",
    ("Measure", "Band"),
    'Only an award with `per = "minute"` has a measure.',
    (MINUTES, MINIMUM, ROUNDING, BANDS),
)
