"""Places that people name in a table: one commune, or a refusal that says which there are."""

import pytest

from directory.record.naming import Names, UnnamedError
from directory.vocabulary import TerritoryLevel
from geo.models import Commune
from geo.names import normalise

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def namesakes(ground):
    """Two communes of one name, each with a postcode."""
    for code, postcode in (("01002", "01500"), ("38002", "38110")):
        Commune.objects.filter(pk=code).update(
            name="Saint-Denis-l'Étang", name_key=normalise("Saint-Denis-l'Étang"),
            postcodes=[postcode],
        )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Saint-Denis-l'Étang (01)", "saint denis l etang 01", "St-Denis-l'Étang, Ain",
        "01500 Saint-Denis-l'Étang", "Saint-Denis-l\u2019Étang\u00a0(01500)",
        "SAINT-DENIS-L'ETANG (Ain)", "Saint-Denis-l'Étang (01002)",
    ],
)  # fmt: skip
def test_a_name_with_its_place_names_one_commune(namesakes, text):
    assert Names([text]).commune(text) == "01002"


def test_the_department_of_the_row_tells_namesakes_apart(namesakes):
    text = "Saint-Denis-l'Étang"
    assert Names([text]).commune(text, "38") == "38002"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Saint-Denis-l'Étang", "Saint-Denis-l'Étang (01002), Saint-Denis-l'Étang (38002)"),
        ("Saint-Denis-l'Étang (75)", "il y a Saint-Denis-l'Étang (01002)"),
        ("Nulle-Part", "un code Insee"), ("", "un code Insee"), ("(01)", "un code Insee"),
    ],
)  # fmt: skip
def test_a_name_that_is_of_none_or_of_several_is_refused_with_what_there_is(namesakes, text, said):
    with pytest.raises(UnnamedError, match=r"(?s).*") as refused:
        Names([text]).commune(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("level", "text", "code"),
    [
        (TerritoryLevel.EPCI, "EPCI 200000001", "200000001"),
        (TerritoryLevel.DEPARTMENT, "isère", "38"), (TerritoryLevel.DEPARTMENT, "Ain", "01"),
        (TerritoryLevel.REGION, "auvergne rhone alpes", "84"),
        (TerritoryLevel.COMMUNE, "Saint-Œuf", "01001"),
    ],
)  # fmt: skip
def test_areas_go_by_their_official_names(ground, level, text, code):
    assert Names([text]).area(level, text) == code


def test_as_many_names_as_there_are_take_two_queries(ground, django_assert_num_queries):
    texts = [f"Commune {code}" for code in ("01002", "01003", "38001", "38002")] * 50
    with django_assert_num_queries(1):
        names = Names(texts)
        assert [names.commune(text) for text in texts[:4]] == ["01002", "01003", "38001", "38002"]
