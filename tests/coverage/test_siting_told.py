"""What is told of a choice of sites: its curve ends at it, 0 is a proof, ties follow codes."""

import json
import re
from html import unescape
from itertools import pairwise, permutations
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from coverage.sites import queries as sites_module
from coverage.sites.plan import read_plan
from coverage.siting import relaxation
from coverage.states.question import Question
from directory.models import Pole
from tests import factories
from tests.publishing.files.support import cells, collection, fetched
from tests.responses import let_go

pytestmark = [pytest.mark.usefixtures("poles", "written_here")]

PEOPLE = factories.POPULATION
HURRIED = "rayon_km=8&k=4&candidats=epci&methode=exacte"  # the relaxation alone does not prove it


@pytest.fixture
def hurried(monkeypatch):
    """An exact search that has no time, begun from a relaxation that has hardly any."""
    monkeypatch.setattr(relaxation, "MOST_ITERATIONS", 1)
    monkeypatch.setattr(relaxation, "FEWEST_ITERATIONS", 1)
    monkeypatch.setattr(sites_module, "MOST_SECONDS", 0.0)


def answer(query: str, door: str = "sites") -> dict[str, Any]:
    response = Client().get(f"/api/{door}/?{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


def text_of(query: str) -> str:
    page = Client().get(f"/priorites/?{query}").content.decode()
    page = page.partition("<h1")[2].partition("</main>")[0]
    plain = unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u202f", "").replace("\u00a0", " ")
    return " ".join(plain.split())


# --- The curve ends at the answer ---------------------------------------------------------------

COMMUNES = sorted(set(PEOPLE) - {"97401", "97402"})


def plans() -> list[str]:
    """Plans drawn at random, among which some whose answer exchanges sites of the greedy order."""
    chance, found = Random(7), []  # noqa: S311
    for _ in range(40):
        keys = chance.sample(COMMUNES, chance.randint(4, 9))
        query = {
            "rayon_km": chance.choice([8, 12, 15, 16, 24]),
            "candidats": ",".join(keys),
            "k": chance.randint(1, 4),
            "methode": chance.choice(["rapide", "exacte"]),
            "statuts": chance.choice(["actif", "inconnu"]),
        }
        if chance.random() < 0.4:
            query["forcer"] = keys[0]
        found.append(urlencode(query, safe=","))
    return found


def test_the_last_point_of_the_curve_is_the_answer_with_forced_sites_or_without(poles):
    exchanged = 0
    for query in plans():
        found = answer(query)
        if not found["sites"]:
            assert found["courbe"] == []
            continue
        *before, last = found["courbe"]
        assert last["population_gagnee"] == found["population_gagnee"]
        assert last["borne"] == found["borne"]
        assert last["sites"] == len(found["sites"]) == len(found["courbe"])
        chosen = {site["cle"] for site in found["sites"]}
        prefix = {point["cle"] for point in found["courbe"]}
        assert last["apres_echanges"] == (last["cle"] is None) == (prefix != chosen)
        assert not any(point["apres_echanges"] for point in before)
        totals = [point["population_gagnee"] for point in found["courbe"]]
        assert totals == sorted(totals)
        assert all(one["population_gagnee"] <= one["borne"] for one in found["courbe"])
        exchanged += last["apres_echanges"]
    assert exchanged


def first_exchanged() -> str:
    return next(q for q in plans() if any(p["apres_echanges"] for p in answer(q)["courbe"]))


def test_page_and_files_end_their_curve_at_the_same_answer():
    query = first_exchanged()
    found = answer(query)
    last = found["courbe"][-1]
    page = text_of(query)
    gain = last["population_gagnee"] - found["courbe"][-2]["population_gagnee"]
    row = f"{last['sites']} après échanges {gain} {last['population_gagnee']} {last['borne']}"
    assert row in page
    assert "Le dernier point est la réponse : elle remplace certains sites" in page
    told = collection(f"sites.geojson?{query}")["atlas"]["resultat"]
    assert told["courbe"] == found["courbe"]
    rows = cells(f"sites.csv?{query}")
    assert int(rows[-1]["population_cumulee"]) == last["population_gagnee"]


# --- A gap of nothing is a proof ----------------------------------------------------------------


def test_what_is_proven_says_so_and_has_a_gap_of_nothing():
    found = answer(f"{HURRIED}")
    assert (found["preuve"], found["prouve"], found["ecart"]) == ("prouve", True, 0)
    assert (found["interrompu"], found["limite_s"]) == (False, 25)
    quick = answer("rayon_km=0&k=1")
    assert (quick["interrompu"], quick["limite_s"]) == (False, None)


def test_what_is_not_proven_never_has_a_gap_of_nothing(hurried):
    unproven = 0
    for radius in (8, 12, 16):
        for method in ("rapide", "exacte"):
            for count in range(1, 6):
                query = f"rayon_km={radius}&k={count}&statuts=inconnu&methode={method}"
                found = answer(query)
                assert found["prouve"] == (found["ecart"] == 0) == (found["preuve"] == "prouve")
                assert found["prouve"] == (found["borne"] == found["population_gagnee"])
                exact = (found["borne"] - found["population_gagnee"]) / (found["borne"] or 1)
                assert exact <= found["ecart"] <= exact + 1.0001e-5
                unproven += not found["prouve"]
                page = text_of(f"{query}&candidats=epci")
                assert "écart de 0 %" not in page
                assert "écart de 0,0 %" not in page
    assert unproven > 3


# --- An interrupted search ----------------------------------------------------------------------

SCENARIO = "rayon_km=8&methode=exacte&scenario=meilleurs:epci:4"


def test_an_interrupted_search_says_so_and_its_limit_everywhere(hurried):
    found = answer(HURRIED)
    assert (found["preuve"], found["prouve"], found["interrompu"]) == ("interrompu", False, True)
    assert found["limite_s"] == 0
    told = collection(f"sites.geojson?{HURRIED}")["atlas"]["resultat"]
    (side,) = answer(SCENARIO, "scenarios")["scenarios"]
    (in_file,) = collection(f"scenarios.geojson?{SCENARIO}")["atlas"]["resultat"]["scenarios"]
    for one in (told, side, in_file):
        assert (one["interrompu"], one["limite_s"], one["prouve"]) == (True, 0, False)
        assert one["ecart"] > 0
    said = "La recherche exacte a été interrompue à sa limite de 0 seconde"
    page = text_of(HURRIED)
    assert page.count(said) == 1
    compared = text_of("rayon_km=8&k=1&methode=exacte&scenario=meilleurs:epci:4")
    assert f"B : {said}" in compared


ADDRESSES = [
    f"/api/sites/?{HURRIED}",
    f"/api/scenarios/?{SCENARIO}",
    f"/api/exports/sites.geojson?{HURRIED}",
    f"/api/exports/sites.csv?{HURRIED}",
    f"/api/exports/sites.gpkg?{HURRIED}",
    f"/api/exports/scenarios.csv?{SCENARIO}",
]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_interrupted_search_has_no_validator_and_is_not_to_be_stored(
    client, hurried, address, method
):
    response = getattr(client, method)(address)
    assert response.status_code == 200
    assert not response.has_header("ETag")
    assert response["Cache-Control"] == "no-store"
    if "exports" in address:  # a table has no room for it, and a description made apart lies
        assert response["X-Interrompu"] == "oui"
        assert not response.has_header("Link")
    let_go(response)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_search_that_was_finished_is_asked_again_only_when_data_change(client, address):
    response = client.get(address)
    assert "no-cache" in response["Cache-Control"]
    let_go(response)
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


# --- Ties ---------------------------------------------------------------------------------------


def content(query: str, door: str = "sites") -> bytes:
    response = Client().get(f"/api/{door}/?{query}")
    assert response.status_code == 200, response.content
    found: bytes = response.content
    return found


TWINS = ("249740077", "97402")  # at a radius of nothing, the seat of the EPCI is the commune


@pytest.mark.parametrize("method", ["rapide", "exacte"])
@pytest.mark.parametrize("keys", list(permutations([*TWINS, "pousse", "38001"])))
def test_of_equal_candidates_the_lowest_code_is_chosen_in_whatever_order_they_are_typed(
    keys, method
):
    found = answer(f"rayon_km=0&k=2&methode={method}&candidats={','.join(keys)}")
    assert [site["cle"] for site in found["sites"]] == ["249740077", "38001"]
    assert found["parametres"]["candidats"] == "249740077,38001,97402,pousse"


def test_the_order_of_keys_changes_no_byte_of_the_answer(emerging):
    chance = Random(11)  # noqa: S311
    standing = Pole.objects.emerging().exclude(slug="nulle-part")  # which stands nowhere
    slugs = list(standing.values_list("slug", flat=True))
    every = [*PEOPLE, *factories.EPCI_OF, *slugs]
    known = set(every) - {"200054781"}  # the Métropole is its territories
    for number in range(60):
        keys = chance.sample(sorted(known), chance.randint(5, 8))
        count = chance.randint(2, 3)
        forced, out = keys[: chance.randint(0, 2)], keys[2:4][: chance.randint(0, 2)]
        head = (
            f"rayon_km={chance.choice([0, 8, 12, 16])}&k={count}"
            f"&methode={chance.choice(['rapide', 'exacte'])}"
            f"&territoire={chance.choice(['rayon', 'epci'])}"
        )
        answers = set()
        for _ in range(3):
            mixed = [chance.sample(some, len(some)) for some in (keys, forced, out)]
            named = zip(("candidats", "forcer", "exclure"), mixed, strict=True)
            more = "".join(f"&{name}={','.join(some)}" for name, some in named if some)
            answers.add(content(head + more))
        assert len(answers) == 1, (number, head, keys, forced, out)


def test_the_order_of_the_keys_of_a_scenario_changes_no_byte_of_the_answer():
    answers = {
        content(f"rayon_km=0&communes=oui&scenario=choix:{','.join(keys)}", "scenarios")
        for keys in permutations(["pousse", *TWINS])
    }
    assert len(answers) == 1


def test_the_order_of_keys_changes_neither_page_nor_file():
    queries = [f"rayon_km=0&k=2&candidats={','.join(keys)}" for keys in permutations(TWINS)]
    assert len({fetched(f"sites.csv?{query}") for query in queries}) == 1
    assert len({text_of(query) for query in queries}) == 1


def test_a_plan_repeats_its_keys_in_order_whatever_was_typed():
    plan = read_plan(QueryDict("candidats=b,a,c,a&forcer=c,a&exclure=z,b"), Question())
    said = plan.public()
    assert (said["candidats"], said["forcer"], said["exclure"]) == ("a,b,c", ["a", "c"], ["b", "z"])


def test_points_of_a_curve_rise_in_number_one_by_one():
    for query in plans()[:10]:
        counts = [point["sites"] for point in answer(query)["courbe"]]
        assert all(other == one + 1 for one, other in pairwise(counts))
