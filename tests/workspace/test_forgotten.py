"""What is erased is nowhere: not in copies, not in what was withdrawn before; and what stays can still be read."""

from datetime import date

import pytest

from plpcore.errors import DeniedError, ModelError, RecordError
from plpcore.ids import ActivityId, GoalId, PlanId, ReflectionId
from plpcore.journal import Document, Key, pages_of
from plpcore.model import Goal, Plan, Reflection, Visibility
from plpcore.workspace import (
    By,
    CloseCycle,
    ErasePerson,
    LogActivity,
    MergePeople,
    Reflect,
    ReplayCode,
    SetGoal,
    StartPlan,
    Submit,
    UnmergePeople,
    Workspace,
)
from tests.journal.support import note, writer
from tests.workspace.support import P1, POLICY, T1, OwnOnly, activity, approved, logged, workspace

JUNE = date(2026, 6, 30)


@pytest.fixture
def space() -> Workspace:
    made = workspace()
    made.do(SetGoal("t1", Goal(GoalId("g1"), "A goal")), T1)
    made.do(StartPlan("t1", Plan(PlanId("plan"), goals=(GoalId("g1"),))), T1)
    made.do(LogActivity("t1", activity("a1", 12, goals=(GoalId("g1"),))), T1)
    private = Reflection(ReflectionId("r1"), (ActivityId("a1"),), "Nobody else reads.", visibility=Visibility.PRIVATE)
    made.do(Reflect("t1", private), T1)
    made.do(Submit("t1", "a1"), T1)
    approved(made, "a1")
    made.do(CloseCycle(person="t1", policy=POLICY.id, id="d1", as_of=JUNE), P1)
    return made


def bodies(space: Workspace) -> dict[str, str]:
    revisions = (
        one for page in pages_of(space.storage, space.tenant) for entry in page.entries for one in entry.revisions
    )
    return {str(one.key): one.body for one in revisions if one.body is not None}


def test_a_reflection_goes_also_from_the_copy_of_what_was_handed_in(space: Workspace) -> None:
    plan = space.plan_erase("t1", P1)
    copies = {key for key in plan.goes if key.kind == "copy"}
    assert len(copies) == 1
    assert space.do(ErasePerson("t1"), P1).result == plan
    assert "Nobody else reads" not in str(bodies(space))
    (left,) = (held for key, held in bodies(space).items() if key.startswith("copy:"))
    assert '"12 hour"' in left
    assert {key.kind for key in space.plan_erase("t1", P1).goes} == set()


def test_what_is_kept_for_a_policy_can_still_be_read_and_its_decision_says_that_some_was_erased(
    space: Workspace,
) -> None:
    space.do(ErasePerson("t1"), P1)
    found = space.portfolio("t1", T1)
    assert ([one.id for one in found.activities], [one.id for one in found.goals]) == (["a1"], ["g1"])
    assert [one.code for one in space.replay(P1)] == [ReplayCode.ERASED]


def test_an_erasure_of_somebody_else_explains_no_changed_decision(space: Workspace) -> None:
    logged(space, "b1", person="t2")
    space.do(ErasePerson("t2"), P1)
    assert [one.code for one in space.replay(P1)] == [ReplayCode.SAME]


def test_what_was_withdrawn_before_is_erased_too() -> None:
    space = workspace()
    logged(space, "a1")
    space.do(MergePeople("t2", "t1"), P1)
    space.do(UnmergePeople("t2"), P1)
    plan = space.plan_erase("t1", P1)
    assert plan.goes == (Key("activity", "a1"), Key("person-link", "t2"))
    assert space.do(ErasePerson("t1"), P1).result == plan
    assert bodies(space) == {}
    assert space.verify(P1).faults == ()


def test_what_was_withdrawn_and_is_somebody_elses_by_now_stays_theirs() -> None:
    space = workspace()
    logged(space, "a1")
    space.do(MergePeople("t2", "t1"), P1)
    space.do(UnmergePeople("t2"), P1)
    space.do(MergePeople("t2", "t9"), P1)
    assert space.do(ErasePerson("t1"), P1).result.goes == (Key("activity", "a1"),)
    assert bodies(space)["person-link:t2"] == '{"into":"t9","person":"t2"}'


@pytest.mark.parametrize("person", ["outbox", "policies"])
def test_what_the_workspace_keeps_for_itself_is_nobodys_to_read_or_erase(space: Workspace, person: str) -> None:
    space.claim_events("mail", P1)
    line = f"'{person}' is a name of the workspace's own; give people other ids"
    for call in (lambda: space.do(ErasePerson(person), P1), lambda: space.export(person, P1)):
        with pytest.raises(ModelError, match=line):
            call()
    assert {"cursor:mail"} <= set(bodies(space))


def test_a_document_of_a_kind_that_nobody_knows_is_told_by_its_name(space: Workspace) -> None:
    later = Document(Key("badge", "b1"), "t1", "{}")
    writer(space.storage, space.tenant).run(note(), lambda work: work.put(later))
    with pytest.raises(RecordError, match="badge:b1: this version does not know documents of the kind 'badge'"):
        space.portfolio("t1", T1)


def test_of_a_refused_attempt_no_more_than_an_id_is_kept() -> None:
    space = workspace(authorizer=OwnOnly())
    with pytest.raises(DeniedError):
        space.do(Submit("t1", "x" * 20_000_000), By("t2"))
    assert [len(body) < 400 for body in bodies(space).values()] == [True]


def test_who_was_merged_reads_the_own_private_reflections(space: Workspace) -> None:
    space.do(MergePeople("t1", "t2"), P1)
    for actor, count in (("t1", 1), ("t2", 1), ("p1", 0)):
        assert len(space.portfolio("t1", By(actor)).reflections) == count
