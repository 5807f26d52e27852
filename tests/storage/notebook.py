"""The storage that docs/how-to/write-a-storage.md shows, as a module that other processes can import too."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

_PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-storage.md"


def _block(name: str) -> str:
    found = re.search(rf"```python\n# file: {re.escape(name)}\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


for _name in ("notebook.py", "test_notebook.py", "opening.py"):
    exec(compile(_block(_name).replace("from notebook import NotebookStorage", ""), _name, "exec"))  # noqa: S102 - ours

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
