"""A seeded sample of changes of every shipped policy: its examples notice each. The whole: `nox -s policy_mutation`."""

from random import Random

import pytest

from plpcore.exchange import shipped_policies
from tests.policies.mutation import EQUIVALENT, main, mutants, tried

SAMPLE = 12


@pytest.mark.parametrize("name", shipped_policies())
def test_an_example_notices_each_of_some_changes_of_a_shipped_policy(name: str) -> None:
    policy, made = mutants(name)
    argued = set(EQUIVALENT.get(name, {}))
    assert argued <= {str(mutant) for mutant in made}, "an argument about a change that nobody makes"
    sample = Random(7).sample(made, SAMPLE)  # noqa: S311 - a seeded sample, no secret
    sample += [mutant for mutant in made if str(mutant) in argued and mutant not in sample]
    found = tried(policy, sample)
    assert found.survived == ()
    assert found.wrong == ()


def test_only_shipped_policies_are_argued_about_and_each_argument_is_a_sentence() -> None:
    assert set(EQUIVALENT) <= set(shipped_policies())
    assert all(why.endswith(".") for argued in EQUIVALENT.values() for why in argued.values())


def test_the_whole_run_tells_what_survives_and_ends_with_the_share(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["district-seat-time"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["district-seat-time: 47 of 47 killed, 1 equivalent", "47 of 47 killed (100.0 %)"]


def test_a_policy_whose_examples_notice_too_little_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(EQUIVALENT, "district-seat-time", {"$.total: left out": "Wrong, as anybody can see."})
    assert main(["district-seat-time"]) == 1
    out = capsys.readouterr().out
    assert "    survives: $.calendar.year_starts: 07-01 -> 07-02\n" in out
    assert "    not equivalent: $.total: left out\n" in out
