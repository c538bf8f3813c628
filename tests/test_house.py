"""What a move of the house could leave behind: migrations, templates, fingerprints of folders."""

import ast
import io
import re
import tomllib
from functools import cache

import pytest
from django.core.management import call_command
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from tests.harness.rooms import ROOMS, ROOT

TEMPLATES = ROOT / "templates"
SETUP = ROOT / "bin" / "lib" / "setup.sh"
# What others look for by its name: Django's errors, allauth's pages, the administration.
AT_THE_ROOT = {
    "400.html", "403.html", "404.html", "413.html", "429.html", "500.html", "503.html",
    "robots.txt", "sitemap_index.xml",
}  # fmt: skip
ASKED_OUTSIDE = ("account/", "allauth/", "admin/base_site.html", "sitemap_index.xml")
LONGEST_LINE = 160
NAMED = r"{% (?:include|extends) [\"']([^\"']+)"
# The regional cells to write to, on the pages of a pole and of a territory. Not one more.
LEANS_UPWARDS = {
    "directory/pages/pole.html -> programme",
    "directory/territories/commune.html -> programme",
    "directory/territories/territoire.html -> programme",
}
# A page, or a text of one of the folders of mails.
NAME = re.compile(r"(?:[\w-]+/)*[\w-]+\.html|[\w/-]+/courriels/[\w-]+\.txt|robots\.txt")


def all_templates() -> list[str]:
    """The names of the templates of the project."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))


def named_in_templates() -> set[str]:
    """The names that a template includes or extends."""
    return {name for path in TEMPLATES.rglob("*.*") for name in re.findall(NAMED, path.read_text())}


@cache
def named_in_code() -> set[str]:
    """The names of templates that stand in the code of an app, as texts of their own."""
    return {
        node.value
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
    }


def fingerprinted() -> set[str]:
    """What `RELEASE` is the fingerprint of, as the settings write it."""
    tree = ast.parse((ROOT / "config" / "settings.py").read_text())
    (call,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "release_of"
    ]
    return {one.value for one in call.args if isinstance(one, ast.Constant)}  # type: ignore[misc]


def patterns_of_setup() -> list[str]:
    """The paths that each `fingerprint …` of the set-up is made of, braces opened."""
    found = []
    for words in re.findall(r"\(fingerprint ([^()]*?)(?: -- |\))", SETUP.read_text()):
        for word in words.replace("\\\n", " ").split():
            before, brace, rest = word.partition("{")
            inside, _, after = rest.partition("}")
            found += [f"{before}{one}{after}" for one in inside.split(",")] if brace else [word]
    return found


@pytest.mark.django_db
def test_models_and_migrations_say_the_same():
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)


@pytest.mark.parametrize("name", all_templates())
def test_every_template_loads(name):
    try:
        get_template(name)
    except (TemplateDoesNotExist, TemplateSyntaxError) as fault:
        pytest.fail(f"{name} : {fault}")


def test_every_template_that_another_names_is_there():
    named = named_in_templates()
    assert len(named) > 50
    for name in sorted(named):
        get_template(name)


def test_every_template_that_the_code_names_is_there():
    named = named_in_code()
    assert len(named) > 60
    for name in sorted(named):
        get_template(name)


def test_every_template_is_named_by_the_code_or_by_another():
    named = named_in_code() | named_in_templates()
    assert [
        name for name in all_templates() if name not in named and not name.startswith(ASKED_OUTSIDE)
    ] == []


def test_a_template_leans_only_on_rooms_that_its_own_may_import():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    height = {room: place for place, rooms in enumerate(layers) for room in rooms.split(" | ")}
    libraries = {
        path.stem: path.relative_to(ROOT).parts[0] for path in ROOT.glob("*/templatetags/*.py")
    }
    upwards = set()
    for name in all_templates():
        room, text = name.partition("/")[0], (TEMPLATES / name).read_text()
        asked = {one.partition("/")[0] for one in re.findall(NAMED, text)}
        words = " ".join(re.findall(r"{% load ([^%]*) %}", text)).split()
        asked |= {libraries[word] for word in words if word in libraries}
        upwards |= {
            f"{name} -> {one}"
            for one in asked - {room}
            if room in height and height.get(one, height[room] + 1) <= height[room]
        }
    assert upwards == LEANS_UPWARDS


def test_no_line_of_a_template_is_long():
    assert [
        f"{name}:{number}"
        for name in all_templates()
        for number, line in enumerate((TEMPLATES / name).read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ] == []


def test_templates_stand_in_the_rooms_of_the_code():
    folders = {name.partition("/")[0] for name in all_templates() if "/" in name}
    assert folders - set(ROOMS) == {"account", "admin", "allauth"}
    assert {name for name in all_templates() if "/" not in name} == AT_THE_ROOT


def test_a_release_is_told_by_every_package_that_the_site_is_made_of():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    checked = set(project["tool"]["importlinter"]["root_packages"])
    assert fingerprinted() == set(ROOMS) == checked


def test_the_set_up_fingerprints_nothing_that_is_not_there():
    patterns = patterns_of_setup()
    assert len(patterns) > 20
    # A pattern may find nothing yet (an app without statics); a path may not.
    assert [one for one in patterns if "*" not in one and not (ROOT / one).exists()] == []
