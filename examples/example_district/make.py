"""Write the records of Lindenwater, an invented district of 270 educators, as its two school years would be exported.

    python examples/example_district/make.py [FOLDER]

The same seed gives the same bytes, on every machine and every supported Python: no clock is read, and only
`Random.random` is asked, which Python promises not to change. The words stand in words.toml. People, schools, books
and events are invented.
"""

import csv
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from attrs import field, frozen

T = TypeVar("T")

HERE = Path(__file__).parent
WORDS: Mapping[str, Any] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
MISHAPS: Mapping[str, Any] = tomllib.loads((HERE / "mishaps.toml").read_text("utf-8"))
SEED = 2024_07_01
YEARS = (2024, 2025)
MINUTES_PER = {"Hours": 60, "Minutes": 1, "Pages": 2, "Credits": 900}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A byte order mark, as spreadsheets write it in front of UTF-8.
MARKED = {"educators.csv", "activities.csv"}
MARK = "\ufeff"
FRIDAY = 4
ON_WEEKDAY = {"chat": 6, "edcamp": 5}
AT_SCHOOL = {"workshop", "webinar", "peer-observation", "coaching", "professional-learning-community", "school-visit"}
MOST_ENTRIES = 40
HEADERS: Mapping[str, list[str]] = WORDS["headers"]
Tables = dict[str, list[list[str]]]


