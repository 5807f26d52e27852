"""Write the pages of the policy language: `python -m tests.spec`, in the folder of the project."""

from tests.spec.manual import PAGES
from tests.spec.rendering import FOLDER, INDEX, LAYERS, layers, written

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for page, text in written(PAGES, INDEX.read_text("utf-8")).items():
        page.write_text(text, "utf-8")
    LAYERS.write_text(layers(PAGES, LAYERS.read_text("utf-8")), "utf-8")
