"""Awards: what an activity earns, how minutes become units, repeats and split credit."""

from fractions import Fraction

import pytest

from tests.evaluation.support import counted, did, earned, judge, line_of, reasons


@pytest.mark.parametrize(
    ("award", "amounts", "credit"),
    [
        ('per = "hour"', "3 hour", "3"),
        ('per = "hour"', "1.5 hour", "3/2"),
        ('per = "hour"', "90 minute", "3/2"),
        ('per = "hour"', "1 hour, 30 minute", "3/2"),
        ('per = "hour"', "20 minute", "1/3"),
        ('per = "minute"', "2 hour", "120"),
        ('per = "minute", credit = "1/60"', "100 minute", "5/3"),
        ('per = "semester_hour", credit = 22.5', "3 semester_hour", "67.5"),
        ('per = "ceu", credit = 10', "1.5 ceu", "15"),
        ('per = "page", credit = "1/50"', "120 page", "12/5"),
        ('per = "day", credit = 6', "0.5 day", "3"),
        ('per = "hour", credit = 0', "3 hour", "0"),
        ('per = "semester_hour"', "2 semester_hour, 7 hour", "2"),
        ("each = 5", "", "5"),
        ("each = 5", "3 item", "15"),
        ('each = 2.5, count = "article"', "3 article", "7.5"),
        ('each = 2, count = "article", count_at_least = 3', "3 article", "6"),
        ('each = 2, count = "article", count_at_least = 3', "2.999 article", "0"),
        ("fixed = 25", "", "25"),
        ("fixed = 25", "900 hour", "25"),
        ("fixed = 25", "0 hour", "25"),
        ('per = "hour"', "0.5 minute", "1/120"),
        ('per = "hour", times = 3', "2 hour", "6"),
        ('per = "hour", times = "2/3"', "2 hour", "4/3"),
        ('per = "hour", times = 0.5', "1/3 hour", "1/6"),
        ('per = "hour", least = 2', "2 hour", "2"),
        ('per = "hour", least = 2', "1.99 hour", "0"),
        ('per = "hour", times = 2, least = 4', "2 hour", "4"),
        ('per = "hour", whole = 1', "2.9 hour", "2"),
        ('per = "hour", whole = 0.5', "2.9 hour", "2.5"),
        ('per = "hour", whole = 5', "4.9 hour", "0"),
        ('per = "hour", times = "1/2", whole = 1', "3 hour", "1"),
        ('per = "hour", times = 1.5, least = 3, whole = 2', "3 hour", "4"),
    ],
)
def test_an_award_earns_what_its_words_say(award: str, amounts: str, credit: str) -> None:
    assert earned(award, did(amounts=amounts)) == Fraction(credit)


@pytest.mark.parametrize(
    ("level", "credit"), [("knowledge", "1"), ("application", "2"), ("impact", "3"), ("elsewhere", "0")]
)
def test_a_table_gives_credit_by_the_value_of_a_fact(level: str, credit: str) -> None:
    text = 'activity_facts = { level = { type = "text" } }\n'
    text += 'awards = [{ by = "level", table = { knowledge = 1, application = 2, impact = 3 } }]\n'
    found = judge(text, did(amounts="", level=level))
    assert found.total == Fraction(credit)
    assert reasons(found) == ["award-table"]


def test_a_table_by_a_number_is_read_by_the_number_as_it_is_written() -> None:
    text = 'activity_facts = { level = { type = "number" } }\n'
    text += 'awards = [{ by = "level", table = { "1.5" = 7, "2" = 8 }, times = 2 }]\n'
    assert judge(text, did(level=Fraction(3, 2))).total == 14
    assert judge(text, did(level=2)).total == 16


def test_a_table_whose_fact_is_missing_leaves_the_credit_open() -> None:
    text = 'activity_facts = { level = { type = "text" } }\ntotal = { amount = 1 }\n'
    found = judge(text + 'awards = [{ by = "level", table = { impact = 3 } }]\n', did())
    assert found.outcome == "undetermined"
    assert found.missing == ("level",)


