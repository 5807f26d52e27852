"""The neutral vocabulary read word by word, without any engine: what `evaluate` must agree with.

It is slow, decides nothing cleverly and shares no code with the product. This half is about one row at a time.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

Table: TypeAlias = dict[str, Any]

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "ge": lambda held, bound: bool(held >= bound),
    "gt": lambda held, bound: bool(held > bound),
    "le": lambda held, bound: bool(held <= bound),
    "lt": lambda held, bound: bool(held < bound),
}


def said(value: Any) -> Any:
    """Return a value without its nulls."""
    if isinstance(value, dict):
        return {name: said(inner) for name, inner in value.items() if inner is not None}
    return [said(inner) for inner in value if inner is not None] if isinstance(value, list) else value


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
        return sum(holds(part, thing) for part in value[1]) >= int(value[0])
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
        return bool(held is wanted)
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
        measure: Table = award.get("measure") or policy.get("measure") or {}
        minutes = row.get("segments", row.get("minutes", 0))
        return measured(sum(map(exact, many(minutes)), Fraction(0)), measure) * rate
    if per == "hour" and "hour" not in row:
        return exact(row.get("minutes", 0)) / 60 * rate
    if per:
        return exact(row.get(per, 0)) * rate
    if "each" in award:
        return exact(award["each"]) * exact(row.get("count", 1))
    if "fixed" in award:
        return exact(award["fixed"])
    held = row.get(award["key"])
    return exact(award["table"].get(str(held).lower() if isinstance(held, bool) else str(held), 0))


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
    return exact(row["attended"]) >= share and exact(row["attended"]) >= exact(stated.get("at_least", 0))


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


def stands(row: Table, policy: Table, person: Table) -> bool:
    """A row that fails a test satisfies nothing; one that was never meant to earn credit needs only its date."""
    _, award = earned(row, policy)
    if award is None or not _has_source(row, award):
        return inside(row, policy.get("window"))
    is_passed = _is_claim(row, award) and _graded(row, award) and _attended(row, award)
    return is_passed and counts(row, policy, person) and inside(row, policy.get("window"))


def _has_source(row: Table, award: Table) -> bool:
    names = {"hour": ("hour", "minutes"), "minute": ("minutes", "segments")}.get(
        award.get("per", ""), (award.get("per", ""),)
    )
    return "per" not in award or any(name in row for name in names)
