"""The conformance suite of storages, in parts."""

from plpcore.testing._storage._commands import CommandCases
from plpcore.testing._storage._commits import CommitCases, ConflictCases
from plpcore.testing._storage._evidence import EvidenceCases
from plpcore.testing._storage._lifetime import ClosingCases, DurableCases, HostCases, ReadOnlyCases, SqlCases
from plpcore.testing._storage._reads import AsOfCases, LogCases, ReadCases, ScanCases
from plpcore.testing._storage._tenants import TenantCases
from plpcore.testing._storage._together import ProcessCases, ThreadCases
from plpcore.testing._storage._values import ValueCases


class StorageConformance(
    CommitCases,
    ConflictCases,
    CommandCases,
    ReadCases,
    ScanCases,
    AsOfCases,
    LogCases,
    EvidenceCases,
    ValueCases,
    TenantCases,
    ClosingCases,
    ThreadCases,
    DurableCases,
    ProcessCases,
    ReadOnlyCases,
    HostCases,
    SqlCases,
):
    """Does a storage keep the promises of the protocol, and those of each capability that it claims?

    Subclass it in a test file under a name that begins with `Test`, and give it `make_storage`; pytest finds the cases.

    - `make_storage(self, folder)` returns an open storage that keeps what it has in that folder, or in a place that
      belongs to that folder alone (such as a schema named after it). Each case has an empty folder of its own.
    - `opener(self, folder)`, where it is `durable` or `multi_process`: a function that can be pickled and opens the
      same place in another process.
    - `reopen(self, folder)`, where `make_storage` would not open what is there already.
    - `join_host(self, folder)`, where it `joins_host_transaction`; `sql_keys(self, folder, tenant)`, where it claims
      `sql`; `fill(self, folder, written)`, where it is `read_only`.

    The cases of the base part are for every storage. The others are run where the capability is claimed, and skipped
    with the reason where it is not.
    """
