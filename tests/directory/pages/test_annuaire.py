"""The directory: every public pole, filtered and sorted without a script."""

import re

import pytest

from directory.models import Pole
from tests.directory.pages.conftest import NOTE, lead_of, text_of
from tests.factories import make_pole

pytestmark = pytest.mark.usefixtures("poles")


def page(client, query="", status=200):
    response = client.get(f"/annuaire/{query}")
    assert response.status_code == status
    return response


def slugs(response):
    return re.findall(r'<a href="/poles/([\w-]+)/">', response.content.decode())


def test_the_first_sentence_counts_every_public_pole(client):
    sentence = lead_of(page(client))
    assert sentence.startswith("8 pôles en France : 5 actifs, 1 émergent, 1 au statut inconnu et 1")


def test_poles_stand_under_their_region_by_name_whatever_the_accent(client):
    make_pole("ailleurs", name="Ailleurs", region_id="11")
    response = page(client)
    content = response.content.decode()
    assert content.index("Auvergne-Rhône-Alpes</a>") < content.index("Île-de-France</a>")
    assert slugs(response)[:4] == ["fini", "presume", "emergent", "commune"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?statut=emergent", ["emergent"]),
        ("?statut=emergent&statut=termine", ["fini", "emergent"]),
        ("?thematique=textile-laine", ["declare"]),
        ("?departement=01", ["inconnu", "declare"]),
        ("?region=84&statut=inconnu", ["inconnu"]),
        ("?reconnaissance=ami-2023", ["declare"]),
        ("?q=FILIERE", ["declare"]),
        ("?q=etincelle", ["presume"]),
        ("?statut=&q=", None),
    ],
)
def test_filters_work_by_the_address_alone(client, query, found):
    if found is None:
        assert len(slugs(page(client, query))) == 8
    else:
        assert slugs(page(client, query)) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [("nom", "fini"), ("annee", "declare"), ("population", "large"), ("region", "fini")],
)
def test_the_list_can_be_sorted(client, sort, first):
    assert slugs(page(client, f"?tri={sort}"))[0] == first


def test_the_filters_follow_to_the_map(client):
    content = page(client, "?region=84&statut=actif").content.decode()
    assert 'href="/?statut=actif&amp;region=84"' in content


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?statut=vivant", "statut : « vivant » n'est pas accepté (actif, emergent, inconnu"),
        ("?tri=taille", "tri : « taille » n'est pas accepté (region, nom, annee, population)"),
        ("?region=99", "region : « 99 »"),
        ("?couleur=bleu", "couleur : « bleu » n'est pas accepté (paramètres acceptés : statut"),
        ("?q=" + "a" * 101, "q : «"),
    ],
)
def test_what_is_refused_is_named_with_what_is_accepted(client, query, told):
    response = page(client, query, status=400)
    assert told in text_of(response)
    assert slugs(response)


@pytest.mark.parametrize("query", ["?utm_source=a&utm_medium=b", "?fbclid=x", "?mtm_campaign=y"])
def test_parameters_that_follow_the_reader_are_passed_by(client, query):
    assert len(slugs(page(client, query))) == 8


def test_a_search_from_the_header_leads_to_communes_without_a_script(client):
    response = page(client, "?q=01003")
    assert 'href="/communes/01003/"' in response.content.decode()


def test_an_empty_list_says_what_to_do(client):
    assert "Retirez un filtre" in text_of(page(client, "?q=introuvable"))


def test_one_address_stands_for_all_sorts_and_filters(client, settings):
    settings.PUBLIC_URL = "https://atlas.example.org"
    content = page(client, "?statut=actif").content.decode()
    assert '<link rel="canonical" href="https://atlas.example.org/annuaire/">' in content
    assert '<meta name="robots" content="noindex, follow">' in content
    assert "noindex" not in page(client).content.decode()


def test_nothing_unpublished_nor_any_note_is_told(client):
    for query in ("", "?q=cache", "?q=redaction", "?tri=nom"):
        content = page(client, query).content.decode()
        assert "Caché" not in content
        assert NOTE not in content


def test_a_hostile_search_is_text(client):
    content = page(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in content


def test_the_list_takes_few_queries_however_long(client, django_assert_max_num_queries):
    Pole.objects.bulk_create(
        Pole(
            slug=f"p-{number}",
            name=f"P {number}",
            region_id="84",
            sources=["https://example.org/"],
            checked="2026-11-23",
        )
        for number in range(100)
    )
    with django_assert_max_num_queries(5):
        page(client)
