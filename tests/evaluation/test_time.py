"""Dates: windows, cycles by every anchor, editions, what was known when, retention, deadlines and step tables."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.evaluation.support import (
    HOURS,
    counted,
    decided,
    did,
    judge,
    line_of,
    plan,
    reasons,
    shown,
    signed,
)

WINDOW = HOURS + "window = { from = 2023-01-01, until = 2024-01-01 }\n"


@pytest.mark.parametrize(
    ("day", "counts"), [("2022-12-31", 0), ("2023-01-01", 1), ("2023-12-31", 1), ("2024-01-01", 0)]
)
def test_a_window_holds_its_first_day_and_not_the_day_it_ends_before(day: str, counts: int) -> None:
    found = judge(WINDOW, did(on=day))
    assert found.total == counts
    assert reasons(found)[-1] == ("award-rate" if counts else "outside-window")


@pytest.mark.parametrize(("window", "counts"), [("from = 2023-01-01", 2), ("until = 2023-01-01", 1), ("", 3)])
def test_a_window_may_be_open(window: str, counts: int) -> None:
    rows = [did(f"a{day}", on=day) for day in ("2022-12-31", "2023-01-01", "2024-01-01")]
    assert judge(HOURS + f"window = {{ {window} }}\n", *rows).total == counts


def test_an_activity_without_a_date_is_undetermined_where_a_window_asks_for_it() -> None:
    text = WINDOW + "total = { amount = 1 }\n"
    found = judge(text, did(on=None))
    assert (found.outcome, found.missing) == ("undetermined", ("completed",))
    silent = 'options = { missing = "does not hold" }\n' + text
    found = judge(silent, did(on=None))
    assert (found.outcome, reasons(found)[-1]) == ("short", "outside-window")
    assert judge(HOURS, did(on=None)).total == 1


@pytest.mark.parametrize(("day", "counts"), [("2024-06-30", 1), ("2024-07-01", 0)])
def test_the_date_judged_is_inclusive(day: str, counts: int) -> None:
    found = judge(HOURS, did(on=day), as_of="2024-06-30")
    assert found.total == counts
    assert reasons(found)[-1] == ("award-rate" if counts else "after-the-date-judged")


FACTS = """
[facts]
issued = { type = "date" }
month = { type = "number" }
kind = { type = "text" }
less = { type = "number" }
"""


def cycle_of(words: str, as_of: str = "2024-06-30", **facts: Any) -> str:
    found = judge(f"cycle = {{ {words} }}\n" + FACTS, facts=facts, as_of=as_of)
    return str(found.cycle) if found.cycle is not None else f"{found.outcome.value}: {', '.join(found.missing)}"


ISSUED = date(2018, 3, 15)


@pytest.mark.parametrize(
    ("words", "facts", "cycle"),
    [
        ('anchor = "issue_date", fact = "issued", years = 5', {}, "2018-03-15/2023-03-15"),
        ('anchor = "issue_date", fact = "issued", months = 18', {}, "2018-03-15/2019-09-15"),
        ('anchor = "issue_date", fact = "issued", years = 1, months = 6', {}, "2018-03-15/2019-09-15"),
        ('anchor = "issue_date", fact = "issued", years = 5, not_before = 2018-07-01', {}, "2018-07-01/2023-07-01"),
        ('anchor = "issue_date", fact = "issued", years = 5, not_before = 2017-07-01', {}, "2018-03-15/2023-03-15"),
        ('anchor = "birth_month", fact = "issued", month_fact = "month", years = 5', {"month": 7},
         "2018-07-01/2023-07-01"),
        ('anchor = "birth_month", fact = "issued", month_fact = "month", years = 5', {"month": 3},
         "2018-03-01/2023-03-01"),
        ('anchor = "birth_month", fact = "issued", month_fact = "month", years = 5', {"month": 2},
         "2019-02-01/2024-02-01"),
        ('anchor = "next", fact = "issued", years = 5', {}, "2018-07-01/2023-07-01"),
        ('anchor = "next", fact = "issued", years = 5', {"issued": date(2018, 7, 1)}, "2019-07-01/2024-07-01"),
        ('anchor = "next", fact = "issued", years = 5', {"issued": date(2018, 6, 30)}, "2018-07-01/2023-07-01"),
        ('anchor = "next", fact = "issued", first_day = "01-01", years = 5', {}, "2019-01-01/2024-01-01"),
        ('anchor = "next", fact = "issued", years = 1, not_before = 2020-01-01', {}, "2020-01-01/2021-01-01"),
        ('anchor = "day_after", fact = "issued", years = 5', {}, "2018-03-16/2023-03-16"),
        ('anchor = "day_after", fact = "issued", years = 5', {"issued": date(2020, 2, 28)}, "2020-02-29/2025-02-28"),
        ('anchor = "fixed", start = 2020-07-01, years = 5', {}, "2020-07-01/2025-07-01"),
        ('anchor = "fixed", start = 2020-07-01, lengths = [{ when = { kind = "x" }, years = 3 }, { years = 5 }]',
         {"kind": "x"}, "2020-07-01/2023-07-01"),
        ('anchor = "fixed", start = 2020-07-01, lengths = [{ when = { kind = "x" }, years = 3 }, { years = 5 }]',
         {"kind": "y"}, "2020-07-01/2025-07-01"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, extend = [{ when = { kind = "x" }, years = 1, months = 2 }]',
         {"kind": "x"}, "2020-07-01/2026-09-01"),
        (('anchor = "fixed", start = 2020-07-01, years = 5, extend = [{ when = { kind = "x" }, years = 1 }, '
         "{ months = 1 }]"),
         {"kind": "y"}, "2020-07-01/2025-08-01"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, minus = "less"', {"less": 2}, "2020-07-01/2023-07-01"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, minus = "less"', {"less": 0}, "2020-07-01/2025-07-01"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, minus = "less"', {"less": Fraction(3, 2)},
         "2020-07-01/2024-01-01"),
        ('anchor = "fixed", start = 2020-07-01, years = 2, repeats = true', {}, "2022-07-01/2024-07-01"),
        ('anchor = "issue_date", fact = "issued", years = 5, repeats = true', {}, "2023-03-15/2028-03-15"),
    ],
)  # fmt: skip
def test_a_cycle_hangs_on_its_anchor(words: str, facts: dict[str, Any], cycle: str) -> None:
    assert cycle_of(words, **{"issued": ISSUED, **facts}) == cycle


@pytest.mark.parametrize(
    ("as_of", "cycle"),
    [
        ("2019-01-01", "2020-07-01/2022-07-01"),
        ("2020-07-01", "2020-07-01/2022-07-01"),
        ("2022-06-30", "2020-07-01/2022-07-01"),
        ("2022-07-01", "2022-07-01/2024-07-01"),
        ("2031-12-31", "2030-07-01/2032-07-01"),
    ],
)
def test_of_cycles_that_repeat_the_one_that_holds_the_date_judged_is_taken(as_of: str, cycle: str) -> None:
    assert cycle_of('anchor = "fixed", start = 2020-07-01, years = 2, repeats = true', as_of) == cycle


def test_a_cycle_that_begins_on_leap_day_repeats_from_leap_day() -> None:
    words = 'anchor = "fixed", start = 2020-02-29, years = 1, repeats = true'
    assert cycle_of(words, "2021-02-27") == "2020-02-29/2021-02-28"
    assert cycle_of(words, "2021-02-28") == "2021-02-28/2022-02-28"
    assert cycle_of(words, "2024-02-28") == "2023-02-28/2024-02-29"
    assert cycle_of(words, "2024-02-29") == "2024-02-29/2025-02-28"


@pytest.mark.parametrize(
    ("words", "facts", "found"),
    [
        ('anchor = "issue_date", fact = "issued", years = 5', {}, "undetermined: issued"),
        ('anchor = "birth_month", fact = "issued", month_fact = "month", years = 5', {"issued": ISSUED},
         "undetermined: month"),
        ('anchor = "birth_month", fact = "issued", month_fact = "month", years = 5', {"issued": ISSUED, "month": 13},
         "undetermined: month"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, minus = "less"', {}, "undetermined: less"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, minus = "less"', {"less": 5}, "undetermined: less"),
        ('anchor = "fixed", start = 2020-07-01, years = 5, extend = [{ when = { kind = "x" }, years = 1 }]', {},
         "undetermined: kind"),
        ('anchor = "plan"', {}, "undetermined: plan.period"),
    ],
)  # fmt: skip
def test_a_cycle_that_cannot_be_told_names_the_fact(words: str, facts: dict[str, Any], found: str) -> None:
    assert cycle_of(words, **facts) == found


@pytest.mark.parametrize("rule", ['cycle = { anchor = "plan" }\n', ""])
def test_the_plan_gives_the_cycle(rule: str) -> None:
    rows = (did("a", on="2023-07-01"), did("b", on="2023-06-30"), did("c", on="2024-06-30"), did("d", on="2024-07-01"))
    found = judge(rule + HOURS, *rows, plan=plan("2023-07-01", "2024-07-01"), as_of="2025-01-01")
    assert counted(found) == {"a": 1, "b": 0, "c": 1, "d": 0}
    assert judge(HOURS, *rows, plan=plan(), as_of="2025-01-01").total == 4


def test_the_cycle_is_the_window_unless_the_policy_states_one() -> None:
    text = HOURS + 'cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }\n'
    rows = (did("a", on="2023-06-30"), did("b", on="2023-07-01"))
    assert counted(judge(text, *rows)) == {"a": 0, "b": 1}
    assert judge(text, *rows).lines[0].steps[-1].rule == "cycle"
    wider = text + "window = { from = 2023-01-01 }\n"
    assert counted(judge(wider, *rows)) == {"a": 1, "b": 1}


CYCLE = 'cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }\n' + HOURS


@pytest.mark.parametrize(("option", "counts"), [("completed", 0), ("started", 1), ("entered", 1), ("approved", 1)])
def test_the_date_that_places_an_activity_is_an_option(option: str, counts: int) -> None:
    activity = did(on="2024-07-02", started="2024-06-01", entered="2024-06-30")
    approved = (decided(on="2024-06-30"), decided(decision="returned", on="2024-07-10"))
    found = judge(f'options = {{ credit_date = "{option}" }}\n' + CYCLE, activity, reviews=approved, as_of="2024-08-01")
    assert found.total == counts


@pytest.mark.parametrize("option", ["entered", "approved"])
def test_a_date_of_the_option_that_is_missing_is_named(option: str) -> None:
    text = f'options = {{ credit_date = "{option}" }}\n' + CYCLE + "total = { amount = 1 }\n"
    found = judge(text, did())
    assert (found.outcome, found.missing) == ("undetermined", (option,))


def test_an_activity_that_was_never_started_counts_on_the_day_it_was_completed() -> None:
    assert judge('options = { credit_date = "started" }\n' + CYCLE, did()).total == 1


def test_the_last_approval_places_an_activity_and_a_late_one_places_it_in_the_next_cycle() -> None:
    text = 'options = { credit_date = "approved" }\n' + CYCLE
    late = (decided(on="2024-05-01"), decided(on="2024-07-05"))
    assert judge(text, did(on="2024-03-01"), reviews=late, as_of="2024-08-01").total == 0
    assert judge(text, did(on="2024-03-01"), reviews=late, as_of="2024-08-01", known_at="2024-07-01").total == 1


EDITIONS = """
facts = { renewal = { type = "date" } }
total = { amount = 1 }
edition_by = "%s"
[[editions]]
id = "old"
until = 2023-07-01
total = { id = "t", cite = "-", amount = 100 }
[[editions]]
id = "new"
from = 2023-07-01
until = 2025-07-01
"""


@pytest.mark.parametrize(
    ("by", "parts", "edition"),
    [
        ("as_of", {"as_of": "2023-06-30"}, "old"),
        ("as_of", {"as_of": "2023-07-01"}, "new"),
        ("as_of", {"as_of": "2025-06-30"}, "new"),
        ("renewal", {"facts": {"renewal": date(2023, 6, 30)}}, "old"),
        ("renewal", {"facts": {"renewal": date(2023, 7, 1)}}, "new"),
        ("plan_start", {"plan": plan(started="2023-06-30")}, "old"),
        ("plan_start", {"plan": plan(started="2023-07-01")}, "new"),
        ("cycle_start", {"plan": plan("2022-07-01", "2023-07-02")}, "old"),
        ("cycle_start", {"plan": plan("2023-07-01", "2024-07-01")}, "new"),
        ("cycle_end", {"plan": plan("2022-07-01", "2023-07-01")}, "old"),
        ("cycle_end", {"plan": plan("2022-07-01", "2023-07-02")}, "new"),
    ],
)
def test_a_date_selects_the_edition(by: str, parts: dict[str, Any], edition: str) -> None:
    found = judge(EDITIONS % by, **parts)
    assert found.edition == edition
    assert found.required == (100 if edition == "old" else 1)


@pytest.mark.parametrize(
    ("by", "missing"),
    [("renewal", "renewal"), ("plan_start", "plan_start"), ("cycle_start", "cycle_start"), ("cycle_end", "cycle_end")],
)
def test_without_the_date_that_selects_it_the_edition_is_undetermined(by: str, missing: str) -> None:
    found = judge(EDITIONS % by, plan=plan())
    assert (found.outcome, found.missing, found.edition) == ("undetermined", (missing,), "")


def test_the_facts_that_the_cycle_lacks_are_named_where_the_cycle_selects_the_edition() -> None:
    text = 'cycle = { anchor = "issue_date", fact = "renewal", years = 1 }\n' + EDITIONS % "cycle_start"
    found = judge(text)
    assert (found.outcome, found.missing) == ("undetermined", ("renewal",))


def test_what_the_cycle_lacks_does_not_hide_the_fact_that_selects_the_edition() -> None:
    text = 'cycle = { anchor = "issue_date", fact = "renewal", years = 1 }\n' + EDITIONS % "plan_start"
    found = judge(text, plan=plan())
    assert (found.outcome, found.missing) == ("undetermined", ("plan_start",))


def test_a_day_that_no_edition_holds_makes_the_policy_not_applicable() -> None:
    found = judge(EDITIONS % "as_of", did(), as_of="2025-07-01")
    assert (found.outcome, found.lines, found.certificate) == ("not applicable", (), None)
    known = judge(EDITIONS % "as_of", did(), as_of="2025-07-01", known_at="2025-08-01")
    assert known.known_at == date(2025, 8, 1)


BITEMPORAL = """
total = { amount = 1 }
[[editions]]
id = "first"
[[editions]]
id = "mended"
published = 2024-02-01
total = { id = "t", cite = "-", amount = 2 }
"""


@pytest.mark.parametrize(("known_at", "edition"), [(None, "mended"), ("2024-02-01", "mended"), ("2024-01-31", "first")])
def test_an_edition_that_was_published_later_than_known_is_not_there_yet(known_at: str | None, edition: str) -> None:
    assert judge(BITEMPORAL, known_at=known_at).edition == edition


def test_nothing_that_was_entered_or_decided_later_changes_anything_of_an_old_statement() -> None:
    text = CYCLE + 'sign_offs = [{ id = "plan" }]\nretention = { after = "completed", years = 1 }\n'
    text += "conditions = [{ approval = {} }]\n"
    old: dict[str, Any] = {"known_at": "2024-04-01"}
    before = judge(text, did("a", entered="2024-03-02"), reviews=(decided(),), **old)
    late = (decided(decision="revoked", on="2024-04-02"), decided("b", on="2024-04-02", amount="1/11 hour"))
    after = judge(
        text,
        did("a", entered="2024-03-02"),
        did("b", "1/7 hour", "2024-03-20", entered="2024-04-02"),
        reviews=(decided(), *late),
        sign_offs=(signed("plan", "2024-04-02"),),
        evidence=(shown(added="2024-04-02"),),
        **old,
    )
    assert before == after
    assert after.total == 1
    assert after.fix.unsigned == ("plan",)


def test_what_was_entered_on_the_day_of_knowledge_or_on_no_day_is_known() -> None:
    rows = (did("a", entered="2024-04-01"), did("b", entered="2024-04-02"), did("c"))
    assert [line.activity for line in judge(HOURS, *rows, known_at="2024-04-01").lines] == ["a", "c"]


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("years = 5", "2029-06-30"),
        ("years = 5, months = 2", "2029-08-30"),
        ('after = "completed", years = 1', "2025-03-20"),
        ('after = "completed", months = 1', "2024-04-20"),
    ],
)
def test_evidence_is_kept_so_long_after_the_cycle_or_the_last_activity(words: str, until: str) -> None:
    text = CYCLE + f"retention = {{ {words} }}\n"
    found = judge(text, did("a", on="2024-03-20"), did("b"), did("c", on=None))
    assert found.keep_until == date.fromisoformat(until)


def test_without_a_rule_or_a_date_nobody_says_how_long_evidence_is_kept() -> None:
    assert judge(CYCLE, did()).keep_until is None
    assert judge(HOURS + "retention = { years = 1 }\n", did()).keep_until is None
    assert judge(HOURS + 'retention = { after = "completed", years = 1 }\n').keep_until is None


LATE = """
facts = { days_late = { type = "number" } }
deadlines = [
  { id = "very", when = { days_late = { more_than = 30 } }, then = { accepted = false } },
  { id = "late", when = { days_late = { more_than = 0 } }, then = { accepted = true, fee = 50 } },
  { id = "fine", then = { accepted = true, fee = 0 } },
]
"""


@pytest.mark.parametrize(
    ("days", "answers"),
    [
        (0, [("fine", {"accepted": True, "fee": 0})]),
        (1, [("late", {"accepted": True, "fee": 50})]),
        (30, [("late", {"accepted": True, "fee": 50})]),
        (31, [("very", {"accepted": False}), ("late", {"fee": 50})]),
    ],
)
def test_the_first_deadline_of_a_name_that_holds_decides(days: int, answers: list[tuple[str, dict[str, Any]]]) -> None:
    found = judge(LATE, facts={"days_late": days})
    assert [(one.rule, dict(one.values)) for one in found.answers] == answers


def test_a_deadline_that_nobody_can_tell_leaves_its_names_open() -> None:
    found = judge(LATE)
    assert [(one.rule, one.values, one.missing) for one in found.answers] == [
        ("very", (), ("days_late",)),
        ("late", (), ("days_late",)),
    ]
    assert (found.outcome, found.missing) == ("met", ())


STEPS = """
facts = { issued = { type = "date" } }
step_tables = [{ id = "needed", rows = [
  { when = { issued = { before = 2020-07-01 } }, amount = 90 },
  { when = { issued = { before = 2021-07-01 } }, amount = 60 },
] }]
"""


@pytest.mark.parametrize(
    ("issued", "amount"), [("2020-06-30", 90), ("2020-07-01", 60), ("2021-06-30", 60), ("2021-07-01", 0)]
)
def test_the_first_row_of_a_step_table_that_holds_decides(issued: str, amount: int) -> None:
    (answer,) = judge(STEPS, facts={"issued": date.fromisoformat(issued)}).answers
    assert (answer.rule, dict(answer.values), answer.opaque) == ("needed", {"amount": amount}, False)


def test_a_step_table_whose_fact_is_missing_says_no_amount() -> None:
    (answer,) = judge(STEPS).answers
    assert (answer.values, answer.missing) == ((), ("issued",))


def test_the_statement_says_for_which_dates_it_holds() -> None:
    found = judge(CYCLE, did(), as_of="2024-05-01", known_at="2024-04-01")
    assert (found.as_of, found.known_at, str(found.cycle)) == (
        date(2024, 5, 1),
        date(2024, 4, 1),
        "2023-07-01/2024-07-01",
    )
    assert line_of(found).claim == did()