def test_no_amount_at_all_is_unknown_and_an_amount_in_another_unit_earns_nothing() -> None:
    text = 'total = { amount = 1 }\nawards = [{ per = "hour" }]\n'
    found = judge(text, did(amounts=""))
    assert (found.outcome, found.missing) == ("undetermined", ("amount.hour",))
    found = judge(text, did(amounts="3 page"))
    assert (found.outcome, reasons(found)) == ("short", ["no-amount-in-unit"])
    found = judge('options = { missing = "does not hold" }\n' + text, did(amounts=""))
    assert (found.outcome, reasons(found)) == ("short", ["no-amount-in-unit"])
    measured = text.replace('"hour"', '"minute", measure = { }')
    assert judge(measured, did(amounts="")).missing == ("amount.minute",)
    assert reasons(judge(measured, did(amounts="3 page"))) == ["no-amount-in-unit"]


def test_an_activity_that_no_award_matches_earns_nothing_and_says_so() -> None:
    found = judge('awards = [{ when = { kind = "book" }, per = "hour" }]\n', did())
    assert reasons(found) == ["no-award"]
    assert line_of(found).status == "refused"
    assert reasons(judge("", did())) == ["no-award"]


TWO = """
awards = [
  { id = "any", when = { amount = { hour = { at_least = 1 } } }, per = "hour" },
  { id = "eq", when = { tags = "eq" }, per = "hour", credit = 2 },
  { id = "rest", otherwise = true, fixed = 9 },
]
total = { amount = 1 }
"""


def test_two_matching_awards_are_refused_unless_the_first_decides() -> None:
    both = did(tags=["eq"])
    found = judge(TWO, both)
    assert (found.outcome, reasons(found), found.missing) == ("undetermined", ["ambiguous-award"], ("award",))
    assert line_of(found).steps[0].arguments == (("awards", ("any", "eq")),)
    assert judge('options = { awards = "first" }\n' + TWO, both).total == 1
    assert judge('options = { awards = "exactly one" }\n' + TWO, both).outcome == "undetermined"


def test_an_award_that_decides_otherwise_decides_only_where_no_other_does() -> None:
    assert judge(TWO, did(amounts="0.5 hour")).total == 9
    assert judge(TWO, did(amounts="2 hour")).total == 2
    assert judge(TWO, did(amounts="1/2 hour", tags=["eq"])).total == 1


def test_two_awards_that_decide_otherwise_are_two_matches() -> None:
    text = 'awards = [{ id = "x", otherwise = true, fixed = 1 }, { id = "y", otherwise = true, fixed = 5 }]\n'
    assert reasons(judge(text, did())) == ["ambiguous-award"]
    assert judge('options = { awards = "first" }\n' + text, did()).total == 1


MAYBE = """
activity_facts = { n = { type = "number" } }
awards = [
  { id = "n", when = { n = 1 }, fixed = 1 },
  { id = "w", when = { kind = "workshop" }, fixed = 2 },
]
total = { amount = 2 }
"""


@pytest.mark.parametrize("option", ["exactly one", "first"])
def test_an_award_that_may_match_leaves_the_credit_open(option: str) -> None:
    text = f'options = {{ awards = "{option}" }}\n' + MAYBE
    found = judge(text, did())
    assert (found.outcome, found.missing) == ("undetermined", ("n",))
    assert judge(text, did(n=2)).outcome == "met"


def test_the_first_award_that_matches_decides_before_one_that_nobody_can_tell() -> None:
    text = 'activity_facts = { n = { type = "number" } }\noptions = { awards = "first" }\n'
    text += 'awards = [{ id = "e", when = { tags = "eq" }, fixed = 2 }, { id = "n", when = { n = 1 }, fixed = 1 }]\n'
    assert judge(text, did(tags=["eq"])).total == 2


