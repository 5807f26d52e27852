"""A policy that judges the period of the plan says how to name it, where the records bring no plan."""

from pathlib import Path

from tests.cli.commands import YEAR, district, plp

HINT = "the policy judges the period of the plan; name it with --cycle, as --cycle 2024-25"


def test_a_missing_period_is_said_with_the_option_that_names_it(tmp_path: Path) -> None:
    policy, records = district(tmp_path)
    done = plp("audit", policy, *records, "--as-of", "2025-06-30")
    assert (done.code, done.err.splitlines()[-1]) == (1, HINT)
    assert HINT not in plp("audit", policy, *records, *YEAR).err
