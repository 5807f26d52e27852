"""What the examples of a policy show of its rules."""

from typing import Any

import pytest

from plpcore.evaluation import RuleCoverage, rule_coverage, run_examples, share_seen
from plpcore.policy import Policy
from tests.evaluation.support import policy_from

HOURS = 'awards = [{ id = "hours", per = "hour" }]\n'
NEW = "facts = { new = { type = 'flag' } }\n"
LATE = "facts = { late = { type = 'flag' } }\n"
NUMBER = "facts = { n = { type = 'number' } }\n"
YEAR = "cycle = { from = 2024-07-01, until = 2025-07-01 }"


def covered(rules: str, *examples: str) -> dict[tuple[str, str], RuleCoverage]:
    """Return the coverage of rules by examples, by part and rule."""
    found = policy(rules, *examples)
    results = run_examples(found)
    assert all(result.passed for result in results)
    return {(one.part, one.rule): one for one in rule_coverage(found, results)}


def policy(rules: str, *examples: str) -> Policy:
    named = enumerate(examples)
    text = [f'[[example]]\nid = "{n}"\nas_of = 2025-06-30\nexpect = {{}}\n{example}\n' for n, example in named]
    return policy_from(f"{rules}\n{''.join(text)}")


def did(*activities: str) -> str:
    return "activities = [" + ", ".join(f"{{ {one} }}" for one in activities) + "]"


def hours(amount: Any, more: str = "") -> str:
    return f"amounts = {{ hour = {amount} }}, completed = 2025-01-01" + (f", {more}" if more else "")


