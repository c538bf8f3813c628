"""The page of coverage: sentences and figures equal to the API's, table, order, refusals."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage.report.overview import overview, places
from coverage.states.question import Question
from coverage.states.rollups import AreaAnswer, Totals, rollup
from coverage.states.words import answer, people, share, what_counts
from coverage.vocabulary import CoverageBasis
from directory.models import Pole
from directory.record.writing import poles_changed
from directory.vocabulary import Status
from geo import levels
from publishing.files.formats import FORMATS
from tests.factories import GRID, POPULATION, make_pole

pytestmark = pytest.mark.usefixtures("poles")

PAGE = "/couverture/"
NARROW, NO_BREAK = "\u202f", "\u00a0"


def text_of(response) -> str:
    page = re.sub(r"(?s)<(script|svg).*?</\1>", " ", response.content.decode().partition("<h1")[2])
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace(NARROW, "")
    return " ".join(plain.split())


def rows_of(response) -> list[str]:
    return re.findall(r'<tr data-code="(\w+)">', response.content.decode())


def test_the_first_sentence_names_statuses_bases_and_both_zones(client):
    page = text_of(client.get(PAGE))
    assert "vivent dans une commune déclarée ou présumée couverte par un pôle actif" in page
    assert "en métropole" in page
    assert "outre-mer" in page
    assert "D'après l'annuaire" in page


def test_figures_of_the_page_are_those_of_the_api(client):
    for query in ("", "&statuts=actif,emergent&bases=declare,large,proche&rayon_km=12"):
        api = client.get(f"/api/couverture/?niveau=departement{query}").json()
        page = text_of(client.get(f"{PAGE}?niveau=departement{query}"))
        for row in api["resultats"]:
            shown = share(row["population_couverte"], row["population"])
            left = share(row["population_non_couverte"], row["population"])
            figures = (
                f"{row['nom']} {row['population']} {row['population_couverte']} {shown} "
                f"{row['population_non_couverte']} {left} {len(row['poles_emergents'])}"
            )
            assert " ".join(figures.split()) in page
        total = api["total"]["ensemble"]
        assert f"Ensemble {total['population']}" in page


def test_the_address_of_the_api_that_the_page_gives_answers_the_same_question(client):
    response = client.get(f"{PAGE}?niveau=epci&statuts=actif&statuts=emergent&rayon_km=12.5")
    [link, _] = re.findall(r'href="(/api/couverture/[^"]+)"', response.content.decode())
    asked = client.get(html.unescape(link)).json()["parametres"]
    assert asked["niveau"] == "epci"
    assert asked["statuts"] == ["actif", "emergent"]
    assert asked["rayon_km"] == 12.5


@pytest.mark.parametrize(
    ("level", "export"),
    [
        ("commune", "couverture-communes"),
        ("epci", "couverture-epci"),
        ("departement", "couverture-departements"),
        ("region", "couverture-regions"),
    ],
)
def test_the_files_that_the_page_gives_hold_the_rows_that_it_shows(client, level, export):
    query = f"niveau={level}&statuts=actif,emergent&rayon_km=12.5&region=84&tri=population"
    response = client.get(f"{PAGE}?{query}")
    found = re.findall(rf'href="(/api/exports/{export}\.[^"]+)"', response.content.decode())
    forms = {html.unescape(link).partition("?")[0].removeprefix(f"/api/exports/{export}.")
             for link in found}  # fmt: skip
    assert forms == {"xlsx", "csv", "csv.zip", "gpkg", "geojson", "shp.zip", "parquet", "fgb"}
    [address] = [link for link in found if ".geojson" in link]
    made = json.loads(b"".join(client.get(html.unescape(address)).streaming_content))
    assert sorted(feature["id"] for feature in made["features"]) == sorted(rows_of(response))
    told = made["atlas"]["parametres"]
    assert told["statuts"] == ["actif", "emergent"]
    assert (told["rayon_km"], told["region"]) == (12.5, "84")


def test_the_overview_adds_up_to_the_rollups(poles):
    question = Question(bases=(CoverageBasis.DECLARED, CoverageBasis.NEAR))
    seen = overview(question, places())
    assert seen.whole.total.population == sum(POPULATION[code] for code in GRID)
    for level, ours in ((levels.REGION, seen.regions), (levels.DEPARTMENT, seen.departments)):
        theirs = {area.code: area.public(question) for area in rollup(question, level)}
        assert {area.code: area.public(question) for area in ours} == theirs
    zones = {area.code: area.public(question) for area in rollup(question, levels.FRANCE)}
    for zone, area in seen.zones.items():
        assert area.public(question)["bases"] == zones[zone]["bases"]


@pytest.mark.parametrize("level", ["epci", "departement", "region"])
def test_every_area_of_the_level_is_in_the_table(client, level):
    api = client.get(f"/api/couverture/?niveau={level}").json()
    shown = rows_of(client.get(f"{PAGE}?niveau={level}"))
    assert sorted(shown) == sorted(row["code"] for row in api["resultats"])


def test_the_table_is_sorted_as_asked_and_says_so(client):
    response = client.get(f"{PAGE}?niveau=departement&tri=population&ordre=asc")
    api = client.get("/api/couverture/?niveau=departement").json()["resultats"]
    expected = [row["code"] for row in sorted(api, key=lambda row: row["population"])]
    assert rows_of(response) == expected
    page = response.content.decode()
    assert page.count("aria-sort=") == 1
    assert re.search(r'aria-sort="ascending">\s*<a class="couv-tri" data-tri="population"', page)
    assert "tri=population&amp;ordre=desc" in page


def test_the_table_names_the_emerging_poles_of_an_area_and_says_who_is_nowhere(client):
    make_pole("nulle-part", status="emerging")
    response = client.get(f"{PAGE}?niveau=departement&tri=emergents")
    assert rows_of(response)[0] == "38"
    assert '<a href="/poles/pousse/">Pousse</a>' in response.content.decode()
    assert "1 pôle émergent, sans siège ni territoire connu, n'est compté nulle part" in text_of(
        response
    )


@pytest.mark.parametrize(
    ("column", "figure"),
    [("non-couverts", "population_non_couverte"), ("part-non-couverte", "part_non_couverte")],
)
def test_the_table_is_sorted_by_what_is_not_covered(client, column, figure):
    api = client.get("/api/couverture/?niveau=departement").json()["resultats"]
    values = {row["code"]: row[figure] for row in api}
    shown = rows_of(client.get(f"{PAGE}?niveau=departement&tri={column}"))
    assert [values[code] for code in shown] == sorted(values.values(), reverse=True)


def test_communes_are_listed_within_a_department_with_basis_and_pole(client):
    page = text_of(client.get(f"{PAGE}?niveau=commune&departement=01"))
    api = client.get("/api/couverture/?niveau=commune&departement=01").json()["resultats"]
    shown = rows_of(client.get(f"{PAGE}?niveau=commune&departement=01"))
    assert sorted(shown) == [row["code"] for row in api]
    assert "Déclaré" in page
    whole = text_of(client.get(f"{PAGE}?niveau=commune"))
    assert "choisissez un département ou une région" in whole


def test_rows_come_a_hundred_at_a_time(client, monkeypatch):
    monkeypatch.setattr("coverage.report.pages.couverture.ROWS", 4)
    first = client.get(f"{PAGE}?niveau=commune&region=84")
    second = client.get(f"{PAGE}?niveau=commune&region=84&page=2")
    assert len(rows_of(first)) == 4
    assert not set(rows_of(first)) & set(rows_of(second))
    assert "Page 1 sur 3" in text_of(first)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("statuts=termine", "« statuts » : 'termine' refusé ; accepté : actif, emergent, inconnu"),
        ("bases=aucune", "« bases » : 'aucune' refusé"),
        ("rayon_km=-1", "« rayon_km » : '-1' refusé ; accepté : un nombre de 0 à 500"),
        ("rayon_km=501", "« rayon_km » : '501' refusé"),
        ("rayon_km=loin", "« rayon_km » : 'loin' refusé"),
        ("niveau=canton", "« niveau » : 'canton' refusé"),
        ("departement=99", "« departement » : '99' refusé"),
        ("region=99", "« region » : '99' refusé"),
        ("zone=lune", "« zone » : 'lune' refusé"),
        ("tri=couleur", "« tri » : 'couleur' refusé"),
        ("page=0", "« page » : '0' refusé"),
        ("page=2", "« page » : '2' refusé ; accepté : 1, la seule page."),
        ("rayon=3", "« rayon » inconnu ; acceptés : "),
    ],
)
def test_a_refused_value_is_named_with_what_is_accepted(client, query, words):
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 400
    assert words in html.unescape(response.content.decode())


def test_places_that_do_not_meet_are_refused_and_named(client):
    page = client.get(f"{PAGE}?departement=01&region=04")
    assert page.status_code == 400
    assert "un département de la région 04" in text_of(page)


def test_a_form_that_repeats_a_name_and_links_with_trackers_are_read(client):
    response = client.get(f"{PAGE}?bases=declare&bases=large&zone=&utm_source=lettre")
    assert response.status_code == 200
    counted = re.findall(r'name="bases" value="(\w+)"\s+checked', response.content.decode())
    assert counted == ["declare", "large"]


@pytest.mark.parametrize("query", ["niveau=commune&code=99999", "niveau=epci&code=1", "code="])
def test_an_unknown_territory_is_not_found(client, query):
    assert client.get(f"{PAGE}territoire/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "niveau=epci", "niveau=region", "niveau=commune&departement=01"]
)
def test_few_statements_are_asked_of_the_database(client, query):
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get(f"{PAGE}?{query}")
    # What a filter cuts is asked whole too.
    assert len(caught) <= (11 if "departement" in query else 10)


def test_the_page_is_in_the_menu_and_the_site_map(client):
    assert 'href="/couverture/" aria-current="page"' in client.get(PAGE).content.decode()
    assert "/couverture/" in client.get("/sitemap-pages.xml").content.decode()


def test_figures_are_written_as_french_writes_them():
    assert people(15_758_324) == f"15,8{NO_BREAK}millions d'habitants"
    assert people(1_240_000) == f"1,2{NO_BREAK}million d'habitants"
    assert people(153_884) == f"153{NARROW}884 habitants"
    assert people(0) == "0 habitant"
    assert share(0, 0) == "–"
    assert share(1, 10_000) == f"moins de 0,1{NO_BREAK}%"


def test_what_counts_is_said_for_any_statuses_and_bases():
    every = Question(
        statuses=(Status.ACTIVE, Status.EMERGING, Status.UNKNOWN),
        bases=(
            CoverageBasis.DECLARED,
            CoverageBasis.PARTIAL,
            CoverageBasis.BROAD,
            CoverageBasis.NEAR,
        ),
        radius_km=12.5,
    )
    assert what_counts(every) == (
        "déclarée couverte par un pôle actif, émergent ou au statut inconnu, ou couverte en partie "
        "par un tel pôle, ou prise dans le territoire large d'un tel pôle, ou dont la mairie est à "
        f"12,5{NO_BREAK}km au plus d'un tel pôle"
    )


def test_nobody_covered_is_a_sentence_too():
    whole = AreaAnswer("x", "x", {CoverageBasis.NONE: Totals(1, 1200, 1.0)})
    said = answer(Question(), whole, {}, "du Lot")
    assert said.startswith(f"Aucun des 1{NARROW}200 habitants du Lot ne vit dans une commune")


def heading_of(response) -> str:
    [title] = re.findall(r'(?s)<h2 id="titre-tableau".*?</h2>', response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", title)).split())


def test_what_no_study_area_holds_is_not_counted_as_one(client):
    for query, words in (
        ("niveau=bassin-vie", "Bassins de vie 2 et hors bassin de vie"),
        ("niveau=bassin-vie&zone=drom", "Bassins de vie 0 et hors bassin de vie"),
        ("niveau=zone-emploi", "Zones d'emploi 4"),
    ):
        page = client.get(f"{PAGE}?{query}")
        assert heading_of(page) == words
        assert ("une seule part" in text_of(page)) == ("hors bassin" in words)


def test_regions_are_compared_where_there_are_several_and_else_have_no_section(client):
    assert "Habitants par région" in text_of(client.get(PAGE))
    assert "Habitants par région" not in text_of(client.get(f"{PAGE}?departement=01"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("decoupe=bassin-vie&zone=drom", "communes voisines hors de tout bassin de vie."),
        ("decoupe=zone-emploi", "communes voisines d'une même zone d'emploi. Rien"),
        (
            "decoupe=bassin-vie",
            "communes voisines d'un même bassin de vie, ou hors de tout bassin de vie.",
        ),
    ],
)
def test_gaps_are_told_by_where_they_are(client, query, words):
    Pole.objects.filter(slug="lagon").delete()
    poles_changed()
    page = client.get(f"{PAGE}?rayon_km=0&{query}")
    assert words in text_of(page)


@pytest.mark.parametrize("path", [PAGE, "/priorites/", "/priorites/territoires/"])
def test_files_bear_the_title_of_their_format_once_in_a_list(client, path):
    content = client.get(path).content.decode()
    link = r'<a href="/api/%s[^"]*">[^<]*</a>'
    lists = re.findall(f"(?s){link % '(?!exports)'}(?:,\\s*{link % 'exports/'})+", content)
    assert lists
    for one in lists:
        titles = re.findall(r">([^<]+)</a>", one)
        assert titles[1:] == [html.escape(form.title) for form in FORMATS.values()]
        assert len(set(titles)) == len(titles)
