"""Rows of activities: the activity itself, and what may stand beside it in the same row."""

from collections.abc import Iterator
from datetime import date

from plpcore.errors import InputError, RecordError
from plpcore.exchange._cells import folded, unknown_kind
from plpcore.exchange._draft import Draft
from plpcore.exchange._map import TableMap
from plpcore.exchange._receipts import Ledger, shortened
from plpcore.exchange._reviewed import add_review, quantity_of, review_of
from plpcore.exchange._rows import TypedRow
from plpcore.ids import ActivityId, EvidenceId, GoalId, ReflectionId
from plpcore.model import (
    Activity,
    Evidence,
    ExternalIds,
    Facts,
    Goal,
    Link,
    Reflection,
    Review,
    ReviewPurpose,
    Submission,
    Text,
)
from plpcore.quantity import Quantity


def activity_row(draft: Draft, table: TableMap, ledger: Ledger, row: TypedRow, *, refuse_doubles: bool) -> None:
    """Add the activity of a row, with its inline evidence, goals, reflection and decisions, to the draft.

    Raises:
        InputError: The row contradicts itself or another row. Nothing of it has been added then.
    """
    name = row.text("id") or row.origin.id
    _check_free(draft, name)
    evidence = list(_evidence(row, table, name))
    goals = [Goal(id=GoalId(title[:200].strip()), title=title) for title in row.texts("goal.title")]
    activity = _activity(row, table, name, evidence, goals)
    reflection = _reflection(row, name)
    reviews = [review for review in _reviews(row, name, table.unit) if review is not None]
    _check_double(draft, activity, row, ledger, refuse=refuse_doubles)
    draft.activities[name] = (activity, row.origin)
    draft.evidence |= {item.id: (item, row.origin) for item in evidence}
    draft.goals = {goal.id: (goal, row.origin) for goal in goals} | draft.goals
    if reflection is not None:
        draft.reflections[reflection.id] = (reflection, row.origin)
    submitted = row.day("submitted")
    if submitted is not None:
        draft.submissions.append(Submission(subject=name, attempt=1, submitted=submitted))
    for review in reviews:
        add_review(draft, review, row)


def _check_free(draft: Draft, name: str) -> None:
    if name in draft.activities:
        first = draft.activities[name][1]
        what = f"'{name}' is the id of {first.file}:{first.line} too"
        raise RecordError("$.id", what, "give each its own id, or remove one row")


def _activity(row: TypedRow, table: TableMap, name: str, evidence: list[Evidence], goals: list[Goal]) -> Activity:
    named = dict.fromkeys((*row.texts("evidence"), *(item.id for item in evidence)))
    served = dict.fromkeys((*row.texts("goals"), *(goal.id for goal in goals)))
    return Activity(
        id=ActivityId(name),
        kind=_kind(row, table),
        title=row.text("title"),
        completed=row.day("completed"),
        started=row.day("started"),
        entered=row.day("entered"),
        amounts=tuple(_amounts(row, table.unit)),
        tags=row.texts("tags"),
        provider=row.text("provider"),
        evidence=tuple(EvidenceId(item) for item in named),
        goals=tuple(GoalId(goal) for goal in served),
        facts=Facts(row.family("facts")),
        external_ids=ExternalIds({scheme: str(value) for scheme, value in row.family("external_ids").items()}),
    )


def _kind(row: TypedRow, table: TableMap) -> str:
    stated = row.text("kind")
    if stated:
        return stated
    title = f" {folded(row.text('title'))} "
    found = next((code for words, code in table.kinds_by_title if f" {folded(words)} " in _spaced(title)), "")
    if found:
        return found
    error: InputError = RecordError("$.kind", "the cell is blank", "fill it in")
    if row.text("title"):
        mend = unknown_kind(row.text("title"), "kinds_by_title").mend
        error = RecordError("$.title", "nothing says the kind of this activity", mend)
    raise error


def _spaced(title: str) -> str:
    """Return a title with its punctuation as blanks, so that words are found as whole words."""
    return " " + " ".join("".join(char if char.isalnum() else " " for char in title).split()) + " "


def _amounts(row: TypedRow, unit: str) -> Iterator[Quantity]:
    for name in row.values:
        measured = row.measured(name) if name == "amount" or name.startswith("amount.") else None
        if measured is not None:
            found = quantity_of(measured, name.partition(".")[2] or row.text("unit") or unit, f"$.{name}")
            if found.amount < 0:
                raise RecordError(f"$.{name}", f"{found} is below zero", "enter what was done")
            yield found


def _evidence(row: TypedRow, table: TableMap, name: str) -> Iterator[Evidence]:
    kind = row.text("evidence.kind") or table.evidence_kind
    contents: list[Link | Text] = [Link(url) for url in row.texts("evidence.link")]
    if row.text("evidence.text"):
        contents.append(Text(row.text("evidence.text")))
    for number, content in enumerate(contents, start=1):
        yield Evidence(id=EvidenceId(shortened(f"{name} evidence {number}")), kind=kind, content=content)


def _reflection(row: TypedRow, name: str) -> Reflection | None:
    body = row.text("reflection")
    if not body:
        return None
    day: date | None = row.day("reflection.written")
    name_of_it = ReflectionId(shortened(f"{name} reflection"))
    return Reflection(id=name_of_it, activities=(ActivityId(name),), body=body, written=day)


def _reviews(row: TypedRow, name: str, unit: str) -> tuple[Review | None, Review | None]:
    return (
        review_of(row, "prior.", name, ReviewPurpose.PRIOR_APPROVAL, unit),
        review_of(row, "review.", name, ReviewPurpose.CREDIT, unit),
    )


def _check_double(draft: Draft, activity: Activity, row: TypedRow, ledger: Ledger, *, refuse: bool) -> None:
    """Notice a claim of the same day, kind, title and amounts: most likely the same one, entered twice."""
    if activity.completed is None:
        return
    claim = (activity.completed, activity.kind, activity.title.casefold(), activity.amounts)
    first = draft.claims.setdefault(claim, row.origin)
    if first is row.origin:
        return
    what = f"the same date, kind, title and amount stand in {first.file}:{first.line}"
    mend = "remove one if it was entered twice"
    if refuse:
        raise RecordError("$", what, mend)
    ledger.warn(row.origin, "$", what, mend)
