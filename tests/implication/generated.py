"""Random policies of the flow fragment, some far apart and some close to each other."""

from fractions import Fraction
from random import Random
from typing import TypeVar

from attrs import evolve

from plpcore.policy import Policy, Rules
from tests.implication.support import AWARD, policy, total

TAGS = ("x", "y", "z")
KINDS = ("reading", "workshop")
_ONE = Fraction(1)
T = TypeVar("T")


def some_pair(seed: int) -> tuple[Policy, Policy]:
    """Return two policies; the second is often the first with some numbers changed."""
    random = Random(seed)  # noqa: S311 - a test, not a secret
    first = some_policy(random, "first")
    return first, changed(random, first) if random.random() < 0.6 else some_policy(random, "second")


def some_policy(random: Random, name: str) -> Policy:
    """Return a policy with floors, caps, sharing and awards of a few numbers."""
    head = random.choice(("", "", 'sharing = "split"\n', "sharing = 2\n"))
    parts = [_award(random), total(random.randint(0, 8))]
    tags = random.sample(TAGS, random.randint(0, 3))
    for place, tag in enumerate(tags):
        nests = place == 1 and "2" not in head and random.random() < 0.3
        parts.append(_floor(random, tag, within=tags[0] if nests else ""))
    parts += [_cap(random, kind) for kind in random.sample(KINDS, random.choice((0, 0, 1, 1, 2)))]
    return policy(name, *parts, head=head)


def _award(random: Random) -> str:
    choice, rate = random.random(), random.choice(("0.5", "2"))
    if choice < 0.7:
        return AWARD
    if choice < 0.85:
        return AWARD + f"credit = {rate}\n"
    reading = AWARD.replace('"hours"', '"reading"') + f'when = {{ kind = "reading" }}\ncredit = {rate}\n'
    return reading + AWARD + "otherwise = true\n"


def _floor(random: Random, tag: str, within: str) -> str:
    of_kind = ', kind = "workshop"' if random.random() < 0.25 else ""
    least = f"at_least = {random.randint(1, 4)}"
    if not within and random.random() < 0.15:
        least = f'share = "{random.choice((25, 50))}%"'
    nested = f'within = "{within}"\n' if within else ""
    return f'[[floors]]\nid = "{tag}"\ncite = "x"\nwhen = {{ tags = {{ has = "{tag}" }}{of_kind} }}\n{least}\n{nested}'


def _cap(random: Random, kind: str) -> str:
    when = f'kind = "{kind}"' if random.random() < 0.75 else 'tags = { has = "x" }'
    return f'[[caps]]\nid = "cap-{kind}"\ncite = "x"\nwhen = {{ {when} }}\nat_most = {random.randint(0, 4)}\n'


def changed(random: Random, one: Policy) -> Policy:
    """Return a policy like another with some numbers changed, or a cap left out."""

    def near(amount: Fraction | None) -> Fraction | None:
        return None if amount is None else max(amount + random.choice((-1, 0, 0, 1)), Fraction(0))

    rules = one.rules
    floors = tuple(evolve(floor, at_least=near(floor.at_least)) for floor in rules.floors or ())
    caps = tuple(evolve(cap, at_most=near(cap.at_most)) for cap in rules.caps or ())
    caps = caps[:-1] if random.random() < 0.15 else caps
    required = None if rules.total is None else evolve(rules.total, amount=near(rules.total.amount))
    return evolve(one, id="second", rules=evolve(rules, floors=floors, caps=caps, total=required))


def loosened(random: Random, one: Policy) -> Policy:
    """Return a policy of which one number asks for less: a minimum that is lower, or a cap that is higher."""
    rules = one.rules
    choices = [_with_total(rules)]
    for place, floor in enumerate(rules.floors or ()):
        if floor.at_least is not None:
            lower = evolve(floor, at_least=floor.at_least - min(floor.at_least, _ONE))
            choices.append(evolve(rules, floors=_replaced(rules.floors or (), place, lower)))
    for place, cap in enumerate(rules.caps or ()):
        if cap.at_most is not None:
            choices.append(evolve(rules, caps=_replaced(rules.caps or (), place, evolve(cap, at_most=cap.at_most + 1))))
    return evolve(one, id="looser", rules=random.choice(choices))


def _with_total(rules: Rules) -> Rules:
    if rules.total is None or rules.total.amount is None:
        return rules
    return evolve(rules, total=evolve(rules.total, amount=rules.total.amount - min(rules.total.amount, _ONE)))


def _replaced(several: tuple[T, ...], place: int, one: T) -> tuple[T, ...]:
    return (*several[:place], one, *several[place + 1 :])
