"""The audit as a page for people."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from plpcore.audit import AuditReport, ChangedVerdict, Comparison, EducatorRow, Gain, RuleGain
from plpcore.cli._output import Format, rows_text
from plpcore.cli._words import Words, mixed
from plpcore.evaluation import Outcome
from plpcore.exchange import Cell

_SOME = 10


@frozen
class Page:
    """How an audit is shown.

    Attributes:
        words: The language.
        educators: `some`, `all` or `none`.
    """

    words: Words
    educators: str

    def audit(self, report: AuditReport) -> Iterator[str]:
        """Yield the lines of an audit."""
        yield from self._head(report)
        yield from self._faults(report)
        yield from self._not_counted(report)
        yield from self._educators(report)

    def comparison(self, found: Comparison) -> Iterator[str]:
        """Yield the lines of a comparison: whose verdict changes, by which learning, then the first audit."""
        first, second = found.first, found.second
        yield from self._head(first)
        yield ""
        yield self.words.say("compare")
        given = [outcome for outcome in Outcome if first.totals.of(outcome) or second.totals.of(outcome)]
        rows = [self._policy_row(one, given) for one in (first, second)]
        yield self._table(("policy", *given, "counted", "credit"), rows)
        yield from self._met_only(second, found.gained)
        yield from self._met_only(first, found.lost)
        yield from self._gains(first, second, found.only_second)
        yield from self._refusals(first, found.refused_by_first)
        yield from self._gains(second, first, found.only_first)
        yield from self._refusals(second, found.refused_by_second)
        yield from self._faults(first, second)
        yield from self._not_counted(first)

    def _met_only(self, report: AuditReport, changed: Sequence[ChangedVerdict]) -> Iterator[str]:
        yield self.words.say("met_only", policy=report.policy, count=len(changed))
        names = list(dict.fromkeys(one.educator for one in changed))
        if not names or self.educators == "none":
            return
        shown = names if self.educators == "all" else names[:_SOME]
        left = len(names) - len(shown)
        yield f"  {', '.join(shown)}{', …' if left else ''}"

    def _faults(self, *reports: AuditReport) -> Iterator[str]:
        """Yield the records that were not judged; a fault under both policies stands there once."""
        rows = [row for report in reports for row in report.rows if row.fault is not None]
        if not rows:
            return
        yield ""
        yield self.words.say("faults", count=self.words.count("educators", len({row.educator for row in rows})))
        lines = list(dict.fromkeys(f"  {row.educator}: {row.fault}" for row in rows))
        shown = {"all": lines, "some": lines[:_SOME], "none": []}[self.educators]
        yield from shown
        if self.educators == "some" and len(shown) < len(lines):
            yield self.words.say("more", count=len(lines) - len(shown))

    def _head(self, report: AuditReport) -> Iterator[str]:
        say, totals = self.words.say, report.totals
        yield report.title
        cycles = sorted({row.cycle for row in report.rows if row.fault is None})
        cycle = say("cycle", cycle=cycles[0]) if len(cycles) == 1 and cycles[0] else ""
        yield ", ".join(filter(None, (report.policy, say("as_of", day=report.as_of), cycle)))
        yield ""
        counts = [f"{count} {self._outcome(outcome)}" for outcome, count in totals.outcomes if count]
        people = self.words.count("educators", totals.educators)
        if len(report.rows) > totals.educators:
            people = say("in_cycles", educators=people, cycles=len(report.rows))
        yield f"{people}: {', '.join(counts)}"
        yield say(
            "claimed",
            count=self.words.count("activities", totals.activities),
            amounts=self.words.amounts(totals.claimed),
        )
        yield say("credited", count=totals.counted, credit=self._credit(report))
        yield say("not_counted", amounts=self.words.amounts(totals.not_counted))
        words = self.words.catalogue.words["grants"]
        states = [f"{count} {words[state]}" for state, count in totals.grants if count]
        if states:
            yield say("grants", states=", ".join(states))

    def _not_counted(self, report: AuditReport) -> Iterator[str]:
        amounts = self.words.amounts
        kinds = [
            (self.words.kind(row.kind), row.activities - row.counted, row.activities, amounts(row.not_counted))
            for row in sorted(report.kinds, key=lambda row: (row.counted - row.activities, row.kind))
            if row.not_counted or row.counted < row.activities
        ]
        if not kinds:
            # What stands in a record with a fault was claimed too, and nobody can say whether it counts.
            yield from () if report.totals.faults else (self.words.say("all_count"),)
            return
        yield ""
        yield self.words.say("by_kind")
        yield self._table(("kind", "activities", "of", "amount"), kinds)
        yield ""
        yield self.words.say("by_reason")
        reasons = [
            (row.reason.value, row.rule, row.activities, row.educators, amounts(row.not_counted))
            for row in report.reasons
        ]
        yield self._table(("reason", "rule", "activities", "people", "amount"), reasons)

    def _educators(self, report: AuditReport) -> Iterator[str]:
        rows = report.rows if self.educators == "all" else report.findings
        shown = rows if self.educators == "all" else rows[:_SOME]
        if self.educators == "none" or not rows:
            return
        yield ""
        yield self.words.say("rows")
        spans = len(report.rows) > report.totals.educators
        head = ("educator", *(("span",) if spans else ()), "outcome", "required", "total", "short", "amount", "missing")
        yield self._table(head, [self._educator(row, spans=spans) for row in shown])
        if len(shown) < len(rows):
            yield self.words.say("more", count=len(rows) - len(shown))

    def _educator(self, row: EducatorRow, *, spans: bool) -> tuple[Cell, ...]:
        adrift = (self.words.say("grant_adrift"),) if row.has_unknown_grant else ()
        lacking = ", ".join((*row.missing, *row.unsigned, *adrift))
        return (
            row.educator,
            *((row.cycle,) if spans else ()),
            self._outcome(row.outcome),
            *(mixed(amount) for amount in (row.required, row.total, row.short)),
            self.words.amounts(row.not_counted),
            lacking,
        )

    def _policy_row(self, report: AuditReport, given: Sequence[Outcome]) -> tuple[Cell, ...]:
        outcomes = [report.totals.of(outcome) for outcome in given]
        return (report.policy, *outcomes, report.totals.counted, self._credit(report))

    def _credit(self, report: AuditReport) -> str:
        """Return what counts in the policy's unit, in the language where its catalogue knows the unit."""
        credit = report.totals.credit
        one, many = self.words.catalogue.units.get(report.unit, (report.unit, report.units))
        return f"{mixed(credit)} {one if credit == 1 else many}"

    def _gains(self, without: AuditReport, counting: AuditReport, gains: tuple[Gain, ...]) -> Iterator[str]:
        if len(gains) <= 1:
            return
        whole, *kinds = gains
        amounts = self.words.amounts
        yield ""
        yield self.words.say("only", first=without.policy, second=counting.policy)
        counts = (self.words.count("activities", whole.activities), self.words.count("educators", whole.educators))
        yield self.words.say("gain", activities=counts[0], educators=counts[1], amounts=amounts(whole.amounts))
        rows = [(self.words.kind(one.kind), one.activities, one.educators, amounts(one.amounts)) for one in kinds]
        yield self._table(("kind", "activities", "people", "learned"), rows)

    def _refusals(self, refusing: AuditReport, gains: tuple[RuleGain, ...]) -> Iterator[str]:
        if not gains:
            return
        yield self.words.say("refused_by", policy=refusing.policy)
        rows = [
            (one.reason.value, one.rule, one.cite, self.words.kind(one.kind), one.activities, one.educators)
            for one in gains
        ]
        yield self._table(("reason", "rule", "cite", "kind", "activities", "people"), rows)

    def _outcome(self, outcome: Outcome) -> str:
        return self.words.catalogue.words["outcomes"][outcome.value].lower()

    def _table(self, head: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> str:
        names = [self._outcome(name) if isinstance(name, Outcome) else self.words.table[name] for name in head]
        return rows_text(names, rows, Format.TABLE)
