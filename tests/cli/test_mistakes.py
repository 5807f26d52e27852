"""A user's mistake: exit code 2, one clear line on standard error, nothing on standard output, nothing half-written."""

from datetime import date
from pathlib import Path

import pytest

from plpcore.cli import _audit
from plpcore.cli._loading import write_receipts
from plpcore.cli._types import Cycle, FirstDay
from plpcore.exchange import Level, Receipt
from plpcore.period import Period, YearStart
from tests.cli.commands import LOG, MAP, POLICY, YEAR, Done, district, plp, write

WITH_POLICY = (("policy", "show"), ("policy", "check"), ("policy", "test"), ("audit",), ("evaluate",), ("explain",))
WITH_RECORDS = (("records", "check"), ("audit", "us-ny-ctle"), ("evaluate", "us-ny-ctle"), ("explain", "us-ny-ctle"))


def refused(done: Done) -> str:
    """Return the one line that a refusal says."""
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    return line


def misused(done: Done) -> str:
    """Return the line below the usage that wrong options give."""
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: plp ")
    return done.err.splitlines()[-1]


# ------------------------------------------------------------------------------------------------- policies


@pytest.mark.parametrize("command", WITH_POLICY, ids=" ".join)
@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("us-ny-ctel", "there is no shipped policy of this id; did you mean 'us-ny-ctle'?"),
        ("zzz", "there is no shipped policy of this id; name a shipped policy, or a file that ends in .toml or .json"),
        ("absent.toml", "there is no such file; check the path"),
        ("absent.json", "there is no such file; check the path"),
    ],
)
def test_a_policy_that_is_not_there_is_refused(command: tuple[str, ...], ref: str, told: str) -> None:
    assert refused(plp(*command, ref)) == f"plp: {ref}: {told}"


