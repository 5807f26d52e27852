"""One cell at a time: dates, amounts, units, kinds, flags and words as people write them."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError, RecordError
from plpcore.exchange import _dates
from plpcore.exchange._cells import FactForm, Measured, Settings, cell_reader, read_measured, read_unit
from plpcore.exchange._dates import check_format, day_reader
from plpcore.exchange._fields import Form
from plpcore.model import KINDS, ReviewDecision, ReviewPurpose, Visibility
from plpcore.quantity import format_amount


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("M/D/YYYY", "9/4/2024", date(2024, 9, 4)),
        ("M/D/YYYY", "09/04/2024", date(2024, 9, 4)),
        ("M/D/YYYY", "9/4/2024 0:00", date(2024, 9, 4)),
        ("M/D/YYYY", "9/4/2024 3:30:05 PM", date(2024, 9, 4)),
        ("M/D/YY", "2/29/24", date(2024, 2, 29)),
        ("D.M.YYYY", "4.9.2024", date(2024, 9, 4)),
        ("D MMM YYYY", "4 Sept 2024", date(2024, 9, 4)),
        ("MMM D, YYYY", "September 4, 2024", date(2024, 9, 4)),
        ("YYYY/MM/DD", "2024/09/04", date(2024, 9, 4)),
        ("M/D/YYYY", "2024-09-04", date(2024, 9, 4)),
        ("M/D/YYYY", "2024-09-04T15:00:00.000", date(2024, 9, 4)),
    ],
)
def test_a_date_is_read_by_its_format_or_in_iso_form(form: str, text: str, day: date) -> None:
    assert day_reader((check_format(form, "$"),))(text) == day


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["M/D/YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "D MMM YYYY"]))
def test_every_date_comes_back_from_its_format(day: date, form: str) -> None:
    parts = {
        "YYYY": str(day.year), "DD": f"{day.day:02d}", "MMM": _dates._MONTHS[day.month - 1].title(),
        "MM": f"{day.month:02d}", "D": str(day.day), "M": str(day.month),
    }  # fmt: skip
    text = _dates._TOKEN.sub(lambda found: parts[found[0]], form)
    assert day_reader((form,))(text) == day


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("13/13/2024", "there is no day '13/13/2024'"),
        ("2/30/2024", "there is no day '2/30/2024'"),
        ("Foo 3, 2024", "there is no day 'Foo 3, 2024'"),
        ("45549", "'45549' is not a date"),
        ("٩/٤/٢٠٢٤", "'٩/٤/٢٠٢٤' is not a date"),
        ("9/4", "'9/4' is not a date"),
        ("", "'' is not a date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, what: str) -> None:
    with pytest.raises(RecordError) as caught:
        day_reader(("M/D/YYYY", "MMM D, YYYY"))(text)
    assert caught.value.what == what


def test_the_mend_of_a_date_names_the_formats() -> None:
    with pytest.raises(RecordError, match="write it as M/D/YYYY or YYYY-MM-DD, or state its format under dates"):
        day_reader(("M/D/YYYY",))("soon")


@pytest.mark.parametrize("form", ["", "M/D", "YYYY-MM-DD-DD", "%m/%d/%Y", "YY YYYY M D"])
def test_what_is_no_date_format_is_refused(form: str) -> None:
    with pytest.raises(RecordError, match=r"\$\.dates: .* is no date format; write it as YYYY-MM-DD, M/D/YYYY"):
        check_format(form, "$.dates")


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1.5", Fraction(3, 2), ""),
        (" 1.5 hrs. ", Fraction(3, 2), "hour"),
        ("90min", Fraction(90), "minute"),
        ("1/3 H", Fraction(1, 3), "hour"),
        ("12 pp", Fraction(12), "page"),
        ("3 Semester Hours", Fraction(3), "semester_hours"),
    ],
)
def test_an_amount_may_bring_its_unit(text: str, amount: Fraction, unit: str) -> None:
    assert read_measured(text) == Measured(amount, unit)


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=999))
def test_an_amount_is_read_exactly(amount: Fraction) -> None:
    assert read_measured(f"{format_amount(amount)} h") == Measured(amount, "hour")


@pytest.mark.parametrize("text", ["about 2", "1,5", "1:30", "1e3", "½", "50%", "hours", "1 2", "٢"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_measured(text)


def test_a_unit_is_known_by_what_people_write() -> None:
    assert [read_unit(text) for text in ("Hrs.", "MINUTES", "Clock  Hours", "Semester Hour", "ceu")] == [
        "hour", "minute", "hour", "semester_hour", "ceu",
    ]  # fmt: skip


def read(form: Form, text: str, **settings: object) -> object:
    return cell_reader(form, Settings(**settings))(text)  # type: ignore[arg-type]  # by name


def test_every_listed_kind_is_known_by_its_code_and_title() -> None:
    for code, kind in KINDS.items():
        assert read(Form.KIND, code.upper()) == code
        assert read(Form.KIND, f" {kind.title.replace(' ', '  ')} ") == code


def test_an_unknown_kind_is_refused_with_the_line_that_mends_it() -> None:
    with pytest.raises(RecordError) as caught:
        read(Form.KIND, "Book Clubs")
    assert (
        caught.value.mend == 'did you mean book-study? Then write "Book Clubs" = "book-study" under [activities.kinds]'
    )
    with pytest.raises(RecordError) as caught:
        read(Form.KIND, "Xyzzy")
    assert caught.value.mend == (
        'write "Xyzzy" = "…" under [activities.kinds], with the kind that it is, such as workshop, book or chat; '
        "keep_other_kinds = true keeps words of your own"
    )


def test_a_kind_of_the_district_is_mapped_or_kept() -> None:
    assert read(Form.KIND, "PD Day", kinds={"pd day": "workshop"}) == "workshop"
    assert read(Form.KIND, " Fish  Bowl ", other_kinds=True) == "Fish Bowl"


def test_lists_are_taken_apart_once_each_without_blanks() -> None:
    assert read(Form.IDS, "b; a ;;b") == ("b", "a")
    assert read(Form.LINES, "x / y", separator="/") == ("x", "y")


def test_texts_are_one_line_or_keep_their_lines() -> None:
    assert read(Form.LINE, "a \r\n b") == "a b"
    assert read(Form.ID, " t 1 ") == "t 1"
    assert read(Form.BODY, " a\r\nb\rc ") == "a\nb\nc"
    assert read(Form.UNIT, "hrs") == "hour"
    assert read(Form.AMOUNT, "2") == Measured(Fraction(2))
    assert read(Form.DAY, " 2024-01-02 ") == date(2024, 1, 2)


def test_a_whole_number_is_whole() -> None:
    assert read(Form.WHOLE, "3") == 3
    with pytest.raises(RecordError, match=r"'2\.5' is not a whole number; write it without decimals"):
        read(Form.WHOLE, "2.5")


def test_words_are_read_in_any_case_and_refused_with_the_known_ones() -> None:
    assert read(Form.DECISION, "Approved") is ReviewDecision.APPROVED
    assert read(Form.DECISION, "deny") is ReviewDecision.DENIED
    assert read(Form.PURPOSE, "Prior-Approval") is ReviewPurpose.PRIOR_APPROVAL
    assert read(Form.VISIBILITY, "private") is Visibility.PRIVATE
    with pytest.raises(RecordError, match=r"'pending' is not one of its words; write one of approve, approved, .* map"):
        read(Form.DECISION, "pending")


def test_facts_are_read_by_their_type() -> None:
    assert read(Form.FACT, " a  b ") == "a b"
    assert read(Form.FACT, "a;b", fact=FactForm.TEXTS) == ("a", "b")
    assert read(Form.FACT, "0.50", fact=FactForm.NUMBER) == Fraction(1, 2)
    assert read(Form.FACT, "7/1/24", fact=FactForm.DATE, dates=("M/D/YY",)) == date(2024, 7, 1)
    assert [read(Form.FACT, text, fact=FactForm.FLAG) for text in ("Y", "no")] == [True, False]
    with pytest.raises(RecordError, match="'x' is neither yes nor no; write yes or no, or map the word: values = "):
        read(Form.FACT, "x", fact=FactForm.FLAG)
