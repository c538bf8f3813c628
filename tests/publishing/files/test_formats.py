"""Every format says what the API says, and how it was made."""

import csv
import io
import json
import math
from typing import Any

import openpyxl
import pytest
from django.test import Client
from shapely.geometry import shape

from geo.models import CommuneShape
from publishing.models import Vintage
from tests import factories
from tests.publishing.files.support import (
    SPATIAL,
    asked,
    collection,
    fetched,
    frame,
    provenances,
    unzipped,
)

pytestmark = pytest.mark.usefixtures("written_here")

COVERAGE = "couverture-communes"
QUESTION = "rayon_km=12&statuts=actif,emergent"


@pytest.fixture
def api(poles) -> dict[str, dict[str, Any]]:
    """What the API answers for the same question, by commune."""
    found = Client().get(f"/api/couverture/?niveau=commune&{QUESTION}").json()
    return {row["code"]: row for row in found["resultats"]}


def missing(cell: Any) -> bool:
    """Whether a reader found nothing: None, or the NaN of pandas."""
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def same(row: Any, expected: dict[str, Any]) -> bool:
    """Whether a row of a file has the figures of a row of the API."""
    near = expected["plus_proche"]
    return (
        row["nom"] == expected["nom"]
        and int(row["population"]) == expected["population"]
        and row["base"] == expected["base"]
        and ("" if missing(row["poles"]) else row["poles"]) == "|".join(expected["poles"])
        and row["plus_proche"] == near["slug"]
        and float(row["plus_proche_km"]) == near["km"]
    )


@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
def test_a_spatial_file_has_the_figures_of_the_api(api, form, tmp_path):
    found = frame(fetched(f"{COVERAGE}.{form}?{QUESTION}"), form, tmp_path)
    assert found.crs.to_epsg() == 4326
    assert set(found["code"]) == set(factories.GRID)
    assert all(same(row, api[row["code"]]) for _, row in found.iterrows())


def test_geojson_has_the_figures_of_the_api(api):
    found = collection(f"{COVERAGE}.geojson?{QUESTION}")
    rows = {f["id"]: f["properties"] for f in found["features"]}
    assert rows.keys() == api.keys()
    for code, row in rows.items():
        assert same(row | {"poles": "|".join(row["poles"])}, api[code])


def test_csv_has_the_figures_of_the_api(api):
    text = fetched(f"{COVERAGE}.csv?{QUESTION}").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["code"] for row in rows] == sorted(api)
    for row in rows:
        row["plus_proche_km"] = row["plus_proche_km"].replace(",", ".")
        assert same(row, api[row["code"]])


