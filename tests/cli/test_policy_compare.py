"""`plp policy implies` and `plp policy diff`: a proof, an educator, or an honest unknown."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import POLICY, plp, write

STRICT = POLICY.replace('"ten-hours"', '"ten-strict"').replace("= 2\n", "= 1\n")


def files(folder: Path) -> tuple[Path, Path]:
    found = write(folder, ten__toml=POLICY, strict__toml=STRICT)
    return found["ten__toml"], found["strict__toml"]


def test_a_stricter_policy_is_proved_to_imply_the_other(tmp_path: Path) -> None:
    ten, strict = files(tmp_path)
    done = plp("policy", "implies", strict, ten)
    assert (done.code, done.lines) == (0, ["implied: nothing that meets ten-strict can fall short of ten-hours"])


def test_the_educator_for_whom_the_verdict_changes_is_told_and_saved_for_explain(tmp_path: Path) -> None:
    ten, strict = files(tmp_path)
    target = tmp_path / "educator.json"
    done = plp("policy", "implies", ten, strict, "--cycle", "2024-25", "--save", target)
    assert done.code == 1
    assert done.lines[0] == "not implied: an educator meets ten-hours and does not meet ten-strict"
    assert "  1.25 hour of conversation, 2024-07-01" in done.lines
    assert done.lines[-1] == "  ten-strict says short: total 0.25"
    assert plp("explain", ten, target, "--as-of", "2025-06-30").code == 0
    assert plp("explain", strict, target, "--as-of", "2025-06-30").code == 1


def test_a_file_is_not_written_where_there_is_nobody_to_write(tmp_path: Path) -> None:
    ten, strict = files(tmp_path)
    done = plp("policy", "implies", strict, ten, "--save", tmp_path / "nobody.json")
    assert done.err == f"there is no educator to write, so {tmp_path / 'nobody.json'} was not written\n"
    assert not (tmp_path / "nobody.json").exists()


def test_a_diff_shows_the_changed_number_with_its_citation_and_both_directions(tmp_path: Path) -> None:
    ten, strict = files(tmp_path)
    done = plp("policy", "diff", ten, strict)
    assert done.code == 1
    assert done.lines[:3] == ["changed  caps talks (handbook 3)", "         at_most: 2 -> 1", ""]
    assert "not implied: an educator meets ten-hours and does not meet ten-strict" in done.lines
    assert done.lines[-1] == "implied: nothing that meets ten-strict can fall short of ten-hours"


def test_equal_rules_are_equal_whatever_the_policies_are_called(tmp_path: Path) -> None:
    other = write(tmp_path, ten__toml=POLICY, other__toml=POLICY.replace('"ten-hours"', '"other"'))
    done = plp("policy", "diff", *other.values())
    assert done.code == 0
    assert done.lines[0] == "the rules are equal"


def test_programs_get_a_diff_as_json(tmp_path: Path) -> None:
    ten, strict = files(tmp_path)
    data = json.loads(plp("policy", "diff", ten, strict, "--format", "json").out)
    assert data["rules"][0]["values"] == [{"key": "at_most", "before": "2", "after": "1"}]
    assert (data["there"]["verdict"], data["back"]["verdict"]) == ("not-implied", "implied")
    assert data["there"]["counterexample"]["activities"]
    data = json.loads(plp("policy", "implies", strict, ten, "--format", "json").out)
    assert data["counterexample"] is None


FACTS = POLICY.replace("[total]", '[facts.role]\ntype = "text"\n[total]').replace(
    'cite = "handbook 1"\namount = 10',
    'cite = "handbook 1"\nrows = [{ when = { role = "nurse" }, amount = 2 }, { amount = 10 }]',
)
RICH = FACTS.replace('"ten-hours"', '"rich"') + (
    '[[conditions]]\nid = "shown"\ncite = "x"\nevidence = {}\n'
    '[[conditions]]\nid = "thought"\ncite = "x"\nreflection = {}\n'
    '[[conditions]]\nid = "agreed"\ncite = "x"\napproval = {}\n'
    '[[conditions]]\nid = "offered"\ncite = "x"\nprovider = { one_of = ["u"] }\n'
    '[[sign_offs]]\nid = "principal"\ncite = "x"\n'
    '[[floors]]\nid = "deep"\ncite = "x"\nat_least = 1\nwhen = { depth = "deep" }\n'
)


def test_everything_that_an_educator_needs_is_told(tmp_path: Path) -> None:
    depth = '[activity_facts.depth]\ntype = "text"\n[total]'
    found = write(tmp_path, rich__toml=RICH.replace("[total]", depth), ten__toml=FACTS.replace("= 10 }", "= 11 }"))
    told = plp("policy", "implies", found["rich__toml"], found["ten__toml"], "--cycle", "2024-25").out
    for words in ("educator: role = ", "provider u", "depth = deep", "evidence ", "a reflection", "credit approved"):
        assert words in told
    assert "signed: principal" in told
    strict = FACTS.replace('"ten-hours"', '"strict"') + '[[sign_offs]]\nid = "principal"\ncite = "x"\n'
    told = plp("policy", "implies", found["ten__toml"], write(tmp_path, s__toml=strict)["s__toml"]).out
    assert "sign-off principal" in told


def test_an_unknown_lists_every_rule_that_was_not_taken_exactly(tmp_path: Path) -> None:
    repeat = POLICY.replace('per = "hour"', 'per = "hour"\nrepeat = { same = "title" }').replace(
        '"ten-hours"', '"again"'
    )
    found = write(tmp_path, ten__toml=POLICY, again__toml=repeat)
    done = plp("policy", "implies", found["ten__toml"], found["again__toml"])
    assert done.code == 1
    assert done.lines[0].startswith("unknown: ")
    assert "  again, rule time: a repeat is known by what came before" in done.lines


def test_somebody_without_activities_or_with_carried_credit_is_told_so(tmp_path: Path) -> None:
    nothing = POLICY.replace("amount = 10", "amount = 0").replace('"ten-hours"', '"nothing"')
    closed = POLICY.replace('"ten-hours"', '"closed"') + '[carry_over]\nid = "co"\ncite = "x"\naccepts = false\n'
    found = write(tmp_path, ten__toml=POLICY, nothing__toml=nothing, closed__toml=closed)
    assert "  no activities" in plp("policy", "implies", found["nothing__toml"], found["ten__toml"]).lines
    assert "  0.25 carried in" in plp("policy", "implies", found["ten__toml"], found["closed__toml"]).lines


@pytest.mark.parametrize("command", ["diff", "implies"])
def test_a_second_policy_that_is_not_named_is_told_with_the_usage(command: str, tmp_path: Path) -> None:
    ten, _ = files(tmp_path)
    done = plp("policy", command, ten)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"Usage: plp policy {command} [OPTIONS] POLICY POLICY2"
    assert done.err.splitlines()[-1] == "Error: Missing argument 'POLICY2'."


DECLARED = """
[facts]
applied = { type = "date" }
lapsed = { type = "flag" }
share = { type = "number" }
role = { type = "text" }
roles = { type = "texts" }
"""


def test_facts_that_are_meant_are_given_by_name(tmp_path: Path) -> None:
    files_ = write(tmp_path, one__toml=POLICY + DECLARED, two__toml=STRICT)
    pair = ("policy", "implies", files_["one__toml"], files_["two__toml"])
    given = ("applied=2026-06-30", "lapsed=Yes", "share=0.5", "role = a b", "roles=a;b")
    done = plp(*pair, *(word for one in given for word in ("--fact", one)))
    told = "applied = 2026-06-30, lapsed = True, role = a b, roles = a, b, share = 1/2"
    assert (done.code, done.lines[1]) == (1, f"  educator: {told}")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("applied", "--fact: 'applied' is no fact; write it as NAME=VALUE, such as applied=2026-06-30"),
        ("=x", "--fact: '=x' is no fact; write it as NAME=VALUE, such as applied=2026-06-30"),
        ("applied=June", "--fact: 'June' is no value of 'applied'; write a day such as 2026-06-30"),
        ("lapsed=maybe", "--fact: 'maybe' is no value of 'lapsed'; write yes or no"),
        ("share=half", "--fact: 'half' is no value of 'share'; write a number such as 0.5"),
        (
            "applid=x",
            "facts: neither policy has a fact 'applid' of the educator; known are: applied, lapsed, role, roles, share",
        ),
    ],
)
def test_a_fact_that_cannot_be_meant_is_one_line(tmp_path: Path, given: str, line: str) -> None:
    files_ = write(tmp_path, one__toml=POLICY + DECLARED, two__toml=STRICT)
    done = plp("policy", "implies", files_["one__toml"], files_["two__toml"], "--fact", given)
    assert (done.code, done.out, done.err) == (2, "", f"plp: {line}\n")
