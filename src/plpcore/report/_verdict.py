"""The first lines of a statement: the verdict, and what it is about."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from plpcore.evaluation import Outcome, Statement, Status
from plpcore.report._voice import Voice


def verdict_of(statement: Statement, voice: Voice) -> str:
    """Return the sentence that follows the outcome's word."""
    return "; ".join(_clauses(statement, voice)) + "."


def _clauses(statement: Statement, voice: Voice) -> Iterable[str]:
    match statement.outcome:
        case Outcome.NOT_APPLICABLE:
            yield voice.say("verdict-no-edition")
            return
        case Outcome.UNDETERMINED:
            yield _unknown(statement, voice)
        case _:
            pass
    if statement.deemed_by:
        yield voice.say("verdict-deemed", rule=voice.rule(statement.deemed_by))
    elif statement.required or (statement.requirements and statement.outcome is not Outcome.UNDETERMINED):
        yield _credit(statement, voice)
    yield from _lacks(statement, voice)


def asks_credit(statement: Statement) -> bool:
    """Return whether the policy asks for credit, or some counts anyway; one may ask for sign-offs alone."""
    return statement.certificate is not None or bool(statement.total)


def _unknown(statement: Statement, voice: Voice) -> str:
    if not statement.missing:
        return voice.say("verdict-open")
    return voice.say("verdict-unknown", facts=statement.missing)


def _credit(statement: Statement, voice: Voice) -> str:
    if not asks_credit(statement):
        return voice.say("verdict-no-credit")
    if not statement.required:
        return voice.say("verdict-no-total", total=statement.total)
    return voice.say("verdict-counts", total=statement.total, required=statement.required)


def _lacks(statement: Statement, voice: Voice) -> Iterable[str]:
    fix = statement.fix
    if statement.outcome is Outcome.MET_IF_APPROVED:
        count = sum(1 for line in statement.lines if line.status is Status.PENDING)
        yield voice.say("verdict-pending", count=Fraction(count))
    elif fix.amount:
        yield voice.say("verdict-more", amount=fix.amount)
    if fix.distinct and statement.outcome is not Outcome.MET_IF_APPROVED:
        yield voice.say("verdict-distinct", count=Fraction(len(fix.distinct)))
    if fix.unsigned:
        yield voice.say("verdict-unsigned", count=Fraction(len(fix.unsigned)))


def head_of(statement: Statement, voice: Voice, extends: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the lines that say which policy, educator, days and cycle the statement is about.

    Args:
        statement: The statement.
        voice: Tells it.
        extends: The ids of the policies that its policy extends, the lowest authority first.
    """
    way, upper = voice.rule(statement.alternative), ", ".join(extends)
    lines = [
        voice.say("policy", policy=statement.policy, upper=upper, edition=statement.edition, way=way),
        voice.say("judged", educator=statement.educator, as_of=statement.as_of, known_at=statement.known_at),
    ]
    if statement.cycle is not None:
        first, last = statement.cycle.start, statement.cycle.last_day
        lines.append(voice.say("cycle", **{"from": first, "to": last}))
    return tuple(f"{line}." for line in lines)
