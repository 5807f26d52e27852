"""Bugs planted in the memory storage."""

from plpcore.journal import Storage
from tests.storage.planted import Bug, planted

MODULES = ("plpcore.storage.memory",)

_EARLIER = "            if earlier is not None:\n"
_FIND = "earlier = known.commands.get(batch.note.command_id)"
_ASKED = "conflict = conflict_of(batch, versions, known.touched)"
_RAISE = "                raise conflict\n"
_SEAL = "entry = batch.seal(known.head)"
_ADD = "    def add(self, entry: Entry) -> None:\n"
_REMEMBER = "self.commands[entry.commit.note.command_id] = entry.commit"
_TOUCH = "            self.touched[revision.owner] = revision.seq\n"
_FORGET = "forgotten = evolve(one, body=None, salt=None)"
_OLD = "                if one.seq < seq:\n"
_AT = "next((one for one in reversed(history) if as_of is None or one.seq <= as_of), None)"
_FOUND = "found = ((key, known.at(key, as_of)) for key in keys)"
_STANDING = "standing = (known.at(key, as_of) for key in keys)"
_KEYS = 'sorted(key for key in known.documents if kind in {"", key.kind} and (after is None or after < key))'
_WANTED = 'if one is not None and one.body is not None and owner in {"", one.owner}]'
_PAGE = "page[-1].key if len(page) < len(wanted) else None"
_BOUND = "if number and (number >= PAGE_ROWS or size > PAGE_SIZE):"
_WHOLE = "if number and (rows > PAGE_ROWS or size > PAGE_SIZE):"
_ENTRIES = "entries = tuple(_whole_commits(known.entries[after:][:limit]))"
_LAST = "last if last < known.head.seq else None"
_KNOWN = "return self._tenants.get(tenant) or _Tenant(Checkpoint(tenant))"
_ERASE = "known.erase(batch.erased, entry.commit.seq)"
_COMMIT = '''        """Write a batch, all of it or nothing; see `plpcore.journal.Storage`."""
        with self._lock:
'''
_READ = '''        """Return documents by name; see `plpcore.journal.Storage`."""
        with self._lock:
'''
_VERSIONS = "versions = {key: len(known.documents.get(key, ())) for key in asked}"
_APPEND = "self.entries.append(entry)"
_HEAD = "self.head = entry.commit.checkpoint"


def _conflict(wrong: str) -> dict[str, str]:
    return {_ASKED: f"conflict = conflict_of({wrong})"}


def _before_raising(*statements: str) -> dict[str, str]:
    return {_RAISE: "".join(f"                {one}\n" for one in (*statements, "raise conflict"))}


def _kept(change: str) -> dict[str, str]:
    """Keep each revision changed."""
    kept = f"        entry = evolve(entry, revisions=tuple(evolve(one, {change}) for one in entry.revisions))\n"
    return {_ADD: _ADD + kept}


def _noted(change: str) -> dict[str, str]:
    """Keep each commit with a changed note."""
    kept = f"evolve(entry, commit=evolve(entry.commit, note=evolve(entry.commit.note, {change})))"
    return {_APPEND: f"self.entries.append({kept})"}


_OTHERS = "for one in self._tenants.values()"

