"""The educators and their goals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from lindenwater.dice import Dice
from lindenwater.words import WORDS, YEARS


@frozen
class Person:
    """One educator, with a way of learning for each school year."""

    id: str
    position: str
    subject: str
    level: str
    school: str
    habits: tuple[str, ...]


def people(dice: Dice) -> list[Person]:
    """Return the 270 educators in the order of their ids."""
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