@pytest.mark.parametrize("command", WITH_POLICY, ids=" ".join)
def test_a_folder_is_no_policy(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    told = refused(plp(*command, tmp_path / "folder.toml"))
    assert told == f"plp: {tmp_path / 'folder.toml'}: this is a folder, not a file; name a file"


@pytest.mark.parametrize(
    ("name", "held", "told"),
    [
        ("broken.toml", b"[total", ":1: not readable as TOML: "),
        ("broken.json", b"{", ":1: not readable as JSON: "),
        ("sheet.toml", b"PK\x03\x04rest", "the file is a spreadsheet or another zip archive, not text; "),
        ("latin.toml", b'id = "x"\ntitle = "Caf\xe9"\n', "the file is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_policy_file_that_cannot_be_read_is_refused(name: str, held: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(held)
    line = refused(plp("policy", "check", tmp_path / name))
    assert line.startswith(f"plp: {tmp_path / name}:")
    assert told in line


ENDLESS = "9" * 5000
LAST = "the end of the document"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", f'id = "a"\n# 12\nx = {ENDLESS}\n', "3: not readable as TOML: a number has more than 4300 digits"),
        ("a.toml", f"x = -{'1_0' * 5000}\n", "1: not readable as TOML: a number has more than 4300 digits"),
        ("a.json", '{"id": "a",\n"x": ' + ENDLESS + "}", "2: not readable as JSON: a number has more than 4300 digits"),
        ("a.toml", 'id = "a"\n\ntitle = "', f"3: not readable as TOML: Unterminated string (at line 3, {LAST})"),
        ("a.toml", 'id = "a"\n[[awards\n\n', "2: not readable as TOML: "),
        ("a.toml", "id = 3\nid = 3\n", "2: not readable as TOML: Cannot overwrite a value "),
        ("a.json", '{\n"id": "a"\n"title"', "3: not readable as JSON: Expecting ',' delimiter (at line 3, column 1)"),
    ],
)
def test_a_fault_of_the_syntax_is_told_with_its_line(name: str, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    line = refused(plp("policy", "check", tmp_path / name))
    assert line.startswith(f"plp: {tmp_path / name}:{told}")
    assert line.endswith("; mend the syntax there")
    assert "sys." not in line


def test_no_name_at_all_is_told_as_what_is_missing() -> None:
    assert refused(plp("policy", "show", "")).startswith("plp: POLICY: there is no shipped policy ''; name a shipped")


def test_a_workbook_or_utf16_in_the_place_of_a_document_is_to_be_saved_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(POLICY.encode("utf-16"))
    told = refused(plp("policy", "check", tmp_path / "a.toml"))
    assert told.endswith(": the file is UTF-16, not UTF-8; save it as text in UTF-8")


def test_an_unknown_policy_to_compare_with_is_refused_before_records_are_read(tmp_path: Path) -> None:
    policy, _ = district(tmp_path)
    told = refused(plp("audit", policy, tmp_path / "absent.csv", "--compare-with", "district-personalised"))
    assert told.endswith("did you mean 'district-personalized'?")


def test_a_policy_with_several_mistakes_is_refused_with_a_line_each(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    policy.write_text(POLICY.replace("amount = 10", 'amount = "ten"').replace("otherwise = true", "otherwize = true"))
    done = plp("audit", policy, *records, *YEAR)
    assert (done.code, done.out) == (2, "")
    assert [line.partition(": ")[2].partition(": ")[0] for line in done.err.splitlines()] == [
        f"{policy}:9",
        f"{policy}:15",
    ]


# -------------------------------------------------------------------------------------------------- records


@pytest.mark.parametrize("command", WITH_RECORDS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "held", "told"),
    [
        ("absent.csv", None, "there is no such file; check the path"),
        ("absent.json", None, "there is no such file; check the path"),
        ("book.csv", b"PK\x03\x04rest", "the file is a spreadsheet or another zip archive, not text; "),
        ("book.xls", b"\xd0\xcf\x11\xe0rest", "the file is an old Excel workbook, not text; "),
        ("utf16.csv", "\ufeffa,b\n".encode("utf-16-le"), "the file is UTF-16, not UTF-8; "),
        ("empty.csv", b"", "the file is empty; give it a header and rows"),
        ("broken.json", b"[{", "not readable as JSON: "),
        ("names.csv", LOG.encode(), "its columns have names of their own; plp records guess "),
    ],
)
def test_records_that_cannot_be_read_are_refused(
    command: tuple[str, ...], name: str, held: bytes | None, told: str, tmp_path: Path
) -> None:
    if held is not None:
        (tmp_path / name).write_bytes(held)
    line = refused(plp(*command, tmp_path / name))
    assert line.startswith(f"plp: {tmp_path / name}")
    assert told in line


@pytest.mark.parametrize("command", WITH_RECORDS, ids=" ".join)
def test_a_folder_without_a_map_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    told = refused(plp(*command, tmp_path))
    assert told == f"plp: {tmp_path}: the folder holds no columns.toml; name a column map with --map"


def test_several_files_without_a_map_are_refused(tmp_path: Path) -> None:
    files = write(tmp_path, a__csv="educator,kind\n", b__csv="educator,kind\n")
    told = refused(plp("records", "check", files["a__csv"], files["b__csv"]))
    assert told == f"plp: {files['b__csv']}: several files need a column map; name one with --map"


def test_a_file_that_the_map_has_no_table_for_is_refused(tmp_path: Path) -> None:
    named = MAP.replace("[activities.columns]", '[activities]\nfile = "log.csv"\n[activities.columns]')
    files = write(tmp_path, log__csv=LOG, more__csv=LOG, columns__toml=named)
    told = refused(plp("records", "check", files["log__csv"], files["more__csv"], "--map", files["columns__toml"]))
    assert told.startswith(f"plp: {files['more__csv']}: no table of the map takes this file; ")


@pytest.mark.parametrize("command", WITH_RECORDS, ids=" ".join)
def test_a_missing_column_is_refused_with_the_nearest_one(command: tuple[str, ...], tmp_path: Path) -> None:
    _, records = district(tmp_path, LOG.replace("Hours", "Huors"))
    told = refused(plp(*command, *records))
    place = tmp_path / "log.csv"
    assert told == f"plp: {place}: there is no column 'Hours'; did you mean 'Huors'? (or mend the column map)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[activities.columns", "columns.toml:1: not readable as TOML: "),
        ("", "columns.toml: $: the map describes no table; write at least [activities.columns]"),
        (MAP.replace('"kind"', '"knid"').replace('"title"', '"notes"'), "did you mean 'kind'?"),
        (MAP + f"x = {ENDLESS}\n", "columns.toml:7: not readable as TOML: a number has more than 4300 digits; mend"),
        (MAP + f"x = {'[' * 100_000}\n", "columns.toml: the map is nested too deep; make it flat"),
        (MAP + "x = 1e99999999999999999999\n", "columns.toml:7: $.activities.columns.x: activities have no field"),
        (
            MAP.replace('"educator"', "3"),
            "columns.toml:2: $.activities.columns.Staff: the name of a field is expected; ",
        ),
        (MAP.replace('"educator"', '["id"]'), "columns.toml:2: $.activities.columns.Staff: the name of a field "),
    ],
)
def test_a_broken_map_is_refused(text: str, told: str, tmp_path: Path) -> None:
    _, records = district(tmp_path)
    (tmp_path / "columns.toml").write_text(text)
    done = plp("records", "check", *records)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert all(line.startswith("plp: ") for line in done.err.splitlines())


