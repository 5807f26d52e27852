"""Numbers made stricter: where a tightening finds its number, which way is stricter, and which of several holds."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from plpcore.errors import PolicyError
from plpcore.policy._awards import Award, Rule
from plpcore.policy._conditions import AttendanceTest, Condition, EvidenceTest, PanelTest, ReflectionTest, WithinTest
from plpcore.policy._layers import Tighten
from plpcore.policy._predicates import EDUCATOR_WHEN, Predicate
from plpcore.policy._requirements import Block, Cap, CarryOver, Deemed, Floor, Total
from plpcore.policy._time import Retention
from plpcore.policy._toml import toml_value
from plpcore.quantity import format_amount

_DOWN = frozenset({"at_most", "days"})
_NUMBERS: dict[type, tuple[str, ...]] = {
    Total: ("amount",),
    Award: ("least",),
    Floor: ("at_least", "share"),
    Block: ("at_least",),
    Cap: ("at_most", "share"),
    CarryOver: ("at_most",),
    Deemed: ("count",),
    Retention: ("years",),
    EvidenceTest: ("at_least",),
    ReflectionTest: ("at_least", "words"),
    PanelTest: ("approvals",),
    WithinTest: ("days",),
    AttendanceTest: ("share", "at_least"),
}
"""The minima and maxima of each rule and test. Another number of that name, such as a cycle's years, is neither."""
_REMOVE = "leave it out, or add a rule"
_NAMED = "name one that it has"


@frozen
class Slot:
    """A number of a rule.

    Attributes:
        key: The key in the rule, such as `at_most`, `reflection.words` or `rows[1].amount`.
        held: What it is now; None: no limit.
        put: Makes the rule with another number.
        is_whole: Whether only whole numbers fit.
    """

    key: str
    held: Fraction | None
    put: Callable[[Fraction], Rule]
    is_whole: bool


def goes_down(rule: Rule, word: str) -> bool:
    """Return whether a smaller number is the stricter one: of maxima and of days; else the larger one is."""
    return word in _DOWN or (word == "share" and isinstance(rule, Cap))


def slot_of(rule: Rule, one: Tighten) -> Slot | None:
    """Return the number of a rule that a tightening names; None: the rule states no such number."""
    if one.when is not None:
        return _slot_of_row(rule, one.when) if isinstance(rule, Total) and one.word == "amount" else None
    if isinstance(rule, Condition):
        inner = getattr(rule, rule.test)
        return _slot(inner, one.word, lambda changed: evolve(rule, **{rule.test: changed}), f"{rule.test}.")
    if isinstance(rule, CarryOver) and one.word == "at_most" and rule.at_most is None:
        return Slot("at_most", None, lambda number: evolve(rule, at_most=number), is_whole=False)
    return _slot(rule, one.word, lambda changed: changed)


def _slot(
    holder: Any,  # noqa: ANN401 - a rule, or a test of one
    word: str,
    wrap: Callable[[Any], Rule],
    prefix: str = "",
) -> Slot | None:
    held = getattr(holder, word) if word in _NUMBERS.get(type(holder), ()) else None
    if held is None:
        return None
    is_whole = isinstance(held, int)

    def put(number: Fraction) -> Rule:
        return wrap(evolve(holder, **{word: int(number) if is_whole else number}))

    return Slot(prefix + word, Fraction(held), put, is_whole)


def _slot_of_row(rule: Total, when: Predicate) -> Slot | None:
    """A row is known by what it asks: editions may state the same rows in another order. The first such row decides."""
    place = next((index for index, row in enumerate(rule.rows) if row.when == when), None)
    if place is None:
        return None
    found = rule.rows[place]

    def put(number: Fraction) -> Rule:
        return evolve(rule, rows=tuple(evolve(row, amount=number) if row is found else row for row in rule.rows))

    return Slot(f"rows[{place}].amount", found.amount, put, is_whole=False)


