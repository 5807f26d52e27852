from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import ModelError, TransitionError
from plpcore.model import CLAIM, GOAL_LIFE, PLAN_LIFE, LifeCycle, LifeEvent, LifeState

CYCLES = [CLAIM, GOAL_LIFE, PLAN_LIFE]
cycles = pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.name)
Life = LifeCycle[LifeState, LifeEvent]


@cycles
def test_every_state_of_the_table_can_be_reached_and_is_listed_once(cycle: Life) -> None:
    named = {state for state, _ in cycle.transitions} | set(cycle.transitions.values())
    assert set(cycle.states) == named
    assert len(cycle.states) == len(named)
    assert cycle.states[0] is cycle.initial


@cycles
def test_what_is_legal_is_what_the_table_lists_and_nothing_else(cycle: Life) -> None:
    for state, event in product(cycle.states, LifeEvent):
        if event in cycle.legal(state):
            assert cycle.after(state, event) is cycle.transitions[state, event]
        else:
            with pytest.raises(TransitionError) as caught:
                cycle.after(state, event)
            assert (caught.value.state, caught.value.event) == (state, event)
            assert caught.value.legal == cycle.legal(state)


@cycles
def test_no_state_is_a_trap(cycle: Life) -> None:
    for start in cycle.states:
        found = {start}
        while more := {cycle.after(state, event) for state in found for event in cycle.legal(state)} - found:
            found |= more
        assert LifeState.APPROVED in found


@cycles
def test_the_diagram_has_one_arrow_for_each_transition(cycle: Life) -> None:
    first, start, *arrows = cycle.diagram().splitlines()
    assert (first, start) == ("stateDiagram-v2", "    [*] --> draft")
    assert arrows == [f"    {source} --> {target}: {event}" for (source, event), target in cycle.transitions.items()]
    assert cycle.diagram().endswith("\n")


@cycles
@given(data=st.data())
def test_a_walk_of_legal_events_stays_inside_the_table(cycle: Life, data: st.DataObject) -> None:
    state = cycle.initial
    for _ in range(data.draw(st.integers(0, 12))):
        state = cycle.after(state, data.draw(st.sampled_from(cycle.legal(state))))
        assert state in cycle.states


@cycles
def test_what_was_approved_is_revoked_never_denied_or_returned(cycle: Life) -> None:
    legal = cycle.legal(LifeState.APPROVED)
    assert LifeEvent.REVOKE in legal
    assert {LifeEvent.DENY, LifeEvent.RETURN, LifeEvent.SUBMIT}.isdisjoint(legal)


@cycles
def test_only_what_was_approved_can_be_revoked_at_first(cycle: Life) -> None:
    sources = {state for state in cycle.states if LifeEvent.REVOKE in cycle.legal(state)}
    assert sources - {LifeState.STARTED} == {LifeState.APPROVED, LifeState.REVOKED}


def test_a_plan_is_approved_before_it_starts() -> None:
    assert [state for state in PLAN_LIFE.states if LifeEvent.START in PLAN_LIFE.legal(state)] == [LifeState.APPROVED]


def test_a_completed_plan_can_only_be_reopened() -> None:
    assert PLAN_LIFE.legal(LifeState.COMPLETED) == (LifeEvent.REOPEN,)
    assert PLAN_LIFE.after(LifeState.COMPLETED, LifeEvent.REOPEN) is LifeState.STARTED


def test_a_goal_can_be_reached_without_anybody_having_approved_it() -> None:
    assert GOAL_LIFE.after(LifeState.DRAFT, LifeEvent.REACH) is LifeState.REACHED


def test_a_host_can_have_a_life_cycle_of_its_own() -> None:
    door = LifeCycle("door", "shut", {("shut", "push"): "open", ("open", "pull"): "shut", ("open", "take off"): "gone"})
    assert door.states == ("shut", "open", "gone")
    assert door.after("shut", "push") == "open"
    assert door.legal("gone") == ()
    with pytest.raises(TransitionError, match="'pull' is not possible in state 'gone'; possible: nothing"):
        door.after("gone", "pull")


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    with pytest.raises(ModelError, match=r"^\$\.transitions: nothing leads to ajar, broken"):
        LifeCycle("door", "shut", {("shut", "push"): "open", ("broken", "mend"): "shut", ("ajar", "push"): "open"})


def test_a_table_cannot_be_changed_after_it_was_made() -> None:
    table = {("shut", "push"): "open"}
    door = LifeCycle("door", "shut", table)
    table["open", "pull"] = "shut"
    assert door.legal("open") == ()
    with pytest.raises(TypeError):
        door.transitions["open", "pull"] = "shut"  # type: ignore[index]
