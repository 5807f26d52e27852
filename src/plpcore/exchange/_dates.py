"""Dates as people write them, by formats that the column map states."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from plpcore.errors import RecordError

_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MMM": r"(?P<word>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>[0-9]{1,2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
_TOKEN = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)))
# A spreadsheet likes to add the time of day. It says nothing about the day and is left out.
_CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 2000
ISO = "YYYY-MM-DD"


def check_format(text: str, where: str) -> str:
    """Return a date format unchanged; raise RecordError unless it names a year, a month and a day, each once."""
    words = [_TOKENS[word] for word in _TOKEN.findall(text)]
    parts = [next(part for part in ("year", "short", "word", "month", "day") if part in word) for word in words]
    meaning = sorted({"short": "year", "word": "month"}.get(part, part) for part in parts)
    if meaning != ["day", "month", "year"]:
        raise RecordError(where, f"{text!r} is no date format", "write it as YYYY-MM-DD, M/D/YYYY or D MMM YYYY")
    return text


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    parts, end = [], 0
    for found in _TOKEN.finditer(text):
        parts += [re.escape(text[end : found.start()]), _TOKENS[found[0]]]
        end = found.end()
    return re.compile("".join(parts) + re.escape(text[end:]) + _CLOCK)


def day_reader(formats: tuple[str, ...]) -> Callable[[str], date]:
    """Return a function that reads a date in one of these formats, or in ISO form; the first that fits decides."""
    patterns = [_pattern(text) for text in dict.fromkeys((*formats, ISO))]
    shown = " or ".join(dict.fromkeys((*formats, ISO)))

    def read(text: str) -> date:
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match is not None:
                return _day(text, match.groupdict())
        raise RecordError("$", f"{text[:40]!r} is not a date", f"write it as {shown}, or state its format under dates")

    return read


def _day(text: str, parts: dict[str, str | None]) -> date:
    year = int(parts.get("year") or _CENTURY + int(parts.get("short") or 0))
    month = _month(parts["word"]) if parts.get("word") else int(parts["month"] or 0)
    try:
        return date(year, month, int(parts["day"] or 0))
    except ValueError:
        raise RecordError(
            "$", f"there is no day {text!r}", "look at the calendar, or at the order of day and month"
        ) from None


def _month(word: str | None) -> int:
    begun = (word or "").lower()[:3]
    return _MONTHS.index(begun) + 1 if begun in _MONTHS else 0
