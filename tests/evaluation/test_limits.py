"""Blocks and caps: what does not count until a group is full, and what counts no further."""

from fractions import Fraction

import pytest

from tests.evaluation.support import HOURS, counted, did, judge, line_of, need, reasons

TOPIC = 'activity_facts = { topic = { type = "text" }, side = { type = "text" } }\n' + HOURS
TEN = TOPIC + 'blocks = [{ id = "ten", by = "topic", at_least = 10 }]\n'


@pytest.mark.parametrize(("hours", "counts"), [("3.999999 hour", False), ("4 hour", True), ("9 hour", True)])
def test_nothing_of_a_group_counts_until_the_group_reaches_its_minimum(hours: str, counts: bool) -> None:
    found = judge(TEN, did("a", "6 hour", topic="x"), did("b", hours, topic="x"))
    assert found.total == (sum(line.earned for line in found.lines) if counts else 0)
    assert reasons(found)[-1] == ("award-rate" if counts else "block-not-reached")


def test_every_group_of_a_block_is_counted_by_itself() -> None:
    found = judge(TEN, did("a", "10 hour", topic="x"), did("b", "9 hour", topic="y"))
    assert counted(found) == {"a": 10, "b": 0}
    assert line_of(found, "b").earned == 9


def test_several_facts_make_a_group() -> None:
    text = TOPIC + 'blocks = [{ by = ["topic", "side"], at_least = 10 }]\n'
    found = judge(text, did("a", "9 hour", topic="x", side="l"), did("b", "9 hour", topic="x", side="r"))
    assert found.total == 0


def test_a_block_leaves_other_activities_alone() -> None:
    text = TOPIC + 'blocks = [{ when = { kind = "book" }, by = "topic", at_least = 10 }]\n'
    found = judge(text, did("a", "1 hour", topic="x"), did("b", "9 hour", topic="x", kind="book"))
    assert counted(found) == {"a": 1, "b": 0}


def test_a_block_comes_before_the_caps() -> None:
    text = TEN + 'caps = [{ when = { tags = "c" }, at_most = 3 }]\n'
    found = judge(text, did("a", "6 hour", topic="x", tags=["c"]), did("b", "4 hour", topic="x"))
    assert counted(found) == {"a": 3, "b": 4}


def test_one_block_works_on_what_the_block_before_it_left() -> None:
    text = TOPIC + 'blocks = [{ by = "topic", at_least = 5 }, { by = "side", at_least = 8 }]\n'
    rows = (did("a", "5 hour", topic="x", side="l"), did("b", "4 hour", topic="y", side="l"))
    assert counted(judge(text, *rows)) == {"a": 0, "b": 0}
    assert counted(judge(text, *rows, did("d", "1 hour", topic="y", side="r"))) == {"a": 5, "b": 4, "d": 0}


def cap(words: str, head: str = HOURS) -> str:
    return head + f'caps = [{{ id = "cap", {words} }}]\n'


def test_the_credit_up_to_a_cap_counts_and_the_rest_is_lost_in_order_of_time() -> None:
    rows = [did(name, "3 hour", f"2024-0{n}-01") for n, name in ((3, "a"), (1, "z"), (2, "m"))]
    found = judge(cap("at_most = 5"), *rows)
    assert counted(found) == {"z": 3, "m": 2, "a": 0}
    assert reasons(found, "m") == ["award-rate", "cap-reached"]
    assert line_of(found, "m").earned == 3


@pytest.mark.parametrize(("hours", "total"), [("5 hour", 5), ("5.000001 hour", 5), ("4.5 hour", Fraction(9, 2))])
def test_a_cap_is_inclusive(hours: str, total: Fraction) -> None:
    assert judge(cap("at_most = 5"), did(amounts=hours)).total == total


def test_on_one_day_the_later_id_loses() -> None:
    assert counted(judge(cap("at_most = 1"), did("b"), did("a"))) == {"a": 1, "b": 0}


def test_a_cap_of_nothing_lets_nothing_count() -> None:
    assert judge(cap("at_most = 0"), did()).total == 0