@pytest.mark.parametrize(("name", "told"), [("absent.toml", "there is no such file"), ("", "this is a folder")])
def test_a_map_that_is_no_file_is_refused(name: str, told: str, tmp_path: Path) -> None:
    _, (log, *_) = district(tmp_path)
    assert told in refused(plp("records", "check", log, "--map", tmp_path / name))


def test_rows_in_another_encoding_are_refused_one_by_one(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    (tmp_path / "log.csv").write_bytes(LOG.encode().replace(b"Grading", b"Caf\xe9"))
    done = plp("audit", policy, *records, *YEAR)
    assert done.code == 1
    assert "2 educators: 1 met, 1 short" in done.lines
    line, balance = done.err.splitlines()
    assert line.startswith("refused: log.csv:4: the row is not UTF-8; save the file as UTF-8, or state encoding = ")
    assert balance == "rows in 3 = rows used 2 + rows refused 1"


@pytest.mark.parametrize("command", ["audit", "evaluate", "explain"])
@pytest.mark.parametrize("log", [LOG.partition("t-1")[0], LOG.partition("t-1")[0] + ",never,Workshop,A,1\n"])
def test_records_without_anybody_are_no_district_where_all_is_well(command: str, log: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path, log)
    done = plp(command, policy, *records, *YEAR, "--output", tmp_path / "out.txt")
    assert (done.code, done.out) == (2, "")
    last = done.err.splitlines()[-1]
    assert last == "plp: records: there is nobody to judge in them; look at the files and the receipts"
    assert not (tmp_path / "out.txt").exists()


# -------------------------------------------------------------------------------------------------- options


@pytest.mark.parametrize("command", [("records", "check"), ("audit", "us-ny-ctle"), ("evaluate", "us-ny-ctle")])
def test_a_command_without_records_asks_for_them(command: tuple[str, ...]) -> None:
    told = misused(plp(*command))
    assert told == "Error: there are no RECORDS; name files or a folder, or a column map with --map"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--as-of", "2025-13-01"), "Invalid value for '--as-of': there is no day 2025-13-01; look at the calendar"),
        (("--as-of", "2025-02-29"), "Invalid value for '--as-of': there is no day 2025-02-29; look at the calendar"),
        (("--as-of", "6/30/2025"), "Invalid value for '--as-of': "),
        (("--known-at", "soon"), "Invalid value for '--known-at': "),
        (("--cycle", "2024-26"), "Invalid value for '--cycle': '2024-26' is not a cycle; write 2024-07-01..2025-07-01"),
        (("--cycle", "2025-07-01..2024-07-01"), "Invalid value for '--cycle': '2025-07-01..2024-07-01' is not a cycle"),
        (("--cycle", "9999-00"), "Invalid value for '--cycle': '9999-00' is not a cycle"),
        (("--cycle", "0000-01"), "Invalid value for '--cycle': '0000-01' is not a cycle"),
        (("--cycle", "all"), "Invalid value for '--cycle': 'all' is not a cycle"),
        (("--each-year", "7"), "Invalid value for '--each-year': '7' is not the first day of a year; write 07-01"),
        (("--each-year", "13-01"), "Invalid value for '--each-year': '13-01' is not the first day of a year"),
        (("--each-year", "July-1"), "Invalid value for '--each-year': 'July-1' is not the first day of a year"),
        (("--cycle", "2024-25", "--each-year", "07-01"), "--cycle and --each-year exclude each other; name one"),
        (("--educators", "few"), "Invalid value for '--educators': 'few' is not one of"),
        (("--language", "fr"), "Invalid value for '--language': 'fr' is not one of"),
    ],
)
def test_a_bad_option_is_refused_with_an_example(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    assert misused(plp("audit", policy, *records, *options)).startswith(f"Error: {told}")


def test_a_value_that_is_read_already_stays_as_it_is() -> None:
    cycle, start = Period(date(2024, 7, 1), date(2025, 7, 1)), YearStart(7, 1)
    assert Cycle().convert(cycle, None, None) is cycle
    assert FirstDay().convert(start, None, None) is start


# ------------------------------------------------------------------------------------- writing, and the rest


@pytest.mark.parametrize("option", ["--output", "--receipts"])
def test_a_file_that_cannot_be_written_is_named(option: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    target = tmp_path / "absent" / "out.csv"
    done = plp("audit", policy, *records, *YEAR, option, target)
    assert (done.code, done.out) == (2, "")
    what = "there is no such folder to write it in; make the folder, or name another file"
    assert done.err == f"plp: {target}: {what}\n"
    assert not target.parent.exists()


def test_a_folder_is_no_place_to_write_to(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    assert "is a directory" in misused(plp("audit", policy, *records, *YEAR, "--output", tmp_path))
    assert plp("audit", policy, *records, *YEAR, "--receipts", tmp_path).err == (
        f"plp: {tmp_path}: this is a folder; name a file to write\n"
    )


def test_a_file_name_that_is_no_text_is_written_as_its_codes(tmp_path: Path) -> None:
    write_receipts([Receipt(Level.REFUSED, "\udcff.csv", 2, "Hours", "not an amount", "")], tmp_path / "out.csv")
    head = "level,file,line,column,what,mend"
    assert (tmp_path / "out.csv").read_bytes() == f"{head}\nrefused,\\udcff.csv,2,Hours,not an amount,\n".encode()


def test_a_mistake_leaves_an_older_answer_as_it_was(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace("Hours", "Huors"))
    out = tmp_path / "out.txt"
    out.write_text("last year's")
    assert plp("audit", policy, *records, *YEAR, "--output", out).code == 2
    assert out.read_text() == "last year's"


LOOK = "check the path, its permissions and the space that is left"


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (OSError(28, "No space left on device"), 2, "plp: no space left on device"),
        (OSError("the disk is gone"), 2, "plp: the disk is gone"),
        (PermissionError(13, "Permission denied", "a.csv"), 2, f"plp: a.csv: permission denied; {LOOK}"),
        (
            UnicodeEncodeError("cp1252", "教師", 0, 2, "no"),
            2,
            (
                "plp: this screen's encoding cp1252 lacks a character of the answer; "
                "set PYTHONIOENCODING=utf-8, or name a file with --output"
            ),
        ),
        (KeyboardInterrupt(), 130, "plp: stopped; nothing was changed"),
    ],
)
def test_what_the_system_refuses_is_one_line_too(
    fault: BaseException, code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    policy, records = district(tmp_path)
    monkeypatch.setattr(_audit, "audit", fail)
    done = plp("audit", policy, *records, *YEAR)
    assert (done.code, done.out) == (code, "")
    assert done.err.splitlines()[-1] == told


def test_a_reader_that_went_away_is_told_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    policy, records = district(tmp_path)
    monkeypatch.setattr(_audit, "audit", fail)
    done = plp("audit", policy, *records, *YEAR)
    assert (done.code, done.out) == (141, "")
    assert "plp:" not in done.err


def test_a_fault_of_our_own_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    policy, records = district(tmp_path)
    monkeypatch.setattr(_audit, "audit", fail)
    with pytest.raises(ZeroDivisionError):
        plp("audit", policy, *records, *YEAR)
