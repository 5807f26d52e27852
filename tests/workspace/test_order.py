"""What was written is read as it was written: of one day, of earlier days, and for each purpose on its own."""

from datetime import date, timedelta

import pytest

from plpcore.errors import ModelError, TransitionError
from plpcore.ids import GoalId
from plpcore.journal import Work
from plpcore.model import Goal, LifeState, ReviewDecision, ReviewPurpose
from plpcore.workspace import Decide, LogActivity, SetGoal, Submit, Withdraw, Workspace
from plpcore.workspace._commands import state_of
from plpcore.workspace._room import Room
from tests.workspace.support import P1, POLICY, T1, activity, logged, review, workspace

PRIOR, CREDIT = ReviewPurpose.PRIOR_APPROVAL, ReviewPurpose.CREDIT
DENIED, REVOKED = ReviewDecision.DENIED, ReviewDecision.REVOKED


@pytest.fixture
def space() -> Workspace:
    made = workspace()
    logged(made, "a1")
    return made


def stands(space: Workspace, purpose: ReviewPurpose = CREDIT, subject: str = "a1") -> LifeState:
    room = Room(Work(space.storage, space.tenant), P1, space.clock.today(), str, space._policy)
    return state_of(room, "t1", subject, purpose)


def next_day(space: Workspace) -> None:
    space.clock.later(timedelta(days=1))  # type: ignore[attr-defined]  # the clock that is set by hand


def test_what_is_handed_in_for_prior_approval_is_not_handed_in_for_credit(space: Workspace) -> None:
    space.do(Submit("t1", "a1", PRIOR), T1)
    assert [stands(space, PRIOR), stands(space)] == [LifeState.SUBMITTED, LifeState.DRAFT]
    with pytest.raises(TransitionError, match="'withdraw' is not possible in state 'draft'"):
        space.do(Withdraw("t1", "a1"), T1)


def test_what_was_approved_in_advance_can_be_done_handed_in_for_credit_and_revoked(space: Workspace) -> None:
    space.do(Submit("t1", "a1", PRIOR), T1)
    with pytest.raises(TransitionError, match="'change' is not possible in state 'submitted'"):
        logged(space, "a1", hours=3)
    space.do(Decide("t1", review("w1", purpose=PRIOR)), P1)
    next_day(space)
    logged(space, "a1", hours=3)
    space.do(Submit("t1", "a1"), T1)
    assert [stands(space, PRIOR), stands(space)] == [LifeState.APPROVED, LifeState.SUBMITTED]
    space.do(Decide("t1", review("w2", REVOKED, purpose=PRIOR)), P1)
    assert stands(space, PRIOR) is LifeState.REVOKED


def test_each_purpose_is_taken_back_on_its_own(space: Workspace) -> None:
    space.do(Submit("t1", "a1", PRIOR), T1)
    space.do(Submit("t1", "a1"), T1)
    space.do(Withdraw("t1", "a1", PRIOR), T1)
    assert [stands(space, PRIOR), stands(space)] == [LifeState.DRAFT, LifeState.SUBMITTED]


def test_a_goal_and_an_activity_of_one_id_are_handed_in_each_on_its_own(space: Workspace) -> None:
    space.do(SetGoal("t1", Goal(GoalId("a1"), "A goal")), T1)
    space.do(SetGoal("t2", Goal(GoalId("a2"), "Another one")), T1)
    logged(space, "a2")
    space.do(Submit("t1", "a1"), T1)
    space.do(Submit("t1", "a2"), T1)
    space.do(Submit("t2", "a2", ReviewPurpose.GOAL), T1)
    assert stands(space, ReviewPurpose.GOAL) is LifeState.DRAFT


def test_what_has_the_longest_id_can_be_handed_in_and_is_kept_apart(space: Workspace) -> None:
    longest = ["x" * 199 + end for end in "ab"]
    logged(space, *longest)
    for one in longest:
        space.do(Submit("t1", one), T1)
    assert [stands(space, subject=one) for one in longest] == [LifeState.SUBMITTED] * 2


def test_a_day_on_which_credit_was_revoked_and_given_again_ends_with_the_credit(space: Workspace) -> None:
    space.do(Decide("t1", review("w1")), P1)
    next_day(space)
    space.do(Decide("t1", review("w2", REVOKED)), P1)
    space.do(Decide("t1", review("w3")), P1)
    assert stands(space) is LifeState.APPROVED
    assert space.statement("t1", POLICY.id, T1).total == 2
    with pytest.raises(TransitionError):
        logged(space, "a1", hours=9)


def test_what_was_handed_in_twice_and_taken_back_on_one_day_does_not_wait(space: Workspace) -> None:
    space.do(Submit("t1", "a1"), T1)
    space.do(Submit("t1", "a1"), T1)
    space.do(Withdraw("t1", "a1"), T1)
    assert stands(space) is LifeState.DRAFT


def test_what_is_handed_in_on_the_day_of_its_revocation_waits(space: Workspace) -> None:
    for number, decision in enumerate((DENIED, ReviewDecision.APPROVED, REVOKED), 1):
        if decision is not REVOKED:
            space.do(Submit("t1", "a1"), T1)
        space.do(Decide("t1", review(f"w{number}", decision)), P1)
    space.do(Submit("t1", "a1"), T1)
    assert stands(space) is LifeState.SUBMITTED


def test_a_revocation_is_not_dated_before_the_approval_that_it_takes_back(space: Workspace) -> None:
    space.do(Decide("t1", review("w1")), P1)
    with pytest.raises(TransitionError, match="'revoke' is not possible in state 'draft'"):
        space.do(Decide("t1", review("w2", REVOKED, decided=date(2026, 1, 30))), P1)
    space.do(Decide("t1", review("w3", REVOKED)), P1)
    assert stands(space) is LifeState.REVOKED


def test_a_decision_is_not_dated_before_what_it_decides_about(space: Workspace) -> None:
    space.do(Submit("t1", "a1"), T1)
    early = Decide("t1", review("w1", DENIED, decided=date(2026, 1, 30)))
    line = r"^\$.subject: with what was written of that day or later it would leave the claim 'submitted', not 'denied'"
    with pytest.raises(ModelError, match=line):
        space.do(early, P1)
    told = space.decide_many([early, Decide("t1", review("w2"))], P1).result
    assert [one.error is None for one in told] == [False, True]
    assert [one.id for one in space.portfolio("t1", T1).reviews] == ["w2"]


def test_a_decision_of_a_day_that_is_still_to_come_is_refused(space: Workspace) -> None:
    with pytest.raises(ModelError, match=r"^\$.decided: 2026-02-01 is still to come; write 2026-01-31 or an earlier"):
        space.do(Decide("t1", review("w1", decided=date(2026, 2, 1))), P1)


def test_a_decision_of_an_earlier_day_is_written_where_it_is_read_as_it_happened(space: Workspace) -> None:
    space.do(Decide("t1", review("w1", decided=date(2026, 1, 1))), P1)
    assert stands(space) is LifeState.APPROVED


def test_nothing_else_of_a_day_is_handed_in_where_it_would_be_read_before_a_decision(space: Workspace) -> None:
    space.do(Submit("t1", "a1"), T1)
    next_day(space)
    space.do(Decide("t1", review("w1", DENIED)), P1)
    space.clock.later(-timedelta(days=1))  # type: ignore[attr-defined]
    with pytest.raises(ModelError, match="it would leave the claim 'denied', not 'submitted'"):
        space.do(Submit("t1", "a1"), T1)
    space.do(LogActivity("t1", activity("a1", 4)), T1)
