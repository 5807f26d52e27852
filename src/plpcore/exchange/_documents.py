"""Policies as documents that are known by their ids and read only when somebody asks for one."""

from importlib.resources import files

from attrs import frozen

from plpcore.errors import InputError, PolicyError
from plpcore.ids import check_id
from plpcore.policy import Layer, Policy, parse_document

FILE_ENDINGS = (".toml", ".json")
"""What names a file and not an id, wherever a policy is asked for."""


@frozen
class PolicyDocument:
    """A policy as TOML text under the id by which people ask for it.

    Attributes:
        id: The id of the policy inside; it does not look like a file.
        text: The document.
        place: Where the text stands, for lines about mistakes; empty: the id says it.

    Raises:
        PolicyError: When the id is none, or looks like a file, or the text is no text.
    """

    id: str
    text: str
    place: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what could not be asked for."""
        where = f"policy document {self.id!r}"
        try:
            check_id(self.id, where)
        except InputError as error:
            raise PolicyError(error.where, error.what, error.mend) from None
        if self.id.lower().endswith(FILE_ENDINGS):
            raise PolicyError(where, "its id looks like a file, and would stand in for one", "leave the ending out")
        if not isinstance(self.text, str):
            raise PolicyError(where, f"its text is a {type(self.text).__name__}", "read the file as UTF-8 text")

    def read(self) -> Policy | Layer:
        """Return the policy; a layer where the document extends another.

        Raises:
            PolicyError: The policy inside has another id.
            InputErrors: The text is no policy; one line for each mistake.
        """
        place = self.place or self.id
        found = parse_document(self.text, place)
        if found.id != self.id:
            raise PolicyError(f"{place}: $.id", f"'{found.id}' is registered as '{self.id}'", "let the two be the same")
        return found


def shipped_documents() -> tuple[PolicyDocument, ...]:
    """Return the policies that come with the package, in alphabetical order of their ids; none is read yet."""
    folder = files("plpcore") / "data" / "policies"
    found = {one.name.removesuffix(".toml"): one for one in folder.iterdir() if one.name.endswith(".toml")}
    return tuple(PolicyDocument(name, found[name].read_text("utf-8")) for name in sorted(found))
