"""Worked examples inside a policy: a small record and what the policy must say of it."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from plpcore.errors import InputError, PolicyError
from plpcore.ids import GrantId, RuleId
from plpcore.model import Grant, GrantKind, ReviewDecision, ReviewPurpose
from plpcore.policy._awards import Window
from plpcore.policy._facts import VALUE, FactValue
from plpcore.policy._lists import SOME_TEXTS, TEXTS, ListShape, MapShape
from plpcore.policy._records import Record, key
from plpcore.policy._scalars import AMOUNT, DATE, FLAG, ID, TEXT, UNIT, WHOLE, ChoiceShape, shown
from plpcore.policy._shapes import Plain, Scope, Scopes, Shape, each, nearest

Facts = tuple[tuple[str, FactValue], ...]
Amounts = tuple[tuple[str, tuple[Fraction, ...]], ...]


class FactsShape(Shape[Facts]):
    """A table of facts and their values, in the types that the policy declares."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._map = MapShape(VALUE)

    def read(self, value: object, where: str) -> Facts:
        """Return pairs of fact and value, sorted by fact."""
        return self._map.read(value, where)

    def write(self, value: Facts) -> Plain:
        """Return the table."""
        return self._map.write(value)

    def schema(self) -> dict[str, object]:
        """Return the schema of a table of facts."""
        return self._map.schema()

    def resolve(self, value: Facts, where: str, scopes: Scopes) -> Facts:
        """Return the facts typed; raise `PolicyError` for one that nobody declared."""
        return each(value, lambda pair, _: (pair[0], self._typed(pair, f"{where}.{pair[0]}", scopes)))

    def _typed(self, pair: tuple[str, FactValue], where: str, scopes: Scopes) -> FactValue:
        found: FactValue = scopes.spec_of(pair[0], self._scope, where).typed(pair[1], where)
        return found


_NOT_OF_ACTIVITIES = frozenset(ReviewPurpose) - {ReviewPurpose.CREDIT, ReviewPurpose.PRIOR_APPROVAL}


@frozen(kw_only=True)
class ExampleReview:
    """A decision about an activity of the example."""

    decision: ReviewDecision = key(ChoiceShape(ReviewDecision), "What was decided.", default=ReviewDecision.APPROVED)
    purpose: ReviewPurpose = key(
        ChoiceShape(ReviewPurpose, refused=_NOT_OF_ACTIVITIES),
        "What it was about: credit or prior-approval.",
        default=ReviewPurpose.CREDIT,
    )
    role: str = key(TEXT, "The reviewer's role.", default="")
    reviewer: str = key(TEXT, "The reviewer; absent: one per review.", default="")
    decided: date | None = key(DATE, "The day of the decision.", default=None)
    amount: Fraction | None = key(AMOUNT, "The amount that the reviewer wrote, in the policy's unit.", default=None)

    def __attrs_post_init__(self) -> None:
        """Refuse a decision about something else than an activity, which no record can hold."""
        if self.purpose in _NOT_OF_ACTIVITIES:
            what = f"a decision about an activity is none about a {self.purpose.value}"
            raise PolicyError("$.purpose", what, "write credit or prior-approval (approved goals: approved_goals)")


@frozen(kw_only=True)
class ExampleReflection:
    """A reflection on an activity of the example."""

    prompt: str = key(TEXT, "The prompt's id.", default="")
    words: int = key(WHOLE, "How many words it has.", default=100)


@frozen(kw_only=True)
class ExampleActivity:
    """An activity of the example; without an id it is named a1, a2, … by position."""

    id: str = key(TEXT, "Its id.", default="")
    kind: str = key(TEXT, "Its kind.", default="workshop")
    title: str = key(TEXT, "Its title.", default="")
    completed: date | None = key(DATE, "Its last day.", default=None)
    started: date | None = key(DATE, "Its first day.", default=None)
    entered: date | None = key(DATE, "The day it was entered.", default=None)
    amounts: Amounts = key(
        MapShape(ListShape(AMOUNT, single=True), UNIT), "Amounts by source unit; a list: segments.", default=()
    )
    tags: tuple[str, ...] = key(SOME_TEXTS, "Its categories.", default=())
    provider: str = key(TEXT, "Who offered it.", default="")
    evidence: tuple[str, ...] = key(SOME_TEXTS, "The kind of each piece of evidence.", default=())
    reflections: tuple[ExampleReflection, ...] = key(
        ListShape(Record(ExampleReflection)), "The reflections on it.", default=()
    )
    goals: tuple[str, ...] = key(SOME_TEXTS, "The goals that it serves.", default=())
    reviews: tuple[ExampleReview, ...] = key(ListShape(Record(ExampleReview)), "The decisions about it.", default=())
    facts: Facts = key(FactsShape(Scope.CLAIM), "Its other facts.", default=())


@frozen(kw_only=True)
class ExampleGrant:
    """A decision of an authority beside the policy; without an id it is named g1, g2, … by position."""

    id: str = key(TEXT, "Its id.", default="")
    kind: GrantKind = key(ChoiceShape(GrantKind), "What it changes.")
    rule: str = key(ID, "The id of the rule that it is about.")
    activity: str = key(TEXT, "The one activity that it is about.", default="")
    amount: Fraction | None = key(AMOUNT, "The amount that an adjustment grants, in the policy's unit.", default=None)
    authority: str = key(TEXT, "Who granted it.", default="authority")
    reason: str = key(TEXT, "Why.", default="example")
    granted: date | None = key(DATE, "The first day on which it holds; absent: the date judged.", default=None)
    expires: date | None = key(DATE, "The first day on which it no longer holds.", default=None)
    entered: date | None = key(DATE, "The day from which it was known; absent: as granted.", default=None)

    def named(self, index: int, as_of: date) -> Grant:
        """Return the grant of the record, the `index`-th of it, of an example that is judged on a day."""
        return Grant(
            id=GrantId(self.id or f"g{index}"),
            kind=self.kind,
            rule=RuleId(self.rule),
            activity=self.activity,
            amount=self.amount,
            authority=self.authority,
            reason=self.reason,
            granted=self.granted or as_of,
            expires=self.expires,
            entered=self.entered,
        )


