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
    monkeypatch.setattr(environment.Process, "serves_pages", False)
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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"PORT": "abc"}, ["PORT : « abc » : un nombre entier est attendu"]),
        ({"DEBUG": "oui"}, ["DEBUG : « oui » : true ou false est attendu"]),
        ({"TRUSTED_PROXIES": "50"}, ["TRUSTED_PROXIES : « 50 » : 10 au plus"]),
        (
            {"SITE_DATABASE_URL": "postgresql://s@h/b"},
            ["SITE_DATABASE_URL va avec DATABASE_URL, le compte des commandes"],
        ),
        (
            {"DATABASE_URL": "postgresql://a@h/b", "SITE_DATABASE_URL": "postgresql://s@h/c"},
            ["SITE_DATABASE_URL et DATABASE_URL : la même base, par deux comptes"],
        ),
        (
            {"DATABASE_URL": "postgresql://a@h/b", "SITE_DATABASE_URL": "postgresql://a@h/b"},
            ["SITE_DATABASE_URL : un autre compte que celui de DATABASE_URL"],
        ),
    ],
)
def test_a_wrong_setting_is_refused_in_french_and_alone(nowhere, monkeypatch, given, said) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as left:
        environment.read()
    assert str(left.value).splitlines() == ["Réglages refusés :", *(f"  {one}" for one in said)]


def test_the_account_of_pages_is_read_wherever_its_address_names_it(nowhere, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@h/b")
    monkeypatch.setenv("SITE_DATABASE_URL", "postgresql://h/b?user=s")
    found = environment.read()
    assert found.site_account == "s"
    assert found.database["USER"] == "a"
    monkeypatch.setattr(environment.Process, "serves_pages", True)
    assert found.database["USER"] == "s"


def test_the_geocoder_is_the_national_one_another_or_none(nowhere, monkeypatch) -> None:
    monkeypatch.delenv("GEOCODER_URL", raising=False)
    assert environment.read().geocoder_origin == "https://data.geopf.fr"
    monkeypatch.setenv("GEOCODER_URL", "http://127.0.0.1:7878/search")
    assert environment.read().geocoder_origin == "http://127.0.0.1:7878"
    monkeypatch.setenv("GEOCODER_URL", "")
    assert environment.read().geocoder_origin == ""
    monkeypatch.setenv("GEOCODER_URL", "data.geopf.fr")
    with pytest.raises(SystemExit, match="GEOCODER_URL"):
        environment.read()
