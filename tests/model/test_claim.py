from datetime import date, timedelta
from itertools import permutations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import ModelError, TransitionError
from plpcore.ids import ActivityId, ReviewId
from plpcore.model import (
    CLAIM,
    LifeEvent,
    LifeState,
    Review,
    ReviewDecision,
    ReviewPurpose,
    Submission,
    claim_state,
)

CLAIMED = ActivityId("a1")
SUBMIT, WITHDRAW, RETURN, DENY, APPROVE, REVOKE = "submit", "withdraw", "returned", "denied", "approved", "revoked"
EVENTS = {
    LifeEvent.SUBMIT: SUBMIT,
    LifeEvent.WITHDRAW: WITHDRAW,
    LifeEvent.RETURN: RETURN,
    LifeEvent.DENY: DENY,
    LifeEvent.APPROVE: APPROVE,
    LifeEvent.REVOKE: REVOKE,
}
Document = Submission | Review
Dated = tuple[int | None, str]


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(number)


def documents(*happened: Dated, purpose: ReviewPurpose = ReviewPurpose.CREDIT) -> list[Document]:
    found: list[Document] = []
    for number, (when, what) in enumerate(happened, 1):
        if what == WITHDRAW:
            last = max((one for one in found if isinstance(one, Submission)), key=lambda one: one.attempt)
            found[found.index(last)] = evolve(last, withdrawn=day(when or 0))
        else:
            found.append(document(number, when, what, purpose))
    return found


def document(number: int, when: int | None, what: str, purpose: ReviewPurpose) -> Document:
    if what == SUBMIT:
        assert when is not None
        return Submission(CLAIMED, number, day(when))
    decided = None if when is None else day(when)
    return Review(ReviewId(f"v{number}"), CLAIMED, purpose, ReviewDecision(what), decided=decided, reason="why")


def state_of(given_documents: list[Document], known_at: date | None = None) -> LifeState:
    submissions = [one for one in given_documents if isinstance(one, Submission)]
    reviews = [one for one in given_documents if isinstance(one, Review)]
    return claim_state(CLAIMED, submissions, reviews, known_at)


