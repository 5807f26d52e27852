"""Records of a district: messy files in, portfolios and receipts out; good rows are never lost to bad ones."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plpcore.errors import RecordError
from plpcore.exchange import Level, Records, find_sources, parse_map, read_header, read_records, refuse_refused
from plpcore.exchange._receipts import Origin
from plpcore.model import FileDigest, Link, ReviewDecision, ReviewPurpose, Text, Visibility
from plpcore.period import Period
from plpcore.quantity import Quantity
from tests.exchange.district import lines, portfolio, read

LOG_MAP = """
dates = "M/D/YYYY"
unit = "hour"
[activities.columns]
"Staff ID" = "educator"
Activity = "title"
Type = "kind"
Date = "completed"
Hours = "amount"
Evidence = "evidence.link"
Reflection = "reflection"
Goal = "goal.title"
Status = { field = "review.decision", values = { Pending = "" } }
[activities.kinds_by_title]
"book club" = "book-study"
"""
HEAD = "Staff ID,Activity,Type,Date,Hours,Evidence,Reflection,Goal,Status\n"


def log(folder: Path, *rows: str, more: str = "", strict: bool = False) -> Records:
    return read(folder, more + LOG_MAP, {"log.csv": HEAD + "\n".join(rows) + "\n"}, strict=strict)


def test_one_log_holds_activity_evidence_reflection_goal_and_decision(tmp_path: Path) -> None:
    records = log(
        tmp_path,
        't1,"Talk:\n EdCamp  Omaha",EdCamp,9/14/2024 0:00,90 min,https://x.org/a,"I\nlearned",Reading,Approved',
    )
    found = portfolio(records, "t1")
    (activity,) = found.activities
    assert (activity.id, activity.kind, activity.title) == ("log.csv:2", "edcamp", "Talk: EdCamp Omaha")
    assert activity.completed == date(2024, 9, 14)
    assert activity.amounts == (Quantity.of(90, "minute"),)
    assert (activity.evidence, activity.goals) == (("log.csv:2 evidence 1",), ("Reading",))
    assert found.evidence[0].content == Link("https://x.org/a")
    assert (found.evidence[0].kind, found.goals[0].title) == ("link", "Reading")
    assert (found.reflections[0].body, found.reflections[0].activities) == ("I\nlearned", ("log.csv:2",))
    review = found.reviews[0]
    assert (review.purpose, review.decision) == (ReviewPurpose.CREDIT, ReviewDecision.APPROVED)
    assert (records.rows, records.used, records.refused, lines(records)) == (1, 1, 0, [])


def test_a_kind_may_stand_in_the_title_as_whole_words(tmp_path: Path) -> None:
    records = log(
        tmp_path, "t1,Book-Club: Mindset,,9/1/2024,1,,,,", "t1,Bookclub,,9/1/2024,1,,,,", "t1,,,9/1/2024,1,,,,"
    )
    assert [one.kind for one in portfolio(records, "t1").activities] == ["book-study"]
    assert lines(records) == [
        (
            "refused: log.csv:3, column 'Activity': nothing says the kind of this activity; "
            'did you mean book-study? Then write "Bookclub" = "book-study" under [activities.kinds_by_title]'
        ),
        "refused: log.csv:4, column 'Type': the cell is blank; fill it in",
    ]


def test_each_bad_row_gets_receipts_and_the_good_rows_stay(tmp_path: Path) -> None:
    records = log(
        tmp_path,
        "t1,Good,workshop,9/1/2024,2,,,,",
        ",No educator,workshop,9/1/2024,2,,,,",
        "t1,Two things,wrkshp,13/13/2024,2,,,,",
        "t1,Bad link,workshop,9/1/2024,2,javascript:alert(1),,,",
        "t1,Long,workshop,9/1/2024,1234567890,,,,",
        "t1,Ragged,workshop",
        't1,Open,"workshop,9/1/2024,2,,,,',
        "t1,Word,workshop,9/1/2024,2,,,,maybe",
        "t1,Negative,workshop,9/1/2024,-1,,,,",
        "t1,Extra blanks,workshop,9/2/2024,2,,,,,, ,",
        ",,,,,,,,",
        "t1,Pending,workshop,9/3/2024,2,,,,pending",
    )
    assert [one.title for one in portfolio(records, "t1").activities] == ["Good", "Extra blanks", "Pending"]
    assert portfolio(records, "t1").reviews == ()
    assert [(one.line, one.column) for one in records.receipts] == [
        (3, "Staff ID"), (4, "Type"), (4, "Date"), (5, "Evidence"), (6, "Hours"), (7, ""), (8, ""), (9, "Status"),
        (10, "Hours"),
    ]  # fmt: skip
    assert all(receipt.mend for receipt in records.receipts)
    assert (records.rows, records.used, records.refused) == (11, 3, 8)


def test_strict_reading_stops_at_the_first_refused_row(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"log\.csv:3, column 'Type': 'x' is no known kind"):
        log(tmp_path, "t1,A,workshop,9/1/2024,2,,,,", "t1,B,x,9/1/2024,2,,,,", strict=True)
    log(tmp_path, "t1,A,workshop,9/1/2024,2,,,,", "t1,A,workshop,9/1/2024,2,,,,", strict=True)


def test_a_claim_that_stands_there_twice_is_warned_about_or_refused(tmp_path: Path) -> None:
    rows = ("t1,A,workshop,9/1/2024,2,,,,", "t1,a,Workshop,9/1/2024,2.0,,,,", "t2,A,workshop,9/1/2024,2,,,,")
    warned = log(tmp_path, *rows, "t1,B,workshop,,2,,,,", "t1,B,workshop,,2,,,,")
    what = "the same date, kind, title and amount stand in log.csv:2"
    assert lines(warned) == [f"warning: log.csv:3: {what}; remove one if it was entered twice"]
    assert (warned.used, warned.warnings, len(portfolio(warned, "t1").activities)) == (5, 1, 4)
    refused = log(tmp_path, *rows, more='doubles = "refuse"\n')
    assert (refused.used, refused.refused) == (2, 1)
    assert refused.receipts[0].level is Level.REFUSED


def test_an_amount_without_any_unit_is_refused(tmp_path: Path) -> None:
    column_map = LOG_MAP.replace('unit = "hour"\n', "")
    rows = "t1,A,workshop,9/1/2024,2,,,,\nt1,B,book,9/1/2024,2 h,,,,\n"
    records = read(tmp_path, column_map, {"log.csv": HEAD + rows})
    (line,) = lines(records)
    assert line.startswith("refused: log.csv:2, column 'Hours': nothing says the unit of this amount; write unit = ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.lists(st.text(st.sampled_from('t1a,"/0 \n\x00é'), max_size=6), min_size=1, max_size=9), max_size=6))
def test_whatever_stands_in_a_file_rows_in_are_rows_used_and_rows_refused(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    records = log(tmp_path, *(",".join(row) for row in rows))
    assert records.rows == records.used + records.refused
    assert records.used == sum(len(held.portfolio.activities) for held in records.held)
    assert records.refused == len({one.line for one in records.receipts if one.level is Level.REFUSED})


FULL_MAP = """
[educators]
file = "staff.csv"
[educators.columns]
ID = "id"
FTE = { field = "facts.fte", type = "number" }
State = "external_ids.state"
Carried = "carried_in"

