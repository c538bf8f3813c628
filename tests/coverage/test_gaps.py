"""Gaps on the grid, where each can be drawn by hand."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from coverage.gaps.components import components
from coverage.gaps.grouping import GapCommune, group, pieces
from coverage.gaps.queries import gaps
from coverage.states.question import Question
from coverage.vocabulary import COVERING
from directory.vocabulary import Status
from tests import factories

NOTHING_NEAR = Question(radius_km=0)


def codes(gap) -> set[str]:
    return {commune.code for commune in gap.communes}


def test_contiguous_uncovered_communes_are_one_gap_and_the_most_populated_comes_first(borders):
    # Covered: 01001–01003 (declared), 01004, 01005, 38004, 38005 (presumed).
    found = gaps(NOTHING_NEAR)
    assert [codes(gap) for gap in found] == [
        {"97402"},
        {"75056", "93001", "93002"},
        {"01006", "38006"},  # 38006 alone has more people than the next three
        {"38001", "38002"},  # 38003 is at 0 km of the pole that declares a part of it
    ]


def test_the_seat_of_a_pole_is_in_no_gap_even_where_its_territory_does_not_count(borders):
    everywhere = {code for gap in gaps(NOTHING_NEAR) for code in codes(gap)}
    assert "97401" not in everywhere  # broad only, but at 0 km of its own seat


def test_a_gap_tells_its_figures_and_its_farthest_commune(borders):
    (gap,) = [g for g in gaps(NOTHING_NEAR) if "38001" in codes(g)]
    public = gap.public()
    assert public["communes"] == 2
    assert public["population"] == sum(factories.POPULATION[c] for c in codes(gap))
    assert public["km2"] == 200
    assert public["departements"] == ["38"]
    assert public["epcis"] == ["200000003"]
    assert public["commune_la_plus_loin"]["code"] == "38001"


def test_an_emerging_pole_is_told_inside_or_beside(borders):
    found = {frozenset(codes(gap)): gap for gap in gaps(NOTHING_NEAR)}
    inside = found[frozenset({"38001", "38002"})]
    assert inside.inside == {"pousse"}
    counted = Question(statuses=(Status.ACTIVE, Status.EMERGING), radius_km=0)
    (beside,) = [gap for gap in gaps(counted) if "38002" in codes(gap)]
    assert (beside.inside, beside.beside) == (set(), {"pousse"})


@pytest.mark.parametrize("radius", [1, 10, 25, 100, 500])
def test_a_larger_radius_never_enlarges_a_gap(borders, radius):
    smaller = {code for gap in gaps(Question(radius_km=radius)) for code in codes(gap)}
    larger = {code for gap in gaps(Question(radius_km=radius * 0.9)) for code in codes(gap)}
    assert smaller <= larger


def test_counting_more_bases_never_enlarges_a_gap(borders):
    few = {code for gap in gaps(NOTHING_NEAR) for code in codes(gap)}
    many = {code for gap in gaps(Question(bases=COVERING, radius_km=0)) for code in codes(gap)}
    assert many <= few


def test_the_door_dissolves_each_gap_and_adds_them_up(client, borders):
    answer = json.loads(client.get("/api/lacunes/?rayon_km=0").content)
    assert answer["total"]["lacunes"] == answer["numberMatched"] == 4
    people = [f["properties"]["population"] for f in answer["features"]]
    assert people == sorted(people, reverse=True)
    assert answer["total"]["population"] == sum(people)
    (gap,) = [f for f in answer["features"] if f["properties"]["code_principal"] == "38002"]
    ground = shapely.from_geojson(json.dumps(gap["geometry"]))
    squares = shapely.union_all([shapely.box(2.1, 45.1, 2.3, 45.2)])
    assert shapely.symmetric_difference(ground, squares).area < 1e-6


def test_pages_of_gaps_follow_one_another(client, borders):
    first = json.loads(client.get("/api/lacunes/?rayon_km=0&limit=3").content)
    rest = json.loads(client.get("/api/lacunes/?rayon_km=0&limit=3&offset=3").content)
    assert [link["rel"] for link in first["links"]] == ["self", "next"]
    assert first["numberReturned"] + rest["numberReturned"] == 4


@pytest.mark.parametrize("query", ["rayon_km=-1", "limit=0", "statuts=fini", "niveau=epci"])
def test_a_refused_parameter_is_named(client, borders, query):
    response = client.get(f"/api/lacunes/?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["parametre"] == query.split("=")[0]


def commune(code: str, population: int = 1) -> GapCommune:
    areas = code[:2], f"epci-{code[2]}"
    return GapCommune(code, code, population, 1.0, "metro", *areas, 1.0)


def edges(communes: list[GapCommune], pairs: list[tuple[str, str]]) -> np.ndarray:
    """Pairs of codes as pairs of places."""
    place = {one.code: number for number, one in enumerate(communes)}
    known = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return np.array(known, dtype=np.int64).reshape(-1, 2)


@given(
    st.sets(st.integers(0, 30), min_size=1),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))),
)
def test_every_commune_is_in_one_gap_and_neighbours_in_the_same(members, links):
    communes = [commune(f"{n:05}") for n in sorted(members)]
    pairs = [(f"{a:05}", f"{b:05}") for a, b in links if a != b]
    found = group(communes, edges(communes, pairs))
    assert sorted(c.code for gap in found for c in gap.communes) == [c.code for c in communes]
    place = {c.code: n for n, gap in enumerate(found) for c in gap.communes}
    assert all(place[a] == place[b] for a, b in pairs if a in place and b in place)


def test_parts_of_an_empty_graph_are_none():
    assert components(0, np.empty((0, 2), dtype=np.int64)).tolist() == []


@given(
    st.integers(1, 30).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60),
        )
    )
)
def test_parts_are_those_found_by_walking_from_neighbour_to_neighbour(graph):
    count, pairs = graph
    near = {node: {a + b - node for a, b in pairs if node in (a, b)} for node in range(count)}
    walked: dict[int, int] = {}
    for node in range(count):
        part, ahead = len(set(walked.values())), [node] if node not in walked else []
        while ahead:
            here = ahead.pop()
            walked[here] = part
            ahead += near[here] - walked.keys()
    found = components(count, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    assert found.tolist() == [walked[node] for node in range(count)]


def test_a_gap_is_united_from_the_largest_areas_that_lie_in_it():
    communes = [commune("01101"), commune("01102"), commune("02201"), commune("02301")]
    sizes = {("department", "01"): 2, ("epci", "epci-2"): 1, ("epci", "epci-3"): 5}
    pairs = [("01101", "01102"), ("01102", "02201"), ("02201", "02301")]
    (gap,) = group(communes, edges(communes, pairs))
    assert {(p.level, p.code) for p in pieces([gap], sizes)} == {
        ("department", "01"),
        ("epci", "epci-2"),
        ("commune", "02301"),
    }
