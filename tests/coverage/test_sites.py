"""`/api/sites/`: the best sites, on the grid where they can be chosen by hand."""

import json
from dataclasses import replace

import pytest
from django.http import QueryDict

from coverage.sites.candidates import bodies_of
from coverage.sites.plan import keys_of, read_plan
from coverage.sites.units import read_units
from coverage.states.question import Question
from tests import factories
from tests.coverage.indicators.support import make_indicator

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


def test_emerging_poles_that_stand_nowhere_are_told_and_are_no_candidates(ask, emerging):
    found = ask("candidats=emergents")  # fifteen grants
    assert found["sans_lieu"] == ["nulle-part"]
    # pousse, double, seul and region: the last covers by a broad basis, which does not count.
    assert (found["payes"], found["demandes"], found["candidats"]) == (15, 4, 4)
    assert found["choisis"] == len(found["sites"]) == 3
    assert ask("k=5&candidats=emergents", 400)["parametre"] == "k"
    assert ask("k=2")["sans_lieu"] == []


@pytest.mark.parametrize(
    "query",
    [
        "candidats=nulle-part",
        "candidats=pousse,nulle-part",
        "candidats=emergents&forcer=nulle-part",
        "candidats=emergents&exclure=nulle-part",
    ],
)
def test_a_pole_that_stands_nowhere_is_refused_as_a_site_and_why_is_said(ask, emerging, query):
    refusal = ask(f"k=1&{query}", 400)
    assert refusal["valeur"] == "nulle-part"
    assert "ni le siège ni le territoire de ce pôle n'est connu" in refusal["accepte"]


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


MIXED = "candidats=pousse,249740077,38002"  # a pole, an EPCI, a commune


def test_candidates_may_be_poles_epci_and_communes(ask):
    found = ask(f"{MIXED}&k=3&territoire=epci")
    gains = [(site["cle"], site["population_gagnee"]) for site in found["sites"]]
    assert gains == [
        ("249740077", PEOPLE["97401"] + PEOPLE["97402"]),
        ("38002", PEOPLE["38002"]),
        ("pousse", PEOPLE["38001"]),
    ]
    assert found["candidats"] == 3


def test_an_epci_reaches_as_far_as_its_seat_and_a_pole_its_own_ground_within_a_radius(ask):
    found = ask(f"{MIXED}&k=3")  # of no kilometre: the seat alone
    gains = {site["cle"]: site["population_gagnee"] for site in found["sites"]}
    assert gains == {
        "249740077": PEOPLE["97402"], "38002": PEOPLE["38002"], "pousse": PEOPLE["38001"]
    }  # fmt: skip


def test_mixed_candidates_are_forced_in_and_out_by_their_keys(ask):
    found = ask(f"{MIXED}&k=2&territoire=epci&forcer=pousse&exclure=249740077")
    assert {site["cle"]: site["force"] for site in found["sites"]} == {
        "38002": False, "pousse": True
    }  # fmt: skip


def test_a_candidate_given_twice_is_one(ask):
    found = ask("candidats=97401,97402,97401&forcer=97401,97401&k=2")
    assert found["candidats"] == 2
    assert [site["cle"] for site in found["sites"] if site["force"]] == ["97401"]


def test_codes_of_corsica_may_be_in_small_letters_everywhere():
    plan = read_plan(QueryDict("candidats=2a004,2B033&forcer=2a004&exclure=2b033"), Question())
    assert keys_of(plan.candidates) == ("2A004", "2B033")
    assert (plan.forced, plan.excluded) == (("2A004",), ("2B033",))
    assert keys_of("2a-le-lieu, 2a004 ,2A004,,pole-2a004") == ("2a-le-lieu", "2A004", "pole-2a004")


def test_a_budget_may_pay_for_more_sites_than_there_are_candidates(ask):
    found = ask("candidats=97401,97402")  # fifteen grants for two communes
    assert found["demandes"] == 2
    assert found["population_gagnee"] == PEOPLE["97401"] + PEOPLE["97402"]
    assert ask("territoire=epci")["demandes"] == 8
    out = ask("territoire=epci&exclure=75056,249740077")
    assert (out["demandes"], out["candidats"]) == (6, 8)


def test_a_budget_is_echoed_with_the_sites_that_it_pays_for_beside_those_sought(ask):
    found = ask("candidats=97401,97402")
    assert (found["payes"], found["demandes"]) == (15, 2)
    said = found["parametres"]
    assert (said["budget"], said["dotation"], said["k"]) == (1_500_000, 100_000, 2)
    told = ask("budget=350000&dotation=50000&territoire=epci")
    assert (told["payes"], told["parametres"]["dotation"]) == (7, 50_000)
    by_number = ask("k=2")
    assert by_number["payes"] is None
    assert by_number["parametres"]["budget"] is by_number["parametres"]["dotation"] is None


