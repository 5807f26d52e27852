"""Run the rows of a specification through the engine, and say in text what the statement says."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve

from plpcore.evaluation import Line, Statement, evaluate, portfolio_of, run_examples, verify
from plpcore.ids import ReviewId
from plpcore.model import Alignment, CarriedCredit, Portfolio, Review, ReviewDecision, ReviewPurpose, Visibility
from plpcore.policy import Example, Policy, policy_of
from plpcore.quantity import format_amount
from tests.spec.model import AS_OF, Did, Row, Spec

HEAD: dict[str, Any] = {"id": "draft", "title": "A draft", "unit": {"name": "hour"}}
"""What the page explains once, and no block repeats."""

NOTHING = "–"
_OURS = ("aligned",)


def read(text: str) -> dict[str, Any]:
    """Return the plain data of a block of the page, with the head where the block has none."""
    return HEAD | tomllib.loads(text, parse_float=Decimal)


def policy_with(spec: Spec) -> Policy:
    """Return the policy of a specification, with its rows as worked examples, so that their facts are typed."""
    data = read(spec.policy)
    rows = [_example(f"row-{index}", row) for index, row in enumerate(spec.rows)]
    return policy_of(data | {"example": [*data.get("example", ()), *rows]})


def _example(name: str, row: Row) -> dict[str, Any]:
    given = {name: held for name, held in row.given.items() if name != "denied_goals"}
    if "cycle" in given:
        given["cycle"] = dict(zip(("from", "until"), given["cycle"], strict=True))
    if isinstance(given.get("carried_in"), dict):
        given["carried_in"] = given["carried_in"]["amount"]
    activities = [_plain(one) for one in row.activities]
    return {"id": name, "as_of": AS_OF, "activities": activities, "expect": {}} | given


def _plain(one: Did) -> Did:
    """Leave out what a worked example has no word for."""
    found = {name: held for name, held in one.items() if name not in _OURS}
    reflections = [{k: v for k, v in each.items() if k != "private"} for each in one.get("reflections", ())]
    return found | ({"reflections": reflections} if reflections else {})


def statement_of(spec: Spec, row: Row, policy: Policy) -> Statement:
    """Return what the engine says of a row; `verify` has found nothing in it."""
    example = next(one for one in policy.examples if one.id == f"row-{spec.rows.index(row)}")
    found = evaluate(policy, _record(example, row), as_of=example.as_of, known_at=example.known_at, kinds=spec.kinds)
    assert verify(found) == ()
    return found


def _record(example: Example, row: Row) -> Portfolio:
    record = portfolio_of(example)
    private = {
        f"{activity.id}-reflection-{index}"
        for activity, one in zip(record.activities, row.activities, strict=True)
        for index, each in enumerate(one.get("reflections", ()))
        if each.get("private")
    }
    carried = row.given.get("carried_in")
    return evolve(
        record,
        activities=tuple(
            evolve(activity, alignments=(Alignment(framework=one["aligned"], item="1"),) if "aligned" in one else ())
            for activity, one in zip(record.activities, row.activities, strict=True)
        ),
        reflections=tuple(
            evolve(one, visibility=Visibility.PRIVATE if one.id in private else Visibility.REVIEWER)
            for one in record.reflections
        ),
        reviews=(*record.reviews, *(_denial(goal) for goal in row.given.get("denied_goals", ()))),
        carried_in=(CarriedCredit(**carried),) if isinstance(carried, dict) else record.carried_in,
    )


def _denial(goal: str) -> Review:
    denied = ReviewDecision.DENIED
    return Review(id=ReviewId(f"no-{goal}"), subject=goal, purpose=ReviewPurpose.GOAL, decision=denied, reason="no")


def shown(value: object) -> str:
    """Return a value of a statement or a fact as a cell of a table shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return format_amount(value)
    if isinstance(value, tuple | list):
        return ", ".join(map(shown, value)) or NOTHING
    return value.isoformat() if isinstance(value, date) else str(value) or NOTHING


