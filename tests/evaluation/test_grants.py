"""Waivers, adjustments and substitutions of one educator: what each changes, and what the statement says it did."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from plpcore.evaluation import Outcome, Statement, evaluate, verify
from plpcore.model import Grant
from tests.evaluation.support import (
    HOURS,
    adjusted,
    counted,
    decided,
    did,
    judge,
    line_of,
    need,
    policy_from,
    reasons,
    record_of,
    shown,
    signed,
    substituted,
    waived,
)

F = Fraction
TOLD = {"authority": "board", "reason": "Leave."}
CERTIFICATE = HOURS + 'total = { amount = 3 }\nconditions = [{ id = "certificate", evidence = {} }]\n'


def states(found: Statement) -> dict[str, str]:
    return {use.grant.id: use.state.value for use in found.grants}


def told(found: Statement, reason: str, name: str = "a") -> list[dict[str, object]]:
    return [dict(step.arguments) for step in line_of(found, name).steps if step.reason.value == reason]


# ------------------------------------------------------------------------------------------------ conditions


def test_a_waived_condition_does_not_hold_and_says_so_where_it_would_have_refused() -> None:
    lone, shows = did("a", "2 hour"), did("b", "1 hour", evidence=["e"])
    found = judge(CERTIFICATE, lone, shows, evidence=(shown(),), grants=(waived("certificate"),))
    assert counted(found) == {"a": 2, "b": 1}
    assert found.outcome is Outcome.MET
    assert reasons(found, "a") == ["award-rate", "waived"]
    assert told(found, "waived") == [TOLD]
    assert reasons(found, "b") == ["award-rate"]
    assert states(found) == {"g": "used"}


def test_a_condition_may_be_waived_for_one_activity() -> None:
    found = judge(CERTIFICATE, did("a"), did("b"), grants=(waived("certificate", "a"),))
    assert counted(found) == {"a": 1, "b": 0}
    assert reasons(found, "b") == ["award-rate", "evidence-missing"]


def test_a_condition_that_is_met_anyway_makes_its_waiver_moot() -> None:
    found = judge(CERTIFICATE, did(evidence=["e"]), evidence=(shown(),), grants=(waived("certificate"),))
    assert states(found) == {"g": "moot"}
    assert reasons(found) == ["award-rate"]


def test_a_waived_condition_asks_for_no_fact() -> None:
    head = HOURS + '[facts]\nrole = { type = "text" }\n[activity_facts]\ntopic = { type = "text" }\n'
    for words in ('when = { topic = "t" }, evidence = {}', 'require = { topic = "t" }'):
        text = f'conditions = [{{ id = "c", {words} }}]\n' + head
        assert judge(text, did()).total == 0
        found = judge(text, did(), grants=(waived("c"),))
        assert (found.total, found.missing, reasons(found)) == (1, (), ["award-rate", "waived"])
    text = 'conditions = [{ id = "c", applies = { role = "x" }, evidence = {} }]\n' + head
    assert judge(text, did()).missing == ("role",)
    found = judge(text, did(), grants=(waived("c"),))
    assert (found.total, found.missing, states(found)) == (1, (), {"g": "used"})
    assert reasons(found) == ["award-rate", "waived"]


FACTS = '[activity_facts]\ntopic = { type = "text" }\nplace = { type = "text" }\n'


def test_what_a_waived_rule_asked_is_not_blamed_on_the_next_rule() -> None:
    text = HOURS + 'conditions = [{ id = "asks", when = { topic = "t", kind = "workshop" }, evidence = {} }, '
    text += '{ id = "next", approval = {}, when = { place = "x" } }]\n'
    text += 'caps = [{ id = "cap", when = { topic = "t" }, at_most = 9 }]\n' + FACTS
    found = judge(text, did(), grants=(waived("asks", name="x"), waived("cap", name="y")))
    assert line_of(found).missing == ("place",)
    assert [dict(step.arguments) for step in line_of(found).steps if step.reason.value == "fact-missing"] == [
        {"facts": ("place",)}
    ]
    caps = 'caps = [{ id = "cap", when = { topic = "t" }, at_most = 9 }, { when = { place = "x" }, at_most = 0 }]\n'
    assert judge(HOURS + "total = { amount = 1 }\n" + caps + FACTS, did(), grants=(waived("cap"),)).missing == (
        "place",
    )


def test_a_condition_that_is_for_others_is_not_told_as_waived() -> None:
    text = 'conditions = [{ id = "c", applies = { role = "x" }, evidence = {} }]\n' + HOURS
    text += '[facts]\nrole = { type = "text" }\n'
    found = judge(text, did(), facts={"role": "y"}, grants=(waived("c"),))
    assert reasons(found) == ["award-rate"]
    text = text.replace('applies = { role = "x" }', 'when = { kind = "workshop", title = "x" }')
    assert reasons(judge(text, did(title="y"), facts={"role": "y"}, grants=(waived("c"),))) == ["award-rate"]


def test_a_waived_approval_does_not_undo_a_denial() -> None:
    text = HOURS + 'conditions = [{ id = "approval", approval = {} }]\n'
    assert judge(text, did(), grants=(waived("approval"),)).total == 1
    found = judge(text, did(), reviews=(decided(decision="denied"),), grants=(waived("approval"),))
    assert reasons(found) == ["award-rate", "waived", "denied"]


def test_a_credential_of_unknown_worth_stands_also_with_a_waiver() -> None:
    text = 'awards = [{ by = "topic", table = { t = 2 } }]\ntotal = { amount = 3 }\n'
    text += 'deemed = [{ when = { kind = "workshop" } }]\nconditions = [{ id = "c", evidence = {} }]\n'
    text += '[activity_facts]\ntopic = { type = "text" }\n'
    found = judge(text, did(), grants=(waived("c"),))
    assert (found.outcome, found.deemed_by, states(found)) == (Outcome.MET, "deemed-0", {"g": "used"})


# --------------------------------------------------------------------------------------------- caps and blocks

CAPPED = HOURS + 'caps = [{ id = "cap", when = { kind = "book" }, at_most = 2 }]\n'
BOOKS = (did("a", "2 hour", kind="book"), did("b", "3 hour", kind="book"), did("c"))


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        (waived("cap"), {"a": 2, "b": 3, "c": 1}),
        (waived("cap", "a"), {"a": 2, "b": 2, "c": 1}),
        (waived("cap", "b"), {"a": 2, "b": 3, "c": 1}),
        (adjusted("cap", 4), {"a": 2, "b": 2, "c": 1}),
        (adjusted("cap", F(7, 3)), {"a": 2, "b": F(1, 3), "c": 1}),
        (adjusted("cap", 0), {"a": 0, "b": 0, "c": 1}),
    ],
)
def test_a_cap_may_be_waived_or_adjusted(grant: Grant, expected: dict[str, Fraction]) -> None:
    found = judge(CAPPED, *BOOKS, grants=(grant,))
    assert counted(found) == expected
    assert states(found) == {"g": "used"}


def test_a_granted_cap_is_told_on_the_activities_that_it_is_about() -> None:
    found = judge(CAPPED, *BOOKS, grants=(adjusted("cap", 4),))
    assert [reasons(found, name) for name in "abc"] == [
        ["award-rate", "adjusted"], ["award-rate", "adjusted", "cap-reached"], ["award-rate"],
    ]  # fmt: skip
    assert told(found, "adjusted", "b") == [{"amount": 4, **TOLD}]
    assert told(found, "cap-reached", "b") == [{"at_most": 4, "per": "cycle", "is_share": 0}]
    spared = judge(CAPPED, *BOOKS, grants=(waived("cap", "b"),))
    assert [reasons(spared, name) for name in "ab"] == [["award-rate"], ["award-rate", "waived"]]
    tagged = CAPPED.replace('kind = "book"', 'kind = "book", tags = "x"')
    assert reasons(judge(tagged, *BOOKS, grants=(waived("cap"),))) == ["award-rate"]
    assert reasons(judge(CAPPED, *BOOKS, grants=(waived("cap"),)), "b") == ["award-rate", "waived"]


def test_a_share_may_become_an_amount() -> None:
    text = HOURS + 'total = { amount = 8 }\ncaps = [{ id = "cap", share = "25%" }]\n'
    text += 'floors = [{ id = "f", share = "50%" }]\n'
    found = judge(text, did(amounts="9 hour"), grants=(adjusted("cap", 5), adjusted("f", F(1, 3), name="h")))
    assert (found.total, need(found, "f").needed) == (5, F(1, 3))
    assert told(found, "cap-reached") == [{"at_most": 5, "per": "cycle", "is_share": 0}]
    counted_share = HOURS + 'floors = [{ id = "f", share = "50%", of = "counted" }]\n'
    assert need(judge(counted_share, did(), grants=(adjusted("f", 3),)), "f").needed == 3


def test_a_cap_with_groups_may_be_waived_for_the_activity_whose_group_is_unknown() -> None:
    text = HOURS + 'caps = [{ id = "cap", at_most = 2, by = "topic" }]\n[activity_facts]\ntopic = { type = "text" }\n'
    assert judge(text, did()).total == 0
    assert judge(text, did(), grants=(waived("cap", "a"),)).total == 1
    assert judge(text, did(), grants=(waived("cap"),)).total == 1


def test_a_waived_block_takes_nothing() -> None:
    text = HOURS + 'blocks = [{ id = "block", by = "kind", at_least = 9 }]\n'
    found = judge(text, did(), grants=(waived("block"),))
    assert (found.total, reasons(found)) == (1, ["award-rate", "waived"])


def test_a_spared_activity_still_helps_its_group() -> None:
    text = HOURS + 'blocks = [{ id = "block", by = "kind", at_least = 3 }]\n'
    two = (did("a", "1 hour"), did("b", "2 hour"))
    assert counted(judge(text, *two, grants=(waived("block", "a"),))) == {"a": 1, "b": 2}
    assert counted(judge(text, two[0], did("b"), grants=(waived("block", "a"),))) == {"a": 1, "b": 0}


# ----------------------------------------------------------------------------------------- floors and sign-offs

FLOORS = HOURS + 'floors = [{ id = "equity", when = { kind = "book", tags = "equity" }, at_least = 2 }]\n'


def test_a_waived_floor_asks_for_nothing_and_an_adjusted_one_for_another_amount() -> None:
    found = judge(FLOORS, did(), grants=(waived("equity"),))
    assert ([one.id for one in found.requirements], found.outcome) == (["total"], Outcome.MET)
    found = judge(FLOORS, did(), grants=(adjusted("equity", F(1, 2)),))
    assert (need(found, "equity").needed, found.short) == (F(1, 2), F(1, 2))


@pytest.mark.parametrize("sharing", ["overlap", "split"])
def test_a_substitution_lets_an_activity_of_any_kind_fill_a_floor(sharing: str) -> None:
    text = f'sharing = "{sharing}"\n{FLOORS}'
    found = judge(text, did("a", "2 hour"), did("b"), grants=(substituted("a", "equity"),))
    assert (found.outcome, line_of(found, "a").placed) == (Outcome.MET, (("equity", 2),))
    assert line_of(found, "b").fits == ()
    assert told(found, "substituted") == [TOLD]
    assert (reasons(found, "b"), states(found)) == (["award-rate"], {"g": "used"})


def test_a_substitution_adds_to_what_fits_by_itself() -> None:
    grants = (substituted("a", "equity"),)
    found = judge(FLOORS, did("a", kind="book"), did("b", kind="book", tags=["equity"]), grants=grants)
    assert [line_of(found, name).fits for name in "ab"] == [("equity",), ("equity",)]
    every = (
        HOURS + 'floors = [{ id = "equity", at_least = 1 }, { id = "other", when = { kind = "book" }, at_least = 1 }]\n'
    )
    assert states(judge(every, did("a"), grants=grants)) == {"g": "moot"}


def test_a_substitution_fills_the_year_that_the_activity_lies_in() -> None:
    text = HOURS + 'floors = [{ id = "equity", when = { tags = "x", kind = "book" }, at_least = 1, per = "year", '
    text += "years = [2022, 2023] }]\n"
    found = judge(text, did("a", on="2024-03-01"), grants=(substituted("a", "equity"),))
    assert [need(found, f"equity@{year}").credited for year in (2022, 2023)] == [0, 1]


def test_a_substitution_may_bring_a_further_value() -> None:
    text = HOURS + 'floors = [{ id = "topics", when = { tags = "x" }, distinct = "title", at_least = 2 }]\n'
    learned = (did("a", title="t", tags=["x"]), did("b", title="u"))
    assert need(judge(text, *learned), "topics").short == 1
    assert need(judge(text, *learned, grants=(substituted("b", "topics"),)), "topics").short == 0
    assert need(judge(text, *learned, grants=(adjusted("topics", 1),)), "topics").short == 0


def test_a_waived_sign_off_is_not_missing() -> None:
    text = 'sign_offs = [{ id = "principal" }, { id = "mentor" }]\n'
    found = judge(text, grants=(waived("principal"),))
    assert (found.fix.unsigned, states(found)) == (("mentor",), {"g": "used"})
    found = judge(text, sign_offs=(signed("principal"), signed("mentor")), grants=(waived("principal"),))
    assert (found.outcome, states(found)) == (Outcome.MET, {"g": "moot"})


# ---------------------------------------------------------------------------------------------------- the total

TOTAL = HOURS + 'total = { id = "hours-in-all", amount = 8 }\nadjustments = [{ id = "part-time", reduce = 2 }]\n'


def test_a_granted_total_comes_after_everything_that_the_policy_says_of_it() -> None:
    found = judge(TOTAL, did(), grants=(adjusted("hours-in-all", F(7, 3)),))
    assert [(step.reason.value, step.rule, step.after) for step in found.required_steps] == [
        ("total-stated", "hours-in-all", 8), ("total-reduced", "part-time", 6), ("adjusted", "hours-in-all", F(7, 3)),
    ]  # fmt: skip
    assert dict(found.required_steps[-1].arguments) == {"amount": F(7, 3), **TOLD}
    assert (found.required, found.short) == (F(7, 3), F(4, 3))
    found = judge(TOTAL, did(), grants=(waived("hours-in-all"),))
    assert (found.required, found.outcome, found.required_steps[-1].reason.value) == (0, Outcome.MET, "waived")


def test_a_granted_total_asks_for_no_fact() -> None:
    text = HOURS + 'total = { rows = [{ when = { fte = 1 }, amount = 5 }] }\n[facts]\nfte = { type = "number" }\n'
    assert judge(text, did()).missing == ("fte",)
    found = judge(text, did(), grants=(adjusted("total", 1),))
    assert (found.missing, found.outcome) == ((), Outcome.MET)


def test_a_minimum_that_is_reached_anyway_makes_its_adjustment_moot() -> None:
    found = judge(TOTAL, did(amounts="6 hour"), grants=(adjusted("hours-in-all", 3),))
    assert (found.required, states(found)) == (3, {"g": "moot"})
    carry = TOTAL + "carry_over = { }\n"
    found = judge(carry, did(amounts="6 hour"), grants=(adjusted("hours-in-all", 3),))
    assert (found.carried_out, states(found)) == (3, {"g": "used"})


# ----------------------------------------------------------------------------------------------------- used or moot


def test_a_grant_is_used_where_one_of_several_shortages_goes() -> None:
    text = HOURS + 'floors = [{ id = "f", at_least = 5 }, { id = "g", at_least = 5 }]\n'
    found = judge(text, did(), grants=(waived("f"),))
    assert (found.short, states(found)) == (4, {"g": "used"})


def test_a_grant_is_used_where_fewer_facts_are_missing() -> None:
    text = HOURS + "total = { rows = [{ when = { fte = 1 }, amount = 5 }] }\n"
    text += 'floors = [{ applies = { role = "x" }, at_least = 1 }]\n'
    text += '[facts]\nfte = { type = "number" }\nrole = { type = "text" }\n'
    found = judge(text, did(), grants=(waived("total"),))
    assert (found.outcome, found.missing, states(found)) == (Outcome.UNDETERMINED, ("role",), {"g": "used"})


def test_a_grant_is_used_where_only_the_outcome_changes() -> None:
    text = HOURS + 'conditions = [{ approval = {} }]\nfloors = [{ id = "f", when = { tags = "x" }, at_least = 1 }]\n'
    found = judge(text, did(), grants=(substituted("a", "f"),))
    assert (found.outcome, states(found)) == (Outcome.MET_IF_APPROVED, {"g": "used"})
    assert judge(text, did()).outcome is Outcome.SHORT


def test_a_grant_is_used_where_a_further_way_is_met() -> None:
    text = HOURS + 'alternatives = [{ id = "x" }, { id = "y", sign_offs = [{ id = "s" }] }]\n'
    found = judge(text, did(), grants=(waived("s"),))
    assert (found.alternative, states(found)) == ("x", {"g": "used"})


def test_a_grant_is_used_where_the_same_credit_comes_from_elsewhere() -> None:
    text = CAPPED.replace("caps =", 'total = { amount = 1 }\nconditions = [{ id = "c", evidence = {} }]\ncaps =')
    learned = (did("a", "2 hour", kind="book"), did("b", "2 hour", kind="book", evidence=["e"]))
    found = judge(text, *learned, evidence=(shown(),), grants=(waived("c", "a"),))
    assert (counted(found), states(found)) == ({"a": 2, "b": 0}, {"g": "used"})


# ------------------------------------------------------------------------------------------- several, and when


def test_of_several_grants_the_one_granted_last_decides_and_a_waiver_before_an_adjustment() -> None:
    early, late = adjusted("equity", 9, name="a", on="2024-03-01"), adjusted("equity", 1, name="b", on="2024-02-01")
    for grants in ((early, late), (late, early)):
        found = judge(FLOORS, did(), grants=grants)
        assert need(found, "equity").needed == 9
        assert states(found) == {"a": "used", "b": "moot"}
    assert judge(FLOORS, did(), grants=(early, late, waived("equity", name="w"))).outcome is Outcome.MET
    lone = evolve(waived("certificate", "a", name="b"), reason="For this one.")
    whole = judge(CERTIFICATE, did(), grants=(lone, waived("certificate", name="a")))
    assert states(whole) == {"a": "moot", "b": "moot"}
    assert told(whole, "waived") == [TOLD]
    capped = (waived("cap", "a", name="w"), adjusted("cap", 3))
    assert counted(judge(CAPPED, *BOOKS, grants=capped)) == {"a": 2, "b": 3, "c": 1}
    assert states(judge(TOTAL, grants=(waived("hours-in-all"), adjusted("hours-in-all", 1, name="h")))) == {
        "g": "used", "h": "moot",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("grant", "known_at", "state"),
    [
        (waived("certificate", on="2024-06-30"), None, "used"),
        (waived("certificate", on="2024-07-01"), None, "not yet"),
        (waived("certificate", expires="2024-07-01"), None, "used"),
        (waived("certificate", expires="2024-06-30"), None, "expired"),
        (waived("certificate", on="2024-05-01"), "2024-05-01", "used"),
        (waived("certificate", on="2024-05-01"), "2024-04-30", "not yet"),
        (waived("certificate", entered=date(2024, 6, 1)), "2024-05-31", "not yet"),
        (waived("certificate", on="2024-06-02", entered=date(2024, 5, 31)), "2024-05-31", "used"),
        (waived("certificates"), None, "unknown rule"),
        (waived("certificates", expires="2024-06-30"), None, "expired"),
        (waived("hours"), None, "unknown rule"),
        (waived("total", "a"), None, "unknown rule"),
        (adjusted("certificate", 1), None, "unknown rule"),
        (substituted("a", "total"), None, "unknown rule"),
    ],
)
def test_a_grant_acts_on_its_days_once_it_is_known_and_only_on_a_rule_of_its_kind(
    grant: Grant, known_at: str | None, state: str
) -> None:
    found = judge(CERTIFICATE, did(entered="2024-03-01"), known_at=known_at, grants=(grant,))
    assert states(found) == {"g": state}
    assert found.total == (1 if state == "used" else 0)


def test_a_rule_of_another_edition_or_way_is_known() -> None:
    text = HOURS + 'total = { amount = 3 }\nalternatives = [{ id = "x" }, { id = "y", sign_offs = [{ id = "s" }] }]\n'
    found = judge(text, did(), grants=(waived("s"),))
    assert (states(found), [way.outcome for way in found.alternatives]) == ({"g": "moot"}, [Outcome.SHORT] * 2)


def test_each_grant_of_the_record_has_its_entry_though_no_edition_holds() -> None:
    text = f'{HOURS}editions = [{{ id = "old", until = 2020-01-01, floors = [{{ id = "f", at_least = 1 }}] }}]\n'
    found = judge(text, did(), grants=(waived("f", name="b"), waived("x", name="a")))
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert list(states(found).items()) == [("a", "unknown rule"), ("b", "moot")]


def test_an_evaluation_leaves_the_record_and_the_policy_as_they_are() -> None:
    policy, grants = policy_from(CAPPED), (waived("cap"), adjusted("cap", 1, name="h"))
    record = record_of(*BOOKS, grants=grants)
    before = evolve(record)
    first = evaluate(policy, record, as_of=date(2024, 6, 30))
    assert first == evaluate(policy, record, as_of=date(2024, 6, 30))
    assert record == before
    assert tuple(use.grant for use in first.grants) == grants
    assert counted(judge(policy, *BOOKS))["b"] == 0


def test_a_note_that_changes_credit_is_found_by_verify() -> None:
    found = judge(CERTIFICATE, did(), grants=(waived("certificate"),))
    (line,) = found.lines
    forged = evolve(line, steps=(line.steps[0], evolve(line.steps[1], after=0)))
    assert [one.where for one in verify(evolve(found, lines=(forged,)))] == ["$.lines[0].steps[1]"]
