"""Records from elsewhere do not bring back who was erased, unless somebody says so."""

import pytest

from plpcore.journal import Capabilities, Key, Level
from plpcore.model import Portfolio
from plpcore.storage import MemoryStorage
from plpcore.workspace import By, ErasePerson, Imported, ImportRecords, MergePeople, Workspace
from tests.journal.support import note, writer
from tests.workspace.support import activity, educator, workspace

CLERK = By("b1")


def export(*activities: str, person: str = "t1") -> Portfolio:
    return Portfolio(educator(person), activities=tuple(activity(one) for one in activities))


def imported(space: Workspace, *portfolios: Portfolio, again: bool = False) -> Imported:
    found: Imported = space.do(ImportRecords(portfolios, again=again), CLERK).result
    return found


@pytest.fixture
def space() -> Workspace:
    made = workspace()
    assert imported(made, export("a1"), export("b1", person="t2")) == Imported(added=4)
    made.do(ErasePerson("t1"), CLERK)
    return made


def test_an_old_export_does_not_bring_an_erased_person_back(space: Workspace) -> None:
    done = imported(space, export("a1"), export("b1", person="t2"))
    assert done == Imported(same=2, erased=(("t1", "educator:t1"), ("t1", "activity:a1")))
    assert space.checkpoint().seq == 2


def test_nor_does_a_newer_one_that_goes_on_to_name_the_person(space: Workspace) -> None:
    assert imported(space, export("a9")).erased == (("t1", "educator:t1"), ("t1", "activity:a9"))


def test_an_id_of_who_was_erased_may_be_somebody_elses(space: Workspace) -> None:
    assert imported(space, export("a1", person="t2")) == Imported(added=1, same=1)
    assert [one.id for one in space.portfolio("t2", CLERK).activities] == ["a1", "b1"]
    assert space.verify(CLERK).faults == ()


def test_who_shall_be_taken_in_again_is(space: Workspace) -> None:
    assert imported(space, export("a1"), again=True) == Imported(added=2)
    assert imported(space, export("a1", "a2")) == Imported(added=1, same=2)


class Standing(MemoryStorage):
    """A storage that keeps what stands now alone, and so cannot be asked what was."""

    capabilities = Capabilities(level=Level.STATE)


@pytest.mark.parametrize("storage", [MemoryStorage, Standing])
def test_what_was_withdrawn_and_not_erased_may_come_back(storage: type[MemoryStorage]) -> None:
    space = workspace(storage())
    imported(space, export("a1"))
    writer(space.storage, tenant=space.tenant).run(note(), lambda work: work.withdraw(Key("activity", "a1")))
    assert imported(space, export("a1")) == Imported(added=1, same=1)


def test_a_person_is_not_gone_since_somebody_merged_into_them_was(space: Workspace) -> None:
    space.do(MergePeople("t1", "t2"), CLERK)
    done = imported(space, export("a7"), export("b1", "b2", person="t2"))
    assert done == Imported(added=1, same=2, erased=(("t2", "educator:t1"), ("t2", "activity:a7")))
