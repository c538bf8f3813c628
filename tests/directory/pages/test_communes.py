"""The page of a commune: one sentence that answers, then the poles, each basis apart."""

import pytest

from directory.models import Pole
from geo.models import Commune, Epci
from tests.directory.pages.conftest import NOTE, lead_of, text_of

pytestmark = pytest.mark.usefixtures("poles")


def page(client, code):
    response = client.get(f"/communes/{code}/")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "01003",
            "Commune 01003 est couverte par le Pôle Laine, qui déclare sa communauté de communes.",
        ),
        (
            "38002",
            "Commune 38002 est couverte en partie par le pôle Les Ateliers, qui déclare une partie "
            "de la commune. S'y ajoute 1 pôle actif au territoire large (département ou région).",
        ),
        (
            "01004",
            "Commune 01004 est présumée couverte par le pôle Étincelle, qui y a son siège et ne "
            "déclare aucun territoire.",
        ),
        (
            "01005",
            "Commune 01005 est présumée couverte par le pôle Étincelle, qui a son siège dans la "
            "même intercommunalité et ne déclare aucun territoire.",
        ),
        (
            "38006",
            "Commune 38006 est dans le territoire large du PTCE Isère, qui déclare tout le "
            "département de Isère.",
        ),
        (
            "38001",
            "Commune 38001 est couverte par le pôle InnoVal, qui déclare la commune elle-même. S'y "
            "ajoute 1 pôle actif au territoire large (département ou région).",
        ),
    ],
)
def test_the_first_sentence_says_the_pole_the_basis_and_the_reason(client, code, sentence):
    assert lead_of(page(client, code)) == sentence


def test_a_commune_without_pole_names_the_nearest_and_its_distance(client):
    sentence = lead_of(page(client, "01006"))
    assert sentence.startswith(
        "Aucun pôle actif connu ne couvre Commune 01006 ; le plus proche est le pôle Étincelle, "
    )
    # A twentieth of a degree of longitude at 45.05° north, on the ellipsoid.
    assert sentence.endswith("dont le territoire commence à 3,9 km.")


def test_a_pole_that_only_starts_is_told_apart_and_never_counts(client):
    Pole.objects.filter(slug="declare").update(status="unknown")
    sentence = lead_of(page(client, "01002"))
    assert sentence.startswith("Aucun pôle actif connu ne couvre Commune 01002")
    assert sentence.endswith(
        "1 pôle émergent et 1 pôle au statut inconnu l'ont dans leur territoire."
    )
    assert "Pôles émergents" in text_of(page(client, "01002"))


def test_an_article_of_the_name_contracts(client):
    Commune.objects.filter(code="01003").update(name="Le Havre", linking=2)
    response = page(client, "01003")
    assert "<h1>Les PTCE au Havre</h1>" in response.content.decode()
    assert lead_of(response).startswith("La commune du Havre est couverte par")


def test_each_basis_has_its_own_heading(client):
    text = text_of(page(client, "38002")).partition("Pôles actifs")[2]
    assert text.index("Partie de commune") < text.index("Les Ateliers , qui déclare une partie")
    assert text.index("Territoire large") < text.index("PTCE Isère , qui déclare tout le")


def test_a_pole_that_ended_is_listed_apart(client):
    text = text_of(page(client, "01001"))
    assert text.index("Pôles actifs") < text.index("Pôles terminés") < text.index("Disparu")


def test_population_and_body_stand_with_their_year_and_size(client):
    Epci.objects.filter(siren="200000001").update(communes_count=3, population=7)
    text = text_of(page(client, "01003"))
    assert "4 habitants (population municipale de 2023)" in text
    assert "EPCI 200000001 (3 communes, 7 habitants)" in text


def test_an_island_without_epci_says_so(client):
    assert "cette île n'a pas d'EPCI" in text_of(page(client, "01006"))


def test_a_former_code_leads_for_good_to_todays_commune(client):
    response = client.get("/communes/01999/")
    assert (response.status_code, response["Location"]) == (301, "/communes/01001/?depuis=01999")


def test_a_code_in_lower_case_leads_to_the_right_address(client):
    island = Commune.objects.get(code="01006")
    island.code = "2A004"
    island.save(force_insert=True)
    response = client.get("/communes/2a004/")
    assert (response.status_code, response["Location"]) == (301, "/communes/2A004/")


@pytest.mark.parametrize("code", ["99999", "0100", "010011", "abcde", "01 01", "<b>x"])
def test_an_unknown_code_is_named_with_a_way_on(client, code):
    response = client.get(f"/communes/{code}/")
    assert response.status_code == 404
    assert f"« {code} » : attendu, le code Insee d'une commune" in text_of(response)
    assert 'action="/annuaire/"' in response.content.decode()


@pytest.mark.parametrize("code", ["01001", "01006", "38002", "75056", "93001", "97401"])
def test_a_commune_takes_few_queries(client, code, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        page(client, code)


@pytest.mark.parametrize("code", ["01001", "01002", "01006"])
def test_nothing_unpublished_nor_any_note_is_told(client, code):
    content = page(client, code).content.decode()
    assert "Caché" not in content
    assert NOTE not in content


def test_a_page_reached_by_a_code_of_yesterday_says_which(client):
    answer = client.get("/communes/01999/")
    assert answer.status_code == 301
    assert answer["Location"] == "/communes/01001/?depuis=01999"
    assert "01999" in text_of(client.get(answer["Location"]))
    assert "se lit aujourd" not in text_of(client.get("/communes/01001/?depuis=38001"))
    assert "se lit aujourd" not in text_of(client.get("/communes/01001/?depuis=nimporte"))
