"""Small records for the wide campaign, and the steps from one to the next."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve, frozen

from plpcore.ids import ActivityId, EducatorId, EvidenceId, GoalId, PlanId, ReflectionId, ReviewId
from plpcore.model import (
    Activity,
    CarriedCredit,
    Educator,
    Evidence,
    Facts,
    Goal,
    Plan,
    Portfolio,
    Reflection,
    Review,
    ReviewDecision,
    ReviewPurpose,
    SignOff,
    Text,
)
from plpcore.period import Period
from plpcore.quantity import Quantity
from tests.implication.wide_policies import CYCLE_DAYS, DAYS, EVIDENCE, KINDS, LEVELS, PROVIDERS, ROLES, SINCE, TAGS

AMOUNTS = [Fraction(number, 4) for number in (0, 1, 2, 2, 3, 4, 4, 4, 5, 6, 8, 8, 10, 12, 16, 20, 32)]
_DAY = timedelta(1)
_CYCLE = Period(*CYCLE_DAYS)
_OTHERS = (Period(date(2023, 1, 1), date(2025, 1, 1)), Period(date(2023, 7, 1), date(2024, 7, 1)))
WHEN = (date(2022, 7, 1), date(2024, 6, 30), date(2021, 5, 1), date(2024, 8, 1), *DAYS, *(day - _DAY for day in DAYS))
_DECISIONS = (ReviewDecision.APPROVED, ReviewDecision.APPROVED, ReviewDecision.RETURNED, ReviewDecision.DENIED)


@frozen
class Decision:
    """A review of an activity's claim, so many days after its completion."""

    purpose: ReviewPurpose
    decision: ReviewDecision
    role: str
    days: int


@frozen
class Did:
    """An activity with all that is attached to it."""

    kind: str
    day: date
    amounts: tuple[tuple[Fraction, str], ...]
    tags: tuple[str, ...]
    title: str
    provider: str
    facts: tuple[tuple[str, Any], ...]
    evidence: tuple[str, ...]
    reflections: tuple[tuple[int, str], ...]
    goal: str
    decisions: tuple[Decision, ...]


@frozen
class Ledger:
    """An educator's record."""

    facts: tuple[tuple[str, Any], ...]
    done: tuple[Did, ...]
    carried: tuple[CarriedCredit, ...]
    signed: tuple[str, ...]
    period: Period | None

    def portfolio(self) -> Portfolio:
        """Return the record as the engine reads it."""
        plan = None if self.period is None else Plan(id=PlanId("p"), period=self.period, started=self.period.start)
        names = [f"a{number:02d}" for number in range(len(self.done))]
        pairs = list(zip(names, self.done, strict=True))
        return Portfolio(
            educator=Educator(id=EducatorId("e"), facts=Facts(dict(self.facts))),
            plan=plan,
            goals=tuple(Goal(id=GoalId(f"{name}g"), title="goal") for name, one in pairs if one.goal),
            activities=tuple(_activity(name, one) for name, one in pairs),
            evidence=tuple(
                Evidence(id=EvidenceId(f"{name}e{place}"), kind=kind, content=Text(body="w"))
                for name, one in pairs
                for place, kind in enumerate(one.evidence)
            ),
            reflections=tuple(
                Reflection(
                    id=ReflectionId(f"{name}r{place}"),
                    activities=(ActivityId(name),),
                    body=" ".join(["w"] * words),
                    prompt=prompt,
                )
                for name, one in pairs
                for place, (words, prompt) in enumerate(one.reflections)
            ),
            reviews=tuple(review for name, one in pairs for review in _reviews(name, one)),
            sign_offs=tuple(SignOff(name=name) for name in self.signed),
            carried_in=self.carried,
        )


