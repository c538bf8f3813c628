"""What emerging poles would add, on the grid."""

import json

from coverage.priorities.queries import priorities
from coverage.scores.scoring import UNCOVERED
from coverage.states.question import Question
from coverage.vocabulary import CoverageBasis
from directory.vocabulary import Status
from tests import factories

NOTHING_NEAR = Question(radius_km=0)
PEOPLE = factories.POPULATION


def ranked(question: Question) -> list:
    return priorities(question, {UNCOVERED: 1})


def by_slug(question: Question) -> dict:
    return {priority.slug: priority for priority in ranked(question)}


def test_a_pole_gains_the_communes_that_nothing_covers(emerging):
    found = by_slug(NOTHING_NEAR)
    assert found["pousse"].new_population == PEOPLE["38001"]
    assert (found["double"].new_communes, found["double"].new_population) == (1, PEOPLE["38002"])
    assert found["double"].already_population == PEOPLE["01003"]


def test_a_pole_without_territory_gains_what_is_within_the_radius_of_its_seat(emerging):
    assert by_slug(NOTHING_NEAR)["seul"].new_population == PEOPLE["38006"]
    near = by_slug(Question(radius_km=12))["seul"]
    # 38005 is covered, 01006 is not.
    assert near.new_population == PEOPLE["38006"] + PEOPLE["01006"]
    assert near.already_population == PEOPLE["38005"]


def test_a_broad_territory_gains_only_where_the_reader_counts_it(emerging):
    assert by_slug(NOTHING_NEAR)["region"].new_communes == 0
    broad = Question(
        bases=(CoverageBasis.DECLARED, CoverageBasis.PRESUMED, CoverageBasis.BROAD), radius_km=0
    )
    assert by_slug(broad)["region"].new_communes == 3


def test_a_pole_without_seat_or_territory_comes_last_and_says_nothing(emerging):
    last = ranked(NOTHING_NEAR)[-2:]
    nowhere = by_slug(NOTHING_NEAR)["nulle-part"]
    assert nowhere in last
    assert (nowhere.rank, nowhere.nearest_active_m, nowhere.communes) == (None, None, 0)


def test_poles_are_ranked_by_the_people_they_add(emerging):
    added = [priority.new_population for priority in ranked(NOTHING_NEAR)]
    assert added == sorted(added, reverse=True)


def test_counting_emerging_poles_leaves_them_nothing_to_add_on_their_own_ground(emerging):
    counted = Question(statuses=(Status.ACTIVE, Status.EMERGING), radius_km=0)
    assert by_slug(counted)["pousse"].new_population == 0


def test_active_and_unpublished_poles_are_not_candidates(emerging):
    assert {"laine", "cache", "fini"}.isdisjoint(by_slug(NOTHING_NEAR))


def test_the_door_explains_each_place(client, emerging):
    answer = json.loads(client.get("/api/priorites/?rayon_km=0").content)
    assert answer["parametres"]["statuts"] == ["actif"]
    places = [row["rang"] for row in answer["resultats"]]
    gains = [(r["population_gagnee"], r["communes_gagnees"]) for r in answer["resultats"]]
    assert places == [gains.index(gain) + 1 if any(gain) else None for gain in gains]
    assert None in places
    (pousse,) = [row for row in answer["resultats"] if row["slug"] == "pousse"]
    assert pousse["base"] == "declare"
    assert pousse["lacunes"]
    assert pousse["distance_pole_actif_km"] > 0


def test_a_refused_parameter_is_named(client, emerging):
    response = client.get("/api/priorites/?k=3")
    assert response.status_code == 400
    assert json.loads(response.content)["parametre"] == "k"


def test_a_pole_is_told_the_score_of_the_epci_of_its_seat_or_of_its_own_ground(client, emerging):
    answer = json.loads(client.get("/api/priorites/?rayon_km=0&profil=population-seule").content)
    rows = {row["slug"]: row for row in answer["resultats"]}
    assert answer["parametres"]["profil"] == "population-seule"
    assert rows["double"]["code_epci"] == "200000003"
    assert 0 <= rows["double"]["score_epci"] <= 1
    assert rows["double"]["rang_epci"] >= 1
    assert (rows["nulle-part"]["code_epci"], rows["nulle-part"]["rang_epci"]) == (None, None)
    assert rows["region"]["code_epci"] is None  # a whole region is nobody's EPCI


def test_a_filter_keeps_the_rank_of_the_country_and_ranks_apart_what_it_keeps(client, emerging):
    def rows(query: str = "") -> dict[str, dict]:
        found = client.get(f"/api/priorites/?rayon_km=0{query}").json()["resultats"]
        return {row["slug"]: row for row in found}

    everywhere = rows()
    for query in ("&departement=01", "&departement=38", "&region=84", "&zone=metro"):
        kept = rows(query)
        assert kept.keys() <= everywhere.keys()
        for slug, row in kept.items():
            whole = everywhere[slug]
            assert row["rang"] == whole["rang"]
            assert row["code_epci"] == row["siren_epci"] == whole["siren_epci"]
            assert row["coupe"] == (row["communes"] < whole["communes"])
            if row["coupe"]:
                assert row["entier"] == {key: whole[key] for key in row["entier"]}
        places = [row["rang_filtre"] for row in kept.values() if row["population_gagnee"]]
        assert places == sorted(places)
        assert places[:1] in ([], [1])
    assert all(row["rang_filtre"] is None for row in everywhere.values())
