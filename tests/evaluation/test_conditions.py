"""Conditions: what must be true for credit, each with the reason that it gives."""

from datetime import date
from typing import Any

import pytest

from plpcore.model import Alignment
from tests.evaluation.support import HOURS, decided, did, goal, judge, line_of, reasons, shown, wrote

TOTAL = HOURS + "total = { amount = 1 }\n"


def verdict(condition: str, *activities: Any, head: str = "", **parts: Any) -> tuple[str, str, str]:
    """Return outcome, status and last reason of one activity under one condition."""
    found = judge(head + TOTAL + f'conditions = [{{ id = "c", {condition} }}]\n', *(activities or (did(),)), **parts)
    line = line_of(found)
    return found.outcome.value, line.status.value, line.steps[-1].reason.value


PASSES = ("met", "counted", "award-rate")


def refuses(reason: str) -> tuple[str, str, str]:
    return ("short", "refused", reason)


def waits(reason: str) -> tuple[str, str, str]:
    return ("met if approved", "pending", reason)


UNKNOWN = ("undetermined", "undetermined", "fact-missing")


def test_evidence_of_any_kind_is_asked_for() -> None:
    assert verdict("evidence = {}") == refuses("evidence-missing")
    assert verdict("evidence = {}", did(evidence=["e"]), evidence=(shown(),)) == PASSES
    assert verdict("evidence = {}", did(), evidence=(shown(),)) == refuses("evidence-missing")


@pytest.mark.parametrize(("kinds", "passes"), [(["photo", "photo"], False), (["photo", "certificate"], True)])
def test_evidence_of_given_kinds_is_asked_for(kinds: list[str], passes: bool) -> None:
    evidence = tuple(shown(f"e{n}", kind) for n, kind in enumerate(kinds))
    found = verdict('evidence = { kinds = ["certificate", "x"] }', did(evidence=["e0", "e1"]), evidence=evidence)
    assert found == (PASSES if passes else refuses("evidence-missing"))


@pytest.mark.parametrize(("pieces", "passes"), [(1, False), (2, True), (3, True)])
def test_so_many_pieces_of_evidence_are_asked_for(pieces: int, passes: bool) -> None:
    evidence = tuple(shown(f"e{n}") for n in range(pieces))
    names = [item.id for item in evidence]
    found = verdict("evidence = { at_least = 2 }", did(evidence=names), evidence=evidence)
    assert found == (PASSES if passes else refuses("evidence-missing"))


def test_evidence_that_was_added_later_than_known_does_not_count() -> None:
    late: dict[str, Any] = {"evidence": (shown(added="2024-05-02"),)}
    assert verdict("evidence = {}", did(evidence=["e"]), known_at="2024-05-01", **late) == refuses("evidence-missing")
    assert verdict("evidence = {}", did(evidence=["e"]), known_at="2024-05-02", **late) == PASSES


@pytest.mark.parametrize(
    ("test", "reflections", "passes"),
    [
        ("{}", (), False),
        ("{}", (wrote(),), True),
        ("{}", (wrote(private=True),), False),
        ("{ words = 3 }", (wrote(words=3),), True),
        ("{ words = 3 }", (wrote(words=2),), False),
        ("{ at_least = 2 }", (wrote(),), False),
        ("{ at_least = 2 }", (wrote(), wrote(name="second")), True),
        ("{ at_least = 2, words = 3 }", (wrote(), wrote(words=1, name="second")), False),
        ('{ prompts = ["p", "q"] }', (wrote(prompt="p"),), False),
        ('{ prompts = ["p", "q"] }', (wrote(prompt="p"), wrote(prompt="q")), True),
        ('{ prompts = ["p", "q"] }', (wrote(prompt="p"), wrote(prompt="q", private=True)), False),
        ('{ prompts = ["p"], words = 5 }', (wrote(prompt="p", words=4), wrote(prompt="x", words=9)), False),
    ],
)
def test_a_reflection_is_asked_for(test: str, reflections: tuple[Any, ...], passes: bool) -> None:
    found = verdict(f"reflection = {test}", reflections=reflections)
    assert found == (PASSES if passes else refuses("reflection-missing"))


