"""Floors: minima for categories, as an amount, a share or a count; and how one hour fills several of them."""

from fractions import Fraction

import pytest

from plpcore.evaluation import FixPart
from tests.evaluation.support import HOURS, carried, decided, did, judge, line_of, need

SPLIT = 'sharing = "split"\n'


def floor(words: str, head: str = HOURS) -> str:
    return head + f'floors = [{{ id = "f", when = {{ tags = "x" }}, {words} }}]\n'


@pytest.mark.parametrize(("hours", "outcome"), [("2.999999 hour", "short"), ("3 hour", "met"), ("4 hour", "met")])
def test_a_floor_is_inclusive(hours: str, outcome: str) -> None:
    found = judge(floor("at_least = 3"), did(amounts=hours, tags=["x"]))
    assert found.outcome == outcome
    assert need(found, "f").needed == 3


def test_what_does_not_belong_to_a_category_does_not_fill_its_floor() -> None:
    text = floor("at_least = 3") + "total = { amount = 5 }\n"
    found = judge(text, did("a", "9 hour"), did("b", "1 hour", tags=["x"]))
    assert found.outcome == "short"
    assert need(found, "f").credited == 1
    assert need(found, "total").credited == 10
    assert found.fix.parts == (FixPart(("f",), Fraction(2)),)


def test_a_floor_without_a_condition_takes_everything() -> None:
    assert judge(HOURS + "floors = [{ at_least = 3 }]\n", did("a", "2 hour"), did("b", "1 hour")).outcome == "met"


@pytest.mark.parametrize(("hours", "outcome"), [("14.9 hour", "short"), ("15 hour", "met")])
def test_a_share_is_a_share_of_the_required_total(hours: str, outcome: str) -> None:
    text = floor('share = "15%"') + "total = { amount = 100 }\n"
    found = judge(text, did("a", "500 hour"), did("b", hours, tags=["x"]))
    assert need(found, "f").needed == 15
    assert found.outcome == outcome


def test_a_share_of_the_required_total_follows_its_adjustments() -> None:
    text = floor('share = "50%"') + 'total = { amount = 100 }\nfacts = { fte = { type = "number" } }\n'
    text += 'adjustments = [{ prorate = { by = "fte" } }]\n'
    assert need(judge(text, facts={"fte": Fraction(1, 3)}), "f").needed == Fraction(50, 3)


@pytest.mark.parametrize(
    ("others", "own", "outcome"), [("5 hour", "5 hour", "met"), ("5 hour", "4.9 hour", "short"), ("", "1 hour", "met")]
)
def test_a_share_of_the_counted_is_held_against_everything_that_counts(others: str, own: str, outcome: str) -> None:
    text = floor('share = "50%", of = "counted"')
    rows = (did("a", own, tags=["x"]), *([did("b", others)] if others else []))
    found = judge(text, *rows)
    assert found.outcome == outcome


def test_the_fix_of_a_share_of_the_counted_knows_that_it_raises_what_counts() -> None:
    text = floor('share = "75%", of = "counted"')
    rows = (did("a", "1 hour", tags=["x"]), did("b", "1 hour"))
    assert judge(text, *rows).short == 2
    assert judge(text, *rows, did("c", "2 hour", tags=["x"])).outcome == "met"
    assert judge(text, *rows, did("c", "1.9 hour", tags=["x"])).outcome == "short"


def test_a_share_of_all_of_the_counted_leaves_room_for_nothing_else() -> None:
    text = floor('share = "100%", of = "counted"')
    assert judge(text, did("a", "3 hour", tags=["x"])).outcome == "met"
    assert judge(text, did("a", "3 hour", tags=["x"]), did("b", "1 hour")).outcome == "short"


def test_a_floor_holds_for_the_educators_that_it_names() -> None:
    text = floor("at_least = 3, applies = { esol = true }") + 'facts = { esol = { type = "flag" } }\n'
    assert judge(text, facts={"esol": True}).outcome == "short"
    assert judge(text, facts={"esol": False}).outcome == "met"
    assert [one.id for one in judge(text, facts={"esol": False}).requirements] == ["total"]
    assert judge(text).missing == ("esol",)


