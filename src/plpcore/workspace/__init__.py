"""Workspace: what a host calls. It joins a storage, policies, rights, identity and a clock, for one district.

Theory
------
Everything that changes a plan is a command: a frozen value that is done by somebody, for somebody, once. A workspace
asks the host's authorizer, runs the command on the journal, and writes all of it or nothing. What was refused is
recorded too. What is kept are documents; where a claim stands is read from them and never set.

Credit is a decision about a record: `CloseCycle` records it with the digests of policy, input and statement, and
`Workspace.replay` reckons every recorded decision again, byte for byte, or says why it cannot.
"""

from plpcore.workspace._access import Allow, AllowEverything, Authorizer, By, Deny, DenyEverything, Resource, Verb
from plpcore.workspace._commands import Command
from plpcore.workspace._cycle import CloseCycle, ReplayCode, Replayed
from plpcore.workspace._history import Happened
from plpcore.workspace._importing import Imported, ImportRecords
from plpcore.workspace._judging import Decide, DecideAppeal, Decided, FileAppeal, Give
from plpcore.workspace._learning import (
    AttachEvidence,
    KeepPerson,
    LogActivity,
    Reflect,
    SetGoal,
    SignPaper,
    StartPlan,
    Submit,
    Withdraw,
)
from plpcore.workspace._outbox import EVENT_VERSION, Claim, Event
from plpcore.workspace._people import ErasePerson, ErasePlan, Hold, MergePeople, UnmergePeople
from plpcore.workspace._seams import Clock, IdentityResolver, SystemClock
from plpcore.workspace._workspace import LEASE, Files, Receipt, Workspace

__all__ = [
    "EVENT_VERSION",
    "LEASE",
    "Allow",
    "AllowEverything",
    "AttachEvidence",
    "Authorizer",
    "By",
    "Claim",
    "Clock",
    "CloseCycle",
    "Command",
    "Decide",
    "DecideAppeal",
    "Decided",
    "Deny",
    "DenyEverything",
    "ErasePerson",
    "ErasePlan",
    "Event",
    "FileAppeal",
    "Files",
    "Give",
    "Happened",
    "Hold",
    "IdentityResolver",
    "ImportRecords",
    "Imported",
    "KeepPerson",
    "LogActivity",
    "MergePeople",
    "Receipt",
    "Reflect",
    "ReplayCode",
    "Replayed",
    "Resource",
    "SetGoal",
    "SignPaper",
    "StartPlan",
    "Submit",
    "SystemClock",
    "UnmergePeople",
    "Verb",
    "Withdraw",
    "Workspace",
]