@pytest.mark.parametrize(
    ("measure", "amounts", "credit"),
    [
        ("", "90 minute", "3/2"),
        ("minutes_per_unit = 50", "100 minute", "2"),
        ("minutes_per_unit = 50", "70 minute", "7/5"),
        ("minutes_per_unit = 45", "1 hour", "4/3"),
        ('minutes_per_unit = "75/2"', "75 minute", "2"),
        ("minimum = 1", "59 minute", "0"),
        ("minimum = 1", "60 minute", "1"),
        ("minimum = 1", "59.999999 minute", "0"),
        ("minimum = 1, minutes_per_unit = 50", "50 minute", "1"),
        ("increment = 0.5", "89 minute", "1"),
        ("increment = 0.5", "90 minute", "3/2"),
        ('increment = 0.5, rounding = "up"', "61 minute", "3/2"),
        ('increment = 0.5, rounding = "up"', "60 minute", "1"),
        ('increment = 1, rounding = "half_up"', "90 minute", "2"),
        ('increment = 1, rounding = "half_up"', "89 minute", "1"),
        ('increment = 1, rounding = "half_down"', "90 minute", "1"),
        ('increment = 1, rounding = "half_down"', "91 minute", "2"),
        ('increment = 1, rounding = "half_even"', "90 minute", "2"),
        ('increment = 1, rounding = "half_even"', "150 minute", "2"),
        ('increment = "1/3", rounding = "down"', "59 minute", "2/3"),
        ("increment = 0.2, minutes_per_unit = 50", "65 minute", "6/5"),
        ("increment = 1", "40 minute, 40 minute, 40 minute", "2"),
        ('increment = 1, rounding = "up"', "10 minute, 10 minute, 10 minute", "1"),
        ("minimum = 1", "30 minute, 30 minute", "1"),
        ("bands = [{ from = 30, credit = 0.5 }, { from = 60, credit = 1 }]", "29 minute", "0"),
        ("bands = [{ from = 30, credit = 0.5 }, { from = 60, credit = 1 }]", "30 minute", "1/2"),
        ("bands = [{ from = 30, credit = 0.5 }, { from = 60, credit = 1 }]", "59.999 minute", "1/2"),
        ("bands = [{ from = 30, credit = 0.5 }, { from = 60, credit = 1 }]", "60 minute", "1"),
        ("bands = [{ from = 30, credit = 0.5 }, { from = 60, credit = 1 }]", "600 minute", "1"),
        ('bands = [{ from = 1, credit = "1/7" }]', "1 minute", "1/7"),
        ("bands = [{ from = 22.5, credit = 1 }]", "22.4 minute", "0"),
        ("bands = [{ from = 22.5, credit = 1 }]", "22.5 minute", "1"),
    ],
)
def test_minutes_become_units_as_the_measure_says(measure: str, amounts: str, credit: str) -> None:
    assert earned(f'per = "minute", measure = {{ {measure} }}', did(amounts=amounts)) == Fraction(credit)


def test_a_multiplier_comes_after_the_measure() -> None:
    award = 'per = "minute", measure = { increment = 1 }, times = 1.5, whole = 1'
    assert earned(award, did(amounts="119 minute")) == 1


def test_too_few_items_are_refused_and_not_left_open() -> None:
    found = judge("awards = [{ each = 2, count_at_least = 3 }]\n", did(amounts="2 item"))
    assert (line_of(found).status, reasons(found)) == ("refused", ["too-few-items"])


REPEATED = """
activity_facts = { course = { type = "text" }, year = { type = "text" } }
awards = [{ id = "hours", per = "hour", repeat = { same = %s } }]
"""


def test_the_second_claim_of_the_same_thing_earns_nothing_in_order_of_time() -> None:
    text = REPEATED % '"course"'
    rows = [did(name, f"{n} hour", f"2024-0{n}-01", course="c") for name, n in (("c", 3), ("a", 2), ("b", 1))]
    found = judge(text, *rows)
    assert counted(found) == {"b": 1, "a": 0, "c": 0}
    assert reasons(found, "a")[-1] == "repeated"


def test_on_one_day_the_earlier_id_is_the_first_claim() -> None:
    found = judge(REPEATED % '"course"', did("z", course="c"), did("y", course="c"))
    assert counted(found) == {"y": 1, "z": 0}


def test_a_repeat_may_earn_a_share() -> None:
    text = REPEATED % '"course", then = "1/3"'
    found = judge(text, did("a", "1 hour", course="c"), did("b", "2 hour", course="c"), did("d", "1 hour", course="c"))
    assert counted(found) == {"a": 1, "b": Fraction(2, 3), "d": Fraction(1, 3)}