def test_a_reflection_on_another_activity_or_written_later_than_known_does_not_count() -> None:
    other = judge(
        TOTAL + 'conditions = [{ when = { id = "a" }, reflection = {} }]\n', did(), did("b"), reflections=(wrote("b"),)
    )
    assert reasons(other)[-1] == "reflection-missing"
    late: dict[str, Any] = {"reflections": (wrote(written="2024-05-02"),)}
    assert verdict("reflection = {}", known_at="2024-05-01", **late) == refuses("reflection-missing")
    assert verdict("reflection = {}", known_at="2024-05-02", **late) == PASSES


def test_a_link_to_a_goal_is_asked_for() -> None:
    assert verdict("goal = {}") == refuses("goal-missing")
    assert verdict("goal = {}", did(goals=["g"]), goals=(goal(),)) == PASSES


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ((), waits("awaiting-goal-approval")),
        ((("returned", "2024-01-01"),), waits("awaiting-goal-approval")),
        ((("approved", "2024-01-01"),), PASSES),
        ((("denied", "2024-01-01"),), refuses("goal-not-approved")),
        ((("denied", "2024-01-01"), ("approved", "2024-01-02")), PASSES),
        ((("approved", "2024-01-01"), ("revoked", "2024-01-02")), refuses("goal-not-approved")),
    ],
)
def test_an_approved_goal_is_asked_for(decisions: tuple[tuple[str, str], ...], expected: tuple[str, str, str]) -> None:
    reviews = tuple(decided("g", word, day, purpose="goal") for word, day in decisions)
    activity = did(goals=["g"])
    assert verdict('goal = { state = "approved" }', activity, goals=(goal(),), reviews=reviews) == expected


def test_one_approved_goal_of_several_is_enough_and_an_undecided_one_keeps_the_claim_waiting() -> None:
    goals, activity = (goal("g"), goal("h")), did(goals=["g", "h"])
    denied = decided("g", "denied", purpose="goal")
    approved = decided("h", purpose="goal")
    assert verdict('goal = { state = "approved" }', activity, goals=goals, reviews=(denied, approved)) == PASSES
    found = verdict('goal = { state = "approved" }', activity, goals=goals, reviews=(denied,))
    assert found == waits("awaiting-goal-approval")


def test_a_goal_or_the_activity_is_aligned_to_a_framework() -> None:
    aligned = (Alignment(framework="f", item="1"),)
    condition = 'goal = { framework = "f" }'
    assert verdict(condition, did(goals=["g"]), goals=(goal(),)) == refuses("goal-missing")
    assert verdict(condition, did(goals=["g"]), goals=(goal(alignments=aligned),)) == PASSES
    other = (Alignment(framework="x", item="1"),)
    assert verdict(condition, did(goals=["g"]), goals=(goal(alignments=other),)) == refuses("goal-missing")
    from attrs import evolve

    activity = evolve(did(goals=["g"]), alignments=aligned)
    assert verdict(condition, activity, goals=(goal(),)) == PASSES


@pytest.mark.parametrize(
    ("condition", "reviews", "expected"),
    [
        ("{}", (), waits("awaiting-approval")),
        ("{}", (decided(),), PASSES),
        ("{}", (decided(purpose="prior-approval"),), waits("awaiting-approval")),
        ('{ purpose = "prior-approval" }', (decided(),), waits("awaiting-approval")),
        ('{ purpose = "prior-approval" }', (decided(purpose="prior-approval"),), PASSES),
        ("{}", (decided(decision="returned"),), waits("returned")),
        ("{}", (decided(decision="denied"),), refuses("denied")),
        ("{}", (decided(on="2024-01-01"), decided(decision="revoked", on="2024-01-02")), refuses("revoked")),
        ("{}", (decided(decision="denied", on="2024-01-01"), decided(on="2024-01-02")), PASSES),
        ("{}", (decided(on="2024-01-02"), decided(decision="denied", on="2024-01-01")), PASSES),
        ('{ roles = ["principal"] }', (decided(role="peer"),), waits("awaiting-approval")),
        ('{ roles = ["principal", "x"] }', (decided(role="principal"),), PASSES),
        ('{ time = "after" }', (decided(on="2024-03-01"),), PASSES),
        ('{ time = "after" }', (decided(on="2024-02-29"),), refuses("approved-too-early")),
        ('{ time = "before" }', (decided(on="2024-03-01"),), PASSES),
        ('{ time = "before" }', (decided(on="2024-03-02"),), refuses("approved-too-late")),
        ('{ time = "any" }', (decided(on="2024-03-02"),), PASSES),
        ('{ time = "before" }', (decided(on=None),), UNKNOWN),
    ],
)
def test_an_approval_is_asked_for(condition: str, reviews: tuple[Any, ...], expected: tuple[str, str, str]) -> None:
    assert verdict(f"approval = {condition}", reviews=reviews) == expected


