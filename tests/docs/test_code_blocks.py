"""Every page is followed as its reader would: nothing is set up that the page does not say."""

import re
from pathlib import Path

import pytest

from tests.docs.blocks import RUN, Block, read_blocks
from tests.docs.runner import Page

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)]
RUNNABLE = re.compile(rf"^\s*(?:`{{3,}}|~{{3,}})\s*(?:{'|'.join(sorted(RUN))})\b", re.MULTILINE)
NEEDS_DATABASE = "database (15 or newer) whose URL stands in the environment variable\n`DATABASE_URL`"
"""A page with this sentence gets what it asks its reader for."""


def blocks_of(page: Path) -> list[Block]:
    return read_blocks(page.relative_to(ROOT), page.read_text("utf-8"))


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_the_page_says_comes_true(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if NEEDS_DATABASE in page.read_text("utf-8"):
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("url"))
    reader = Page(tmp_path)
    for block in blocks_of(page):
        reader.follow(block)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_block_of_the_page_is_overlooked(page: Path) -> None:
    blocks = blocks_of(page)
    seen = sum(block.language in RUN for block in blocks)
    quoted = sum(len(RUNNABLE.findall(block.text)) for block in blocks)
    assert seen + quoted == len(RUNNABLE.findall(page.read_text("utf-8")))
