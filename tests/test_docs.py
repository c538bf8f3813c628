"""The README tells the truth: its variables, targets, addresses and files are those of the code."""

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from config.environment import Environment

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
MAKEFILE = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")


def test_every_variable_of_the_environment_is_told_and_no_other():
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", README.split("| variable | effet |")[1]))
    known = {name.upper() for name in Environment.model_fields}
    assert told == known | {"PORT"}


def test_every_target_of_make_is_told():
    targets = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    told = set(re.findall(r"make ([a-z]+)", README)) | set(
        re.findall(r"`([a-z]+)`", README.split("donne la liste :")[1].split("\n")[0])
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


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_every_file_that_the_readme_links_is_there(link):
    assert (settings.BASE_DIR / link).exists()


def test_every_folder_of_the_table_is_there():
    folders = re.findall(r"^\| `([a-z/]+)/`", README, re.MULTILINE)
    assert len(folders) >= 6
    assert all((settings.BASE_DIR / folder).is_dir() for folder in folders)
