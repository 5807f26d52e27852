"""The follower of pages must itself fail where a page is wrong."""

import sys
from pathlib import Path

import pytest

from tests.docs.blocks import PageError, read_blocks
from tests.docs.runner import Page, matches


def follow(text: str, folder: Path) -> None:
    page = Page(folder)
    for block in read_blocks(Path("page.md"), text):
        page.follow(block)


def fenced(language: str, *lines: str) -> str:
    return "\n".join([f"```{language}", *lines, "```", ""])


def test_python_blocks_share_their_names_from_top_to_bottom(tmp_path: Path) -> None:
    follow(fenced("python", "a = 1") + fenced("python", "assert a == 1"), tmp_path)
    with pytest.raises(PageError, match="NameError"):
        follow(fenced("python", "assert a == 1"), tmp_path)


def test_a_python_error_names_the_line_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r'File "page.md", line 4'):
        follow("# Title\n" + fenced("python", "a = 1", "1 / 0"), tmp_path)


def test_printed_lines_are_compared_with_the_output_block(tmp_path: Path) -> None:
    follow(fenced("python", "print(1)") + fenced("output", "1"), tmp_path)
    with pytest.raises(PageError, match="it prints\n1"):
        follow(fenced("python", "print(1)") + fenced("output", "2"), tmp_path)


def test_output_without_a_program_above_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="no Python block stands right above"):
        follow(fenced("output", "1"), tmp_path)


def test_a_named_file_is_written_without_its_first_line(tmp_path: Path) -> None:
    follow(fenced("csv", "# file: in/rows.csv", "id,hours", "a,2"), tmp_path)
    assert (tmp_path / "in/rows.csv").read_text() == "id,hours\na,2\n"


def test_a_file_outside_the_folder_of_the_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="lies outside"):
        follow(fenced("csv", "# file: ../rows.csv", "id"), tmp_path)


def test_a_command_reads_the_files_and_its_output_is_compared(tmp_path: Path) -> None:
    page = fenced("toml", "# file: a.toml", "a = 1")
    follow(page + fenced("console", "$ cat a.toml", "a = 1", "$ echo b \\", "  c", "b c"), tmp_path)
    with pytest.raises(PageError, match="the page says\na = 2\n--- it prints\na = 1"):
        follow(page + fenced("console", "$ cat a.toml", "a = 2"), tmp_path)


def test_commands_find_the_scripts_of_this_environment(tmp_path: Path) -> None:
    follow(fenced("console", '$ python -c "import sys; print(sys.executable)"', sys.executable), tmp_path)


def test_an_exit_code_is_stated_or_zero(tmp_path: Path) -> None:
    follow(fenced("console", "$ exit 3", "# exit: 3"), tmp_path)
    with pytest.raises(PageError, match="ends with 3, the page says 0"):
        follow(fenced("console", "$ exit 3"), tmp_path)
    with pytest.raises(PageError, match="ends with 0, the page says 3"):
        follow(fenced("console", "$ true", "# exit: 3"), tmp_path)


def test_a_console_block_begins_with_a_command(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="begins with a"):
        follow(fenced("console", "plp check"), tmp_path)


@pytest.mark.parametrize(("language", "text"), [("toml", "a = "), ("json", "{")])
def test_data_that_cannot_be_read_is_refused(language: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(PageError, match=f"this is not {language}"):
        follow(fenced(language, text), tmp_path)


@pytest.mark.parametrize("language", ["pyhton", "bash", "{code-block} python", ""])
def test_a_language_that_nobody_checks_is_refused(language: str, tmp_path: Path) -> None:
    with pytest.raises(PageError, match="nobody checks"):
        follow(fenced(language, "a"), tmp_path)


def test_a_block_is_left_out_only_with_a_reason(tmp_path: Path) -> None:
    follow("<!-- no-run: needs a network -->\n" + fenced("python", "1 / 0"), tmp_path)
    for mark in ("<!-- no-run -->\n", "<!-- no-run: -->\n"):
        with pytest.raises(PageError, match="say why"):
            follow(mark + fenced("python", "1 / 0"), tmp_path)


def test_a_mark_apart_from_its_block_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="right above its block"):
        follow("<!-- no-run: needs a network -->\n\n" + fenced("python", "1 / 0"), tmp_path)


def test_an_open_block_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="never closed"):
        follow("```python\n1 / 0\n", tmp_path)


def test_a_block_inside_a_longer_fence_is_only_shown(tmp_path: Path) -> None:
    follow("````text\n```python\n1 / 0\n```\n````\n", tmp_path)


@pytest.mark.parametrize(
    ("expected", "actual", "agree"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a  \n\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("...\n", "", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a.\n", "ab\n", False),
        ("", "a\n", False),
    ],
)
def test_lines_agree_exactly_but_for_a_lone_ellipsis(expected: str, actual: str, agree: bool) -> None:
    assert matches(expected, actual) is agree
