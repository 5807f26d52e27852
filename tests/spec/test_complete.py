"""Nothing of the language is without a specification."""

import re

import pytest

from plpcore.errors import InputErrors
from plpcore.evaluation import Outcome, Reason, Status
from plpcore.policy import Operator, Options, ReviewedAmount, policy_of, policy_schema
from tests.spec.coverage import DEFINITIONS, every_word, words_of
from tests.spec.manual import PAGES
from tests.spec.running import HEAD, read

SPECS = [spec for page in PAGES for word in page.words for spec in word.specs]


def said(*columns: str) -> set[str]:
    cells = (one.says.get(column, "") for spec in SPECS for one in spec.rows for column in columns)
    return {word for cell in cells for word in re.findall(r"[a-z][a-z-]*[a-z]", cell)}


REFUSED = {
    *(f"Floor.per = {per}" for per in ("semester", "week", "day", "activity")),
    *(f"ExampleReview.purpose = {purpose}" for purpose in ("goal", "plan")),
}
"""Words of shared enumerations that the language refuses in one of the places where they could stand."""


def test_every_key_and_every_value_of_the_language_stands_in_a_specification() -> None:
    used = {word for spec in SPECS for word in words_of(read(spec.policy))}
    lacking = sorted(every_word() - used)
    assert not lacking, "no specification in tests/spec/words says " + ", ".join(lacking)


@pytest.mark.parametrize("word", sorted(REFUSED))
def test_a_word_that_is_refused_stands_in_no_schema(word: str) -> None:
    assert word not in every_word()
    key, _, value = word.partition(" = ")
    floor = {"id": "f", "cite": "-", "at_least": 1, "per": value}
    activity = {"reviews": [{"purpose": value}]}
    example = {"id": "e", "as_of": "2024-06-30", "activities": [activity], "expect": {}}
    with pytest.raises(InputErrors, match=key.partition(".")[2]):
        policy_of(HEAD | ({"floors": [floor]} if key == "Floor.per" else {"example": [example]}))


def test_every_reason_of_the_engine_is_what_some_row_says() -> None:
    found = said("reason", "steps", "required_steps")
    lacking = [reason.value for reason in Reason if reason.value not in found]
    assert not lacking, "no row of a specification says " + ", ".join(lacking)


def test_every_status_and_every_outcome_is_what_some_row_says() -> None:
    outcomes = {one.says.get("outcome") for spec in SPECS for one in spec.rows}
    assert {outcome.value for outcome in Outcome} <= outcomes
    assert {status.value for status in Status} <= said("status")


def test_every_definition_has_its_place_on_one_page() -> None:
    placed = [name for page in PAGES for word in page.words for name in word.names]
    assert sorted(placed) == sorted({*DEFINITIONS, "Rules"})


def test_the_words_are_those_of_the_language() -> None:
    words = every_word()
    assert {f"comparison.{operator.value}" for operator in Operator} <= words
    assert {f"Options.reviewed_amount = {word.value}" for word in ReviewedAmount} <= words
    assert {"Award.times", "Rules.sharing = split", "Window.from", "predicate.any", "Cap.per = week"} <= words
    assert {f"Options.{name}" for name in policy_schema()["$defs"]["Options"]["properties"]} <= words  # type: ignore[index]
    assert len(Options().__attrs_attrs__) == sum(word.startswith("Options.") and "=" not in word for word in words)


def test_a_document_uses_what_stands_in_it_and_nothing_else() -> None:
    text = 'sharing = "split"\ncaps = [{ at_most = 1, when = { any = [{ kind = { is = "x" } }] }, per = "day" }]'
    assert words_of(read(text)) == {
        *("Policy.id", "Policy.title", "Policy.unit", "Unit.name"),
        *("Rules.sharing", "Rules.sharing = split", "Rules.caps", "Cap.at_most", "Cap.when", "Cap.per"),
        *("Cap.per = day", "predicate.any", "comparison.is"),
    }


def test_a_heading_stands_once_on_its_page() -> None:
    for page in PAGES:
        heads = [page.title, *(word.title for word in page.words)] + [
            name for word in page.words for name in word.names[1:]
        ]
        heads += [spec.title for word in page.words for spec in word.specs]
        assert len({head.lower() for head in heads}) == len(heads), page.title


def test_the_rows_of_a_table_tell_the_same_columns() -> None:
    for spec in SPECS:
        assert {tuple(one.says) for one in spec.rows} == {tuple(spec.rows[0].says)}, spec.title
