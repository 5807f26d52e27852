"""`plp init`, `import`, `log`, `verify`, `check`, `rebuild`, `replay`, `export`, `erase`: plans that are kept."""

import io
import json
import re
import sqlite3
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plpcore.cli import _output
from plpcore.policy import parse_policy
from plpcore.storage import open_storage
from plpcore.workspace import AllowEverything, By, CloseCycle, Workspace
from tests.cli.commands import POLICY, Done, district, plp, write

DISTRICT = "springfield"


class Kept:
    """A store with a small district in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'plans.db'}"
        _, self.records = district(folder)

    def plp(self, command: str, *more: object, by: str = "clerk", given: tuple[object, ...] = ()) -> Done:
        return plp(*given, command, *more, "--store", self.url, "--district", DISTRICT, "--by", by)

    def filled(self) -> "Kept":
        assert self.plp("import", *self.records).code == 0
        return self

    def closed(self) -> "Kept":
        storage = open_storage(self.url)
        policy = parse_policy(POLICY.replace('anchor = "plan"', 'anchor = "fixed"\nstart = 2024-07-01\nyears = 1'))
        space = Workspace(storage, DISTRICT, AllowEverything(), {policy.id: policy})
        space.do(CloseCycle(person="t-1", policy=policy.id, id="d1", as_of=date(2025, 6, 30)), By("board"))
        storage.close()
        return self

    def sql(self, statement: str) -> None:
        with sqlite3.connect(self.folder / "plans.db") as db:
            db.execute(statement)
        db.close()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_place_is_made_and_says_what_it_keeps(kept: Kept) -> None:
    done = plp("init", "--store", kept.url)
    assert (done.code, done.lines[0]) == (
        0,
        f"{kept.url} is ready; it keeps every revision, in a chain that shows whether one was changed",
    )
    assert (kept.folder / "plans.db").is_file()
    assert plp("init", "--store", kept.url).code == 0


def test_records_are_written_once_and_what_is_new_is_added(kept: Kept) -> None:
    assert (
        kept.plp("import", *kept.records).lines[-1] == "2 educators: 5 documents added, 0 changed, 0 the same already"
    )
    assert (
        kept.plp("import", *kept.records).lines[-1] == "2 educators: 0 documents added, 0 changed, 5 the same already"
    )
    log = next(path for path in kept.records if str(path).endswith(".csv"))
    more = Path(str(log)).read_text().replace("Opening day,10", "Opening day,11") + "t-3,2024-10-07,EdCamp,More,1\n"
    Path(str(log)).write_text(more)
    done = kept.plp("import", *kept.records)
    assert done.lines[-1] == "3 educators: 2 documents added, 1 changed, 4 the same already"


def test_refused_rows_are_told_and_the_others_are_written(kept: Kept) -> None:
    log = next(path for path in kept.records if str(path).endswith(".csv"))
    Path(str(log)).write_text(Path(str(log)).read_text() + "t-3,2024-13-40,EdCamp,More,1\n")
    done = kept.plp("import", *kept.records)
    assert done.code == 1
    assert "3 educators: 6 documents added" in done.lines[-1]
    strict = kept.plp("import", *kept.records, "--strict")
    assert (strict.code, "documents" in strict.out) == (1, False)


def test_an_id_of_somebody_else_is_left_out_and_told(kept: Kept) -> None:
    one = {"educator": {"id": "t1"}, "goals": [{"id": "g1", "title": "Read"}]}
    text = json.dumps([one, {**one, "educator": {"id": "t2"}}])
    file = write(kept.folder, plans__json=text)["plans__json"]
    done = kept.plp("import", file)
    assert done.code == 1
    assert "'goal:g1' of 't2' was left out: the id is somebody else's; give it an id of its own" in done.err
    assert done.lines[-1] == "2 educators: 3 documents added, 0 changed, 0 the same already"


PLUGIN = """
from plpcore.exchange import RecordFormat, read_portfolios
from plpcore.hookspecs import hookimpl
from plpcore.storage import MemoryStorage, StorageKind

def ids(found): return "\\n".join(one.educator.id for one in found)

@hookimpl
def plp_formats():
    mine = RecordFormat("mine", "mine", read=lambda path: read_portfolios([path]))
    return [mine, RecordFormat("ids", "ids", write=ids)]
@hookimpl
def plp_storages():
    return [StorageKind("scratch", "forgotten at once", lambda url: MemoryStorage())]
