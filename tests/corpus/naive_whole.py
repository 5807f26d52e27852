"""The rest of the neutral vocabulary read word by word: all rows together, what is required, and the answers.

It shares no code with the product. It leaves the split of hours over floors to the theorem that what lacks is the
largest lack of any set of floors.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from tests.corpus.naive import Table, counts, exact, holds, in_order, inside, many, rounded, said, stands, worth

# -------------------------------------------------------------------------------------------------- all rows together


def year_of(row: Table) -> Any:
    if "year" in row:
        return _year(row["year"])
    if "completed" not in row:
        return None
    day = date.fromisoformat(row["completed"])
    return day.year if day.month >= 7 else day.year - 1


def _year(value: Any) -> Any:
    """A year is a number, or has a name."""
    try:
        return int(value)
    except ValueError:
        return value


def span_of(row: Table, per: str) -> Any:
    if per == "year":
        return year_of(row)
    if per == "cycle":
        return None
    if per == "activity":
        return row["id"]
    if per in row or "completed" not in row:
        return row.get(per)
    day = date.fromisoformat(row["completed"])
    if per == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return day.isoformat() if per == "day" else (day.year, day.month >= 7)


def blocked(rows: list[Table], credit: Mapping[str, Fraction], policy: Table) -> dict[str, Fraction]:
    held = dict(credit)
    for block in policy.get("blocks", []):
        groups: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            groups.setdefault(tuple(str(row.get(name)) for name in many(block["by"])), []).append(row["id"])
        for members in groups.values():
            if sum(held[one] for one in members) < exact(block["min"]):
                held |= dict.fromkeys(members, Fraction(0))
    return held


def capped(
    rows: list[Table], credit: Mapping[str, Fraction], policy: Table, person: Table, required: Fraction
) -> dict[str, Fraction]:
    held = dict(credit)
    for cap in policy.get("caps", []):
        if not cap.get("waived") and holds(cap.get("applies", {}), person):
            _cap(in_order(rows), held, cap, _limit(cap["max"], required))
    return held


def _cap(rows: list[Table], held: dict[str, Fraction], cap: Table, most: Fraction) -> None:
    used: dict[tuple[Any, ...], Fraction] = {}
    for row in rows:
        if holds(cap.get("when", {}), row):
            place = (span_of(row, cap.get("per", "cycle")), *(str(row.get(name)) for name in many(cap.get("by"))))
            held[row["id"]] = min(held[row["id"]], most - used.get(place, Fraction(0)))
            used[place] = used.get(place, Fraction(0)) + held[row["id"]]


def _limit(value: Any, required: Fraction) -> Fraction:
    return exact(value) * required if str(value).endswith("%") else exact(value)


def required_of(policy: Table, person: Table) -> Fraction:
    stated = policy.get("total", 0)
    if isinstance(stated, list) or (isinstance(stated, dict) and "max_of" not in stated):
        found = next((exact(row["amount"]) for row in many(stated) if holds(row.get("when", {}), person)), Fraction(0))
    elif isinstance(stated, dict):
        classes = [exact(stated["max_of"][one]) for one in many(person.get("classes")) if one in stated["max_of"]]
        found = max(classes, default=Fraction(0))
    else:
        found = exact(stated)
    return _adjusted(found, policy, person)


def _adjusted(found: Fraction, policy: Table, person: Table) -> Fraction:
    for row in policy.get("add", []):
        if not holds(row.get("when", {}), person):
            continue
        found += max(Fraction(0), exact(person.get(row["each"], 0)) - exact(row.get("over", 0))) * exact(row["amount"])
    for row in policy.get("reduce", []):
        if holds(row.get("when", {}), person):
            found = max(Fraction(0), found - exact(row["amount"]))
    for row in policy.get("prorate", []):
        if row["by"] in person and holds(row.get("when", {}), person):
            found = found * exact(person[row["by"]]) / exact(row.get("of", 1))
            if "increment" in row:
                found = rounded(found, exact(row["increment"]), row.get("rounding", "down"))
    return Fraction(0) if any(holds(one, person) for one in many(policy.get("exempt"))) else found


# ------------------------------------------------------------------------------------------------------------ floors


class Floors:
    """Every floor that applies, a year each where it holds in each year."""

    def __init__(self, policy: Table, person: Table, required: Fraction) -> None:
        self.split = policy.get("sharing") == "split"
        self.rows = [floor for floor in policy.get("floors", []) if holds(floor.get("applies", {}), person)]
        self.required = required

    def needed(self, floor: Table) -> Fraction:
        return _limit(floor["min"], self.required)

    def places(self) -> list[tuple[Table, Any]]:
        return [(floor, year) for floor in self.rows for year in _years(floor)]

    def members(self, floor: Table, year: Any, rows: Iterable[Table], policy: Table) -> list[Table]:
        own = floor.get("window")
        return [
            row
            for row in rows
            if holds(floor.get("when", {}), row)
            and (inside(row, own) if own else inside(row, policy.get("window")))
            and (year is None or year_of(row) == year)
        ]

    def got(self, rows: list[Table], credit: Mapping[str, Fraction], policy: Table) -> list[Fraction]:
        found = []
        for floor, year in self.places():
            members = self.members(floor, year, rows, policy)
            name = floor.get("count_distinct")
            if name:
                values = {str(one) for row in members if credit[row["id"]] for one in many(row.get(name))}
                found.append(Fraction(len(values)))
            else:
                found.append(sum((credit[row["id"]] for row in members), Fraction(0)))
        return found

    def lacking_together(self, rows: list[Table], credit: Mapping[str, Fraction], policy: Table) -> Fraction:
        """Return the largest lack of any set of floors, where an hour fills one floor only."""
        places = [place for place in self.places() if not place[0].get("count_distinct")]
        most = Fraction(0)
        for size in range(1, len(places) + 1):
            for chosen in combinations(places, size):
                reach = {row["id"] for floor, year in chosen for row in self.members(floor, year, rows, policy)}
                needs = sum((self.needed(floor) for floor, _ in chosen), Fraction(0))
                most = max(most, needs - sum((credit[one] for one in reach), Fraction(0)))
        return most


def _years(floor: Table) -> list[Any]:
    return [_year(year) for year in floor["years"]] if floor.get("per") == "year" else [None]


# ----------------------------------------------------------------------------------------------------------- answers


def evaluated(given: Table) -> Table:
    """Return the answers of a case with its editions and alternatives; `got` and `missing` only without a split."""
    given = said(given)
    policy = edition_of(given)
    if policy is None:
        return {"applicable": False}
    ways = policy.get("any_of")
    if not ways:
        return _way(given, policy) | {"applicable": True}
    answers = [_way(given, {**policy, **way}) for way in ways]
    met = [index for index, one in enumerate(answers) if one["met"]]
    return {"applicable": True, "met": bool(met), "options_met": met}


def edition_of(given: Table) -> Table | None:
    policy = given.get("policy", {})
    if "versions" not in policy:
        return dict(policy)
    day, known = _facts(given).get(policy["version_by"]), given.get("known", "9999-12-31")
    if day is None:
        return None
    fitting = [
        one
        for one in policy["versions"]
        if one.get("published", "") <= known and one.get("from", "") <= day < one.get("until", "9999-12-31")
    ]
    return {**policy, **dict(fitting[-1])} if fitting else None


def _facts(given: Table) -> Table:
    own = {"ask", "policy", "person", "activities", "carry_in", "signed"}
    return {name: value for name, value in given.items() if name not in own} | dict(given.get("person", {}))


def _way(given: Table, policy: Table) -> Table:
    person = _facts(given)
    rows = [{"id": f"a{index + 1}"} | row for index, row in enumerate(given.get("activities", []))]
    required = required_of(policy, person)
    earnings = worth(rows, policy)
    held = {row["id"]: earnings[row["id"]] if counts(row, policy, person) else Fraction(0) for row in rows}
    within = {row["id"] for row in rows if inside(row, policy.get("window"))}
    in_cycle = [row for row in rows if row["id"] in within]
    held |= capped(in_cycle, blocked(in_cycle, held, policy), policy, person, required)
    credited = {name: credit if name in within else Fraction(0) for name, credit in held.items()}
    return _answers(given, policy, required, rows, (held, credited))


def _answers(given: Table, policy: Table, required: Fraction, rows: list[Table], credit: tuple[Table, Table]) -> Table:
    person, (held, credited) = _facts(given), credit
    own, carried = sum(credited.values(), Fraction(0)), exact(given.get("carry_in", 0))
    floors = Floors(policy, person, required)
    standing = [row for row in rows if stands(row, policy, person)]
    deemed = any(_deems(rule, standing, person) for rule in policy.get("deem", []))
    found = _floor_answers(floors, rows, held, policy, deemed=deemed)
    unsigned = {
        f"sign-off:{name}": Fraction(1) for name in policy.get("signoffs", []) if name not in given.get("signed", [])
    }
    lacking = found.pop("lacking")
    is_full = own + carried >= required and not lacking
    if "missing" in found:
        found["missing"] |= unsigned
    return found | {
        "required": required,
        "credited": credited,
        "total": own + carried,
        "shortfall": Fraction(0) if deemed else max(Fraction(0), required - own - carried),
        "met": (is_full or deemed) and not unsigned,
        "deemed": deemed,
        "carry_out": carried_out(policy, person, rows, credited, (required, own, carried)),
    }


def _floor_answers(
    floors: Floors, rows: list[Table], held: Mapping[str, Fraction], policy: Table, *, deemed: bool
) -> Table:
    got: dict[str, Fraction] = {}
    missing: dict[str, Fraction] = {}
    needed: dict[str, Fraction] = {}
    for (floor, _), credit in zip(floors.places(), floors.got(rows, held, policy), strict=True):
        name = floor["name"]
        needed[name] = floors.needed(floor)
        got[name] = min(credit, got.get(name, credit))
        if needed[name] > got[name] and not deemed:
            missing[name] = needed[name] - got[name]
    answers: Table = {"floors": needed}
    if floors.split:
        together = floors.lacking_together(rows, held, policy)
        distinct = any(floor.get("count_distinct") and floor["name"] in missing for floor in floors.rows)
        return answers | {"lacking": together or distinct}
    return answers | {"got": got, "missing": missing, "lacking": missing}


def _deems(rule: Table, rows: list[Table], person: Table) -> bool:
    if "person" in rule:
        return holds(rule["person"], person)
    return sum(holds(rule.get("when", {}), row) for row in rows) >= int(rule.get("count", 1))


def carried_out(
    policy: Table,
    person: Table,
    rows: list[Table],
    credited: Mapping[str, Fraction],
    sums: tuple[Fraction, Fraction, Fraction],
) -> Fraction:
    carry, (required, own, carried) = policy.get("carry"), sums
    if carry is None or not holds(carry.get("only_if", {}), person):
        return Fraction(0)
    if "unless" in carry and holds(carry["unless"], person):
        return Fraction(0)
    limits = [own + carried - required]
    if "max" in carry:
        limits.append(exact(carry["max"]))
    if "earned" in carry:
        eligible = [credited[row["id"]] for row in rows if inside(row, carry["earned"])]
        limits.append(sum(eligible, Fraction(0)))
    if carry.get("no_rechain"):
        limits.append(own)
    return max(Fraction(0), min(limits))
