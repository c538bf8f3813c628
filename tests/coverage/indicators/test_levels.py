"""An indicator at every level, worked out by hand on the grid: people are powers of two there."""

import pytest
from django.test import Client

from coverage.indicators.builtin import store_built_in
from coverage.indicators.carrying import Codes, carry
from coverage.indicators.dataset import KEY
from coverage.indicators.deriving import derive
from coverage.indicators.models import AreaValue, CommuneValue
from coverage.indicators.reading import Entry, Sheet
from coverage.indicators.vocabulary import FileLevel, Kind
from geo.levels import LEVELS, OUTSIDE, STUDIED
from tables.problems import Refused
from tests.coverage.indicators.support import make_indicator
from tests.factories import GRID, POPULATION, communes_of

pytestmark = pytest.mark.usefixtures("ground")

P = POPULATION
OF_AREAS = [name for name in LEVELS if name != "commune"]
ZONE = "zone-emploi"


def rows(level, code="essai", query=""):
    response = Client().get(f"/api/indicateurs/{code}/?niveau={level}{query}")
    assert response.status_code == 200, response.content
    return {row["code"]: row for row in response.json()["resultats"]}


def published_by_zone(values):
    """An indicator whose communes have what is published for their zone d'emploi."""
    carried = {commune: v for zone, v in values.items() for commune in communes_of(ZONE, zone)}
    one = make_indicator(communes=carried)
    CommuneValue.objects.filter(indicator=one).update(level=FileLevel.ZONE)
    derive(one)
    return one


@pytest.mark.parametrize("level", OF_AREAS)
def test_people_add_up_to_the_nation_at_every_level(level):
    store_built_in()
    found = rows(level, "population")
    whole = found.pop("ensemble")["valeur"] if level == "france" else sum(P.values())
    assert sum(row["valeur"] for row in found.values()) == whole == sum(P.values())
    assert {row["connu_par"] for row in found.values()} == {"sol"}


@pytest.mark.parametrize(
    ("level", "code", "name", "communes"),
    [
        ("departement", "01", "Ain", communes_of("department", "01")),
        ("region", "84", "Auvergne-Rhône-Alpes", communes_of("region", "84")),
        ("zone-emploi", "0102", "Ussel", communes_of("zone-emploi", "0102")),
        ("bassin-vie", "38004", "Vaux", communes_of("bassin-vie", "38004")),
        ("france", "ensemble", "France entière", set(GRID)),
    ],
)
def test_an_area_has_the_mean_of_its_communes_weighted_by_people(level, code, name, communes):
    given = {"01003": 40.0, "01004": 10.0, "38004": 25.0}
    make_indicator(communes=given)
    known = given.keys() & communes
    people = sum(P[commune] for commune in known)
    row = rows(level)[code]
    assert row["nom"] == name
    assert row["valeur"] == pytest.approx(sum(P[c] * given[c] for c in known) / people, abs=1e-4)
    share = people / sum(P[commune] for commune in communes)
    assert row["part_connue"] == pytest.approx(share, abs=1e-4)
    assert row["connu_par"] == "moyenne"


def test_a_zone_has_what_is_published_for_it_and_an_epci_is_made_of_it():
    published_by_zone({"0101": 7.1, "0102": 9.3})
    zones = rows(ZONE)
    assert {code: row["valeur"] for code, row in zones.items()} == {"0101": 7.1, "0102": 9.3}
    assert {row["connu_par"] for row in zones.values()} == {"publie"}
    # 200000001 is in one zone: what it has is still made of its communes.
    assert rows("epci")["200000001"]["connu_par"] == "moyenne"
    assert rows("epci")["200000001"]["valeur"] == 7.1
    assert rows("bassin-vie")["38004"]["valeur"] == pytest.approx(
        (7.1 * (P["01003"] + P["38003"]) + 9.3 * (P["01004"] + P["38004"]))
        / sum(P[c] for c in communes_of("bassin-vie", "38004")), abs=1e-4,
    )  # fmt: skip


def test_a_zone_whose_communes_no_longer_agree_has_their_mean():
    one = published_by_zone({"0101": 7.1})
    CommuneValue.objects.filter(indicator=one, commune="01001").update(value=50)
    derive(one)
    assert rows(ZONE)["0101"]["connu_par"] == "moyenne"


def test_what_is_published_by_epci_makes_no_other_area():
    make_indicator(epcis={"200000001": 12.5})
    assert rows("epci").keys() == {"200000001"}
    for level in OF_AREAS:
        assert level == "epci" or rows(level) == {}


@pytest.mark.parametrize("level", [level.name for level in STUDIED])
def test_what_no_area_holds_is_a_row_as_the_others(level):
    make_indicator(communes=dict.fromkeys(GRID, 1.0))
    found = rows(level)
    assert (OUTSIDE in found) == (level == "bassin-vie")
    if OUTSIDE in found:
        assert found[OUTSIDE]["nom"] == "Hors bassin de vie"


@pytest.mark.parametrize("level", [*OF_AREAS, "commune"])
@pytest.mark.parametrize("place", ["", "departement=01", "region=84", "zone=drom", "zone=metro"])
def test_an_area_astride_the_place_asked_is_given_whole_and_says_so(level, place):
    store_built_in()
    whole = rows(level, "population")
    found = rows(level, "population", f"&{place}")
    assert not any(row["coupe"] for row in whole.values())
    assert {code: row | {"coupe": False} for code, row in found.items()} == {
        code: whole[code] for code in found
    }
    kept = Client().get(f"/api/couverture/?niveau={level}&{place}").json()["resultats"]
    if level not in {"france", "commune"}:  # those of the nation are cut to the place there
        cut = {row["code"]: row["coupe"] for row in kept if not place or row["code"] != OUTSIDE}
        assert {code: row["coupe"] for code, row in found.items()} == cut


