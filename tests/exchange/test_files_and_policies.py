"""Policies by id or file, and files that cannot be read."""

import json
from pathlib import Path

import pytest

from plpcore.errors import InputErrors, PolicyError, RecordError
from plpcore.exchange import load_policy, shipped_policies
from plpcore.exchange._files import read_bytes, read_text, unreadable
from plpcore.policy import format_policy, policy_data


def test_every_shipped_policy_is_loaded_by_its_id() -> None:
    ids = shipped_policies()
    assert "district-personalized" in ids
    assert list(ids) == sorted(ids)
    assert [load_policy(ref).id for ref in ids] == list(ids)


def test_a_policy_in_a_file_is_the_same_as_the_shipped_one(tmp_path: Path) -> None:
    shipped = load_policy("district-micro-credentials")
    toml, plain = tmp_path / "mine.toml", tmp_path / "mine.JSON"
    toml.write_text("\ufeff" + format_policy(shipped), "utf-8")
    plain.write_text(json.dumps(policy_data(shipped)), "utf-8")
    assert load_policy(str(toml)) == shipped
    assert load_policy(str(plain)) == shipped


def test_an_unknown_id_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy("distict-personalised")
    assert caught.value.mend == "did you mean 'district-personalized'?"
    with pytest.raises(PolicyError) as caught:
        load_policy("zzz")
    assert caught.value.mend == "name a shipped policy, or a file that ends in .toml or .json"


def test_errors_name_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    with pytest.raises(PolicyError, match=r"mine\.toml: there is no such file; check the path"):
        load_policy(str(file))
    file.write_text("id = 1", "utf-8")
    with pytest.raises(InputErrors, match=r"mine\.toml:1: \$\.id"):
        load_policy(str(file))
    file.write_bytes(b'id = "a"\ntitle = "Jos\xe9"\n')
    with pytest.raises(PolicyError, match=r"mine\.toml:2: the file is not UTF-8; save it as UTF-8"):
        load_policy(str(file))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"x" * 11)
    assert read_bytes(file, RecordError, 11) == b"x" * 11
    with pytest.raises(RecordError, match="larger than 10 bytes; split it"):
        read_text(file, RecordError, 10)


def test_a_fault_of_the_system_is_told_in_one_line() -> None:
    error = unreadable(Path("a"), PermissionError(13, "Permission denied"), RecordError)
    assert str(error) == "a: the file cannot be read: permission denied; check its permissions"
    assert "unknown reason" in str(unreadable(Path("a"), OSError(), RecordError))
