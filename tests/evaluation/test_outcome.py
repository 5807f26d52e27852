"""The whole: deemed, alternatives, sign-offs, pending claims, what is undetermined, the least fix, the certificate."""

from fractions import Fraction
from typing import Any

import pytest

from plpcore.evaluation import Certificate, FixPart, LeastFix, Outcome
from tests.evaluation.support import (
    HOURS,
    decided,
    did,
    judge,
    line_of,
    need,
    reasons,
    signed,
)

TEN = HOURS + "total = { amount = 10 }\n"
FLOOR = 'floors = [{ id = "eq", when = { tags = "eq" }, at_least = 4 }]\n'


@pytest.mark.parametrize(("hours", "outcome"), [("9.999999", "short"), ("10", "met"), ("11", "met")])
def test_the_total_is_inclusive(hours: str, outcome: str) -> None:
    found = judge(TEN, did(amounts=f"{hours} hour"))
    assert (found.outcome, found.is_met) == (outcome, outcome == "met")
    assert found.short == max(0, 10 - Fraction(hours))


NBC = TEN + FLOOR + 'deemed = [{ id = "nbc", when = { kind = "national-certification" } }]\n'
CREDENTIAL = did("nbc", "", kind="national-certification")


def test_a_credential_satisfies_total_and_floors_at_once() -> None:
    found = judge(NBC, CREDENTIAL)
    assert (found.outcome, found.deemed_by, found.fix) == ("met", "nbc", LeastFix(Fraction(0)))
    assert need(found, "total").short == 10
    assert judge(NBC).deemed_by == ""


def test_so_many_credentials_may_be_needed() -> None:
    text = NBC.replace('"nbc",', '"nbc", count = 2,')
    first, second = (did(name, "0 hour", kind="national-certification") for name in "ab")
    assert judge(text, first).outcome == "short"
    assert judge(text, first, second).outcome == "met"


def test_a_credential_whose_worth_nobody_knows_still_waits_for_what_else_is_asked() -> None:
    asked = NBC + "conditions = [{ evidence = {} }]\n"
    assert judge(asked, CREDENTIAL).outcome == "short"
    assert judge(NBC.replace('"nbc",', '"nbc", count = 2,'), CREDENTIAL).missing == ("amount.hour",)


def test_a_credential_whose_worth_nobody_knows_waits_for_its_approval_too() -> None:
    asked = NBC + "conditions = [{ approval = {} }]\n"
    assert judge(asked, CREDENTIAL).deemed_by == ""
    assert judge(asked, CREDENTIAL, reviews=(decided("nbc"),)).deemed_by == "nbc"


@pytest.mark.parametrize("decision", ["denied", "revoked"])
def test_a_credential_that_was_denied_satisfies_nothing(decision: str) -> None:
    review = decided("nbc", decision)
    assert judge(NBC, CREDENTIAL, reviews=(review,)).outcome == "short"
    assert judge(NBC, CREDENTIAL, reviews=(decided("nbc"),)).outcome == "met"


def test_a_credential_outside_the_window_or_of_tomorrow_satisfies_nothing() -> None:
    text = NBC + "window = { from = 2023-07-01 }\n"
    assert judge(text, did("nbc", "", "2023-06-30", kind="national-certification")).outcome == "short"
    assert judge(text, did("nbc", "", "2023-07-01", kind="national-certification")).outcome == "met"
    assert judge(NBC, did("nbc", "", "2024-07-01", kind="national-certification")).outcome == "short"


def test_a_credential_that_waits_for_approval_satisfies_if_approved() -> None:
    text = NBC.replace('per = "hour"', "fixed = 1") + "conditions = [{ approval = {} }]\n"
    assert judge(text, CREDENTIAL).outcome == "met if approved"
    assert judge(text, CREDENTIAL, reviews=(decided("nbc"),)).outcome == "met"


FACT = 'facts = { nbc = { type = "flag" }, role = { type = "text" } }\n'


