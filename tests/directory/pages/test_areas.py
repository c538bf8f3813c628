"""The pages of EPCI, departments and regions: figures that add up, each basis apart."""

import html
import re

import pytest
from django.db import transaction

from directory.footprints import derive_footprints
from directory.models import Pole
from directory.territories import areas, bodies
from directory.vocabulary import Basis
from geo.models import Commune, Department, Epci, Region
from tests.directory.pages.conftest import NOTE, lead_of, text_of
from tests.factories import POPULATION, communes_of, make_pole, territory

pytestmark = pytest.mark.usefixtures("poles")

PAGES = [
    "/epci/200000001/",
    "/epci/200000003/",
    "/epci/200054781/",
    "/epci/200057867/",
    "/departements/01/",
    "/departements/38/",
    "/departements/974/",
    "/regions/84/",
    "/regions/11/",
    "/regions/04/",
    "/zones-emploi/0101/",
    "/bassins-de-vie/38004/",
]


def people(codes):
    return sum(POPULATION[code] for code in codes)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "/epci/200000001/",
            "1 pôle actif a un territoire déclaré dans EPCI 200000001. À noter : 1 pôle émergent.",
        ),
        ("/epci/200057867/", "Aucun pôle actif connu n'a de territoire dans EPCI 200057867."),
        (
            "/departements/38/",
            "4 pôles actifs ont un territoire en Isère : 1 déclaré, 1 réduit à une partie de "
            "commune, 1 présumé et 1 large (département ou région).",
        ),
        (
            "/regions/84/",
            "5 pôles actifs ont un territoire en Auvergne-Rhône-Alpes : 2 déclarés, 1 réduit à "
            "une partie de commune, 1 présumé et 1 large (département ou région). À noter : 1 "
            "pôle émergent et 1 pôle rattaché sans territoire connu.",
        ),
        ("/regions/04/", "Aucun pôle actif connu n'a de territoire à La Réunion."),
        (
            "/zones-emploi/0401/",
            "Aucun pôle actif connu n'a de territoire dans la zone d'emploi du Sud.",
        ),
    ],
)
def test_the_first_sentence_counts_poles_by_basis(client, address, sentence):
    assert lead_of(client.get(address)) == sentence


def test_names_with_their_article_make_a_good_title(client):
    Department.objects.filter(code="01").update(linking=5)
    assert "Les PTCE dans l'Ain" in text_of(client.get("/departements/01/"))


def test_each_commune_is_counted_once_on_its_most_certain_basis(ground):
    held = {
        row.basis: (row.communes, row.population)
        for row in areas.held_by_active_poles(Department(pk="38"))
    }
    assert held == {
        Basis.DECLARED: (1, people(["38001"])),
        Basis.PARTIAL: (1, people(["38002"])),
        Basis.PRESUMED: (2, people(["38004", "38005"])),
        Basis.BROAD: (2, people(["38003", "38006"])),
        Basis.NONE: (0, 0),
    }


@pytest.mark.parametrize(
    ("area", "codes"),
    [
        (Department(pk="01"), communes_of("department", "01")),
        (Region(pk="11"), communes_of("region", "11")),
        (Epci(pk="200054781"), communes_of("epci", "200054781")),
        (Epci(pk="200057867"), communes_of("epci", "200057867")),
    ],
)
def test_bases_add_up_to_the_area(area, codes):
    held = areas.held_by_active_poles(area)
    figures = areas.figures_of(area)
    assert sum(row.communes for row in held) == figures.communes == len(codes)
    assert sum(row.population for row in held) == figures.population == people(codes)


@pytest.mark.parametrize("area", [Department(pk="01"), Department(pk="75"), Region(pk="11")])
def test_bodies_add_up_to_the_area(area):
    listed = bodies.bodies_of(area)
    assert sum(body.population for body in listed) == areas.figures_of(area).population


def test_greater_paris_stands_as_paris_and_its_territories():
    listed = {body.place.name: body.communes for body in bodies.bodies_of(Region(pk="11"))}
    assert listed == {"Paris": 1, "EPCI 200057867": 2}


def test_an_island_without_epci_stands_for_itself():
    listed = [body for body in bodies.bodies_of(Department(pk="01")) if body.lone]
    assert [body.place.pk for body in listed] == ["01006"]


def test_a_pole_over_greater_paris_counts_in_paris_and_in_each_territory():
    pole = make_pole(
        "grand-paris", [territory("epci", "200054781")], region_id="11", status="active"
    )
    with transaction.atomic():
        derive_footprints([pole.pk])
    listed = {b.place.name: b.poles for b in bodies.bodies_of(Region(pk="11"))}
    assert listed == {"Paris": {pole.pk}, "EPCI 200057867": {pole.pk}}