[goals]
file = "goals.csv"
[goals.columns]
ID = "id"
Who = "educator"
Title = "title"
Rank = "priority"
Status = "review.decision"

[plans]
file = "plans.csv"
[plans.columns]
ID = "id"
Who = "educator"
Start = "start"
End = "end"
Last = "last_day"
Goals = "goals"
Status = "review.decision"

[activities]
file = "log*.csv"
[activities.columns]
ID = "id"
Who = "educator"
Kind = "kind"
Done = "completed"
Hours = "amount.hour"
Pages = "amount.page"
Unit = "unit"
Amount = "amount"
Evidence = "evidence"
Note = "evidence.text"
NoteKind = "evidence.kind"
Goals = "goals"
Handed = "submitted"
Ref = "external_ids.lms"
Prior = "prior.decision"
Approved = "review.amount"
Status = "review.decision"

[evidence]
file = "evidence.csv"
[evidence.columns]
ID = "id"
Who = "educator"
For = "activities"
Link = "link"
SHA = "sha256"
Bytes = "size"
Text = "text"

[reflections]
file = "reflections.csv"
[reflections.columns]
ID = "id"
Who = "educator"
For = "activities"
Goals = "goals"
Body = "body"
Seen = "visibility"

[reviews]
file = "reviews.csv"
[reviews.columns]
ID = "id"
Who = "educator"
Of = "subject"
About = "purpose"
Says = "decision"
Hours = { field = "amount" }
Why = "reason"