OUTCOMES = ("met", "met if approved", "short", "undetermined", "not applicable")
"""What a statement may say of the whole."""

GRANT_STATES = ("used", "moot", "expired", "not yet", "unknown rule")
"""What a statement may say of a grant."""


@frozen(kw_only=True)
class Expected:
    """What the statement must say; what is not named is not compared."""

    outcome: str = key(TEXT, "met, met if approved, short, undetermined or not applicable.", default="")
    edition: str = key(TEXT, "The edition that applies.", default="")
    alternative: str = key(TEXT, "The alternative that gives the result.", default="")
    required: Fraction | None = key(AMOUNT, "The required total.", default=None)
    total: Fraction | None = key(AMOUNT, "The credit that counts, with credit carried in.", default=None)
    short: Fraction | None = key(AMOUNT, "The least further credit that would satisfy all.", default=None)
    carried_out: Fraction | None = key(AMOUNT, "The credit that goes on.", default=None)
    credited: tuple[tuple[str, Fraction], ...] = key(MapShape(AMOUNT), "Credit by activity.", default=())
    needed: tuple[tuple[str, Fraction], ...] = key(
        MapShape(AMOUNT), "What each floor needs; 0: it does not apply.", default=()
    )
    missing: tuple[tuple[str, Fraction], ...] = key(MapShape(AMOUNT), "What each floor lacks; 0: nothing.", default=())
    refused: tuple[tuple[str, str], ...] = key(
        MapShape(TEXT), "The rule that took credit from an activity; empty: none did.", default=()
    )
    grants: tuple[tuple[str, str], ...] = key(
        MapShape(TEXT), "What each grant did: used, moot, expired, not yet or unknown rule.", default=()
    )
    unsigned: tuple[str, ...] | None = key(TEXTS, "The sign-offs that lack.", default=None)
    undetermined: tuple[str, ...] | None = key(TEXTS, "The names of what is missing.", default=None)
    deemed: bool | None = key(FLAG, "Whether a credential satisfied everything.", default=None)
    kept_until: date | None = key(DATE, "The last day on which evidence is kept, inclusive.", default=None)
    answers: tuple[tuple[str, Facts], ...] = key(
        MapShape(MapShape(VALUE)),
        "All that a deadline, a step table or a host's rule says, by its id; an empty table: nothing.",
        default=(),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse an outcome that no statement has."""
        if self.outcome and self.outcome not in OUTCOMES:
            raise PolicyError("$.outcome", f"{shown(self.outcome)} is no outcome", nearest(self.outcome, OUTCOMES))
        for name, state in self.grants:
            if state not in GRANT_STATES:
                what = f"{shown(state)} is nothing that a grant does"
                raise PolicyError(f"$.grants.{name}", what, nearest(state, GRANT_STATES))


@frozen(kw_only=True)
class Example:
    """A worked example: run by `plp policy test`."""

    id: str = key(ID, "Its id.")
    cite: str = key(TEXT, "Where the published text says so.", default="")
    title: str = key(TEXT, "What it shows.", default="")
    as_of: date = key(DATE, "The date judged.")
    known_at: date | None = key(DATE, "The knowledge used; absent: all.", default=None)
    cycle: Window | None = key(Record(Window), "The cycle, where the plan gives it.", default=None)
    started: date | None = key(DATE, "The day the plan was started.", default=None)
    educator: Facts = key(FactsShape(Scope.EDUCATOR), "Facts of the educator.", default=())
    activities: tuple[ExampleActivity, ...] = key(
        ListShape(Record(ExampleActivity)), "The educator's learning.", default=()
    )
    approved_goals: tuple[str, ...] = key(SOME_TEXTS, "The goals that are approved.", default=())
    signed: tuple[str, ...] = key(SOME_TEXTS, "The sign-offs given.", default=())
    grants: tuple[ExampleGrant, ...] = key(
        ListShape(Record(ExampleGrant)), "What an authority decided beside the policy.", default=()
    )
    carried_in: Fraction = key(AMOUNT, "Credit carried into the cycle.", default=Fraction(0))
    expect: Expected = key(Record(Expected), "What the statement must say.")

    def __attrs_post_init__(self) -> None:
        """Refuse a cycle without an end, which no plan can have, and grants that no record can hold."""
        if self.cycle is not None and (self.cycle.start is None or self.cycle.until is None):
            raise PolicyError("$.cycle", "the cycle of a plan has two ends", "write { from = …, until = … }")
        self._check_grants()

    def _check_grants(self) -> None:
        activities = [one.id or f"a{index}" for index, one in enumerate(self.activities, start=1)]
        for index, one in enumerate(self.grants):
            where = f"$.grants[{index}]"
            try:
                one.named(index + 1, self.as_of)
            except InputError as error:
                raise error.under(where) from None
            if one.activity and one.activity not in activities:
                what = f"the example has no activity {shown(one.activity)}"
                raise PolicyError(f"{where}.activity", what, nearest(one.activity, activities))
