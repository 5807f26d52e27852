"""From a case in the neutral vocabulary to a policy document and the portfolio that it judges. It knows no case."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from plpcore.ids import ActivityId, EducatorId
from plpcore.model import Activity, CarriedCredit, Educator, Facts, Portfolio, SignOff
from plpcore.quantity import Quantity
from tests.corpus.editions import pieces
from tests.corpus.facts import BUILT_IN, HAS_TAGS, Book, Use, book_of, uses
from tests.corpus.neutral import Json, WordError, amount, is_day, is_id, is_number, listed, number
from tests.corpus.places import (
    PERSON,
    ROW,
    check_policy,
    layers,
    named_of_person,
    named_of_rows,
    predicates,
    subtracted,
)
from tests.corpus.sections import CITE, SECTIONS, Words, sections, sign_off, unit_code

NO_KIND = "(it says no type)"
"""The kind of a row that says no type; no policy can name it."""

_OF_CASE = frozenset({"ask", "policy", "person", "activities", "carry_in", "signed"})
_OPTIONS = {"awards": "first", "missing": "does not hold", "caps": "one after the other"}
_CALENDAR = {"semester_starts": ["01-01", "07-01"]} | {
    f"{per}_fact": per for per in ("year", "semester", "week", "day")
}


@frozen
class Translated:
    """A case as this product sees it.

    Attributes:
        policy: The policy document, as plain data.
        portfolio: The record that it judges.
        known_at: The knowledge used; None: everything.
    """

    policy: Json
    portfolio: Portfolio
    known_at: date | None


def translate(given: Json) -> Translated:
    """Return a case's policy and portfolio.

    Raises:
        WordError: When the case uses words that nobody documented, or says what no policy can say.
    """
    policy = given.get("policy", {})
    check_policy(policy)
    rows, person = _rows(given), _person(given)
    words = Words(_book_of_rows(policy, rows), _book_of_person(policy, person), _hour_unit(policy))
    known = given.get("known")
    return Translated(
        policy=_document(policy, words),
        portfolio=_portfolio(given, rows, person, words),
        known_at=date.fromisoformat(known) if known else None,
    )


# ------------------------------------------------------------------------------------------------------------- facts


def _rows(given: Json) -> list[Json]:
    rows = [{"id": f"a{index + 1}"} | row for index, row in enumerate(given.get("activities", ()))]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _person(given: Json) -> Json:
    """The dates of the case itself are facts too."""
    found = {name: value for name, value in given.items() if name not in _OF_CASE} | given.get("person", {})
    return {name: value for name, value in found.items() if value is not None}


def _book_of_rows(policy: Json, rows: list[Json]) -> Book:
    compared = [use for scope, one in predicates(policy) if scope == ROW for use in uses(one)]
    held = [(name, value) for row in rows for name, value in row.items() if not isinstance(value, dict)]
    forced = dict(named_of_rows(policy)) | {"id": "text", "completed": "date", "tags": "texts"}
    forced |= _like_computed(rows)
    found = book_of(compared, held, forced)
    is_ordered = any(use.name == "type" and use.is_ordered for use in compared)
    is_kind = found.types["type"] != "texts" and not is_ordered and _may_be_ids("type", compared, held)
    types = dict(found.types) | ({"type": "text"} if is_kind else {})
    built_in = tuple(name for name in BUILT_IN if name != "tags" or _may_be_ids(name, compared, held))
    renamed = {"type": "kind"} if is_kind else {}
    return evolve(found, types=types | {HAS_TAGS: "flag"}, renamed=renamed, built_in=built_in)


def _may_be_ids(name: str, compared: list[Use], held: list[tuple[str, Any]]) -> bool:
    """Kinds and tags of the product are ids; where a case has other texts they are free facts."""
    values = [value for word, value in held if word == name] + [use.value for use in compared if use.name == name]
    return all(is_id(one) for value in values for one in listed(value))


def _like_computed(rows: list[Json]) -> dict[str, str]:
    """Years that are numbers and days that are dates are those that a date of completion gives."""
    found: dict[str, str] = {}
    for name, of, is_one in (("year", "number", is_number), ("day", "date", is_day)):
        values = [row[name] for row in rows if name in row]
        if values and all(is_one(value) for value in values):
            found[name] = of
    return found


def _book_of_person(policy: Json, person: Json) -> Book:
    compared = [use for scope, one in predicates(policy) if scope == PERSON for use in uses(one)]
    held = [(name, value) for name, value in person.items() if not isinstance(value, dict)]
    # A class that nobody names is no class; an absent list is the empty one.
    forced = dict(named_of_person(policy))
    defaults: dict[str, Any] = {"classes": []} if "classes" in forced else {}
    return book_of(compared, held, forced, defaults=defaults | dict.fromkeys(subtracted(policy), 0))


# ------------------------------------------------------------------------------------------------------ the document


def _document(policy: Json, words: Words) -> Json:
    stated = frozenset({*policy, "award"})
    found: Json = {"format": 1, "id": "case", "title": "case", "unit": {"name": str(policy.get("unit", "credit"))}}
    found |= {"facts": words.person.declared(), "activity_facts": words.rows.declared()}
    found |= {"options": _OPTIONS, "calendar": _CALENDAR} | sections(policy, words, stated)
    if "versions" in policy:
        found |= {"edition_by": words.person.name(policy["version_by"]), "editions": _editions(policy, words)}
    if "any_of" in policy:
        found["alternatives"] = _alternatives(policy, words)
    return found


def _editions(policy: Json, words: Words) -> list[Json]:
    found = []
    for index, (place, dates) in enumerate(pieces(policy["versions"])):
        head = {"id": f"edition-{index} of version {place}", "cite": CITE}
        found.append(head | dates | _laid(policy, policy["versions"][place], words))
    return found


def _alternatives(policy: Json, words: Words) -> list[Json]:
    return [
        {"id": f"option-{index}", "cite": CITE} | _laid(policy, layer, words)
        for index, layer in enumerate(policy["any_of"])
    ]


def _laid(policy: Json, layer: Json, words: Words) -> Json:
    return sections({**policy, **layer}, words, frozenset(layer))


def is_tangled(policy: Json) -> bool:
    """Return whether an edition brings alternatives, or shares a section with one: no policy says both in one."""
    editions, ways = policy.get("versions", []), policy.get("any_of", [])
    return any("any_of" in edition or any(_share(edition, way) for way in ways) for edition in editions)


def _share(edition: Json, way: Json) -> bool:
    stated = [(set(edition) & set(fields), set(way) & set(fields)) for _, fields, _ in SECTIONS]
    return any(of_way and not of_edition <= of_way for of_edition, of_way in stated)


# ----------------------------------------------------------------------------------------------------- the portfolio


def _portfolio(given: Json, rows: list[Json], person: Json, words: Words) -> Portfolio:
    units = tuple(_units(given.get("policy", {})))
    carried = number(given.get("carry_in", 0))
    return Portfolio(
        educator=Educator(EducatorId("e"), Facts(words.person.named(person))),
        activities=tuple(_activity(row, words, units) for row in rows),
        sign_offs=tuple(SignOff(sign_off(name)) for name in dict.fromkeys(given.get("signed", ()))),
        carried_in=(CarriedCredit(carried),) if carried else (),
    )


def _activity(row: Json, words: Words, units: tuple[str, ...]) -> Activity:
    facts = words.rows.named(row) | ({HAS_TAGS: True} if "tags" in row else {})
    is_kind = "type" in row and "type" in words.rows.renamed
    return Activity(
        id=ActivityId(str(row["id"])),
        kind=str(words.rows.value("type", row["type"])) if is_kind else NO_KIND,
        completed=_day(row),
        amounts=tuple(_amounts(row, words, units)),
        tags=tuple(str(tag) for tag in listed(row.get("tags"))) if "tags" in words.rows.built_in else (),
        facts=Facts(facts),
    )


def _day(row: Json) -> date | None:
    if "completed" not in row:
        return None
    if not is_day(row["completed"]):
        raise WordError(f"{row['id']}.completed: {row['completed']!r} is no date")
    return date.fromisoformat(row["completed"])


def _units(policy: Json) -> Iterator[str]:
    """Return the fields of rows that awards count, each once."""
    awards = [row for layer in layers(policy) for row in listed(layer.get("award"))]
    yield from sorted({"count", *(row["per"] for row in awards if "per" in row)} - {"hour", "minute"})


def _hour_unit(policy: Json) -> str:
    """`per: minute` counts minutes only, so hours are then kept out of the clock's own conversion."""
    awards = [row for layer in layers(policy) for row in listed(layer.get("award"))]
    return "clock-hour" if any(row.get("per") == "minute" for row in awards) else "hour"


def _amounts(row: Json, words: Words, units: tuple[str, ...]) -> Iterator[Quantity]:
    yield from _clock_time(row, words.hour_unit)
    yield from (Quantity.of(amount(row[name]), unit_code(name)) for name in units if is_number(row.get(name)))


def _clock_time(row: Json, hour_unit: str) -> Iterator[Quantity]:
    minutes = [number(part) for part in _minutes(row)]
    if is_number(row.get("hour")):
        yield Quantity(number(row["hour"]), hour_unit)
    elif minutes and hour_unit != "hour":
        yield Quantity(sum(minutes, Fraction(0)) / 60, hour_unit)
    if minutes and (hour_unit != "hour" or "hour" not in row):
        yield from (Quantity(part, "minute") for part in minutes)


def _minutes(row: Json) -> list[Any]:
    """The segments of an activity are minutes too."""
    return [part for part in listed(row.get("segments", row.get("minutes"))) if is_number(part)]