@pytest.mark.parametrize(
    ("rules", "examples", "rule", "seen", "missing"),
    [
        ("total = { id = 't', amount = 3 }", [did(hours(3))], "t", "decided, exactly met, met", "just short, short"),
        ("total = { id = 't', amount = 3 }", [did(hours(2))], "t", "decided, just short, short", "exactly met, met"),
        (
            "total = { id = 't', amount = 3 }",
            [did(hours(1)), did(hours(4))],
            "t",
            "decided, met, short",
            "exactly met, just short",
        ),
        ("total = { id = 't', amount = 0 }", [did(hours(1))], "t", "decided", ""),
        (
            "floors = [{ id = 'f', when = { kind = 'book' }, at_least = 2 }]",
            [did(hours(2, "kind = 'book'")), did(hours("1.5", "kind = 'book'"))],
            "f",
            "exactly met, just short, met, short",
            "",
        ),
        (
            "floors = [{ id = 'f', at_least = 1, distinct = 'kind' }]",
            [did(hours(1))],
            "f",
            "exactly met, met",
            "just short, short",
        ),
        (
            "conditions = [{ id = 'c', when = { kind = 'book' }, evidence = {} }]",
            [did(hours(1, "kind = 'book', evidence = 'note'")), did(hours(1, "kind = 'book'"))],
            "c",
            "passed, refused",
            "",
        ),
        (
            "conditions = [{ id = 'c', when = { kind = 'book' }, evidence = {} }]",
            [did(hours(1))],
            "c",
            "",
            "passed, refused",
        ),
        (
            NEW + "conditions = [{ id = 'c', applies = { new = true }, evidence = {} }]",
            [did(hours(1)) + "\neducator = { new = false }"],
            "c",
            "",
            "passed, refused",
        ),
        ("conditions = [{ id = 'c', evidence = {}, waived = true }]", [did(hours(1))], "c", "", ""),
        ("caps = [{ id = 'c', at_most = 2 }]", [did(hours(3)), did(hours(2))], "c", "not reached, reached", ""),
        ("caps = [{ id = 'c', at_most = 2, waived = true }]", [did(hours(3))], "c", "", ""),
        (
            "caps = [{ id = 'c', when = { award = 'hours' }, at_most = 2 }]",
            [did(hours(1))],
            "c",
            "not reached",
            "reached",
        ),
        (
            "blocks = [{ id = 'b', by = 'kind', at_least = 2 }]",
            [did(hours(1)), did(hours(2))],
            "b",
            "full, not full",
            "",
        ),
        (
            "deemed = [{ id = 'd', when = { kind = 'book' } }]",
            [did(hours(1, "kind = 'book'")), ""],
            "d",
            "applied, not applied",
            "",
        ),
        ("sign_offs = [{ id = 's' }]", ["signed = 's'", ""], "s", "met, short", ""),
        (
            NEW + "sign_offs = [{ id = 's', applies = { new = true } }]",
            ["educator = { new = false }"],
            "s",
            "",
            "met, short",
        ),
        ("carry_over = { id = 'k', at_most = 2 }", [did(hours(1))], "k", "applied", ""),
        ("total = { amount = 2 }\ncarry_over = { id = 'k', at_most = 2 }", [did(hours(1))], "k", "", "applied"),
        ("carry_over = { id = 'k', at_most = 2 }", ["carried_in = 1"], "k", "applied", ""),
        ("retention = { id = 'r', years = 1 }", [YEAR], "r", "applied", ""),
        ("retention = { id = 'r', years = 1 }", [""], "r", "", "applied"),
        ("step_tables = [{ id = 's', rows = [{ amount = 1 }] }]", [""], "s", "applied", ""),
        (
            NUMBER + "step_tables = [{ id = 's', rows = [{ when = { n = 1 }, amount = 1 }] }]",
            [""],
            "s",
            "",
            "applied",
        ),
        (
            LATE + "deadlines = [{ id = 'd', when = { late = true }, then = { fee = 1 } }]",
            ["educator = { late = true }", "educator = { late = false }"],
            "d",
            "applied, not applied",
            "",
        ),
        (
            NUMBER + "adjustments = [{ id = 'a', when = { n = 1 }, reduce = 1 }]",
            ["educator = { n = 1 }"],
            "a",
            "applied",
            "",
        ),
        (
            NUMBER + "adjustments = [{ id = 'a', when = { n = 1 }, reduce = 1 }]",
            ["educator = { n = 2 }"],
            "a",
            "",
            "applied",
        ),
        ("cycle = { id = 'y', anchor = 'plan' }", [""], "y", "", "applied, first day, last day"),
        (
            "cycle = { id = 'y', anchor = 'plan' }",
            [YEAR + "\n" + did("completed = 2024-07-01", "completed = 2025-06-30", "completed = 2025-07-01")],
            "y",
            "applied, first day, last day",
            "",
        ),
        ("cycle = { id = 'y', anchor = 'plan' }", [YEAR], "y", "applied", "first day, last day"),
    ],
)
def test_of_each_kind_of_rule_is_told_what_the_examples_show(
    rules: str, examples: list[str], rule: str, seen: str, missing: str
) -> None:
    found = covered(f"{HOURS}{rules}", *examples)["", rule]
    assert (", ".join(found.seen), ", ".join(found.missing)) == (seen, missing)


def test_the_steps_of_an_award_are_told_apart() -> None:
    award = "repeat = { same = 'kind' }, least = 2, whole = 2"
    chats = "{ id = 'b', each = 1, count_at_least = 2, when = { kind = 'chat' } }"
    rules = f"awards = [{{ id = 'a', per = 'hour', when = {{ not = {{ kind = 'chat' }} }}, {award} }}, {chats}]"
    found = covered(rules, did("kind = 'chat'", hours(1)))
    assert found["", "a"].seen == ("below the least", "decided")
    assert found["", "a"].missing == ("in whole multiples", "repeated")
    assert found["", "b"].seen == ("too few",)
    assert found["", "b"].missing == ("decided",)
    more = covered(rules, did("kind = 'chat', amounts = { item = 2 }", hours(3), hours(4)))
    assert more["", "a"].seen == ("decided", "in whole multiples", "repeated")
    assert more["", "b"].seen == ("decided",)


EDITIONS = (
    HOURS
    + """
editions = [
  { id = "old", until = 2025-01-01, total = { id = "t", amount = 3 } },
  { id = "new", from = 2025-01-01, total = { id = "t", amount = 4 } },
]
"""
)


