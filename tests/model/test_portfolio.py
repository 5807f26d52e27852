from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from plpcore.errors import ModelError
from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, PlanId, ReflectionId, ReviewId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Goal,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Submission,
    Text,
)

DAY = date(2024, 5, 2)
ATTEMPTS = [("a1", 1), ("a1", 2), ("g1", 1), ("p1", 1)]


def review(number: int, subject: str, purpose: ReviewPurpose) -> Review:
    return Review(ReviewId(f"v{number}"), subject, purpose, ReviewDecision.APPROVED)


WHOLE = Portfolio(
    educator=Educator(EducatorId("t1")),
    plan=Plan(PlanId("p1"), goals=(GoalId("g1"),)),
    goals=(Goal(GoalId("g1"), "Better feedback"), Goal(GoalId("g2"), "Wait time")),
    activities=(
        Activity(ActivityId("a1"), "blog-post"),
        Activity(ActivityId("a2"), "edcamp", evidence=(EvidenceId("e2"), EvidenceId("e1")), goals=(GoalId("g2"),)),
    ),
    evidence=(
        Evidence(EvidenceId("e1"), "notes", Text("Notes.")),
        Evidence(EvidenceId("e2"), "notes", Text("More notes.")),
    ),
    reflections=(
        Reflection(ReflectionId("r1"), (ActivityId("a1"), ActivityId("a2")), "I wait longer."),
        Reflection(ReflectionId("r2"), (), "It works.", goals=(GoalId("g1"),)),
    ),
    reviews=(
        review(1, "a1", ReviewPurpose.PRIOR_APPROVAL),
        review(2, "a1", ReviewPurpose.CREDIT),
        review(3, "g1", ReviewPurpose.GOAL),
        review(4, "p1", ReviewPurpose.PLAN),
    ),
    submissions=(
        Submission("a1", 1, DAY),
        Submission("a1", 2, DAY),
        Submission("g1", 1, DAY),
        Submission("p1", 1, DAY),
    ),
    sign_offs=(SignOff("plan"), SignOff("plan")),
    carried_in=(CarriedCredit(Fraction(5)), CarriedCredit(Fraction(5))),
)

BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"educator": "t1"}, "$.educator"),
    ({"plan": "p1"}, "$.plan"),
    ({"goals": list(WHOLE.goals)}, "$.goals"),
    ({"goals": (WHOLE.goals[0], "g2")}, "$.goals[1]"),
    ({"activities": (None,)}, "$.activities[0]"),
    ({"evidence": (None,)}, "$.evidence[0]"),
    ({"reflections": (None,)}, "$.reflections[0]"),
    ({"reviews": (None,)}, "$.reviews[0]"),
    ({"submissions": (None,)}, "$.submissions[0]"),
    ({"sign_offs": (None,)}, "$.sign_offs[0]"),
    ({"carried_in": (20,)}, "$.carried_in[0]"),
    ({"goals": (*WHOLE.goals, WHOLE.goals[0])}, "$.goals[2]"),
    ({"activities": (*WHOLE.activities, WHOLE.activities[1])}, "$.activities[2]"),
    ({"evidence": (WHOLE.evidence[0], *WHOLE.evidence)}, "$.evidence[1]"),
    ({"reflections": WHOLE.reflections * 2}, "$.reflections[2]"),
    ({"reviews": WHOLE.reviews * 2}, "$.reviews[4]"),
    ({"submissions": (*WHOLE.submissions, WHOLE.submissions[1])}, "$.submissions[4]"),
    ({"plan": Plan(PlanId("p1"), goals=(GoalId("g1"), GoalId("g9")))}, "$.plan.goals[1]"),
    ({"evidence": WHOLE.evidence[1:]}, "$.activities[1].evidence[1]"),
    ({"goals": WHOLE.goals[:1]}, "$.activities[1].goals[0]"),
    ({"activities": WHOLE.activities[:1]}, "$.reflections[0].activities[1]"),
    ({"plan": None, "reflections": (), "goals": WHOLE.goals[1:]}, "$.reviews[2].subject"),
    ({"plan": None, "goals": WHOLE.goals[1:]}, "$.reflections[1].goals[0]"),
    ({"plan": None}, "$.reviews[3].subject"),
    ({"reviews": (review(1, "g1", ReviewPurpose.CREDIT),)}, "$.reviews[0].subject"),
    ({"reviews": (review(1, "p1", ReviewPurpose.PRIOR_APPROVAL),)}, "$.reviews[0].subject"),
    ({"submissions": (Submission("r1", 1, DAY),)}, "$.submissions[0].subject"),
]


@pytest.mark.parametrize(("changes", "where"), BROKEN)
def test_what_does_not_hang_together_is_refused_with_its_place(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(ModelError) as caught:
        attrs.evolve(WHOLE, **changes)
    assert caught.value.where == where
    assert caught.value.mend


def test_the_message_about_a_reference_names_what_is_missing() -> None:
    with pytest.raises(ModelError) as caught:
        attrs.evolve(WHOLE, evidence=WHOLE.evidence[1:])
    mend = "add it to the portfolio or remove the reference"
    assert str(caught.value) == f"$.activities[1].evidence[1]: there is no evidence 'e1'; {mend}"


def test_the_message_about_an_id_that_stands_twice_names_both_places() -> None:
    with pytest.raises(ModelError) as caught:
        attrs.evolve(WHOLE, goals=(*WHOLE.goals, WHOLE.goals[1]))
    assert str(caught.value) == "$.goals[2]: the id 'g2' is that of $.goals[1] too; give each its own id"


def test_things_of_different_kinds_may_share_an_id() -> None:
    shared = Portfolio(
        Educator(EducatorId("1")),
        goals=(Goal(GoalId("1"), "Wait time"),),
        activities=(Activity(ActivityId("1"), "chat", goals=(GoalId("1"),)),),
    )
    assert shared.activities[0].id == "1"


def test_evidence_may_serve_several_activities_or_none_yet() -> None:
    note = Evidence(EvidenceId("e1"), "notes", Text("Notes."))
    spare = Evidence(EvidenceId("e2"), "notes", Text("Later."))
    both = tuple(Activity(ActivityId(name), "book", evidence=(note.id,)) for name in ("a1", "a2"))
    assert len(Portfolio(Educator(EducatorId("t1")), activities=both, evidence=(note, spare)).activities) == 2


def test_a_portfolio_can_be_a_key() -> None:
    assert {WHOLE: 1}[attrs.evolve(WHOLE)] == 1
