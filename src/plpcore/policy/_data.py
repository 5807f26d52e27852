"""Free data for the tables that only a rule kind understands."""

import json
from collections.abc import Mapping
from datetime import date
from typing import cast

from plpcore.policy._scalars import AMOUNT, DATE, TEXT
from plpcore.policy._shapes import Plain, Shape, at, table_of


class DataShape(Shape[str]):
    """A table of texts, exact numbers, flags, dates, lists and tables, kept frozen as canonical JSON."""

    def read(self, value: object, where: str) -> str:
        """Return the canonical JSON of the table; decimals and dates become text."""
        return canonical_json(_plain(table_of(value, where), where))

    def write(self, value: str) -> Plain:
        """Return the table."""
        return cast("Plain", json.loads(value))

    def schema(self) -> dict[str, object]:
        """Return the schema of any table."""
        return {"type": "object"}


def canonical_json(data: Plain) -> str:
    """Return the one JSON text of plain data: keys sorted, no blanks, characters as they are."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: object, where: str) -> Plain:
    if isinstance(value, Mapping):
        table = table_of(value, where)
        return {TEXT.read(name, at(where, name)): _plain(held, at(where, name)) for name, held in table.items()}
    if isinstance(value, list):
        return [_plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return TEXT.read(value, where)
    if isinstance(value, date):
        return DATE.write(DATE.read(value, where))
    return AMOUNT.write(AMOUNT.read(value, where))


DATA = DataShape()
EMPTY = "{}"
