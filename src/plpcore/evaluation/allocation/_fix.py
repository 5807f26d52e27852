"""The least fix: all that further hours must bring."""

from collections.abc import Collection, Iterable, Sequence
from math import prod

from plpcore.evaluation.allocation._bits import categories_of, joined
from plpcore.evaluation.allocation._cut import shortages, widened
from plpcore.evaluation.allocation._flow import blocked
from plpcore.evaluation.allocation._problem import Problem
from plpcore.evaluation.allocation._results import Violation
from plpcore.evaluation.allocation._shape import Shape

MOST_TOGETHER = 16
MOST_LISTED = 1 << 16


def least_fix(problem: Problem, *, offers: Collection[int] | None = None) -> tuple[Violation, ...]:
    """Return all that must be mended, and nothing that follows from the rest.

    Further quanta, each with its own mask and under no cap, meet every minimum if and only if, for each violation, at
    least `short` of them have a mask that meets `categories`. With sharing, a quantum counts there once for each
    category met, up to `problem.sharing` times; with sharing and nested minima, its mask also has all around it.

    Args:
        problem: The problem, with what is there already.
        offers: The masks that further quanta can have; None: any mask. Fewer masks make a shorter answer: sets that
            no offer joins are not listed together.

    Returns:
        The violations, fewer categories first; empty when nothing is short.

    Raises:
        ValueError: More than 16 categories hang together and are short, or more than 65,536 sets would be listed;
            give `offers`, or use `bottleneck`.
    """
    shape = problem.shape
    kept = {part: sets for part in shape.components if (sets := _kept(shape, part))}
    whole = (1 << len(problem.demands)) - 1
    clusters = joined([*kept, *([whole] if offers is None else offers)])
    found = []
    for cluster in clusters:
        inside = {part: sets for part, sets in kept.items() if part & cluster}
        shared_out = sum(part.bit_count() for part in inside) <= shape.sharing
        listed = [v for sets in inside.values() for v in sets] if shared_out else _together(list(inside.values()))
        # What an hour can fill all at once is short category by category.
        found += [v for v in listed if not 1 < v.categories.bit_count() <= shape.sharing]
    return tuple(sorted(found, key=lambda v: (v.categories.bit_count(), v.categories)))


def helps(violations: Iterable[Violation], mask: int) -> bool:
    """Return whether one more quantum with this mask, under no cap, lessens the shortage.

    It does if it meets every tight set. Violations that no other links, as happens when `least_fix` was given
    offers, are judged apart.
    """
    listed = list(violations)
    for cluster in joined(violation.categories for violation in listed):
        inside = [violation for violation in listed if violation.categories & cluster]
        most = max(violation.short for violation in inside)
        if all(mask & violation.categories for violation in inside if violation.short == most):
            return True
    return False


def _kept(shape: Shape, component: int) -> list[Violation]:
    """Return the sets of the component that are shorter than each set inside them."""
    if component.bit_count() > MOST_TOGETHER:
        if blocked(shape) & component:
            raise ValueError(f"more than {MOST_TOGETHER} categories hang together and are short; use bottleneck")
        return []
    categories = categories_of(component)
    kept = []
    most: list[int] = []
    for chosen, short in enumerate(shortages(shape, component)):
        inside = max((most[chosen ^ 1 << i] for i in categories_of(chosen)), default=0)
        most.append(max(short, inside))
        if short > inside:
            kept.append(Violation(widened(chosen, categories), short))
    return kept


def _together(parts: Sequence[Sequence[Violation]]) -> list[Violation]:
    """Return each choice of at most one set from each part, joined: one quantum may serve several parts."""
    if prod(1 + len(part) for part in parts) > MOST_LISTED:
        raise ValueError(f"more than {MOST_LISTED} sets are short; give the masks on offer, or use bottleneck")
    chosen = [Violation(0, 0)]
    for part in parts:
        chosen += [
            Violation(before.categories | added.categories, before.short + added.short)
            for before in chosen
            for added in part
        ]
    return chosen[1:]
