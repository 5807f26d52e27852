"""Rule kinds: rules that a host brings as code. The language keeps their tables; the statement shows their answers."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from plpcore.errors import PolicyError
from plpcore.evaluation._statement import Answer
from plpcore.model import Activity, Portfolio
from plpcore.period import Period
from plpcore.policy import CustomRule, FactValue, Record, Rules


@frozen
class RuleInput:
    """What a rule kind may look at.

    Attributes:
        facts: The educator's facts, with the policy's defaults.
        activities: The activities that were known, in order of date and id.
        cycle: The educator's cycle; None: unknown.
        as_of: The date judged.
    """

    facts: Mapping[str, FactValue]
    activities: tuple[Activity, ...]
    cycle: Period | None
    as_of: date
    portfolio: Portfolio


@frozen
class RuleKind:
    """A kind of rule that a host brings.

    Attributes:
        name: The word that policies write as `kind`.
        spec: The frozen attrs class of the rule's table; its fields are declared with `plpcore.policy.key`.
        answer: A pure function from the table and the record to named values.
        opaque: Whether proofs must leave it out and explanations mark it; a kind of code is, unless it says otherwise.
    """

    name: str
    spec: type[Any]
    answer: Callable[[Any, RuleInput], Mapping[str, FactValue]]
    opaque: bool = True


@frozen
class PreparedRule:
    """A host's rule with its table read."""

    rule: CustomRule
    kind: RuleKind
    spec: object

    def ask(self, given: RuleInput) -> Answer:
        """Return what the rule says of one record."""
        values = self.kind.answer(self.spec, given)
        return Answer(self.rule.id, self.kind.opaque, tuple(sorted(values.items())))


def prepare_rules(rules: Rules, kinds: Iterable[RuleKind]) -> tuple[PreparedRule, ...]:
    """Return the host's rules with their tables read.

    Raises:
        PolicyError: When nobody brought a rule's kind; the mend lists those that were brought.
        InputErrors: When a table is not what the kind reads.
    """
    known = {kind.name: kind for kind in kinds}
    return tuple(_prepared(index, rule, known) for index, rule in enumerate(rules.rules or ()))


def _prepared(index: int, rule: CustomRule, known: Mapping[str, RuleKind]) -> PreparedRule:
    where = f"$.rules[{index}]"
    kind = known.get(rule.kind)
    if kind is None:
        brought = ", ".join(sorted(known)) or "none"
        raise PolicyError(f"{where}.kind", f"nobody brought the rule kind '{rule.kind}'", f"brought are: {brought}")
    return PreparedRule(rule, kind, Record(kind.spec).read(json.loads(rule.spec), f"{where}.spec"))
