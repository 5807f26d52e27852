"""Editions of the neutral vocabulary, of which the last in the list decides, as editions that do not overlap."""

from collections.abc import Iterator
from itertools import pairwise

from tests.corpus.neutral import Json

_FIRST, _LAST = "", "~"
"""Before and after every date."""


def pieces(editions: list[Json]) -> Iterator[tuple[int, Json]]:
    """Yield each edition's place and its dates, once for every span of days in which it may decide.

    Of editions that hold on the same days the policy language takes the one that was published last, and refuses two
    of one day. So on the days where a later one in the list was published no later, an edition never decides there.
    """
    for place, one in enumerate(editions):
        published = {"published": one["published"]} if "published" in one else {}
        for start, end in _joined(list(_deciding(place, editions))):
            found = {"from": start, "until": end}
            yield place, {word: day for word, day in found.items() if day not in {_FIRST, _LAST}} | published


def _deciding(place: int, editions: list[Json]) -> Iterator[tuple[str, str]]:
    bounds = sorted({_FIRST, _LAST, *(day for one in editions for day in _span(one))})
    for span in pairwise(bounds):
        later = [one for one in editions[place + 1 :] if _holds(one, span)]
        is_hidden = any(_published(one) <= _published(editions[place]) for one in later)
        if _holds(editions[place], span) and not is_hidden:
            yield span


def _joined(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _span(edition: Json) -> tuple[str, str]:
    return edition.get("from", _FIRST), edition.get("until", _LAST)


def _holds(edition: Json, span: tuple[str, str]) -> bool:
    start, end = _span(edition)
    return bool(start <= span[0] and span[1] <= end)


def _published(edition: Json) -> str:
    return str(edition.get("published", _FIRST))
