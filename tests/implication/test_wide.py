"""The wide campaign in short, and that its search finds what is there to be found."""

from typing import Any

import pytest

from plpcore.evaluation.implication import Implication, Verdict, implies
from tests.implication import wide
from tests.implication.campaign import main
from tests.implication.wide import judge_wide, question

SHORT = range(42, 55)
REFUTED = 50
"""A pair of which one is shown not to imply the other."""


def test_the_wide_campaign_ends_with_one_line_and_no_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--wide", "--seed", str(SHORT[0]), "--pairs", str(len(SHORT)), "--ledgers", "100"]) == 0
    assert capsys.readouterr().out.endswith("; contradictions: 0\n")


def test_a_seed_always_draws_the_same_pair() -> None:
    assert [question(seed) for seed in SHORT] == [question(seed) for seed in SHORT]


def test_a_wrong_proof_is_found_in_nearly_every_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    def claimed(*policies: Any, **named: Any) -> Implication:
        said = implies(*policies, **named)
        if said.verdict is not Verdict.NOT_IMPLIED:
            return Implication(Verdict.UNKNOWN, "left aside", None, said.as_of)
        return Implication(Verdict.IMPLIED, "not true", None, said.as_of)

    monkeypatch.setattr(wide, "implies", claimed)
    judged = [found for seed in SHORT if (found := judge_wide(seed, 300)).verdict is Verdict.IMPLIED]
    assert len(judged) >= 3
    assert judge_wide(REFUTED, 1).verdict is Verdict.IMPLIED
    assert sum(bool(found.faults) for found in judged) >= len(judged) - 1


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_without_what_belongs_to_it_is_a_fault(monkeypatch: pytest.MonkeyPatch, verdict: Verdict) -> None:
    def claimed(*policies: Any, **named: Any) -> Implication:
        record = None if verdict is Verdict.NOT_IMPLIED else implies(*policies, **named).counterexample
        return Implication(verdict, "", record, implies(*policies, **named).as_of)

    monkeypatch.setattr(wide, "implies", claimed)
    assert judge_wide(REFUTED, 1).faults