STORIES: list[tuple[list[Dated], LifeState]] = [
    ([], LifeState.DRAFT),
    ([(1, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, WITHDRAW)], LifeState.DRAFT),
    ([(1, SUBMIT), (1, WITHDRAW)], LifeState.DRAFT),
    ([(1, SUBMIT), (1, WITHDRAW), (1, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, WITHDRAW), (3, SUBMIT), (4, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, RETURN)], LifeState.RETURNED),
    ([(1, SUBMIT), (2, RETURN), (3, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, DENY)], LifeState.DENIED),
    ([(1, SUBMIT), (2, DENY), (3, DENY)], LifeState.DENIED),
    ([(1, SUBMIT), (2, DENY), (3, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, APPROVE), (3, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, APPROVE), (3, REVOKE)], LifeState.REVOKED),
    ([(1, SUBMIT), (2, APPROVE), (3, REVOKE), (4, APPROVE)], LifeState.APPROVED),
    ([(1, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (1, RETURN)], LifeState.RETURNED),
    ([(1, SUBMIT), (1, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (1, RETURN), (1, SUBMIT), (1, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, RETURN), (2, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, RETURN), (2, SUBMIT), (2, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, DENY), (2, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, DENY), (2, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, APPROVE), (2, REVOKE)], LifeState.REVOKED),
    ([(1, SUBMIT), (2, APPROVE), (3, REVOKE), (3, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (1, SUBMIT), (1, WITHDRAW)], LifeState.DRAFT),
    ([(1, SUBMIT), (1, DENY), (1, SUBMIT), (1, APPROVE), (1, REVOKE), (1, SUBMIT)], LifeState.SUBMITTED),
    ([(1, SUBMIT), (2, SUBMIT), (2, APPROVE)], LifeState.APPROVED),
    ([(2, APPROVE), (2, RETURN), (1, SUBMIT)], LifeState.APPROVED),
    ([(1, SUBMIT), (None, APPROVE)], LifeState.APPROVED),
    ([(1, SUBMIT), (2, RETURN), (None, APPROVE)], LifeState.APPROVED),
]


@pytest.mark.parametrize(("happened", "expected"), STORIES)
def test_a_claim_stands_where_its_documents_say_in_whichever_order_they_come(
    happened: list[Dated], expected: LifeState
) -> None:
    for shuffled in permutations(documents(*happened)):
        assert state_of(list(shuffled)) is expected


def test_what_is_not_known_yet_did_not_happen_yet() -> None:
    story = documents((1, SUBMIT), (2, RETURN), (3, SUBMIT), (4, APPROVE), (5, REVOKE))
    states = [state_of(story, day(number)) for number in range(6)]
    assert [str(state) for state in states] == ["draft", "submitted", "returned", "submitted", "approved", "revoked"]
    assert state_of(story) is LifeState.REVOKED


def test_that_a_claim_was_taken_back_is_known_from_its_day_on() -> None:
    story = documents((1, SUBMIT), (3, WITHDRAW))
    assert [state_of(story, day(number)) for number in (1, 2, 3)] == ["submitted", "submitted", "draft"]


def test_nothing_is_taken_back_before_it_was_handed_in() -> None:
    with pytest.raises(ModelError, match=r"^\$.withdrawn: taken back 2024-01-02, and handed in 2024-01-03"):
        Submission("a1", 1, day(2), withdrawn=day(1))


def test_a_decision_without_a_day_is_known_on_every_day() -> None:
    assert state_of(documents((3, SUBMIT), (None, APPROVE)), day(2)) is LifeState.APPROVED


@pytest.mark.parametrize("purpose", [ReviewPurpose.PRIOR_APPROVAL, ReviewPurpose.GOAL, ReviewPurpose.PLAN])
def test_prior_approval_and_other_reviews_are_not_the_approval_of_credit(purpose: ReviewPurpose) -> None:
    assert state_of(documents((1, APPROVE), purpose=purpose)) is LifeState.DRAFT


def test_documents_of_other_activities_are_passed_over() -> None:
    other = ActivityId("a2")
    submissions = [Submission("a1", 1, day(1)), Submission("a2", 1, day(1))]
    reviews = [Review(ReviewId("v1"), "a1", ReviewPurpose.CREDIT, ReviewDecision.APPROVED, decided=day(2))]
    assert claim_state(CLAIMED, submissions, reviews) is LifeState.APPROVED
    assert claim_state(other, submissions, reviews) is LifeState.SUBMITTED


@pytest.mark.parametrize(
    ("happened", "refused"),
    [
        ([(1, REVOKE)], LifeEvent.REVOKE),
        ([(1, SUBMIT), (2, REVOKE)], LifeEvent.REVOKE),
        ([(1, SUBMIT), (1, RETURN), (1, SUBMIT), (1, REVOKE)], LifeEvent.REVOKE),
        ([(1, APPROVE), (2, DENY)], LifeEvent.DENY),
        ([(1, APPROVE), (2, RETURN)], LifeEvent.RETURN),
        ([(1, APPROVE), (2, SUBMIT)], LifeEvent.SUBMIT),
        ([(1, APPROVE), (2, APPROVE), (2, DENY)], LifeEvent.DENY),
    ],
)
def test_documents_that_contradict_the_life_cycle_are_told_of(happened: list[Dated], refused: LifeEvent) -> None:
    for shuffled in permutations(documents(*happened)):
        with pytest.raises(TransitionError) as caught:
            state_of(list(shuffled))
        assert caught.value.event is refused


def walk(data: st.DataObject) -> tuple[list[LifeState], list[LifeEvent]]:
    states, events = [CLAIM.initial], []
    for _ in range(data.draw(st.integers(0, 8))):
        events.append(data.draw(st.sampled_from(CLAIM.legal(states[-1]))))
        states.append(CLAIM.after(states[-1], events[-1]))
    return states, events


@given(st.data())
def test_every_walk_with_one_document_a_day_is_read_back_as_it_was(data: st.DataObject) -> None:
    states, events = walk(data)
    story = documents(*((number, EVENTS[event]) for number, event in enumerate(events)))
    shuffled = data.draw(st.permutations(story))
    assert state_of(list(shuffled)) is states[-1]
    for number, state in enumerate(states[1:]):
        assert state_of(list(shuffled), day(number)) is state


@given(st.data())
def test_the_order_of_documents_never_matters_however_many_a_day_has(data: st.DataObject) -> None:
    dated = st.tuples(st.integers(0, 2), st.sampled_from([SUBMIT, RETURN, DENY, APPROVE, REVOKE]))
    story = documents(*data.draw(st.lists(dated, max_size=6)))

    def outcome(given_documents: list[Document]) -> LifeState | str:
        try:
            return state_of(given_documents)
        except TransitionError as error:
            return str(error)

    assert outcome(list(data.draw(st.permutations(story)))) == outcome(story)
