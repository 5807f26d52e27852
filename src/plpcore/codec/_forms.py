"""The forms in which values are kept for ever: kind, schema number, and how an older form becomes today's."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from attrs import frozen

from plpcore.codec._json import parse_json, to_json
from plpcore.codec._values import Data, from_data
from plpcore.errors import RecordError
from plpcore.model import (
    Activity,
    Appeal,
    CarriedCredit,
    Decision,
    Educator,
    Evidence,
    Goal,
    Grant,
    Plan,
    Reflection,
    Review,
    SignOff,
    Submission,
)

T = TypeVar("T")
Upcast = Callable[[dict[str, Data]], dict[str, Data]]
"""Makes of the data of one schema number those of the next; it never changes what it is given."""


@frozen
class Form(Generic[T]):
    """How values of one class are kept.

    Attributes:
        kind: The word that they are kept under.
        cls: Their class.
        upcasts: From each older schema number to the next, the oldest first; the present number is one more.
    """

    kind: str
    cls: type[T]
    upcasts: tuple[Upcast, ...] = ()

    @property
    def schema(self) -> int:
        """Return the number of the form that is written today."""
        return len(self.upcasts) + 1

    def write(self, value: T) -> str:
        """Return a value as canonical JSON: equal values give equal text.

        Raises:
            QuantityError: An amount is too long to be read back.
        """
        return to_json(value)

    def read(self, body: str, schema: int, name: str = "$") -> T:
        """Return the value that was written in this or an older form.

        Args:
            body: The JSON.
            schema: The number of the form that it has.
            name: Where it stands, for error messages.

        Raises:
            RecordError: It is no JSON, or of a form that a newer version of plpcore writes.
            InputErrors: It states no such value.
        """
        if not 1 <= schema <= self.schema:
            what = f"it has form {schema}, and this version reads '{self.kind}' up to form {self.schema}"
            raise RecordError(name, what, "read it with a newer version of plpcore")
        data: Any = parse_json(body, name)
        for step in self.upcasts[schema - 1 :]:
            data = step(data)
        return from_data(self.cls, data, name)


def forms_by_kind(forms: Iterable[Form[Any]]) -> Mapping[str, Form[Any]]:
    """Return forms by the word that they are kept under."""
    return {form.kind: form for form in forms}


FORMS: Mapping[str, Form[Any]] = forms_by_kind(
    [
        Form("activity", Activity),
        Form("appeal", Appeal),
        Form("carried-credit", CarriedCredit),
        Form("decision", Decision),
        Form("educator", Educator),
        Form("evidence", Evidence),
        Form("goal", Goal),
        Form("grant", Grant),
        Form("plan", Plan),
        Form("reflection", Reflection),
        Form("review", Review),
        Form("sign-off", SignOff),
        Form("submission", Submission),
    ]
)
"""Every kind of document that a journal of plans holds. Whatever a released version wrote stays readable for ever."""
