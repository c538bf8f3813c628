"""Zones d'emploi and bassins de vie of the project's files, against sums made without its code."""

import json
import tomllib

import geopandas as gpd
import pandas as pd
import pytest
from django.test import Client

from directory.pages.search import answer
from geo.levels import OUTSIDE, STUDIED
from geo.models import StudyArea, StudyAreaShape
from tests.harness.grounds import COMMUNES

pytestmark = pytest.mark.usefixtures("france")

FILES = {"zone-emploi": "zones_emploi_communes.csv", "bassin-vie": "bassins_de_vie_communes.csv"}
LEFT_OUT = {"zone-emploi": 0, "bassin-vie": 140}
NAMED = {
    ("zone-emploi", "5312"): "Pontivy-Loudéac",
    ("zone-emploi", "0205"): "Le Sud",
    ("bassin-vie", "14762"): "Vire Normandie",
    ("bassin-vie", "2A004"): "Ajaccio",
}


@pytest.fixture(scope="module")
def communes():
    """The communes of the file, with the code of their area of each level, "" outside."""
    found = gpd.read_parquet(COMMUNES / "communes.parquet").set_index("code")
    for level, name in FILES.items():
        given = pd.read_csv(COMMUNES / name, sep=";", dtype=str).set_index("code_insee")["code"]
        found[level] = given.reindex(found.index).fillna(OUTSIDE)
    return found


def rows(query):
    """The rows of `/api/couverture/`, by code."""
    response = Client().get(f"/api/couverture/?{query}")
    assert response.status_code == 200, response.content
    answer = json.loads(response.getvalue())
    return answer, pd.DataFrame(answer["resultats"]).set_index("code")


@pytest.mark.parametrize("level", FILES)
def test_every_area_has_the_communes_and_people_of_its_file(communes, level):
    summed = communes.groupby(level)["population"].agg(["size", "sum"])
    outside = summed["size"].get(OUTSIDE, 0)
    assert outside == LEFT_OUT[level]
    stored = StudyArea.objects.filter(level=level, obsolete=False)
    kept = {code: (n, people) for code, n, people in stored.values_list(
        "code", "communes_count", "population"
    )}  # fmt: skip
    wanted = summed.drop(index=OUTSIDE, errors="ignore")
    assert kept == {code: tuple(row) for code, row in wanted.iterrows()}


@pytest.mark.parametrize("level", FILES)
def test_coverage_by_area_is_that_of_its_communes_and_sums_are_the_nation_s(communes, level):
    _, of_communes = rows("niveau=commune&rayon_km=20&bases=declare,presume,proche")
    answer, found = rows(f"niveau={level}&rayon_km=20&bases=declare,presume,proche")
    of_communes["area"] = communes[level].reindex(of_communes.index)
    covered = of_communes[of_communes.base.isin(["declare", "presume", "proche"])]
    people = covered.groupby("area")["population"].sum().reindex(found.index).fillna(0)
    assert (found.population_couverte == people).all()
    counts = of_communes.groupby("area")["population"].agg(["size", "sum"]).reindex(found.index)
    assert (found.communes == counts["size"]).all()
    assert (found.population == counts["sum"]).all()
    whole = answer["total"]["ensemble"]
    for figure in ("communes", "population", "population_couverte", "communes_couvertes"):
        assert found[figure].sum() == whole[figure]
    assert whole["communes"] == 34_875
    assert found.index.is_unique
    assert found.communes.get(OUTSIDE, 0) == LEFT_OUT[level]


@pytest.mark.parametrize(("level", "code"), NAMED)
def test_an_area_has_its_name_and_the_ground_of_its_communes(communes, level, code):
    area = StudyArea.objects.get(level=level, code=code)
    assert area.name == NAMED[level, code]
    mine = communes[communes[level] == code].geometry.union_all()
    kept = gpd.GeoSeries.from_wkb(
        [bytes(StudyAreaShape.objects.get(area=area).contour.wkb)], crs="EPSG:4326"
    )[0]
    assert kept.symmetric_difference(mine).area < 1e-9 * mine.area


def test_every_level_of_study_areas_has_its_files_and_its_source():
    assert set(FILES) == {level.name for level in STUDIED}
    sources = tomllib.loads((COMMUNES / "zonages.toml").read_text(encoding="utf-8"))["sources"]
    told = {f"{source['nom']} {source['version']}": source["fichiers"] for source in sources}
    assert told.keys() == {level.source for level in STUDIED}
    assert all((COMMUNES / name).exists() for names in told.values() for name in names)


def test_what_no_bassin_holds_is_a_row_without_ground():
    response = Client().get("/api/couverture/?niveau=bassin-vie&format=geojson&zone=drom")
    (outside,) = json.loads(response.getvalue())["features"]
    assert (outside["id"], outside["geometry"]) == (OUTSIDE, None)
    assert outside["properties"]["nom"] == "Hors bassin de vie"
    assert outside["properties"]["entier"]["communes"] == 140
    assert not StudyArea.objects.filter(code=OUTSIDE).exists()


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("ZE Lyon", "zone-emploi", "8421"),
        ("ZE de Lyon", "zone-emploi", "8421"),
        ("ZE Lyon Rhône", "zone-emploi", "8421"),
        ("BV Vire", "bassin-vie", "14762"),
        ("bassin de vie de Vire", "bassin-vie", "14762"),
        ("zone emploi rennes", "zone-emploi", "5315"),
        ("rennes zone d'emploi", "zone-emploi", "5315"),
        ("zone d'emploi de Rennse", "zone-emploi", "5315"),
        ("Rennes (zone d’emploi) 35", "zone-emploi", "5315"),
        ("zone d'emploi Paris 11e", "zone-emploi", "1109"),
        ("bassin de vie de Saint-Denis", "bassin-vie", "75056"),
        ("zone d'emploi de Saint-Denis", "zone-emploi", "0403"),
    ],
)
def test_a_question_that_says_a_level_is_answered_at_that_level(text, kind, code):
    said = answer(text, 8)
    assert (said.results[0].type, said.results[0].code) == (kind, code)
    assert (said.unfollowed, said.sentence) == ([], "")
    names = {one.nom for one in said.results}
    assert not names & {"Bassing", "Saint-Gilles-Croix-de-Vie"}


@pytest.mark.parametrize(
    ("text", "kind", "code", "sentence"),
    [
        ("bassin de vie de Fort-de-France", "commune", "97209",
         "Fort-de-France n’est dans aucun bassin de vie connu ici."),
        ("bassin de vie de Saint-Denis 974", "commune", "97411",
         "Saint-Denis n’est dans aucun bassin de vie connu ici."),
        ("zones d'emploi de Bretagne", "region", "53",
         "Aucune zone d'emploi ne porte le nom «\u00a0bretagne\u00a0»."),
        ("zone d'emploi de Rennes 75", "zone-emploi", "5315",
         "Aucune commune de la zone d'emploi de Rennes n’est à Paris (75)."),
    ],
)  # fmt: skip
def test_a_level_or_a_place_that_is_not_met_is_told(text, kind, code, sentence):
    said = answer(text, 8)
    assert (said.results[0].type, said.results[0].code) == (kind, code)
    assert said.sentence == sentence
    assert len(said.unfollowed) == 1
