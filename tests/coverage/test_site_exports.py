"""Scores, best sites and scenarios as files: the rows of their API, and the whole question."""

import io
import json
from typing import Any

import openpyxl
import pytest
import shapely
import yaml
from django.core.management import call_command
from django.test import Client

from coverage.scores.scoring import DISTANCE, UNCOVERED
from publishing.files.declaring import export_named
from tests import factories
from tests.coverage.indicators.support import make_indicator
from tests.publishing.files.support import (
    SPATIAL,
    as_cell,
    asked,
    cells,
    collection,
    fetched,
    frame,
    provenances,
    unshortened,
)

pytestmark = pytest.mark.usefixtures("written_here")

PEOPLE = factories.POPULATION
FIRST, THIRD, EPT, REUNION = "200000001", "200000003", "200057867", "249740077"
WEIGHTS = {UNCOVERED: 3, DISTANCE: 1.5, "essai": 1}
SCENARIOS = ["meilleurs:epci:2", f"choix:{THIRD},75056,pousse", "choix:38006,97401"]
QUERIES = {
    "scores": "poids=" + ",".join(f"{key}:{weight}" for key, weight in WEIGHTS.items()),
    "sites": f"territoire=epci&k=4&methode=exacte&forcer={THIRD}",
    "scenarios": "territoire=epci&" + "&".join(f"scenario={text}" for text in SCENARIOS),
}
KEYS = {"scores": "code", "sites": "cle", "scenarios": "code"}
PLACE = ("longitude", "latitude")  # of points, in tables


@pytest.fixture
def indicator(poles):
    return make_indicator(epcis={FIRST: 0.0, THIRD: 40.0}, direction="basse")


@pytest.fixture(params=list(QUERIES))
def name(request, indicator) -> str:
    return request.param


def query(name: str) -> str:
    return f"rayon_km=0&{QUERIES[name]}"


def answer_of(name: str, more: str = "") -> dict[str, Any]:
    return json.loads(Client().get(f"/api/{name}/?{query(name)}{more}").content)


def expected(name: str) -> list[dict[str, Any]]:
    """The rows of the API, as a file holds them."""
    if name == "sites":
        return answer_of(name)["sites"]
    if name == "scores":
        return [flat_score(row) for row in answer_of(name)["resultats"]]
    covering = answer_of(name, "&communes=oui")["communes"]
    rows = {code: list(some) for some, codes in covering.items() for code in codes}
    return [
        {"code": code, "population": PEOPLE[code], "scenarios": rows[code]} for code in sorted(rows)
    ]


def flat_score(row: dict[str, Any]) -> dict[str, Any]:
    del row["entier"]
    for part in row.pop("composantes"):
        row[f"valeur_{part['cle']}"] = part["valeur"]
        row[f"normalisee_{part['cle']}"] = part["normalisee"]
    return row


def as_asked(content: bytes, form: str, folder: Any) -> Any:
    """A spatial file as its users read it, fields under their true names."""
    found = frame(content, form, folder)
    return unshortened(found, content) if form == "shp.zip" else found


# --- All of them ------------------------------------------------------------------------------


def test_geojson_has_the_rows_of_the_api_in_their_order(name):
    rows = expected(name)
    found = [f["properties"] for f in collection(f"{name}.geojson?{query(name)}")["features"]]
    assert len(found) > 2
    assert [{key: row[key] for key in rows[0]} for row in found] == rows


def test_csv_has_the_rows_of_the_api_as_a_french_spreadsheet_reads_them(name):
    found = cells(f"{name}.csv?{query(name)}")
    for told, row in zip(found, expected(name), strict=True):
        assert {key: told[key] for key in row} == {key: as_cell(row[key]) for key in row}


@pytest.mark.parametrize("form", SPATIAL)
def test_every_spatial_file_has_every_row_in_its_order(name, form, tmp_path):
    found = as_asked(fetched(f"{name}.{form}?{query(name)}"), form, tmp_path)
    key = KEYS[name]
    assert list(found[key]) == [row[key] for row in expected(name)]
    assert found.crs.to_epsg() == 4326


def test_a_workbook_keeps_codes_as_texts_and_figures_as_numbers(name):
    book = openpyxl.load_workbook(io.BytesIO(fetched(f"{name}.xlsx?{query(name)}")))
    head, *rows = book["Données"].iter_rows(values_only=True)
    for row, wanted in zip(rows, expected(name), strict=True):
        told = dict(zip(head, row, strict=True))
        figures = {k: v for k, v in wanted.items() if k != "scenarios"}
        assert {key: told[key] for key in figures} == figures


def test_every_column_says_what_it_is(name):
    described = json.loads(fetched(f"{name}.csv-metadata.json?{query(name)}"))["tableSchema"]
    assert all(column["dc:description"].endswith(".") for column in described["columns"])
    names = {column["name"] for column in described["columns"]}
    assert names - {*PLACE} >= set(expected(name)[0])