def test_something_true_of_the_educator_may_satisfy_all() -> None:
    text = (
        FACT + TEN + 'deemed = [{ id = "no", educator = { role = "x" } }, { id = "yes", educator = { nbc = true } }]\n'
    )
    assert judge(text, facts={"nbc": True, "role": "y"}).deemed_by == "yes"
    assert judge(text, facts={"nbc": False, "role": "y"}).outcome == "short"
    found = judge(text, facts={"nbc": False})
    assert (found.outcome, found.missing) == ("undetermined", ("role",))
    assert judge(text, facts={"nbc": True}).outcome == "met"


ALTERNATIVES = (
    TEN
    + """
[[alternatives]]
id = "hours"
[[alternatives]]
id = "pages"
awards = [{ id = "page", cite = "-", per = "page" }]
total = { id = "t", cite = "-", amount = 100 }
"""
)


@pytest.mark.parametrize(
    ("amounts", "chosen", "outcome"),
    [
        ("10 hour", "hours", "met"),
        ("100 page", "pages", "met"),
        ("10 hour, 100 page", "hours", "met"),
        ("9 hour, 50 page", "hours", "short"),
        ("1 hour, 98 page", "pages", "short"),
    ],
)
def test_any_of_several_ways_is_enough_and_else_the_one_that_lacks_least_is_told(
    amounts: str, chosen: str, outcome: str
) -> None:
    found = judge(ALTERNATIVES, did(amounts=amounts))
    assert (found.alternative, found.outcome) == (chosen, outcome)
    assert [way.id for way in found.alternatives] == ["hours", "pages"]


def test_every_way_is_listed_with_its_outcome_and_what_it_lacks() -> None:
    found = judge(ALTERNATIVES, did(amounts="9 hour, 50 page"))
    assert {way.id: (way.outcome.value, way.short) for way in found.alternatives} == {
        "hours": ("short", Fraction(1)),
        "pages": ("short", Fraction(50)),
    }


def test_a_way_that_is_met_if_approved_is_told_before_one_that_is_short() -> None:
    text = ALTERNATIVES + 'conditions = [{ id = "c", cite = "-", when = { tags = "p" }, approval = {} }]\n'
    found = judge(text, did("a", "9.5 hour"), did("b", "100 page", tags=["p"]))
    assert (found.outcome, found.alternative) == ("met if approved", "pages")


def test_a_single_alternative_is_named() -> None:
    text = TEN + '[[alternatives]]\nid = "only"\n'
    found = judge(text)
    assert (found.alternative, [way.id for way in found.alternatives]) == ("only", ["only"])
    assert judge(TEN).alternatives == ()


def test_an_alternative_is_laid_over_the_edition() -> None:
    text = '[[editions]]\nid = "e"\ntotal = { id = "t", cite = "-", amount = 3 }\n' + '[[alternatives]]\nid = "a"\n'
    found = judge(HOURS + text, did(amounts="3 hour"))
    assert (found.edition, found.alternative, found.outcome) == ("e", "a", "met")


SIGNED = 'sign_offs = [{ id = "plan" }, { id = "goals", applies = { role = "teacher" } }]\n' + FACT


@pytest.mark.parametrize(
    ("role", "given", "unsigned"),
    [
        ("teacher", (), ("plan", "goals")),
        ("teacher", ("plan",), ("goals",)),
        ("teacher", ("goals", "plan", "other"), ()),
        ("leader", ("plan",), ()),
    ],
)
def test_a_policy_without_any_number_asks_for_sign_offs(
    role: str, given: tuple[str, ...], unsigned: tuple[str, ...]
) -> None:
    found = judge(SIGNED, facts={"role": role}, sign_offs=tuple(signed(name) for name in given))
    assert found.fix.unsigned == unsigned
    assert found.outcome == ("short" if unsigned else "met")
    assert found.signed == tuple(sorted(given))
    assert found.certificate is None
    assert found.short == 0


def test_a_sign_off_is_asked_for_though_all_credit_is_there_or_deemed() -> None:
    sign = 'sign_offs = [{ id = "plan" }]\n'
    assert judge(TEN + sign, did(amounts="10 hour")).outcome == "short"
    assert judge(NBC + sign, CREDENTIAL).outcome == "short"
    assert judge(NBC + sign, CREDENTIAL, sign_offs=(signed("plan"),)).outcome == "met"
    found = judge(TEN + sign + "conditions = [{ approval = {} }]\n", did(amounts="10 hour"))
    assert found.outcome == "short"


