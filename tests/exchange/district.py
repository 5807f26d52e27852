"""A district in a folder, for tests: files written as a district's systems write them."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from plpcore.exchange import Records, find_sources, parse_map, read_records
from plpcore.model import Portfolio


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(dedent(text).lstrip("\n"), "utf-8")


def read(folder: Path, column_map: str, files: Mapping[str, str], *, strict: bool = False) -> Records:
    write(folder, files)
    parsed = parse_map(dedent(column_map))
    return read_records(find_sources(parsed, [folder]), parsed, strict=strict)


def lines(records: Records) -> list[str]:
    return [str(receipt) for receipt in records.receipts]


def portfolio(records: Records, educator: str) -> Portfolio:
    return next(held.portfolio for held in records.held if held.portfolio.educator.id == educator)
