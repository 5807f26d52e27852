"""Predicates: typed facts, and what is said where one is missing or of another type."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from plpcore.errors import RecordError
from tests.evaluation.support import HOURS, did, judge, line_of, need

FLAGGED = 'facts = { x = { type = "flag" } }\ntotal = { rows = [{ when = { x = true }, amount = 10 }] }\n'

EDUCATOR = """
[facts]
text = { type = "text" }
texts = { type = "texts" }
flag = { type = "flag" }
number = { type = "number" }
other = { type = "number" }
day = { type = "date" }
later = { type = "date" }
[total]
rows = [{ when = { %s }, amount = 1 }]
"""
FACTS = {
    "text": "b", "texts": ["a", "b"], "flag": True, "number": 2, "other": 3, "day": date(2024, 1, 2),
    "later": date(2024, 1, 3),
}  # fmt: skip


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ('text = "b"', True),
        ('text = "a"', False),
        ('text = ["a", "b"]', True),
        ('text = { one_of = ["a", "c"] }', False),
        ('texts = "a"', True),
        ('texts = ["c", "b"]', True),
        ('texts = { has = "c" }', False),
        ('texts = { has_all = ["a", "b"] }', True),
        ('texts = { has_all = ["a", "c"] }', False),
        ('texts = { lacks = "c" }', True),
        ('texts = { lacks = ["c", "a"] }', False),
        ("flag = true", True),
        ("flag = false", False),
        ("number = 2", True),
        ('number = "4/2"', True),
        ("number = { at_least = 2 }", True),
        ("number = { at_least = 2.000001 }", False),
        ("number = { at_most = 2 }", True),
        ("number = { at_most = 1.999999 }", False),
        ("number = { more_than = 2 }", False),
        ("number = { more_than = 1 }", True),
        ("number = { less_than = 2 }", False),
        ("number = { less_than = 3 }", True),
        ("number = { at_least = 1, at_most = 2 }", True),
        ("number = { at_least = 3, at_most = 4 }", False),
        ('number = { less_than = { fact = "other" } }', True),
        ('number = { at_least = { fact = "other" } }', False),
        ("day = 2024-01-02", True),
        ("day = { before = 2024-01-02 }", False),
        ("day = { before = 2024-01-03 }", True),
        ("day = { after = 2024-01-02 }", False),
        ("day = { after = 2024-01-01 }", True),
        ("day = { not_before = 2024-01-02 }", True),
        ("day = { not_before = 2024-01-03 }", False),
        ("day = { not_after = 2024-01-02 }", True),
        ("day = { not_after = 2024-01-01 }", False),
        ('day = { before = { fact = "later" } }', True),
        ("not = { flag = true }", False),
        ("not = { flag = false }", True),
        ("any = [{ flag = false }, { number = 2 }]", True),
        ("any = [{ flag = false }, { number = 3 }]", False),
        ("all = [{ flag = true }, { number = 2 }]", True),
        ("all = [{ flag = true }, { number = 3 }]", False),
        ("at_least = { count = 2, of = [{ flag = true }, { number = 3 }, { day = 2024-01-02 }] }", True),
        ("at_least = { count = 3, of = [{ flag = true }, { number = 3 }, { day = 2024-01-02 }] }", False),
        ("text = { given = true }", True),
        ("text = { given = false }", False),
    ],
)
def test_a_predicate_on_the_educator_holds_as_its_words_say(when: str, holds: bool) -> None:
    found = judge(EDUCATOR % when, facts=FACTS)
    assert found.required == int(holds)
    assert not found.missing


@pytest.mark.parametrize(
    ("when", "missing"),
    [
        ('text = "b"', ("text",)),
        ("not = { flag = true }", ("flag",)),
        ('number = { less_than = { fact = "other" } }', ("number", "other")),
        ("all = [{ flag = true }, { number = 2 }]", ("flag", "number")),
        ("any = [{ flag = true }, { number = 2 }]", ("flag", "number")),
        ("at_least = { count = 2, of = [{ flag = true }, { number = 3 }, { day = 2024-01-02 }] }",
         ("flag", "number", "day")),
    ],
)  # fmt: skip
def test_a_missing_fact_is_undetermined_and_named(when: str, missing: tuple[str, ...]) -> None:
    found = judge(EDUCATOR % when)
    assert (found.outcome, found.missing) == ("undetermined", missing)


@pytest.mark.parametrize(
    ("when", "facts", "required"),
    [
        ("all = [{ flag = true }, { number = 2 }]", {"number": 3}, 0),
        ("any = [{ flag = true }, { number = 2 }]", {"number": 2}, 1),
        ("at_least = { count = 1, of = [{ flag = true }, { number = 2 }] }", {"number": 2}, 1),
        ("at_least = { count = 2, of = [{ flag = true }, { number = 2 }] }", {"number": 3}, 0),
        ("flag = { given = true }", {}, 0),
        ("flag = { given = false }", {}, 1),
    ],
)
def test_a_missing_fact_that_cannot_matter_is_not_asked_for(when: str, facts: dict[str, Any], required: int) -> None:
    found = judge(EDUCATOR % when, facts=facts)
    assert found.required == required
    assert not found.missing


def test_a_comparison_with_a_missing_fact_does_not_hold_where_the_policy_says_so() -> None:
    option = 'options = { missing = "does not hold" }\n'
    assert judge(option + FLAGGED).outcome == "met"
    assert judge(FLAGGED).outcome == "undetermined"


def test_the_negation_of_a_missing_fact_holds_where_comparisons_with_it_do_not() -> None:
    text = 'options = { missing = "does not hold" }\nfacts = { x = { type = "flag" } }\n'
    found = judge(text + "total = { rows = [{ when = { not = { x = true } }, amount = 10 }] }\n")
    assert found.required == 10
    assert not found.missing


def test_a_default_of_the_policy_is_known_and_the_record_overrules_it() -> None:
    text = FLAGGED.replace('"flag" }', '"flag", default = true }')
    assert judge(text).required == 10
    assert judge(text, facts={"x": False}).required == 0


@pytest.mark.parametrize(("held", "required"), [("nonprofessional", 0), ("professional", 10)])
def test_one_text_stands_for_a_list_of_one_and_is_never_searched_for_parts(held: str, required: int) -> None:
    text = 'facts = { certs = { type = "texts" } }\n'
    text += 'total = { rows = [{ when = { certs = { has = "professional" } }, amount = 10 }] }\n'
    assert judge(text, facts={"certs": held}).required == required
    text = HOURS + 'activity_facts = { certs = { type = "texts" } }\n'
    text += 'floors = [{ id = "f", when = { certs = { has = "professional" } }, at_least = 1 }]\n'
    assert need(judge(text, did(certs=held)), "f").credited == required // 10


@pytest.mark.parametrize(
    ("declared", "when", "held"),
    [
        ("number", "{ at_least = 1 }", "1"),
        ("number", "1", True),
        ("flag", "true", "true"),
        ("flag", "true", 1),
        ("text", '"1"', 1),
        ("texts", '"1"', 1),
        ("date", "2024-01-01", "2024-01-01"),
    ],
)
def test_a_fact_of_another_type_than_declared_is_refused_with_its_place(declared: str, when: str, held: Any) -> None:
    text = (
        f'facts = {{ x = {{ type = "{declared}" }} }}\ntotal = {{ rows = [{{ when = {{ x = {when} }}, amount = 1 }}] }}'
    )
    with pytest.raises(RecordError, match=rf"\$\.educator\.facts\.x: .*; give a {declared}"):
        judge(text, facts={"x": held})
    text = (
        HOURS + f'activity_facts = {{ x = {{ type = "{declared}" }} }}\n'
        f"floors = [{{ when = {{ x = {when} }}, at_least = 1 }}]"
    )
    with pytest.raises(RecordError, match=rf"\$\.activities\.a\.facts\.x: .*; give a {declared}"):
        judge(text, did(x=held))


ACTIVITY = (
    HOURS
    + """
