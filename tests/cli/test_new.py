"""`plp policy new`: a start that is well formed, holds, and leaves alone what is there."""

from pathlib import Path

import pytest

from plpcore.exchange import load_policy
from plpcore.testing import assert_policy
from tests.cli.commands import plp


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_start_is_well_formed_and_each_of_its_rules_is_exercised() -> None:
    done = plp("policy", "new", "cedar-valley")
    assert (done.code, done.err) == (0, "")
    assert done.lines == ["cedar-valley.toml: written; run plp policy test cedar-valley.toml"]
    assert plp("policy", "check", "cedar-valley.toml").code == 0
    tested = plp("policy", "test", "cedar-valley.toml", "--fail-under", "100")
    assert (tested.code, tested.lines) == (
        0,
        ["shown of the rules: 21 of 21", "rules exercised: 9 of 9", "2 passed, 0 failed"],
    )
    assert_policy("cedar-valley.toml")


def test_the_start_teaches_every_kind_of_rule_that_most_districts_need() -> None:
    plp("policy", "new", "cedar-valley")
    text = Path("cedar-valley.toml").read_text("utf-8")
    for section in ("[unit]", "[[sources]]", "[total]", "[cycle]", "[[awards]]", "[[conditions]]", "[[caps]]"):
        head, _, _ = text.partition(section)
        assert head.rstrip().splitlines()[-1].startswith("#"), f"{section} is not explained"
    assert "plp policy mutants cedar-valley.toml" in text
    assert text.count("[[example]]") == 2


def test_title_unit_and_file_can_be_named(folder: Path) -> None:
    (folder / "policies").mkdir()
    done = plp("policy", "new", "x", "--title", 'Say "15" {now}', "--unit", "point", "--output", "policies/my.toml")
    assert done.lines == ["policies/my.toml: written; run plp policy test policies/my.toml"]
    found = load_policy("policies/my.toml")
    assert (found.id, found.title, found.unit.name) == ("x", 'Say "15" {now}', "point")
    plp("policy", "new", "y")
    assert load_policy("y.toml").title == "y: what counts as professional learning"
    assert load_policy("y.toml").unit.name == "hour"


def test_a_file_that_is_there_is_left_alone(folder: Path) -> None:
    (folder / "x.toml").write_text("mine", "utf-8")
    done = plp("policy", "new", "x")
    assert (done.code, done.out) == (2, "")
    assert done.err == "plp: x.toml: this file is there already, and is left alone; name another one with --output\n"
    assert (folder / "x.toml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["a/b"], "plp: ID: 'a/b' is no name of a file; name a file with --output"),
        ([" "], "plp: ID: "),
        (["x", "--unit", ""], "plp: $.unit.name: the text is empty; say something"),
    ],
)
def test_what_cannot_be_a_policy_is_refused_before_anything_is_written(
    folder: Path, given: list[str], line: str
) -> None:
    done = plp("policy", "new", *given)
    assert done.code == 2
    assert done.err.startswith(line)
    assert list(folder.iterdir()) == []


def test_an_id_with_a_slash_is_fine_where_a_file_is_named() -> None:
    assert plp("policy", "new", "state/district", "--output", "d.toml").code == 0
    assert load_policy("d.toml").id == "state/district"


def test_a_folder_that_is_not_there_is_told_before_anything_is_written() -> None:
    done = plp("policy", "new", "cedar", "--output", "absent/cedar.toml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("plp: absent/cedar.toml: there is no such folder to write it in; make the folder")


def test_an_id_that_looks_like_a_file_is_refused(folder: Path) -> None:
    done = plp("policy", "new", "cedar.TOML")
    assert (done.code, done.err) == (2, "plp: ID: 'cedar.TOML' looks like a file; leave the ending out\n")
    assert list(folder.iterdir()) == []


def test_the_command_that_tests_the_start_can_be_pasted() -> None:
    assert plp("policy", "new", "cedar valley").lines == [
        "cedar valley.toml: written; run plp policy test 'cedar valley.toml'"
    ]


def test_an_id_that_another_policy_has_is_told(tmp_path: Path) -> None:
    done = plp("policy", "new", "us-ny-ctle", "--output", tmp_path / "mine.toml")
    assert (done.code, (tmp_path / "mine.toml").exists()) == (0, True)
    assert done.err == "plp: 'us-ny-ctle' is the id of another policy already; give yours one of its own\n"