def test_the_floor_that_takes_the_place_of_another_has_its_own_share() -> None:
    text = HOURS + 'total = { amount = 100 }\nfacts = { esol = { type = "flag" } }\nfloors = [\n'
    text += '{ id = "half", applies = { esol = true }, when = { tags = "ELL" }, share = "50%" },\n'
    text += '{ id = "some", applies = { not = { esol = true } }, when = { tags = "ELL" }, share = "15%" }]\n'
    assert need(judge(text, facts={"esol": True}), "half").needed == 50
    assert need(judge(text, facts={"esol": False}), "some").needed == 15


CYCLE = 'cycle = { anchor = "fixed", start = 2021-07-01, years = 3 }\n'
YEARLY = floor('at_least = 2, per = "year"', CYCLE + HOURS)


def test_each_year_must_reach_its_own_minimum() -> None:
    rows = [did(f"a{y}", "2 hour", f"{y}-12-31", tags=["x"]) for y in (2021, 2022, 2023)]
    assert judge(YEARLY, *rows).outcome == "met"
    found = judge(YEARLY, *rows[:2], did("more", "2 hour", "2022-07-01", tags=["x"]))
    assert {one.key: one.short for one in found.requirements} == {"total": 0, "f@2021": 0, "f@2022": 0, "f@2023": 2}


@pytest.mark.parametrize(("day", "year"), [("2022-06-30", "2021"), ("2022-07-01", "2022")])
def test_a_year_of_a_floor_begins_where_the_calendar_says(day: str, year: str) -> None:
    found = judge(YEARLY, did("a", "2 hour", day, tags=["x"]))
    assert need(found, f"f@{year}").credited == 2
    calendar = 'calendar = { year_starts = "01-01" }\n'
    found = judge(calendar + YEARLY, did("a", "2 hour", day, tags=["x"]))
    assert [one.key for one in found.requirements[1:]] == ["f@2022", "f@2023"]
    assert need(found, "f@2022").credited == 2


def test_only_whole_years_of_the_cycle_count_unless_years_are_named() -> None:
    text = YEARLY.replace("2021-07-01", "2021-10-01")
    assert [one.key for one in judge(text).requirements[1:]] == ["f@2022", "f@2023"]
    named = YEARLY.replace('per = "year"', 'per = "year", years = [2021, 2023]')
    assert [one.key for one in judge(named).requirements[1:]] == ["f@2021", "f@2023"]


def test_a_fact_may_name_the_year_of_a_floor() -> None:
    head = 'activity_facts = { year = { type = "number" } }\ncalendar = { year_fact = "year" }\n'
    found = judge(head + YEARLY, did("a", "2 hour", "2023-12-01", tags=["x"], year=2021))
    assert need(found, "f@2021").credited == 2


OWN = (
    CYCLE
    + HOURS
    + """
[[floors]]
id = "f"
when = { tags = "x" }
at_least = 3
window = { from = 2020-01-01, until = 2022-01-01 }
"""
)


@pytest.mark.parametrize(
    ("day", "fills", "total"),
    [
        ("2019-12-31", 0, 0),
        ("2020-01-01", 3, 0),
        ("2021-06-30", 3, 0),
        ("2021-07-01", 3, 3),
        ("2021-12-31", 3, 3),
        ("2022-01-01", 0, 3),
    ],
)
def test_a_floor_may_have_its_own_window_beside_that_of_the_total(day: str, fills: int, total: int) -> None:
    found = judge(OWN, did("a", "3 hour", day, tags=["x"]))
    assert need(found, "f").credited == fills
    assert found.total == total


def test_credit_outside_the_window_fills_only_a_floor_with_its_own_window() -> None:
    text = OWN + '[[floors]]\nid = "g"\nwhen = { tags = "x" }\nat_least = 1\n'
    found = judge(text, did("a", "3 hour", "2021-01-01", tags=["x"]))
    assert need(found, "f").credited == 3
    assert need(found, "g").credited == 0
    line = line_of(found)
    assert (line.status, line.counted_units, line.fits) == ("refused", 0, ("f",))
    assert line.steps[-1].reason == "outside-window-but-fills-floor"


