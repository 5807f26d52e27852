"""Statements and the list of reason codes as Markdown."""

import re
from collections.abc import Iterable, Sequence

from plpcore.evaluation import Reason, Statement
from plpcore.report._catalogue import Catalogue
from plpcore.report._signatures import REASONS
from plpcore.report._text import Detail
from plpcore.report._told import Account, Because, Change, Entry, Section, account_of
from plpcore.report._voice import Voice

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_MARKER = re.compile(r"^(?:([0-9]+)([.)])(?=\s|$)|()([-+=]))")


def render_markdown(
    statement: Statement, catalogue: Catalogue, *, detail: Detail = "summary", extends: Sequence[str] = ()
) -> str:
    """Return a statement as Markdown, with a line break at its end.

    Whatever the record or the policy holds is shown as text: none of it becomes markup.

    Args:
        statement: The statement.
        catalogue: The language.
        detail: `summary` or `tree`, as for `render_text`.
        extends: The ids of the policies that its policy extends, the lowest authority first.
    """
    is_full = detail == "tree"
    account, voice = account_of(statement, catalogue, is_full=is_full, extends=extends)
    word, sentence = account.verdict
    blocks = [f"# {_plain(word)}", _plain(sentence[:1].upper() + sentence[1:]), _plain(" ".join(account.head))]
    if is_full:
        blocks.append(_plain(account.identity))
    blocks += _requirements(account, voice)
    blocks += _sections(account.before)
    blocks += _entries(account, voice, is_full=is_full)
    if is_full and account.required:
        blocks += [f"## {_plain(voice.label('required-total'))}", _lines(_changes(account.required, ""))]
    blocks += _sections(account.after)
    return "\n\n".join(blocks) + "\n"


def _plain(text: str) -> str:
    """Return text in which nothing is markup."""
    return _MARKER.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", text))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _sections(sections: Iterable[Section]) -> list[str]:
    blocks = []
    for section in sections:
        blocks += [f"## {_plain(section.title)}", _lines(f"- {_plain(item)}" for item in section.items)]
    return blocks


def _requirements(account: Account, voice: Voice) -> list[str]:
    if not account.requirements:
        return []
    head = " | ".join(_plain(voice.label(name)) for name in ("requirement", "credited", "state"))
    rows = [f"| {_plain(one.name)} | {_plain(one.credited)} | {_plain(one.state)} |" for one in account.requirements]
    return [f"## {_plain(voice.label('requirements'))}", _lines([f"| {head} |", "|---|---|---|", *rows])]


def _entries(account: Account, voice: Voice, *, is_full: bool) -> list[str]:
    head = f"## {_plain(voice.label('activities'))}"
    if not account.entries:
        return [head, _plain(voice.label("no-activities"))]
    return [head, _lines(line for entry in account.entries for line in _entry(entry, is_full=is_full))]


def _entry(entry: Entry, *, is_full: bool) -> Iterable[str]:
    name = f"{entry.id} {entry.title}" if entry.title else entry.id
    yield f"- **{_plain(name)}** ({_plain(entry.about)}): {_plain(entry.counts)}."
    for note in entry.notes:
        yield f"  - {_plain(note)}"
    if is_full:
        yield from _changes(entry.steps, "  ")
    else:
        yield from (f"  - {_because(because)}" for because in entry.why)


def _changes(changes: Iterable[Change], indent: str) -> Iterable[str]:
    for change in changes:
        yield f"{indent}- {change.before} → {change.after}: {_because(change.because)}"


def _because(because: Because) -> str:
    rule = f" {_plain(because.rule)}." if because.rule else ""
    return f"{_plain(because.sentence)}{rule} `{because.code}`"


def render_reasons(catalogue: Catalogue) -> str:
    """Return the list of all reason codes as Markdown: what each says, what it means, and what mends it."""
    labels = catalogue.words["labels"]
    blocks = [f"# {labels['reasons-title']}", labels["reasons-about"]]
    for reason in Reason:
        blocks += [f"## {reason.value}", _lines(_reason(reason, catalogue))]
    return "\n\n".join(blocks) + "\n"


def _reason(reason: Reason, catalogue: Catalogue) -> Iterable[str]:
    labels, words = catalogue.words["labels"], catalogue.reasons[reason]
    yield f"- {labels['says']}: `{words.text.text}`"
    yield f"- {labels['means']}: {_plain(words.means)}"
    yield f"- {labels['mends']}: {_plain(words.mends)}"
    found = REASONS[reason]
    told = [f"`{name}` ({of.value})" for name, of in found.always.items()]
    told += [f"`{name}` ({of.value}, {labels['sometimes']})" for name, of in found.sometimes.items()]
    if told:
        yield f"- {labels['arguments']}: {', '.join(told)}"