def test_every_format_carries_the_whole_question(name, tmp_path):
    asked_for = answer_of(name)["parametres"]
    del asked_for["millesimes"]
    if name == "scenarios":
        asked_for["scenario"] = SCENARIOS
    for form, told in provenances(name, query(name), tmp_path).items():
        if form in ("gpkg", "xlsx"):  # flat, in words
            assert told["parametres.rayon_km"] == "0.0"
            assert {f"parametres.{key}" for key in asked_for} <= set(told)
            assert any(key.startswith("resultat.") for key in told)
        else:
            assert told["parametres"] == asked_for


def test_every_file_says_what_its_rows_come_to(name):
    told = collection(f"{name}.geojson?{query(name)}")["atlas"]["resultat"]
    answer = answer_of(name)
    assert told == {key: answer[key] for key in told}
    said = {"scores": "composantes", "sites": "preuve", "scenarios": "ensembles"}[name]
    assert told[said]


def test_head_refuses_and_answers_as_get_does(name):
    client = Client()
    assert client.head(f"/api/exports/{name}.gpkg?{query(name)}").status_code == 200
    assert client.head(f"/api/exports/{name}.gpkg?{query(name)}&limit=5").status_code == 400


@pytest.mark.parametrize("form", ["geojson", "csv", "xlsx"])
@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("scores", "poids=lune:1"),
        ("scores", "profil=au-hasard"),
        ("scores", "limit=5"),
        ("sites", "candidats=lune"),
        ("sites", "k=51"),
        ("sites", "rayon_km=201"),
        ("sites", "scenario=meilleurs:epci:3"),
        ("scenarios", "scenario="),
        ("scenarios", "scenario=choix:lune"),
        ("scenarios", "communes=oui"),
        ("scenarios", "k=3"),
    ],
)
def test_what_the_api_refuses_no_file_is_begun_for(poles, address, parameter, form):
    response = asked(f"{address}.{form}?{parameter}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["parametre"] == parameter.partition("=")[0]


def test_a_file_is_made_again_when_an_indicator_changes(name):
    assert "indicators" in export_named(name).stamps


@pytest.mark.parametrize("form", ["geojson", "csv", "gpkg", "xlsx"])
@pytest.mark.parametrize(
    "address",
    [
        "sites.{}?candidats=01001&k=1&territoire=epci",
        "scenarios.{}?scenario=choix:01001&territoire=epci",
    ],
)
def test_nothing_found_is_a_valid_file(poles, address, form):
    content = fetched(address.format(form))
    if form == "geojson":
        assert json.loads(content)["features"] == []
    assert content


def test_they_are_listed_where_data_are_offered(client, poles):
    page = client.get("/donnees/").content.decode()
    for name in QUERIES:
        assert f"/api/exports/{name}." in page
        assert f"/api/{name}/" in page


# --- Scores -----------------------------------------------------------------------------------


def test_the_columns_of_scores_are_those_of_the_weights(indicator):
    def components(weights: str) -> list[str]:
        (row, *_) = cells(f"scores.csv?poids={weights}")
        return [key for key in row if key.startswith(("valeur_", "normalisee_"))]

    assert components("essai:2,distance:0") == ["valeur_essai", "normalisee_essai"]
    assert len(components("essai:2,distance:1")) == 4


def test_a_value_that_is_not_known_is_an_empty_cell_and_not_zero(indicator):
    rows = {row["code"]: row for row in cells("scores.csv?poids=population_non_couverte:1,essai:3")}
    assert (rows[FIRST]["valeur_essai"], rows[FIRST]["normalisee_essai"]) == ("0,0", "1,0")
    apart = rows["75056"]
    assert (apart["valeur_essai"], apart["normalisee_essai"]) == ("", "")
    assert (apart["rang"], apart["rang_meilleur"], apart["part_connue"]) == ("", "", "0,25")
    assert float(apart["score"].replace(",", ".")) > 0


def test_a_column_says_the_unit_the_source_and_the_vintage_of_its_indicator(indicator):
    described = json.loads(fetched("scores.csv-metadata.json?poids=essai:2"))["tableSchema"]
    told = {column["name"]: column["dc:description"] for column in described["columns"]}
    assert told["valeur_essai"] == "Essai, 2021 (%) : Nous. Vide : inconnu."
    assert told["normalisee_essai"] == (
        "Place de cette valeur, de 0 à 1 (1 : la plus basse) ; poids 2."
    )


def test_communes_that_nothing_covers_stand_beside_those_of_the_body(poles):
    rows = {row["code"]: row for row in cells("scores.csv?profil=population-seule")}
    told = {code: (row["communes"], row["communes_non_couvertes"]) for code, row in rows.items()}
    assert (told[FIRST], told[THIRD], told[EPT]) == (("3", "0"), ("3", "3"), ("2", "2"))


@pytest.mark.parametrize("form", SPATIAL)
def test_a_body_has_its_contour_and_one_that_stands_for_itself_that_of_its_commune(
    poles, form, tmp_path
):
    content = fetched(f"scores.{form}?profil=population-seule")
    ground = as_asked(content, form, tmp_path).set_index("code").geometry
    for code, communes in ((THIRD, factories.EPCI_OF[THIRD]), ("75056", ["75056"])):
        squares = shapely.union_all([shapely.box(*factories.square(c).extent) for c in communes])
        assert shapely.symmetric_difference(ground[code], squares).area < 1e-6
    assert ground["38006"] is None  # it has no contour


# --- Sites ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", SPATIAL)
def test_a_site_is_at_the_commune_of_its_seat(poles, form, tmp_path):
    address = f"sites.{form}?rayon_km=0&candidats=pousse,{REUNION},38002&territoire=epci&k=3"
    found = as_asked(fetched(address), form, tmp_path).set_index("cle")
    # The seat of an EPCI is its most populated commune.
    assert dict(found["code_insee"]) == {"pousse": "38001", REUNION: "97402", "38002": "38002"}
    for key, code in found["code_insee"].items():
        x, y = factories.CORNERS[code]
        point = found.geometry[key]
        assert (point.x, point.y) == pytest.approx((x + 0.05, y + 0.05), abs=1e-5)
        assert found["commune"][key] == f"Commune {code}"


def test_a_pole_without_a_seat_is_a_site_without_a_point(emerging, tmp_path):
    (row,) = cells("sites.csv?candidats=region&forcer=region&k=1")
    assert (row["cle"], row["code_insee"], row["commune"]) == ("region", "", "")
    assert (row["longitude"], row["latitude"], row["force"]) == ("", "", "VRAI")


def test_gains_are_said_in_the_unit_of_what_is_weighed(indicator):
    address = "sites.csv-metadata.json?k=1&poids=essai&rayon_km=0"
    described = json.loads(fetched(address))
    told = {column["name"]: column for column in described["tableSchema"]["columns"]}
    assert "habitants pondérés" in told["valeur_gagnee"]["dc:description"]
    assert "habitants pondérés" in told["valeur_cumulee"]["dc:description"]
    assert told["population_gagnee"]["dc:description"].startswith("Habitants que le site")
    assert described["atlas"]["resultat"]["ponderation"]["source"] == "Nous"


def test_a_budget_is_in_the_file_with_the_number_of_sites_that_it_paid_for(poles):
    told = collection("sites.geojson?candidats=97401,97402&budget=1500000")["atlas"]
    assert told["filtres"]["budget"] == ["1500000"]
    assert told["parametres"]["k"] == 2


# --- Scenarios --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", SPATIAL)
def test_communes_gained_have_their_contour(poles, form, tmp_path):
    content = fetched(f"scenarios.{form}?{query('scenarios')}")
    ground = as_asked(content, form, tmp_path).set_index("code").geometry
    whole = shapely.box(*factories.square("93001").extent)
    assert shapely.symmetric_difference(ground["93001"], whole).area < 1e-6
    assert ground["38006"] is None
    assert set(ground.dropna().geom_type) <= {"MultiPolygon", "Polygon"}


@pytest.mark.parametrize("name", ["scores", "scenarios"])
def test_contours_are_turned_as_rfc_7946_wants(indicator, name):
    features = collection(f"{name}.geojson?{query(name)}")["features"]
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features if f["geometry"]]
    assert shapes
    assert all(part.exterior.is_ccw for shape in shapes for part in shape.geoms)


