"""A district with one policy, rights by role, and a clock that is set by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import define

from plpcore.ids import ActivityId, EducatorId, EvidenceId, ReflectionId, ReviewId
from plpcore.journal import Storage
from plpcore.model import (
    Activity,
    Educator,
    Evidence,
    Link,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    Visibility,
)
from plpcore.policy import parse_policy
from plpcore.quantity import Quantity
from plpcore.storage import MemoryStorage
from plpcore.workspace import Allow, AllowEverything, By, Decide, Deny, LogActivity, Resource, Verb, Workspace

DISTRICT = "district-1"
T1, P1, BOARD = By("t1"), By("p1"), By("b1")
POLICY = parse_policy("""
id = "ten-hours"
title = "Ten hours"
unit = { name = "hour" }

[total]
id = "total"
cite = "test"
amount = 10

[cycle]
id = "cycle"
cite = "test"
anchor = "fixed"
start = 2025-07-01
years = 1
repeats = true

[[awards]]
id = "hours"
cite = "test"
per = "hour"

[[conditions]]
id = "approved"
cite = "test"
approval = {}

[carry_over]
id = "carry"
cite = "test"
at_most = 4

[retention]
id = "keep"
cite = "test"
after = "cycle_end"
years = 1
""")


@define
class HandClock:
    """A clock that stands until it is set."""

    moment: datetime = datetime(2026, 1, 31, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def on(self, day: date) -> None:
        self.moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    def later(self, by: timedelta = timedelta(minutes=1)) -> None:
        self.moment += by


class OwnOnly:
    """Teachers do what is theirs with their own documents; everybody whose id begins with `p` or `b` decides."""

    def decide(self, by: By, verb: Verb, resource: Resource) -> Allow | Deny:
        if by.actor == resource.owner or by.actor[0] in "pb":
            return Allow()
        return Deny(f"not-yours-{verb}"[:40])


def workspace(storage: Storage | None = None, **given: Any) -> Workspace:
    settings: dict[str, Any] = {"authorizer": AllowEverything(), "clock": HandClock(), "policies": {POLICY.id: POLICY}}
    return Workspace(storage or MemoryStorage(), DISTRICT, **{**settings, **given})


def educator(id: str = "t1") -> Educator:  # noqa: A002 - the field's name
    return Educator(EducatorId(id))


def activity(id: str = "a1", hours: int = 2, **given: Any) -> Activity:  # noqa: A002
    settings: dict[str, Any] = {
        "kind": "book",
        "completed": date(2025, 10, 1),
        "amounts": (Quantity.of(hours, "hour"),),
    }
    return Activity(id=ActivityId(id), **{**settings, **given})


def evidence(id: str = "v1", url: str = "https://example.org/1") -> Evidence:  # noqa: A002
    return Evidence(EvidenceId(id), "notes", Link(url))


def reflection(id: str = "r1", about: str = "a1", visibility: Visibility = Visibility.REVIEWER) -> Reflection:  # noqa: A002
    return Reflection(ReflectionId(id), (ActivityId(about),), "What I learned.", visibility=visibility)


def review(
    id: str = "w1",  # noqa: A002
    decision: ReviewDecision = ReviewDecision.APPROVED,
    subject: str = "a1",
    purpose: ReviewPurpose = ReviewPurpose.CREDIT,
    **given: Any,
) -> Review:
    needs = {} if decision in {ReviewDecision.APPROVED, ReviewDecision.RETURNED} else {"reason": "off-topic"}
    return Review(ReviewId(id), subject, purpose, decision, **{**needs, **given})


def logged(space: Workspace, *ids: str, person: str = "t1", hours: int = 2) -> None:
    for id_ in ids:
        space.do(LogActivity(person, activity(id_, hours)), By(person))


def approved(space: Workspace, *ids: str, person: str = "t1") -> None:
    for id_ in ids:
        space.do(Decide(person, review(f"w-{id_}", subject=id_)), P1)
