"""Rule kinds: rules that a host brings as code. The language keeps their tables; the statement shows what they say."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias, cast

from attrs import field, fields, frozen, has

from plpcore.errors import InputError, PlpError, PolicyError, RuleKindError, one_line
from plpcore.evaluation._reasons import Reason
from plpcore.evaluation._statement import Answer
from plpcore.ids import check_id
from plpcore.model import Activity, Portfolio
from plpcore.period import Period
from plpcore.policy import CustomRule, FactValue, Record, Rules

_MOST_CREDIT = 10**9


@frozen
class RuleInput:
    """What the answer of a rule kind may look at.

    Attributes:
        facts: The educator's facts, with the policy's defaults.
        activities: The activities that were known, in order of date and id.
        cycle: The educator's cycle; None: unknown.
        as_of: The date judged.
        portfolio: The whole record. The order of what it holds means nothing.
    """

    facts: Mapping[str, FactValue]
    activities: tuple[Activity, ...]
    cycle: Period | None
    as_of: date
    portfolio: Portfolio


@frozen
class Earned:
    """One activity, or one part of it, with the credit that it earns before a rule kind looks at it.

    Attributes:
        activity: The activity as it was claimed.
        part: The category of this part, where an award splits its credit; empty: the whole activity.
        day: The day that places it in the order of evaluation; None: unknown, which comes first.
        credit: The credit, exact, in the policy's unit; never below 0.
    """

    activity: Activity
    part: str
    day: date | None
    credit: Fraction


@frozen
class EarnedColumns:
    """What `Earned` says of the activities of many educators, as columns of one length.

    The rows of one educator stand together, in the order in which `RuleKind.rows` is given them.
    """

    educator: tuple[str, ...]
    activity: tuple[str, ...]
    part: tuple[str, ...]
    kind: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    day: tuple[date | None, ...]
    credit: tuple[Fraction, ...]


AnswerFunction: TypeAlias = Callable[[Any, RuleInput], Mapping[str, FactValue]]
RowFunction: TypeAlias = Callable[[Any, tuple[Earned, ...]], Sequence[Fraction]]
ColumnFunction: TypeAlias = Callable[[Any, EarnedColumns], Sequence[Fraction]]


@frozen
class RuleKind:
    """A kind of rule that a host brings. It answers questions, sets credits, or does both.

    Attributes:
        name: The word that policies write as `kind`.
        spec: The frozen attrs class of the rule's table; its fields are declared with `plpcore.policy.key`.
        answer: A pure function from the table and the record to named values, which the statement shows.
        opaque: Whether proofs must leave it out and explanations mark it; a kind of code is, unless it says otherwise.
        rows: A pure function from the table and the educator's activities that count, in order of date and id, to
            their new credits, one for each, exact and not below 0, in the policy's unit.
        audit: The same as `rows` for many educators at once. Nothing calls it yet but `plpcore.testing`, which
            compares the two; an audit by columns will.
        strategy: A function that returns a Hypothesis strategy of tables, for tests. The core never calls it.
        brought_by: The distribution that brings it, with its version; the loader of plugins fills it in.

    Raises:
        PolicyError: When a kind is made that could never work: no name, a table that is not frozen or not declared
            with `key`, no function at all, or a form for audits without `rows`.
    """

    name: str
    spec: type[Any]
    answer: AnswerFunction | None = None
    opaque: bool = True
    rows: RowFunction | None = field(default=None, kw_only=True)
    audit: ColumnFunction | None = field(default=None, kw_only=True)
    strategy: Callable[[], Any] | None = field(default=None, kw_only=True)
    brought_by: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Refuse a kind that could never work, where its author sees it at once."""
        where = f"rule kind {self.name!r}"
        try:
            check_id(self.name, where)
        except InputError as error:
            raise PolicyError(error.where, error.what, error.mend) from None
        _check_spec(self.spec, where)
        if self.answer is None and self.rows is None:
            raise PolicyError(where, "it brings neither 'answer' nor 'rows'", "give it one of them")
        if self.audit is not None and self.rows is None:
            raise PolicyError(where, "it brings 'audit' without 'rows'", "bring the row function that it agrees with")

    @property
    def reason(self) -> Reason:
        """Return the reason of the steps by which it sets credits."""
        return Reason.HOST_RULE_OPAQUE if self.opaque else Reason.HOST_RULE


