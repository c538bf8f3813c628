"""Passages: chains followed to today's code, dates from the history, EPCI shared out."""

import csv
from itertools import pairwise

import pytest
from django.conf import settings

from geo.building.passages import commune_passages, epci_passages


def commune(code, name, olds=(), kind="commune-actuelle", **more):
    return {"code": code, "nom": name, "type": kind, "anciensCodes": list(olds), **more}


def past(code, name, end="", to="", start="1943-01-01", kind="COM", pole=""):
    row = {"id": f"{kind}-{code}@{start}", "code": code, "nom": name, "type": kind}
    return row | ({"dateFin": end, "successeur": to} if end else {}) | (
        {"pole": pole} if pole else {}
    )  # fmt: skip


CURRENT = [
    commune("01001", "Bourg", ["01002", "01005"]), commune("91001", "Vallée"),
    commune("75056", "Paris"), commune("75101", "Paris 1er", kind="arrondissement-municipal",
                                       commune="75056"),
]  # fmt: skip
HISTORY = [
    # Renumbered, then merged.
    past("78001", "Hameau", "1968-01-01", "COM-91002@1968-01-01"),
    past("91002", "Hameau", "1972-01-01", "COMA-91002@1972-01-01", start="1968-01-01"),
    past("91002", "Hameau", start="1972-01-01", kind="COMA", pole="COM-91001@1943-01-01"),
    past("91001", "Vallée"),
    past("01001", "Bourg"),
    # The history says another commune than the code in force.
    past("01002", "Pré", "2015-01-01", "COMD-01002@2015-01-01"),
    past("01002", "Pré", start="2015-01-01", kind="COMD", pole="COM-91001@1943-01-01"),
    # Renamed: the same code goes on.
    past("01001", "Bourg-Vieux", "1950-01-01", "COM-01001@1943-01-01", start="1940-01-01"),
]


def test_a_code_is_followed_to_that_of_today_with_its_last_name_and_day():
    editions = {2023: [commune("01005", "Val")], 2024: [commune("01005", "Val")]}
    found = commune_passages(CURRENT, HISTORY, editions, {"01005": "01001"})
    rows = {row["ancien_code"]: tuple(row.values())[1:] for row in found.communes}
    assert rows == {
        "01002": ("Pré", "2015-01-01", "01001", "Bourg", "absorption"),
        "01005": ("Val", "2025-01-01", "01001", "Bourg", "absorption"),
        "75101": ("Paris 1er", "", "75056", "Paris", "arrondissement"),
        "78001": ("Hameau", "1968-01-01", "91001", "Vallée", "changement de code"),
        "91002": ("Hameau", "1972-01-01", "91001", "Vallée", "absorption"),
    }
    (said,) = found.disagreements
    assert said.startswith("01002 (Pré) : 01001 selon le code en vigueur, 91001 selon")
    assert found.lost == []


def test_where_sources_disagree_a_code_leads_to_the_commune_that_still_holds_it():
    found = commune_passages(CURRENT, HISTORY, {}, {"01002": "91001", "78001": "91001"})
    targets = {row["ancien_code"]: (row["code"], row["nom"]) for row in found.communes}
    assert targets["01002"] == ("91001", "Vallée")
    (said,) = found.disagreements
    assert said.startswith("01002 (Pré) : 01001 selon")
    assert said.endswith("et qui est gardée")


def test_an_epci_is_shared_by_its_communes_brought_to_today():
    def members(*codes):
        return [{"code": code} for code in codes]

    editions = {
        2020: [{"code": "200000009", "nom": "CC  d'hier", "membres": members("01001")}],
        2021: [
            {"code": "200000009", "nom": "CC  d'hier", "membres": members("01002", "91001")},
            {"code": "200000001", "nom": "CC d'aujourd'hui", "membres": members("75056")},
        ],
    }
    rows = epci_passages(
        editions, {"01001": "200000001", "91001": "200000002"}, {"01001": 3, "91001": 1},
        {"200000001": "Un", "200000002": "Deux"}, {"01002": "01001"},
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [
        ("200000009", "CC d'hier", "2022-01-01", "200000001", "Un", "partage", 1, 0.75),
        ("200000009", "CC d'hier", "2022-01-01", "200000002", "Deux", "partage", 1, 0.25),
    ]


def table(name):
    path = settings.BASE_DIR / "data" / "communes" / f"passage_{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_the_committed_tables_are_whole():
    communes = {row["ancien_code"]: row for row in table("communes")}
    assert len(communes) == 4285
    assert communes["20004"]["code"] == "2A004"
    assert communes["75116"]["nature"] == "arrondissement"
    assert communes["63266"]["code"] == "63255"
    assert sum(row["fin"] == "" for row in communes.values()) < 60
    rows = table("epci")
    assert len({row["ancien_siren"] for row in rows}) == 22
    for siren in {row["ancien_siren"] for row in rows}:
        shares = [float(row["part_population"]) for row in rows if row["ancien_siren"] == siren]
        assert sum(shares) == pytest.approx(1, abs=0.001)
    assert all(one["ancien_siren"] <= two["ancien_siren"] for one, two in pairwise(rows))
