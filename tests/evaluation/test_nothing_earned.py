"""Rows that earn nothing because there is nothing to reckon from: said once, and for the right reason."""

from datetime import date
from typing import Any

import pytest

from plpcore.evaluation import Line, Outcome, Reason, Statement, Status, evaluate
from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, Educator, Portfolio
from plpcore.policy import policy_of


def judged(award: dict[str, Any], missing: str, **sections: Any) -> Statement:
    policy = policy_of(
        {
            "id": "p",
            "title": "P",
            "unit": {"name": "point"},
            "activity_facts": {"score": {"type": "number"}},
            "options": {"missing": missing},
            "awards": [{"id": "award", "cite": "-"} | award],
            **sections,
        }
    )
    record = Portfolio(Educator(EducatorId("e")), activities=(Activity(id=ActivityId("a"), kind="certificate"),))
    return evaluate(policy, record, as_of=date(2024, 6, 30))


def line_of(award: dict[str, Any], missing: str) -> Line:
    return judged(award, missing).lines[0]


@pytest.mark.parametrize("later", [{"least": 2}, {"whole": 2}, {"times": 3}])
def test_an_activity_without_an_amount_is_refused_for_that_alone(later: dict[str, Any]) -> None:
    line = line_of({"per": "hour"} | later, "does not hold")
    assert [step.reason for step in line.steps] == [Reason.NO_AMOUNT]


def test_an_activity_of_unknown_worth_is_not_called_below_the_least() -> None:
    line = line_of({"per": "hour", "least": 2}, "undetermined")
    assert (line.status, [step.reason for step in line.steps]) == (Status.UNDETERMINED, [Reason.FACT_MISSING])


def test_a_credential_satisfies_though_its_award_has_a_least() -> None:
    deemed = [{"id": "deem", "cite": "-", "when": {"kind": "certificate"}}]
    found = judged({"per": "hour", "least": 2}, "does not hold", deemed=deemed)
    assert found.deemed_by == "deem"


def test_a_table_without_its_fact_earns_nothing_where_a_missing_fact_does_not_hold() -> None:
    line = line_of({"table": {"1": 5}, "by": "score"}, "does not hold")
    assert (line.status, line.steps[-1].reason) == (Status.REFUSED, Reason.FACT_MISSING)
    total = {"total": {"id": "t", "cite": "-", "amount": 5}}
    found = judged({"table": {"1": 5}, "by": "score"}, "does not hold", **total)
    assert (found.outcome, found.missing) == (Outcome.SHORT, ())


def test_a_table_without_its_fact_is_undetermined_otherwise() -> None:
    total = {"total": {"id": "t", "cite": "-", "amount": 5}}
    found = judged({"table": {"1": 5}, "by": "score"}, "undetermined", **total)
    assert (found.outcome, found.missing) == (Outcome.UNDETERMINED, ("score",))
