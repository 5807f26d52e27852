"""The policies of the statements that are told."""

HEAD = 'format = 1\nid = "demo"\ntitle = "Demo"\n'

HOURS = (
    HEAD
    + """
unit = { name = "clock hour" }
total = { id = "total", cite = "Rule 1", title = "Five hours", amount = 5 }
sharing = "split"
carry_over = { id = "carry", cite = "Rule 9", at_most = 10 }
retention = { id = "keep", cite = "Rule 10", years = 1 }

[options]
repeat_of = "credited"

[[awards]]
id = "hours"
cite = "Rule 2"
title = "An hour for an hour"
per = "hour"

[[conditions]]
id = "evidence"
cite = "Rule 3"
title = "Evidence of completion"
when = { kind = "conference" }
evidence = { kinds = ["certificate", "transcript"] }

[[conditions]]
id = "approved"
cite = "Rule 4"
title = "Approved claims"
when = { kind = "edcamp" }
approval = { purpose = "credit" }

[[floors]]
id = "equity"
cite = "Rule 5"
title = "Equity"
when = { tags = { has = "equity" } }
at_least = 1

[[caps]]
id = "self-directed"
cite = "Rule 6"
title = "Self-directed learning"
when = { kind = "blog-post" }
at_most = 2
"""
)

AWARDS = (
    HEAD
    + """
unit = { name = "point" }
total = { id = "total", cite = "-", amount = 100 }

[activity_facts]
role = { type = "text" }

[[awards]]
id = "hours"
cite = "-"
when = { kind = { one_of = ["workshop", "video"] } }
per = "hour"

[[awards]]
id = "film"
cite = "-"
title = "Films"
when = { kind = "video" }
fixed = 1

[[awards]]
id = "badge"
cite = "-"
when = { kind = "micro-credential" }
fixed = 5

[[awards]]
id = "measured"
cite = "-"
when = { kind = "webinar" }
per = "minute"
measure = { minutes_per_unit = 50, minimum = 1, increment = 0.5 }

[[awards]]
id = "measured-exactly"
cite = "-"
when = { kind = "podcast" }
per = "minute"
measure = { minutes_per_unit = 50 }

[[awards]]
id = "each"
cite = "-"
when = { kind = "presentation" }
each = 2
count_at_least = 2

[[awards]]
id = "table"
cite = "-"
when = { kind = "committee" }
by = "role"
table = { chair = 3, member = 1 }

[[awards]]
id = "twice"
cite = "-"
when = { kind = "coaching" }
per = "hour"
times = 2

[[awards]]
id = "divided"
cite = "-"
when = { kind = "college-course" }
per = "semester_hour"
credit = 15
split = { content = "50%", pedagogy = "50%" }

[[awards]]
id = "least"
cite = "-"
when = { kind = "chat" }
per = "hour"
least = 0.5

[[awards]]
id = "whole"
cite = "-"
when = { kind = "book" }
per = "page"
credit = 0.01
whole = 1

[[awards]]
id = "once"
cite = "-"
when = { kind = "article" }
each = 1
repeat = { same = "title", then = "1/3" }
"""
)

CONDITIONS = (
    HEAD
    + """
unit = { name = "credit" }
total = { id = "total", cite = "-", amount = 1 }
edition_by = "as_of"

[facts]
certified = { type = "flag", default = false }

[activity_facts]
verified = { type = "date" }
attended = { type = "number" }
scheduled = { type = "number" }
grade = { type = "text" }
topic = { type = "text", default = "maths" }

[[awards]]
id = "hours"
cite = "-"
per = "hour"
"""
)

TESTS = {
    "evidence": "evidence = { at_least = 2 }",
    "evidence-kind": 'evidence = { kinds = ["certificate"] }',
    "reflection": 'reflection = { prompts = ["why"] }',
    "goal": 'goal = { framework = "standards" }',
    "goal-approved": 'goal = { state = "approved" }',
    "approval": 'approval = { purpose = "credit" }',
    "before": 'approval = { purpose = "prior-approval", time = "before" }',
    "after": 'approval = { purpose = "credit", time = "after" }',
    "panel": "panel = { approvals = 2 }",
    "provider": 'provider = { one_of = ["The college"] }',
    "within": 'within = { fact = "verified", days = 30 }',
    "attendance": 'attendance = { share = "80%" }',
    "grade": 'grade = { at_least = "B" }',
    "require": 'require = { topic = "reading" }',
    "educator": "require_educator = { certified = true }",
}

CONDITIONS += "".join(
    f'\n[[conditions]]\nid = "{name}"\ncite = "Section {name}"\nwhen = {{ tags = {{ has = "{name}" }} }}\n{test}\n'
    for name, test in TESTS.items()
)

SILENT = CONDITIONS + '\n[options]\nmissing = "does not hold"\n'

