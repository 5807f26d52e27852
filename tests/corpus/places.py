"""Where predicates and names of facts stand in a policy of the neutral vocabulary."""

from collections.abc import Iterator
from typing import Any

from tests.corpus.neutral import Json, check_words, is_number, listed

ROW, PERSON = "row", "person"

_WORDS: dict[str, tuple[str, ...]] = {
    "award": (
        *("when", "per", "credit", "measure", "each", "count", "fixed", "table", "key", "times", "whole"),
        *("floor_each", "at_least_count", "grade_min", "attendance", "repeat"),
    ),
    "count_if": ("when", "require", "require_person", "field", "within_days", "before"),
    "blocks": ("when", "by", "min"),
    "caps": ("when", "applies", "max", "per", "by", "waived"),
    "add": ("when", "each", "over", "amount"),
    "reduce": ("when", "amount"),
    "prorate": ("when", "by", "of", "increment", "rounding"),
    "floors": ("when", "applies", "min", "per", "years", "window", "count_distinct"),
    "deem": ("when", "count", "person"),
    "steps": ("when", "amount"),
    "deadlines": ("when", "then"),
    "carry": ("max", "earned", "only_if", "unless", "no_rechain"),
    "period": ("anchor", "not_before", "start", "years", "months", "minus", "extend"),
    "retention": ("after", "years", "months"),
}

_POLICY = (
    *("unit", "award", "measure", "count_if", "blocks", "caps", "total", "add", "reduce", "prorate", "exempt"),
    *("floors", "sharing", "deem", "signoffs", "carry", "window", "period", "retention", "steps", "deadlines"),
)
EDITION = ("from", "until", "published")

_PREDICATES = (
    *((ROW, section, "when") for section in ("award", "count_if", "blocks", "caps", "floors", "deem")),
    (ROW, "count_if", "require"),
    (PERSON, "count_if", "require_person"),
    *((PERSON, section, "when") for section in ("total", "add", "reduce", "prorate", "steps", "deadlines")),
    (PERSON, "caps", "applies"),
    (PERSON, "floors", "applies"),
    (PERSON, "deem", "person"),
    (PERSON, "carry", "only_if"),
    (PERSON, "carry", "unless"),
)


def layers(policy: Json) -> Iterator[Json]:
    """Return the policy, its editions, their alternatives and its own."""
    yield policy
    for layer in (*policy.get("versions", ()), *policy.get("any_of", ())):
        yield layer
        yield from layer.get("any_of", ())


def check_policy(policy: Json) -> None:
    """Refuse every word that the vocabulary does not document."""
    check_words(policy, (*_POLICY, "versions", "version_by", "any_of"), "policy")
    for layer in layers(policy):
        if layer is not policy:
            check_words(layer, (*_POLICY, *EDITION, "any_of"), "versions or any_of")
        for section, words in _WORDS.items():
            for row in listed(layer.get(section)):
                check_words(row, words, section)


def predicates(policy: Json) -> Iterator[tuple[str, Json]]:
    """Return every predicate with whose facts it asks."""
    for layer in layers(policy):
        for scope, section, word in _PREDICATES:
            for row in listed(layer.get(section)):
                if isinstance(row, dict) and word in row:
                    yield scope, row[word]
        yield from ((PERSON, one) for one in listed(layer.get("exempt")))
        for word in ("years", "extend"):
            rows = listed((layer.get("period") or {}).get(word))
            yield from ((PERSON, row["when"]) for row in rows if isinstance(row, dict) and "when" in row)


def named_of_rows(policy: Json) -> Iterator[tuple[str, str]]:
    """Return every field of a row that a rule names, with the type that the rule wants; empty: any."""
    yield from (("type", ""), ("grade", "text"), ("semester", ""), ("week", ""), ("day", ""), ("year", ""))
    for layer in layers(policy):
        for award in listed(layer.get("award")):
            yield from ((name, "") for name in (*listed(award.get("key")), *_repeated(award)))
            yield from ((name, "number") for name in ("attended", "scheduled") if "attendance" in award)
        for rule in listed(layer.get("count_if")):
            yield from ((rule[word], "date") for word in ("field", "before") if word in rule)
        for rule in (*listed(layer.get("blocks")), *listed(layer.get("caps"))):
            yield from ((name, "") for name in listed(rule.get("by")))
        for floor in listed(layer.get("floors")):
            yield from ((floor[word], "") for word in ("count_distinct",) if word in floor)
            yield from (("year", "number") for _ in numbered_years(floor)[:1])


def numbered_years(floor: Json) -> list[Any]:
    """Return the years of a floor where all are numbers; years may also have names, such as 2020-21."""
    years = listed(floor.get("years"))
    return years if all(is_number(year) for year in years) else []


def _repeated(award: Json) -> list[Any]:
    return listed(award.get("repeat", {}).get("key"))


def subtracted(policy: Json) -> list[str]:
    """Return the fact of the person that shortens a period, if there is one."""
    return [name for name in listed(policy.get("period", {}).get("minus")) if not is_number(name)]


def named_of_person(policy: Json) -> Iterator[tuple[str, str]]:
    """Return every fact of the person that a rule names, with the type that the rule wants."""
    for layer in layers(policy):
        yield from ((rule["each"], "number") for rule in listed(layer.get("add")))
        yield from ((rule["by"], "number") for rule in listed(layer.get("prorate")))
        if isinstance(layer.get("total"), dict) and "max_of" in layer["total"]:
            yield "classes", "texts"
        if "period" in layer:
            yield from (("issued", "date"), ("previous_completed", "date"), ("birth_month", "number"))
            yield from ((name, "number") for name in subtracted(layer))
    if "version_by" in policy:
        yield policy["version_by"], "date"
