"""Why each line of the search is there, where its name does not show it."""

import pytest

from directory.pages.search import answer
from directory.record.search_key import excerpt
from geo.models import Commune, Department, Epci, PlaceName
from tests import factories

pytestmark = pytest.mark.usefixtures("ground")


def details(text: str) -> dict[str, str]:
    return {one.code: one.detail.replace("\u00a0", " ") for one in answer(text, 8).results}


def test_a_pole_says_which_words_of_its_record_answer():
    factories.make_pole(
        "laine", [], name="Pôle Laine", status="active", other_names=["Filature du Nord"],
        lead_organisation="SCIC Toison", territory_text="la vallée du Doux",
        description="Depuis 2012, il réunit vingt ateliers de la filière autour du feutre.",
    )  # fmt: skip
    assert details("laine") == {"laine": "PTCE"}
    assert details("filature") == {"laine": "PTCE · aussi nommé Filature du Nord"}
    assert details("toison") == {"laine": "PTCE · porté par « SCIC Toison »"}
    assert details("vallée") == {"laine": "PTCE · territoire : « la vallée du Doux »"}
    assert details("feutre 2012") == {
        "laine": "PTCE · présentation : « …filière autour du feutre. »"
    }
    assert details("laine toison feutre")["laine"].count("«") == 2


def test_a_number_is_a_whole_word_of_what_a_pole_says():
    factories.make_pole("laine", [], status="active", description="Fondé en 2012, 20 ateliers.")
    factories.make_pole("bois", [], status="active", description="Fondé en 2020.")
    assert list(details("20 ateliers")) == ["laine"]
    assert "bois" not in details("20")
    assert excerpt("Fondé en 2012, 20 ateliers.", "20") == "Fondé en 2012, 20 ateliers."


def test_an_area_found_by_its_code_says_so():
    assert details("01")["01"] == "Département · code 01"
    assert details("84") == {"84": "Région · code 84"}
    assert "SIREN 200000001" in details("200000001")["200000001"]


def test_the_old_number_of_corsica_leads_to_its_two_departments():
    for code, name in (("2A", "Corse-du-Sud"), ("2B", "Haute-Corse")):
        Department.objects.create(code=code, region_id="11", **factories.named(name, "metro"))
    told = "Département · numéro 20 jusqu’en 1975"
    found = details("20")
    assert (found["2A"], found["2B"]) == (told, told)


@pytest.mark.parametrize("text", ["Rhône-Alpes", "rhone alpes", "région Rhône-Alpes"])
def test_a_region_of_before_2016_leads_to_the_one_that_it_is_part_of(text):
    said = answer(text, 8)
    assert [one.code for one in said.results] == ["84"]
    assert said.results[0].detail == "Région · dont l’ancienne région Rhône-Alpes"
    assert said.sentence == (
        "Rhône-Alpes, région jusqu’en 2015, fait aujourd’hui partie de la région "
        "Auvergne-Rhône-Alpes (84)."
    )


def test_the_name_of_todays_region_needs_no_sentence():
    assert answer("Auvergne-Rhône-Alpes", 8).sentence == ""


def test_the_nature_of_a_metropole_is_no_part_of_its_name():
    for siren, kind, name in (
        ("200054781", "METRO", "Métropole du Grand Bocage"),
        ("200000001", "CU", "Communauté urbaine Grand Bocage Rive et Oise"),
    ):
        key = name.lower().replace("é", "e")
        Epci.objects.filter(pk=siren).update(name=name, name_key=key, kind=kind)
    assert next(iter(details("Grand Bocage"))) == "200054781"


@pytest.mark.parametrize(("people", "first"), [((300, 3_000), "01002"), ((3_000, 300), "01001")])
def test_an_article_does_not_tell_names_apart_population_does(people, first):
    for code, name, count in zip(
        ("01001", "01002"), ("Tilleul", "Le Tilleul"), people, strict=True
    ):
        bear(code, name, count)
    assert next(iter(details("tilleul"))) == first
    assert next(iter(details("Le Tilleul"))) == "01002"


def test_a_name_typed_without_its_article_comes_before_longer_ones_however_large():
    bear("01001", "Le Tilleul", 600)
    bear("01002", "Le Tilleul-Mesnil", 60_000)
    assert list(details("tilleul"))[:2] == ["01001", "01002"]


def test_a_commune_that_took_in_a_small_one_of_the_name_does_not_come_before_a_namesake():
    bear("01001", "Le Tilleul", 600)
    PlaceName.objects.create(commune_id="01002", key="tilleul", label="Tilleul", kind="deleguee")
    Commune.objects.filter(pk="01002").update(population=60_000)
    assert list(details("tilleul"))[:2] == ["01001", "01002"]


def test_a_name_comes_before_the_epci_of_the_name_but_for_its_article():
    bear("01001", "Le Tilleul en Bresse", 600)
    Epci.objects.filter(pk="200000002").update(
        name="Communauté de communes du Tilleul en Bresse", kind="CC",
        name_key="communaute de communes du tilleul en bresse",
    )  # fmt: skip
    assert list(details("tilleul en bresse"))[:2] == ["01001", "200000002"]


def bear(code: str, name: str, people: int) -> None:
    """Give a commune a name and people."""
    key = name.lower().replace("-", " ")
    Commune.objects.filter(pk=code).update(name=name, name_key=key, population=people)
    PlaceName.objects.filter(commune_id=code).delete()
    PlaceName.objects.create(commune_id=code, key=key, label=name, kind="commune")
