"""A small upper policy, and short ways to lay a document over it."""

import tomllib
from decimal import Decimal

import pytest

from plpcore.errors import InputErrors
from plpcore.evaluation import Statement, evaluate
from plpcore.model import Activity
from plpcore.policy import Policy, ResolvedPolicy, layer_of, parse_policy, resolve
from tests.evaluation.support import AS_OF, record_of

UPPER = parse_policy("""
id = "state"
title = "A state"
notice = "No advice."
unit = { name = "hour" }
facts.novice = { type = "flag", default = false }
facts.level = { type = "text", default = "i", one_of = ["i", "ii", "iii"] }
facts.roles = { type = "texts" }
facts.years = { type = "number", default = 0 }
activity_facts.topic = { type = "text", default = "" }
edition_by = "as_of"

[[sources]]
id = "code"
title = "The code"

[total]
id = "total"
cite = "code 1"
rows = [{ when = { novice = true }, amount = 50 }, { amount = 100 }]

[[awards]]
id = "hours"
cite = "code 2"
per = "hour"
exceptions = true

[[conditions]]
id = "reflected"
cite = "code 3"
when = { kind = "book" }
reflection = { words = 50 }
exceptions = true

[[blocks]]
id = "topics"
cite = "code 4"
when = { kind = "module" }
by = "topic"
at_least = 5
exceptions = true

[[caps]]
id = "books"
cite = "code 5"
when = { kind = "book" }
at_most = 20
exceptions = true

[[caps]]
id = "meetings"
cite = "code 6"
when = { kind = "meeting" }
share = "10%"

[[floors]]
id = "equity"
cite = "code 7"
when = { tags = "equity" }
at_least = 10
exceptions = true

[[adjustments]]
id = "part-time"
cite = "code 8"
when = { level = ["ii", "iii"] }
reduce = 10
exceptions = true

[carry_over]
id = "carry"
cite = "code 9"
exceptions = true

[[deadlines]]
id = "late"
cite = "code 10"
when = { level = "ii" }
then = { fee = 1 }
exceptions = true

[[editions]]
id = "old"
cite = "code, old"
until = 2020-07-01

[[editions]]
id = "new"
cite = "code, new"
from = 2020-07-01

[[editions.caps]]
id = "books"
cite = "code 5, new"
when = { kind = "book" }
at_most = 10
exceptions = true

[[alternatives]]
id = "by-credit"
cite = "code 11"

[[alternatives]]
id = "by-plan"
cite = "code 12"
sign_offs = [{ id = "plan", cite = "code 12", exceptions = true }]
""")

HEAD = 'id = "district"\ntitle = "A district"\nextends = "state"\n'


def laid(text: str, upper: Policy | ResolvedPolicy = UPPER) -> ResolvedPolicy:
    taken = upper.documents if isinstance(upper, ResolvedPolicy) else (upper.id,)
    name = "district" if "district" not in taken else f"district-{len(taken)}"
    head = HEAD.replace('"district"', f'"{name}"')
    return resolve(layer_of(tomllib.loads(head + text, parse_float=Decimal)), upper)


def refused(text: str) -> str:
    """Return the lines that refuse a layer."""
    with pytest.raises(InputErrors) as caught:
        laid(text)
    return str(caught.value)


def judged(found: ResolvedPolicy, *activities: Activity, **facts: object) -> Statement:
    return evaluate(found.policy, record_of(*activities, facts=facts), as_of=AS_OF)