def test_several_facts_make_two_claims_the_same() -> None:
    rows = (did("a", course="c", year="1"), did("b", course="c", year="2"), did("d", course="c", year="1"))
    found = judge(REPEATED % '["course", "year"]', *rows)
    assert counted(found) == {"a": 1, "b": 1, "d": 0}


def test_a_claim_whose_key_is_missing_repeats_nothing() -> None:
    found = judge(REPEATED % '"course"', did("a"), did("b"), did("d", course="c"))
    assert counted(found) == {"a": 1, "b": 1, "d": 1}


def test_claims_under_different_awards_do_not_repeat_each_other() -> None:
    text = 'activity_facts = { course = { type = "text" } }\nawards = [\n'
    text += ' { when = { kind = "book" }, per = "hour", repeat = { same = "course" } },\n'
    text += ' { when = { kind = "workshop" }, per = "hour", repeat = { same = "course" } },\n]\n'
    found = judge(text, did("a", course="c"), did("b", course="c", kind="book"), did("d", course="c"))
    assert counted(found) == {"a": 1, "b": 1, "d": 0}


@pytest.mark.parametrize(("option", "second"), [("claimed", 0), ("credited", 1)])
def test_an_earlier_claim_that_was_refused_counts_as_a_claim_but_not_as_credit(option: str, second: int) -> None:
    text = f'options = {{ repeat_of = "{option}" }}\n' + REPEATED % '"course"'
    text += 'conditions = [{ require = { tags = "ok" } }]\n'
    rows = (did("a", course="c"), did("b", course="c", tags=["ok"]), did("d", course="c", tags=["ok"]))
    assert counted(judge(text, *rows)) == {"a": 0, "b": second, "d": 0}


def test_split_credit_is_divided_over_its_categories_exactly() -> None:
    text = 'awards = [{ fixed = 10, split = { content = "1/3", pedagogy = "2/3" } }]\n'
    text += 'floors = [{ id = "c", when = { tags = "content" }, at_least = 3 }]\n'
    found = judge(text, did())
    assert line_of(found, part="content").counted == Fraction(10, 3)
    assert line_of(found, part="pedagogy").counted == Fraction(20, 3)
    assert line_of(found, part="content").fits == ("c",)
    assert line_of(found, part="pedagogy").fits == ()
    assert found.total == 10
    assert reasons(found, part="content") == ["award-fixed", "split-over-categories"]


def test_a_repeat_of_split_credit_is_divided_too() -> None:
    text = 'activity_facts = { course = { type = "text" } }\n'
    text += 'awards = [{ fixed = 10, split = { x = "50%", y = "50%" }, repeat = { same = "course", then = "20%" } }]\n'
    found = judge(text, did("a", course="c"), did("b", course="c"))
    assert line_of(found, "b", "x").counted == 1
    assert found.total == 12


def test_a_condition_may_take_one_part_of_split_credit() -> None:
    text = 'awards = [{ fixed = 10, split = { x = "40%", y = "60%" } }]\nconditions = [{ require = { tags = "x" } }]\n'
    found = judge(text, did())
    assert found.total == 4
    assert reasons(found, part="y")[-1] == "condition-not-met"


def test_every_step_of_an_activity_leads_from_the_one_before() -> None:
    text = 'activity_facts = { course = { type = "text" } }\n'
    text += 'awards = [{ id = "w", per = "hour", times = 3, least = 1, whole = 2, '
    text += 'repeat = { same = "course", then = "1/2" } }]\n'
    text += "caps = [{ at_most = 7 }]\n"
    found = judge(text, did("a", "2.5 hour", course="c"), did("b", "2.5 hour", course="c"))
    steps = [(step.reason.value, Fraction(step.before, line.scale), Fraction(step.after, line.scale))
             for line in found.lines for step in line.steps]  # fmt: skip
    assert steps == [
        ("award-rate", 0, Fraction(5, 2)),
        ("multiplied", Fraction(5, 2), Fraction(15, 2)),
        ("whole-multiples-only", Fraction(15, 2), 6),
        ("award-rate", 0, Fraction(5, 2)),
        ("multiplied", Fraction(5, 2), Fraction(15, 2)),
        ("whole-multiples-only", Fraction(15, 2), 6),
        ("repeated", 6, 3),
        ("cap-reached", 3, 1),
    ]
    assert line_of(found, "b").earned == 3
