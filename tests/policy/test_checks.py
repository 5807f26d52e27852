"""What no table shows by itself: ids, editions and floors that contradict each other."""

import pytest

from plpcore.errors import InputErrors
from tests.policy.support import policy, refusal, refused_data, rule


def named(section: str, name: str, text: str) -> str:
    return f'[[{section}]]\nid = "{name}"\ncite = "law"\n{text}\n'


CAP = "at_most = 1"
FLOOR = "at_least = 1"
TWICE = "stands twice; give each its own id"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (named("caps", "a", CAP) + named("caps", "a", CAP), f"$.caps[1].id: the id 'a' {TWICE}"),
        (named("caps", "a", CAP) + named("floors", "a", FLOOR), f"$.floors[0].id: the id 'a' {TWICE}"),
        (named("caps", "t", CAP) + '[total]\nid = "t"\ncite = "law"\namount = 1\n',
         f"$.caps[0].id: the id 't' {TWICE}"),
        (named("sources", "s", 'title = "x"').replace('cite = "law"\n', "") * 2,
         f"$.sources[1].id: the id 's' {TWICE}"),
        (named("alternatives", "w", "") * 2, f"$.alternatives[1].id: the id 'w' {TWICE}"),
        ('[[example]]\nid = "e"\nas_of = 2024-01-01\nexpect = {}\n' * 2, f"$.example[1].id: the id 'e' {TWICE}"),
        ('[[example]]\nid = "e"\nas_of = 2024-01-01\nexpect = {}\nactivities = [{ id = "x" }, { id = "x" }]\n',
         f"$.example[0].activities[1].id: the id 'x' {TWICE}"),
        ('[[example]]\nid = "e"\nas_of = 2024-01-01\nexpect = {}\nactivities = [{ id = "a2" }, {}]\n',
         f"$.example[0].activities[1].id: the id 'a2' {TWICE}"),
        (named("editions", "e", "until = 2024-01-01") + named("editions", "e", "from = 2024-01-01"),
         f"$.editions[1].id: the id 'e' {TWICE}"),
        (named("editions", "e", f'caps = [{{ id = "a", cite = "c", {CAP} }}, {{ id = "a", cite = "c", {CAP} }}]'),
         f"$.editions[0].caps[1].id: the id 'a' {TWICE}"),
    ],
)  # fmt: skip
def test_an_id_that_stands_twice_is_refused(text: str, line: str) -> None:
    assert refusal(text) == line


def test_an_id_that_stands_three_times_is_reported_for_each_further_one() -> None:
    places = [line.partition(":")[0] for line in refusal(named("caps", "a", CAP) * 3).splitlines()]
    assert places == ["$.caps[1].id", "$.caps[2].id"]


def test_an_edition_may_restate_a_rule_but_not_take_the_id_of_one_that_stays() -> None:
    base = named("caps", "a", CAP) + named("floors", "b", FLOOR)
    restated = f'caps = [{{ id = "a", cite = "c", {CAP} }}]'
    assert policy(base + named("editions", "e", restated)).editions[0].rules.caps
    taken = f'caps = [{{ id = "b", cite = "c", {CAP} }}]'
    assert refusal(base + named("editions", "e", taken)) == f"$.floors[0].id: the id 'b' {TWICE}"


def test_an_edition_and_an_alternative_must_go_together_too() -> None:
    edition = named("editions", "e", f'caps = [{{ id = "x", cite = "c", {CAP} }}]')
    way = named("alternatives", "w", f'floors = [{{ id = "x", cite = "c", {FLOOR} }}]')
    assert refusal(edition + way) == f"$.alternatives[0].floors[0].id: the id 'x' {TWICE}"


def test_a_fault_beneath_all_editions_is_found_although_each_replaces_it() -> None:
    text = named("caps", "a", CAP) * 2 + named("editions", "e", "caps = []")
    assert refusal(text) == f"$.caps[1].id: the id 'a' {TWICE}"


