"""Grants from tables: each row is one decision beside the policy, or is refused with a receipt."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from plpcore.exchange import Records, guess_map, in_cycle
from plpcore.ids import GrantId, RuleId
from plpcore.model import Grant, GrantKind
from plpcore.period import Period
from tests.exchange.district import lines, portfolio, read

MAP = """
[activities]
file = "log.csv"
columns.No = "id"
columns.Who = "educator"
columns.What = "kind"
columns.Day = "completed"

[grants]
file = "grants.csv"
dates = "M/D/YYYY"
columns.Case = "id"
columns.Who = "educator"
columns.Decision = { field = "kind", values = { Waived = "waiver", Reduced = "adjustment" } }
columns.Rule = "rule"
columns.For = "activity"
columns.New = "amount"
columns.By = "authority"
columns.Why = "reason"
columns.From = "granted"
columns.Through = "last_day"
columns.Expires = "expires"
columns.Entered = "entered"
"""
LOG = "No,Who,What,Day\na1,t1,book,2024-09-01\na2,t1,chat,2025-09-01\na9,t2,book,2024-09-01\n"
HEAD = "Case,Who,Decision,Rule,For,New,By,Why,From,Through,Expires,Entered\n"


def grants(folder: Path, *rows: str, log: str = LOG) -> Records:
    return read(folder, MAP, {"log.csv": log, "grants.csv": HEAD + "".join(f"{row}\n" for row in rows)})


def test_a_row_is_a_grant(tmp_path: Path) -> None:
    records = grants(
        tmp_path,
        'g1,t1,waived,certificate,a1,,principal,"Lost in the fire,\nas was the school",4/2/2025,,,4/3/2025',
        "g2,t1,REDUCED,total,,7/2,board,Leave,1/10/2025,6/30/2025,,",
        ",t1,substitution,equity,a2,,principal,Chapter 3,1/10/2025,,7/1/2025,",
        "g4,t1,waived,caps,,,board,For good,1/10/2025,12/31/9999,,",
    )
    assert lines(records) == []
    reason = "Lost in the fire,\nas was the school"
    assert portfolio(records, "t1").grants == (
        Grant(
            id=GrantId("g1"),
            kind=GrantKind.WAIVER,
            rule=RuleId("certificate"),
            activity="a1",
            authority="principal",
            reason=reason,
            granted=date(2025, 4, 2),
            entered=date(2025, 4, 3),
        ),
        Grant(
            id=GrantId("g2"),
            kind=GrantKind.ADJUSTMENT,
            rule=RuleId("total"),
            amount=Fraction(7, 2),
            authority="board",
            reason="Leave",
            granted=date(2025, 1, 10),
            expires=date(2025, 7, 1),
        ),
        Grant(
            id=GrantId("grants.csv:5"),
            kind=GrantKind.SUBSTITUTION,
            rule=RuleId("equity"),
            activity="a2",
            authority="principal",
            reason="Chapter 3",
            granted=date(2025, 1, 10),
            expires=date(2025, 7, 1),
        ),
        Grant(
            id=GrantId("g4"),
            kind=GrantKind.WAIVER,
            rule=RuleId("caps"),
            authority="board",
            reason="For good",
            granted=date(2025, 1, 10),
        ),
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("g,,waived,r,,,b,w,1/1/2025,,,", "'Who': the cell is blank; fill it in"),
        ("g,t1,,r,,,b,w,1/1/2025,,,", "'Decision': the cell is blank; fill it in"),
        (
            "g,t1,forgiven,r,,,b,w,1/1/2025,,,",
            "'Decision': 'forgiven' is not one of its words; write one of adjustment, substitution, waiver, or map the",
        ),
        ("g,t1,waived,,,,b,w,1/1/2025,,,", "'Rule': the cell is blank; fill it in"),
        ("g,t1,waived,r,,,,w,1/1/2025,,,", "'By': the cell is blank; fill it in"),
        ("g,t1,waived,r,,,b,,1/1/2025,,,", "'Why': the cell is blank; fill it in"),
        ("g,t1,waived,r,,,b,w,,,,", "'From': the cell is blank; fill it in"),
        ("g,t1,waived,r,,,b,w,2/30/2025,,,", "'From': there is no day '2/30/2025'"),
        ("g,t1,waived,r,,,b,w,1/1/2025,,1/1/2025,", "'Expires': it expires 2025-01-01, and holds from 2025-01-01 on"),
        (
            "g,t1,waived,r,,,b,w,1/1/2025,2/1/2025,2/1/2025,",
            "'Expires': a grant ends by expires or by last_day, not by",
        ),
        ("g,t1,waived,r,,3,b,w,1/1/2025,,,", "'New': a waiver changes no amount; leave the amount out"),
        ("g,t1,reduced,r,,,b,w,1/1/2025,,,", "'New': an adjustment needs an amount"),
        ("g,t1,reduced,r,,3 h,b,w,1/1/2025,,,", "'New': a granted amount is in the policy's unit; write the number"),
        ("g,t1,reduced,r,,-3,b,w,1/1/2025,,,", "'New': the amount is below zero; grant zero or more"),
        ("g,t1,reduced,r,a1,3,b,w,1/1/2025,,,", "'For': an adjustment is about no activity; leave the activity out"),
        ("g,t1,substitution,r,,,b,w,1/1/2025,,,", "'For': a substitution needs an activity; name the one"),
        (
            "g,t1,waived,r,a9,,b,w,1/1/2025,,,",
            "'For': 't1' has no activity 'a9' that the grant could be about; mend the id, or the row that was refused",
        ),
    ],
)
def test_a_bad_row_is_refused_and_costs_no_other(row: str, told: str, tmp_path: Path) -> None:
    records = grants(tmp_path, "good,t1,waived,r,,,b,w,1/1/2025,,,", row)
    (line,) = lines(records)
    assert line.startswith(f"refused: grants.csv:3, column {told}")
    assert (records.rows, records.refused) == (5, 1)
    assert [grant.id for grant in portfolio(records, "t1").grants] == ["good"]


def test_a_last_day_that_comes_too_early_is_told_with_its_column(tmp_path: Path) -> None:
    column_map = MAP.replace('columns.Expires = "expires"\n', "")
    rows = HEAD + "g,t1,waived,r,,,b,w,1/1/2025,12/30/2024,,\n"
    (line,) = lines(read(tmp_path, column_map, {"log.csv": LOG, "grants.csv": rows}))
    assert line.startswith("refused: grants.csv:2, column 'Through': it expires 2024-12-31, and holds from 2025-01-01")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    records = grants(tmp_path, *["g,t1,waived,r,,,b,w,1/1/2025,,,"] * 2)
    (line,) = lines(records)
    assert line.startswith("refused: grants.csv:3, column 'Case': 'g' is the id of grants.csv:2 too; give each its own")


def test_a_grant_of_an_activity_outside_the_cycle_stays_outside_with_it(tmp_path: Path) -> None:
    rows = ("g1,t1,waived,r,a1,,b,w,1/1/2025,,,", "g2,t1,waived,r,a2,,b,w,1/1/2025,,,")
    (share,) = in_cycle(grants(tmp_path, *rows).held[:1], Period(date(2024, 7, 1), date(2025, 7, 1)))
    assert [grant.id for grant in share.portfolio.grants] == ["g1"]


def test_whoever_has_nothing_but_a_grant_is_no_blank(tmp_path: Path) -> None:
    records = grants(tmp_path, "g1,t1,waived,r,,,b,w,1/1/2025,,,", log="No,Who,What,Day\n")
    assert (lines(records), len(portfolio(records, "t1").grants)) == ([], 1)


def test_a_map_for_grants_is_guessed_without_kinds_of_activities() -> None:
    guess = guess_map(["Staff ID", "Type", "Rule", "Granted by", "Reason", "Start"], [["t1", "Waived"]], "grants")
    table = guess.map.grants
    assert table is not None
    assert {header: column.field for header, column in table.columns} == {
        "Staff ID": "educator",
        "Type": "kind",
        "Rule": "rule",
        "Granted by": "authority",
        "Reason": "reason",
        "Start": "granted",
    }
    assert (table.kinds, guess.lacking, guess.notes) == ((), (), ())
