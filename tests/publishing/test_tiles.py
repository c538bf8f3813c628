"""Vector tiles, read back with GDAL."""

import gzip
import json
import tempfile
from pathlib import Path

import geopandas as gpd
import pytest
import yaml
from django.test import Client

from publishing.stamps import touch

GROUND = (8, 129, 91)  # the tile of zoom 8 that holds the grid of tests.factories


def read(content: bytes, layer: str) -> gpd.GeoDataFrame:
    """A layer of a tile, in the tile's own coordinates."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "0.mvt"
        path.write_bytes(content)
        return gpd.read_file(path, layer=layer)


def fetch(client: Client, name: str, zoom: int, column: int, row: int) -> bytes:
    response = client.get(f"/tuiles/{name}/{zoom}/{column}/{row}.mvt")
    assert response.status_code in (200, 204), response.content
    return response.content


def test_the_ground_holds_each_level_from_its_zoom_on(client, ground):
    low = fetch(client, "sol", *GROUND)
    assert set(read(low, "departements")["code"]) == {"01", "38"}
    assert {"200000001", "200000002", "200000003"} <= set(read(low, "epcis")["code"])
    high = fetch(client, "sol", 9, 259, 183)
    assert len(read(high, "communes")) > 0
    assert b"communes" not in low


def test_features_carry_a_number_of_their_own(client, ground):
    communes = read(fetch(client, "communes", 9, 259, 183), "communes")
    assert communes["mvt_id"].astype(int).tolist() == [int(c) for c in communes["code"]]


def test_poles_are_drawn_without_those_that_are_not_published(client, poles):
    tile = read(fetch(client, "poles", *GROUND), "poles")
    assert tile["slug"].tolist() == ["laine"]
    assert tile["base"].tolist() == ["declare"]


def test_an_empty_tile_is_no_content(client, ground):
    assert client.get("/tuiles/sol/8/0/0.mvt").status_code == 204


@pytest.mark.parametrize(
    "path",
    ["sol/2/1/1", "sol/15/1/1", "sol/99999999/1/1", "sol/5/32/1", "sol/5/1/32", "rien/5/1/1"],
)
def test_a_tile_out_of_the_scheme_answers_404_and_says_why(client, ground, path):
    response = client.get(f"/tuiles/{path}.mvt")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert any(
        word in json.loads(response.content)["detail"]
        for word in ("hors limites", "couches connues")
    )


def test_tilejson_names_a_state_of_the_data(client, ground):
    def address() -> str:
        return json.loads(client.get("/tuiles/sol.json").content)["tiles"][0]

    before = address()
    assert "{z}/{x}/{y}.mvt?v=" in before
    touch("ground")
    assert address() != before


def test_a_tile_that_names_its_state_is_kept_for_a_year(client, ground):
    dated = client.get("/tuiles/sol/8/129/91.mvt?v=abc")
    plain = client.get("/tuiles/sol/8/129/91.mvt")
    assert "immutable" in dated["Cache-Control"]
    assert "no-cache" in plain["Cache-Control"]
    assert plain["ETag"] != dated["ETag"]
    again = client.get("/tuiles/sol/8/129/91.mvt", headers={"if-none-match": plain["ETag"]})
    assert again.status_code == 304


def test_tiles_are_compressed_on_the_way(client, ground):
    response = client.get("/tuiles/sol/8/129/91.mvt", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == fetch(client, "sol", *GROUND)


def test_the_schema_is_valid_openapi_and_names_every_door(client, db):
    schema = yaml.safe_load(client.get("/api/schema/").content)
    assert schema["openapi"].startswith("3.")
    for door in ("poles", "communes", "epcis", "departements", "regions", "recherche"):
        assert f"/api/{door}/" in schema["paths"]
    parameters = {p["name"] for p in schema["paths"]["/api/poles/"]["get"]["parameters"]}
    assert {"geometry", "bbox", "statut", "limit", "offset", "q"} <= parameters


def test_the_documentation_asks_nothing_of_a_third_party(client, db):
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode().replace("https://data.geopf.fr", "")
