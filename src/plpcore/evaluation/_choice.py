"""The question which credit the caps should take, where the order of time does not settle it."""

from attrs import frozen


@frozen
class Choice:
    """The question, in whole numbers, about rows or about groups of rows that are alike.

    Attributes:
        worth: What each row is worth at most.
        masks: The categories that each row may fill.
        limits: Rows with the most that they may count together.
        given: Credit beside the rows that fills categories and is never cut: the categories, the amount.
        needed: The minimum of each category.
        parents: The category that each is nested in; -1: none.
        required: What the rows must reach together.
        sharing: How many categories a unit may fill; 0: any number.
        quantum: The least of a row that fills a category; 0: any.
    """

    worth: tuple[int, ...]
    masks: tuple[int, ...]
    limits: tuple[tuple[tuple[int, ...], int], ...]
    given: tuple[tuple[int, int], ...]
    needed: tuple[int, ...]
    parents: tuple[int, ...]
    required: int
    sharing: int
    quantum: int = 0


def path_up(category: int, choice: Choice) -> list[int]:
    """Return a category and those that it is nested in, which its share of an hour fills too.

    Where an hour fills any number of floors its mask names the outer ones, and each is filled by itself.
    """
    path = [category]
    while choice.sharing == 1 and choice.parents[path[-1]] >= 0:
        path.append(choice.parents[path[-1]])
    return path
