"""Exchange: policies and records in and out of files, with a receipt for every row that is refused."""

from plpcore.exchange._documents import PolicyDocument, shipped_documents
from plpcore.exchange._export import Cell, csv_text
from plpcore.exchange._formats import RECORD_FORMATS, RecordFormat
from plpcore.exchange._guess import TABLES, Guess, guess_file, guess_map, own_map
from plpcore.exchange._map import Column, ColumnMap, TableMap, load_map, map_data, map_of, parse_map
from plpcore.exchange._periods import Share, by_plan, by_year, in_cycle
from plpcore.exchange._policies import load_policy, load_resolved, place_namer, shipped_policies
from plpcore.exchange._portfolios import read_portfolios
from plpcore.exchange._receipts import Count, Level, Receipt
from plpcore.exchange._records import Records, find_sources, read_records, refuse_refused
from plpcore.exchange._resolve import Held
from plpcore.exchange._rows import Source, read_header

__all__ = [
    "RECORD_FORMATS",
    "TABLES",
    "Cell",
    "Column",
    "ColumnMap",
    "Count",
    "Guess",
    "Held",
    "Level",
    "PolicyDocument",
    "Receipt",
    "RecordFormat",
    "Records",
    "Share",
    "Source",
    "TableMap",
    "by_plan",
    "by_year",
    "csv_text",
    "find_sources",
    "guess_file",
    "guess_map",
    "in_cycle",
    "load_map",
    "load_policy",
    "load_resolved",
    "map_data",
    "map_of",
    "own_map",
    "parse_map",
    "place_namer",
    "read_header",
    "read_portfolios",
    "read_records",
    "refuse_refused",
    "shipped_documents",
    "shipped_policies",
]