_COMMANDS = {
    "a repeated command is written again": {_EARLIER: "            if False:\n"},
    "a repeated command finds that of any tenant": {
        _FIND: f"earlier = next((one.commands[batch.note.command_id] {_OTHERS} if batch.note.command_id in one.commands), None)"
    },
    "commands differ in case only and are taken for one": {
        _FIND: "earlier = known.commands.get(batch.note.command_id.casefold())",
        _REMEMBER: "self.commands[entry.commit.note.command_id.casefold()] = entry.commit",
    },
    "commands are normalised": {
        _FIND: 'earlier = known.commands.get(normalize("NFC", batch.note.command_id))',
        _REMEMBER: 'self.commands[normalize("NFC", entry.commit.note.command_id)] = entry.commit',
    },
    "no command is a command too": {"        if entry.commit.note.command_id:\n": "        if True:\n"},
    "a receipt is never found": {"self._known(tenant).commands.get(command_id)": "None"},
    "a receipt is the last commit": {
        "self._known(tenant).commands.get(command_id)": "(self._known(tenant).entries or [None])[-1] and "
        "self._known(tenant).entries[-1].commit"
    },
    "a refused command is remembered": _before_raising(
        "known.commands[batch.note.command_id] = batch.seal(known.head).commit", "self._tenants[tenant] = known"
    ),
    "a repeated command is a conflict when its document has changed": {
        _EARLIER: "            if earlier is not None and all(len(known.documents.get(put.key, ())) == put.expected + 1 "
        "for put in batch.puts):\n"
    },
    "a repeated command returns the last commit": {
        "                return earlier\n": "                return known.entries[-1].commit\n"
    },
}

_CONFLICTS = {
    "versions of documents are not checked": _conflict(
        "batch, {**versions, **{put.key: put.expected for put in batch.puts}}, known.touched"
    ),
    "only the first document's version is checked": _conflict(
        "batch, {**versions, **{put.key: put.expected for put in batch.puts[1:]}}, known.touched"
    ),
    "a version that is too high is let through": _conflict(
        "batch, {**versions, **{put.key: put.expected for put in batch.puts if put.expected > versions[put.key]}}, "
        "known.touched"
    ),
    "checks are left out": _conflict("evolve(batch, checks=()), versions, known.touched"),
    "only the first check is held": _conflict("evolve(batch, checks=batch.checks[:1]), versions, known.touched"),
    "checks of version 0 are left out": _conflict(
        "evolve(batch, checks=tuple(one for one in batch.checks if one.version)), versions, known.touched"
    ),
    "scopes are left out": _conflict("evolve(batch, scopes=()), versions, known.touched"),
    "only the first scope is held": _conflict("evolve(batch, scopes=batch.scopes[:1]), versions, known.touched"),
    "only the first thousand scopes are held": _conflict(
        "evolve(batch, scopes=batch.scopes[:1_000]), versions, known.touched"
    ),
    "only the first thousand checks are held": _conflict(
        "evolve(batch, checks=batch.checks[:1_000]), versions, known.touched"
    ),
    "a scope is broken by the commit that it names": _conflict(
        "batch, versions, {owner: seq + 1 for owner, seq in known.touched.items()}"
    ),
    "a scope is broken by any later commit": _conflict(
        "batch, versions, {scope.owner: known.head.seq for scope in batch.scopes}"
    ),
    "the first commit that touched an owner counts": {
        _TOUCH: "            self.touched.setdefault(revision.owner, revision.seq)\n"
    },
    "a new version does not touch its owner": {
        _TOUCH: f"            if revision.version == 1:\n    {_TOUCH}",
    },
    "to withdraw does not touch the owner": {_TOUCH: f"            if revision.body is not None:\n    {_TOUCH}"},
    "only the first document of a commit touches its owner": {
        _TOUCH: f"            if revision.place == 0:\n    {_TOUCH}"
    },
    "owners are touched whatever their case": {
        _TOUCH: "            self.touched[revision.owner.lower()] = revision.seq\n",
        **_conflict("batch, versions, {one.owner: known.touched.get(one.owner.lower(), 0) for one in batch.scopes}"),
    },
    "owners are touched by other tenants": _conflict(
        f"batch, versions, {{owner: seq {_OTHERS} for owner, seq in one.touched.items()}}"
    ),
    "versions are counted by id whatever the kind": {
        _VERSIONS: "versions = {key: max((len(held) for one, held in known.documents.items() if one.id == key.id), "
        "default=0) for key in asked}"
    },
    "versions are counted over all tenants": {
        _VERSIONS: f"versions = {{key: max((len(one.documents.get(key, ())) {_OTHERS}), default=0) for key in asked}}"
    },
    "kind and id run into each other": {
        _VERSIONS: "known_as = {str(one): len(held) for one, held in known.documents.items()}; "
        "versions = {key: known_as.get(str(key), 0) for key in asked}"
    },
    "a withdrawn document begins anew": {
        _VERSIONS: "versions = {key: 0 if not (held := known.documents.get(key)) or held[-1].body is None else len(held) "
        "for key in asked}"
    },
    "the first document stays written after a conflict": _before_raising(
        "known.add(evolve(batch, puts=batch.puts[:1], erased=()).seal(known.head))", "self._tenants[tenant] = known"
    ),
    "documents without a conflict are written beside one with": _before_raising(
        "fine = tuple(put for put in batch.puts if versions[put.key] == put.expected)",
        "if fine:",
        "    known.add(evolve(batch, puts=fine, erased=()).seal(known.head))",
        "    self._tenants[tenant] = known",
    ),
    "a refused batch uses up a number": _before_raising(
        "known.head = evolve(known.head, seq=known.head.seq + 1)", "self._tenants[tenant] = known"
    ),
    "a refused batch touches its owners": _before_raising(
        "known.touched.update({put.owner: known.head.seq + 1 for put in batch.puts})", "self._tenants[tenant] = known"
    ),
    "a conflict is told as being busy": {_RAISE: "                raise BusyError\n"},
    "a conflict is told by an exception of its own": {_RAISE: "                raise RuntimeError(str(conflict))\n"},
    "a conflict names no versions": {_RAISE: "                raise ConflictError(conflict.what, 0, 0)\n"},
    "a conflict is passed over in silence": {_RAISE: "                return known.entries[-1].commit\n"},
    "a conflict shows the document": {
        _RAISE: "                raise ConflictError(f'{conflict.what} {batch.puts[0].body}', conflict.expected, "
        "conflict.actual)\n"
    },
    "nobody waits for the write lock": {
        _COMMIT: _COMMIT.replace("self._lock", "nullcontext()"),
        _SEAL: f"sleep(0.0005); {_SEAL}",
    },
    "every seventh commit is busy with nobody else": {
        _SEAL: f"{_SEAL}\n            if entry.commit.seq % 7 == 6:\n                raise BusyError"
    },
}

