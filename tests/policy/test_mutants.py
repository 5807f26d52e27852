"""A policy with one thing changed: what is changed, how, and what is left alone."""

from itertools import islice

import pytest
from attrs import evolve
from hypothesis import given

from plpcore.policy import Policy, canonical_form, format_policy, mutants_of, parse_policy, policy_of
from tests.policy.documents import documents
from tests.policy.support import policy

AWARD = '[[awards]]\nid = "a"\ncite = "-"\n'


def changes(text: str, below: str = "") -> list[str]:
    """Return the changes of a policy, those below a place."""
    return [str(one).removeprefix(below) for one in mutants_of(policy(text)) if str(one).startswith(below)]


@given(documents.map(policy_of))
def test_a_mutant_is_another_policy_that_a_document_can_state_with_the_same_examples(one: Policy) -> None:
    for mutant in islice(mutants_of(one), 12):
        assert mutant.policy.examples == one.examples
        bare = evolve(mutant.policy, examples=())
        assert parse_policy(format_policy(bare)) == bare
        assert canonical_form(bare) != canonical_form(evolve(one, examples=()))


def test_a_number_goes_a_step_up_and_a_step_down_and_is_left_out_where_it_may_be() -> None:
    assert changes(f'{AWARD}per = "page"\ncredit = "2/30"', "$.awards[0].credit") == [
        ": 1/15 -> 2/15",
        ": 1/15 -> 0",
        ": left out",
    ]


@pytest.mark.parametrize(
    ("text", "below", "expected"),
    [
        ('[total]\nid = "t"\ncite = "-"\namount = 0', "$.total", [".amount: 0 -> 1", ": left out"]),
        ('[retention]\nid = "k"\ncite = "-"\nyears = 1', "$.retention.years", [": 1 -> 2", ": 1 -> 0"]),
        (
            '[[caps]]\nid = "c"\ncite = "-"\nshare = "100%"',
            "$.caps[0]",
            [
                ": left out",
                ".share: 1 -> 99/100",
                ".per: cycle -> year",
                ".per: cycle -> semester",
                ".per: cycle -> week",
                ".per: cycle -> day",
                ".per: cycle -> activity",
            ],
        ),
        (
            f'{AWARD}fixed = 1\nsplit = {{ a = "1/3", b = "2/3" }}',
            "$.awards[0].split",
            [
                ": a 1/3, b 2/3 -> a 97/300, b 203/300",
                ": a 1/3, b 2/3 -> a 103/300, b 197/300",
                ": left out",
            ],
        ),
        (
            f'{AWARD}by = "topic"\ntable = {{ x = 1, y = 2 }}',
            "$.awards[0].table",
            [".x: left out", ".x: 1 -> 2", ".x: 1 -> 0", ".y: left out", ".y: 2 -> 3", ".y: 2 -> 1"],
        ),
        (f'{AWARD}per = "hour"', "$.awards[0].per", [": hour -> semester_hour"]),
        (f'{AWARD}per = "semester_hour"', "$.awards[0].per", [": semester_hour -> hour"]),
        (f"{AWARD}otherwise = true\nfixed = 1", "$.awards[0].otherwise", [": true -> false"]),
        (
            f'{AWARD}fixed = 1\nrepeat = {{ same = "topic" }}',
            "$.awards[0].repeat",
            [".same: topic -> kind", ".then: 0 -> 1/100", ": left out"],
        ),
        (
            '[[editions]]\nid = "e"\ncite = "-"\nuntil = 2020-01-01',
            "$.editions",
            [
                "[0]: left out",
                "[0].until: 2020-01-01 -> 2020-01-02",
                "[0].until: 2020-01-01 -> 2019-12-31",
                "[0].until: left out",
            ],
        ),
        (
            '[calendar]\nyear_starts = "12-31"\nweek_fact = "attended"',
            "$.calendar",
            [
                ".year_starts: 12-31 -> 01-01",
                ".year_starts: left out",
                ".week_fact: attended -> scheduled",
                ".week_fact: left out",
                ": left out",
            ],
        ),
        ("[calendar]", "$.calendar", [".year_starts: 07-01 -> 07-02"]),
        (
            '[[conditions]]\nid = "c"\ncite = "-"\ngrade = { at_least = "A+" }',
            "$.conditions[0].grade",
            [".at_least: A+ -> F"],
        ),
        (
            '[[conditions]]\nid = "c"\ncite = "-"\napproval = { purpose = "prior-approval", roles = ["r"] }',
            "$.conditions[0].approval",
            [
                ".purpose: prior-approval -> credit",
                ".roles: r -> other r",
                ".roles: left out",
            ],
        ),
        ('[[rules]]\nid = "r"\ncite = "-"\nkind = "k"\nspec = { a = 1 }', "$.rules[0].spec", [": left out"]),
    ],
)
def test_each_kind_of_value_is_changed_by_the_least_step(text: str, below: str, expected: list[str]) -> None:
    assert changes(text, below) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ('{ kind = "book" }', [".kind: book -> other book"]),
        ('{ kind = ["book"] }', [".kind: book -> other book"]),
        ('{ kind = ["book", "chat"] }', [".kind: book, chat -> chat", ".kind: book, chat -> book"]),
        ('{ tags = { has = "x" } }', [".tags.has: x -> other x"]),
        ("{ amount = { hour = { at_least = 0 } } }", [".amount.hour.at_least: 0 -> 1"]),
        ("{ completed = { before = { fact = 'started' } } }", []),
        ("{ any = [{ kind = 'book' }] }", [".any.kind: book -> other book"]),
        ("{ not = { provider = '' } }", [".not: not negated", ".not.provider:  -> other"]),
        (
            "{ kind = 'book', amount = { page = { more_than = 2 } } }",
            [
                ".amount.page.more_than: left out",
                ".amount.page.more_than: 2 -> 3",
                ".amount.page.more_than: 2 -> 1",
                ".kind: left out",
                ".kind: book -> other book",
            ],
        ),
        (
            "{ at_least = { count = 2, of = [{ kind = 'book' }, { kind = 'chat', provider = 'p' }] } }",
            [
                ".count: 2 -> 1",
                ".any.kind: left out",
                ".any.kind: book -> other book",
                ".any[1]: left out",
                ".any.kind: left out",
                ".any.kind: chat -> other chat",
                ".any.provider: left out",
                ".any.provider: p -> other p",
            ],
        ),
    ],
)
def test_every_part_of_a_condition_is_changed_and_left_out(when: str, expected: list[str]) -> None:
    found = changes(f"{AWARD}fixed = 1\nwhen = {when}", "$.awards[0].when")
    assert found == [*expected, ": left out"]