def test_broad_poles_do_not_count_in_a_body():
    listed = {b.place.pk: len(b.poles) for b in bodies.bodies_of(Department(pk="38"))}
    assert listed == {"200000002": 1, "200000003": 2, "38006": 0}


def test_a_partner_epci_is_told_apart_from_a_territory(client):
    text = text_of(client.get("/epci/200000003/"))
    assert "elle n'est pas pour autant leur territoire" in text
    assert text.index("cite cette intercommunalité") < text.index("Pôle Laine")


def test_an_epci_lists_its_communes(client):
    content = client.get("/epci/200057867/").content.decode()
    assert 'href="/communes/93001/"' in content
    assert 'href="/communes/75056/"' not in content


def test_populations_of_several_years_are_told(client):
    Commune.objects.filter(code="97401").update(population_year=2017)
    text = text_of(client.get("/regions/04/"))
    assert "populations municipales de 2023, de 2017 à Mayotte" in text


def test_a_region_lists_its_departments(client):
    content = client.get("/regions/84/").content.decode()
    assert 'href="/departements/38/"' in content


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/epci/123456789/", "« 123456789 » : attendu, le SIREN"),
        ("/epci/abc/", "« abc » : attendu, le SIREN"),
        ("/epci/01001/", "01001 est la commune Saint-Œuf, qui se demande par son code Insee"),
        ("/departements/20/", "« 20 » : attendu, un code de département"),
        ("/departements/975/", "« 975 » : attendu"),
        ("/regions/99/", "« 99 » : attendu, le code Insee d'une région"),
        ("/zones-emploi/101/", "à 4 chiffres (0051 : les zéros comptent) ; 0101 (Bellecombe) ?"),
        ("/bassins-de-vie/01006/", "« 01006 » : attendu, le code d'un bassin de vie de 2022"),
    ],
)
def test_an_unknown_area_is_named(client, address, told):
    response = client.get(address)
    assert response.status_code == 404
    assert told in text_of(response)


@pytest.mark.parametrize("key", ["75056", "01006"])
def test_the_key_of_a_commune_that_stands_for_its_epci_leads_to_its_page(client, key):
    answer = client.get(f"/epci/{key}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/communes/{key}/")
    for address in (f"/api/communes/?codeEpci={key}", f"/api/poles/?epci={key}"):
        refusal = client.get(address)
        assert refusal.status_code == 400
        assert "tient lieu d'EPCI" in refusal.json()["accepte"]


@pytest.mark.parametrize("address", PAGES)
def test_an_area_takes_few_queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        assert client.get(address).status_code == 200


def test_queries_do_not_grow_with_poles(client, django_assert_max_num_queries):
    for number in range(30):
        make_pole(f"pole-{number}", [territory("epci", "200000001")], status="active")
    with transaction.atomic():
        derive_footprints()
    with django_assert_max_num_queries(16):
        client.get("/departements/01/")


@pytest.mark.parametrize("address", PAGES)
def test_nothing_unpublished_nor_any_note_is_told(client, address):
    content = client.get(address).content.decode()
    assert "Caché" not in content
    assert NOTE not in content


def test_an_unpublished_pole_leaves_no_trace_in_the_figures(client):
    before = lead_of(client.get("/epci/200000001/"))
    Pole.objects.filter(slug="secret").delete()
    assert lead_of(client.get("/epci/200000001/")) == before


@pytest.mark.parametrize(
    ("address", "listed"),
    [("/regions/84/", "/annuaire/?region=84"), ("/departements/38/", "/annuaire/?departement=38")],
)
def test_poles_counted_by_territory_and_by_seat_are_two_totals_that_lead_to_each_other(
    client, address, listed
):
    area = client.get(address).content.decode()
    assert "d'après leur territoire" in html.unescape(area)
    told = re.search(rf'<a href="{re.escape(listed)}">(\w+) pôles? ', area)
    assert told
    answer = client.get(listed)
    assert lead_of(answer).startswith(f"{told[1]} pôle")
    assert "d'après leur siège" in text_of(answer)
    assert f'<a href="{address}">' in answer.content.decode()


def test_a_total_of_the_whole_country_is_one(client):
    assert "d'après leur siège" not in text_of(client.get("/annuaire/"))


def test_an_area_over_several_departments_names_them_all_on_its_page_and_in_the_api(client):
    text = text_of(client.get("/epci/200000002/"))
    assert "Départements" in text
    assert {"Ain", "Isère"} <= set(re.findall(r"\w+", text))
    (row,) = client.get("/api/epcis/?code=200000002&fields=codesDepartements,codesRegions").json()
    assert (row["codesDepartements"], row["codesRegions"]) == (["01", "38"], ["84"])