def test_a_sign_off_for_those_that_nobody_can_tell_leaves_the_outcome_open() -> None:
    assert judge(SIGNED, sign_offs=(signed("plan"),)).missing == ("role",)


def test_a_sign_off_given_later_than_known_is_not_there() -> None:
    late = {"sign_offs": (signed("plan", "2024-05-02"),), "facts": {"role": "x"}}
    assert judge(SIGNED, known_at="2024-05-01", **late).fix.unsigned == ("plan",)  # type: ignore[arg-type]
    assert judge(SIGNED, known_at="2024-05-02", **late).outcome == "met"  # type: ignore[arg-type]


APPROVED = TEN + FLOOR + "conditions = [{ approval = {} }]\n"
SIX, FOUR = did("six", "6 hour"), did("four", "4 hour", tags=["eq"])


@pytest.mark.parametrize(
    ("rows", "approved", "outcome"),
    [
        ((SIX, FOUR), ("six", "four"), "met"),
        ((SIX, FOUR), ("six",), "met if approved"),
        ((SIX, FOUR), (), "met if approved"),
        ((SIX,), ("six",), "short"),
        ((SIX,), (), "short"),
        ((FOUR,), (), "short"),
    ],
)
def test_pending_claims_make_it_met_if_approved_or_short(
    rows: tuple[Any, ...], approved: tuple[str, ...], outcome: str
) -> None:
    found = judge(APPROVED, *rows, reviews=tuple(decided(name) for name in approved))
    assert found.outcome == outcome
    assert found.total == sum(line.earned for line in found.lines if line.activity in approved)


def test_a_waiting_claim_is_worth_something_and_counts_nothing() -> None:
    found = judge(APPROVED, FOUR)
    line = line_of(found, "four")
    assert (line.status, line.earned, line.counted, line.fits) == ("pending", Fraction(4), Fraction(0), ())
    assert found.not_counted == (line,)


def test_pending_claims_are_judged_under_the_caps_that_they_would_meet() -> None:
    text = APPROVED + "caps = [{ at_most = 9 }]\n"
    assert judge(text, SIX, FOUR).outcome == "short"


def test_pending_and_unknown_claims_together_leave_the_outcome_open() -> None:
    text = APPROVED + 'activity_facts = { n = { type = "number" } }\n'
    text = text.replace("{ approval = {} }", "{ approval = {} }, { when = { tags = 'eq' }, require = { n = 1 } }")
    found = judge(text, SIX, FOUR)
    assert (found.outcome, found.missing) == ("undetermined", ("n",))
    assert judge(text, SIX, did("four", "3 hour", tags=["eq"])).outcome == "short"
    assert judge(text, SIX, did("four", "4 hour", tags=["eq"], n=1)).outcome == "met if approved"


def test_a_missing_fact_that_could_not_help_leaves_it_short() -> None:
    text = TEN + 'activity_facts = { n = { type = "number" } }\nconditions = [{ require = { n = 1 } }]\n'
    found = judge(text, did("a", "9 hour"))
    assert (found.outcome, found.missing, line_of(found).missing) == ("short", (), ("n",))
    found = judge(text, did("a", "10 hour"))
    assert (found.outcome, found.missing) == ("undetermined", ("n",))


def test_a_missing_fact_that_is_not_needed_leaves_it_met() -> None:
    text = TEN + 'activity_facts = { n = { type = "number" } }\nconditions = [{ require = { n = 1 } }]\n'
    found = judge(text, did("a", "10 hour", n=1), did("b", "5 hour"))
    assert (found.outcome, found.missing) == ("met", ())


def test_every_missing_name_is_told_once() -> None:
    text = TEN + 'activity_facts = { n = { type = "number" } }\nfacts = { role = { type = "text" } }\n'
    text += 'conditions = [{ require = { n = 1 } }, { applies = { role = "x" }, evidence = {} }]\n'
    found = judge(text, did("a", "10 hour"), did("b", "10 hour"))
    assert found.missing == ("role", "n")


