"""Documents that extend others, by id and by file, until one extends nothing."""

from pathlib import Path

import pytest

from plpcore.errors import InputErrors, PolicyError
from plpcore.exchange import PolicyDocument, load_policy, load_resolved, place_namer

STATE = 'id = "state"\ntitle = "S"\nunit = { name = "hour" }\ntotal = { id = "t", cite = "c", amount = 10 }\n'


def layer(name: str, extends: str, amount: int) -> str:
    head = f'id = "{name}"\ntitle = "{name}"\nextends = "{extends}"\n'
    return head + f'[[tighten]]\nid = "more"\ncite = "{name}"\nrule = "t"\namount = {amount}\n'


def test_a_file_extends_a_file_beside_it_and_a_shipped_policy(tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    (tmp_path / "above" / "state.toml").write_text(STATE)
    (tmp_path / "above" / "region.json").write_text(
        '{"id": "region", "title": "R", "extends": "state.toml",'
        ' "tighten": [{"id": "m", "cite": "r", "rule": "t", "amount": 11}]}'
    )
    (tmp_path / "school.toml").write_text(layer("school", "above/region.json", 12))
    found = load_resolved(str(tmp_path / "school.toml"))
    assert found.documents == ("school", "region", "state")
    assert found.policy.rules.total is not None
    assert (found.policy.rules.total.amount, found.policy.rules.total.cite) == (12, "c; r; school")
    mine = tmp_path / "mine.toml"
    mine.write_text('id = "mine"\ntitle = "M"\nextends = "district-seat-time"\n')
    assert load_resolved(str(mine)).documents == ("mine", "district-seat-time")


def test_a_registered_document_may_extend_another() -> None:
    documents = [PolicyDocument("state", STATE), PolicyDocument("own", layer("own", "state", 20))]
    total = load_policy("own", documents).rules.total
    assert total is not None
    assert total.amount == 20


def test_a_mistake_in_a_layer_names_its_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(layer("own", "us-oh-lpdc", 3))
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    assert (
        str(caught.value)
        == f"{file}:7: $.tighten[0].rule: the upper policy has no rule 't'; " + str(caught.value).partition("; ")[2]
    )


def test_documents_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(layer("one", "two.toml", 3))
    two.write_text(layer("two", "one.toml", 3))
    with pytest.raises(InputErrors) as caught:
        load_policy(str(one))
    chain = f"{one} extends {two} extends {one}"
    assert str(caught.value) == f"{two}:3: $.extends: the documents extend each other: {chain}; break the circle"


def test_a_circle_is_found_whatever_way_the_paths_are_written(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    one = tmp_path / "a" / "one.toml"
    one.write_text(layer("one", "../a/./one.toml", 3))
    with pytest.raises(InputErrors, match=r"one\.toml:3: \$\.extends: the documents extend each other: "):
        load_policy(str(one))


def stack(folder: Path, layers: int) -> str:
    (folder / "a").mkdir()
    (folder / "l0.toml").write_text(STATE)
    for number in range(1, layers + 1):
        (folder / f"l{number}.toml").write_text(layer(f"l{number}", f"a/../l{number - 1}.toml", 10 + number))
    return str(folder / f"l{layers}.toml")


def test_eight_documents_may_stand_over_each_other_and_nine_are_no_circle(tmp_path: Path) -> None:
    last = stack(tmp_path, 8)
    assert len(load_resolved(str(tmp_path / "l7.toml")).documents) == 8
    with pytest.raises(InputErrors) as caught:
        load_policy(last)
    assert "l1.toml:3: $.extends: more than 8 documents stand over each other: " in str(caught.value)
    assert str(caught.value).endswith("l0.toml; write two of them as one")


def test_a_document_that_is_no_file_extends_no_file() -> None:
    documents = [PolicyDocument("own", layer("own", "state.toml", 20), "package: own.toml")]
    with pytest.raises(InputErrors) as caught:
        load_policy("own", documents)
    assert str(caught.value) == (
        "package: own.toml: $.extends: 'state.toml' is a file, and a document that is no file lies beside none;"
        " register what it extends too, and name it by its id"
    )


def test_a_mistake_that_only_the_two_show_is_told_where_its_author_wrote_it(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(layer("own", "district-seat-time", 20).replace('"t"', '"total"') + FLOOR)
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    assert str(caught.value) == f"{file}:15: $.add.floors[0].within: no floor has the id 'o'; known are own"


FLOOR = '[[add.floors]]\nid = "own"\ncite = "c"\nat_least = 1\n\nwhen = { kind = "x" }\nwithin = "o"\n'


def test_the_namer_of_places_names_the_document_that_says_it(tmp_path: Path) -> None:
    (tmp_path / "state.toml").write_text(STATE)
    own, top = tmp_path / "own.toml", tmp_path / "top.json"
    own.write_text(layer("own", "state.toml", 12) + '[[add.caps]]\nid = "c"\ncite = "x"\nat_most = 3\n')
    top.write_text('{"id": "top", "title": "T", "extends": "own.toml"}')
    named = place_namer(str(own))
    assert named("$.total.amount") == f"{own}:8: $.tighten[0].amount"
    assert named("$.caps[0].at_most") == f"{own}:12: $.add.caps[0].at_most"
    assert named("$.unit.name") == f"{tmp_path / 'state.toml'}:3: $.unit.name"
    assert named("$.title") == f"{own}:2: $.title"
    assert place_namer(str(top))("$.caps[0]") == f"{own}:9: $.add.caps[0]"
    assert place_namer(str(top))("$.id") == f"{top}: $.id"
    assert place_namer("us-oh-lpdc")("$.caps[0]") == "$.caps[0]"
    lakeside = place_namer("district-oh-lakeside")
    assert lakeside("$.caps[0]") == "$.add.caps[0]"
    assert lakeside("$.unit") == "us-oh-lpdc: $.unit"


def test_what_is_extended_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(layer("own", "us-oh-lpcd", 3))
    line = r"own\.toml:3: \$\.extends: 'us-oh-lpcd': there is no shipped policy of this id; did you mean 'us-oh-lpdc'"
    with pytest.raises(InputErrors, match=line):
        load_policy(str(file))
    file.write_text(layer("own", "nowhere.toml", 3))
    with pytest.raises(InputErrors) as caught:
        load_policy(str(file))
    path = tmp_path / "nowhere.toml"
    what = f"'nowhere.toml': there is no such file ({path}); check the path"
    assert str(caught.value) == f"{file}:3: $.extends: {what}"
    with pytest.raises(PolicyError, match="there is no such file"):
        load_policy(str(path))
