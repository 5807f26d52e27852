"""Small changes of a document, more often to ask for less: there the true implications live."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.implication.wide_policies import Draw, Table

_RULES = ("conditions", "caps", "floors", "blocks", "adjustments", "deemed", "sign_offs", "awards")
_SINGLE = ("total", "carry_over", "window", "sharing", "options", "calendar", "cycle")


def changed(draw: Draw, one: Table) -> Table:
    """Return a document like another, changed in one place or two, more often to ask for less."""
    found = deepcopy(one)
    found["id"] = "q"
    changes = _LOOSER if draw.is_so(0.55) else _ANY
    for _ in range(draw.pick((1, 1, 1, 2, 3))):
        draw.pick(changes)(draw, found)
    return tidied(found)


def _lower(draw: Draw, found: Table) -> None:
    """Ask for one less, or let one more count."""
    places = [(table, key) for table, key in _numbers(found) if key in _STEPS]
    if places:
        table, key = draw.pick(places)
        table[key] = max(0, table[key] + _STEPS[key])


def _fewer(draw: Draw, found: Table) -> None:
    """Leave out what only takes."""
    names = [name for name in ("conditions", "caps", "floors", "blocks", "sign_offs") if found.get(name)]
    if names:
        section = found[draw.pick(names)]
        section.pop(draw.random.randrange(len(section)))


def _number(draw: Draw, found: Table) -> None:
    places = list(_numbers(found))
    if places:
        table, key = draw.pick(places)
        table[key] = max(0, table[key] + draw.pick((-1, 1)))


def _dropped(draw: Draw, found: Table) -> None:
    names = [name for name in (*_RULES[:-1], *_SINGLE) if found.get(name)]
    if names:
        name = draw.pick(names)
        if isinstance(found[name], list) and len(found[name]) > 1:
            found[name].pop(draw.random.randrange(len(found[name])))
        else:
            del found[name]


def _wider(draw: Draw, found: Table) -> None:
    several = [one for name in _RULES for one in found.get(name, ()) if one.get("when")]
    if several:
        one = draw.pick(several)
        joined = {"any": [one["when"], draw.about()]} if draw.is_so(0.6) else {"all": [one["when"], draw.about()]}
        one["when"] = joined


def _other(draw: Draw, found: Table) -> None:
    drawn = draw.policy()
    names = [name for name in drawn if name in (*_RULES, *_SINGLE, "unit", "alternatives")]
    if names:
        name = draw.pick(names)
        if name in _RULES and name != "awards" and found.get(name) and draw.is_so(0.5):
            found[name] += drawn[name][:1]
        else:
            found[name] = drawn[name]


def _mixed(draw: Draw, found: Table) -> None:
    """Say a rule in part as another rule of its kind does: one key more, less or otherwise."""
    drawn = draw.rules()
    pairs = [
        (one, other)
        for name in (*_RULES, "carry_over", "window", "cycle", "options")
        for one in _several(found.get(name))
        for other in _several(drawn.get(name))
    ]
    if pairs:
        one, other = draw.pick(pairs)
        keys = sorted(set(one) | set(other) - {"id", "cite"})
        for key in draw.random.sample(keys, min(len(keys), draw.whole(1, 2))):
            if key in other:
                one[key] = other[key]
            elif key not in {"id", "cite"}:
                del one[key]


def _several(section: Any) -> list[Table]:
    return section if isinstance(section, list) else [section] if isinstance(section, dict) else []


def _numbers(found: Any) -> Iterator[tuple[Table, str]]:
    if isinstance(found, list):
        for one in found:
            yield from _numbers(one)
    elif isinstance(found, dict):
        for key, held in found.items():
            if key in {"facts", "activity_facts"}:
                continue
            if isinstance(held, int) and not isinstance(held, bool):
                yield found, key
            else:
                yield from _numbers(held)


_STEPS = {"amount": -1, "at_least": -1, "words": -1, "count": -1, "at_most": 1}
_LOOSER = (_lower, _lower, _fewer)
_ANY = (_number, _number, _dropped, _dropped, _wider, _other, _mixed, _mixed)


def tidied(found: Table) -> Table:
    """Return the document without what another part needed that is gone."""
    names = {one["id"] for one in found.get("floors", ())}
    for one in found.get("floors", ()):
        if one.get("within") not in names:
            one.pop("within", None)
    return found