def test_a_waiting_claim_outside_the_window_fills_nothing() -> None:
    text = "conditions = [{ approval = {} }]\n" + OWN
    found = judge(text, did("a", "3 hour", "2021-01-01", tags=["x"]))
    assert (found.outcome, line_of(found).steps[-1].reason) == ("short", "outside-window")
    found = judge(text, did("a", "3 hour", "2021-01-01", tags=["x"]), reviews=(decided(on="2021-02-01"),))
    assert found.outcome == "met"


DISTINCT = 'activity_facts = { topics = { type = "texts" } }\n' + HOURS


def test_distinct_values_are_counted_once_each() -> None:
    text = HOURS + 'floors = [{ id = "d", distinct = "kind", at_least = 2 }]\n'
    found = judge(text, did("a", kind="x"), did("b", kind="x"))
    assert found.outcome == "short"
    assert dict(found.fix.distinct) == {"d": 1}
    assert need(found, "d").kind == "distinct"
    assert judge(text, did("a", kind="x"), did("b", kind="y")).outcome == "met"


def test_each_value_of_a_list_is_a_value() -> None:
    text = DISTINCT + 'floors = [{ id = "d", distinct = "topics", at_least = 3 }]\n'
    found = judge(text, did("a", topics=["x", "y"]), did("b", topics=["y", "z"]), did("c"))
    assert need(found, "d").credited == 3


def test_only_values_of_credited_activities_of_the_category_count() -> None:
    text = HOURS + 'floors = [{ id = "d", when = { tags = "x" }, distinct = "kind", at_least = 2 }]\n'
    text += 'conditions = [{ require = { not = { tags = "bad" } } }]\n'
    rows = (did("a", kind="k", tags=["x"]), did("b", kind="l"), did("c", kind="m", tags=["x", "bad"]))
    assert need(judge(text, *rows), "d").credited == 1
    assert need(judge(text, *rows, did("d", "0 hour", kind="n", tags=["x"])), "d").credited == 1


def test_distinct_values_may_have_a_window() -> None:
    text = HOURS + 'floors = [{ id = "d", distinct = "kind", at_least = 2, window = { from = 2024-01-01 } }]\n'
    found = judge(text, did("a", kind="x"), did("b", on="2023-12-31", kind="y"))
    assert need(found, "d").credited == 1


TWO = (
    HOURS
    + """
total = { amount = 30 }
floors = [
  { id = "stem", when = { tags = "stem" }, at_least = 15 },
  { id = "eq", when = { tags = "eq" }, at_least = 15 },
]
"""
)


def test_one_hour_fills_every_floor_that_it_fits_where_floors_overlap() -> None:
    rows = (did("both", "15 hour", tags=["stem", "eq"]), did("plain", "15 hour"))
    for text in (TWO, 'sharing = "overlap"\n' + TWO):
        found = judge(text, *rows)
        assert found.outcome == "met"
        assert dict(line_of(found, "both").placed) == {"stem": 15, "eq": 15}


def test_one_hour_fills_one_floor_where_credit_is_split() -> None:
    found = judge(SPLIT + TWO, did("both", "15 hour", tags=["stem", "eq"]), did("plain", "85 hour"))
    assert (found.outcome, found.short) == ("short", Fraction(15))
    assert sum(amount for _, amount in line_of(found, "both").placed) == 15
    assert found.fix.parts[-1] == FixPart(("stem", "eq"), Fraction(15))


@pytest.mark.parametrize("first", ["stem", "eq"])
def test_split_credit_goes_where_it_is_needed_whatever_the_order_of_the_floors(first: str) -> None:
    text = TWO if first == "stem" else TWO.replace("stem", "?").replace("eq", "stem").replace("?", "eq")
    rows = (
        did("both", "15 hour", "2024-01-01", tags=["stem", "eq"]),
        did("stem", "15 hour", "2024-02-01", tags=["stem"]),
    )
    found = judge(SPLIT + text, *rows)
    assert found.outcome == "met"
    assert dict(line_of(found, "both").placed) == {"eq": 15}


