"""Cycles and the time of keeping: what the documented fields say in the policy language."""

from tests.corpus.facts import Book
from tests.corpus.neutral import Json, is_number, listed, number

_MONTHS = 12

_ANCHORS: dict[str, Json] = {
    "issue_date": {"anchor": "issue_date", "fact": "issued"},
    "july1_after_issue": {"anchor": "next", "first_day": "07-01", "fact": "issued"},
    "birth_month": {"anchor": "birth_month", "fact": "issued", "month_fact": "birth_month"},
    "day_after": {"anchor": "day_after", "fact": "previous_completed"},
    "fixed": {"anchor": "fixed"},
}


def cycle_of(policy: Json, person: Book, cite: str) -> Json:
    """Return when a cycle begins and how long it is."""
    stated = policy["period"]
    found: Json = {"id": "period", "cite": cite} | _ANCHORS[stated["anchor"]]
    # Each anchor asks for one of the two; the language refuses the other.
    day = "start" if stated["anchor"] == "fixed" else "not_before"
    found |= {day: stated[day]} if day in stated else {}
    years, minus = stated.get("years", 0), stated.get("minus", 0)
    rows = years if isinstance(years, list) else [{"years": years, "months": stated.get("months", 0)}]
    less = int(number(minus) * _MONTHS) if is_number(minus) else 0
    found["lengths"] = [_length(row, person, less) for row in rows]
    found["extend"] = [_length(row, person) for row in listed(stated.get("extend"))]
    return found if is_number(minus) else found | {"minus": person.filled(minus)}


def _length(row: Json, person: Book, less: int = 0) -> Json:
    return {"when": person.predicate(row.get("when") or {}), "months": _months(row) - less}


def _months(row: Json) -> int:
    return int(number(row.get("years", 0)) * _MONTHS + number(row.get("months", 0)))


def retention_of(policy: Json, cite: str) -> Json:
    """Return how long evidence is kept."""
    return {"id": "retention", "cite": cite, "after": "cycle_end", "months": _months(policy["retention"])}
