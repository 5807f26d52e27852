"""Random policies of the flow fragment, and random ledgers, for sampling."""

from random import Random

from plpcore.policy import Policy
from tests.implication.support import AWARD, policy, total

TAGS = ("x", "y", "z")
KINDS = ("reading", "workshop")
NUMBERS = (0, 1, 2, 3, 4)


def some_policy(random: Random, name: str) -> Policy:
    """Return a policy with floors, caps, sharing and awards of a few numbers."""
    head = random.choice(("", "", 'sharing = "split"\n', "sharing = 2\n"))
    parts = [_award(random), total(random.randint(0, 8))]
    tags = random.sample(TAGS, random.randint(0, 3))
    nested = not head or head.endswith('"split"\n')
    for place, tag in enumerate(tags):
        within = f'within = "{tags[0]}"\n' if place == 1 and nested and random.random() < 0.3 else ""
        parts.append(_floor(tag, random.choice(NUMBERS[1:]), within, random))
    options = []
    for kind in random.sample(KINDS, random.choice((0, 0, 1, 1, 2))):
        extra = "\nwhen_other = 0" if False else ""
        parts.append(_cap(kind, random.choice(NUMBERS), random) + extra)
    return policy(name, *parts, *options, head=head)


def _award(random: Random) -> str:
    choice = random.random()
    if choice < 0.7:
        return AWARD
    rate = random.choice(("0.5", "2"))
    if choice < 0.85:
        return AWARD + f"credit = {rate}\n"
    return (
        f'[[awards]]\nid = "reading"\ncite = "x"\nwhen = {{ kind = "reading" }}\nper = "hour"\ncredit = {rate}\n'
        '[[awards]]\nid = "rest"\ncite = "x"\notherwise = true\nper = "hour"\n'
    )


def _floor(tag: str, amount: int, within: str, random: Random) -> str:
    when = random.choice(
        (f'{{ tags = {{ has = "{tag}" }} }}',) * 3 + (f'{{ tags = {{ has = "{tag}" }}, kind = "workshop" }}',)
    )
    least = f"at_least = {amount}"
    if not within and random.random() < 0.15:
        least = f'share = "{random.choice((25, 50))}%"'
    return f'[[floors]]\nid = "{tag}"\ncite = "x"\nwhen = {when}\n{least}\n{within}\n'


def _cap(kind: str, amount: int, random: Random) -> str:
    when = random.choice((f'{{ kind = "{kind}" }}',) * 3 + ('{ tags = { has = "x" } }',))
    return f'[[caps]]\nid = "cap-{kind}"\ncite = "x"\nwhen = {when}\nat_most = {amount}\n'


def changed(random: Random, one: Policy, name: str) -> Policy:
    """Return a policy like another with some numbers changed, so that the two are close."""
    from attrs import evolve

    rules = one.rules
    floors = tuple(
        evolve(floor, at_least=floor.at_least + random.choice((-1, 0, 0, 1)))
        if floor.at_least is not None and floor.at_least >= 1
        else floor
        for floor in rules.floors or ()
    )
    caps = tuple(evolve(cap, at_most=max(cap.at_most + random.choice((-1, 0, 0, 1)), 0)) for cap in rules.caps or ())
    amount = rules.total.amount if rules.total is not None and rules.total.amount is not None else 0
    required = evolve(rules.total, amount=max(amount + random.choice((-1, 0, 0, 1)), 0 * amount))
    sharing = random.choice((rules.sharing, rules.sharing, 0 if not rules.floors else rules.sharing))
    drop = random.random()
    if drop < 0.15 and caps:
        caps = caps[:-1]
    return evolve(one, id=name, rules=evolve(rules, floors=floors, caps=caps, total=required, sharing=sharing))
