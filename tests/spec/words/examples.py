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
retention = { id = "keep", cite = "section 15", years = 3 }
step_tables = [{ id = "stipend", cite = "section 16", rows = [{ when = { role = "teacher" }, amount = 100 }] }]
alternatives = [{ id = "by-hours", cite = "section 2" }]
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
alternative = "by-hours"
refused = { talk = "denied", camp = "revoked", a2 = "" }
unsigned = []
undetermined = []
deemed = false
kept_until = 2027-06-30

[example.expect.answers]
stipend = { amount = 100 }
""",
    (row(examples="a-full-year: passed"),),
)

ANSWERS = Spec(
    "What else a policy says",
    "An example may say until when evidence is kept, what deadlines and step tables answer, and which way counts.",
    """
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
retention = { id = "kept", cite = "section 12", years = 2 }
deadlines = [{ id = "late", cite = "section 13", then = { fee = 25 } }]
step_tables = [{ id = "fee", cite = "section 14", rows = [{ amount = 40 }] }]

[cycle]
id = "cycle"
cite = "section 1"
anchor = "fixed"
start = 2023-07-01
years = 1

[[alternatives]]
id = "by-hours"
cite = "section 2"
total = { id = "ten", cite = "section 2", amount = 10 }

[[example]]
id = "everything-said"
as_of = 2024-06-30
activities = [{ completed = 2024-01-10, amounts = { hour = 10 } }]
[example.expect]
outcome = "met"
alternative = "by-hours"
kept_until = 2026-06-30
answers = { late = { fee = 25 }, fee = { amount = 40 } }
""",
    (row(examples="everything-said: passed"),),
)

GRANTED = Spec(
    "Grants in an example",
    "An example may hold what an authority decided beside the policy, and say what each grant did. A grant of a rule "
    "that the policy does not have fails the example, unless that is what it expects.",
    """
total = { id = "ten", cite = "section 2", amount = 10 }
awards = [{ id = "hours", cite = "section 3", per = "hour" }]
floors = [{ id = "equity", cite = "section 7", when = { tags = "equity" }, at_least = 2 }]

[[conditions]]
id = "certificate"
cite = "section 4"
when = { kind = "conference" }
evidence = { kinds = ["certificate"] }

[[example]]
id = "after-a-leave"
as_of = 2024-06-30
known_at = 2024-07-01

[[example.activities]]
id = "congress"
kind = "conference"
completed = 2024-03-01
amounts = { hour = 6 }

[[example.activities]]
id = "book"
kind = "book"
completed = 2024-04-01
amounts = { hour = 2 }

[[example.grants]]
kind = "waiver"
rule = "certificate"
activity = "congress"
authority = "principal"
reason = "The certificate was lost."
granted = 2024-04-02

[[example.grants]]
kind = "substitution"
rule = "equity"
activity = "book"

[[example.grants]]
id = "leave"
kind = "adjustment"
rule = "ten"
amount = 8
granted = 2024-01-10
entered = 2024-01-15
expires = 2024-09-01

[example.expect]
outcome = "met"
total = 8
required = 8
grants = { g1 = "used", g2 = "used", leave = "used" }

[[example]]
id = "other-days"
as_of = 2024-06-30
known_at = 2024-06-30
grants = [
  { kind = "waiver", rule = "ten", granted = 2024-07-01 },
  { kind = "waiver", rule = "ten", granted = 2024-06-01, entered = 2024-07-01 },
  { kind = "waiver", rule = "ten", granted = 2024-06-01, expires = 2024-06-30 },
  { kind = "waiver", rule = "equity" },
]
expect = { grants = { g1 = "not yet", g2 = "not yet", g3 = "expired", g4 = "used" } }

[[example]]
id = "a-slip"
as_of = 2024-06-30
grants = [{ kind = "waiver", rule = "certificates" }]
expect = { outcome = "short" }

[[example]]
id = "a-slip-that-is-expected"
as_of = 2024-06-30
grants = [{ kind = "waiver", rule = "certificates" }]
expect = { outcome = "short", grants = { g1 = "unknown rule" } }

[[example]]
id = "something-else"
as_of = 2024-06-30
grants = [{ kind = "waiver", rule = "certificate" }]
expect = { grants = { g1 = "used", g2 = "moot" } }
""",
    (
        row(
            examples="after-a-leave: passed; other-days: passed; "
            "a-slip: grants.g1: the policy has no such rule for it; a-slip-that-is-expected: passed; "
            "something-else: grants.g1: expected used, got moot, "
            "grants.g2: expected moot, got nothing"
        ),
    ),
)

EXAMPLE = Word(
    "Example",
    ("Example", "ExampleActivity", "ExampleReflection", "ExampleReview", "ExampleGrant", "Expected"),
    specs=(EVERYTHING, ANSWERS, GRANTED),
)
