"""Journal: what happened, written once. Revisions of whole documents in commits that are tied by a hash chain.

Theory
------
A commit is one atomic list of revisions, with who, for whom, why and when. Commits of a tenant are numbered without
gaps in the order in which they were written. A document's body is canonical JSON; the journal does not look into it.

The chain is reckoned here and not by storages: each revision has a leaf, which is the hash of the body with a salt of
its own, and each commit has a hash over the one before it, its own metadata, and the names and leaves of its revisions.
A storage keeps what it is given; whether it kept it is what `verify` finds out. The chain alone does not show that its
end was cut off or that all of it was written anew: a `Checkpoint` that was kept outside does.

To erase is a commit too. Body and salt of the earlier revisions are forgotten, the leaf stays, and the chain still
verifies; without the salt the leaf gives nothing away.
"""

from plpcore.journal._blobs import (
    CHUNK_BYTES,
    BlobStore,
    Stream,
    check_digest,
    collect_blobs,
    digest_of_stream,
    measured,
    no_blob,
)
from plpcore.journal._commits import (
    NO_HASH,
    Batch,
    Check,
    Checkpoint,
    Commit,
    Entry,
    Note,
    Scope,
    parse_time,
    time_text,
)
from plpcore.journal._documents import MAX_BODY, SALT_LENGTH, Key, Put, Revision
from plpcore.journal._listener import Listener
from plpcore.journal._storage import (
    PAGE_ROWS,
    PAGE_SIZE,
    Capabilities,
    Level,
    LogPage,
    Page,
    Reading,
    Storage,
    conflict_of,
)
from plpcore.journal._verify import Fault, FaultCode, Verification, pages_of, verify
from plpcore.journal._work import ATTEMPTS, Document, Done, Work, Writer, head_of, scan_pages, standing

__all__ = [
    "ATTEMPTS",
    "CHUNK_BYTES",
    "MAX_BODY",
    "NO_HASH",
    "PAGE_ROWS",
    "PAGE_SIZE",
    "SALT_LENGTH",
    "Batch",
    "BlobStore",
    "Capabilities",
    "Check",
    "Checkpoint",
    "Commit",
    "Document",
    "Done",
    "Entry",
    "Fault",
    "FaultCode",
    "Key",
    "Level",
    "Listener",
    "LogPage",
    "Note",
    "Page",
    "Put",
    "Reading",
    "Revision",
    "Scope",
    "Storage",
    "Stream",
    "Verification",
    "Work",
    "Writer",
    "check_digest",
    "collect_blobs",
    "conflict_of",
    "digest_of_stream",
    "head_of",
    "measured",
    "no_blob",
    "pages_of",
    "parse_time",
    "scan_pages",
    "standing",
    "time_text",
    "verify",
]
