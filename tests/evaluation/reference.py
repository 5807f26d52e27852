"""A second reading of the policy language: slow, plain and on fractions. The engine must agree with it.

It reads policies as data and shares no code with the engine. It knows a part of the language: see `generated.py`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeAlias

import numpy as np
from attrs import define, field, frozen
from scipy.optimize import linprog

from plpcore.model import Activity, Portfolio

Table: TypeAlias = dict[str, Any]


@define
class Part:
    """An activity, or a part of it, as the reference sees it."""

    of: Activity
    tags: tuple[str, ...]
    counted: Fraction
    status: str = "counted"
    floors_only: bool = False


@frozen
class Answer:
    required: Fraction
    total: Fraction
    credited: dict[str, Fraction]
    needed: dict[str, Fraction]
    lacking: dict[str, Fraction]
    short: Fraction
    outcome: str
    carried_out: Fraction


@define
class Reading:
    """One record read by one policy."""

    policy: Table
    record: Portfolio
    as_of: date
    parts: list[Part] = field(factory=list)

    def answer(self) -> Answer:
        required = self.required()
        self.parts = [part for row in self.rows() for part in row]
        worth = [part.counted for part in self.parts]
        total, got, lacking, short = self.settle(required, {"counted"})
        credited: dict[str, Fraction] = {}
        for part in self.parts:
            name, counts = str(part.of.id), part.status == "counted"
            credited[name] = credited.get(name, Fraction(0)) + (part.counted if counts else 0)
        carried_out = self.carried_out(required)
        met = not short and not any(lacking.values())
        if not met and any(part.status == "pending" for part in self.parts):
            for part, amount in zip(self.parts, worth, strict=True):
                part.counted = amount
            _, _, more_lacking, more_short = self.settle(required, {"counted", "pending"})
            outcome = "short" if more_short or any(more_lacking.values()) else "met if approved"
        else:
            outcome = "met" if met else "short"
        signed = {sign.name for sign in self.record.sign_offs}
        if any(rule["id"] not in signed for rule in self.policy.get("sign_offs", [])):
            outcome = "short"
        needed = {key: got[key][0] for key in got}
        return Answer(required, total, credited, needed, lacking, short, outcome, carried_out)

    # --- what is required

    def required(self) -> Fraction:
        facts = self.record.educator.facts
        stated = self.policy.get("total", {"amount": "0"})
        amount = Fraction(0)
        if "amount" in stated:
            amount = Fraction(stated["amount"])
        for row in reversed(stated.get("rows", [])):
            if "when" not in row or facts["role"] == row["when"]["role"]:
                amount = Fraction(row["amount"])
        rules = self.policy.get("adjustments", [])
        for rule in (rule for rule in rules if "add" in rule):
            amount += max(Fraction(0), number(facts["licences"]) - 1) * Fraction(rule["add"]["amount"])
        for rule in (rule for rule in rules if "reduce" in rule):
            amount = max(Fraction(0), amount - Fraction(rule["reduce"]))
        for rule in (rule for rule in rules if "prorate" in rule):
            step = Fraction(rule["prorate"]["increment"])
            amount = rounded(amount * number(facts["fte"]) / step, rule["prorate"]["rounding"]) * step
        for rule in (rule for rule in rules if "exempt" in rule):
            amount = Fraction(0) if facts["role"] == rule["when"]["role"] else amount
        return amount

    # --- one activity at a time

    def rows(self) -> Iterator[list[Part]]:
        seen: set[tuple[str, object]] = set()
        for activity in sorted(self.record.activities, key=lambda one: (day_of(one), one.id)):
            award = self.award_of(activity)
            if award is None:
                yield [Part(activity, activity.tags, Fraction(0), "refused")]
                continue
            credit = self.reviewed(activity, worth_of(award, activity))
            if credit is None:
                yield [Part(activity, activity.tags, Fraction(0), "refused")]
                continue
            if "repeat" in award:
                key = (award["id"], activity.facts["topic"])
                credit = credit * Fraction(award["repeat"]["then"]) if key in seen else credit
                seen.add(key)
            yield [self.judged(Part(activity, tags, credit * share)) for tags, share in shares(award, activity)]

    def award_of(self, activity: Activity) -> Table | None:
        fitting = [one for one in self.policy["awards"] if "when" in one and activity.kind in one["when"]["kind"]]
        other = [one for one in self.policy["awards"] if one.get("otherwise")]
        found: list[Table] = fitting or other
        return found[0] if found else None

    def reviewed(self, activity: Activity, credit: Fraction | None) -> Fraction | None:
        last = [one for one in self.reviews(activity) if one.purpose == "credit"][-1:]
        amounts = [one.amount.amount for one in last if one.amount is not None]
        return amounts[0] if amounts else credit

    def reviews(self, activity: Activity) -> list[Any]:
        return [one for one in self.record.reviews if one.subject == activity.id]

    def judged(self, part: Part) -> Part:
        hardness = {"counted": 0, "pending": 1, "refused": 2}
        words = ["counted", *(self.condition(rule, part) for rule in self.policy.get("conditions", []))]
        denied = any(one.decision == "denied" for one in self.reviews(part.of) if one.purpose == "credit")
        part.status = max([*words, "refused" if denied else "counted"], key=hardness.__getitem__)
        if day_of(part.of) > self.as_of:
            part.status = "refused"
        elif not lies_in(day_of(part.of), self.policy.get("window", {})):
            part.floors_only = part.status == "counted"
            part.status = "refused"
        return part

    def condition(self, rule: Table, part: Part) -> str:
        if "when" in rule and part.of.kind not in rule["when"]["kind"]:
            return "counted"
        if "evidence" in rule:
            return "counted" if part.of.evidence else "refused"
        if "require" in rule:
            return "counted" if rule["require"]["tags"] in part.tags else "refused"
        if "provider" in rule:
            return "counted" if part.of.provider in rule["provider"]["one_of"] else "refused"
        words = [one.decision for one in self.reviews(part.of) if one.purpose == rule["approval"]["purpose"]]
        return {"approved": "counted", "denied": "refused"}.get(words[-1], "pending") if words else "pending"

    # --- all of them together

    def settle(
        self, required: Fraction, counting: set[str]
    ) -> tuple[Fraction, dict[str, tuple[Fraction, Fraction]], dict[str, Fraction], Fraction]:
        taking = [part for part in self.parts if part.status in counting]
        for rule in self.policy.get("blocks", []):
            for topic in {part.of.facts["topic"] for part in taking}:
                group = [part for part in taking if part.of.facts["topic"] == topic]
                if sum(part.counted for part in group) < Fraction(rule["at_least"]):
                    for part in group:
                        part.counted = Fraction(0)
        self.cap(taking, required)
        carried = sum((one.amount for one in self.record.carried_in), Fraction(0))
        total = sum((part.counted for part in taking), Fraction(0)) + carried
        floors = list(self.floors(required, taking))
        kinds = {str(rule["id"]): self.distinct(rule, taking) for rule in self.distinct_rules()}
        lacking = {key: max(Fraction(0), needed - got) for key, (needed, got) in kinds.items()}
        names = {key: (needed, sum((part.counted for part in fitting), Fraction(0))) for key, needed, fitting in floors}
        if self.policy.get("sharing") == "split":
            short = max(required - total, split_short(floors), Fraction(0))
        else:
            short = max([Fraction(0), required - total, *(needed - got for needed, got in names.values())])
        return total, {"total": (required, total), **names, **kinds}, lacking, short

    def cap(self, taking: list[Part], required: Fraction) -> None:
        rules = self.policy.get("caps", [])
        in_turn = self.policy.get("options", {}).get("caps") == "one after the other"
        for together in [[rule] for rule in rules] if in_turn else [rules]:
            used: dict[tuple[object, ...], Fraction] = {}
            for part in taking:
                mine = [(most_of(rule, required), span_of(rule, part)) for rule in together if is_about(rule, part)]
                room = [most - used.get(span, Fraction(0)) for most, span in mine]
                part.counted = min([part.counted, *room])
                for _, span in mine:
                    used[span] = used.get(span, Fraction(0)) + part.counted

    def floors(self, required: Fraction, taking: list[Part]) -> Iterator[tuple[str, Fraction, list[Part]]]:
        for rule in self.policy.get("floors", []):
            if "distinct" in rule:
                continue
            needed = Fraction(rule["at_least"]) if "at_least" in rule else Fraction(rule["share"]) * required
            own = [part for part in self.parts if part.floors_only] if "window" in rule else []
            fitting = [
                part
                for part in [*taking, *own]
                if rule["when"]["tags"] in part.tags and lies_in(day_of(part.of), rule.get("window", {}))
            ]
            if rule.get("per") == "year":
                for year in rule["years"]:
                    yield f"{rule['id']}@{year}", needed, [part for part in fitting if year_of(part) == year]
            else:
                yield str(rule["id"]), needed, fitting

    def distinct_rules(self) -> list[Table]:
        return [rule for rule in self.policy.get("floors", []) if "distinct" in rule]

    def distinct(self, rule: Table, taking: list[Part]) -> tuple[Fraction, Fraction]:
        return Fraction(rule["at_least"]), Fraction(len({part.of.kind for part in taking if part.counted}))

    # --- what goes on

    def carried_out(self, required: Fraction) -> Fraction:
        rule = self.policy.get("carry_over")
        if rule is None:
            return Fraction(0)
        counting = [part for part in self.parts if part.status == "counted"]
        own = sum((part.counted for part in counting), Fraction(0))
        brought = sum((one.amount for one in self.record.carried_in), Fraction(0))
        first_own = self.policy.get("options", {}).get("spent_first") == "earned"
        own_left, brought_left = spend(own, brought, required) if first_own else spend(brought, own, required)[::-1]
        surplus = own_left + (brought_left if rule.get("again", True) else 0)
        limits = [surplus]
        if "at_most" in rule:
            limits.append(Fraction(rule["at_most"]))
        if "earned" in rule:
            limits.append(sum((p.counted for p in counting if lies_in(day_of(p.of), rule["earned"])), Fraction(0)))
        return min(limits)


def spend(first: Fraction, second: Fraction, required: Fraction) -> tuple[Fraction, Fraction]:
    """Return what is left of two purses when the first pays before the second."""
    from_first = min(first, required)
    return first - from_first, second - min(second, required - from_first)


def number(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def day_of(activity: Activity) -> date:
    assert activity.completed is not None
    return activity.completed


def lies_in(day: date, window: Table) -> bool:
    return bool(window.get("from", date.min) <= day < window.get("until", date.max))


def rounded(amount: Fraction, how: str) -> int:
    below, above = floor(amount), ceil(amount)
    if amount - below != above - amount or below == above:
        return {"down": below, "up": above}.get(how, below if amount - below < above - amount else above)
    return {"down": below, "half_down": below, "half_even": below if below % 2 == 0 else above}.get(how, above)


def worth_of(award: Table, activity: Activity) -> Fraction | None:
    """Return what an award gives, None where it does not know the activity's units."""
    minutes = {"hour": 60, "minute": 1}
    clock = [quantity.amount * minutes[quantity.unit] for quantity in activity.amounts if quantity.unit in minutes]
    items = [quantity.amount for quantity in activity.amounts if quantity.unit == "item"]
    if "fixed" in award:
        credit = Fraction(award["fixed"])
    elif "table" in award:
        credit = Fraction(award["table"].get(activity.facts["topic"], 0))
    elif "each" in award:
        count = sum(items, Fraction(0)) if items else Fraction(1)
        if count < Fraction(award["count_at_least"]):
            return None
        credit = count * Fraction(award["each"])
    elif not clock:
        return None
    elif "measure" in award:
        credit = measured(award["measure"], sum(clock, Fraction(0)))
    else:
        credit = sum(clock, Fraction(0)) / 60 * Fraction(award["credit"])
    credit *= Fraction(award.get("times", 1))
    credit = credit if credit >= Fraction(award.get("least", 0)) else Fraction(0)
    whole = Fraction(award.get("whole", 0))
    return floor(credit / whole) * whole if whole else credit


