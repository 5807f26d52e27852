"""The policies that come with the package: sourced, dated, round-trip, and right about their own examples."""

from datetime import date

import pytest

from plpcore.evaluation import ExampleResult, prepare, rule_coverage, run_examples, verify
from plpcore.exchange import load_policy, shipped_policies
from plpcore.model import KINDS
from plpcore.policy import (
    ALWAYS,
    Policy,
    canonical_form,
    compared_facts,
    digest_of,
    every_rule,
    format_policy,
    parse_policy,
    parse_policy_json,
)

IDS = shipped_policies()
POLICIES = {name: load_policy(name) for name in IDS}
EXAMPLES = [(name, example.id) for name in IDS for example in POLICIES[name].examples]
RESULTS: dict[str, dict[str, ExampleResult]] = {
    name: {result.id: result for result in run_examples(POLICIES[name])} for name in IDS
}


def test_these_policies_come_with_the_package() -> None:
    assert IDS == (
        "au-nsw-nesa",
        "au-vic-vit",
        "district-micro-credentials",
        "district-oh-lakeside",
        "district-oh-riverbend",
        "district-personalized",
        "district-seat-time",
        "gb-sct-professional-update",
        "us-ct-annual",
        "us-fl-inservice",
        "us-ga-plg",
        "us-il-pel",
        "us-in-pgp",
        "us-ks-points",
        "us-ma-pdp",
        "us-mi-scech",
        "us-mn-clock-hours",
        "us-nc-ceu",
        "us-nc-cpa",
        "us-nj-pdp",
        "us-ny-ctle",
        "us-oh-lpdc",
        "us-or-pdu",
        "us-pa-act48",
        "us-tn-pdp",
        "us-tx-cpe",
        "us-va-points",
        "us-wa-clock-hours",
        "us-wi-renewal",
    )


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_shipped_policy_says_what_its_example_expects(name: str, example: str) -> None:
    result = RESULTS[name][example]
    assert result.differences == ()
    assert verify(result.statement) == ()


@pytest.mark.parametrize("name", IDS)
def test_a_shipped_policy_has_at_least_five_examples_that_exercise_every_rule(name: str) -> None:
    policy = POLICIES[name]
    assert len(policy.examples) >= 5
    unseen = [found.rule for found in rule_coverage(policy, RESULTS[name].values()) if not found.seen]
    assert unseen == []


@pytest.mark.parametrize("name", IDS)
def test_a_shipped_policy_names_its_sources_and_says_that_it_is_no_legal_advice(name: str) -> None:
    policy = POLICIES[name]
    assert policy.id == name
    assert "legal advice" in policy.notice
    assert policy.sources
    for source in policy.sources:
        assert source.read is None or date(2026, 1, 1) <= source.read <= date(2026, 11, 25)
        assert source.read is not None or source.note, f"{source.id}: neither a date read nor a word why not"


@pytest.mark.parametrize("name", IDS)
def test_a_shipped_policy_is_the_same_after_writing_and_reading(name: str) -> None:
    policy = POLICIES[name]
    assert parse_policy(format_policy(policy)) == policy
    assert parse_policy_json(canonical_form(policy)) == policy
    assert digest_of(parse_policy(format_policy(policy))) == digest_of(policy)


@pytest.mark.parametrize("name", IDS)
def test_every_kind_that_a_shipped_policy_names_is_in_the_vocabulary(name: str) -> None:
    assert _kinds(POLICIES[name]) <= set(KINDS)


def _kinds(policy: Policy) -> set[str]:
    parts = [policy.rules, *(one.rules for one in policy.editions), *(one.rules for one in policy.alternatives)]
    rules = [rule for part in parts for _, rule in every_rule(part)]
    compared = [found for rule in rules for found in compared_facts(getattr(rule, "when", None) or ALWAYS)]
    values = [found.value for found in compared if found.fact == "kind"]
    return {kind for value in values for kind in (value if isinstance(value, tuple) else (str(value),))}


@pytest.mark.parametrize("name", IDS)
def test_a_prepared_policy_gives_the_same_statements(name: str) -> None:
    again = {result.id: result.statement for result in run_examples(prepare(POLICIES[name]))}
    assert again == {key: result.statement for key, result in RESULTS[name].items()}