def edition(name: str, text: str) -> str:
    return named("editions", name, text)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("until = 2024-07-01", "from = 2024-06-30"),
        ("", ""),
        ("", "from = 2024-01-01"),
        ("until = 2024-01-01", ""),
        ("from = 2020-01-01", "from = 2024-01-01"),
        ("until = 2020-01-01", "until = 2024-01-01"),
        ("from = 2024-01-01\nuntil = 2024-12-31", "from = 2024-02-01\nuntil = 2024-03-01"),
        ("from = 2024-01-01\npublished = 2023-01-01", "from = 2025-01-01\npublished = 2023-01-01"),
    ],
)
def test_editions_that_hold_on_the_same_days_are_refused(one: str, two: str) -> None:
    line = "hold on the same days; end one where the other begins (until is exclusive)"
    assert refusal(edition("a", one) + edition("b", two)) == f"$.editions[1]: the editions 'a' and 'b' {line}"
    assert refusal(edition("b", two) + edition("a", one)).endswith(line)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("until = 2024-07-01", "from = 2024-07-01"),
        ("from = 2020-01-01\nuntil = 2021-01-01", "from = 2024-07-01"),
        ("from = 2024-07-01", "from = 2024-07-01\npublished = 2024-01-01"),
        ("from = 2024-07-01\npublished = 2023-01-01", "from = 2024-07-01\npublished = 2024-01-01"),
    ],
)
def test_editions_of_other_days_or_of_later_knowledge_are_taken(one: str, two: str) -> None:
    assert len(policy(edition("a", one) + edition("b", two)).editions) == 2
    assert len(policy(edition("b", two) + edition("a", one)).editions) == 2


def within(name: str, outer: str, more: str = FLOOR) -> str:
    return named("floors", name, f'{more}\nwithin = "{outer}"')


def test_a_floor_in_an_unknown_one_is_refused_with_the_likely_one() -> None:
    assert refusal(named("floors", "pedagogy", FLOOR) + within("b", "pedagogi")) == (
        "$.floors[1].within: no floor has the id 'pedagogi'; did you mean pedagogy?"
    )


def test_floors_nested_in_a_circle_are_refused() -> None:
    circle = "the floors are nested in a circle; break it"
    assert refusal(within("a", "a")) == f"$.floors[0].within: {circle}"
    text = within("a", "b") + within("b", "c") + within("c", "a") + within("d", "a")
    assert refusal(text).splitlines() == [f"$.floors[{index}].within: {circle}" for index in range(4)]


def test_floors_nested_in_a_row_are_taken() -> None:
    assert len(policy(within("a", "b") + within("b", "c") + named("floors", "c", FLOOR)).rules.floors or ()) == 3


def test_a_count_of_values_takes_no_part_in_nesting() -> None:
    line = "a count of values neither holds a floor nor lies in one; leave within out"
    count = f'{FLOOR}\ndistinct = "topic"'
    assert refusal(named("floors", "a", count) + within("b", "a")) == f"$.floors[1].within: {line}"
    assert refusal(named("floors", "a", FLOOR) + within("b", "a", count)) == f"$.floors[1].within: {line}"


YEARLY = f'{FLOOR}\nper = "year"\nyears = [2024]'


def test_a_floor_of_the_cycle_does_not_lie_in_one_of_a_year() -> None:
    assert refusal(named("floors", "a", YEARLY) + within("b", "a")) == (
        "$.floors[1].within: 'b' holds in the cycle and 'a' in each year; nest a floor of the year in one of the cycle"
    )
    assert policy(named("floors", "a", YEARLY) + within("b", "a", YEARLY)).rules.floors
    assert policy(named("floors", "a", FLOOR) + within("b", "a", YEARLY)).rules.floors


