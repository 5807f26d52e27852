"""What a case asks, answered by `evaluate`, and the answer held against what the case expects."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, fields

from plpcore.evaluation import Outcome, Requirement, Statement, evaluate
from plpcore.ids import EducatorId, PlanId
from plpcore.model import Educator, Facts, Plan, Portfolio
from plpcore.period import Period
from plpcore.policy import policy_of
from tests.corpus.kinds import KINDS
from tests.corpus.neutral import Json, WordError, is_day, is_number, listed, number, stated
from tests.corpus.places import EDITION
from tests.corpus.translate import Translated, is_tangled, translate

ALL_DAYS = date(9999, 12, 31)
"""Cases judge no day: whatever was completed counts."""

_KINDS = {kind.name: kind for kind in KINDS}
_TABLES = frozenset({"credited", "floors", "got", "missing"})
_SETS = frozenset({"due_topics"})


def answer(given: Json) -> Json:
    """Return what the product answers to a case's input.

    Raises:
        WordError: When the case cannot be read.
        PlpError: When the product refuses it.
    """
    given = stated(given)
    ask = given["ask"]
    if ask in _ASKS:
        return _ASKS[ask](given)
    if ask in _KINDS:
        return _by_kind(given)
    raise WordError(f"unknown ask {ask!r}")


def judged(case: Translated) -> Statement:
    """Return the statement on a translated case."""
    return evaluate(policy_of(case.policy), case.portfolio, as_of=ALL_DAYS, known_at=case.known_at)


def case_of(given: Json) -> Translated:
    """Return the translation of a case that asks `evaluate`, raises as `answer` does."""
    return translate(_untangled(stated(given)))


def _evaluated(given: Json) -> Json:
    case = case_of(given)
    found = judged(case)
    missing = _missing(found)
    weakest = _weakest(found)
    short = Fraction(0) if found.deemed_by else max(Fraction(0), found.required - found.total)
    return {
        "required": found.required,
        "credited": _credited(found),
        "total": found.total,
        "shortfall": short,
        "floors": {one.name: one.needed for one in weakest},
        "got": {one.name: one.credited for one in weakest},
        "missing": missing,
        "missing_total": sum(missing.values()),
        "met": found.is_met,
        "deemed": bool(found.deemed_by),
        "carry_out": found.carried_out,
        "options_met": [index for index, way in enumerate(found.alternatives) if way.outcome is Outcome.MET],
        "applicable": found.outcome is not Outcome.NOT_APPLICABLE and not _lacks_edition(found, case),
    }


def _untangled(given: Json) -> Json:
    """Return the case with the edition that decides laid in, where a policy cannot say editions and alternatives."""
    policy = given.get("policy", {})
    if not is_tangled(policy):
        return given
    dates = [{word: one[word] for word in EDITION if word in one} for one in policy["versions"]]
    bare = {**given, "policy": {"version_by": policy["version_by"], "versions": dates}}
    edition = judged(translate(bare)).edition
    if not edition:
        return bare
    layer = policy["versions"][int(edition.rpartition(" ")[2])]
    rest = {
        word: held for word, held in {**policy, **layer}.items() if word not in {*EDITION, "version_by", "versions"}
    }
    return {**given, "policy": rest}


def _lacks_edition(found: Statement, case: Translated) -> bool:
    return "editions" in case.policy and not found.edition


def _credited(found: Statement) -> dict[str, Fraction]:
    credited: dict[str, Fraction] = {}
    for line in found.lines:
        credited[line.activity] = credited.get(line.activity, Fraction(0)) + line.counted
    return credited


def _weakest(found: Statement) -> list[Requirement]:
    """Return each floor once: of its years, the one with the least credit."""
    floors: dict[str, Requirement] = {}
    for one in found.requirements:
        rule = one.id.partition("@")[0]
        if one.kind != "total" and (rule not in floors or one.credited < floors[rule].credited):
            floors[rule] = one
    return list(floors.values())


def _missing(found: Statement) -> dict[str, Fraction]:
    lacking: dict[str, Fraction] = dict.fromkeys(found.fix.unsigned, Fraction(1))
    if not found.deemed_by:
        lacking |= {one.name: one.short for one in _weakest(found) if one.short}
    return lacking


def _measured(given: Json) -> Json:
    row = {name: given[name] for name in ("minutes", "segments") if name in given}
    policy = {"award": [{"per": "minute"}]} | given["policy"]
    return {"credit": judged(translate({"policy": policy, "activities": [row]})).total}


def _period(given: Json) -> Json:
    anchor = {"day_after": "previous_completed", "fixed": ""}.get(given["policy"]["period"]["anchor"], "issued")
    person = dict(given.get("person", {}))
    if anchor:
        person[anchor] = _day_of(given, anchor)
    cycle = judged(translate({**given, "person": person})).cycle
    return {} if cycle is None else {"start": cycle.start, "end": cycle.last_day}


def _kept(given: Json) -> Json:
    """Evidence is kept for a time after the last day of the cycle, or after another day that the case names."""
    case = translate(given)
    day = date.fromisoformat(_day_of(given, given["policy"]["retention"]["after"]))
    plan = Plan(PlanId("p"), period=Period.through(day, day))
    return {"keep_until": judged(evolve(case, portfolio=evolve(case.portfolio, plan=plan))).keep_until}


def _day_of(given: Json, name: str) -> str:
    """Return the date of that name; a case that holds one date only means that one, whatever it is called."""
    held = {**given, **given.get("person", {})}
    days = [value for value in held.values() if is_day(value)]
    if name not in held and len(days) != 1:
        raise WordError(f"the date {name} is missing")
    return str(held[name] if name in held else days[0])


def _step(given: Json) -> Json:
    found = judged(translate(given)).answers
    return {"required": dict(found[0].values)["amount"]}


def _deadline(given: Json) -> Json:
    found = judged(translate(given)).answers
    return dict(found[0].values) if found else {}


_ASKS: dict[str, Callable[[Json], Json]] = {
    "evaluate": _evaluated,
    "measure": _measured,
    "period": _period,
    "retention": _kept,
    "step_table": _step,
    "deadline": _deadline,
}


def _by_kind(given: Json) -> Json:
    """The rule's own fields are its table in the policy, and all else is what is known of the educator."""
    kind = _KINDS[given["ask"]]
    of_rule = {attribute.name for attribute in fields(kind.spec)}
    spec = {name: _number_or(value) for name, value in given.items() if name in of_rule}
    facts = {name: _fact(value) for name, value in given.items() if name not in of_rule | {"ask", "policy"}}
    rule = {"id": "rule", "cite": "the case", "kind": kind.name, "spec": spec}
    policy = policy_of({"id": "case", "title": "case", "unit": {"name": "credit"}, "rules": [rule]})
    portfolio = Portfolio(Educator(EducatorId("e"), Facts(facts)))
    return dict(evaluate(policy, portfolio, as_of=ALL_DAYS, kinds=(kind,)).answers[0].values)


