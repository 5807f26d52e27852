"""How amounts, facts and conditions of a policy become words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import TypeAlias

from plpcore.errors import InputError
from plpcore.policy import (
    ACTIVITY_FACTS,
    ALWAYS,
    All,
    Compare,
    FactRef,
    FactType,
    FactValue,
    Not,
    Operator,
    Policy,
    Predicate,
    Rule,
    Some,
    every_rule,
)
from plpcore.report._catalogue import catalogue, languages
from plpcore.report._message import Message, Spoken, parse_message
from plpcore.report._voice import clean, number

_EQUAL = ("is", "one_of")
Told: TypeAlias = str | int | Fraction | date | None
_OWN_WORDS = ("kind", "tags", "completed", "started", "entered", "provider", "title", "id", "award")


@cache
def plain_phrases(language: str = "en") -> Mapping[str, Message]:
    """Return the sentences in which policies are told, by name.

    Raises:
        InputError: When there are none in the language; the mend lists those that there are.
    """
    if language not in languages():
        raise InputError("language", f"there are no sentences in '{language}'", f"one of {', '.join(languages())}")
    text = (files("plpcore") / "data" / "plain" / f"{language}.toml").read_text("utf-8")
    return {name: parse_message(phrase) for name, phrase in loads(text).items()}


class PlainVoice:
    """Tells the parts of one policy in one language."""

    def __init__(self, policy: Policy, language: str) -> None:
        self.policy = policy
        self.phrases = plain_phrases(language)
        self.words = catalogue(language)
        self.names = {rule.id: name_of(rule) for _, part in policy.parts for _, rule in every_rule(part)}
        self._types = {
            **{name: spec.type for name, spec in ACTIVITY_FACTS.items()},
            **{name: spec.type for name, spec in (*policy.facts, *policy.activity_facts)},
        }

    def say(self, phrase: str, **given: Told) -> str:
        """Return a phrase with its arguments; None and an empty text stand for one that is missing."""
        spoken = {name: _spoken(value) for name, value in given.items() if value is not None and value != ""}
        return self.phrases[phrase].written(spoken)

    def credit(self, amount: Fraction) -> str:
        """Return an amount in the policy's unit."""
        unit = self.policy.unit
        return f"{number(amount)} {clean(unit.name if amount == 1 else unit.many)}"

    def unit(self, code: str, *, is_one: bool = True) -> str:
        """Return the word for a source unit."""
        known = self.words.units.get(code)
        return plain(code) if known is None else known[0 if is_one else 1]

    def minutes(self, amount: Fraction) -> str:
        """Return an amount of minutes."""
        return f"{number(amount)} {self.unit('minute', is_one=amount == 1)}"

    def length(self, years: int, months: int) -> str:
        """Return a length of time."""
        parts = [self.say(name, count=count) for name, count in (("years", years), ("months", months)) if count]
        return self.joined("and", parts) or self.say("nothing")

    def joined(self, word: str, parts: Sequence[str]) -> str:
        """Return parts with `and` or `or` between the last two."""
        *first, last = parts or ("",)
        return self.say(word, first=", ".join(first), second=last) if first else last

    def fact(self, name: str) -> str:
        """Return what people call a fact: its name without marks."""
        prefix, dot, rest = name.partition(".")
        if dot and prefix == "amount":
            return self.words.phrases["amount-in"].written({"unit": Spoken(self.unit(rest, is_one=False))})
        if dot and prefix == "educator":
            return self.say("of-educator", fact=self.say("own-fact", name=plain(rest)))
        return self.say(f"fact-{name}") if name in _OWN_WORDS else self.say("own-fact", name=plain(name))

    def facts(self, names: Iterable[str]) -> str:
        """Return several facts."""
        return self.joined("and", [self.fact(name) for name in names])

    def texts(self, values: Iterable[str], word: str = "or") -> str:
        """Return words of the policy."""
        return self.joined(word, [plain(value) for value in values])

    def value(self, fact: str, value: FactValue) -> str:
        """Return the value of a fact."""
        if isinstance(value, tuple):
            return self.joined("or", [self.value(fact, one) for one in value]) or self.say("empty")
        if isinstance(value, bool):
            return self.words.words["labels"]["yes" if value else "no"]
        if isinstance(value, str):
            return self._text(fact, value) or self.say("empty")
        return _spoken(value).text

    def _text(self, fact: str, text: str) -> str:
        kind = self.words.words["kinds"].get(text, "") if fact == "kind" else ""
        rule = self.say("own-fact", name=self.names[text]) if fact == "award" and text in self.names else ""
        return (kind[:1].lower() + kind[1:]) or rule or plain(text)

    def when(self, predicate: Predicate) -> str:
        """Return a condition; nothing for one that always holds."""
        return "" if predicate == ALWAYS else self.condition(predicate)

    def condition(self, predicate: Predicate) -> str:
        """Return a condition as a part of a sentence."""
        match predicate:
            case Compare():
                return self._compared(predicate)
            case Not(Compare(operator=Operator.IS | Operator.ONE_OF) as part) if self._word(part) in _EQUAL:
                return self._compared(part, is_negated=True)
            case Not(part):
                return self.say("not", text=self._inner(part))
            case Some(1, parts):
                return self.joined("or", [self._inner(part) for part in parts])
            case Some(count, parts):
                return self.say("some", count=count, parts="; ".join(self.condition(part) for part in parts))
            case _:
                return self.joined("and", [self._inner(part) for part in predicate.parts]) or self.say("always")

    def _inner(self, part: Predicate) -> str:
        """Return a condition inside another one: in brackets where it has several parts of its own."""
        text = self.condition(part)
        has_parts = isinstance(part, All | Some) and len(part.parts) > 1
        return self.say("brackets", text=text) if has_parts else text

    def _compared(self, compare: Compare, *, is_negated: bool = False) -> str:
        fact, value = self.fact(compare.fact), compare.value
        phrase = "is-not" if is_negated else self._word(compare)
        if compare.operator is Operator.GIVEN:
            return self.say("given" if value is True else "not-given", fact=fact)
        if isinstance(value, FactRef):
            return self.say(phrase, fact=fact, value=self.fact(value.fact))
        if isinstance(value, bool):
            return self.say("yes" if value is not is_negated else "no", fact=fact)
        word = "and" if compare.operator is Operator.HAS_ALL else "or"
        several = value if isinstance(value, tuple) else (value,)
        told = self.joined(word, [self.value(compare.fact, one) for one in several]) or self.say("empty")
        return self.say(phrase, fact=fact, value=told)

    def _word(self, compare: Compare) -> str:
        name = compare.fact.removeprefix("educator.")
        is_list = self._types.get(name) is FactType.TEXTS
        match compare.operator:
            case Operator.HAS_ALL:
                return "include-all"
            case Operator.HAS:
                return "include"
            case Operator.IS | Operator.ONE_OF if is_list:
                return "include"
            case _:
                return compare.operator.value


def name_of(rule: Rule) -> str:
    """Return what people call a rule: its title, else its id without marks."""
    return clean(rule.title) or plain(rule.id)


def plain(text: str) -> str:
    """Return a word of a policy without the marks of a code: `language-acquisition` is language acquisition."""
    shown = clean(text)
    return shown if " " in shown else shown.replace("-", " ").replace("_", " ").strip()


def _spoken(value: str | int | Fraction | date) -> Spoken:
    if isinstance(value, int | Fraction):
        return Spoken(number(Fraction(value)), is_one=value == 1)
    return Spoken(value.isoformat() if isinstance(value, date) else value)
