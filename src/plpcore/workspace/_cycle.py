"""Closing a cycle: a decision with everything that is needed to reckon it again, and reckoning it again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from importlib.metadata import version
from typing import ClassVar

from attrs import define, evolve, field, frozen

from plpcore.codec import to_json
from plpcore.errors import ModelError, PlpError, one_line, refuse_one_text
from plpcore.evaluation import PreparedPolicy, RuleKind, Statement, evaluate, prepare
from plpcore.ids import DecisionId, PolicyId
from plpcore.journal import Document, Key, Storage, pages_of, scan_pages, standing
from plpcore.model import CarriedCredit, Decision, Portfolio
from plpcore.period import Period
from plpcore.policy import SpentFirst, canonical_form, digest_of, parse_policy_json
from plpcore.report import render_json
from plpcore.workspace._access import Verb
from plpcore.workspace._gather import carried_by, documents_of, portfolio_from, reading
from plpcore.workspace._records import POLICIES, PolicyText, StatementText, value_of
from plpcore.workspace._room import Room, digest_of_text

ENGINE = version("plpcore")
"""The version of plpcore that runs."""
ERASED = "erased"
"""What stands in the place of a digest whose content was erased."""


@frozen(kw_only=True)
class CloseCycle:
    """Judge a person by a policy and record the decision, which is final; a later one may supersede it.

    Attributes:
        person: Of whom.
        policy: The policy's id.
        id: The id that the decision gets.
        as_of: The date judged, inclusive.
        known_at: The knowledge used, inclusive; None: all that is in the journal.
        supersedes: The ids of the decisions that it takes the place of; empty: there is none yet. It is one, or several
            where two people turned out to be one.
    """

    verb: ClassVar[Verb] = Verb.CLOSE_CYCLE
    person: str
    policy: str
    id: str
    as_of: date
    known_at: date | None = None
    supersedes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        refuse_one_text(self.supersedes, "supersedes")

    @property
    def subject(self) -> str:
        """Return the decision's id."""
        return self.id

    def apply(self, room: Room) -> Decision:
        """Write the decision, the policy and the statement that it stands on, and the credit that it carries over.

        Raises:
            ModelError: There is a decision about that cycle already and it is not named as superseded.
            PlpError: The evaluation fails.
        """
        owner = room.person(self.person)
        ready = room.policy(self.policy)
        documents = documents_of(room.work.owned, owner)
        portfolio, statement = judged(ready, documents, owner, self.as_of, self.known_at)
        self._check_order(room, owner, statement)
        text = canonical_form(ready.policy)
        if room.get("policy-text", ready.digest) is None:
            room.put(POLICIES, PolicyText(text), ready.digest)
        told = render_json(statement)
        decision = self._decision(room, portfolio, statement, told)
        room.put(owner, StatementText(told), self.id)
        room.put(owner, decision)
        if statement.cycle is not None:
            _carry(room, owner, statement.policy, statement.cycle, handed_on(statement, portfolio.carried_in))
        return decision

    def _check_order(self, room: Room, owner: str, statement: Statement) -> None:
        decisions: list[Decision] = room.owned(owner, "decision")
        if any(one.id == self.id for one in decisions):
            raise ModelError("$.id", f"there is a decision '{self.id}' already", "a decision is added, never edited")
        replaced = {one for decision in decisions for one in decision.supersedes}
        ours = [one for one in decisions if one.policy == statement.policy and one.cycle == statement.cycle]
        standing = [str(one.id) for one in ours if one.id not in replaced]
        if set(standing) != set(self.supersedes):
            listed = ", ".join(f"'{one}'" for one in sorted(standing))
            what = f"what stands about that cycle is {listed}" if standing else "no decision about that cycle stands"
            mend = f"write supersedes = [{listed}]" if standing else "leave supersedes out"
            raise ModelError("$.supersedes", what, mend)

    def _decision(self, room: Room, portfolio: Portfolio, statement: Statement, told: str) -> Decision:
        return Decision(
            id=DecisionId(self.id),
            educator=portfolio.educator.id,
            policy=PolicyId(statement.policy),
            policy_digest=statement.digest,
            input_digest=digest_of_text(to_json(portfolio)),
            statement_digest=digest_of_text(told),
            engine=ENGINE,
            as_of=self.as_of,
            known_at=self.known_at,
            decided=room.today,
            outcome=statement.outcome.value,
            required=statement.required,
            total=statement.total,
            carried_out=statement.carried_out,
            unit=statement.unit,
            cycle=statement.cycle,
            supersedes=tuple(DecisionId(one) for one in sorted(self.supersedes)),
        )


