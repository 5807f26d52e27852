"""Minima that nobody reaches and caps that take nothing: where the checks must speak, and where they must be silent."""

import pytest

from plpcore.evaluation import Outcome
from tests.checking.support import TEN, found, places, shown
from tests.evaluation.support import HOURS


def test_a_floor_that_an_inner_floor_fills_can_be_reached() -> None:
    text = (
        TEN
        + """
    awards = [{ per = "hour", when = { tags = "inner" } }]
    conditions = [{ require = { not = { tags = "outer" } } }]
    floors = [
        { id = "outer", when = { tags = "outer" }, at_least = 4 },
        { id = "inner", when = { tags = "inner" }, at_least = 2, within = "outer" },
    ]
    """
    )
    assert places(text, "unsatisfiable") == []
    assert places(text.replace(', within = "outer"', ""), "unsatisfiable") == ["$.floors[0]"]


def test_a_condition_on_the_educator_can_make_credit_impossible() -> None:
    text = (
        HOURS
        + """
    facts.role = { type = "text", one_of = ["teacher", "aide"] }
    total = { rows = [{ when = { role = "aide" }, amount = 5 }, { amount = 10 }] }
    conditions = [{ require_educator = { role = "teacher" } }]
    """
    )
    assert places(text, "unsatisfiable") == ["$.total.rows[0]"]
    assert shown(text, "unsatisfiable").required == 5
    own = text + 'rules = [{ kind = "of the host" }]'
    assert places(own, "unsatisfiable") == []
    assert places(text.replace('aide" }, amount = 5', 'aide" }, amount = 0'), "unsatisfiable") == []


def test_where_credit_is_split_over_categories_nothing_is_said_of_what_cannot_be_earned() -> None:
    text = "awards = [{ fixed = 4, when = { tags = { lacks = 'b' } }, split = { b = '100%' } }]\n"
    assert places(text + "floors = [{ when = { tags = 'b' }, at_least = 2 }]", "unsatisfiable") == []


NEW = "facts.new.type = 'flag'\n"
FOR_NEW = "applies = { new = true }"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (TEN + "caps = [{ at_most = 9 }]", ["$.total"]),
        (TEN + "caps = [{ at_most = 10 }]", []),
        (TEN + "caps = [{ at_most = 10 }]\nfloors = [{ at_least = 0 }]", []),
        (TEN + "caps = [{ share = '90%' }]", ["$.total"]),
        (TEN + "caps = [{ at_most = 9, per = 'year' }]", []),
        (TEN + "caps = [{ at_most = 9, by = 'kind' }]", []),
        (TEN + "caps = [{ at_most = 9, waived = true }]", []),
        (TEN + "caps = [{ at_most = 9 }]\nadjustments = [{ reduce = 2 }]", []),
        (TEN + "caps = [{ share = '90%' }]\nadjustments = [{ reduce = 2 }]", ["$.total"]),
        ("caps = [{ at_most = 1 }]\nfloors = [{ when = { tags = 'a' }, at_least = 2 }]", ["$.floors[0]"]),
        ("caps = [{ at_most = 1 }]\nfloors = [{ distinct = 'kind', at_least = 2 }]", []),
        ("caps = [{ at_most = 1 }]\nfloors = [{ at_least = 2, window = { from = 2020-01-01 } }]", []),
        (NEW + "caps = [{ at_most = 1, applies = { new = true } }]\nfloors = [{ at_least = 2 }]", []),
        (f"{NEW}caps = [{{ at_most = 1, {FOR_NEW} }}]\nfloors = [{{ at_least = 2, {FOR_NEW} }}]", ["$.floors[0]"]),
        (NEW + "caps = [{ at_most = 4 }]\ntotal = { rows = [{ when = { new = true }, amount = 5 }, { amount = 3 }] }",
         ["$.total.rows[0]"]),
    ],
)  # fmt: skip
def test_a_cap_below_a_minimum_is_found_only_where_it_holds_all_that_fills_it(rules: str, expected: list[str]) -> None:
    text = HOURS + rules
    assert places(text, "cap-below-floor") == expected
    if expected:
        assert shown(text, "cap-below-floor").outcome is Outcome.SHORT


def test_the_record_that_shows_a_finding_passes_every_other_test_of_the_policy() -> None:
    text = (
        TEN
        + """
    activity_facts.attended.type = "number"
    activity_facts.scheduled.type = "number"
    activity_facts.grade.type = "text"
    activity_facts.logged.type = "date"
    awards = [{ per = "minute", measure = { minutes_per_unit = 50 }, times = 2 }]
    caps = [{ at_most = 9 }]
    conditions = [
        { attendance = {} },
        { grade = { at_least = "B" } },
        { within = { fact = "logged", days = 3 } },
        { evidence = { kinds = "photo", at_least = 2 } },
        { reflection = { prompts = ["why", "how"], at_least = 3, words = 5 } },
        { provider = { one_of = ["college"] } },
        { goal = { state = "approved" } },
        { approval = { roles = "principal" } },
        { approval = { purpose = "prior-approval", time = "before" } },
        { panel = { approvals = 2, role = "peer" } },
        { evidence = { kinds = "scan" }, waived = true },
    ]
    sign_offs = [{ id = "plan" }]
    """
    )
    statement = shown(text, "cap-below-floor")
    assert [step.reason.value for step in statement.lines[0].steps] == ["award-measured", "multiplied", "cap-reached"]
    assert (statement.outcome, statement.total) == (Outcome.SHORT, 9)


