from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.ids import ActivityId, check_id
from plpcore.model import KINDS, Activity, Kind, kind_of, suggest_kind
from plpcore.model._kinds import CEDS_DELIVERIES, CEDS_TYPES

INFORMAL = ["blog-post", "book", "article", "podcast", "video", "chat", "conversation", "edcamp", "peer-observation"]
ORGANISED = ["workshop", "college-course", "audited-course", "conference", "webinar", "online-course", "coaching"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_every_kind_has_codes_that_exist(kind: Kind) -> None:
    assert check_id(kind.code) == kind.code == kind.code.lower()
    assert kind.ceds_type in CEDS_TYPES
    assert kind.ceds_delivery in CEDS_DELIVERIES
    assert kind.title
    assert len(kind.title) <= 60


@pytest.mark.parametrize("code", INFORMAL)
def test_informal_learning_is_in_the_vocabulary(code: str) -> None:
    assert KINDS[code].informal


@pytest.mark.parametrize("code", ORGANISED)
def test_organised_learning_is_in_the_vocabulary(code: str) -> None:
    assert not KINDS[code].informal


@pytest.mark.parametrize(
    ("code", "ceds_type", "ceds_delivery"),
    [
        ("blog-post", "Other", "IndependentStudy"),
        ("chat", "P2P", "Online"),
        ("edcamp", "OneTimeWorkshopTraining", "Conference"),
        ("book-study", "SeriesOfWorkshopsTraining", "FaceToFace"),
        ("coaching", "Coaching", "FaceToFace"),
        ("college-course", "CollegeCourse", "FaceToFace"),
    ],
)
def test_a_kind_maps_to_its_nearest_ceds_codes(code: str, ceds_type: str, ceds_delivery: str) -> None:
    assert (KINDS[code].ceds_type, KINDS[code].ceds_delivery) == (ceds_type, ceds_delivery)


def test_no_word_stands_for_two_kinds() -> None:
    words = Counter(
        word for kind in KINDS.values() for word in {kind.code, kind.title.casefold(), *map(str.casefold, kind.words)}
    )
    assert [word for word, times in words.items() if times > 1] == []


def test_the_vocabulary_is_open() -> None:
    assert kind_of("marine-biology-cruise") is None
    assert Activity(ActivityId("a1"), "marine-biology-cruise").kind == "marine-biology-cruise"


def test_a_kind_is_found_by_its_code() -> None:
    assert kind_of("edcamp") is KINDS["edcamp"]


def test_the_listed_kinds_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        KINDS["chat"] = KINDS["book"]  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        KINDS["chat"].title = "Talk"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Blog", "blog-post"),
        ("  twiter   CHAT ", "chat"),
        ("PLC", "professional-learning-community"),
        ("unconference", "edcamp"),
        ("colege course", "college-course"),
        ("Peer talk", "conversation"),
        ("book club", "book-study"),
    ],
)
def test_a_misspelt_or_other_word_suggests_the_kind(text: str, code: str) -> None:
    found = suggest_kind(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "zzz", "42", "x" * 1_000_000])
def test_nothing_is_suggested_when_nothing_comes_near(text: str) -> None:
    assert suggest_kind(text) is None


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_each_code_title_and_word_of_a_kind_suggests_that_kind(code: str, data: st.DataObject) -> None:
    kind = KINDS[code]
    word = data.draw(st.sampled_from([kind.code, kind.title, *kind.words]))
    assert suggest_kind(data.draw(st.sampled_from([word, word.upper(), word.lower()]))) is kind


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert suggest_kind("chat" + " " * 96 + "x" * 100) is KINDS["chat"]
