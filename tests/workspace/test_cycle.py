"""Closing a cycle, superseding a decision, carrying credit over, and reckoning every decision again."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from plpcore.errors import ModelError
from plpcore.journal import Key, Revision
from plpcore.model import Decision
from plpcore.storage import MemoryStorage
from plpcore.workspace import By, CloseCycle, Decide, ErasePerson, MergePeople, Reflect, ReplayCode, Workspace
from tests.workspace.support import P1, POLICY, T1, approved, logged, reflection, review, workspace

JUNE = date(2026, 6, 30)


def close(id: str = "d1", **given: Any) -> CloseCycle:  # noqa: A002 - the field's name; passed on
    return CloseCycle(id=id, **{"person": "t1", "policy": POLICY.id, "as_of": JUNE, **given})


@pytest.fixture
def space() -> Workspace:
    space = workspace()
    logged(space, "a1", hours=12)
    approved(space, "a1")
    return space


def codes(space: Workspace) -> dict[str, ReplayCode]:
    return {one.decision.id: one.code for one in space.replay(P1)}


def test_a_decision_holds_what_is_needed_to_reckon_it_again(space: Workspace) -> None:
    decision: Decision = space.do(close(), P1).result
    assert (decision.outcome, decision.required, decision.total, decision.carried_out) == ("met", 10, 12, 2)
    assert (decision.decided, decision.as_of, decision.unit) == (date(2026, 1, 31), JUNE, "hour")
    assert decision.policy_digest.startswith("sha256:")
    assert decision.engine
    assert codes(space) == {"d1": ReplayCode.SAME}


def test_a_decision_stays_the_same_whatever_is_written_later(space: Workspace) -> None:
    space.do(close(), P1)
    logged(space, "a2", hours=9)
    approved(space, "a2")
    assert codes(space) == {"d1": ReplayCode.SAME}


def test_a_decision_is_final_and_a_later_one_supersedes_it_by_name(space: Workspace) -> None:
    space.do(close(), P1)
    with pytest.raises(ModelError, match="what stands about that cycle is 'd1'; write supersedes = "):
        space.do(close("d2"), P1)
    with pytest.raises(ModelError, match="there is a decision 'd1' already"):
        space.do(close(), P1)
    logged(space, "a2")
    approved(space, "a2")
    assert space.do(close("d2", supersedes=("d1",)), P1).result.total == 14
    with pytest.raises(ModelError, match="what stands about that cycle is 'd2'"):
        space.do(close("d3", supersedes=("d1",)), P1)
    assert codes(space) == {"d1": ReplayCode.SAME, "d2": ReplayCode.SAME}


def test_a_first_decision_supersedes_nothing(space: Workspace) -> None:
    with pytest.raises(ModelError, match="no decision about that cycle stands; leave supersedes out"):
        space.do(close(supersedes=("d0",)), P1)


def test_a_policy_that_the_workspace_does_not_know_is_told_with_those_that_it_knows(space: Workspace) -> None:
    with pytest.raises(ModelError, match="there is no policy 'none' in this workspace; known are: ten-hours"):
        space.do(close(policy="none"), P1)
    with pytest.raises(ModelError, match="known are: none"):
        workspace(policies={}).statement("t1", "x", T1)


def test_credit_that_is_left_is_carried_into_the_next_cycle_and_no_other(space: Workspace) -> None:
    space.do(close(), P1)
    assert space.portfolio("t1", T1, date(2026, 6, 30)).carried_in == ()
    assert [one.amount for one in space.portfolio("t1", T1, date(2026, 7, 1)).carried_in] == [2]
    assert space.statement("t1", POLICY.id, T1, as_of=date(2027, 6, 30)).total == 2
    space.do(close("d2", as_of=date(2027, 6, 30)), P1)
    assert space.portfolio("t1", T1, date(2027, 7, 1)).carried_in == ()
    assert codes(space) == {"d1": ReplayCode.SAME, "d2": ReplayCode.SAME}


def test_a_decision_about_somebody_who_is_merged_later_is_still_reckoned_again(space: Workspace) -> None:
    space.do(close(), P1)
    logged(space, "b1", person="t2")
    space.do(MergePeople("t1", "t2"), P1)
    assert codes(space) == {"d1": ReplayCode.SAME}


def test_what_was_erased_cannot_be_reckoned_again_and_says_so(space: Workspace) -> None:
    space.do(close(), P1)
    space.clock.on(date(2027, 7, 2))  # type: ignore[attr-defined]
    space.do(ErasePerson("t1"), P1)
    assert set(codes(space).values()) == {ReplayCode.ERASED}


class Changed(MemoryStorage):
    """Gives back another body for one document."""

    def __init__(self, kind: str, change: Any) -> None:
        super().__init__()
        self.kind, self.change, self.is_on = kind, change, False

    def _altered(self, one: Revision) -> Revision:
        if self.is_on and one.key.kind == self.kind and one.body is not None:
            return evolve(one, body=self.change(one.body))
        return one

    def scan(self, *given: Any, **more: Any) -> Any:
        page = super().scan(*given, **more)
        return evolve(page, revisions=tuple(map(self._altered, page.revisions)))

    def read(self, *given: Any, **more: Any) -> Any:
        found = super().read(*given, **more)
        return evolve(found, revisions={key: self._altered(one) for key, one in found.revisions.items()})


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("activity", lambda body: body.replace("12 hour", "11 hour"), ReplayCode.OTHER_INPUT),
        ("policy-text", lambda body: body.replace("Ten hours", "Ten"), ReplayCode.NO_POLICY),
        ("policy-text", lambda _: None, ReplayCode.NO_POLICY),
        ("policy-text", lambda _: '{"text":"{"}', ReplayCode.FAILED),
        (
            "decision",
            lambda body: body.replace('"statement_digest":"', '"statement_digest":"f'),
            ReplayCode.OTHER_STATEMENT,
        ),
        ("activity", lambda _: "[]", ReplayCode.FAILED),
    ],
)
def test_a_decision_that_cannot_be_reckoned_again_says_why(kind: str, change: Any, code: ReplayCode) -> None:
    storage = Changed(kind, change)
    space = workspace(storage)
    logged(space, "a1", hours=12)
    approved(space, "a1")
    space.do(close(), P1)
    storage.is_on = True
    found = list(space.replay(By("p1")))
    assert [one.code for one in found] == [code]
    assert found[0].why


def test_a_policy_is_kept_once_for_all_decisions(space: Workspace) -> None:
    logged(space, "b1", person="t2")
    space.do(close(), P1)
    commit = space.do(CloseCycle(person="t2", policy=POLICY.id, id="d9", as_of=JUNE), P1).commit
    assert commit is not None
    kinds = {one.key.kind for one in space.storage.log("district-1", commit.seq - 1).entries[0].revisions}
    assert kinds == {"decision", "statement"}


def test_a_review_after_the_cycle_was_closed_changes_no_decision(space: Workspace) -> None:
    logged(space, "a2")
    space.do(close(), P1)
    space.do(Decide("t1", review("w2", subject="a2")), P1)
    kept = space.storage.read("district-1", [Key("decision", "d1")]).revisions[Key("decision", "d1")]
    assert '"total":"12"' in (kept.body or "")


def test_many_decisions_are_reckoned_again_with_each_policy_read_once_and_the_journal_walked_once() -> None:
    class Counting(MemoryStorage):
        texts = walks = 0

        def read(self, tenant: str, keys: Any, as_of: int | None = None) -> Any:
            self.texts += [key.kind for key in keys] == ["policy-text"]
            return super().read(tenant, keys, as_of)

        def log(self, tenant: str, after: int = 0, limit: int = 1_000) -> Any:
            self.walks += after == 0
            return super().log(tenant, after, limit)

    storage = Counting()
    space = workspace(storage)
    for person in ("t1", "t2", "t3"):
        logged(space, f"{person}-a", person=person)
        space.do(Reflect(person, reflection(f"r-{person}", f"{person}-a")), By(person))
        space.do(CloseCycle(person=person, policy=POLICY.id, id=f"d-{person}", as_of=JUNE), P1)
    for person in ("t1", "t2"):
        space.do(ErasePerson(person), P1)
    storage.texts = storage.walks = 0
    assert list(codes(space).values()) == [ReplayCode.ERASED, ReplayCode.ERASED, ReplayCode.SAME]
    assert (storage.texts, storage.walks) == (1, 1)
