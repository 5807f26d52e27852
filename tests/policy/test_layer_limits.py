"""What a layer must not do: loosen by another name, say what has no effect, take educators from another's exception."""

import pytest

from plpcore.evaluation import Outcome
from plpcore.policy import Policy, format_policy, parse_policy
from tests.evaluation.support import did
from tests.policy.layering import judged, laid

STATE = parse_policy("""
id = "state"
title = "A state"
unit = { name = "hour" }
facts.novice = { type = "flag", default = false }
facts.level = { type = "text", default = "i" }
facts.years = { type = "number" }
activity_facts.live = { type = "flag" }
activity_facts.assessed = { type = "flag" }

[cycle]
id = "cycle"
cite = "code 1"
anchor = "fixed"
start = 2020-07-01
years = 5
exceptions = true

[[conditions]]
id = "good"
cite = "code 2"
require = { at_least = { count = 1, of = [{ live = true }, { assessed = true }] } }

[[caps]]
id = "off"
cite = "code 3"
at_most = 5
waived = true

[[floors]]
id = "equity"
cite = "code 4"
applies = { novice = false }
at_least = 10
exceptions = true

[[awards]]
id = "hours"
cite = "code 5"
when = { kind = "workshop", educator = { novice = false } }
per = "hour"
exceptions = true

[[adjustments]]
id = "part-time"
cite = "code 6"
when = { novice = true }
reduce = 10
exceptions = true
""")
TIGHTEN = '[[tighten]]\nid = "t"\ncite = "handbook"\nrule = "%s"\n%s\n'
FLOOR = '[[exception]]\nrule = "equity"\napplies = { %s }\n[[exception.floors]]\nid = "%s"\ncite = "h"\nat_least = %d\n'


def refused(text: str, upper: Policy = STATE) -> str:
    with pytest.raises(ValueError, match=r"^\$") as caught:
        laid(text, upper)
    return str(caught.value)


@pytest.mark.parametrize(("name", "entry"), [("cycle", "years = 6"), ("good", "count = 2")])
def test_a_number_that_is_no_minimum_and_no_maximum_cannot_be_tightened(name: str, entry: str) -> None:
    word = entry.partition(" ")[0]
    line = f"$.tighten[0].{word}: the rule '{name}' has no {word} to tighten; name one that it has"
    assert refused(TIGHTEN % (name, entry)) == line


def test_a_rule_that_is_waived_is_not_tightened() -> None:
    line = "$.tighten[0].rule: the rule 'off' is waived, so that nothing is tightened; leave it out, or add a rule"
    assert refused(TIGHTEN % ("off", "at_most = 3")) == line


def test_a_rule_that_an_exception_replaces_for_everybody_is_not_tightened_in_vain() -> None:
    whole = FLOOR.replace("applies = { %s }\n", "") % ("own", 1)
    line = (
        "$.tighten[0].rule: an exception takes the place of 'equity' for everybody;"
        " write the number in the rule that holds instead"
    )
    assert refused(TIGHTEN % ("equity", "at_least = 12") + whole) == line
    for_some = FLOOR % ('level = "ii"', "own", 1)
    assert laid(TIGHTEN % ("equity", "at_least = 12") + for_some, STATE).policy.id == "district"


def test_two_tightenings_have_two_ids_since_the_first_of_equal_ones_is_cited() -> None:
    twice = TIGHTEN % ("equity", "at_least = 12") + TIGHTEN % ("equity", "at_least = 12")
    assert refused(twice) == "$.tighten[1].id: the id 't' stands twice; give each its own id"


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ('[[add.deemed]]\nid = "own"\ncite = "h"\neducator = {}\n', "deemed"),
        ('[[add.adjustments]]\nid = "own"\ncite = "h"\nexempt = true\n', "adjustments"),
        ('[[add.adjustments]]\nid = "own"\ncite = "h"\nreduce = 1\n', "adjustments"),
    ],
)
def test_what_can_only_ask_for_less_is_no_addition(entry: str, place: str) -> None:
    what = f"$.add.{place}[0]: this can only ask for less than the upper policy does; make an exception"
    assert refused(entry).startswith(what)


