"""Gaps cut at the borders of departments and regions: the same ground, in named pieces."""

import json
import re
from html import unescape
from typing import Any

import pytest
import shapely
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coverage.gaps.grouping import Gap, by_body, by_commune, group
from coverage.gaps.queries import gaps
from coverage.states.question import Question
from tests import factories
from tests.coverage.test_gaps import NOTHING_NEAR, codes, commune, edges
from tests.publishing.files.support import cells, collection
from tests.responses import let_go

pytestmark = pytest.mark.usefixtures("written_here")

CUTS = ["departement", "region"]
PEOPLE = factories.POPULATION


def placed(communes, cut):
    """The communes, each in its unit of a cut: codes begin with the department, then the region."""
    width = {"": 0, "departement": 2, "region": 1}[cut]
    return [one._replace(unit=one.code[:width]) for one in communes]


def answer(address: str) -> dict[str, Any]:
    response = Client().get(address)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


@st.composite
def grounds(draw):
    """Communes of 1 to 3 regions of 1 to 3 departments, some uncovered, with any borders."""
    numbers = sorted(draw(st.sets(st.integers(0, 40), min_size=1)))
    units = [draw(st.sampled_from(["11", "12", "13", "21", "22", "31"])) for _ in numbers]
    communes = [
        commune(f"{unit}{number:03}", draw(st.integers(0, 3)))
        for unit, number in zip(units, numbers, strict=True)
    ]
    some = st.sampled_from(communes)
    borders = draw(st.lists(st.tuples(some, some), max_size=80))
    return communes, [(a.code, b.code) for a, b in borders if a != b]


@given(grounds(), st.sampled_from(CUTS))
def test_pieces_part_the_uncut_gaps_exactly_and_cross_no_border(ground, cut):
    communes, pairs = ground
    uncut, cut_up = (group(placed(communes, how), edges(communes, pairs), how) for how in ("", cut))
    whole = {code: place for place, gap in enumerate(uncut) for code in codes(gap)}
    assert sorted(c.code for gap in cut_up for c in gap.communes) == sorted(whole)
    width = 2 if cut == "departement" else 1
    of_gap: dict[int, list[Gap]] = {}
    for piece in cut_up:
        assert {member.code[:width] for member in piece.communes} == {piece.unit}
        (gap,) = {whole[code] for code in codes(piece)}
        of_gap.setdefault(gap, []).append(piece)
    for number, one in enumerate(uncut):
        parts = of_gap[number]
        assert sum(part.population for part in parts) == one.population
        assert sum(part.km2 for part in parts) == one.km2
        assert sum(len(part.communes) for part in parts) == len(one.communes)


@given(grounds(), st.sampled_from(CUTS))
def test_neighbours_of_one_unit_are_in_one_piece_and_a_piece_is_of_one_tenant(ground, cut):
    communes, pairs = ground
    found = group(placed(communes, cut), edges(communes, pairs), cut)
    place = by_commune(found)
    width = 2 if cut == "departement" else 1
    inner = [(a, b) for a, b in pairs if a[:width] == b[:width]]
    assert all(place[a] == place[b] for a, b in inner)
    for gap in found:  # walked from any commune, all the others are met
        left, met = codes(gap), [gap.communes[0].code]
        while met:
            here = met.pop()
            left.discard(here)
            around = {b for a, b in [*inner, *((b, a) for a, b in inner)] if a == here}
            met += around & left
        assert not left


@given(grounds(), st.sampled_from(["", *CUTS]))
def test_an_identifier_names_one_piece_and_says_its_unit_and_its_main_commune(ground, cut):
    communes, pairs = ground
    found = group(placed(communes, cut), edges(communes, pairs), cut)
    names = [gap.identifier for gap in found]
    assert len(set(names)) == len(names)
    for gap in found:
        unit = f"{cut}-{gap.unit}" if cut else "france"
        assert gap.identifier == f"{unit}-{gap.main.code}"
        assert gap.main.population == max(one.population for one in gap.communes)


