"""Gaps and ranked emerging poles as files: the rows of their API, in its order."""

import io
import json
from typing import Any

import openpyxl
import pytest
import shapely
from django.test import Client

from tests.publishing.files.support import (
    SPATIAL,
    as_cell,
    asked,
    cells,
    collection,
    fetched,
    frame,
    unshortened,
)

pytestmark = pytest.mark.usefixtures("written_here")

QUERY = "rayon_km=2&statuts=actif"
PLACE = ("longitude", "latitude")  # of points, in tables


def answer_of(door: str, query: str = QUERY) -> dict[str, Any]:
    return json.loads(Client().get(f"/api/{door}/?{query}").content)


def flat_gap(place: int, row: dict[str, Any]) -> dict[str, Any]:
    far, entire = row.pop("commune_la_plus_loin"), row.pop("entier") or row
    return {
        **{f"{name}_entier": entire[name] for name in ("communes", "population")},
        **row,
        "rang": place,
        "superficie_km2": row["km2"],
        "commune_la_plus_loin": far["nom"],
        "code_la_plus_loin": far["code"],
    }


def flat_priority(row: dict[str, Any]) -> dict[str, Any]:
    entire = row.pop("entier") or row
    names = ("communes", "population", "communes_gagnees", "population_gagnee")
    return row | {f"{name}_entier": entire[name] for name in names}


def expected(name: str) -> list[dict[str, Any]]:
    """The rows of the API, as a file holds them."""
    answer = answer_of(name)
    if name == "priorites":
        return [flat_priority(row) for row in answer["resultats"]]
    gaps = [f["properties"] for f in answer["features"]]
    return [flat_gap(place, row) for place, row in enumerate(gaps, 1)]


@pytest.fixture(params=["lacunes", "priorites"])
def name(request, borders, emerging) -> str:
    return request.param


def test_geojson_has_the_rows_of_the_api_in_their_order(name):
    rows = expected(name)
    found = [feature["properties"] for feature in collection(f"{name}.geojson?{QUERY}")["features"]]
    assert len(found) > 2
    assert found == [{key: row[key] for key in found[0]} for row in rows]
    places = [row["rang"] for row in found if row["rang"]]
    assert places == list(range(1, len(places) + 1))


def test_every_figure_of_the_api_has_its_column(name):
    renamed = {"km2": "superficie_km2"}
    found = set(cells(f"{name}.csv?{QUERY}")[0])
    assert {renamed.get(key, key) for key in expected(name)[0]} <= found


def test_csv_has_the_rows_of_the_api_as_a_french_spreadsheet_reads_them(name):
    found = cells(f"{name}.csv?{QUERY}")
    for cell_row, row in zip(found, expected(name), strict=True):
        told = {key: value for key, value in cell_row.items() if key not in PLACE}
        assert told == {key: as_cell(row[key]) for key in told}


@pytest.mark.parametrize("form", SPATIAL)
def test_every_spatial_file_has_every_row_in_its_order(name, form, tmp_path):
    key = {"lacunes": "code_principal", "priorites": "slug"}[name]
    content = fetched(f"{name}.{form}?{QUERY}")
    found = frame(content, form, tmp_path)
    if form == "shp.zip":
        found = unshortened(found, content)
    assert list(found[key]) == [row[key] for row in expected(name)]
    assert found.crs.to_epsg() == 4326


def test_a_workbook_keeps_codes_as_texts_and_figures_as_numbers(name):
    book = openpyxl.load_workbook(io.BytesIO(fetched(f"{name}.xlsx?{QUERY}")))
    head, *rows = book["Données"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    for told, row in zip(found, expected(name), strict=True):
        assert told["population"] == row["population"]
        code = "code_principal" if name == "lacunes" else "code_insee"
        assert told[code] == row[code]
    assert dict(book["Métadonnées"].iter_rows(values_only=True))["parametres.rayon_km"] == "2.0"


def test_a_gap_has_its_whole_ground(borders, tmp_path):
    found = frame(fetched("lacunes.gpkg?rayon_km=0"), "gpkg", tmp_path)
    ground = found.set_index("code_principal").geometry
    assert shapely.symmetric_difference(ground["38002"], shapely.box(2.1, 45.1, 2.3, 45.2)).area < (
        1e-9
    )
    assert ground["97402"].geom_type == "MultiPolygon"


def test_the_ground_of_a_gap_is_turned_as_rfc_7946_wants(borders):
    for feature in collection("lacunes.geojson?rayon_km=0")["features"]:
        polygons = shapely.from_geojson(json.dumps(feature["geometry"])).geoms
        assert all(polygon.exterior.is_ccw for polygon in polygons)


@pytest.mark.parametrize("form", SPATIAL)
def test_an_emerging_pole_is_at_its_seat_or_nowhere(emerging, form, tmp_path):
    found = frame(fetched(f"priorites.{form}"), form, tmp_path).set_index("slug").geometry
    assert (found["seul"].x, found["seul"].y) == pytest.approx((2.65, 45.15))
    assert found["nulle-part"] is None


def test_no_gap_is_a_valid_file(borders, tmp_path):
    everything = "departement=974&bases=large"
    assert collection(f"lacunes.geojson?{everything}")["features"] == []
    assert len(frame(fetched(f"lacunes.gpkg?{everything}"), "gpkg", tmp_path)) == 0


@pytest.mark.parametrize("query", ["rayon_km=-1", "limit=5", "format=json", "statuts=termine"])
def test_filters_are_those_of_the_api_and_the_others_are_refused(name, query):
    response = asked(f"{name}.csv?{query}")
    assert response.status_code == 400
    assert response.json()["parametre"] == query.split("=")[0]


def test_a_filter_keeps_the_same_rows_as_the_api(borders, emerging):
    kept = [f["id"] for f in answer_of("lacunes", "region=84&rayon_km=0")["features"]]
    assert [row["lacune"] for row in cells("lacunes.csv?region=84&rayon_km=0")] == kept
    assert 0 < len(kept) < len(answer_of("lacunes", "rayon_km=0")["features"])


def test_they_are_listed_where_data_are_offered(client, poles):
    page = client.get("/donnees/").content.decode()
    for name in ("lacunes", "priorites"):
        assert f"/api/exports/{name}." in page
