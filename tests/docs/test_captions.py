"""What readers copy from the manual is the file itself, without the line that names it to those who check the pages."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.docs.blocks import read_blocks
from tests.docs.test_code_blocks import PAGES

SCRIPT = Path(__file__).parents[2] / "docs" / "captions.py"


def captioned(text: str) -> str:
    spec = spec_from_file_location("captions", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    found: str = script.captioned(text)
    return found


def test_the_name_of_a_file_stands_above_its_block() -> None:
    page = "Write this:\n```toml\n# file: a.toml\nx = 1\n```\nAnd run it.\n"
    assert captioned(page) == "Write this:\n\n**`a.toml`**\n\n```toml\nx = 1\n```\nAnd run it.\n"


@pytest.mark.parametrize(
    "page",
    [
        "```toml\nx = 1\n# file: a.toml\n```\n# file: b.toml\n",
        "````text\n```toml\n# file: a.toml\n```\n````\n",
        "```toml\n```\n",
        "",
    ],
)
def test_nothing_else_is_changed(page: str) -> None:
    assert captioned(page) == page


def test_a_block_in_a_list_stays_in_it() -> None:
    page = "- one\n\n  ~~~json\n  # file: a.json\n  {}\n  ~~~\n"
    assert captioned(page) == "- one\n\n\n  **`a.json`**\n\n  ~~~json\n  {}\n  ~~~\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_block_of_the_manual_is_shown_with_such_a_line(page: Path) -> None:
    text = page.read_text("utf-8")
    shown = read_blocks(page, captioned(text))
    written = read_blocks(page, text)
    assert [block.file for block in shown] == [None] * len(written)
    assert [block.text for block in shown] == [
        block.text.partition("\n")[2] if block.file else block.text for block in written
    ]
