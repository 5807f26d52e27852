"""A layer laid over the policy that it extends: one ordinary policy, and for each number the document that set it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, fields, frozen

from plpcore.errors import InputError, InputErrors, PolicyError, TooManyCasesError
from plpcore.policy._award_ids import with_awards
from plpcore.policy._awards import Rule
from plpcore.policy._checks import twice
from plpcore.policy._documents import digest_of, policy_data, policy_of
from plpcore.policy._except import for_whom, narrowed, refuse_otherwise, replacement
from plpcore.policy._facts import Declarations
from plpcore.policy._layers import Layer, RuleException
from plpcore.policy._places import own_place
from plpcore.policy._policy import Policy
from plpcore.policy._predicates import ALWAYS, Predicate
from plpcore.policy._records import Record
from plpcore.policy._resolved import ResolvedPolicy
from plpcore.policy._rules import MissingFact, Rules, every_rule
from plpcore.policy._scalars import shown
from plpcore.policy._shapes import gathered, nearest
from plpcore.policy._tighten import check_tightening, tightened
from plpcore.policy._witness import witness

_LAYER = Record(Layer)

Change = Callable[[Rules], Rules]


def resolve(layer: Layer, upper: Policy | ResolvedPolicy, name: str = "") -> ResolvedPolicy:
    """Return the policy that a layer and the policy above it make together.

    Tightenings of one number hold together as the tightest of them, in whatever order they stand. Where several
    editions or alternatives restate a rule, each is changed where the layer is stricter than it.

    Args:
        layer: The document that extends.
        upper: What it extends.
        name: The layer's name for error messages, such as its file; empty: places begin with `$`.

    Raises:
        InputErrors: With one line for everything that is wrong: another upper policy than was meant, a rule that it
            does not have, a number that would be looser, an exception that it does not allow, two exceptions that
            could both hold (with the facts of such an educator), names that stand twice.
    """
    above = upper if isinstance(upper, ResolvedPolicy) else ResolvedPolicy(upper)
    problems: list[InputError] = []
    with gathered(problems):
        return _resolved(layer, above)
    raise InputErrors(PolicyError(f"{name}: {one.where}", one.what, one.mend) if name else one for one in problems)


def _resolved(layer: Layer, above: ResolvedPolicy) -> ResolvedPolicy:
    upper = above.policy
    _same_upper(layer, above)
    facts = _joined(upper.facts, layer.facts, "facts")
    activity_facts = _joined(upper.activity_facts, layer.activity_facts, "activity_facts")
    typed = _LAYER.resolve(layer, "$", Declarations(dict(facts), dict(activity_facts)))
    found = evolve(
        upper,
        id=typed.id,
        title=typed.title,
        jurisdiction=typed.jurisdiction or upper.jurisdiction,
        description=typed.description or upper.description,
        notice=" ".join(filter(None, (typed.notice, upper.notice))),
        sources=(*upper.sources, *typed.sources),
        facts=facts,
        activity_facts=activity_facts,
        examples=typed.examples,
    )
    problems: list[InputError] = []
    for change in (_tighten, _close, _except, _add):
        with gathered(problems):
            found = change(typed, upper, found)
    problems += _ids(typed, upper)
    if problems:
        raise InputErrors(problems)
    # Read again as any policy is: what only the whole can show is refused, and what is written equals what is read.
    with gathered(problems):
        return ResolvedPolicy(policy_of(policy_data(found)), typed, above)
    raise InputErrors(_placed(error, typed, found, upper) for error in problems)


def _placed(error: InputError, layer: Layer, found: Policy, upper: Policy) -> PolicyError:
    """Name the place that the author wrote; what the upper policy says is wrong only together with the layer."""
    own = own_place(layer, found, error.where)
    if own is not None:
        return PolicyError(own, error.what, error.mend)
    return PolicyError("$.extends", f"in what '{upper.id}' says at {error.where}: {error.what}", error.mend)


def _ids(layer: Layer, upper: Policy) -> Iterator[PolicyError]:
    """An id of the upper policy is free where an exception takes the place of its rule for everybody."""
    replaced = {one.rule for one in layer.exceptions if one.applies == ALWAYS}
    above = {rule.id for _, rules in upper.parts for _, rule in every_rule(rules)} - replaced
    yield from twice((*(("$", name) for name in sorted(above)), *_own_ids(layer)))


def _own_ids(layer: Layer) -> Iterator[tuple[str, str]]:
    for place, rules in (
        ("$.add", layer.add),
        *((f"$.exception[{i}]", e.rules) for i, e in enumerate(layer.exceptions)),
    ):
        for name, held in _sections(rules):
            several = isinstance(held, tuple)
            for index, rule in enumerate(held if several else (held,)):
                if isinstance(rule, Rule):
                    yield f"{place}.{name}{f'[{index}]' if several else ''}.id", rule.id


def _same_upper(layer: Layer, above: ResolvedPolicy) -> None:
    upper = above.policy
    if layer.id in above.documents:
        raise PolicyError("$.id", f"a policy that it extends has the id '{layer.id}' too", "give it an id of its own")
    if layer.extends_digest and layer.extends_digest != digest_of(upper):
        what = f"the policy '{upper.id}' has another identity than the one that is extended here"
        raise PolicyError("$.extends_digest", what, f"read what changed there, then write {digest_of(upper)}")


def _joined(above: tuple[tuple[str, Any], ...], own: tuple[tuple[str, Any], ...], table: str) -> Any:  # noqa: ANN401
    known = dict(above)
    for fact, _ in own:
        if fact in known:
            raise PolicyError(f"$.{table}.{fact}", "the upper policy declares this fact already", "leave it out")
    return tuple(sorted((known | dict(own)).items()))


def changed(policy: Policy, change: Change) -> Policy:
    """Return the policy with a change made to the rules of the whole, of each edition and of each alternative."""
    return evolve(
        policy,
        rules=change(policy.rules),
        editions=tuple(evolve(one, rules=change(one.rules)) for one in policy.editions),
        alternatives=tuple(evolve(one, rules=change(one.rules)) for one in policy.alternatives),
    )


def each_rule(rules: Rules, change: Callable[[Rule], tuple[Rule, ...]]) -> Rules:
    """Return the rules with each replaced by what `change` makes of it; a section of one rule takes the first."""
    found: dict[str, Any] = {}
    for attribute in fields(Rules):
        held = getattr(rules, attribute.name)
        if isinstance(held, tuple):
            found[attribute.name] = tuple(new for rule in held for new in change(rule))
        elif isinstance(held, Rule):
            found[attribute.name] = change(held)[0]
    return evolve(rules, **found)


def _rules_named(policy: Policy, name: str, where: str) -> tuple[tuple[str, Rule], ...]:
    """Return every rule of an id with its section, wherever it is restated."""
    every = [pair for _, rules in policy.parts for pair in every_rule(rules)]
    found = tuple((section, rule) for section, rule in every if rule.id == name)
    if not found:
        mend = nearest(name, sorted({rule.id for _, rule in every}))
        raise PolicyError(where, f"the upper policy has no rule {shown(name)}", mend)
    return found


def _tighten(layer: Layer, upper: Policy, found: Policy) -> Policy:
    places = [f"$.tighten[{index}]" for index in range(len(layer.tighten))]
    named = [(f"{place}.id", one.id) for place, one in zip(places, layer.tighten, strict=True)]
    problems: list[InputError] = list(twice(named))
    replaced = {one.rule for one in layer.exceptions if one.applies == ALWAYS}
    for where, one in zip(places, layer.tighten, strict=True):
        with gathered(problems):
            if one.rule in replaced:
                what = f"an exception takes the place of '{one.rule}' for everybody"
                raise PolicyError(f"{where}.rule", what, "write the number in the rule that holds instead")
            check_tightening(one, [rule for _, rule in _rules_named(upper, one.rule, f"{where}.rule")], where)
    if problems:
        raise InputErrors(problems)
    return changed(found, lambda rules: each_rule(rules, lambda rule: (tightened(rule, layer.tighten),)))


def _close(layer: Layer, upper: Policy, found: Policy) -> Policy:
    """Close rules to the exceptions of documents below; those of this document are allowed by the upper policy."""
    problems: list[InputError] = []
    for index, name in enumerate(layer.closed):
        with gathered(problems):
            where = f"$.closed[{index}]"
            if not any(rule.exceptions for _, rule in _rules_named(upper, name, where)):
                raise PolicyError(where, f"'{name}' allows no exceptions anyway", "leave it out")
    if problems:
        raise InputErrors(problems)
    closed = set(layer.closed)
    return changed(
        found,
        lambda rules: each_rule(
            rules, lambda rule: (evolve(rule, exceptions=rule.exceptions and rule.id not in closed),)
        ),
    )


def _except(layer: Layer, upper: Policy, found: Policy) -> Policy:
    problems: list[InputError] = []
    for index, one in enumerate(layer.exceptions):
        with gathered(problems):
            _allowed(one, upper, found.declarations, f"$.exception[{index}]")
    with gathered(problems):
        _apart(layer, upper, found.declarations)
    if problems:
        raise InputErrors(problems)
    by_rule: dict[str, list[RuleException]] = {}
    for one in layer.exceptions:
        by_rule.setdefault(one.rule, []).append(one)
    # In whatever order they stand, the policy is the same: no two of them are for one educator.
    by_rule = {name: sorted(ones, key=lambda one: one.instead.id) for name, ones in by_rule.items()}
    awards = _awards_instead(by_rule)
    return changed(found, lambda rules: each_rule(rules, lambda rule: _excepted(with_awards(rule, awards), by_rule)))


def _awards_instead(by_rule: Mapping[str, list[RuleException]]) -> dict[str, tuple[str, ...]]:
    """What the upper policy says about an award it says about those that hold instead, too."""
    found: dict[str, tuple[str, ...]] = {}
    for name, ones in by_rule.items():
        if ones[0].section == "awards":
            left = () if any(one.applies == ALWAYS for one in ones) else (name,)
            found[name] = (*left, *(one.instead.id for one in ones))
    return found


def _excepted(rule: Rule, by_rule: Mapping[str, list[RuleException]]) -> tuple[Rule, ...]:
    found = by_rule.get(rule.id)
    if not found:
        return (rule,)
    left = narrowed(rule, [one.applies for one in found])
    return (*(() if left is None else (left,)), *(replacement(one.instead, rule, one.applies) for one in found))


def _allowed(one: RuleException, upper: Policy, declared: Declarations, where: str) -> None:
    found = _rules_named(upper, one.rule, f"{where}.rule")
    for section, rule in found:
        if not rule.exceptions:
            mend = f"ask who rules there; its rule allows them with exceptions = true, and '{one.rule}' does not"
            raise PolicyError(f"{where}.rule", f"'{upper.id}' allows no exception to this rule", mend)
        if section != one.section:
            what = f"'{one.rule}' stands in {section}, and what holds instead in {one.section}"
            raise PolicyError(where, what, f"write it in {section}")
        refuse_otherwise(rule, one.instead, one.applies, where)
        narrowed(rule, [one.applies], where)
    search = _Search(declared, _missing(upper))
    if not any(search.who(one.applies, *for_whom(rule)) for _, rule in found):
        what = f"'{one.rule}' is for nobody for whom this exception is, or another exception is for them already"
        raise PolicyError(f"{where}.applies", what, "compare it with the rule (plp policy show)")


def _apart(layer: Layer, upper: Policy, declared: Declarations) -> None:
    """Refuse two exceptions to one rule that could hold for one educator: nobody could say which does."""
    pairs = [
        (place, later, one, other)
        for later, other in enumerate(layer.exceptions)
        for place, one in enumerate(layer.exceptions[:later])
        if one.rule == other.rule
    ]
    search = _Search(declared, _missing(upper))
    for place, later, one, other in pairs:
        both = search.who(one.applies, other.applies)
        if both:
            what = f"exceptions {place + 1} and {later + 1} could both hold instead of '{one.rule}': {both}"
            raise PolicyError(f"$.exception[{later}].applies", what, "let their applies exclude each other")


@frozen
class _Search:
    """A search for educators for whom predicates hold together."""

    declared: Declarations
    missing: MissingFact

    def who(self, *predicates: Predicate) -> str:
        """Return words for such an educator; empty: there is none."""
        try:
            found = witness(self.declared, educator=predicates, missing=self.missing)
        except TooManyCasesError:
            return "nobody can tell for whom"
        if found is None:
            return ""
        told = ", ".join(f"{name.removeprefix('educator.')} = {_told(value)}" for name, value in sorted(found.items()))
        return f"for an educator with {told}" if told else "for every educator"


def _missing(policy: Policy) -> MissingFact:
    """Where any edition takes a missing fact as a no, a comparison and its opposite may both fail."""
    stated = {rules.options.missing for _, rules in policy.parts if rules.options is not None}
    return MissingFact.DOES_NOT_HOLD if MissingFact.DOES_NOT_HOLD in stated else MissingFact.UNDETERMINED


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


_FIXED = "leave it out: it is no rule that could be tightened, and only who rules above changes it"


def _add(layer: Layer, upper: Policy, found: Policy) -> Policy:
    problems: list[InputError] = []
    for name, held in _sections(layer.add):
        if not isinstance(held, tuple) and any(getattr(rules, name) is not None for _, rules in upper.parts):
            what = f"the upper policy states {name} already"
            mend = "tighten it, or make an exception where it allows one" if isinstance(held, Rule) else _FIXED
            problems.append(PolicyError(f"$.add.{name}", what, mend))
    problems += _excusing(layer.add)
    if problems:
        raise InputErrors(problems)
    base = _with_added(found.rules, layer.add, restated=False)
    return evolve(changed(found, lambda rules: _with_added(rules, layer.add, restated=True)), rules=base)


def _excusing(added: Rules) -> Iterator[PolicyError]:
    """What can do nothing but ask for less is no addition: only who rules above may allow it."""
    what = "this can only ask for less than the upper policy does"
    mend = "make an exception where it allows one, or grant it to single educators"
    for index, _ in enumerate(added.deemed or ()):
        yield PolicyError(f"$.add.deemed[{index}]", what, mend)
    for index, one in enumerate(added.adjustments or ()):
        if one.add is None:
            yield PolicyError(f"$.add.adjustments[{index}]", what, mend)


def _sections(rules: Rules) -> Iterator[tuple[str, Any]]:
    for attribute in fields(Rules):
        held = getattr(rules, attribute.name)
        if held is not None:
            yield attribute.name, held


def _with_added(rules: Rules, added: Rules, *, restated: bool) -> Rules:
    """Add to what is stated; an edition that restates a section hides the rules beneath, so it is given them too."""
    found: dict[str, Any] = {}
    for name, held in _sections(added):
        before = getattr(rules, name)
        if isinstance(held, tuple) and (before is not None or not restated):
            found[name] = (*(before or ()), *held)
        elif not restated:
            found[name] = held
    return evolve(rules, **found)
