"""`/api/scenarios/`: ways to choose sites side by side, on the grid where sums name communes."""

import json
from datetime import date
from itertools import combinations
from urllib.parse import urlencode

import pytest

from coverage.scenarios.queries import plan_of, read_scenarios
from coverage.sites.plan import EMERGING, Plan
from geo.models import EpciPassage
from tests import factories
from tests.coverage.indicators.support import make_indicator

PEOPLE = factories.POPULATION
FIRST, SECOND, THIRD = "200000001", "200000002", "200000003"
EPT, REUNION = "200057867", "249740077"
BEST = "meilleurs:epci:2"  # Réunion, then the territory of Greater Paris
MIXED = f"choix:pousse,{THIRD},75056"  # a pole, an EPCI, a commune
OTHER = "choix:97401,38006"


def people(*codes: str) -> int:
    return sum(PEOPLE[code] for code in codes)


@pytest.fixture
def ask(client, poles):
    def answer(*scenarios: str, status: int = 200, **params: str):
        pairs = [("rayon_km", "0"), ("territoire", "epci"), *params.items()]
        query = urlencode([*pairs, *(("scenario", text) for text in scenarios)])
        response = client.get(f"/api/scenarios/?{query}")
        assert response.status_code == status, response.content
        return json.loads(response.content)

    return answer


@pytest.fixture
def sites(client, poles):
    def answer(query: str):
        response = client.get(f"/api/sites/?rayon_km=0&territoire=epci&{query}")
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return answer


def keys(side) -> list[str]:
    return [site["cle"] for site in side["sites"]]


def parts_of(answer) -> dict[str, int]:
    """People by the letters of the scenarios that cover them, where there are some."""
    return {
        "".join(part["scenarios"]): part["population"]
        for part in answer["ensembles"]
        if part["communes"]
    }


# --- One scenario -----------------------------------------------------------------------------


def test_one_scenario_alone_covers_all_that_is_covered(ask):
    answer = ask(BEST)
    (side,) = answer["scenarios"]
    assert (side["lettre"], side["scenario"]) == ("A", BEST)
    assert keys(side) == [REUNION, EPT]
    assert side["population_gagnee"] == people("97401", "97402", "93001", "93002")
    assert side["communes_gagnees"] == side["communes_seul"] == 4
    assert parts_of(answer) == {"A": side["population_gagnee"]}
    assert answer["ensemble"] == {"communes": 4, "population": side["population_gagnee"]}


def test_the_best_sites_are_those_of_the_door_of_sites(ask, sites):
    for candidates, count in (("epci", 3), ("emergents", 1)):
        (side,) = ask(f"meilleurs:{candidates}:{count}", methode="exacte")["scenarios"]
        alone = sites(f"candidats={candidates}&k={count}&methode=exacte")
        assert side["sites"] == alone["sites"]
        assert side["population_gagnee"] == side["valeur"] == alone["population_gagnee"]
        assert (side["borne"], side["preuve"]) == (alone["borne"], "prouve")


def test_chosen_sites_may_be_poles_epci_and_communes(ask, sites):
    (side,) = ask(MIXED)["scenarios"]
    # The EPCI holds the commune of the pole: chosen all the same, it adds nobody to it.
    gains = {site["cle"]: site["population_gagnee"] for site in side["sites"]}
    assert gains == {
        "75056": PEOPLE["75056"], THIRD: people("38001", "38002", "38003"), "pousse": 0
    }  # fmt: skip
    assert all(site["force"] for site in side["sites"])
    chosen = f"pousse,{THIRD},75056"
    alone = sites(f"candidats={chosen}&forcer={chosen}&k=3")
    assert side["population_gagnee"] == alone["population_gagnee"] == sum(gains.values())


def test_a_commune_named_alone_covers_itself_and_its_epci_all_its_communes(ask):
    answer = ask("choix:97401", f"choix:{REUNION}")
    assert parts_of(answer) == {"B": PEOPLE["97402"], "AB": PEOPLE["97401"]}


def test_what_poles_in_place_cover_is_gained_by_nobody(ask):
    (side,) = ask(f"choix:{FIRST},{SECOND},01006")["scenarios"]
    assert (side["communes_gagnees"], side["population_gagnee"]) == (1, PEOPLE["01006"])


