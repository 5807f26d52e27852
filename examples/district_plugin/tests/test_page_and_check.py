"""The page and the check."""

from datetime import date

from district_plugin._page import page
from district_plugin._source import find

from plpcore import Educator, Portfolio, evaluate, parse_policy
from plpcore.ids import EducatorId
from plpcore.report import Look, catalogue

POLICY = 'id = "trial"\ntitle = "A trial"\nunit = { name = "hour" }\ntotal = { id = "t", cite = "-", amount = 2 }\n'


def shown(educator: str, language: str = "en") -> str:
    record = Portfolio(educator=Educator(id=EducatorId(educator)))
    statement = evaluate(parse_policy(POLICY), record, as_of=date(2026, 6, 30))
    return page((statement, statement), Look(words=catalogue(language)))


def test_the_page_has_a_row_for_each_educator() -> None:
    assert shown("e1").count("<tr><td>e1</td><td>SHORT</td><td>0 / 2 hours</td></tr>\n") == 2


def test_the_page_speaks_the_language_that_is_asked_for() -> None:
    assert '<html lang="es">' in shown("e1", "es")
    assert "SHORT" not in shown("e1", "es")


def test_what_the_records_hold_is_shown_as_text() -> None:
    assert "<script>" not in shown("<script>")
    assert "&lt;script&gt;" in shown("<script>")


def test_a_policy_without_a_source_is_found() -> None:
    (finding,) = find(parse_policy(POLICY))
    assert str(finding) == "it does not say where its rules were published; add [[sources]] with the address"
    sourced = parse_policy(POLICY + 'sources = [{ id = "s", title = "A handbook" }]\n')
    assert find(sourced) == []
