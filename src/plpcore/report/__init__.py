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
from plpcore.report._message import Message
from plpcore.report._signatures import REASONS, ArgumentType, Signature
from plpcore.report._text import Detail, render_text

__all__ = [
    "CATALOGUE_FORMAT",
    "REASONS",
    "ArgumentType",
    "Catalogue",
    "Detail",
    "Message",
    "OptionWords",
    "ReasonWords",
    "Signature",
    "catalogue",
    "languages",
    "parse_catalogue",
    "render_text",
]