def test_a_cap_limits_only_what_it_names() -> None:
    found = judge(cap('when = { tags = "c" }, at_most = 1'), did("a", "3 hour", tags=["c"]), did("b", "3 hour"))
    assert counted(found) == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    ("per", "other_day", "total"),
    [
        ("cycle", "2023-01-01", 5),
        ("year", "2024-06-30", 5),
        ("year", "2024-07-01", 8),
        ("year", "2023-07-01", 5),
        ("year", "2023-06-30", 8),
        ("semester", "2024-07-31", 5),
        ("semester", "2024-08-01", 8),
        ("semester", "2024-01-01", 5),
        ("semester", "2023-12-31", 8),
        ("week", "2024-02-26", 5),
        ("week", "2024-03-03", 5),
        ("week", "2024-03-04", 8),
        ("week", "2024-02-25", 8),
        ("day", "2024-03-01", 5),
        ("day", "2024-03-02", 8),
        ("activity", "2024-03-01", 8),
    ],
)
def test_a_cap_holds_in_its_span(per: str, other_day: str, total: int) -> None:
    found = judge(
        cap(f'at_most = 5, per = "{per}"'),
        did("a", "5 hour", "2024-03-01"),
        did("b", "3 hour", other_day),
        as_of="2025-01-01",
    )
    assert found.total == total


def test_a_cap_per_activity_limits_the_parts_of_an_activity_together() -> None:
    text = 'awards = [{ per = "hour", split = { x = "50%", y = "50%" } }]\n'
    found = judge(cap('at_most = 5, per = "activity"', text), did("a", "8 hour"), did("b", "2 hour"))
    assert counted(found) == {"a": 5, "b": 2}


@pytest.mark.parametrize(("starts", "total"), [("07-01", 5), ("03-15", 10), ("01-01", 5), ("10-01", 5)])
def test_years_begin_where_the_calendar_says(starts: str, total: int) -> None:
    head = f'calendar = {{ year_starts = "{starts}" }}\n' + HOURS
    rows = (did("a", "5 hour", "2024-03-14"), did("b", "5 hour", "2024-03-15"))
    assert judge(cap('at_most = 5, per = "year"', head), *rows).total == total


def test_semesters_begin_where_the_calendar_says() -> None:
    head = 'calendar = { semester_starts = ["03-15", "09-01"] }\n' + HOURS
    rows = (did("a", "5 hour", "2024-03-14"), did("b", "5 hour", "2024-03-15"), did("c", "5 hour", "2023-09-01"))
    assert judge(cap('at_most = 5, per = "semester"', head), *rows).total == 10


@pytest.mark.parametrize("per", ["year", "semester", "week", "day"])
def test_a_fact_may_name_the_span_and_the_date_decides_where_it_is_missing(per: str) -> None:
    head = f'activity_facts = {{ span = {{ type = "text" }} }}\ncalendar = {{ {per}_fact = "span" }}\n' + HOURS
    rows = (did("a", "5 hour", span="one"), did("b", "5 hour", span="two"), did("c", "5 hour"))
    assert judge(cap(f'at_most = 5, per = "{per}"', head), *rows).total == 15
    assert judge(cap(f'at_most = 5, per = "{per}"', head), *rows, did("d", "5 hour", span="one")).total == 15
    assert judge(cap(f'at_most = 5, per = "{per}"', head), *rows, did("e", "5 hour")).total == 15


def test_a_year_that_a_fact_names_by_number_is_the_year_that_dates_lie_in() -> None:
    head = 'activity_facts = { year = { type = "number" } }\ncalendar = { year_fact = "year" }\n' + HOURS
    found = judge(cap('at_most = 5, per = "year"', head), did("a", "5 hour", year=2023), did("b", "5 hour"))
    assert found.total == 5


def test_activities_without_a_date_share_one_span() -> None:
    rows = (did("a", "5 hour", None), did("b", "5 hour", None), did("c", "5 hour"))
    assert judge(cap('at_most = 5, per = "year"'), *rows).total == 10


def test_a_cap_holds_for_each_value_of_a_fact() -> None:
    text = cap('at_most = 5, by = "topic"', TOPIC)
    rows = (did("a", "4 hour", topic="x"), did("b", "4 hour", topic="x"), did("c", "4 hour", topic="y"))
    assert counted(judge(text, *rows)) == {"a": 4, "b": 1, "c": 4}
    text = cap('at_most = 5, by = ["topic", "side"]', TOPIC)
    assert judge(text, did("a", "4 hour", topic="x", side="l"), did("b", "4 hour", topic="x", side="r")).total == 8


def test_a_cap_by_value_and_year_holds_in_both() -> None:
    text = cap('at_most = 5, by = "topic", per = "year"', TOPIC)
    rows = [did(f"{t}{y}", "9 hour", f"{y}-03-01", topic=t) for t in "xy" for y in (2022, 2023)]
    assert judge(text, *rows).total == 20