@given(grounds(), st.sampled_from(["", *CUTS]), st.randoms())
def test_identifiers_do_not_depend_on_the_order_of_communes(ground, cut, chance):
    communes, pairs = ground
    mixed = chance.sample(communes, len(communes))
    one, other = (
        by_commune(group(placed(c, cut), edges(c, pairs), cut)) for c in (communes, mixed)
    )
    assert one == other


@given(grounds(), st.sampled_from(["", *CUTS]))
def test_a_body_lists_the_gaps_of_its_communes_that_with_most_of_its_people_first(ground, cut):
    communes, pairs = ground
    found = group(placed(communes, cut), edges(communes, pairs), cut)
    of_body, of_commune = by_body(found), by_commune(found)
    for body, names in of_body.items():
        inside = [one for one in communes if one.body == body]
        assert sorted(names) == sorted({of_commune[one.code] for one in inside})
        people = [sum(c.population for c in inside if of_commune[c.code] == n) for n in names]
        assert people == sorted(people, reverse=True)
    assert set(of_body) == {one.body for one in communes}


# --- On the grid ------------------------------------------------------------------------------


def test_a_gap_across_a_border_is_cut_there(borders):
    found = {gap.identifier: codes(gap) for gap in gaps(NOTHING_NEAR, "departement")}
    main = max(("93001", "93002"), key=PEOPLE.__getitem__)
    assert found == {
        "departement-974-97402": {"97402"},
        "departement-75-75056": {"75056"},
        f"departement-93-{main}": {"93001", "93002"},
        "departement-01-01006": {"01006"},
        "departement-38-38006": {"38006"},
        "departement-38-38002": {"38001", "38002"},
    }
    by_region = {gap.identifier: codes(gap) for gap in gaps(NOTHING_NEAR, "region")}
    assert by_region["region-84-38006"] == {"01006", "38006"}
    assert by_region["region-84-38002"] == {"38001", "38002"}
    uncut = {gap.identifier for gap in gaps(NOTHING_NEAR)}
    assert {"france-97402", "france-38006", "france-38002"} <= uncut


def test_a_gap_is_cut_at_study_areas_and_what_none_holds_is_a_unit_like_another(borders):
    by_zone = {gap.identifier: codes(gap) for gap in gaps(NOTHING_NEAR, "zone-emploi")}
    main = max(factories.PARIS, key=PEOPLE.__getitem__)
    assert by_zone == {
        "zone-emploi-0401-97402": {"97402"},
        f"zone-emploi-1101-{main}": set(factories.PARIS),
        "zone-emploi-0102-38006": {"01006", "38006"},
        "zone-emploi-0101-38002": {"38001", "38002"},
    }
    by_bassin = {gap.identifier: codes(gap) for gap in gaps(NOTHING_NEAR, "bassin-vie")}
    assert by_bassin["bassin-vie-01001-38002"] == {"38001", "38002"}
    assert by_bassin["bassin-vie-hors-zonage-38006"] == {"01006", "38006"}


def test_a_piece_has_the_same_name_and_communes_whatever_part_of_france_is_asked(borders):
    whole = by_commune(gaps(NOTHING_NEAR, "departement"))
    for code in ("01", "38", "93"):
        part = by_commune(gaps(Question(radius_km=0, department=code), "departement"))
        assert part == {c: name for c, name in whole.items() if c.startswith(code)}


def test_pieces_keep_their_emerging_poles(borders):
    found = {gap.identifier: gap for gap in gaps(NOTHING_NEAR, "departement")}
    assert found["departement-38-38002"].inside == {"pousse"}


@pytest.mark.parametrize("cut", [*CUTS, "zone-emploi", "bassin-vie"])
def test_totals_are_those_of_uncut_gaps_but_for_their_number(borders, cut):
    uncut = answer("/api/lacunes/?rayon_km=0")
    found = answer(f"/api/lacunes/?rayon_km=0&decoupe={cut}")
    assert found["parametres"]["decoupe"] == cut
    assert uncut["parametres"]["decoupe"] is None
    assert found["total"] | {"lacunes": 0} == uncut["total"] | {"lacunes": 0}
    assert found["total"]["lacunes"] == found["numberMatched"] == len(found["features"])


