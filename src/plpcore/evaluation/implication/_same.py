"""Whether two policies state the same rules, whatever they call and cite them."""

from typing import Any

from attrs import evolve, fields

from plpcore.policy import Policy, Rule, Rules


def is_same(one: Policy, other: Policy) -> bool:
    """Return whether every record gets the same outcome from both, since their rules differ in words only."""
    return _bare(one) == _bare(other)


def _bare(policy: Policy) -> Policy:
    return evolve(
        policy,
        id="policy",
        title="-",
        jurisdiction="",
        description="",
        notice="",
        unit=evolve(policy.unit, name="unit", plural=""),
        sources=(),
        examples=(),
        rules=_bare_rules(policy.rules),
        editions=tuple(evolve(one, cite="-", title="", rules=_bare_rules(one.rules)) for one in policy.editions),
        alternatives=tuple(
            evolve(one, cite="-", title="", rules=_bare_rules(one.rules)) for one in policy.alternatives
        ),
    )


def _bare_rules(rules: Rules) -> Rules:
    changed: dict[str, Any] = {}
    for attribute in fields(Rules):
        section = getattr(rules, attribute.name)
        if isinstance(section, Rule):
            changed[attribute.name] = evolve(section, cite="-", title="")
        elif isinstance(section, tuple):
            changed[attribute.name] = tuple(evolve(one, cite="-", title="") for one in section)
    return evolve(rules, **changed)