"""


def test_formats_and_storages_of_plugins_are_used_by_name(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    write(kept.folder, upper_plugin__py=PLUGIN)
    monkeypatch.syspath_prepend(kept.folder)
    given = ("--plugin", "upper_plugin")
    file = write(kept.folder, plans__json=json.dumps({"educator": {"id": "t1"}}))["plans__json"]
    assert kept.plp("import", file, "--from", "mine", given=given).lines[-1].startswith("1 educator: 1 document added")
    assert kept.plp("export", "t1", "--to", "ids", given=given).out == "t1\n"
    wrong = kept.plp("import", file, "--from", "ids", given=given)
    assert (wrong.code, wrong.err.splitlines()[-1]) == (
        2,
        "plp: --from: there is no format 'ids' to read; known are: json, mine",
    )
    wrong = kept.plp("export", "t1", "--to", "mine", given=given)
    assert (wrong.code, wrong.err.splitlines()[-1]) == (
        2,
        "plp: --to: there is no format 'mine' to write; known are: all, ids, json",
    )
    scratch = plp(*given, "check", "--store", "scratch:", "--district", DISTRICT)
    assert (scratch.code, scratch.err) == (2, "plp: this storage does not offer 'tables'; choose one that does\n")


def test_the_history_says_who_wrote_what_when_and_why(kept: Kept) -> None:
    done = kept.filled().plp("log", "t-1")
    assert done.code == 0
    assert done.lines[0].split() == ["commit", "when", "who", "for", "why", "what"]
    assert "clerk" in done.lines[2]
    assert "import" in done.lines[2]
    found: list[dict[str, Any]] = json.loads(kept.plp("log", "t-1", "--format", "json").out)
    assert (found[0]["actor"], found[0]["reason"], found[0]["seq"]) == ("clerk", "import", 1)
    assert kept.plp("log", "t-9").code == 2


def test_an_untouched_journal_verifies_and_prints_its_checkpoint(kept: Kept) -> None:
    done = kept.filled().plp("verify")
    assert (done.code, done.lines[0], done.lines[-1]) == (0, "5 revisions in 1 commit", "nothing was changed")
    point = done.lines[1].removeprefix("checkpoint: ")
    assert kept.plp("verify", "--checkpoint", point).code == 0


def test_a_changed_body_is_a_fault(kept: Kept) -> None:
    kept.filled().sql("UPDATE revisions SET body = replace(body, 'Opening', 'Closing')")
    done = kept.plp("verify")
    assert done.code == 1
    assert "is not what was written [changed-document]" in done.lines[0]
    assert done.lines[-1] == "1 fault"


_AS_PRINTED = "give it as it was printed: district, number and hash (64 digits), in quotes"


@pytest.mark.parametrize(
    ("point", "line"),
    [
        ("springfield 3", _AS_PRINTED),
        (f"springfield x {'a' * 64}", _AS_PRINTED),
        (f"springfield {'9' * 19} {'a' * 64}", _AS_PRINTED),
        (f"springfield 1 {'a' * 63}", _AS_PRINTED),
        (f"springfield 1 {'a' * 65}", _AS_PRINTED),
        (f"springfield 1 {'g' * 64}", _AS_PRINTED),
        (f"shelbyville 3 {'a' * 64}", "plp: --checkpoint: it is of 'shelbyville'; give one of 'springfield'"),
    ],
)
def test_a_checkpoint_that_is_none_is_wrong_use_and_no_alarm(kept: Kept, point: str, line: str) -> None:
    done = kept.filled().plp("verify", "--checkpoint", point)
    assert (done.code, done.out) == (2, "")
    assert line in done.err


def test_a_checkpoint_is_taken_as_it_was_printed_or_copied(kept: Kept) -> None:
    where = ("--store", kept.url, "--district", "north valley 7")
    assert plp("import", *kept.records, *where).code == 0
    point = plp("verify", *where).lines[1].removeprefix("checkpoint: ")
    district, number, digest = point.rsplit(" ", 2)
    for copied in (point, f" {point}\n", f"{district} {number}\n{digest}", f"{district} {number} {digest.upper()}"):
        assert plp("verify", "--checkpoint", copied, *where).code == 0
    other = digest.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    assert plp("verify", "--checkpoint", f"{district} {number} {other}", *where).code == 1


def test_tables_that_do_not_agree_are_told_and_made_again(kept: Kept) -> None:
    kept.filled()
    assert kept.plp("check").lines == ["the tables agree with the journal"]
    kept.sql("DELETE FROM owners")
    done = kept.plp("check")
    assert (done.code, done.lines[-1]) == (1, "run plp rebuild to make the tables again")
    assert kept.plp("rebuild").lines == ["the tables were made again"]
    assert kept.plp("check").code == 0


def test_decisions_are_reckoned_again(kept: Kept) -> None:
    kept.filled().closed()
    done = kept.plp("replay")
    assert (done.code, done.lines) == (0, ["1 decision; 1 same"])
    assert "same" in kept.plp("replay", "--all", "--format", "csv").lines[1]
    kept.sql("UPDATE revisions SET body = replace(body, '10 hour', '9 hour')")
    done = kept.plp("replay")
    assert (done.code, done.lines[-1]) == (1, "1 decision; 1 other-input")
    (found,) = json.loads(kept.plp("replay", "--format", "json").out)
    assert (found["decision"], found["result"]) == ("d1", "other-input")


def test_everything_of_a_person_is_written_down(kept: Kept) -> None:
    kept.filled().closed()
    found = json.loads(kept.plp("export", "t-1").out)
    assert {one["kind"] for one in found["documents"]} >= {"activity", "decision", "educator", "statement"}
    file = kept.folder / "out.json"
    assert kept.plp("export", "t-1", "--to", "json", "--output", file).code == 0
    assert json.loads(file.read_text())["educator"] == {"id": "t-1"}
    assert kept.plp("export", "t-9").code == 2


def test_a_person_is_forgotten_after_a_look_at_what_goes(kept: Kept) -> None:
    kept.filled().closed()
    plan = kept.plp("erase", "t-1", "--plan")
    assert any(line.split() == ["goes", "activity:1"] or "activity:" in line for line in plan.lines)
    assert plan.lines[-1] == "the outcome of 1 decision stays under a pseudonym"
    assert "t-1" in kept.plp("log", "t-1").out
    refused = kept.plp("erase", "t-1")
    assert refused.code == 1
    done = kept.plp("erase", "t-1", "--yes", "--reason", "request-12")
    assert (done.code, done.lines[-1]) == (0, "erased in commit 3")
    assert kept.plp("verify").code == 0
    assert kept.plp("erase", "t-1", "--yes").code == 2


def test_what_a_policy_keeps_is_named_with_its_day(kept: Kept) -> None:
    storage = open_storage(kept.filled().url)
    text = POLICY.replace('anchor = "plan"', 'anchor = "fixed"\nstart = 2024-07-01\nyears = 1')
    policy = parse_policy(text + '\n[retention]\nid = "keep"\ncite = "handbook 9"\nafter = "cycle_end"\nyears = 90\n')
    space = Workspace(storage, DISTRICT, AllowEverything(), {policy.id: policy})
    space.do(CloseCycle(person="t-1", policy=policy.id, id="d1", as_of=date(2025, 6, 30)), By("board"))
    storage.close()
    done = kept.plp("erase", "t-1", "--plan")
    assert done.lines[-1] == "kept until 2115-06-30 by the decision 'd1'"


def test_without_a_store_the_line_names_the_option(kept: Kept) -> None:
    done = plp("verify", "--district", DISTRICT)
    assert done.code == 2
    assert "--store" in done.err
    wrong = plp("verify", "--store", "nowhere.db", "--district", DISTRICT)
    assert "plp: storage: 'nowhere.db' has no scheme that is known; begin with one of memory:," in wrong.err


def test_an_old_export_does_not_bring_an_erased_person_back(kept: Kept) -> None:
    kept.filled().plp("erase", "t-1", "--yes")
    done = kept.plp("import", *kept.records)
    told = "2 documents of 't-1' left out: what they are of was erased"
    assert (done.code, told in done.err) == (1, True)
    assert done.lines == ["2 educators: 0 documents added, 0 changed, 3 the same already"]
    assert kept.plp("export", "t-1").code == 2
    assert kept.plp("import", *kept.records, "--again").lines[-1].startswith("2 educators: 2 documents added")
    assert kept.plp("export", "t-1").code == 0


@pytest.mark.parametrize("reason", ["Bob Smith asked", "wegen-Müller", " x", "a,b"])
def test_the_reason_of_an_erasure_is_a_code(kept: Kept, reason: str) -> None:
    done = kept.filled().plp("erase", "t-1", "--yes", "--reason", reason)
    mend = "write one word of letters, digits and . _ - : that names nobody, such as request-12"
    assert done.code == 2
    assert done.err == f"plp: --reason: this is no code, and the history keeps it for ever; {mend}\n"
    assert kept.plp("export", "t-1").code == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_an_import_and_a_verification_are(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plpcore.cli._keeping.AT_ONCE", 1)
    screen = Terminal()
    monkeypatch.setattr(_output, "sys", SimpleNamespace(stderr=screen, stdout=io.StringIO()))
    kept.filled()
    assert re.findall(r"importing.*?(\d+)%", screen.getvalue()) == ["0", "50", "100"]
    kept.plp("verify")
    assert re.findall(r"verifying.*?(\d+)%", screen.getvalue()) == ["0", "100"]
