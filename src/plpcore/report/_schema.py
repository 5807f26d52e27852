"""The JSON Schema of statements."""

from collections.abc import Mapping
from enum import StrEnum

from plpcore.evaluation import GrantState, Outcome, Reason, Status
from plpcore.model import GrantKind
from plpcore.report._data import STATEMENT_FORMAT, Data

_TEXT: dict[str, Data] = {"type": "string"}
_FLAG: dict[str, Data] = {"type": "boolean"}
_DAY: dict[str, Data] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_EXACT: dict[str, Data] = {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,6}|/[1-9][0-9]*)?$"}
_AMOUNT: dict[str, Data] = {"$ref": "#/$defs/amount"}
_VALUES: dict[str, Data] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}}


def statement_schema() -> dict[str, Data]:
    """Return the JSON Schema (2020-12) of what `statement_data` returns."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"plpcore statement, format {STATEMENT_FORMAT}",
        **_table({**_head(), **_amounts(), **_tail()}),
        "$defs": {
            "amount": {
                **_table({"amount": _EXACT, "unit": _TEXT}),
                "description": "An exact decimal or fraction, and its unit.",
            },
            "value": _value(),
            "step": _step(),
        },
    }


def _table(fields: Mapping[str, Data]) -> dict[str, Data]:
    return {
        "type": "object",
        "properties": {**fields},
        "required": [*sorted(fields)],
        "additionalProperties": False,
    }


def _list(item: Data) -> dict[str, Data]:
    return {"type": "array", "items": item}


def _words(of: type[StrEnum]) -> dict[str, Data]:
    return {"enum": [word.value for word in of]}


def _or_null(shape: Data) -> dict[str, Data]:
    return {"anyOf": [shape, {"type": "null"}]}


def _head() -> dict[str, Data]:
    return {
        "format": {"const": STATEMENT_FORMAT},
        "policy": _TEXT,
        "digest": _TEXT,
        "edition": _TEXT,
        "alternative": _TEXT,
        "educator": _TEXT,
        "unit": _table({"one": _TEXT, "many": _TEXT}),
        "as_of": _DAY,
        "known_at": _or_null(_DAY),
        "cycle": {
            **_or_null(_table({"start": _DAY, "end": _DAY})),
            "description": "From start (inclusive) to end (exclusive).",
        },
        "outcome": _words(Outcome),
        "sharing": {"type": "integer", "minimum": 0, "description": "Floors that one unit may fill; 0: any number."},
    }


def _amounts() -> dict[str, Data]:
    return {
        "required": _AMOUNT,
        "total": _AMOUNT,
        "short": _AMOUNT,
        "carried_in": _AMOUNT,
        "carried_out": _AMOUNT,
        "quantum": _or_null(_AMOUNT),
        "required_steps": _list({"$ref": "#/$defs/step"}),
        "activities": _list(_activity()),
        "requirements": _list(_requirement()),
        "certificate": _or_null(_certificate()),
        "fix": _fix(),
        "alternatives": _list(_table({"id": _TEXT, "outcome": _words(Outcome), "short": _AMOUNT})),
        "grants": _list(_grant()),
    }


def _tail() -> dict[str, Data]:
    return {
        "deemed_by": _TEXT,
        "signed": _list(_TEXT),
        "missing": _list(_TEXT),
        "answers": _list(_table({"rule": _TEXT, "opaque": _FLAG, "values": _VALUES, "missing": _list(_TEXT)})),
        "options": _list(_table({"name": _TEXT, "value": _TEXT, "stated": _FLAG})),
        "citations": _list(_table({"rule": _TEXT, "name": _TEXT, "cite": _TEXT})),
        "keep_until": _or_null(_DAY),
    }


def _step() -> dict[str, Data]:
    return _table({"reason": _words(Reason), "rule": _TEXT, "before": _AMOUNT, "after": _AMOUNT, "arguments": _VALUES})


def _activity() -> dict[str, Data]:
    return _table(
        {
            "activity": _TEXT,
            "kind": _TEXT,
            "title": _TEXT,
            "completed": _or_null(_DAY),
            "claimed": _list(_AMOUNT),
            "part": _TEXT,
            "status": _words(Status),
            "earned": _AMOUNT,
            "counted": _AMOUNT,
            "placed": _list(_table({"requirement": _TEXT, "credit": _AMOUNT})),
            "fits": _list(_TEXT),
            "missing": _list(_TEXT),
            "steps": _list({"$ref": "#/$defs/step"}),
        }
    )


def _requirement() -> dict[str, Data]:
    return _table(
        {
            "id": _TEXT,
            "name": _TEXT,
            "kind": {"enum": ["total", "floor", "distinct"]},
            "span": _TEXT,
            "within": _TEXT,
            "needed": _AMOUNT,
            "credited": _AMOUNT,
            "short": _AMOUNT,
        }
    )


def _certificate() -> dict[str, Data]:
    return _table(
        {
            "requirements": _list(_TEXT),
            "needs": _AMOUNT,
            "reachable": _AMOUNT,
            "short": _AMOUNT,
            "by_source": _list(_table({"source": _TEXT, "credit": _AMOUNT})),
        }
    )


def _fix() -> dict[str, Data]:
    return _table(
        {
            "amount": _AMOUNT,
            "parts": _list(_table({"requirements": _list(_TEXT), "at_least": _AMOUNT})),
            "exhausted": _list(_TEXT),
            "distinct": _list(_table({"requirement": _TEXT, "count": _AMOUNT})),
            "unsigned": _list(_TEXT),
        }
    )


def _grant() -> dict[str, Data]:
    return _table(
        {
            "id": _TEXT,
            "kind": _words(GrantKind),
            "rule": _TEXT,
            "activity": _TEXT,
            "amount": _or_null(_AMOUNT),
            "authority": _TEXT,
            "reason": _TEXT,
            "granted": _DAY,
            "expires": _or_null(_DAY),
            "entered": _or_null(_DAY),
            "state": _words(GrantState),
        }
    )


def _value() -> dict[str, Data]:
    """The shape of an argument or a fact: exact numbers and days are tables of one key."""
    return {
        "anyOf": [
            _TEXT,
            _FLAG,
            {"type": "integer"},
            _list(_TEXT),
            _table({"number": _EXACT}),
            _table({"day": _DAY}),
        ]
    }