def test_the_ground_of_a_piece_is_that_of_its_communes(borders):
    for source in (
        answer("/api/lacunes/?rayon_km=0&decoupe=departement"),
        collection("lacunes.geojson?rayon_km=0&decoupe=departement"),
    ):
        grounds = {
            f["id"]: shapely.from_geojson(json.dumps(f["geometry"]))
            for f in source["features"]
            if f["geometry"]
        }
        for name, members in {
            "departement-38-38002": ["38001", "38002"],
            "departement-01-01006": ["01006"],
            "departement-75-75056": ["75056"],
        }.items():
            whole = shapely.union_all(
                [shapely.box(*factories.square(code).extent) for code in members]
            )
            assert shapely.symmetric_difference(grounds[name], whole).area < 1e-6


@pytest.mark.parametrize("cut", ["", *CUTS, "zone-emploi", "bassin-vie"])
def test_communes_epci_poles_and_files_name_the_gaps_of_the_door(borders, cut):
    query = f"rayon_km=0&decoupe={cut}" if cut else "rayon_km=0"
    named = by_commune(gaps(NOTHING_NEAR, cut))
    listed = [f["properties"]["lacune"] for f in answer(f"/api/lacunes/?{query}")["features"]]
    assert set(named.values()) == set(listed)
    rows = answer(f"/api/couverture/?niveau=commune&{query}")["resultats"]
    assert {row["code"]: row["lacune"] for row in rows} == {
        row["code"]: named.get(row["code"]) for row in rows
    }
    assert all(row["lacune"] is None for row in rows if row["base"] in ("declare", "presume"))
    in_file = {row["code"]: row["lacune"] for row in cells(f"couverture-communes.csv?{query}")}
    assert in_file == {row["code"]: row["lacune"] or "" for row in rows}
    assert [row["lacune"] for row in cells(f"lacunes.csv?{query}")] == listed
    bodies = answer(f"/api/couverture/?niveau=epci&{query}")["resultats"]
    told = {row["code"]: row["lacunes"] for row in bodies}
    for body, members in factories.EPCI_OF.items():
        if body in told:
            assert set(told[body]) == {named[code] for code in members if code in named}
    assert {row["code"]: row["lacunes"] for row in cells(f"couverture-epci.csv?{query}")} == {
        code: "|".join(names) for code, names in told.items()
    }
    poles = answer(f"/api/priorites/?{query}")["resultats"]
    assert {name for row in poles for name in row["lacunes"]} <= set(listed)
    assert [row["lacunes"] for row in cells(f"priorites.csv?{query}")] == [
        "|".join(row["lacunes"]) for row in poles
    ]


@pytest.mark.parametrize(
    "door",
    [
        "/api/lacunes/",
        "/api/couverture/",
        "/api/priorites/",
        "/api/exports/lacunes.csv",
        "/api/exports/couverture-communes.csv",
        "/api/exports/couverture-epci.csv",
        "/api/exports/priorites.csv",
    ],
)
def test_another_cut_is_refused_with_those_that_are_accepted(client, borders, door):
    response = client.get(f"{door}?decoupe=commune")
    assert response.status_code == 400
    problem = json.loads(response.content)
    assert (problem["parametre"], problem["valeur"]) == ("decoupe", "commune")
    assert "departement, region" in str(problem)


@pytest.mark.parametrize("door", ["couverture-departements.csv", "couverture-regions.csv"])
def test_a_file_whose_rows_name_no_gap_takes_no_cut(client, borders, door):
    assert client.get(f"/api/exports/{door}?decoupe=region").status_code == 400