def test_an_activity_that_is_refused_for_certain_leaves_nothing_open() -> None:
    text = TEN + "window = { from = 2024-01-01 }\n"
    assert judge(text, did(amounts="", on="2023-12-31")).outcome == "short"
    assert judge(text, did(amounts="", on="2024-01-01")).outcome == "undetermined"


def test_the_least_fix_names_how_much_must_fit_which_floor() -> None:
    found = judge(TEN + FLOOR, did("a", "8.75 hour"), did("b", "1 hour", tags=["eq"]))
    assert found.fix == LeastFix(Fraction(3), (FixPart(("eq",), Fraction(3)),))
    found = judge(TEN + FLOOR, did("a", "1 hour"), did("b", "3 hour", tags=["eq"]))
    assert found.fix == LeastFix(Fraction(6), (FixPart(("total",), Fraction(6)), FixPart(("eq",), Fraction(1))))


def test_the_least_fix_names_the_caps_that_are_reached() -> None:
    text = TEN + 'caps = [{ id = "self", when = { kind = "self-directed-project" }, at_most = 2 }]\n'
    found = judge(text, did("a", "3 hour", kind="self-directed-project"))
    assert (found.short, found.fix.exhausted) == (Fraction(8), ("self",))
    assert judge(text, did("a", "2 hour", kind="self-directed-project")).fix.exhausted == ()
    met = judge(text, did("a", "3 hour", kind="self-directed-project"), did("b", "8 hour"))
    assert met.fix == LeastFix(Fraction(0))


def test_the_certificate_is_the_bottleneck_with_what_reaches_it_by_kind() -> None:
    text = TEN + FLOOR
    found = judge(text, did("a", "8 hour", kind="book"), did("b", "1 hour", kind="edcamp", tags=["eq"]))
    assert found.certificate == Certificate(("eq",), Fraction(4), Fraction(1), (("edcamp", Fraction(1)),))
    assert found.certificate.short == 3
    found = judge(text, did("a", "1 hour", kind="book"), did("b", "4 hour", kind="edcamp", tags=["eq"]))
    assert found.certificate == Certificate(
        ("total",), Fraction(10), Fraction(5), (("book", Fraction(1)), ("edcamp", Fraction(4)))
    )


def test_the_certificate_of_a_split_names_the_floors_that_compete() -> None:
    floor = '{{ id = "{0}", when = {{ tags = "{0}" }}, at_least = 3 }}'
    text = HOURS + f'sharing = "split"\nfloors = [{floor.format("x")}, {floor.format("y")}]\n'
    found = judge(text, did("a", "5 hour", tags=["x", "y"]), did("b", "9 hour"))
    assert found.certificate == Certificate(("x", "y"), Fraction(6), Fraction(5), (("workshop", Fraction(5)),))


def test_the_statement_says_which_options_were_used_and_whether_the_policy_stated_them() -> None:
    found = judge('options = { caps = "one after the other" }\n' + TEN)
    stated = {option.name: (option.value, option.stated) for option in found.options}
    assert stated["caps"] == ("one after the other", True)
    assert stated["awards"] == ("exactly one", False)
    assert {option.name for option in found.options} == {
        "awards", "caps", "missing", "spent_first", "credit_date", "reviewed_amount", "repeat_of",
    }  # fmt: skip


def test_the_statement_cites_its_rules() -> None:
    text = TEN.replace('per = "hour"', 'cite = "handbook, 3", title = "One an hour", per = "hour"')
    found = judge(text + '[[editions]]\nid = "e"\ncite = "act, 7"\n[[alternatives]]\nid = "a"\ncite = "act, 8"\n')
    assert (found.cite("hours"), found.cite("e"), found.cite("a")) == ("handbook, 3", "act, 7", "act, 8")
    assert found.cite("nobody") == ""
    assert next(one.name for one in found.citations if one.rule == "hours") == "One an hour"