_VALUES = {
    "blanks at the ends of a body are lost": _kept("body=one.body and one.body.strip()"),
    "bodies are normalised": _kept('body=one.body and normalize("NFC", one.body)'),
    "line ends are made the same": _kept('body=one.body and one.body.replace("\\r\\n", "\\n")'),
    "an empty body is none": _kept("body=one.body or None"),
    "a body is cut after 65,535 characters": _kept("body=one.body and one.body[:65_535]"),
    "a body is cut after 999,999 characters": _kept("body=one.body and one.body[:999_999]"),
    "characters beyond the first plane are lost": _kept(
        'body=one.body and "".join(char for char in one.body if char < "\\U00010000")'
    ),
    "a mark at the beginning of a body is lost": _kept('body=one.body and one.body.removeprefix("\\ufeff")'),
    "the number of the form is lost": _kept("schema=1"),
    "the number of the form is cut to 31 bits": _kept("schema=one.schema % 2**31 or 1"),
    "the owner is kept in small letters": _kept("owner=one.owner.lower()"),
    "the actor is kept in small letters": _noted("actor=entry.commit.note.actor.lower()"),
    "for whom it was done is lost": _noted('on_behalf_of=""'),
    "the reason is lost": _noted('reason=""'),
    "times are kept to the millisecond": _noted(
        "at=entry.commit.note.at.replace(microsecond=entry.commit.note.at.microsecond // 1_000 * 1_000)"
    ),
    "29 February is kept as the 28th": _noted(
        "at=entry.commit.note.at - timedelta(days=(entry.commit.note.at.month, entry.commit.note.at.day) == (2, 29))"
    ),
    "times run backwards": {_HEAD: f"{_HEAD}; self.head = evolve(self.head, at=None)"},
    "the places of a commit's documents are sorted": {
        _APPEND: "self.entries.append(evolve(entry, revisions=tuple(sorted(entry.revisions, key=lambda one: one.key))))"
    },
    "the link to the commit before is lost": {
        _APPEND: "self.entries.append(evolve(entry, commit=evolve(entry.commit, previous=NO_HASH)))"
    },
    "the salt is another one": {
        _APPEND: "self.entries.append(evolve(entry, revisions=tuple(evolve(one, salt=bytes(SALT_LENGTH)) "
        "for one in entry.revisions)))"
    },
    "the head keeps another hash": {_HEAD: f"{_HEAD}; self.head = evolve(self.head, hash=NO_HASH)"},
    "a batch of more than 2,000 documents loses the others": {
        _SEAL: "entry = evolve(batch, puts=batch.puts[:2_000]).seal(known.head)"
    },
}

