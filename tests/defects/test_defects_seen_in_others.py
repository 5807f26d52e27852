"""Mistakes that other systems made, one test each: refused, found, or impossible here."""

import ast
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import attrs
import pytest

import plpcore
from plpcore.audit import audit
from plpcore.codec import from_json, to_json
from plpcore.errors import InputErrors, RecordError
from plpcore.evaluation import Outcome, check_policy, evaluate
from plpcore.evaluation.checking import CHECKS
from plpcore.ids import EducatorId
from plpcore.model import Activity, Educator, Facts, Goal, Plan, Portfolio
from plpcore.report import catalogue, render_text
from tests.evaluation.support import (
    AS_OF,
    HOURS,
    counted,
    decided,
    did,
    judge,
    line_of,
    plan,
    policy_from,
    record_of,
    shown,
)

SOURCE = Path(plpcore.__file__).parent


def test_integer_division_per_item_14_and_14_at_1_per_15_are_28_fifteenths_rounded_only_where_the_policy_says() -> None:
    rate = "awards = [{ per = 'hour', credit = '1/15' }]"
    activities = (did("a", "14 hour"), did("b", "14 hour"))
    assert judge(rate, *activities).total == Fraction(28, 15)
    assert judge(rate.replace("'1/15'", "'1/15', whole = 1"), *activities).total == 0


def test_a_sum_cast_to_int_eleven_and_a_half_hours_are_not_11() -> None:
    found = judge(HOURS + "total = { amount = 11.5 }", did("a", "5.75 hour"), did("b", "5.75 hour"))
    assert (found.total, found.outcome) == (Fraction(23, 2), Outcome.MET)


def test_the_outcome_depends_on_the_order_of_entry() -> None:
    policy = policy_from("""
    sharing = "split"
    total = { amount = 8 }
    awards = [{ per = "hour", repeat = { same = "title" } }]
    caps = [{ at_most = 3, when = { kind = "chat" } }]
    floors = [{ when = { tags = "x" }, at_least = 3 }, { when = { tags = "y" }, at_least = 3 }]
    """)
    rows = (
        did("a", "4 hour", kind="chat", tags=["x", "y"], title="one"),
        did("b", "3 hour", tags=["x"], title="two"),
        did("c", "2 hour", kind="chat", tags=["y"], title="three"),
        did("d", "5 hour", tags=["y"], title="two"),
    )
    statements = [judge(policy, *order) for order in permutations(rows)]
    assert all(one == statements[0] for one in statements)


EDITIONS = """
edition_by = "cycle_end"
awards = [{ per = "hour" }]
editions = [
    { id = "old", until = 2023-07-01, caps = [{ id = "cap", at_most = 5 }] },
    { id = "new", from = 2023-07-01, caps = [{ id = "cap", at_most = 2 }] },
]
"""


def test_correcting_a_typo_re_prices_an_old_record() -> None:
    old = did("a", "4 hour", "2023-03-01", title="Readding", entered="2023-03-02")
    mended = attrs.evolve(old, title="Reading", entered=date(2024, 5, 1))
    period = plan("2022-07-01", "2023-07-01")
    before, after = (judge(EDITIONS, one, plan=period) for one in (old, mended))
    assert (before.total, after.total, after.edition) == (4, 4, "old")


def test_a_cap_read_from_todays_rule_for_an_old_record() -> None:
    old = judge(EDITIONS, did("a", "9 hour", "2023-03-01"), plan=plan("2022-07-01", "2023-07-01"), as_of="2026-01-01")
    new = judge(EDITIONS, did("a", "9 hour", "2024-03-01"), plan=plan("2023-07-01", "2024-07-01"), as_of="2026-01-01")
    assert (old.total, new.total) == (5, 2)


def test_closed_periods_re_saved_by_a_re_score() -> None:
    record = record_of(did("a", "3 hour"), reviews=(decided("a"),))
    before = to_json(record)
    evaluate(policy_from(HOURS), record, as_of=AS_OF)
    assert to_json(record) == before
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.activities = ()  # type: ignore[misc]


def test_stored_status_drifts_from_events() -> None:
    stored = {field.name for cls in (Activity, Goal, Plan, Portfolio) for field in attrs.fields(cls)}
    assert not {name for name in stored if any(word in name for word in ("status", "approved", "credit", "total"))}
    policy = HOURS + "conditions = [{ approval = {} }]"
    events = (), (decided(),), (decided(), decided(decision="revoked", on="2024-04-01"))
    steps = [judge(policy, did(), reviews=held).lines[0].status.value for held in events]
    assert steps == ["pending", "counted", "refused"]


