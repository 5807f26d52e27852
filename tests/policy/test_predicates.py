"""Predicates: how they are read, typed and written, and what is refused."""

from datetime import date
from fractions import Fraction

import pytest

from plpcore.policy import (
    ALWAYS,
    All,
    Compare,
    FactRef,
    Not,
    Operator,
    Predicate,
    Some,
    compared_facts,
    format_policy,
    parse_policy,
    policy_data,
)
from tests.policy.support import policy, refusal, rule

ROLE = Compare("topic", Operator.IS, "art")
KIND = Compare("kind", Operator.ONE_OF, ("chat", "blog"))


def when(text: str) -> Predicate:
    caps = policy(rule("caps", f"at_most = 1\nwhen = {text}")).rules.caps or ()
    return caps[0].when


def written(text: str) -> str:
    """Return the line that a formatted policy has for the predicate."""
    lines = format_policy(policy(rule("caps", f"at_most = 1\nwhen = {text}"))).splitlines()
    return next(line.removeprefix("when = ") for line in lines if line.startswith("when"))


def test_an_empty_table_always_holds() -> None:
    assert when("{}") is ALWAYS or when("{}") == ALWAYS
    assert "when" not in str(policy_data(policy(rule("caps", "at_most = 1\nwhen = {}"))))


def test_a_single_entry_stands_for_itself() -> None:
    assert when('{ topic = "art" }') == ROLE
    assert when('{ kind = ["chat", "blog"] }') == KIND


def test_several_entries_must_all_hold_in_whatever_order_they_stand() -> None:
    assert when('{ topic = "art", kind = ["chat", "blog"] }') == All((KIND, ROLE))
    assert when('{ kind = ["chat", "blog"], topic = "art" }') == All((KIND, ROLE))


def test_a_list_keeps_its_order() -> None:
    assert when('{ all = [{ topic = "art" }, { kind = ["chat", "blog"] }] }') == All((ROLE, KIND))


def test_words_join_predicates() -> None:
    both = '[{ topic = "art" }, { kind = ["chat", "blog"] }]'
    assert when(f"{{ any = {both} }}") == Some(1, (ROLE, KIND))
    assert when(f"{{ at_least = {{ count = 2, of = {both} }} }}") == Some(2, (ROLE, KIND))
    assert when('{ not = { topic = "art" } }') == Not(ROLE)


def test_comparisons_are_typed_by_the_declared_fact() -> None:
    assert when('{ completed = { not_before = "2024-07-01" } }') == Compare(
        "completed", Operator.NOT_BEFORE, date(2024, 7, 1)
    )
    assert when("{ completed = 2024-07-01 }") == Compare("completed", Operator.IS, date(2024, 7, 1))
    assert when('{ attended = "1/3" }') == Compare("attended", Operator.IS, Fraction(1, 3))
    assert when('{ tags = "art" }') == Compare("tags", Operator.IS, ("art",))
    assert when('{ tags = { lacks = "art" } }') == Compare("tags", Operator.LACKS, ("art",))
    assert when('{ topic = "2024-07-01" }') == Compare("topic", Operator.IS, "2024-07-01")


def test_amounts_and_facts_of_the_educator_are_asked_below_their_word() -> None:
    more = Compare("amount.hour", Operator.MORE_THAN, Fraction(3, 2))
    assert when("{ amount = { hour = { more_than = 1.5 } } }") == more
    assert when("{ amount.hour.more_than = 1.5 }") == more
    assert when("{ educator = { new = true } }") == Compare("educator.new", Operator.IS, value=True)
    assert when("{ educator = { new = true, fte = 1 }, amount = { hour = 1 } }") == All(
        (
            Compare("amount.hour", Operator.IS, Fraction(1)),
            Compare("educator.fte", Operator.IS, Fraction(1)),
            Compare("educator.new", Operator.IS, value=True),
        )
    )


def test_a_fact_is_compared_with_another_fact() -> None:
    assert when('{ entered = { not_after = { fact = "completed" } } }') == Compare(
        "entered", Operator.NOT_AFTER, FactRef("completed")
    )
    assert when('{ completed = { after = { fact = "educator.issued" } } }') == Compare(
        "completed", Operator.AFTER, FactRef("educator.issued")
    )
    assert when('{ topic = { one_of = { fact = "tags" } } }') == Compare("topic", Operator.ONE_OF, FactRef("tags"))


def test_whether_anything_is_known_of_a_fact_is_a_question_too() -> None:
    assert when("{ attended = { given = false } }") == Compare("attended", Operator.GIVEN, value=False)


def test_the_compared_facts_are_found_in_every_part() -> None:
    found = compared_facts(when('{ not = { topic = "a" }, any = [{ kind = "b" }, { attended = { at_least = 1 } }] }'))
    assert [compare.fact for compare in found] == ["kind", "attended", "topic"]