def _carry(room: Room, owner: str, policy: str, cycle: Period, parts: Sequence[tuple[Fraction, int]]) -> None:
    """Write what a cycle hands on, in the place of all that an earlier decision about it handed on.

    Nothing is written only where nothing was ever carried; else credit of an earlier cycle would come again.
    """
    documents = [one for one in documents_of(room.work.owned, owner) if one.key.kind == "carried-credit"]
    known = {one.key: value_of(one) for one in documents}
    ours = {key: one for key, one in known.items() if one.policy == policy}
    for key, one in ours.items():
        if one.from_cycle == cycle:
            room.work.withdraw(key)
    for amount, hops in parts or ([(Fraction(0), 0)] if ours else []):
        room.put(owner, CarriedCredit(amount, cycle, hops, policy=policy))


def handed_on(statement: Statement, carried: Sequence[CarriedCredit]) -> list[tuple[Fraction, int]]:
    """Return what a cycle hands on as pairs of an amount and how often it had been carried before.

    Its own credit goes on first, as much as the cycle left of it; the rest is credit that was carried in, of which that
    goes on which was carried least often.
    """
    options = {one.name: one.value for one in statement.options}
    brought = sum((one.amount for one in carried), Fraction(0))
    own, required = statement.total - brought, statement.required
    spent = max(Fraction(0), required - brought) if options["spent_first"] == SpentFirst.CARRIED.value else required
    fresh = min(statement.carried_out, max(Fraction(0), own - spent))
    parts, rest = [(fresh, 0)], statement.carried_out - fresh
    for one in sorted(carried, key=lambda one: one.hops):
        amount = min(rest, one.amount)
        parts.append((amount, one.hops + 1))
        rest -= amount
    return [(amount, hops) for amount, hops in parts if amount]


def judged(
    ready: PreparedPolicy, documents: Sequence[Document], person: str, as_of: date, known_at: date | None
) -> tuple[Portfolio, Statement]:
    """Return a person's portfolio as a policy judges it, and what it says.

    Only the policy tells where a cycle begins, and only credit that was carried before that counts in it: what the
    cycle itself hands on does not come back into it when it is judged after its end.
    """
    portfolio = portfolio_from(documents, person, as_of)
    credits_ = [value_of(one) for one in documents if one.key.kind == "carried-credit"]
    portfolio = evolve(portfolio, carried_in=carried_by(credits_, as_of, ready.policy.id))
    statement = evaluate(ready, portfolio, as_of=as_of, known_at=known_at)
    begun = as_of if statement.cycle is None else min(as_of, statement.cycle.start)
    before = carried_by(credits_, begun, ready.policy.id)
    if before == portfolio.carried_in:
        return portfolio, statement
    portfolio = evolve(portfolio, carried_in=before)
    return portfolio, evaluate(ready, portfolio, as_of=as_of, known_at=known_at)


class ReplayCode(StrEnum):
    """What came of reckoning a decision again."""

    SAME = "same"
    """The same bytes."""
    ERASED = "erased"
    """What it was reckoned from, or some of it, was erased, as it had to be."""
    OTHER_INPUT = "other-input"
    """The documents that stand at its place in the journal are not those that it was reckoned from."""
    OTHER_STATEMENT = "other-statement"
    """The same documents and the same policy give another statement: the engine has changed, or the record was."""
    NO_POLICY = "no-policy"
    """The policy that it was reckoned with is not kept, or is another one."""
    FAILED = "failed"
    """The evaluation raises."""


