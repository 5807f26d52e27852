"""Events: each consumer gets all of them, in order, at least once; what is claimed by one is not claimed by another."""

from datetime import timedelta

import pytest

from plpcore.errors import ModelError
from plpcore.workspace import By, ErasePerson, MergePeople, Submit, UnmergePeople, Workspace
from tests.workspace.support import P1, T1, HandClock, logged, workspace

MINUTE = timedelta(minutes=1)
MAIL = By("mailer")


@pytest.fixture
def space() -> Workspace:
    return workspace()


def types(space: Workspace, consumer: str = "mail", limit: int = 100) -> list[str]:
    return [event.type for event in space.claim_events(consumer, MAIL, limit=limit).events]


def test_what_was_written_is_told_in_its_order(space: Workspace) -> None:
    logged(space, "a1")
    space.do(Submit("t1", "a1"), T1)
    found = space.claim_events("mail", MAIL)
    assert [event.type for event in found.events] == ["activity-written", "copy-written", "submission-written"]
    assert [(event.seq, event.place) for event in found.events] == [(1, 0), (2, 0), (2, 1)]
    first = found.events[0]
    assert (first.owner, first.key.id, first.document_version, first.actor, first.version) == ("t1", "a1", 1, "t1", 1)


def test_what_is_acknowledged_never_comes_again_and_what_is_given_back_comes_at_once(space: Workspace) -> None:
    logged(space, "a1")
    space.give_back("mail", space.claim_events("mail", MAIL).token, MAIL)
    claim = space.claim_events("mail", MAIL)
    assert [event.key.id for event in claim.events] == ["a1"]
    space.acknowledge("mail", claim.token, MAIL)
    assert types(space) == []
    logged(space, "a2")
    assert types(space) == ["activity-written"]


def test_what_is_claimed_is_not_claimed_by_another_until_the_lease_ends(space: Workspace) -> None:
    logged(space, "a1")
    first = space.claim_events("mail", MAIL, MINUTE)
    second = space.claim_events("mail", MAIL, MINUTE)
    assert (second.events, second.token, second.until) == ((), "", first.until)
    assert isinstance(space.clock, HandClock)
    space.clock.later(MINUTE)
    third = space.claim_events("mail", MAIL, MINUTE)
    assert third.events == first.events
    for late in (space.acknowledge, space.give_back):
        with pytest.raises(ModelError, match="this claim is over; claim again"):
            late("mail", first.token, MAIL)
    space.acknowledge("mail", third.token, MAIL)
    with pytest.raises(ModelError, match="this claim is over"):
        space.acknowledge("mail", "", MAIL)


def test_each_consumer_goes_at_its_own_pace(space: Workspace) -> None:
    logged(space, "a1", "a2", "a3")
    assert len(types(space, "mail", limit=2)) == 2
    assert len(types(space, "search")) == 3


def test_commits_that_only_move_cursors_are_passed_over(space: Workspace) -> None:
    for _ in range(3):
        logged(space, "a1")
        space.acknowledge("search", space.claim_events("search", MAIL).token, MAIL)
    logged(space, "a2")
    claim = space.claim_events("mail", MAIL, limit=1)
    for _ in range(3):
        assert [event.key.id for event in claim.events] == ["a1"]
        space.acknowledge("mail", claim.token, MAIL)
        claim = space.claim_events("mail", MAIL, limit=1)
    assert [event.key.id for event in claim.events] == ["a2"]


def test_asking_for_events_again_and_again_writes_nothing_where_there_are_none(space: Workspace) -> None:
    for _ in range(3):
        assert types(space) == []
    assert space.checkpoint().seq == 0


def test_withdrawn_and_erased_documents_are_told_as_such(space: Workspace) -> None:
    logged(space, "a1")
    space.do(MergePeople("t1", "t2"), P1)
    space.do(UnmergePeople("t1"), P1)
    space.do(ErasePerson("t1"), P1)
    found = space.claim_events("mail", MAIL).events
    assert [event.type for event in found] == [
        "activity-written",
        "person-link-written",
        "person-link-withdrawn",
        "activity-erased",
    ]
