"""The page of a pole: what it is, where, since when, by which sources."""

import json
import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from directory.models import Pole, Recognition
from directory.record.writing import poles_changed
from tests.directory.pages.conftest import NOTE, lead_of, text_of

pytestmark = pytest.mark.usefixtures("poles")


def page(client, slug):
    response = client.get(f"/poles/{slug}/")
    assert response.status_code == 200
    return response


def json_ld(response):
    found = re.findall(
        r'(?s)<script type="application/ld\+json">(.*?)</script>', response.content.decode()
    )
    return [json.loads(block) for block in found]


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        (
            "declare",
            "Le Pôle Laine est un pôle territorial de coopération économique (PTCE) actif (statut "
            "connu en 2023), installé à Saint-Œuf (Ain), créé en 2015.",
        ),
        (
            "large",
            "Le PTCE Isère est un pôle territorial de coopération économique (PTCE) actif (année "
            "du statut non connue), situé en Auvergne-Rhône-Alpes, sans siège connu.",
        ),
        (
            "inconnu",
            "Le pôle Oublié est un pôle territorial de coopération économique (PTCE) au statut "
            "inconnu, situé en Ain, sans siège connu.",
        ),
        (
            "fini",
            "Le pôle Disparu était un pôle territorial de coopération économique (PTCE), "
            "aujourd'hui terminé (année du statut non connue), situé en Auvergne-Rhône-Alpes, sans "
            "siège connu.",
        ),
    ],
)
def test_the_first_sentence_says_what_where_and_since_when(client, slug, sentence):
    assert lead_of(page(client, slug)) == sentence


@pytest.mark.parametrize(
    ("slug", "territory", "basis"),
    [
        ("declare", "Le pôle déclare EPCI 200000001.", "Territoire déclaré."),
        ("commune", "Le pôle déclare la commune de Commune 38001.", "Territoire déclaré."),
        (
            "partie",
            "Le pôle déclare une partie de la commune de Commune 38002 (Quartier nord).",
            "Partie de commune.",
        ),
        ("presume", "Présumé : EPCI 200000002, où est le siège.", "Territoire présumé."),
        ("large", "Le pôle déclare tout le département de Isère.", "Territoire large."),
        ("inconnu", "Aucun territoire n'est connu.", "Aucun territoire."),
    ],
)
def test_the_territory_is_told_with_its_basis(client, slug, territory, basis):
    text = text_of(page(client, slug))
    assert territory in text
    assert basis in text


def test_a_shape_that_touches_no_commune_is_not_said_to_be_no_territory_nor_no_seat(client, poles):
    pole = poles["inconnu"]
    pole.territories.create(
        level="drawn", drawn=MultiPolygon(Polygon.from_bbox((-4, 47, -3.9, 47.1)), srid=4326)
    )
    poles_changed([pole.pk])
    text = text_of(page(client, "inconnu"))
    assert "Le pôle déclare un périmètre dessiné, sans commune qui en soit." in text
    assert "ni siège connu" not in text


def test_a_part_of_a_commune_does_not_pass_for_its_people(client):
    assert "communes entières" in text_of(page(client, "partie"))


def test_the_line_of_time_has_years_amounts_and_what_they_are(client):
    text = text_of(page(client, "declare"))
    assert "2015 Création" in text
    assert "2023 AMI PTCE 2023 100 000 €" in text
    assert "Lauréat d'un appel à manifestation d'intérêt (AMI) de l'État" in text


def test_a_recognition_without_year_comes_last_and_says_so(client, poles):
    Recognition.objects.create(pole=poles["declare"], scheme="autre", label="Prix régional")
    text = text_of(page(client, "declare"))
    assert text.index("AMI PTCE 2023") < text.index("année non connue Prix régional")


def test_sources_stand_for_the_whole_record_and_say_it(client):
    response = page(client, "declare")
    assert 'href="https://example.org/"' in response.content.decode()
    assert "Elle vaut pour l'ensemble de la fiche" in text_of(response)


def test_only_web_addresses_become_links(client):
    Pole.objects.filter(slug="declare").update(
        sources=["javascript:alert(1)", "https://example.org/a?b=c&d"], website=""
    )
    content = page(client, "declare").content.decode()
    assert "javascript:" not in content
    assert 'href="https://example.org/a?b=c&amp;d"' in content


def test_the_nearest_poles_come_with_kilometres_and_without_those_that_ended(client):
    text = text_of(page(client, "declare"))
    nearest = text.partition("Les pôles les plus proches")[2]
    assert nearest.index("Germe") < nearest.index("Étincelle")
    assert "territoire à 3,9 km" in nearest
    assert "territoire à 20 km" in nearest
    assert "Disparu" not in nearest


def test_an_error_can_be_told_without_an_account_and_by_mail_where_there_is_an_address(
    client, settings
):
    settings.CONTACT_EMAIL = "atlas@example.org"
    content = page(client, "declare").content.decode()
    assert 'href="/poles/declare/signaler/"' in content
    assert 'href="mailto:atlas@example.org"' in content
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in page(client, "declare").content.decode()


def test_those_who_keep_the_record_find_their_way_without_a_session_for_visitors(client):
    response = page(client, "declare")
    for what in ("proposer", "modifier", "historique"):
        assert f'href="/poles/declare/{what}/"' in response.content.decode()
    assert not response.cookies


def test_search_engines_read_an_organisation_and_its_trail(client, settings):
    settings.PUBLIC_URL = "https://atlas.example.org"
    organisation, trail = json_ld(page(client, "declare"))
    assert organisation["@type"] == "Organization"
    assert organisation["@id"] == "https://atlas.example.org/poles/declare/"
    assert organisation["foundingDate"] == "2015"
    assert organisation["areaServed"] == [{"@type": "AdministrativeArea", "name": "EPCI 200000001"}]
    assert [step["name"] for step in trail["itemListElement"]] == [
        "Accueil",
        "Annuaire",
        "Auvergne-Rhône-Alpes",
        "Pôle Laine",
    ]


def test_no_name_can_leave_its_element(client):
    hostile = '</script><script>alert("é & co")</script><!--'
    Pole.objects.filter(slug="declare").update(name=hostile, description=hostile)
    response = page(client, "declare")
    assert "<script>alert" not in response.content.decode()
    assert json_ld(response)[0]["name"] == hostile


def test_the_address_of_the_page_is_said_once_for_all(client, settings):
    settings.PUBLIC_URL = "https://atlas.example.org"
    content = page(client, "declare").content.decode()
    assert '<link rel="canonical" href="https://atlas.example.org/poles/declare/">' in content
    assert '<meta property="og:title" content="Pôle Laine">' in content
    assert "<title>Pôle Laine – Atlas des PTCE</title>" in content


def test_an_unpublished_pole_is_not_found(client):
    response = client.get("/poles/secret/")
    assert response.status_code == 404
    assert "Caché" not in response.content.decode()


def test_an_unknown_pole_is_named_with_a_way_on(client):
    response = client.get("/poles/jamais-vu/")
    assert response.status_code == 404
    assert "jamais-vu" in text_of(response)


@pytest.mark.parametrize("slug", ["declare", "fini"])
def test_the_editors_note_stays_with_the_editors(client, slug):
    assert NOTE not in page(client, slug).content.decode()


@pytest.mark.parametrize(
    "slug", ["declare", "commune", "partie", "presume", "large", "emergent", "inconnu", "fini"]
)
def test_a_pole_takes_few_queries(client, slug, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        page(client, slug)
