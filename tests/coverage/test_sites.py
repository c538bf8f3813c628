"""`/api/sites/`: the best sites, on the grid where they can be chosen by hand."""

import json

import pytest

from tests import factories

PEOPLE = factories.POPULATION


@pytest.fixture
def ask(client, poles):
    def answer(query: str, status: int = 200):
        response = client.get(f"/api/sites/?rayon_km=0&{query}")
        assert response.status_code == status, response.content
        return json.loads(response.content)

    return answer


def test_the_best_territories_are_those_with_most_people_not_covered_yet(ask):
    found = ask("k=2&territoire=epci&methode=exacte")
    # Uncovered by body: Réunion counts as broad, which the reader does not count.
    assert [site["cle"] for site in found["sites"]] == ["249740077", "200057867"]
    assert found["population_gagnee"] == sum(
        PEOPLE[code] for code in ("97401", "97402", "93001", "93002")
    )
    assert (found["preuve"], found["ecart"]) == ("prouve", 0)


def test_a_quick_answer_is_never_better_than_the_exact_one(ask):
    quick = ask("k=3&territoire=epci")
    exact = ask("k=3&territoire=epci&methode=exacte")
    assert quick["population_gagnee"] <= exact["population_gagnee"] <= quick["borne"]


def test_a_budget_and_a_grant_give_the_number_of_sites(ask):
    assert ask("budget=350000&dotation=100000&territoire=epci")["demandes"] == 3
    assert ask("candidats=97401,97402&k=1")["demandes"] == 1


def test_sites_are_forced_in_and_out(ask):
    found = ask("k=1&territoire=epci&forcer=200000003")
    assert [site["cle"] for site in found["sites"]] == ["200000003"]
    out = ask("k=1&territoire=epci&exclure=249740077")
    assert [site["cle"] for site in out["sites"]] == ["200057867"]


def test_emerging_poles_may_be_the_candidates(ask):
    found = ask("k=1&candidats=emergents")
    assert [site["cle"] for site in found["sites"]] == ["pousse"]
    assert found["population_gagnee"] == PEOPLE["38001"]


def test_the_curve_says_what_each_number_of_sites_covers(ask):
    found = ask("k=4&territoire=epci")
    covered = [point["population_gagnee"] for point in found["courbe"]]
    assert covered == sorted(covered)
    assert all(point["borne"] >= point["population_gagnee"] for point in found["courbe"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("k=0", "k"),
        ("k=51", "k"),
        ("k=9&candidats=97401", "k"),
        ("budget=-1", "budget"),
        ("dotation=0", "dotation"),
        ("candidats=lune", "candidats"),
        ("forcer=lune", "forcer"),
        ("k=1&forcer=75056&exclure=75056", "forcer"),
        ("poids=or", "poids"),
        ("methode=au-hasard", "methode"),
        ("sites=3", "sites"),
    ],
)
def test_a_refused_plan_names_its_parameter(ask, query, parameter):
    assert ask(query, 400)["parametre"] == parameter


def test_a_radius_too_large_to_be_computed_is_refused(client, poles):
    response = client.get("/api/sites/?rayon_km=201")
    assert json.loads(response.content)["parametre"] == "rayon_km"
