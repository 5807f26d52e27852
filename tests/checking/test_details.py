"""What each check knows beside its document: where it must speak, and where it must be silent."""

from typing import Any

import pytest

from plpcore.errors import InputError
from plpcore.evaluation import Check, Finding, Outcome, check_policy
from plpcore.policy import Policy
from tests.checking.support import found, places, shown
from tests.evaluation.support import HOURS, policy_from

NOTHING = "{ kind = 'x', not = { kind = 'x' } }"
NOBODY = "{ a = { given = true }, not = { a = { given = true } } }"
FACTS = "facts = { a.type = 'number', i.type = 'date' }\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("floors = [{ when = { tags = 'a' }, at_least = 0 }]", "$.floors[0]"),
        ("floors = [{ when = { tags = 'a' }, share = 0 }]", "$.floors[0]"),
        ("adjustments = [{ reduce = 0 }]", "$.adjustments[0]"),
        ("adjustments = [{ add = { each = 'a', amount = 0 } }]", "$.adjustments[0]"),
        (f"adjustments = [{{ exempt = true, when = {NOBODY} }}]", "$.adjustments[0].when"),
        ("sign_offs = [{ applies = { a = { at_least = 2, at_most = 1 } } }]", "$.sign_offs[0].applies"),
        (f"carry_over = {{ when = {NOTHING} }}", "$.carry_over"),
        (f"deemed = [{{ when = {NOTHING} }}]", "$.deemed[0]"),
        (f"blocks = [{{ by = 'kind', at_least = 2, when = {NOTHING} }}]", "$.blocks[0].when"),
        (f"cycle = {{ anchor = 'issue_date', fact = 'i', years = 1, extend = [{{ when = {NOBODY}, years = 1 }}] }}",
         "$.cycle.extend[0].when"),
        ("deadlines = [{ when = { a = 1 }, then = { b = true } }, { when = { not = {} }, then = { b = true } }]",
         "$.deadlines[1].when"),
    ],
)  # fmt: skip
def test_what_can_never_hold_or_changes_nothing_is_found_in_every_kind_of_rule(text: str, place: str) -> None:
    assert places(FACTS + text, "never-decides") == [place]


SPLIT = "awards = [{ id = 'm', fixed = 2, when = { tags = { lacks = 'a' } }, split = { a = '100%' } }]\n"


@pytest.mark.parametrize(
    "text",
    [
        f"caps = [{{ at_most = 1, when = {NOTHING}, waived = true }}]",
        HOURS + "caps = [{ at_most = 1, when = { award = 'hours' } }]",
        "adjustments = [{ reduce = 1 }]",
        # In the split, the part has the tag that the activity lacks.
        SPLIT + "caps = [{ at_most = 1, when = { award = 'm', tags = 'a' } }]",
    ],
)
def test_a_rule_that_is_switched_off_or_may_decide_is_not_said_to_be_idle(text: str) -> None:
    assert places(text, "never-decides") == []


def test_a_rule_that_decides_in_one_edition_is_not_said_to_be_idle() -> None:
    text = """
    caps = [{ at_most = 1, when = { award = "old" } }]
    editions = [
        { until = 2024-07-01, awards = [{ id = "old", per = "hour" }] },
        { from = 2024-07-01, awards = [{ id = "new", per = "hour" }] },
    ]
    """
    assert places(text, "never-decides") == []


def test_the_first_award_that_matches_beats_the_later_ones() -> None:
    text = """
    awards = [
        { per = "hour", when = { kind = ["book", "chat"] } },
        { per = "hour", when = { kind = "chat", tags = "a" } },
        { per = "hour", when = { not = { kind = ["book", "chat"] } } },
        { per = "hour", otherwise = true },
    ]
    """
    assert places(text, "always-beaten") == ["$.awards[3]"]
    assert places(text + 'options.awards = "first"', "always-beaten") == ["$.awards[1]", "$.awards[3]"]
    kept = "facts.a.type = 'flag'\nstep_tables = [{ rows = [{ when = { a = true }, amount = 1 }, { amount = 2 }] }]"
    assert places(kept, "always-beaten") == []


def test_a_row_that_never_holds_is_not_said_to_be_beaten_too() -> None:
    rows = f"[{{ when = {{ a = 1 }}, amount = 1 }}, {{ when = {NOBODY}, amount = 2 }}, {{ amount = 3 }}]"
    text = FACTS + f"step_tables = [{{ rows = {rows} }}]"
    assert (places(text, "never-decides"), places(text, "always-beaten")) == (["$.step_tables[0].rows[1].when"], [])


