"""The workspace: one object that joins a storage, policies, rights and a clock, for one district."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from secrets import token_hex
from typing import Any, Protocol

from attrs import define, evolve, field, frozen

from plpcore.errors import DeniedError, ModelError, StorageError, TransitionError
from plpcore.evaluation import PreparedPolicy, RuleKind, Statement, prepare
from plpcore.ids import MAX_ID_LENGTH
from plpcore.journal import (
    Checkpoint,
    Commit,
    Document,
    Done,
    Level,
    Note,
    Storage,
    Verification,
    Work,
    Writer,
    head_of,
    pages_of,
    verify,
)
from plpcore.model import Portfolio, Visibility
from plpcore.plugins import PluginProblem, Plugins
from plpcore.policy import Policy
from plpcore.workspace._access import Allow, Authorizer, By, Deny, DenyEverything, Resource, Verb, check_same_act
from plpcore.workspace._commands import Command
from plpcore.workspace._cycle import Replayed, judged, replay
from plpcore.workspace._gather import documents_of, portfolio_from, reading
from plpcore.workspace._history import Happened, happened
from plpcore.workspace._judging import Decide, Decided, DecideMany
from plpcore.workspace._outbox import Asked, Claim, claim, release
from plpcore.workspace._people import ErasePlan, erase_plan, gone_of
from plpcore.workspace._records import Refusal, document_of
from plpcore.workspace._room import Room
from plpcore.workspace._seams import Clock, IdentityResolver, SystemClock, fresh_salt, same_identity, short_pause

LEASE = timedelta(minutes=5)
"""How long a consumer may work on the events that it claimed, unless it says otherwise."""


class Files(Protocol):
    """The part of a store of files that a workspace asks."""

    def exists(self, digest: str) -> bool:
        """Return whether a file of that SHA-256 is kept."""
        ...


@frozen
class Receipt:
    """What came of a command.

    Attributes:
        result: What the command returned; None where an earlier run of the same `command_id` did it already.
        commit: The commit that holds it; None: there was nothing to write.
        is_repeated: Whether an earlier run did it already.
        failures: What listeners did wrong after the commit; the commit stands all the same.
    """

    result: Any
    commit: Commit | None
    is_repeated: bool = False
    failures: tuple[PluginProblem, ...] = ()


@define
class Workspace:
    """One district's plans in a storage. It may be used by several threads at once.

    Attributes:
        storage: Where the journal is kept.
        tenant: The district; no call reaches the documents of another one.
        authorizer: Who may do what; without one, nobody may do anything.
        policies: The district's policies, by their ids.
        kinds: The rule kinds that the host brings.
        clock: What time it is.
        identity: From the host's name of a person to the id that is kept.
        files: Where files are kept; None: they are the host's business.
        plugins: What plugins registered: their rule kinds are known beside `kinds`, their listeners are told after
            each commit; what one does wrong undoes nothing and keeps no other from being told.
    """

    storage: Storage
    tenant: str
    authorizer: Authorizer = field(factory=DenyEverything)
    policies: Mapping[str, Policy] = field(factory=dict)
    kinds: Sequence[RuleKind] = ()
    clock: Clock = field(factory=SystemClock)
    identity: IdentityResolver = same_identity
    files: Files | None = None
    plugins: Plugins = field(factory=Plugins)
    _ready: dict[str, PreparedPolicy] = field(factory=dict, init=False)

    def do(self, command: Command, by: By) -> Receipt:
        """Do something, all of it or nothing.

        Args:
            command: What; one of the commands of `plpcore.workspace`.
            by: Who, for whom, why, and the `command_id` under which it is done once only.

        Raises:
            DeniedError: It is not allowed; the attempt is recorded.
            TransitionError: The life cycle does not allow it; the error says what it allows, and the attempt is
                recorded.
            InputError: It contradicts what is kept, or another act was done under its `command_id`.
            StorageError: It could not be written.
        """
        asked = self._who(by)
        self._allow(asked, command.verb, command.person, command.subject, is_command=True)
        try:
            return self._run(command.verb, asked, lambda work: command.apply(self._room(work, asked)))
        except TransitionError as error:
            self._record(asked, command.verb, command.person, command.subject, f"{error.state}-{error.event}")
            raise

    def decide_many(self, decisions: Iterable[Decide], by: By) -> Receipt:
        """Decide about many claims in one commit; the result says of each in turn whether it was written, or why not.

        Raises:
            StorageError: Nothing could be written.
        """
        asked = self._who(by)
        every = list(decisions)
        refused = {place: error for place, one in enumerate(every) if (error := self._refusal(asked, one)) is not None}
        open_ = [one for place, one in enumerate(every) if place not in refused]
        many = DecideMany(tuple(open_))
        receipt = self._run(many.verb, asked, lambda work: many.apply(self._room(work, asked)))
        if receipt.is_repeated:
            return receipt
        found = iter(receipt.result)
        results = tuple(
            Decided(one, refused[place]) if place in refused else next(found) for place, one in enumerate(every)
        )
        return evolve(receipt, result=results)

    def _refusal(self, by: By, decision: Decide) -> DeniedError | None:
        try:
            self._allow(by, decision.verb, decision.person, decision.subject, is_command=True)
        except DeniedError as error:
            return error
        return None

    def portfolio(self, person: str, by: By, as_of: date | None = None) -> Portfolio:
        """Return a person's portfolio, without the reflections that whoever asks may not read.

        Raises:
            DeniedError: It is not allowed.
        """
        asked = self._who(by)
        self._allow(asked, Verb.READ, person)
        found = self._portfolio(person, as_of or self.clock.today())
        reads = {Visibility.DISTRICT}
        if self._is_allowed(asked, Verb.READ_REFLECTIONS, person):
            reads.add(Visibility.REVIEWER)
        if self._person(asked.actor) == found.educator.id:
            reads |= {Visibility.REVIEWER, Visibility.PRIVATE}
        return evolve(found, reflections=tuple(one for one in found.reflections if one.visibility in reads))

    def statement(
        self, person: str, policy: str, by: By, as_of: date | None = None, known_at: date | None = None
    ) -> Statement:
        """Return what a policy says of a person now; nothing is recorded.

        Args:
            person: Of whom.
            policy: The policy's id.
            by: Who asks.
            as_of: The date judged, inclusive; None: today.
            known_at: The knowledge used, inclusive; None: all that is in the journal.

        Raises:
            DeniedError: It is not allowed.
            ModelError: There is no such policy.
        """
        self._allow(self._who(by), Verb.READ, person)
        day = as_of or self.clock.today()
        return judged(self._policy(policy), self._documents(person), self._person(person), day, known_at)[1]

    def history(self, person: str, by: By) -> Iterator[Happened]:
        """Yield who did what to a person's documents, when and why, oldest first.

        Raises:
            DeniedError: It is not allowed.
        """
        self._allow(self._who(by), Verb.READ_HISTORY, person)
        owners = {one.owner for one in self._documents(person)} | {person, self._person(person)}
        return (
            happened(entry, owners)
            for page in pages_of(self.storage, self.tenant)
            for entry in page.entries
            if any(one.owner in owners for one in entry.revisions)
        )

    def export(self, person: str, by: By) -> dict[str, Any]:
        """Return everything that is kept of a person, as plain data, with the checkpoint of the journal.

        Raises:
            DeniedError: It is not allowed.
        """
        self._allow(self._who(by), Verb.EXPORT, person)
        head = self.checkpoint()
        documents = self._documents(person, head)
        return {
            "format": 1,
            "tenant": self.tenant,
            "person": self._person(person),
            "checkpoint": str(head),
            "documents": [
                {"kind": one.key.kind, "id": one.key.id, "owner": one.owner, "schema": one.schema, "body": one.body}
                for one in documents
            ],
        }

    def plan_erase(self, person: str, by: By) -> ErasePlan:
        """Return what an erasure of a person would do today: what goes, what stays, and on which hold.

        Raises:
            DeniedError: It is not allowed.
        """
        self._allow(self._who(by), Verb.ERASE, person)
        documents, owner = self._documents(person), self._person(person)
        gone = gone_of(self.storage, self.tenant, documents, owner)
        return erase_plan(documents, gone, owner, self.clock.today())

    def verify(
        self,
        by: By,
        checkpoint: Checkpoint | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> Verification:
        """Return what is wrong with the district's journal; see `plpcore.journal.verify`.

        Raises:
            DeniedError: It is not allowed.
        """
        self._allow(self._who(by), Verb.VERIFY)
        return verify(self.storage, self.tenant, checkpoint, progress)

    def replay(self, by: By) -> Iterator[Replayed]:
        """Yield every recorded decision, reckoned again from the journal as it stood then.

        Raises:
            DeniedError: It is not allowed.
        """
        self._allow(self._who(by), Verb.REPLAY)
        return replay(self.storage, self.tenant, self._kinds)

    def checkpoint(self) -> Checkpoint:
        """Return the end of the district's journal, to be kept outside; it says nothing about anybody."""
        return head_of(self.storage, self.tenant)

    def claim_events(self, consumer: str, by: By, lease: timedelta = LEASE, limit: int = 100) -> Claim:
        """Claim the events of the next commits, at most so many commits, for one consumer.

        Each call is a claim of its own; a `command_id` is not looked at.

        Raises:
            DeniedError: It is not allowed.
        """
        asked = self._who(by)
        self._allow(asked, Verb.TAKE_EVENTS)
        wanted = Asked(consumer, token_hex(8), self.clock.now(), lease, limit)
        each = evolve(asked, command_id="")
        found: Claim = self._run(Verb.TAKE_EVENTS, each, lambda work: claim(work, self.storage, wanted)).result
        return found

    def acknowledge(self, consumer: str, token: str, by: By) -> None:
        """Say that the claimed events are done; they never come again.

        Raises:
            DeniedError: It is not allowed.
            ModelError: The claim is over.
        """
        self._release(consumer, token, by, is_done=True)

    def give_back(self, consumer: str, token: str, by: By) -> None:
        """Say that the claimed events are not done; they come again at once.

        Raises:
            DeniedError: It is not allowed.
            ModelError: The claim is over.
        """
        self._release(consumer, token, by, is_done=False)

    def _release(self, consumer: str, token: str, by: By, *, is_done: bool) -> None:
        asked = self._who(by)
        self._allow(asked, Verb.TAKE_EVENTS)
        self._run(Verb.TAKE_EVENTS, asked, lambda work: release(work, consumer, token, is_done=is_done))

    def _who(self, by: By) -> By:
        behalf = self.identity(by.on_behalf_of) if by.on_behalf_of else ""
        return evolve(by, actor=self.identity(by.actor), on_behalf_of=behalf)

    def _is_allowed(self, by: By, verb: Verb, person: str = "", subject: str = "") -> Allow | None:
        found = self._decision(by, verb, person, subject)
        return found if isinstance(found, Allow) else None

    def _decision(self, by: By, verb: Verb, person: str, subject: str) -> Allow | Deny:
        """Rights are asked about the person that somebody turned out to be, for it is that person's documents."""
        resource = Resource(self.tenant, self._person(person) if person else "", subject)
        try:
            found: object = self.authorizer.decide(by, verb, resource)
        except Exception:  # noqa: BLE001 - the host's code; what it cannot decide is not allowed
            return Deny("authorizer-failed")
        return found if isinstance(found, Allow | Deny) else Deny("authorizer-failed")

    def _allow(self, by: By, verb: Verb, person: str = "", subject: str = "", *, is_command: bool = False) -> None:
        found = self._decision(by, verb, person, subject)
        if isinstance(found, Deny):
            if is_command:
                self._record(by, verb, person, subject, found.reason)
            raise DeniedError(verb, found.reason)

    def _record(self, by: By, verb: Verb, person: str, subject: str, reason: str) -> None:
        # A subject that was refused was never checked, and may be of any length.
        refusal = Refusal(token_hex(8), verb.value, by.actor, reason, subject[:MAX_ID_LENGTH])
        document = document_of(refusal, person or by.actor)
        self._run(verb, evolve(by, command_id="", reason="refused"), lambda work: work.put(document))

    def _run(self, verb: Verb, by: By, work: Callable[[Work], Any]) -> Receipt:
        reason = f"{verb.value}: {by.reason}"[:MAX_ID_LENGTH].rstrip() if by.reason else verb.value
        note = Note(
            actor=by.actor,
            at=self.clock.now(),
            on_behalf_of=by.on_behalf_of,
            reason=reason,
            command_id=by.command_id,
        )
        done: Done[Any] = Writer(self.storage, self.tenant, fresh_salt, short_pause).run(note, work)
        if done.is_repeated and done.commit is not None:
            check_same_act(note, done.commit.note)
        failures = () if done.commit is None or done.is_repeated else self._tell(done.commit)
        return Receipt(done.result, done.commit, done.is_repeated, failures)

    def _tell(self, commit: Commit) -> tuple[PluginProblem, ...]:
        if not self.plugins.listeners:
            return ()
        try:
            entry = self.storage.log(self.tenant, commit.seq - 1, 1).entries[0]
        except StorageError as error:
            # The commit stands: whoever asked must not take it for one that failed.
            what = f"no listener was told of commit {commit.seq}: {error}"
            return (PluginProblem("workspace", "", "", "plp_committed", what, "claim its events instead"),)
        return self.plugins.told(entry)

    def _room(self, work: Work, by: By) -> Room:
        has_file = None if self.files is None else self.files.exists
        return Room(work, by, self.clock.today(), lambda: token_hex(8), self._policy, has_file)

    def _policy(self, id: str) -> PreparedPolicy:  # noqa: A002 - the field's name
        if id not in self._ready:
            if id not in self.policies:
                known = ", ".join(sorted(self.policies)) or "none"
                raise ModelError("$.policy", f"there is no policy '{id}' in this workspace", f"known are: {known}")
            self._ready[id] = prepare(self.policies[id], self._kinds)
        return self._ready[id]

    @property
    def _kinds(self) -> tuple[RuleKind, ...]:
        return (*self.kinds, *self.plugins.kinds)

    def _person(self, person: str) -> str:
        return Room(Work(self.storage, self.tenant), By("-"), self.clock.today(), str, self._policy).person(person)

    def _documents(self, person: str, head: Checkpoint | None = None) -> list[Document]:
        """Read as of one commit, where the storage can: what others write between two pages would not fit together."""
        has_history = self.storage.capabilities.level >= Level.HISTORY
        as_of = (head or self.checkpoint()).seq if has_history else None
        return documents_of(reading(self.storage, self.tenant, as_of), self._person(person))

    def _portfolio(self, person: str, as_of: date) -> Portfolio:
        return portfolio_from(self._documents(person), self._person(person), as_of)
