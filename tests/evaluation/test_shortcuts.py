"""Shortcuts that an engine might take, and defects that users of others met: each is caught by a test of its name."""

from datetime import date
from fractions import Fraction

import pytest

from plpcore.errors import InputErrors, QuantityError
from plpcore.evaluation import evaluate, prepare
from plpcore.model import Facts
from tests.evaluation.support import (
    AS_OF,
    HOURS,
    counted,
    decided,
    did,
    earned,
    judge,
    line_of,
    need,
    plan,
    policy_from,
    record_of,
    shown,
)

SPLIT = """
sharing = "split"
awards = [{ per = "hour" }]
floors = [
  { id = "stem", when = { tags = "stem" }, at_least = 15 },
  { id = "eq", when = { tags = "eq" }, at_least = 15 },
]
"""


@pytest.mark.parametrize("turned", [False, True])
def test_a_greedy_allocation_fails_those_who_satisfy_their_policy(turned: bool) -> None:
    tags = ("eq", "stem") if turned else ("stem", "eq")
    both = did("both", "15 hour", "2024-01-01", tags=["stem", "eq"])
    found = judge(SPLIT, both, did("one", "15 hour", "2024-02-01", tags=[tags[0]]))
    assert found.outcome == "met"
    assert dict(line_of(found, "both").placed) == {tags[1]: 15}


def test_top_down_filling_of_three_floors_in_a_ring_fails_too() -> None:
    text = 'sharing = "split"\n' + HOURS + "floors = [\n"
    text += ",\n".join(f'{{ id = "{name}", when = {{ tags = "{name}" }}, at_least = 2 }}' for name in "xyz") + "]\n"
    rows = [did(a + b, "2 hour", tags=[a, b]) for a, b in ("xy", "yz", "zx")]
    assert judge(text, *rows).outcome == "met"
    assert judge(text, *rows[:2], did("zx", "1.9 hour", tags=["z", "x"])).short == Fraction(1, 10)


def test_an_hour_that_counts_in_two_floors_at_once_satisfies_nobody_under_split() -> None:
    assert judge(SPLIT, did("both", "15 hour", tags=["stem", "eq"]), did("more", "85 hour")).short == 15


def test_an_hour_is_not_always_sixty_minutes() -> None:
    assert earned('per = "minute", measure = { minutes_per_unit = 50 }', did(amounts="100 minute")) == 2
    assert earned('per = "minute", measure = { minutes_per_unit = 45 }', did(amounts="90 minute")) == 2


def test_rounding_each_segment_loses_time() -> None:
    award = 'per = "minute", measure = { increment = 1 }'
    assert earned(award, did(amounts="50 minute, 40 minute, 30 minute")) == 2


def test_rounding_the_sum_of_all_activities_invents_time() -> None:
    text = 'awards = [{ per = "minute", measure = { increment = 1 } }]\n'
    assert judge(text, did("a", "50 minute"), did("b", "50 minute"), did("c", "50 minute")).total == 0


@pytest.mark.parametrize(
    ("rule", "hours"),
    [
        ("total = { amount = 10 }", "10 hour"),
        ("floors = [{ at_least = 10 }]", "10 hour"),
        ('floors = [{ share = "1/3" }]\ntotal = { amount = 10 }', "10 hour"),
        (('activity_facts = { t = { type = "text", default = "t" } }\ntotal = { amount = 10 }\n'
         'blocks = [{ by = "t", at_least = 10 }]'), "10 hour"),
        ("caps = [{ at_most = 10 }]\ntotal = { amount = 10 }", "10 hour"),
        ("window = { from = 2024-03-01, until = 2024-03-02 }\ntotal = { amount = 10 }", "10 hour"),
        ('total = { amount = "10/3" }', "200 minute"),
        ("total = { amount = 0.3 }", "0.1 hour, 0.2 hour"),
    ],
)  # fmt: skip
def test_strict_limits_fail_those_exactly_at_the_line(rule: str, hours: str) -> None:
    assert judge(HOURS + rule + "\n", did(amounts=hours)).outcome == "met"


def test_floats_fail_those_exactly_at_the_line() -> None:
    rows = [did(f"a{n}", "0.1 hour") for n in range(10)]
    assert judge(HOURS + "total = { amount = 1 }\n", *rows).outcome == "met"
    thirds = [did(f"a{n}", "1/3 hour") for n in range(3)]
    assert judge(HOURS + "total = { amount = 1 }\n", *thirds).outcome == "met"
    with pytest.raises(QuantityError):
        did(n=0.1)