def test_the_first_award_that_decides_otherwise_beats_the_second() -> None:
    two = "awards = [{ id = 'a', per = 'hour', otherwise = true }, { id = 'b', per = 'page', otherwise = true }]\n"
    cap = "caps = [{ at_most = 1, when = { award = 'b' } }]\n"
    assert places(two + cap + 'options.awards = "first"', "never-decides") == ["$.caps[0]"]
    assert places(two, "awards-overlap") == ["$.awards[1]"]
    assert places(two + 'options.awards = "first"', "awards-overlap") == []


def test_a_section_that_every_alternative_states_anew_never_holds() -> None:
    text = """
    caps = [{ at_most = 1 }]
    editions = [{ caps = [{ at_most = 2 }] }]
    alternatives = [{ caps = [{ at_most = 3 }] }]
    """
    assert places(text, "section-replaced") == ["$.caps", "$.caps", "$.editions[0].caps"]


def test_awards_of_kinds_that_exclude_each_other_do_not_overlap() -> None:
    text = "awards = [{ per = 'hour', when = { kind = 'book' } }, { per = 'hour', when = { kind = 'chat' } }]"
    assert places(text, "awards-overlap") == []
    assert places(text, "award-gap") == []


def test_a_kind_that_is_named_only_to_be_left_out_has_no_gap() -> None:
    assert places("awards = [{ per = 'hour', when = { not = { kind = 'book' } } }]", "award-gap") == []


def test_a_table_needs_a_row_for_each_declared_value_and_none_for_another() -> None:
    text = """
    activity_facts.level = { type = "text", one_of = ["a", "b"] }
    awards = [{ by = "level", table = { a = 1, b = 2, c = 3 } }]
    """
    assert places(text, "table-gap") == ["$.awards[0].table.c"]
    assert places(text.replace(', one_of = ["a", "b"]', ""), "table-gap") == []


def test_a_class_without_an_amount_requires_nothing() -> None:
    text = (
        HOURS
        + """
    facts.classes = { type = "texts", one_of = ["a", "b"] }
    total = { highest_of = { fact = "classes", amounts = { a = 10 } } }
    """
    )
    assert places(text, "table-gap") == ["$.total.highest_of.amounts"]
    assert shown(text, "table-gap").required == 0


def test_a_table_of_which_all_rows_are_taken_away_again_is_found() -> None:
    text = "awards = [{ by = 'kind', table = { a = 1, b = 2 }, whole = 3 }]"
    assert places(text, "award-earns-nothing") == ["$.awards[0]"]
    assert places(text.replace("whole = 3", "whole = 2"), "award-earns-nothing") == []


def test_bands_of_an_award_that_decides_nothing_are_told_without_a_record() -> None:
    text = """
    [[awards]]
    per = "minute"
    when = { kind = "x", not = { kind = "x" } }
    measure = { bands = [{ from = 30, credit = 2 }, { from = 60, credit = 1 }] }
    """
    assert [(one.place, one.counterexample) for one in found(text, "bands-fall")] == [
        ("$.awards[0].measure.bands[1]", None)
    ]


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ("2024-07-02", "no edition holds on 2024-07-01"),
        ("2024-08-01", "no edition holds from 2024-07-01 to 2024-07-31"),
        ("2024-08-02", "nothing is said for the time from 2024-07-01 to 2024-08-01"),
    ],
)
@pytest.mark.parametrize("by", ["as_of", "cycle_start", "cycle_end", "plan_start"])
def test_the_days_between_two_editions_are_named_and_shown(second: str, what: str, by: str) -> None:
    text = f"edition_by = '{by}'\neditions = [{{ from = {second} }}, {{ until = 2024-07-01 }}]"
    name, other = ("gap-in-editions", "time-not-covered")[:: 1 if "no edition" in what else -1]
    assert [(one.place, one.what) for one in found(text, name)] == [("$.editions[0].from", what)]
    assert found(text, other) == []
    assert shown(text, name).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "editions",
    [
        "[]",
        "[{ from = 2024-07-01 }]",
        "[{ until = 2024-07-01 }, { from = 2024-07-01, until = 2024-08-01 }]",
        "[{ from = 2024-07-01, until = 2024-08-01 }, { from = 2020-01-01, published = 2024-09-01 }]",
    ],
)
def test_days_before_the_first_edition_and_after_the_last_are_no_gap(editions: str) -> None:
    assert places(f"editions = {editions}", "gap-in-editions") == []
    assert places(f"editions = {editions}", "time-not-covered") == []


