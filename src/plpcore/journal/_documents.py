"""Documents and their revisions: what a journal holds. A body is canonical JSON that the journal does not look into."""

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.ids import check_id

MAX_BODY = 16 * 2**20
"""The longest body of a document, in characters."""
_LARGEST = 2**63 - 1
SALT_LENGTH = 16
"""The length of a salt in bytes: 128 bits, so that nobody finds a forgotten body by trying."""


@frozen(order=True)
class Key:
    """The name of a document inside one tenant.

    Attributes:
        kind: What it is, such as `activity`.
        id: Its id, unique in its kind.

    Raises:
        InputError: One of them could not be an id.
    """

    kind: str
    id: str

    def __attrs_post_init__(self) -> None:
        check_id(self.kind, "$.kind")
        check_id(self.id, "$.id")

    def __str__(self) -> str:
        """Return kind and id, for messages."""
        return f"{self.kind}:{self.id}"


@frozen
class Put:
    """One document that shall be written.

    Attributes:
        key: Its name.
        owner: Whose it is, such as an educator's id.
        expected: The version that stands now; 0: there is none yet.
        body: Its canonical JSON; None: it is withdrawn.
        salt: 16 fresh random bytes, so that the leaf of a body that was erased gives nothing away.
        schema: The number of the form that the body has.

    Raises:
        InputError: `owner` could not be an id.
        ModelError: The body is too long or cannot be stored everywhere, the salt has another length, or a number is
            below its least or needs more than 64 bits.
    """

    key: Key
    owner: str
    expected: int
    body: str | None
    salt: bytes = field(repr=False)
    schema: int = 1

    def __attrs_post_init__(self) -> None:
        check_id(self.owner, "$.owner")
        # A storage keeps numbers in 64 bits.
        if not 0 <= self.expected < _LARGEST or not 1 <= self.schema <= _LARGEST:
            raise ModelError("$.expected", "the version or the schema is no number of a document", "pass what was read")
        if len(self.salt) != SALT_LENGTH:
            raise ModelError("$.salt", f"the salt has {len(self.salt)} bytes", f"take {SALT_LENGTH} random bytes")
        if self.body is not None:
            _check_body(self.body)


def _check_body(body: str) -> None:
    if len(body) > MAX_BODY:
        raise ModelError("$.body", f"the document has {len(body)} characters", f"stay below {MAX_BODY}")
    if "\0" in body or not (body.isascii() or _has_no_half_pairs(body)):
        raise ModelError("$.body", "the document holds NUL or half of a surrogate pair", "write it as ASCII JSON")


def _has_no_half_pairs(body: str) -> bool:
    try:
        body.encode()
    except UnicodeEncodeError:
        return False
    return True


@frozen
class Revision:
    """One version of one document. It never changes, but for an erasure, which forgets its body and its salt.

    Attributes:
        key: The document's name.
        owner: Whose it is.
        version: 1 for the first version of the document, without gaps.
        schema: The number of the form that the body has.
        body: Its canonical JSON; None: withdrawn, or erased.
        salt: What the leaf was salted with; None: erased.
        leaf: The SHA-256 that the commit's hash is made of.
        seq: The number of the commit that wrote it.
        place: Its place in that commit, from 0 on.
    """

    key: Key
    owner: str
    version: int
    schema: int
    body: str | None
    salt: bytes | None = field(repr=False)
    leaf: bytes = field(repr=False)
    seq: int
    place: int

    @property
    def is_erased(self) -> bool:
        """Return whether its body was erased, other than withdrawn."""
        return self.salt is None
