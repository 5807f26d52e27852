"""Facts that are part of the question: an edition is selected, and an educator is one of a kind."""

from datetime import date

import pytest

from plpcore.errors import PolicyError
from plpcore.evaluation.implication import Verdict, implies
from tests.evaluation.support import HOURS, policy_from

CHANGED = (
    """
edition_by = "applied"
facts.applied = { type = "date" }
"""
    + HOURS
    + """
[[editions]]
id = "old"
until = 2026-01-01
total = { id = "total", cite = "c", amount = 8 }
[[editions]]
id = "new"
from = 2026-01-01
total = { id = "total", cite = "c", amount = 10 }
"""
)


def test_a_given_fact_selects_the_edition() -> None:
    policy, nine = policy_from(CHANGED), policy_from("total = { amount = 9 }\n" + HOURS)
    unknown = implies(policy, nine)
    assert unknown.verdict is Verdict.UNKNOWN
    assert "'applied' of the educator selects the edition; give that fact" in unknown.reason
    assert implies(policy, nine, facts={"applied": date(2026, 1, 1)}).verdict is Verdict.IMPLIED
    found = implies(policy, nine, facts={"applied": date(2025, 12, 31)})
    assert found.verdict is Verdict.NOT_IMPLIED
    assert found.counterexample is not None
    assert found.counterexample.educator.facts["applied"] == date(2025, 12, 31)


def test_a_given_fact_leaves_only_the_educators_who_have_it() -> None:
    rows = 'total = { rows = [{ when = { kind = "admin" }, amount = 8 }, { amount = 12 }] }\n'
    policy = policy_from('facts.kind = { type = "text" }\n' + rows + HOURS)
    ten = policy_from("total = { amount = 10 }\n" + HOURS)
    assert implies(policy, ten).verdict is Verdict.NOT_IMPLIED
    assert implies(policy, ten, facts={"kind": "admin"}).verdict is Verdict.NOT_IMPLIED
    assert implies(policy, ten, facts={"kind": "teacher"}).verdict is Verdict.IMPLIED


def test_a_fact_that_no_policy_has_is_refused() -> None:
    policy, bare = policy_from(CHANGED), policy_from("total = { amount = 9 }\n" + HOURS)
    with pytest.raises(PolicyError, match="facts: neither policy has a fact 'applid' of the educator; known are: appl"):
        implies(policy, bare, facts={"applid": date(2026, 1, 1)})
    with pytest.raises(PolicyError, match="known are: none"):
        implies(policy_from("total = { amount = 8 }\n" + HOURS), bare, facts={"a": "b"})
    with pytest.raises(PolicyError, match="applied"):
        implies(policy, bare, facts={"applied": "yes"})
