"""Drafts: what is known of each educator while the files are read, before references are followed."""

from collections.abc import Iterator

from attrs import define, field

from plpcore.exchange._receipts import Origin
from plpcore.ids import EducatorId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Goal,
    Grant,
    Plan,
    Reflection,
    Review,
    SignOff,
    Submission,
)


@define
class Draft:
    """One educator's items with the rows that they came from.

    Attributes:
        educator: As the table of educators says; None when it does not name the educator.
        seen: The row that names the educator first.
        shows: Ids of activities by the evidence that says it shows them.
    """

    id: str
    seen: Origin
    educator: Educator | None = None
    carried: tuple[CarriedCredit, ...] = ()
    goals: dict[str, tuple[Goal, Origin]] = field(factory=dict)
    plans: dict[str, tuple[Plan, Origin]] = field(factory=dict)
    activities: dict[str, tuple[Activity, Origin]] = field(factory=dict)
    evidence: dict[str, tuple[Evidence, Origin]] = field(factory=dict)
    shows: dict[str, tuple[str, ...]] = field(factory=dict)
    reflections: dict[str, tuple[Reflection, Origin]] = field(factory=dict)
    reviews: dict[str, tuple[Review, Origin]] = field(factory=dict)
    submissions: list[Submission] = field(factory=list)
    sign_offs: list[SignOff] = field(factory=list)
    grants: dict[str, tuple[Grant, Origin]] = field(factory=dict)
    claims: dict[tuple[object, ...], Origin] = field(factory=dict)

    @property
    def is_blank(self) -> bool:
        """Return whether nothing is known but the id: every row that named it was refused."""
        learning = (self.goals, self.plans, self.activities, self.evidence, self.reflections)
        decided = (self.reviews, self.sign_offs, self.grants)
        return self.educator is None and not any((*learning, *decided))


@define
class District:
    """Every draft, by the educator's id."""

    drafts: dict[str, Draft] = field(factory=dict)

    def draft(self, educator: str, origin: Origin) -> Draft:
        """Return the educator's draft; the first row that names the educator begins it."""
        found = self.drafts.get(educator)
        if found is None:
            found = self.drafts[educator] = Draft(EducatorId(educator), origin)
        return found

    def holding(self, kind: str, item: str) -> Iterator[Draft]:
        """Yield the drafts that hold an item of that id."""
        index = self._index.get(kind)
        if index is None:
            index = self._index[kind] = _index(self.drafts, kind)
        yield from (self.drafts[educator] for educator in index.get(item, ()))

    _index: dict[str, dict[str, list[str]]] = field(factory=dict)

    def forget(self) -> None:
        """Forget where items are: more of them come."""
        self._index.clear()


def _index(drafts: dict[str, Draft], kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for educator, draft in drafts.items():
        for item in getattr(draft, kind):
            found.setdefault(item, []).append(educator)
    return found
