"""What the environment says, and what is deduced where it says nothing."""

from pathlib import Path

import pytest

from config import environment


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without settings."""
    for name in ("PORT", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, "BASE_DIR", tmp_path)
    monkeypatch.setitem(environment.Environment.model_config, "env_file", tmp_path / ".env")
    return tmp_path


def test_the_address_is_that_of_the_port_where_nothing_else_is_said(nowhere, monkeypatch) -> None:
    assert environment.read().public_url == "http://127.0.0.1:8000"
    monkeypatch.setenv("PORT", "8123")
    assert environment.read().public_url == "http://127.0.0.1:8123"


def test_commands_give_the_address_at_which_the_site_was_last_served(nowhere, monkeypatch) -> None:
    (nowhere / ".run").mkdir()
    (nowhere / ".run" / "adresse").write_text("http://127.0.0.1:8124\n")
    assert environment.read().public_url == "http://127.0.0.1:8124"
    monkeypatch.setenv("PUBLIC_URL", "https://atlas.example.org/")
    assert environment.read().public_url == "https://atlas.example.org"


def test_a_port_that_is_none_is_refused_by_its_name(nowhere, monkeypatch) -> None:
    monkeypatch.setenv("PORT", "70000")
    with pytest.raises(SystemExit, match="PORT"):
        environment.read()