class Dice:
    """Choices that come out the same on every Python."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - the records are meant to be the same again

    def below(self, end: int) -> int:
        """Return a whole number from 0 to `end`, which is left out."""
        return int(self._random.random() * end)

    def between(self, first: int, last: int) -> int:
        """Return a whole number, both ends included."""
        return first + self.below(last - first + 1)

    def chance(self, percent: int) -> bool:
        """Return True this often in a hundred."""
        return self.below(100) < percent

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, kinds: Mapping[str, Mapping[str, Any]]) -> str:
        """Return a kind, as often as its weight says."""
        number = self.below(sum(kind["weight"] for kind in kinds.values()))
        for name, kind in kinds.items():
            number -= kind["weight"]
            if number < 0:
                return name
        raise AssertionError

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]


@frozen
class Person:
    """One educator, with a way of learning for each school year."""

    id: str
    position: str
    subject: str
    level: str
    school: str
    habits: tuple[str, ...]


@frozen
class Entry:
    """One thing that a person did to learn."""

    id: str
    kind: str
    title: str
    day: date
    unit: str
    amount: str
    provider: str = ""
    attended: str = ""
    goals: tuple[str, ...] = ()
    begun: date | None = None

    @property
    def minutes(self) -> int:
        """Return its length; two minutes a page, 15 hours a credit."""
        return int(float(self.amount) * MINUTES_PER[self.unit])


@frozen
class Numbers:
    """Running numbers for ids."""

    _last: dict[str, int] = field(factory=dict)

    def next(self, letter: str) -> str:
        """Return the next id that begins with this letter."""
        self._last[letter] = self._last.get(letter, 0) + 1
        return f"{letter}{self._last[letter]:05}"


# ------------------------------------------------------------------------------------------------------- the people


def people() -> list[Person]:
    """Return the 270 educators in the order of their ids."""
    dice = Dice(SEED)
    seats = dice.shuffled([role for role in WORDS["roles"] for _ in range(role["count"])])
    habits = [dice.shuffled(_habits(year)) for year in range(len(YEARS))]
    habits[1] = _kept(dice, *habits)
    return [_person(dice, number, role, (habits[0][number], habits[1][number])) for number, role in enumerate(seats)]


def _habits(year: int) -> list[str]:
    return [habit["name"] for habit in WORDS["habits"] for _ in range(habit["people"][year])]


def _kept(dice: Dice, first: list[str], second: list[str]) -> list[str]:
    """Let most people learn in the second year as in the first, as far as the numbers of the second allow."""
    left = list(second)
    found: list[str | None] = [None] * len(first)
    for number in dice.shuffled(range(len(first))):
        if first[number] in left and dice.chance(85):
            left.remove(first[number])
            found[number] = first[number]
    return [habit if habit is not None else left.pop() for habit in found]


def _person(dice: Dice, number: int, role: Mapping[str, Any], habits: tuple[str, ...]) -> Person:
    level = role.get("level") or dice.one(["elementary", "middle", "high", "high", "middle"])
    schools = [school["name"] for school in WORDS["district"]["schools"] if school["level"] == level]
    return Person(f"E-{1001 + number}", role["role"], role["subject"], level, dice.one(schools), habits)


def educator_row(dice: Dice, person: Person) -> list[str]:
    """Return a row of educators.csv."""
    fte = dice.one(["1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "0.5", "0.8", "1"])
    hired = date(1991 + dice.below(33), 8, 1 + dice.below(28))
    level = dice.one([person.level, person.level, person.level.upper(), person.level + " "])
    return [person.id, person.position, level, person.school, fte, f"{hired:%m/%d/%Y}"]


# -------------------------------------------------------------------------------------------------------- the goals


def goals_of(dice: Dice, person: Person, year: int) -> list[list[str]]:
    """Return the rows of goals.csv for one year: one to three goals."""
    known = [*WORDS["goals"][person.subject], *WORDS["goals"]["everyone"]]
    chosen = dice.shuffled(known)[: dice.one([1, 2, 2, 2, 3])]
    due = (f"5/{15 + dice.below(15)}/{year + 1}", f"6/{1 + dice.below(9)}/{year + 1}", "")
    return [
        [
            f"G-{person.id[2:]}-{year % 100}-{rank}",
            person.id,
            f"{year}-{year % 100 + 1}",
            title,
            measure,
            dice.one(due),
            str(rank),
        ]
        for rank, (title, measure) in enumerate(chosen, start=1)
    ]


# ------------------------------------------------------------------------------------------------------ the entries


@frozen
class Learner:
    """One person in one school year: what there is to choose from."""

    person: Person
    year: int
    dice: Dice
    numbers: Numbers
    goals: tuple[str, ...]

    @property
    def habit(self) -> Mapping[str, Any]:
        """Return how the person spends this year."""
        name = self.person.habits[YEARS.index(self.year)]
        found: Mapping[str, Any] = next(habit for habit in WORDS["habits"] if habit["name"] == name)
        return found

    def chance(self, name: str) -> bool:
        """Return whether something happens that the habit gives a chance."""
        return self.dice.chance(self.habit["chances"][name])

    def entries(self) -> Iterator[Entry]:
        """Yield what was done: the district's days, then workshops and courses, then all other learning."""
        done = list(self._events())
        yield from done
        yield from self._until("formal", sum(entry.minutes for entry in done))
        yield from self._until("informal", 0)

    def _events(self) -> Iterator[Entry]:
        for event in WORDS["events"]:
            day: date = event["day"]
            if (self.year, 7) <= (day.year, day.month) < (self.year + 1, 7) and self.chance("event"):
                yield Entry(
                    id=self.numbers.next("L"),
                    kind="workshop",
                    title=event["title"],
                    day=day,
                    unit="Hours",
                    amount=f"{event['minutes'] / 60:g}",
                    provider=WORDS["district"]["approved"][0],
                    attended=self._attended(97),
                    goals=self._goals(),
                )

    def _until(self, group: str, minutes: int) -> Iterator[Entry]:
        first, last = self.habit[group]
        target = self.dice.between(first * 60, last * 60)
        for _ in range(MOST_ENTRIES):
            if minutes + 20 > target:
                return
            entry = self._entry(group)
            minutes += entry.minutes
            yield entry

    def _entry(self, group: str) -> Entry:
        kind = self.dice.weighted(WORDS["kinds"][group])
        about = WORDS["kinds"][group][kind]
        day = self._day(kind)
        is_long = about["unit"] in {"Credits", "Pages"} or kind == "online-course"
        return Entry(
            id=self.numbers.next("L"),
            kind=kind,
            title=self._title(kind),
            day=day,
            unit=about["unit"],
            amount=self.dice.one(about["amounts"]),
            provider=self._provider() if group == "formal" else self._host(),
            attended=self._attended(94) if group == "formal" else "",
            goals=self._goals(),
            begun=day - timedelta(days=self.dice.between(10, 60)) if is_long else None,
        )

    def _day(self, kind: str) -> date:
        """Return a day from August to June that suits the kind: chats are on Sundays, lessons are not."""
        day = date(self.year, 8, 15) + timedelta(days=self.dice.below(300))
        weekday = day.weekday()
        if kind in ON_WEEKDAY:
            return day + timedelta(days=ON_WEEKDAY[kind] - weekday)
        return day - timedelta(days=max(0, weekday - FRIDAY)) if kind in AT_SCHOOL else day

    def _title(self, kind: str) -> str:
        topics = WORDS["topics"][self.person.subject] if self.dice.chance(70) else WORDS["topics"]["everyone"]
        topic = self.dice.one(topics)
        title: str = self.dice.one(WORDS["titles"][kind])
        book = self.dice.one(WORDS["books"]["titles"])
        return title.format(topic=topic, Topic=topic[0].upper() + topic[1:], book=book)

    def _provider(self) -> str:
        group = "approved" if self.dice.chance(86) else "elsewhere"
        name: str = self.dice.one(WORDS["district"][group])
        return name

    def _host(self) -> str:
        return self.person.school if self.dice.chance(15) else ""

    def _attended(self, percent: int) -> str:
        words = ("Y", "Y", "y", "yes", "Yes", "x", "X") if self.dice.chance(percent) else ("N", "no", "", "n/a")
        return self.dice.one(words)

    def _goals(self) -> tuple[str, ...]:
        if not self.chance("goal"):
            return ()
        first = self.dice.one(self.goals)
        return (first, next((goal for goal in self.goals if goal != first), first)) if self.dice.chance(8) else (first,)


# --------------------------------------------------------------------------------------------- what stands behind it


