"""`/api/scores/`: EPCI and EPT by priority, on the grid where each figure is worked out by hand."""

import json

import pytest
from pyproj import Geod

from directory.models import Pole
from directory.record.writing import poles_changed
from geo.models import Commune
from tests import factories
from tests.coverage.indicators.support import make_indicator
from tests.responses import let_go

PEOPLE = factories.POPULATION
FIRST, SECOND, THIRD = "200000001", "200000002", "200000003"
EPT, REUNION = "200057867", "249740077"
# What nothing declared or presumed covers: a department overseas is broad, a part is partial.
UNCOVERED = {
    REUNION: PEOPLE["97401"] + PEOPLE["97402"],
    EPT: PEOPLE["93001"] + PEOPLE["93002"],
    "75056": PEOPLE["75056"],
    "38006": PEOPLE["38006"],
    THIRD: PEOPLE["38001"] + PEOPLE["38002"] + PEOPLE["38003"],
    "01006": PEOPLE["01006"],
    FIRST: 0,
    SECOND: 0,
}
ONLY_PEOPLE = "profil=population-seule"


@pytest.fixture
def ask(client, poles):
    def answer(query: str = ONLY_PEOPLE, status: int = 200):
        response = client.get(f"/api/scores/?rayon_km=0&{query}")
        assert response.status_code == status, response.content
        return json.loads(response.content)

    return answer


def rows_of(answer) -> dict[str, dict]:
    return {row["code"]: row for row in answer["resultats"]}


def part_of(row, key):
    (found,) = [part for part in row["composantes"] if part["cle"] == key]
    return found


def edge_km(code: str, east: float, north: float) -> float:
    """From the centre of a square to its side, so many halves of it east or north."""
    x, y = (corner + factories.SIDE / 2 for corner in factories.CORNERS[code])
    half = factories.SIDE / 2
    return Geod(ellps="WGS84").inv(x, y, x + east * half, y + north * half)[2] / 1000


def step_km(code: str, other: str) -> float:
    """From the centre of a square to that of another."""
    (x, y), (other_x, other_y) = factories.CORNERS[code], factories.CORNERS[other]
    half = factories.SIDE / 2
    geod = Geod(ellps="WGS84")
    return geod.inv(x + half, y + half, other_x + half, other_y + half)[2] / 1000


# --- Raw values -------------------------------------------------------------------------------


def test_people_that_nothing_covers_are_counted_by_body(ask):
    rows = rows_of(ask())
    assert {code: row["population_non_couverte"] for code, row in rows.items()} == UNCOVERED
    assert rows[REUNION]["part_non_couverte"] == 1
    assert rows[FIRST]["part_non_couverte"] == 0
    assert rows[SECOND]["population"] == sum(
        PEOPLE[code] for code in factories.communes_of("epci", SECOND)
    )


def test_counting_another_basis_covers_its_people(ask):
    rows = rows_of(ask(f"{ONLY_PEOPLE}&bases=declare,partie,presume,large"))
    assert rows[REUNION]["population_non_couverte"] == 0
    assert rows[THIRD]["population_non_couverte"] == PEOPLE["38001"] + PEOPLE["38002"]


def test_the_distance_of_a_body_is_the_mean_of_its_people(ask):
    rows = rows_of(ask("poids=distance:1"))
    # A pole declares the first; of the third, a part of 38003. East of 38002 lies that part,
    # south of 38001 the first.
    assert part_of(rows[FIRST], "distance")["valeur"] == 0
    people = [PEOPLE[code] for code in ("38001", "38002", "38003")]
    third = (people[0] * edge_km("38001", 0, -1) + people[1] * edge_km("38002", 1, 0)) / sum(people)
    assert part_of(rows[THIRD], "distance")["valeur"] == pytest.approx(third, rel=1e-4)
    assert rows[THIRD]["distance_moyenne_km"] == round(third, 1)
    # 97401 has a seat, 97402 has twice its people.
    reunion = 2 / 3 * step_km("97401", "97402")
    assert part_of(rows[REUNION], "distance")["valeur"] == pytest.approx(reunion)


