"""What the HR system does: one transaction writes its own row and the entry in the plan, or neither."""

from datetime import date

from attrs import frozen
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from hr_app.models import Training
from plpcore import Activity, Quantity
from plpcore.ids import ActivityId
from plpcore.model import Portfolio
from plpcore.storage.postgres import PostgresStorage
from plpcore.workspace import Allow, By, Deny, LogActivity, Resource, Verb, Workspace

DISTRICT = "district-7"


class BudgetError(Exception):
    """There is not enough money left; whoever pays says so."""


class Rights:
    """The HR office writes for everybody, and everybody reads what is theirs."""

    def decide(self, by: By, verb: Verb, resource: Resource) -> Allow | Deny:
        """Return whether somebody may do something."""
        if by.actor in {"hr-office", resource.owner}:
            return Allow()
        return Deny("not-yours")


@frozen
class HumanResources:
    """The HR system.

    Attributes:
        engine: Where its tables are; the journal of plans lies in the same database.
        budget_in_cents: What a day of training may cost.
    """

    engine: Engine
    budget_in_cents: int = 50_000

    def record_training(self, employee: int, title: str, day: date, minutes: int, price_in_cents: int) -> int:
        """Write a day of training and enter it in the employee's plan; return its number.

        Raises:
            BudgetError: It costs too much. Neither the row nor the entry in the plan is there then.
        """
        with Session(self.engine) as session, session.begin():
            training = Training(employee=employee, title=title, day=day, minutes=minutes, price_in_cents=price_in_cents)
            session.add(training)
            session.flush()
            learned = Activity(
                id=ActivityId(f"training-{training.id}"),
                kind="training",
                completed=day,
                amounts=(Quantity.of(minutes, "minute"),),
                title=title,
            )
            plans(session).do(LogActivity(f"employee-{employee}", learned), By("hr-office"))
            if price_in_cents > self.budget_in_cents:
                raise BudgetError(title)
            return training.id

    def portfolio(self, employee: int) -> Portfolio:
        """Return what an employee's plan holds."""
        with Session(self.engine) as session:
            return plans(session).portfolio(f"employee-{employee}", By("hr-office"))


def plans(session: Session) -> Workspace:
    """Return the district's plans inside the transaction of this session, which alone decides what stands."""
    connection = session.connection().connection.driver_connection
    return Workspace(PostgresStorage.on(connection), DISTRICT, Rights())  # type: ignore[arg-type]
