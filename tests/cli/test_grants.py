"""Grants on the command line: read from our own JSON, told by `explain`, counted by `audit`."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import POLICY, plp, write

ON = ("--as-of", "2025-06-30")
GRANT = {
    "id": "g1",
    "kind": "waiver",
    "rule": "talks",
    "authority": "board",
    "reason": "Leave.",
    "granted": "2025-01-01",
}
TALK = {"id": "a1", "kind": "conversation", "completed": "2024-09-01", "amounts": ["12 hour"]}
PLAN = {"id": "p", "period": "2024-07-01/2025-07-01"}


def files(folder: Path, *grants: dict[str, str]) -> tuple[Path, Path]:
    record = {"educator": {"id": "t-1"}, "plan": PLAN, "activities": [TALK], "grants": list(grants)}
    found = write(folder, ten__toml=POLICY, all__json=json.dumps([record]))
    return found["ten__toml"], found["all__json"]


def test_explain_tells_each_grant_with_authority_reason_and_state(tmp_path: Path) -> None:
    policy, records = files(tmp_path, GRANT, GRANT | {"id": "g2", "rule": "talk"})
    done = plp("explain", policy, records, "--educator", "t-1", *ON)
    assert done.code == 1
    start = done.lines.index("Grants")
    told = " ".join(line.strip() for line in done.lines[start + 1 : start + 6])
    assert "g1 (used): waiver of “Talks: up to 2 hours”. Granted by board from 2025-01-01: Leave." in told
    assert "g2 (unknown rule): waiver of “talk”. The policy has no such rule for it." in told
    assert "[waived]" in done.out


def test_audit_counts_the_grants_by_what_they_did(tmp_path: Path) -> None:
    expired = GRANT | {"id": "g2", "expires": "2025-02-01"}
    moot = GRANT | {"id": "g3", "kind": "adjustment", "rule": "total", "amount": "9"}
    policy, records = files(tmp_path, GRANT, expired, moot)
    done = plp("audit", policy, records, *ON)
    assert done.code == 0
    assert "Grants beside the policy: 1 used, 1 moot, 1 expired." in done.lines
    assert (
        "Concesiones aparte de la norma: 1 aplicada, 1 sin objeto, 1 vencida."
        in plp("audit", policy, records, *ON, "--language", "es").lines
    )
    data = json.loads(plp("audit", policy, records, *ON, "--format", "json").out)
    assert data["totals"]["grants"] == {"used": 1, "moot": 1, "expired": 1, "not yet": 0, "unknown rule": 0}
    assert data["educators"][0]["grants"] == ["used", "expired", "moot"]


def test_an_audit_without_grants_does_not_speak_of_them(tmp_path: Path) -> None:
    policy, records = files(tmp_path)
    assert "Grants" not in plp("audit", policy, records, *ON).out


def test_a_grant_that_contradicts_itself_is_refused_with_its_path(tmp_path: Path) -> None:
    policy, records = files(tmp_path, GRANT | {"until": "2025-02-01"})
    done = plp("audit", policy, records, *ON)
    assert done.code == 2
    assert "'$.grants[0].until': unknown key" in done.err


@pytest.mark.parametrize("command", ["evaluate", "explain", "audit"])
def test_a_grant_that_names_no_rule_of_the_policy_is_a_finding(command: str, tmp_path: Path) -> None:
    policy, records = files(tmp_path, GRANT)
    assert plp(command, policy, records, *ON).code == 0
    policy, records = files(tmp_path, GRANT, GRANT | {"id": "g2", "rule": "talk"})
    assert plp(command, policy, records, *ON).code == 1
    policy, records = files(tmp_path, GRANT, GRANT | {"id": "g2", "rule": "talk", "expires": "2025-02-01"})
    assert plp(command, policy, records, *ON).code == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "a grant names no rule of the policy"), ("es", "una concesión no nombra ninguna regla de la norma")],
)
def test_an_audit_lists_whose_grant_names_no_rule_of_the_policy(language: str, told: str, tmp_path: Path) -> None:
    policy, records = files(tmp_path, GRANT, GRANT | {"id": "g2", "rule": "talk"})
    done = plp("audit", policy, records, *ON, "--language", language)
    assert done.lines[-1].split(maxsplit=1)[0] == "t-1"
    assert done.lines[-1].endswith(told)
