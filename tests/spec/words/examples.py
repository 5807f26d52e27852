"""The worked examples inside a policy."""

from tests.spec.model import Spec, Word, row

EVERYTHING = Spec(
    "A worked example",
    "It describes a record and what the statement must say of it; what `expect` does not name is not compared. "
    "`plp policy test` runs it.",
    """
edition_by = "plan_start"
facts = { role = { type = "text" } }
activity_facts = { topic = { type = "text" } }
total = { id = "total", cite = "section 2", amount = 6 }
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
carry_over = { id = "carry", cite = "section 11", at_most = 5 }
sign_offs = [{ id = "principal", cite = "section 14" }]
editions = [{ id = "first", cite = "section 1" }]

[[conditions]]
id = "goal"
cite = "section 4"
when = { topic = "equity" }
goal = { state = "approved" }

[[floors]]
id = "equity"
cite = "section 7"
when = { topic = "equity" }
at_least = 3

[[example]]
id = "a-full-year"
cite = "section 20"
title = "Everything that an example can say"
as_of = 2024-06-30
known_at = 2024-07-15
cycle = { from = 2023-07-01, until = 2024-07-01 }
started = 2023-08-15
educator = { role = "teacher" }
approved_goals = ["g1"]
signed = ["principal"]
carried_in = 1

[[example.activities]]
id = "course"
kind = "course"
title = "Equity in mathematics"
started = 2024-01-10
completed = 2024-03-01
entered = 2024-03-04
amounts = { hour = [2, "1.5"] }
tags = ["mathematics"]
provider = "Lakeside College"
evidence = ["certificate"]
reflections = [{ prompt = "what-changed", words = 120 }]
goals = ["g1"]
facts = { topic = "equity" }

[[example.activities.reviews]]
purpose = "prior-approval"
decision = "approved"
reviewer = "ann"
role = "principal"
decided = 2024-01-05

[[example.activities.reviews]]
purpose = "credit"
decision = "returned"
decided = 2024-03-05

[[example.activities.reviews]]
purpose = "credit"
decision = "approved"
decided = 2024-03-09
amount = 3

[[example.activities]]
completed = 2024-04-01
amounts = { hour = 4 }
facts = { topic = "reading" }

[[example.activities]]
id = "talk"
completed = 2024-04-02
amounts = { hour = 1 }
facts = { topic = "reading" }
reviews = [{ decision = "denied" }]

[[example.activities]]
id = "camp"
completed = 2024-04-03
amounts = { hour = 1 }
facts = { topic = "reading" }
reviews = [{ decision = "approved", decided = 2024-04-04 }, { decision = "revoked", decided = 2024-05-01 }]

[example.expect]
outcome = "met"
edition = "first"
required = 6
total = 8
short = 0
carried_out = 2
credited = { course = 3, a2 = 4 }
needed = { equity = 3 }
missing = { equity = 0 }
refused = { talk = "denied", camp = "revoked" }
unsigned = []
undetermined = []
deemed = false
""",
    (row(examples="a-full-year: passed"),),
)

EXAMPLE = Word(
    "Example",
    ("Example", "ExampleActivity", "ExampleReflection", "ExampleReview", "Expected"),
    specs=(EVERYTHING,),
)
