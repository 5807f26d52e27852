"""The identity of a policy: one digest in every process and every Python."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import plpcore
from plpcore.policy import canonical_form, digest_of, format_policy, parse_policy
from tests.policy.support import HEAD, policy

DOCUMENT = (
    HEAD
    + """
notice = "Eine Lesart, kein Rat: § 4 – Fälle, 日本語, emoji 🎓"
sharing = "split"

[total]
id = "total"
cite = "§ 1"
rows = [{ when = { fte = { at_least = 0.5 }, new = true }, amount = 10.5 }, { amount = "100/3" }]

[[caps]]
id = "chats"
cite = "§ 2"
when = { kind = ["chat", "blog"], topic = "art", amount = { hour = { at_most = 2, at_least = 1 } } }
share = "1/3"

[[editions]]
id = "e"
cite = "§ 3"
from = 2024-07-01
"""
)
SHUFFLED = """
sharing = "split"
title = "A policy"
notice = "Eine Lesart, kein Rat: § 4 – Fälle, 日本語, emoji 🎓"
id = "p"

[[editions]]
from = "2024-07-01"
cite = "§ 3"
id = "e"

[[caps]]
share = "1/3"
id = "chats"
cite = "§ 2"
when = { amount = { hour = { at_least = 1, at_most = 2 } }, topic = "art", kind = ["chat", "blog"] }

[activity_facts]
grade = { type = "text" }
scheduled = { type = "number" }
attended = { type = "number" }
topic = { type = "text", meaning = "", one_of = [] }

[facts]
level = { type = "text" }
issued = { type = "date" }
roles = { type = "texts" }
new = { type = "flag" }
fte = { type = "number" }

[total]
cite = "§ 1"
rows = [{ amount = "10.50", when = { new = true, fte = { at_least = "1/2" } } }, { amount = "200/6", when = {} }]
id = "total"

[unit]
name = "hour"
"""
DIGEST = "sha256:58866f3e00377d6300032977d3f367cd25bcb343baf01605a4e3efe40d7a946a"


def test_the_digest_is_the_hash_of_the_canonical_form() -> None:
    found = parse_policy(DOCUMENT)
    assert digest_of(found) == DIGEST
    assert digest_of(found) == "sha256:" + hashlib.sha256(canonical_form(found).encode("utf-8")).hexdigest()


def test_the_order_of_keys_and_the_writing_of_numbers_and_days_mean_nothing() -> None:
    assert parse_policy(SHUFFLED) == parse_policy(DOCUMENT)
    assert digest_of(parse_policy(SHUFFLED)) == DIGEST


def test_defaults_that_are_written_out_mean_nothing() -> None:
    assert digest_of(parse_policy("format = 1\njurisdiction = ''\nedition_by = 'as_of'\n" + DOCUMENT)) == DIGEST


@pytest.mark.parametrize("change", [('"100/3"', '"100/4"'), ("§ 2", "§ 3"), ('["chat", "blog"]', '["blog", "chat"]')])
def test_another_word_is_another_digest(change: tuple[str, str]) -> None:
    assert digest_of(parse_policy(DOCUMENT.replace(*change))) != DIGEST


def test_the_canonical_form_has_sorted_keys_no_blanks_and_no_defaults() -> None:
    text = canonical_form(policy(""))
    assert text.startswith('{"activity_facts":{"attended":{"type":"number"},')
    assert text.endswith('"id":"p","title":"A policy","unit":{"name":"hour"}}')


SCRIPT = """
import sys
from plpcore.policy import digest_of, format_policy, parse_policy
policy = parse_policy(sys.stdin.read())
print(digest_of(policy), digest_of(parse_policy(format_policy(policy))), sys.version_info[:2])
"""


def told_by(python: str, seed: str) -> list[str]:
    """Return what another process says of the document."""
    paths = [str(Path(module.__file__ or "").parents[1]) for module in (plpcore, attrs)]
    environment = {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": os.environ.get("PATH", ""),
        "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    }
    done = subprocess.run(
        [python, "-c", SCRIPT], input=DOCUMENT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(f"{python} lacks what plpcore needs: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return done.stdout.split(maxsplit=2)


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_the_digest_does_not_depend_on_how_a_process_hashes(seed: str) -> None:
    assert told_by(sys.executable, seed)[:2] == [DIGEST, DIGEST]


def found(version: str) -> str:
    """Return the Python of that version, or skip the test."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    there = [str(path / "bin" / "python") for path in sorted(pyenv.glob(f"{version}.*"))]
    other = shutil.which(f"python{version}")
    candidates = [*there, *([other] if other else [])]
    for python in candidates:
        asked = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)
        if done.stdout.strip() == version:
            return python
    pytest.skip(f"no Python {version} was found")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_digest_is_the_same_in_every_supported_python(version: str) -> None:
    one, two, told = told_by(found(version), "random")
    assert told.strip() == f"({version.replace('.', ', ')})"
    assert (one, two) == (DIGEST, DIGEST)


def test_a_formatted_document_reads_well() -> None:
    assert format_policy(parse_policy(DOCUMENT)) == FORMATTED


FORMATTED = """\
id = "p"
title = "A policy"
notice = "Eine Lesart, kein Rat: § 4 – Fälle, 日本語, emoji 🎓"
sharing = "split"

[unit]
name = "hour"

[facts]
fte = { type = "number" }
issued = { type = "date" }
level = { type = "text" }
new = { type = "flag" }
roles = { type = "texts" }

[activity_facts]
attended = { type = "number" }
grade = { type = "text" }
scheduled = { type = "number" }
topic = { type = "text" }

[total]
id = "total"
cite = "§ 1"
rows = [{ when = { fte = { at_least = "0.5" }, new = true }, amount = "10.5" }, { amount = "100/3" }]

[[caps]]
id = "chats"
cite = "§ 2"
when = { amount = { hour = { at_least = 1, at_most = 2 } }, kind = ["chat", "blog"], topic = "art" }
share = "1/3"

[[editions]]
id = "e"
cite = "§ 3"
from = "2024-07-01"
"""