def test_xlsx_has_the_figures_of_the_api(api):
    book = openpyxl.load_workbook(io.BytesIO(fetched(f"{COVERAGE}.xlsx?{QUESTION}")))
    assert book.sheetnames == ["Données", "Métadonnées"]
    head, *rows = book["Données"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(found) == len(api)
    assert all(same(row, api[row["code"]]) for row in found)
    assert all(isinstance(row["superficie_km2"], int | float) for row in found)


def test_a_shapefile_has_the_figures_of_the_api_under_short_names(api, tmp_path):
    content = fetched(f"{COVERAGE}.shp.zip?{QUESTION}")
    files = unzipped(content)
    table = csv.DictReader(io.StringIO(files["champs.csv"].decode("utf-8-sig")), delimiter=";")
    names = {row["champ"]: row["nom"] for row in table}
    assert all(len(short) <= 10 for short in names)
    found = frame(content, "shp.zip", tmp_path).rename(columns=names)
    assert len(found) == len(api)
    assert all(same(row, api[row["code"]]) for _, row in found.iterrows())
    assert next(v for k, v in files.items() if k.endswith(".cpg")) == b"UTF-8"
    assert b"WGS_1984" in next(v for k, v in files.items() if k.endswith(".prj"))


@pytest.mark.parametrize("level", ["epci", "departement", "region"])
def test_sums_of_areas_are_those_of_the_api(poles, level):
    name = {"epci": "epci", "departement": "departements", "region": "regions"}[level]
    expected = Client().get(f"/api/couverture/?niveau={level}").json()["resultats"]
    found = collection(f"couverture-{name}.geojson")["features"]
    assert [f["id"] for f in found] == [row["code"] for row in expected]
    for feature, row in zip(found, expected, strict=True):
        told = feature["properties"]
        for figure in (
            "population_couverte",
            "part_couverte",
            "communes_non_couvertes",
            "population_non_couverte",
            "part_non_couverte",
            "poles_emergents",
        ):
            assert told[figure] == row[figure]
        for basis in ("declare", "partie", "presume", "large", "proche", "aucune"):
            people = row["bases"].get(basis, {"population": 0})["population"]
            assert told[f"population_{basis}"] == people
        assert feature["geometry"] is not None or row["code"] == "38006"


def test_contours_are_those_of_the_database_turned_as_rfc_7946_wants(poles):
    found = collection("communes.geojson?geometry=contour")["features"]
    for feature in found:
        if feature["geometry"] is None:
            continue
        ring = shape(feature["geometry"]).geoms[0].exterior
        assert ring.is_ccw
        stored = CommuneShape.objects.get(pk=feature["id"]).contour
        assert shape(feature["geometry"]).area == pytest.approx(stored.area)


@pytest.mark.parametrize("form", SPATIAL)
def test_a_row_without_geometry_is_kept(poles, form, tmp_path):
    found = frame(fetched(f"{COVERAGE}.{form}"), form, tmp_path)
    without = found[found.geometry.isna()]
    assert list(without["code"]) == ["38006"]


@pytest.mark.parametrize("form", SPATIAL)
def test_overseas_is_there(poles, form, tmp_path):
    found = frame(fetched(f"{COVERAGE}.{form}"), form, tmp_path)
    lagoon = found[found["code"] == "97401"].iloc[0]
    assert lagoon["base"] == "large"
    assert lagoon.geometry.centroid.x == pytest.approx(55.45)


@pytest.mark.parametrize("form", SPATIAL)
def test_a_pole_that_is_not_published_never_leaves(poles, form, tmp_path):
    found = frame(fetched(f"poles.{form}"), form, tmp_path)
    assert set(found["id" if form == "geojson" else "slug"]) == set(poles) - {"cache"}


@pytest.mark.parametrize("form", SPATIAL)
def test_accents_survive(poles, form, tmp_path):
    found = frame(fetched(f"communes.{form}?code=01001"), form, tmp_path)
    assert list(found["nom"]) == ["Saint-Œuf"]
    assert "Auvergne-Rhône-Alpes" in str(found["region"].iloc[0])


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_no_word_of_a_hidden_pole_is_in_a_text(poles, form):
    for name in ("poles", COVERAGE):
        assert b"cache" not in fetched(f"{name}.{form}")


@pytest.mark.parametrize("form", SPATIAL)
def test_nothing_found_is_a_valid_file(poles, form, tmp_path):
    found = frame(fetched(f"poles.{form}?region=11&statut=emergent"), form, tmp_path)
    assert len(found) == 0


def test_nothing_found_is_a_head_alone_in_tables(poles):
    assert fetched("poles.csv?region=11&statut=emergent").count(b"\r\n") == 1
    book = openpyxl.load_workbook(
        io.BytesIO(fetched("poles.xlsx?region=11&statut=emergent")), read_only=True
    )
    assert len(list(book["Données"].iter_rows())) == 1


def test_every_format_says_how_it_was_made(poles, tmp_path):
    Vintage.objects.create(
        name="cog", label="Code officiel géographique", as_of="2026-01-01",
        loaded_at="2026-11-23T10:00:00Z", source="essai", licence="Licence Ouverte 2.0",
    )  # fmt: skip
    for form, told in provenances(COVERAGE, "rayon_km=12&zone=metro", tmp_path).items():
        assert told["adresse"].endswith(f"/api/exports/{COVERAGE}.{form}?rayon_km=12&zone=metro")
        assert "Licence Ouverte" in told["licence"]
        assert "Insee" in str(told["sources"])
        assert told["donnees_du"].startswith("20")
        assert "version" in told["logiciel"]
        if form in ("gpkg", "xlsx"):
            assert told["parametres.rayon_km"] == "12.0"
            assert told["filtres.zone"] == "metro"
            assert "2026-01-01" in told["millesime.cog"]
        else:
            assert told["parametres"]["rayon_km"] == 12
            assert told["filtres"] == {"rayon_km": ["12"], "zone": ["metro"]}
            assert told["millesimes"][0]["millesime"] == "2026-01-01"


def test_a_csv_names_its_description(poles):
    response = asked("poles.csv?statut=actif")
    assert "/api/exports/poles.csv-metadata.json?statut=actif>" in response["Link"]
    assert 'rel="describedby"' in response["Link"]
    described = json.loads(fetched("poles.csv-metadata.json?statut=actif"))
    names = [column["name"] for column in described["tableSchema"]["columns"]]
    assert names == fetched("poles.csv").decode("utf-8-sig").splitlines()[0].split(";")


def test_points_are_two_numbers_in_tables(poles):
    text = fetched("poles.csv?statut=emergent").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["longitude"], row["latitude"]) == ("2,15", "45,15")
