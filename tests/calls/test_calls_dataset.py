"""The calls for machines: what their pages say, by the API and in files without a map."""

import csv
import io

import pytest
from pyarrow import parquet

from calls.models import Call
from tests.calls.applications import make_call
from tests.calls.test_laureates import won

__all__ = ["won"]
pytestmark = pytest.mark.usefixtures("ground", "won")


def asked(client, query=""):
    answer = client.get(f"/api/appels/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_each_call_has_its_figures_and_no_demonstration_is_among_them(client):
    found = asked(client)
    assert [row["slug"] for row in found["resultats"]] == ["ami-2027", "aap-2013"]
    past = found["resultats"][1]
    assert (past["laureats_annonces"], past["laureats_presents"]) == (3, 2)
    assert (past["dispositif"], past["annee"], past["ouvre_le"]) == ("aap-2013", 2013, None)
    assert past["url"].endswith("/appels/aap-2013/")
    assert found["resultats"][0]["ouvre_le"] is not None


def test_where_a_source_gives_one_figure_it_is_both_the_lowest_and_the_highest(client):
    Call.objects.filter(slug="aap-2013").update(candidates_low=150, grant_low_eur=100_000)
    row = asked(client, "?annee=2013")["resultats"][0]
    assert (row["candidats_min"], row["candidats_max"]) == (150, 150)
    assert (row["dotation_min_eur"], row["dotation_max_eur"]) == (100_000, 100_000)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?annee=2013", ["aap-2013"]),
        ("?dispositif=ami", ["ami-2027"]),
        ("?dispositif=ami,aap-2013&limit=1&offset=1", ["aap-2013"]),
        ("?annee=2001", []),
    ],
)
def test_calls_are_chosen_by_year_and_scheme_page_by_page(client, query, slugs):
    assert [row["slug"] for row in asked(client, query)["resultats"]] == slugs


@pytest.mark.parametrize("query", ["annee=deux", "dispositif=lune", "region=84", "limit=0"])
def test_what_is_none_is_refused_by_name(client, query):
    refusal = client.get(f"/api/appels/?{query}")
    assert refusal.status_code == 400
    assert refusal.json()["parametre"] == query.partition("=")[0]


def test_files_hold_the_same_rows_without_a_map(client, tmp_path):
    rows = asked(client)["resultats"]
    text = client.get("/api/exports/appels.csv").getvalue().decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["slug"] for row in table] == [row["slug"] for row in rows]
    assert list(table[0]) == list(rows[0])
    content = client.get("/api/exports/appels.parquet").getvalue()
    read = parquet.read_table(io.BytesIO(content))
    assert read.column_names == list(rows[0])
    assert b"geo" not in read.schema.metadata
    assert read.column("annee").to_pylist() == [row["annee"] for row in rows]
    for form in ("csv.zip", "xlsx", "csv-metadata.json"):
        assert client.get(f"/api/exports/appels.{form}").getvalue()


@pytest.mark.parametrize("form", ["geojson", "gpkg", "fgb", "shp.zip"])
def test_a_format_of_maps_is_refused_with_those_that_there_are(client, form):
    refusal = client.get(f"/api/exports/appels.{form}")
    assert refusal.status_code == 404
    said = refusal.json()["detail"]
    assert "n'ont pas de géométrie" in said
    assert "csv" in said
    assert "gpkg" not in said.partition("connus")[2]


def test_a_call_that_changes_makes_the_answer_anew(client):
    kept = {"if-none-match": client.get("/api/appels/")["ETag"]}
    assert client.get("/api/appels/", headers=kept).status_code == 304
    make_call("ami-2028", year=2028)
    assert client.get("/api/appels/", headers=kept).status_code == 200