def activity_row(learner: Learner, entry: Entry) -> list[str]:
    """Return a row of activities.csv in the words of the person who typed it."""
    dice = learner.dice
    group = "formal" if entry.kind in WORDS["kinds"]["formal"] else "informal"
    begun = entry.begun or (entry.day if dice.chance(12) else None)
    entered = entry.day + timedelta(days=dice.below(45))
    amounts = [entry.amount if entry.unit == unit else "" for unit in MINUTES_PER]
    goals = "/".join(dict.fromkeys(entry.goals))
    title = _scribbled(dice, entry.title)
    provider = entry.provider + (" " if dice.chance(4) else "")
    days = ["" if begun is None else f"{begun:%m/%d/%Y}", f"{entry.day:%m/%d/%Y}"]
    kind = dice.one(WORDS["kinds"][group][entry.kind]["words"]) + ("  " if dice.chance(3) else "")
    person = learner.person.id + (" " if dice.chance(1) else "")
    return [entry.id, person, kind, title, provider, *days, *amounts, entry.attended, goals, f"{entered:%m/%d/%Y}"]


def _scribbled(dice: Dice, title: str) -> str:
    """Return the title, seldom with the blanks, breaks and signs that people paste."""
    number = dice.below(400)
    if number == 0:
        return title.replace(" ", "\n", 1)
    if number == 1:
        return f'=HYPERLINK("https://example.org/slides","{title.replace(chr(34), "")}")'
    signs = {2: "+1 ", 3: "- ", 4: "@school: "}
    return signs.get(number, "") + title + ("  " if number in range(5, 13) else "")


def evidence_rows(learner: Learner, entries: Sequence[Entry]) -> Iterator[list[str]]:
    """Yield rows of evidence.csv. One item may show several entries."""
    kinds = ("Notes", "Notes", "Photo", "Student work", "Lesson plan", "Recording", "Artifact")
    for group in _groups(learner.dice, [entry for entry in entries if learner.chance("evidence")], 2):
        item = learner.numbers.next("V")
        dice = learner.dice
        is_certificate = group[-1].attended != "" and dice.chance(80)
        kind = "Certificate" if is_certificate else dice.one(kinds)
        title = "Certificate of attendance" if is_certificate else dice.one(WORDS["evidence"]["titles"])
        note = "paper copy in my file" if is_certificate and dice.chance(25) else ""
        link = "" if note else f"https://example.org/d/{item}"
        added = group[-1].day + timedelta(days=dice.below(20))
        yield [item, learner.person.id, "; ".join(one.id for one in group), kind, title, link, note, added.isoformat()]


def reflection_rows(learner: Learner, entries: Sequence[Entry]) -> Iterator[list[str]]:
    """Yield rows of reflections.csv. One text may be about several entries."""
    words, dice = WORDS["reflection"], learner.dice
    for group in _groups(dice, [entry for entry in entries if learner.chance("reflection")], 3):
        topic = dice.one([*WORDS["topics"][learner.person.subject], "this"])
        body = f"{dice.one(words['first']).format(topic=topic)} {dice.one(words['second'])}"
        if dice.chance(10):
            body = body.replace(". ", ".\n\n", 1)
        written = group[-1].day + timedelta(days=dice.below(30))
        seen = dice.one(["my reviewer", "my reviewer", "my reviewer", "everybody", ""])
        yield [
            learner.numbers.next("R"),
            learner.person.id,
            ";".join(entry.id for entry in group),
            dice.one(words["prompts"]),
            body,
            f"{written.day} {MONTHS[written.month - 1]} {written.year}",
            seen,
        ]


def _groups(dice: Dice, entries: Sequence[Entry], most: int) -> Iterator[Sequence[Entry]]:
    start = 0
    while start < len(entries):
        end = start + dice.between(1, most)
        yield entries[start:end]
        start = end


def review_rows(learner: Learner, entries: Sequence[Entry]) -> Iterator[list[str]]:
    """Yield rows of reviews.csv. What waits for a decision has no row."""
    for goal in learner.goals:
        if learner.dice.chance(91):
            day = date(learner.year, 9, 1) + timedelta(days=learner.dice.below(40))
            yield _decision(learner, goal, "Goal", day)
    for entry in entries:
        if entry.unit == "Credits" or entry.kind == "conference":
            if learner.dice.chance(85):
                day = (entry.begun or entry.day) - timedelta(days=learner.dice.between(2, 30))
                yield _decision(learner, entry.id, "Prior approval", day)
            if learner.dice.chance(70):
                yield _decision(learner, entry.id, "Credit", entry.day + timedelta(days=learner.dice.between(3, 40)))


def _decision(learner: Learner, item: str, about: str, day: date) -> list[str]:
    dice = learner.dice
    decision = dice.one(["approved"] * 12 + ["Approved"] * 12 + ["returned"])
    remark = (
        ""
        if decision != "returned"
        else dice.one(["Say how you will measure it.", "Please add the program, with times."])
    )
    shown = f"{day.month}/{day.day}/{day.year % 100}"
    by = "principal" if about != "Prior approval" else "learning office"
    return [learner.numbers.next("D"), learner.person.id, item, about, decision, shown, by, "", "", remark]


# --------------------------------------------------------------------------------------------------------- the files


def tables() -> Tables:
    """Return the rows of all files."""
    found: Tables = {name: [] for name in HEADERS}
    numbers = Numbers()
    staff = people()
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
