"""Coverage on a ground where every figure can be worked out by hand."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from coverage.models import CommuneState
from coverage.states.queries import communes
from coverage.states.question import Question
from coverage.states.refreshing import refresh
from coverage.states.rollups import merged, rollup
from coverage.vocabulary import BASIS_OF_RANK, COVERING, CoverageBasis
from directory.record.writing import poles_changed
from directory.vocabulary import Status
from geo import levels
from geo.models import Commune
from tests import factories

NONE_NEAR = Question(radius_km=0)


def bases(question: Question) -> dict[str, str]:
    return {row.code: BASIS_OF_RANK[row.rank] for row in communes(question, 1000)}


def test_each_commune_has_the_first_basis_that_holds(poles):
    found = bases(NONE_NEAR)
    assert {c: found[c] for c in ("01001", "01002", "01003")} == dict.fromkeys(
        ("01001", "01002", "01003"), CoverageBasis.DECLARED
    )
    assert found["38003"] == CoverageBasis.PARTIAL
    assert found["38004"] == CoverageBasis.PRESUMED
    assert found["97402"] == CoverageBasis.BROAD
    assert found["38001"] == CoverageBasis.NONE  # its pole is only emerging
    assert found["75056"] == CoverageBasis.NONE  # its pole is not published
    assert found["93001"] == CoverageBasis.NONE  # its pole has ended


def test_a_commune_without_territory_is_near_within_the_radius_and_not_beyond(poles):
    km = Commune.objects.get(code="01006")
    edge, _south = factories.CORNERS["01006"]  # of the EPCI presumed from the seat in 01004
    metres = Geod(ellps="WGS84").inv(km.centre.x, km.centre.y, edge, km.centre.y)[2]
    assert bases(Question(radius_km=metres / 1000 + 0.01))["01006"] == CoverageBasis.NEAR
    assert bases(Question(radius_km=metres / 1000 - 0.01))["01006"] == CoverageBasis.NONE


def test_a_near_commune_keeps_a_better_basis(poles):
    assert bases(Question(radius_km=500))["38003"] == CoverageBasis.PARTIAL
    assert bases(Question(radius_km=500))["97402"] == CoverageBasis.BROAD


def test_emerging_poles_count_when_asked_and_ended_ones_never(poles):
    with_emerging = Question(statuses=(Status.ACTIVE, Status.EMERGING), radius_km=0)
    assert bases(with_emerging)["38001"] == CoverageBasis.DECLARED
    assert not CommuneState.objects.filter(status=Status.ENDED).exists()


def test_a_row_names_the_poles_of_its_basis_and_the_nearest(poles):
    rows = {row.code: row for row in communes(NONE_NEAR, 1000)}
    assert rows["01002"].poles == ["laine"]
    assert rows["01002"].nearest == "laine"
    assert rows["01001"].metres == 0
    assert rows["97402"].nearest == "lagon"


def test_of_two_poles_at_no_distance_the_first_by_slug_is_the_nearest(poles):
    # « abri » has its seat in the town hall of 38003, of which « quartier » holds a part.
    large = factories.territory("region", "84")
    for slug, nearest in (("zone", "quartier"), ("abri", "abri")):
        pole = factories.make_pole(slug, [large], status="active", seat_id="38003")
        poles_changed([pole.pk])
        row = next(row for row in communes(NONE_NEAR, 1000) if row.code == "38003")
        assert (row.nearest, row.metres, row.poles) == (nearest, 0, ["quartier"])
        assert row.to_territory is (nearest == "quartier")


def test_what_no_bassin_holds_is_one_row_and_has_its_name(poles):
    held = {code for codes in factories.STUDIED["bassin-vie"].values() for code in codes}
    found = {area.code: area for area in rollup(Question(), levels.LIVING)}
    assert found.keys() == {"01001", "38004", "hors-zonage"}
    outside = found["hors-zonage"]
    assert (outside.name, found["38004"].name) == ("Hors bassin de vie", "Vaux")
    assert outside.total.communes == len(factories.GRID) - len(held)
    rest = [people for code, people in factories.POPULATION.items() if code not in held]
    assert outside.total.population == sum(rest)
    assert "hors-zonage" not in {area.code for area in rollup(Question(), levels.EMPLOYMENT)}


def test_people_add_up_at_every_level_and_zone(poles):
    nation = sum(factories.POPULATION.values())
    for level in (*levels.AREAS, levels.FRANCE):
        areas = rollup(Question(), level)
        assert sum(area.total.population for area in areas) == nation
        assert sum(area.total.communes for area in areas) == len(factories.GRID)


def test_totals_by_basis_are_those_counted_by_hand(poles):
    whole = merged(rollup(NONE_NEAR, levels.FRANCE), "ensemble", "")
    people = factories.POPULATION
    presumed = {"01004", "01005", "38004", "38005"}
    assert whole.bases[CoverageBasis.DECLARED].population == sum(
        people[c] for c in ("01001", "01002", "01003")
    )
    assert whole.bases[CoverageBasis.PARTIAL].population == people["38003"]
    assert whole.bases[CoverageBasis.PRESUMED].population == sum(people[c] for c in presumed)
    assert whole.bases[CoverageBasis.BROAD].population == people["97401"] + people["97402"]
    assert whole.bases[CoverageBasis.DECLARED].km2 == 300


def test_greater_paris_is_paris_and_its_territories_and_islands_stand_alone(poles):
    codes = {area.code for area in rollup(Question(), levels.EPCI)}
    assert {"75056", "200057867", "01006"} <= codes
    assert "200054781" not in codes


def test_a_region_keeps_its_own_communes_only(poles):
    (reunion,) = rollup(Question(region="04"), levels.REGION)
    assert reunion.total.communes == 2
    assert {row.code for row in communes(Question(department="974"), 10)} == {"97401", "97402"}
    assert {row.code for row in communes(Question(zone="drom"), 10)} == {"97401", "97402"}


def test_a_pole_that_is_deleted_leaves_no_trace(poles):
    poles["velo"].delete()
    poles_changed([])
    assert CommuneState.objects.filter(status=Status.ACTIVE).count() == len(factories.GRID)
    assert bases(NONE_NEAR)["38004"] == CoverageBasis.NONE


def test_a_change_of_one_pole_gives_what_a_whole_refresh_gives(poles):
    pole = poles["laine"]
    pole.status, pole.seat_id = Status.EMERGING, "38006"
    pole.save()
    poles_changed([pole.pk])
    after_one = list(CommuneState.objects.order_by("commune", "status").values())
    assert refresh() == 0
    assert list(CommuneState.objects.order_by("commune", "status").values()) == after_one


def test_an_unpublished_pole_stops_counting_at_once(poles):
    pole = poles["laine"]
    pole.published = False
    pole.save()
    poles_changed([pole.pk])
    assert bases(NONE_NEAR)["01002"] == CoverageBasis.NONE


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    code=st.sampled_from(factories.GRID),
    status=st.sampled_from(["active", "emerging", "unknown"]),
    radius=st.floats(0, 500),
    number=st.integers(0, 10**9),
)
def test_adding_a_pole_never_worsens_a_commune(poles, code, status, radius, number):
    question = Question(statuses=tuple(Status(s) for s in ("active", "emerging", "unknown")),
                        radius_km=radius)  # fmt: skip
    before = {row.code: row for row in communes(question, 1000)}
    pole = factories.make_pole(f"neuf-{number}", status=status, seat_id=code)
    poles_changed([pole.pk])
    for row in communes(question, 1000):
        assert row.rank <= before[row.code].rank
        assert (row.metres or 0) <= (before[row.code].metres or 0) + 1e-6
    pole.delete()
    poles_changed([])


@given(first=st.floats(0, 500), second=st.floats(0, 500))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_larger_radius_never_uncovers(poles, first, second):
    small, large = sorted((first, second))
    near = {r.code for r in communes(Question(bases=COVERING, radius_km=small), 1000) if r.rank < 6}
    far = {r.code for r in communes(Question(bases=COVERING, radius_km=large), 1000) if r.rank < 6}
    assert near <= far


def test_the_door_answers_each_level_with_its_parameters_and_totals(client, poles):
    for level in ("commune", "epci", "departement", "region", "france"):
        answer = json.loads(client.get(f"/api/couverture/?niveau={level}&rayon_km=0").content)
        assert answer["parametres"]["rayon_km"] == 0
        assert answer["parametres"]["bases"] == ["declare", "presume"]
        total = answer["total"]["ensemble"]
        assert total["population"] == sum(factories.POPULATION.values())
        assert total["population"] == sum(
            answer["total"][zone]["population"] for zone in ("metro", "drom")
        )
        assert answer["resultats"]


def test_the_door_gives_contours_as_geojson(client, poles):
    answer = json.loads(client.get("/api/couverture/?niveau=departement&format=geojson").content)
    shapes = {feature["id"]: feature["geometry"] for feature in answer["features"]}
    assert shapes["974"]["type"] == "MultiPolygon"
    assert answer["total"]["ensemble"]["communes"] == len(factories.GRID)


@pytest.mark.parametrize(
    "query",
    ["rayon_km=-1", "rayon_km=501", "rayon_km=nan", "statuts=termine", "bases=aucune",
     "niveau=canton", "departement=xx", "zone=lune", "couleur=1", "limit=0"],
)  # fmt: skip
def test_a_refused_question_names_its_parameter(client, poles, query):
    response = client.get(f"/api/couverture/?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["parametre"] == query.split("=")[0]


def test_the_tile_carries_ranks_and_distances_of_each_status(client, poles):
    response = client.get("/tuiles/couverture/8/129/91.mvt")
    assert response.status_code == 200
    assert b"rang_actif" in response.content
    assert b"km_emergent" in response.content


def test_shares_are_exact_to_the_person(poles):
    (whole,) = [merged(rollup(NONE_NEAR, levels.FRANCE), "ensemble", "")]
    public = whole.public(NONE_NEAR)
    share = Decimal(public["population_couverte"]) / Decimal(public["population"])
    assert public["part_couverte"] == pytest.approx(float(share), abs=5e-5)


def test_what_is_not_covered_is_the_rest_of_an_area(poles):
    for level in (*levels.AREAS, levels.FRANCE):
        for area in rollup(NONE_NEAR, level):
            public = area.public(NONE_NEAR)
            for figure, ending in (("communes", "couvertes"), ("population", "couverte")):
                covered, left = public[f"{figure}_{ending}"], public[f"{figure}_non_{ending}"]
                assert covered + left == public[figure]
            shares = public["part_couverte"] + public["part_non_couverte"]
            assert shares == pytest.approx(1, abs=1e-4)


def test_an_emerging_pole_is_where_its_seat_or_its_territory_is(poles):
    factories.make_pole("siege", status="emerging", seat_id="93001", region_id="11")
    factories.make_pole("large", [factories.territory("department", "01")], status="emerging")
    factories.make_pole("nulle-part", status="emerging")
    factories.make_pole("tu", status="emerging", seat_id="38001", published=False)
    poles_changed()
    there = {a.code: a.emerging for a in rollup(Question(), levels.DEPARTMENT) if a.emerging}
    assert there == {"01": {"large"}, "38": {"pousse"}, "93": {"siege"}}
    bodies = {a.code: a.emerging for a in rollup(Question(), levels.EPCI) if a.emerging}
    assert bodies["200000001"] == {"large"}
    assert bodies["200000003"] == {"pousse"}
    assert bodies["200057867"] == {"siege"}
    whole = merged(rollup(Question(), levels.FRANCE), "ensemble", "")
    assert whole.public(Question())["poles_emergents"] == ["large", "pousse", "siege"]


def test_an_area_that_a_filter_cuts_says_so_and_gives_its_whole(poles):
    question = Question(department="01")
    everywhere = {a.code: a.public(question) for a in rollup(Question(), levels.EPCI)}
    rows = {a.code: a.public(question) for a in rollup(question, levels.EPCI)}
    part = rows["200000002"]
    assert (part["coupe"], part["communes"]) == (True, 2)
    assert part["entier"] == {key: everywhere["200000002"][key] for key in part["entier"]}
    assert part["entier"]["communes"] == 4
    assert (rows["200000001"]["coupe"], rows["200000001"]["entier"]) == (False, None)
    (region,) = rollup(question, levels.REGION)
    assert region.public(question)["entier"]["communes"] > region.public(question)["communes"]
    (department,) = rollup(question, levels.DEPARTMENT)
    assert department.public(question)["coupe"] is False


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "France entière"),
        ("departement=01", "Ain"),
        ("region=84", "Auvergne-Rhône-Alpes"),
        ("zone=drom", "Outre-mer (cinq DROM)"),
    ],
)
def test_the_total_bears_the_name_of_what_is_asked_about(client, poles, query, name):
    total = client.get(f"/api/couverture/?{query}").json()["total"]
    assert total["ensemble"]["nom"] == name
    assert total["ensemble"]["coupe"] is False
    if query.startswith(("departement", "region")):
        assert total["metro"]["coupe"] is True
        assert total["metro"]["entier"]["communes"] > total["metro"]["communes"]


def test_communes_and_bodies_join_on_one_key_paris_and_islands_included(client, poles):
    def rows(level: str) -> list[dict]:
        return client.get(f"/api/couverture/?niveau={level}").json()["resultats"]

    people: dict[str, int] = {}
    for row in rows("commune"):
        people[row["siren_epci"]] = people.get(row["siren_epci"], 0) + row["population"]
    assert people == {row["siren_epci"]: row["population"] for row in rows("epci")}
    assert people["75056"] == factories.POPULATION["75056"]


def test_in_a_part_of_an_area_only_its_own_emerging_poles_are(poles):
    factories.make_pole("ici", [factories.territory("commune", "38004")], status="emerging")
    poles_changed()
    body = {a.code: a for a in rollup(Question(department="01"), levels.EPCI)}["200000002"]
    assert body.emerging == set()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("region=04&departement=01", "departement"),
        ("zone=drom&departement=01", "departement"),
        ("zone=drom&region=84", "region"),
    ],
)
def test_places_that_hold_nothing_together_are_refused(client, poles, query, parameter):
    for door in ("couverture", "lacunes", "scores", "priorites", "sites"):
        response = client.get(f"/api/{door}/?{query}")
        assert response.status_code == 400, door
        assert parameter in response.json()["detail"]
    assert client.get(f"/couverture/?{query}").status_code == 400


def test_what_covers_a_commune_overseas_is_not_offered_as_elsewhere(client, poles):
    for row in client.get("/api/couverture/?niveau=commune&zone=drom").json()["resultats"]:
        offered = {one["slug"] for one in row.get("ailleurs", ())}
        assert not offered & set(row["poles"])
