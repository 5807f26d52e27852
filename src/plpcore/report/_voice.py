"""How values become words: a catalogue together with one statement's unit and rule names."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from plpcore.evaluation import Reason, Requirement, Statement
from plpcore.policy import FactValue
from plpcore.quantity import Quantity, format_amount
from plpcore.report._catalogue import Catalogue
from plpcore.report._message import Spoken
from plpcore.report._signatures import PHRASES, REASONS, ArgumentType, Signature

Value: TypeAlias = str | int | Fraction | date | tuple[str, ...] | None

TOTAL = "total"
_BLANKS = re.compile(r"[ \t\r\n]+")
_NO_BREAK = "\u00a0"
_KEPT = _NO_BREAK + "\u200c\u200d"


def clean(text: str) -> str:
    """Return text on one line that cannot steer a terminal: what is not printable becomes the replacement mark."""
    line = _BLANKS.sub(" ", text.strip())
    return "".join(char if char.isprintable() or char in _KEPT else "\ufffd" for char in line)


def number(amount: Fraction) -> str:
    """Return an exact amount as people write it: `1.5`, and `2 1/3` (with a blank that does not break) for 7/3."""
    text = format_amount(amount)
    if "/" not in text or abs(amount) < 1:
        return text
    whole, rest = divmod(abs(amount), 1)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}{_NO_BREAK}{format_amount(rest)}"


@frozen
class Voice:
    """Tells values in one language and one policy's unit.

    Attributes:
        catalogue: The language.
        unit: One of the policy's units.
        units: Several of them.
        rules: The name of each rule by its id.
        cites: Where each rule is written, by its id.
        places: The name of each requirement by the place that credit is put in: its id, and `@` its year.
    """

    catalogue: Catalogue
    unit: str
    units: str
    rules: Mapping[str, str]
    cites: Mapping[str, str]
    places: Mapping[str, str]

    def label(self, name: str) -> str:
        """Return a word of the statement that takes no argument."""
        return self.word("labels", name)

    def word(self, group: str, code: str) -> str:
        """Return the catalogue's word for a code, else the code itself."""
        return self.catalogue.words[group].get(code) or clean(code)

    def rule(self, rule: str) -> str:
        """Return what people call a rule."""
        return clean(self.rules.get(rule) or rule)

    def place(self, place: str) -> str:
        """Return what people call a requirement, with the year where it holds in each year."""
        return self.places.get(place) or clean(place)

    def because(self, rule: str) -> str:
        """Return the rule's name and where it is written; nothing where no rule decided."""
        return self.say("because", rule=self.rule(rule), cite=self.cites.get(rule)) if rule else ""

    def say(self, phrase: str, **given: Value) -> str:
        """Return a phrase with its arguments; None stands for one that is not known."""
        return self.catalogue.phrases[phrase].written(self._spoken(PHRASES[phrase], given))

    def reason(self, reason: Reason, arguments: Iterable[tuple[str, Value]]) -> str:
        """Return the sentence of a reason with the arguments of a step."""
        given = as_told(reason, dict(arguments))
        return self.catalogue.reasons[reason].text.written(self._spoken(REASONS[reason], given))

    def _spoken(self, signature: Signature, given: Mapping[str, Value]) -> dict[str, Spoken]:
        return {name: self.spoken(signature.type_of(name), value) for name, value in given.items() if value is not None}

    def spoken(self, of: ArgumentType | None, value: Value) -> Spoken:
        """Return a value of a type in words."""
        if isinstance(value, tuple):
            return Spoken(", ".join(self.spoken(_EACH.get(of), item).text for item in value))
        if isinstance(value, int | Fraction):
            return self._number(of, Fraction(value))
        if isinstance(value, date):
            return Spoken(value.isoformat())
        return Spoken(self._text(of, str(value)))

    def _number(self, of: ArgumentType | None, amount: Fraction) -> Spoken:
        if of is ArgumentType.SHARE:
            return Spoken(share(amount))
        text = self.credit(amount) if of is ArgumentType.CREDIT else number(amount)
        return Spoken(text, is_one=amount == 1)

    def _text(self, of: ArgumentType | None, text: str) -> str:
        if of in _GROUPS:
            return self.word(_GROUPS[of], text)
        match of:
            case ArgumentType.CREDIT:
                return self._entered(text)
            case ArgumentType.UNIT | ArgumentType.UNITS:
                return self.source_unit(text, is_one=of is ArgumentType.UNIT)
            case ArgumentType.FACT:
                return self.fact(text)
            case ArgumentType.RULES:
                return self.rule(text)
            case _:
                return clean(text)

    def credit(self, amount: Fraction) -> str:
        """Return an amount in the policy's unit."""
        return f"{number(amount)} {clean(self.unit if amount == 1 else self.units)}"

    def quantity(self, quantity: Quantity) -> str:
        """Return an amount in a source unit."""
        return f"{number(quantity.amount)} {self.source_unit(quantity.unit, is_one=quantity.amount == 1)}"

    def _entered(self, text: str) -> str:
        """An amount in a source unit, as text: the amount, a blank, the unit's code."""
        amount, _, unit = text.partition(" ")
        return f"{clean(amount)} {self.source_unit(unit, is_one=amount == '1')}"

    def source_unit(self, code: str, *, is_one: bool) -> str:
        """Return the word for a source unit; one that the catalogue does not know is told by its code."""
        words = self.catalogue.units.get(code)
        if words is None:
            return clean(code.replace("_", " "))
        return words[0] if is_one else words[1]

    def fact(self, name: str) -> str:
        """Return what people call a fact."""
        if name.startswith("amount."):
            return self.say("amount-in", unit=name.removeprefix("amount."))
        return self.word("facts", name)

    def value(self, value: FactValue) -> str:
        """Return the value of a fact."""
        if isinstance(value, bool):
            return self.label("yes" if value else "no")
        return self.spoken(None, value).text


_GROUPS: Mapping[ArgumentType | None, str] = {
    ArgumentType.SPAN: "spans",
    ArgumentType.KIND: "kinds",
    ArgumentType.PURPOSE: "purposes",
}
_EACH: Mapping[ArgumentType | None, ArgumentType] = {
    ArgumentType.FACTS: ArgumentType.FACT,
    ArgumentType.RULES: ArgumentType.RULES,
}


def share(part: Fraction) -> str:
    """Return a share as an exact percentage, or as a fraction where no percentage is exact."""
    percent = format_amount(part * 100)
    return number(part) if "/" in percent else f"{percent}%"


def as_told(reason: Reason, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return arguments as messages name them: a cap is an amount or a share, a minimum of 0 is none."""
    told = dict(given)
    if reason is Reason.CAP_REACHED and told.pop("is_share", 0):
        told["share"] = told.pop("at_most", None)
    if reason is Reason.MEASURED and not told.get("minimum"):
        told["minimum"] = None
    return told


def voice_of(statement: Statement, words: Catalogue) -> Voice:
    """Return the voice that tells a statement."""
    cited = statement.citations
    return Voice(
        catalogue=words,
        unit=statement.unit,
        units=statement.units,
        rules={found.rule: found.name for found in cited},
        cites={found.rule: found.cite for found in cited},
        places={one.key: _name(one, words) for one in statement.requirements},
    )


def _name(one: Requirement, words: Catalogue) -> str:
    name = words.words["labels"]["total"] if one.kind == TOTAL else clean(one.name)
    return f"{name} ({clean(one.span)})" if one.span else name
