"""The indicator of the page of coverage: legend, column, sentence, levels."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage.indicators.classing import Step
from coverage.indicators.territories import Held
from coverage.indicators.vocabulary import AreaSource, CommuneSource
from coverage.indicators.words import sentence, step_said, with_unit
from geo.levels import COMMUNE, EPCI, GROUND, LEVELS, OUTSIDE
from tests.coverage.indicators.support import make_indicator
from tests.factories import GRID

pytestmark = pytest.mark.usefixtures("poles")

PAGE = "/couverture/"
NARROW, NO_BREAK = "\u202f", "\u00a0"
IN_AIN = [f"01{n:03}" for n in range(1, 7)]


def text_of(response) -> str:
    page = re.sub(r"(?s)<(script|svg).*?</\1>", " ", response.content.decode().partition("<h1")[2])
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return " ".join(plain.replace(NARROW, "").replace(NO_BREAK, " ").split())


def rows_of(response) -> list[str]:
    return re.findall(r'<tr data-code="([\w-]+)">', response.content.decode())


def painted(response) -> dict:
    found = re.search(r'data-peint="([^"]*)"', response.content.decode())
    assert found
    return json.loads(html.unescape(found[1])) if found[1] else {}


def test_none_is_shown_by_default_and_any_may_be_chosen(client):
    make_indicator(communes={"01001": 10.0}, label="Essai de mesure")
    response = client.get(f"{PAGE}?niveau=epci")
    assert painted(response) == {}
    assert '<option value="essai">Essai de mesure</option>' in response.content.decode()
    chosen = client.get(f"{PAGE}?niveau=epci&indicateur=essai").content.decode()
    assert '<option value="essai" selected>' in chosen


def test_the_legend_gives_bounds_unit_counts_vintage_and_source(client):
    make_indicator(
        communes={code: float(n) for n, code in enumerate(IN_AIN, 1)},
        address="https://example.org/essai",
    )
    response = client.get(f"{PAGE}?niveau=commune&departement=01&indicateur=essai")
    page = text_of(response)
    assert "Essai (%)" in page
    assert "3,0 à 4,0 : 2 communes" in page
    assert "1,0 : 1 commune" in page
    assert "Millésime : 2021. Source : Nous" in page
    assert "sans valeur" not in page
    assert 'href="https://example.org/essai"' in response.content.decode()
    assert f"sans valeur : {len(GRID) - 6} communes" in text_of(
        client.get(f"{PAGE}?niveau=commune&indicateur=essai")
    )


def test_a_colour_means_the_same_wherever_one_looks(client):
    make_indicator(communes={code: float(n) for n, code in enumerate(GRID)})
    whole = painted(client.get(f"{PAGE}?niveau=commune&indicateur=essai"))
    part = painted(client.get(f"{PAGE}?niveau=commune&indicateur=essai&departement=01"))
    assert whole == part
    assert whole["champ"] == "valeur"
    assert [each["max"] for each in whole["classes"]] == sorted(
        each["max"] for each in whole["classes"]
    )


def test_classes_are_painted_by_commune_as_such_and_by_epci_as_a_share(client):
    make_indicator(kind="classe", communes={"01001": "1", "01002": "7"}, priority_classes=["7"],
         classes={"1": "Ville", "7": "Campagne"})  # fmt: skip
    by_commune = client.get(f"{PAGE}?niveau=commune&departement=01&indicateur=essai")
    assert painted(by_commune)["champ"] == "texte"
    assert [each["textes"] for each in painted(by_commune)["classes"]] == [["Ville"], ["Campagne"]]
    assert "Ville : 1 commune" in text_of(by_commune)
    by_body = client.get(f"{PAGE}?niveau=epci&indicateur=essai")
    assert painted(by_body)["champ"] == "valeur"
    assert "Essai (% des habitants)" in text_of(by_body)


def test_a_list_is_yes_or_no_by_commune(client):
    make_indicator(kind="liste", communes={"01001": 1.0})
    page = text_of(client.get(f"{PAGE}?niveau=commune&departement=01&indicateur=essai"))
    assert "non : 5 communes" in page
    assert "oui : 1 commune" in page


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_the_column_is_sorted_and_those_without_value_come_last(client, order):
    make_indicator(communes={"01002": 30.0, "01003": 20.0, "01005": 25.0})
    query = f"?niveau=commune&departement=01&indicateur=essai&tri=indicateur&ordre={order}"
    response = client.get(PAGE + query)
    said = {"asc": "ascending", "desc": "descending"}[order]
    column = rf'aria-sort="{said}">\s*<a class="couv-tri" data-tri="indicateur"'
    assert re.search(column, html.unescape(response.content.decode()))
    shown = rows_of(response)
    known = ["01003", "01005", "01002"]
    assert shown[:3] == (known if order == "asc" else known[::-1])
    assert sorted(shown[3:]) == ["01001", "01004", "01006"]


def test_the_sentence_of_a_territory_says_the_value_its_unit_and_its_vintage(client):
    make_indicator(communes={"01001": 10.0})
    query = "niveau=commune&code=01001&indicateur=essai"
    said = text_of_part(client.get(f"{PAGE}territoire/?{query}"))
    assert "est couverte par le" in said
    assert "Essai : 10,0 % (2021)." in said
    none = text_of_part(client.get(f"{PAGE}territoire/?{query.replace('01001', '01004')}"))
    assert "Essai : aucune valeur connue ici (2021)." in none
    body = text_of_part(
        client.get(f"{PAGE}territoire/?niveau=epci&code=200000001&indicateur=essai")
    )
    assert "Essai : 10,0 % (2021). Connu pour 14 % des habitants." in body


def text_of_part(response) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(plain.replace(NO_BREAK, " ").split())


@pytest.mark.parametrize("level", [level.name for level in GROUND if level is not COMMUNE])
def test_an_indicator_is_painted_and_told_at_every_level(client, level):
    make_indicator(communes=dict.fromkeys(GRID, 10.0))
    response = client.get(f"{PAGE}?niveau={level}&indicateur=essai&tri=indicateur")
    assert painted(response)["code"] == "essai"
    page = text_of(response)
    assert "sans valeur" not in page
    count = len([code for code in rows_of(response) if code != OUTSIDE])
    assert f"10,0 : {count} {LEVELS[level].many}" in page
    assert page.count(" 10,0 ") > count
    code = rows_of(response)[0]
    said = client.get(f"{PAGE}territoire/?niveau={level}&code={code}&indicateur=essai")
    assert "Essai : 10,0 % (2021)." in text_of_part(said)


def test_what_no_area_holds_has_its_cell_and_is_in_no_count(client):
    make_indicator(communes={"01006": 30.0})
    response = client.get(f"{PAGE}?niveau=bassin-vie&indicateur=essai")
    assert OUTSIDE in rows_of(response)
    page = text_of(response)
    assert "sans valeur : 2 bassins de vie" in page
    assert "Hors bassin de vie" in page
    assert "30,0" in page


def test_what_no_area_holds_has_the_value_of_no_place(client):
    make_indicator(communes={"01006": 30.0, "01001": 10.0})
    query = f"niveau=bassin-vie&code={OUTSIDE}&indicateur=essai"
    everywhere = text_of_part(client.get(f"{PAGE}territoire/?{query}"))
    assert "Essai : 30,0 % (2021)." in everywhere
    assert "de toutes les communes du pays hors bassin de vie, ensemble." in everywhere
    for place in ("departement=974", "zone=drom", "departement=01"):
        here = text_of_part(client.get(f"{PAGE}territoire/?{query}&{place}"))
        assert "Essai : pas de valeur ici, hors bassin de vie (2021)." in here
        assert "30,0" not in here
        page = client.get(f"{PAGE}?niveau=bassin-vie&indicateur=essai&{place}")
        assert OUTSIDE in rows_of(page)
        assert "30,0" not in text_of(page).partition("Bassins de vie")[2].partition("Régions")[0]
    assert "hors bassin de vie : sans couleur" in text_of(page)


def test_a_territory_astride_a_place_says_that_its_value_is_of_the_whole(client):
    make_indicator(communes=dict.fromkeys(GRID, 10.0))
    query = "niveau=epci&code=200000002&indicateur=essai"
    said = text_of_part(client.get(f"{PAGE}territoire/?{query}&departement=01"))
    assert "Essai : 10,0 % (2021). C'est la valeur du territoire entier." in said
    assert "entier" not in text_of_part(client.get(f"{PAGE}territoire/?{query}"))
    page = text_of(client.get(f"{PAGE}?niveau=epci&indicateur=essai&departement=01"))
    assert "l'indicateur est celui du territoire entier" in page
    elsewhere = text_of_part(client.get(f"{PAGE}territoire/?{query}&departement=974"))
    assert "Essai : 10,0 %" in elsewhere


def test_the_page_leads_to_the_values_of_what_it_shows(client):
    make_indicator(communes={"01001": 10.0})
    page = html.unescape(
        client.get(f"{PAGE}?niveau=zone-emploi&departement=01&indicateur=essai").content.decode()
    )
    query = "niveau=zone-emploi&departement=01"
    assert f'href="/api/indicateurs/essai/?{query}"' in page
    address = f"/api/exports/indicateurs-valeurs.xlsx?indicateur=essai&{query}"
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indicateur=inconnu", "« indicateur » : 'inconnu' refusé"),
        ("niveau=region&tri=indicateur", "« tri » : 'indicateur' refusé"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(client, query, words):
    make_indicator(communes={"01001": 10.0})
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 400
    assert words in html.unescape(response.content.decode())


def test_an_indicator_takes_few_statements_more(client):
    make_indicator(communes={"01001": 10.0})
    for query in ("niveau=epci", "niveau=commune&departement=01", "niveau=commune"):
        client.get(f"{PAGE}?{query}&indicateur=essai")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{PAGE}?{query}&indicateur=essai")
        assert len(caught) <= (13 if "departement" in query else 12)


def test_values_are_written_as_french_writes_them():
    money = make_indicator(communes={}, unit="€ par an")
    assert with_unit(money, EPCI, 22039.6) == f"22{NARROW}040{NO_BREAK}€ par an"
    some = make_indicator(code="quartiers", communes={}, unit="quartiers", kind="compte")
    assert with_unit(some, COMMUNE, 1) == f"1{NO_BREAK}quartier"
    assert with_unit(some, COMMUNE, 3) == f"3{NO_BREAK}quartiers"
    share = make_indicator(code="liste", communes={}, kind="liste")
    assert step_said(share, EPCI, Step(0.05, 0.5, (), 1, 3)) == "5,0 à 50,0"
    assert step_said(share, EPCI, Step(0, 0, (), 1, 3)) == "0"
    assert step_said(share, EPCI, Step(0.0001, 0.9999, (), 1, 3)) == "0,1 à 99,9"
    assert step_said(share, EPCI, Step(1, 1, (), 1, 3)) == "100"
    listed = Held("01001", "x", 1.0, "Vallée", 1.0, CommuneSource.EPCI)
    assert "Essai : oui (Vallée) (2021)." in sentence(share, COMMUNE, listed)
    part = Held("200000001", "x", 0.125, "", 1.0, AreaSource.SHARE)
    assert f"Essai : 12,5{NO_BREAK}% des habitants (2021)." in sentence(share, EPCI, part)
