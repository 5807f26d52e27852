"""The pages of the manual are those of the specifications, and what stands on them is a policy."""

from pathlib import Path

import pytest

from plpcore.policy import policy_of
from tests.docs.blocks import read_blocks
from tests.spec.manual import PAGES
from tests.spec.rendering import FOLDER, INDEX, LAYERS, layers, written
from tests.spec.running import read

MANUAL = written(PAGES, INDEX.read_text("utf-8"))


@pytest.mark.parametrize("page", MANUAL, ids=lambda page: page.name)
def test_the_page_is_what_the_specifications_say(page: Path) -> None:
    assert page.exists(), "run: python -m tests.spec"
    assert page.read_text("utf-8") == MANUAL[page], "run: python -m tests.spec"


def test_the_page_of_layers_is_what_the_language_says() -> None:
    page = LAYERS.read_text("utf-8")
    assert page == layers(PAGES, page), "run: python -m tests.spec"


def test_no_page_is_left_over() -> None:
    assert sorted(FOLDER.glob("*.md")) == sorted(page for page in MANUAL if page != INDEX)


@pytest.mark.parametrize("page", MANUAL, ids=lambda page: page.name)
def test_every_policy_on_the_page_is_one(page: Path) -> None:
    blocks = [block for block in read_blocks(page, page.read_text("utf-8")) if block.language == "toml"]
    assert blocks
    for block in blocks:
        policy_of(read(block.text), block.place)