_ERASURES = {
    "an erasure forgets nothing": {_ERASE: "pass"},
    "an erasure forgets the last version only": {
        _OLD: "                if one.version == self.documents[key][-2].version:\n"
    },
    "an erasure forgets the first version only": {_OLD: "                if one.seq < seq and not place:\n"},
    "an erasure forgets what withdraws too": {_OLD: "                if one.seq <= seq:\n"},
    "an erasure forgets the same id of every kind": {
        "        for key in keys:\n": "        for key in [one for one in self.documents for key in keys if one.id == key.id]:\n"
    },
    "an erasure forgets the document of every tenant": {
        _ERASE: f"{_ERASE}; [one.erase([key for key in batch.erased if key in one.documents], 10**9) {_OTHERS}]"
    },
    "an erasure forgets all of the owner": {
        _ERASE: f"{_ERASE}; owners = {{put.owner for put in batch.puts if put.key in batch.erased}}; "
        "known.erase([key for key, held in known.documents.items() if batch.erased and held[-1].owner in owners], "
        "entry.commit.seq)"
    },
    "an erasure forgets the first document only": {_ERASE: "known.erase(batch.erased[:1], entry.commit.seq)"},
    "an erasure forgets everything that is written beside": {
        _ERASE: "known.erase([put.key for put in batch.puts] if batch.erased else [], entry.commit.seq)"
    },
    "an erasure keeps the salt": {_FORGET: "forgotten = evolve(one, body=None)"},
    "an erasure keeps the body": {_FORGET: "forgotten = evolve(one, salt=None)"},
    "an erasure empties the body": {_FORGET: 'forgotten = evolve(one, body="", salt=None)'},
    "an erasure forgets the leaf": {_FORGET: "forgotten = evolve(one, body=None, salt=None, leaf=bytes(32))"},
    "what was erased stands in the log": {
        "        self.entries[one.seq - 1] = evolve(entry, revisions=revisions)\n": ""
    },
    "what was erased can be read": {"        self.documents[one.key][place] = forgotten\n": ""},
    "an erased revision is gone from the log": {
        "(*entry.revisions[: one.place], forgotten, *entry": "(*entry.revisions[: one.place], *entry"
    },
    "an erasure that is refused forgets all the same": _before_raising("known.erase(batch.erased, 10**9)"),
    "an erasure does not say what it erased": {
        _APPEND: "self.entries.append(evolve(entry, commit=evolve(entry.commit, erased=())))"
    },
    "any other document that was withdrawn is erased": {
        _ERASE: "known.erase([put.key for put in batch.puts if put.body is None], entry.commit.seq)"
    },
}

