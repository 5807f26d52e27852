"""Whatever the strategies draw is valid, and is written and read back without loss."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plpcore.codec import from_json, to_data, to_json
from plpcore.ids import check_id
from plpcore.model import (
    Activity,
    Alignment,
    CarriedCredit,
    Educator,
    Evidence,
    Goal,
    GrantKind,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    SignOff,
    Submission,
)
from plpcore.model import Grant as GrantValue
from plpcore.period import Period, parse_date
from plpcore.quantity import Quantity, format_amount, parse_amount, parse_quantity
from plpcore.testing import strategies

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
VALUES: dict[type, Callable[[], st.SearchStrategy[Any]]] = {
    Activity: strategies.activities,
    Alignment: strategies.alignments,
    CarriedCredit: strategies.carried_credits,
    Educator: strategies.educators,
    Evidence: strategies.evidence,
    Goal: strategies.goals,
    GrantValue: strategies.grants,
    Plan: strategies.plans,
    Portfolio: strategies.portfolios,
    Reflection: strategies.reflections,
    Review: strategies.reviews,
    SignOff: strategies.sign_offs,
    Submission: strategies.submissions,
}


@pytest.mark.parametrize("cls", VALUES, ids=lambda cls: cls.__name__)
def test_every_value_of_the_plan_comes_back_as_it_was(cls: type) -> None:
    @FEW
    @given(VALUES[cls]())
    def holds(value: object) -> None:
        assert from_json(cls, to_json(value)) == value

    holds()


@FEW
@given(strategies.amounts(), strategies.quantities(), strategies.periods(), strategies.days(), strategies.ids())
def test_amounts_periods_days_and_ids_come_back_as_they_were(
    amount: Any, quantity: Quantity, period: Period, day: Any, name: str
) -> None:
    assert parse_amount(format_amount(amount)) == amount
    assert parse_quantity(str(quantity)) == quantity
    assert Period.parse(str(period)) == period
    assert parse_date(day.isoformat()) == day
    assert check_id(name) == name


@FEW
@given(strategies.facts(), strategies.external_ids(), strategies.lines(), strategies.bodies())
def test_facts_and_texts_are_fine_in_an_educator_and_a_reflection(facts: Any, known: Any, line: str, body: str) -> None:
    person = Educator("e1", facts, known)  # type: ignore[arg-type]  # an id as it is written
    assert from_json(Educator, to_json(person)) == person
    said = Reflection("r1", (), body, prompt=line)  # type: ignore[arg-type]  # an id as it is written
    assert from_json(Reflection, to_json(said)) == said


@FEW
@given(st.data())
def test_references_are_among_the_ids_that_are_given(data: st.DataObject) -> None:
    activity = data.draw(strategies.activities(st.just("a1"), goals=["g1"], evidence=[]))
    assert (activity.id, activity.evidence) == ("a1", ())
    assert set(activity.goals) <= {"g1"}
    grant = data.draw(strategies.grants(activities=[]))
    assert grant.kind is not GrantKind.SUBSTITUTION
    assert grant.activity == ""


def test_every_kind_of_grant_and_decision_is_drawn_and_the_educator_may_be_named() -> None:
    seen: set[object] = set()

    @settings(max_examples=60, database=None)
    @given(strategies.portfolios(educator="t7"))
    def look(portfolio: Portfolio) -> None:
        assert portfolio.educator.id == "t7"
        seen.update(grant.kind for grant in portfolio.grants)
        seen.update(review.decision for review in portfolio.reviews)
        seen.update("submission" for _ in portfolio.submissions)
        assert isinstance(to_data(portfolio), dict)

    look()
    assert seen >= {*GrantKind, *ReviewDecision, "submission"}
