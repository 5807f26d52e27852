"""Each number of a resolved policy names the document that set it."""

from datetime import date
from fractions import Fraction

from plpcore.policy import Number, ResolvedPolicy, parse_policy, provenance
from tests.policy.layering import UPPER, laid

LAYER = """
facts.site = { type = "text" }
[[tighten]]
id = "t"
cite = "handbook 1"
rule = "books"
at_most = 15
[[exception]]
rule = "equity"
applies = { years = { at_least = 7 } }
[[exception.floors]]
id = "own"
cite = "handbook 2"
at_least = 3
[[add.caps]]
id = "talks"
cite = "handbook 3"
when = { amount = { hour = { more_than = 2 } } }
at_most = 4
"""


def of(found: ResolvedPolicy, rule: str) -> list[tuple[str, str, object, str, str]]:
    return [(one.part, one.key, one.value, one.document, one.cite) for one in provenance(found) if one.rule == rule]


def test_without_a_layer_every_number_is_the_policys_own() -> None:
    found = provenance(ResolvedPolicy(UPPER))
    assert {one.document for one in found} == {"state"}
    assert found[0] == Number("", "total", "rows[0].amount", Fraction(50), "state", "code 1")


def test_a_tightened_number_is_the_layers_and_what_an_edition_says_tighter_stays_its_own() -> None:
    assert of(laid(LAYER), "books") == [
        ("", "at_most", 15, "district", "handbook 1"),
        ("new", "at_most", 10, "state", "code 5, new"),
    ]


def test_added_and_excepted_rules_are_the_layers_with_the_numbers_that_their_conditions_ask() -> None:
    found = laid(LAYER)
    assert of(found, "talks") == [
        ("", "when.amount.hour.more_than", 2, "district", "handbook 3"),
        ("", "at_most", 4, "district", "handbook 3"),
        ("new", "when.amount.hour.more_than", 2, "district", "handbook 3"),
        ("new", "at_most", 4, "district", "handbook 3"),
    ]
    assert of(found, "own") == [
        ("", "applies.years.at_least", 7, "district", "handbook 2; an exception to code 7"),
        ("", "at_least", 3, "district", "handbook 2; an exception to code 7"),
    ]
    assert of(found, "equity") == [
        ("", "applies.years.at_least", 7, "district", "handbook 2"),
        ("", "at_least", 10, "state", "code 7"),
    ]


TIGHTER = '[[tighten]]\nid = "%s"\ncite = "%s"\nrule = "%s"\n%s\n'


def test_of_several_tightenings_of_a_rule_each_number_names_all_that_say_it() -> None:
    entries = [
        TIGHTER % ("c", "handbook 5", "total", "when = { novice = true }\namount = 120"),
        TIGHTER % ("b", "handbook 6", "total", "when = {}\namount = 120"),
        TIGHTER % ("a", "handbook 7", "total", "when = {}\namount = 110"),
        TIGHTER % ("e", "handbook 9", "total", "when = {}\namount = 120"),
    ]
    for some in (entries, entries[::-1]):
        assert [one[1:] for one in of(laid("".join(some)), "total")] == [
            ("rows[0].amount", 120, "district", "handbook 5"),
            ("rows[1].amount", 120, "district", "handbook 6; handbook 9"),
        ]


def test_a_tightened_rule_that_has_an_exception_too_names_both_texts_where_each_says_so() -> None:
    exception = LAYER[LAYER.index("[[exception]]") : LAYER.index("[[add")]
    found = laid(exception + TIGHTER % ("t", "handbook 8", "equity", "at_least = 11"))
    assert of(found, "equity") == [
        ("", "applies.years.at_least", 7, "district", "handbook 2"),
        ("", "at_least", 11, "district", "handbook 8"),
    ]


