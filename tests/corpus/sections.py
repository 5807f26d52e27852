"""The sections of a policy: what each documented field says in the policy language."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from tests.corpus.facts import Book
from tests.corpus.neutral import Json, WordError, amount, is_number, joined, limit, listed, number, plain_amount, span
from tests.corpus.places import numbered_years
from tests.corpus.times import cycle_of, retention_of

CITE = "the case"
_ROUNDING = {"nearest": "half_up"}


@frozen
class Words:
    """What the fields of one case are called in its policy.

    Attributes:
        rows: The facts of rows.
        person: The facts of the person.
        hour_unit: The source unit that `per: hour` counts.
    """

    rows: Book
    person: Book
    hour_unit: str


def unit_code(word: str) -> str:
    """Return the code of a source unit that a row's field counts."""
    code = "".join(char if char.isascii() and char.isalnum() else "-" for char in word.lower())
    return code if code[:1].isalpha() else f"u{code}"


def rounding(word: str) -> str:
    """Return a mode of rounding as the policy language calls it."""
    return _ROUNDING.get(word, word)


def sign_off(name: str) -> str:
    """Return the id of a sign-off, which is no other rule's."""
    return f"sign-off:{name}"


def rule(name: str, number_: int, row: Json) -> Json:
    """Return what every rule carries: an id, a citation and, where it has a name, its title."""
    title = {"title": str(row["name"])} if row.get("name") else {}
    return {"id": f"{name}-{number_}", "cite": CITE} | title


def _when(words: Book, row: Json, word: str = "when") -> Json:
    return words.predicate(row.get(word) or {})


# ---------------------------------------------------------------------------------------------------- what is earned


def measure(stated: Json) -> Json:
    """Return how minutes become units; a word without effect is left out, for the language refuses it."""
    if "bands" in stated:
        bands = sorted(stated["bands"], key=lambda band: number(band[0]))
        return {"bands": [{"from": amount(start), "credit": amount(credit)} for start, credit in bands]}
    found: Json = {
        word: amount(stated[word]) for word in ("minutes_per_unit", "minimum", "increment") if word in stated
    }
    if "rounding" in stated and "increment" in stated:
        found["rounding"] = rounding(stated["rounding"])
    return found


def awards_of(policy: Json, words: Words) -> list[Json]:
    """Return the awards; without a word on them an hour earns one unit."""
    rows = listed(policy["award"]) if "award" in policy else [{"per": "hour", "credit": 1}]
    return [_award(index, row, policy, words) for index, row in enumerate(rows)]


def _award(index: int, row: Json, policy: Json, words: Words) -> Json:
    times = number(row.get("times", 1))
    found = rule("award", index, row) | {"when": _when(words.rows, row)}
    if row.get("per") == "minute":
        found |= {"per": "minute", "measure": measure(row.get("measure") or policy.get("measure") or {})}
        times *= number(row.get("credit", 1))
    else:
        found |= _earning(row, words)
    found["times"] = amount(times)
    return found | _later(row) | _repeat(row, words)


def _earning(row: Json, words: Words) -> Json:
    if "per" in row:
        unit = words.hour_unit if row["per"] == "hour" else unit_code(row["per"])
        return {"per": unit, "credit": amount(row.get("credit", 1))}
    if "each" in row:
        least = amount(row.get("at_least_count", 0))
        return {"each": amount(row["each"]), "count": unit_code("count"), "count_at_least": least}
    if "fixed" in row:
        return {"fixed": amount(row["fixed"])}
    if "table" not in row:
        raise WordError("award: it says none of per, each, fixed, table")
    key = row["key"]
    table = _table(row["table"], words.rows.types[key])
    return {"by": _grouped(key, words), "table": table} if table else {"fixed": 0}


def _table(table: Json, of: str) -> Json:
    flags = {"true": "True", "false": "False"} if of == "flag" else {}
    rows = {name: credit for name, credit in table.items() if of != "number" or is_number(name)}
    names = {name: amount(name) if of == "number" else flags.get(name.lower(), name) for name in rows}
    return {names[name]: amount(credit) for name, credit in rows.items()}