def test_a_rule_that_two_editions_state_is_two_rules() -> None:
    found = covered(EDITIONS, did(hours(4)))
    assert list(found) == [("", "hours"), ("", "old"), ("old", "t"), ("", "new"), ("new", "t")]
    assert found["old", "t"].seen == ()
    assert not found["old", "t"].is_exercised
    assert found["new", "t"].seen == ("decided", "exactly met", "met")
    assert found["", "new"].missing == ("first day",)
    assert found["", "old"].missing == ("applied", "last day")


@pytest.mark.parametrize(
    ("day", "edition", "seen"), [("2025-01-01", "new", "first day"), ("2024-12-31", "old", "last day")]
)
def test_the_first_and_the_last_day_of_an_edition_are_seen(day: str, edition: str, seen: str) -> None:
    found = covered(EDITIONS.replace("editions", "edition_by = 'as_of'\neditions"), "").copy()
    assert seen not in found["", edition].seen
    moved = policy(EDITIONS, "").examples[0]
    text = f'{EDITIONS}[[example]]\nid = "x"\nas_of = {day}\nexpect = {{}}\n'
    there = policy_from(text)
    assert moved.as_of.isoformat() != day
    (one,) = [one for one in rule_coverage(there, run_examples(there)) if one.rule == edition]
    assert one.seen == ("applied", seen)


def test_where_no_edition_applies_nothing_is_seen() -> None:
    text = EDITIONS.replace("until = 2025-01-01, ", "until = 2025-01-01, from = 2024-01-01, ")
    there = policy_from(f'{text}[[example]]\nid = "x"\nas_of = 2023-01-01\nexpect = {{}}\n')
    assert all(not one.seen for one in rule_coverage(there, run_examples(there)))


def test_the_way_that_gives_the_result_is_seen_with_its_rules() -> None:
    three, nine = (
        f"{{ id = '{name}', total = {{ id = 't{n}', amount = {n} }} }}" for name, n in (("three", 3), ("nine", 9))
    )
    found = covered(f"{HOURS}alternatives = [{three}, {nine}]", did(hours(3)))
    assert found["", "three"].seen == ("applied",)
    assert found["three", "t3"].seen == ("decided", "exactly met", "met")
    assert found["", "nine"].seen == ()
    assert found["nine", "t9"].seen == ()


def test_a_rule_that_only_let_things_pass_is_not_exercised() -> None:
    found = covered(f"{HOURS}conditions = [{{ id = 'c', evidence = {{}} }}]", did(hours(1, "evidence = 'note'")))
    assert found["", "c"].seen == ("passed",)
    assert not found["", "c"].is_exercised
    assert found["", "hours"].is_exercised


def test_what_can_never_be_seen_is_not_asked_for() -> None:
    found = covered(f"{HOURS}caps = [{{ id = 'c', at_most = 2, waived = true }}]", did(hours(1)))
    assert found["", "c"].is_exercised
    assert share_seen(found.values()) == (1, 1)


def test_the_share_counts_what_was_seen_of_what_could_be() -> None:
    found = covered(f"{HOURS}total = {{ id = 't', amount = 3 }}", did(hours(3)))
    assert share_seen(found.values()) == (4, 6)


def test_a_part_of_a_divided_activity_is_looked_at_with_its_tag() -> None:
    rules = (
        "awards = [{ id = 'a', per = 'hour', split = { x = '50%', y = '50%' } }]\n"
        "caps = [{ id = 'c', when = { tags = 'x' }, at_most = 9 }]\n"
    )
    assert covered(rules, did(hours(1)))["", "c"].seen == ("not reached",)


def test_the_default_of_a_fact_counts_when_a_rule_is_looked_at() -> None:
    rules = (
        "facts = { new = { type = 'flag', default = true } }\n"
        "conditions = [{ id = 'c', applies = { new = true }, evidence = {} }]\n"
    )
    assert covered(HOURS + rules, did(hours(1, "evidence = 'x'")))["", "c"].seen == ("passed",)
