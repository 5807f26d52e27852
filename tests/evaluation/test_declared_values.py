"""A fact with declared values: another value in the record is an error with its place, never a silent no."""

import pytest

from plpcore.errors import RecordError
from plpcore.evaluation import Statement, evaluate
from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, Educator, Facts, Portfolio
from tests.evaluation.support import AS_OF, policy_from

POLICY = """
total = { amount = 4 }
awards = [{ when = { level = "graduate" }, fixed = 4 }, { otherwise = true, fixed = 1 }]
adjustments = [{ when = { roles = "mentor" }, reduce = 1 }]
[facts]
roles = { type = "texts", one_of = ["mentor", "coach"] }
[activity_facts]
level = { type = "text", one_of = ["graduate", "other"], default = "other" }
"""


def judged(level: str | None, roles: tuple[str, ...] | str = ()) -> Statement:
    facts = Facts({} if level is None else {"level": level})
    portfolio = Portfolio(
        educator=Educator(id=EducatorId("e"), facts=Facts({"roles": roles})),
        activities=(Activity(id=ActivityId("a"), kind="college-course", completed=AS_OF, facts=facts),),
    )
    return evaluate(policy_from(POLICY), portfolio, as_of=AS_OF)


def test_a_declared_value_is_compared() -> None:
    assert judged("graduate").total == 4
    assert judged("other").total == 1
    assert judged("other", "mentor").required == 3
    assert judged("other", ("coach", "mentor")).required == 3


def test_a_default_holds_where_the_record_is_silent() -> None:
    assert judged(None).total == 1


def test_another_value_of_an_activity_is_refused_with_its_place() -> None:
    with pytest.raises(RecordError) as refused:
        judged("Graduate")
    assert str(refused.value) == (
        "$.activities.a.facts.level: the value is not among those that the policy declares;"
        " declared are graduate, other"
    )


@pytest.mark.parametrize("roles", ["mentr", ("coach", "mentr")])
def test_another_value_of_an_educator_is_refused_with_its_place(roles: tuple[str, ...] | str) -> None:
    with pytest.raises(RecordError) as refused:
        judged("other", roles)
    assert str(refused.value) == (
        "$.educator.facts.roles: the value is not among those that the policy declares; declared are mentor, coach"
    )
