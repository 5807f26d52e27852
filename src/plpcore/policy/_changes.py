"""Which rules differ between two policies: added, removed, or changed, with what was and what is."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import fields, frozen

from plpcore.policy._documents import policy_data
from plpcore.policy._policy import Policy
from plpcore.policy._rules import Rules


class Change(StrEnum):
    """What became of a rule."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class RuleChange:
    """A rule that two policies do not share.

    Attributes:
        part: The edition or the alternative that states it; empty: the policy itself.
        section: The section of the document, such as `caps`.
        rule: The rule's id; of a section without ids, the section's name.
        change: What became of it.
        cites: Where the rule is written, in the first policy and in the second; empty where it is not stated.
        values: Each key that differs, such as `at_most`, with its text before and after; empty: not stated.
    """

    part: str
    section: str
    rule: str
    change: Change
    cites: tuple[str, str]
    values: tuple[tuple[str, str, str], ...]


_PLACE = tuple[str, str, str]
_SECTIONS = ("unit", "edition_by", *(one.name for one in fields(Rules)))


def rule_changes(first: Policy, second: Policy) -> tuple[RuleChange, ...]:
    """Return the rules that differ, matched by edition or alternative, section and id, in the order of the documents.

    Titles and citations decide nothing, so they are no difference.
    """
    one, other = (dict(_rules(policy_data(policy))) for policy in (first, second))
    places = dict.fromkeys((*one, *other))
    found = (_change(place, one.get(place), other.get(place)) for place in places)
    return tuple(change for change in found if change.values or change.change is not Change.CHANGED)


def _rules(data: Mapping[str, Any]) -> Iterator[tuple[_PLACE, dict[str, Any]]]:
    yield from _of_part("", data)
    for name in ("editions", "alternatives"):
        for part in data.get(name, ()):
            head = {key: held for key, held in part.items() if key not in _SECTIONS and key != "title"}
            yield (part["id"], name, part["id"]), head
            yield from _of_part(part["id"], part)


def _of_part(part: str, data: Mapping[str, Any]) -> Iterator[tuple[_PLACE, dict[str, Any]]]:
    for section in _SECTIONS:
        held = data.get(section)
        for rule in held if isinstance(held, list) else () if held is None else (held,):
            table = rule if isinstance(rule, dict) else {section: rule}
            yield (part, section, str(table.get("id", section))), {key: v for key, v in table.items() if key != "title"}


def _change(place: _PLACE, before: dict[str, Any] | None, after: dict[str, Any] | None) -> RuleChange:
    change = Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED
    one, other = before or {}, after or {}
    keys = [
        key for key in dict.fromkeys((*one, *other)) if key not in {"id", "cite"} and one.get(key) != other.get(key)
    ]
    values = tuple((key, _text(one.get(key)), _text(other.get(key))) for key in keys)
    return RuleChange(*place, change, (str(one.get("cite", "")), str(other.get("cite", ""))), values)


def _text(value: object) -> str:
    """Return a value of plain data for people: tables as `key = value`, several things separated by commas."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case dict():
            return "{ " + ", ".join(f"{key} = {_text(held)}" for key, held in value.items()) + " }"
        case list():
            return ", ".join(map(_text, value))
        case _:
            return str(value)
