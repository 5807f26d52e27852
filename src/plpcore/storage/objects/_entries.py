"""A commit as an object: JSON that a person can read, and that is read strictly."""

import json
from typing import Any

from plpcore.errors import CorruptError, PlpError
from plpcore.journal import Commit, Entry, Key, Note, Revision, parse_time, time_text

FORMAT = 1


def entry_text(entry: Entry) -> bytes:
    """Return the object of a commit."""
    commit, note = entry.commit, entry.commit.note
    data = {
        "format": FORMAT,
        "tenant": commit.tenant,
        "seq": commit.seq,
        "at": time_text(note.at),
        "actor": note.actor,
        "on_behalf_of": note.on_behalf_of,
        "reason": note.reason,
        "command_id": note.command_id,
        "erased": [[key.kind, key.id] for key in commit.erased],
        "previous": commit.previous,
        "hash": commit.hash,
        "revisions": [_revision_data(one) for one in entry.revisions],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _revision_data(one: Revision) -> dict[str, object]:
    return {
        "kind": one.key.kind,
        "id": one.key.id,
        "owner": one.owner,
        "version": one.version,
        "schema": one.schema,
        "body": one.body,
        "salt": None if one.salt is None else one.salt.hex(),
        "leaf": one.leaf.hex(),
    }


def entry_from(text: bytes, tenant: str, seq: int) -> Entry:
    """Return the commit that an object holds.

    Raises:
        CorruptError: It holds none, or one of another place.
    """
    try:
        data = json.loads(text)
        if (data["format"], data["tenant"], data["seq"]) != (FORMAT, tenant, seq):
            raise CorruptError(f"{tenant} commit {seq}", "its object is of another place or format")
        return _entry(data, tenant, seq)
    except (ValueError, KeyError, TypeError, AttributeError, PlpError) as error:
        if isinstance(error, CorruptError):
            raise
        raise CorruptError(f"{tenant} commit {seq}", "its object cannot be read") from None


def _entry(data: dict[str, Any], tenant: str, seq: int) -> Entry:
    names = ("actor", "on_behalf_of", "reason", "command_id")
    note = Note(at=parse_time(data["at"]), **{name: data[name] for name in names})
    erased = tuple(Key(kind, name) for kind, name in data["erased"])
    revisions = tuple(_revision(one, seq, place) for place, one in enumerate(data["revisions"]))
    return Entry(Commit(tenant, seq, note, erased, data["previous"], data["hash"]), revisions)


def _revision(one: dict[str, Any], seq: int, place: int) -> Revision:
    salt = None if one["salt"] is None else bytes.fromhex(one["salt"])
    key, leaf = Key(one["kind"], one["id"]), bytes.fromhex(one["leaf"])
    return Revision(key, one["owner"], one["version"], one["schema"], one["body"], salt, leaf, seq, place)
