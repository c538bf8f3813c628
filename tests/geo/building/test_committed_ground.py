"""What is committed in data/communes: the ground of France on 1 January 2026."""

import csv
import tomllib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from shapely import Point

from geo.building.coverage import enclosed_gaps
from geo.building.measures import area_m2
from geo.building.report import OUTPUTS
from geo.building.sources import SOURCES, sha256

FOLDER = Path(__file__).resolve().parents[3] / "data" / "communes"
LLIVIA = Point(1.98, 42.465)  # Spanish town enclosed by France
DROM = {"971", "972", "973", "974", "976"}
ISLANDS = {"22016", "29083", "29155", "85113"}
EMPTY = {"55039", "55050", "55139", "55189", "55239", "55307"}


@pytest.fixture(autouse=True)
def france_files():
    """The whole of France is read: see the parts of the suite."""


@pytest.fixture(scope="module")
def communes():
    table = pq.read_table(FOLDER / "communes.parquet")
    columns = {name: table[name].to_pylist() for name in table.column_names[:-2]}
    for name in ("geometry", "centre"):
        columns[name] = shapely.from_wkb(np.array(table[name].to_pylist(), dtype=object))
    return columns


@pytest.fixture(scope="module")
def by_code(communes):
    plain = [name for name in communes if name not in ("geometry", "centre")]
    return {
        code: {name: communes[name][i] for name in plain} | {"rank": i}
        for i, code in enumerate(communes["code"])
    }


@pytest.fixture(scope="module")
def former():
    table = pq.read_table(FOLDER / "anciennes_communes.parquet")
    rows = table.drop_columns(["geometry"]).to_pylist()
    shapes = shapely.from_wkb(np.array(table["geometry"].to_pylist(), dtype=object))
    return [row | {"geometry": shape} for row, shape in zip(rows, shapes, strict=True)]


@pytest.fixture(scope="module")
def manifest():
    return tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))