def test_nesting_does_not_go_with_a_number_of_floors_an_hour_fills() -> None:
    nested = named("floors", "a", FLOOR) + within("b", "a")
    line = "$.sharing: nested floors, and an hour fills 2 of them: nobody can say which it fills;"
    assert refusal("sharing = 2\n" + nested) == f"{line} write overlap or split, or leave within out"
    for sharing in ('"split"', '"overlap"', "1"):
        assert policy(f"sharing = {sharing}\n{nested}").rules.floors
    in_edition = nested + edition("e", "sharing = 2")
    assert refusal(in_edition).startswith("$.editions[0].sharing: nested floors, and an hour fills 2 of them")


PLAN = 'cycle = { id = "c", cite = "law", anchor = "plan" }\n'


def test_a_floor_of_each_year_needs_years_or_a_cycle() -> None:
    floor = named("floors", "a", f'{FLOOR}\nper = "year"')
    line = "no years are known to hold it in; write years = [ … ], or a cycle (anchor = 'plan' takes the plan's)"
    assert refusal(floor) == f"$.floors[0].years: {line}"
    assert policy(PLAN + floor).rules.floors
    assert policy(named("floors", "a", YEARLY)).rules.floors
    assert policy(floor + edition("e", PLAN)).rules.floors
    assert refusal(floor + edition("e", f"until = 2024-01-01\n{PLAN}") + edition("f", "from = 2024-01-01")) == (
        f"$.floors[0].years: {line}"
    )


def test_what_stands_in_several_sets_of_rules_is_reported_once() -> None:
    text = within("a", "b") + edition("e", "until = 2024-01-01") + edition("f", "from = 2024-01-01")
    assert refusal(text).count("\n") == 0


def test_faults_of_several_tables_are_reported_together() -> None:
    text = "edition_by = 'x'\n" + named("caps", "a", CAP) * 2 + within("b", "c") + edition("e", "") + edition("f", "")
    assert [line.partition(":")[0] for line in refusal(text).splitlines()] == [
        "$.edition_by",
        "$.editions[1]",
        "$.caps[1].id",
        "$.floors[0].within",
    ]


def test_faults_across_tables_are_looked_for_where_the_tables_are_right() -> None:
    with pytest.raises(InputErrors) as found:
        policy("notise = 1\n" + rule("caps", CAP) * 2)
    assert str(found.value) == "$.notise: unknown key; did you mean notice?"


def test_an_id_of_many_letters_is_cut_in_the_error() -> None:
    line = refused_data(sources=[{"id": "x" * 200, "title": "t"}] * 2)
    assert line == f"$.sources[1].id: the id '{'x' * 40}'… {TWICE}"


COUNTED = rule("floors", 'share = "50%"\nof = "counted"')
BEST = 'options.caps = "best for the educator"\n'


def test_a_share_of_what_counts_and_the_best_choice_under_caps_are_refused_together() -> None:
    line = (
        "$.floors[0].of: a share of what counts, and the caps take what is best for the educator: one depends on the"
        ' other; write of = "required", or options.caps = "chronological"'
    )
    assert refusal(BEST + COUNTED + rule("caps", "at_most = 1")) == line
    assert refusal(BEST + COUNTED + rule("caps", 'at_most = 1\nper = "activity"\nby = "topic"')) == line
    edition = rule("editions", 'options = { caps = "best for the educator" }')
    assert refusal(COUNTED + rule("caps", "at_most = 1") + edition) == line


@pytest.mark.parametrize(
    "text",
    [
        COUNTED + rule("caps", "at_most = 1"),
        BEST + COUNTED,
        BEST + COUNTED + rule("caps", "at_most = 1\nwaived = true"),
        BEST + COUNTED + rule("caps", 'at_most = 1\nper = "activity"'),
        BEST + rule("floors", 'share = "50%"') + rule("caps", "at_most = 1"),
        BEST + rule("floors", "at_least = 1") + rule("caps", "at_most = 1"),
    ],
)
def test_where_one_does_not_depend_on_the_other_they_stand_together(text: str) -> None:
    assert policy(text).rules.floors
