"""The arguments of every message: their names, their types, and whether they are always given."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from plpcore.evaluation import Reason


class ArgumentType(StrEnum):
    """What an argument is, which decides how it is told."""

    CREDIT = "credit"
    """An exact amount in the policy's unit; or a text such as `1.5 hour`, an amount in a source unit."""
    NUMBER = "number"
    """An exact number without a unit."""
    SHARE = "share"
    """An exact share of a whole, told as a percentage."""
    DAY = "day"
    """A calendar day."""
    TEXT = "text"
    """Words of the policy or the record, told as they are."""
    TEXTS = "texts"
    """Several such words."""
    UNIT = "unit"
    """The code of a source unit, such as `hour`, told as one of it."""
    UNITS = "units"
    """The code of a source unit, told as several of it."""
    SPAN = "span"
    """`cycle`, `year`, `semester`, `week`, `day` or `activity`."""
    KIND = "kind"
    """The code of a kind of activity."""
    FACT = "fact"
    """The name of a fact."""
    FACTS = "facts"
    """The names of several facts."""
    RULES = "rules"
    """The ids of several rules, told by their names."""
    PURPOSE = "purpose"
    """`credit` or `prior-approval`."""


@frozen
class Signature:
    """The arguments of one message, by name.

    Attributes:
        always: Those that are always given and never empty.
        sometimes: Those that may be absent or empty, so that a message names them in `[ ]` only.
    """

    always: Mapping[str, ArgumentType]
    sometimes: Mapping[str, ArgumentType]

    def type_of(self, name: str) -> ArgumentType | None:
        """Return the type of an argument; None for a name that the signature does not know."""
        return self.always.get(name) or self.sometimes.get(name)


def signature(text: str) -> Signature:
    """Return the signature that a text such as `at_least number, kinds? texts` states."""
    pairs = [part.split() for part in text.split(",") if part.strip()]
    return Signature(
        always={name: ArgumentType(of) for name, of in pairs if not name.endswith("?")},
        sometimes={name.removesuffix("?"): ArgumentType(of) for name, of in pairs if name.endswith("?")},
    )


_NONE: Iterable[Reason] = (
    Reason.FIXED,
    Reason.GOAL_NOT_APPROVED,
    Reason.AWAITING_GOAL,
    Reason.CONDITION_NOT_MET,
    Reason.EDUCATOR_CONDITION_NOT_MET,
    Reason.TOTAL,
    Reason.TOTAL_ROW,
    Reason.NO_TOTAL,
    Reason.EXEMPT,
)
_SOME: Mapping[Reason, str] = {
    Reason.RATE: "per unit, credit credit",
    Reason.MEASURED: "minutes_per_unit number, minimum? number",
    Reason.EACH: "each credit, count unit",
    Reason.TABLE: "by fact, value text",
    Reason.MULTIPLIED: "times number",
    Reason.SPLIT: "share share",
    Reason.REVIEWED: "amount credit, reviewer? text",
    Reason.NO_AWARD: "kind kind",
    Reason.AMBIGUOUS_AWARD: "awards rules",
    Reason.NO_AMOUNT: "unit units",
    Reason.TOO_FEW: "at_least number, count units",
    Reason.BELOW_LEAST: "at_least credit",
    Reason.WHOLE_ONLY: "multiple credit",
    Reason.REPEATED: "same facts, then share",
    Reason.EVIDENCE_MISSING: "at_least number, kinds? texts",
    Reason.REFLECTION_MISSING: "at_least number, prompts? texts",
    Reason.GOAL_MISSING: "framework? text",
    Reason.AWAITING_APPROVAL: "purpose purpose",
    Reason.RETURNED: "reason? text",
    Reason.DENIED: "reason? text",
    Reason.REVOKED: "reason? text",
    Reason.APPROVED_TOO_LATE: "decided day",
    Reason.APPROVED_TOO_EARLY: "decided day",
    Reason.AWAITING_PANEL: "approvals number, needed number, denials number",
    Reason.PANEL_DENIED: "approvals number, needed number, denials number",
    Reason.PROVIDER_NOT_APPROVED: "provider? text",
    Reason.TOO_LATE: "days? number, at_most? number",
    Reason.ATTENDANCE_TOO_LOW: "attended? number, needed? number",
    Reason.GRADE_TOO_LOW: "grade? text, at_least? text",
    Reason.NOT_YET: "as_of day",
    Reason.OUTSIDE_WINDOW: "from? day, until? day",
    Reason.FLOOR_ONLY: "from? day, until? day",
    Reason.FACT_MISSING: "facts facts",
    Reason.HOST_RULE: "kind text",
    Reason.HOST_RULE_OPAQUE: "kind text",
    Reason.BLOCK_NOT_REACHED: "at_least credit, by facts",
    Reason.CAP_REACHED: "at_most? credit, share? share, per span, by? facts",
    Reason.TOTAL_HIGHEST: "class? text",
    Reason.ADDED: "each fact, value number, amount credit",
    Reason.REDUCED: "amount credit",
    Reason.PRORATED: "by fact, value number, of number",
    Reason.WAIVED: "authority text, reason text",
    Reason.ADJUSTED: "amount credit, authority text, reason text",
    Reason.SUBSTITUTED: "authority text, reason text",
}

