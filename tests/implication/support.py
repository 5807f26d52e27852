"""Small policies for the tests of implication."""

from plpcore.policy import Policy, parse_policy

AWARD = '[[awards]]\nid = "hours"\ncite = "x"\nper = "hour"\n'
SPLIT = 'sharing = "split"\n'


def policy(name: str, *parts: str, head: str = "", unit: str = "") -> Policy:
    """Return a policy of these parts, under which an hour earns an hour unless a part says otherwise."""
    top = f'format = 1\nid = "{name}"\ntitle = "{name}"\n{head}[unit]\nname = "hour"\n{unit}'
    awards = "" if any("[[awards]]" in part for part in parts) else AWARD
    return parse_policy(top + awards + "".join(parts))


def total(amount: object) -> str:
    """Return the required total."""
    return f'[total]\nid = "total"\ncite = "x"\namount = {amount}\n'


def floor(name: str, amount: object, more: str = "") -> str:
    """Return a floor of the activities with a tag of that name."""
    when = f'when = {{ tags = {{ has = "{name}" }} }}'
    return f'[[floors]]\nid = "{name}"\ncite = "x"\n{when}\nat_least = {amount}\n{more}\n'


def cap(name: str, amount: object, more: str = "") -> str:
    """Return a cap of the activities of a kind of that name."""
    return f'[[caps]]\nid = "cap-{name}"\ncite = "x"\nwhen = {{ kind = "{name}" }}\nat_most = {amount}\n{more}\n'


def condition(name: str, test: str) -> str:
    """Return a condition."""
    return f'[[conditions]]\nid = "{name}"\ncite = "x"\n{test}\n'
