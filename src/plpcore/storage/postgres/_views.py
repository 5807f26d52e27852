"""How PostgreSQL makes what SQL people read: views over the bodies of the documents that stand.

Whatever a body holds, a view can be read: what has not the form of a number is NULL, and what is no list has no items.
"""

from plpcore.storage._relations import RELATIONS, Column, Form, Relation

_TYPES = {"TEXT": "text", "INTEGER": "bigint"}
_ITEM = "(item.value #>> '{}')"
_WHOLE = "-?[0-9]{1,18}"
_AMOUNT = "-?([0-9]{1,18}|[0-9]{1,12}[.][0-9]{1,6}|[0-9]{1,18}/0*[1-9][0-9]{0,17})"
"""Both are as long as fits into a `bigint`, and nothing is divided by 0."""


def view_statements() -> str:
    """Return the statements that make all views, with what they and their columns mean."""
    return "".join(map(_made, RELATIONS))


def _made(relation: Relation) -> str:
    name, columns = f"plpcore.{relation.name}", relation.all_columns
    select = ",\n    ".join(f"({_value(one)})::{_TYPES[one.type]} AS {one.name}" for one in columns)
    means = "".join(f"COMMENT ON COLUMN {name}.{one.name} IS {_quoted(one.meaning)};\n" for one in columns)
    return f"""
CREATE VIEW {name} WITH (security_invoker = true) AS
SELECT
    {select}
FROM plpcore.documents d
JOIN plpcore.revisions r USING (tenant, seq, place)
CROSS JOIN LATERAL plpcore.as_json(r.body) AS j (body){_items(relation.each)}
WHERE d.is_there AND d.kind = '{relation.kind}' AND j.body IS NOT NULL{_only_texts(relation.each)};
COMMENT ON VIEW {name} IS {_quoted(relation.meaning)};
{means}"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _items(each: str) -> str:
    if not each:
        return ""
    items = f"CASE WHEN jsonb_typeof(j.body -> '{each}') = 'array' THEN j.body -> '{each}' END"
    return f"\nCROSS JOIN LATERAL jsonb_array_elements({items}) WITH ORDINALITY AS item (value, place)"


def _only_texts(each: str) -> str:
    return " AND jsonb_typeof(item.value) = 'string'" if each else ""


def _value(column: Column) -> str:
    """Return the expression of a column."""
    said = f"(j.body #>> '{{{column.path.replace('.', ',')}}}')"
    visibility = "coalesce(j.body #>> '{visibility}', 'reviewer')"
    return {
        Form.ROW: f"d.{column.path}",
        Form.TEXT: said if column.default is None else f"coalesce({said}, '{column.default}')",
        Form.OPEN: f"CASE WHEN {visibility} <> 'private' THEN {said} END",
        Form.COUNT: f"coalesce({_if_like(_WHOLE, said, f'{said}::bigint')}, {column.default or 'NULL'})",
        Form.ITEM: _ITEM,
        Form.PLACE: "item.place - 1",
        **_parts(said if column.path else _ITEM),
    }[column.form]


def _parts(whole: str) -> dict[Form, str]:
    """Return the expressions of an amount's parts; `whole` is that of its text, with or without a unit behind it."""
    amount = f"split_part({whole}, ' ', 1)"
    above = f"replace(split_part({amount}, '/', 1), '.', '')::bigint"
    tens = f"('1' || repeat('0', length(split_part({amount}, '.', 2))))::bigint"
    below = f"coalesce(nullif(split_part({amount}, '/', 2), '')::bigint, {tens})"
    return {
        Form.AMOUNT: amount,
        Form.NUMERATOR: _if_like(_AMOUNT, amount, above),
        Form.DENOMINATOR: _if_like(_AMOUNT, amount, below),
        Form.UNIT: f"substr({whole}, length({amount}) + 2)",
    }


def _if_like(form: str, text: str, value: str) -> str:
    """Return the expression of a value that is NULL where the text has another form."""
    return f"CASE WHEN {text} ~ '^{form}$' THEN {value} END"
