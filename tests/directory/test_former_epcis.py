"""EPCI no longer in force, found by their SIREN or their name: those that took them over."""

import datetime

import pytest

from directory.pages.search import answer
from geo.models import Epci, EpciPassage

pytestmark = pytest.mark.usefixtures("ground")
WHOLE, SHARED = "200999001", "200999002"


@pytest.fixture(autouse=True)
def former(ground) -> None:
    """An EPCI that another took over, and one that two shared out."""
    for siren, name, today, kind, share in (
        (WHOLE, "CC Petite Lande", "200000001", "fusion", 1.0),
        (SHARED, "CA du Pays Brumeux", "200000002", "partage", 0.3),
        (SHARED, "CA du Pays Brumeux", "200000003", "partage", 0.7),
    ):
        EpciPassage.objects.create(
            key=f"{siren}-{today}", siren=siren, name=name, ended=datetime.date(2020, 1, 1),
            epci_id=today, kind=kind, communes_count=3, people_share=share,
        )  # fmt: skip


def codes(text: str) -> list[str]:
    return [found.code for found in answer(text, 8).results]


@pytest.mark.parametrize("text", [WHOLE, "200 999 001"])
def test_a_former_siren_leads_to_the_epci_of_today_and_says_why(text):
    said = answer(text, 8)
    name = Epci.objects.get(pk="200000001").name
    assert [found.code for found in said.results] == ["200000001"]
    assert "a repris CC Petite Lande (200999001)" in said.results[0].detail
    assert said.sentence.replace("\u00a0", " ") == (
        f"200999001 : CC Petite Lande, devenue {name} (200000001) en 2020."
    )


@pytest.mark.parametrize(
    "text", ["CC Petite Lande", "communauté de communes de la petite lande", "CC petite la"]
)
def test_a_former_name_with_its_nature_comes_first(text):
    assert codes(text)[:1] == ["200000001"]
    assert "devenue" in answer(text, 8).sentence


def test_an_epci_that_was_shared_out_leads_to_all_who_took_it_over_the_largest_share_first():
    said = answer("CA Pays Brumeux", 8)
    assert [found.code for found in said.results][:2] == ["200000003", "200000002"]
    assert "partagée en 2020 entre" in said.sentence
    assert "a repris une part de CA du Pays Brumeux" in said.results[0].detail
    assert codes(SHARED) == ["200000003", "200000002"]


def test_a_name_that_an_epci_of_today_bears_is_its_own():
    Epci.objects.filter(pk="200000003").update(
        name="Communauté de communes Petite Lande",
        name_key="communaute de communes petite lande",
        kind="CC",
    )
    said = answer("CC Petite Lande", 8)
    assert [found.code for found in said.results][:1] == ["200000003"]
    assert "devenue" not in said.sentence


def test_a_siren_of_nothing_finds_nothing():
    assert codes("999999999") == []
