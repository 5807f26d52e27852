"""Statements told to people and to programs: text, Markdown and JSON, in the words of a message catalogue."""

from plpcore.report._catalogue import (
    CATALOGUE_FORMAT,
    Catalogue,
    OptionWords,
    ReasonWords,
    catalogue,
    languages,
    parse_catalogue,
)
from plpcore.report._data import STATEMENT_FORMAT, Data, render_json, statement_data
from plpcore.report._markdown import render_markdown, render_reasons
from plpcore.report._message import Message
from plpcore.report._renderers import RENDERERS, Look, Renderer
from plpcore.report._schema import statement_schema
from plpcore.report._signatures import REASONS, ArgumentType, Signature
from plpcore.report._text import Detail, render_text

__all__ = [
    "CATALOGUE_FORMAT",
    "REASONS",
    "RENDERERS",
    "STATEMENT_FORMAT",
    "ArgumentType",
    "Catalogue",
    "Data",
    "Detail",
    "Look",
    "Message",
    "OptionWords",
    "ReasonWords",
    "Renderer",
    "Signature",
    "catalogue",
    "languages",
    "parse_catalogue",
    "render_json",
    "render_markdown",
    "render_reasons",
    "render_text",
    "statement_data",
    "statement_schema",
]
