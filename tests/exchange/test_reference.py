"""The reference page of the column map says every key, every field and every table."""

import re
from pathlib import Path

import pytest

from plpcore.exchange import TABLES
from plpcore.exchange._fields import FIELDS, NEEDED, names_of
from plpcore.exchange._map import _COLUMN, _MAP, _TABLE
from plpcore.policy import Record

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "column-map.md"


def row(table: str) -> str:
    needed = " and ".join(" or ".join(f"`{name}`" for name in group) for group in NEEDED[table])
    return f"| `{table}` | {needed} | {', '.join(f'`{name}`' for name in names_of(table))} |"


def test_the_page_lists_the_fields_of_every_table() -> None:
    text = PAGE.read_text("utf-8")
    table = re.search(r"^\| table \| needed \| fields \|\n\|---\|---\|---\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table is not None
    assert table[1].splitlines() == [row(name) for name in FIELDS]
    assert tuple(FIELDS) == TABLES


@pytest.mark.parametrize("record", [_MAP, _TABLE, _COLUMN], ids=["map", "table", "column"])
def test_the_page_names_every_key(record: Record[object]) -> None:
    keys = record.schema()["properties"]
    assert isinstance(keys, dict)
    text = PAGE.read_text("utf-8")
    assert [name for name in keys if f"`{name}`" not in text] == []
