import re
from importlib.resources import files

import pytest

import plpcore.report
from plpcore.errors import InputError, InputErrors
from plpcore.evaluation import Reason
from plpcore.model import KINDS
from plpcore.report import Catalogue, catalogue, languages, parse_catalogue
from plpcore.report._signatures import LABELS, PHRASES, REASONS

DOCUMENTS = files("plpcore") / "data" / "messages"


def document(language: str = "en") -> str:
    return (DOCUMENTS / f"{language}.toml").read_text("utf-8")


def faults(text: str) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        parse_catalogue(text, "mine")
    return str(caught.value).splitlines()


def without(line: str) -> str:
    """Return the English catalogue without the line that begins so."""
    kept = [text for text in document().splitlines() if not text.startswith(line)]
    assert len(kept) == len(document().splitlines()) - 1
    return "\n".join(kept)


def test_english_and_spanish_are_there() -> None:
    assert languages() == ("en", "es")


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_a_message_for_each_reason_and_each_phrase(language: str) -> None:
    found = catalogue(language)
    assert found.language == language
    assert set(found.reasons) == set(Reason) == set(REASONS)
    assert set(found.phrases) == set(PHRASES)
    assert set(found.words["labels"]) == set(LABELS)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_without_a_message_is_refused(reason: Reason) -> None:
    text = re.sub(rf"\[reasons\.{reason}\]\n(?:.+\n)*", "", document())
    assert faults(text) == [f"mine: $.reasons.{reason}: this entry is missing; write it"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("format = ", "$.format"),
        ("name = ", "$.name"),
        ("met = ", "$.outcomes.met"),
        ("page = ", "$.units.page"),
        ("verdict-counts = ", "$.phrases.verdict-counts"),
        ("same-credit = ", "$.labels.same-credit"),
        ('"plan.period" = ', "$.facts.plan.period"),
        ("replaces = ", "$.options.reviewed_amount.values.replaces"),
    ],
)
def test_any_other_missing_entry_is_refused_with_its_place(line: str, place: str) -> None:
    assert f"mine: {place}: this entry is missing; write it" in faults(without(line))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("format = 1", "format = 2", "$.format: this format is not known; write format = 1"),
        ("[statuses]", "[status]", "$.status: unknown key; did you mean 'statuses'?"),
        (
            'denied]\ntext = "It was denied',
            'denied]\ntxt = "It was denied',
            "$.reasons.denied.txt: unknown key; did you",
        ),
        ('credited = "Credited"', 'credited = "Credited"\nxyz = "?"', "$.labels.xyz: unknown key; remove it"),
        ('credited = "Credited"', "credited = 1", "$.labels.credited: one line of text is expected; write it in"),
        ('credited = "Credited"', 'credited = " "', "$.labels.credited: one line of text is expected; write it in"),
        ('credited = "Credited"', 'credited = "a\\nb"', "$.labels.credited: one line of text is expected; write it in"),
        (
            'hour = { one = "hour", many = "hours" }',
            'hour = "hour"',
            "$.units.hour: a table is expected; write [units.",
        ),
        (
            '[: {reason}]."\nmeans = "The reviewer d',
            ': {reason}."\nmeans = "The reviewer d',
            "argument 'reason' is not",
        ),
        ("A fixed amount.", "{amount}.", "nothing gives the argument 'amount'; arguments are: none"),
        ("{count#claim is|claims are}", "{count#claim is|{claims} are}", "nothing gives the argument 'claims'"),
    ],
)
def test_an_entry_that_cannot_be_told_is_refused(old: str, new: str, fault: str) -> None:
    text = document()
    assert old in text
    assert any(fault in line for line in faults(text.replace(old, new)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("by {factor}", "nothing gives the argument 'factor'; arguments are: times"),
        ("by {times", "the bracket { has no place here; mend the brackets"),
        ("by times}", "the bracket } has no place here; mend the brackets"),
        ("by {times#one}", "the bracket { has no place here; mend the brackets"),
        ("by [{times}", "the bracket [ is not closed; mend the brackets"),
        ("by {times}]", "the bracket ] has no place here; mend the brackets"),
        ("by [[{times}]]", "the bracket [ has no place here; mend the brackets"),
        ("by [now]", "what stands in [ ] needs an argument; mend the brackets"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused(text: str, fault: str) -> None:
    assert faults(document().replace("Multiplied by {times}.", text)) == [f"mine: $.reasons.multiplied.text: {fault}"]


def test_a_document_that_is_no_toml_is_refused_in_one_line() -> None:
    with pytest.raises(InputError, match=r"^mine:1: not readable as TOML: .*; mend the syntax there$"):
        parse_catalogue("format = ", "mine")


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"^language: there are no messages in 'fr'; one of en, es$"):
        catalogue("fr")


def test_a_host_brings_a_language_of_its_own() -> None:
    text = document().replace('language = "en"', 'language = "en-plain"').replace('met = "MET"', 'met = "DONE"')
    found = parse_catalogue(text)
    assert (found.language, found.words["outcomes"]["met"]) == ("en-plain", "DONE")


def test_english_calls_each_kind_as_the_vocabulary_does() -> None:
    assert catalogue("en").words["kinds"] == {kind.code: kind.title for kind in KINDS.values()}


def test_the_languages_do_not_share_their_sentences() -> None:
    english, spanish = catalogue("en"), catalogue("es")
    assert [reason for reason in Reason if english.reasons[reason] == spanish.reasons[reason]] == []


def arguments(found: Catalogue, reason: Reason) -> set[str]:
    return {name for part in found.reasons[reason].text.parts if not isinstance(part, str) for name in part.names}


@pytest.mark.parametrize("reason", list(Reason))
def test_the_languages_name_the_same_arguments(reason: Reason) -> None:
    assert arguments(catalogue("en"), reason) == arguments(catalogue("es"), reason)


def source() -> str:
    folder = files(plpcore.report)
    return "".join(path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".py"))


def test_no_phrase_or_label_is_kept_that_nobody_tells() -> None:
    text = source()
    assert [name for name in (*PHRASES, *LABELS) if text.count(f'"{name}"') + text.count(f"'{name}'") < 2] == []
