"""Coverage worked out a second time, from the files alone, with geopandas and pyproj.

Nothing of `coverage` or `directory` is used, no database either: what the design says of bases,
applied by joins of tables, and every distance from every commune to every seat.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

BASES = ("declare", "partie", "presume", "large", "proche", "aucune")
STATUSES = {"active": "actif", "emerging": "emergent", "unknown": "inconnu"}
# What a list of a footprint names (a column of the communes), and on which basis.
NAMED = {"departments": "departement", "regions": "region"}
WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Truth:
    """Communes by code, the hold of each pole on each, metres from each to each pole's seat."""

    communes: gpd.GeoDataFrame
    holds: pd.DataFrame  # code, slug, statut, rang (a place in BASES)
    metres: pd.DataFrame  # by code, a column a slug
    status: dict[str, str]  # of the poles that may count, by slug

    def nearest(self, statuses: set[str]) -> pd.Series:
        """Metres from each commune to the nearest counted seat."""
        seated = [slug for slug in self.metres if self.status[slug] in statuses]
        return self.metres[seated].min(axis=1)

    def bases(self, statuses: set[str], radius_km: float) -> pd.Series:
        """The first basis that holds, by commune."""
        held = self.holds[self.holds.statut.isin(statuses)].groupby("code").rang.min()
        near = self.nearest(statuses) <= radius_km * 1000
        rank = held.reindex(self.communes.index).fillna(BASES.index("aucune"))
        rank = rank.where(rank < BASES.index("proche"), np.where(near, 4, 5))
        return rank.astype(int).map(lambda place: BASES[place])

    def givers(self, statuses: set[str]) -> dict[str, list[str]]:
        """The poles that give each commune its best basis, by slug."""
        held = self.holds[self.holds.statut.isin(statuses)]
        best = held[held.rang == held.groupby("code").rang.transform("min")]
        return best.groupby("code").slug.agg(lambda slugs: sorted(set(slugs))).to_dict()


def truth(communes_path: Path, poles_path: Path) -> Truth:
    """Read the two files and work everything out."""
    communes = gpd.read_parquet(communes_path).set_index("code").sort_index()
    lines = poles_path.read_text(encoding="utf-8").splitlines()
    poles = [json.loads(line) for line in lines]
    counted = [p for p in poles if p["published"] and p["status"] in STATUSES]
    communes["corps"] = bodies(communes)
    pieces = pd.DataFrame(
        [piece for pole in counted for piece in pieces_of(pole, communes)],
        columns=["slug", "statut", "colonne", "valeur", "rang"],
    )
    flat = communes.drop(columns=["geometry", "centre"]).reset_index()
    holds = pd.concat(
        flat.merge(part, left_on=column, right_on="valeur")[["code", "slug", "statut", "rang"]]
        for column, part in pieces.groupby("colonne")
    )
    return Truth(
        communes, holds, distances(communes, counted),
        {pole["slug"]: STATUSES[pole["status"]] for pole in counted},
    )  # fmt: skip


def bodies(communes: gpd.GeoDataFrame) -> pd.Series:
    """What stands for a commune's EPCI: its EPT in Greater Paris; Paris and islands themselves."""
    metropolis = communes.epci[communes.ept.notna()].unique()
    alone = communes.epci.isna() | (communes.epci.isin(metropolis) & communes.ept.isna())
    own = communes.index.to_series()
    return communes.ept.fillna(communes.epci).where(~alone, own)


def pieces_of(pole: dict[str, Any], communes: gpd.GeoDataFrame) -> list[tuple[Any, ...]]:
    """What a pole holds: a column of the communes, its value, and the rank of the basis."""
    footprint, who = pole["footprint"], (pole["slug"], STATUSES[pole["status"]])
    if footprint["basis"] == "seat-epci":
        seat = pole["seat_insee"]
        return [(*who, "corps", communes.corps[seat], 2)] if seat else []
    part = footprint["basis"] == "declared-part"
    return [
        *((*who, "code", code, 1 if part else 0) for code in footprint["communes"]),
        *((*who, column, siren, 0) for siren in footprint["epcis"] for column in ("epci", "ept")),
        *((*who, NAMED[k], code, 3) for k in NAMED for code in footprint[k]),
    ]


def distances(communes: gpd.GeoDataFrame, poles: list[dict[str, Any]]) -> pd.DataFrame:
    """Every distance, on the ellipsoid."""
    centres = gpd.GeoSeries(communes.centre)
    longitude, latitude = centres.x.to_numpy(), centres.y.to_numpy()
    found = {}
    for pole in poles:
        if pole["seat_insee"]:
            seat = centres[pole["seat_insee"]]
            start = np.full(len(centres), seat.x), np.full(len(centres), seat.y)
            found[pole["slug"]] = WGS84.inv(*start, longitude, latitude)[2]
    return pd.DataFrame(found, index=communes.index)
