"""Rules of a host's kind that set the credits of activities: where they stand, and what they may return."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from attrs import define, frozen
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputErrors, PolicyError, RuleKindError
from plpcore.evaluation import Earned, Outcome, RuleKind, Status, evaluate, prepare, rule_coverage, run_examples, verify
from plpcore.policy import AMOUNT, key
from tests.evaluation.support import (
    AS_OF,
    HOURS,
    counted,
    decided,
    did,
    judge,
    line_of,
    need,
    policy_from,
    reasons,
    record_of,
)


@frozen(kw_only=True)
class Whole:
    unit: Fraction = key(AMOUNT, "How much makes a unit.")


SEEN: list[tuple[Earned, ...]] = []


def whole(spec: Whole, given: tuple[Earned, ...]) -> list[Fraction]:
    """Whole units count; what is over goes on to the next activity."""
    SEEN.append(given)
    over, found = Fraction(0), []
    for one in given:
        held = over + one.credit
        over = held % spec.unit
        found.append(held - over)
    return found


KIND = RuleKind("whole", Whole, rows=whole)
RULE = 'rules = [{ id = "mine", kind = "whole", spec = { unit = 1 } }]\n'
POLICY = HOURS + RULE


def returning(*amounts: Any) -> RuleKind:
    return RuleKind("whole", Whole, rows=lambda _spec, _given: list(amounts))


def test_a_rule_of_the_host_sets_the_credit_of_activities_in_the_order_of_their_days() -> None:
    rows = (did("b", "1.5 hour", "2024-03-02"), did("a", "1.5 hour", "2024-03-01"), did("c", "0.5 hour", "2024-03-03"))
    found = judge(POLICY, *rows, kinds=[KIND])
    assert counted(found) == {"a": 1, "b": 2, "c": 0}
    assert found.total == 3
    assert [(one.activity.id, one.credit) for one in SEEN[-1]] == [
        ("a", Fraction(3, 2)),
        ("b", Fraction(3, 2)),
        ("c", Fraction(1, 2)),
    ]


def test_each_change_is_a_step_that_names_the_rule_and_marks_code_as_opaque() -> None:
    found = judge(POLICY, did("a", "1.5 hour"), did("b", "1 hour"), kinds=[KIND])
    assert reasons(found, "a") == ["award-rate", "host-rule-opaque"]
    assert reasons(found, "b") == ["award-rate"]
    step = line_of(found, "a").steps[-1]
    assert (step.rule, step.arguments) == ("mine", (("kind", "whole"),))
    assert line_of(found, "a").earned == 1
    open_kind = RuleKind("whole", Whole, rows=whole, opaque=False)
    assert reasons(judge(POLICY, did("a", "1.5 hour"), kinds=[open_kind]), "a")[-1] == "host-rule"


def test_a_rule_that_only_sets_credits_says_of_how_many_activities() -> None:
    (found,) = judge(POLICY, did("a", "1.5 hour"), did("b", "1 hour"), did("c", "0.5 hour"), kinds=[KIND]).answers
    assert (found.rule, found.opaque, found.values) == ("mine", True, (("changed", Fraction(2)),))


def test_a_kind_may_answer_and_set_credits_too() -> None:
    both = RuleKind("whole", Whole, lambda _spec, _given: {"a": "b"}, rows=whole)
    found = judge(POLICY, did("a", "1.5 hour"), kinds=[both])
    assert (found.total, found.answers[0].values) == (1, (("a", "b"),))


def test_what_a_condition_refuses_is_not_shown_to_the_rule_so_that_nothing_of_it_goes_on() -> None:
    text = POLICY + 'conditions = [{ when = { kind = "book" }, evidence = { at_least = 1 } }]\n'
    found = judge(text, did("a", "1.5 hour", kind="book"), did("b", "1.5 hour"), kinds=[KIND])
    assert counted(found) == {"a": 0, "b": 1}
    assert [one.activity.id for one in SEEN[-1]] == ["b"]


def test_a_claim_that_waits_takes_part_only_in_the_question_what_would_be_if_it_were_approved() -> None:
    text = POLICY + 'total = { amount = 3 }\nconditions = [{ when = { kind = "book" }, approval = {} }]\n'
    rows = (did("a", "1.5 hour", kind="book"), did("b", "1.5 hour"))
    waiting = judge(text, *rows, kinds=[KIND])
    assert (waiting.outcome, waiting.total) == (Outcome.MET_IF_APPROVED, 1)
    assert line_of(waiting, "a").status is Status.PENDING
    approved = judge(text, *rows, kinds=[KIND], reviews=(decided("a"),))
    assert (approved.outcome, approved.total) == (Outcome.MET, 3)


def test_blocks_caps_and_floors_see_what_the_rule_leaves() -> None:
    text = POLICY + "caps = [{ at_most = 2 }]\nfloors = [{ at_least = 2 }]\n"
    found = judge(text, did("a", "1.75 hour", "2024-01-01"), did("b", "2.5 hour"), kinds=[KIND])
    assert counted(found) == {"a": 1, "b": 1}
    assert reasons(found, "b") == ["award-rate", "host-rule-opaque", "cap-reached"]


def test_several_rules_follow_each_other_in_the_order_of_the_policy() -> None:
    def twice(_spec: object, given: Sequence[Earned]) -> list[Fraction]:
        return [one.credit * 2 for one in given]

    text = HOURS + 'rules = [{ id = "x2", kind = "twice", spec = { unit = 1 } },'
    text += '{ id = "w", kind = "whole", spec = { unit = 1 } }]\n'
    kinds = [KIND, RuleKind("twice", Whole, rows=twice)]
    assert judge(text, did("a", "0.5 hour"), kinds=kinds).total == 1
    assert (
        judge(text.replace("x2", "w2").replace('"twice"', '"whole"', 1), did("a", "0.5 hour"), kinds=kinds).total == 0
    )


def test_parts_of_an_activity_are_rows_of_their_own() -> None:
    award = 'awards = [{ id = "hours", per = "hour", split = { x = "1/2", y = "1/2" } }]\n'
    found = judge(award + RULE, did("a", "3 hour"), kinds=[KIND])
    assert [(one.part, one.credit) for one in SEEN[-1]] == [("x", Fraction(3, 2)), ("y", Fraction(3, 2))]
    assert line_of(found, "a", "y").counted == 2


def test_a_finer_amount_than_the_record_s_makes_the_scale_finer_and_stays_exact() -> None:
    found = judge(POLICY, did("a"), did("b"), kinds=[returning(Fraction(1, 7), Fraction(2, 13))])
    assert found.total == Fraction(1, 7) + Fraction(2, 13)
    assert line_of(found, "a").scale % 91 == 0


def test_shares_of_what_counts_and_shared_hours_stay_whole_with_a_finer_amount() -> None:
    text = POLICY + "sharing = 2\ntotal = { amount = 1 }\n"
    text += (
        'floors = [{ share = "1/3", of = "counted", when = { kind = "book" } }, { at_least = 1 }, { at_least = 1 }]\n'
    )
    found = judge(text, did("a"), did("b", kind="book"), kinds=[returning(Fraction(1, 7), Fraction(2, 11))])
    assert found.total == Fraction(1, 7) + Fraction(2, 11)
    assert verify(found) == ()


def test_an_amount_that_only_the_finest_parts_hold_leaves_them_to_the_shares_of_what_counts() -> None:
    text = POLICY + 'floors = [{ id = "books", share = "1/3", of = "counted", when = { kind = "book" } }]\n'
    found = judge(text, did("a"), did("b", kind="book"), kinds=[returning(Fraction(1, 2), Fraction(0))])
    assert need(found, "books").needed == Fraction(1, 4)


def test_a_finer_scale_is_found_for_each_rule_and_for_what_would_be() -> None:
    def thirds(_spec: object, given: Sequence[Earned]) -> list[Fraction]:
        return [one.credit / (3 + 4 * (len(given) > 1)) for one in given]

    text = (
        HOURS
        + 'rules = [{ kind = "k", spec = { unit = 1 } }, { kind = "k", spec = { unit = 2 } }]\ntotal = { amount = 3 }\n'
    )
    text += 'conditions = [{ when = { kind = "book" }, approval = {} }]\n'
    found = judge(text, did("a"), did("b", kind="book"), kinds=[RuleKind("k", Whole, rows=thirds)])
    assert found.total == Fraction(1, 9)


def test_a_kind_that_asks_for_finer_parts_without_end_is_refused_as_no_function() -> None:
    asked = iter(range(2, 100))
    kind = RuleKind("whole", Whole, rows=lambda _spec, given: [Fraction(1, next(asked) * 2 - 1) for _ in given])
    with pytest.raises(RuleKindError, match="other amounts each time"):
        judge(POLICY, did(), kinds=[kind])


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        (None, "returns a NoneType for 1 activities"),
        ([], "returns 0 amounts for 1 activities"),
        (iter([Fraction(1)]), "returns a list_iterator for 1 activities"),
        ([1], "gives 'a' a int, not an exact amount"),
        ([0.5], "gives 'a' a float"),
        ([True], "gives 'a' a bool"),
        ([Fraction(-1, 2)], "gives 'a' an amount below 0"),
        ([Fraction(10**9)], "gives 'a' an amount of more than nine digits"),
        ([Fraction(1, 10**6 + 3)], "at most six digits below the stroke"),
    ],
)
def test_anything_but_one_exact_amount_an_activity_is_one_clear_line(returned: object, told: str) -> None:
    kind = RuleKind("whole", Whole, rows=lambda _spec, _given: returned, brought_by="district-plugin 1.0")  # type: ignore[arg-type,return-value]
    with pytest.raises(RuleKindError) as caught:
        judge(POLICY, did(), kinds=[kind])
    line = str(caught.value)
    assert line.startswith("rule 'mine': the rule kind 'whole' of district-plugin 1.0 ")
    assert told in line
    assert "\n" not in line


class OwnExit(BaseException):
    pass


class UnsayableError(Exception):
    def __str__(self) -> str:
        raise ValueError("not even this")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("boom"), "raised ValueError: boom; tell"),
        (ValueError(), "raised ValueError; tell"),
        (ValueError("a\nb\x1b[31m"), "raised ValueError: a b�[31m; tell"),
        (ValueError("x" * 300), f"raised ValueError: {'x' * 200}…; tell"),
        (UnsayableError(), "raised UnsayableError; tell"),
        (SystemExit(3), "raised SystemExit: 3; tell"),
        (OwnExit("out"), "raised OwnExit: out; tell"),
    ],
)
def test_a_kind_that_raises_is_one_clear_line(error: BaseException, told: str) -> None:
    def rows(_spec: object, _given: object) -> list[Fraction]:
        raise error

    with pytest.raises(RuleKindError) as caught:
        judge(POLICY, did(), kinds=[RuleKind("whole", Whole, rows=rows)])
    assert str(caught.value).startswith(f"rule 'mine': the rule kind 'whole' {told}")
    assert caught.value.__cause__ is error


def test_ctrl_c_inside_a_kind_passes_on() -> None:
    def rows(_spec: object, _given: object) -> list[Fraction]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(POLICY, did(), kinds=[RuleKind("whole", Whole, rows=rows)])


@pytest.mark.parametrize("target", ["credit", "activity", "unit"])
def test_a_kind_that_changes_what_it_is_given_fails_and_changes_nothing(target: str) -> None:
    def rows(spec: Any, given: tuple[Earned, ...]) -> list[Fraction]:
        setattr(spec if target == "unit" else given[0], target, None)
        return []

    with pytest.raises(RuleKindError, match="raised FrozenInstanceError"):
        judge(POLICY, did(), kinds=[RuleKind("whole", Whole, rows=rows)])


def test_the_facts_that_a_kind_is_given_cannot_be_changed() -> None:
    def answer(_spec: object, asked: Any) -> dict[str, str]:
        asked.facts["role"] = "other"
        return {}

    text = POLICY + 'facts = { role = { type = "text", default = "d" } }\n'
    with pytest.raises(RuleKindError, match="raised TypeError"):
        judge(text, kinds=[RuleKind("whole", Whole, answer)])


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        (None, "answers with a NoneType"),
        ([("a", "b")], "answers with a list"),
        ({1: "b"}, "answers with a name that is a int"),
        ({"a": 1}, "answers 'a' with a int"),
        ({"a": 0.5}, "answers 'a' with a float"),
        ({"a": ("b", 1)}, "answers 'a' with a tuple"),
    ],
)
def test_an_answer_that_is_no_named_values_is_one_clear_line(returned: Any, told: str) -> None:
    with pytest.raises(RuleKindError, match=told):
        judge(POLICY, kinds=[RuleKind("whole", Whole, lambda _spec, _given: returned)])


def test_a_table_whose_class_raises_is_one_clear_line() -> None:
    @frozen(kw_only=True)
    class Picky:
        unit: Fraction = key(AMOUNT, "A number.")

        def __attrs_post_init__(self) -> None:
            raise ZeroDivisionError("no")

    with pytest.raises(RuleKindError, match="raised ZeroDivisionError: no when it was given its table"):
        prepare(policy_from(POLICY), [RuleKind("whole", Picky, rows=whole)])
    with pytest.raises(InputErrors):
        prepare(policy_from(POLICY.replace("unit = 1", "unit = 'x'")), [KIND])


@define
class Loose:
    unit: Fraction = key(AMOUNT, "A number.")


@frozen
class Bare:
    unit: int = 1


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: RuleKind("", Whole, rows=whole), "the id is empty"),
        (lambda: RuleKind(3, Whole, rows=whole), "an id is text, not int"),  # type: ignore[arg-type]
        (lambda: RuleKind("k", Loose, rows=whole), "no frozen attrs class"),
        (lambda: RuleKind("k", dict, rows=whole), "no frozen attrs class"),
        (lambda: RuleKind("k", Whole(unit=Fraction(1)), rows=whole), "no frozen attrs class"),  # type: ignore[arg-type]
        (lambda: RuleKind("k", Bare, rows=whole), "spec: the field 'unit' has no shape; declare it with"),
        (lambda: RuleKind("k", Whole), "neither 'answer' nor 'rows'"),
        (lambda: RuleKind("k", Whole, whole, audit=lambda _spec, given: given.credit), "'audit' without 'rows'"),  # type: ignore[arg-type]
    ],
)
def test_a_kind_that_could_never_work_is_refused_where_it_is_made(make: Any, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        make()


def test_an_example_exercises_a_rule_that_sets_credits() -> None:
    text = POLICY + '[[example]]\nid = "e"\nas_of = 2024-01-01\nactivities = []\n[example.expect]\noutcome = "met"\n'
    policy = policy_from(text)
    (seen,) = (one for one in rule_coverage(policy, run_examples(policy, [KIND])) if one.rule == "mine")
    assert seen.seen == ("applied",)


_HOURS = st.fractions(min_value=0, max_value=9, max_denominator=12)


@given(st.lists(_HOURS, max_size=6), st.permutations(range(6)), _HOURS.filter(bool))
def test_whole_units_never_give_more_than_was_earned_whatever_the_order_of_the_rows(
    hours: list[Fraction], order: list[int], unit: Fraction
) -> None:
    rows = [did(f"a{index}", f"{amount} hour", f"2024-03-0{index + 1}") for index, amount in enumerate(hours)]
    policy = policy_from(POLICY.replace("unit = 1", f'unit = "{unit}"'))
    found = judge(policy, *rows, kinds=[KIND])
    assert found.total == sum(hours) // unit * unit
    permuted = [rows[index] for index in order if index < len(rows)]
    assert judge(policy, *permuted, kinds=[KIND]) == found


def test_a_policy_that_is_prepared_says_the_same() -> None:
    policy, record = policy_from(POLICY), record_of(did("a", "1.5 hour"))
    assert evaluate(prepare(policy, [KIND]), record, as_of=AS_OF) == evaluate(policy, record, as_of=AS_OF, kinds=[KIND])