@pytest.mark.parametrize(
    "text",
    [
        '{ topic = "art" }',
        '{ kind = ["chat", "blog"], topic = "art" }',
        "{ attended = { at_least = 2, at_most = 5 } }",
        '{ amount = { hour = { given = true, more_than = 1 } }, kind = "chat" }',
        '{ all = [{ topic = "art" }, { kind = "chat" }] }',
        '{ all = [{ kind = "chat" }] }',
        "{ all = [{}, {}] }",
        '{ all = [{}, {}], kind = "chat" }',
        '{ all = [{ kind = "chat" }, {}] }',
        "{ all = [{ attended = { at_most = 2 } }, { attended = { at_least = 1 } }] }",
        '{ any = [{ all = [{ kind = "chat" }, { kind = "blog" }] }] }',
        "{ not = {} }",
        '{ at_least = { count = 2, of = [{ kind = "chat" }, { topic = "art" }, {}] } }',
        '{ kind = { one_of = "chat" } }',
        '{ tags = { has_all = ["a", "b"] } }',
        '{ topic = { is = { fact = "kind" } } }',
    ],
)
def test_a_written_predicate_reads_back_to_the_same(text: str) -> None:
    found = policy(rule("caps", f"at_most = 1\nwhen = {text}"))
    assert parse_policy(format_policy(found)) == found


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ('{ topic = { is = "art" } }', '{ topic = "art" }'),
        ('{ kind = { one_of = ["a", "b"] } }', '{ kind = ["a", "b"] }'),
        ('{ all = [{ kind = "a" }, { topic = "b" }] }', '{ kind = "a", topic = "b" }'),
        (
            "{ all = [{ attended = { at_least = 1 } }, { attended = { at_most = 2 } }] }",
            "{ attended = { at_least = 1, at_most = 2 } }",
        ),
        (
            '{ at_least = { count = 1, of = [{ kind = "a" }, { kind = "b" }] } }',
            '{ any = [{ kind = "a" }, { kind = "b" }] }',
        ),
        ('{ topic = "b", kind = "a" }', '{ kind = "a", topic = "b" }'),
    ],
)
def test_a_predicate_is_written_in_its_shortest_form(text: str, short: str) -> None:
    assert written(text) == short


FACTS = " (facts are declared under [facts] and [activity_facts])"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("3", ": a table is expected, not a number; write key = value pairs"),
        ("{ kind = {} }", ".kind: nothing is said about this fact; write for example { at_least = 2 }"),
        ("{ kind = { iss = 'a' } }", ".kind.iss: unknown comparison; did you mean is?"),
        ("{ kind = { is = [['a']] } }", '.kind.is[0]: text is expected, not a list; write it in "quotes"'),
        ("{ kind = { is = { fac = 'title' } } }",
         '.kind.is: a value or another fact is expected; write { fact = "completed" }'),
        ("{ kind = { is = { fact = 3 } } }", '.kind.is.fact: text is expected, not a number; write it in "quotes"'),
        ("{ kind = { given = 1 } }", ".kind.given: true or false is expected, not a number; write true or false"),
        ("{ kind = { at_least = 2 } }",
         ".kind: a fact of type text cannot be compared with 'at_least'; possible are is, one_of, given"),
        ("{ attended = ['a'] }", (".attended: a fact of type number cannot be compared with 'one_of';"
         " possible are is, at_least, at_most, more_than, less_than, given")),
        ("{ attended = 'many' }", (".attended: the fact is declared as number, but 'many' is not an amount;"
         " write at most 9 digits, as in '12', '1.5' (up to 6 decimals) or '2/3'")),
        ("{ kind = { is = { fact = 'completed' } } }",
         ".kind: a fact of type text is needed, and 'completed' is of type date; compare facts that go together"),
        ("{ kind = { one_of = { fact = 'title' } } }",
         ".kind: a fact of type texts is needed, and 'title' is of type text; compare facts that go together"),
        ("{ kind = { is = { fact = 'knd' } } }", f".kind: nobody declared the fact 'knd'; did you mean kind?{FACTS}"),
        ("{ all = [] }", ".all: a list of conditions is expected; write [{ … }, { … }]"),
        ("{ any = { kind = 'a' } }", ".any: a list of conditions is expected; write [{ … }, { … }]"),
        ("{ any = [3] }", ".any[0]: a table is expected, not a number; write key = value pairs"),
        ("{ not = [] }", ".not: a table is expected, not a list; write key = value pairs"),
        ("{ at_least = 2 }", ".at_least: a table is expected, not a number; write key = value pairs"),
        ("{ at_least = { n = 2 } }", ".at_least.n: unknown key; write { count = 2, of = [{ … }, { … }] }"),
        ("{ at_least = { count = 2 } }", ".at_least.of: a list of conditions is expected; write [{ … }, { … }]"),
        ("{ at_least = { of = [{}] } }", (".at_least.count: a whole number is expected, not nothing;"
         " write digits without quotes, point or sign")),
        ("{ at_least = { count = 3, of = [{}, {}] } }",
         ".at_least.count: 3 of 2 can never hold; write a smaller count"),
        ("{ amount = 3 }", ".amount: a table is expected, not a number; write key = value pairs"),
        ("{ amount = { Hour = 3 } }",
         ".amount.Hour: 'Hour' is not a unit; write a code such as 'hour' or 'semester-credit'"),
    ],
)  # fmt: skip
def test_what_is_no_predicate_is_refused(text: str, line: str) -> None:
    assert refusal(rule("caps", f"at_most = 1\nwhen = {text}")) == f"$.caps[0].when{line}"


def test_every_fault_of_a_predicate_is_reported() -> None:
    text = '{ kind = { iss = "a" }, any = [{ topic = {} }, { not = 3 }] }'
    lines = refusal(rule("caps", f"at_most = 1\nwhen = {text}")).splitlines()
    assert [line.partition(":")[0].removeprefix("$.caps[0].when") for line in lines] == [
        ".any[0].topic",
        ".any[1].not",
        ".kind.iss",
    ]


def test_every_undeclared_fact_of_a_predicate_is_reported() -> None:
    text = "{ all = [{ a = 1 }, { not = { b = 1 } }], at_least = { count = 1, of = [{ c = 1 }] } }"
    lines = refusal(rule("caps", f"at_most = 1\nwhen = {text}")).splitlines()
    assert [line.partition(";")[0].rpartition(" ")[2] for line in lines] == ["'a'", "'b'", "'c'"]
