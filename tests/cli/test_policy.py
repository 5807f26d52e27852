"""`plp policy`: what comes with the package, what a document says, whether it holds, whether its examples do."""

import csv
import io
import json
from pathlib import Path

import pytest

from plpcore.exchange import load_policy, shipped_policies
from plpcore.policy import parse_policy, policy_data, policy_schema
from plpcore.report.plain import describe_policy
from tests.cli.commands import EXAMPLES, POLICY, plp, write

SHIPPED = shipped_policies()


def test_the_list_names_every_shipped_policy_with_its_title() -> None:
    done = plp("policy", "list")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].split() == ["id", "title", "jurisdiction", "unit", "examples"]
    assert [line.split()[0] for line in done.lines[2:]] == list(SHIPPED)
    assert load_policy("us-ny-ctle").title in done.out


def test_the_list_is_the_same_for_programs() -> None:
    rows = json.loads(plp("policy", "list", "--format", "json").out)
    assert [row["id"] for row in rows] == list(SHIPPED)
    assert rows[SHIPPED.index("us-ks-points")]["unit"] == "point"
    table = list(csv.DictReader(io.StringIO(plp("policy", "list", "--format", "csv").out)))
    assert table == [{name: str(cell) for name, cell in row.items()} for row in rows]


def test_a_policy_is_shown_with_rules_sources_editions_and_identity() -> None:
    done = plp("policy", "show", "us-ma-pdp")
    found = load_policy("us-ma-pdp")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0] == f"{found.title} (us-ma-pdp)"
    assert done.lines[1] == "US-MA, counted in PDPs"
    assert found.description in done.out
    assert found.notice in done.out
    for head in ("Rules", "Editions, chosen by renewal", "Sources"):
        assert head in done.lines
    assert all(source.url in done.out for source in found.sources)
    assert done.lines[-1].startswith("identity: sha256:")


def test_a_policy_that_says_little_is_shown_without_empty_heads(tmp_path: Path) -> None:
    files = write(tmp_path, ten__toml=POLICY)
    done = plp("policy", "show", files["ten__toml"])
    assert done.lines[:-1] == [
        "Ten hours a year (ten-hours)",
        "counted in hours",
        "",
        "Rules",
        "part  section  rule   title                 cite",
        "----  -------  -----  --------------------  ----------",
        "      total    total                        handbook 1",
        "      awards   time   An hour is an hour    handbook 2",
        "      cycle    year                         handbook 1",
        "      caps     talks  Talks: up to 2 hours  handbook 3",
        "",
    ]


def test_a_source_that_nobody_read_again_is_shown_as_such(tmp_path: Path) -> None:
    source = '\n[[sources]]\nid = "handbook"\ntitle = "Handbook"\nurl = "https://example.org/h"\n'
    done = plp("policy", "show", write(tmp_path, ten__toml=POLICY + source)["ten__toml"])
    assert "handbook  not read again  Handbook  https://example.org/h" in done.lines


def test_the_rules_of_an_edition_and_of_an_alternative_stand_under_its_id() -> None:
    shown = plp("policy", "show", "us-ma-pdp", "--format", "csv").out
    parts = {row["part"] for row in csv.DictReader(io.StringIO(shown))}
    found = load_policy("us-ma-pdp")
    assert parts >= {one.id for one in found.editions if one.rules.caps or one.rules.floors}
    assert "" in parts


def test_what_is_printed_as_toml_is_the_same_policy() -> None:
    done = plp("policy", "show", "district-personalized", "--toml")
    assert parse_policy(done.out) == load_policy("district-personalized")


def test_a_policy_is_plain_data_for_programs() -> None:
    shown = json.loads(plp("policy", "show", "us-pa-act48", "--format", "json").out)
    assert shown == policy_data(load_policy("us-pa-act48"))


def test_the_schema_of_policies_can_be_printed() -> None:
    shown = json.loads(plp("policy", "show", "us-ks-points", "--schema").out)
    assert shown == json.loads(json.dumps(policy_schema()))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_policy_is_fine_and_its_examples_pass(name: str) -> None:
    checked = plp("policy", "check", name)
    assert (checked.code, checked.err) == (0, "")
    assert checked.lines[0].startswith(f"{name}: fine, ")
    assert checked.lines[2].startswith("fragment: ")
    tested = plp("policy", "test", name)
    assert tested.code == 0
    assert tested.lines[-1] == f"{len(load_policy(name).examples)} passed, 0 failed"


def test_a_check_counts_in_good_english_and_asks_for_an_example(tmp_path: Path) -> None:
    files = write(tmp_path, ten__toml=POLICY, more__toml=POLICY + EXAMPLES)
    done = plp("policy", "check", files["ten__toml"])
    assert done.code == 0
    assert done.lines[0] == "ten-hours: fine, 4 rules, 0 editions, 0 examples"
    assert done.lines[2] == "fragment: greedy, since the credit is taken in order of time (rule talks)"
    assert "$.example: remark example-missing: there is no worked example; " in done.lines[3]
    more = plp("policy", "check", files["more__toml"])
    assert more.lines[0] == "ten-hours: fine, 4 rules, 0 editions, 1 example"
    assert len(more.lines) == 4
    assert "$.caps[0]: remark rule-untested: no example exercises 'talks'; " in more.lines[3]


