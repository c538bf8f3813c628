"""What can be had, and what words and figures mean."""

import datetime
import re
from collections import Counter

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from directory.pages.donnees import DOORS
from publishing.models import Vintage
from tests.directory.pages.conftest import NOTE, lead_of, text_of

pytestmark = pytest.mark.usefixtures("poles")


@pytest.fixture
def answer(client):
    response = client.get("/donnees/")
    assert response.status_code == 200
    return response


def test_the_first_sentence_counts_poles_and_seats_with_a_date(answer):
    sentence = lead_of(answer)
    assert sentence.startswith("L'atlas décrit 8 pôles, dont 3 au siège connu")
    assert "23 novembre 2026" in sentence


def test_every_address_it_gives_exists(answer):
    for address in re.findall(r'href="(/[^"#]*)"', answer.content.decode()):
        try:
            resolve(address.partition("?")[0])
        except Resolver404:
            if not address.startswith("/static/"):
                pytest.fail(f"{address} leads nowhere")


def test_each_door_is_told_once():
    """Poles alone have two: they show two ways to ask."""
    times = Counter(door.path.partition("?")[0] for door in DOORS)
    assert {path for path, count in times.items() if count > 1} == {"/api/poles/"}


def test_each_status_and_basis_is_defined_with_its_count(answer):
    text = text_of(answer)
    for word in ("actif", "emergent", "inconnu", "termine"):
        assert f" {word} " in text
    for word in ("declare", "partie", "presume", "large", "aucune"):
        assert f" {word} " in text


def test_vintages_are_those_loaded(client):
    Vintage.objects.create(
        name="cog",
        label="Code officiel géographique",
        as_of=datetime.date(2026, 1, 1),
        source="Insee",
        licence="Licence Ouverte 2.0",
        loaded_at=timezone.now(),
    )
    assert "Code officiel géographique 1er janvier 2026 Insee Licence Ouverte 2.0" in text_of(
        client.get("/donnees/")
    )


def test_what_is_missing_is_told_scheme_by_scheme(answer):
    text = text_of(answer)
    assert "AMI 2021, phase 1 107 0" in text
    assert "AMI 2023 15 1" in text


def test_regions_without_any_pole_are_named(answer):
    missing = text_of(answer).partition("Aucun pôle relevé en")[2]
    assert "La Réunion" in missing


def test_the_map_can_be_embedded_by_copying_a_line(client, settings):
    settings.PUBLIC_URL = "https://atlas.example.org"
    assert 'src="https://atlas.example.org/integration/?region=76"' in text_of(
        client.get("/donnees/")
    )


def test_nothing_unpublished_nor_any_note_is_told(answer):
    assert "Caché" not in answer.content.decode()
    assert NOTE not in answer.content.decode()


def test_it_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get("/donnees/")