def test_approval_before_means_before_the_activity_began() -> None:
    condition = 'approval = { purpose = "prior-approval", time = "before" }'
    long = did(started="2024-02-01")
    found = verdict(condition, long, reviews=(decided(on="2024-02-01", purpose="prior-approval"),))
    assert found == PASSES
    found = verdict(condition, long, reviews=(decided(on="2024-02-02", purpose="prior-approval"),))
    assert found == refuses("approved-too-late")


@pytest.mark.parametrize(("time", "missing"), [("before", "completed"), ("after", "completed")])
def test_approval_in_time_cannot_be_told_of_an_activity_without_a_date(time: str, missing: str) -> None:
    text = TOTAL + f'conditions = [{{ approval = {{ time = "{time}" }} }}]\n'
    found = judge(text, did(on=None), reviews=(decided(),))
    assert (found.outcome, found.missing) == ("undetermined", (missing,))
    found = judge(text, did(), reviews=(decided(on=None),))
    assert found.missing == ("review.decided",)


def test_decisions_of_one_day_are_read_in_the_order_of_their_ids() -> None:
    first, second = decided(decision="denied", name="1"), decided(name="2")
    assert verdict("approval = {}", reviews=(second, first)) == PASSES
    first, second = decided(decision="denied", name="2"), decided(name="1")
    assert verdict("approval = {}", reviews=(first, second)) == refuses("denied")


def panel(*words: str, role: str = "panel") -> tuple[Any, ...]:
    return tuple(decided(decision=word, reviewer=f"r{n}", role=role) for n, word in enumerate(words))


@pytest.mark.parametrize(
    ("test", "reviews", "expected"),
    [
        ("approvals = 2", (), waits("awaiting-panel")),
        ("approvals = 2", panel("approved"), waits("awaiting-panel")),
        ("approvals = 2", panel("approved", "approved"), PASSES),
        ("approvals = 2", panel("approved", "approved", "denied"), refuses("panel-denied")),
        ("approvals = 2, denials_at_most = 1", panel("approved", "denied", "approved"), PASSES),
        ("approvals = 2, denials_at_most = 1", panel("denied", "approved", "denied"), refuses("panel-denied")),
        ("approvals = 1", panel("approved", "revoked"), refuses("panel-denied")),
        ("approvals = 2", panel("approved", "returned"), waits("awaiting-panel")),
        ('approvals = 1, role = "panel"', panel("approved", role="peer"), waits("awaiting-panel")),
        ('approvals = 1, role = "panel"', panel("denied", role="peer") + panel("approved"), PASSES),
        ("approvals = 2", (decided(name="1"), decided(name="2")), PASSES),
    ],
)
def test_a_panel_is_asked_for(test: str, reviews: tuple[Any, ...], expected: tuple[str, str, str]) -> None:
    named = tuple({review.id: review for review in reviews}.values())
    assert verdict(f"panel = {{ {test} }}", reviews=named) == expected


def test_one_reviewer_of_a_panel_has_one_voice_the_last_one() -> None:
    twice = (decided(on="2024-01-01", reviewer="r"), decided(on="2024-01-02", reviewer="r"))
    assert verdict("panel = { approvals = 2 }", reviews=twice) == waits("awaiting-panel")
    turned = (decided(decision="denied", on="2024-01-01", reviewer="r"), decided(on="2024-01-02", reviewer="r"))
    assert verdict("panel = { approvals = 1 }", reviews=turned) == PASSES


