"""What each person does to learn in a school year."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import field, frozen

from lindenwater.dice import Dice
from lindenwater.people import Person
from lindenwater.words import MINUTES_PER, WORDS, YEARS

FRIDAY = 4
ON_WEEKDAY = {"chat": 6, "edcamp": 5}
AT_SCHOOL = {"workshop", "webinar", "peer-observation", "coaching", "professional-learning-community", "school-visit"}
MOST_ENTRIES = 40


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
