"""Portfolios in plpcore's own JSON form: one object, a list, or one object a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plpcore.errors import InputErrors, RecordError
from plpcore.exchange._files import check_named_once, read_text, told_names
from plpcore.exchange._json import MAX_BYTES
from plpcore.exchange._receipts import Ledger, Origin
from plpcore.exchange._records import Records
from plpcore.exchange._resolve import Held
from plpcore.model import Portfolio

_TABLE = "portfolios"


def read_portfolios(paths: Iterable[Path]) -> Records:
    """Return the portfolios in JSON files. A bad one costs itself only; its receipts say the paths inside it.

    Raises:
        RecordError: A file cannot be read, is named twice, or is not JSON as a whole.
    """
    ledger = Ledger()
    held: list[Held] = []
    files = tuple(paths)
    check_named_once(files)
    for path, name in told_names(files).items():
        ledger.open(_TABLE, name)
        held += _held(path, name, ledger)
    return Records(tuple(held), tuple(ledger.receipts), ledger.counts())


def _held(path: Path, name: str, ledger: Ledger) -> Iterator[Held]:
    # cattrs takes a tenth of a second to import; only JSON needs it.
    from plpcore.codec import from_data, parse_json

    text = read_text(path, RecordError, MAX_BYTES)
    for number, item in _items(path, text):
        ledger.row(_TABLE, name)
        try:
            data = parse_json(item) if isinstance(item, str) and path.suffix.lower() == ".jsonl" else item
            portfolio = from_data(Portfolio, data)
        except RecordError as error:
            ledger.refuse(Origin(_TABLE, name, number), [error])
        except InputErrors as several:
            ledger.refuse(Origin(_TABLE, name, number), several.errors)
        else:
            yield Held(portfolio, () if portfolio.plan is None else (portfolio.plan,))


def _items(path: Path, text: str) -> Iterator[tuple[int, object]]:
    from plpcore.codec import parse_json

    if path.suffix.lower() == ".jsonl":
        yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
        return
    data = parse_json(text, str(path))
    yield from enumerate(data if isinstance(data, list) else [data], start=1)
