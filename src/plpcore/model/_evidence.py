"""Evidence: what shows that learning took place, and the standards that a thing speaks to."""

import re
from datetime import date

from attrs import field, frozen

from plpcore.errors import ModelError
from plpcore.ids import EvidenceId, check_id
from plpcore.model._checks import check_body, check_count, check_day, check_line, check_tuple, check_type, check_url
from plpcore.model._facts import NO_EXTERNAL_IDS, ExternalIds

_SHA256 = re.compile("[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")


@frozen
class Alignment:
    """A tie to one item of a published framework.

    Attributes:
        framework: The id of the framework.
        item: The id of the item in it.
        code: The item's code as people write it, such as `3.A.2`; may be empty.
        url: Where the item can be read; may be empty.

    Raises:
        InputError: `framework` or `item` could not be an id.
        ModelError: `url` is no web address.
    """

    framework: str
    item: str
    code: str = ""
    url: str = ""

    def __attrs_post_init__(self) -> None:
        check_id(self.framework, "$.framework")
        check_id(self.item, "$.item")
        check_line(self.code, "$.code")
        if self.url:
            check_url(self.url, "$.url")


@frozen
class Link:
    """Evidence that stands on the web.

    Attributes:
        url: An http or https address without a user name in it, at most 2,000 characters.

    Raises:
        ModelError: `url` is no such address.
    """

    url: str

    def __attrs_post_init__(self) -> None:
        check_url(self.url, "$.url")


@frozen
class FileDigest:
    """Evidence that is a file. The file stays with the host; its digest stays here.

    Attributes:
        sha256: The SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.
        media_type: What the file is, such as `application/pdf`.
        size: The file's length in bytes.

    Raises:
        ModelError: One of them has another form.
    """

    sha256: str
    media_type: str
    size: int

    def __attrs_post_init__(self) -> None:
        check_line(self.sha256, "$.sha256")
        check_line(self.media_type, "$.media_type")
        if not _SHA256.fullmatch(self.sha256):
            raise ModelError("$.sha256", "not a SHA-256", "write 64 digits of 0-9 and a-f")
        if not _MEDIA_TYPE.fullmatch(self.media_type):
            raise ModelError("$.media_type", f"{self.media_type!r} is not a media type", "write it as image/png is")
        check_count(self.size, "$.size", least=0)


@frozen
class Text:
    """Evidence that was typed in.

    Attributes:
        body: The text, not blank; line breaks are kept.

    Raises:
        ModelError: The text is blank or holds control characters.
    """

    body: str

    def __attrs_post_init__(self) -> None:
        check_body(self.body, "$.body")


@frozen
class Evidence:
    """One piece of evidence. Any number of activities may name it.

    Attributes:
        id: Its id, given by the host.
        kind: What it is: `certificate`, `student-work`, `notes` … An open vocabulary, like the kinds of activities.
        content: A link, a file's digest, or text.
        title: What people call it; may be empty.
        added: The day it was added; None when nobody knows.
        alignments: Items of frameworks that it speaks to.
        external_ids: Ids that other systems give to it.

    Raises:
        ModelError: A field is of another class, or a text is not one line.
        InputError: `id` or `kind` could not be an id.
    """

    id: EvidenceId
    kind: str
    content: Link | FileDigest | Text
    title: str = ""
    added: date | None = None
    alignments: tuple[Alignment, ...] = ()
    external_ids: ExternalIds = field(default=NO_EXTERNAL_IDS)

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "$.id")
        check_id(self.kind, "$.kind")
        _check_content(self.content)
        check_line(self.title, "$.title")
        check_day(self.added, "$.added")
        check_tuple(self.alignments, Alignment, "$.alignments")
        check_type(self.external_ids, ExternalIds, "$.external_ids")


def _check_content(content: object) -> None:
    if not isinstance(content, Link | FileDigest | Text):
        found = type(content).__name__
        raise ModelError("$.content", f"expected Link, FileDigest or Text, not {found}", "wrap an address in Link")