@pytest.mark.parametrize("parameter", ["candidats", "forcer", "exclure"])
@pytest.mark.parametrize(
    ("key", "help_given"),
    [("1004", "01004 (Commune 01004) ?"), ("97501", "(975)"), ("98818", "(988)")],
)
def test_a_refused_key_has_the_help_of_codes(ask, parameter, key, help_given):
    refusal = ask(f"k=1&{parameter}={key}", 400)
    assert (refusal["parametre"], refusal["valeur"]) == (parameter, key)
    assert help_given in refusal["accepte"]
    scenario = ask(f"k=1&{parameter}=lune", 400)
    assert " ?" not in scenario["accepte"]


def test_a_key_both_forced_and_excluded_is_named_and_no_number_of_ours(ask):
    refusal = ask("k=1&forcer=200000003&exclure=200000003", 400)
    assert (refusal["parametre"], refusal["valeur"]) == ("forcer", "200000003")
    assert refusal["accepte"] == "une clé qui ne soit pas aussi dans `exclure`"


def test_a_budget_pays_for_nothing_where_every_candidate_is_out(ask):
    assert ask("candidats=97401&exclure=97401", 400)["parametre"] == "candidats"


def test_sites_may_be_chosen_for_what_an_indicator_weighs(ask):
    make_indicator(kind="liste", communes={"38001": 1.0, "01006": 1.0}, direction="haute")
    found = ask("k=2&territoire=epci&poids=essai&methode=exacte")
    gains = [(site["cle"], site["valeur_gagnee"]) for site in found["sites"]]
    assert gains == [("200000003", PEOPLE["38001"]), ("01006", PEOPLE["01006"])]
    assert found["parametres"]["poids"] == found["ponderation"]["code"] == "essai"
    assert found["valeur_deja_couverte"] == 0
    assert found["population_deja_couverte"] > 0


WEIGHED = "k=3&territoire=epci&poids=essai&methode=exacte"


def test_population_counts_people_and_the_value_stands_beside_whatever_is_weighed(ask):
    make_indicator(kind="liste", communes={"38001": 1.0, "01006": 1.0}, direction="haute")
    found = ask(WEIGHED)
    first, second = found["sites"]
    assert first["population_gagnee"] == sum(PEOPLE[f"3800{n}"] for n in (1, 2, 3))
    assert (first["valeur_gagnee"], first["valeur_cumulee"]) == (PEOPLE["38001"],) * 2
    assert second["population_cumulee"] == first["population_cumulee"] + PEOPLE["01006"]
    assert found["population_gagnee"] == second["population_cumulee"]
    assert found["valeur_gagnee"] == second["valeur_cumulee"] <= found["borne"]
    curve = [(point["population_gagnee"], point["valeur_gagnee"]) for point in found["courbe"]]
    sites = [(site["population_cumulee"], site["valeur_cumulee"]) for site in found["sites"]]
    assert curve == sites
    forced = ask("k=2&territoire=epci&forcer=200000003,01006")
    assert forced["population_gagnee"] == found["population_gagnee"]
    for name in ("population_deja_couverte", "population_hors_de_portee"):
        assert found[name] == forced[name]


@pytest.mark.parametrize("query", ["k=4&territoire=epci", "k=3&rayon_km=24&exclure=75056"])
def test_value_and_people_are_one_where_people_are_weighed(client, poles, query):
    found = client.get(f"/api/sites/?{query}").json()
    for one in (found, *found["sites"], *found["courbe"]):
        for name in one:
            if name.startswith("valeur_"):
                assert one[name] == one[name.replace("valeur", "population")], name


def test_an_indicator_that_weighs_nobody_is_refused(ask):
    make_indicator(kind="liste", communes={"38001": 1.0}, direction="haute")
    assert ask("poids=essai&region=11", 400)["parametre"] == "poids"


@pytest.mark.parametrize("key", ["laine", "fini", "cache", "200054781", "99999"])
def test_what_is_no_possible_site_is_refused(ask, key):
    # A pole that is active, ended or hidden; the Métropole, shown as its territories; no commune.
    refusal = ask(f"candidats=pousse,{key}", 400)
    assert (refusal["parametre"], refusal["valeur"]) == ("candidats", key)


def test_a_larger_radius_never_covers_fewer_people(client, poles):
    gained = []
    for radius in (0, 8, 12, 16, 24, 40, 150):
        response = client.get(f"/api/sites/?k=3&methode=exacte&rayon_km={radius}")
        answer = json.loads(response.content)
        assert answer["preuve"] == "prouve"
        gained.append(answer["population_gagnee"] + answer["population_deja_couverte"])
    assert gained == sorted(gained)
    assert gained[0] < gained[-1]


def test_the_seat_of_a_candidate_does_not_move_with_a_filter(poles):
    question = Question(radius_km=0)
    everywhere = {one.key: one for one in bodies_of(read_units(question))}
    seen = set()
    for department in ("01", "38", "75", "93", "974"):
        for one in bodies_of(read_units(replace(question, department=department))):
            assert one == everywhere[one.key]
            seen.add(one.key)
    assert seen == everywhere.keys()
    # 200000002 stands on both departments, and its seat in one.
    assert everywhere["200000002"].commune in factories.communes_of("epci", "200000002")
