"""The words of the district, and what else its parts agree on."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
WORDS: Mapping[str, Any] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
MISHAPS: Mapping[str, Any] = tomllib.loads((HERE / "mishaps.toml").read_text("utf-8"))
HEADERS: Mapping[str, list[str]] = WORDS["headers"]
YEARS = (2024, 2025)
MINUTES_PER = {"Hours": 60, "Minutes": 1, "Pages": 2, "Credits": 900}