def _activity(name: str, one: Did) -> Activity:
    return Activity(
        id=ActivityId(name),
        kind=one.kind,
        title=one.title,
        completed=one.day,
        amounts=tuple(Quantity(amount, unit) for amount, unit in one.amounts),
        tags=one.tags,
        provider=one.provider,
        evidence=tuple(EvidenceId(f"{name}e{place}") for place in range(len(one.evidence))),
        goals=(GoalId(f"{name}g"),) if one.goal else (),
        facts=Facts(dict(one.facts)),
    )


def _reviews(name: str, one: Did) -> list[Review]:
    found = [
        Review(
            id=ReviewId(f"{name}v{place}"),
            subject=name,
            purpose=held.purpose,
            decision=held.decision,
            reviewer=f"{held.role}{place}",
            role=held.role,
            decided=one.day + timedelta(held.days),
            reason="because" if held.decision is ReviewDecision.DENIED else "",
        )
        for place, held in enumerate(one.decisions)
    ]
    if one.goal == "approved":
        decision = ReviewDecision.APPROVED
        found.append(
            Review(id=ReviewId(f"{name}vg"), subject=f"{name}g", purpose=ReviewPurpose.GOAL, decision=decision)
        )
    return found


class Records:
    """Draws records, and changes them by one step.

    Args:
        random: The source of chance.
        may_lack: The facts that rules ask for at all; only these may be missing.
        signs: The names of all sign-offs that rules ask for.
        is_cycle_named: Whether the plan has the one cycle; else it has any.
        is_tested: Whether there are conditions; else hardly anything is attached, which saves time.
    """

    def __init__(
        self,
        random: Random,
        may_lack: frozenset[str],
        signs: tuple[str, ...],
        *,
        is_cycle_named: bool,
        is_tested: bool,
    ) -> None:
        self._random = random
        self._is_tested = is_tested
        self._pick = random.choice
        self._may_lack = may_lack
        self._signs = signs
        self._is_cycle_named = is_cycle_named

    def _is_so(self, share: float) -> bool:
        return self._random.random() < share

    def _drop(self, facts: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
        return tuple((name, held) for name, held in facts.items() if name not in self._may_lack or self._is_so(0.6))

    def _educator(self) -> tuple[tuple[str, Any], ...]:
        classes = tuple(name for name in ("m", "n") if self._is_so(0.5))
        facts = {
            "role": self._pick(ROLES),
            "years": Fraction(self._pick((0, 1, 2, 3, 4, 5)), self._pick((1, 1, 2))),
            "since": self._pick(SINCE) - self._pick((0, 0, 1)) * _DAY,
            "novice": self._is_so(0.5),
            "classes": classes,
            "month": Fraction(self._random.randint(1, 12)),
        }
        return self._drop(facts)

    def _decision(self) -> Decision:
        purpose = self._pick((ReviewPurpose.CREDIT, ReviewPurpose.PRIOR_APPROVAL))
        return Decision(purpose, self._pick(_DECISIONS), self._pick(("", "boss")), self._pick((-3, 0, 0, 5)))

    def _approvals(self) -> tuple[Decision, ...]:
        good = ReviewDecision.APPROVED
        both = (ReviewPurpose.PRIOR_APPROVAL, -3), (ReviewPurpose.CREDIT, 0), (ReviewPurpose.CREDIT, 2)
        return tuple(Decision(purpose, good, self._pick(("boss", "boss", "")), days) for purpose, days in both)

    def did(self, *, good: float = 0.5) -> Did:
        """Return an activity; in so large a share of the calls one that passes most conditions."""
        is_good = self._is_so(good)
        unit = self._pick(("hour", "hour", "hour", "minute", "item"))
        amounts = [(self._pick(AMOUNTS) * (60 if unit == "minute" else 1), unit)]
        if self._is_so(0.2):
            amounts.append((self._pick(AMOUNTS), self._pick(("hour", "item"))))
        facts = {
            "level": self._pick((*LEVELS, "z")),
            "live": self._is_so(0.6),
            "score": Fraction(self._pick((0, 1, 1, 2, 3, 4)), self._pick((1, 1, 2))),
            "held": self._pick(WHEN),
            "grade": self._pick(("A", "A", "B", "C", "D", "P")),
        }
        day = self._pick(WHEN)
        found = Did(
            kind=self._pick((*KINDS, "other")),
            day=day,
            amounts=tuple(amounts) if self._is_so(0.95) else (),
            tags=tuple(tag for tag in TAGS if self._is_so(0.5)),
            title=self._pick(("m", "n")),
            provider=self._pick(("u", "u", *PROVIDERS)),
            facts=self._drop(facts | ({"held": day, "grade": "A"} if is_good else {})),
            evidence=("cert", "cert") if is_good else tuple(kind for kind in EVIDENCE if self._is_so(0.4)),
            reflections=((3, "why"), (5, "why")) if is_good else self._pick(((), ((1, ""),), ((4, ""), (2, "why")))),
            goal="approved" if is_good else self._pick(("", "linked", "approved")),
            decisions=self._approvals()
            if is_good
            else tuple(self._decision() for _ in range(self._random.randint(0, 2))),
        )
        if self._is_tested or self._is_so(0.05):
            return found
        return evolve(found, evidence=(), reflections=(), goal="", decisions=())

    def ledger(self) -> Ledger:
        """Return a record without activities."""
        carried = (self._carried(),) if self._is_so(0.25) else ()
        periods = (_CYCLE,) if self._is_cycle_named else (_CYCLE, *_OTHERS, None)
        signed = self._signs if self._is_so(0.8) else tuple(one for one in self._signs if self._is_so(0.5))
        return Ledger(self._educator(), (), carried, signed, self._pick(periods))

    def _carried(self) -> CarriedCredit:
        amount = self._pick([one for one in AMOUNTS if one])
        return CarriedCredit(amount * self._pick((1, 1, 5)), hops=self._pick((0, 0, 1, 2)))

    def more(self, one: Ledger) -> Ledger:
        """Return the record with one activity more."""
        return evolve(one, done=(*one.done, self.did(good=0.8)))

    def step(self, one: Ledger) -> Ledger:
        """Return a record near by: less done, done otherwise, less attached."""
        if not one.done or self._is_so(0.12):
            return self._beside(one)
        place = self._random.randrange(len(one.done))
        before, held, after = one.done[:place], one.done[place], one.done[place + 1 :]
        if self._is_so(0.2):
            return evolve(one, done=(*before, *after))
        if self._is_so(0.12):
            return evolve(one, done=(*before, *_halved(held), *after))
        if self._is_so(0.1):
            return evolve(one, done=(*before, *after, held))
        return evolve(one, done=(*before, self._otherwise(held), *after))

    def _beside(self, one: Ledger) -> Ledger:
        makers: tuple[Callable[[], Ledger], ...] = (
            lambda: self.more(one),
            lambda: self.more(one),
            lambda: evolve(one, carried=()),
            lambda: evolve(one, carried=(self._carried(),)),
            lambda: evolve(one, facts=self._educator()),
            lambda: evolve(one, signed=one.signed[1:]),
        )
        return self._pick(makers)()

    def _otherwise(self, held: Did) -> Did:
        other = self.did(good=0.3)
        if self._is_so(0.4) and held.amounts:
            (amount, unit), *rest = held.amounts
            quarter = Fraction(15) if unit == "minute" else Fraction(1, 4)
            less = self._pick((amount / 2, amount - quarter, amount - 4 * quarter, amount + quarter, Fraction(0)))
            return evolve(held, amounts=((max(less, Fraction(0)), unit), *rest))
        names = ("kind", "day", "amounts", "tags", "title", "provider", "facts", "evidence", "reflections", "decisions")
        name = self._pick((*names, "goal"))
        return evolve(held, **{name: getattr(other, name)})


def _halved(held: Did) -> tuple[Did, Did]:
    half = evolve(held, amounts=tuple((amount / 2, unit) for amount, unit in held.amounts))
    return half, half
