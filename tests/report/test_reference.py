from pathlib import Path

import pytest

from plpcore.evaluation import Reason
from plpcore.report import catalogue, languages, render_reasons

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "reason-codes.md"
COMMAND = 'from plpcore.report import *; print(render_reasons(catalogue("en")), end="")'


def test_the_page_of_reason_codes_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text("utf-8") == render_reasons(catalogue("en")), f"write it anew: python -c '{COMMAND}' > {PAGE}"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", list(Reason))
def test_each_code_has_its_meaning_and_its_mend(reason: Reason, language: str) -> None:
    found = catalogue(language).reasons[reason]
    page = render_reasons(catalogue(language))
    assert f"\n## {reason.value}\n" in page
    assert f"`{found.text.text}`" in page
    assert f": {found.means}\n" in page
    assert f": {found.mends}\n" in page


def test_an_argument_is_listed_with_its_type_and_whether_it_is_always_given() -> None:
    page = render_reasons(catalogue("en"))
    assert "- Arguments: `at_least` (number), `kinds` (texts, not always)\n" in page
    assert "- Argumentos: `at_least` (number), `kinds` (texts, no siempre)\n" in render_reasons(catalogue("es"))