def _by_line(statement: Statement, say: Callable[[Line], str]) -> str:
    """Return what is said of the only activity, or of each with its name."""
    if len(statement.lines) == 1:
        return say(statement.lines[0])
    named = ((f"{line.activity} ({line.part})" if line.part else line.activity, say(line)) for line in statement.lines)
    return "; ".join(f"{name}: {said}" for name, said in named)


def _steps(line: Line) -> str:
    return ", ".join(f"{one.reason.value} {shown(Fraction(one.after, line.scale))}" for one in line.steps)


def _pairs(pairs: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name} {shown(value)}" for name, value in pairs) or NOTHING


def _floors(statement: Statement) -> str:
    floors = (one for one in statement.requirements if one.id != "total")
    return ", ".join(f"{one.key} {shown(one.credited)} of {shown(one.needed)}" for one in floors) or NOTHING


def _answers(statement: Statement) -> str:
    found = []
    for answer in statement.answers:
        said = ", ".join(f"{name} = {shown(value)}" for name, value in answer.values)
        found.append(f"{answer.rule}: " + (said or f"not known ({', '.join(answer.missing)})"))
    return "; ".join(found) or NOTHING


COLUMNS: dict[str, tuple[str, Callable[[Statement], str]]] = {
    "edition": ("edition", lambda s: shown(s.edition)),
    "period": ("cycle", lambda s: NOTHING if s.cycle is None else f"{s.cycle.start} to {s.cycle.last_day}"),
    "required": ("required", lambda s: shown(s.required)),
    "required_steps": (
        "how",
        lambda s: ", ".join(f"{one.reason.value} {shown(one.after)}" for one in s.required_steps),
    ),
    "credited": ("counted", lambda s: _by_line(s, lambda line: shown(line.counted))),
    "earned": ("earned", lambda s: _by_line(s, lambda line: shown(line.earned))),
    "reason": ("because", lambda s: _by_line(s, lambda line: line.steps[-1].reason.value)),
    "steps": ("step by step", lambda s: _by_line(s, _steps)),
    "status": ("status", lambda s: _by_line(s, lambda line: line.status.value)),
    "placed": ("fills", lambda s: _by_line(s, lambda line: _pairs(line.placed))),
    "total": ("total", lambda s: shown(s.total)),
    "floors": ("requirements", _floors),
    "outcome": ("outcome", lambda s: s.outcome.value),
    "alternative": ("way", lambda s: shown(s.alternative)),
    "deemed": ("satisfied by", lambda s: shown(s.deemed_by)),
    "short": ("short", lambda s: shown(s.short)),
    "unsigned": ("unsigned", lambda s: shown(s.fix.unsigned)),
    "missing": ("not known", lambda s: shown(s.missing)),
    "carried_out": ("carried on", lambda s: shown(s.carried_out)),
    "answers": ("answers", _answers),
    "keep_until": ("kept until", lambda s: NOTHING if s.keep_until is None else shown(s.keep_until)),
    "unit": ("unit", lambda s: f"{s.unit}, {s.units}"),
    "citations": ("citations", lambda s: "; ".join(f"{one.name}: {one.cite}" for one in s.citations)),
    "options": (
        "options",
        lambda s: ", ".join(f"{one.name}: {one.value}" for one in s.options if one.stated) or NOTHING,
    ),
}
"""What a row may say of a statement: the heading of its column, and how the statement says it."""


def differences(spec: Spec, row: Row, policy: Policy) -> list[str]:
    """Return what a row says otherwise than the engine, one line each."""
    says = dict(row.says)
    examples = says.pop("examples", None)
    statement = statement_of(spec, row, policy)
    found = [(COLUMNS[name][0], wanted, COLUMNS[name][1](statement)) for name, wanted in says.items()]
    if examples is not None:
        found.append(("examples", examples, _examples(policy, spec)))
    return [f"{name}: the row says {wanted!r}, the engine {said!r}" for name, wanted, said in found if wanted != said]


def _examples(policy: Policy, spec: Spec) -> str:
    own = [one for one in run_examples(policy, spec.kinds) if not one.id.startswith("row-")]
    return "; ".join(f"{one.id}: " + ("passed" if one.passed else ", ".join(one.differences)) for one in own)
