from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from plpcore.evaluation import Reason, RequiredStep, Statement, Step
from plpcore.report import REASONS, ArgumentType, catalogue, render_text
from plpcore.report._voice import Value, as_told
from tests.report.cases import statements

TYPES: dict[ArgumentType, tuple[type, ...]] = {
    ArgumentType.CREDIT: (Fraction, str),
    ArgumentType.NUMBER: (Fraction, int),
    ArgumentType.SHARE: (Fraction,),
    ArgumentType.DAY: (date,),
    ArgumentType.TEXTS: (tuple,),
    ArgumentType.FACTS: (tuple,),
    ArgumentType.RULES: (tuple,),
}


def steps(statement: Statement) -> Iterator[Step | RequiredStep]:
    yield from statement.required_steps
    for line in statement.lines:
        yield from line.steps


def given(reason: Reason) -> list[dict[str, Value]]:
    """Return what the evaluation gives with a reason, in the statements of all cases."""
    found = [step for statement in statements().values() for step in steps(statement) if step.reason is reason]
    return [as_told(reason, dict(step.arguments)) for step in found]


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_gives_the_arguments_that_its_message_may_name(reason: Reason) -> None:
    signature = REASONS[reason]
    told = given(reason)
    assert told, "no case shows this reason"
    for arguments in told:
        assert set(arguments) <= {*signature.always, *signature.sometimes}
        for name in signature.always:
            assert arguments[name] not in (None, "", ())


@pytest.mark.parametrize("reason", list(Reason))
def test_each_argument_has_the_type_that_its_signature_says(reason: Reason) -> None:
    for arguments in given(reason):
        for name, value in arguments.items():
            of = REASONS[reason].type_of(name)
            assert of is not None
            assert value is None or isinstance(value, TYPES.get(of, (str,)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", list(statements()))
def test_no_sentence_lacks_an_argument(name: str, language: str) -> None:
    text = render_text(statements()[name], catalogue(language), detail="tree")
    assert "?" not in text
    assert "None" not in text
