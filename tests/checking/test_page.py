"""The page about the checks says what the checks say."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "check_pages.py"


def test_the_page_of_the_checks_is_made_anew_when_a_check_changes() -> None:
    spec = spec_from_file_location("check_pages", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text("utf-8") == script.made(), "run: python docs/check_pages.py"
