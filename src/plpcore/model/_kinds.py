"""An open vocabulary of activity kinds, with codes of the Common Education Data Standards (CEDS).

CEDS describes professional development with two short lists that matter here: Professional Development Activity Type
(element 001442) and Professional Development Instructional Delivery Mode (element 001458). Both lists were made for
what an office schedules: a blog post, a book or a talk with a colleague has no place of its own in them.

So the kinds below are ours and open, and the CEDS codes are a mapping that loses detail. The codes are those of CEDS;
which kind gets which code is our reading, not that of CEDS. A host may use any other code for a kind; nothing in
plpcore asks whether a kind is listed here.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from attrs import frozen

CEDS_TYPES = (
    "CollegeCourse",
    "Coaching",
    "Mentoring",
    "Consultation",
    "P2P",
    "TechnicalAssistance",
    "Advisement",
    "OneTimeWorkshopTraining",
    "SeriesOfWorkshopsTraining",
    "Other",
)
CEDS_DELIVERIES = (
    "Broadcast",
    "Correspondence",
    "EarlyCollege",
    "AudioVideo",
    "Conference",
    "Online",
    "IndependentStudy",
    "FaceToFace",
    "BlendedLearning",
    "Other",
)


@frozen
class Kind:
    """One kind of learning activity.

    Attributes:
        code: The code that an activity carries in `kind`.
        title: What people call it.
        informal: Whether it commonly happens without an organiser and a schedule. It says nothing about worth.
        ceds_type: The nearest code of CEDS Professional Development Activity Type, by our reading.
        ceds_delivery: The nearest code of CEDS Professional Development Instructional Delivery Mode, by our reading.
        words: Other words that people use for it.
    """

    code: str
    title: str
    informal: bool
    ceds_type: str
    ceds_delivery: str
    words: tuple[str, ...] = ()


# Each row: code, title, CEDS type, CEDS delivery, other words.
_INFORMAL = (
    ("blog-post", "Blog post", "Other", "IndependentStudy", ("blog", "reading a blog", "newsletter")),
    ("article", "Article", "Other", "IndependentStudy", ("journal article", "research paper")),
    ("book", "Book", "Other", "IndependentStudy", ("reading a book", "professional reading")),
    ("podcast", "Podcast", "Other", "IndependentStudy", ("radio", "audio")),
    ("video", "Video", "Other", "IndependentStudy", ("youtube", "film", "recorded webinar", "ted talk")),
    ("self-directed-project", "Self-directed project", "Other", "IndependentStudy", ("genius hour",)),
    ("action-research", "Action research", "Other", "IndependentStudy", ("classroom research", "inquiry")),
    ("travel", "Travel", "Other", "IndependentStudy", ("educational travel", "study trip")),
    ("chat", "Chat", "P2P", "Online", ("twitter chat", "online chat", "edchat", "forum")),
    ("conversation", "Conversation with a peer", "P2P", "FaceToFace", ("peer talk", "hallway talk")),
    ("edcamp", "EdCamp", "OneTimeWorkshopTraining", "Conference", ("unconference", "ed camp", "teachmeet")),
    ("peer-observation", "Peer observation", "P2P", "FaceToFace", ("lesson study", "learning walk")),
    ("book-study", "Book study", "SeriesOfWorkshopsTraining", "FaceToFace", ("book club", "book group")),
    ("study-group", "Study group", "SeriesOfWorkshopsTraining", "FaceToFace", ("inquiry group",)),
    (
        "professional-learning-community",
        "Professional learning community",
        "SeriesOfWorkshopsTraining",
        "FaceToFace",
        ("plc", "team meeting", "community of practice"),
    ),
    ("school-visit", "School visit", "P2P", "FaceToFace", ("visit to another school", "site visit")),
)
_ORGANISED = (
    ("coaching", "Coaching", "Coaching", "FaceToFace", ("instructional coaching", "being coached")),
    ("mentoring", "Mentoring", "Mentoring", "FaceToFace", ("induction", "mentor", "being mentored")),
    ("workshop", "Workshop", "OneTimeWorkshopTraining", "FaceToFace", ("in-service", "training", "seminar")),
    ("webinar", "Webinar", "OneTimeWorkshopTraining", "AudioVideo", ("live webinar", "online workshop")),
    ("conference", "Conference", "OneTimeWorkshopTraining", "Conference", ("convention", "symposium")),
    ("college-course", "College course", "CollegeCourse", "FaceToFace", ("university course", "graduate")),
    ("audited-course", "Audited course", "CollegeCourse", "FaceToFace", ("auditing a course",)),
    ("online-course", "Online course", "Other", "Online", ("mooc", "e-learning", "online module")),
    ("standardized-training", "Standardized training", "OneTimeWorkshopTraining", "Online", ("mandated training",)),
    ("presentation", "Presentation", "Other", "Conference", ("presenting", "giving a workshop")),
    ("publication", "Publication", "Other", "IndependentStudy", ("writing a book", "writing an article")),
    ("curriculum-writing", "Curriculum writing", "Other", "FaceToFace", ("curriculum development",)),
    ("committee", "Committee", "Other", "FaceToFace", ("task force", "accreditation team")),
    ("teaching-a-course", "Teaching a course", "Other", "FaceToFace", ("adjunct teaching",)),
    (
        "supervising-a-student-teacher",
        "Supervising a student teacher",
        "Other",
        "FaceToFace",
        ("hosting a student teacher",),
    ),
    ("work-experience", "Work experience", "Other", "FaceToFace", ("externship", "internship")),
    ("micro-credential", "Micro-credential", "Other", "Online", ("badge", "digital badge")),
    ("national-certification", "National certification", "Other", "IndependentStudy", ("national board",)),
)


def _kinds(rows: tuple[tuple[str, str, str, str, tuple[str, ...]], ...], *, informal: bool) -> tuple[Kind, ...]:
    return tuple(Kind(code, title, informal, ceds, delivery, words) for code, title, ceds, delivery, words in rows)


_ALL = (*_kinds(_INFORMAL, informal=True), *_kinds(_ORGANISED, informal=False))

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _ALL})
"""The listed kinds by code."""

_BY_WORD = MappingProxyType(
    {word.casefold(): kind for kind in reversed(_ALL) for word in (*kind.words, kind.title, kind.code)}
)

# Comparing takes time with the square of the length, and nobody's word for a kind is longer.
_LONGEST = 100


def kind_of(code: str) -> Kind | None:
    """Return the listed kind with this code; None for a kind of the host's own."""
    return KINDS.get(code)


def suggest_kind(text: str) -> Kind | None:
    """Return the listed kind that a person most likely means, or None when nothing comes near.

    It is for asking back («did you mean …?»), never for guessing in silence: an importer that is unsure must say so.

    Args:
        text: A code, a title or another word, in any case, even misspelt. Its first 100 characters are looked at.
    """
    wanted = " ".join(text[:_LONGEST].casefold().split())
    near = get_close_matches(wanted, _BY_WORD, n=1)
    return _BY_WORD[near[0]] if near else None
