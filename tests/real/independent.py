"""Coverage worked out a second time, from the files alone, with geopandas and pyproj.

Nothing of `coverage` or `directory` is used, no database either: what is said of bases, applied
by joins of tables, distances to points of borders, fifty metres apart, and gaps by borders that
have a length in common, followed from commune to commune.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree

BASES = ("declare", "partie", "presume", "large", "proche", "aucune")
STATUSES = {"active": "actif", "emerging": "emergent", "unknown": "inconnu"}
# What a list of a footprint names (a column of the communes), and on which basis.
NAMED = {"departments": "departement", "regions": "region"}
WGS84 = Geod(ellps="WGS84")
GEOCENTRIC = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


@dataclass(frozen=True)
class Ground:
    """Where a pole is: its area, points of its border, the communes it gives 0, its parts."""

    area: Any
    border: np.ndarray
    held: frozenset[str]
    parts: frozenset[str]


@dataclass(frozen=True, eq=False)
class Truth:
    """Communes by code, the hold of each pole on each, and where each pole is."""

    communes: gpd.GeoDataFrame
    holds: pd.DataFrame  # code, slug, statut, rang (a place in BASES)
    grounds: dict[str, Ground]
    status: dict[str, str]  # of the poles that may count, by slug

    @cache  # noqa: B019 - one truth a run
    def nearest(self, statuses: frozenset[str]) -> pd.Series:
        """Metres from each town hall to the nearest counted pole of its part of France, or NaN."""
        found = pd.Series(np.nan, index=self.communes.index)
        counted = [g for slug, g in self.grounds.items() if self.status[slug] in statuses]
        for part, codes in self.communes.groupby("part").groups.items():
            here = [ground for ground in counted if part in ground.parts]
            if here:
                every = Ground(
                    shapely.union_all([g.area for g in here]),
                    np.concatenate([g.border for g in here]), frozenset(), frozenset(),
                )  # fmt: skip
                found[codes] = to_ground(self.points(codes), every)
        found[[code for ground in counted for code in ground.held]] = 0.0
        return found

    def distances(self, pairs: pd.Series) -> pd.Series:
        """Metres from each commune (index) to the pole named beside it."""
        found = pd.Series(np.nan, index=pairs.index)
        for slug, codes in pairs.groupby(pairs).groups.items():
            ground = self.grounds[str(slug)]
            metres = to_ground(self.points(codes), ground)
            found[codes] = np.where(codes.isin(list(ground.held)), 0.0, metres)
        return found

    def points(self, codes: Any) -> np.ndarray:
        """Town halls, (n, 2) degrees."""
        return shapely.get_coordinates(self.communes.centre[codes].to_numpy())

    def bases(self, statuses: frozenset[str], radius_km: float) -> pd.Series:
        """The first basis that holds, by commune."""
        held = self.holds[self.holds.statut.isin(statuses)].groupby("code").rang.min()
        near = self.nearest(statuses) <= radius_km * 1000
        rank = held.reindex(self.communes.index).fillna(BASES.index("aucune"))
        rank = rank.where(rank < BASES.index("proche"), np.where(near, 4, 5))
        return rank.astype(int).map(lambda place: BASES[place])

    def givers(self, statuses: frozenset[str]) -> dict[str, list[str]]:
        """The poles that give each commune its best basis, by slug."""
        held = self.holds[self.holds.statut.isin(statuses)]
        best = held[held.rang == held.groupby("code").rang.transform("min")]
        return best.groupby("code").slug.agg(lambda slugs: sorted(set(slugs))).to_dict()

    def uncovered(self, statuses: frozenset[str], radius_km: float) -> gpd.GeoDataFrame:
        """Communes neither declared nor presumed, farther than the radius from every pole."""
        covered = self.bases(statuses, radius_km).isin(["declare", "presume"])
        near = self.nearest(statuses) <= radius_km * 1000
        return self.communes[~covered & ~near]

    @cache  # noqa: B019 - one truth a run
    def gaps(
        self, statuses: frozenset[str], radius_km: float, unit: str = ""
    ) -> dict[str, list[str]]:
        """Codes of communes of each gap by its identifier; `unit` is the column that cuts them."""
        left = self.uncovered(statuses, radius_km)
        units = left[unit] if unit else pd.Series("", left.index)
        pairs = self.borders()
        pairs = pairs[pairs.one.isin(left.index) & pairs.other.isin(left.index)]
        pairs = pairs[units[pairs.one].to_numpy() == units[pairs.other].to_numpy()]
        around: dict[str, list[str]] = {code: [] for code in left.index}
        for one, other in pairs.itertuples(index=False, name=None):
            around[one].append(other)
            around[other].append(one)
        people, found, met = dict(left.population), {}, set()
        for code in left.index:
            piece, waiting = [], [code]
            while waiting:
                here = waiting.pop()
                if here not in met:
                    met.add(here)
                    piece.append(here)
                    waiting += around[here]
            if piece:
                main = sorted(piece, key=lambda c: (-people[c], c))[0]
                name = f"{unit}-{units[main]}-{main}" if unit else f"france-{main}"
                found[name] = sorted(piece)
        return found

    @cache  # noqa: B019 - one truth a run
    def borders(self) -> pd.DataFrame:
        """Pairs of communes, `one` and `other`, whose borders share more than points."""
        shapes = self.communes.geometry.dropna()
        lines, codes = shapely.boundary(shapes.to_numpy()), shapes.index.to_numpy()
        one, other = shapely.STRtree(shapes.to_numpy()).query(shapes.to_numpy())
        one, other = one[one < other], other[one < other]
        long = shapely.length(shapely.intersection(lines[one], lines[other])) > 0
        return pd.DataFrame({"one": codes[one[long]], "other": codes[other[long]]})


def truth(communes_path: Path, poles_path: Path) -> Truth:
    """Read the two files and work everything out."""
    communes = gpd.read_parquet(communes_path).set_index("code").sort_index()
    lines = poles_path.read_text(encoding="utf-8").splitlines()
    poles = [json.loads(line) for line in lines]
    counted = [p for p in poles if p["published"] and p["status"] in STATUSES]
    communes["corps"] = bodies(communes)
    communes["part"] = communes.departement.where(
        communes.departement.str.startswith("97"), "metro"
    )
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
        communes, holds, grounds_of(communes, holds, counted),
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


def grounds_of(
    communes: gpd.GeoDataFrame, holds: pd.DataFrame, poles: list[dict[str, Any]]
) -> dict[str, Ground]:
    """Where each pole is, for distances: its exact territory, else its seat."""
    exact = holds[holds.rang < BASES.index("large")].groupby("slug").code.agg(list)
    found = {}
    for pole in poles:
        slug, seat = pole["slug"], pole["seat_insee"]
        codes = exact.get(slug) or ([seat] if seat else [])
        if codes:
            shapes = communes.geometry[codes].dropna() if slug in exact else []
            area = shapely.union_all(list(shapes)) if len(shapes) else communes.centre[codes[0]]
            held = frozenset(codes) if slug in exact else frozenset()
            found[slug] = Ground(area, samples(area), held, frozenset(communes.part[codes]))
    return found


def samples(area: Any) -> np.ndarray:
    """Points of a border, at most some fifty metres apart; (n, 2) degrees."""
    if area.geom_type == "Point":
        return np.array([[area.x, area.y]])
    return shapely.get_coordinates(shapely.segmentize(area.boundary, 0.0005))


def geocentric(degrees: np.ndarray) -> np.ndarray:
    """Metres from the centre of the Earth, of points on the ellipsoid."""
    x, y, z = GEOCENTRIC.transform(degrees[:, 0], degrees[:, 1], np.zeros(len(degrees)))
    return np.column_stack([x, y, z])


def to_ground(points: np.ndarray, ground: Ground) -> np.ndarray:
    """Geodesic metres from points, (n, 2) degrees, to the nearest sample of a ground."""
    _, nearest = cKDTree(geocentric(ground.border)).query(geocentric(points))
    end = ground.border[nearest]
    metres = WGS84.inv(points[:, 0], points[:, 1], end[:, 0], end[:, 1])[2]
    return np.where(shapely.contains_xy(ground.area, points), 0.0, metres)