EDITIONS = (
    HOURS
    + """
edition_by = "plan_start"
[[editions]]
id = "old"
until = 2023-07-01
caps = [{ id = "c", cite = "-", at_most = 5 }]
total = { id = "t", cite = "-", amount = 5 }
[[editions]]
id = "new"
from = 2023-07-01
caps = [{ id = "c", cite = "-", at_most = 2 }]
total = { id = "t", cite = "-", amount = 100 }
"""
)


def test_taking_always_the_newest_edition_changes_the_rules_under_a_running_plan() -> None:
    found = judge(EDITIONS, did(amounts="9 hour"), plan=plan(started="2023-06-30"))
    assert (found.edition, found.outcome) == ("old", "met")
    assert found.total == 5


def test_reading_a_cap_from_today_s_rule_re_prices_an_old_record() -> None:
    old = judge(EDITIONS, did(amounts="9 hour"), plan=plan(started="2023-06-30"), as_of="2023-06-30")
    later = judge(EDITIONS, did(amounts="9 hour"), plan=plan(started="2023-06-30"), as_of="2026-06-30")
    assert counted(old) == {"a": 0}
    assert counted(later) == {"a": 5}


def test_calendar_years_put_the_autumn_into_the_wrong_year() -> None:
    text = HOURS + 'caps = [{ at_most = 5, per = "year" }]\n'
    rows = (did("a", "5 hour", "2023-11-01"), did("b", "5 hour", "2024-03-01"))
    assert judge(text, *rows).total == 5
    assert judge('calendar = { year_starts = "01-01" }\n' + text, *rows).total == 10


def test_a_share_of_what_was_earned_asks_more_of_those_who_do_more() -> None:
    text = HOURS + 'total = { amount = 100 }\nfloors = [{ id = "f", when = { tags = "x" }, share = "15%" }]\n'
    found = judge(text, did("a", "300 hour"), did("b", "15 hour", tags=["x"]))
    assert found.outcome == "met"
    assert need(found, "f").needed == 15


def test_one_window_for_everything_forgets_the_floor_that_looks_further_back() -> None:
    text = HOURS + "window = { from = 2023-07-01 }\n"
    text += 'floors = [{ id = "f", when = { tags = "x" }, at_least = 1, window = { from = 2020-07-01 } }]\n'
    found = judge(text, did(on="2021-01-01", tags=["x"]))
    assert found.outcome == "met"
    assert found.total == 0


def test_integer_division_of_each_item_loses_credit() -> None:
    text = 'awards = [{ per = "hour", credit = "1/15" }]\n'
    assert judge(text, did("a", "14 hour"), did("b", "14 hour")).total == Fraction(28, 15)


def test_casting_a_sum_to_a_whole_number_loses_credit() -> None:
    found = judge(HOURS + "total = { amount = 11.5 }\n", did("a", "11 hour"), did("b", "0.5 hour"))
    assert found.outcome == "met"
    assert found.total == Fraction(23, 2)


def test_two_overlapping_caps_of_five_let_no_sixth_hour_pass() -> None:
    text = HOURS + 'caps = [{ when = { tags = "x" }, at_most = 5 }, { when = { tags = "y" }, at_most = 5 }]\n'
    rows = [did(f"a{n}", "3 hour", f"2024-01-0{n + 1}", tags=["x", "y"]) for n in range(3)]
    assert judge(text, *rows).total == 5


def test_a_monthly_cap_does_not_cut_the_yearly_total_twice() -> None:
    text = 'activity_facts = { month = { type = "text" } }\n' + HOURS
    text += 'caps = [{ by = "month", at_most = 4 }, { per = "year", at_most = 10 }]\n'
    rows = [did(f"a{n}", "6 hour", f"2024-0{n}-01", month=f"m{n}") for n in (1, 2, 3)]
    for option in ("chronological", "one after the other"):
        assert counted(judge(f'options = {{ caps = "{option}" }}\n' + text, *rows)) == {"a1": 4, "a2": 4, "a3": 2}


def test_the_order_of_entry_does_not_decide_what_a_cap_takes() -> None:
    text = HOURS + "caps = [{ at_most = 3 }]\n"
    early, late = did("late", "2 hour", "2024-01-01"), did("early", "2 hour", "2024-02-01")
    assert judge(text, early, late) == judge(text, late, early)
    assert counted(judge(text, late, early)) == {"late": 2, "early": 1}


def test_correcting_a_title_does_not_re_price_an_old_record() -> None:
    text = HOURS + "caps = [{ at_most = 3 }]\n"
    before = judge(text, did("a", "2 hour"), did("b", "2 hour"))
    after = judge(text, did("a", "2 hour", title="typo mended", entered="2024-06-01"), did("b", "2 hour"))
    assert counted(before) == counted(after)
    assert before.digest == after.digest


