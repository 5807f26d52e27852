"""What most tests of the policy language need: a head for a document, and the lines of a refusal."""

from typing import Any

import pytest

from plpcore.errors import InputErrors, PolicyError
from plpcore.policy import Policy, parse_policy, policy_of

HEAD = """\
id = "p"
title = "A policy"
unit = { name = "hour" }
facts.fte.type = "number"
facts.new.type = "flag"
facts.roles.type = "texts"
facts.issued.type = "date"
facts.level.type = "text"
activity_facts.topic.type = "text"
activity_facts.attended.type = "number"
activity_facts.scheduled.type = "number"
activity_facts.grade.type = "text"
"""


def policy(text: str) -> Policy:
    """Return the policy of a text below the common head."""
    return parse_policy(HEAD + text)


def refusal(text: str) -> str:
    """Return the lines with which a text below the common head is refused."""
    return refused(HEAD + text)


def refused(document: str) -> str:
    """Return the lines with which a whole TOML document is refused."""
    with pytest.raises((InputErrors, PolicyError)) as found:
        parse_policy(document)
    return str(found.value)


def refused_data(**data: Any) -> str:
    """Return the lines with which plain data are refused; what is not given is right."""
    with pytest.raises(InputErrors) as found:
        policy_of({"id": "p", "title": "A policy", "unit": {"name": "hour"}} | data)
    return str(found.value)


def rule(section: str, text: str) -> str:
    """Return one rule of a section with an id and a citation."""
    return f'[[{section}]]\nid = "{section}-rule"\ncite = "law"\n{text}\n'