def test_an_hour_is_divisible() -> None:
    rows = (
        did("both", "20 hour", tags=["stem", "eq"]),
        did("s", "5 hour", tags=["stem"]),
        did("e", "5 hour", tags=["eq"]),
    )
    found = judge(SPLIT + TWO, *rows)
    assert found.outcome == "met"
    assert dict(line_of(found, "both").placed) == {"stem": 10, "eq": 10}


THREE = (
    HOURS
    + """
floors = [
  { id = "x", when = { tags = "x" }, at_least = 2 },
  { id = "y", when = { tags = "y" }, at_least = 2 },
  { id = "z", when = { tags = "z" }, at_least = 2 },
]
"""
)


@pytest.mark.parametrize(
    ("sharing", "hours"), [('"overlap"', "2"), ("3", "2"), ("2", "3"), ('"split"', "6"), ("1", "6")]
)
def test_an_hour_fills_as_many_floors_as_sharing_says(sharing: str, hours: str) -> None:
    text = f"sharing = {sharing}\n" + THREE
    assert judge(text, did(amounts=f"{hours} hour", tags=["x", "y", "z"])).outcome == "met"
    found = judge(text, did(amounts=f"{Fraction(hours) - Fraction(1, 4)} hour", tags=["x", "y", "z"]))
    assert (found.outcome, found.short) == ("short", Fraction(1, 4))


@pytest.mark.parametrize("noise", [(), (did("n", "1/2 hour"),), (did("n", "1/7 hour"),)])
def test_the_least_fix_under_sharing_does_not_depend_on_other_activities(noise: tuple[object, ...]) -> None:
    text = ("sharing = 2\n" + THREE).replace("at_least = 2", "at_least = 1")
    assert judge(text, *noise).short == Fraction(3, 2)  # type: ignore[arg-type]


def test_no_part_of_an_activity_fills_one_floor_twice() -> None:
    found = judge("sharing = 2\n" + THREE, did("a", "3 hour", tags=["x", "y", "z"]))
    placed = line_of(found).placed
    assert sorted(name for name, _ in placed) == ["x", "y", "z"]
    assert all(amount <= 3 for _, amount in placed)
    assert sum(amount for _, amount in placed) == 6


def test_activities_of_one_group_share_its_placements_the_earliest_first() -> None:
    rows = [did(name, "5 hour", f"2024-0{n}-01", tags=["stem", "eq"]) for n, name in enumerate("abcdef", 1)]
    found = judge(SPLIT + TWO, *rows)
    assert [line_of(found, name).placed[0][0] for name in "abcdef"] == ["stem"] * 3 + ["eq"] * 3


def test_carried_credit_fills_no_floor_unless_the_policy_says_so() -> None:
    carry = (carried("15", tags=("stem",)),)
    rows = (did("a", "15 hour", tags=["eq"]),)
    found = judge(TWO, *rows, carried_in=carry)
    assert (found.outcome, found.carried_in, found.total) == ("short", Fraction(15), Fraction(30))
    assert need(found, "stem").credited == 0
    for sharing in ("", SPLIT):
        found = judge(sharing + TWO + "carry_over = { fills_floors = true }\n", *rows, carried_in=carry)
        assert found.outcome == "met"
        assert need(found, "stem").credited == 15


def test_a_share_of_the_counted_is_told_from_the_floor_before_it() -> None:
    text = (
        HOURS
        + """
floors = [
    { id = "x", when = { tags = "x" }, at_least = 1 },
    { id = "y", when = { tags = "y" }, share = "50%", of = "counted" },
]
"""
    )
    found = judge(text, did("a", "6 hour", tags=["x"]), did("b", "4 hour", tags=["y"]))
    assert (need(found, "x").needed, need(found, "y").needed, need(found, "y").short) == (1, 6, 2)
