"""The forms in which values are kept: older ones become today's, newer ones are refused, golden files stay readable."""

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from plpcore.codec import Form, to_json
from plpcore.errors import InputErrors, RecordError
from plpcore.workspace._records import KEPT

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


@frozen
class Note:
    id: str
    text: str = ""
    pages: int = 1


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {("text" if name == "words" else name): value for name, value in data.items()}


def counted(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "pages": len(data.get("text", "")) // 10}


FORM = Form("note", Note, (renamed, counted))


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        (1, '{"id":"n1","words":"a text of more than twenty letters"}'),
        (2, '{"id":"n1","text":"a text of more than twenty letters"}'),
        (3, '{"id":"n1","pages":3,"text":"a text of more than twenty letters"}'),
    ],
)
def test_an_older_form_becomes_todays_step_by_step(schema: int, body: str) -> None:
    assert FORM.read(body, schema) == Note("n1", "a text of more than twenty letters", 3)
    assert FORM.schema == 3


@pytest.mark.parametrize("schema", [0, 4])
def test_a_form_that_this_version_does_not_know_is_refused(schema: int) -> None:
    with pytest.raises(RecordError, match=f"it has form {schema}, and this version reads 'note' up to form 3"):
        FORM.read("{}", schema, "note:n1")


def test_a_body_that_states_no_such_value_is_refused_with_its_name() -> None:
    with pytest.raises(InputErrors, match=r"^note:n1\.pages: a whole number is expected, not text"):
        FORM.read('{"id":"n1","pages":"3"}', 3, "note:n1")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_whatever_was_written_once_stays_readable_for_ever(file: Path) -> None:
    kind, _, schema = file.stem.rpartition("-")
    form = KEPT[kind]
    value = form.read(file.read_text(), int(schema), file.stem)
    if int(schema) == form.schema:
        assert form.write(value) + "\n" == json.dumps(json.loads(file.read_text()), separators=(",", ":")) + "\n"
        assert to_json(value) == form.write(value)


def test_every_form_has_a_golden_file() -> None:
    assert {file.stem for file in FILES} >= {f"{kind}-{form.schema}" for kind, form in KEPT.items()}
