"""The map page as the server gives it."""

import pytest
from django.db import transaction

from directory.footprints import derive_footprints
from directory.models import Footprint
from tests import factories


@pytest.fixture
def poles(db):
    for number in range(12):
        factories.make_pole(f"pole-{number}", seat_id="01001", department_id="01")
    with transaction.atomic():
        derive_footprints()


@pytest.mark.parametrize("query", ["", "?region=84&q=pole&statut=inconnu", "?pole=pole-3"])
def test_the_page_takes_at_most_eight_queries(client, poles, query, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert client.get(f"/{query}").status_code == 200


def test_the_preview_is_the_same_in_the_page_and_alone(client, poles):
    page = client.get("/?pole=pole-3").content.decode()
    part = client.get("/?pole=pole-3", headers={"X-Fragment": "apercu"}).content.decode()
    assert part.strip() in page


def test_an_unpublished_pole_cannot_be_chosen(client, poles):
    factories.make_pole("cache", published=False)
    assert client.get("/?pole=cache").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("statut=vivant", 400),
        ("region=99", 400),
        ("q=" + "x" * 101, 400),
        ("pole=nulle-part", 404),
        ("pole=" + "x" * 900, 404),
    ],
)
def test_bad_addresses_are_said_without_a_traceback(client, poles, query, status):
    response = client.get(f"/?{query}")
    assert response.status_code == status
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("query", ["pole=%00", "q=a%00", "pole=" + "x" * 9000])
def test_monstrous_addresses_are_refused(client, poles, query):
    assert client.get(f"/?{query}").status_code == 400


def test_no_style_or_script_is_written_in_the_page(client, poles):
    text = client.get("/?pole=pole-3").content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert "onclick" not in text


def test_the_description_of_the_page_is_its_sentence(client, poles):
    assert 'property="og:description" content="12 pôles en France' in (
        client.get("/").content.decode()
    )


def test_a_pole_without_seat_is_marked_inside_its_territory_and_told_as_such(client, poles):
    territory = factories.territory("epci", "200000002")
    factories.make_pole("ailleurs", [territory], name="Ailleurs", presume_seat_epci=False)
    factories.make_pole("nulle-part", presume_seat_epci=False)
    with transaction.atomic():
        derive_footprints()
    inside = Footprint.objects.get(pole__slug="ailleurs")
    assert inside.contour
    assert inside.inside
    assert inside.contour.covers(inside.inside)
    text = client.get("/").content.decode()
    card = text[text.index('data-pole="ailleurs"') :].split(">")[0]
    assert 'data-interieur="oui"' in card
    assert f'data-lon="{inside.inside.x:.3f}' in card
    nowhere = text[text.index('data-pole="nulle-part"') :].split(">")[0]
    assert "data-lat" not in nowhere
    assert "1 pôle sans siège ni territoire connus" in " ".join(text.split())
    listed = client.get("/annuaire/?place=aucune").content.decode()
    assert 'href="/poles/nulle-part/"' in listed
    assert 'href="/poles/ailleurs/"' not in listed
    assert "Voir ces pôles sur la carte" not in listed
    assert "Voir ces pôles sur la carte" in client.get("/annuaire/").content.decode()
    assert client.get("/annuaire/?place=ici").status_code == 400
