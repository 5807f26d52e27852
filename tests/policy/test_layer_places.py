"""What is wrong, or found, in a layered policy is told at the place that its author wrote."""

import pytest
from attrs import evolve

from plpcore.policy import Policy, ResolvedPolicy, origin, parse_policy
from tests.policy.layering import UPPER, laid, refused

CAP = '[[add.caps]]\nid = "%s"\ncite = "h"\nat_most = 1\n'


def test_an_id_that_stands_above_already_is_told_where_the_layer_gives_it() -> None:
    line = "$.add.caps[1].id: the id 'equity' stands twice; give each its own id"
    assert refused(CAP % "own" + CAP % "equity") == line
    total = '[[exception]]\nrule = "carry"\n[exception.carry_over]\nid = "books"\ncite = "h"\n'
    assert refused(total) == "$.exception[0].carry_over.id: the id 'books' stands twice; give each its own id"
    assert refused(CAP % "own" + CAP % "own").startswith("$.add.caps[1].id: the id 'own' stands twice")


PANEL = parse_policy("""
id = "s"
title = "S"
unit = { name = "hour" }
conditions = [{ id = "p", cite = "c", panel = { approvals = 2 } }]
floors = [
    { id = "f", cite = "c", at_least = 2, exceptions = true },
    { id = "g", cite = "c", at_least = 1, within = "f" },
]
[[editions]]
id = "e"
cite = "c"
floors = [{ id = "h", cite = "c", at_least = 2 }]
""")


def lines(text: str, upper: Policy) -> str:
    with pytest.raises(ValueError, match=r"^\$") as caught:
        laid(text, upper)
    return str(caught.value)


def test_a_number_that_the_rule_cannot_have_is_told_at_its_tightening() -> None:
    line = lines('[[tighten]]\nid = "t"\ncite = "h"\nrule = "p"\napprovals = 1000\n', PANEL)
    assert line.startswith("$.tighten[0].approvals: ")


def test_an_added_floor_that_lies_in_one_that_an_edition_has_not_is_told_where_it_is_added() -> None:
    line = lines('[[add.floors]]\nid = "own"\ncite = "h"\nat_least = 1\nwithin = "f"\n', PANEL)
    assert line == "$.add.floors[0].within: no floor has the id 'f'; known are h, own"


def test_what_the_upper_policy_says_and_the_layer_breaks_is_told_with_the_upper_policys_name() -> None:
    text = '[[exception]]\nrule = "f"\n[[exception.floors]]\nid = "own"\ncite = "h"\nat_least = 1\n'
    line = lines(text, evolve(PANEL, editions=()))
    assert line == "$.extends: in what 's' says at $.floors[1].within: no floor has the id 'f'; known are g, own"


LAYER = """
sources = [{ id = "own", title = "O" }]
facts.site = { type = "text" }
[[tighten]]
id = "t"
cite = "h"
rule = "books"
at_most = 12
[[tighten]]
id = "r"
cite = "h"
rule = "total"
when = {}
amount = 120
[[exception]]
rule = "equity"
applies = { level = "ii" }
[[exception.floors]]
id = "less"
cite = "h"
at_least = 1
[[exception]]
rule = "carry"
[exception.carry_over]
id = "keep"
cite = "h"
[add.retention]
id = "kept"
cite = "h"
years = 5
[add.calendar]
year_starts = "09-01"
[[add.caps]]
id = "talks"
cite = "h"
at_most = 4
"""


@pytest.mark.parametrize(
    ("place", "depth", "own"),
    [
        ("$.caps[0]", 0, "$.tighten[0]"),
        ("$.caps[0].at_most", 0, "$.tighten[0].at_most"),
        ("$.caps[0].cite", 0, "$.tighten[0].cite"),
        ("$.caps[0].when", 1, "$.caps[0].when"),
        ("$.editions[1].caps[0].at_most", 0, "$.tighten[0].at_most"),
        ("$.editions[1].caps[1]", 0, "$.add.caps[0]"),
        ("$.editions[1].from", 1, "$.editions[1].from"),
        ("$.total.rows[1].amount", 0, "$.tighten[1].amount"),
        ("$.total.rows", 1, "$.total.rows"),
        ("$.floors[0]", 1, "$.floors[0]"),
        ("$.floors[1].at_least", 0, "$.exception[0].floors[0].at_least"),
        ("$.carry_over", 0, "$.exception[1].carry_over"),
        ("$.retention.years", 0, "$.add.retention.years"),
        ("$.calendar.year_starts", 0, "$.add.calendar.year_starts"),
        ("$.options", 1, "$.options"),
        ("$.sources[0].url", 1, "$.sources[0].url"),
        ("$.sources[1].url", 0, "$.sources[0].url"),
        ("$.sources", 1, "$.sources"),
        ("$.facts.site", 0, "$.facts.site"),
        ("$.facts.years", 1, "$.facts.years"),
        ("$.unit.name", 1, "$.unit.name"),
        ("$.example[0]", 0, "$.example[0]"),
        ("$.tighten[0]", 0, "$.tighten[0]"),
        ("$", 0, "$"),
    ],
)
def test_a_place_of_the_whole_is_found_in_the_document_that_says_it(place: str, depth: int, own: str) -> None:
    assert origin(laid(LAYER), place) == (depth, own)


def test_a_rule_that_exceptions_moved_is_found_again_in_the_document_above() -> None:
    text = '[[exception]]\nrule = "books"\napplies = { level = "ii" }\n'
    text += '[[exception.caps]]\nid = "x"\ncite = "h"\nat_most = 9\n'
    assert origin(laid(text), "$.caps[2].share") == (1, "$.caps[1].share")
    assert origin(ResolvedPolicy(UPPER), "$.caps[2]") == (0, "$.caps[2]")
