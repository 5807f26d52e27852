"""Checks that the values of the model share: each names the place, the fault and the mend."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

from plpcore.errors import ModelError, refuse_one_text
from plpcore.ids import check_id

# Control characters, line separators and halves of surrogate pairs. Joiners inside emoji and scripts are no fault.
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_A_BODY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# No credentials before the host, and no backslash, which browsers read as a slash.
_URL = re.compile(r"https?://(?![^/?#]*@)[^\s/?#\\]+[^\s\\]*", re.IGNORECASE)

MAX_URL_LENGTH = 2_000


def check_line(text: str, where: str) -> None:
    """Refuse what is not one line of text; the empty line is fine."""
    if not isinstance(text, str):
        raise ModelError(where, f"expected text, not {type(text).__name__}", "put it in quotes")
    if not text.isprintable() and _NOT_IN_A_LINE.search(text):
        raise ModelError(where, "the text holds a line break or a control character", "write it on one line")


def check_body(text: str, where: str) -> None:
    """Refuse what is not text of any number of lines, with at least one visible character."""
    if not isinstance(text, str):
        raise ModelError(where, f"expected text, not {type(text).__name__}", "put it in quotes")
    if not text.strip():
        raise ModelError(where, "the text is empty", "write something, or leave the whole item out")
    check_comment(text, where)


def check_comment(text: str, where: str) -> None:
    """Refuse what is not text of any number of lines; the empty text is fine."""
    if not isinstance(text, str):
        raise ModelError(where, f"expected text, not {type(text).__name__}", "put it in quotes")
    if not text.isprintable() and _NOT_IN_A_BODY.search(text):
        raise ModelError(where, "the text holds a control character", "keep letters, tabs and line breaks only")


def check_title(text: str, where: str) -> None:
    """Refuse what is not one line of text with at least one visible character."""
    check_line(text, where)
    if not text.strip():
        raise ModelError(where, "the title is empty", "give it a title")


def check_day(day: object, where: str) -> None:
    """Refuse what is neither a day nor None; a moment with a clock time is no day."""
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise ModelError(where, f"expected a day, not {type(day).__name__}", "give a datetime.date")


def check_count(number: int, where: str, *, least: int) -> None:
    """Refuse what is not a whole number of at least `least`."""
    if type(number) is not int or number < least:
        raise ModelError(where, f"{number!r} is not a whole number from {least} on", f"give {least} or more")


def check_type(value: object, expected: type, where: str) -> None:
    """Refuse a value of another class."""
    if not isinstance(value, expected):
        raise ModelError(where, f"expected {expected.__name__}, not {type(value).__name__}", _mend(expected))


def _mend(expected: type) -> str:
    if issubclass(expected, Enum):
        return f"use one of {', '.join(f'{expected.__name__}.{name}' for name in expected.__members__)}"
    return f"make a {expected.__name__} of it first"


def check_tuple(items: tuple[object, ...], expected: type, where: str) -> None:
    """Refuse what is not a tuple of values of one class."""
    if type(items) is not tuple:
        raise ModelError(where, f"expected a tuple, not {type(items).__name__}", "write tuple(...) around it")
    for number, item in enumerate(items):
        if not isinstance(item, expected):
            check_type(item, expected, f"{where}[{number}]")


def check_references(ids: tuple[str, ...], where: str) -> None:
    """Refuse what is not a tuple of ids, each named once."""
    check_tuple(ids, str, where)
    for number, reference in enumerate(ids):
        check_id(reference, f"{where}[{number}]")
        if reference in ids[:number]:
            raise ModelError(f"{where}[{number}]", f"'{reference}' stands here twice", "name it once")


def check_url(url: str, where: str) -> None:
    """Refuse what is not an http or https address of a host, without a user name in it."""
    check_line(url, where)
    if len(url) > MAX_URL_LENGTH:
        raise ModelError(where, f"the address has {len(url)} characters", f"use at most {MAX_URL_LENGTH}")
    if not _URL.fullmatch(url):
        raise ModelError(where, f"{url!r} is not a web address", "begin with https:// and a host, without a user name")


def sorted_words(words: Iterable[str], where: str) -> tuple[str, ...]:
    """Return the words once each, in alphabetical order.

    Raises:
        ModelError: `words` is one text, which would fall apart into its letters.
        InputError: A word could not be an id (see `plpcore.ids.check_id`).
    """
    refuse_one_text(words, where, ModelError)
    return tuple(sorted({check_id(word, f"{where}[{number}]") for number, word in enumerate(words)}))
