"""Rule kinds: rules that a host brings as code."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

from plpcore.errors import InputErrors, PolicyError
from plpcore.evaluation import (
    RuleInput,
    RuleKind,
    evaluate,
    prepare,
    run_examples,
)
from plpcore.policy import AMOUNT, TEXT, FactValue, key
from tests.evaluation.support import AS_OF, HOURS, did, judge, policy_from, record_of


@frozen(kw_only=True)
class Spec:
    word: str = key(TEXT, "A word.")
    most: Fraction = key(AMOUNT, "A number.")


SEEN: list[RuleInput] = []


def answer(spec: Spec, given: RuleInput) -> Mapping[str, FactValue]:
    SEEN.append(given)
    return {"word": spec.word, "count": Fraction(len(given.activities)), "most": spec.most}


KIND = RuleKind("test-kind", Spec, answer)
RULE = HOURS + 'rules = [{ id = "mine", kind = "test-kind", spec = { word = "w", most = 3 } }]\n'


def test_a_rule_of_the_host_answers_in_the_statement() -> None:
    (found,) = judge(RULE, did(), kinds=[KIND]).answers
    assert (found.rule, found.opaque) == ("mine", True)
    assert found.values == (("count", Fraction(1)), ("most", Fraction(3)), ("word", "w"))


def test_a_rule_of_the_host_may_say_that_proofs_can_look_into_it() -> None:
    (found,) = judge(RULE, kinds=[RuleKind("test-kind", Spec, answer, opaque=False)]).answers
    assert not found.opaque


def test_a_rule_of_the_host_sees_the_known_record_in_order() -> None:
    text = RULE + 'facts = { role = { type = "text", default = "d" } }\n'
    text += 'cycle = { anchor = "fixed", start = 2024-01-01, years = 1 }\n'
    rows = (did("b"), did("a"), did("z", on="2024-01-02"), did("later", entered="2024-06-01"), did("none", on=None))
    judge(text, *rows, kinds=[KIND], known_at="2024-05-01")
    given = SEEN[-1]
    assert [one.id for one in given.activities] == ["none", "z", "a", "b"]
    assert (given.facts["role"], given.as_of, str(given.cycle)) == ("d", AS_OF, "2024-01-01/2025-01-01")
    assert given.portfolio.educator.id == "e1"


def test_a_rule_of_a_kind_that_nobody_brought_is_refused() -> None:
    with pytest.raises(PolicyError, match=r"\$\.rules\[0\]\.kind: nobody brought the rule kind 'test-kind'.*none"):
        prepare(policy_from(RULE))
    with pytest.raises(PolicyError, match="brought are: other"):
        prepare(policy_from(RULE), [RuleKind("other", Spec, answer)])


def test_the_table_of_a_host_s_rule_is_read_as_strictly_as_any_other() -> None:
    with pytest.raises(InputErrors, match=r"\$\.rules\[0\]\.spec\.wrod: unknown key"):
        prepare(policy_from(RULE.replace("word =", "wrod =")), [KIND])


def test_a_prepared_policy_gives_the_same_statement() -> None:
    policy = policy_from(RULE)
    ready = prepare(policy, [KIND])
    given: dict[str, Any] = {"portfolio": record_of(did()), "as_of": AS_OF}
    assert evaluate(ready, **given) == evaluate(policy, kinds=[KIND], **given)


def test_examples_run_with_the_kinds_of_the_host() -> None:
    text = RULE + '[[example]]\nid = "e"\nas_of = 2024-01-01\nactivities = []\n[example.expect]\noutcome = "met"\n'
    policy = policy_from(text)
    assert run_examples(policy, [KIND]) == run_examples(prepare(policy, [KIND]))
    assert run_examples(policy, [KIND])[0].passed