def test_what_asks_for_more_is_an_addition() -> None:
    more = '[[add.adjustments]]\nid = "own"\ncite = "h"\nadd = { each = "years", amount = 1 }\n'
    assert [one.id for one in laid(more, STATE).policy.rules.adjustments or ()] == ["part-time", "own"]


def floors(policy_text: str, *more: str, **facts: object) -> list[str]:
    found = laid(policy_text, STATE)
    for text in more:
        found = laid(text, found)
    return [one.id for one in judged(found, did(), **facts).requirements if one.kind == "floor"]


def test_an_exception_is_only_for_those_for_whom_the_rule_was() -> None:
    text = FLOOR % ('level = "ii"', "own", 2)
    assert floors(text, level="ii") == ["own"]
    assert floors(text, level="i") == ["equity"]
    assert floors(text, level="ii", novice=True) == []
    for_all = FLOOR.replace("applies = { %s }\n", "") % ("own", 2)
    assert floors(for_all) == ["own"]
    assert floors(for_all, novice=True) == []


def test_an_exception_to_an_award_or_an_adjustment_keeps_for_whom_it_is_too() -> None:
    text = '[[exception]]\nrule = "hours"\napplies = { level = "ii" }\n[[exception.awards]]\nid = "own"\ncite = "h"\n'
    policy = laid(text + 'when = { kind = "edcamp" }\nper = "hour"\n', STATE).policy
    told = format_policy(policy).partition('id = "own"')[2].partition("[[")[0]
    assert told.count("novice = false") == 1
    assert told.count('level = "ii"') == 1
    assert "workshop" not in told
    less = '[[exception]]\nrule = "part-time"\napplies = { level = "ii" }\n'
    less += '[[exception.adjustments]]\nid = "own"\ncite = "h"\nreduce = 20\n'
    rules = laid(less, STATE).policy.rules.adjustments or ()
    assert str(rules[1].when).count("'novice'") == 1


def test_the_exception_of_a_policy_in_between_keeps_its_educators() -> None:
    first, second = FLOOR % ('level = "ii"', "one", 2), FLOOR % ("years = { at_least = 3 }", "two", 3)
    assert floors(first, second, level="ii", years=5) == ["one"]
    assert floors(first, second, level="i", years=5) == ["two"]
    assert floors(first, second, level="i", years=1) == ["equity"]


def test_an_exception_that_is_for_nobody_is_refused() -> None:
    line = (
        "$.exception[0].applies: 'equity' is for nobody for whom this exception is, or another exception is for them"
        " already; compare it with the rule (plp policy show)"
    )
    assert refused(FLOOR % ("novice = true", "own", 1)) == line
    upper = laid(FLOOR % ('level = "ii"', "one", 2), STATE).policy
    assert refused(FLOOR % ('level = "ii", years = 3', "two", 3), upper) == line


def test_where_a_missing_fact_is_a_no_two_opposite_exceptions_meet_in_it() -> None:
    pair = FLOOR % ("not = { years = { at_least = 3 } }", "one", 1) + FLOOR % (
        "not = { years = { less_than = 3 } }",
        "two",
        2,
    )
    assert laid(pair, STATE).policy.id == "district"
    silent = parse_policy(format_policy(STATE).replace("[cycle]", '[options]\nmissing = "does not hold"\n\n[cycle]'))
    line = refused(pair, silent)
    assert line.startswith("$.exception[1].applies: exceptions 1 and 2 could both hold instead of 'equity': for every")


def test_without_the_fact_of_an_exception_nobody_can_say_which_rule_is_meant_and_the_statement_names_the_fact() -> None:
    found = judged(laid(FLOOR % ("years = { at_least = 3 }", "own", 2), STATE), did(amounts="20 hour", live=True))
    assert found.outcome is Outcome.UNDETERMINED
    assert "years" in " ".join(found.missing)
    known = judged(
        laid(FLOOR % ("years = { at_least = 3 }", "own", 2), STATE), did(amounts="20 hour", live=True), years=3
    )
    assert known.outcome is Outcome.MET
