"""Documents that extend others, by id and by file, until one extends nothing."""

from pathlib import Path

import pytest

from plpcore.errors import InputErrors, PolicyError
from plpcore.exchange import PolicyDocument, load_policy, load_resolved

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
    with pytest.raises(PolicyError) as caught:
        load_policy(str(one))
    chain = f"{one} extends {two} extends {one}"
    assert str(caught.value) == f"{one}:3: $.extends: it never comes to an end: {chain}; break the circle"


def test_what_is_extended_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(layer("own", "us-oh-lpcd", 3))
    with pytest.raises(
        PolicyError,
        match=r"own\.toml:3: \$\.extends: there is no shipped policy 'us-oh-lpcd'; did you mean 'us-oh-lpdc'",
    ):
        load_policy(str(file))
    file.write_text(layer("own", "nowhere.toml", 3))
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        load_policy(str(file))
