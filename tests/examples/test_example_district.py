import csv
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve, frozen
from click.testing import CliRunner

from plpcore.audit import AuditReport, Comparison, compare
from plpcore.cli import main
from plpcore.evaluation import Outcome
from plpcore.exchange import Level, Records, find_sources, in_cycle, load_map, load_policy, read_records
from plpcore.model import KINDS, Activity, Review, ReviewPurpose
from plpcore.period import Period
from tests.docs.blocks import read_blocks
from tests.docs.runner import Page

DISTRICT = Path(__file__).parents[2] / "examples" / "example_district"
FILES = ("educators.csv", "goals.csv", "activities.csv", "evidence.csv", "reflections.csv", "reviews.csv")
FIRST, SECOND = Period.parse("2024-07-01/2025-07-01"), Period.parse("2025-07-01/2026-07-01")
SEAT_TIME, PERSONALIZED = "district-seat-time", "district-personalized"
# Kinds of which the seat-time policy counts no hour.
UNSEEN = set(KINDS) - {"workshop", "webinar", "conference", "online-course", "college-course", "audited-course"}
SMALL = 3_000_000


@pytest.fixture(scope="module")
def records() -> Records:
    column_map = load_map(DISTRICT / "columns.toml")
    return read_records(find_sources(column_map, [DISTRICT]), column_map)


@pytest.fixture(scope="module")
def activities(records: Records) -> list[Activity]:
    return [activity for held in records.held for activity in held.portfolio.activities]


@frozen
class Audits:
    first: Comparison
    second: Comparison


def compared(records: Records, cycle: Period) -> Comparison:
    portfolios = (share.portfolio for share in in_cycle(records.held, cycle))
    return compare(load_policy(SEAT_TIME), load_policy(PERSONALIZED), portfolios, as_of=cycle.last_day)


@pytest.fixture(scope="module")
def audits(records: Records) -> Audits:
    return Audits(compared(records, FIRST), compared(records, SECOND))


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    sys.path.insert(0, str(DISTRICT))
    spec = importlib.util.spec_from_file_location("make", DISTRICT / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(DISTRICT))