def table(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_there_are_34875_communes_sorted_by_unique_codes(communes):
    codes = communes["code"]
    assert len(codes) == 34_875
    assert codes == sorted(set(codes))
    assert {len(code) for code in codes} == {5}


def test_every_commune_has_its_official_name_with_its_article(by_code):
    names = {
        "79074": "La Chapelle-Pouilloux",
        "94038": "L'Haÿ-les-Roses",
        "97101": "Les Abymes",
        "60703": "Aux Marais",
        "66104": "Los Masos",
        "97416": "Saint-Pierre",
        "97418": "Sainte-Marie",
        "02565": "Œuilly",
        "63448": "Le Vernet-Chaméane",
        "76351": "Le Havre",
        "58062": "Château-Chinon (Ville)",
        "2A004": "Ajaccio",
        "80829": "Y",
    }
    assert {code: by_code[code]["nom"] for code in names} == names
    assert not [row["nom"] for row in by_code.values() if row["nom"] != row["nom"].strip()]


def test_the_article_of_the_name_agrees_with_the_liaison(by_code):
    articles = {2: "Le ", 3: "La ", 4: "Les ", 5: "L'", 6: "Aux ", 7: "Las ", 8: "Los "}
    wrong = [
        row["nom"]
        for row in by_code.values()
        if not row["nom"].startswith(articles.get(row["type_liaison"], ""))
    ]
    assert wrong == []


def test_populations_add_up_to_the_nation(communes, by_code):
    assert sum(communes["population"]) == 68_350_798
    mayotte = [row for row in by_code.values() if row["departement"] == "976"]
    assert sum(row["population"] for row in mayotte) == 256_518
    assert {row["population_annee"] for row in mayotte} == {2017}
    assert set(communes["population_annee"]) == {2017, 2023}
    assert {code for code, row in by_code.items() if row["population"] == 0} == EMPTY


def test_every_commune_has_an_epci_of_2026_but_four_islands(by_code):
    assert {code for code, row in by_code.items() if row["epci"] is None} == ISLANDS
    epcis = {row["siren"]: row["nature"] for row in table("epcis.csv")}
    joined = {row["epci"] for row in by_code.values()} - {None}
    assert joined == {siren for siren, nature in epcis.items() if nature != "EPT"}
    assert len(joined) == 1_253
    assert by_code["57672"]["epci"] == by_code["57306"]["epci"]  # Thionville, Hayange: merged


def test_greater_paris_is_paris_and_eleven_ept(by_code):
    metropolis = [row for row in by_code.values() if row["epci"] == "200054781"]
    assert len(metropolis) == 130
    assert [row["nom"] for row in metropolis if row["ept"] is None] == ["Paris"]
    epts = {row["ept"] for row in by_code.values()} - {None}
    assert epts == {row["siren"] for row in table("epcis.csv") if row["nature"] == "EPT"}
    assert len(epts) == 11


def test_natures_of_the_epci_add_up():
    natures = [row["nature"] for row in table("epcis.csv")]
    found = {nature: natures.count(nature) for nature in set(natures)}
    assert found == {"CC": 987, "CA": 230, "CU": 14, "METRO": 22, "EPT": 11}


def test_departments_and_regions_are_those_of_the_communes(by_code):
    departments = {row["code"]: row for row in table("departements.csv")}
    regions = {row["code"]: row for row in table("regions.csv")}
    assert len(departments) == 101
    assert len(regions) == 18
    assert {row["departement"] for row in by_code.values()} == set(departments)
    assert all(departments[r["departement"]]["region"] == r["region"] for r in by_code.values())
    assert {code for code, row in departments.items() if row["zone"] == "drom"} == DROM
    assert sum(row["zone"] == "drom" for row in regions.values()) == 5


def test_every_commune_has_postcodes_and_a_siren(by_code):
    postcodes = [code for row in by_code.values() for code in row["codes_postaux"]]
    assert all(row["codes_postaux"] for row in by_code.values())
    assert {len(code) for code in postcodes} == {5}
    assert {len(row["siren"]) for row in by_code.values()} == {9}
    assert by_code["26281"]["codes_postaux"] == ["26100"]


def test_the_contours_are_a_valid_coverage(communes):
    shapes = communes["geometry"]
    assert not shapely.is_missing(shapes).any()
    assert set(shapely.get_type_id(shapes)) == {shapely.GeometryType.MULTIPOLYGON}
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_the_only_hole_in_the_ground_of_france_is_foreign(communes):
    [hole] = enclosed_gaps(communes["geometry"])
    assert hole.covers(LLIVIA)
    assert area_m2(hole) / 1e6 == pytest.approx(12.94, abs=0.01)


@pytest.mark.parametrize(
    ("code", "km2"),
    [
        ("25390", 46.8),  # Pays-de-Montbenoît: four communes absorbed, up to the Swiss border
        ("12218", 106.4),  # Conques-en-Rouergue: no contour in the current edition
        ("42084", 20.2),  # Solore-en-Forez: two communes absorbed, beside another absorber
        ("15141", 14.0),  # Neussargues-Moissac, after four communes were restored
        ("15171", 16.0),  # Sainte-Anastasie, one of them
        ("75056", 105.3),
    ],
)
def test_repaired_communes_have_their_area(communes, by_code, code, km2):
    contour = communes["geometry"][by_code[code]["rank"]]
    assert area_m2(contour) / 1e6 == pytest.approx(km2, abs=0.1)


def test_the_nation_has_its_area(communes, by_code):
    metro = [i for i, row in enumerate(by_code.values()) if row["departement"] not in DROM]
    whole = shapely.coverage_union_all(communes["geometry"][metro])
    km2 = sum(area_m2(part) for part in shapely.get_parts(whole)) / 1e6
    assert km2 == pytest.approx(549_000, rel=0.005)


def test_every_centre_is_in_its_commune_or_just_beside(communes):
    centres, natures = communes["centre"], np.array(communes["centre_nature"])
    assert set(natures) == {"mairie", "interieur"}
    within = shapely.intersects(communes["geometry"], centres)
    assert within[natures == "interieur"].all()
    degrees = shapely.distance(communes["geometry"], centres)
    assert degrees.max() < 0.003  # 200 m, in degrees of longitude
    assert (~within).sum() < 150


def test_every_former_code_leads_to_a_commune_of_today(former, by_code):
    keys = [(row["code"], row["nature"]) for row in former]
    assert keys == sorted(set(keys))
    assert {row["commune"] for row in former} <= set(by_code)
    assert {row["nature"] for row in former} == {
        "deleguee",
        "associee",
        "arrondissement",
        "ancienne",
    }


@pytest.mark.parametrize(
    ("code", "nature", "name", "commune"),
    [
        ("01025", "deleguee", "Bâgé-la-Ville", "01025"),
        ("75112", "arrondissement", "Paris 12e Arrondissement", "75056"),
        ("93059", "deleguee", "Pierrefitte-sur-Seine", "93066"),
        ("08300", "ancienne", "Le Mont-Dieu", "08439"),
        ("71566", "ancienne", "Verdun-sur-le-Doubs", "71566"),
        ("55273", "associee", "Lamarche-en-Woëvre", "55386"),
        ("01003", "ancienne", None, "01165"),
    ],
)
def test_tricky_former_communes_lead_home(former, code, nature, name, commune):
    [row] = [row for row in former if (row["code"], row["nature"]) == (code, nature)]
    assert (row["nom"], row["commune"]) == (name, commune)


def test_a_former_commune_that_has_a_name_has_a_contour_inside_its_commune(
    former, communes, by_code
):
    renamed = [r for r in former if r["nature"] == "ancienne" and r["code"] == r["commune"]]
    assert all(row["geometry"] is None for row in renamed)
    named = [row for row in former if row["nom"] and row not in renamed]
    shapes = np.array([row["geometry"] for row in named], dtype=object)
    assert not shapely.is_missing(shapes).any()
    assert shapely.is_valid(shapes).all()
    homes = communes["geometry"][[by_code[row["commune"]]["rank"] for row in named]]
    inside = shapely.area(shapely.intersection(shapes, homes)) / shapely.area(shapes)
    assert [row["code"] for row, share in zip(named, inside, strict=True) if share < 0.98] == []


def test_the_arrondissements_make_up_their_city(former, communes, by_code):
    for code, count in {"75056": 20, "69123": 9, "13055": 16}.items():
        parts = [r for r in former if r["commune"] == code and r["nature"] == "arrondissement"]
        assert len(parts) == count
        assert sum(row["population"] for row in parts) == by_code[code]["population"]
        together = shapely.union_all([row["geometry"] for row in parts])
        city = communes["geometry"][by_code[code]["rank"]]
        assert shapely.area(shapely.intersection(together, city)) / city.area > 0.98


def test_the_manifest_tells_the_hash_of_every_file(manifest):
    assert manifest["millesime_cog"] == "2026-01-01"
    assert manifest["sha256"] == {name: sha256(FOLDER / name) for name in OUTPUTS}


def test_the_manifest_names_the_pinned_sources(manifest):
    pinned = {(source.package, source.version, source.sha256) for source in SOURCES}
    assert {(s["nom"], s["version"], s["sha256"]) for s in manifest["sources"]} == pinned
    assert manifest["resultat"]["communes"] == 34_875


def test_the_files_stay_small_enough_to_be_committed():
    assert (FOLDER / "communes.parquet").stat().st_size < 11e6
    assert (FOLDER / "anciennes_communes.parquet").stat().st_size < 4e6


def test_no_commune_of_france_reaches_into_llivia(communes):
    assert not shapely.intersects(communes["geometry"], LLIVIA.buffer(0.005)).any()
