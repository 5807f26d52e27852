"""What a layer may add, where it must stand, and which rules it closes to the documents below it."""

import tomllib

import pytest

from plpcore.policy import digest_of, format_policy, layer_of, parse_policy, resolve
from tests.policy.layering import UPPER, laid, refused
from tests.policy.test_layer_limits import STATE
from tests.policy.test_layer_limits import refused as refused_by_state


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '[total]\nid = "t"\ncite = "c"\namount = 3\n',
            ("$.total: a document that extends another has no rules here; write it under add, where it stands beside"
            " the rules above; or tighten what the upper policy says"),
        ),
        ("editions = []\n", "$.editions: only the policy that is extended says this; leave it out"),
        ('unit.name = "hour"\n', "$.unit: only the policy that is extended says this; leave it out"),
        ("adds = 3\n", "$.adds: unknown key; did you mean add?"),
    ],
)  # fmt: skip
def test_what_stands_in_a_whole_policy_only_is_told_with_its_place_in_a_layer(text: str, line: str) -> None:
    assert refused(text) == line


def test_a_choice_that_the_upper_policy_made_is_left_out_and_not_tightened() -> None:
    state = parse_policy(format_policy(STATE) + '[options]\nmissing = "does not hold"\n')
    line = (
        "$.add.options: the upper policy states options already; leave it out: it is no rule that could be tightened,"
        " and only who rules above changes it"
    )
    text = '[add.options]\nmissing = "does not hold"\n'
    assert refused_by_state(text, state) == line


def test_a_proration_is_no_addition_since_it_can_ask_for_less() -> None:
    text = '[[add.adjustments]]\nid = "own"\ncite = "h"\nprorate = { by = "years" }\n'
    what = "$.add.adjustments[0]: this can only ask for less than the upper policy does; make an exception"
    assert refused(text).startswith(what)


def test_a_layer_has_an_id_of_its_own() -> None:
    own = 'id = "state"\n'
    line = "$.id: a policy that it extends has the id 'state' too; give it an id of its own"
    assert refused_with(own) == line


def refused_with(head: str) -> str:
    with pytest.raises(ValueError, match=r"^\$") as caught:
        resolve(layer_of(tomllib.loads(head + 'title = "T"\nextends = "state"\n')), UPPER)
    return str(caught.value)


OWN = '[[exception]]\nrule = "%s"\napplies = { level = "%s" }\n'
OWN += '[[exception.floors]]\nid = "%s"\ncite = "h"\nat_least = 1\n'


def test_a_document_between_closes_a_rule_to_those_below_and_keeps_its_own_exception() -> None:
    middle = laid('closed = ["equity", "books"]\n' + OWN % ("equity", "ii", "two"))
    assert [one.id for one in middle.policy.rules.floors or ()] == ["equity", "two"]
    assert not any(one.exceptions for one in middle.policy.editions[1].rules.caps or ())
    with pytest.raises(ValueError, match=r"^\$\.exception\[0\]\.rule: 'district' allows no exception to this rule"):
        laid(OWN % ("equity", "iii", "three"), middle)
    assert laid(OWN % ("equity", "iii", "three"), laid("")).policy.id == "district-2"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("meetings", "$.closed[0]: 'meetings' allows no exceptions anyway; leave it out"),
        ("equitty", "$.closed[0]: the upper policy has no rule 'equitty'; did you mean equity?"),
    ],
)
def test_only_a_rule_that_is_open_is_closed(name: str, line: str) -> None:
    assert refused(f'closed = ["{name}"]\n') == line


def test_the_order_of_exceptions_changes_nothing() -> None:
    pair = [OWN % ("equity", "ii", "two"), OWN % ("equity", "iii", "one")]
    assert digest_of(laid("".join(pair)).policy) == digest_of(laid("".join(pair[::-1])).policy)