_READS = {
    "as of a commit leaves that commit out": {_AT: _AT.replace("<=", "<")},
    "as of commit 0 is now": {_AT: _AT.replace("as_of is None", "not as_of")},
    "as of a commit the first version stands": {_AT: _AT.replace("reversed(history)", "history")},
    "by name the present is read whatever was asked": {_FOUND: _FOUND.replace("as_of", "None")},
    "a scan shows the present whatever was asked": {_STANDING: _STANDING.replace("as_of", "None")},
    "withdrawn documents are not read": {
        "{key: one for key, one in found if one is not None}": "{key: one for key, one in found if one is not None and "
        "(one.body is not None or one.salt is None)}"
    },
    "withdrawn documents are found": {_WANTED: _WANTED.replace("one.body is not None and ", "")},
    "a withdrawn document is shown as it was before": {
        _AT: _AT.replace("reversed(history) if ", "reversed(history) if one.body is not None and ")
    },
    "every version is found": {
        _STANDING: "standing = (one for key in keys for one in known.documents[key] if as_of is None or one.seq <= as_of)"
    },
    "a scan is sorted without case": {_KEYS: f"sorted({_KEYS}, key=lambda key: (key.kind.lower(), key.id.lower()))"},
    "a scan is sorted by id first": {_KEYS: f"sorted({_KEYS}, key=lambda key: (key.id, key.kind))"},
    "a scan is sorted by the letters of UTF-16": {
        _KEYS: f'sorted({_KEYS}, key=lambda key: (key.kind.encode("utf-16-be"), key.id.encode("utf-16-be")))'
    },
    "a scan is sorted by time of writing": {_KEYS: _KEYS.replace("sorted(key", "list(key")},
    "a scan goes on with where it ended": {_KEYS: _KEYS.replace("after < key", "after <= key")},
    "a scan goes on by the id alone": {_KEYS: _KEYS.replace("after < key", "after.id < key.id")},
    "a scan goes on by the kind alone": {_KEYS: _KEYS.replace("after < key", "after.kind < key.kind")},
    "kinds that begin alike are found": {_KEYS: _KEYS.replace('kind in {"", key.kind}', "key.kind.startswith(kind)")},
    "kinds are found whatever their case": {
        _KEYS: _KEYS.replace('kind in {"", key.kind}', 'kind.lower() in {"", key.kind.lower()}')
    },
    "the kind is passed over when an owner is given": {
        _KEYS: _KEYS.replace('kind in {"", key.kind}', '(owner or kind in {"", key.kind})')
    },
    "owners who begin alike are found": {
        _WANTED: _WANTED.replace('owner in {"", one.owner}', "one.owner.startswith(owner)")
    },
    "a document stays with its first owner": {
        _WANTED: _WANTED.replace("one.owner}", "known.documents[one.key][0].owner}")
    },
    "the owner is passed over": {_WANTED: _WANTED.replace(' and owner in {"", one.owner}', "")},
    "a page of documents has no bound": {_BOUND: "if False:"},
    "a page of documents is not bounded by size": {_BOUND: "if number and number >= PAGE_ROWS:"},
    "a page of documents is not bounded by rows": {_BOUND: "if number and size > PAGE_SIZE:"},
    "a page of documents holds one too many": {_BOUND: _BOUND.replace("number >=", "number >")},
    "a document larger than a page is never shown": {_BOUND: _BOUND.replace("number and ", "")},
    "a scan ends after its first page": {_PAGE: "None"},
    "a scan leaves out a document between two pages": {_PAGE: _PAGE.replace("page[-1].key", "wanted[len(page)].key")},
    "names that come from a generator are used up": {_FOUND: f"len(list(keys)); {_FOUND}"},
    "names in a list are taken out": {
        _FOUND: f"{_FOUND.replace('in keys)', 'in asked)')}".replace(
            "found = (", "asked = list(keys); keys.clear() if isinstance(keys, list) else None; found = ("
        )
    },
    "no more than a thousand names are read": {_FOUND: _FOUND.replace("in keys)", "in list(keys)[:1_000])")},
    "the head of a reading is that of the beginning": {
        "return Reading(known.head,": "return Reading(Checkpoint(tenant),"
    },
    "the head of a scan is that of the beginning": {"return Page(known.head,": "return Page(Checkpoint(tenant),"},
    "who reads sees half of a commit": {
        _READ: _READ.replace("self._lock", "nullcontext()"),
        "            history.append(revision)\n": "            history.append(revision); sleep(0.0005)\n",
    },
}

