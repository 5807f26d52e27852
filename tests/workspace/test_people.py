"""People: two who are one and are two again, and one who is forgotten while the chain still verifies."""

from datetime import date

import pytest

from plpcore.errors import ModelError
from plpcore.ids import AppealId, GoalId, GrantId, ReflectionId, ReviewId, RuleId
from plpcore.journal import Key
from plpcore.model import (
    Appeal,
    Educator,
    Facts,
    Goal,
    Grant,
    GrantKind,
    Reflection,
    ReviewDecision,
)
from plpcore.workspace import (
    AttachEvidence,
    By,
    CloseCycle,
    Decide,
    ErasePerson,
    FileAppeal,
    Give,
    KeepPerson,
    LogActivity,
    MergePeople,
    Reflect,
    SetGoal,
    Submit,
    UnmergePeople,
    Workspace,
)
from tests.workspace.support import (
    DISTRICT,
    P1,
    POLICY,
    T1,
    activity,
    approved,
    educator,
    evidence,
    logged,
    reflection,
    review,
    workspace,
)

JUNE = date(2026, 6, 30)


@pytest.fixture
def space() -> Workspace:
    return workspace()


def appeal(against: str, subject: str) -> Appeal:
    day = date(2026, 1, 31)
    return Appeal(id=AppealId("p1"), review=ReviewId(against), subject=subject, body="board", filed=day, grounds="Why")


def waiver(about: str) -> Grant:
    settings = {"authority": "board", "reason": "Why", "granted": date(2026, 1, 1), "activity": about}
    return Grant(id=GrantId(f"g-{about}"), kind=GrantKind.WAIVER, rule=RuleId("approved"), **settings)  # type: ignore[arg-type]


def ids(space: Workspace, person: str) -> list[str]:
    return [one.id for one in space.portfolio(person, By(person)).activities]


def test_what_is_kept_of_two_people_who_are_one_comes_together_and_apart_again(space: Workspace) -> None:
    logged(space, "a1")
    logged(space, "b1", person="t2")
    space.do(MergePeople("t1", "t2"), P1)
    assert ids(space, "t1") == ids(space, "t2") == ["a1", "b1"]
    assert space.portfolio("t1", T1).educator.id == "t2"
    logged(space, "a2", person="t1")
    assert ids(space, "t2") == ["a1", "a2", "b1"]
    space.do(UnmergePeople("t1"), P1)
    assert (ids(space, "t1"), ids(space, "t2")) == (["a1"], ["a2", "b1"])


def test_what_belonged_to_the_merged_person_stays_theirs_when_it_is_changed(space: Workspace) -> None:
    logged(space, "a1")
    space.do(MergePeople("t1", "t2"), P1)
    space.do(LogActivity("t2", activity(hours=3)), By("t2"))
    space.do(UnmergePeople("t1"), P1)
    assert space.portfolio("t1", T1).activities[0].amounts[0].amount == 3


def test_what_is_about_a_document_goes_with_it_when_two_people_are_two_again(space: Workspace) -> None:
    logged(space, "a1", "a2")
    logged(space, "b1", person="t2")
    space.do(SetGoal("t1", Goal(GoalId("g1"), "A goal")), T1)
    space.do(MergePeople("t1", "t2"), P1)
    space.do(AttachEvidence("t2", evidence(), "a1"), P1)
    space.do(Reflect("t2", reflection()), P1)
    space.do(Reflect("t2", Reflection(ReflectionId("r2"), (), "On the goal.", goals=(GoalId("g1"),))), P1)
    space.do(Reflect("t2", Reflection(ReflectionId("r3"), (), "On the plan.")), P1)
    for id_ in ("a1", "a2"):
        space.do(Submit("t2", id_), P1)
    approved(space, "a1", person="t2")
    space.do(Decide("t2", review("w2", ReviewDecision.DENIED, subject="a2")), P1)
    space.do(FileAppeal("t2", appeal("w2", "a2")), P1)
    space.do(Give("t2", waiver("a1")), P1)
    space.do(UnmergePeople("t1"), P1)
    found, other = space.portfolio("t1", T1), space.portfolio("t2", By("t2"))
    assert [one.id for one in found.reviews] == ["w-a1", "w2"]
    assert [found.evidence[0].id, found.grants[0].id] == ["v1", "g-a1"]
    assert [one.subject for one in found.submissions] == ["a1", "a2"]
    assert ([one.id for one in found.reflections], [one.id for one in other.reflections]) == (["r1", "r2"], ["r3"])
    assert {one["owner"] for one in space.export("t1", T1)["documents"]} == {"t1"}
    assert {one["kind"] for one in space.export("t2", P1)["documents"]} == {"activity", "reflection"}


def test_who_was_merged_into_the_wrong_person_can_be_merged_into_the_right_one(space: Workspace) -> None:
    logged(space, "a1")
    logged(space, "b1", person="t2")
    space.do(MergePeople("t1", "t9"), P1)
    space.do(UnmergePeople("t1"), P1)
    space.do(MergePeople("t1", "t2"), P1)
    assert (ids(space, "t2"), ids(space, "t9")) == (["a1", "b1"], [])
    space.do(UnmergePeople("t1"), P1)
    space.do(MergePeople("t1", "t9"), P1)
    assert (ids(space, "t2"), ids(space, "t9")) == (["b1"], ["a1"])
    assert space.verify(P1).faults == ()