LIMITS = (
    HEAD
    + """
unit = { name = "PDP" }
total = { id = "total", cite = "-", amount = 20 }
sharing = 2
window = { from = 2023-07-01 }
cycle = { id = "cycle", cite = "-", anchor = "plan" }

[activity_facts]
topic = { type = "text" }

[[awards]]
id = "hours"
cite = "-"
per = "hour"

[[blocks]]
id = "ten"
cite = "-"
when = { kind = "workshop" }
by = "topic"
at_least = 10

[[caps]]
id = "half"
cite = "-"
title = "Half by reading"
when = { kind = "book" }
share = "50%"

[[caps]]
id = "weekly"
cite = "-"
title = "Two a week"
when = { kind = "chat" }
at_most = 2
per = "week"

[[floors]]
id = "recent"
cite = "-"
title = "Recent ethics"
when = { tags = { has = "ethics" } }
at_least = 4
window = { from = 2020-01-01 }

[[floors]]
id = "yearly"
cite = "-"
title = "Safety"
when = { tags = { has = "safety" } }
at_least = 1
per = "year"

[[floors]]
id = "topics"
cite = "-"
title = "Different topics"
distinct = "topic"
at_least = 3
"""
)

FACTS = """
[facts]
licences = { type = "number", default = 1 }
fte = { type = "number", default = 1 }
classes = { type = "texts" }
away = { type = "flag", default = false }
first = { type = "flag", default = false }
"""

BY_FACTS = """
[total]
id = "total"
cite = "-"
rows = [{ when = { first = true }, amount = 3 }, { amount = 6 }]

[[adjustments]]
id = "more"
cite = "-"
add = { each = "licences", over = 1, amount = 2 }

[[adjustments]]
id = "less"
cite = "-"
when = { first = true }
reduce = 1

[[adjustments]]
id = "part-time"
cite = "-"
prorate = { by = "fte" }

[[adjustments]]
id = "leave"
cite = "-"
when = { away = true }
exempt = true
"""

HIGHEST = """
[total]
id = "total"
cite = "-"
highest_of = { fact = "classes", amounts = { A = 3, B = 5 } }
"""

SIGN_OFFS = """
[[sign_offs]]
id = "principal"
cite = "-"
title = "The principal signs"

[[sign_offs]]
id = "mentor"
cite = "-"
"""

EDITIONS = """
[[editions]]
id = "new"
cite = "-"
from = 2025-01-01
"""

WAYS = """
edition_by = "as_of"
total = { id = "total", cite = "-", amount = 3 }

[[editions]]
id = "2020"
cite = "Chapter 20"
from = 2020-01-01

[[alternatives]]
id = "credits"
cite = "-"
title = "By credits"

[[alternatives]]
id = "certificate"
cite = "-"
title = "By a certificate"

[[alternatives.deemed]]
id = "national"
cite = "-"
title = "National certification"
when = { kind = "national-certification" }
"""

DEADLINES = """
[[deadlines]]
id = "june"
cite = "-"
title = "Due in June"
then = { due = 2024-06-30, late = false, fee = 25, forms = ["A", "B"], note = "by mail" }

[[rules]]
id = "host"
cite = "-"
title = "A rule of the host"
kind = "always"
"""


def counting(text: str) -> str:
    """Return a policy in which each activity earns 1, with these sections."""
    top, _, tables = text.partition("\n[")
    award = '\n[[awards]]\nid = "each"\ncite = "-"\neach = 1\n'
    return HEAD + 'unit = { name = "credit" }\n' + top + award + (f"\n[{tables}" if tables else "")


READING_AND_EQUITY = """
[[awards]]
id = "hours"
cite = "-"
per = "hour"

[[floors]]
id = "reading"
cite = "-"
title = "Reading"
when = { tags = { has = "reading" } }
at_least = 1

[[floors]]
id = "equity"
cite = "-"
title = "Equity"
when = { tags = { has = "equity" } }
at_least = 1
"""

HISTORY = """
[[floors]]
id = "history"
cite = "-"
title = "History"
when = { tags = { has = "history" } }
at_least = 1
"""

HALVED = (
    HEAD
    + """
unit = { name = "hour" }
total = { id = "total", cite = "-", amount = 5 }
awards = [{ id = "hours", cite = "-", per = "hour" }]
rules = [{ id = "halved", cite = "Rule 7", title = "Half of everything", kind = "half" }]
"""
)

OVERLAP = HEAD + 'unit = { name = "hour" }\n' + READING_AND_EQUITY
DIVIDED = HEAD + 'unit = { name = "hour" }\nsharing = "split"\n' + READING_AND_EQUITY
SHARED = HEAD + 'unit = { name = "hour" }\nsharing = 2\n' + READING_AND_EQUITY + HISTORY

MAYBE = (
    HEAD
    + """
unit = { name = "hour" }
total = { id = "total", cite = "-", amount = 5 }

[activity_facts]
topic = { type = "text" }

[[awards]]
id = "hours"
cite = "-"
per = "hour"

[[caps]]
id = "maths"
cite = "-"
when = { topic = "maths" }
at_most = 2
"""
)

HOSTILE = (
    HEAD
    + """
unit = { name = "hour" }
total = { id = "total", cite = "-", amount = 5 }

[[awards]]
id = "hours"
title = "<b>bold</b> | [link](https://example.org)"
cite = "two\\nlines"
per = "hour"
"""
)

NESTED = (
    HEAD
    + """
unit = { name = "hour", quantum = 0.5 }
sharing = "split"

[[awards]]
id = "hours"
cite = "-"
per = "hour"

[[floors]]
id = "literacy"
cite = "-"
title = "Literacy"
when = { tags = { has = "literacy" } }
at_least = 2

[[floors]]
id = "reading"
cite = "-"
title = "Reading"
when = { tags = { has = "reading" } }
at_least = 1
within = "literacy"
"""
)
