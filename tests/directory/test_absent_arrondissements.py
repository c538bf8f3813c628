"""Arrondissements that do not exist: the town, a sentence, and nothing that merely resembles."""

import pytest

from directory.pages.search import answer
from geo.asking import understand
from geo.models import Commune, PlaceName

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture(autouse=True)
def towns(ground) -> None:
    """Paris and Lyon, a Toulouse, and names that begin with theirs or resemble them."""
    for code, name in (
        ("75056", "Paris"), ("01001", "Lyon"), ("01002", "Toulouse"), ("01003", "Toulouzette"),
        ("38001", "Lyonnette"), ("38002", "Parisot"), ("38003", "Lyon-la-Forêt"),
    ):  # fmt: skip
        key = name.lower().replace("-", " ").replace("ê", "e")
        Commune.objects.filter(pk=code).update(name=name, name_key=key)
        PlaceName.objects.filter(commune_id=code).delete()
        PlaceName.objects.create(commune_id=code, key=key, label=name, kind="commune")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("Paris 21e", "75056", "Paris n’a pas de 21e arrondissement : il y en a 20."),
        ("paris 21", "75056", "Paris n’a pas de 21e arrondissement : il y en a 20."),
        ("25e arrondissement de Paris", "75056", "Paris n’a pas de 25e arrondissement"),
        ("Lyon 10e", "01001", "Lyon n’a pas de 10e arrondissement : il y en a 9."),
        ("Lyon 38e", "01001", "Lyon n’a pas de 38e arrondissement"),
        ("Toulouse 3e", "01002", "Toulouse n’a pas d’arrondissement"),
        ("3ème arrondissement Toulouse", "01002", "Toulouse n’a pas d’arrondissement"),
        ("toulouse 1er", "01002", "Toulouse n’a pas d’arrondissement"),
    ],
)
def test_the_town_comes_alone_and_the_sentence_says_that_there_is_none(text, code, sentence):
    said = answer(text, 8)
    assert [found.code for found in said.results] == [code]
    assert said.sentence.replace("\u00a0", " ").startswith(sentence)


@pytest.mark.parametrize(
    ("text", "code"), [("Paris 75", "75056"), ("Lyon 38", "38003"), ("Toulouse 1", "01002")]
)
def test_a_number_that_is_a_department_s_is_no_arrondissement(text, code):
    said = answer(text, 8)
    assert said.results[0].code == code
    assert "arrondissement" not in said.sentence


@pytest.mark.parametrize("text", ["Paris 20e", "lyon 9", "Marseille 16", "Xyz 69", "Paris"])
def test_those_that_exist_are_not_said_to_be_absent(text):
    assert not understand(text).absent_arrondissement
    assert "n’a pas" not in answer(text, 8).sentence
