"""The README tells the truth: its variables, targets, addresses and files are those of the code."""

import re

import pytest
import yaml
from django.conf import settings
from django.urls import Resolver404, resolve

from config.environment import Environment
from docs.rooms import drawn
from tests.harness.rooms import ROOMS

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
GUIDE = (settings.BASE_DIR / "CONTRIBUTING.md").read_text(encoding="utf-8")
PRE_COMMIT = (settings.BASE_DIR / ".pre-commit-config.yaml").read_text(encoding="utf-8")
MAKEFILE = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")


def test_every_variable_of_the_environment_is_told_and_no_other():
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", README.split("| variable | effet |")[1]))
    known = {name.upper() for name in Environment.model_fields}
    assert told == known | {"PORT"}


def test_every_target_of_make_is_told():
    targets = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    told = set(re.findall(r"make ([a-z-]+)", README)) | set(
        re.findall(r"`([a-z-]+)`", README.split("donne la liste :")[1].split("\n")[0])
    )
    assert targets <= told


@pytest.mark.parametrize("address", sorted(set(re.findall(r"8000(/[a-z./-]*)", README))))
def test_every_address_of_the_readme_is_served(address):
    assert resolve(address)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/annuaire/",
        "/couverture/",
        "/priorites/",
        "/priorites/territoires/",
        "/programme/",
        "/appels/",
        "/appels/atom.xml",
        "/appels/calendrier.ics",
        "/services/",
        "/agenda/",
        "/partenaires/",
        "/donnees/",
        "/integration/",
        "/api/docs/",
        "/tuiles/sol.json",
    ],
)
def test_an_address_that_is_told_without_its_host_is_served_too(path):
    assert f"`{path}`" in README
    assert resolve(path)


def test_an_address_that_is_not_served_would_be_seen():
    with pytest.raises(Resolver404):
        resolve("/nulle-part/")


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README + GUIDE))))
def test_every_file_that_the_readme_or_the_guide_links_is_there(link):
    assert (settings.BASE_DIR / link).exists()


def test_every_path_and_command_of_the_guide_is_there():
    paths = re.findall(r"`((?:tests|docs|config|accounts|bin)/[a-z_/.]*)", GUIDE)
    assert len(paths) > 8
    assert [path for path in paths if not (settings.BASE_DIR / path).exists()] == []
    targets = set(re.findall(r"`make ([a-z-]+)`", GUIDE))
    assert targets <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_every_decision_has_its_number_and_its_three_parts():
    decisions = sorted((settings.BASE_DIR / "docs" / "adr").glob("*.md"))
    for number, path in enumerate(decisions, 1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert [part for part in ("Contexte", "Décision", "Conséquences") if part not in text] == []


def test_pre_commit_runs_the_project_s_own_check_on_what_changes():
    (hook,) = yaml.safe_load(PRE_COMMIT)["repos"][0]["hooks"]
    assert (hook["entry"], hook["language"]) == ("bin/check", "system")
    wanted = ["geo/models/areas.py", "pyproject.toml", "bin/run", "bin/lib/common.sh", ".ci/run"]
    assert all(re.search(hook["files"], path) for path in wanted)


def test_every_folder_of_the_table_is_there():
    folders = re.findall(r"^\| `([a-z/]+)/`", README, re.MULTILINE)
    assert len(folders) >= 6
    assert all((settings.BASE_DIR / folder).is_dir() for folder in folders)


ARCHITECTURE = (settings.BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_file_that_the_architecture_names_is_there():
    named = re.findall(r"`([\w/.]+\.(?:py|html|toml|md))`", ARCHITECTURE)
    assert len(named) > 20
    paths = [path for path in named if "/" in path]
    assert [path for path in paths if not (settings.BASE_DIR / path).exists()] == []


@pytest.mark.parametrize("word", re.findall(r"<!-- (.+) -->", ARCHITECTURE))
def test_a_list_of_files_that_name_something_is_theirs(word):
    said = ARCHITECTURE.split(f"<!-- {word} -->")[1].strip().split("\n\n")[0]
    listed = re.findall(r"^- `(.+)`$", said, re.MULTILINE)
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for room in [*ROOMS, "templates"]
        for path in (settings.BASE_DIR / room).rglob("*.*")
        if path.suffix in (".py", ".html") and "migrations" not in path.parts
        if re.search(rf"\b{re.escape(word)}\b", path.read_text(encoding="utf-8"))
    }
    assert set(listed) == found


def test_the_picture_of_the_rooms_shows_those_of_today_and_what_each_imports():
    picture = (settings.BASE_DIR / "docs" / "images" / "maison.svg").read_text(encoding="utf-8")

    def without_figures(text):
        return re.sub(r'fill-opacity="[^"]*"|fill="[^"]*"|>[0-9]+<', "", text)

    assert without_figures(picture) == without_figures(drawn()), "python docs/rooms.py"