def test_merges_go_over_several_people(space: Workspace) -> None:
    for number, person in enumerate(("t1", "t2", "t3")):
        logged(space, f"a{number}", person=person)
    space.do(MergePeople("t1", "t2"), P1)
    space.do(MergePeople("t2", "t3"), P1)
    assert ids(space, "t1") == ["a0", "a1", "a2"]
    space.do(KeepPerson(Educator(educator("t1").id, Facts({"fte": True}))), P1)
    assert space.portfolio("t1", T1).educator == Educator(educator("t3").id, Facts({"fte": True}))


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (MergePeople("t1", "t2"), "'t1' was merged already; undo that first"),
        (MergePeople("t2", "t1"), "a person cannot be merged into itself"),
        (MergePeople("t3", "t3"), "a person cannot be merged into itself"),
        (UnmergePeople("t2"), "'t2' was not merged; name somebody who was"),
        (ErasePerson("t9"), "nothing is kept of that person"),
    ],
)
def test_people_who_are_one_already_or_are_not_are_refused(space: Workspace, command: MergePeople, line: str) -> None:
    space.do(MergePeople("t1", "t2"), P1)
    with pytest.raises(ModelError, match=line):
        space.do(command, P1)


def full(space: Workspace) -> None:
    space.do(KeepPerson(educator()), T1)
    logged(space, "a1", hours=12)
    space.do(AttachEvidence("t1", evidence(), "a1"), T1)
    space.do(Reflect("t1", reflection()), T1)
    space.do(Submit("t1", "a1"), T1)
    approved(space, "a1")
    space.do(CloseCycle(person="t1", policy=POLICY.id, id="d1", as_of=JUNE), P1)


def test_what_a_policy_keeps_stays_until_its_day_and_the_rest_goes_at_once(space: Workspace) -> None:
    full(space)
    plan = space.plan_erase("t1", P1)
    assert [(hold.decision, hold.until) for hold in plan.holds] == [("d1", date(2027, 6, 30))]
    assert {key.kind for key in plan.goes} == {"educator", "reflection", "carried-credit", "copy"}
    assert (plan.skeletons, Key("evidence", "v1") in plan.stays) == ((), True)
    before = space.checkpoint()
    assert space.do(ErasePerson("t1"), P1).result == plan
    assert space.portfolio("t1", T1).reflections == ()
    assert ids(space, "t1") == ["a1"]
    assert space.verify(P1, before).faults == ()


def test_nothing_of_a_person_is_left_but_the_skeleton_of_the_decision(space: Workspace) -> None:
    full(space)
    space.clock.on(date(2027, 7, 1))  # type: ignore[attr-defined]
    plan = space.do(ErasePerson("t1"), By("p1", reason="request-7")).result
    assert (plan.holds, plan.stays, [key.id for key in plan.skeletons]) == ((), (), ["d1"])
    told = repr(space.storage.log(DISTRICT))
    assert not any(word in told for word in ("What I learned", "example.org", '"12 hour"'))
    assert ids(space, "t1") == []
    skeletons = space.storage.scan(DISTRICT, "decision").revisions
    assert len(skeletons) == 1
    assert skeletons[0].owner.startswith("erased-")
    assert '"outcome":"met"' in (skeletons[0].body or "")
    assert "t1" not in (skeletons[0].body or "").replace("statement", "")
    assert space.verify(P1).faults == ()


def test_a_chain_of_decisions_stays_a_chain_under_the_pseudonym(space: Workspace) -> None:
    full(space)
    space.do(CloseCycle(person="t1", policy=POLICY.id, id="d2", as_of=JUNE, supersedes=("d1",)), P1)
    space.clock.on(date(2028, 7, 1))  # type: ignore[attr-defined]
    space.do(ErasePerson("t1"), P1)
    bodies = [one.body or "" for one in space.storage.scan(DISTRICT, "decision").revisions]
    assert '"supersedes":["erased-' in bodies[1]
    assert '"supersedes"' not in bodies[0]


def test_an_export_holds_everything_of_a_person_and_of_nobody_else(space: Workspace) -> None:
    full(space)
    logged(space, "zebra", person="t2")
    found = space.export("t1", T1)
    kinds = {one["kind"] for one in found["documents"]}
    assert {"educator", "activity", "evidence", "reflection", "submission", "review", "decision", "copy"} <= kinds
    assert "zebra" not in repr(found)
    assert (found["person"], found["tenant"], found["format"]) == ("t1", DISTRICT, 1)
    assert found["checkpoint"] == str(space.checkpoint())


def test_the_history_says_who_did_what_when_and_why(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Submit("t1", "a1"), By("s1", on_behalf_of="t1", reason="by-phone"))
    logged(space, "b1", person="t2")
    approved(space, "a1")
    found = list(space.history("t1", T1))
    assert [(one.actor, one.on_behalf_of, one.reason) for one in found] == [
        ("t1", "", "log-activity"),
        ("s1", "t1", "submit: by-phone"),
        ("p1", "", "review"),
    ]
    assert found[0].documents == ("activity:a1 v1",)
    assert [one.seq for one in found] == [1, 2, 4]
