"""Message catalogues: one document a language, complete or refused."""

from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain
from tomllib import loads

from attrs import define, fields, frozen

from plpcore.errors import InputError, InputErrors, not_readable
from plpcore.evaluation import GrantState, Outcome, Reason, Status
from plpcore.model import KINDS, ReviewPurpose
from plpcore.policy import Options, Per
from plpcore.report._message import Message, parse_message
from plpcore.report._signatures import FACTS, LABELS, PHRASES, REASONS, UNITS, Signature

CATALOGUE_FORMAT = 1
_FOLDER = files("plpcore") / "data" / "messages"
_PURPOSES = (ReviewPurpose.CREDIT.value, ReviewPurpose.PRIOR_APPROVAL.value)


@frozen
class ReasonWords:
    """What a catalogue says about one reason code.

    Attributes:
        text: The sentence about one step.
        means: What the code means.
        mends: What an educator can do about it.
    """

    text: Message
    means: str
    mends: str


@frozen
class OptionWords:
    """What a catalogue says about one option of the policy language."""

    title: str
    values: Mapping[str, str]


@frozen(kw_only=True, eq=False)
class Catalogue:
    """Everything that statements are told with, in one language.

    Attributes:
        language: The language's code, such as `en`.
        name: What the language calls itself.
        words: Words by group (`outcomes`, `statuses`, `grants`, `purposes`, `spans`, `kinds`, `facts`, `labels`) and
            code.
        units: Singular and plural of source units.
        phrases: Sentences of a statement.
        reasons: What is said about each reason code.
        options: What is said about each option of the policy language.
    """

    language: str
    name: str
    words: Mapping[str, Mapping[str, str]]
    units: Mapping[str, tuple[str, str]]
    phrases: Mapping[str, Message]
    reasons: Mapping[Reason, ReasonWords]
    options: Mapping[str, OptionWords]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that plpcore brings, sorted."""
    return tuple(sorted(path.name.removesuffix(".toml") for path in _FOLDER.iterdir() if path.name.endswith(".toml")))


@cache
def catalogue(language: str = "en") -> Catalogue:
    """Return the catalogue of a language that plpcore brings.

    Raises:
        InputError: When there is none; the mend lists those that there are.
    """
    if language not in languages():
        raise InputError("language", f"there are no messages in '{language}'", f"one of {', '.join(languages())}")
    return parse_catalogue((_FOLDER / f"{language}.toml").read_text("utf-8"), f"{language}.toml")


def parse_catalogue(text: str, name: str = "catalogue") -> Catalogue:
    """Return the catalogue that a TOML document states.

    Args:
        text: The document; `data/messages/en.toml` of the package is the pattern.
        name: The document's name for error messages.

    Raises:
        InputErrors: With one line for each message that is missing, unknown, no text, or names an argument that
            nothing gives.
        InputError: When the text is no TOML.
    """
    try:
        data = loads(text)
    except ValueError as error:
        raise not_readable(InputError, name, "TOML", text, error) from None
    reader = _Reader(name, [])
    found = _catalogue(reader, data)
    if reader.errors:
        raise InputErrors(reader.errors)
    return found


def _catalogue(reader: "_Reader", data: Mapping[str, object]) -> Catalogue:
    groups = {
        "outcomes": tuple(Outcome),
        "statuses": tuple(Status),
        "grants": tuple(GrantState),
        "purposes": _PURPOSES,
        "spans": tuple(Per),
        "kinds": tuple(KINDS),
        "facts": FACTS,
        "labels": LABELS,
    }
    top = reader.table(data, "$", ("format", "language", "name", "units", "phrases", "reasons", "options", *groups))
    if top.get("format") != CATALOGUE_FORMAT:
        reader.fault("$.format", "this format is not known", f"write format = {CATALOGUE_FORMAT}")
    return Catalogue(
        language=reader.text(top.get("language"), "$.language"),
        name=reader.text(top.get("name"), "$.name"),
        words={group: reader.texts(top.get(group), f"$.{group}", names) for group, names in groups.items()},
        units=reader.units(top.get("units")),
        phrases=reader.messages(top.get("phrases"), "$.phrases"),
        reasons=reader.reasons(top.get("reasons")),
        options=reader.options(top.get("options")),
    )


@define
class _Reader:
    """Reads the tables of one document and gathers what is wrong with them."""

    name: str
    errors: list[InputError]

    def fault(self, where: str, what: str, mend: str) -> None:
        self.errors.append(InputError(f"{self.name}: {where}", what, mend))

    def table(self, value: object, where: str, expected: tuple[str, ...]) -> dict[str, object]:
        """Return the entries that are expected, and note those that are missing or unknown."""
        if not isinstance(value, Mapping):
            self.fault(where, "a table is expected", f"write [{where.removeprefix('$.')}]")
            return {}
        for key in sorted(set(value) - set(expected)):
            near = get_close_matches(key, expected, n=1)
            self.fault(f"{where}.{key}", "unknown key", f"did you mean '{near[0]}'?" if near else "remove it")
        for key in sorted(set(expected) - set(value)):
            self.fault(f"{where}.{key}", "this entry is missing", "write it")
        return {key: value[key] for key in expected if key in value}

    def text(self, value: object, where: str) -> str:
        """Return a text; an absent one was noted already."""
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.fault(where, "one line of text is expected", 'write it in "quotes"')
            return ""
        return value

    def texts(self, value: object, where: str, expected: tuple[str, ...]) -> dict[str, str]:
        """Return a table of texts."""
        entries = self.table(value, where, expected)
        return {key: self.text(entry, f"{where}.{key}") for key, entry in entries.items()}

    def units(self, value: object) -> dict[str, tuple[str, str]]:
        """Return singular and plural of each source unit."""
        pairs = {
            unit: self.texts(forms, f"$.units.{unit}", ("one", "many"))
            for unit, forms in self.table(value, "$.units", UNITS).items()
        }
        return {unit: (forms.get("one", ""), forms.get("many", "")) for unit, forms in pairs.items()}

    def message(self, value: object, where: str, signature: Signature) -> Message:
        """Return a message, and note the arguments that nothing gives."""
        try:
            found = parse_message(self.text(value, where))
        except ValueError as error:
            self.fault(where, str(error), "mend the brackets")
            return Message("", ())
        for fault in found.faults(signature):
            known = ", ".join(chain(signature.always, signature.sometimes)) or "none"
            self.fault(where, fault, f"arguments are: {known}")
        return found

    def messages(self, value: object, where: str) -> dict[str, Message]:
        """Return the phrases."""
        entries = self.table(value, where, tuple(PHRASES))
        return {key: self.message(entry, f"{where}.{key}", PHRASES[key]) for key, entry in entries.items()}

    def reasons(self, value: object) -> dict[Reason, ReasonWords]:
        """Return what is said about each reason code."""
        entries = self.table(value, "$.reasons", tuple(Reason))
        return {Reason(code): self._reason(Reason(code), entry) for code, entry in entries.items()}

    def _reason(self, reason: Reason, value: object) -> ReasonWords:
        where = f"$.reasons.{reason}"
        entry = self.table(value, where, ("text", "means", "mends"))
        return ReasonWords(
            self.message(entry.get("text"), f"{where}.text", REASONS[reason]),
            self.text(entry.get("means"), f"{where}.means"),
            self.text(entry.get("mends"), f"{where}.mends"),
        )

    def options(self, value: object) -> dict[str, OptionWords]:
        """Return what is said about each option of the policy language."""
        held = Options()
        known = {option.name: _values(getattr(held, option.name)) for option in fields(Options)}
        entries = self.table(value, "$.options", tuple(known))
        return {name: self._option(name, entry, known[name]) for name, entry in entries.items()}

    def _option(self, name: str, value: object, values: tuple[str, ...]) -> OptionWords:
        where = f"$.options.{name}"
        entry = self.table(value, where, ("title", "values"))
        words = self.texts(entry.get("values"), f"{where}.values", values)
        return OptionWords(self.text(entry.get("title"), f"{where}.title"), words)


def _values(held: StrEnum) -> tuple[str, ...]:
    return tuple(member.value for member in type(held))