REASONS: Mapping[Reason, Signature] = {
    **{reason: signature("") for reason in _NONE},
    **{reason: signature(text) for reason, text in _SOME.items()},
}
"""What each reason's message may name. A cap is told as `at_most` or as `share`."""

_PHRASES: Mapping[str, str] = {
    "verdict-counts": "total number, required credit",
    "verdict-no-total": "total credit",
    "verdict-no-credit": "",
    "verdict-deemed": "rule text",
    "verdict-more": "amount credit",
    "verdict-distinct": "count number",
    "verdict-pending": "count number",
    "verdict-unsigned": "count number",
    "verdict-unknown": "facts facts",
    "verdict-open": "",
    "verdict-no-edition": "",
    "policy": "policy text, upper? text, edition? text, way? text",
    "digest": "digest text",
    "judged": "educator text, as_of day, known_at? day",
    "cycle": "from day, to day",
    "credited": "credited number, needed credit",
    "distinct": "credited number, needed number",
    "short": "short number",
    "carried-in": "amount credit",
    "carried-out": "amount credit",
    "fix-amount": "amount credit",
    "fix-part": "amount number, requirements text",
    "fix-whole": "requirements text",
    "fix-shared": "amount number, requirements text, sharing number",
    "fix-apart": "sharing number",
    "fix-apart-nested": "sharing number",
    "fix-cap": "rule text, by? facts",
    "fix-cap-span": "rule text, span span, by? facts",
    "fix-distinct": "count number, requirement text",
    "fix-unsigned": "name text",
    "tight-short": "requirements text, needs credit, reachable number, sources? text",
    "tight-met": "requirements text, needs credit, reachable number, sources? text",
    "source": "amount number, kind kind",
    "source-carried": "amount number",
    "about": "kind kind, day text, amounts? text",
    "part": "part text",
    "counts-all": "counted credit",
    "counts-part": "counted number, earned credit",
    "counts-nothing": "earned? credit",
    "counts-elsewhere": "earned? credit",
    "counts-pending": "earned? credit",
    "counts-unknown": "earned? credit",
    "fills": "places text",
    "fits": "places text",
    "may-change": "facts facts",
    "because": "rule text, cite? text",
    "lacks": "fact fact, places text",
    "waits": "activity text, amount credit",
    "way": "way text, outcome text, short? credit",
    "signed": "names text",
    "keep": "day day",
    "grant": "grant text, says text, state text, granted text, remark? text",
    "grant-waiver": "rule text, activity? text",
    "grant-adjustment": "rule text, amount number",
    "grant-substitution": "rule text, activity text",
    "granted": "authority text, reason text, from day, until? day",
    "answer": "rule text, values text",
    "not-known": "facts facts",
    "quantum": "amount credit",
    "within": "name text, floor text",
    "amount-in": "unit units",
}

PHRASES: Mapping[str, Signature] = {name: signature(text) for name, text in _PHRASES.items()}
"""What each phrase of a statement may name."""

LABELS: tuple[str, ...] = (
    "requirements",
    "missing",
    "bottleneck",
    "activities",
    "pending",
    "undetermined",
    "ways",
    "further",
    "required-total",
    "grants",
    "grant-moot",
    "grant-unknown",
    "options",
    "sources",
    "total",
    "requirement",
    "credited",
    "state",
    "reached",
    "no-minimum",
    "unknown",
    "no-activities",
    "educator",
    "no-date",
    "yes",
    "no",
    "or",
    "option-stated",
    "option-default",
    "options-rest",
    "same-credit",
    "opaque",
    "reasons-title",
    "reasons-about",
    "says",
    "means",
    "mends",
    "arguments",
    "sometimes",
)
"""The words of a statement that take no argument."""

UNITS: tuple[str, ...] = (
    "hour",
    "minute",
    "day",
    "year",
    "semester_hour",
    "quarter_hour",
    "ceu",
    "page",
    "item",
)
"""The source units that a catalogue has words for; any other is told by its code."""

FACTS: tuple[str, ...] = (
    "kind",
    "title",
    "provider",
    "tags",
    "completed",
    "started",
    "entered",
    "approved",
    "award",
    "plan.period",
    "review.decided",
)
"""The facts that a catalogue has words for; any other is told by its name."""
