"""Codec: values of the plan to plain data and JSON, and back, strictly and without loss."""

from plpcore.codec._forms import FORMS, Form, Upcast, forms_by_kind
from plpcore.codec._json import from_json, parse_json, to_json
from plpcore.codec._values import Data, from_data, to_data

__all__ = [
    "FORMS",
    "Data",
    "Form",
    "Upcast",
    "forms_by_kind",
    "from_data",
    "from_json",
    "parse_json",
    "to_data",
    "to_json",
]
