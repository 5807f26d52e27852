"""Statements for a terminal."""

from collections.abc import Iterable, Sequence
from textwrap import TextWrapper
from typing import Literal, TypeAlias

from attrs import frozen

from plpcore.evaluation import Outcome, Statement
from plpcore.report._catalogue import Catalogue
from plpcore.report._told import Account, Because, Change, Entry, Section, Standing, account_of
from plpcore.report._voice import Voice

Detail: TypeAlias = Literal["summary", "tree"]

MIN_WIDTH = 40
_BAR = 20
_LONGEST_NAME = 30
_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_GREEN, _YELLOW, _RED = "\x1b[32m", "\x1b[33m", "\x1b[31m"
_COLORS = {
    Outcome.MET: _GREEN,
    Outcome.MET_IF_APPROVED: _YELLOW,
    Outcome.SHORT: _RED,
    Outcome.UNDETERMINED: _YELLOW,
    Outcome.NOT_APPLICABLE: _YELLOW,
}


def render_text(
    statement: Statement,
    catalogue: Catalogue,
    *,
    width: int = 80,
    color: bool = False,
    detail: Detail = "summary",
    extends: Sequence[str] = (),
) -> str:
    """Return a statement as text for a terminal, with a line break at its end.

    Args:
        statement: The statement.
        catalogue: The language.
        width: Columns of a line, at least 40; a word longer than that is not cut.
        color: Mark verdict and headings with ANSI colours.
        detail: `summary`: verdict, requirements, what is missing, each activity with the reasons for what does not
            count. `tree`: also each step of each amount, every option, and where each rule is written.
        extends: The ids of the policies that its policy extends, the lowest authority first.
    """
    is_full = detail == "tree"
    account, voice = account_of(statement, catalogue, is_full=is_full, extends=extends)
    page = _Page(max(width, MIN_WIDTH), color)
    lines = [*page.verdict(account), *page.wrapped("", " ".join(account.head))]
    if is_full:
        lines += page.wrapped("", account.identity)
    lines += page.requirements(account, voice)
    lines += page.sections(account.before)
    lines += page.entries(account, voice, is_full=is_full)
    if is_full:
        lines += page.changes(voice.label("required-total"), account.required)
    lines += page.sections(account.after)
    return "\n".join(lines) + "\n"


@frozen
class _Page:
    width: int
    color: bool

    def painted(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.color else text

    def wrapped(self, indent: str, text: str, first: str | None = None) -> list[str]:
        wrapper = TextWrapper(
            width=self.width,
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return wrapper.wrap(text)

    def heading(self, title: str) -> list[str]:
        return ["", *(self.painted(line, _BOLD) for line in self.wrapped("", title))]

    def verdict(self, account: Account) -> list[str]:
        word, sentence = account.verdict
        color = _COLORS[account.outcome]
        return [self.painted(line, color) for line in self.wrapped("  ", f"{word}: {sentence}", "")]

    def sections(self, sections: Iterable[Section]) -> list[str]:
        lines: list[str] = []
        for section in sections:
            lines += self.heading(section.title)
            for item in section.items:
                lines += self.wrapped("    ", item, "  - ")
        return lines

    def requirements(self, account: Account, voice: Voice) -> list[str]:
        if not account.requirements:
            return []
        column = max(len(one.name) for one in account.requirements)
        rows = [f"  {one.name:<{column}} {_told(one)}" for one in account.requirements]
        is_table = column <= _LONGEST_NAME and max(map(len, rows)) <= self.width
        lines = self.heading(voice.label("requirements"))
        for one, row in zip(account.requirements, rows, strict=True):
            stacked = [*self.wrapped("  ", one.name), *self.wrapped("      ", _told(one), "    ")]
            lines += [line if one.is_reached else self.painted(line, _RED) for line in ([row] if is_table else stacked)]
        return lines

    def entries(self, account: Account, voice: Voice, *, is_full: bool) -> list[str]:
        lines = self.heading(voice.label("activities"))
        if not account.entries:
            lines += self.wrapped("  ", voice.label("no-activities"))
        for entry in account.entries:
            lines += self._entry(entry, is_full=is_full)
        return lines

    def _entry(self, entry: Entry, *, is_full: bool) -> list[str]:
        title = f"{entry.id} {entry.title} ({entry.about})" if entry.title else f"{entry.id} ({entry.about})"
        lines = self.wrapped("    ", f"{title}: {entry.counts}.", "  ")
        for note in entry.notes:
            lines += self.wrapped("    ", note)
        if is_full:
            return lines + [line for change in entry.steps for line in self._change(change)]
        return lines + [line for because in entry.why for line in self._because(because)]

    def _because(self, because: Because) -> list[str]:
        return self.wrapped("      ", f"{_sentence(because)} [{because.code}]", "    - ")

    def changes(self, title: str, changes: tuple[Change, ...]) -> list[str]:
        if not changes:
            return []
        return self.heading(title) + [line for change in changes for line in self._change(change)]

    def _change(self, change: Change) -> list[str]:
        text = f"{change.before} -> {change.after}: {_sentence(change.because)} [{change.because.code}]"
        return self.wrapped("      ", text, "    ")


def _sentence(because: Because) -> str:
    return f"{because.sentence} {because.rule}." if because.rule else because.sentence


def _told(one: Standing) -> str:
    return f"{_bar(one)} {one.credited}, {one.state}"


def _bar(one: Standing) -> str:
    filled = one.fills.numerator * _BAR // one.fills.denominator
    return f"[{'#' * filled}{'.' * (_BAR - filled)}]"