def test_where_nobody_lives_the_distance_is_the_mean_of_communes(ask):
    Commune.objects.filter(epci=THIRD).update(population=0)
    row = rows_of(ask("poids=distance:1"))[THIRD]
    mean = (edge_km("38001", 0, -1) + edge_km("38002", 1, 0)) / 3
    assert part_of(row, "distance")["valeur"] == pytest.approx(mean, rel=1e-4)
    assert row["part_non_couverte"] is None


# --- Ranks and scores -------------------------------------------------------------------------


def test_bodies_are_in_order_of_priority_and_equal_ones_share_their_rank(ask):
    found = ask()["resultats"]
    assert [row["code"] for row in found] == [
        REUNION, EPT, "75056", "38006", THIRD, "01006", FIRST, SECOND,
    ]  # fmt: skip
    assert [row["rang"] for row in found] == [1, 2, 3, 4, 5, 6, 7, 7]


def test_a_score_is_the_place_among_those_that_have_a_value(ask):
    rows = rows_of(ask())
    assert rows[REUNION]["score"] == 1
    assert rows["01006"]["score"] == round(2 / 7, 4)
    assert rows[FIRST]["score"] == rows[SECOND]["score"] == round(0.5 / 7, 4)


def test_the_weights_are_those_of_the_reader(ask):
    make_indicator(epcis={FIRST: 10.0, THIRD: 40.0}, direction="haute")
    answer = ask("poids=population_non_couverte:3,essai:1")
    assert answer["parametres"]["profil"] is None
    assert answer["parametres"]["poids"] == {"population_non_couverte": 3, "essai": 1}
    third = rows_of(answer)[THIRD]
    assert third["score"] == round((3 * 3 / 7 + 1) / 4, 4)
    told = {part["cle"]: part["contribution"] for part in third["composantes"]}
    assert told == {
        "population_non_couverte": round(3 * 3 / 7 / 4, 4), "essai": 0.25
    }  # fmt: skip
    assert (part_of(third, "essai")["valeur"], part_of(third, "essai")["normalisee"]) == (40, 1)


def test_low_values_call_for_priority_where_the_indicator_says_so(ask):
    make_indicator(epcis={FIRST: 10.0, SECOND: 20.0, THIRD: 40.0}, direction="basse")
    answer = ask("poids=essai:1")
    assert [row["code"] for row in answer["resultats"]][:3] == [FIRST, SECOND, THIRD]
    assert [row["score"] for row in answer["resultats"]][:3] == [1, 0.5, 0]
    (about,) = answer["composantes"]
    assert (about["sens"], about["unite"], about["territoires_avec_valeur"]) == ("basse", "%", 3)
    assert (about["source"], about["millesime"]) == ("Nous", "2021")


def test_a_weight_of_zero_leaves_its_component_out(ask):
    answer = ask("poids=population_non_couverte:1,distance:0")
    assert [one["cle"] for one in answer["composantes"]] == ["population_non_couverte"]
    assert answer["resultats"] == ask()["resultats"]


# --- What is not known ------------------------------------------------------------------------


def test_a_body_without_a_value_is_scored_on_what_it_has_and_says_so(ask):
    make_indicator(epcis={FIRST: 0.0, THIRD: 40.0}, direction="haute")
    rows = rows_of(ask("poids=population_non_couverte:3,essai:1"))
    assert part_of(rows["01006"], "essai") == {
        "cle": "essai", "valeur": None, "normalisee": None, "poids": 1, "contribution": 0
    }  # fmt: skip
    # Neither the lowest nor the highest of `essai`: only its place for people counts.
    assert (rows["01006"]["score"], rows["01006"]["part_connue"]) == (round(2 / 7, 4), 0.75)
    assert (rows[FIRST]["score"], rows[FIRST]["part_connue"]) == (round(3 / 14 / 4, 4), 1)
    assert part_of(rows[FIRST], "essai")["valeur"] == 0