@pytest.mark.parametrize(
    ("test", "provider", "passes"),
    [("{}", "", False), ("{}", "any", True), ('{ one_of = ["u"] }', "u", True), ('{ one_of = ["u"] }', "v", False)],
)
def test_an_approved_provider_is_asked_for(test: str, provider: str, passes: bool) -> None:
    found = verdict(f"provider = {test}", did(provider=provider))
    assert found == (PASSES if passes else refuses("provider-not-approved"))


DATED = 'activity_facts = { verified = { type = "date" }, taught = { type = "date" } }\n'


@pytest.mark.parametrize(
    ("day", "passes"), [(date(2024, 3, 31), True), (date(2024, 4, 1), False), (date(2024, 3, 1), True)]
)
def test_a_date_lies_within_days_of_completion_inclusive(day: date, passes: bool) -> None:
    found = verdict('within = { fact = "verified", days = 30 }', did(verified=day), head=DATED)
    assert found == (PASSES if passes else refuses("too-late"))


def test_a_date_lies_within_any_number_of_days_of_itself() -> None:
    assert verdict('within = { fact = "completed", days = 0 }', did()) == PASSES


def test_a_date_lies_within_days_of_another_date() -> None:
    condition = 'within = { fact = "verified", of = "taught", days = 0 }'
    same = did(verified=date(2024, 1, 1), taught=date(2024, 1, 1))
    assert verdict(condition, same, head=DATED) == PASSES
    assert verdict(condition, did(verified=date(2024, 1, 1)), head=DATED) == UNKNOWN
    silent = DATED + 'options = { missing = "does not hold" }\n'
    assert verdict(condition, did(), head=silent) == refuses("too-late")


COUNTED = 'activity_facts = { attended = { type = "number" }, scheduled = { type = "number" } }\n'


@pytest.mark.parametrize(
    ("test", "attended", "scheduled", "passes"),
    [
        ("{}", 10, 10, True),
        ("{}", 9, 10, False),
        ('{ share = "3/4" }', 7, 10, True),
        ('{ share = "3/4" }', 6, 10, False),
        ('{ share = "3/4", rounding = "up" }', 7, 10, False),
        ('{ share = "3/4", rounding = "up" }', 8, 10, True),
        ('{ share = "3/4", rounding = "half_up" }', 7, 10, False),
        ('{ share = "3/4", rounding = "half_down" }', 7, 10, True),
        ('{ share = "50%", at_least = 6 }', 5, 10, False),
        ('{ share = "50%", at_least = 6 }', 6, 10, True),
    ],
)
def test_a_share_of_the_meetings_is_attended(test: str, attended: int, scheduled: int, passes: bool) -> None:
    found = verdict(f"attendance = {test}", did(attended=attended, scheduled=scheduled), head=COUNTED)
    assert found == (PASSES if passes else refuses("attendance-too-low"))


def test_attendance_that_nobody_wrote_down_is_unknown() -> None:
    assert verdict("attendance = {}", did(attended=3), head=COUNTED) == UNKNOWN
    silent = COUNTED + 'options = { missing = "does not hold" }\n'
    assert verdict("attendance = {}", did(attended=3), head=silent) == refuses("attendance-too-low")


GRADED = 'activity_facts = { grade = { type = "text" } }\n'


@pytest.mark.parametrize(
    ("test", "grade", "passes"),
    [
        ('at_least = "B-"', "B-", True),
        ('at_least = "B-"', "C+", False),
        ('at_least = "B-"', "B", True),
        ('at_least = "B"', "B-", False),
        ('at_least = "A+"', "A", False),
        ('at_least = "A"', "A+", True),
        ('at_least = "D-"', "F", False),
        ('at_least = "F"', "F", True),
        ('at_least = "B"', "P", True),
        ('at_least = "B", passes = ["S"]', "P", False),
        ('at_least = "B", passes = ["S"]', "S", True),
        ('at_least = "B"', "b", False),
    ],
)
def test_a_grade_is_high_enough(test: str, grade: str, passes: bool) -> None:
    found = verdict(f"grade = {{ {test} }}", did(grade=grade), head=GRADED)
    assert found == (PASSES if passes else refuses("grade-too-low"))


def test_a_grade_that_nobody_wrote_down_is_unknown() -> None:
    assert verdict('grade = { at_least = "B" }', did(), head=GRADED) == UNKNOWN
    silent = GRADED + 'options = { missing = "does not hold" }\n'
    assert verdict('grade = { at_least = "B" }', did(), head=silent) == refuses("grade-too-low")


