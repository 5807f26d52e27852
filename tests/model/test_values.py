"""Each value takes what is sound and refuses the rest with the place named."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from plpcore.errors import InputError, ModelError, QuantityError
from plpcore.model import (
    Activity,
    Alignment,
    CarriedCredit,
    Educator,
    Evidence,
    ExternalIds,
    Facts,
    FileDigest,
    Goal,
    Link,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Submission,
    Text,
    Visibility,
)
from plpcore.period import Period
from plpcore.quantity import Quantity

DAY = date(2024, 5, 2)
MOMENT = datetime(2024, 5, 2, 8, 0, tzinfo=UTC)
NOTES = Text("What I take with me.")


def activity(**changes: Any) -> Activity:
    return Activity(**{"id": "a1", "kind": "blog-post", **changes})


def evidence(**changes: Any) -> Evidence:
    return Evidence(**{"id": "e1", "kind": "notes", "content": NOTES, **changes})


def goal(**changes: Any) -> Goal:
    return Goal(**{"id": "g1", "title": "Better feedback", **changes})


def plan(**changes: Any) -> Plan:
    return Plan(**{"id": "p1", **changes})


def educator(**changes: Any) -> Educator:
    return Educator(**{"id": "t1", **changes})


def reflection(**changes: Any) -> Reflection:
    return Reflection(**{"id": "r1", "activities": ("a1",), "body": "I will wait longer.", **changes})


def review(**changes: Any) -> Review:
    decision = {"purpose": ReviewPurpose.CREDIT, "decision": ReviewDecision.APPROVED}
    return Review(**{"id": "v1", "subject": "a1", **decision, **changes})


def submission(**changes: Any) -> Submission:
    return Submission(**{"subject": "a1", "attempt": 1, "submitted": DAY, **changes})


def sign_off(**changes: Any) -> SignOff:
    return SignOff(**{"name": "plan", **changes})


def carried(**changes: Any) -> CarriedCredit:
    return CarriedCredit(**{"amount": Fraction(20), **changes})


def alignment(**changes: Any) -> Alignment:
    return Alignment(**{"framework": "case:1", "item": "case:2", **changes})


def digest(**changes: Any) -> FileDigest:
    return FileDigest(**{"sha256": "0" * 64, "media_type": "application/pdf", "size": 1, **changes})


Maker = Callable[..., Any]
MAKERS: list[Maker] = [
    activity,
    evidence,
    goal,
    plan,
    educator,
    reflection,
    review,
    submission,
    sign_off,
    carried,
    alignment,
    digest,
]
REFUSED: list[tuple[Maker, dict[str, Any], str]] = [
    (activity, {"id": ""}, "$.id"),
    (activity, {"id": 7}, "$.id"),
    (activity, {"kind": ""}, "$.kind"),
    (activity, {"title": None}, "$.title"),
    (activity, {"title": "two\nlines"}, "$.title"),
    (activity, {"title": "half \ud83d"}, "$.title"),
    (activity, {"provider": "two\u2028lines"}, "$.provider"),
    (activity, {"completed": MOMENT}, "$.completed"),
    (activity, {"started": "2024-05-02"}, "$.started"),
    (activity, {"entered": MOMENT}, "$.entered"),
    (activity, {"started": date(2024, 5, 3), "completed": DAY}, "$.started"),
    (activity, {"amounts": [Quantity.of(1, "hour")]}, "$.amounts"),
    (activity, {"amounts": []}, "$.amounts"),
    (activity, {"amounts": (1.5,)}, "$.amounts[0]"),
    (activity, {"amounts": (Quantity.of(1, "hour"), Quantity.of(-1, "hour"))}, "$.amounts[1]"),
    (activity, {"tags": "equity"}, "$.tags"),
    (activity, {"tags": ("equity", "")}, "$.tags[1]"),
    (activity, {"tags": (1,)}, "$.tags[0]"),
    (activity, {"evidence": ["e1"]}, "$.evidence"),
    (activity, {"evidence": ("e1", 2)}, "$.evidence[1]"),
    (activity, {"evidence": ("e1", "e2", "e1")}, "$.evidence[2]"),
    (activity, {"goals": ("",)}, "$.goals[0]"),
    (activity, {"alignments": ("case:1",)}, "$.alignments[0]"),
    (activity, {"facts": {"grade": "B"}}, "$.facts"),
    (activity, {"external_ids": Facts()}, "$.external_ids"),
    (evidence, {"id": " e1"}, "$.id"),
    (evidence, {"kind": ""}, "$.kind"),
    (evidence, {"content": "https://a.example"}, "$.content"),
    (evidence, {"title": "two\rlines"}, "$.title"),
    (evidence, {"added": MOMENT}, "$.added"),
    (evidence, {"alignments": None}, "$.alignments"),
    (evidence, {"external_ids": {}}, "$.external_ids"),
    (goal, {"id": ""}, "$.id"),
    (goal, {"title": "  "}, "$.title"),
    (goal, {"measure": "bell \x07"}, "$.measure"),
    (goal, {"measure": 3}, "$.measure"),
    (goal, {"due": MOMENT}, "$.due"),
    (goal, {"priority": 0}, "$.priority"),
    (goal, {"priority": True}, "$.priority"),
    (goal, {"priority": 1.0}, "$.priority"),
    (goal, {"alignments": []}, "$.alignments"),
    (goal, {"external_ids": {}}, "$.external_ids"),
    (plan, {"id": ""}, "$.id"),
    (plan, {"title": "\t"}, "$.title"),
    (plan, {"period": (DAY, DAY)}, "$.period"),
    (plan, {"goals": ("g1", "g1")}, "$.goals[1]"),
    (plan, {"started": MOMENT}, "$.started"),
    (plan, {"external_ids": {}}, "$.external_ids"),
    (educator, {"id": ""}, "$.id"),
    (educator, {"facts": {}}, "$.facts"),
    (educator, {"external_ids": {}}, "$.external_ids"),
    (reflection, {"id": ""}, "$.id"),
    (reflection, {"activities": "a1"}, "$.activities"),
    (reflection, {"body": " \n "}, "$.body"),
    (reflection, {"body": None}, "$.body"),
    (reflection, {"body": "nul \x00"}, "$.body"),
    (reflection, {"prompt": "half \ud83d"}, "$.prompt"),
    (reflection, {"prompt_version": 0}, "$.prompt_version"),
    (reflection, {"visibility": "reviewer"}, "$.visibility"),
    (reflection, {"written": MOMENT}, "$.written"),
    (reflection, {"external_ids": {}}, "$.external_ids"),
    (reflection, {"goals": ("g1", "g1")}, "$.goals[1]"),
    (review, {"id": ""}, "$.id"),
    (review, {"subject": ""}, "$.subject"),
    (review, {"purpose": "credit"}, "$.purpose"),
    (review, {"decision": "approved"}, "$.decision"),
    (review, {"reviewer": 7}, "$.reviewer"),
    (review, {"role": "two\nlines"}, "$.role"),
    (review, {"decided": MOMENT}, "$.decided"),
    (review, {"reason": " x"}, "$.reason"),
    (review, {"decision": ReviewDecision.DENIED}, "$.reason"),
    (review, {"decision": ReviewDecision.REVOKED}, "$.reason"),
    (review, {"amount": 3}, "$.amount"),
    (review, {"amount": Quantity.of(-1, "hour")}, "$.amount"),
    (review, {"decision": ReviewDecision.RETURNED, "amount": Quantity.of(1, "hour")}, "$.amount"),
    (review, {"comment": "nul \x00"}, "$.comment"),
    (submission, {"subject": ""}, "$.subject"),
    (submission, {"attempt": 0}, "$.attempt"),
    (submission, {"attempt": True}, "$.attempt"),
    (submission, {"submitted": None}, "$.submitted"),
    (submission, {"submitted": MOMENT}, "$.submitted"),
    (submission, {"digest": "two\nlines"}, "$.digest"),
    (sign_off, {"name": ""}, "$.name"),
    (sign_off, {"by": 3}, "$.by"),
    (sign_off, {"signed": MOMENT}, "$.signed"),
    (carried, {"amount": Fraction(-1)}, "$.amount"),
    (carried, {"from_cycle": "2019"}, "$.from_cycle"),
    (carried, {"hops": -1}, "$.hops"),
    (carried, {"tags": "equity"}, "$.tags"),
    (alignment, {"framework": ""}, "$.framework"),
    (alignment, {"item": ""}, "$.item"),
    (alignment, {"code": "two\nlines"}, "$.code"),
    (alignment, {"url": "ftp://a.example"}, "$.url"),
    (digest, {"sha256": "0" * 63}, "$.sha256"),
    (digest, {"sha256": "G" * 64}, "$.sha256"),
    (digest, {"sha256": None}, "$.sha256"),
    (digest, {"media_type": "pdf"}, "$.media_type"),
    (digest, {"media_type": 1}, "$.media_type"),
    (digest, {"size": -1}, "$.size"),
]


@pytest.mark.parametrize("make", MAKERS)
def test_a_sound_value_is_taken_hashable_frozen_and_without_a_dict(make: Maker) -> None:
    value = make()
    assert value == make()
    assert hash(value) == hash(make())
    assert not hasattr(value, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, attrs.fields(type(value))[0].name, None)


@pytest.mark.parametrize(("make", "changes", "where"), REFUSED)
def test_what_is_not_sound_is_refused_with_the_place_and_the_mend(
    make: Maker, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(InputError) as caught:
        make(**changes)
    assert caught.value.where == where
    assert caught.value.mend
    assert "\n" not in str(caught.value)


def test_a_changed_copy_is_checked_as_a_new_value() -> None:
    with pytest.raises(ModelError, match=r"^\$\.title"):
        attrs.evolve(goal(), title="")


def test_the_message_about_two_days_in_the_wrong_order_names_both() -> None:
    with pytest.raises(ModelError) as caught:
        activity(started=date(2024, 5, 3), completed=DAY)
    what = "started 2024-05-03, which is after it was completed, 2024-05-02"
    assert str(caught.value) == f"$.started: {what}; swap the two days or mend one"


def test_an_activity_may_start_and_end_on_one_day() -> None:
    assert activity(started=DAY, completed=DAY).started == DAY


def test_the_three_dates_of_an_activity_are_apart() -> None:
    late = activity(completed=DAY, entered=date(2025, 1, 1))
    early = activity(completed=DAY, entered=date(2024, 1, 1))
    assert late.completed == early.completed == DAY


def test_segments_stay_as_they_were_entered() -> None:
    segments = (
        Quantity.of("1.5", "hour"),
        Quantity.of(45, "minute"),
        Quantity.of("1.5", "hour"),
        Quantity.of(0, "hour"),
    )
    assert activity(amounts=segments).amounts == segments


def test_tags_are_sorted_and_stand_once() -> None:
    assert activity(tags=["equity", "STEM", "equity"]).tags == ("STEM", "equity")
    assert carried(tags={"b", "a"}).tags == ("a", "b")


def test_two_activities_with_the_same_tags_are_equal_in_whichever_order_they_were_given() -> None:
    assert activity(tags=("a", "b")) == activity(tags=("b", "a"))


def test_every_optional_field_of_an_activity_can_be_given() -> None:
    full = activity(
        title="👩‍🏫 On wait time",
        goals=("g1",),
        evidence=("e1",),
        alignments=(alignment(code="3.A", url="https://a.example/3"),),
        facts=Facts.of(grade="B"),
        external_ids=ExternalIds({"lms": "77"}),
        provider="a colleague",
    )
    assert full.facts["grade"] == "B"
    assert full.external_ids["lms"] == "77"


def test_a_chat_has_the_same_fields_as_a_course() -> None:
    chat = activity(kind="chat", amounts=(Quantity.of(30, "minute"),), evidence=("e1",))
    assert attrs.evolve(chat, kind="college-course").amounts == chat.amounts


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/post",
        "http://blog.example",
        "HTTPS://Blog.Example:8080/a?b=c#d",
        "https://münchen.example/straße",
        "https://a.example/@jane",
    ],
)
def test_a_web_address_is_a_link(url: str) -> None:
    assert evidence(content=Link(url)).content == Link(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "blog.example/post",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:jane@school.example",
        "https://",
        "https:///path",
        "https://jane:secret@blog.example",
        "https://good.example\\@evil.example",
        "https://a.example/with blank",
        " https://a.example",
        "https://a.example\n",
        "https://a.example/" + "x" * 2000,
        None,
    ],
)
def test_what_is_no_web_address_or_hides_a_user_name_is_no_link(url: Any) -> None:
    with pytest.raises(ModelError) as caught:
        Link(url)
    assert caught.value.where == "$.url"


def test_a_file_is_known_by_its_digest() -> None:
    assert evidence(content=digest(size=0)).content == digest(size=0)


def test_line_breaks_and_tabs_of_a_text_are_kept() -> None:
    assert Text("one\r\n\ttwo").body == "one\r\n\ttwo"
    with pytest.raises(ModelError, match=r"^\$\.body"):
        Text("")


def test_a_reflection_may_be_about_goals_or_about_the_plan_as_a_whole() -> None:
    assert reflection(activities=(), goals=("g1",)).goals == ("g1",)
    assert reflection(activities=()).activities == ()


def test_a_reflection_is_for_reviewers_unless_it_says_otherwise() -> None:
    assert reflection().visibility is Visibility.REVIEWER


@pytest.mark.parametrize("decision", [ReviewDecision.DENIED, ReviewDecision.REVOKED])
def test_a_denial_or_revocation_with_a_reason_is_taken(decision: ReviewDecision) -> None:
    assert review(decision=decision, reason="no-evidence").reason == "no-evidence"


def test_an_approver_may_approve_another_amount_than_was_claimed_even_none() -> None:
    assert review(amount=Quantity.of(0, "hour")).amount == Quantity.of(0, "hour")


def test_a_plan_may_cover_a_period() -> None:
    year = Period(date(2023, 7, 1), date(2024, 7, 1))
    assert plan(period=year, goals=("g1", "g2")).period == year


def test_goals_may_be_ranked() -> None:
    assert goal(priority=1).priority == 1


def test_a_whole_number_of_carried_credit_becomes_a_fraction() -> None:
    amount = carried(amount=20, from_cycle=Period(date(2014, 7, 1), date(2019, 7, 1)), hops=1).amount
    assert amount == 20
    assert type(amount) is Fraction


def test_nothing_may_be_carried() -> None:
    assert carried(amount=0).amount == 0


@pytest.mark.parametrize("amount", [0.5, None, True, "half"])
def test_carried_credit_that_is_no_exact_number_is_refused(amount: Any) -> None:
    with pytest.raises(QuantityError, match=r"^\$\.amount"):
        carried(amount=amount)


def test_a_portfolio_of_nothing_but_an_educator_is_sound() -> None:
    assert Portfolio(educator()).activities == ()