def test_a_body_of_which_too_little_is_known_has_a_score_but_no_rank_and_comes_last(ask):
    make_indicator(epcis={FIRST: 10.0, THIRD: 40.0}, direction="haute")
    answer = ask("poids=population_non_couverte:1,essai:3")
    assert answer["part_connue_minimale"] == 0.5
    found = answer["resultats"]
    assert [(row["code"], row["rang"]) for row in found[:2]] == [(THIRD, 1), (FIRST, 2)]
    apart = found[2:]
    assert [row["code"] for row in apart] == sorted(UNCOVERED.keys() - {FIRST, THIRD})
    assert {row["part_connue"] for row in apart} == {0.25}
    for row in apart:
        assert (row["rang"], row["rang_meilleur"], row["rang_pire"]) == (None, None, None)
    assert rows_of(answer)[REUNION]["score"] == 1


def test_without_a_counted_seat_no_body_has_a_distance(ask):
    found = ask("poids=distance:1&statuts=inconnu")["resultats"]
    assert {(row["score"], row["rang"], row["distance_moyenne_km"]) for row in found} == {
        (None, None, None)
    }
    half = ask("poids=distance:1,population_non_couverte:1&statuts=inconnu")["resultats"]
    assert {row["part_connue"] for row in half} == {0.5}
    assert None not in {row["rang"] for row in half}


def test_a_profile_says_which_of_its_indicators_are_not_loaded(ask):
    answer = ask("profil=ruralites-et-quartiers-prioritaires")
    assert answer["parametres"]["indicateurs_absents"] == ["densite", "frr", "communes_qpv"]
    assert answer["parametres"]["poids"] == {"population_non_couverte": 4, "distance": 2}
    make_indicator(code="frr", kind="liste", communes={"01001": 1.0}, direction="haute")
    answer = ask("")  # the first profile is that of an address that names none
    assert answer["parametres"]["profil"] == "ruralites-et-quartiers-prioritaires"
    assert answer["parametres"]["indicateurs_absents"] == ["densite", "communes_qpv"]
    assert part_of(rows_of(answer)[FIRST], "frr")["valeur"] == pytest.approx(1 / 7)


def test_a_profile_that_is_whole_names_nothing_missing(ask):
    assert "indicateurs_absents" not in ask()["parametres"]


# --- How firm ranks are -----------------------------------------------------------------------


def test_a_rank_lies_within_its_bracket(ask):
    make_indicator(communes={"38006": 1.0, "97401": 3.0}, epcis={FIRST: 2.0}, direction="basse")
    answer = ask("poids=population_non_couverte:2,distance:1,essai:1")
    assert answer["stabilite"] == {"mouvement": 0.2, "combinaisons": 8, "toutes": True}
    for row in answer["resultats"]:
        assert row["rang_meilleur"] <= row["rang"] <= row["rang_pire"]


def test_a_single_component_moves_no_rank(ask):
    for row in ask()["resultats"]:
        assert row["rang_meilleur"] == row["rang"] == row["rang_pire"]


# --- Where, and how many ----------------------------------------------------------------------


def test_a_filter_moves_neither_a_score_nor_its_rank_and_ranks_apart_what_it_keeps(ask):
    everywhere = rows_of(ask())
    answer = ask(f"{ONLY_PEOPLE}&region=84")
    found = answer["resultats"]
    assert [row["code"] for row in found] == ["38006", THIRD, "01006", FIRST, SECOND]
    assert [row["rang_filtre"] for row in found] == [1, 2, 3, 4, 4]
    assert answer["numberMatched"] == 5
    for row in found:
        assert (row["rang"], row["score"]) == (
            everywhere[row["code"]]["rang"],
            everywhere[row["code"]]["score"],
        )
        assert everywhere[row["code"]]["rang_filtre"] is None


def test_a_body_that_a_filter_cuts_says_so_and_gives_its_whole(ask):
    everywhere = rows_of(ask())
    # Of 200000002, department 38 holds two communes out of four.
    rows = rows_of(ask(f"{ONLY_PEOPLE}&departement=38"))
    part = rows[SECOND]
    assert part["coupe"] is True
    assert (part["communes"], part["population"]) == (2, PEOPLE["38004"] + PEOPLE["38005"])
    assert part["entier"] == {key: everywhere[SECOND][key] for key in part["entier"]}
    assert part["code_departement"] == everywhere[SECOND]["code_departement"]
    assert (rows[THIRD]["coupe"], rows[THIRD]["entier"]) == (False, None)