def test_the_nation_and_its_parts_say_that_they_go_beyond_a_place():
    store_built_in()
    france = rows("france", "population", "&zone=drom")
    assert {code: (row["valeur"], row["coupe"]) for code, row in france.items()} == {
        "ensemble": (sum(P.values()), True), "drom": (P["97401"] + P["97402"], False)
    }  # fmt: skip


def test_the_nation_comes_before_its_parts():
    store_built_in()
    assert list(rows("france", "population")) == ["ensemble", "metro", "drom"]
    total = Client().get("/api/indicateurs/population/?niveau=france").json()["total"]
    assert total["avec_valeur"] == 3


def test_what_no_area_holds_has_one_value_for_the_country_and_none_for_a_place():
    store_built_in()
    assert OUTSIDE in rows("bassin-vie", "population")
    for place in ("region=04", "departement=974", "zone=drom", "departement=75"):
        assert OUTSIDE not in rows("bassin-vie", "population", f"&{place}")
    assert rows("bassin-vie", "population", "&zone=drom") == {}


def test_what_no_area_holds_is_counted_as_no_area():
    make_indicator(communes={"01001": 10.0, "97401": 99.0, "38001": 20.0})
    areas = [row for code, row in rows("bassin-vie").items() if code != OUTSIDE]
    assert rows("bassin-vie")[OUTSIDE]["valeur"] == 99
    total = Client().get("/api/indicateurs/essai/?niveau=bassin-vie").json()["total"]
    assert total["avec_valeur"] == len(areas)
    assert total["maximum"] == max(row["valeur"] for row in areas) < 99
    [entry] = Client().get("/api/indicateurs/").json()["resultats"]
    assert entry["niveaux"]["bassin-vie"]["territoires"] == len(areas)
    assert entry["niveaux"]["bassin-vie"]["maximum"] < 99


def test_the_codes_of_the_nation_and_of_what_no_area_holds_are_described():
    schema = Client().get("/api/schema/").content.decode()
    for code in ("ensemble", "metro", "drom", OUTSIDE):
        assert f"`{code}`" in KEY.description
    assert "du pays, `ensemble`" in " ".join(schema.split())


def test_what_is_known_of_some_communes_only_may_be_kept_from_larger_areas():
    make_indicator(communes={"01001": 3.0}, aggregated=False)
    assert rows("epci")["200000001"]["valeur"] == 3
    for level in OF_AREAS:
        assert level == "epci" or rows(level) == {}
    [entry] = Client().get("/api/indicateurs/").json()["resultats"]
    assert entry["agrege"] is False
    assert entry["niveaux"]["region"] == {"territoires": 0, "minimum": None, "maximum": None}
    page = Client().get("/couverture/?niveau=region&indicateur=essai")
    assert "3 régions" in page.content.decode()
    listed = make_indicator(code="liste", kind="liste", aggregated=False)
    assert not listed.area_values.exclude(level="epci").exists()


def test_an_area_without_value_is_counted_and_absent():
    make_indicator(communes={"01001": 3.0})
    answer = Client().get("/api/indicateurs/essai/?niveau=departement").json()
    assert [row["code"] for row in answer["resultats"]] == ["01"]
    assert (answer["total"]["avec_valeur"], answer["total"]["sans_valeur"]) == (1, 4)


@pytest.mark.parametrize("level", OF_AREAS)
def test_shares_and_classes_are_of_people_at_every_level(level):
    make_indicator(kind="liste", code="liste", communes={"01001": 1.0, "97401": 1.0})
    make_indicator(
        kind="classe", code="classe", communes={"01001": "a", "01002": "b", "97401": "a"},
        priority_classes=["a"], absent_is_none=True, classes={"a": "Rurale"},
    )  # fmt: skip
    listed, classed = rows(level, "liste"), rows(level, "classe")
    assert listed.keys() == classed.keys()
    assert {c: r["valeur"] for c, r in listed.items()} == {
        c: r["valeur"] for c, r in classed.items()
    }
    assert {row["connu_par"] for row in (*listed.values(), *classed.values())} == {"part"}
    assert 0 < sum(row["valeur"] for row in listed.values()) < len(listed)


def test_files_hold_every_level():
    store_built_in()
    for level in LEVELS:
        address = f"/api/exports/indicateurs-valeurs.geojson?indicateur=population&niveau={level}"
        features = Client().get(address).getvalue()
        assert features.count(b'"Feature"') == len(rows(level, "population"))


def test_a_count_is_not_carried_from_a_zone_to_each_of_its_communes():
    sheet = Sheet(FileLevel.ZONE, "code_ze2020", [Entry(2, "0101", 12.0)], [], [])
    codes = Codes(frozenset({"01001"}), frozenset(), {}, {}, {}, {}, {"0101": ["01001"]})
    with pytest.raises(Refused, match="Un compte se donne par commune"):
        carry(sheet, Kind.COUNT, codes)


def test_what_is_derived_knows_no_commune():
    make_indicator(communes={"01001": 3.0})
    assert not AreaValue.objects.filter(level="commune").exists()