facts = { role = { type = "text" } }
activity_facts = { n = { type = "number", default = 5 }, v = { type = "date" }, words = { type = "texts" } }
floors = [{ id = "f", when = { %s }, at_least = 1 }]
"""
)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ('id = "a"', True),
        ('kind = "workshop"', True),
        ('kind = ["book", "workshop"]', True),
        ('not = { kind = "workshop" }', False),
        ('not = { kind = "book" }', True),
        ('any = [{ kind = "book" }, { n = 5 }]', True),
        ('any = [{ kind = "book" }, { kind = "article" }]', False),
        ('any = [{ kind = "workshop" }, { n = 6 }]', True),
        ('all = [{ kind = "workshop" }, { n = 6 }]', False),
        ('at_least = { count = 2, of = [{ kind = "workshop" }, { n = 5 }, { title = "x" }] }', True),
        ('at_least = { count = 2, of = [{ kind = "book" }, { n = 5 }, { title = "x" }] }', False),
        ('title = "Fractions"', True),
        ('provider = "university"', True),
        ('tags = "eq"', True),
        ('tags = { has_all = ["eq", "stem"] }', False),
        ('tags = { lacks = "stem" }', True),
        ("completed = 2024-03-01", True),
        ("completed = { after = 2024-03-01 }", False),
        ("started = { before = 2024-03-01 }", True),
        ('started = { before = { fact = "completed" } }', True),
        ("entered = { not_before = 2024-03-02 }", True),
        ("n = 5", True),
        ("n = { more_than = 5 }", False),
        ("amount = { hour = { at_least = 1 } }", True),
        ("amount = { hour = { more_than = 1 } }", False),
        ("amount = { minute = 60 }", True),
        ('educator = { role = "teacher" }', True),
        ('educator = { role = "leader" }', False),
        ('award = "hours"', True),
        ('not = { award = "hours" }', False),
        ('words = "w"', True),
        ("v = { given = false }", True),
        ("amount = { ceu = { given = false } }", True),
    ],
)
def test_a_predicate_on_an_activity_holds_as_its_words_say(when: str, holds: bool) -> None:
    activity = did(
        amounts="30 minute, 30 minute", tags=["eq"], started="2024-02-01", entered="2024-03-02", title="Fractions",
        provider="university", words=["w", "x"],
    )  # fmt: skip
    found = judge(ACTIVITY % when, activity, facts={"role": "teacher"})
    assert need(found, "f").credited == int(holds)
    assert found.outcome == ("met" if holds else "short")


@pytest.mark.parametrize(
    ("when", "missing"),
    [
        ('provider = "u"', "provider"),
        ('title = "u"', "title"),
        ("started = { before = 2024-01-01 }", "started"),
        ("v = { before = 2024-01-01 }", "v"),
        ("amount = { page = { at_least = 1 } }", "amount.page"),
        ('educator = { role = "teacher" }', "educator.role"),
    ],
)
def test_a_fact_that_an_activity_lacks_is_named_where_it_could_matter(when: str, missing: str) -> None:
    found = judge(ACTIVITY % when, did())
    assert (found.outcome, found.missing) == ("undetermined", (missing,))
    assert line_of(found).counted == 1


def test_an_empty_list_of_tags_is_known_to_hold_nothing() -> None:
    found = judge(ACTIVITY % 'tags = "eq"', did())
    assert (found.outcome, found.missing) == ("short", ())


def test_a_missing_fact_that_only_a_satisfied_floor_asks_for_does_not_matter() -> None:
    found = judge(ACTIVITY % "v = { before = 2024-01-01 }", did("a"), did("b", v=date(2023, 1, 1)))
    assert (found.outcome, found.missing) == ("met", ())


def test_hours_and_minutes_of_one_activity_are_compared_together() -> None:
    when = "amount = { hour = 1.5 }"
    assert need(judge(ACTIVITY % when, did(amounts="1 hour, 30 minute")), "f").credited == Fraction(3, 2)
