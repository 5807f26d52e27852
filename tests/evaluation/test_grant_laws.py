"""Laws of grants, tried on generated policies, records and grants."""

from datetime import date
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from plpcore.evaluation import GrantState, Outcome, Statement, evaluate, prepare, verify
from plpcore.ids import GrantId, RuleId
from plpcore.model import Grant, GrantKind, Portfolio
from plpcore.policy import policy_of
from tests.evaluation.generated import AS_OF, Table, amounts, policies, portfolios, simple_policies

RULES = ("total", "condition0", "cap0", "cap1", "block", "floor0", "floor1", "yearly0", "kinds0", "plan", "approval")
MONOTONE = (Outcome.SHORT, Outcome.UNDETERMINED, Outcome.MET_IF_APPROVED, Outcome.MET)
"""The outcomes, the worst first."""


@st.composite
def grants(draw: st.DrawFn, record: Portfolio, rules: tuple[str, ...] = RULES, *, only_waivers: bool = False) -> Grant:
    """Return a grant that acts, unless its rule is unknown."""
    activities = [one.id for one in record.activities]
    kinds = [GrantKind.WAIVER, *(() if only_waivers else (GrantKind.ADJUSTMENT,))]
    kind = draw(st.sampled_from([*kinds, *([GrantKind.SUBSTITUTION] if activities and not only_waivers else [])]))
    about = st.sampled_from(activities) if activities else st.just("")
    named = {GrantKind.WAIVER: st.just("") | about, GrantKind.SUBSTITUTION: about, GrantKind.ADJUSTMENT: st.just("")}
    return Grant(
        id=GrantId("unnamed"),
        kind=kind,
        rule=RuleId(draw(st.sampled_from(rules))),
        authority="board",
        reason="Leave.",
        granted=draw(st.dates(date(2024, 1, 1), AS_OF)),
        expires=draw(st.none() | st.dates(date(2024, 7, 1), date(2025, 1, 1))),
        activity=draw(named[kind]),
        amount=draw(amounts) if kind is GrantKind.ADJUSTMENT else None,
    )


def several(record: Portfolio, **given: Any) -> st.SearchStrategy[tuple[Grant, ...]]:
    found = st.lists(grants(record, **given), min_size=1, max_size=4)
    return found.map(lambda held: tuple(evolve(one, id=GrantId(f"g{index}")) for index, one in enumerate(held)))


def judged(policy: Table, record: Portfolio, held: tuple[Grant, ...]) -> Statement:
    return evaluate(policy_of(policy), evolve(record, grants=held), as_of=AS_OF)


@given(policies(), portfolios(), st.data())
def test_a_statement_with_grants_adds_up_and_names_each_of_them(policy: Table, record: Portfolio, data: Any) -> None:
    held = data.draw(several(record))
    found = judged(policy, record, held)
    assert verify(found) == ()
    assert [use.grant for use in found.grants] == sorted(held, key=lambda one: one.id)


@given(policies(), portfolios(), st.data())
def test_the_order_of_grants_changes_nothing(policy: Table, record: Portfolio, data: Any) -> None:
    held = data.draw(several(record))
    assert judged(policy, record, held) == judged(policy, record, data.draw(st.permutations(held).map(tuple)))


@given(policies(), portfolios(), st.data())
def test_evaluating_again_gives_an_equal_statement(policy: Table, record: Portfolio, data: Any) -> None:
    ready = prepare(policy_of(policy))
    held = evolve(record, grants=data.draw(several(record)))
    first = evaluate(ready, held, as_of=AS_OF)
    bare = evaluate(ready, record, as_of=AS_OF)
    assert evaluate(ready, held, as_of=AS_OF) == first
    assert evaluate(ready, record, as_of=AS_OF) == bare


@given(policies(), portfolios(), st.data())
def test_a_grant_that_does_not_act_changes_nothing_but_its_own_entry(
    policy: Table, record: Portfolio, data: Any
) -> None:
    acting = data.draw(several(record))
    (other,) = data.draw(several(record).map(lambda held: held[:1]))
    others = (
        evolve(other, id=GrantId("x-expired"), granted=date(2023, 1, 1), expires=AS_OF),
        evolve(other, id=GrantId("x-future"), granted=date(2024, 7, 1), expires=None),
        evolve(other, id=GrantId("x-unknown"), rule=RuleId("no-such-rule")),
    )
    found, with_others = judged(policy, record, acting), judged(policy, record, (*others, *acting))
    assert with_others.grants[: len(acting)] == found.grants
    assert evolve(with_others, grants=()) == evolve(found, grants=())
    states = [use.state for use in with_others.grants[len(acting) :]]
    assert states[0] is GrantState.EXPIRED
    assert states[1] in {GrantState.NOT_YET, GrantState.UNKNOWN_RULE}
    assert states[2] is GrantState.UNKNOWN_RULE


@given(policies(), portfolios(), st.data())
def test_a_moot_grant_can_be_left_out(policy: Table, record: Portfolio, data: Any) -> None:
    held = data.draw(several(record))
    found = judged(policy, record, held)
    for use in found.grants:
        if use.state is GrantState.MOOT:
            without = judged(policy, record, tuple(one for one in held if one.id != use.grant.id))
            assert (without.outcome, without.total, without.short) == (found.outcome, found.total, found.short)


CONDITIONS = [
    {"id": "condition0", "cite": "-", "evidence": {}},
    {"id": "approval", "cite": "-", "when": {"kind": "book"}, "approval": {"purpose": "credit"}},
]


@given(simple_policies(), portfolios(), st.data())
def test_a_waiver_never_lowers_the_outcome_where_more_credit_never_hurts(
    policy: Table, record: Portfolio, data: Any
) -> None:
    signed = [{"id": "plan", "cite": "-"}]
    whole = policy | {"conditions": CONDITIONS, "sign_offs": signed}
    held = data.draw(several(record, only_waivers=True, rules=("total", "condition0", "approval", "floor0", "plan")))
    before, after = judged(whole, record, ()), judged(whole, record, held)
    assert MONOTONE.index(after.outcome) >= MONOTONE.index(before.outcome)
    assert after.total >= before.total
    assert after.required <= before.required
