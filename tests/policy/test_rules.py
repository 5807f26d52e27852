"""Each rule by itself: what contradicts itself is refused, and what is left out has its stated default."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import field, fields, frozen

from plpcore.errors import PolicyError
from plpcore.evaluation import Outcome
from plpcore.policy import (
    ALWAYS,
    AMOUNT,
    Award,
    Calendar,
    Condition,
    Edition,
    Options,
    Record,
    Rules,
    Unit,
    every_rule,
    key,
    month_day,
    overlay,
)
from tests.policy.support import policy, refusal, rule

IDLE = "this key has no effect here"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ": an award says exactly one of per, each, fixed, table; award 'awards-rule' says 0"),
        ('per = "hour"\nfixed = 2',
         ": an award says exactly one of per, each, fixed, table; award 'awards-rule' says 2"),
        ("table = { a = 1 }", ': a table needs the fact that chooses its row; write by = "…" beside table'),
        ('fixed = 1\nby = "topic"', ': a table needs the fact that chooses its row; write by = "…" beside table'),
        ('per = "hour"\nmeasure = {}', '.measure: only minutes are measured; write per = "minute"'),
        ('per = "hour"\notherwise = true\nwhen = { topic = "x" }',
         ".when: an award that decides otherwise has no condition; remove when, or otherwise"),
        ('per = "hour"\nsplit = { a = "50%" }',
         '.split: the shares of a split must add up to one; write for example "50%" and "50%"'),
        ('per = "hour"\nwhole = 0', ".whole: whole multiples of 0 cannot be taken; write a positive amount"),
        ("fixed = 1\ncredit = 2", f".credit: {IDLE}; credit is a rate per source unit, and no rate is used"),
        ('per = "minute"\nmeasure = {}\ncredit = 2',
         f".credit: {IDLE}; credit is a rate per source unit, and no rate is used"),
        ('fixed = 1\ncount = "page"', f".count: {IDLE}; items are counted for 'each' only"),
        ('per = "hour"\ncount_at_least = 1', f".count_at_least: {IDLE}; items are counted for 'each' only"),
        ('per = "minute"\nmeasure = { minutes_per_unit = 0 }',
         ".measure: a unit or an increment cannot be 0; write a positive amount"),
        ('per = "minute"\nmeasure = { increment = 0 }',
         ".measure: a unit or an increment cannot be 0; write a positive amount"),
        ('per = "minute"\nmeasure = { rounding = "up" }',
         f".measure.rounding: {IDLE}; write the increment that is rounded to"),
        ('per = "minute"\nmeasure = { bands = [{ from = 9, credit = 1 }, { from = 9, credit = 2 }] }',
         ".measure.bands: the bands must rise; order them by 'from', each once"),
        ('per = "minute"\nmeasure = { bands = [{ from = 9, credit = 1 }, { from = 8, credit = 2 }] }',
         ".measure.bands: the bands must rise; order them by 'from', each once"),
        *(('per = "minute"\nmeasure = { bands = [{ from = 9, credit = 1 }], KEY = 1 }'.replace("KEY", word),
           f".measure.{word}: {IDLE}; the bands say the credit")
          for word in ("minutes_per_unit", "minimum", "increment")),
        ('per = "Hour"', ".per: 'Hour' is not a unit; write a code such as 'hour' or 'semester-credit'"),
        ('each = 1\ncount = "two words"',
         ".count: 'two words' is not a unit; write a code such as 'hour' or 'semester-credit'"),
    ],
)  # fmt: skip
def test_an_award_that_contradicts_itself_is_refused(text: str, line: str) -> None:
    assert refusal(rule("awards", text)) == f"$.awards[0]{line}"


@pytest.mark.parametrize(
    "text",
    [
        'per = "hour"\ncredit = 2',
        'per = "minute"\nmeasure = { increment = 0.5, rounding = "up" }',
        'per = "minute"\nmeasure = { bands = [{ from = 8, credit = 1 }, { from = 9, credit = 2 }] }',
        'each = 2\ncount = "page"\ncount_at_least = 3',
        'table = { a = 1 }\nby = "topic"',
        'fixed = 1\nsplit = { a = "1/3", b = "2/3" }',
        'per = "hour"\notherwise = true',
    ],
)
def test_an_award_that_says_one_amount_is_taken(text: str) -> None:
    assert len(policy(rule("awards", text)).rules.awards or ()) == 1


def test_what_an_award_leaves_out_has_its_stated_default() -> None:
    award = Award(id="a", cite="c", per="hour")
    assert (award.credit, award.times, award.least, award.whole) == (1, 1, 0, None)
    assert (award.when, award.count, award.repeat, award.name) == (ALWAYS, "item", None, "a")
    assert Award(id="a", cite="c", title="Hours", per="hour").name == "Hours"


TESTS = "evidence, reflection, goal, approval, panel, provider, within, attendance, grade, require, require_educator"


@pytest.mark.parametrize(
    ("section", "text", "line"),
    [
        ("conditions", "", f": condition 'conditions-rule' holds exactly one test, not none; one of {TESTS}"),
        ("conditions", "evidence = {}\ngoal = {}",
         f": condition 'conditions-rule' holds exactly one test, not evidence and goal; one of {TESTS}"),
        ("conditions", 'approval = { purpose = "goal" }',
         ".approval.purpose: 'goal' is no purpose; write credit or prior-approval"),
        ("conditions", 'grade = { at_least = "E" }', (".grade.at_least: 'E' is no grade;"
         " write one of F, D-, D, D+, C-, C, C+, B-, B, B+, A-, A, A+")),
        ("adjustments", "", ": an adjustment says exactly one of add, reduce, prorate, exempt; keep one of them"),
        ("adjustments", "exempt = true\nreduce = 1",
         ": an adjustment says exactly one of add, reduce, prorate, exempt; keep one of them"),
        ("adjustments", 'prorate = { by = "fte", of = 0 }',
         ".prorate: a whole or an increment cannot be 0; write a positive amount"),
        ("adjustments", 'prorate = { by = "fte", increment = 0 }',
         ".prorate: a whole or an increment cannot be 0; write a positive amount"),
        ("adjustments", 'prorate = { by = "fte", rounding = "up" }',
         f".prorate.rounding: {IDLE}; write the increment that is rounded to"),
        ("floors", "", ": a floor says exactly one of at_least and share; keep one of them"),
        ("floors", 'at_least = 1\nshare = "50%"', ": a floor says exactly one of at_least and share; keep one of them"),
        ("floors", 'at_least = 1\nper = "week"', ".per: a floor cannot hold per week; write cycle or year"),
        ("floors", 'share = "50%"\ndistinct = "topic"',
         ".distinct: distinct values are counted, not shared; write at_least"),
        ("floors", 'at_least = 1\nof = "counted"', f".of: {IDLE}; only a share is a share of something"),
        ("floors", 'at_least = 1\ndistinct = "topic"\nper = "year"',
         ".per: distinct values are counted in the whole cycle; leave per out"),
        ("floors", "at_least = 1\nyears = [2024]", f'.years: {IDLE}; write per = "year"'),
        ("floors", "at_least = 1\nwindow = { from = 2024-01-01, until = 2024-01-01 }",
         ".window: the window ends before it begins; put until after from"),
        ("caps", "", ": a cap says exactly one of at_most and share; keep one of them"),
        ("caps", 'at_most = 1\nshare = "50%"', ": a cap says exactly one of at_most and share; keep one of them"),
        ("deemed", "", ": it says exactly one of when and educator; keep one of them"),
        ("deemed", "when = {}\neducator = {}", ": it says exactly one of when and educator; keep one of them"),
        ("deemed", "educator = { new = true }\ncount = 2", f".count: {IDLE}; only activities are counted"),
    ],
)  # fmt: skip
def test_a_rule_that_contradicts_itself_is_refused(section: str, text: str, line: str) -> None:
    assert refusal(rule(section, text)) == f"$.{section}[0]{line}"


def one(section: str, text: str) -> str:
    return f'[{section}]\nid = "{section}"\ncite = "law"\n{text}\n'


LENGTH = "years = 5\n"


@pytest.mark.parametrize(
    ("section", "text", "line"),
    [
        ("total", "", ": a total says exactly one of amount, rows, highest_of; keep one of them"),
        ("total", "amount = 1\nrows = [{ amount = 1 }]",
         ": a total says exactly one of amount, rows, highest_of; keep one of them"),
        *(("cycle", f'anchor = "{anchor}"\n{LENGTH}',
           f".fact: the anchor {anchor} needs a date; name the fact that holds it")
          for anchor in ("issue_date", "birth_month", "next", "day_after")),
        ("cycle", f'anchor = "birth_month"\nfact = "issued"\n{LENGTH}',
         ".month_fact: the month of birth is needed; name the fact that holds it"),
        ("cycle", f'anchor = "fixed"\n{LENGTH}', ".start: a fixed cycle needs its first day; write start = YYYY-MM-DD"),
        ("cycle", 'anchor = "issue_date"\nfact = "issued"',
         ".years: the cycle has no length; write years, months or lengths"),
        ("cycle", 'anchor = "issue_date"\nfact = "issued"\nlengths = [{}]',
         ".lengths[0].years: this is no length; write years or months"),
        ("cycle", f'anchor = "next"\nfact = "issued"\nfirst_day = "02-29"\n{LENGTH}',
         ".first_day: '02-29' is no month and day of every year; write MM-DD, such as 07-01"),
        ("cycle", f'anchor = "fixed"\nstart = 2024-01-01\nfact = "issued"\n{LENGTH}',
         f".fact: {IDLE}; the anchor fixed does not ask for it"),
        ("cycle", f'anchor = "issue_date"\nfact = "issued"\nstart = 2024-01-01\n{LENGTH}',
         f".start: {IDLE}; the anchor issue_date does not ask for it"),
        ("cycle", f'anchor = "day_after"\nfact = "issued"\nfirst_day = "01-01"\n{LENGTH}',
         f".first_day: {IDLE}; the anchor day_after does not ask for it"),
        ("cycle", f'anchor = "next"\nfact = "issued"\nmonth_fact = "fte"\n{LENGTH}',
         f".month_fact: {IDLE}; the anchor next does not ask for it"),
        ("cycle", f'anchor = "birth_month"\nfact = "issued"\nmonth_fact = "fte"\nstart = 2024-01-01\n{LENGTH}',
         f".start: {IDLE}; the anchor birth_month does not ask for it"),
        ("cycle", 'anchor = "plan"\nyears = 5', f".years: {IDLE}; the anchor plan does not ask for it"),
    ],
)  # fmt: skip
def test_a_section_that_contradicts_itself_is_refused(section: str, text: str, line: str) -> None:
    assert refusal(one(section, text)) == f"$.{section}{line}"


@pytest.mark.parametrize(
    "text",
    [
        'anchor = "plan"',
        'anchor = "fixed"\nstart = 2024-07-01\nmonths = 6',
        'anchor = "next"\nfact = "issued"\nfirst_day = "10-01"\nnot_before = 2020-01-01\nyears = 5',
        'anchor = "birth_month"\nfact = "issued"\nmonth_fact = "fte"\nlengths = [{ years = 2 }]',
    ],
)
def test_a_cycle_with_what_its_anchor_needs_is_taken(text: str) -> None:
    cycle = policy(one("cycle", text)).rules.cycle
    assert cycle is not None
    assert cycle.first_day == ("10-01" if "10-01" in text else "07-01")


def test_a_day_of_a_calendar_is_in_every_year() -> None:
    line = "'13-01' is no month and day of every year; write MM-DD, such as 07-01"
    assert refusal('calendar.year_starts = "13-01"') == f"$.calendar.year_starts: {line}"
    assert refusal('calendar.semester_starts = ["01-01", "13-01"]') == f"$.calendar.semester_starts: {line}"
    assert Calendar().semester_starts == ("01-01", "08-01")
    assert month_day("02-28", "$") == (2, 28)
    with pytest.raises(PolicyError, match=r"^\$: '2-28' is no month and day"):
        month_day("2-28", "$")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('expect = { outcome = "Met" }', ".expect.outcome: 'Met' is no outcome; did you mean met?"),
        ("cycle = { from = 2024-01-01 }\nexpect = {}",
         ".cycle: the cycle of a plan has two ends; write { from = …, until = … }"),
        ("cycle = { until = 2024-01-01 }\nexpect = {}",
         ".cycle: the cycle of a plan has two ends; write { from = …, until = … }"),
        ('expect = {}\nactivities = [{ reviews = [{ decision = "aproved" }] }]',
         ".activities[0].reviews[0].decision: 'aproved' is not one of its words; did you mean approved?"),
        ("expect = {}\nactivities = [{ amounts = { Hour = 1 } }]",
         ".activities[0].amounts.Hour: 'Hour' is not a unit; write a code such as 'hour' or 'semester-credit'"),
        ("expect = {}\neducator = { ftee = 1 }", (".educator.ftee: nobody declared the fact 'ftee'; did you mean fte?"
         " (facts are declared under [facts] and [activity_facts])")),
        ("expect = {}\neducator = { new = 1 }", (".educator.new: the fact is declared as flag,"
         " but true or false is expected, not a number; write true or false")),
    ],
)  # fmt: skip
def test_an_example_that_could_not_be_run_is_refused(text: str, line: str) -> None:
    assert refusal(f'[[example]]\nid = "e"\nas_of = 2024-01-01\n{text}\n') == f"$.example[0]{line}"


def test_the_outcomes_of_examples_are_those_of_statements() -> None:
    for outcome in Outcome:
        text = f'[[example]]\nid = "e"\nas_of = 2024-01-01\nexpect = {{ outcome = "{outcome.value}" }}\n'
        assert policy(text).examples[0].expect.outcome == outcome.value


def test_an_edition_that_holds_on_no_day_is_refused() -> None:
    for until in ("2024-07-01", "2024-06-30"):
        text = rule("editions", f"from = 2024-07-01\nuntil = {until}")
        assert refusal(text) == "$.editions[0]: the edition ends before it begins; put until after from"


def test_an_edition_holds_from_its_first_day_up_to_the_day_before_it_ends() -> None:
    edition = Edition(id="e", cite="c", start=date(2024, 7, 1), until=date(2025, 7, 1), rules=Rules())
    assert [edition.holds_on(date(2024, 6, 30)), edition.holds_on(date(2024, 7, 1))] == [False, True]
    assert [edition.holds_on(date(2025, 6, 30)), edition.holds_on(date(2025, 7, 1))] == [True, False]
    always = Edition(id="e", cite="c", rules=Rules())
    assert always.holds_on(date.min)
    assert always.holds_on(date.max)


@pytest.mark.parametrize(("text", "number"), [('"overlap"', 0), ('"split"', 1), ("1", 1), ("2", 2), ("99", 99)])
def test_sharing_is_a_word_or_a_number_of_floors(text: str, number: int) -> None:
    assert policy(f"sharing = {text}").rules.sharing == number


def test_what_an_edition_states_replaces_the_section_and_an_alternative_replaces_both() -> None:
    text = (
        one("total", "amount = 10")
        + rule("caps", "at_most = 1")
        + rule("editions", 'total = { id = "t2", cite = "law", amount = 20 }\ncaps = []')
        + rule("alternatives", 'total = { id = "t3", cite = "law", amount = 30 }')
    )
    found = policy(text)
    edition, way = found.editions[0], found.alternatives[0]
    assert [found.rules_of(*which).total for which in ((None,), (edition,), (None, way), (edition, way))] == [
        found.rules.total,
        edition.rules.total,
        way.rules.total,
        way.rules.total,
    ]
    assert found.rules_of(edition).caps == ()
    assert found.rules_of(None, way).caps == found.rules.caps


def test_laying_nothing_over_rules_leaves_them() -> None:
    rules = policy(one("total", "amount = 10") + rule("caps", "at_most = 1")).rules
    assert overlay(rules, Rules()) == rules
    assert overlay(Rules(), rules) == rules


def test_every_rule_is_found_with_its_section() -> None:
    text = 'calendar.year_starts = "07-01"\n' + one("total", "amount = 10") + rule("caps", "at_most = 1")
    found = every_rule(policy(text).rules)
    assert [(section, each.id) for section, each in found] == [("total", "total"), ("caps", "caps-rule")]


def test_options_have_their_stated_defaults() -> None:
    options = Options()
    found = [getattr(options, attribute.name).value for attribute in fields(Options)]
    assert found == [
        "exactly one",
        "chronological",
        "undetermined",
        "carried",
        "completed",
        "replaces",
        "claimed",
    ]


def test_a_unit_has_a_plural() -> None:
    assert Unit(name="hour").many == "hours"
    assert Unit(name="PDP", plural="PDPs").many == "PDPs"


def test_a_condition_names_its_one_test() -> None:
    conditions = policy(rule("conditions", "evidence = {}")).rules.conditions or ()
    assert [condition.test for condition in conditions] == ["evidence"]
    with pytest.raises(PolicyError, match="holds exactly one test, not none"):
        Condition(id="c", cite="c")


def test_a_table_of_a_host_is_declared_with_keys() -> None:
    @frozen
    class Loose:
        amount: Fraction = field(default=Fraction(1))

    with pytest.raises(TypeError, match=r"^Loose\.amount is not declared with plpcore\.policy\.key$"):
        Record(Loose)


def test_a_table_of_a_host_reads_and_writes() -> None:
    @frozen
    class Strict:
        amount: Fraction = key(AMOUNT, "How much.", default=Fraction(1))

    record = Record(Strict)
    assert record.read({"amount": "1.5"}, "$") == Strict(amount=Fraction(3, 2))
    assert record.write(Strict(amount=Fraction(3, 2))) == {"amount": "1.5"}
    assert record.write(Strict()) == {}
    assert record.schema()["description"] == ""