@pytest.mark.parametrize(
    ("award", "reason"),
    [("each = 2", "award-each"), ("fixed = 20", "award-fixed"), ("per = 'page'", "award-rate")],
)
def test_a_record_claims_in_the_unit_of_the_award(award: str, reason: str) -> None:
    statement = shown(TEN + f"awards = [{{ {award} }}]\ncaps = [{{ at_most = 9 }}]", "cap-below-floor")
    assert [step.reason.value for step in statement.lines[0].steps] == [reason, "cap-reached"]


@pytest.mark.parametrize(
    "cycle",
    [
        "{ anchor = 'issue_date', fact = 'issued', years = 1 }",
        "{ anchor = 'issue_date', fact = 'issued', years = 2, minus = 'less' }",
        "{ anchor = 'birth_month', fact = 'issued', month_fact = 'month', years = 5 }",
        "{ anchor = 'day_after', fact = 'issued', years = 1 }",
        "{ anchor = 'next', fact = 'issued', years = 1 }",
        "{ anchor = 'fixed', start = 2020-07-01, years = 5, repeats = true }",
        "{ anchor = 'plan' }",
    ],
)
@pytest.mark.parametrize("by", ["as_of", "cycle_start", "cycle_end", "plan_start", "renewal"])
def test_a_record_is_made_for_every_kind_of_cycle_and_every_choice_of_the_edition(cycle: str, by: str) -> None:
    facts = "facts = { issued.type = 'date', month.type = 'number', less.type = 'number', renewal.type = 'date' }\n"
    editions = "editions = [{ from = 2016-07-01, until = 2040-07-01, caps = [{ at_most = 9 }] }]\n"
    text = f"edition_by = '{by}'\n" + facts + TEN + HOURS + editions + f"cycle = {cycle}"
    assert shown(text, "cap-below-floor").outcome is Outcome.SHORT


@pytest.mark.parametrize(
    "dates",
    ["from = 2024-07-01, until = 2024-07-03", "until = 1990-01-01", "from = 2030-01-01", "from = 2000-01-01"],
)
def test_a_record_is_made_for_an_edition_of_any_length(dates: str) -> None:
    text = TEN + HOURS + f"editions = [{{ {dates}, caps = [{{ at_most = 9 }}] }}]"
    assert shown(text, "cap-below-floor").outcome is Outcome.SHORT


def test_at_the_ends_of_the_calendar_a_finding_is_told_without_a_record() -> None:
    for dates in ("until = 0001-01-05", "from = 9999-12-30"):
        text = TEN + HOURS + f"editions = [{{ {dates}, caps = [{{ at_most = 9 }}] }}]"
        (one,) = found(text, "cap-below-floor")
        assert one.counterexample is None


def test_where_no_record_can_be_made_nothing_is_said_to_happen_and_what_is_proven_stands_alone() -> None:
    never_selected = "edition_by = 'cycle_start'\ncycle = { anchor = 'fixed', start = 2020-07-01, years = 5 }\n"
    text = TEN + never_selected + "editions = [{ from = 2024-07-01, caps = [{ at_most = 9 }] }]\n"
    (one,) = found(text + HOURS, "cap-below-floor")
    assert one.counterexample is None
    two = "awards = [{ per = 'hour' }, { per = 'page' }]\n"
    assert found(text + two, "awards-overlap") == []
    assert len(found(two, "awards-overlap")) == 1
    assert found(two + "rules = [{ kind = 'of the host' }]", "awards-overlap") == []


def test_a_floor_above_the_highest_total_of_anybody_is_found() -> None:
    rows = "facts.new.type = 'flag'\ntotal = { rows = [{ when = { new = true }, amount = 5 }, { amount = 10 }] }\n"
    floor = "floors = [{ when = { tags = 'a' }, at_least = 12 }]\n"
    assert places(HOURS + rows + floor, "floor-above-total") == ["$.floors[0]"]
    assert places(HOURS + rows + floor.replace("12", "8"), "floor-above-total") == []
    more = "facts.n.type = 'number'\nadjustments = [{ add = { each = 'n', amount = 1 } }]"
    assert places(HOURS + rows + floor + more, "floor-above-total") == []
    classes = "facts.c.type = 'texts'\ntotal = { highest_of = { fact = 'c', amounts = { a = 5, b = 10 } } }\n"
    assert places(HOURS + classes + floor, "floor-above-total") == ["$.floors[0]"]
    assert places(floor, "floor-above-total") == []


def test_floors_for_different_educators_do_not_add_up() -> None:
    text = (
        HOURS
        + TEN
        + """
    sharing = "split"
    facts.role = { type = "text", one_of = ["teacher", "leader"] }
    floors = [
        { when = { tags = "a" }, share = "60%", applies = { role = "teacher" } },
        { when = { tags = "b" }, share = "60%", applies = { role = "leader" } },
    ]
    """
    )
    assert places(text, "floors-exceed-total") == []
    assert places(text.replace('role = "leader"', 'role = "teacher"'), "floors-exceed-total") == ["$.floors[1]"]


def test_a_cap_for_fewer_people_does_not_make_another_idle() -> None:
    text = """
    facts.new.type = "flag"
    caps = [{ at_most = 1, applies = { new = true } }, { at_most = 2 }]
    """
    assert places(text, "cap-never-binds") == []
    assert places(text.replace("at_most = 2", "at_most = 2, applies = { new = true }"), "cap-never-binds") == [
        "$.caps[1]"
    ]
    twice = "caps = [{ at_most = 1 }, { at_most = 1 }]"
    assert places(twice, "cap-never-binds") == ["$.caps[1]"]
    assert places("caps = [{ share = '10%' }, { share = '20%' }]", "cap-never-binds") == ["$.caps[1]"]