def check_tightening(one: Tighten, rules: Sequence[Rule], where: str) -> None:
    """Refuse a tightening that finds no such number, or that is stricter than none of those that it finds.

    Raises:
        PolicyError: With the place of the number, what the upper policy says, and which way would be stricter.
    """
    place = f"{where}.{one.word}"
    if all(getattr(rule, "waived", False) for rule in rules):
        raise PolicyError(f"{where}.rule", f"the rule '{one.rule}' is waived, so that nothing is tightened", _REMOVE)
    found = [(rule, slot) for rule in rules if (slot := slot_of(rule, one)) is not None]
    if not found:
        raise PolicyError(*_nowhere(one, rules, where))
    if any(slot.is_whole for _, slot in found) and one.number.denominator != 1:
        raise PolicyError(place, "only a whole number fits here", "write a whole number")
    if not any(_is_stricter(one, rule, slot) for rule, slot in found):
        raise PolicyError(place, *_looser(one, found))


def _nowhere(one: Tighten, rules: Sequence[Rule], where: str) -> tuple[str, str, str]:
    rows = {_shown(row.when): None for rule in rules if isinstance(rule, Total) for row in rule.rows}
    if one.word != "amount" or not rows:
        at_row = " in a row" if one.when is not None else ""
        return f"{where}.{one.word}", f"the rule '{one.rule}' has no {one.word} to tighten{at_row}", _NAMED
    if one.when is None:
        return f"{where}.amount", f"the rule '{one.rule}' says its amounts in rows", f"name one: {' or '.join(rows)}"
    return f"{where}.when", f"no row of '{one.rule}' asks this", f"write it as it stands there: {' or '.join(rows)}"


def _shown(when: Predicate) -> str:
    return f"when = {toml_value(EDUCATOR_WHEN.write(when))}"


def _looser(one: Tighten, found: Sequence[tuple[Rule, Slot]]) -> tuple[str, str]:
    said = " and ".join(sorted({format_amount(slot.held) for _, slot in found if slot.held is not None}))
    way = "smaller" if goes_down(found[0][0], one.word) else "larger"
    what = f"the upper policy says {said}, and {format_amount(one.number)} is not stricter"
    return what, f"write a {way} number; to loosen, the upper policy must allow an exception"


def _is_stricter(one: Tighten, rule: Rule, slot: Slot) -> bool:
    if slot.held is None:
        return True
    return one.number < slot.held if goes_down(rule, one.word) else one.number > slot.held


def tightened(rule: Rule, tightenings: Iterable[Tighten]) -> Rule:
    """Return a rule with its numbers made as strict as the strictest tightening of each says, whatever their order.

    The citation names the texts of both policies; the title is that of the tightening, where it has one, since the
    upper policy's may name the looser number.
    """
    found, cites, title = rule, [], rule.title
    for ones in _strictest(rule, [one for one in tightenings if one.rule == rule.id]):
        slot = slot_of(found, ones[0])
        if slot is not None and _is_stricter(ones[0], rule, slot):
            found = slot.put(ones[0].number)
            cites += [one.cite for one in ones]
            title = next((one.title for one in ones if one.title), title)
    return evolve(found, cite="; ".join(dict.fromkeys((rule.cite, *cites))), title=title) if cites else rule


def _strictest(rule: Rule, ones: Iterable[Tighten]) -> list[list[Tighten]]:
    """Return the strictest tightenings of each number: one, or several that say the same, in the order of their ids."""

    def strictness(one: Tighten) -> tuple[Fraction, str]:
        return (one.number if goes_down(rule, one.word) else -one.number), one.id

    best: dict[tuple[str, str], list[Tighten]] = {}
    for one in sorted(ones, key=strictness):
        held = best.setdefault((one.word, "" if one.when is None else _shown(one.when)), [])
        if not held or held[0].number == one.number:
            held.append(one)
    return [best[place] for place in sorted(best)]