def rows_of(name: str) -> list[dict[str, str]]:
    with (DISTRICT / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mishaps() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((DISTRICT / "mishaps.toml").read_text("utf-8"))["mishaps"]
    return found


# ------------------------------------------------------------------------------------------------------- the files


def test_made_again_from_any_folder_the_files_have_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(DISTRICT / "make.py"), "again"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (DISTRICT / name).read_bytes(), name


def test_another_seed_gives_another_district(make: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = make.tables()
    monkeypatch.setattr(make, "SEED", make.SEED + 1)
    assert make.tables() != before


def test_the_example_stays_small_enough_to_be_kept_beside_the_code() -> None:
    assert sum(path.stat().st_size for path in DISTRICT.iterdir() if path.is_file()) < SMALL


def test_the_files_are_as_messy_as_exports_are() -> None:
    activities = (DISTRICT / "activities.csv").read_text("utf-8")
    assert activities.startswith("\ufeff")
    rows = rows_of("activities.csv")
    titles = [row["Title"] or "" for row in rows]
    assert any("\n" in title for title in titles)
    assert any("," in title for title in titles)
    assert any('"' in title for title in titles)
    assert any(title.startswith("=") for title in titles)
    assert any(title.startswith("+") for title in titles)
    assert any(not title.isascii() for title in titles)
    assert any(title != title.strip() for title in titles)
    assert {"Y", "y", "yes", "Yes", "x", "X", "N", "no", "n/a", ""} <= {row["Attended"] for row in rows}
    assert {"Book Club", "Book club"} <= {row["Type"] for row in rows}


def test_what_the_readme_says_comes_true(tmp_path: Path) -> None:
    shutil.copytree(DISTRICT, tmp_path / "examples" / DISTRICT.name)
    reader = Page(tmp_path)
    for block in read_blocks(DISTRICT / "README.md", (DISTRICT / "README.md").read_text("utf-8")):
        reader.follow(block)


def test_the_readme_counts_the_rows_of_each_file() -> None:
    text = (DISTRICT / "README.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+\.csv)` \| (\d+) \|", text, re.MULTILINE) == [
        (name, str(len(rows_of(name)))) for name in FILES
    ]


# ----------------------------------------------------------------------------------------------------- the records


def test_it_has_270_educators_of_many_positions_and_no_aides(records: Records) -> None:
    positions = Counter(str(held.portfolio.educator.facts["position"]) for held in records.held)
    assert positions == {
        "Teacher": 227,
        "Special education teacher": 20,
        "School counselor": 10,
        "Librarian": 8,
        "School psychologist": 5,
    }
    assert positions.total() == 270


def test_every_educator_learns_in_both_school_years(records: Records) -> None:
    for held in records.held:
        days = [activity.completed for activity in held.portfolio.activities if activity.completed is not None]
        assert any(day in FIRST for day in days), held.portfolio.educator.id
        assert any(day in SECOND for day in days), held.portfolio.educator.id
        assert all(day in FIRST or day in SECOND for day in days), held.portfolio.educator.id


def test_more_than_half_of_what_was_entered_is_unseen_by_seat_time(activities: list[Activity]) -> None:
    kinds = Counter(activity.kind for activity in activities)
    assert {"blog-post", "book", "podcast", "chat", "edcamp", "conversation", "peer-observation"} <= kinds.keys()
    unseen = sum(number for kind, number in kinds.items() if kind in UNSEEN)
    assert (unseen, kinds.total()) == (3274, 5855)


def test_titles_are_varied(activities: list[Activity]) -> None:
    assert len({activity.title for activity in activities}) > 2_000


def test_every_row_is_used_or_refused_and_exactly_the_broken_ones_are_refused(records: Records) -> None:
    assert records.rows == sum(len(rows_of(name)) for name in FILES) == 15_058
    assert records.rows == records.used + records.refused
    wanted = Counter(str(mishap["file"]) for mishap in mishaps() if mishap["refused"])
    assert {count.file: count.refused for count in records.counts if count.refused} == wanted
    assert records.refused == 22


def test_no_row_is_doubted_and_every_refused_row_has_one_receipt(records: Records) -> None:
    assert [receipt.level for receipt in records.receipts] == [Level.REFUSED] * 22


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("L90001", "the table of educators does not hold 'A-2007'"),
        ("L90002", "the table of educators does not hold 'E1042'"),
        ("L90003", "there is no day '02/30/2025'"),
        ("L90004", "'1,5' is not an amount"),
        ("L90005", "'about 2' is not an amount"),
        ("L90007", "nothing says the kind of this activity"),
        ("L90008", "-2 hour is below zero"),
        ("L90009", "'Misc.' is no known kind of activity"),
        ("L90010", "started 2025-11-20, which is after it was completed, 2025-10-20"),
        ("L90011", "the row has 15 cells, and the header 14"),
        ("L90012", "the cell is blank"),
    ],
)
def test_a_broken_row_is_refused_at_its_line_with_its_reason(records: Records, entry: str, reason: str) -> None:
    lines = (DISTRICT / "activities.csv").read_text("utf-8-sig").split("\n")
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith(entry))
    told = [receipt.what for receipt in records.receipts if (receipt.file, receipt.line) == ("activities.csv", line)]
    assert told == [reason]


def test_hours_minutes_pages_and_credits_stand_in_columns_of_their_own(activities: list[Activity]) -> None:
    units = Counter(quantity.unit for activity in activities for quantity in activity.amounts)
    assert units.keys() == {"hour", "minute", "page", "semester_hour"}
    assert all(len(activity.amounts) == 1 for activity in activities)


def test_most_goals_are_approved_and_some_still_wait(records: Records) -> None:
    decided = Counter(
        review.decision.value for held in records.held for review in held.portfolio.reviews if is_of_goal(review)
    )
    goals = sum(len(held.portfolio.goals) for held in records.held)
    waiting = goals - len({one.subject for held in records.held for one in held.portfolio.reviews if is_of_goal(one)})
    assert (goals, waiting) == (1_083, 79)
    assert decided.keys() == {"approved", "returned", "denied"}


def is_of_goal(review: Review) -> bool:
    return review.purpose is ReviewPurpose.GOAL


# ------------------------------------------------------------------------------------------------------ the audits


def outcomes(report: AuditReport) -> dict[Outcome, int]:
    return {outcome: number for outcome, number in report.totals.outcomes if number}


def test_no_activity_is_lost_between_the_files_and_the_audits(audits: Audits, activities: list[Activity]) -> None:
    for one, two in ((audits.first.first, audits.second.first), (audits.first.second, audits.second.second)):
        assert one.totals.activities + two.totals.activities == len(activities) == 5_855
        assert (one.totals.educators, two.totals.educators) == (270, 270)
    wanted = Counter(activity.kind for activity in activities)
    found: Counter[str] = Counter()
    for comparison in (audits.first, audits.second):
        found.update({row.kind: row.activities for row in comparison.kinds})
    assert found == wanted


