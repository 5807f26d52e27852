"""The reference page of the views, made from their definitions: `python -m tests.storage.page` writes it anew."""

from pathlib import Path

from plpcore.storage._sqlite_views import RELATIONS, Relation

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "database-views.md"

_HEAD = """\
# Views of a district's file

What SQL finds in a file of the SQLite storage: a row for each document that stands. Withdrawn and erased documents are
not there. This page is made from the definitions: `python -m tests.storage.page`. The tables below the views are
described in [](sqlite-file.md).

```python
from plpcore.codec import to_json
from plpcore.ids import ActivityId
from plpcore.journal import Batch, Key, Note, Put
from plpcore.model import Activity
from plpcore.quantity import Quantity
from plpcore.storage.sqlite import SqliteStorage
from datetime import UTC, datetime
from os import urandom

storage = SqliteStorage.open("district.db")
activity = Activity(ActivityId("a1"), "book", "Reading for pleasure", amounts=(Quantity.of("1.5", "hour"),))
put = Put(Key("activity", "a1"), "educator-7", 0, to_json(activity), urandom(16))
storage.commit("district-1", Batch((put,), Note(actor="educator-7", at=datetime.now(UTC))))
storage.close()
```

Any tool that opens SQLite files reads them, such as `sqlite-utils` or Datasette:

```console
$ sqlite-utils district.db "select educator, activity, amount, unit from learning_activity_amounts"
[{"educator": "educator-7", "activity": "a1", "amount": "1.5", "unit": "hour"}]
```

- An **amount** is exact text, and a numerator and a denominator whose quotient it is. No column is ever a
  floating-point number. Hours as minutes, exactly: `sum(numerator * 60 / denominator)` where 60 is a multiple of the
  denominator.
- **Days** are text as `2026-01-31`; NULL where nobody knows. Text is empty where nothing was said.
- **Lists and maps** that have no view of their own are JSON: `json_each(tags)` takes them apart.
- What a **private reflection** says is not shown. It stands in `revisions.body`, which whoever can open the file can
  read; a reporting connection refuses that column.
- Every view begins with the tenant. A file may hold several districts: always ask for one.

`learning_activities` and `learning_activity_amounts` are tables, clustered by educator and written in the transaction
of the journal; so is `owners`. `SqliteStorage.check()` proves them equal to the journal, `SqliteStorage.rebuild()`
makes them again, and so does the next opening where one was dropped.
"""


def made() -> str:
    """Return the page as it should be."""
    return "\n".join((_HEAD, *map(_section, RELATIONS)))


def _section(relation: Relation) -> str:
    rows = [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in relation.all_columns]
    head = f"## {relation.name}\n\n{relation.meaning} Documents of the kind `{relation.kind}`.\n"
    return "\n".join((head, "| column | type | meaning |", "|---|---|---|", *rows, ""))


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