def _check_spec(spec: object, where: str) -> None:
    # A class that attrs froze has the one method that refuses; any other could be changed by the code it is given to.
    if not (isinstance(spec, type) and has(spec) and spec.__setattr__ is Earned.__setattr__):
        raise PolicyError(where, "its spec is no frozen attrs class", "write @attrs.frozen above it")
    loose = next((one.name for one in fields(spec) if not {"shape", "inline"} & set(one.metadata)), None)
    if loose is not None:
        raise PolicyError(f"{where}, spec", f"the field '{loose}' has no shape", "declare it with plpcore.policy.key")


@frozen
class PreparedRule:
    """A host's rule with its table read."""

    rule: CustomRule
    kind: RuleKind
    spec: object

    def ask(self, given: RuleInput) -> Answer:
        """Return what the rule says of one record.

        Raises:
            RuleKindError: The kind's code raises, or returns something else than named values.
        """
        return Answer(self.rule.id, self.kind.opaque, self._values(self._call(self._answer, given)))

    def _answer(self, spec: object, given: RuleInput) -> dict[object, object]:
        """Copy what the code returns while its failures are still caught."""
        found: object = {} if self.kind.answer is None else self.kind.answer(spec, given)
        if not isinstance(found, Mapping):
            self.fail(f"answers with a {type(found).__name__}, not with a mapping of names to values")
        return dict(found)

    def _values(self, found: Mapping[object, object]) -> tuple[tuple[str, FactValue], ...]:
        pairs: list[tuple[str, FactValue]] = []
        for name, value in found.items():
            if not isinstance(name, str):
                self.fail(f"answers with a name that is a {type(name).__name__}, not text")
            if not _is_value(value):
                self.fail(f"answers '{name}' with a {type(value).__name__}, which is no value of a fact")
            pairs.append((name, cast("FactValue", value)))
        return tuple(sorted(pairs, key=lambda pair: pair[0]))

    def credits(self, given: tuple[Earned, ...]) -> tuple[Fraction, ...]:
        """Return the new credit of each activity, in the order given. Asked only of kinds that bring `rows`.

        Raises:
            RuleKindError: The kind's code raises, or returns something else than an amount for each.
        """
        found = self._call(cast("RowFunction", self.kind.rows), given)
        if not isinstance(found, tuple | list) or len(found) != len(given):
            much = f"{len(found)} amounts" if isinstance(found, tuple | list) else f"a {type(found).__name__}"
            self.fail(f"returns {much} for {len(given)} activities")
        for one, amount in zip(given, found, strict=True):
            if type(amount) is not Fraction or not 0 <= amount < _MOST_CREDIT:
                self.fail(f"gives '{one.activity.id}' {_fault(amount)}, not an exact amount (Fraction) from 0")
        return tuple(found)

    def _call(self, code: Callable[[Any, Any], Any], given: object) -> Any:  # noqa: ANN401 - whatever the code returns
        try:
            return code(self.spec, given)
        except (KeyboardInterrupt, RuleKindError):
            raise
        # It is not our code: even its exit must not end the host.
        except BaseException as error:
            raise self._error(f"raised {one_line(error)}") from error

    def _error(self, what: str) -> RuleKindError:
        return RuleKindError(self.rule.id, self.kind.name, self.kind.brought_by, what)

    def fail(self, what: str) -> NoReturn:
        """Refuse what the kind's code did, in a few words that follow the kind's name.

        Raises:
            RuleKindError: Always.
        """
        raise self._error(what)


def _is_value(value: object) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str | bool | Fraction | date) and not isinstance(value, datetime)


def _fault(amount: object) -> str:
    if type(amount) is not Fraction:
        return f"a {type(amount).__name__}"
    return "an amount below 0" if amount < 0 else "an amount of more than nine digits"


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
    return PreparedRule(rule, kind, _table(rule, kind, f"{where}.spec"))


def _table(rule: CustomRule, kind: RuleKind, where: str) -> object:
    try:
        return Record(kind.spec).read(json.loads(rule.spec), where)
    except PlpError:
        raise
    except Exception as error:
        what = f"raised {one_line(error)} when it was given its table"
        raise RuleKindError(rule.id, kind.name, kind.brought_by, what) from error
