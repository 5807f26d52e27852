"""A search for facts that make predicates hold: it finds some, or proves that there are none."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, TypeAlias

from plpcore.errors import TooManyCasesError
from plpcore.policy._candidates import MINUTES, Fact, Group, candidates, members
from plpcore.policy._comparing import COMPARISONS
from plpcore.policy._facts import Declarations, FactValue
from plpcore.policy._needs import HOUR, MINUTE, Literal, Need, apart, asked, key_of, literals_of, needs_of, of_educator
from plpcore.policy._predicates import Compare, FactRef, Operator, Predicate, Some
from plpcore.policy._rules import MissingFact
from plpcore.policy._shapes import Scope

MAX_STEPS = 5_000
MAX_VARIABLES = 400

Answer: TypeAlias = "bool | None"
Variable: TypeAlias = str | tuple[str, str]
"""A fact (for a list: whether it is there at all), or a list of texts and a text that it may have."""

_IN_ORDER = Some(
    1,
    (
        Compare("started", Operator.GIVEN, value=False),
        Compare("completed", Operator.GIVEN, value=False),
        Compare("started", Operator.NOT_AFTER, FactRef("completed")),
    ),
)
"""No activity is completed before it is started."""


def witness(
    declared: Declarations,
    activity: Iterable[Predicate] = (),
    educator: Iterable[Predicate] = (),
    missing: MissingFact = MissingFact.UNDETERMINED,
) -> Mapping[str, FactValue] | None:
    """Return facts of one activity and one educator for which every predicate holds; None: there are no such facts.

    Every fact that is asked about is among them, by the names that predicates about an activity use: `kind`,
    `amount.hour`, `educator.fte`. One that is not among them must be missing from the record. An amount of clock time
    is given once, as `amount.minute` where only minutes are asked about. The same predicates give the same facts.

    Args:
        declared: The facts that the predicates may ask about.
        activity: Predicates about the activity.
        educator: Predicates about the educator, whose names stand there without `educator.`.
        missing: What a comparison says of a missing fact (see `Options`).

    Raises:
        TooManyCasesError: Neither facts nor a proof that there are none was found within the bounds of the search.
    """
    predicates = [*activity, *map(of_educator, educator)]
    names = {
        name for one in predicates for need in needs_of(one) for lit in literals_of(need) for name in asked(lit.compare)
    }
    if {"started", "completed"} <= names:
        predicates.append(_IN_ORDER)
    needs = list(chain.from_iterable(map(needs_of, predicates)))
    search = _Search(needs, declared, missing)
    return search.facts() if all(search.solve(part) for part in apart(needs)) else None


class _Search:
    """The values that are tried. Under those that are set, a need is true, false or still open (None)."""

    def __init__(self, needs: list[Need], declared: Declarations, missing: MissingFact) -> None:
        compares = [literal.compare for need in needs for literal in literals_of(need)]
        self._names = {name for one in compares for name in asked(one)}
        self._facts = {key_of(name): _fact(declared, key_of(name)) for name in sorted(self._names)}
        self._missing_is_no = missing is MissingFact.DOES_NOT_HOLD
        self._values: dict[Variable, Any] = {}
        self._domains: dict[Variable, tuple[Any, ...]] = {}
        self._alike: dict[tuple[str, str], str] = {}
        self._steps = 0
        for group in _groups(self._facts, compares):
            for fact in group.facts:
                self._prepare(fact, group)
        if len(self._domains) > MAX_VARIABLES:
            raise TooManyCasesError

    def _prepare(self, fact: Fact, group: Group) -> None:
        own = [one for one in group.compares if one.fact == fact.name]
        absent = (None,) if fact.may_be_absent else ()
        if not fact.is_list:
            values = candidates(fact, group)
            self._domains[fact.name] = (*(values if group.refers else _distinct(values, own)), *absent)
            return
        self._domains[fact.name] = (True, *absent)
        texts = members(fact, group)
        for text, alike in ({text: text for text in texts} if group.refers else _alike(texts, own)).items():
            self._alike[fact.name, text] = alike
            self._domains[fact.name, alike] = (False, True)

    def solve(self, needs: list[Need]) -> bool:
        """Set values so that all needs are true; return False where there are none."""
        return self._conflict(needs) is None

    def _conflict(self, needs: list[Need]) -> set[Variable] | None:
        """Set values so that all needs are true; else set none, and return variables whose values make one false."""
        still_open: list[Need] = []
        for need in needs:
            truth = self._truth(need)
            if truth is False:
                return self._set_for(need)
            if truth is None:
                still_open.append(need)
        return self._tried(self._open_literal(still_open[0]), still_open) if still_open else None

    def _tried(self, literal: Literal, needs: list[Need]) -> set[Variable] | None:
        variable = next(one for one in self._variables(literal.compare) if one not in self._values)
        blamed: set[Variable] = set()
        for value in self._in_order(variable, literal):
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise TooManyCasesError
            self._values[variable] = value
            conflict = self._conflict(needs)
            if conflict is None:
                return None
            del self._values[variable]
            if variable not in conflict:
                # Another value would not mend it, so there is no use in trying one.
                return conflict
            blamed |= conflict
        return blamed - {variable}

    def _set_for(self, need: Need) -> set[Variable]:
        return {one for lit in literals_of(need) for one in self._variables(lit.compare) if one in self._values}

    def facts(self) -> dict[str, FactValue]:
        """Return the values that are set; a fact on which nothing depends gets the first that is worth trying."""
        held = {name: self._values.get(name, self._domains[name][0]) for name in self._facts}
        found = {
            name: self._texts_of(name) if self._facts[name].is_list else value
            for name, value in held.items()
            if value is not None
        }
        if HOUR in found and HOUR not in self._names:
            found[MINUTE] = found.pop(HOUR) * MINUTES
        return found

    def _texts_of(self, name: str) -> tuple[str, ...]:
        has = [key[1] for key, held in self._values.items() if isinstance(key, tuple) and key[0] == name and held]
        return tuple(sorted(has))

    def _in_order(self, variable: Variable, literal: Literal) -> tuple[Any, ...]:
        """Return the values to try; a text that the literal wants in a list is put into it first."""
        wants = literal.wanted is not (literal.compare.operator is Operator.LACKS)
        return self._domains[variable][:: -1 if isinstance(variable, tuple) and wants else 1]

    def _truth(self, need: Need) -> Answer:
        if isinstance(need, Literal):
            return self._literal(need)
        truths = [self._truth(part) for part in need.parts]
        if truths.count(True) >= need.count:
            return True
        return None if truths.count(True) + truths.count(None) >= need.count else False

    def _open_literal(self, need: Need) -> Literal:
        while not isinstance(need, Literal):
            need = next(part for part in need.parts if self._truth(part) is None)
        return need

    def _variables(self, compare: Compare) -> Iterator[Variable]:
        """Yield the variables that a comparison depends on: whether a list is there before what is in it."""
        names = [key_of(name) for name in asked(compare)]
        yield from names
        if compare.operator is not Operator.GIVEN:
            texts = self._texts_asked(compare)
            yield from (
                (name, self._alike[name, text]) for name in names for text in texts if (name, text) in self._alike
            )

    def _texts_asked(self, compare: Compare) -> tuple[str, ...]:
        """Return the texts that a comparison with a list depends on."""
        if isinstance(compare.value, tuple):
            return compare.value
        names = asked(compare)
        return tuple(dict.fromkeys(text for name, text in self._alike if name in names))

    def _literal(self, literal: Literal) -> Answer:
        compare = literal.compare
        held = [self._values.get(key_of(name), Ellipsis) for name in asked(compare)]
        if compare.operator is Operator.GIVEN:
            return None if held[0] is Ellipsis else ((held[0] is not None) is compare.value) is literal.wanted
        if None in held:
            # What is missing makes neither a yes nor a no; only where it is taken as a no does the negation hold.
            return self._missing_is_no and not literal.wanted
        found = None if Ellipsis in held else self._compared(compare)
        return None if found is None else found is literal.wanted

    def _compared(self, compare: Compare) -> Answer:
        if self._facts[key_of(compare.fact)].is_list:
            return self._of_list(compare)
        held = self._held(compare.fact)
        if not isinstance(compare.value, FactRef):
            return COMPARISONS[compare.operator](held, compare.value)
        if compare.operator is Operator.ONE_OF:
            return self._has(compare.value.fact, held)
        return COMPARISONS[compare.operator](held, self._held(compare.value.fact))

    def _held(self, name: str) -> Any:  # noqa: ANN401 - the value of any fact
        held = self._values[key_of(name)]
        return held * MINUTES if name == MINUTE else held

    def _has(self, name: str, text: str) -> Answer:
        alike = self._alike.get((name, text))
        return False if alike is None else self._values.get((name, alike))

    def _of_list(self, compare: Compare) -> Answer:
        pairs = [(self._has(compare.fact, text), self._other(compare, text)) for text in self._texts_asked(compare)]
        if compare.operator is Operator.HAS_ALL:
            return _every(_either(own, _no(other)) for own, other in pairs)
        lacks = _every(_either(_no(own), _no(other)) for own, other in pairs)
        return lacks if compare.operator is Operator.LACKS else _no(lacks)

    def _other(self, compare: Compare, text: str) -> Answer:
        return self._has(compare.value.fact, text) if isinstance(compare.value, FactRef) else True


def _no(one: Answer) -> Answer:
    return None if one is None else not one


def _either(one: Answer, two: Answer) -> Answer:
    return True if one or two else None if None in (one, two) else False


def _every(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return False if False in found else None if None in found else True


def _fact(declared: Declarations, name: str) -> Fact:
    # A predicate about an activity whose award is known may ask about every fact that there is.
    return Fact(name, declared.spec_of(name, Scope.ACTIVITY, "$"))


def _groups(facts: Mapping[str, Fact], compares: Iterable[Compare]) -> Iterator[Group]:
    """Yield the facts in groups that are not compared with each other."""
    grouped = {name: {name} for name in facts}
    known = dict.fromkeys(map(_in_hours, compares))
    for compare in known:
        joined = set[str]().union(*(grouped[key_of(name)] for name in asked(compare)))
        grouped |= dict.fromkeys(joined, joined)
    for names in {min(group): group for group in grouped.values()}.values():
        own = [compare for compare in known if key_of(compare.fact) in names]
        yield Group(tuple(facts[name] for name in sorted(names)), tuple(own))


def _in_hours(compare: Compare) -> Compare:
    """Return a comparison with an amount of minutes in hours; one with another fact stays as it is."""
    if compare.fact == MINUTE and isinstance(compare.value, Fraction):
        return Compare(HOUR, compare.operator, compare.value / MINUTES)
    return compare


def _distinct(values: tuple[Any, ...], compares: list[Compare]) -> tuple[Any, ...]:
    """Return the first of all values for which every comparison with a constant comes out alike."""
    told = [one for one in compares if one.operator is not Operator.GIVEN]
    found: dict[tuple[bool, ...], Any] = {}
    for value in values:
        found.setdefault(tuple(COMPARISONS[one.operator](value, one.value) for one in told), value)
    return tuple(found.values())


def _alike(texts: tuple[str, ...], compares: list[Compare]) -> dict[str, str]:
    """Return for each text the first of those that the same comparisons name: a list needs only that one.

    Where a list must have all of several texts, each of them stands for itself.
    """
    found: dict[str, str] = {}
    first: dict[object, str] = {}
    for text in texts:
        naming = [one for one in compares if isinstance(one.value, tuple) and text in one.value]
        alone = any(one.operator is Operator.HAS_ALL for one in naming)
        if naming:
            found[text] = first.setdefault(text if alone else tuple(naming), text)
    return found
