"""The errors of cattrs told as ours: one line each, with path, fault and mend."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from attrs import fields
from cattrs import AttributeValidationNote, BaseValidationError, ForbiddenExtraKeysError, IterableValidationNote

from plpcore.errors import InputError, RecordError


def errors_of(error: Exception, path: str) -> Iterator[InputError]:
    """Yield everything that is wrong, in the order of the document; `path` is where the data stands."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from errors_of(inner, path + _step(inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [attribute.name for attribute in fields(_class(error))]
        for name in sorted(error.extra_fields):
            yield RecordError(f"{path}.{name}", "unknown key", _mend(name, known))
    elif isinstance(error, KeyError):
        yield RecordError(f"{path}", "this key is missing", "add it")
    elif isinstance(error, InputError):
        yield error.under(path)
    else:
        raise error


def _class(error: ForbiddenExtraKeysError) -> Any:  # noqa: ANN401 - an attrs class
    return error.cl


def _step(error: BaseException) -> str:
    kinds = (AttributeValidationNote, IterableValidationNote)
    steps = [note for note in getattr(error, "__notes__", ()) if isinstance(note, kinds)]
    return "".join(map(_shown, steps))


def _shown(note: AttributeValidationNote | IterableValidationNote) -> str:
    return f".{note.name}" if isinstance(note, AttributeValidationNote) else f"[{note.index}]"


def _mend(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else "known are " + ", ".join(known)
