"""A command is done once, by whoever asked for it; what happens around its commit does not undo the commit."""

import pytest

from plpcore.errors import ModelError, UnavailableError
from plpcore.hookspecs import hookimpl
from plpcore.ids import GoalId
from plpcore.journal import Listener, LogPage
from plpcore.model import Goal
from plpcore.plugins import load_plugins
from plpcore.storage import MemoryStorage
from plpcore.workspace import By, LogActivity, SetGoal, Workspace
from tests.workspace.support import DISTRICT, P1, T1, OwnOnly, activity, logged, workspace


@pytest.fixture
def space() -> Workspace:
    return workspace(authorizer=OwnOnly())


@pytest.mark.parametrize(
    "by",
    [By("t2", command_id="c1"), By("t1", command_id="c1", reason="late"), By("t1", on_behalf_of="t2", command_id="c1")],
)
def test_a_command_id_of_somebody_elses_act_is_refused_and_shows_nothing_of_that_act(space: Workspace, by: By) -> None:
    space.do(LogActivity("t1", activity()), By("t1", command_id="c1", reason="sick-leave"))
    with pytest.raises(ModelError) as caught:
        space.do(LogActivity(by.actor, activity("a2")), by)
    assert str(caught.value) == "$.command_id: another act was done under this id; give each act an id of its own"
    assert space.checkpoint().seq == 1


def test_a_command_id_is_not_that_of_another_verb(space: Workspace) -> None:
    space.do(LogActivity("t1", activity()), By("t1", command_id="c1"))
    with pytest.raises(ModelError, match="another act was done under this id"):
        space.do(SetGoal("t1", Goal(GoalId("g1"), "A goal")), By("t1", command_id="c1"))


def test_a_claim_is_made_each_time_it_is_asked_for(space: Workspace) -> None:
    logged(space, "a1")
    by = By("p1", command_id="c1")
    first = space.claim_events("mail", by)
    space.give_back("mail", first.token, P1)
    assert space.claim_events("mail", by).events == first.events


def test_the_longest_reason_is_kept_whichever_letter_comes_where_it_ends(space: Workspace) -> None:
    for number in range(2):
        reason = "a" * (185 + number) + " " + "b" * 10
        receipt = space.do(LogActivity("t1", activity()), By("t1", reason=reason))
        assert receipt.commit is not None
        assert receipt.commit.note.reason.startswith("log-activity: aaa")


def test_a_commit_stands_though_its_listeners_cannot_be_told() -> None:
    class Deaf(MemoryStorage):
        def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> LogPage:
            raise UnavailableError(f"{tenant} {after} {limit}")

    class Plugin:
        @hookimpl
        def plp_committed(self) -> list[Listener]:
            return [Listener("ears", print)]

    space = workspace(Deaf(), plugins=load_plugins([Plugin()]))
    receipt = space.do(LogActivity("t1", activity()), T1)
    (failure,) = receipt.failures
    assert f"no listener was told of commit 1: the storage is not available: {DISTRICT} 0 1" in str(failure)
    assert len(space.portfolio("t1", T1).activities) == 1
