"""The laureates of calls, for machines: the rows of the pages, by every door."""

import csv
import io
import json

import pytest

from calls.call import queries
from calls.models import Call
from directory.models import Pole, Recognition, Territory
from directory.record.writing import poles_changed
from tests import factories
from tests.calls.applications import make_call

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def won(ground) -> None:
    """A past call, one run here, a demonstration; a pole twice under one scheme, one hidden."""
    make_call("aap-2013", title="AAP 2013", scheme="aap-2013", year=2013, opens_at=None,
              closes_at=None, laureates=3)  # fmt: skip
    make_call("ami-2027")
    make_call("ami-essai", title="AMI ESSAI", demonstration=True)
    laine = factories.make_pole("laine", seat_id="01001", department_id="01", name="Pôle Laine")
    velo = factories.make_pole("velo", seat_id="38003", department_id="38")
    hidden = factories.make_pole("cache", seat_id="01001", department_id="01", published=False)
    for pole, scheme, label in (
        (laine, "aap-2013", "AAP 2013"),
        (laine, "aap-2013", "AAP 2013, second tour"),
        (velo, "aap-2013", "AAP 2013"),
        (hidden, "aap-2013", "AAP 2013"),
        (laine, "ami", "AMI-2027"),
        (velo, "ami", "AMI d'ailleurs"),
        (velo, "ami", "AMI ESSAI"),
    ):
        Recognition.objects.create(pole=pole, scheme=scheme, label=label, year=2013)


def asked(client, query=""):
    response = client.get(f"/api/laureats/{query}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_there_is_one_row_for_each_call_and_published_pole(client, won):
    found = asked(client)
    assert [feature["id"] for feature in found["features"]] == [
        "ami-2027:laine", "aap-2013:laine", "aap-2013:velo",
    ]  # fmt: skip
    assert found["numberMatched"] == 3
    laine = found["features"][0]
    assert laine["properties"] | {"code_insee": "01001", "annee": 2027} == laine["properties"]
    assert laine["geometry"]["type"] == "Point"


def test_rows_are_as_many_as_the_page_of_each_call_says(client, won):
    rows = {row.call.slug: row.shown for row in queries.rows() if not row.call.demonstration}
    assert rows == {"aap-2013": 2, "ami-2027": 1}
    for slug, shown in rows.items():
        assert asked(client, f"?appel={slug}")["numberMatched"] == shown


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?annee=2013", ["aap-2013:laine", "aap-2013:velo"]),
        ("?departement=38", ["aap-2013:velo"]),
        ("?region=84&annee=2027", ["ami-2027:laine"]),
        ("?appel=ami-2027,aap-2013&departement=01", ["ami-2027:laine", "aap-2013:laine"]),
    ],
)
def test_laureates_are_chosen_by_call_year_and_place(client, won, query, ids):
    assert [feature["id"] for feature in asked(client, query)["features"]] == ids


@pytest.mark.parametrize(
    "query",
    [
        "appel=ami-essai",
        "appel=inconnu",
        "annee=deux",
        "annee=1",
        "annee=2000",
        "dispositif=rien",
        "departement=99",
        "annee=2013&appel=ami-2027",
        "departement=38&region=11",
        "rattachement=siege",
        "x=1",
    ],
)
def test_what_is_none_is_refused_by_name(client, won, query):
    response = client.get(f"/api/laureats/?{query}")
    assert response.status_code == 400
    assert response.json()["parametre"] == query.partition("=")[0]


def test_laureates_are_asked_for_by_scheme_as_calls_are(client, won):
    every = {feature["properties"]["dispositif"] for feature in asked(client, "")["features"]}
    assert every
    for scheme in every:
        found = asked(client, f"?dispositif={scheme}")
        assert {one["properties"]["dispositif"] for one in found["features"]} == {scheme}
        assert found["parametres"]["dispositif"] == scheme
    assert asked(client, "?dispositif=temoin-2012")["features"] == []


def test_laureates_of_a_region_by_seat_and_by_territory_are_two_questions(client, won):
    laine = Pole.objects.get(slug="laine")
    Territory.objects.create(pole=laine, **factories.territory("commune", "93001"))
    poles_changed([laine.pk])
    assert asked(client, "?departement=93")["features"] == []
    found = asked(client, "?departement=93&rattachement=territoire")
    assert {feature["properties"]["pole"] for feature in found["features"]} == {"laine"}
    assert found["parametres"]["rattachement"] == "territoire"
    (other,) = [link for link in found["links"] if link["rel"] == "alternate"]
    assert "rattachement=siege" in other["href"]


def test_files_hold_the_same_rows(client, won):
    text = client.get("/api/exports/laureats.csv?annee=2013").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["appel"], row["pole"]) for row in rows] == [
        ("aap-2013", "laine"), ("aap-2013", "velo"),
    ]  # fmt: skip


def test_a_call_that_changes_makes_the_answer_anew(client, won):
    before = client.get("/api/laureats/")
    kept = {"if-none-match": before["ETag"]}
    assert client.get("/api/laureats/", headers=kept).status_code == 304
    call = Call.objects.get(slug="aap-2013")
    call.note = "Une remarque."
    call.save()
    assert client.get("/api/laureats/", headers=kept).status_code == 200


def test_the_schema_and_the_page_of_data_tell_of_them(client, db):
    schema = client.get("/api/schema/?format=json").content.decode()
    for said in (
        "/api/laureats/",
        "/api/laureats/{identifier}/",
        "structure_porteuse",
        "montant_eur",
    ):
        assert said in schema
    assert "laureats" in client.get("/donnees/").content.decode()


def test_one_laureate_is_found_by_its_name(client, won):
    found = json.loads(client.get("/api/laureats/aap-2013:laine/").content)
    assert found["properties"]["pole"] == "laine"
    assert client.get("/api/laureats/aap-2013:cache/").status_code == 404
    assert client.get("/api/laureats/ami-essai:velo/").status_code == 404