def test_a_cap_may_be_a_share_of_the_required_total_not_of_what_was_earned() -> None:
    text = cap('share = "1/4"') + "total = { amount = 10 }\n"
    assert judge(text, did(amounts="40 hour")).total == Fraction(5, 2)


def test_a_share_of_a_prorated_total_follows_the_proration() -> None:
    text = cap('share = "1/4"') + 'facts = { fte = { type = "number" } }\ntotal = { amount = 10 }\n'
    text += 'adjustments = [{ prorate = { by = "fte" } }]\n'
    assert judge(text, did(amounts="40 hour"), facts={"fte": Fraction(1, 3)}).total == Fraction(5, 6)


def test_a_cap_holds_for_the_educators_that_it_names() -> None:
    text = cap("at_most = 5, applies = { new = true }") + 'facts = { new = { type = "flag" } }\n'
    assert judge(text, did(amounts="9 hour"), facts={"new": True}).total == 5
    assert judge(text, did(amounts="9 hour"), facts={"new": False}).total == 9
    found = judge(text, did(amounts="9 hour"))
    assert (found.outcome, found.missing) == ("undetermined", ("new",))


def test_a_waived_cap_limits_nothing() -> None:
    assert judge(cap("at_most = 5, waived = true"), did(amounts="9 hour")).total == 9


def test_an_activity_is_held_against_all_its_caps_at_once() -> None:
    text = (
        HOURS
        + """
caps = [
  { id = "kind", when = { kind = "w" }, at_most = 6 },
  { id = "tag", when = { tags = "c" }, at_most = 2 },
]
"""
    )
    found = judge(
        text,
        did("a", "4 hour", "2024-01-01", kind="w", tags=["c"]),
        did("b", "5 hour", "2024-01-02", kind="w"),
    )
    assert counted(found) == {"a": 2, "b": 4}
    assert [line.steps[-1].rule for line in found.lines] == ["tag", "kind"]


def test_a_refused_or_waiting_activity_takes_no_room_under_a_cap() -> None:
    text = cap("at_most = 5") + 'conditions = [{ require = { not = { tags = "bad" } } }]\n'
    rows = (did("a", "5 hour", "2024-01-01", tags=["bad"]), did("b", "5 hour", "2024-02-01"))
    assert counted(judge(text, *rows)) == {"a": 0, "b": 5}


MAYBE = cap('when = { side = "l" }, at_most = 2', TOPIC) + "total = { amount = 5 }\n"


def test_a_cap_that_may_hold_counts_against_the_credit_and_leaves_the_outcome_open() -> None:
    found = judge(MAYBE, did(amounts="5 hour"))
    assert (found.outcome, found.missing) == ("undetermined", ("side",))
    assert found.total == 2
    assert judge(MAYBE, did(amounts="4 hour")).outcome == "short"
    assert judge(MAYBE, did("a", "5 hour"), did("b", "5 hour", side="r")).outcome == "met"


def test_a_block_that_may_hold_leaves_the_outcome_open() -> None:
    text = TOPIC + 'blocks = [{ when = { side = "l" }, by = "topic", at_least = 10 }]\ntotal = { amount = 13 }\n'
    rows = (did("a", "8 hour", topic="x", side="l"), did("b", "5 hour", topic="x"))
    assert judge(text, *rows).outcome == "undetermined"


@pytest.mark.parametrize(
    "rule",
    [
        'blocks = [{ by = "topic", at_least = 10 }]',
        'caps = [{ by = "topic", at_most = 5 }]',
    ],
)
def test_a_missing_group_leaves_the_outcome_open(rule: str) -> None:
    text = TOPIC + rule + "\ntotal = { amount = 10 }\n"
    found = judge(text, did("a", "5 hour"), did("b", "5 hour", topic="x"))
    assert (found.outcome, found.missing) == ("undetermined", ("topic",))


def test_a_floor_sees_what_the_caps_left() -> None:
    text = cap("at_most = 3") + 'floors = [{ id = "f", when = { tags = "c" }, at_least = 2 }]\n'
    found = judge(text, did("a", "2 hour", "2024-01-01"), did("b", "2 hour", "2024-02-01", tags=["c"]))
    assert need(found, "f").credited == 1
    assert found.fix.exhausted == ("cap",)
