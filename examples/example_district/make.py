"""Write the records of Lindenwater, an invented district of 270 educators, as its two school years would be exported.

    python examples/example_district/make.py [FOLDER]

The same seed gives the same bytes, on every machine and every supported Python: no clock is read, and only
`Random.random` is asked, which Python promises not to change. The words stand in words.toml. People, schools, books
and events are invented.
"""

import csv
import sys
from pathlib import Path

from lindenwater.dice import Dice
from lindenwater.learning import Learner, Numbers
from lindenwater.people import Person, educator_row, goals_of, people
from lindenwater.rows import activity_row, evidence_rows, reflection_rows, review_rows
from lindenwater.words import HEADERS, HERE, MISHAPS, YEARS

SEED = 2024_07_01
# A byte order mark, as spreadsheets write it in front of UTF-8.
MARKED = {"educators.csv", "activities.csv"}
MARK = "\ufeff"
Tables = dict[str, list[list[str]]]


def tables() -> Tables:
    """Return the rows of all files."""
    found: Tables = {name: [] for name in HEADERS}
    numbers = Numbers()
    staff = people(Dice(SEED))
    for number, person in enumerate(staff):
        found["educators.csv"].append(educator_row(Dice(SEED + number), person))
    for year in YEARS:
        for number, person in enumerate(staff):
            _add_year(found, person, year, Dice(SEED * 1000 + year * 500 + number), numbers)
    for mishap in MISHAPS["mishaps"]:
        rows = found[mishap["file"]]
        rows.insert(mishap["at"], mishap.get("row") or rows[mishap["at"] - 1])
    return found


def _add_year(found: Tables, person: Person, year: int, dice: Dice, numbers: Numbers) -> None:
    goals = goals_of(dice, person, year)
    learner = Learner(person, year, dice, numbers, tuple(goal[0] for goal in goals))
    entries = list(learner.entries())
    found["goals.csv"] += goals
    found["activities.csv"] += [activity_row(learner, entry) for entry in entries]
    found["evidence.csv"] += evidence_rows(learner, entries)
    found["reflections.csv"] += reflection_rows(learner, entries)
    found["reviews.csv"] += review_rows(learner, entries)


def write(folder: Path) -> None:
    """Write the files into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            file.write(MARK if name in MARKED else "")
            csv.writer(file, lineterminator="\n").writerows([HEADERS[name], *rows])


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    write(target)
    print(f"written to {target}")
