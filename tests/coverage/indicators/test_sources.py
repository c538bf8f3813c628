"""A file tells whom to cite for what it holds, and no one else."""

import json

import pytest
from django.test import Client

from coverage.indicators.builtin import store_built_in
from publishing.files.declaring import exports
from tests.coverage.indicators.support import make_indicator
from tests.factories import GRID

pytestmark = pytest.mark.usefixtures("poles")

POLES, GROUND = "Atlas des PTCE (pages publiques citées par chaque fiche)", "IGN (Admin Express)"
ASKED = {"indicateurs-valeurs": "?indicateur=essai", "scenarios": "?scenario=meilleurs:epci:1",
         "sites": "?k=1"}  # fmt: skip


def told(name, query=""):
    response = Client().get(f"/api/exports/{name}.csv-metadata.json{query}")
    assert response.status_code == 200
    about = json.loads(response.getvalue())
    assert (about["dc:source"], about["dc:license"]) == (
        about["atlas"]["sources"], about["atlas"]["licence"]
    )  # fmt: skip
    return about["dc:source"], about["dc:license"]


@pytest.fixture
def two(poles):
    make_indicator(communes=dict.fromkeys(GRID, 1.0), source="Insee, chômage", label="Chômage",
                   direction="haute", licence="Licence Ouverte 2.0")  # fmt: skip
    make_indicator(code="autre", communes=dict.fromkeys(GRID, 2.0), source="ANCT", label="Autre",
                   direction="haute")  # fmt: skip
    store_built_in()


@pytest.mark.usefixtures("two")
def test_the_values_of_an_indicator_cite_its_producer_and_the_ground():
    sources, licence = told("indicateurs-valeurs", "?indicateur=essai&niveau=region")
    assert "Insee, chômage (2021)" in sources
    assert GROUND in sources
    assert not {POLES, "ANCT (2021)"} & set(sources)
    assert not [name for name in sources if "bassins" in name or "zones" in name]
    assert "Chômage : Licence Ouverte 2.0." in licence
    assert "Pôles" not in licence
    untold = told("indicateurs-valeurs", "?indicateur=autre&niveau=bassin-vie")
    assert "Insee, bassins de vie 2022" in untold[0]
    assert "Autre : licence que la copie lue ne dit pas." in untold[1]
    assert {"Insee, chômage (2021)", "ANCT (2021)"} <= set(told("indicateurs")[0])


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", [export.name for export in exports()])
def test_every_file_cites_someone_and_poles_only_where_it_is_made_of_them(name):
    export = next(one for one in exports() if one.name == name)
    sources, licence = told(name, ASKED.get(name, ""))
    assert sources
    assert licence.endswith(".")
    assert (POLES in sources) == ("poles" in export.stamps)
    assert (GROUND in sources) == ("ground" in export.stamps)


@pytest.mark.usefixtures("two")
def test_what_is_weighed_is_cited_and_what_a_cut_follows():
    assert "Insee, chômage (2021)" in told("scores", "?poids=essai:1")[0]
    assert "ANCT (2021)" not in told("scores", "?poids=essai:1")[0]
    assert "Insee, chômage (2021)" in told("sites", "?k=1&poids=essai")[0]
    assert "Insee, chômage (2021)" not in told("sites", "?k=1")[0]
    assert "ANCT (2021)" in told("priorites", "?poids=autre:1")[0]
    query = "?scenario=meilleurs:epci:1&poids=autre"
    assert "ANCT (2021)" in told("scenarios", query)[0]
    assert "Insee, zones d'emploi 2020" in told("lacunes", "?decoupe=zone-emploi")[0]
    assert "Insee, zones d'emploi 2020" not in told("lacunes")[0]
    assert "Insee, zones d'emploi 2020" in told("communes")[0]