@pytest.mark.parametrize("level", ["", "niveau=france", "niveau=departement", "niveau=region"])
def test_a_cut_is_refused_at_the_levels_where_it_would_change_nothing(client, borders, level):
    response = client.get(f"/api/couverture/?{level}&decoupe=region")
    assert response.status_code == 400
    problem = json.loads(response.content)
    assert (problem["parametre"], problem["valeur"]) == ("decoupe", "region")
    assert "aux niveaux commune et epci seulement" in problem["accepte"]


# --- Pages ------------------------------------------------------------------------------------


def chosen(page: str) -> str:
    field = re.search(r'<select id="\w+-decoupe".*?</select>', page, re.DOTALL)
    assert field
    assert re.findall(r">(\w+)</option>", field.group()) == ["rien", "département", "région"]
    return re.findall(r'value="(\w*)" selected', field.group())[0]


@pytest.mark.parametrize("level", ["commune&departement=38", "epci", "departement", "region"])
def test_the_page_of_coverage_lists_the_pieces_and_the_links_that_take_the_cut_keep_it(
    client, borders, level
):
    query = f"rayon_km=0&niveau={level}&decoupe=departement"
    page = unescape(client.get(f"/couverture/?{query}").content.decode())
    assert chosen(page) == "departement"
    assert "<code>departement-38-38002</code>" in page
    doors = re.findall(r'href="(/api/[^"]*\?[^"]*)"', page)
    assert len(doors) > 15
    for door in doors:
        summed = level in ("departement", "region") and "/couverture" in door
        assert ("decoupe=departement" in door) == (not summed), door
    for door in doors:
        if ".csv" in door or ("format" not in door and "/exports/" not in door):
            response = client.get(door)
            assert response.status_code == 200, door
            let_go(response)
    sorts = re.findall(r'class="couv-tri"[^>]*href="([^"]*)"', page)
    assert sorts
    assert all("decoupe=departement" in one for one in sorts)


def test_without_a_cut_the_page_lists_no_gap_and_says_how_to_read_them(client, borders):
    page = unescape(client.get("/couverture/?rayon_km=0&decoupe=").content.decode())
    assert chosen(page) == ""
    page = " ".join(page.split())
    assert "choisissez dans les réglages de les découper" in page
    assert "/api/exports/lacunes.csv?" in page


def test_the_page_of_priorities_keeps_the_cut_in_its_address_and_its_links(client, borders):
    sent = client.get("/priorites/?rayon_km=0&decoupe=region&liste=")
    assert sent["Location"] == "/priorites/?rayon_km=0&decoupe=region"
    page = unescape(client.get(sent["Location"]).content.decode())
    assert chosen(page) == "region"
    doors = re.findall(r'href="(/api/[^"]*\?[^"]*)"', page)
    for door in doors:
        of_gaps = "/priorites" in door or "/lacunes" in door
        assert ("decoupe=region" in door) == of_gaps, door
        if ".csv" in door or "/exports/" not in door:
            response = client.get(door)
            assert response.status_code == 200, door
            let_go(response)


@pytest.mark.parametrize("page", ["/couverture/", "/priorites/"])
def test_a_page_refuses_another_cut_by_name(client, borders, page):
    response = client.get(f"{page}?decoupe=commune")
    assert response.status_code == 400
    assert "« decoupe »" in unescape(response.content.decode())


@pytest.mark.parametrize("cut", ["", "&decoupe=departement", "&decoupe=region"])
@pytest.mark.parametrize("place", ["departement=01", "departement=38", "region=84", "zone=metro"])
def test_a_filter_moves_no_name_of_a_gap_and_says_what_it_cuts(
    client, borders, emerging, cut, place
):
    def rows(query: str) -> list[dict[str, Any]]:
        address = f"/api/lacunes/?format=json&rayon_km=0&{query}{cut}"
        return json.loads(client.get(address).content)["resultats"]

    everywhere = {row["lacune"]: row for row in rows("")}
    for row in rows(place):
        whole = everywhere[row["lacune"]]
        assert row["coupe"] == (row["communes"] < whole["communes"])
        if row["coupe"]:
            assert row["entier"] == {key: whole[key] for key in row["entier"]}
