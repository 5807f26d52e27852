"""`plp evaluate` and `plp explain`: what a policy says of single records."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click import get_current_context as current

from plpcore.cli import _output
from tests.cli.commands import LOG, POLICY, YEAR, Done, district, plp, write

COMMANDS = ("evaluate", "explain")


def ran(
    command: str, folder: Path, *more: object, log: str | None = None, env: dict[str, str | None] | None = None
) -> Done:
    policy, records = district(folder) if log is None else district(folder, log)
    return plp(command, policy, *records, *YEAR, *more, env=env)


def test_each_educator_gets_a_verdict_with_what_is_missing(tmp_path: Path) -> None:
    done = ran("evaluate", tmp_path)
    assert done.code == 1
    assert "MET: 10 of 10 hours count." in done.lines
    assert "SHORT: 8 of 10 hours count; 2 hours more are needed." in done.lines
    assert "  - 2 hours more." in done.lines
    assert "[award-rate]" not in done.out


def test_one_educator_who_is_fine_ends_with_0(tmp_path: Path) -> None:
    done = ran("evaluate", tmp_path, "--educator", "t-1")
    assert done.code == 0
    assert done.lines[0] == "MET: 10 of 10 hours count."
    assert "t-2" not in done.out


def test_several_educators_may_be_named(tmp_path: Path) -> None:
    shown = ran("evaluate", tmp_path, "--educator", "t-2", "--educator", "t-1", "--format", "json").out
    assert sorted(one["educator"] for one in json.loads(shown)) == ["t-1", "t-2"]


def test_a_refused_row_ends_with_1_though_the_verdict_is_met(tmp_path: Path) -> None:
    log = "Staff,Date,Type,Title,Hours\nt-1,2024-08-20,Workshop,A,10\nt-1,2024-13-20,Workshop,B,1\n"
    assert ran("evaluate", tmp_path, log=log).code == 1


@pytest.mark.parametrize("command", ["audit", "evaluate", "explain"])
def test_what_cannot_be_told_is_a_finding(command: str, tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.partition("t-2")[0])
    done = plp(command, policy, *records, "--as-of", "2025-06-30")
    assert done.code == 1
    assert "cannot be told yet" in done.out.lower()
    assert "plan.period" in done.out or "without the period of the plan" in done.out


def test_an_audit_without_a_period_says_how_to_name_it(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    done = plp("audit", policy, *records, "--as-of", "2025-06-30")
    told = "the policy judges the period of the plan; name it with --cycle, as --cycle 2024-25"
    assert done.err.splitlines()[-1] == told
    assert told not in plp("audit", policy, *records, *YEAR).err


def test_an_explanation_tells_each_step_with_its_rule_and_source(tmp_path: Path) -> None:
    done = ran("explain", tmp_path, "--educator", "t-2")
    assert done.code == 1
    words = " ".join(done.out.split())
    assert "3 -> 2: At most 2 hours can count per cycle. Rule: Talks: up to 2 hours. Source: handbook 3." in words
    assert "[cap-reached]" in words
    assert "t-1" not in words


def test_records_of_one_educator_are_explained_without_a_name(tmp_path: Path) -> None:
    log = "Staff,Date,Type,Title,Hours\nt-7,2024-08-20,Workshop,A,10\n"
    done = ran("explain", tmp_path, log=log)
    assert done.code == 0
    assert "Educator t-7" in " ".join(done.out.split())


def test_several_years_of_one_educator_are_explained_one_after_the_other(tmp_path: Path) -> None:
    log = "Staff,Date,Type,Title,Hours\nt-7,2024-08-20,Workshop,A,10\nt-7,2023-08-20,Workshop,B,4\n"
    policy, records = district(tmp_path, log)
    done = plp("explain", policy, *records, "--each-year", "07-01", "--as-of", "2025-06-30")
    assert [line.partition(":")[0] for line in done.lines if line[:4] in {"SHOR", "MET:"}] == ["SHORT", "MET"]


def test_an_explanation_of_many_asks_for_a_name(tmp_path: Path) -> None:
    done = ran("explain", tmp_path)
    assert done.code == 2
    assert done.out == ""
    told = "Error: the records hold 2 educators; name one with --educator, such as t-1, t-2"
    assert done.err.splitlines()[-1] == told


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("name", "mend"), [("t-21", "did you mean 't-2'?"), ("nobody", "look the id up in the records")]
)
def test_an_unknown_educator_is_refused_with_the_nearest_one(
    command: str, name: str, mend: str, tmp_path: Path
) -> None:
    done = ran(command, tmp_path, "--educator", name)
    assert done.code == 2
    assert done.out == ""
    assert done.err.splitlines()[-1] == f"plp: --educator: the records hold no '{name}'; {mend}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_statement_has_a_form_for_programs_with_exact_amounts(command: str, tmp_path: Path) -> None:
    done = ran(command, tmp_path, "--educator", "t-2", "--format", "json")
    (statement,) = json.loads(done.out)
    assert (statement["educator"], statement["outcome"]) == ("t-2", "short")
    assert statement["short"] == {"amount": "2", "unit": "hour"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_statement_can_be_put_on_a_page(command: str, tmp_path: Path) -> None:
    done = ran(command, tmp_path, "--educator", "t-2", "--format", "markdown")
    assert done.lines[0].startswith("# ")
    assert not done.out.endswith("\n\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_statement_speaks_spanish(command: str, tmp_path: Path) -> None:
    done = ran(command, tmp_path, "--educator", "t-2", "--language", "es")
    assert done.lines[0].startswith("NO ALCANZA: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_statement_can_go_to_a_file(command: str, tmp_path: Path) -> None:
    shown = ran(command, tmp_path, "--educator", "t-2")
    written = ran(command, tmp_path, "--educator", "t-2", "--output", tmp_path / "t-2.txt")
    assert (written.code, written.out) == (shown.code, "")
    assert (tmp_path / "t-2.txt").read_text("utf-8") == shown.out


def coloured(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: object, no_color: str | None) -> str:
    """Return the first line as a terminal would be told to show it, the runner's own stripping aside."""
    taken: list[str] = []
    monkeypatch.setattr(_output, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    monkeypatch.setattr(_output, "click", SimpleNamespace(echo=taken.append, get_current_context=current))
    ran("evaluate", folder, "--educator", "t-1", *more, env={"NO_COLOR": no_color})
    monkeypatch.undo()
    return (taken or [(folder / "out.txt").read_text("utf-8")])[-1].splitlines()[0]


def test_a_terminal_sees_the_verdict_in_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" in coloured(tmp_path, monkeypatch, no_color=None)
    assert "\x1b[" in coloured(tmp_path, monkeypatch, no_color="")


def test_no_color_and_files_are_respected_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert coloured(tmp_path, monkeypatch, no_color="1") == "MET: 10 of 10 hours count."
    shown = coloured(tmp_path, monkeypatch, "--output", tmp_path / "out.txt", no_color=None)
    assert shown == "MET: 10 of 10 hours count."


FACTS = POLICY.replace("[total]", '[facts]\nfte = { type = "number" }\n\n[total]').replace(
    "amount = 10", 'rows = [{ when = { fte = { at_least = "0.5" } }, amount = 10 }, { amount = 5 }]'
)


def people(folder: Path, **fte: object) -> tuple[Path, Path]:
    """Write a policy that asks for a number, and educators with what they hold in its place."""
    held = [{"educator": {"id": name, "facts": {"fte": fact}}, "plan": PLAN} for name, fact in fte.items()]
    files = write(folder, facts__toml=FACTS, all__json=json.dumps(held))
    return files["facts__toml"], files["all__json"]


PLAN = {"id": "p", "period": "2024-07-01/2025-07-01"}
NOT_JUDGED = "not judged: t1: $.educator.facts.fte: the value has another type than the policy declares; give a number"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_record_that_cannot_be_judged_is_told_and_costs_no_other(form: str, tmp_path: Path) -> None:
    policy, records = people(tmp_path, t1="high", t2={"number": "1"})
    done = plp("evaluate", policy, records, "--as-of", "2025-06-30", "--format", form)
    assert (done.code, done.err.splitlines()) == (1, ["rows in 2 = rows used 2 + rows refused 0", NOT_JUDGED])
    assert "t2" in done.out
    assert "t1" not in done.out


def test_several_records_of_which_none_can_be_judged_are_findings(tmp_path: Path) -> None:
    policy, records = people(tmp_path, t1="high", t2="low")
    done = plp("evaluate", policy, records, "--as-of", "2025-06-30", "--format", "json")
    assert (done.code, json.loads(done.out), done.err.splitlines()[1]) == (1, [], NOT_JUDGED)


def test_an_explanation_asks_for_a_name_though_only_one_record_can_be_judged(tmp_path: Path) -> None:
    policy, records = people(tmp_path, t1="high", t2={"number": "1"})
    done = plp("explain", policy, records, "--as-of", "2025-06-30")
    assert (done.code, done.err.splitlines()[-1][:36]) == (2, "Error: the records hold 2 educators;")