DECLARED = """
facts.role = { type = "text", one_of = ["a", "b", "c"], default = "b" }
facts.of = { type = "texts", default = [] }
[total]
id = "t"
cite = "-"
rows = [{ when = { role = "a" }, amount = 1 }, { amount = 2 }]
"""


def test_values_that_a_fact_declares_stand_for_each_other() -> None:
    found = changes(DECLARED)
    assert "$.facts.role.default: b -> a" in found
    assert "$.facts.role.default: b -> left out" in found
    assert "$.facts.of.default: nothing -> left out" in found
    assert "$.total.rows[0].when.role: a -> b" in found
    assert "$.total.rows[0]: left out" in found


def test_a_change_that_the_language_refuses_is_not_made() -> None:
    most = 'facts.most = { type = "number", default = 999999999 }'
    assert changes(most, "$.facts.most.default") == [": 999999999 -> 999999998", ": 999999999 -> left out"]
    assert changes(f'{AWARD}per = "hour"\n[window]\nfrom = 2020-01-01\nuntil = 2020-01-02', "$.window.until") == [
        ": 2020-01-02 -> 2020-01-03",
        ": left out",
    ]


def test_the_selector_of_editions_is_changed_too() -> None:
    assert changes('edition_by = "issued"') == ["$.edition_by: issued -> as_of"]
    assert changes('edition_by = "cycle_end"') == ["$.edition_by: cycle_end -> as_of"]


def test_a_day_at_either_end_of_time_goes_one_way_only() -> None:
    text = "[window]\nfrom = 0001-01-01\nuntil = 9999-12-31"
    assert changes(text, "$.window") == [
        ".from: 0001-01-01 -> 0001-01-02",
        ".from: left out",
        ".until: 9999-12-31 -> 9999-12-30",
        ".until: left out",
        ": left out",
    ]


def test_what_only_people_read_is_left_alone() -> None:
    text = """
        notice = "n"
        [[sources]]
        id = "s"
        title = "t"
        read = 2026-01-01
        [[sign_offs]]
        id = "x"
        cite = "y"
        title = "z"
    """
    assert changes(text) == ["$.sign_offs[0]: left out"]


def test_a_mutant_names_the_rule_that_it_stands_in() -> None:
    text = '[carry_over]\nid = "carry"\ncite = "-"\nat_most = 1\n[window]\nuntil = 2020-01-01'
    found = {(one.place.split(".")[1], one.rule) for one in mutants_of(policy(text))}
    assert found == {("carry_over", "carry"), ("window", "")}


def test_what_another_policy_states_in_the_same_rule_is_left_to_it() -> None:
    award = f'{AWARD}per = "page"\ncredit = "1/2"\n'
    cap = '[[caps]]\nid = "c"\ncite = "-"\nat_most = 2\nper = "year"\n'
    lower = policy(f'[[awards]]\nid = "b"\ncite = "-"\nper = "day"\n{award}{cap}')
    found = [str(one) for one in mutants_of(lower, policy(award + cap.replace("2", "3")))]
    assert "$.caps[0].at_most: 2 -> 1" in found
    assert "$.awards[0]: left out" in found
    assert not any(one.startswith(("$.awards[1]", "$.caps[0].per", "$.caps[0]: ")) for one in found)


def test_a_permission_for_policies_below_is_left_alone() -> None:
    assert changes('[[sign_offs]]\nid = "x"\ncite = "y"\nexceptions = true') == ["$.sign_offs[0]: left out"]