def test_an_unknown_region_is_refused(ask, client):
    refused = client.get(f"/api/scores/?{ONLY_PEOPLE}&region=99")
    assert refused.status_code == 400
    assert json.loads(refused.content)["parametre"] == "region"


def test_pages_follow_one_another_and_keep_the_question(ask, client):
    whole = ask()["resultats"]
    first = ask(f"{ONLY_PEOPLE}&limit=5")
    assert (first["numberMatched"], first["numberReturned"]) == (8, 5)
    links = {link["rel"]: link["href"] for link in first["links"]}
    assert set(links) == {"self", "next"}
    rest = json.loads(client.get(links["next"]).content)
    assert first["resultats"] + rest["resultats"] == whole
    assert {link["rel"] for link in rest["links"]} == {"self", "prev"}
    assert ask(f"{ONLY_PEOPLE}&offset=8")["resultats"] == []


def test_a_change_of_poles_changes_the_scores(ask):
    Pole.objects.filter(slug="lagon").update(published=False)
    poles_changed()
    # Never across an ocean.
    assert rows_of(ask())[REUNION]["distance_moyenne_km"] is None


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("poids=population_non_couverte:-1", "poids"),
        ("poids=population_non_couverte:beaucoup", "poids"),
        ("poids=population_non_couverte:nan", "poids"),
        ("poids=population_non_couverte", "poids"),
        ("poids=population_non_couverte:0,distance:0", "poids"),
        ("poids=population_non_couverte:100.5", "poids"),
        ("poids=population_non_couverte:1,lune:1", "poids"),
        ("poids=population_non_couverte:1,,", "poids"),
        ("poids=distance:1,population_non_couverte:1,distance:2", "poids"),
        ("poids=frr:1", "poids"),
        ("poids=distance:1&profil=au-hasard", "profil"),
        ("profil=au-hasard", "profil"),
        ("limit=0", "limit"),
        ("limit=2001", "limit"),
        ("offset=-1", "offset"),
        ("k=3", "k"),
    ],
)
def test_a_refused_parameter_is_named(ask, query, parameter):
    assert ask(query, 400)["parametre"] == parameter


@pytest.mark.parametrize(
    "door", ["scores/", "priorites/", "exports/scores.csv", "exports/priorites.csv"]
)
def test_a_profile_and_weights_together_are_refused(client, poles, door):
    response = client.get(f"/api/{door}?profil=population-seule&poids=distance:1")
    assert response.status_code == 400
    problem = json.loads(response.content)
    assert (problem["parametre"], problem["valeur"]) == ("profil", "population-seule")
    assert problem["accepte"] == "`profil` ou `poids`, et non les deux"
    empty = client.get(f"/api/{door}?profil=population-seule&poids=")
    assert empty.status_code == 200
    let_go(empty)


def test_weights_too_long_to_be_read_are_refused_rather_than_cut(ask):
    # Cut at four thousand characters, the weight of distance would be 1.
    first = "population_non_couverte:1,"
    room = " " * (4000 - len(first) - len("distance:1"))
    assert ask(f"poids={first}{room}distance:10", 400)["parametre"] == "poids"


def test_an_indicator_without_a_direction_cannot_be_weighed(ask):
    make_indicator(epcis={FIRST: 10.0}, direction="aucune")
    assert "essai" not in ask("poids=essai:1", 400)["accepte"]


def test_the_largest_weight_is_one_hundred(ask):
    assert ask("poids=distance:100")["parametres"]["poids"] == {"distance": 100}


def test_means_of_one_same_figure_share_their_rank(ask):
    # 7.1 in every commune: the means of three, of two and of one differ in floats alone.
    rate = 7.1
    unequal = {FIRST: rate * 3 / 3 + 1e-14, SECOND: (rate * 7 + rate * 11) / 18, THIRD: rate}
    make_indicator(epcis=unequal, direction="haute")
    rows = rows_of(ask("poids=essai:1"))
    assert {rows[code]["rang"] for code in unequal} == {1}
