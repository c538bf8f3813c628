"""`/api/indicateurs/`: the catalogue and the values, absent never read as zero."""

import json

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage.indicators.builtin import store_built_in
from coverage.indicators.models import CommuneValue
from coverage.turns import ANSWERS
from geo.levels import LEVELS
from publishing import turns
from publishing.stamps import touch
from tests.coverage.indicators.support import make_indicator
from tests.factories import GRID, POPULATION

pytestmark = pytest.mark.usefixtures("ground")

DOOR = "/api/indicateurs/"
FIRST = "200000001"
BODIES = 8


def answer(client, path: str = ""):
    response = client.get(DOOR + path)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def rows(client, path: str):
    return {row["code"]: row for row in answer(client, path)["resultats"]}


def test_the_catalogue_says_what_each_indicator_is_and_how_much_of_it_is_known(client):
    make_indicator(communes={"01001": 10.0, "01003": 40.0}, epcis={FIRST: 12.5}, direction="haute")
    [entry] = answer(client)["resultats"]
    assert entry["code"] == "essai"
    assert (entry["unite"], entry["nature"], entry["sens"]) == ("%", "nombre", "haute")
    assert (entry["source"], entry["millesime"], entry["licence"]) == ("Nous", "2021", None)
    assert entry["niveaux"].keys() == LEVELS.keys()
    assert entry["niveaux"]["commune"] == {"territoires": 2, "minimum": 10, "maximum": 40}
    assert entry["niveaux"]["epci"] == {"territoires": 1, "minimum": 12.5, "maximum": 12.5}
    assert entry["niveaux"]["bassin-vie"] == {"territoires": 2, "minimum": 10, "maximum": 40}


@pytest.mark.parametrize("level", LEVELS)
def test_the_catalogue_and_the_values_count_alike(client, level):
    make_indicator(code="nombre", communes={"01001": 10.0, "75056": 40.0})
    make_indicator(code="compte", kind="compte", communes={"01001": 3.0}, absent_is_none=True)
    make_indicator(code="liste", kind="liste", communes={"01001": 1.0, "38001": 1.0})
    make_indicator(
        code="classe", kind="classe", communes={"01001": "a", "01002": "b"}, priority_classes=["b"]
    )
    make_indicator(code="libre", kind="classe", communes={"01001": "a"}, absent_is_none=True)
    store_built_in()
    for entry in answer(client)["resultats"]:
        total = answer(client, f"{entry['code']}/?niveau={level}")["total"]
        assert entry["niveaux"][level] == {
            "territoires": total["avec_valeur"],
            "minimum": total["minimum"],
            "maximum": total["maximum"],
        }, entry["code"]


def test_a_territory_without_value_is_absent_and_counted(client):
    make_indicator(communes={"01001": 0.0, "01002": 7.5})
    found = answer(client, "essai/?niveau=commune")
    assert [row["code"] for row in found["resultats"]] == ["01001", "01002"]
    assert found["total"] == {
        "avec_valeur": 2,
        "sans_valeur": len(GRID) - 2,
        "minimum": 0,
        "maximum": 7.5,
    }
    assert answer(client, "essai/")["total"]["sans_valeur"] == BODIES - 1


def test_only_a_list_says_no_by_absence(client):
    make_indicator(kind="liste", communes={"01001": 1.0})
    found = rows(client, "essai/?niveau=commune")
    assert len(found) == len(GRID)
    assert (found["01001"]["valeur"], found["01001"]["connu_par"]) == (1, "publie")
    assert (found["01002"]["valeur"], found["01002"]["connu_par"]) == (0, "absent")


def test_a_body_says_its_value_how_it_is_known_and_on_whose_part(client):
    make_indicator(communes={"01001": 10.0})
    known = POPULATION["01001"]
    whole = sum(POPULATION[code] for code in ("01001", "01002", "01003"))
    assert rows(client, "essai/")[FIRST] == {
        "code": FIRST,
        "siren_epci": FIRST,
        "nom": f"EPCI {FIRST}",
        "valeur": 10,
        "texte": "",
        "part_connue": round(known / whole, 4),
        "connu_par": "moyenne",
        "coupe": False,
    }


def test_a_class_has_its_label_and_a_share(client):
    make_indicator(kind="classe", communes={"01001": "1", "01002": "7"}, priority_classes=["7"],
         classes={"1": "Ville", "7": "Campagne"})  # fmt: skip
    found = rows(client, "essai/?niveau=commune")
    assert {code: (row["texte"], row["valeur"]) for code, row in found.items()} == {
        "01001": ("Ville", 0),
        "01002": ("Campagne", 1),
    }


def test_the_value_of_a_zone_says_that_it_is_one(client):
    one = make_indicator(communes={"01001": 6.5})
    CommuneValue.objects.filter(indicator=one).update(level="zone_emploi")
    assert rows(client, "essai/?niveau=commune")["01001"]["connu_par"] == "zone_emploi"


