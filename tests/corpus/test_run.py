"""The runner as its user meets it: what it prints, and how it exits."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.run import ROOT, main

RUNNER = ROOT / "tests" / "corpus" / "run.py"


def case(name: str = "one", expected: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    found = {"ask": "measure", "policy": {"measure": {}}, "minutes": 90} | given
    return {"id": name, "input": found, "expected": expected or {"credit": "1.5"}}


def written(folder: Path, cases: object) -> str:
    path = folder / "cases.json"
    path.write_text(cases if isinstance(cases, str) else json.dumps(cases), "utf-8")
    return str(path)


def test_it_runs_from_any_folder_as_a_script(tmp_path: Path) -> None:
    file = written(tmp_path, [case()])
    found = subprocess.run([sys.executable, RUNNER, file], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "1 passed, 0 failed\n", "")


def test_a_failing_case_is_named_with_what_was_expected_and_what_was_got(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, [case(), case("two", {"credit": 2}), case("three", {"credits": 2})])
    assert main([file]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "two: credit: expected 2, got 3/2",
        "three: credits: expected 2, got None",
        "1 passed, 2 failed",
    ]


def test_a_case_that_cannot_be_read_fails_and_the_others_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [case("a", ask="weigh"), case("b", policy={"measures": {}}), case("c", minutes="many", policy={}), case("d")]
    assert main([written(tmp_path, odd)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "a: WordError: unknown ask 'weigh'"
    assert out[1] == "b: WordError: policy: unknown words measures"
    assert out[2] == "c: credit: expected 3/2, got 0"
    assert out[-1] == "1 passed, 3 failed"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "Expecting value"),
        ("{}", "a list of cases is expected"),
        ([{"input": {}}], "$[0]: a case needs an id"),
        ([case(), {"id": "x", "input": {}}], "$[1] (x): a case needs the table expected"),
        ([{"id": "x", "input": [], "expected": {}}], "$[0] (x): a case needs the table input"),
        ([{"id": "x", "input": {}, "expected": {}}], "$[0] (x): the input does not say what is asked"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_file_that_holds_no_cases_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object, message: str
) -> None:
    assert main([written(tmp_path, content)]) == 2
    seen = capsys.readouterr()
    assert message in seen.err
    assert seen.out == ""


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_it_wants_one_file(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err == "usage: run.py CASES.json\n"


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "no.json")]) == 2
    assert "no.json" in capsys.readouterr().err


def test_an_empty_file_of_cases_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([written(tmp_path, [])]) == 0
    assert capsys.readouterr().out == "0 passed, 0 failed\n"