def test_something_is_required_of_the_activity() -> None:
    assert verdict('require = { tags = "ok" }', did(tags=["ok"])) == PASSES
    assert verdict('require = { tags = "ok" }') == refuses("condition-not-met")
    assert verdict('require = { title = "x" }') == UNKNOWN
    assert verdict("require = {}") == PASSES


EDUCATOR = 'facts = { licensed = { type = "flag" } }\n'


def test_something_is_required_of_the_educator() -> None:
    condition = "require_educator = { licensed = true }"
    assert verdict(condition, head=EDUCATOR, facts={"licensed": True}) == PASSES
    assert verdict(condition, head=EDUCATOR, facts={"licensed": False}) == refuses("educator-condition-not-met")
    assert verdict(condition, head=EDUCATOR) == UNKNOWN
    assert verdict("require_educator = {}", head=EDUCATOR) == PASSES


def test_a_condition_is_asked_only_of_the_activities_that_it_names() -> None:
    assert verdict('when = { kind = "book" }, evidence = {}') == PASSES
    assert verdict('when = { tags = "x" }, evidence = {}') == PASSES
    assert verdict('when = { title = "x" }, evidence = {}') == UNKNOWN


def test_a_condition_is_asked_only_of_the_educators_that_it_names() -> None:
    condition = "applies = { licensed = true }, evidence = {}"
    assert verdict(condition, head=EDUCATOR, facts={"licensed": True}) == refuses("evidence-missing")
    assert verdict(condition, head=EDUCATOR, facts={"licensed": False}) == PASSES
    found = judge(EDUCATOR + TOTAL + f"conditions = [{{ {condition} }}]\n", did())
    assert (found.outcome, found.missing) == ("undetermined", ("licensed",))


def test_an_educator_fact_is_not_asked_for_where_no_activity_is_concerned() -> None:
    condition = 'when = { kind = "book" }, applies = { licensed = true }, evidence = {}'
    assert verdict(condition, head=EDUCATOR) == PASSES


def test_a_waived_condition_asks_nothing() -> None:
    assert verdict("evidence = {}, waived = true") == PASSES


def test_the_hardest_of_several_reasons_decides_and_all_are_written_down() -> None:
    text = EDUCATOR + TOTAL + 'conditions = [{ evidence = {} }, { approval = {} }, { require = { title = "x" } }]\n'
    found = judge(text, did())
    assert line_of(found).status == "refused"
    assert reasons(found) == ["award-rate", "evidence-missing", "awaiting-approval", "fact-missing"]
    found = judge(text, did(evidence=["e"]), evidence=(shown(),))
    assert (found.outcome, line_of(found).status) == ("undetermined", "undetermined")


@pytest.mark.parametrize("decision", ["denied", "revoked"])
def test_a_denied_claim_counts_nothing_though_no_rule_asks_for_an_approval(decision: str) -> None:
    found = judge(TOTAL, did(), reviews=(decided(), decided(decision=decision, on="2024-04-01")))
    assert (found.outcome, reasons(found)[-1]) == ("short", decision)
    other = 'conditions = [{ when = { kind = "project" }, panel = { approvals = 2 } }]\n'
    assert judge(TOTAL + other, did(), reviews=(decided(decision=decision),)).total == 0


@pytest.mark.parametrize("decision", ["approved", "returned"])
def test_a_claim_that_was_approved_or_returned_counts_where_no_rule_asks_for_an_approval(decision: str) -> None:
    assert judge(TOTAL, did(), reviews=(decided(decision=decision),)).outcome == "met"


def test_a_denial_of_prior_approval_is_no_denial_of_credit() -> None:
    assert judge(TOTAL, did(), reviews=(decided(decision="denied", purpose="prior-approval"),)).outcome == "met"


def test_a_denial_is_borne_where_a_panel_decides() -> None:
    reviews = panel("denied", "approved", "denied")
    text = TOTAL + "conditions = [{ panel = { approvals = 1, denials_at_most = 2 } }]\n"
    assert judge(text, did(), reviews=reviews).outcome == "met"