def test_sites_that_add_nothing_are_an_answer_of_nothing(ask):
    answer = ask(f"choix:{FIRST}", communes="oui")
    assert answer["ensemble"] == {"communes": 0, "population": 0}
    assert set(answer["communes"]) == {"A"}
    assert answer["communes"]["A"] == []


# --- Side by side -----------------------------------------------------------------------------


def test_two_scenarios_are_parted_into_what_each_covers_and_what_both_do(ask):
    answer = ask(BEST, OTHER)
    assert parts_of(answer) == {
        "A": people("97402", "93001", "93002"), "B": PEOPLE["38006"], "AB": PEOPLE["97401"]
    }  # fmt: skip


def test_three_scenarios_are_parted_into_seven_sets(ask):
    answer = ask(BEST, MIXED, OTHER)
    assert ["".join(part["scenarios"]) for part in answer["ensembles"]] == [
        "A", "B", "C", "AB", "AC", "BC", "ABC",
    ]  # fmt: skip
    assert parts_of(answer) == {
        "A": people("97402", "93001", "93002"),
        "B": people("38001", "38002", "38003", "75056"),
        "C": PEOPLE["38006"],
        "AC": PEOPLE["97401"],
    }


def test_the_same_scenario_twice_shares_everything(ask):
    answer = ask(OTHER, OTHER)
    assert parts_of(answer) == {"AB": people("97401", "38006")}
    assert [side["population_seul"] for side in answer["scenarios"]] == [0, 0]


TEXTS = (BEST, MIXED, OTHER, "meilleurs:epci:5", f"choix:{REUNION}", "choix:93001,97402,pousse")


@pytest.mark.parametrize("texts", list(combinations(TEXTS, 3)))
def test_parts_add_up_to_each_scenario_and_to_all_of_them_to_the_person(ask, texts):
    answer = ask(*texts)
    for figure, gained in (("communes", "communes_gagnees"), ("population", "population_gagnee")):
        parts = {"".join(part["scenarios"]): part[figure] for part in answer["ensembles"]}
        assert sum(parts.values()) == answer["ensemble"][figure]
        for side in answer["scenarios"]:
            held = sum(value for some, value in parts.items() if side["lettre"] in some)
            assert held == side[gained]
            assert parts[side["lettre"]] == side[f"{figure}_seul"]


def test_every_commune_gained_is_listed_once(ask):
    answer = ask(BEST, MIXED, OTHER, communes="oui")
    listed = answer["communes"]
    assert {some: sorted(codes) for some, codes in listed.items() if codes} == {
        "A": ["93001", "93002", "97402"],
        "B": ["38001", "38002", "38003", "75056"],
        "C": ["38006"],
        "AC": ["97401"],
    }
    for part in answer["ensembles"]:
        codes = listed["".join(part["scenarios"])]
        assert (len(codes), people(*codes)) == (part["communes"], part["population"])


def test_communes_are_listed_only_where_they_are_asked_for(ask):
    assert "communes" not in ask(BEST)


def test_sites_chosen_for_an_indicator_are_still_counted_in_people(ask):
    make_indicator(kind="liste", communes={"38002": 1.0}, direction="haute")
    answer = ask("meilleurs:epci:1", poids="essai")
    (side,) = answer["scenarios"]
    assert keys(side) == [THIRD]
    assert (side["valeur"], side["ponderation"]["code"]) == (PEOPLE["38002"], "essai")
    assert side["population_gagnee"] == people("38001", "38002", "38003")
    assert side["valeur_gagnee"] == side["valeur"]
    (site,) = side["sites"]
    assert site["population_gagnee"] == side["population_gagnee"]
    assert site["valeur_gagnee"] == side["valeur_gagnee"]
    assert answer["parametres"]["poids"] == "essai"


# --- What a scenario takes from the plan ------------------------------------------------------

PLAN = Plan(count=8, candidates=EMERGING, forced=("pousse",), excluded=("double",), exactly=True)


def test_codes_of_yesterday_are_said_as_they_were_read(ask):
    found = ask("choix:97402,01999")
    assert found["parametres"]["scenario"] == ["choix:01001,97402"]
    assert found["scenarios"][0]["scenario"] == "choix:01001,97402"
    assert found["parametres"]["substitutions"][0]["demande"] == "01999"


