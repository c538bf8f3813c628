"""What is not published: on pages, in the API and in files, for those whose territory it is in."""

import csv
import io
import json

import pytest
from django.core.management import call_command

from directory.models import Pole
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("written_here")

LIST = "/api/reserve/poles-complets/"
FILE = "/api/reserve/poles-complets.csv"


@pytest.fixture
def hidden(ground):
    """« est » and « paris » are not published."""
    Pole.objects.filter(slug__in=("est", "paris")).update(published=False)
    return ground


def seen(client, path=LIST):
    return {feature["id"] for feature in json.loads(client.get(path).content)["features"]}


def test_a_visitor_finds_no_trace_of_it(client, hidden):
    for path in ("/poles/est/", LIST, FILE, "/api/reserve/poles-complets.xlsx"):
        assert client.get(path).status_code == 404, path
    assert client.get("/annuaire/complet/").url.startswith("/compte/connexion/")
    for path in ("/annuaire/", "/api/poles/", "/api/exports/poles.csv", "/sitemap-poles.xml"):
        assert "poles/est" not in client.get(path).getvalue().decode(), path


def test_an_account_without_mandate_is_a_visitor(client, hidden):
    client.force_login(make_person("nobody@example.org"))
    for path in ("/poles/est/", LIST, FILE, "/annuaire/complet/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("role", "place", "wanted"),
    [
        ("lead", "pole", {"est"}),
        ("officer", "84", {"est", "astride"}),
        ("regional-cell", "11", {"paris", "astride"}),
        ("analyst", None, {"est", "paris", "astride"}),
        ("national-cell", None, {"est", "paris", "astride"}),
        ("administrator", None, {"est", "paris", "astride"}),
    ],
)
def test_each_sees_their_territory_and_no_more(client, hidden, role, place, wanted):
    where = {"pole": hidden["est"]} if place == "pole" else {"region_id": place} if place else {}
    client.force_login(make_person("someone@example.org", role, **where))
    assert seen(client) == wanted
    for slug in hidden:
        open_to_all = slug == "astride"
        found = client.get(f"/poles/{slug}/")
        assert found.status_code == (200 if slug in wanted or open_to_all else 404), slug
        if slug in wanted and not open_to_all:
            assert "Cette fiche n'est pas publiée" in found.content.decode()
            assert "no-store" in found["Cache-Control"]
            assert 'content="noindex' in found.content.decode()
    page = client.get("/annuaire/complet/")
    assert {pole.slug for pole in page.context["poles"]} == wanted - {"astride"}


def test_the_file_says_how_it_was_made_and_what_is_public(client, hidden):
    client.force_login(make_person("analyst@example.org", "analyst"))
    answer = client.get(FILE)
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert {row["slug"]: row["publie"] for row in rows} == {
        "est": "FAUX", "paris": "FAUX", "astride": "VRAI",
    }  # fmt: skip
    assert "no-store" in answer["Cache-Control"]
    made = json.loads(client.get("/api/reserve/poles-complets.csv-metadata.json").getvalue())
    assert "/api/reserve/poles-complets.csv" in json.dumps(made)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "xlsx", "parquet", "fgb", "shp.zip"])
def test_every_format_is_given(client, hidden, form):
    client.force_login(make_person("analyst@example.org", "analyst"))
    answer = client.get(f"/api/reserve/poles-complets.{form}")
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 500


def test_an_unknown_parameter_is_refused_there_too(client, hidden):
    client.force_login(make_person("analyst@example.org", "analyst"))
    answer = client.get(f"{LIST}?couleur=rouge")
    assert answer.status_code == 400
    assert answer.json()["parametre"] == "couleur"


def test_the_documented_api_says_nothing_of_it(client, capsys):
    call_command("spectacular", "--fail-on-warn", "--validate")
    assert "reserve" not in capsys.readouterr().out
