"""What stands in the files behind each person's learning, in the words of those who typed it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lindenwater.dice import Dice
from lindenwater.learning import Entry, Learner
from lindenwater.words import MINUTES_PER, WORDS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
