"""The regional cell of a place, on its page and on the map of partners."""

import pytest

from geo.models import Commune, Region
from programme.models import Partner
from tests.directory.pages.conftest import text_of

pytestmark = pytest.mark.usefixtures("programme")


def make(slug, kind, **fields):
    return Partner.objects.create(
        slug=slug, name=fields.pop("name", slug), kind=kind, role="Rôle.",
        sources=["https://example.org/"], **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/communes/01001/", "/epci/200000001/", "/departements/01/", "/regions/84/"]
)
def test_the_page_of_a_place_names_its_regional_cell(client, address):
    content = client.get(address).content.decode()
    assert 'href="/partenaires/#cellule">Cellule</a>' in content


@pytest.mark.parametrize("address", ["/communes/97401/", "/regions/04/"])
def test_where_none_is_known_the_page_says_so_and_names_the_national_one(client, address):
    make("cna", "cellule-nationale", name="Cellule nationale")
    response = client.get(address)
    assert "ne connaissent pas de cellule régionale d'animation à La Réunion" in text_of(response)
    assert 'href="/partenaires/#cna">Cellule nationale</a>' in response.content.decode()


def test_a_cell_being_made_is_said_to_be(client):
    make("cra-04", "cellule-en-creation", name="Cellule du lagon", regions=["04"])
    make("cna", "cellule-nationale", name="Cellule nationale")
    text = text_of(client.get("/communes/97401/"))
    assert "Cellule du lagon (en cours de création d'après sa source)" in text
    assert "Cellule nationale" in text


def test_a_body_that_straddles_two_regions_names_both_cells(client):
    make("cra-11", "cellule", name="Cellule francilienne", regions=["11"])
    Commune.objects.filter(code="01003").update(region_id="11")
    text = text_of(client.get("/epci/200000001/"))
    assert "Cellule francilienne" in text
    assert "Évalue." in text


def test_a_contact_is_given_where_it_is_known(client):
    Partner.objects.filter(slug="cellule").update(
        email="ptce@cellule.example", website="https://cellule.example/ptce"
    )
    content = client.get("/communes/01001/").content.decode()
    assert "mailto:ptce@cellule.example" in content
    assert 'href="https://cellule.example/ptce"' in content


def test_the_map_and_its_table_tell_regions_apart(client):
    make("cra-11", "cellule-en-creation", name="Cellule francilienne", regions=["11"])
    content = client.get("/partenaires/").content.decode()
    assert 'data-connues="84" data-creation="11"' in content
    for code, state in [("84", "connue"), ("11", "creation"), ("04", "inconnue")]:
        row = content.partition(f'id="region-{code}"')[2].partition("</tr>")[0]
        assert f"url(#cellule-{state})" in row
    assert "une autre est dite en cours de création. Ailleurs" in content


def test_a_region_out_of_force_is_not_shown(client):
    Region.objects.filter(code="11").update(obsolete=True)
    assert 'id="region-11"' not in client.get("/partenaires/").content.decode()