def test_the_first_year_under_both_policies(audits: Audits) -> None:
    assert outcomes(audits.first.first) == {Outcome.MET: 134, Outcome.SHORT: 136}
    assert outcomes(audits.first.second) == {Outcome.MET: 191, Outcome.SHORT: 79}
    assert (len(audits.first.gained), len(audits.first.lost)) == (93, 36)
    assert audits.first.first.totals.credit == Fraction("3428.5")
    assert audits.first.second.totals.credit == Fraction(57065, 12)


def test_the_second_year_under_both_policies(audits: Audits) -> None:
    assert outcomes(audits.second.first) == {Outcome.MET: 124, Outcome.SHORT: 146}
    assert outcomes(audits.second.second) == {Outcome.MET: 206, Outcome.SHORT: 64}
    assert (len(audits.second.gained), len(audits.second.lost)) == (104, 22)
    assert audits.second.first.totals.credit == Fraction("3359.5")
    assert audits.second.second.totals.credit == Fraction(302371, 60)


def test_the_personalized_policy_counts_learning_of_which_seat_time_counts_no_hour(audits: Audits) -> None:
    for comparison in (audits.first, audits.second):
        rows = {row.kind: row for row in comparison.kinds if row.kind in UNSEEN}
        assert len(rows) == 16
        for row in rows.values():
            assert row.counted[0] == row.credit[0] == 0, row.kind
            assert row.counted[1] > 0, row.kind
            assert row.credit[1] > 0, row.kind


def test_the_credit_of_the_kinds_is_the_credit_of_the_educators(audits: Audits) -> None:
    for comparison in (audits.first, audits.second):
        for place, report in enumerate((comparison.first, comparison.second)):
            of_kinds = sum((row.credit[place] for row in comparison.kinds), Fraction(0))
            of_educators = sum((row.total for row in report.rows), Fraction(0))
            assert of_kinds == of_educators == report.totals.credit


def test_what_only_the_personalized_policy_counts_is_told_with_its_hours(audits: Audits) -> None:
    whole, *kinds = audits.second.only_second
    assert (whole.activities, whole.educators) == (1_444, 244)
    assert kinds[0].kind == "blog-post"


@pytest.mark.parametrize(("rule", "educators"), [("reflection", 33), ("goal", 14), ("evidence", 3)])
def test_some_lack_nothing_but_one_thing(records: Records, rule: str, educators: int) -> None:
    policy = load_policy(PERSONALIZED)
    others = tuple(one for one in policy.rules.conditions or () if one.id != rule)
    without = evolve(policy, rules=evolve(policy.rules, conditions=others))
    portfolios = (share.portfolio for share in in_cycle(records.held, SECOND))
    assert len(compare(policy, without, portfolios, as_of=SECOND.last_day).gained) == educators


def test_reasons_for_what_does_not_count_are_of_every_sort(audits: Audits) -> None:
    seat_time = {row.rule: row.activities for row in audits.second.first.reasons}
    personalized = {row.rule: row.activities for row in audits.second.second.reasons}
    assert seat_time == {"": 1736, "attended": 51, "approved-provider": 49}
    assert personalized == {"reflection": 366, "goal": 277, "evidence": 108, "talk-and-chat": 8}


def asked(*options: str) -> list[str]:
    folder = ["--map", str(DISTRICT / "columns.toml"), "--cycle", "2025-26", "--as-of", "2026-06-30"]
    done = CliRunner().invoke(main, ["audit", SEAT_TIME, "--compare-with", PERSONALIZED, *folder, *options])
    assert done.exit_code == 1
    return done.stdout.splitlines()


def test_the_first_screen_says_whose_verdict_the_other_policy_changes() -> None:
    lines = asked()
    at = lines.index("Met only under 'district-personalized': 104")
    assert at < 20
    assert lines[at + 1].endswith(", …")
    assert lines[at + 2] == "Met only under 'district-seat-time': 22"


def test_all_of_them_are_named_or_none(audits: Audits) -> None:
    lines = asked("--educators", "all")
    named = lines[lines.index("Met only under 'district-seat-time': 22") + 1]
    assert named.strip().split(", ") == [one.educator for one in audits.second.lost]
    silent = asked("--educators", "none")
    assert silent[silent.index("Met only under 'district-seat-time': 22") + 1] == ""
