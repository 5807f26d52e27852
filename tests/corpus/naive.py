"""The neutral vocabulary read word by word, without any engine: what `evaluate` must agree with.

It is slow, decides nothing cleverly and shares no code with the product. It leaves the split of hours over floors to
the theorem that what lacks is the largest lack of any set of floors.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

Table: TypeAlias = dict[str, Any]

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A")
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "ge": lambda held, bound: bool(held >= bound),
    "gt": lambda held, bound: bool(held > bound),
    "le": lambda held, bound: bool(held <= bound),
    "lt": lambda held, bound: bool(held < bound),
}


def exact(value: Any) -> Fraction:
    return Fraction(str(value)[:-1]) / 100 if str(value).endswith("%") else Fraction(str(value))


def many(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def holds(predicate: Table, thing: Table) -> bool:
    return all(_entry(word, value, thing) for word, value in predicate.items())


def _entry(word: str, value: Any, thing: Table) -> bool:
    if word in {"all", "any"}:
        return (all if word == "all" else any)([holds(part, thing) for part in value])
    if word == "not":
        return not holds(value, thing)
    if word == "at_least":
        return sum(holds(part, thing) for part in value[1]) >= value[0]
    held = thing.get(word)
    if held is None:
        return False
    if isinstance(value, dict):
        return all(_operation(operator, held, operand) for operator, operand in value.items())
    return any(_same(one, wanted) for one in many(held) for wanted in many(value))


def _operation(operator: str, held: Any, operand: Any) -> bool:
    if operator in {"has", "lacks"}:
        return any(_same(one, wanted) for one in many(held) for wanted in many(operand)) == (operator == "has")
    try:
        bound, mine = exact(operand), exact(held)
    except ValueError:
        return _ORDER[operator](str(held), str(operand))
    return _ORDER[operator](mine, bound)


def _same(held: Any, wanted: Any) -> bool:
    if isinstance(held, bool) or isinstance(wanted, bool):
        return held is wanted
    try:
        return exact(held) == exact(wanted)
    except ValueError:
        return bool(held == wanted)


def rounded(value: Fraction, step: Fraction, how: str) -> Fraction:
    steps = value / step
    whole = {"down": steps // 1, "up": -(-steps // 1), "nearest": (steps + Fraction(1, 2)) // 1}[how]
    return whole * step


def measured(minutes: Fraction, measure: Table) -> Fraction:
    if "bands" in measure:
        reached = [exact(credit) for start, credit in sorted(measure["bands"]) if minutes >= exact(start)]
        return reached[-1] if reached else Fraction(0)
    units = minutes / exact(measure.get("minutes_per_unit", 60))
    if units < exact(measure.get("minimum", 0)):
        return Fraction(0)
    if "increment" not in measure:
        return units
    return rounded(units, exact(measure["increment"]), measure.get("rounding", "down"))


# ------------------------------------------------------------------------------------------------------ one activity


def earned(row: Table, policy: Table) -> tuple[Fraction, Table | None]:
    for award in policy.get("award", [{"per": "hour", "credit": 1}]):
        if holds(award.get("when", {}), row):
            return _credit(row, award, policy), award
    return Fraction(0), None


def _credit(row: Table, award: Table, policy: Table) -> Fraction:
    credit = _source(row, award, policy) * exact(award.get("times", 1))
    if "whole" in award:
        credit = rounded(credit, exact(award["whole"]), "down")
    if credit < exact(award.get("floor_each", 0)):
        return Fraction(0)
    if exact(row.get("count", 1)) < exact(award.get("at_least_count", 0)):
        return Fraction(0)
    return credit if _graded(row, award) and _attended(row, award) else Fraction(0)


def _source(row: Table, award: Table, policy: Table) -> Fraction:
    per, rate = award.get("per"), exact(award.get("credit", 1))
    if per == "minute":
        measure = award.get("measure", policy.get("measure", {}))
        return measured(exact(row["minutes"]), measure) * rate if "minutes" in row else Fraction(0)
    if per == "hour" and "hour" not in row:
        return exact(row.get("minutes", 0)) / 60 * rate
    if per:
        return exact(row.get(per, 0)) * rate
    if "each" in award:
        return exact(award["each"]) * exact(row.get("count", 1))
    if "fixed" in award:
        return exact(award["fixed"])
    return exact(award["table"].get(str(row.get(award["key"])), 0))


def _graded(row: Table, award: Table) -> bool:
    if "grade_min" not in award or row.get("grade") == "P":
        return True
    return row.get("grade") in GRADES and GRADES.index(row["grade"]) >= GRADES.index(award["grade_min"])


def _attended(row: Table, award: Table) -> bool:
    stated = award.get("attendance")
    if not stated:
        return True
    if "attended" not in row or ("share" in stated and "scheduled" not in row):
        return False
    share = exact(stated.get("share", 0)) * exact(row.get("scheduled", 0)) // 1
    return exact(row["attended"]) >= max(share, exact(stated.get("at_least", 0)))


def in_order(rows: list[Table]) -> list[Table]:
    return sorted(rows, key=lambda row: (row.get("completed", ""), row["id"]))


def _is_claim(row: Table, award: Table) -> bool:
    """A row without anything to reckon from, or with too few items, is no first time of anything."""
    is_enough = "each" not in award or exact(row.get("count", 1)) >= exact(award.get("at_least_count", 0))
    return is_enough and _has_source(row, award) and ("table" not in award or award["key"] in row)


def worth(rows: list[Table], policy: Table) -> dict[str, Fraction]:
    """Return what each row earns, repeated ones less."""
    seen: set[tuple[Any, ...]] = set()
    found: dict[str, Fraction] = {}
    for row in in_order(rows):
        credit, award = earned(row, policy)
        keys = many((award or {}).get("repeat", {}).get("key"))
        if award and _is_claim(row, award) and keys and all(key in row for key in keys):
            same = (policy.get("award", [award]).index(award), *(str(row[key]) for key in keys))
            credit *= exact(award["repeat"].get("then", 0)) if same in seen else 1
            seen.add(same)
        found[row["id"]] = credit
    return found


def counts(row: Table, policy: Table, person: Table) -> bool:
    return all(_passes(row, rule, person) for rule in policy.get("count_if", []) if holds(rule.get("when", {}), row))


def _passes(row: Table, rule: Table, person: Table) -> bool:
    if not holds(rule.get("require", {}), row) or not holds(rule.get("require_person", {}), person):
        return False
    if "within_days" in rule and not _within(row, rule):
        return False
    if "before" not in rule:
        return True
    return rule["field"] in row and rule["before"] in row and bool(row[rule["field"]] <= row[rule["before"]])


def _within(row: Table, rule: Table) -> bool:
    if rule["field"] not in row or "completed" not in row:
        return False
    last = date.fromisoformat(row["completed"]) + timedelta(days=int(rule["within_days"]))
    return date.fromisoformat(row[rule["field"]]) <= last


def inside(row: Table, window: list[str] | None) -> bool:
    return window is None or window[0] <= row.get("completed", "") <= window[1]


# -------------------------------------------------------------------------------------------------- all rows together


def year_of(row: Table) -> Any:
    if "year" in row:
        return int(row["year"])
    if "completed" not in row:
        return None
    day = date.fromisoformat(row["completed"])
    return day.year if day.month >= 7 else day.year - 1


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


def capped(rows: list[Table], credit: Mapping[str, Fraction], policy: Table, required: Fraction) -> dict[str, Fraction]:
    held = dict(credit)
    for cap in policy.get("caps", []):
        if not cap.get("waived"):
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
    if isinstance(stated, list):
        found = next((exact(row["amount"]) for row in stated if holds(row.get("when", {}), person)), Fraction(0))
    elif isinstance(stated, dict):
        classes = [exact(stated["max_of"][one]) for one in many(person.get("classes")) if one in stated["max_of"]]
        found = max(classes, default=Fraction(0))
    else:
        found = exact(stated)
    return _adjusted(found, policy, person)


def _adjusted(found: Fraction, policy: Table, person: Table) -> Fraction:
    for row in policy.get("add", []):
        found += max(Fraction(0), exact(person.get(row["each"], 0)) - exact(row.get("over", 0))) * exact(row["amount"])
    for row in policy.get("reduce", []):
        if holds(row.get("when", {}), person):
            found = max(Fraction(0), found - exact(row["amount"]))
    for row in policy.get("prorate", []):
        if row["by"] in person and holds(row.get("when", {}), person):
            found = found * exact(person[row["by"]]) / exact(row.get("of", 1))
            if "increment" in row:
                found = rounded(found, exact(row["increment"]), row.get("rounding", "down"))
    return Fraction(0) if any(holds(one, person) for one in policy.get("exempt", [])) else found


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
    return [int(year) for year in floor["years"]] if floor.get("per") == "year" else [None]


# ----------------------------------------------------------------------------------------------------------- answers


def evaluated(given: Table) -> Table:
    """Return the answers of a case with its editions and alternatives; `got` and `missing` only without a split."""
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
    day, known = _facts(given)[policy["version_by"]], given.get("known", "9999-12-31")
    fitting = [
        one
        for one in policy["versions"]
        if one.get("published", "") <= known and one.get("from", "") <= day < one.get("until", "9999-12-31")
    ]
    return {**policy, **fitting[-1]} if fitting else None


def _facts(given: Table) -> Table:
    own = {"ask", "policy", "person", "activities", "carry_in", "signed"}
    return {name: value for name, value in given.items() if name not in own} | given.get("person", {})


def _way(given: Table, policy: Table) -> Table:
    person = _facts(given)
    rows = [{"id": f"a{index + 1}"} | row for index, row in enumerate(given.get("activities", []))]
    required = required_of(policy, person)
    earnings = worth(rows, policy)
    held = {row["id"]: earnings[row["id"]] if counts(row, policy, person) else Fraction(0) for row in rows}
    within = {row["id"] for row in rows if inside(row, policy.get("window"))}
    in_cycle = [row for row in rows if row["id"] in within]
    held |= capped(in_cycle, blocked(in_cycle, held, policy), policy, required)
    credited = {name: credit if name in within else Fraction(0) for name, credit in held.items()}
    return _answers(given, policy, required, rows, (held, credited))


def _answers(
    given: Table, policy: Table, required: Fraction, rows: list[Table], credit: tuple[Table, Table]
) -> Table:
    person, (held, credited) = _facts(given), credit
    own, carried = sum(credited.values(), Fraction(0)), exact(given.get("carry_in", 0))
    floors = Floors(policy, person, required)
    standing = [row for row in rows if _stands(row, policy, person)]
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
    got, missing, needed = {}, {}, {}
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


def _stands(row: Table, policy: Table, person: Table) -> bool:
    """A row that fails a test satisfies nothing; one that was never meant to earn credit needs only its date."""
    _, award = earned(row, policy)
    if award is None or not _has_source(row, award):
        return inside(row, policy.get("window"))
    is_passed = _is_claim(row, award) and _graded(row, award) and _attended(row, award)
    return is_passed and counts(row, policy, person) and inside(row, policy.get("window"))


def _has_source(row: Table, award: Table) -> bool:
    names = {"hour": ("hour", "minutes"), "minute": ("minutes",)}.get(award.get("per", ""), (award.get("per", ""),))
    return "per" not in award or any(name in row for name in names)


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
