"""`plp policy check`: findings on the screen, for programs, and as records that `plp explain` shows."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from attrs import evolve

from plpcore.evaluation import run_examples
from plpcore.evaluation.checking import CHECKS
from plpcore.policy import parse_policy, policy_of
from tests.cli.commands import plp

FOLDER = Path(__file__).parents[2] / "docs" / "policy_checks"
LEVELS = [(check.name, check.level.value) for check in CHECKS]


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_a_finding_ends_with_1_and_a_remark_does_not(name: str, level: str) -> None:
    file = FOLDER / f"{name}.toml"
    done = plp("policy", "check", file)
    assert done.err == ""
    assert done.code == (1 if level == "finding" else 0)
    (line, *_) = [line for line in done.lines if f": {level} {name}: " in line]
    found = re.match(rf"{re.escape(str(file))}(?::([0-9]+))?: \$", line)
    assert found is not None
    # What is not in the document at all has no line in it.
    assert (found[1] is None) is (name in {"option-left-open", "sharing-left-open", "example-missing"})
    assert ("fine" in done.lines[0]) is (done.code == 0)


def test_a_shipped_policy_is_named_without_a_file() -> None:
    assert plp("policy", "check", "us-ny-ctle").lines[3].startswith("$.total.rows: remark total-gap: ")


def test_a_counterexample_is_written_and_explained(tmp_path: Path) -> None:
    file, folder = FOLDER / "unsatisfiable.toml", tmp_path / "new" / "cases"
    done = plp("policy", "check", file, "--counterexamples", folder)
    told = [line for line in done.lines if line.startswith("    plp explain ")]
    written = folder / "unsatisfiable-1.json"
    assert told == [f"    plp explain {file} {written} --as-of 2025-06-30"]
    explained = plp("explain", file, written, "--as-of", "2025-06-30")
    assert explained.code == 1
    assert "[condition-not-met]" in explained.out


def test_the_records_of_one_check_are_numbered(tmp_path: Path) -> None:
    text = (FOLDER / "unsatisfiable.toml").read_text("utf-8")
    more = '[[floors]]\nid = "blogs"\ncite = "section 5"\nwhen = { kind = "blog-post" }\nat_least = 2\n'
    (tmp_path / "two.toml").write_text(text + more, "utf-8")
    plp("policy", "check", tmp_path / "two.toml", "--counterexamples", tmp_path / "cases")
    names = sorted(path.name for path in (tmp_path / "cases").iterdir())
    assert [name for name in names if name.startswith("unsat")] == ["unsatisfiable-1.json", "unsatisfiable-2.json"]


def test_for_programs_a_counterexample_stands_as_in_the_document() -> None:
    file = FOLDER / "awards-overlap.toml"
    done = plp("policy", "check", file, "--format", "json")
    assert done.code == 1
    first, last = json.loads(done.out)
    assert list(first) == ["level", "check", "place", "what", "mend", "counterexample"]
    assert (first["level"], first["check"], first["place"]) == ("finding", "awards-overlap", "$.awards[1]")
    assert (last["check"], last["counterexample"]) == ("example-missing", None)
    policy = parse_policy(file.read_text("utf-8"))
    data = {"id": "p", "title": "t", "unit": {"name": "hour"}, "example": [first["counterexample"]]}
    (result,) = run_examples(evolve(policy, examples=policy_of(data).examples))
    assert result.passed


def test_a_table_for_programs_names_the_file_of_a_counterexample(tmp_path: Path) -> None:
    done = plp("policy", "check", FOLDER / "bands-fall.toml", "--format", "csv", "--counterexamples", tmp_path)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["check"] for row in rows] == ["bands-fall", "example-missing"]
    assert [row["counterexample"] for row in rows] == [str(tmp_path / "bands-fall-1.json"), ""]


def test_a_document_that_cannot_be_read_is_a_finding_for_programs_too(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('id = "p"\ntitle = "t"\nunit = { name = "hour" }\nkaps = []\n', "utf-8")
    done = plp("policy", "check", file, "--format", "json")
    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "level": "finding",
            "check": "unreadable",
            "place": f"{file}:4: $.kaps",
            "what": "unknown key",
            "mend": "did you mean caps?",
            "counterexample": "",
        }
    ]
