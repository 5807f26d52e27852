"""Nested minima: what each category demands beyond those inside it, and what may rise from it."""

from attrs import frozen


@frozen
class Nesting:
    """The tree of categories, reduced to what flow and cut need.

    Attributes:
        parents: The enclosing category of each, or -1. Empty when no category encloses another.
        leaf_up: All categories, each before the one that encloses it. Empty when `parents` is.
        own: What each demands beyond what is demanded inside it.
        room: How much may rise from each to the category that encloses it; None: any amount.
    """

    parents: tuple[int, ...]
    leaf_up: tuple[int, ...]
    own: tuple[int, ...]
    room: tuple[int | None, ...]


def nest(demands: tuple[int, ...], parents: tuple[int, ...], category_caps: tuple[int | None, ...]) -> Nesting:
    """Return the reduced tree.

    What fills a category fills those around it too, so an outer minimum demands only what the inner ones leave open.
    A category's cap must hold all that its subtree demands; the rest of it is what may rise further.

    Raises:
        ValueError: The parents go in a circle, or a cap is below what the category demands.
    """
    leaf_up = tuple(sorted(range(len(parents)), key=lambda j: -depth_of(j, parents)))
    inside = [0] * len(demands)
    own = list(demands)
    for j in leaf_up:
        own[j] = max(0, demands[j] - inside[j])
        if parents[j] >= 0:
            inside[parents[j]] += own[j] + inside[j]
    room = tuple(_room(j, cap, own[j] + inside[j]) for j, cap in enumerate(category_caps or (None,) * len(demands)))
    return Nesting(parents, leaf_up, tuple(own), room)


def depth_of(category: int, parents: tuple[int, ...]) -> int:
    """Return how many categories enclose `category`.

    Raises:
        ValueError: The parents go in a circle.
    """
    return len(path_up(category, parents)) - 1


def path_up(category: int, parents: tuple[int, ...]) -> list[int]:
    """Return `category` and all that enclose it, inner first.

    Raises:
        ValueError: The parents go in a circle.
    """
    path = [category]
    while parents[path[-1]] >= 0:
        path.append(parents[path[-1]])
        if len(path) > len(parents):
            raise ValueError(f"$.parents[{category}]: the categories enclose each other in a circle; break it")
    return path


def service_order(priority: tuple[int, ...], parents: tuple[int, ...]) -> tuple[int, ...]:
    """Return the order in which the categories are served.

    It is `priority`, except that what a category encloses is served before it: hours inside count for both.
    """
    if not parents:
        return priority
    place = {j: i for i, j in enumerate(priority)}

    def turn(j: int) -> tuple[int, int, int]:
        path = path_up(j, parents)
        return min(place[i] for i in path), -len(path), place[j]

    return tuple(sorted(priority, key=turn))


def _room(category: int, cap: int | None, demanded: int) -> int | None:
    if cap is None:
        return None
    if cap < demanded:
        raise ValueError(
            f"$.category_caps[{category}]: {cap} is less than the {demanded} demanded there; raise it or ask less"
        )
    return cap - demanded
