"""How SQLite makes what SQL people read: views, and kept tables, over the bodies of the documents that stand."""

from plpcore.storage._relations import RELATIONS, Column, Form, Relation

KEPT = tuple(one for one in RELATIONS if one.key)
"""Those that are tables, written with the revisions."""
VIEWS = tuple(one for one in RELATIONS if not one.key)
"""Those that are views."""


def select(relation: Relation) -> str:
    """Return the statement that makes its rows from the journal."""
    return _selected(relation, "r.kind")


def select_of_commit(relation: Relation) -> str:
    """Return the statement for one commit, given tenant and number: its few rows are found by these alone."""
    return f"{_selected(relation, '+r.kind')} AND r.tenant = ? AND r.seq = ?"


def definition(relation: Relation) -> str:
    """Return the statement that creates the table."""
    columns = ", ".join(f"{column.name} {column.type}" for column in relation.all_columns)
    return f"CREATE TABLE {relation.name} ({columns}, PRIMARY KEY ({', '.join(relation.key)})) STRICT, WITHOUT ROWID"


def _selected(relation: Relation, kind: str) -> str:
    columns = ", ".join(f"{_value(column)} AS {column.name}" for column in relation.all_columns)
    items = f", json_each(r.body, '$.{relation.each}') AS item" if relation.each else ""
    texts = " AND item.type = 'text'" if relation.each else ""
    standing = f"{kind} = '{relation.kind}' AND r.replaced_in IS NULL AND r.body IS NOT NULL AND json_valid(r.body)"
    return f"SELECT {columns} FROM revisions AS r{items} WHERE {standing}{texts}"  # noqa: S608 - no input


def _value(column: Column) -> str:
    """Return the expression of a column."""
    said = f"json_extract(r.body, '$.{column.path}')"
    filled = said if column.default is None else f"coalesce({said}, '{column.default}')"
    visibility = "coalesce(json_extract(r.body, '$.visibility'), 'reviewer')"
    return {
        Form.ROW: f"r.{column.path}",
        Form.TEXT: f"CAST({filled} AS TEXT)",
        Form.OPEN: f"CASE WHEN {visibility} <> 'private' THEN CAST({said} AS TEXT) END",
        Form.COUNT: f"CAST(coalesce({said}, {column.default or 'NULL'}) AS INTEGER)",
        Form.ITEM: "item.value",
        Form.PLACE: "item.key",
        **_parts(said if column.path else "item.value"),
    }[column.form]


def _parts(whole: str) -> dict[Form, str]:
    """Return the expressions of an amount's parts; `whole` is that of its text, with or without a unit behind it."""
    stroke, point, blank = f"instr({whole}, '/')", f"instr({whole}, '.')", f"instr({whole} || ' ', ' ')"
    tens = f"'1' || substr('000000', 1, {blank} - {point} - 1)"
    below = f"CASE WHEN {stroke} THEN substr({whole}, {stroke} + 1) WHEN {point} THEN {tens} ELSE 1 END"
    # CAST reads the digits that a text begins with, and stops at a stroke or a blank.
    return {
        Form.AMOUNT: f"substr({whole}, 1, {blank} - 1)",
        Form.NUMERATOR: f"CAST(replace({whole}, '.', '') AS INTEGER)",
        Form.DENOMINATOR: f"CASE WHEN {whole} IS NOT NULL THEN CAST({below} AS INTEGER) END",
        Form.UNIT: f"substr({whole}, {blank} + 1)",
    }