def measured(measure: Table, minutes: Fraction) -> Fraction:
    if "bands" in measure:
        reached = [Fraction(band["credit"]) for band in measure["bands"] if minutes >= Fraction(band["from"])]
        return reached[-1] if reached else Fraction(0)
    units = minutes / Fraction(measure["minutes_per_unit"])
    if units < Fraction(measure["minimum"]):
        return Fraction(0)
    step = Fraction(measure["increment"])
    return rounded(units / step, measure["rounding"]) * step


def shares(award: Table, activity: Activity) -> list[tuple[tuple[str, ...], Fraction]]:
    if "split" not in award:
        return [(activity.tags, Fraction(1))]
    return [((*activity.tags, tag), Fraction(share)) for tag, share in award["split"].items()]


def is_about(rule: Table, part: Part) -> bool:
    when = rule.get("when", {})
    of_kind = "kind" not in when or part.of.kind in when["kind"]
    return bool(of_kind and ("tags" not in when or when["tags"] in part.tags))


def most_of(rule: Table, required: Fraction) -> Fraction:
    return Fraction(rule["at_most"]) if "at_most" in rule else Fraction(rule["share"]) * required


def year_of(part: Part) -> int:
    day = day_of(part.of)
    return day.year if day.month >= 7 else day.year - 1


