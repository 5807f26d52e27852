"""Formats: named ways in and out for portfolios. Those that come with the package are registered like everybody's."""

from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import frozen

from plpcore.errors import InputError
from plpcore.exchange._portfolios import read_portfolios
from plpcore.exchange._records import Records
from plpcore.ids import check_id
from plpcore.model import Portfolio


@frozen
class RecordFormat:
    """A named way in, out, or both.

    Attributes:
        name: The name that people ask for.
        title: What it is, in a few words.
        read: From a file to its portfolios, with a receipt for what is refused; None: it goes out only.
        write: From portfolios to the text of a file; None: it comes in only.

    Raises:
        InputError: When the name cannot be an id, or it goes neither in nor out.
    """

    name: str
    title: str
    read: Callable[[Path], Records] | None = None
    write: Callable[[Sequence[Portfolio]], str] | None = None

    def __attrs_post_init__(self) -> None:
        where = f"format {self.name!r}"
        check_id(self.name, where)
        if not (callable(self.read) or callable(self.write)):
            raise InputError(where, "it neither reads nor writes", "give it a function")


def _written(portfolios: Sequence[Portfolio]) -> str:
    # cattrs takes a tenth of a second to import; only JSON needs it.
    from plpcore.codec import to_json

    return "".join(f"{to_json(one)}\n" for one in portfolios)


RECORD_FORMATS = (
    RecordFormat("json", "plpcore's own JSON, one portfolio a line", lambda path: read_portfolios([path]), _written),
)
"""The formats that come with the package; CSV has a command of its own, since it needs a column map."""
