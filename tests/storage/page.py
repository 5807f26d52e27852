"""The reference page of the views, made from their definitions: `python -m tests.storage.page` writes it anew."""

from pathlib import Path

from plpcore.storage._relations import RELATIONS, Relation

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "database-views.md"

_HEAD = """\
# Views for people who speak SQL

What SQL finds in a file of the SQLite storage and in a database of the PostgreSQL storage: a row for each document that
stands, under the same names. Withdrawn and erased documents are not there. This page is made from the definitions:
`python -m tests.storage.page`.

| | SQLite | PostgreSQL | memory, object stores |
|---|---|---|---|
| the views of this page | in the file | in the schema `plpcore` | none |
| the columns' types | `TEXT`, `INTEGER` | `text`, `bigint` | |
| beside them, for every kind | `documents`, [and tables](sqlite-file.md) | `current_documents`, `history` | |
| a list as JSON is taken apart by | `json_each(tags)` | `jsonb_array_elements_text(tags::jsonb)` | |
| who sees which district | whoever opens the file sees all | row level security decides | |

- An **amount** is exact text, and a numerator and a denominator whose quotient it is. No column is ever a
  floating-point number. Hours as minutes, exactly: `sum(numerator * 60 / denominator)` where 60 is a multiple of the
  denominator.
- **Days** are text as `2026-01-31`; NULL where nobody knows. Text is empty where nothing was said.
- What a **private reflection** says is not shown. It stands in the bodies, which whoever may read `revisions`, or
  `current_documents`, can read.
- Every view begins with the tenant. A SQLite file may hold several districts: always ask for one.
- A body that is no JSON is not shown, nor in PostgreSQL one that `jsonb` cannot hold. No value of the model has one.

## In SQLite

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

A [reporting connection](sqlite-file.md) of plpcore refuses the bodies, and so what a private reflection says.

`learning_activities` and `learning_activity_amounts` are tables, clustered by educator and written in the transaction
of the journal; so is `owners`. `SqliteStorage.check()` proves them equal to the journal, `SqliteStorage.rebuild()`
makes them again, and so does the next opening where one was dropped.

## In PostgreSQL

`open_storage("postgresql://…")` makes the views, also in a database that an older plpcore made. Whoever asks reads with
their own rights, and sees the district that the setting names and no other:

```sql
SET plpcore.tenant = 'district-1';
SELECT educator, activity, amount, unit FROM plpcore.learning_activity_amounts WHERE educator = 'educator-7';
```

What a role needs to report, and to be bound to one district, is told in
[](../how-to/embed-in-an-hr-system.md). Each view and column has a comment: `\\d+ plpcore.goals` in psql shows them.
"""


def made() -> str:
    """Return the page as it should be."""
    return "\n".join((_HEAD, *map(_section, RELATIONS)))


def _section(relation: Relation) -> str:
    rows = [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in relation.all_columns]
    kept = " In SQLite a table, clustered by educator." if relation.key else ""
    head = f"## {relation.name}\n\n{relation.meaning} Documents of the kind `{relation.kind}`.{kept}\n"
    return "\n".join((head, "| column | type | meaning |", "|---|---|---|", *rows, ""))


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