def test_a_policy_without_rules_has_no_rule_that_is_hard_to_decide(tmp_path: Path) -> None:
    bare = POLICY.partition("[total]")[0]
    done = plp("policy", "check", write(tmp_path, bare__toml=bare)["bare__toml"])
    assert done.lines[0] == "ten-hours: fine, 0 rules, 0 editions, 0 examples"
    assert done.lines[2] == "fragment: row"


def test_a_check_tells_everything_that_is_wrong_with_one_line_each(tmp_path: Path) -> None:
    broken = POLICY.replace("amount = 10", "amount = -1").replace("otherwise = true", "otherwize = true")
    file = write(tmp_path, broken__toml=broken)["broken__toml"]
    done = plp("policy", "check", file)
    assert done.code == 1
    assert done.err == ""
    *told, last = done.lines
    assert last == f"{len(told)} to mend"
    assert [line.rpartition("; ")[0] for line in told] == [
        f"{file}:9: $.total.amount: an amount cannot be negative",
        f"{file}:15: $.awards[0].otherwize: unknown key",
    ]
    assert any("otherwize" in line and "did you mean otherwise?" in line for line in told)


def test_a_check_finds_what_only_preparing_finds(tmp_path: Path) -> None:
    twice = POLICY.replace('id = "talks"', 'id = "time"')
    done = plp("policy", "check", write(tmp_path, twice__toml=twice)["twice__toml"])
    assert done.code == 1
    assert "time" in done.out


def test_an_example_that_fails_says_what_was_expected_and_ends_with_1(tmp_path: Path) -> None:
    wrong = EXAMPLES.replace("total = 10", "total = 11")
    done = plp("policy", "test", write(tmp_path, wrong__toml=POLICY + wrong)["wrong__toml"], "--verbose")
    assert done.code == 1
    assert done.lines == [
        "FAILED  enough",
        "        total: expected 11, got 10",
        "of total (total) no example shows: just short, short",
        "of year (cycle) no example shows: first day, last day",
        "no example exercises talks (caps)",
        "shown of the rules: 5 of 11",
        "rules exercised: 3 of 4",
        "0 passed, 1 failed",
    ]


def test_examples_that_pass_are_named_only_when_asked_for(tmp_path: Path) -> None:
    file = write(tmp_path, good__toml=POLICY + EXAMPLES)["good__toml"]
    for flag in ("-v", "--verbose"):
        assert plp("policy", "test", file, flag).lines[0] == "passed  enough"
    done = plp("policy", "test", file)
    assert done.code == 0
    assert done.lines[2:] == [
        "no example exercises talks (caps)",
        "shown of the rules: 5 of 11",
        "rules exercised: 3 of 4",
        "1 passed, 0 failed",
    ]


def test_a_policy_may_be_a_json_file(tmp_path: Path) -> None:
    data = json.dumps(policy_data(parse_policy(POLICY)))
    done = plp("policy", "check", write(tmp_path, ten__json=data)["ten__json"])
    assert done.code == 0
    assert done.lines[0].startswith("ten-hours: fine")


def test_the_coverage_of_all_rules_is_a_table_and_data(tmp_path: Path) -> None:
    file = write(tmp_path, good__toml=POLICY + EXAMPLES)["good__toml"]
    done = plp("policy", "test", file, "--coverage")
    assert done.code == 0
    assert [line.split()[:2] for line in done.lines[2:6]] == [
        ["total", "total"],
        ["awards", "time"],
        ["cycle", "year"],
        ["caps", "talks"],
    ]
    assert done.lines[-3:] == ["shown of the rules: 5 of 11", "rules exercised: 3 of 4", "1 passed, 0 failed"]
    rows = json.loads(plp("policy", "test", file, "--format", "json").out)
    expected = {"part": "", "section": "awards", "rule": "time", "shown": "decided", "not shown": ""}
    assert rows[1] == expected
    table = list(csv.DictReader(io.StringIO(plp("policy", "test", file, "--format", "csv").out)))
    assert table == rows


def test_failing_examples_stay_out_of_the_data(tmp_path: Path) -> None:
    wrong = EXAMPLES.replace("total = 10", "total = 11")
    done = plp("policy", "test", write(tmp_path, wrong__toml=POLICY + wrong)["wrong__toml"], "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)
    assert done.err.splitlines() == ["FAILED  enough", "        total: expected 11, got 10"]


def test_too_little_shown_ends_with_1_where_a_limit_is_set(tmp_path: Path) -> None:
    file = write(tmp_path, good__toml=POLICY + EXAMPLES)["good__toml"]
    assert plp("policy", "test", file, "--fail-under", "45").code == 0
    assert plp("policy", "test", file, "--fail-under", "46").code == 1
    assert plp("policy", "test", file, "--fail-under", "101").code == 2
    bare = write(tmp_path, bare__toml=POLICY.partition("[total]")[0])["bare__toml"]
    assert plp("policy", "test", bare, "--fail-under", "100").code == 0


def test_a_rule_of_an_edition_is_named_with_it() -> None:
    done = plp("policy", "test", "us-ma-pdp")
    assert "of pedagogy (from-2017-07-28, floors) no example shows: just short" in done.lines


def test_a_policy_is_told_in_sentences_in_both_languages() -> None:
    english = plp("policy", "show", "district-personalized", "--plain")
    assert (english.code, english.err) == (0, "")
    assert english.out == describe_policy(load_policy("district-personalized"))
    spanish = plp("policy", "show", "district-personalized", "--plain", "--language", "es")
    assert spanish.out == describe_policy(load_policy("district-personalized"), "es")
    assert "Usted necesita 12 hours." in spanish.out
