"""The engine against a second, naive reading of the language, on generated policies and records."""

from fractions import Fraction
from random import Random

from attrs import evolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plpcore.evaluation import FixPart, credited_by_activity, evaluate, verify
from plpcore.model import Activity, Portfolio
from plpcore.policy import policy_of
from tests.evaluation.generated import (
    AS_OF,
    TAGS,
    Table,
    activities,
    hours,
    policies,
    portfolios,
    positive,
    simple_policies,
    tag,
)
from tests.evaluation.reference import Reading


@settings(max_examples=200)
@given(policies(), portfolios())
def test_the_engine_agrees_with_the_naive_reading(data: Table, record: Portfolio) -> None:
    found = evaluate(policy_of(data), record, as_of=AS_OF)
    expected = Reading(data, record, AS_OF).answer()
    assert found.required == expected.required
    assert credited_by_activity(found) == expected.credited
    assert found.total == expected.total
    assert {one.key: one.needed for one in found.requirements} == expected.needed
    assert {one.key: one.short for one in found.requirements if one.kind == "distinct"} == expected.lacking
    assert abs(found.short - expected.short) < Fraction(1, 10_000)
    assert found.outcome.value == expected.outcome
    assert found.carried_out == expected.carried_out
    assert verify(found) == ()


def shuffled(record: Portfolio, seed: int) -> Portfolio:
    chance = Random(seed)  # noqa: S311 - a seeded shuffle, no secret
    return evolve(
        record,
        activities=tuple(chance.sample(record.activities, len(record.activities))),
        reviews=tuple(chance.sample(record.reviews, len(record.reviews))),
        carried_in=tuple(chance.sample(record.carried_in, len(record.carried_in))),
    )


@settings(max_examples=80)
@given(policies(), portfolios(), st.integers(0, 1_000_000))
def test_the_order_of_everything_in_a_record_changes_nothing(data: Table, record: Portfolio, seed: int) -> None:
    policy = policy_of(data)
    assert evaluate(policy, shuffled(record, seed), as_of=AS_OF) == evaluate(policy, record, as_of=AS_OF)


@settings(max_examples=80)
@given(simple_policies(), portfolios())
def test_exactly_the_least_fix_with_the_best_tags_is_enough_and_less_is_not(data: Table, record: Portfolio) -> None:
    policy, plain = policy_of(data), evolve(record, reviews=())
    short = evaluate(policy, plain, as_of=AS_OF).short
    if short:
        more, less = hours("more", short, *TAGS), hours("more", short - Fraction(1, 1009) * short, *TAGS)
        assert evaluate(policy, evolve(plain, activities=(*plain.activities, more)), as_of=AS_OF).is_met
        assert not evaluate(policy, evolve(plain, activities=(*plain.activities, less)), as_of=AS_OF).is_met


@settings(max_examples=80)
@given(simple_policies(), portfolios(), st.data())
def test_further_credit_mends_exactly_as_the_parts_of_the_fix_say(
    data: Table, record: Portfolio, drawn: st.DataObject
) -> None:
    policy, plain = policy_of(data), evolve(record, reviews=())
    before = evaluate(policy, plain, as_of=AS_OF)
    mixed = st.lists(st.tuples(positive, st.sets(tag)), max_size=3)
    extra = [hours(f"more{n}", amount, *sorted(tags)) for n, (amount, tags) in enumerate(drawn.draw(mixed))]
    after = evaluate(policy, evolve(plain, activities=(*plain.activities, *extra)), as_of=AS_OF)
    floors = {rule["id"]: rule["when"]["tags"] for rule in data.get("floors", [])}
    assert after.is_met == all(_fills(extra, part, floors, before.sharing) for part in before.fix.parts)


def _fills(extra: list[Activity], part: FixPart, floors: dict[str, str], sharing: int) -> bool:
    """Each hour counts once for each floor of the part that it fits, at most as often as sharing says."""
    given_hours = Fraction(0)
    for one in extra:
        fits = sum(1 for name in part.requirements if name == "total" or floors[name] in one.tags)
        given_hours += one.amounts[0].amount * min(fits, sharing or 1)
    return given_hours >= part.at_least


@settings(max_examples=80)
@given(simple_policies(), portfolios(), activities("z"))
def test_more_learning_never_hurts_where_nothing_is_capped(data: Table, record: Portfolio, more: Activity) -> None:
    policy, plain = policy_of(data), evolve(record, reviews=())
    before = evaluate(policy, plain, as_of=AS_OF)
    after = evaluate(policy, evolve(plain, activities=(*plain.activities, more)), as_of=AS_OF)
    assert after.short <= before.short
    assert after.total >= before.total
    assert after.is_met or not before.is_met


@settings(max_examples=80)
@given(policies(), portfolios())
def test_every_counted_hour_is_placed_at_most_as_often_as_sharing_allows(data: Table, record: Portfolio) -> None:
    found = evaluate(policy_of(data), record, as_of=AS_OF)
    names = {one.key for one in found.requirements}
    for line in found.lines:
        assert {name for name, _ in line.placed} <= set(line.fits) <= names
        worth = line.earned if line.status == "refused" else line.counted
        assert sum(amount for _, amount in line.placed) <= worth * (found.sharing or len(names))
        assert all(0 <= amount <= worth for _, amount in line.placed)


def test_the_generated_cases_reach_every_outcome_and_most_reasons() -> None:
    seen: set[str] = set()

    @settings(max_examples=200, database=None, derandomize=True, phases=[Phase.generate])
    @given(policies(), portfolios())
    def gather(data: Table, record: Portfolio) -> None:
        found = evaluate(policy_of(data), record, as_of=AS_OF)
        seen.add(found.outcome.value)
        seen.update(step.reason.value for line in found.lines for step in line.steps)

    gather()
    assert {"met", "short", "met if approved"} <= seen
    assert {"cap-reached", "block-not-reached", "repeated", "split-over-categories", "reviewed-amount"} <= seen
    assert {"below-least", "whole-multiples-only", "too-few-items", "outside-window-but-fills-floor"} <= seen
