"""`plp audit`: a district under one policy and under two, for people and for programs."""

import csv
import io
import json
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from plpcore.cli import _output
from plpcore.cli._words import TABLE_WORDS, mixed, words_of
from plpcore.quantity import Quantity
from tests.cli.commands import LOG, POLICY, YEAR, district, plp, write

NEXT = POLICY.replace('"ten-hours"', '"ten-next"').replace("amount = 10", "amount = 9").replace("= 2\n", "= 3\n")
WEAK = "Staff,Date,Type,Title,Hours\n" + "".join(f"t-{n:02},2024-08-20,Workshop,Day {n},1\n" for n in range(1, 13))


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_an_audit_says_who_is_short_and_what_does_not_count_and_why(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    done = plp("audit", policy, *records, *YEAR)
    assert done.code == 1
    assert done.err == "rows in 3 = rows used 3 + rows refused 0\n"
    assert done.lines == [
        "Ten hours a year",
        "ten-hours, as of 2025-06-30, cycle 2024-07-01/2025-07-01",
        "",
        "2 educators: 1 met, 1 short",
        "Claimed: 3 activities, 19 hours.",
        "Counted in whole or in part: 3, 18 hours of credit.",
        "Not counted: 1 hour.",
        "",
        "What does not count, by kind",
        "kind                      activities  of  not counted",
        "------------------------  ----------  --  -----------",
        "Conversation with a peer           0   1  1 hour",
        "",
        "Why it does not count (an activity that lacks two things stands under both)",
        "reason       rule   activities  educators  not counted",
        "-----------  -----  ----------  ---------  -----------",
        "cap-reached  talks           1          1  1 hour",
        "",
        "Who needs a look",
        "educator  outcome  required  total  short  not counted  missing",
        "--------  -------  --------  -----  -----  -----------  -------",
        "t-2       short          10      8      2  1 hour",
    ]


def test_an_audit_where_everybody_is_fine_ends_with_0_and_lists_nobody(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.partition("t-2")[0])
    done = plp("audit", policy, *records, *YEAR)
    assert done.code == 0
    assert done.lines[3:] == [
        "1 educator: 1 met",
        "Claimed: 1 activity, 10 hours.",
        "Counted in whole or in part: 1, 10 hours of credit.",
        "Not counted: nothing.",
        "Everything that was claimed counts.",
    ]


def test_a_refused_row_ends_with_1_though_everybody_is_fine(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.partition("t-2")[0] + "t-1,2024-09-01,Workshop,Late,many\n")
    done = plp("audit", policy, *records, *YEAR)
    assert done.code == 1
    assert "1 educator: 1 met" in done.lines
    assert done.err.startswith("refused: log.csv:3, column 'Hours': 'many' is not an amount; ")
    assert done.err.endswith("rows in 2 = rows used 1 + rows refused 1\n")


def test_an_audit_speaks_spanish(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    done = plp("audit", policy, *records, *YEAR, "--language", "es")
    assert "ten-hours, al 2025-06-30, ciclo 2024-07-01/2025-07-01" in done.lines
    assert "2 docentes: 1 cumple, 1 no alcanza" in done.lines
    assert "A quién hay que mirar" in done.lines


def test_every_language_has_every_word_of_a_table() -> None:
    assert TABLE_WORDS["en"].keys() == TABLE_WORDS["es"].keys()


def test_the_rows_for_programs_are_exact_and_hold_everybody(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace(",6\n", ",1/3\n"))
    done = plp("audit", policy, *records, *YEAR, "--format", "csv")
    assert done.code == 1
    first, second = table(done.out)
    assert (first["educator"], first["outcome"], first["total"], first["not_counted"]) == ("t-1", "met", "10", "")
    assert (second["outcome"], second["total"], second["short"]) == ("short", "7/3", "23/3")
    assert (second["claimed"], second["not_counted"], second["counted"]) == ("10/3 hour", "1 hour", "2")


def test_a_cell_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace("t-1", "-1+1"))
    rows = table(plp("audit", policy, *records, *YEAR, "--format", "csv").out)
    assert sorted(row["educator"] for row in rows) == ["'-1+1", "t-2"]


def test_the_data_for_programs_hold_totals_kinds_reasons_and_people(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    data = json.loads(plp("audit", policy, *records, *YEAR, "--format", "json", "--known-at", "2025-07-01").out)
    assert data["format"] == 1
    assert data["records"] == {"rows": 3, "used": 3, "refused": 0}
    assert (data["as_of"], data["known_at"], data["unit"]) == ("2025-06-30", "2025-07-01", "hour")
    assert data["digest"].startswith("sha256:")
    assert data["totals"]["outcomes"]["short"] == 1
    assert data["totals"]["not_counted"] == {"hour": "1"}
    talk = next(kind for kind in data["kinds"] if kind["kind"] == "conversation")
    assert (talk["earned"], talk["credit"], talk["claimed"]) == ("3", "2", {"hour": "3"})
    assert [(one["reason"], one["rule"], one["cite"]) for one in data["reasons"]] == [
        ("cap-reached", "talks", "handbook 3")
    ]
    assert [(one["educator"], one["short"], one["missing"]) for one in data["educators"]] == [
        ("t-1", "0", []),
        ("t-2", "2", []),
    ]


def test_two_policies_are_set_side_by_side_on_the_same_records(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    other = write(tmp_path, next__toml=NEXT)["next__toml"]
    done = plp("audit", policy, *records, *YEAR, "--compare-with", other)
    assert done.code == 1
    start = done.lines.index("The same records under two policies")
    assert done.lines[start + 1 : start + 14] == [
        "policy     met  short  activities counted  credit",
        "---------  ---  -----  ------------------  --------",
        "ten-hours    1      1                   3  18 hours",
        "ten-next     2      0                   3  19 hours",
        "Met only under 'ten-next': 1",
        "  t-2",
        "Met only under 'ten-hours': 0",
        "",
        "What 'ten-hours' does not count and 'ten-next' does",
        "1 activity of 1 educator: 1 hour.",
        "kind                      activities  educators  claimed",
        "------------------------  ----------  ---------  -------",
        "Conversation with a peer           1          1  1 hour",
    ]


def test_the_exit_code_of_a_comparison_is_that_of_the_first_policy(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    other = write(tmp_path, next__toml=NEXT)["next__toml"]
    done = plp("audit", other, *records, *YEAR, "--compare-with", policy)
    assert done.code == 0
    assert "Met only under 'ten-next': 1" in done.lines
    assert "What 'ten-next' does not count and 'ten-hours' does" not in done.lines
    assert "What 'ten-hours' does not count and 'ten-next' does" in done.lines


def test_a_comparison_has_a_form_for_programs(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    other = write(tmp_path, next__toml=NEXT)["next__toml"]
    args = ("audit", policy, *records, *YEAR, "--compare-with", other, "--format")
    data = json.loads(plp(*args, "json").out)
    assert (data["first"]["policy"], data["second"]["policy"]) == ("ten-hours", "ten-next")
    assert [(one["educator"], one["first"], one["second"]) for one in data["changed"]] == [("t-2", "short", "met")]
    assert data["only_second"][0]["amounts"] == {"hour": "1"}
    assert [one["kind"] for one in data["only_second"][1:]] == ["conversation"]
    assert [(one["activities"], one["amounts"]) for one in data["only_first"]] == [(0, {})]
    rows = table(plp(*args, "csv").out)
    assert [(row["outcome"], row["second_outcome"], row["second_total"]) for row in rows] == [
        ("met", "met", "10"),
        ("short", "met", "9"),
    ]


@pytest.mark.parametrize(
    ("educators", "listed", "more"), [((), 10, True), (("--educators", "all"), 12, False)], ids=["some", "all"]
)
def test_the_table_of_people_stops_after_ten_unless_all_are_asked_for(
    educators: tuple[str, ...], listed: int, more: bool, tmp_path: Path
) -> None:
    policy, records = district(tmp_path, WEAK)
    done = plp("audit", policy, *records, *YEAR, *educators)
    assert sum(line.startswith("t-") for line in done.lines) == listed
    assert ("… and 2 more; --educators all shows everybody" in done.lines) is more


def test_nobody_is_named_where_nobody_is_asked_for(tmp_path: Path) -> None:
    policy, records = district(tmp_path, WEAK)
    done = plp("audit", policy, *records, *YEAR, "--educators", "none")
    assert "12 educators: 12 short" in done.lines
    assert "t-01" not in done.out


@pytest.mark.parametrize(
    ("educators", "named"),
    [
        ("some", "  t-01, t-02, t-03, t-04, t-05, t-06, t-07, t-08, t-09, t-10, …"),
        ("all", "  t-01, t-02, t-03, t-04, t-05, t-06, t-07, t-08, t-09, t-10, t-11, t-12"),
        ("none", None),
    ],
)
def test_a_comparison_names_as_many_people_as_are_asked_for(educators: str, named: str | None, tmp_path: Path) -> None:
    policy, records = district(tmp_path, WEAK)
    other = write(tmp_path, next__toml=NEXT.replace("amount = 9", "amount = 1"))["next__toml"]
    done = plp("audit", policy, *records, *YEAR, "--compare-with", other, "--educators", educators)
    below = done.lines[done.lines.index("Met only under 'ten-next': 12") + 1]
    assert below == (named or "Met only under 'ten-hours': 0")


def test_each_school_year_is_judged_apart_without_one_cycle_at_the_head(tmp_path: Path) -> None:
    log = LOG.partition("t-2")[0] + "t-1,2023-08-20,Workshop,The year before,9\n"
    policy, records = district(tmp_path, log)
    args = ("audit", policy, *records, "--as-of", "2025-06-30", "--each-year", "07-01")
    assert [(row["cycle"], row["outcome"]) for row in table(plp(*args, "--format", "csv").out)] == [
        ("2023-07-01/2024-07-01", "short"),
        ("2024-07-01/2025-07-01", "met"),
    ]
    assert "ten-hours, as of 2025-06-30" in plp(*args).lines


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2022-08-20", "2 of the activities lie outside the period asked for"),
        ("2024-08-20", "1 of the activities lies outside the period asked for"),
    ],
)
def test_what_lies_outside_the_cycle_is_told_and_not_counted(day: str, told: str, tmp_path: Path) -> None:
    log = f"{LOG.partition('t-1')[0]}t-1,{day},Workshop,A,10\nt-1,2022-09-20,Workshop,B,10\n"
    policy, records = district(tmp_path, log)
    done = plp("audit", policy, *records, *YEAR)
    assert done.err.splitlines()[-1] == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2022-09-20", "rows in 3 = rows used 3 + rows refused 0"),
        ("9999-12-31", "1 of the activities lies outside the period asked for"),
        ("0001-01-01", "1 of the activities lies outside the period asked for"),
    ],
)
def test_what_lies_in_another_year_is_not_outside_of_all_of_them(day: str, told: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace("2024-10-06", day))
    done = plp("audit", policy, *records, "--each-year", "07-01", "--as-of", "2025-06-30", "--format", "json")
    assert (done.code, done.err.splitlines()[-1]) == (1, told)
    assert {row["educator"] for row in json.loads(done.out)["educators"]} == {"t-1", "t-2"}


def test_a_cycle_may_be_written_with_its_two_days(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    by_days = plp("audit", policy, *records, "--cycle", "2024-07-01..2025-07-01", "--as-of", "2025-06-30")
    assert by_days == plp("audit", policy, *records, *YEAR)


def test_today_is_the_date_judged_where_none_is_named(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    before = datetime.now().astimezone().date()
    shown = plp("audit", policy, *records, "--cycle", "2024-25", "--format", "json").out
    after = datetime.now().astimezone().date()
    assert json.loads(shown)["as_of"] in {before.isoformat(), after.isoformat()}


@pytest.mark.parametrize(
    "command", [("audit",), ("audit", "--compare-with", "us-ny-ctle"), ("evaluate",), ("explain",)]
)
def test_later_knowledge_is_left_out(command: tuple[str, ...], tmp_path: Path) -> None:
    log = "educator,kind,title,completed,entered,amount.hour\nt-1,workshop,A,2024-08-20,2025-03-01,10\n"
    files = write(tmp_path, ten__toml=POLICY, log__csv=log)
    args = (*command, files["ten__toml"], files["log__csv"], *YEAR)
    assert plp(*args).code == 0
    assert plp(*args, "--known-at", "2025-02-28").code == 1
    assert plp(*args, "--known-at", "2025-03-01").code == 0


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_goes_to_a_file_is_what_would_go_to_the_screen(form: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    args = ("audit", policy, *records, *YEAR, "--format", form)
    shown = plp(*args)
    written = plp(*args, "--output", tmp_path / "out.txt")
    assert (written.code, written.out, written.err) == (shown.code, "", shown.err)
    assert (tmp_path / "out.txt").read_bytes().decode() == shown.out


def test_a_fact_or_a_sign_off_that_lacks_is_named_beside_the_person(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    policy.write_text(POLICY + '\n[[sign_offs]]\nid = "plan-signed"\ncite = "handbook 4"\n')
    done = plp("audit", policy, *records, "--as-of", "2025-06-30", "--educators", "all")
    people = [line for line in done.lines if line.startswith("t-")]
    assert [line.endswith("  plan.period, plan-signed") for line in people] == [True, True]
    (first, _) = table(plp("audit", policy, *records, "--as-of", "2025-06-30", "--format", "csv").out)
    assert (first["missing"], first["unsigned"]) == ("plan.period", "plan-signed")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_the_audit_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy, records = district(tmp_path)
    screen = Terminal()
    monkeypatch.setattr(_output, "sys", SimpleNamespace(stderr=screen, stdout=io.StringIO()))
    done = plp("audit", policy, *records, *YEAR)
    assert "auditing" in screen.getvalue()
    assert "100%" in screen.getvalue()
    assert "auditing" not in done.out + done.err


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(3, 2), "1.5"),
        (Fraction(407, 6), "67 5/6"),
        (Fraction(-7, 3), "-2 1/3"),
        (Fraction(1, 3), "1/3"),
        (Fraction(12), "12"),
    ],
)
def test_an_amount_is_shown_as_people_write_it(amount: Fraction, text: str) -> None:
    assert mixed(amount) == text


def test_a_unit_or_kind_of_the_hosts_own_keeps_its_code() -> None:
    words = words_of("es")
    assert words.amounts((Quantity(Fraction(2), "lab_day"), Quantity(Fraction(1), "hour"))) == "2 lab day, 1 hora"
    assert words.amounts(()) == "nada"
    assert words.kind("barn-visit") == "barn-visit"


def test_cycles_are_told_apart_where_an_educator_has_several(tmp_path: Path) -> None:
    log = "Staff,Date,Type,Title,Hours\nt-1,2023-08-20,Workshop,A,4\nt-1,2024-08-20,Workshop,B,5\n"
    policy, records = district(tmp_path, log)
    done = plp("audit", policy, *records, "--each-year", "07-01", "--as-of", "2025-06-30")
    assert "1 educator, 2 cycles: 2 short" in done.lines
    head = next(line for line in done.lines if line.startswith("educator"))
    assert head.split()[:2] == ["educator", "cycle"]
    rows = [line.split()[:2] for line in done.lines if line.startswith("t-1")]
    assert rows == [["t-1", "2023-07-01/2024-07-01"], ["t-1", "2024-07-01/2025-07-01"]]
