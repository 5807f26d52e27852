"""JSON in: tables as flat objects, and portfolios in plpcore's own form."""

import json
from datetime import date
from pathlib import Path

import pytest

from plpcore.codec import to_data
from plpcore.errors import RecordError
from plpcore.exchange import in_cycle, read_header, read_portfolios
from plpcore.ids import ActivityId, EducatorId, PlanId, ReviewId
from plpcore.model import (
    Activity,
    Educator,
    Plan,
    Portfolio,
    Review,
    ReviewDecision,
    ReviewPurpose,
    Submission,
)
from plpcore.period import Period
from plpcore.quantity import Quantity
from tests.exchange.district import lines, portfolio, read

MAP = """
[activities]
columns.who = "educator"
columns.kind = "kind"
columns.hours = "amount.hour"
columns.tags = "tags"
columns.ok = { field = "facts.attended", type = "flag" }
"""


def test_flat_objects_are_rows(tmp_path: Path) -> None:
    text = """[{"who": "t1", "kind": "book", "hours": 1.10, "tags": ["a", "b"], "ok": true},
    {"kind": "chat", "who": "t1", "hours": 2, "ok": false, "more": null}, 5, {"who": {"id": "t1"}}]"""
    records = read(tmp_path, MAP, {"log.json": text})
    one, two = portfolio(records, "t1").activities
    assert (one.amounts, one.tags, one.facts["attended"]) == ((Quantity.of("1.1", "hour"),), ("a", "b"), True)
    assert (two.facts["attended"], two.id) == (False, "log.json:2")
    what = "text, a number, true or false, or a list of texts is expected"
    assert lines(records) == [
        "refused: log.json:3: an object is expected; write name and value of each cell",
        f"refused: log.json:4, column 'who': {what}; make it flat",
    ]
    assert read_header(tmp_path / "log.json") == ("who", "kind", "hours", "tags", "ok", "more")


def test_one_object_a_line_costs_one_line_when_it_is_bad(tmp_path: Path) -> None:
    good = '{"who": "t1", "kind": "book", "hours": 1, "tags": "a", "ok": true}'
    text = "\n".join([good, "", '{"who": ', "[NaN]", '{"a": 1, "a": 2}', "[" * 100_000, ""])
    records = read(tmp_path, MAP, {"log.jsonl": text})
    assert (records.rows, records.refused) == (5, 4)
    assert [(one.line, one.what.partition(":")[0]) for one in records.receipts] == [
        (3, "not readable as JSON"), (4, "not readable as JSON"), (5, "not readable as JSON"),
        (6, "the document is nested too deep"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['{"who"', "[Infinity]", '{"a": 1, "a": 2}'])
def test_a_file_that_is_no_json_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecordError, match=r"log\.json(:1)?: not readable as JSON"):
        read(tmp_path, MAP, {"log.json": text})


def test_an_empty_list_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="the file is empty"):
        read(tmp_path, MAP, {"log.json": "[]"})


def plan_review(subject: str) -> Review:
    return Review(ReviewId(f"r-{subject}"), subject, ReviewPurpose.PLAN, ReviewDecision.APPROVED)


PORTFOLIO = Portfolio(
    educator=Educator(EducatorId("t1")),
    plan=Plan(PlanId("p"), period=Period(date(2024, 7, 1), date(2025, 7, 1))),
    activities=(
        Activity(ActivityId("a"), "book", completed=date(2024, 9, 1)),
        Activity(ActivityId("b"), "book", completed=date(2025, 9, 1)),
    ),
    reviews=(plan_review("p"),),
    submissions=(Submission("p", 1, date(2024, 8, 1)), Submission("b", 1, date(2025, 9, 2))),
)


@pytest.mark.parametrize("name", ["all.json", "all.jsonl"])
def test_portfolios_come_from_json_and_a_bad_one_costs_itself_only(tmp_path: Path, name: str) -> None:
    items = [to_data(PORTFOLIO), {"educator": {"id": 5}, "goal": []}, {"educator": {"id": "t2"}}]
    texts = [json.dumps(item) for item in items]
    text = "[" + ",".join(texts) + "]" if name == "all.json" else "\n".join([*texts, "{"])
    (tmp_path / name).write_text(text, "utf-8")
    records = read_portfolios([tmp_path / name])
    assert [held.portfolio.educator.id for held in records.held] == ["t1", "t2"]
    assert records.held[0].portfolio == PORTFOLIO
    assert records.rows == records.used + records.refused
    assert [str(one) for one in records.receipts][:2] == [
        f"refused: {name}:2, column '$.educator.id': text is expected, not a number; write it in \"quotes\"",
        f"refused: {name}:2, column '$.goal': unknown key; did you mean goals?",
    ]
    assert records.refused == (1 if name == "all.json" else 2)


def test_a_single_portfolio_is_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(to_data(PORTFOLIO)), "utf-8")
    assert read_portfolios([tmp_path / "one.json"]).held[0].plans == (PORTFOLIO.plan,)
    (tmp_path / "one.json").write_text("{", "utf-8")
    with pytest.raises(RecordError, match=r"one\.json:1: not readable as JSON"):
        read_portfolios([tmp_path / "one.json"])


def test_another_cycle_leaves_the_old_plan_and_what_belongs_to_it_behind(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(to_data(PORTFOLIO)), "utf-8")
    held = read_portfolios([tmp_path / "one.json"]).held
    (later,) = in_cycle(held, Period(date(2025, 7, 1), date(2026, 7, 1)))
    assert [one.id for one in later.portfolio.activities] == ["b"]
    assert later.portfolio.reviews == ()
    assert [one.subject for one in later.portfolio.submissions] == ["b"]
    assert later.outside == 1
    (same,) = in_cycle(held, Period(date(2024, 7, 1), date(2025, 7, 1)))
    assert [one.subject for one in same.portfolio.submissions] == ["p"]
    assert [one.subject for one in same.portfolio.reviews] == ["p"]