_LOGS = {
    "the log begins with the commit that it should go on after": {
        _ENTRIES: _ENTRIES.replace("[after:]", "[max(after - 1, 0):]")
    },
    "the log gives more than was asked for": {_ENTRIES: _ENTRIES.replace("[:limit]", "")},
    "the log gives one too few": {_ENTRIES: _ENTRIES.replace("[:limit]", "[:max(limit - 1, 1)]")},
    "the log ends after its first page": {_LAST: "None"},
    "the log goes on after its end": {_LAST: "last"},
    "the log is told from its end": {_ENTRIES: f"{_ENTRIES}[::-1]"},
    "a page of the log is not bounded by rows": {_WHOLE: "if number and size > PAGE_SIZE:"},
    "a page of the log is not bounded by size": {_WHOLE: "if number and rows > PAGE_ROWS:"},
    "a commit larger than a page is never shown": {_WHOLE: _WHOLE.replace("number and ", "")},
    "a commit larger than a page is cut": {
        "        yield entry\n": "        yield evolve(entry, revisions=entry.revisions[:PAGE_ROWS])\n"
    },
    "the log leaves out commits that withdraw only": {
        "        yield entry\n": "        if any(one.body is not None or one.salt is None for one in entry.revisions):\n"
        "            yield entry\n"
    },
}

_LIVES = {
    "a storage that was closed goes on": {"            self._is_open = False\n": ""},
    "closing twice fails": {
        "            self._is_open = False\n": '            assert self._is_open, "it was closed"\n'
        "            self._is_open = False\n"
    },
    "a storage that was closed raises an exception of its own": {
        'raise UnavailableError("it was closed")': 'raise ValueError("it was closed")'
    },
    "a storage that was closed reads empty": {
        'raise UnavailableError("it was closed")': "return _Tenant(Checkpoint(tenant))"
    },
    "tenants are found whatever their case": {
        _KNOWN: "return next((one for name, one in self._tenants.items() if name.lower() == tenant.lower()), None) "
        "or _Tenant(Checkpoint(tenant))"
    },
    "tenants are normalised": {
        _KNOWN: 'return self._tenants.get(normalize("NFC", tenant)) or _Tenant(Checkpoint(tenant))',
        "self._tenants[tenant] = known": 'self._tenants[normalize("NFC", tenant)] = known',
    },
    "an unknown tenant sees the first one": {
        _KNOWN: "return self._tenants.get(tenant) or next(iter(self._tenants.values()), _Tenant(Checkpoint(tenant)))"
    },
    "any tenant's documents are read": {
        _FOUND: f"found = ((key, next((at {_OTHERS} if (at := one.at(key, as_of))), None)) for key in keys)"
    },
    "tenants share their clock": {
        _SEAL: f"entry = batch.seal(evolve(known.head, at=max((one.head.at {_OTHERS}), default=known.head.at)))"
    },
    "it claims durable and is not": {
        "Capabilities(level=Level.EVIDENCE)": "Capabilities(level=Level.EVIDENCE, durable=True)"
    },
    "it claims to be read only and is not": {
        "Capabilities(level=Level.EVIDENCE)": "Capabilities(level=Level.EVIDENCE, read_only=True)"
    },
    "it claims history only and erases": {"Capabilities(level=Level.EVIDENCE)": "Capabilities(level=Level.HISTORY)"},
    "it claims state only and shows a log": {"Capabilities(level=Level.EVIDENCE)": "Capabilities(level=Level.STATE)"},
    "what it can do changes with the first commit": {
        "Capabilities(level=Level.EVIDENCE)": "Capabilities(level=Level.EVIDENCE, sql=bool(self._tenants))"
    },
    "a tenant is not looked at": {
        _KNOWN: _KNOWN.replace("or _Tenant(Checkpoint(tenant))", 'or _Tenant(Checkpoint("x"))')
    },
}

BUGS = tuple(
    Bug(name, changes)
    for part in (_COMMANDS, _CONFLICTS, _VALUES, _ERASURES, _READS, _LOGS, _LIVES)
    for name, changes in part.items()
)


def make(bug: Bug | None) -> Storage:
    """Return a memory storage with a bug in it."""
    made: Storage = planted(bug, MODULES)["MemoryStorage"]()
    return made
