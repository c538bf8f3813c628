"""What a filter cuts on the whole ground, and the key that joins communes to EPCI."""

import json
from typing import Any

import pandas as pd
import pytest
from django.test import Client

from tests.harness.grounds import COMMUNES, POLES
from tests.real.independent import truth

pytestmark = pytest.mark.usefixtures("france")
# Bodies on two departments, Greater Paris, islands without EPCI, all overseas, one region.
FILTERS = {
    "departement=01": ("departement", ["01"]),
    "departement=75": ("departement", ["75"]),
    "departement=29": ("departement", ["29"]),
    "region=84": ("region", ["84"]),
    "zone=drom": ("region", ["01", "02", "03", "04", "06"]),
}


@pytest.fixture(scope="module")
def communes() -> pd.DataFrame:
    """Communes with what stands for their EPCI, worked out from the files."""
    return truth(COMMUNES / "communes.parquet", POLES).communes


def rows(query: str) -> list[dict[str, Any]]:
    response = Client().get(f"/api/{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = json.loads(response.content)["resultats"]
    return found


@pytest.mark.parametrize("query", FILTERS)
def test_each_part_of_an_epci_is_told_with_its_whole_to_the_person(communes, query):
    column, values = FILTERS[query]
    whole = communes.groupby("corps").population.agg(["size", "sum"])
    kept = communes[communes[column].isin(values)].groupby("corps").population.agg(["size", "sum"])
    found = {row["siren_epci"]: row for row in rows(f"couverture/?niveau=epci&{query}")}
    assert found.keys() == set(kept.index)
    for body, row in found.items():
        assert (row["communes"], row["population"]) == tuple(kept.loc[body])
        assert row["coupe"] == (kept.loc[body, "size"] < whole.loc[body, "size"])
        entire = row["entier"] or row
        assert (entire["communes"], entire["population"]) == tuple(whole.loc[body])


def test_the_part_of_the_ain_in_the_maconnais_is_the_one_counted_by_hand():
    (part,) = (
        r for r in rows("couverture/?niveau=epci&departement=01") if r["code"] == "200070308"
    )
    assert (part["population"], part["entier"]["population"]) == (1810, 80318)


def test_every_commune_joins_the_row_of_its_epci(communes):
    found = pd.Series(
        {row["code"]: row["siren_epci"] for row in rows("couverture/?niveau=commune")}
    )
    assert found.sort_index().equals(communes.corps.rename(None).rename_axis(None).sort_index())
    bodies = {row["siren_epci"]: row["population"] for row in rows("couverture/?niveau=epci")}
    assert communes.population.groupby(found).sum().to_dict() == bodies
    assert bodies["75056"] == communes.population["75056"]


def test_ranks_are_those_of_the_country_whatever_the_filter():
    everywhere = {row["code"]: row for row in rows("scores/?limit=2000")}
    for query in ("departement=01", "zone=drom"):
        for row in rows(f"scores/?limit=2000&{query}"):
            assert row["rang"] == everywhere[row["code"]]["rang"]
            assert row["score"] == everywhere[row["code"]]["score"]


@pytest.mark.parametrize(
    ("parameter", "column", "code"),
    [
        ("codeDepartement", "departement", "01"),
        ("codeDepartement", "departement", "93"),
        ("codeDepartement", "departement", "75"),
        ("codeDepartement", "departement", "976"),
        ("codeRegion", "region", "76"),
        ("codeRegion", "region", "11"),
    ],
)
def test_an_epci_is_in_each_area_that_it_has_a_commune_in(communes, parameter, column, code):
    here = communes[communes[column] == code]
    response = Client().get(f"/api/epcis/?{parameter}={code}&fields=code")
    found = {row["code"] for row in json.loads(response.content)}
    assert found == {*here.epci.dropna(), *here.ept.dropna()}
    assert int(response["X-Total-Count"]) == len(found)


def test_what_a_code_of_yesterday_was_read_as_is_said_in_the_answer_and_its_header():
    response = Client().get("/api/communes/?codeEpci=200067221&format=geojson&limit=1")
    told = json.loads(response.content)["parametres"]["substitutions"]
    assert sorted(told[0]["lu"]) == ["200096675", "200096683"]
    assert response["X-Substitution"] == f"codeEpci=200067221 lu {','.join(told[0]['lu'])}"
    answer = json.loads(Client().get("/api/communes/?code=75116&format=geojson").content)
    assert answer["parametres"]["code"] == "75056"
