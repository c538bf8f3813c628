"""What a question says of a place that its first answer does not follow: it is told."""

import pytest

from directory.pages.search import answer
from geo.models import Commune, Department, FormerCommune, PlaceName

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture(autouse=True)
def places(ground) -> None:
    """Paris, two of a name in two departments, one alone, and one whose name begins like it."""
    for code, name, postcodes in (
        ("75056", "Paris", ["75001", "75020"]), ("97401", "Mornes", ["97400"]),
        ("01001", "Valmont", ["01100"]),
        ("38001", "Valmont", ["38100"]), ("01002", "Brumeville", ["01200", "01210"]),
        ("38002", "Brumeville-la-Forêt", ["38200"]), ("93001", "Les Ormes", ["93300"]),
    ):  # fmt: skip
        key = name.lower().replace("-", " ").replace("ê", "e")
        Commune.objects.filter(pk=code).update(name=name, name_key=key, postcodes=postcodes)
        PlaceName.objects.filter(commune_id=code).delete()
        PlaceName.objects.create(commune_id=code, key=key, label=name, kind="commune")
    Commune.objects.filter(pk="93001").update(linking=4)
    Department.objects.filter(pk="01").update(linking=5)
    FormerCommune.objects.create(code="01900", kind="ancienne", name="", commune_id="01002")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "code", "kind", "sentence"),
    [
        ("Brumeville 974", "01002", "departement",
         "Brumeville est dans l'Ain (01), pas à La Réunion (974)."),
        ("974 Brumeville", "01002", "departement",
         "Brumeville est dans l'Ain (01), pas à La Réunion (974)."),
        ("Brumeville (La Réunion)", "01002", "territoire",
         "Brumeville est dans l'Ain (01), pas à La Réunion (974)."),
        ("Brumeville Île-de-France", "01002", "territoire",
         "Brumeville est dans l'Ain (01), pas en Île-de-France."),
        ("Brumeville Picardie", "01002", "territoire",
         "Brumeville est dans l'Ain (01), pas en Picardie."),
        ("Ormes 38", "93001", "departement",
         "La commune des Ormes est en Seine-Saint-Denis (93), pas en Isère (38)."),
        ("Valmont 75", "38001", "departement",
         "Aucune commune ne s’appelle Valmont à Paris (75) : voici celles d’ailleurs."),
        ("Brumeville 99", "01002", "departement", "99 n’est le numéro d’aucun département."),
        ("Brumeville 97400", "01002", "code-postal",
         "Brumeville n’a pas le code postal 97400 : c’est celui de Mornes."),
        ("97400 Brumeville", "01002", "code-postal",
         "Brumeville n’a pas le code postal 97400 : c’est celui de Mornes."),
        ("Brumeville 93001", "01002", "code-postal",
         "93001 n’est pas un code postal connu ici (c’est le code Insee des Ormes)."),
        ("Ormes 01900", "93001", "code-postal",
         "01900 n’est pas un code postal connu ici (c’est un ancien code Insee de Brumeville)."),
        ("Brumeville 99999", "01002", "code-postal", "99999 n’est pas un code postal connu ici."),
        ("01999 Brumeville Cedex", "01002", "code-postal", "01999 est un code Cedex"),
        ("Paris 75021", "75056", "code-postal",
         "75021 n’est pas un code postal connu ici : Paris compte 20 arrondissements."),
        ("Brumeville 456", "01002", "nombre",
         "Aucun code postal de Brumeville ne commence par 456."),
        ("Brumeville 0129", "01002", "nombre",
         "Aucun code postal de Brumeville ne commence par 0129."),
        ("Brumeville 1234567", "01002", "nombre",
         "« 1234567 » n’est ni un code ni un numéro connu ici."),
    ],
)  # fmt: skip
def test_the_commune_comes_first_and_what_is_not_followed_is_told(text, code, kind, sentence):
    said = answer(text, 8)
    assert said.results[0].code == code
    assert plain(said.sentence).startswith(sentence)
    assert [one.kind for one in said.unfollowed] == [kind]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Valmont 38", "38001"), ("Valmont 38100", "38001"), ("Valmont Isère", "38001"),
        ("Valmont 01", "01001"), ("Valmont Ain", "01001"), ("01100 Valmont", "01001"),
        ("Brumeville 38", "38002"), ("Brumeville 01210", "01002"), ("Brumeville 01002", "01002"),
        ("Brumeville 01900", "01002"), ("Brumeville 012", "01002"), ("Brumeville 1200", "01002"),
        ("Valmont (38) 38100", "38001"), ("Paris 75000", "75056"), ("Brumeville", "01002"),
        ("Brumeville Cedex 9", "01002"),
    ],
)  # fmt: skip
def test_a_place_of_that_name_where_it_is_said_to_be_comes_first_and_nothing_is_told(text, code):
    said = answer(text, 8)
    assert said.results[0].code == code
    assert (said.unfollowed, said.sentence) == ([], "")


def test_the_communes_of_the_postcode_come_after_the_one_of_the_name():
    assert [one.code for one in answer("Brumeville 97400", 8).results] == ["01002", "97401"]


def test_a_longer_name_in_the_department_comes_before_the_name_itself_elsewhere():
    assert [one.code for one in answer("Brumeville 38", 8).results] == ["38002", "01002"]


def test_a_number_of_two_readings_that_fail_is_told_twice():
    said = answer("Paris 38", 8)
    assert [one.kind for one in said.unfollowed] == ["arrondissement", "departement"]
    assert plain(said.sentence).endswith("il y en a 20. Paris n’est pas en Isère (38).")


def test_the_answer_and_the_page_tell_it(client):
    sentence = "Brumeville est dans l'Ain (01), pas en Isère (38)."
    Commune.objects.filter(pk="38002").update(name="Autre", name_key="autre")
    PlaceName.objects.filter(commune_id="38002").delete()
    answered = client.get("/api/recherche/?q=Brumeville 38").json()
    assert answered["phrase"] == sentence
    assert answered["non_suivi"] == [{"texte": "38", "nature": "departement", "phrase": sentence}]
    assert client.get("/api/recherche/?q=Brumeville").json()["non_suivi"] == []
    page = client.get("/annuaire/?q=Brumeville 38").content.decode().replace("&#x27;", "'")
    assert sentence in page
    assert 'href="/communes/01002/"' in page
    assert "hors des 101 départements" in client.get("/annuaire/?q=Bora-Bora").content.decode()


@pytest.mark.parametrize(
    ("text", "collectivity", "codes"),
    [
        ("Valmont 975", "Saint-Pierre-et-Miquelon (975)", ["01001", "38001"]),
        ("Saint-Pierre 975", "Saint-Pierre-et-Miquelon (975)", []),
        ("Bora-Bora", "la Polynésie française (987)", []),
        ("ile des pins", "la Nouvelle-Calédonie (988)", []),
        ("Gustavia 97133", "Saint-Barthélemy (977)", []),
    ],
)
def test_a_place_of_a_collectivity_is_said_to_be_outside(text, collectivity, codes):
    said = answer(text, 8)
    assert collectivity in said.sentence
    assert "hors des 101 départements" in said.sentence
    assert sorted(one.code for one in said.results) == codes


def test_a_commune_that_bears_the_name_of_a_place_of_a_collectivity_is_itself():
    PlaceName.objects.filter(commune_id="01002").update(key="mont dore", label="Mont-Dore")
    said = answer("Mont-Dore", 8)
    assert (said.results[0].code, said.sentence) == ("01002", "")