@frozen
class Replayed:
    """One decision, reckoned again.

    Attributes:
        decision: The decision.
        code: What came of it.
        why: More about it, in one line; empty for the same bytes.
    """

    decision: Decision
    code: ReplayCode
    why: str = ""


def replay(storage: Storage, tenant: str, kinds: Iterable[RuleKind] = ()) -> Iterator[Replayed]:
    """Yield every recorded decision of a tenant, reckoned again from the journal as it stood then.

    Args:
        storage: Where the journal is kept; its level is `HISTORY` at least.
        tenant: The tenant.
        kinds: The rule kinds that the host brings.

    Raises:
        NotSupportedError: The storage keeps no history.
    """
    again = _Again(storage, tenant, tuple(kinds))
    for page in scan_pages(storage, tenant, "decision"):
        for one in page.revisions:
            yield again.replayed(value_of(standing(one)), one.seq)


@define(slots=False)
class _Again:
    """What many decisions are reckoned again with: each policy is made ready once, the journal is walked once."""

    storage: Storage
    tenant: str
    kinds: tuple[RuleKind, ...]
    _ready: dict[str, PreparedPolicy] = field(factory=dict, init=False)

    def replayed(self, decision: Decision, seq: int) -> Replayed:
        if decision.input_digest == ERASED:
            return Replayed(decision, ReplayCode.ERASED, "only its skeleton is kept")
        try:
            ready = self._policy_of(decision)
            if ready is None:
                return Replayed(decision, ReplayCode.NO_POLICY, f"no policy of digest {decision.policy_digest} is kept")
            return self._compared(decision, seq, ready)
        except PlpError as error:
            return Replayed(decision, ReplayCode.FAILED, one_line(error))

    def _policy_of(self, decision: Decision) -> PreparedPolicy | None:
        if decision.policy_digest not in self._ready:
            key = Key("policy-text", decision.policy_digest)
            kept = self.storage.read(self.tenant, [key]).revisions.get(key)
            if kept is None or kept.body is None:
                return None
            policy = parse_policy_json(value_of(standing(kept)).text)
            if digest_of(policy) != decision.policy_digest:
                return None
            self._ready[decision.policy_digest] = prepare(policy, self.kinds)
        return self._ready[decision.policy_digest]

    def _compared(self, decision: Decision, seq: int, ready: PreparedPolicy) -> Replayed:
        documents = documents_of(reading(self.storage, self.tenant, seq), decision.educator)
        portfolio, statement = judged(ready, documents, decision.educator, decision.as_of, decision.known_at)
        if digest_of_text(to_json(portfolio)) != decision.input_digest:
            owners = {decision.educator, *(one.owner for one in documents)}
            if any(self._erased.get(owner, seq + 1) <= seq for owner in owners):
                return Replayed(decision, ReplayCode.ERASED, "some of what it was reckoned from was erased")
            return Replayed(decision, ReplayCode.OTHER_INPUT, f"the documents at commit {seq} are others")
        if digest_of_text(render_json(statement)) != decision.statement_digest:
            why = f"recorded by plpcore {decision.engine}, reckoned again by {ENGINE}: the statement differs"
            return Replayed(decision, ReplayCode.OTHER_STATEMENT, why)
        return Replayed(decision, ReplayCode.SAME)

    @cached_property
    def _erased(self) -> Mapping[str, int]:
        """Return, for each owner of whom something was erased, the first commit that held it."""
        found: dict[str, int] = {}
        for page in pages_of(self.storage, self.tenant):
            for one in (one for entry in page.entries for one in entry.revisions if one.is_erased):
                found.setdefault(one.owner, one.seq)
        return found