def test_a_condition_that_asks_for_the_number_of_a_tightening_is_not_tightened_by_it() -> None:
    exception = LAYER[LAYER.index("[[exception]]") : LAYER.index("[[add")].replace("at_least = 7", "at_least = 11")
    found = laid(exception + TIGHTER % ("t", "handbook 8", "equity", "at_least = 11"))
    assert of(found, "equity") == [
        ("", "applies.years.at_least", 11, "district", "handbook 2"),
        ("", "at_least", 11, "district", "handbook 8"),
    ]


def test_a_rule_that_holds_instead_is_the_layers_even_under_the_same_id_with_the_same_number() -> None:
    text = '[[exception]]\nrule = "equity"\n[[exception.floors]]\nid = "equity"\ncite = "handbook"\nat_least = 10\n'
    assert of(laid(text), "equity") == [("", "at_least", 10, "district", "handbook")]


def test_three_documents_are_told_apart() -> None:
    middle = laid(LAYER)
    top = laid('[[tighten]]\nid = "s"\ncite = "school"\nrule = "talks"\nat_most = 1\n', middle)
    assert top.documents == ("district-2", "district", "state")
    assert {(one[1], one[4]) for one in of(top, "talks")} == {
        ("when.amount.hour.more_than", "handbook 3"),
        ("at_most", "school"),
    }


def test_dates_tables_and_facts_compared_with_facts_are_told_as_they_stand() -> None:
    policy = parse_policy("""
id = "p"
title = "P"
unit = { name = "hour" }
window = { from = 2020-07-01 }
activity_facts.level = { type = "text", default = "" }
[[awards]]
id = "a"
cite = "c"
when = { completed = { after = { fact = "started" } }, tags = "x" }
by = "level"
table = { one = 1, two = 2 }
[retention]
id = "keep"
cite = "c"
years = 3
[[editions]]
id = "e"
cite = "c"
[[editions.adjustments]]
id = "none"
cite = "c"
exempt = true
[cycle]
id = "cycle"
cite = "c"
anchor = "fixed"
start = 2020-07-01
years = 5
""")
    found = {(one.rule, one.key): one.value for one in provenance(ResolvedPolicy(policy))}
    assert found == {
        ("a", "table.one"): 1,
        ("a", "table.two"): 2,
        ("keep", "years"): 3,
        ("cycle", "start"): date(2020, 7, 1),
        ("cycle", "years"): 5,
        ("", "window.from"): "2020-07-01",
    }


def test_a_number_tightened_to_what_its_absence_means_is_told_and_one_that_nobody_set_is_not() -> None:
    state = parse_policy("""
id = "s"
title = "S"
unit = { name = "hour" }
activity_facts = { attended.type = "number", scheduled.type = "number" }
conditions = [{ id = "there", cite = "c", attendance = { share = "80%" } }]
alternatives = [{ id = "w", cite = "c", conditions = [{ id = "there", cite = "c", attendance = {} }] }]
""")
    middle = laid(TIGHTER % ("t", "handbook", "there", 'share = "100%"'), state)
    whole = [("", "attendance.share", 1, "district", "handbook"), ("w", "attendance.share", 1, "s", "c")]
    assert of(middle, "there") == whole
    assert of(laid("", middle), "there") == whole


def test_the_choices_of_a_layer_that_stand_in_no_rule_are_told() -> None:
    more = '[add]\nsharing = "split"\nwindow = { from = 2020-07-01 }\n'
    more += '[add.calendar]\nsemester_starts = ["02-01", "09-01"]\n[add.options]\nmissing = "does not hold"\n'
    assert of(laid(more), "") == [
        ("", "window.from", "2020-07-01", "district", ""),
        ("", "calendar.semester_starts[0]", "02-01", "district", ""),
        ("", "calendar.semester_starts[1]", "09-01", "district", ""),
        ("", "sharing", "split", "district", ""),
        ("", "options.missing", "does not hold", "district", ""),
    ]
    assert {one[3] for one in of(laid("", laid(more)), "")} == {"district"}