def _later(row: Json) -> Json:
    """Whole multiples come before the least; the language looks at the least first, so it is raised to a multiple."""
    found: Json = {}
    whole, least = number(row.get("whole", 0)), number(row.get("floor_each", 0))
    if whole:
        found["whole"] = amount(whole)
        least = whole * -(-least // whole)
    if least:
        found["least"] = amount(least)
    return found


def _repeat(row: Json, words: Words) -> Json:
    if "repeat" not in row:
        return {}
    stated = row["repeat"]
    same = [_grouped(key, words) for key in listed(stated["key"])]
    return {"repeat": {"same": same, "then": amount(stated.get("then", 0))}}


def _grouped(word: str, words: Words) -> str:
    """A row without a type has a kind all the same, so rows are grouped by the free fact."""
    return words.rows.name(word)


# ------------------------------------------------------------------------------------------------------ what must be


def conditions_of(policy: Json, words: Words) -> list[Json]:
    """Return the conditions: those of awards, and those of the policy."""
    found: list[Json] = []
    for index, row in enumerate(listed(policy.get("award"))):
        for test, said in _tests_of_award(row):
            found.append({"id": f"award-{index}-{test}", "cite": CITE, "when": {"award": f"award-{index}"}} | said)
    for index, row in enumerate(listed(policy.get("count_if"))):
        for part, said in enumerate(_tests(row, words)):
            head = rule(f"condition-{index}", part, row)
            found.append(head | {"when": _when(words.rows, row)} | said)
    return found


def _tests_of_award(row: Json) -> list[tuple[str, Json]]:
    found: list[tuple[str, Json]] = []
    least = number(row.get("at_least_count", 0))
    if "each" not in row and least:
        # A row that does not say its count is one.
        few: Json = {"amount": {unit_code("count"): {"less_than": amount(least)}}}
        enough = {"amount": {unit_code("count"): {"at_least": amount(least)}}}
        found.append(("count", {"require": enough if least > 1 else {"not": few}}))
    if "grade_min" in row:
        found.append(("grade", {"grade": {"at_least": row["grade_min"]}}))
    attendance = row.get("attendance") or {}
    if "share" in attendance:
        found.append(("share", {"attendance": {"share": attendance["share"]}}))
    if "at_least" in attendance:
        found.append(("attended", {"require": {"attended": {"at_least": amount(attendance["at_least"])}}}))
    return found


def _tests(row: Json, words: Words) -> list[Json]:
    found: list[Json] = []
    if "require" in row:
        found.append({"require": words.rows.predicate(row["require"])})
    if "require_person" in row:
        found.append({"require_educator": words.person.predicate(row["require_person"])})
    if "field" in row:
        found += _tests_of_date(row, words.rows)
    return found


def _tests_of_date(row: Json, rows: Book) -> list[Json]:
    name, found = rows.name(row["field"]), []
    if "within_days" in row:
        found.append({"within": {"fact": name, "days": int(number(row["within_days"]))}})
    if "before" in row:
        found.append({"require": {name: {"not_after": {"fact": rows.name(row["before"])}}}})
    return found or [{"require": {name: {"not_before": "0001-01-01"}}}]


def blocks_of(policy: Json, words: Words) -> list[Json]:
    """Return the blocks."""
    return [
        rule("block", index, row)
        | {"when": _when(words.rows, row), "by": _all_grouped(row, words), "at_least": amount(row["min"])}
        for index, row in enumerate(listed(policy["blocks"]))
    ]


def _all_grouped(row: Json, words: Words) -> list[str]:
    return [_grouped(word, words) for word in listed(row.get("by"))]


def caps_of(policy: Json, words: Words) -> list[Json]:
    """Return the caps, in their order."""
    return [
        rule("cap", index, row)
        | {"when": _when(words.rows, row), "applies": _when(words.person, row, "applies")}
        | {"per": row.get("per", "cycle"), "by": _all_grouped(row, words), "waived": bool(row.get("waived"))}
        | limit(row["max"], "at_most")
        for index, row in enumerate(listed(policy["caps"]))
    ]


# -------------------------------------------------------------------------------------------------- what is required


def total_of(policy: Json, words: Words) -> Json:
    """Return the required total."""
    stated, head = policy["total"], {"id": "total", "cite": CITE}
    if isinstance(stated, dict) and "max_of" in stated:
        amounts = {name: amount(value) for name, value in stated["max_of"].items()}
        return head | {"highest_of": {"fact": words.person.filled("classes"), "amounts": amounts}}
    if not isinstance(stated, dict | list):
        return head | {"amount": amount(stated)}
    rows = [_amount_row(row, words) for row in listed(stated)]
    return head | ({"rows": rows} if rows else {"amount": 0})


def _amount_row(row: Json, words: Words) -> Json:
    return {"when": _when(words.person, row), "amount": amount(row["amount"])}


def adjustments_of(policy: Json, words: Words) -> list[Json]:
    """Return the additions, reductions, prorations and exemptions."""
    found = [_add(index, row, words.person) for index, row in enumerate(listed(policy.get("add")))]
    for index, row in enumerate(listed(policy.get("reduce"))):
        found.append(
            rule("reduce", index, row)
            | {"when": _when(words.person, row), "reduce": plain_amount(row["amount"], "reduce")}
        )
    found += [_prorate(index, row, words.person) for index, row in enumerate(listed(policy.get("prorate")))]
    for index, predicate in enumerate(listed(policy.get("exempt"))):
        found.append(rule("exempt", index, {}) | {"when": words.person.predicate(predicate), "exempt": True})
    return found


def _where_known(row: Json, fact: str, person: Book) -> Json:
    """A fact that is missing changes nothing."""
    return joined([_when(person, row), {person.name(fact): {"at_least": 0}}])


def _add(index: int, row: Json, person: Book) -> Json:
    said = {"each": person.name(row["each"]), "over": amount(row.get("over", 0)), "amount": amount(row["amount"])}
    return rule("add", index, row) | {"when": _where_known(row, row["each"], person), "add": said}


def _prorate(index: int, row: Json, person: Book) -> Json:
    said: Json = {"by": person.name(row["by"]), "of": amount(row.get("of", 1))}
    if "increment" in row:
        said |= {"increment": amount(row["increment"]), "rounding": rounding(row.get("rounding", "down"))}
    return rule("prorate", index, row) | {"when": _where_known(row, row["by"], person), "prorate": said}


def floors_of(policy: Json, words: Words) -> list[Json]:
    """Return the floors; distinct values in each year, and years with names, become one floor a year."""
    found = []
    for index, row in enumerate(listed(policy["floors"])):
        years = listed(row.get("years")) if row.get("per") == "year" else []
        if years and ("count_distinct" in row or not numbered_years(row)):
            found += [_floor(index, row, words, year=year) for year in years]
        else:
            numbers = [int(number(year)) for year in years]
            found.append(_floor(index, row, words) | ({"per": "year", "years": numbers} if numbers else {}))
    return found


def _floor(index: int, row: Json, words: Words, *, year: int | str | None = None) -> Json:
    found = rule("floor", index, row) | limit(row["min"], "at_least")
    found |= {"when": _when(words.rows, row), "applies": _when(words.person, row, "applies")}
    if "window" in row:
        found["window"] = span(row["window"])
    if "count_distinct" in row:
        found["distinct"] = _grouped(row["count_distinct"], words)
    if year is not None:
        found |= {"id": f"{found['id']}@{year}", "when": joined([found["when"], _in_year(year)])}
    return found


def _in_year(stated_year: int | str) -> Json:
    """A row's year is the one that it names, else the July-June year of its completion."""
    if not is_number(stated_year):
        return {"year": stated_year}
    year = int(number(stated_year))
    named: Json = {"year": year}
    if not year:
        return named
    dated = {"completed": {"not_before": f"{year:04}-07-01", "before": f"{year + 1:04}-07-01"}}
    return {"any": [named, {"not": {"year": {"at_least": 0}}} | dated]}


# ---------------------------------------------------------------------------------------- what satisfies, what goes on


def deemed_of(policy: Json, words: Words) -> list[Json]:
    """Return what satisfies everything at once."""
    found = []
    for index, row in enumerate(listed(policy["deem"])):
        if "person" in row:
            found.append(rule("deem", index, row) | {"educator": words.person.predicate(row["person"])})
        else:
            said = {"when": _when(words.rows, row), "count": int(number(row.get("count", 1)))}
            found.append(rule("deem", index, row) | said)
    return found


def carry_of(policy: Json, words: Words) -> Json:
    """Return what goes on to the next cycle."""
    stated = policy["carry"]
    only_if = words.person.predicate(stated.get("only_if") or {})
    unless = {"not": words.person.predicate(stated["unless"])} if "unless" in stated else {}
    found: Json = {"id": "carry", "cite": CITE, "only_if": joined([only_if, unless])}
    if "max" in stated:
        found["at_most"] = plain_amount(stated["max"], "carry")
    if "earned" in stated:
        found["earned"] = span(stated["earned"])
    return found | {"again": not stated.get("no_rechain")}


def _sign_offs_of(policy: Json, _: Words) -> list[Json]:
    return [{"id": sign_off(name), "cite": CITE} for name in dict.fromkeys(listed(policy["signoffs"]))]


def _steps_of(policy: Json, words: Words) -> list[Json]:
    rows = [_amount_row(row, words) for row in listed(policy["steps"])]
    return [{"id": "steps", "cite": CITE, "rows": rows}]


def _deadlines_of(policy: Json, words: Words) -> list[Json]:
    return [
        rule("deadline", index, row) | {"when": _when(words.person, row), "then": row["then"]}
        for index, row in enumerate(listed(policy["deadlines"]))
    ]


Section = tuple[str, tuple[str, ...], Callable[[Json, Words], Any]]

SECTIONS: tuple[Section, ...] = (
    ("awards", ("award", "measure"), awards_of),
    ("conditions", ("award", "count_if"), conditions_of),
    ("blocks", ("blocks",), blocks_of),
    ("caps", ("caps",), caps_of),
    ("total", ("total",), total_of),
    ("adjustments", ("add", "reduce", "prorate", "exempt"), adjustments_of),
    ("floors", ("floors",), floors_of),
    ("sharing", ("sharing",), lambda policy, _: policy["sharing"]),
    ("deemed", ("deem",), deemed_of),
    ("sign_offs", ("signoffs",), _sign_offs_of),
    ("carry_over", ("carry",), carry_of),
    ("window", ("window",), lambda policy, _: span(policy["window"])),
    ("cycle", ("period",), lambda policy, words: cycle_of(policy, words.person, CITE)),
    ("retention", ("retention",), lambda policy, _: retention_of(policy, CITE)),
    ("step_tables", ("steps",), _steps_of),
    ("deadlines", ("deadlines",), _deadlines_of),
)
"""Each section of a policy, the fields of the neutral vocabulary that make it, and how."""


def sections(policy: Json, words: Words, stated: frozenset[str]) -> Json:
    """Return the sections that the stated fields make, of a policy with everything beneath them laid in."""
    return {name: build(policy, words) for name, fields, build in SECTIONS if stated & set(fields)}
