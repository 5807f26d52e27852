"""What those do who decide: reviews, bulk approval, grants, appeals; each in its order and by the right body."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

import plpcore.workspace
from plpcore.errors import DeniedError, ModelError, TransitionError
from plpcore.ids import AppealId, GrantId, ReviewId, RuleId
from plpcore.journal import Document
from plpcore.model import Appeal, Grant, GrantKind, ReviewDecision, ReviewPurpose
from plpcore.quantity import Quantity
from plpcore.workspace import By, Decide, DecideAppeal, FileAppeal, Give, Submit, Verb, Workspace
from plpcore.workspace._records import value_of
from tests.workspace.support import BOARD, P1, POLICY, T1, OwnOnly, approved, logged, review, workspace

DAY = date(2026, 1, 31)


@pytest.fixture
def space() -> Workspace:
    return workspace()


def test_a_review_may_approve_another_amount_than_was_claimed(space: Workspace) -> None:
    logged(space, "a1", hours=5)
    space.do(Decide("t1", review(amount=Quantity.of(3, "hour"))), P1)
    assert space.statement("t1", POLICY.id, T1).total == 3


def test_a_denial_a_return_and_a_revocation_are_three_things(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Submit("t1", "a1"), T1)
    space.do(Decide("t1", review("w1", ReviewDecision.RETURNED)), P1)
    space.do(Decide("t1", review("w2", ReviewDecision.DENIED)), P1)
    space.do(Decide("t1", review("w3")), P1)
    with pytest.raises(TransitionError, match="'deny' is not possible in state 'approved'; possible: approve, revoke"):
        space.do(Decide("t1", review("w4", ReviewDecision.DENIED)), P1)
    space.do(Decide("t1", review("w4", ReviewDecision.REVOKED)), P1)
    assert space.statement("t1", POLICY.id, T1).total == 0


def test_prior_approval_and_approval_of_credit_are_two_facts(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Decide("t1", review(purpose=ReviewPurpose.PRIOR_APPROVAL)), P1)
    assert space.statement("t1", POLICY.id, T1).total == 0
    space.do(Decide("t1", review("w2")), P1)
    assert space.statement("t1", POLICY.id, T1).total == 2


@pytest.mark.parametrize(
    ("decision", "verb"),
    [
        (review(), Verb.REVIEW),
        (review(decision=ReviewDecision.REVOKED), Verb.REVOKE),
        (review(purpose=ReviewPurpose.PRIOR_APPROVAL), Verb.PRIOR_APPROVE),
    ],
)
def test_each_decision_takes_a_right_of_its_own(decision: Any, verb: Verb) -> None:
    assert Decide("t1", decision).verb is verb


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: Decide("t1", review("w-a1")), "there is a review 'w-a1' already"),
        (lambda: Decide("t1", review("w9", subject="none")), "there is no activity 'none'"),
        (lambda: Decide("t2", review("w9")), "there is no activity 'a1' of that person"),
    ],
)
def test_a_review_that_contradicts_what_is_kept_is_refused(
    space: Workspace, make: Callable[[], Decide], line: str
) -> None:
    logged(space, "a1")
    approved(space, "a1")
    with pytest.raises(ModelError, match=line):
        space.do(make(), P1)


def test_many_claims_are_decided_in_one_commit_and_what_cannot_be_is_told(space: Workspace) -> None:
    logged(space, "a1", "a2")
    logged(space, "b1", person="t2")
    before = space.checkpoint().seq
    wanted = [
        Decide("t1", review("w1")),
        Decide("t2", review("w2", subject="b1")),
        Decide("t1", review("w1", subject="a2")),
    ]
    wanted.append(Decide("t2", review("w4", ReviewDecision.REVOKED, subject="b1")))
    wanted.append(Decide("t2", review("w5", ReviewDecision.REVOKED, subject="b1")))
    wanted.append(Decide("t2", review("w6", ReviewDecision.RETURNED, subject="b1")))
    receipt = space.decide_many(wanted, P1)
    assert [one.error is None for one in receipt.result] == [True, True, False, True, True, False]
    assert "there is a review 'w1' already" in str(receipt.result[2].error)
    assert isinstance(receipt.result[5].error, TransitionError)
    assert space.checkpoint().seq == before + 1


def test_of_many_decisions_only_those_are_written_that_are_allowed() -> None:
    class NotB1(OwnOnly):
        def decide(self, by: By, verb: Verb, resource: Any) -> Any:
            return super().decide(By("t9") if resource.subject == "b1" else by, verb, resource)

    space = workspace()
    logged(space, "a1")
    logged(space, "b1", person="t2")
    space.authorizer = NotB1()
    wanted = [Decide("t2", review("w1", subject="b1")), Decide("t1", review("w2"))]
    receipt = space.decide_many(wanted, By("p1", command_id="c1"))
    assert isinstance(receipt.result[0].error, DeniedError)
    assert receipt.result[1].error is None
    assert space.decide_many(wanted, By("p1", command_id="c1")).is_repeated


def test_a_grant_holds_beside_the_policy_and_no_evaluation_takes_it_away(space: Workspace) -> None:
    logged(space, "a1", hours=8)
    approved(space, "a1")
    grant = Grant(
        id=GrantId("x1"),
        kind=GrantKind.ADJUSTMENT,
        rule=RuleId("total"),
        authority="board",
        reason="A leave of four months.",
        granted=DAY,
        amount=Fraction(8),
    )
    assert space.do(Give("t1", grant), P1).result.entered == DAY
    for _ in range(2):
        assert space.statement("t1", POLICY.id, T1).outcome.value == "met"
    with pytest.raises(ModelError, match="there is a grant 'x1' already"):
        space.do(Give("t1", grant), P1)


def appeal(id: str = "ap1", against: str = "w1", subject: str = "a1") -> Appeal:  # noqa: A002 - the field's name
    return Appeal(
        id=AppealId(id), review=ReviewId(against), subject=subject, body="board", filed=DAY, grounds="It was on topic."
    )


@pytest.fixture
def denied(space: Workspace) -> Workspace:
    logged(space, "a1")
    space.do(Submit("t1", "a1"), T1)
    space.do(Decide("t1", review("w1", ReviewDecision.DENIED)), P1)
    return space


def test_an_appeal_is_decided_by_a_second_body(denied: Workspace) -> None:
    denied.do(FileAppeal("t1", appeal()), T1)
    denied.do(DecideAppeal("t1", "ap1", review("w2", role="board")), BOARD)
    assert denied.statement("t1", POLICY.id, T1).total == 2


@pytest.mark.parametrize(
    ("by", "second", "line"),
    [
        (P1, {"role": "board", "reviewer": "b1"}, "whoever decided first does not decide the appeal"),
        (BOARD, {"role": "board", "reviewer": "p1"}, "whoever decided first does not decide the appeal"),
        (P1, {"role": "board"}, "whoever decided first does not decide the appeal"),
        (BOARD, {"role": "panel"}, "the appeal went to 'board'; decide it as 'board'"),
        (BOARD, {"role": "board", "subject": "a2"}, "the appeal is about 'a1'"),
        (BOARD, {"role": "board", "purpose": ReviewPurpose.PRIOR_APPROVAL}, "the appeal is about 'a1'"),
    ],
)
def test_an_appeal_is_not_decided_by_the_first_body_nor_about_something_else(
    denied: Workspace, by: By, second: dict[str, Any], line: str
) -> None:
    denied.do(FileAppeal("t1", appeal()), T1)
    with pytest.raises(ModelError, match=line):
        denied.do(DecideAppeal("t1", "ap1", review("w2", **second)), by)


def test_an_appeal_is_filed_once_and_decided_once(denied: Workspace) -> None:
    denied.do(FileAppeal("t1", appeal()), T1)
    with pytest.raises(ModelError, match="the appeal 'ap1' is there already"):
        denied.do(FileAppeal("t1", appeal("ap2")), T1)
    denied.do(DecideAppeal("t1", "ap1", review("w2", ReviewDecision.DENIED, role="board")), BOARD)
    with pytest.raises(ModelError, match="the appeal 'ap1' was decided"):
        denied.do(DecideAppeal("t1", "ap1", review("w3", role="board")), BOARD)


def test_an_appeal_is_not_decided_when_it_is_filed(denied: Workspace) -> None:
    with pytest.raises(
        ModelError, match=r"^\$.decision: an appeal is not decided when it is filed; leave the decision"
    ):
        denied.do(FileAppeal("t1", evolve(appeal(), decision="w1")), T1)


def test_no_command_decides_about_many_by_one_right() -> None:
    assert "DecideMany" not in vars(plpcore.workspace)


def test_only_a_denial_or_a_revocation_of_that_subject_is_appealed_against(denied: Workspace) -> None:
    denied.do(Decide("t1", review("w2")), P1)
    for wrong in (appeal(against="w2"), appeal(subject="a9")):
        with pytest.raises(ModelError, match="name the denial or revocation of that subject"):
            denied.do(FileAppeal("t1", wrong), T1)
    with pytest.raises(ModelError, match="there is no review 'w9'"):
        denied.do(FileAppeal("t1", appeal(against="w9")), T1)


def test_many_decisions_about_one_person_read_each_document_once(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [f"a{number:02}" for number in range(20)]
    logged(space, *ids)
    read: list[str] = []

    def counted(document: Document) -> Any:
        read.append(str(document.key))
        return value_of(document)

    monkeypatch.setattr("plpcore.workspace._room.value_of", counted)
    space.decide_many([Decide("t1", review(f"w-{id_}", subject=id_)) for id_ in ids], P1)
    assert len(read) == len(set(read)) == len(ids) * 2 - 1


@pytest.mark.parametrize("ids", [("w9", "w5", "w1"), ("w1", "w5", "w9"), ("w5", "w1", "w9")])
def test_decisions_of_one_day_are_read_in_the_order_in_which_they_were_taken(
    space: Workspace, ids: tuple[str, str, str]
) -> None:
    logged(space, "a1")
    decisions = [ReviewDecision.APPROVED, ReviewDecision.REVOKED, ReviewDecision.APPROVED]
    written = [space.do(Decide("t1", review(id_, one)), P1).result for id_, one in zip(ids, decisions, strict=True)]
    assert [one.order for one in written] == [0, 1, 2]
    assert space.statement("t1", POLICY.id, T1).total == 2
    space.do(Decide("t1", review("w0", ReviewDecision.REVOKED)), P1)
    assert space.statement("t1", POLICY.id, T1).total == 0