def span_of(rule: Table, part: Part) -> tuple[object, ...]:
    day = day_of(part.of)
    spans: dict[str, object] = {
        "cycle": "",
        "year": year_of(part),
        "semester": (day.year, day.month >= 8),
        "week": day - timedelta(days=day.weekday()),
        "day": day,
        "activity": part.of.id,
    }
    by = part.of.facts["topic"] if "by" in rule else ""
    return (rule["id"], spans[rule.get("per", "cycle")], by)


def split_short(floors: list[tuple[str, Fraction, list[Part]]]) -> Fraction:
    """Return the least further credit that fits everything, by linear programming; exact on quarters of 1/5040."""
    parts = list({id(part): part for _, _, fitting in floors for part in fitting}.values())
    if not floors:
        return Fraction(0)
    columns, size = (len(parts) + 1) * len(floors) + 1, len(floors)
    rows, bounds = [], []
    for place in range(len(parts) + 1):
        row = np.zeros(columns)
        row[place * size : (place + 1) * size] = 1
        if place == len(parts):
            row[-1] = -1
        rows.append(row)
        bounds.append(0.0 if place == len(parts) else float(parts[place].counted))
    for j, (_, needed, fitting) in enumerate(floors):
        row = np.zeros(columns)
        inside = {id(part) for part in fitting}
        for place, part in enumerate(parts):
            row[place * size + j] = -1 if id(part) in inside else 0
        row[len(parts) * size + j] = -1
        rows.append(row)
        bounds.append(-float(needed))
    cost = np.zeros(columns)
    cost[-1] = 1
    found = linprog(cost, A_ub=np.array(rows), b_ub=np.array(bounds), method="highs")
    assert found.status == 0
    return Fraction(float(found.fun)).limit_denominator(100_000)
