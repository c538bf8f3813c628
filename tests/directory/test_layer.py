"""`/api/poles/` of a region or a department: by seat and by territory are two questions."""

from urllib.parse import urlsplit

import pytest

from directory.record.writing import poles_changed
from tests import factories
from tests.publishing.files.support import cells

pytestmark = pytest.mark.usefixtures("straddling")


@pytest.fixture
def straddling(ground):
    """One pole sits in Auvergne-Rhône-Alpes and holds a commune of Île-de-France too."""
    factories.make_pole(
        "deux-rives",
        [factories.territory("commune", "01001"), factories.territory("commune", "93001")],
        seat_id="01001", region_id="84", department_id="01",
    )  # fmt: skip
    factories.make_pole("assis", seat_id="93002", region_id="11", department_id="93")
    poles_changed()


def ask(client, query, status=200):
    answer = client.get(f"/api/poles/?{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def slugs(found):
    return [feature["id"] for feature in found["features"]]


@pytest.mark.parametrize("place", ["region=11", "departement=93", "region=11&departement=93"])
def test_by_seat_unless_by_territory_is_asked(client, place):
    seated = ask(client, place)
    assert (slugs(seated), seated["parametres"]["rattachement"]) == (["assis"], "siege")
    held = ask(client, f"{place}&rattachement=territoire")
    assert slugs(held) == ["assis", "deux-rives"]  # the territory of the first is presumed
    assert held["parametres"]["rattachement"] == "territoire"
    assert (seated["numberMatched"], held["numberMatched"]) == (1, 2)


def test_each_answer_leads_to_the_other_from_its_first_row(client):
    page = ask(client, "region=11&rattachement=territoire&limit=1&offset=1")
    (other,) = [link for link in page["links"] if link["rel"] == "alternate"]
    assert "siège" in other["title"]
    query = urlsplit(other["href"]).query
    assert "offset" not in query
    back = ask(client, query)
    assert slugs(back) == ["assis"]
    (other,) = [link for link in back["links"] if link["rel"] == "alternate"]
    assert ask(client, urlsplit(other["href"]).query)["numberMatched"] == 2


def test_without_a_region_or_a_department_there_is_nothing_to_tell_apart(client):
    found = ask(client, "statut=actif")
    assert "rattachement" not in found["parametres"]
    assert all(link["rel"] != "alternate" for link in found["links"])
    refused = ask(client, "rattachement=territoire", 400)
    assert (refused["parametre"], refused["valeur"]) == ("rattachement", "territoire")
    assert ask(client, "region=11&rattachement=adresse", 400)["valeur"] == "adresse"


def test_a_file_of_poles_takes_the_same_parameter():
    rows = cells("poles.csv?region=11&rattachement=territoire")
    assert [row["nom"] for row in rows] == ["Assis", "Deux-Rives"]
