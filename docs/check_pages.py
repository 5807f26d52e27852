"""Write the page about the checks of policies: `python docs/check_pages.py`."""

from collections.abc import Iterator
from pathlib import Path

from plpcore.evaluation.checking import CHECKS, Check, check_policy
from plpcore.policy import parse_policy

FOLDER = Path(__file__).parent
PAGE = FOLDER / "reference" / "policy-checks.md"
DOCUMENTS = FOLDER / "policy_checks"

HEAD = """\
# Checks of a policy

What `plp policy check` looks for in a document that can be read. This page is made from the checks and from the
documents in `docs/policy_checks`, in each of which its check finds something: `python docs/check_pages.py`.

A **finding** is to be mended, and the command ends with 1. A **remark** is to be known. A check that cannot decide is
silent: what is told is so. A claim that something can happen is told with a record in which it does, and the record was
run before; `--counterexamples FOLDER` writes such records for `plp explain`, and `--format json` shows them as they
would stand under `[[example]]`. A claim that something never happens is proven by trying every case that makes a
difference.

From Python, `check_policy(policy, CHECKS)` returns the findings:

```python
from plpcore.evaluation.checking import CHECKS, check_policy
from plpcore.exchange import load_policy

for finding in check_policy(load_policy("us-ny-ctle"), CHECKS):
    print(finding.level.value, finding.check, finding.place)
```

```output
remark total-gap $.total.rows
```

A check of your own is a value beside these: a name, a title, and a function from a policy to findings.

```python
from plpcore.evaluation import Check, Finding


def no_jurisdiction(policy):
    if not policy.jurisdiction:
        yield Finding("$.jurisdiction", "nobody is said to rule", "name the state or the district")


own = Check("no-jurisdiction", "Is it said who rules?", no_jurisdiction)
print(check_policy(load_policy("us-ny-ctle"), [own]))
```

```output
()
```
"""


def made() -> str:
    """Return the page as it should be."""
    return "\n".join((HEAD, _contents(), *(_section(check) for check in CHECKS)))


def _contents() -> str:
    rows = (f"| [{check.name}](#{check.name}) | {check.level.value} | {check.title} |" for check in CHECKS)
    return "\n".join(("| check | level | question |", "|---|---|---|", *rows)) + "\n"


def _section(check: Check) -> str:
    document = (DOCUMENTS / f"{check.name}.toml").read_text("utf-8")
    told = "\n".join(_told(check, document))
    return f"## {check.name}\n\n{check.text}\n\n```toml\n{document}```\n\n```text\n{told}\n```\n"


def _told(check: Check, document: str) -> Iterator[str]:
    for finding in check_policy(parse_policy(document), [check]):
        yield str(finding)


if __name__ == "__main__":
    PAGE.write_text(made(), "utf-8")
