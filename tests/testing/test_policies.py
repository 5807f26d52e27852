"""The helpers for those who write policies."""

import subprocess
import sys
from pathlib import Path

import pytest

from plpcore.errors import PolicyError
from plpcore.exchange import load_policy, load_resolved
from plpcore.policy import mutants_of, parse_policy
from plpcore.testing import assert_policy, policy_examples, policy_mutants, surviving_mutants
from tests.cli.commands import EXAMPLES, POLICY

ENOUGH = """
[[example]]
id = "two-of-three"
as_of = 2025-06-30
cycle = { from = 2024-07-01, until = 2025-07-01 }
activities = [ { id = "t", kind = "conversation", completed = 2024-08-20, amounts = { hour = 3 } } ]
expect = { total = 2 }
"""

test_the_examples_of_a_shipped_policy = policy_examples("district-seat-time")


def test_a_whole_test_file_has_three_lines_and_names_the_examples(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(POLICY + EXAMPLES + ENOUGH.replace("total = 2", "total = 1"), "utf-8")
    (tmp_path / "test_my_policy.py").write_text(
        'from plpcore.testing import policy_examples\n\ntest_examples = policy_examples("my.toml")\n', "utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PASSED test_my_policy.py::test_examples[enough]" in done.stdout
    assert "two-of-three: total: expected 1, got 2" in done.stdout
    assert "1 failed, 1 passed" in done.stdout


def test_a_policy_without_examples_is_no_test() -> None:
    with pytest.raises(AssertionError, match=r"ten-hours: it has no \[\[example\]\]; write one"):
        policy_examples(parse_policy(POLICY))
    with pytest.raises(PolicyError, match="there is no shipped policy of this id"):
        policy_examples("no-such-policy")


def test_a_good_policy_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(POLICY + EXAMPLES + ENOUGH, "utf-8")
    assert_policy(file)
    assert_policy(parse_policy(POLICY + EXAMPLES + ENOUGH))
    assert_policy("district-oh-riverbend", changes=True)


def test_every_example_that_fails_and_every_rule_without_one_is_told() -> None:
    wrong = EXAMPLES.replace("total = 10", "total = 11")
    with pytest.raises(AssertionError) as found:
        assert_policy(parse_policy(POLICY + wrong), changes=True)
    assert str(found.value).splitlines() == [
        "enough: total: expected 11, got 10",
        "no example exercises talks (caps)",
    ]


def test_changes_that_no_example_notices_are_told_when_asked_for() -> None:
    policy = parse_policy(POLICY + EXAMPLES + ENOUGH)
    with pytest.raises(AssertionError) as found:
        assert_policy(policy, changes=True)
    lines = str(found.value).splitlines()
    assert "no example notices $.total.amount: 10 -> 9" in lines
    assert lines == [f"no example notices {mutant}" for mutant in surviving_mutants(policy)]


def test_the_mutants_are_those_of_the_document_itself() -> None:
    policy = load_policy("us-ga-plg")
    assert list(policy_mutants("us-ga-plg")) == list(mutants_of(policy))
    resolved = load_resolved("district-oh-lakeside")
    assert resolved.upper is not None
    assert list(policy_mutants(resolved)) == list(mutants_of(resolved.policy, resolved.upper.policy))
    assert surviving_mutants("district-oh-riverbend") == ()


def test_an_example_that_fails_says_what_was_expected() -> None:
    found = policy_examples(parse_policy(POLICY + EXAMPLES.replace("total = 10", "total = 11")))
    with pytest.raises(AssertionError, match="enough: total: expected 11, got 10"):
        found("enough")