def test_the_statement_says_whose_it_is_and_in_what_unit() -> None:
    text = 'unit = { name = "PDP", plural = "PDPs" }\n' + TEN
    found = judge(text)
    assert (found.policy, found.educator, found.unit, found.units) == ("test-policy", "e1", "PDP", "PDPs")
    assert found.digest.startswith("sha256:")


def test_lines_stand_in_the_order_of_date_and_id() -> None:
    rows = (did("z", on="2024-01-01"), did("b"), did("a"), did("none", on=None))
    assert [line.activity for line in judge(TEN, *rows).lines] == ["none", "z", "a", "b"]


def test_a_line_says_what_was_claimed_and_what_became_of_it() -> None:
    found = judge(TEN + "caps = [{ at_most = 1 }]\n", did("a", "90 minute, 1 hour"))
    line = line_of(found)
    assert [str(amount) for amount in line.claimed] == ["90 minute", "1 hour"]
    assert (line.activity, line.kind, line.earned, line.counted) == ("a", "workshop", Fraction(5, 2), Fraction(1))
    assert [step.reason for step in line.refusals] == ["cap-reached"]


AMOUNT = "total = { amount = 1 }\n" + HOURS


@pytest.mark.parametrize(
    ("option", "amount", "credit"),
    [
        ("replaces", "2 credit", "2"),
        ("replaces", "5 credit", "5"),
        ("replaces", "0 credit", "0"),
        ("replaces", "2 hour", "2"),
        ("replaces", "5 hour", "5"),
        ("replaces", "45 minute", "0.75"),
        ("lowers", "2 credit", "2"),
        ("lowers", "5 credit", "3"),
        ("lowers", "2 hour", "2"),
        ("lowers", "5 hour", "3"),
        ("ignored", "2 credit", "3"),
        ("ignored", "2 hour", "3"),
        ("replaces", "1/7 credit", "1/7"),
    ],
)
def test_a_reviewer_s_amount_does_what_the_option_says(option: str, amount: str, credit: str) -> None:
    text = f'options = {{ reviewed_amount = "{option}" }}\n' + AMOUNT
    found = judge(text, did(amounts="3 hour"), reviews=(decided(amount=amount, reviewer="r"),))
    expected = Fraction(credit) + (3 if amount == "45 minute" else 0)
    assert found.total == expected
    assert ("reviewed-amount" in reasons(found)) == (option != "ignored")


def test_the_last_amount_of_a_reviewer_holds_and_an_approval_without_one_takes_it_back() -> None:
    first, second = decided(on="2024-03-02", amount="2 credit"), decided(on="2024-03-03", amount="1 credit")
    assert judge(AMOUNT, did(amounts="3 hour"), reviews=(second, first)).total == 1
    plain = decided(on="2024-03-04")
    assert judge(AMOUNT, did(amounts="3 hour"), reviews=(second, first, plain)).total == 3
    assert judge(AMOUNT, did(amounts="3 hour"), reviews=(second, first, plain), known_at="2024-03-02").total == 2


def test_a_reviewer_s_amount_stands_beside_the_computed_one() -> None:
    found = judge(AMOUNT, did(amounts="3 hour"), reviews=(decided(amount="2 credit", reviewer="r"),))
    steps = [(step.reason.value, step.after) for step in line_of(found).steps]
    assert steps == [("award-rate", 3), ("reviewed-amount", 2)]
    assert dict(line_of(found).steps[-1].arguments) == {"amount": 2, "reviewer": "r"}


def test_a_reviewer_s_amount_comes_before_caps_and_repeats() -> None:
    text = AMOUNT.replace('per = "hour"', 'per = "hour", repeat = { same = "kind", then = "1/2" }')
    found = judge(
        text + "caps = [{ at_most = 4 }]\n",
        did("a", "9 hour"),
        did("b", "9 hour"),
        reviews=(decided("a", amount="3 credit"), decided("b", amount="5 credit")),
    )
    assert [line.counted for line in found.lines] == [3, 1]


def test_an_empty_record_is_judged_too() -> None:
    found = judge(TEN)
    assert (found.outcome, found.lines) == (Outcome.SHORT, ())
