"""Where a command works: typed values instead of documents, people instead of the ids that they once had."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.evaluation import PreparedPolicy
from plpcore.journal import Document, Key, Work
from plpcore.model import Portfolio
from plpcore.workspace._access import By
from plpcore.workspace._gather import documents_of, portfolio_from
from plpcore.workspace._records import OUTBOX, POLICIES, document_of, key_of, value_of


@frozen
class Room:
    """What a command is given.

    Attributes:
        work: The unit of work.
        by: Who asks.
        today: The day as the district's calendar has it.
        fresh_id: Returns an id that nobody has used.
        policy: Returns a policy by its id, made ready.
        has_file: Returns whether a file of that SHA-256 is kept; None: files are the host's business.
    """

    work: Work
    by: By
    today: date
    fresh_id: Callable[[], str]
    policy: Callable[[str], PreparedPolicy]
    has_file: Callable[[str], bool] | None = None
    _values: dict[Document, Any] = field(factory=dict, init=False, repr=False, eq=False)

    def person(self, person: str) -> str:
        """Return the person that somebody turned out to be.

        Raises:
            ModelError: It is a name under which the workspace keeps what is nobody's.
        """
        if person in {OUTBOX, POLICIES}:
            raise ModelError("$.person", f"'{person}' is a name of the workspace's own", "give people other ids")
        seen = {person}
        while (link := self.get("person-link", person)) is not None and link.into not in seen:
            person = link.into
            seen.add(person)
        return person

    def get(self, kind: str, id: str) -> Any:  # noqa: A002, ANN401 - a value of that kind
        """Return the value of a document; None: it is not there."""
        document = self.work.get(Key(kind, id))
        return None if document is None else self._value(document)

    def owned(self, owner: str, kind: str) -> list[Any]:
        """Return a person's values of one kind, in the order of their ids; those merged into the person included."""
        documents = (one for person in self._people(owner) for one in self.work.owned(person, kind))
        return [self._value(one) for one in sorted(documents, key=lambda one: one.key.id)]

    def _people(self, owner: str) -> list[str]:
        """Return a person and everybody merged into that person."""
        found = [owner]
        for person in found:
            links = (self._value(one) for one in self.work.owned(person, "person-link"))
            found += [link.person for link in links if link.person not in found]
        return found

    def _value(self, document: Document) -> Any:  # noqa: ANN401 - a value of that kind
        """Read each document once, for a command about many claims looks at all of them for each claim."""
        if document not in self._values:
            self._values[document] = value_of(document)
        return self._values[document]

    def theirs(self, owner: str, kind: str, id: str) -> Any:  # noqa: A002, ANN401 - a value of that kind
        """Return a value of a person.

        Raises:
            ModelError: The person has none of that id.
        """
        people = self._people(owner)
        found = self.work.get(Key(kind, id))
        if found is None or found.owner not in people:
            raise ModelError("$.subject", f"there is no {kind} '{id}' of that person", "name one that is there")
        return self._value(found)

    def put(self, owner: str, value: object, id: str = "", about: tuple[str, str] | None = None) -> None:  # noqa: A002
        """Write a value under the name of whoever owns it already, or owns what it is about, else of `owner`.

        What is about a document goes with it when two people who were one are two again.

        Args:
            owner: The person.
            value: What is written.
            id: Its id, where it has none of its own.
            about: The kind and the id of the document that it is about; None: none in particular.

        Raises:
            ModelError: Its id is somebody else's.
        """
        keys = [key_of(value, owner, id), *([Key(*about)] if about is not None else ())]
        found = [document.owner for key in keys if (document := self.work.get(key)) is not None]
        people = self._people(owner) if found else []
        self.work.put(document_of(value, next((one for one in found if one in people), owner), id))

    def portfolio(self, owner: str, as_of: date | None = None) -> Portfolio:
        """Return a person's portfolio with everything that this command has written.

        Raises:
            ModelError: The documents contradict each other.
        """
        return portfolio_from(documents_of(self.work.owned, owner), owner, as_of or self.today)


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a text, 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()
