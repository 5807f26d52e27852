"""Parts of policy documents by chance: values, comparisons, predicates."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from plpcore.quantity import Rounding, format_amount

Json = dict[str, Any]
Tables = st.SearchStrategy[Json]

EDUCATOR_FACTS = {
    "fte": "number",
    "months": "number",
    "roles": "texts",
    "new": "flag",
    "issued": "date",
    "level": "text",
}
ACTIVITY_FACTS = {
    "topic": "text", "areas": "texts", "assessed": "flag", "applied": "date", "attended": "number",
    "scheduled": "number", "grade": "text",
}  # fmt: skip
BUILT_IN = {"kind": "text", "title": "text", "completed": "date", "entered": "date", "tags": "texts"}

short_texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12)
long_texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\t"), max_size=40)
some_texts = short_texts.filter(bool)
ids = short_texts.map(str.strip).filter(lambda text: text and text.isprintable())
units = st.sampled_from(["hour", "minute", "semester_hour", "ceu", "page"])
flags = st.booleans()
dates = st.dates().map(str)
roundings = st.sampled_from([rounding.value for rounding in Rounding])
wholes = st.integers(0, 99)
month_days = st.sampled_from(["01-01", "02-28", "07-01", "10-01"])


def plain(amount: Fraction) -> int | str:
    return amount.numerator if amount.denominator == 1 else format_amount(amount)


amounts = st.one_of(
    st.integers(0, 999_999_999),
    st.builds(Fraction, st.integers(0, 9_999), st.integers(1, 999)).map(plain),
    st.decimals(0, 99_999, places=3).map(lambda number: f"{number:f}"),
)
positive = st.builds(Fraction, st.integers(1, 999), st.integers(1, 12)).map(plain)
shares = st.one_of(
    st.integers(0, 100).map(lambda number: f"{number}%"),
    st.integers(0, 1_000_000).map(lambda number: format_amount(Fraction(number, 1_000_000))),
    st.builds(lambda below, part: f"{part % (below + 1)}/{below}", st.integers(1, 99), st.integers(0, 99)),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": short_texts,
    "texts": st.lists(short_texts, max_size=3),
    "flag": flags,
    "number": amounts,
    "date": dates,
}
WORDS = {
    "text": ("is", "one_of"),
    "texts": ("is", "one_of", "has", "has_all", "lacks"),
    "flag": ("is",),
    "number": ("is", "at_least", "at_most", "more_than", "less_than"),
    "date": ("is", "before", "after", "not_before", "not_after"),
}


def maybe(required: Json, /, **optional: Any) -> Tables:
    """Return tables with all required keys and up to three of the optional ones, each as likely as the other."""
    return chosen_of(required, optional, 0, 3)


def chosen_of(required: Json, optional: Json, least: int, most: int) -> Tables:
    names = st.lists(st.sampled_from(sorted(optional)), min_size=least, max_size=most, unique=True)
    chosen = names if optional else st.just([])
    return chosen.flatmap(lambda found: st.fixed_dictionaries(required | {name: optional[name] for name in found}))


def comparisons(kind: str, others: list[str]) -> st.SearchStrategy[Any]:
    value = VALUES[kind]
    texts = VALUES["texts"]
    operands = {word: texts if word in {"one_of", "has_all"} else value for word in WORDS[kind]}
    if others and kind != "text":
        reference = st.sampled_from(others).map(lambda name: {"fact": name})
        operands = {word: operand | reference for word, operand in operands.items()}
    tables = maybe({}, given=flags, **operands).filter(bool)
    return value | texts | tables if kind in {"text", "texts"} else value | tables


def entries(facts: dict[str, str], prefix: str = "") -> dict[str, st.SearchStrategy[Any]]:
    return {
        name: comparisons(kind, [prefix + other for other, its in facts.items() if its == kind])
        for name, kind in facts.items()
    }


OF_EDUCATOR = maybe({}, **entries(EDUCATOR_FACTS, "educator."))
AMOUNTS = maybe({}, hour=comparisons("number", []), page=comparisons("number", []))


def predicates(facts: dict[str, str], **more: Any) -> Tables:
    flat = maybe({}, **entries(facts), **more)

    def deeper(inner: Tables) -> Tables:
        several = st.lists(inner, min_size=1, max_size=3)
        some = several.flatmap(lambda of: st.integers(1, len(of)).map(lambda count: {"count": count, "of": of}))
        words = {"all": several, "any": several, "not": inner, "at_least": some}
        return st.builds(lambda one, two: one | two, flat, maybe({}, **words))

    return st.recursive(flat, deeper, max_leaves=3)


claims = predicates(BUILT_IN | ACTIVITY_FACTS, educator=OF_EDUCATOR, amount=AMOUNTS)
# Which awards there are is known only when all their ids are given; one that there is not would be refused.
DECIDED: Tables = st.builds(dict, given=flags)
activities = predicates(BUILT_IN | ACTIVITY_FACTS, educator=OF_EDUCATOR, amount=AMOUNTS, award=DECIDED)
educators = predicates(EDUCATOR_FACTS)


def facts_of(kind: str, *kinds: dict[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from([name for table in kinds for name, its in table.items() if its == kind])


activity_facts = st.sampled_from([*BUILT_IN, *ACTIVITY_FACTS, "award"])
claim_facts = st.sampled_from([*BUILT_IN, *ACTIVITY_FACTS, "amount.hour", "educator.level"])
educator_numbers = facts_of("number", EDUCATOR_FACTS)


def single(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return items | st.lists(items, min_size=least, max_size=3)


def table_of(values: st.SearchStrategy[Any], least: int = 0) -> Tables:
    return st.dictionaries(some_texts, values, min_size=least, max_size=3)
