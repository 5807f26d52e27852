"""Credit that is carried over counts once: in the next cycle, under its policy, and never in its own cycle."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from plpcore.errors import InputError, ModelError
from plpcore.model import Decision, ReviewDecision
from plpcore.policy import canonical_form, parse_policy_json
from plpcore.workspace import CloseCycle, Decide, LogActivity, MergePeople, ReplayCode, Workspace
from tests.workspace.support import P1, POLICY, T1, activity, approved, logged, review, workspace

SECOND = date(2026, 8, 1)
FORM: dict[str, Any] = json.loads(canonical_form(POLICY))
ONCE = parse_policy_json(json.dumps({**FORM, "id": "once", "cycle": {**FORM["cycle"], "repeats": False}}))
WITHOUT = {name: held for name, held in FORM.items() if name != "carry_over"}
OTHER = parse_policy_json(json.dumps({**WITHOUT, "id": "other"}))


@pytest.fixture
def space() -> Workspace:
    made = workspace(policies={one.id: one for one in (POLICY, ONCE, OTHER)})
    for person in ("t1", "t2"):
        ids = [f"{person}-a{number}" for number in range(2)]
        logged(made, *ids, person=person, hours=6)
        approved(made, *ids, person=person)
    return made


def close(space: Workspace, id_: str, as_of: date = date(2026, 1, 31), **given: Any) -> Decision:
    settings = {"person": "t1", "policy": POLICY.id, **given}
    found: Decision = space.do(CloseCycle(id=id_, as_of=as_of, **settings), P1).result
    return found


def carried_in(space: Workspace, as_of: date, policy: str = POLICY.id) -> int:
    return int(space.statement("t1", policy, P1, as_of=as_of).carried_in)


def test_credit_of_a_decision_that_was_superseded_by_one_without_is_gone(space: Workspace) -> None:
    assert close(space, "d1").carried_out == 2
    space.clock.later(timedelta(days=1))  # type: ignore[attr-defined]
    space.do(Decide("t1", review("w-t1-a1-2", ReviewDecision.REVOKED, subject="t1-a1")), P1)
    assert close(space, "d2", supersedes=("d1",)).carried_out == 0
    assert carried_in(space, SECOND) == 0


def test_credit_that_was_spent_does_not_come_again_two_cycles_later(space: Workspace) -> None:
    close(space, "d1")
    assert close(space, "d2", SECOND).total == 2
    assert [carried_in(space, date(year, 8, 1)) for year in (2026, 2027, 2028)] == [2, 0, 0]


def test_nothing_is_kept_of_carried_credit_where_nothing_was_ever_carried(space: Workspace) -> None:
    close(space, "d1", SECOND)
    assert space.storage.scan(space.tenant, "carried-credit").revisions == ()


def test_a_cycle_that_is_judged_after_its_end_is_not_given_its_own_credit_back(space: Workspace) -> None:
    first = close(space, "d1", date(2026, 7, 31), policy="once")
    again = close(space, "d2", date(2026, 7, 31), policy="once", supersedes=("d1",))
    assert (first.total, again.total, again.input_digest) == (12, 12, first.input_digest)
    assert {one.code for one in space.replay(P1)} == {ReplayCode.SAME}


def test_a_policy_is_the_same_whichever_name_the_host_gives_it(space: Workspace) -> None:
    named = workspace(space.storage, policies={"ours": POLICY})
    close(named, "d1", policy="ours")
    with pytest.raises(ModelError, match="what stands about that cycle is 'd1'"):
        close(named, "d2", policy="ours")
    assert int(named.statement("t1", "ours", P1, as_of=SECOND).carried_in) == 2


def test_each_policy_carries_its_own_credit(space: Workspace) -> None:
    close(space, "d1")
    close(space, "d2", policy="other")
    assert [carried_in(space, SECOND, one) for one in (POLICY.id, "other")] == [2, 0]


def test_a_decision_about_two_people_who_are_one_replaces_what_was_carried_for_each(space: Workspace) -> None:
    close(space, "d1")
    close(space, "d2", person="t2")
    space.do(MergePeople("t2", "t1"), P1)
    assert carried_in(space, SECOND) == 4
    with pytest.raises(ModelError, match=r"is 'd1', 'd2'; write supersedes = \['d1', 'd2'\]"):
        close(space, "d3", supersedes=("d1",))
    assert close(space, "d3", supersedes=("d2", "d1")).carried_out == 4
    assert carried_in(space, SECOND) == 4
    assert {one.code for one in space.replay(P1)} == {ReplayCode.SAME}


def test_without_a_cycle_nothing_is_carried() -> None:
    bare = {name: held for name, held in FORM.items() if name not in {"cycle", "retention"}}
    policy = parse_policy_json(json.dumps(bare))
    space = workspace(policies={policy.id: policy})
    logged(space, "a1", hours=12)
    approved(space, "a1")
    assert close(space, "d1").cycle is None
    assert space.storage.scan(space.tenant, "carried-credit").revisions == ()
    assert [one.code for one in space.replay(P1)] == [ReplayCode.SAME]


AGAIN = {"at_most": "100", "again": True, "cycles": 3, "id": "carry", "cite": "test"}


@pytest.mark.parametrize(
    ("spent_first", "parts"),
    [
        ("earned", [[(2, 0)], [(2, 1)], [(2, 2)], []]),
        ("carried", [[(2, 0)], [], [], []]),
    ],
)
def test_credit_that_is_carried_again_grows_older_and_ends(
    spent_first: str, parts: list[list[tuple[int, int]]]
) -> None:
    options = {"options": {"spent_first": spent_first}}
    policy = parse_policy_json(json.dumps({**FORM, **options, "id": "again", "carry_over": AGAIN}))
    space = workspace(policies={policy.id: policy})
    for year in range(2025, 2029):
        hours = 12 if year == 2025 else 10 if spent_first == "earned" else 8
        day = date(year, 10, 1)
        space.do(LogActivity("t1", activity(f"a{year}", hours, completed=day)), T1)
        approved(space, f"a{year}")
        close(space, f"d{year}", date(year + 1, 6, 30), policy="again")
        found = space.portfolio("t1", T1, date(year + 1, 7, 1)).carried_in
        assert [(int(one.amount), one.hops) for one in found if one.amount] == parts[year - 2025]
    assert {one.code for one in space.replay(P1)} == {ReplayCode.SAME}


def test_one_text_is_not_taken_for_several_decisions(space: Workspace) -> None:
    with pytest.raises(InputError, match="expected several texts, not the one text 'd1'"):
        close(space, "d2", supersedes="d1")
