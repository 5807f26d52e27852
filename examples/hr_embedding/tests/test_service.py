"""One transaction: an HR row and the entry in the plan stand or fall together."""

from datetime import date

import pytest
from hr_app.models import Training
from hr_app.service import DISTRICT, BudgetError, HumanResources, plans
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from plpcore.errors import DeniedError
from plpcore.workspace import By

DAY = date(2026, 3, 2)


def rows(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Training)) or 0


def test_a_day_of_training_is_in_both(engine: Engine) -> None:
    office = HumanResources(engine)
    number = office.record_training(1, "Teaching fractions", DAY, 360, 20_000)
    assert rows(engine) == 1
    (learned,) = office.portfolio(1).activities
    assert (learned.id, learned.title, learned.completed) == (f"training-{number}", "Teaching fractions", DAY)


def test_what_is_too_dear_is_in_neither(engine: Engine) -> None:
    office = HumanResources(engine)
    with pytest.raises(BudgetError):
        office.record_training(1, "A week by the sea", DAY, 2_400, 400_000)
    assert rows(engine) == 0
    assert office.portfolio(1).activities == ()


def test_what_the_plan_refuses_is_not_in_the_hr_table_either(engine: Engine) -> None:
    def by_a_stranger() -> None:
        with Session(engine) as session, session.begin():
            session.add(Training(employee=1, title="x", day=DAY, minutes=60, price_in_cents=1))
            session.flush()
            plans(session).portfolio("employee-1", By("a-stranger"))

    with pytest.raises(DeniedError):
        by_a_stranger()
    assert rows(engine) == 0


def test_a_later_row_of_the_same_transaction_that_fails_takes_the_entry_away(engine: Engine) -> None:
    office = HumanResources(engine)
    office.record_training(1, "Teaching fractions", DAY, 360, 20_000)
    with pytest.raises(Exception, match="employee_fkey"):
        office.record_training(2, "Somebody who is not there", DAY, 60, 1)
    with Session(engine) as session:
        assert plans(session).verify(By("hr-office")).head.seq == 1
        assert plans(session).tenant == DISTRICT
