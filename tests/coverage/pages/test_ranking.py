"""The page that ranks territories: that of the API, every weight and source beside."""

import html
import re

import pytest

from tests.coverage.indicators.support import make_indicator

pytestmark = pytest.mark.usefixtures("poles")

PAGE = "/priorites/territoires/?rayon_km=0"
NARROW = "\u202f"


def text_of(response) -> str:
    page = re.sub(r"(?s)<(script|svg).*?</\1>", " ", response.content.decode().partition("<h1")[2])
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace(NARROW, "")
    return " ".join(plain.replace("\u00a0", " ").split())


def rows_of(response) -> list[str]:
    return re.findall(r'<tr data-code="(\w+)">', response.content.decode())


def test_territories_come_in_the_order_of_the_api(client):
    api = client.get("/api/scores/?rayon_km=0&profil=population-seule").json()
    page = client.get(f"{PAGE}&profil=population-seule")
    assert sorted(rows_of(page)) == sorted(row["code"] for row in api["resultats"])
    first = [row["code"] for row in api["resultats"] if row["rang"] == 1]
    assert rows_of(page)[: len(first)] == first


def test_a_column_sorts_and_says_so(client):
    page = client.get(f"{PAGE}&profil=population-seule&tri=nom&ordre=asc").content.decode()
    assert 'aria-sort="ascending"' in page
    names = re.findall(r'<tr data-code="\w+">.*?<a [^>]*>(.*?)</a>', page, re.DOTALL)
    assert names == sorted(names)


def test_each_component_stands_with_its_weight_vintage_and_source(client):
    make_indicator(communes={"01001": 10.0, "38001": 40.0}, direction="haute")
    page = text_of(client.get(f"{PAGE}&poids=essai:3,distance:1"))
    assert "Essai 3 aux plus hauts % 2021 Nous 2" in page
    assert "non connu" in page


def test_territories_too_little_known_come_last_and_are_counted(client):
    make_indicator(communes={"01001": 10.0}, direction="haute")
    response = client.get(f"{PAGE}&poids=essai:3,distance:1")
    assert rows_of(response)[0] == "200000001"
    assert "ne sont pas classés" in text_of(response)


def test_a_form_of_weights_leads_to_one_address(client):
    sent = "/priorites/territoires/?p_population_non_couverte=2&p_distance=0,5&p_frr=0&rayon_km=30"
    answer = client.get(sent)
    assert answer.status_code == 302
    assert answer["Location"].endswith("poids=population_non_couverte:2,distance:0.5")


def test_weights_of_a_profile_lead_to_the_profile(client):
    answer = client.get("/priorites/territoires/?p_population_non_couverte=1&p_distance=0")
    assert answer["Location"] == "/priorites/territoires/?profil=population-seule"


def test_weights_all_zero_are_refused_in_words(client):
    answer = client.get("/priorites/territoires/?p_distance=0", follow=True)
    assert answer.status_code == 400
    assert "« poids »" in html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    "query",
    ["poids=lune:1", "poids=distance:-1", "profil=lune", "tri=lune", "ordre=x", "page=0", "page=99",
     "departement=00", "inconnu=1"],
)  # fmt: skip
def test_a_refused_value_is_a_page_that_names_it(client, query):
    answer = client.get(f"/priorites/territoires/?{query}")
    assert answer.status_code == 400
    assert f"« {query.partition('=')[0]} »" in html.unescape(answer.content.decode())