def test_an_example_that_cannot_be_judged_stands_on_no_boundary() -> None:
    text = """
    facts = { issued.type = "date" }
    edition_by = "cycle_start"
    cycle = { anchor = "issue_date", fact = "issued", years = 99 }
    editions = [{ until = 9000-01-01 }, { from = 9000-01-01 }]
    example = [{ id = "e", as_of = 2024-07-01, educator = { issued = 9990-01-01 }, expect = {} }]
    """
    assert places(text, "edition-boundary-untested") == ["$.editions[1].from"]
    assert places(text, "rule-untested") == []


@pytest.mark.parametrize(
    ("rules", "options"),
    [
        ("caps = [{ at_most = 1 }]", []),
        ("caps = [{ at_most = 1, per = 'activity' }, { at_most = 2 }]", []),
        ("caps = [{ at_most = 1 }, { at_most = 2, per = 'year' }]", ["caps"]),
        ("carry_over = { again = false }", ["spent_first"]),
        ("carry_over = { again = false, accepts = false }", []),
        ("conditions = [{ approval = {} }]", ["reviewed_amount"]),
        ("conditions = [{ panel = { approvals = 1 }, waived = true }]", []),
        ("awards = [{ per = 'hour', repeat = { same = 'title' } }]", ["repeat_of"]),
    ],
)
def test_only_options_that_can_change_a_result_are_said_to_be_open(rules: str, options: list[str]) -> None:
    told = [one.what for one in found(rules, "option-left-open")]
    assert [name for name in options if name not in "".join(told)] == []
    assert bool(told) is bool(options)


@pytest.mark.parametrize(
    "floors",
    [
        "[{ when = { tags = 'a' }, at_least = 1 }]",
        "[{ distinct = 'kind', at_least = 1 }, { at_least = 1 }]",
        "[{ id = 'o', at_least = 2 }, { at_least = 1, within = 'o' }]",
    ],
)
def test_floors_that_are_nested_or_count_values_leave_nothing_open(floors: str) -> None:
    assert places(HOURS + f"floors = {floors}", "sharing-left-open") == []


@pytest.mark.parametrize("cite", ["-", "?", "TBD", "n/a", " todo: "])
def test_a_stand_in_is_no_citation(cite: str) -> None:
    text = f"sign_offs = [{{ cite = '{cite}' }}]\nunit = {{ name = 'hour' }}"
    assert places(text, "citation-missing") == ["$.sign_offs[0].cite"]


def test_a_citation_names_a_source_as_a_word_of_its_own() -> None:
    text = (
        "sources = [{ id = 'law', title = 'The law' }]\nsign_offs = [{ cite = 'flaws, 2' }, { cite = 'see Law (2)' }]"
    )
    assert places(text, "source-unknown") == ["$.sign_offs[0].cite"]


def test_kinds_and_units_are_read_wherever_a_rule_asks_for_them() -> None:
    text = """
    conditions = [{ require = { kind = ["edcamps", "chat"], amount = { hours = { at_least = 1 } } } }]
    awards = [{ each = 1, count = "pages", when = { kind = { is = { fact = "title" } } } }]
    alternatives = [{ awards = [{ per = "hour" }] }]
    """
    assert places(text, "kind-unknown") == ["$.conditions[0]"]
    assert places(text, "unit-unknown") == ["$.awards[0]", "$.conditions[0]"]


def test_a_search_that_is_given_up_makes_no_claim() -> None:
    many = ", ".join(f"'t{number}'" for number in range(450))
    text = f"caps = [{{ at_most = 1, when = {{ tags = {{ has_all = [{many}] }}, not = {{ tags = 't1' }} }} }}]"
    assert places(text, "never-decides") == []
    awards = f"[{{ per = 'hour', when = {{ tags = {{ has_all = [{many}] }} }} }}, {{ per = 'page' }}]"
    assert places(f"awards = {awards}", "awards-overlap") == []


def test_a_check_of_ones_own_stands_beside_these() -> None:
    def no_notice(policy: Policy) -> list[Finding]:
        return [] if policy.notice else [Finding("", "there is no notice"), Finding("$.notice", "nothing", "write one")]

    check = Check("no-notice", "Is there a notice?", no_notice)
    told = check_policy(policy_from(""), [check])
    assert [(str(one), one.check, one.level.value) for one in told] == [
        ("there is no notice", "no-notice", "finding"),
        ("$.notice: nothing; write one", "no-notice", "finding"),
    ]
    assert check.text == "Is there a notice?"


@pytest.mark.parametrize(("name", "find"), [(" no id", list), ("check", "no function")])
def test_a_check_that_could_never_work_is_refused(name: str, find: Any) -> None:
    with pytest.raises(InputError, match=f"check '{name}'"):
        Check(name, "?", find)
