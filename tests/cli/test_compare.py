"""`plp compare`: who loses by a second policy, and by which rule."""

import csv
import io
import json
from pathlib import Path

from tests.cli.commands import POLICY, YEAR, district, plp, write

STRICT = POLICY.replace('"ten-hours"', '"ten-strict"').replace("amount = 10", "amount = 12").replace("= 2\n", "= 1\n")


def files(folder: Path) -> tuple[str, str, list[object]]:
    policy, records = district(folder)
    return str(policy), str(write(folder, strict__toml=STRICT)["strict__toml"]), list(records)


def test_a_comparison_names_who_loses_and_the_rule_that_refuses(tmp_path: Path) -> None:
    policy, strict, records = files(tmp_path)
    done = plp("compare", policy, strict, *records, *YEAR)
    assert done.code == 0
    assert "Met only under 'ten-hours': 1" in done.lines
    assert "By which rule of 'ten-strict' it is refused" in done.lines
    assert any(line.startswith("cap-reached") and "talks" in line for line in done.lines)


def test_the_exit_code_says_that_somebody_loses_only_when_asked(tmp_path: Path) -> None:
    policy, strict, records = files(tmp_path)
    assert plp("compare", policy, strict, *records, *YEAR, "--fail-if-anyone-loses").code == 1
    assert plp("compare", strict, policy, *records, *YEAR, "--fail-if-anyone-loses").code == 0
    assert plp("compare", policy, policy, *records, *YEAR, "--fail-if-anyone-loses").code == 0


def test_the_lists_of_educators_can_be_left_out(tmp_path: Path) -> None:
    policy, strict, records = files(tmp_path)
    assert "  t-1" in plp("compare", policy, strict, *records, *YEAR).lines
    assert "  t-1" not in plp("compare", policy, strict, *records, *YEAR, "--educators", "none").lines


def test_programs_get_the_same_as_json_and_csv(tmp_path: Path) -> None:
    policy, strict, records = files(tmp_path)
    data = json.loads(plp("compare", policy, strict, *records, *YEAR, "--format", "json").out)
    assert data["unchanged"] == 1
    assert data["refused_by_first"] == []
    assert [(one["rule"], one["reason"], one["activities"]) for one in data["refused_by_second"]] == [
        ("talks", "cap-reached", 1)
    ]
    text = plp("compare", policy, strict, *records, *YEAR, "--format", "csv").out
    assert [row["second_outcome"] for row in csv.DictReader(io.StringIO(text))] == ["short", "short"]