def test_the_reprice_of_one_activity_does_not_touch_the_lines_of_another() -> None:
    found = judge(HOURS, did("a", "2 hour", tags=["x"]), did("b", "3 hour", tags=["y"]))
    assert [(line.activity, line.claim.id, line.claimed[0].amount) for line in found.lines] == [
        ("a", "a", Fraction(2)),
        ("b", "b", Fraction(3)),
    ]


def test_pre_approval_and_approval_are_two_facts() -> None:
    text = HOURS + 'conditions = [{ approval = { purpose = "prior-approval" } }, { approval = {} }]\n'
    prior, credit = decided(on="2024-01-01", purpose="prior-approval"), decided()
    assert judge(text, did(), reviews=(prior,)).total == 0
    assert judge(text, did(), reviews=(credit,)).total == 0
    assert judge(text, did(), reviews=(prior, credit)).total == 1


def test_a_status_is_never_stored_so_it_cannot_drift_from_the_documents() -> None:
    text = HOURS + "conditions = [{ approval = {} }]\ntotal = { amount = 1 }\n"
    assert judge(text, did(), reviews=(decided(),)).outcome == "met"
    assert judge(text, did(), reviews=(decided(), decided(decision="revoked", on="2024-05-01"))).outcome == "short"
    assert judge(text, did()).outcome == "met if approved"


def test_a_prepared_policy_keeps_nothing_of_the_educator_before() -> None:
    ready = prepare(policy_from(HOURS + "caps = [{ at_most = 3 }]\n"))
    first = record_of(did("a", "5 hour"))
    second = record_of(did("b", "1/7 hour"))
    alone = evaluate(ready, second, as_of=AS_OF)
    evaluate(ready, first, as_of=AS_OF)
    assert evaluate(ready, second, as_of=AS_OF) == alone


@pytest.mark.parametrize("role", ["teacher", "librarian", "psychologist"])
def test_a_roster_of_teachers_does_not_drop_librarians_and_psychologists(role: str) -> None:
    found = judge(HOURS + "total = { amount = 1 }\n", did(), facts={"role": role})
    assert found.outcome == "met"


def test_unknown_keys_are_not_silently_ignored() -> None:
    with pytest.raises(InputErrors, match=r"\$\.caps\[0\]\.at_mots: unknown key; did you mean at_most"):
        policy_from(HOURS + "caps = [{ at_mots = 5 }]\n")
    with pytest.raises(InputErrors, match=r"rouding: unknown key; did you mean rounding"):
        policy_from('awards = [{ per = "minute", measure = { rouding = "up" } }]\n')


def test_a_formula_is_text_and_never_run() -> None:
    with pytest.raises(InputErrors):
        policy_from('awards = [{ per = "hour", credit = "__import__(\'os\')" }]\n')


def test_a_missing_fact_is_neither_a_silent_yes_nor_a_silent_no() -> None:
    text = 'facts = { new = { type = "flag" } }\n' + HOURS
    for amount in (1, 2):
        rules = f"total = {{ rows = [{{ when = {{ new = true }}, amount = {amount} }}, {{ amount = 3 }}] }}\n"
        assert judge(text + rules, did(amounts="9 hour")).outcome == "undetermined"


def test_only_the_day_decides_and_never_the_day_of_the_run() -> None:
    text = HOURS + "total = { amount = 1 }\n"
    record = record_of(did(on="2199-01-01"))
    assert not evaluate(policy_from(text), record, as_of=date(2198, 12, 31)).is_met
    assert evaluate(policy_from(text), record, as_of=date(2199, 1, 1)).is_met


def test_evidence_in_the_bank_is_no_evidence_of_the_activity() -> None:
    text = HOURS + "conditions = [{ evidence = {} }]\n"
    assert judge(text, did(), evidence=(shown(),)).total == 0


def test_informal_learning_is_worth_as_much_as_any_other() -> None:
    kinds = ("workshop", "blog-post", "chat", "edcamp", "book", "peer-observation")
    assert {earned('per = "hour"', did(kind=kind)) for kind in kinds} == {Fraction(1)}


def test_the_rounding_of_a_prorated_total_is_not_the_rounding_of_credit() -> None:
    text = 'facts = { fte = { type = "number" } }\ntotal = { amount = 20 }\n' + HOURS
    text += 'adjustments = [{ prorate = { by = "fte", increment = 1, rounding = "up" } }]\n'
    found = judge(text, did(amounts="13.9 hour"), facts=Facts({"fte": Fraction(2, 3)}))
    assert (found.required, found.total, found.short) == (Fraction(14), Fraction(139, 10), Fraction(1, 10))