def test_letters_say_which_scenarios_cover_a_commune(poles):
    rows = cells(f"scenarios.csv?{query('scenarios')}")
    assert {row["code"]: row["scenarios"] for row in rows} == {
        "38001": "B", "38002": "B", "38003": "B", "38006": "C", "75056": "B",
        "93001": "A", "93002": "A", "97401": "A|C", "97402": "A",
    }  # fmt: skip
    assert {row["code"]: row["code_epci"] for row in rows}["93001"] == EPT


def test_the_address_in_a_file_repeats_its_scenarios_and_makes_it_again(poles):
    first = collection(f"scenarios.geojson?{query('scenarios')}")
    again = first["atlas"]["adresse"].partition("/api/exports/")[2]
    assert again.count("scenario=") == 3
    assert collection(again) == first


@pytest.mark.parametrize("form", ["geojson", "csv", "parquet"])
def test_the_command_repeats_scenarios_and_writes_the_bytes_of_the_door(poles, tmp_path, form):
    target = tmp_path / f"scénarios.{form}"
    words = [f"--filter={pair}" for pair in query("scenarios").split("&")]
    call_command("export_layer", "scenarios", *words, "--output", target, stdout=io.StringIO())
    assert target.read_bytes() == fetched(f"scenarios.{form}?{query('scenarios')}")


def test_the_schema_says_that_scenarios_repeat_and_both_meanings_of_weights(client, db):
    schema = yaml.safe_load(client.get("/api/schema/").content)
    told = {
        parameter["name"]: parameter
        for parameter in schema["paths"]["/api/exports/{name}.{form}"]["get"]["parameters"]
    }
    assert told["scenario"]["schema"]["type"] == "array"
    assert "(priorites, scores)" in told["poids"]["description"]
    assert "(scenarios, sites)" in told["poids"]["description"]
