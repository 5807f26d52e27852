"""The question that only a solver answers: which credit the caps should take."""

from attrs import frozen


@frozen
class Choice:
    """The question for a solver, in whole numbers.

    Attributes:
        worth: What each row is worth at most.
        masks: The categories that each row may fill.
        limits: Groups of rows with the most that they may count together.
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
