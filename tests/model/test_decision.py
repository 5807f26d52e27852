"""Decisions and appeals refuse what could not be kept."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from plpcore.errors import InputError
from plpcore.ids import AppealId, DecisionId, EducatorId, PolicyId, ReviewId
from plpcore.model import Appeal, Decision

DAY = date(2026, 6, 30)


def decision(**given: Any) -> Decision:
    settings: dict[str, Any] = {
        "id": DecisionId("d1"),
        "educator": EducatorId("t1"),
        "policy": PolicyId("p"),
        "policy_digest": "sha256:ab",
        "input_digest": "cd",
        "statement_digest": "ef",
        "engine": "1.0",
        "as_of": DAY,
        "decided": DAY,
        "outcome": "met",
        "required": Fraction(10),
        "total": Fraction(12),
        "carried_out": Fraction(2),
        "unit": "hour",
    }
    return Decision(**{**settings, **given})


def appeal(**given: Any) -> Appeal:
    settings: dict[str, Any] = {
        "id": AppealId("ap1"),
        "review": ReviewId("w1"),
        "subject": "a1",
        "body": "board",
        "filed": DAY,
        "grounds": "It was on topic.",
    }
    return Appeal(**{**settings, **given})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", ""),
        ("policy_digest", ""),
        ("engine", "a\nb"),
        ("as_of", "2026"),
        ("decided", None),
        ("known_at", "2026"),
        ("total", 12),
        ("cycle", "2025"),
        ("supersedes", (" ",)),
        ("supersedes", "d0"),
    ],
)
def test_a_decision_is_refused_with_its_place(name: str, value: object) -> None:
    assert decision(supersedes=("d0",)).supersedes == ("d0",)
    with pytest.raises(InputError, match=rf"^\$\.{name}(\[0\])?: "):
        decision(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("id", ""), ("body", ""), ("filed", None), ("grounds", " "), ("decision", " ")]
)
def test_an_appeal_is_refused_with_its_place(name: str, value: object) -> None:
    assert appeal(decision="w2").decision == "w2"
    assert not appeal().decision
    with pytest.raises(InputError, match=rf"^\$\.{name}: "):
        appeal(**{name: value})
