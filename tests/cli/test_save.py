"""Files that commands write are whole, or as they were."""

from pathlib import Path

import pytest

from plpcore.cli._output import save


def test_a_file_is_written_whole_and_no_draft_stays(tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    save("one\n", file)
    save("two\n", file)
    assert file.read_text("utf-8") == "two\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "audit.csv"
    file.write_text("old\n", "utf-8")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        save("new and long\n", file)
    assert file.read_text("utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_device_is_written_as_it_is() -> None:
    save("gone\n", Path("/dev/null"))
    assert not Path("/dev/null").is_file()
