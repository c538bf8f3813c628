"""Indicators as files: the rows of the API, laid flat, with their contours."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.coverage.indicators.support import make_indicator

pytestmark = pytest.mark.usefixtures("ground")

FILES = "/api/exports/"


def fetched(path: str) -> bytes:
    response = Client().get(FILES + path)
    assert response.status_code == 200, response.getvalue()
    return response.getvalue()


def table(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetched(path).decode("utf-8-sig")), delimiter=";"))


def test_the_catalogue_is_a_table_with_what_is_known_of_each_level():
    make_indicator(
        kind="classe", communes={"01001": "1", "01002": "7"}, priority_classes=["7"],
        classes={"1": "Ville", "7": "Campagne"},
    )  # fmt: skip
    [row] = table("indicateurs.csv")
    assert (row["code"], row["nature"], row["millesime"]) == ("essai", "classe", "2021")
    assert json.loads(row["classes"]) == {"1": "Ville", "7": "Campagne"}
    assert (row["territoires_commune"], row["maximum_commune"]) == ("2", "1,0")
    assert row["territoires_epci"] == "1"


@pytest.mark.parametrize("level", ["commune", "epci"])
def test_values_are_a_table_with_the_rows_of_the_api(level):
    make_indicator(communes={"01001": 10.0, "01003": 40.5})
    found = table(f"indicateurs-valeurs.csv?indicateur=essai&niveau={level}")
    api = Client().get(f"/api/indicateurs/essai/?niveau={level}").json()["resultats"]
    said = [{**row, "valeur": str(float(row["valeur"])).replace(".", ",")} for row in api]
    kept = ("code", "nom", "valeur", "connu_par")
    assert [{name: row[name] for name in kept} for row in found] == [
        {name: row[name] for name in kept} for row in said
    ]
    assert ("siren_epci" in found[0]) == (level == "epci")


def test_values_have_their_contours_and_say_how_they_were_made():
    make_indicator(communes={"01001": 10.0, "38006": 40.0})
    content = json.loads(fetched("indicateurs-valeurs.geojson?indicateur=essai&niveau=commune"))
    shapes = {one["properties"]["code"]: one["geometry"] for one in content["features"]}
    assert shapes["01001"]["type"] == "MultiPolygon"
    assert shapes["38006"] is None
    assert content["atlas"]["parametres"]["indicateur"] == "essai"
    assert content["atlas"]["resultat"]["indicateur"]["source"] == "Nous"
    assert content["atlas"]["resultat"]["total"]["avec_valeur"] == 2


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "gpkg", "fgb", "shp.zip"])
def test_a_file_may_have_some_columns_only_and_its_codes(form):
    make_indicator(communes={"01001": 10.0})
    query = "indicateur=essai&niveau=commune&champs=nom,valeur"
    assert fetched(f"indicateurs-valeurs.{form}?{query}")
    [row] = table(f"indicateurs-valeurs.csv?{query}")
    assert row == {"code": "01001", "nom": "Saint-Œuf", "valeur": "10,0"}


@pytest.mark.parametrize("query", ["", "?indicateur=", "?indicateur=rien"])
def test_a_file_says_which_indicators_there_are(query):
    make_indicator()
    response = Client().get(f"{FILES}indicateurs-valeurs.csv{query}")
    assert response.status_code == 400
    said = response.json()
    assert (said["parametre"], said["accepte"]) == ("indicateur", "essai")
