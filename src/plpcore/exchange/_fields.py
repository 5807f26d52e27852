"""The fields that a column of each table can fill."""

from collections.abc import Mapping
from enum import StrEnum


class Form(StrEnum):
    """What a cell of a field looks like."""

    ID = "id"
    IDS = "list of ids"
    LINE = "text"
    LINES = "list of texts"
    BODY = "long text"
    DAY = "date"
    AMOUNT = "amount"
    UNIT = "unit"
    WHOLE = "whole number"
    KIND = "kind"
    DECISION = "approved, returned, denied or revoked"
    PURPOSE = "prior-approval, credit, goal or plan"
    GRANT = "waiver, substitution or adjustment"
    VISIBILITY = "private, reviewer or district"
    FACT = "fact"


_DECISION = {
    "decision": Form.DECISION,
    "decided": Form.DAY,
    "reviewer": Form.LINE,
    "role": Form.LINE,
    "reason": Form.LINE,
}


def _under(prefix: str, fields: Mapping[str, Form]) -> dict[str, Form]:
    return {f"{prefix}.{name}": form for name, form in fields.items()}


FIELDS: Mapping[str, Mapping[str, Form]] = {
    "educators": {"id": Form.ID, "carried_in": Form.AMOUNT},
    "goals": {
        "id": Form.ID,
        "educator": Form.ID,
        "title": Form.LINE,
        "measure": Form.BODY,
        "due": Form.DAY,
        "priority": Form.WHOLE,
        **_under("review", _DECISION),
    },
    "plans": {
        "id": Form.ID,
        "educator": Form.ID,
        "title": Form.LINE,
        "start": Form.DAY,
        "end": Form.DAY,
        "last_day": Form.DAY,
        "started": Form.DAY,
        "goals": Form.IDS,
        **_under("review", _DECISION),
    },
    "activities": {
        "id": Form.ID,
        "educator": Form.ID,
        "kind": Form.KIND,
        "title": Form.LINE,
        "completed": Form.DAY,
        "started": Form.DAY,
        "entered": Form.DAY,
        "amount": Form.AMOUNT,
        "unit": Form.UNIT,
        "tags": Form.IDS,
        "provider": Form.LINE,
        "evidence": Form.IDS,
        "evidence.link": Form.LINES,
        "evidence.text": Form.BODY,
        "evidence.kind": Form.ID,
        "goals": Form.IDS,
        "goal.title": Form.LINES,
        "reflection": Form.BODY,
        "reflection.written": Form.DAY,
        "submitted": Form.DAY,
        **_under("review", _DECISION),
        "review.amount": Form.AMOUNT,
        **_under("prior", _DECISION),
    },
    "evidence": {
        "id": Form.ID,
        "educator": Form.ID,
        "activities": Form.IDS,
        "kind": Form.ID,
        "link": Form.LINE,
        "text": Form.BODY,
        "sha256": Form.LINE,
        "media_type": Form.LINE,
        "size": Form.WHOLE,
        "title": Form.LINE,
        "added": Form.DAY,
    },
    "reflections": {
        "id": Form.ID,
        "educator": Form.ID,
        "activities": Form.IDS,
        "goals": Form.IDS,
        "body": Form.BODY,
        "prompt": Form.LINE,
        "visibility": Form.VISIBILITY,
        "written": Form.DAY,
    },
    "reviews": {
        "id": Form.ID,
        "educator": Form.ID,
        "subject": Form.ID,
        "purpose": Form.PURPOSE,
        **_DECISION,
        "amount": Form.AMOUNT,
        "unit": Form.UNIT,
        "comment": Form.BODY,
    },
    "sign_offs": {"educator": Form.ID, "name": Form.ID, "by": Form.LINE, "signed": Form.DAY},
    "grants": {
        "id": Form.ID,
        "educator": Form.ID,
        "kind": Form.GRANT,
        "rule": Form.ID,
        "activity": Form.ID,
        "amount": Form.AMOUNT,
        "authority": Form.LINE,
        "reason": Form.BODY,
        "granted": Form.DAY,
        "expires": Form.DAY,
        "last_day": Form.DAY,
        "entered": Form.DAY,
    },
}
"""The fields of each table, in the order in which the tables are read."""

FAMILIES: Mapping[str, Mapping[str, Form]] = {
    "educators": {"facts": Form.FACT, "external_ids": Form.ID},
    "activities": {"amount": Form.AMOUNT, "facts": Form.FACT, "external_ids": Form.ID},
}
"""Fields of which there are any number, such as `facts.fte` or `amount.hour`."""

NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "educators": (("id",),),
    "goals": (("educator",), ("title",)),
    "plans": (("educator",),),
    "activities": (("educator",), ("kind", "title")),
    "evidence": (("id", "activities"), ("link", "text", "sha256")),
    "reflections": (("activities", "goals", "educator"), ("body",)),
    "reviews": (("subject",), ("decision",)),
    "sign_offs": (("educator",), ("name",)),
    "grants": (("educator",), ("kind",), ("rule",), ("authority",), ("reason",), ("granted",)),
}
"""Of each group at least one field must have a column."""

LISTS = frozenset({Form.IDS, Form.LINES})
"""Forms that several columns may fill together."""


def form_of(table: str, name: str) -> Form | None:
    """Return what a cell of this field looks like; None when the table has no such field."""
    known = FIELDS[table].get(name)
    if known is not None:
        return known
    family, dot, rest = name.partition(".")
    return FAMILIES.get(table, {}).get(family) if dot and rest else None


def names_of(table: str) -> list[str]:
    """Return the fields of a table as a person reads them, with `facts.NAME` for the open ones."""
    open_ones = [f"{family}.{'UNIT' if family == 'amount' else 'NAME'}" for family in FAMILIES.get(table, {})]
    return [*FIELDS[table], *open_ones]
