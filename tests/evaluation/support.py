"""Short ways to write a policy and a record, so that a test says only what it is about."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from plpcore.evaluation import Line, Requirement, RuleKind, Statement, evaluate, verify
from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, GrantId, PlanId, ReflectionId, ReviewId, RuleId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Facts,
    Goal,
    Grant,
    GrantKind,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Text,
    Visibility,
)
from plpcore.period import Period
from plpcore.policy import Policy, policy_of
from plpcore.quantity import Quantity, parse_quantity

AS_OF = date(2024, 6, 30)
HOURS = 'awards = [{ id = "hours", per = "hour" }]\n'
"""The award that most tests need: one unit an hour."""

_SECTIONS = (
    "total", "awards", "conditions", "cycle", "blocks", "caps", "floors", "adjustments", "carry_over", "deemed",
    "sign_offs", "retention", "deadlines", "step_tables", "rules", "editions", "alternatives",
)  # fmt: skip


def policy_from(text: str) -> Policy:
    """Return the policy of a TOML text in which title, unit, ids and citations may be left out."""
    data = tomllib.loads(text, parse_float=Decimal)
    head: dict[str, Any] = {"id": "test-policy", "title": "A policy of a test", "unit": {"name": "hour"}}
    return policy_of(head | _filled(data))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Give every rule that has none its id and its citation."""
    found = dict(data)
    for section in _SECTIONS:
        held = found.get(section)
        if isinstance(held, dict):
            found[section] = {"id": section, "cite": "-"} | held
        elif isinstance(held, list):
            rules = [{"id": f"{section}-{index}", "cite": "-"} | one for index, one in enumerate(held)]
            nested = section in {"editions", "alternatives"}
            found[section] = [_filled(one) for one in rules] if nested else rules
    return found


def did(
    name: str = "a",
    amounts: str = "1 hour",
    on: str | None = "2024-03-01",
    *,
    kind: str = "workshop",
    tags: Iterable[str] = (),
    started: str | None = None,
    entered: str | None = None,
    provider: str = "",
    title: str = "",
    evidence: Iterable[str] = (),
    goals: Iterable[str] = (),
    **facts: Any,
) -> Activity:
    """Return an activity; `amounts` such as "30 minute, 45 minute" are segments, "" is none."""
    return Activity(
        id=ActivityId(name),
        kind=kind,
        title=title,
        completed=_day(on),
        started=_day(started),
        entered=_day(entered),
        amounts=tuple(parse_quantity(part.strip()) for part in amounts.split(",") if part),
        tags=tuple(tags),
        provider=provider,
        evidence=tuple(EvidenceId(item) for item in evidence),
        goals=tuple(GoalId(goal) for goal in goals),
        facts=Facts(facts),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def decided(
    subject: str = "a",
    decision: str = "approved",
    on: str | None = "2024-03-02",
    *,
    purpose: str = "credit",
    role: str = "",
    reviewer: str = "",
    amount: str | None = None,
    name: str = "",
) -> Review:
    """Return a review of something; a denial carries a reason."""
    reason = "because" if decision in {"denied", "revoked"} else ""
    return Review(
        id=ReviewId(name or f"{subject}-{purpose}-{decision}-{on}-{reviewer}"),
        subject=subject,
        purpose=ReviewPurpose(purpose),
        decision=ReviewDecision(decision),
        reviewer=reviewer,
        role=role,
        decided=_day(on),
        reason=reason,
        amount=None if amount is None else parse_quantity(amount),
    )


def shown(name: str = "e", kind: str = "certificate", added: str | None = None) -> Evidence:
    return Evidence(id=EvidenceId(name), kind=kind, content=Text(body="words"), added=_day(added))


def wrote(
    activity: str = "a",
    words: int = 3,
    *,
    prompt: str = "",
    private: bool = False,
    written: str | None = None,
    name: str = "",
) -> Reflection:
    return Reflection(
        id=ReflectionId(name or f"reflection-{activity}-{prompt}"),
        activities=(ActivityId(activity),),
        body=" ".join(["word"] * words),
        prompt=prompt,
        visibility=Visibility.PRIVATE if private else Visibility.REVIEWER,
        written=_day(written),
    )


def goal(name: str = "g", **given: Any) -> Goal:
    return Goal(id=GoalId(name), title=name, **given)


def signed(name: str, on: str | None = None) -> SignOff:
    return SignOff(name=name, signed=_day(on))


def waived(rule: str, activity: str = "", **given: Any) -> Grant:
    """Return a waiver that has acted since 2024-01-01."""
    return granted("waiver", rule, activity=activity, **given)


def adjusted(rule: str, amount: int | Fraction, **given: Any) -> Grant:
    return granted("adjustment", rule, amount=amount, **given)


def substituted(activity: str, floor: str, **given: Any) -> Grant:
    return granted("substitution", floor, activity=activity, **given)


def granted(
    kind: str, rule: str, *, name: str = "g", on: str = "2024-01-01", expires: str | None = None, **given: Any
) -> Grant:
    return Grant(
        id=GrantId(name),
        kind=GrantKind(kind),
        rule=RuleId(rule),
        authority="board",
        reason="Leave.",
        granted=date.fromisoformat(on),
        expires=_day(expires),
        **given,
    )


def carried(amount: str, **given: Any) -> CarriedCredit:
    return CarriedCredit(Fraction(amount), **given)


def plan(start: str | None = None, end: str | None = None, started: str | None = None) -> Plan:
    """Return a plan whose period ends the day before `end`."""
    first, after = _day(start), _day(end)
    period = Period(first, after) if first is not None and after is not None else None
    return Plan(id=PlanId("plan"), period=period, started=_day(started))


def record_of(*activities: Activity, facts: Mapping[str, Any] | None = None, **parts: Any) -> Portfolio:
    educator = Educator(id=EducatorId("e1"), facts=Facts(dict(facts or {})))
    return Portfolio(educator=educator, activities=activities, **parts)


def judge(
    policy: str | Policy,
    *activities: Activity,
    as_of: date | str = AS_OF,
    known_at: str | None = None,
    kinds: Iterable[RuleKind] = (),
    **parts: Any,
) -> Statement:
    """Return the statement, after `verify` has found nothing in it."""
    read = policy_from(policy) if isinstance(policy, str) else policy
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    found = evaluate(read, record_of(*activities, **parts), as_of=day, known_at=_day(known_at), kinds=kinds)
    assert verify(found) == ()
    return found


def line_of(statement: Statement, name: str = "a", part: str = "") -> Line:
    """Return the one line of an activity, or of one part of it."""
    (found,) = (line for line in statement.lines if line.activity == name and line.part == part)
    return found


def counted(statement: Statement) -> dict[str, Fraction]:
    """Return what counts of each activity, its parts together."""
    found: dict[str, Fraction] = {}
    for line in statement.lines:
        found[line.activity] = found.get(line.activity, Fraction(0)) + line.counted
    return found


def reasons(statement: Statement, name: str = "a", part: str = "") -> list[str]:
    return [step.reason.value for step in line_of(statement, name, part).steps]


def need(statement: Statement, key: str) -> Requirement:
    """Return a requirement by its key: the rule's id, with `@year` where it holds in each year."""
    (found,) = (one for one in statement.requirements if one.key == key)
    return found


def earned(award: str, activity: Activity, **parts: Any) -> Fraction:
    """Return what one activity counts by one award (a TOML inline table without braces)."""
    return judge(f"awards = [{{ {award} }}]\n", activity, **parts).total


def of(amount: str, unit: str = "credit") -> Quantity:
    return parse_quantity(f"{amount} {unit}")