def test_values_are_restricted_to_a_department_or_a_region(client):
    make_indicator(communes=dict.fromkeys(GRID, 1.0))
    in_ain = {code for code in GRID if code.startswith("01")}
    assert rows(client, "essai/?niveau=commune&departement=01").keys() == in_ain
    assert rows(client, "essai/?region=04").keys() == {"249740077"}
    assert rows(client, "essai/?zone=drom").keys() == {"249740077"}
    # 200000002 lies on both departments.
    assert "200000002" in rows(client, "essai/?departement=01")
    assert "200000002" in rows(client, "essai/?departement=38")


def test_population_comes_from_the_ground(client):
    store_built_in()
    found = rows(client, "population/?niveau=commune")
    assert {code: row["valeur"] for code, row in found.items()} == POPULATION
    assert {row["connu_par"] for row in found.values()} == {"sol"}


def test_only_the_fields_asked_for_are_served(client):
    make_indicator(communes={"01001": 10.0})
    found = answer(client, "essai/?niveau=commune&champs=valeur,code")
    assert found["resultats"] == [{"code": "01001", "valeur": 10}]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("?niveau=epci", "niveau"),
        ("essai/?niveau=canton", "niveau"),
        ("essai/?departement=99999", "departement"),
        ("essai/?region=x", "region"),
        ("essai/?champs=poids", "champs"),
        ("essai/?zone=lune", "zone"),
        ("essai/?limit=0", "limit"),
    ],
)
def test_a_refused_parameter_is_named(client, path, parameter):
    make_indicator()
    response = client.get(DOOR + path)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["parametre"] == parameter


@pytest.mark.parametrize("code", ["inconnu", "x" * 300])
def test_an_unknown_indicator_is_not_found_and_the_known_ones_are_named(client, code):
    make_indicator()
    response = client.get(f"{DOOR}{code}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "accepté : essai." in json.loads(response.content)["detail"]


@pytest.mark.parametrize("path", ["", "essai/"])
def test_an_answer_is_kept_until_indicators_change(client, path):
    make_indicator(communes={"01001": 10.0})
    tag = client.get(DOOR + path)["ETag"]
    assert client.get(DOOR + path, headers={"if-none-match": tag}).status_code == 304
    touch("indicators")
    assert client.get(DOOR + path, headers={"if-none-match": tag}).status_code == 200


def test_few_statements_are_asked_of_the_database(client):
    for code in ("un", "deux", "trois"):
        make_indicator(code=code, communes={"01001": 10.0})
    for path, most in (("", 8), ("un/?niveau=commune", 4), ("un/", 4)):
        with CaptureQueriesContext(connection) as caught:
            answer(client, path)
        assert len(caught) <= most


def test_the_schema_describes_both_doors(client):
    schema = yaml.safe_load(client.get("/api/schema/").content)
    catalogue = schema["paths"]["/api/indicateurs/"]["get"]
    values = schema["paths"]["/api/indicateurs/{indicateur}/"]["get"]
    assert {p["name"] for p in values["parameters"]} == {
        "indicateur", "niveau", "region", "departement", "zone", "champs", "limit", "offset",
    }  # fmt: skip
    assert "400" in catalogue["responses"]
    assert "404" in values["responses"]
    content = values["responses"]["200"]["content"]["application/json"]["schema"]
    assert "sans_valeur" in content["properties"]["total"]["properties"]


def test_values_are_counted_and_given_page_by_page(client):
    make_indicator(communes={"01001": 10.0, "01003": 40.0, "38001": 5.0})
    catalogue = answer(client)
    assert catalogue["numberMatched"] == catalogue["numberReturned"] == 1
    whole = answer(client, "essai/?niveau=commune")
    assert whole["numberMatched"] == whole["numberReturned"] == 3
    page = answer(client, "essai/?niveau=commune&limit=2&offset=1")
    assert (page["numberMatched"], page["numberReturned"]) == (3, 2)
    assert page["resultats"] == whole["resultats"][1:]
    assert page["total"] == whole["total"]
    assert {link["rel"] for link in page["links"]} == {"self", "prev"}


def test_stored_values_are_read_while_heavy_answers_wait(client, monkeypatch):
    """They are rows of a table: no queue of heavy computing keeps them, or sends them away."""
    make_indicator(communes={"01001": 10.0})
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    with ANSWERS.taken():
        assert client.get("/api/lacunes/").status_code == 503
        assert rows(client, "essai/?niveau=commune").keys() == {"01001"}
        address = "/api/exports/indicateurs-valeurs.csv?indicateur=essai&niveau=commune"
        assert b"01001" in client.get(address).getvalue()
