"""Indicators by area made without the project's code, from what communes have: pandas alone."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
from django.test import Client

from tests.harness.grounds import COMMUNES

STUDIES = {"zone-emploi": "zones_emploi_communes.csv", "bassin-vie": "bassins_de_vie_communes.csv"}
PARIS = "75056"
ZONES = COMMUNES.parent / "indicators" / "chomage_zone_emploi.csv"


def ground() -> pd.DataFrame:
    """Communes by code: their people, and their area at each level."""
    found = gpd.read_parquet(COMMUNES / "communes.parquet").set_index("code")
    found.index = found.index.astype(object)
    alone = (found.index == PARIS) | found.epci.isna()
    body = found.ept.fillna(found.epci).where(~alone, found.index)
    areas = {"epci": body, "departement": found.departement, "region": found.region}
    for level, name in STUDIES.items():
        given = pd.read_csv(COMMUNES / name, sep=";", dtype=str).set_index("code_insee")["code"]
        areas[level] = given.reindex(found.index).fillna("hors-zonage")
    overseas = found.departement.str.len() == 3
    areas["france"] = pd.Series(np.where(overseas, "drom", "metro"), index=found.index)
    return pd.DataFrame({"people": found.population.astype(float), **areas})


def rows(indicator: str, level: str) -> pd.DataFrame:
    """The values of a level, by code."""
    response = Client().get(f"/api/indicateurs/{indicator}/?niveau={level}")
    assert response.status_code == 200, response.content
    return pd.DataFrame(json.loads(response.content)["resultats"]).set_index("code")


def made(communes: pd.DataFrame, level: str, kind: str) -> pd.DataFrame:
    """The value of each area and the share of its people known; of nothing known, no row."""
    known = communes.dropna(subset="valeur")
    weighed = known.assign(product=known.valeur * known.people).groupby(level)
    every = communes.groupby(level)
    values = weighed["valeur"].sum() if kind == "compte" else (
        weighed["product"].sum() / weighed["people"].sum()
    )  # fmt: skip
    share = weighed["people"].sum() / every["people"].sum()
    return pd.DataFrame({"valeur": values, "part_connue": share}).dropna()


def every_level_is_what_its_communes_make() -> None:
    """Means, sums and shares, on all communes; of counts, the sum is the nation's."""
    communes = ground()
    assert len(communes) == 34_875
    kinds = {
        "population": "compte", "qpv": "compte", "revenu_median": "nombre",
        "chomage": "nombre", "densite": "part", "frr": "part", "villages_avenir": "part",
    }  # fmt: skip
    for indicator, kind in kinds.items():
        values = rows(indicator, "commune")["valeur"].reindex(communes.index).astype(float)
        for level in (*STUDIES, "departement", "region", "france", "epci"):
            told = rows(indicator, level)
            wanted = made(communes.assign(valeur=values), level, kind)
            if level == "france":
                everywhere = made(communes.assign(valeur=values, france="ensemble"), level, kind)
                wanted = pd.concat([wanted, everywhere])
            derived = told[~told.connu_par.isin(["publie", "reporte"])]
            assert set(told.index) >= set(wanted.index), (indicator, level)
            compared = wanted.reindex(derived.index)
            for figure in ("valeur", "part_connue"):
                gap = (derived[figure].astype(float) - compared[figure]).abs()
                assert gap.max() <= 6e-5 or derived.empty, (indicator, level, figure, gap.idxmax())
            if kind == "compte":
                parts = told.drop(index="ensemble", errors="ignore")
                assert parts.valeur.sum() == values.sum(), (indicator, level)


def a_zone_has_the_rate_of_its_file() -> None:
    """What the INSEE publishes, to the digit; an EPCI has none of its own."""
    published = pd.read_csv(ZONES, sep=";", dtype={"code_ze2020": str})
    told = rows("chomage", "zone-emploi")
    assert told.valeur.to_dict() == published.set_index("code_ze2020")["valeur"].to_dict()
    assert set(told.connu_par) == {"publie"}
    assert set(rows("chomage", "epci").connu_par) == {"moyenne"}
    assert set(rows("revenu_median", "departement").connu_par) == {"moyenne"}


def a_rate_known_of_large_communes_alone_makes_no_region() -> None:
    """Poverty is published for half of the people of some regions, and not for any half."""
    assert len(rows("pauvrete", "epci")) == 1_250
    for level in (*STUDIES, "departement", "region", "france"):
        answer = Client().get(f"/api/indicateurs/pauvrete/?niveau={level}").json()
        assert answer["resultats"] == []
        assert answer["total"]["sans_valeur"] > 0
