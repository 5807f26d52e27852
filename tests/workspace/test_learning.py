"""What educators do: log, attach, reflect, hand in, take back; and what lies before a reviewer stays as it is."""

from collections.abc import Callable
from datetime import date

import pytest
from attrs import evolve

from plpcore.errors import InputError, ModelError, TransitionError
from plpcore.ids import EvidenceId, GoalId, PlanId
from plpcore.journal import Key
from plpcore.model import FileDigest, Goal, Plan, ReviewDecision, ReviewPurpose
from plpcore.workspace import (
    AttachEvidence,
    Command,
    Decide,
    KeepPerson,
    LogActivity,
    Reflect,
    SetGoal,
    SignPaper,
    StartPlan,
    Submit,
    Withdraw,
    Workspace,
)
from tests.workspace.support import P1, T1, activity, educator, evidence, logged, reflection, review, workspace

TODAY = date(2026, 1, 31)
GOAL = Goal(GoalId("g1"), "Read more")


@pytest.fixture
def space() -> Workspace:
    return workspace()


def test_an_activity_gets_the_day_on_which_it_was_written_down_and_keeps_it(space: Workspace) -> None:
    assert space.do(LogActivity("t1", activity()), T1).result.entered == TODAY
    space.clock.on(date(2026, 2, 3))  # type: ignore[attr-defined]
    assert space.do(LogActivity("t1", activity(hours=3)), T1).result.entered == TODAY
    assert space.do(LogActivity("t1", activity("a2", entered=date(2025, 12, 1))), T1).result.entered == date(
        2025, 12, 1
    )


def test_a_whole_portfolio_comes_together(space: Workspace) -> None:
    space.do(KeepPerson(educator()), T1)
    space.do(SetGoal("t1", GOAL), T1)
    space.do(StartPlan("t1", Plan(PlanId("p1"), goals=(GoalId("g1"),))), T1)
    logged(space, "a1")
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Reflect("t1", reflection()), T1)
    space.do(Submit("t1", "a1"), T1)
    space.do(Decide("t1", review()), P1)
    space.do(SignPaper("t1", "plan"), P1)
    found = space.portfolio("t1", T1)
    assert found.activities[0].evidence == ("v1",)
    assert (found.evidence[0].added, found.reflections[0].written) == (TODAY, TODAY)
    assert (found.reviews[0].decided, found.reviews[0].reviewer) == (TODAY, "p1")
    assert (found.sign_offs[0].by, found.sign_offs[0].signed) == ("p1", TODAY)
    assert found.plan is not None
    assert found.plan.goals == (GoalId("g1"),)


def test_a_reference_to_what_is_not_there_writes_nothing(space: Workspace) -> None:
    with pytest.raises(ModelError, match="there is no evidence 'v9'"):
        space.do(LogActivity("t1", activity(evidence=(EvidenceId("v9"),))), T1)
    with pytest.raises(ModelError, match="there is no activity 'a1'"):
        space.do(Reflect("t1", reflection()), T1)
    with pytest.raises(ModelError, match="there is no goal 'g1'"):
        space.do(StartPlan("t1", Plan(PlanId("p1"), goals=(GoalId("g1"),))), T1)
    assert space.checkpoint().seq == 0


def test_what_is_handed_in_or_approved_cannot_be_changed_under_the_reviewer(space: Workspace) -> None:
    logged(space, "a1")
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Reflect("t1", reflection()), T1)
    space.do(Submit("t1", "a1"), T1)
    changes: list[Command] = [
        LogActivity("t1", activity(hours=9)),
        AttachEvidence("t1", evidence(url="https://example.org/other")),
        AttachEvidence("t1", evidence("v2"), "a1"),
        Reflect("t1", reflection()),
    ]
    for approve in (False, True):
        if approve:
            space.do(Decide("t1", review()), P1)
        for change in changes:
            with pytest.raises(TransitionError, match="'change' is not possible in state"):
                space.do(change, T1)
    assert space.portfolio("t1", T1).activities[0].amounts[0].amount == 2


