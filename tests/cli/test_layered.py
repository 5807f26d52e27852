"""`plp policy show` of a policy that extends another."""

import json
from pathlib import Path

from tests.cli.commands import plp


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
