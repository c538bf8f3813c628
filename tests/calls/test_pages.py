"""The pages of calls: the sentence first, figures, laureates, what is missing."""

import datetime

import pytest

from calls.models import Call
from tests.directory.pages.conftest import lead_of, text_of

pytestmark = pytest.mark.usefixtures("calls")


def test_the_list_says_how_many_editions_how_many_poles_and_that_none_is_open(client):
    response = client.get("/appels/")
    assert lead_of(response) == (
        "Deux éditions d'appels de l'État aux PTCE depuis 2023 : 2 pôles de l'atlas en ont été "
        "lauréats, une fois au moins. Aucun appel n'est ouvert d'après ces données."
    )


def test_a_call_shows_its_dates_as_precise_as_they_are_known(client):
    text = text_of(client.get("/appels/"))
    assert "Ouvert le 1er juin 2023, clos en juillet 2023, résultats en 2023." in text
    assert "Dates non vérifiées." in text
    assert "67 à 72" in text
    assert "1 500 000 €" in text


def test_a_page_answers_first_then_names_the_laureates_it_knows(client):
    response = client.get("/appels/ami-2023/")
    assert lead_of(response) == (
        "4 lauréats annoncés en 2023, pour 67 à 72 candidats. 2 sont dans l'atlas."
    )
    text = text_of(response)
    assert "Pôle Laine" in text
    assert "Pôle Vélo" in text
    assert "Pôle Caché" not in text
    assert "2 lauréats sur 4 sont dans l'atlas : 2 manquent." in text
    assert "publiée" not in text  # what is kept unpublished is not even counted
    assert "1 lauréat sur 2 a un siège connu." in text
    assert 'href="https://example.org/ami"' in response.content.decode()


def test_a_call_of_which_nothing_is_known_says_so(client):
    response = client.get("/appels/ami-2024/")
    text = text_of(response)
    assert lead_of(response) == "Le nombre de lauréats n'est pas connu. Aucun n'est dans l'atlas."
    assert "Aucune date n'a pu être vérifiée." in text
    assert "manquent" not in text.replace("combien manquent", "")
    assert "On ne sait pas combien de lauréats furent annoncés" in text
    assert "Carte des lauréats" not in response.content.decode()


def test_a_call_without_results_is_open_until_it_closes():
    call = Call(opened="2026-10-01", closed="2026-12")
    assert call.is_open(datetime.date(2026, 12, 31))
    assert not call.is_open(datetime.date(2027, 1, 1))
    assert not call.is_open(datetime.date(2026, 9, 30))
    assert not Call(closed="2026-12").is_open(datetime.date(2026, 11, 1))
    assert not Call(opened="2026-10-01", laureates=3).is_open(datetime.date(2026, 11, 1))


def test_an_open_call_is_told_first(client):
    Call.objects.filter(slug="ami-2024").update(opened="2024-01-01")
    assert "Ouvert aujourd'hui : AMI PTCE 2024." in text_of(client.get("/appels/"))
    assert "Cet appel est ouvert." in text_of(client.get("/appels/ami-2024/"))


def test_a_first_phase_gives_services_and_not_an_unknown_amount(client):
    Call.objects.filter(slug="ami-2024").update(phase=1)
    assert "bouquet de services" in text_of(client.get("/appels/ami-2024/"))


def test_an_unknown_call_is_not_found_with_a_way_on(client):
    response = client.get("/appels/rien/")
    assert response.status_code == 404
    assert "rien" in text_of(response)


def test_without_calls_the_page_says_so(client):
    Call.objects.all().delete()
    assert "Aucun appel n'est décrit" in lead_of(client.get("/appels/"))


def test_calls_are_in_the_sitemap(client):
    assert "/appels/ami-2023/" in client.get("/sitemap-appels.xml").content.decode()


def test_the_menu_marks_the_programme(client):
    content = client.get("/appels/").content.decode()
    assert '<a href="/programme/" aria-current="true">' in content


def test_a_page_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/appels/")
    with django_assert_max_num_queries(6):
        client.get("/appels/ami-2023/")


def test_the_administration_opens(admin_client, calls):
    assert admin_client.get("/gestion/calls/call/").status_code == 200
    assert admin_client.get(f"/gestion/calls/call/{calls['known'].pk}/change/").status_code == 200