[sign_offs]
file = "signed.csv"
[sign_offs.columns]
Who = "educator"
What = "name"
On = "signed"
"""
EMPTY = {
    "staff.csv": "ID,FTE,State,Carried\n",
    "goals.csv": "ID,Who,Title,Rank,Status\n",
    "plans.csv": "ID,Who,Start,End,Last,Goals,Status\n",
    "log.csv": "ID,Who,Kind,Done,Hours,Pages,Unit,Amount,Evidence,Note,NoteKind,Goals,Handed,Ref,Prior,Approved,"
    "Status\n",
    "evidence.csv": "ID,Who,For,Link,SHA,Bytes,Text\n",
    "reflections.csv": "ID,Who,For,Goals,Body,Seen\n",
    "reviews.csv": "ID,Who,Of,About,Says,Hours,Why\n",
    "signed.csv": "Who,What,On\n",
}


def full(folder: Path, **rows: str) -> Records:
    files = {name: head + rows.get(name.removesuffix(".csv"), "") for name, head in EMPTY.items()}
    return read(folder, FULL_MAP, files)


def test_tables_are_joined_into_one_portfolio(tmp_path: Path) -> None:
    records = full(
        tmp_path,
        staff="t1,0.5,S9,2\nt2,,,\n",
        goals="g1,t1,Read,1,approved\n,t2,Write,,\n",
        plans="p1,t1,2024-07-01,2025-07-01,,g1,approved\n,t2,2024-07-01,,2025-06-30,,\n,t2,,,,,\n",
        log="a1,t1,book,2024-09-01,1,30,,,v1,,,g1,2024-10-01,L7,approved,1 hour,approved\n"
        "a2,t2,chat,2024-09-02,,,Hrs,2,,my notes,notes,,,,,,denied\n",
        evidence="v1,t1,a1,https://x.org,,,\nv2,,a1,," + "0" * 64 + ",12,\n,t2,a2,,,,typed\n",
        reflections="r1,,a1,,I learned,private\n,t1,,g1,On my goal,\n,t1,,,On all,\n",
        reviews="d1,t1,g1,goal,returned,,\nd2,,a1,,approved,2 hours,\n,t1,p1,plan,approved,,\n"
        "d4,,a2,credit,revoked,,late\n",
        signed="t1,plan,2025-05-01\n",
    )
    assert lines(records) == []
    first, second = records.held
    one, two = first.portfolio, second.portfolio
    assert one.educator.facts["fte"] == Fraction(1, 2)
    assert (one.educator.external_ids["state"], one.carried_in[0].amount) == ("S9", 2)
    assert (one.goals[0].priority, one.activities[0].external_ids["lms"]) == (1, "L7")
    assert one.activities[0].evidence == ("v1", "v2")
    assert one.activities[0].amounts == (Quantity.of(1, "hour"), Quantity.of(30, "page"))
    assert one.evidence[1].content == FileDigest("0" * 64, "application/octet-stream", 12)
    assert [item.visibility for item in one.reflections] == [
        Visibility.PRIVATE,
        Visibility.REVIEWER,
        Visibility.REVIEWER,
    ]
    assert [item.goals for item in one.reflections] == [(), ("g1",), ()]
    assert one.submissions[0].submitted == date(2024, 10, 1)
    assert one.sign_offs[0].name == "plan"
    assert {(item.subject, item.purpose.value, item.decision.value) for item in one.reviews} == {
        ("g1", "goal", "approved"), ("g1", "goal", "returned"), ("a1", "prior-approval", "approved"),
        ("a1", "credit", "approved"),
    }  # fmt: skip
    assert {str(item.amount) for item in one.reviews if item.amount} == {"1 hour", "2 hour"}
    assert {item.subject for item in first.plan_reviews} == {"p1"}
    assert first.plans[0].period == second.plans[0].period == Period(date(2024, 7, 1), date(2025, 7, 1))
    assert (first.plans[0].goals, second.plans[1].period) == (("g1",), None)
    assert two.evidence[0].content == Text("my notes")
    assert (two.evidence[0].kind, len(two.activities[0].evidence)) == ("notes", 2)
    assert two.activities[0].amounts == (Quantity.of(2, "hour"),)
    assert {item.reason for item in two.reviews} == {"not-stated", "late"}


def test_a_reference_that_leads_nowhere_is_left_out_with_a_receipt(tmp_path: Path) -> None:
    records = full(
        tmp_path,
        staff="t1,,,\n",
        plans="p1,t1,,,,g9,\n",
        log="a1,t1,book,2024-09-01,1,,,,v9,,,g9,,,,,\n",
        evidence="v1,t1,a9,https://x.org,,,\n",
        reflections="r1,t1,a1;a9,g9,Half,\nr2,t1,a9,,Nothing,\n",
        reviews="d1,t1,a9,,approved,,\nd2,t1,p9,plan,approved,,\n",
    )
    assert portfolio(records, "t1").activities[0].evidence == ()
    assert [item.id for item in portfolio(records, "t1").reflections] == ["r1"]
    assert [(one.level.value, one.file, one.column) for one in records.receipts] == [
        ("warning", "evidence.csv", "For"),
        ("warning", "log.csv", "Evidence"),
        ("warning", "log.csv", "Goals"),
        ("refused", "reviews.csv", "Of"),
        ("refused", "reviews.csv", "Of"),
        ("warning", "reflections.csv", "For"),
        ("warning", "reflections.csv", "Goals"),
        ("warning", "reflections.csv", "For"),
        ("refused", "reflections.csv", ""),
        ("warning", "plans.csv", "Goals"),
    ]
    assert records.refused == 3


def test_ids_stand_once_and_the_receipt_names_the_first_row(tmp_path: Path) -> None:
    records = full(
        tmp_path,
        staff="t1,1,,\nt1,1,,\nt1,0.5,,\n",
        goals="g1,t1,A,,\ng1,t1,B,,\n",
        log="a1,t1,book,,1,,,,,,,,,,,,\na1,t1,book,,2,,,,,,,,,,,,\n",
        reviews="d1,t1,a1,,approved,,\nd1,t1,a1,,approved,,\n",
    )
    assert [receipt.what for receipt in records.receipts] == [
        "the educator 't1' stands in line 2 with other facts",
        "'g1' is the id of goals.csv:2 too",
        "'a1' is the id of log.csv:2 too",
        "'d1' is the id of reviews.csv:2 too",
    ]
    assert records.counts[0].used == 2


def test_whose_a_row_is_follows_from_what_it_names_when_only_one_has_it(tmp_path: Path) -> None:
    records = full(
        tmp_path,
        staff="t1,,,\nt2,,,\n",
        log="a1,t1,book,,1,,,,,,,,,,,,\na1,t2,book,,1,,,,,,,,,,,,\n",
        evidence="v1,,a1,https://x.org,,,\nv2,,,https://x.org,,,\nv3,,a9,https://x.org,,,\n",
    )
    assert [receipt.what for receipt in records.receipts] == [
        "2 educators have an item 'a1'", "nothing says whose row this is", "nothing says whose row this is",
    ]  # fmt: skip


def test_rows_of_people_whom_the_roster_does_not_hold_are_refused(tmp_path: Path) -> None:
    records = full(tmp_path, staff="t1,,,\n", log="a1,t9,book,,1,,,,,,,,,,,,\n")
    what = "the table of educators does not hold 't9'; add the educator there, or mend the id"
    assert lines(records) == [f"refused: log.csv:2, column 'Who': {what}"]


def test_a_bad_row_in_the_roster_does_not_cost_the_persons_other_rows(tmp_path: Path) -> None:
    records = full(tmp_path, staff='t1,"0,5",,\n,1,,\n', log="a1,t1,book,,1,,,,,,,,,,,,\n")
    assert [one.id for one in portfolio(records, "t1").activities] == ["a1"]
    assert (records.rows, records.refused) == (3, 2)


def test_evidence_without_content_and_halves_of_a_period_are_refused(tmp_path: Path) -> None:
    records = full(
        tmp_path,
        staff="t1,,,\n",
        plans="p1,t1,2024-07-01,,,,\np2,t1,,2025-07-01,,,\np3,t1,2024-07-01,2025-07-01,2025-06-30,,\np4,t1,2025-07-01,2024-07-01,,,\n",
        evidence="v1,t1,,,,,\n",
        reviews="d1,t1,a1,,,,\n",
    )
    assert [receipt.what for receipt in records.receipts] == [
        *["a period needs its start, and one of end and last_day"] * 3,
        "the period starts on 2025-07-01 and ends before 2024-07-01",
        "the cell is blank",
        "the cell is blank",
    ]


def test_the_same_file_may_hold_two_tables(tmp_path: Path) -> None:
    column_map = """
    [educators]
    file = "log.csv"
    columns = { Who = "id", Role = "facts.role" }
    [activities]
    file = "log.csv"
    columns = { Who = "educator", Kind = "kind" }
    """
    records = read(tmp_path, column_map, {"log.csv": "Who,Role,Kind\nt1,Teacher,book\nt1,Teacher,chat\n"})
    assert [(one.table, one.rows, one.refused) for one in records.counts] == [("educators", 2, 0), ("activities", 2, 0)]
    assert len(portfolio(records, "t1").activities) == 2


def test_a_cell_that_export_made_harmless_is_read_as_it_was(tmp_path: Path) -> None:
    records = log(tmp_path, "t1,'=SUM(A1),workshop,9/1/2024,2,,,,", "t1,'tis,workshop,9/2/2024,2,,,,")
    assert [one.title for one in portfolio(records, "t1").activities] == ["=SUM(A1)", "'tis"]


def test_headers_are_found_in_any_case_and_must_be_there_once(tmp_path: Path) -> None:
    column_map = '[activities.columns]\nWho = "educator"\n"The  Kind" = "kind"'
    assert read(tmp_path, column_map, {"a.csv": "WHO,the kind\nt1,book\n"}).used == 1
    with pytest.raises(RecordError, match=r"there is no column 'The  Kind'; did you mean 'The Kin'\? \(or mend"):
        read(tmp_path, column_map, {"a.csv": "Who,The Kin,\nt1,book,\n"})
    with pytest.raises(RecordError, match=r"a\.csv: 2 columns are called 'Who'; rename all but one"):
        read(tmp_path, column_map, {"a.csv": "Who,Who ,The Kind\nt1,t1,book\n"})
    with pytest.raises(RecordError, match=r"a\.csv: the file is empty; give it a header and rows"):
        read(tmp_path, column_map, {"a.csv": ""})
    (tmp_path / "a.csv").write_bytes(b"Wh\xe9\n")
    with pytest.raises(RecordError, match=r"a\.csv:1: the row is not UTF-8; save the file as UTF-8, or state encoding"):
        read_header(tmp_path / "a.csv")


def test_files_find_their_tables_by_name(tmp_path: Path) -> None:
    column_map = parse_map(
        '[educators]\nfile = "Staff*.csv"\ncolumns = { Who = "id" }\n'
        '[activities]\ncolumns = { Who = "educator", Kind = "kind" }'
    )
    staff, log_file, hidden = tmp_path / "staff-2024.CSV", tmp_path / "log.csv", tmp_path / ".hidden.csv"
    for file in (staff, log_file, hidden):
        file.write_text("Who,Kind\nt1,book\n", "utf-8")
    sources = find_sources(column_map, [tmp_path])
    assert [(one.table, one.path) for one in sources] == [("educators", staff), ("activities", log_file)]
    assert read_records(reversed(sources), column_map).used == 2
    with pytest.raises(RecordError, match=r"there is no file 'Staff\*\.csv' for the table educators"):
        find_sources(column_map, [log_file])
    with pytest.raises(RecordError, match="there is no file for the table activities"):
        find_sources(column_map, [staff])
    with pytest.raises(RecordError, match=r"nowhere: there is no such file or folder; check the path"):
        find_sources(column_map, [tmp_path / "nowhere"])
    only = parse_map('[educators]\nfile = "staff*"\ncolumns = { Who = "id" }')
    assert len(find_sources(only, [tmp_path])) == 1
    with pytest.raises(RecordError, match=r"log\.csv: no table of the map takes this file"):
        find_sources(only, [staff, log_file])


def test_a_receipt_says_where_what_and_mend(tmp_path: Path) -> None:
    records = log(tmp_path, "t1,A,x,9/1/2024,2,,,,")
    receipt, _ = records.receipts
    assert receipt.where == "log.csv:2, column 'Type'"
    assert str(receipt).startswith("refused: log.csv:2, column 'Type': 'x' is no known kind of activity; write")
    with pytest.raises(RecordError):
        refuse_refused(records)
    assert Origin("activities", "f", 1, {"amount": "Hrs"}).column_of("$.amounts[0]") == "Hrs"
    assert Origin("portfolios", "f", 1).column_of("$") == ""
    assert str(type(receipt)(Level.WARNING, "f", 3, "", "odd", "")) == "warning: f:3: odd"
