"""A portfolio from documents: the plan of the day, the credit of the last cycle, and nobody twice."""

from datetime import date
from typing import Any

import pytest

from plpcore.ids import PlanId
from plpcore.journal import Capabilities, Level, Work
from plpcore.model import CarriedCredit, Plan, ReviewPurpose
from plpcore.period import Period
from plpcore.storage import MemoryStorage
from plpcore.workspace import Decide, MergePeople, StartPlan, Submit, Workspace
from plpcore.workspace._gather import documents_of, portfolio_from
from plpcore.workspace._records import PersonLink, document_of
from tests.journal.support import note, writer
from tests.workspace.support import DISTRICT, P1, T1, activity, logged, review, workspace


def plan(id: str, year: int | None = None) -> Plan:  # noqa: A002 - the field's name
    return Plan(PlanId(id), period=None if year is None else Period(date(year, 7, 1), date(year + 1, 7, 1)))


@pytest.fixture
def space() -> Workspace:
    space = workspace()
    for one in (plan("p2026", 2026), plan("p2024", 2024), plan("p2025", 2025), plan("p-none")):
        space.do(StartPlan("t1", one), T1)
    return space


@pytest.mark.parametrize(
    ("day", "id_"),
    [
        (date(2025, 7, 1), "p2025"),
        (date(2025, 6, 30), "p2024"),
        (date(2030, 1, 1), "p2026"),
        (date(2020, 1, 1), "p2026"),
    ],
)
def test_the_plan_is_the_one_of_the_day_else_the_last_before_it(space: Workspace, day: date, id_: str) -> None:
    found = space.portfolio("t1", T1, day).plan
    assert found is not None
    assert found.id == id_


def test_a_plan_without_a_period_is_taken_where_there_is_no_other() -> None:
    space = workspace()
    space.do(StartPlan("t1", plan("p-none")), T1)
    assert space.portfolio("t1", T1).plan == plan("p-none")


def test_what_was_decided_about_other_plans_is_left_out_with_them(space: Workspace) -> None:
    for id_ in ("p2024", "p2025"):
        space.do(Submit("t1", id_, ReviewPurpose.PLAN), T1)
        space.do(Decide("t1", review(f"w-{id_}", subject=id_, purpose=ReviewPurpose.PLAN)), P1)
    found = space.portfolio("t1", T1, date(2025, 9, 1))
    assert [one.subject for one in found.reviews] == [one.subject for one in found.submissions] == ["p2025"]


def test_carried_credit_without_a_cycle_is_always_there_and_of_cycles_the_last_that_ended() -> None:
    cycles = [Period(date(year, 7, 1), date(year + 1, 7, 1)) for year in (2023, 2024, 2025)]
    given = [CarriedCredit(number, cycle) for number, cycle in enumerate([*cycles, None], 1)]
    documents = [document_of(one, "t1", str(number)) for number, one in enumerate(given)]
    found = portfolio_from(documents, "t1", date(2025, 9, 1))
    assert sorted(one.amount for one in found.carried_in) == [2, 4]


def test_links_that_lead_in_a_ring_lead_nobody_round_and_round() -> None:
    ring = {"t1": PersonLink("t2", "t1"), "t2": PersonLink("t1", "t2")}
    found = documents_of(lambda owner: [document_of(ring[owner], owner)], "t1")
    assert len(found) == 2


def test_who_is_linked_in_a_ring_is_somebody_all_the_same() -> None:
    storage = MemoryStorage()
    writer(storage, DISTRICT).run(note(), _ring)
    assert workspace(storage).portfolio("t1", T1).activities == ()


def _ring(work: Work) -> None:
    work.put(document_of(PersonLink("t1", "t2"), "t2"))
    work.put(document_of(PersonLink("t2", "t1"), "t1"))


class Busy(MemoryStorage):
    """Somebody writes a document of the second person as soon as those of the first one were read."""

    is_on = False

    def scan(self, *given: Any, **more: Any) -> Any:
        page = super().scan(*given, **more)
        if self.is_on:
            self.is_on = False
            late = document_of(activity("late"), "t2")
            writer(self, DISTRICT).run(note(), lambda work: work.put(late))
        return page


def test_what_is_read_in_several_pages_is_read_as_of_one_commit() -> None:
    storage = Busy()
    space = workspace(storage)
    logged(space, "a1")
    space.do(MergePeople("t2", "t1"), P1)
    head = space.checkpoint()
    storage.is_on = True
    found = space.export("t1", P1)
    assert (found["checkpoint"], "late" in repr(found["documents"])) == (str(head), False)
    assert space.checkpoint().seq == head.seq + 1
    assert [one.id for one in space.portfolio("t1", T1).activities] == ["a1", "late"]


def test_a_storage_without_history_is_read_as_it_stands() -> None:
    class Stands(MemoryStorage):
        capabilities = Capabilities(level=Level.STATE)

        def scan(self, *given: Any, **more: Any) -> Any:
            assert more.get("as_of") is None
            return super().scan(*given, **more)

    space = workspace(Stands())
    logged(space, "a1")
    assert [one.id for one in space.portfolio("t1", T1).activities] == ["a1"]
