"""`plp policy show` of a policy that extends another."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.commands import YEAR, district, plp


def test_a_layered_policy_is_shown_with_what_it_extends_and_each_number_with_its_document() -> None:
    assert plp("policy", "show", "district-oh-riverbend").lines[1] == "extends us-oh-lpdc"
    rows = json.loads(plp("policy", "show", "district-oh-riverbend", "--provenance", "--format", "json").out)
    set_by = {(row["rule"], row["key"]): (row["value"], row["document"]) for row in rows}
    assert set_by["contact-hours", "rows[1].amount"] == ("200", "district-oh-riverbend")
    assert set_by["semester-hours", "credit"] == ("30", "us-oh-lpdc")


def test_a_date_is_told_as_a_date() -> None:
    rows = json.loads(plp("policy", "show", "au-vic-vit", "--provenance", "--format", "json").out)
    assert {"2015-10-01"} == {
        row["value"] for row in rows if (row["rule"], row["key"]) == ("registration-year", "start")
    }


def test_the_schema_is_that_of_the_document() -> None:
    layer = json.loads(plp("policy", "show", "district-oh-lakeside", "--schema").out)
    assert layer["title"] == "plpcore layer, format 1"
    assert json.loads(plp("policy", "show", "us-oh-lpdc", "--schema").out)["title"] == "plpcore policy, format 1"


def test_the_check_of_a_layer_tells_which_editions_a_tightening_does_not_reach(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    head = 'id = "own"\ntitle = "Own"\nextends = "us-or-pdu"\n[[tighten]]\nid = "t"\ncite = "board"\n'
    file.write_text(head + 'rule = "units"\nwhen = { license = "five-year" }\namount = 150\n')
    told = plp("policy", "check", file).out
    assert "$.tighten[0]: remark tightening-unreached: it does not reach 'units' everywhere: not edition" in told


def extended(folder: Path) -> tuple[Path, Sequence[object]]:
    _, records = district(folder)
    own = folder / "own.toml"
    own.write_text('id = "own"\ntitle = "Own"\nextends = "ten.toml"\n[[tighten]]\nid = "t"\ncite = "b"\n' + MORE)
    return own, records


MORE = 'rule = "talks"\nat_most = 1\n'


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "Policy own, extends ten-hours. "),
        (("--language", "es"), "Norma own, que amplía ten-hours. "),
        (("--format", "markdown"), "Policy own, extends ten-hours\\. "),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_a_statement_says_what_its_policy_extends(command: str, more: Sequence[str], told: str, tmp_path: Path) -> None:
    own, records = extended(tmp_path)
    shown = plp(command, own, *records, *YEAR, "--educator", "t-2", *more).out
    assert told.replace("\\", "") in shown.replace("\\", "")


def test_the_examples_of_a_layer_are_asked_for_its_own_rules_only(tmp_path: Path) -> None:
    own, _ = extended(tmp_path)
    assert "rules exercised: 0 of 1" in plp("policy", "test", own).lines


def test_a_finding_stands_in_the_document_whose_word_it_is(tmp_path: Path) -> None:
    own, _ = extended(tmp_path)
    own.write_text(own.read_text() + '[[sources]]\nid = "s"\ntitle = "S"\n')
    told = [line.partition(": finding")[0] for line in plp("policy", "check", own).lines if "source-unknown" in line]
    upper = tmp_path / "ten.toml"
    assert told[:2] == [f"{upper}:8: $.total.cite", f"{upper}:13: $.awards[0].cite"]
    assert f"{own}:6: $.tighten[0].cite" in told


def test_a_document_that_extends_what_is_not_there_is_a_mistake_in_the_document(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('id = "own"\ntitle = "Own"\nextends = "nowhere.toml"\n')
    line = f"{own}:3: $.extends: 'nowhere.toml': there is no such file ({tmp_path / 'nowhere.toml'}); check the path"
    checked = plp("policy", "check", own)
    assert (checked.code, checked.lines[0]) == (1, line)
    for command in ("show", "test", "mutants"):
        done = plp("policy", command, own)
        assert (done.code, done.err) == (2, f"plp: {line}\n")