def test_eval_of_a_formula() -> None:
    with pytest.raises(InputErrors, match=r"total\.amount: .* is not an amount"):
        policy_from("total = { amount = \"__import__('os').getpid()\" }")
    called = {
        node.func.id
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec", "compile", "__import__"}


def test_pre_approval_and_approval_in_one_field() -> None:
    both = HOURS + "conditions = [{ approval = { purpose = 'prior-approval' } }, { approval = { purpose = 'credit' } }]"
    prior, credit = decided(purpose="prior-approval", on="2024-01-01"), decided(purpose="credit")
    outcomes = [judge(both, did(), reviews=held).total for held in ((prior,), (credit,), (prior, credit))]
    assert outcomes == [0, 0, 1]


def test_deleting_a_user_deletes_the_audit_trail() -> None:
    # A reviewer is an opaque id on the decision itself: there is no table of people that it could vanish with.
    record = record_of(did(), reviews=(decided(reviewer="gone"),))
    assert from_json(Portfolio, to_json(record)).reviews[0].reviewer == "gone"
    assert judge(HOURS + "conditions = [{ approval = {} }]", did(), reviews=record.reviews).total == 1


def test_log_text_in_one_language() -> None:
    found = judge(HOURS + "total = { amount = 4 }\ncaps = [{ at_most = 1 }]", did("a", "3 hour"))
    assert [step.reason.value for step in found.lines[0].steps] == ["award-rate", "cap-reached"]
    english, spanish = (render_text(found, catalogue(language)) for language in ("en", "es"))
    assert "nothing" not in spanish
    assert english != spanish


def test_a_monthly_cap_that_also_cuts_the_yearly_total_twice() -> None:
    text = (
        HOURS
        + """
    cycle = { anchor = "fixed", start = 2023-07-01, years = 1 }
    caps = [{ id = "half", at_most = 3, per = "semester" }, { id = "year", at_most = 5, per = "year" }]
    """
    )
    found = judge(text, did("a", "4 hour", "2023-09-01"), did("b", "4 hour", "2024-02-01"))
    assert counted(found) == {"a": 3, "b": 2}


def test_a_report_that_lists_another_activitys_rows() -> None:
    text = HOURS + "conditions = [{ evidence = {} }]"
    found = judge(text, did("a", evidence=["e"]), did("b"), evidence=(shown("e"),))
    assert [(line.activity, line.claim.id, line.counted) for line in found.lines] == [("a", "a", 1), ("b", "b", 0)]
    assert [step.reason.value for step in line_of(found, "b").refusals] == ["evidence-missing"]


def test_a_roster_filtered_on_teacher_that_drops_librarians_and_psychologists() -> None:
    policy = policy_from(
        HOURS
        + """
    facts.role = { type = "text", one_of = ["teacher", "librarian", "psychologist"] }
    total = { rows = [{ when = { role = "teacher" }, amount = 10 }] }
    """
    )
    roles = ("teacher", "librarian", "psychologist")
    people = [Portfolio(Educator(EducatorId(role), Facts({"role": role}))) for role in roles]
    assert sorted(row.educator for row in audit(policy, people, as_of=AS_OF).rows) == sorted(roles)
    (finding,) = (one for one in check_policy(policy, CHECKS) if one.check == "total-gap")
    assert finding.counterexample is not None
    assert dict(finding.counterexample.educator)["role"] != "teacher"


def test_two_overlapping_caps_of_5_that_let_6_pass() -> None:
    text = HOURS + "caps = [{ at_most = 5, when = { tags = 'x' } }, { at_most = 5, when = { tags = 'y' } }]"
    assert judge(text, did("a", "6 hour", tags=["x", "y"])).total == 5
    first, second = did("a", "3 hour", "2024-01-01", tags=["x"]), did("b", "3 hour", "2024-01-02", tags=["x", "y"])
    assert counted(judge(text, first, second)) == {"a": 3, "b": 2}


@pytest.mark.parametrize("order", ["chronological", "one after the other", "best for the educator"])
def test_two_overlapping_caps_hold_in_every_order_of_caps(order: str) -> None:
    text = HOURS + "caps = [{ at_most = 5, when = { tags = 'x' } }, { at_most = 5, when = { tags = 'y' } }]"
    found = judge(
        f"{text}\noptions.caps = '{order}'", did("a", "6 hour", tags=["x", "y"]), did("b", "2 hour", tags=["x"])
    )
    assert found.total == 5


def test_unknown_keys_silently_ignored() -> None:
    with pytest.raises(InputErrors) as refused:
        policy_from("""
        totel = { amount = 5 }
        awards = [{ per = "minute", measure = { increment = 1, roundng = "up" } }]
        caps = [{ at_mots = 5 }]
        floors = [{ at_least = 1, when = { topik = "x" } }]
        """)
    told = str(refused.value)
    for word, mend in (("totel", "total"), ("roundng", "rounding"), ("at_mots", "at_most")):
        assert f"{word}: unknown key; did you mean {mend}?" in told
    with pytest.raises(InputErrors, match="this key has no effect here"):
        policy_from("awards = [{ per = 'minute', measure = { rounding = 'up' } }]")
    with pytest.raises(InputErrors, match="nobody declared the fact 'topik'"):
        policy_from("floors = [{ at_least = 1, when = { topik = 'x' } }]")


def test_floats_that_fail_a_quarter_of_those_exactly_at_the_line() -> None:
    assert sum([0.1] * 10) != 1.0
    for parts in range(1, 60):
        each = Fraction(1, parts)
        activities = [did(f"a{number}", f"{each} hour") for number in range(parts)]
        assert judge(HOURS + "total = { amount = 1 }", *activities).outcome is Outcome.MET
    with pytest.raises((InputErrors, RecordError), match="not a number with decimals"):
        from_json(Portfolio, to_json(record_of(did())).replace('"1 hour"', "0.1"))
