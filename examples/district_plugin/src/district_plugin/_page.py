"""All statements on one plain HTML page: a row for each educator."""

from html import escape

from plpcore.evaluation import Statement
from plpcore.quantity import format_amount
from plpcore.report import Look, Renderer

_HEAD = '<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>Credit</title>\n<table>\n'


def page(statements: tuple[Statement, ...], look: Look) -> str:
    """Return the page; whatever the records hold is shown as text."""
    rows = "".join(f"<tr>{_row(one, look)}</tr>\n" for one in statements)
    return f"{_HEAD.format(language=escape(look.words.language))}{rows}</table>\n</html>\n"


def _row(one: Statement, look: Look) -> str:
    credit = f"{format_amount(one.total)} / {format_amount(one.required)} {one.units}"
    cells = (one.educator, look.words.words["outcomes"][one.outcome], credit)
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


PAGE = Renderer("page", "all statements on one HTML page", page)