def _number_or(value: Any) -> Any:
    """A whole number may be a text; a rule's own field then is that number."""
    return int(value) if isinstance(value, str) and is_number(value) and number(value).denominator == 1 else value


def _fact(value: Any) -> Any:
    return tuple(str(one) for one in listed(value)) if isinstance(value, list) else value


# ------------------------------------------------------------------------------------------------------- comparison


def differences(expected: Json, got: Json) -> list[str]:
    """Return one line for each expected key whose answer is another; what a case does not say is not compared."""
    return [
        f"{name}: expected {shown(value)}, got {shown(got.get(name))}"
        for name, value in expected.items()
        if not _agrees(name, plain(value), plain(got.get(name)))
    ]


def _agrees(name: str, expected: Any, got: Any) -> bool:
    if name in _TABLES and isinstance(expected, dict) and expected:
        silent = 0 if name == "missing" else None
        return isinstance(got, dict) and all(got.get(word, silent) == value for word, value in expected.items())
    if name in _SETS and isinstance(expected, list) and isinstance(got, list):
        # A table of topics has no order, so neither have the topics that it gives.
        return sorted(map(shown, expected)) == sorted(map(shown, got))
    return type(expected) is type(got) and bool(expected == got)


def plain(value: Any) -> Any:
    """Return a value in the one form that answers are compared in: exact numbers, texts, flags, lists, tables."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return number(value) if is_number(value) else value


def shown(value: Any) -> str:
    """Return a value for a message."""
    found = plain(value)
    if isinstance(found, dict):
        return "{" + ", ".join(f"{name}: {shown(inner)}" for name, inner in found.items()) + "}"
    return f"[{', '.join(shown(inner) for inner in found)}]" if isinstance(found, list) else str(found)
