"""`plp policy cases`: records at a policy's boundaries, to be read, corrected and pasted."""

from pathlib import Path

from plpcore.evaluation.checking import boundary_cases
from plpcore.policy import parse_policy
from tests.cli.commands import POLICY, plp, write


def test_the_cases_can_be_appended_to_the_policy_and_say_what_they_are(tmp_path: Path) -> None:
    file = write(tmp_path, ten__toml=POLICY)["ten__toml"]
    done = plp("policy", "cases", file)
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].startswith("# What ten-hours says today")
    assert "This is a snapshot and no proof that it is right" in done.out
    file.write_text(f"{POLICY}\n{done.out}", "utf-8")
    assert plp("policy", "test", file).lines[-1] == "10 passed, 0 failed"
    assert parse_policy(file.read_text("utf-8")).examples == boundary_cases(parse_policy(POLICY))


def test_a_policy_without_cases_says_so() -> None:
    done = plp("policy", "cases", "district-micro-credentials")
    assert (done.code, done.out) == (1, "")
    assert done.err == "district-micro-credentials: no record at a boundary was found\n"
