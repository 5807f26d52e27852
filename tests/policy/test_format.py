"""A formatted policy is a document that people read and edit."""

from plpcore.policy import format_policy, parse_policy, policy_of
from tests.policy.support import HEAD, policy, rule


def formatted(text: str) -> str:
    """Return what is written below the common head."""
    found = policy(text)
    written = format_policy(found)
    assert parse_policy(written) == found
    return written


def test_what_fits_on_a_line_stands_on_one_line_and_the_rest_below_a_header() -> None:
    short = "rows = [{ when = { new = true }, amount = 1 }, { amount = 2 }]"
    assert short in formatted(f'[total]\nid = "t"\ncite = "c"\n{short}\n')
    rows = ", ".join(f"{{ when = {{ fte = {number} }}, amount = {number} }}" for number in range(1, 6))
    long = formatted(f'[total]\nid = "t"\ncite = "c"\nrows = [{rows}]\n')
    assert long.count("[[total.rows]]\nwhen = { fte = ") == 5


def test_a_rule_of_an_edition_stands_below_the_header_of_the_edition() -> None:
    title = "A title of some length, so that the table does not fit on one line, as most of them do not"
    text = rule("editions", f'floors = [{{ id = "f", cite = "c", title = "{title}", at_least = 1 }}]')
    assert formatted(text).endswith(
        '[[editions]]\nid = "editions-rule"\ncite = "law"\n\n'
        f'[[editions.floors]]\nid = "f"\ncite = "c"\ntitle = "{title}"\nat_least = 1\n'
    )
    total = f'total = {{ id = "f", cite = "c", title = "{title}", amount = 1 }}'
    assert '\n\n[editions.total]\nid = "f"\n' in formatted(rule("editions", total))


def test_a_text_of_several_lines_is_written_so() -> None:
    text = 'description = """\nOne "line",\\tand \\\\ another.\n\nA last one.\n"""\n'
    assert 'description = """\nOne \\"line\\",\\tand \\\\ another.\n\nA last one.\n"""\n' in formatted(text)


def test_empty_tables_and_lists_are_kept() -> None:
    written = formatted("caps = []\n[options]\n")
    assert "caps = []\n" in written
    assert written.endswith("\n[options]\n")


def test_a_name_of_other_characters_is_quoted() -> None:
    head = {"id": "p", "title": "t", "unit": {"name": "u"}}
    names = {"two words": 1, "Ünit": 2, 'a"b': 3, "x.y": 4, "line\nbreak": 5, "": 6}
    found = policy_of(
        head
        | {
            "total": {"id": "t", "cite": "c", "highest_of": {"fact": "f", "amounts": names}},
            "facts": {"f": {"type": "texts"}},
        }
    )
    written = format_policy(found)
    assert 'amounts = { "" = 6, "a\\"b" = 3, "line\\nbreak" = 5, "two words" = 1, "x.y" = 4, "Ünit" = 2 }' in written
    assert parse_policy(written) == found


def test_defaults_are_not_written() -> None:
    written = formatted('format = 1\njurisdiction = ""\n' + rule("caps", 'at_most = 1\nper = "cycle"\nwaived = false'))
    assert written.endswith('[[caps]]\nid = "caps-rule"\ncite = "law"\nat_most = 1\n')
    assert "format" not in written
    assert "jurisdiction" not in written


def test_a_formatted_document_formats_to_itself() -> None:
    written = format_policy(parse_policy(HEAD + rule("caps", 'at_most = 1\nwhen = { topic = "a", kind = "b" }')))
    assert format_policy(parse_policy(written)) == written
