"""Renderers: named ways to show statements. Those that come with the package are registered like everybody's."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from attrs import frozen

from plpcore.errors import InputError
from plpcore.evaluation import Statement
from plpcore.ids import check_id
from plpcore.report._catalogue import Catalogue
from plpcore.report._data import statement_data
from plpcore.report._markdown import render_markdown
from plpcore.report._text import Detail, render_text


@frozen(kw_only=True)
class Look:
    """How statements shall look, as far as a renderer can follow it.

    Attributes:
        words: The language.
        width: Columns of a line.
        color: Whether ANSI colours are welcome.
        detail: `summary` or `tree`, as for `render_text`.
        extends: The ids of the policies that the policy of the statements extends, the lowest authority first.
    """

    words: Catalogue
    width: int = 80
    color: bool = False
    detail: Detail = "summary"
    extends: tuple[str, ...] = ()


RenderFunction: TypeAlias = Callable[[tuple[Statement, ...], Look], str]


@frozen
class Renderer:
    """A named way to show statements.

    Attributes:
        name: The name that people ask for.
        title: What it shows, in a few words.
        render: A pure function from statements, at least one, and a look to the text.

    Raises:
        InputError: When the name cannot be an id, or what should render cannot be called.
    """

    name: str
    title: str
    render: RenderFunction

    def __attrs_post_init__(self) -> None:
        """Refuse a renderer that could never work, where its author sees it at once."""
        where = f"renderer {self.name!r}"
        check_id(self.name, where)
        if not callable(self.render):
            raise InputError(where, f"its render is a {type(self.render).__name__}", "give it a function")


def _text(statements: tuple[Statement, ...], look: Look) -> str:
    how: dict[str, Any] = {"width": look.width, "color": look.color, "detail": look.detail, "extends": look.extends}
    return "\n".join(render_text(one, look.words, **how) for one in statements)


def _markdown(statements: tuple[Statement, ...], look: Look) -> str:
    return "\n".join(render_markdown(one, look.words, extends=look.extends) for one in statements)


def _json(statements: tuple[Statement, ...], _look: Look) -> str:
    return json.dumps([statement_data(one) for one in statements], indent=2, ensure_ascii=False)


RENDERERS = (
    Renderer("text", "text for a terminal", _text),
    Renderer("markdown", "Markdown", _markdown),
    Renderer("json", "JSON of the shape that statement_schema describes", _json),
)
"""The renderers that come with the package."""
