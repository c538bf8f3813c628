"""Coverage of the whole ground, against the same worked out from the files by other means."""

import json
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import Min
from django.test import Client

from coverage.models import CommuneState
from directory.models import Pole, Territory
from directory.record.writing import poles_changed
from directory.vocabulary import TerritoryLevel
from geo.models import CommuneShape
from tests.harness.grounds import COMMUNES, POLES
from tests.real.independent import BASES, Truth, truth

pytestmark = pytest.mark.usefixtures("france")
PEOPLE = 68_350_798
QUESTIONS = {
    "": ({"actif"}, 30),
    "&statuts=actif,emergent&rayon_km=12.5": ({"actif", "emergent"}, 12.5),
    "&statuts=actif,emergent,inconnu&rayon_km=0": ({"actif", "emergent", "inconnu"}, 0),
}
STORED = {"actif": "active", "emergent": "emerging", "inconnu": "unknown"}


@pytest.fixture(scope="module")
def known() -> Truth:
    return truth(COMMUNES / "communes.parquet", POLES)


def answer(query: str) -> dict[str, Any]:
    response = Client().get(f"/api/couverture/?{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


@dataclass(frozen=True)
class Asked:
    """A question, all communes as the API answers them, and as worked out from the files."""

    query: str
    statuses: frozenset[str]
    radius_km: float
    rows: dict[str, dict[str, Any]]
    bases: pd.Series
    metres: pd.Series


@pytest.fixture(scope="module", params=QUESTIONS)
def asked(request, loaded, known, django_db_blocker) -> Asked:
    """Each question is asked once, for all that is compared with its answer."""
    said, radius = QUESTIONS[request.param]
    statuses = frozenset(said)
    with django_db_blocker.unblock():
        rows = answer(f"niveau=commune{request.param}")["resultats"]
    return Asked(
        request.param,
        statuses,
        radius,
        {row["code"]: row for row in rows},
        known.bases(statuses, radius),
        known.nearest(statuses),
    )


def test_every_commune_has_the_basis_and_the_poles_worked_out_from_the_files(asked, known):
    bases = asked.bases.to_dict()
    assert len(asked.rows) == 34_875
    assert {code: row["base"] for code, row in asked.rows.items()} == bases
    assert set(bases.values()) >= {"declare", "partie", "presume", "large", "aucune"}
    givers = known.givers(asked.statuses)
    assert {code: row["poles"] for code, row in asked.rows.items() if row["poles"]} == givers


def test_every_commune_is_as_far_from_the_nearest_pole_as_worked_out(asked, known):
    counted = [STORED[status] for status in asked.statuses]
    states = CommuneState.objects.filter(status__in=counted)
    kept = dict(states.values("commune").annotate(m=Min("nearest_m")).values_list("commune", "m"))
    assert len(kept) == 34_875
    metres = asked.metres.to_dict()
    alone = {code for code, found in metres.items() if np.isnan(found)}
    assert {code for code, m in kept.items() if m is None} == alone
    # Between two samples of a border, the nearest point may be 25 m from either.
    assert max(abs(kept[code] - found) for code, found in metres.items() if code not in alone) < 26
    near = {code: row["plus_proche"] for code, row in asked.rows.items()}
    assert {code for code, one in near.items() if one is None} == alone
    assert all(asked.rows[code]["ailleurs"] for code in alone)
    told = pd.Series({code: one["km"] * 1000 for code, one in near.items() if one})
    worked_out = asked.metres[told.index]
    assert np.abs(told - worked_out).max() <= 50 + 26  # told to 100 m
    named = pd.Series({code: one["slug"] for code, one in near.items() if one})
    assert np.abs(known.distances(named) - worked_out).max() < 26


def test_sums_of_communes_are_the_roll_ups_to_the_person(asked, known):
    communes = known.communes.assign(base=asked.bases)
    levels = {"epci": "corps", "departement": "departement", "region": "region"}
    for level, column in levels.items():
        sums = communes.groupby([column, "base"]).population.agg(["size", "sum"])
        found = answer(f"niveau={level}{asked.query}")
        told = {
            (row["code"], base): (figures["communes"], figures["population"])
            for row in found["resultats"]
            for base, figures in row["bases"].items()
        }
        assert told == dict(zip(sums.index, sums.itertuples(index=False, name=None), strict=True))
        assert sum(row["population"] for row in found["resultats"]) == PEOPLE
        whole = found["total"]["ensemble"]
        covered = communes.base.isin(["declare", "presume"])
        assert whole["population"] == PEOPLE
        assert whole["population_couverte"] == communes.population[covered].sum()
        assert whole["population_couverte"] == sum(
            row["population_couverte"] for row in found["resultats"]
        )


@pytest.mark.parametrize("cut", ["", "departement", "region"])
def test_gaps_and_their_pieces_are_those_worked_out_from_the_files(asked, known, cut):
    truth_told = known.gaps(asked.statuses, asked.radius_km, cut)
    query = f"{asked.query}&decoupe={cut}" if cut else asked.query
    found = json.loads(Client().get(f"/api/lacunes/?format=json&limit=5000{query}").content)
    people = known.communes.population
    assert {row["lacune"]: (row["communes"], row["population"]) for row in found["resultats"]} == {
        name: (len(codes), people[codes].sum()) for name, codes in truth_told.items()
    }
    left = known.uncovered(asked.statuses, asked.radius_km)
    total = found["total"]  # the same however the gaps are cut
    assert (total["communes"], total["population"]) == (len(left), left.population.sum())
    assert total["lacunes"] == len(truth_told)
    of_commune = {code: name for name, codes in truth_told.items() for code in codes}
    rows = asked.rows.values()
    if cut:
        rows = answer(f"niveau=commune{query}")["resultats"]
        assert all(len(set(known.communes[cut][codes])) == 1 for codes in truth_told.values())
    assert {row["code"]: row["lacune"] for row in rows if row["lacune"]} == of_commune
    named = left.assign(lacune=pd.Series(of_commune)).groupby("corps").lacune.agg(set).to_dict()
    bodies = answer(f"niveau=epci{query}")["resultats"]
    assert {row["code"]: set(row["lacunes"]) for row in bodies if row["lacunes"]} == named


def test_the_pieces_of_uncut_gaps_are_those_of_the_same_ground(asked, known):
    whole = known.gaps(asked.statuses, asked.radius_km)
    for cut in ("departement", "region"):
        pieces = known.gaps(asked.statuses, asked.radius_km, cut)
        assert len(pieces) > len(whole)
        of_commune = {code: name for name, codes in whole.items() for code in codes}
        assert all(len({of_commune[code] for code in codes}) == 1 for codes in pieces.values())
        assert sum(map(len, pieces.values())) == len(of_commune)


def test_the_contour_of_a_piece_holds_its_communes_and_no_other(known):
    statuses = frozenset({"actif"})
    response = Client().get("/api/exports/lacunes.geojson?decoupe=departement")
    features = json.loads(response.getvalue())["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    ground = known.communes.geometry.dropna()
    inner = shapely.point_on_surface(ground.to_numpy())
    commune, piece = shapely.STRtree(shapes).query(inner, predicate="intersects")
    names = [feature["id"] for feature in features]
    told = {(ground.index[c], names[p]) for c, p in zip(commune, piece, strict=True)}
    worked_out = known.gaps(statuses, 30, "departement")
    assert told == {
        (code, name) for name, codes in worked_out.items() for code in codes if code in ground.index
    }
    areas = pd.Series(shapely.area(ground.to_numpy()), ground.index)
    for name, area in zip(names, shapely.area(shapes), strict=True):
        # Told to a metre: small ones lose or gain more of themselves.
        assert area == pytest.approx(areas.reindex(worked_out[name]).sum(), rel=5e-3)


def test_a_drawn_ground_covers_by_the_share_of_each_commune(known):
    # Across Morvan and Burgundy: communes that it holds, cuts, and brushes.
    drawn = shapely.Polygon([(3.71, 46.87), (4.62, 46.95), (4.51, 47.43), (4.02, 47.31)])
    pole = Pole.objects.create(
        slug="dessin", name="Dessin", status="active", region_id="27", checked="2026-11-23",
        sources=["https://example.org/"], presume_seat_epci=False,
    )  # fmt: skip
    Territory.objects.create(
        pole=pole,
        level=TerritoryLevel.DRAWN,
        drawn=MultiPolygon(Polygon(list(drawn.exterior.coords)), srid=4326),
    )
    poles_changed([pole.pk])
    # Equal areas around the drawing: the contours are those stored, their shares are not.
    contours = gpd.GeoDataFrame(
        known.communes[["geometry"]], crs=4326
    ).to_crs("+proj=laea +lat_0=47.1 +lon_0=4.2")  # fmt: skip
    ground = gpd.GeoSeries([drawn.segmentize(0.005)], crs=4326).to_crs(contours.crs).iloc[0]
    touched = contours[contours.intersects(ground)]
    share = touched.intersection(ground).area / touched.area
    before = known.bases(frozenset({"actif"}), 30).map(BASES.index)
    rows = answer("niveau=commune")["resultats"]
    told = {row["code"]: BASES.index(row["base"]) for row in rows}
    sure = share[((share - 0.5).abs() > 1e-3) & ((share - 0.01).abs() > 1e-3)]
    assert len(sure) > 150
    for code, part in sure.items():
        drawn_rank = 0 if part >= 0.5 else 1 if part >= 0.01 else BASES.index("proche")
        assert told[code] == min(before[code], drawn_rank), (code, part)
    assert {0, 1} <= {told[code] for code in sure.index}
    untouched = set(told) - set(touched.index)
    around = {code for code in untouched if told[code] != before[code]}
    assert {(before[code], told[code]) for code in around} == {
        (BASES.index("aucune"), BASES.index("proche"))
    }
    assert CommuneShape.objects.filter(area__in=list(touched.index)).count() == len(touched)
