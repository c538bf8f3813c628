"""A department of another region than the one asked is refused at every door."""

import pytest

from tests.coverage.indicators.support import make_indicator

DOORS = [
    "/api/poles/?region={r}&departement={d}",
    "/api/laureats/?region={r}&departement={d}",
    "/api/exports/poles.csv?region={r}&departement={d}",
    "/api/communes/?codeRegion={r}&codeDepartement={d}",
    "/api/epcis/?codeRegion={r}&codeDepartement={d}",
    "/api/departements/?codeRegion={r}&code={d}",
    "/api/exports/communes.csv?codeRegion={r}&codeDepartement={d}",
    "/api/indicateurs/essai/?region={r}&departement={d}",
    "/api/couverture/?region={r}&departement={d}",
    "/api/exports/couverture-communes.csv?region={r}&departement={d}",
]


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("door", DOORS)
def test_a_department_of_another_region_is_refused_by_name(client, door):
    make_indicator(kind="liste", communes={"38001": 1.0}, direction="haute")
    refusal = client.get(door.format(r="11", d="38"))
    assert refusal.status_code == 400
    said = refusal.json()
    assert said["valeur"] == "38"
    assert said["accepte"].startswith("un département de la région 11")
    assert client.get(door.format(r="84", d="38")).status_code == 200


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("page", ["/annuaire/", "/"])
def test_a_page_says_it_and_keeps_the_rest(client, page):
    answer = client.get(f"{page}?region=11&departement=38")
    assert "un département de la région 11" in answer.content.decode()


@pytest.mark.usefixtures("ground")
def test_one_of_several_regions_is_enough(client):
    assert client.get("/api/poles/?region=11,84&departement=38").status_code == 200
    refusal = client.get("/api/poles/?region=11,04&departement=38").json()
    assert refusal["accepte"].startswith("un département d'une des régions 04, 11")
