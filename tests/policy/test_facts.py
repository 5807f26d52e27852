"""Facts: declared names with types, and what a default and a list of values do."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputErrors, PolicyError
from plpcore.evaluation import evaluate
from plpcore.ids import EducatorId
from plpcore.model import Educator, Facts, Portfolio
from plpcore.policy import FactSpec, FactType, FactValue, policy_data, policy_of
from tests.policy.support import policy, refusal, refused_data, rule


@pytest.mark.parametrize(
    ("kind", "given", "held"),
    [
        ("text", "x", "x"),
        ("texts", "x", ("x",)),
        ("texts", ["y", "x"], ("y", "x")),
        ("flag", False, False),
        ("number", 0, Fraction(0)),
        ("number", "2/3", Fraction(2, 3)),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("date", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_default_has_the_declared_type(kind: str, given: Any, held: FactValue) -> None:
    found = policy_of({**HEAD, "facts": {"f": {"type": kind, "default": given}}})
    assert dict(found.facts)["f"].default == held
    assert policy_of(policy_data(found)) == found


HEAD = {"id": "p", "title": "t", "unit": {"name": "hour"}}


@pytest.mark.parametrize(
    ("kind", "given", "line"),
    [
        ("text", 3, 'the fact is declared as text, but text is expected, not a number; write it in "quotes"'),
        ("text", ["x"], 'the fact is declared as text, but text is expected, not a list; write it in "quotes"'),
        ("texts", True, 'the fact is declared as texts, but text is expected, not true or false; write it in "quotes"'),
        ("flag", "yes", "the fact is declared as flag, but true or false is expected, not text; write true or false"),
        (
            "number",
            True,
            "the fact is declared as number, but True is not an amount; write a number, such as 1 or '1.5'",
        ),
        ("date", "2023-02-29", "the fact is declared as date, but there is no day 2023-02-29; look at the calendar"),
    ],
)
def test_a_default_of_another_type_is_refused(kind: str, given: Any, line: str) -> None:
    assert refused_data(facts={"f": {"type": kind, "default": given}}) == f"$.facts.f.default: {line}"


def test_a_default_that_is_no_value_is_refused() -> None:
    assert refused_data(facts={"f": {"type": "text", "default": {"a": 1}}}) == (
        "$.facts.f.default: a value is expected, not a table; write text, a number, a date, true or false"
    )
    assert refused_data(facts={"f": {"type": "text", "default": None}}) == (
        "$.facts.f.default: a value is expected, not nothing; write text, a number, a date, true or false"
    )


def test_a_default_must_be_among_the_declared_values() -> None:
    spec = {"type": "text", "one_of": ["full", "part"], "default": "ful"}
    assert refused_data(facts={"f": spec}) == (
        "$.facts.f.default: 'ful' is not among the declared values; did you mean full?"
    )
    several = {"type": "texts", "one_of": ["a", "b"], "default": ["a", "c"]}
    assert refused_data(facts={"f": several}) == (
        "$.facts.f.default: 'c' is not among the declared values; known are a, b"
    )


@pytest.mark.parametrize("kind", ["flag", "number", "date"])
def test_only_facts_of_text_have_a_list_of_values(kind: str) -> None:
    assert refused_data(facts={"f": {"type": kind, "one_of": ["a"]}}) == (
        f'$.facts.f.one_of: a fact of type {kind} has no list of values; remove it, or write type = "text"'
    )


def test_a_rule_that_asks_for_another_than_the_declared_values_is_refused() -> None:
    head = 'facts.status.type = "text"\nfacts.status.one_of = ["full", "part"]\n'
    line = "$.adjustments[0].when.status: 'fll' is not among the declared values; did you mean full?"
    for asked in ('"fll"', '["part", "fll"]', '{ is = "fll" }', '{ one_of = ["fll"] }'):
        assert refusal(head + rule("adjustments", f"exempt = true\nwhen = {{ status = {asked} }}")) == line
    assert policy_data(policy(head + rule("adjustments", 'exempt = true\nwhen = { status = ["full", "part"] }')))


def test_an_example_with_another_than_the_declared_values_is_refused() -> None:
    head = 'activity_facts.level.type = "text"\nactivity_facts.level.one_of = ["a", "b"]\n'
    example = '[[example]]\nid = "e"\nas_of = 2024-01-01\nactivities = [{ facts = { level = "c" } }]\nexpect = {}\n'
    assert refusal(head + example) == (
        "$.example[0].activities[0].facts.level: 'c' is not among the declared values; known are a, b"
    )


TOTAL = {"id": "t", "cite": "c", "rows": [{"when": {"fte": {"at_least": 1}}, "amount": 8}, {"amount": 4}]}


def outcome(spec: dict[str, Any], facts: dict[str, Any]) -> tuple[str, Fraction | None]:
    found = policy_of({**HEAD, "facts": {"fte": {"type": "number", **spec}}, "total": TOTAL})
    portfolio = Portfolio(educator=Educator(id=EducatorId("e"), facts=Facts(facts)))
    statement = evaluate(found, portfolio, as_of=date(2024, 1, 1))
    return statement.outcome.value, statement.required


def test_a_missing_fact_without_a_default_leaves_the_result_undetermined() -> None:
    assert outcome({}, {})[0] == "undetermined"


def test_a_missing_fact_with_a_default_is_known() -> None:
    assert outcome({"default": 1}, {}) == ("short", 8)
    assert outcome({"default": "1/2"}, {}) == ("short", 4)
    assert outcome({"default": 0}, {}) == ("short", 4)


def test_a_known_fact_goes_before_the_default() -> None:
    assert outcome({"default": 1}, {"fte": Fraction(1, 2)}) == ("short", 4)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        *(("facts", name) for name in ("amount", "educator", "all", "any", "not", "at_least", "a.b")),
        *(("activity_facts", name) for name in ("amount", "educator", "kind", "tags", "award", "completed", "a.b")),
    ],
)
def test_a_name_with_a_meaning_of_its_own_cannot_be_declared(table: str, name: str) -> None:
    place = f'"{name}"' if "." in name else name
    assert refused_data(**{table: {name: {"type": "text"}}}) == (
        f"$.{table}.{place}: this name has a meaning of its own; choose another name"
    )


def test_an_educator_may_have_a_fact_that_activities_have_too() -> None:
    assert policy_of({**HEAD, "facts": {"kind": {"type": "text"}, "title": {"type": "text"}}}).facts


def test_a_fact_needs_a_name() -> None:
    assert refused_data(facts={"": {"type": "text"}}) == '$.facts."": the text is empty; say something'


@given(st.sampled_from(FactType), st.data())
def test_what_a_fact_has_typed_it_types_again_to_the_same(kind: FactType, data: st.DataObject) -> None:
    values = {
        FactType.TEXT: st.text("abc"),
        FactType.TEXTS: st.lists(st.text("abc")).map(tuple),
        FactType.FLAG: st.booleans(),
        FactType.NUMBER: st.fractions(0, 99, max_denominator=99),
        FactType.DATE: st.dates(),
    }
    spec, value = FactSpec(type=kind), data.draw(values[kind])
    assert spec.typed(value, "$") == value


def test_an_undeclared_fact_is_refused_with_the_likely_one() -> None:
    where = "(facts are declared under [facts] and [activity_facts])"
    assert refusal(rule("caps", 'at_most = 1\nwhen = { topik = "x" }')) == (
        f"$.caps[0].when.topik: nobody declared the fact 'topik'; did you mean topic? {where}"
    )
    assert refusal(rule("caps", "at_most = 1\napplies = { ftee = 1 }")) == (
        f"$.caps[0].applies.ftee: nobody declared the fact 'ftee'; did you mean fte? {where}"
    )
    assert refusal(rule("caps", "at_most = 1\nwhen = { educator = { ftee = 1 } }")) == (
        f"$.caps[0].when.educator.ftee: nobody declared the fact 'educator.ftee'; did you mean fte? {where}"
    )


def test_a_fact_asked_of_the_wrong_one_is_refused_with_the_way_to_ask() -> None:
    assert refusal(rule("caps", "at_most = 1\nwhen = { fte = 1 }")) == (
        "$.caps[0].when.fte: nobody declared the fact 'fte'; it is a fact of the educator, write educator = { fte = … }"
    )
    assert refusal(rule("caps", 'at_most = 1\napplies = { kind = "x" }')) == (
        "$.caps[0].applies.kind: nobody declared the fact 'kind';"
        " it is a fact of activities, and here the educator is asked"
    )
    assert refusal(rule("caps", "at_most = 1\napplies = { amount = { hour = 1 } }")).startswith(
        "$.caps[0].applies.amount.hour: nobody declared the fact 'amount.hour';"
    )


def test_an_award_cannot_ask_which_award_decided() -> None:
    asked = 'when = { award = "hours" }'
    assert policy_data(
        policy(rule("caps", f"at_most = 1\n{asked}") + '[[awards]]\nid = "hours"\ncite = "c"\nfixed = 1\n')
    )
    assert refusal(rule("awards", f"fixed = 1\n{asked}")).startswith(
        "$.awards[0].when.award: nobody declared the fact 'award';"
    )


def test_the_educator_can_be_named_where_only_the_educator_is_asked() -> None:
    assert policy_data(policy(rule("adjustments", "exempt = true\nwhen = { educator = { new = true } }")))


@pytest.mark.parametrize(
    ("section", "text", "where"),
    [
        ("caps", 'at_most = 1\nby = "topik"', "$.caps[0].by[0]"),
        ("caps", 'at_most = 1\nby = ["kind", "topik"]', "$.caps[0].by[1]"),
        ("blocks", 'at_least = 1\nby = "topik"', "$.blocks[0].by[0]"),
        ("floors", 'at_least = 1\ndistinct = "topik"', "$.floors[0].distinct"),
        ("awards", 'table = { a = 1 }\nby = "topik"', "$.awards[0].by"),
        ("awards", 'fixed = 1\nrepeat = { same = "topik" }', "$.awards[0].repeat.same[0]"),
        ("conditions", 'within = { fact = "topik", days = 1 }', "$.conditions[0].within.fact"),
        ("adjustments", 'prorate = { by = "topik" }', "$.adjustments[0].prorate.by"),
        ("adjustments", 'add = { each = "topik", amount = 1 }', "$.adjustments[0].add.each"),
    ],
)
def test_every_name_of_a_fact_is_held_against_the_declared_ones(section: str, text: str, where: str) -> None:
    assert refusal(rule(section, text)).startswith(f"{where}: nobody declared the fact 'topik'; ")


def test_a_default_name_of_a_fact_must_be_declared_too() -> None:
    lines = refused_data(conditions=[{"id": "c", "cite": "c", "attendance": {}}]).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "$.conditions[0].attendance.attended",
        "$.conditions[0].attendance.scheduled",
    ]


def test_an_empty_name_of_a_fact_is_refused() -> None:
    assert refusal(rule("blocks", 'at_least = 1\nby = ""')) == "$.blocks[0].by: the text is empty; say something"


def test_a_spec_refuses_by_itself_too() -> None:
    with pytest.raises(PolicyError, match=r"^\$\.default: the fact is declared as flag, but "):
        FactSpec(type=FactType.FLAG, default="x")
    with pytest.raises(InputErrors):
        FactSpec(type=FactType.TEXTS).typed((1, 2), "$")
