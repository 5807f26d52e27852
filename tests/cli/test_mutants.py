"""`plp policy mutants`: which slips of the pen a policy's examples would let pass."""

import csv
import io
import json
from pathlib import Path

from tests.cli.commands import EXAMPLES, POLICY, plp, write

SURVIVES = "survives: $.total.amount: 10 -> 9 (rule total)"


def test_changes_that_no_example_notices_are_named_and_end_with_1(tmp_path: Path) -> None:
    file = write(tmp_path, ten__toml=POLICY + EXAMPLES)["ten__toml"]
    done = plp("policy", "mutants", file)
    assert (done.code, done.err) == (1, "")
    assert SURVIVES in done.lines
    assert "survives: $.caps[0]: left out (rule talks)" in done.lines
    *told, last = done.lines
    assert last.endswith(f" of {len(told) + int(last.split()[0])} changes noticed by an example")


def test_a_policy_whose_examples_notice_every_change_is_fine() -> None:
    done = plp("policy", "mutants", "us-ga-plg")
    assert (done.code, done.err) == (0, "")
    (line,) = done.lines
    noticed, of, several, *rest = line.split()
    assert (noticed, of, rest) == (several, "of", ["changes", "noticed", "by", "an", "example"])


def test_what_the_extended_policy_guards_is_left_to_its_examples() -> None:
    done = plp("policy", "mutants", "district-oh-riverbend")
    assert (done.code, done.out) == (0, "20 of 20 changes noticed by an example\n")


def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    file = write(tmp_path, ten__toml=POLICY + EXAMPLES)["ten__toml"]
    first = plp("policy", "mutants", file, "--sample", "5")
    assert first.lines[-1].endswith("of 5 changes noticed by an example")
    assert plp("policy", "mutants", file, "--sample", "5", "--seed", "1").out == first.out
    others = {plp("policy", "mutants", file, "--sample", "5", "--seed", seed).out for seed in range(2, 8)}
    assert others != {first.out}
    assert plp("policy", "mutants", file, "--sample", "999").out == plp("policy", "mutants", file).out
    assert plp("policy", "mutants", file, "--sample", "1").lines[-1].endswith("of 1 change noticed by an example")


def test_what_survives_is_data_for_programs(tmp_path: Path) -> None:
    file = write(tmp_path, ten__toml=POLICY + EXAMPLES)["ten__toml"]
    rows = json.loads(plp("policy", "mutants", file, "--format", "json").out)
    assert {"place": "$.total.amount", "change": "10 -> 9", "rule": "total"} in rows
    table = list(csv.DictReader(io.StringIO(plp("policy", "mutants", file, "--format", "csv").out)))
    assert table == rows
    whole = {"place": "$.unit.quantum", "change": "left out", "rule": ""}
    micro = json.loads(plp("policy", "mutants", "district-micro-credentials", "--format", "json").out)
    assert whole in micro
    assert "survives: $.unit.quantum: left out" in plp("policy", "mutants", "district-micro-credentials").lines


def test_a_policy_whose_example_fails_has_to_be_mended_first(tmp_path: Path) -> None:
    wrong = EXAMPLES.replace("total = 10", "total = 11")
    file = write(tmp_path, wrong__toml=POLICY + wrong)["wrong__toml"]
    done = plp("policy", "mutants", file)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"plp: {file}: its example 'enough' fails already; run plp policy test {file}\n"
