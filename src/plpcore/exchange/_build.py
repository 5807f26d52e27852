"""From typed rows to values of the plan, one table at a time."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import frozen

from plpcore.errors import InputError, RecordError
from plpcore.exchange._activities import activity_row
from plpcore.exchange._draft import District, Draft
from plpcore.exchange._map import TableMap
from plpcore.exchange._receipts import Ledger
from plpcore.exchange._reviewed import add_review, review_of
from plpcore.exchange._rows import TypedRow, refuse
from plpcore.ids import EducatorId, EvidenceId, GoalId, GrantId, PlanId, ReflectionId, RuleId
from plpcore.model import (
    CarriedCredit,
    Educator,
    Evidence,
    ExternalIds,
    Facts,
    FileDigest,
    Goal,
    Grant,
    GrantKind,
    Link,
    Plan,
    Reflection,
    ReviewPurpose,
    SignOff,
    Text,
    Visibility,
)
from plpcore.period import Period


@frozen
class Builder:
    """What building the rows of one table needs.

    Attributes:
        district: What has been built so far.
        table: The table's map.
        refuse_doubles: Whether an activity that stands there twice is refused.
        has_roster: Whether a table says who the educators are; a mistyped id must not become one more.
    """

    district: District
    ledger: Ledger
    table: TableMap
    refuse_doubles: bool
    has_roster: bool

    def build(self, name: str, row: TypedRow) -> None:
        """Add what a row says to the district, or refuse the row."""
        try:
            _BUILDERS[name](self, row)
        except InputError as error:
            refuse(row, [error], self.ledger, has_roster=self.has_roster)

    def draft(self, row: TypedRow, field: str = "educator") -> Draft:
        """Return the draft of the educator that a row names; one whom the roster does not hold is refused.

        A person whose own row in the roster was refused is known all the same, without facts.
        """
        name = row.needed(field)
        is_known = name in self.district.drafts or name in self.ledger.half_known
        if self.has_roster and field == "educator" and not is_known:
            what = f"the table of educators does not hold '{name}'"
            raise RecordError(f"$.{field}", what, "add the educator there, or mend the id")
        return self.district.draft(name, row.origin)

    def draft_of(self, row: TypedRow, kind: str, items: tuple[str, ...]) -> Draft:
        """Return the draft of a row that names its educator, or else an item that only one educator has."""
        if row.text("educator"):
            return self.draft(row)
        for item in items:
            found = list(self.district.holding(kind, item))
            if len(found) == 1:
                return found[0]
            if found:
                what = f"{len(found)} educators have an item '{item}'"
                raise RecordError("$", what, "add a column with the educator")
        raise RecordError(
            "$", "nothing says whose row this is", "add a column with the educator, or name an item that exists"
        )


def _educator(builder: Builder, row: TypedRow) -> None:
    carried = row.measured("carried_in")
    educator = Educator(
        id=EducatorId(row.needed("id")),
        facts=Facts(row.family("facts")),
        external_ids=ExternalIds({name: str(value) for name, value in row.family("external_ids").items()}),
    )
    draft = builder.draft(row, "id")
    credit = () if carried is None else (CarriedCredit(carried.amount),)
    if draft.educator is not None and (draft.educator, draft.carried) != (educator, credit):
        what = f"the educator '{educator.id}' stands in line {draft.seen.line} with other facts"
        raise RecordError("$.id", what, "say the same in both rows, or remove one")
    draft.educator, draft.carried = educator, credit


def _goal(builder: Builder, row: TypedRow) -> None:
    draft = builder.draft(row)
    name = row.text("id") or row.needed("title")[:200].strip()
    goal = Goal(
        id=GoalId(name),
        title=row.needed("title"),
        measure=row.text("measure"),
        due=row.day("due"),
        priority=row.values.get("priority"),
    )
    review = review_of(row, "review.", name, ReviewPurpose.GOAL, builder.table.unit)
    _add(draft.goals, name, goal, row)
    add_review(draft, review, row)


def _plan(builder: Builder, row: TypedRow) -> None:
    draft = builder.draft(row)
    name = row.text("id") or f"plan-{row.origin.line}"
    plan = Plan(
        id=PlanId(name),
        title=row.text("title"),
        period=_period(row),
        goals=tuple(GoalId(goal) for goal in row.texts("goals")),
        started=row.day("started"),
    )
    review = review_of(row, "review.", name, ReviewPurpose.PLAN, builder.table.unit)
    _add(draft.plans, name, plan, row)
    add_review(draft, review, row)


def _period(row: TypedRow) -> Period | None:
    start, end, last = row.day("start"), row.day("end"), row.day("last_day")
    if start is None and end is None and last is None:
        return None
    if start is None or (end is None) == (last is None):
        raise RecordError("$.start", "a period needs its start, and one of end and last_day", "fill both cells in")
    return Period.through(start, last) if last is not None else Period(start, _day(end))


def _day(day: date | None) -> date:
    return day or date.max


def _evidence(builder: Builder, row: TypedRow) -> None:
    activities = row.texts("activities")
    draft = builder.draft_of(row, "activities", activities)
    name = row.text("id") or row.origin.id
    evidence = Evidence(
        id=EvidenceId(name),
        kind=row.text("kind") or builder.table.evidence_kind,
        content=_content(row),
        title=row.text("title"),
        added=row.day("added"),
    )
    _add(draft.evidence, name, evidence, row)
    draft.shows[name] = activities


def _content(row: TypedRow) -> Link | FileDigest | Text:
    if row.text("link"):
        return Link(row.text("link"))
    if row.text("sha256"):
        media_type = row.text("media_type") or "application/octet-stream"
        return FileDigest(row.text("sha256"), media_type, row.values.get("size", 0))
    return Text(row.needed("text"))


def _reflection(builder: Builder, row: TypedRow) -> None:
    activities = row.texts("activities")
    draft = builder.draft_of(row, "activities", activities)
    name = row.text("id") or row.origin.id
    reflection = Reflection(
        id=ReflectionId(name),
        activities=activities,  # type: ignore[arg-type]  # ids of activities
        goals=row.texts("goals"),  # type: ignore[arg-type]  # ids of goals
        body=row.needed("body"),
        prompt=row.text("prompt"),
        visibility=row.values.get("visibility", Visibility.REVIEWER),
        written=row.day("written"),
    )
    _add(draft.reflections, name, reflection, row)


_SUBJECTS = {ReviewPurpose.GOAL: "goals", ReviewPurpose.PLAN: "plans"}


def _review(builder: Builder, row: TypedRow) -> None:
    purpose = row.values.get("purpose", ReviewPurpose.CREDIT)
    subject = row.needed("subject")
    draft = builder.draft_of(row, _SUBJECTS.get(purpose, "activities"), (subject,))
    row.needed("decision")
    add_review(draft, review_of(row, "", subject, purpose, builder.table.unit), row)


def _sign_off(builder: Builder, row: TypedRow) -> None:
    sign_off = SignOff(name=row.needed("name"), by=row.text("by"), signed=row.day("signed"))
    builder.draft(row).sign_offs.append(sign_off)


def _grant(builder: Builder, row: TypedRow) -> None:
    draft = builder.draft(row)
    name = row.text("id") or row.origin.id
    row.needed("granted")
    grant = Grant(
        id=GrantId(name),
        kind=GrantKind(row.needed("kind")),
        rule=RuleId(row.needed("rule")),
        activity=row.text("activity"),
        amount=_granted_amount(row),
        authority=row.needed("authority"),
        reason=row.needed("reason"),
        granted=row.values["granted"],
        expires=_expires(row),
        entered=row.day("entered"),
    )
    _add(draft.grants, name, grant, row)


def _granted_amount(row: TypedRow) -> Fraction | None:
    found = row.measured("amount")
    if found is not None and found.unit:
        raise RecordError("$.amount", "a granted amount is in the policy's unit", "write the number alone")
    return None if found is None else found.amount


def _expires(row: TypedRow) -> date | None:
    expires, last = row.day("expires"), row.day("last_day")
    if expires is not None and last is not None:
        raise RecordError("$.expires", "a grant ends by expires or by last_day, not by both", "leave one cell blank")
    return expires if last is None or last == date.max else last + timedelta(days=1)


def _add(items: dict[str, Any], name: str, item: object, row: TypedRow) -> None:
    """Add an item under its id; raise where the id is taken."""
    if name in items:
        first = items[name][1]
        what = f"'{name}' is the id of {first.file}:{first.line} too"
        raise RecordError("$.id", what, "give each its own id, or remove one row")
    items[name] = (item, row.origin)


def _activity(builder: Builder, row: TypedRow) -> None:
    activity_row(builder.draft(row), builder.table, builder.ledger, row, refuse_doubles=builder.refuse_doubles)


_BUILDERS: Mapping[str, Callable[[Builder, TypedRow], None]] = {
    "educators": _educator,
    "goals": _goal,
    "plans": _plan,
    "activities": _activity,
    "evidence": _evidence,
    "reflections": _reflection,
    "reviews": _review,
    "sign_offs": _sign_off,
    "grants": _grant,
}