def test_what_was_returned_can_be_mended_and_handed_in_again(space: Workspace) -> None:
    logged(space, "a1")
    first = space.do(Submit("t1", "a1"), T1).result
    space.do(Decide("t1", review(decision=ReviewDecision.RETURNED)), P1)
    space.do(LogActivity("t1", activity(hours=3, evidence=())), T1)
    second = space.do(Submit("t1", "a1"), T1).result
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.digest != second.digest


def test_a_copy_is_kept_of_what_was_handed_in(space: Workspace) -> None:
    logged(space, "a1")
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Reflect("t1", reflection()), T1)
    digest = space.do(Submit("t1", "a1"), T1).result.digest
    kept = space.storage.read("district-1", [Key("copy", f"t1/{digest}")]).revisions
    body = next(iter(kept.values())).body or ""
    assert all(part in body for part in ('"a1"', '"v1"', '"r1"', "What I learned."))


def test_a_claim_can_be_taken_back_until_it_is_decided(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Submit("t1", "a1"), T1)
    assert space.do(Withdraw("t1", "a1"), T1).result.withdrawn == TODAY
    logged(space, "a1")
    space.do(Submit("t1", "a1"), T1)
    space.do(Decide("t1", review()), P1)
    with pytest.raises(
        TransitionError, match="'withdraw' is not possible in state 'approved'; possible: approve, revoke"
    ):
        space.do(Withdraw("t1", "a1"), T1)


def test_what_was_approved_is_not_handed_in_again(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Decide("t1", review()), P1)
    with pytest.raises(TransitionError, match="'submit' is not possible in state 'approved'"):
        space.do(Submit("t1", "a1"), T1)


@pytest.mark.parametrize(
    ("make", "subject", "purpose"),
    [
        (lambda title: SetGoal("t1", evolve(GOAL, title=title)), "g1", ReviewPurpose.GOAL),
        (lambda title: StartPlan("t1", Plan(PlanId("p1"), title=title)), "p1", ReviewPurpose.PLAN),
    ],
)
def test_goals_and_plans_are_handed_in_and_approved_too(
    space: Workspace, make: Callable[[str], Command], subject: str, purpose: ReviewPurpose
) -> None:
    space.do(make("first"), T1)
    assert space.do(Submit("t1", subject, purpose), T1).result.attempt == 1
    with pytest.raises(TransitionError):
        space.do(make("second"), T1)
    space.do(Withdraw("t1", subject, purpose), T1)
    space.do(make("third"), T1)
    space.do(Submit("t1", subject, purpose), T1)
    space.do(Decide("t1", review(subject=subject, purpose=purpose)), P1)
    with pytest.raises(TransitionError):
        space.do(make("fourth"), T1)


def test_what_is_not_there_is_neither_handed_in_nor_attached_to(space: Workspace) -> None:
    with pytest.raises(ModelError, match="there is no activity 'a1' of that person"):
        space.do(Submit("t1", "a1"), T1)
    with pytest.raises(ModelError, match="there is no activity 'a1' of that person"):
        space.do(AttachEvidence("t1", evidence(), "a1"), T1)


def test_an_id_of_somebody_else_is_refused(space: Workspace) -> None:
    logged(space, "a1", person="t2")
    with pytest.raises(InputError, match="'activity:a1' is somebody else's"):
        space.do(LogActivity("t1", activity()), T1)


def test_evidence_that_is_a_file_must_be_there(space: Workspace) -> None:
    class One:
        def exists(self, digest: str) -> bool:
            return digest == "a" * 64

    with_files = workspace(files=One())
    there = evolve(evidence(), content=FileDigest("a" * 64, "image/png", 3))
    not_there = evolve(evidence("v2"), content=FileDigest("b" * 64, "image/png", 3))
    with_files.do(AttachEvidence("t1", there), T1)
    with pytest.raises(ModelError, match="there is no file of that digest; put the file first"):
        with_files.do(AttachEvidence("t1", not_there), T1)
    space.do(AttachEvidence("t1", not_there), T1)


def test_evidence_that_nothing_waits_on_can_be_changed(space: Workspace) -> None:
    logged(space, "a1", "a2")
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Submit("t1", "a2"), T1)
    space.do(AttachEvidence("t1", evidence(url="https://example.org/2"), "a1"), T1)
    assert space.portfolio("t1", T1).activities[0].evidence == ("v1",)
