"""Each reason with the rule that it names and the words and numbers that its sentence needs."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from plpcore.evaluation import Reason, Statement
from tests.evaluation.support import HOURS, decided, did, goal, judge

F = Fraction
HEAD = """
[facts]
fte = { type = "number", default = "1/2" }
role = { type = "text", default = "teacher" }
classes = { type = "texts", default = ["a", "b"] }
[activity_facts]
topic = { type = "text" }
day = { type = "date" }
attended = { type = "number" }
scheduled = { type = "number" }
grade = { type = "text" }
"""
DAY = date(2024, 3, 1)


def arguments(found: Statement, reason: Reason) -> tuple[str, dict[str, Any]]:
    """Return rule and arguments of the one step with a reason."""
    steps = [step for line in found.lines for step in line.steps if step.reason is reason]
    assert len({(step.rule, step.arguments) for step in steps}) == 1
    return steps[0].rule, dict(steps[0].arguments)


def award(words: str) -> str:
    return f'awards = [{{ id = "r", {words} }}]\n'


@pytest.mark.parametrize(
    ("text", "activity", "reason", "rule", "expected"),
    [
        (award('per = "hour", credit = 2'), did(), Reason.RATE, "r", {"per": "hour", "credit": F(2)}),
        (award('per = "minute", measure = { minutes_per_unit = 50, minimum = 1 }'), did(), Reason.MEASURED, "r",
         {"minutes_per_unit": F(50), "minimum": F(1)}),
        (award("each = 2"), did(), Reason.EACH, "r", {"each": F(2), "count": "item"}),
        (award("fixed = 2"), did(), Reason.FIXED, "r", {}),
        (award('by = "topic", table = { t = 2 }'), did(topic="t"), Reason.TABLE, "r", {"by": "topic", "value": "t"}),
        (award('by = "attended", table = { "1.5" = 2 }'), did(attended=F(3, 2)), Reason.TABLE, "r",
         {"by": "attended", "value": "1.5"}),
        (award('by = "topic", table = { t = 2 }'), did(), Reason.FACT_MISSING, "r", {"facts": ("topic",)}),
        (award("fixed = 2, times = 3"), did(), Reason.MULTIPLIED, "r", {"times": F(3)}),
        (award('fixed = 2, split = { x = "100%" }'), did(), Reason.SPLIT, "r", {"share": F(1)}),
        (award('fixed = 2, when = { kind = "book" }'), did(), Reason.NO_AWARD, "", {"kind": "workshop"}),
        ('awards = [{ id = "r", fixed = 1, when = {} }, { id = "s", fixed = 1 }]\n', did(), Reason.AMBIGUOUS_AWARD, "r",
         {"awards": ("r", "s")}),
        (award('per = "page"'), did(), Reason.NO_AMOUNT, "r", {"unit": "page"}),
        (award('per = "page"'), did(amounts=""), Reason.FACT_MISSING, "r", {"facts": ("amount.page",)}),
        (award('per = "minute", measure = {}'), did(amounts="1 page"), Reason.NO_AMOUNT, "r", {"unit": "minute"}),
        (award("each = 2, count_at_least = 3"), did(), Reason.TOO_FEW, "r", {"at_least": F(3), "count": "item"}),
        (award("fixed = 2, least = 3"), did(), Reason.BELOW_LEAST, "r", {"at_least": F(3)}),
        (award("fixed = 2, whole = 3"), did(), Reason.WHOLE_ONLY, "r", {"multiple": F(3)}),
    ],
)  # fmt: skip
def test_what_an_award_says(text: str, activity: Any, reason: Reason, rule: str, expected: dict[str, Any]) -> None:
    assert arguments(judge(text + HEAD, activity), reason) == (rule, expected)


def test_what_a_repeat_says() -> None:
    text = award('fixed = 2, repeat = { same = ["kind", "title"], then = "1/2" }')
    found = judge(text, did("a", title="t"), did("b", title="t"))
    assert arguments(found, Reason.REPEATED) == ("r", {"same": ("kind", "title"), "then": F(1, 2)})


@pytest.mark.parametrize(("unit", "told"), [("credit", F(2)), ("hour", "2 hour")])
def test_what_a_reviewer_s_amount_says(unit: str, told: object) -> None:
    found = judge(HOURS, did(), reviews=(decided(amount=f"2 {unit}", reviewer="me"),))
    assert arguments(found, Reason.REVIEWED) == ("", {"amount": told, "reviewer": "me"})


@pytest.mark.parametrize(
    ("condition", "activity", "reviews", "reason", "expected"),
    [
        ('evidence = { kinds = ["k"], at_least = 2 }', did(), (), Reason.EVIDENCE_MISSING,
         {"kinds": ("k",), "at_least": 2}),
        ('reflection = { prompts = ["p"], at_least = 2 }', did(), (), Reason.REFLECTION_MISSING,
         {"prompts": ("p",), "at_least": 2}),
        ('goal = { framework = "f" }', did(), (), Reason.GOAL_MISSING, {"framework": "f"}),
        ('goal = { state = "approved" }', did(goals=["g"]), (), Reason.AWAITING_GOAL, {}),
        ('goal = { state = "approved" }', did(goals=["g"]), (decided("g", "denied", purpose="goal"),),
         Reason.GOAL_NOT_APPROVED, {}),
        ('approval = { purpose = "prior-approval" }', did(), (), Reason.AWAITING_APPROVAL,
         {"purpose": "prior-approval"}),
        ("approval = {}", did(), (decided(decision="returned"),), Reason.RETURNED, {"reason": ""}),
        ("approval = {}", did(), (decided(decision="denied"),), Reason.DENIED, {"reason": "because"}),
        ("approval = {}", did(), (decided(decision="revoked"),), Reason.REVOKED, {"reason": "because"}),
        ('approval = { time = "before" }', did(), (decided(on="2024-03-02"),), Reason.APPROVED_TOO_LATE,
         {"decided": date(2024, 3, 2)}),
        ('approval = { time = "after" }', did(), (decided(on="2024-02-01"),), Reason.APPROVED_TOO_EARLY,
         {"decided": date(2024, 2, 1)}),
        ("panel = { approvals = 2, denials_at_most = 1 }", did(),
         (decided(reviewer="r"), decided(decision="denied", reviewer="s")), Reason.AWAITING_PANEL,
         {"approvals": 1, "needed": 2, "denials": 1}),
        ("panel = { approvals = 2 }", did(), (decided(reviewer="r"), decided(decision="denied", reviewer="s")),
         Reason.PANEL_DENIED, {"approvals": 1, "needed": 2, "denials": 1}),
        ('provider = { one_of = ["u"] }', did(provider="v"), (), Reason.PROVIDER_NOT_APPROVED, {"provider": "v"}),
        ('within = { fact = "day", days = 3 }', did(day=date(2024, 3, 9)), (), Reason.TOO_LATE,
         {"days": 8, "at_most": 3}),
        ('within = { fact = "day", days = 3 }', did(), (), Reason.FACT_MISSING, {"facts": ("day",)}),
        ("attendance = {}", did(attended=3, scheduled=5), (), Reason.ATTENDANCE_TOO_LOW,
         {"attended": F(3), "needed": F(5)}),
        ("attendance = {}", did(attended=3), (), Reason.FACT_MISSING, {"facts": ("scheduled",)}),
        ('grade = { at_least = "B" }', did(grade="C"), (), Reason.GRADE_TOO_LOW, {"grade": "C", "at_least": "B"}),
        ('grade = { at_least = "B" }', did(), (), Reason.FACT_MISSING, {"facts": ("grade",)}),
        ('require = { tags = "x" }', did(), (), Reason.CONDITION_NOT_MET, {}),
        ('require = { provider = "x" }', did(), (), Reason.FACT_MISSING, {"facts": ("provider",)}),
        ('when = { provider = "x" }, evidence = {}', did(), (), Reason.FACT_MISSING, {"facts": ("provider",)}),
        ('require_educator = { role = "x" }', did(), (), Reason.EDUCATOR_CONDITION_NOT_MET, {}),
        ('approval = { time = "before" }', did(), (decided(on=None),), Reason.FACT_MISSING,
         {"facts": ("review.decided",)}),
    ],
)  # fmt: skip
def test_what_a_condition_says(
    condition: str, activity: Any, reviews: tuple[Any, ...], reason: Reason, expected: dict[str, Any]
) -> None:
    text = HOURS + f'conditions = [{{ id = "c", {condition} }}]\n' + HEAD
    assert arguments(judge(text, activity, reviews=reviews, goals=(goal(),)), reason) == ("c", expected)


def test_what_a_denial_without_a_rule_says() -> None:
    found = judge(HOURS, did(), reviews=(decided(decision="denied"),))
    assert arguments(found, Reason.DENIED) == ("", {"reason": "because"})


CYCLE = 'cycle = { id = "cy", anchor = "fixed", start = 2024-01-01, years = 1 }\n'
OWN = "floors = [{ at_least = 1, window = { from = 2020-01-01 } }]\n"


@pytest.mark.parametrize(
    ("text", "on", "reason", "rule", "expected"),
    [
        ("", "2024-07-01", Reason.NOT_YET, "", {"as_of": date(2024, 6, 30)}),
        (CYCLE, "2023-01-01", Reason.OUTSIDE_WINDOW, "cy", {"from": date(2024, 1, 1), "until": date(2025, 1, 1)}),
        (CYCLE + OWN, "2023-01-01", Reason.FLOOR_ONLY, "cy", {"from": date(2024, 1, 1), "until": date(2025, 1, 1)}),
        ("window = { until = 2023-01-01 }\n", "2023-01-01", Reason.OUTSIDE_WINDOW, "", {"until": date(2023, 1, 1)}),
        ("window = { from = 2025-01-01 }\n", "2023-01-01", Reason.OUTSIDE_WINDOW, "", {"from": date(2025, 1, 1)}),
        (CYCLE, None, Reason.FACT_MISSING, "cy", {"facts": ("completed",)}),
    ],
)
def test_what_a_window_says(text: str, on: str | None, reason: Reason, rule: str, expected: dict[str, Any]) -> None:
    assert arguments(judge(text + HOURS, did(on=on)), reason) == (rule, expected)


def test_what_a_block_says() -> None:
    found = judge(HOURS + 'blocks = [{ id = "b", by = "kind", at_least = 9 }]\n', did())
    assert arguments(found, Reason.BLOCK_NOT_REACHED) == ("b", {"at_least": F(9), "by": ("kind",)})


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("at_most = 0", {"at_most": F(0), "per": "cycle", "is_share": 0}),
        ('share = "10%", per = "year"', {"at_most": F(1, 10), "per": "year", "is_share": 1}),
        ('at_most = 0, by = ["kind", "id"]', {"by": ("kind", "id")}),
    ],
)
def test_what_a_cap_says(cap: str, expected: dict[str, Any]) -> None:
    found = judge(HOURS + f'total = {{ amount = 5 }}\ncaps = [{{ id = "c", {cap} }}]\n', did())
    rule, told = arguments(found, Reason.CAP_REACHED)
    assert rule == "c"
    assert expected.items() <= told.items()


@pytest.mark.parametrize(
    ("rules", "reason", "rule", "expected"),
    [
        ("", Reason.NO_TOTAL, "", {}),
        ('total = { id = "t", amount = 5 }\n', Reason.TOTAL, "t", {}),
        ('total = { id = "t", rows = [{ amount = 5 }] }\n', Reason.TOTAL_ROW, "t", {}),
        ('total = { id = "t", highest_of = { fact = "classes", amounts = { a = 5, b = 4 } } }\n', Reason.TOTAL_HIGHEST,
         "t", {"class": "a"}),
        ('adjustments = [{ id = "t", add = { each = "fte", amount = 4 } }]\n', Reason.ADDED, "t",
         {"each": "fte", "value": F(1, 2), "amount": F(4)}),
        ('adjustments = [{ id = "t", reduce = 4 }]\n', Reason.REDUCED, "t", {"amount": F(4)}),
        ('adjustments = [{ id = "t", prorate = { by = "fte", of = 2 } }]\n', Reason.PRORATED, "t",
         {"by": "fte", "value": F(1, 2), "of": F(2)}),
        ('adjustments = [{ id = "t", exempt = true }]\n', Reason.EXEMPT, "t", {}),
    ],
)  # fmt: skip
def test_what_the_required_total_says(rules: str, reason: Reason, rule: str, expected: dict[str, Any]) -> None:
    (step,) = (step for step in judge(rules + HEAD).required_steps if step.reason is reason)
    assert (step.rule, dict(step.arguments)) == (rule, expected)