def test_an_epci_that_was_shared_out_is_as_many_sites_as_it_became(ask):
    for siren in ("200000001", "200000002"):
        EpciPassage.objects.create(
            key=f"200099999-{siren}", siren="200099999", name="CC d'hier", ended=date(2020, 1, 1),
            epci_id=siren, kind="partage", communes_count=1, people_share=0.5,
        )  # fmt: skip
    found = ask("choix:200099999,38002")
    assert found["parametres"]["scenario"] == ["choix:200000001,200000002,38002"]
    chosen = {site["cle"] for site in found["scenarios"][0]["sites"]}
    assert chosen == {"200000001", "200000002", "38002"}


def test_sites_forced_in_and_out_are_kept_for_the_same_candidates():
    plan = plan_of("meilleurs:emergents:5", PLAN)
    assert (plan.count, plan.forced, plan.excluded) == (5, ("pousse",), ("double",))


def test_sites_forced_in_and_out_are_dropped_for_other_candidates():
    plan = plan_of("meilleurs:epci:5", PLAN)
    assert (plan.forced, plan.excluded) == ((), ())
    assert plan.exactly  # the rest stays as it is asked


def test_sites_that_are_chosen_are_all_forced_in_and_none_out():
    plan = plan_of("choix:double,seul", PLAN)
    assert (plan.count, plan.forced, plan.excluded) == (2, ("double", "seul"), ())


def test_keys_are_each_once_in_order_and_codes_are_in_capitals():
    plan = plan_of("choix: 2a004 ,2A004,pole-2a,,200000003", PLAN)
    assert plan.forced == ("200000003", "2A004", "pole-2a")
    assert (plan.count, plan.candidates) == (3, "200000003,2A004,pole-2a")


def test_room_around_a_scenario_does_not_change_what_it_is():
    (scenario,) = read_scenarios([f" {BEST} "], PLAN)
    assert (scenario.text, scenario.is_best) == (BEST, True)


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [(), (BEST,) * 4])
def test_none_and_more_than_three_are_refused(ask, texts):
    refusal = ask(*texts, status=400)
    assert refusal["parametre"] == "scenario"
    assert refusal["valeur"] == f"{len(texts)} scénarios"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "meilleurs",
        "meilleurs:epci",
        "meilleurs:communes:3",
        "meilleurs:epci:0",
        "meilleurs:epci:51",
        "meilleurs:epci:-1",
        "meilleurs:epci:９",
        "meilleurs:epci:9",  # of eight
        "meilleurs:emergents:2",  # of one
        "choix:",
        "choix:,",
        "choix:lune",
        "choix:laine",  # a pole, active already
        f"choix:{FIRST},lune",
        "choix:" + ",".join(f"{n:05}" for n in range(51)),
        "au-hasard:3",
    ],
)
def test_a_scenario_that_cannot_be_is_refused_and_said(ask, text):
    refusal = ask(BEST, text, status=400)
    assert refusal["parametre"] == "scenario"
    assert refusal["valeur"][:40] == text[:40]


@pytest.mark.parametrize(
    ("key", "help_given"), [("1004", "01004 (Commune 01004) ?"), ("98818", "(988)")]
)
def test_a_refused_key_of_a_scenario_is_named_with_the_help_of_codes(ask, key, help_given):
    refusal = ask(f"choix:{key},{FIRST}", status=400)
    assert refusal["accepte"].startswith(f"pour « {key} »")
    assert help_given in refusal["accepte"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("communes", "peut-être"),
        ("k", "3"),
        ("candidats", "epci"),
        ("methode", "au-hasard"),
        ("poids", "or"),
        ("rayon_km", "201"),
    ],
)
def test_a_refused_parameter_is_named(ask, name, value):
    assert ask(BEST, status=400, **{name: value})["parametre"] == name


def test_an_indicator_that_weighs_nobody_is_refused(ask):
    make_indicator(kind="liste", communes={"38002": 1.0}, direction="haute")
    assert ask(BEST, status=400, poids="essai", region="11")["parametre"] == "poids"
