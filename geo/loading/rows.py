"""Turns the files' frames into rows in the order of the tables' columns."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.loading.adjacency import neighbours
from geo.loading.generalising import Geometries, Scales, as_multi, to_mercator
from geo.loading.labels import label_zooms
from geo.loading.reading import Ground
from geo.names import normalise

REGION_COLUMNS = ("code", "name", "name_key", "linking", "zone")
DEPARTMENT_COLUMNS = (*REGION_COLUMNS, "region_id")
EPCI_COLUMNS = ("siren", "name", "name_key", "linking", "zone", "kind")
STUDIED_COLUMNS = ("key", "level", "code", "name", "name_key", "linking", "zone")
MEMBER_COLUMNS = ("level", "commune_id", "area_id")
COMMUNE_COLUMNS = (
    *REGION_COLUMNS,
    "department_id",
    "region_id",
    "epci_id",
    "ept_id",
    "population",
    "population_year",
    "siren",
    "postcodes",
    "centre",
    "centre_tile",
    "centre_kind",
    "label_zoom",
)
FORMER_COLUMNS = ("code", "kind", "name", "commune_id", "population", "contour")
NAME_COLUMNS = ("commune_id", "key", "label", "kind")
COMMUNE_PASSAGE_COLUMNS = ("code", "name", "ended", "commune_id", "kind")
EPCI_PASSAGE_COLUMNS = (
    "key", "siren", "name", "ended", "epci_id", "kind", "communes_count", "people_share",
)  # fmt: skip
ADJACENCY_COLUMNS = ("commune_id", "neighbour_id")
CONTOUR_COLUMNS = ("area_id", "contour")
SHAPE_COLUMNS = ("area_id", "contour", "general", "tile_coarse", "tile_medium", "tile_fine")

Row = tuple[Any, ...]


def ewkb(geometries: Geometries, srid: int) -> Any:
    """Geometries as hexadecimal EWKB, None where there is none."""
    return shapely.to_wkb(shapely.set_srid(geometries, srid), hex=True, include_srid=True)


def none_if_missing(column: "pd.Series[Any]") -> list[Any]:
    """The column's values, None where pandas holds a missing one."""
    return [
        None if missing else value for value, missing in zip(column, column.isna(), strict=True)
    ]


def region_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `REGION_COLUMNS`."""
    for r in ground.regions.itertuples():
        yield r.code, r.nom, normalise(str(r.nom)), int(str(r.type_liaison)), r.zone


def department_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `DEPARTMENT_COLUMNS`."""
    for d in ground.departments.itertuples():
        yield d.code, d.nom, normalise(str(d.nom)), int(str(d.type_liaison)), d.zone, d.region


def epci_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `EPCI_COLUMNS`; the zone is that of their communes."""
    overseas = set(ground.regions.code[ground.regions.zone == "drom"])
    communes = ground.communes
    abroad = set(communes.epci[communes.region.isin(overseas)].dropna())
    for e in ground.epcis.itertuples():
        zone = "drom" if e.siren in abroad else "metro"
        yield e.siren, e.nom, normalise(str(e.nom)), 0, zone, e.nature


def commune_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `COMMUNE_COLUMNS`."""
    communes = ground.communes
    names = communes.nom.tolist()
    regions = communes.region.tolist()
    zones = dict(zip(ground.regions.code, ground.regions.zone, strict=True))
    centres = communes.centre.to_numpy()
    people = communes.population.to_numpy()
    yield from zip(
        communes.code,
        names,
        map(normalise, names),
        communes.type_liaison.tolist(),
        (zones[region] for region in regions),
        communes.departement,
        regions,
        none_if_missing(communes.epci),
        none_if_missing(communes.ept),
        people.tolist(),
        communes.population_annee.tolist(),
        communes.siren.fillna(""),
        ([str(code) for code in codes] for codes in communes.codes_postaux),
        ewkb(centres, 4326),
        ewkb(shapely.transform(centres, to_mercator), 3857),
        communes.centre_nature,
        label_zooms(shapely.get_coordinates(centres), people).tolist(),
        strict=True,
    )


def key_of(level: str, code: str) -> str:
    """The key of a study area, among those of all levels."""
    return f"{level}:{code}"


def studied_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `STUDIED_COLUMNS`; the zone is that of their communes."""
    zones = dict(zip(ground.regions.code, ground.regions.zone, strict=True))
    zone_of = dict(zip(ground.communes.code, ground.communes.region.map(zones), strict=True))
    for level, studied in ground.studied.items():
        there = {area: zone_of[code] for code, area in studied.area_of.items() if code in zone_of}
        for a in studied.areas[studied.areas.code.isin(there)].itertuples():
            code, name = str(a.code), str(a.nom)
            yield (
                key_of(level, code), level, code, name, normalise(name),
                int(str(a.type_liaison)), there[code],
            )  # fmt: skip


def member_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `MEMBER_COLUMNS`."""
    for level, studied in ground.studied.items():
        for commune in ground.communes.code:
            if commune in studied.area_of:
                yield level, commune, key_of(level, studied.area_of[commune])


def former_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `FORMER_COLUMNS`."""
    former = ground.former
    shapes = ewkb(as_multi_or_none(former.geometry.to_numpy()), 4326)
    people = [None if p is None else int(p) for p in none_if_missing(former.population)]
    names = [name or "" for name in none_if_missing(former.nom)]
    yield from zip(former.code, former.nature, names, former.commune, people, shapes, strict=True)


def as_multi_or_none(geometries: Geometries) -> Geometries:
    """MultiPolygons, None kept."""
    return np.array(
        [
            shapely.multipolygons([g]) if g is not None and g.geom_type == "Polygon" else g
            for g in geometries
        ],
        dtype=object,
    )


def commune_passage_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `COMMUNE_PASSAGE_COLUMNS`."""
    for p in ground.commune_passages.itertuples():
        yield p.ancien_code, p.ancien_nom, p.fin or None, p.code, p.nature


def epci_passage_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `EPCI_PASSAGE_COLUMNS`."""
    for p in ground.epci_passages.itertuples():
        yield (
            f"{p.ancien_siren}-{p.siren}", p.ancien_siren, p.ancien_nom, p.fin, p.siren, p.nature,
            int(str(p.communes)), float(str(p.part_population)),
        )  # fmt: skip


def name_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `NAME_COLUMNS`: today's names, then former ones, each key once for a commune."""
    known = set()
    names = ground.former_names[ground.former_names.commune.isin(ground.communes.code)]
    for code, name, kind in chain(
        ((c.code, c.nom, "commune") for c in ground.communes.itertuples()),
        ((f.commune, f.nom, f.nature) for f in ground.former.itertuples()),
        ((n.commune, n.nom, n.nature) for n in names.itertuples()),
    ):
        key = normalise(name) if isinstance(name, str) else ""
        if key and (code, key) not in known:
            known.add((code, key))
            yield code, key, name, kind


def adjacency_rows(codes: list[str], scales: Scales) -> Iterator[Row]:
    """Rows of `ADJACENCY_COLUMNS`; codes are sorted, so the lower one comes first."""
    for first, second in neighbours(scales.contour).tolist():
        yield codes[first], codes[second]


def shape_rows(codes: list[str], scales: Scales) -> Iterator[Row]:
    """Rows of `SHAPE_COLUMNS`."""
    yield from zip(codes, *(ewkb(g, srid) for _, g, srid in scales.columns()), strict=True)


def contour_rows(ground: Ground) -> Iterator[Row]:
    """Rows of `CONTOUR_COLUMNS`, of the communes that have a contour."""
    present = ground.communes[ground.communes.geometry.notna()]
    yield from zip(present.code, ewkb(as_multi(present.geometry.to_numpy()), 4326), strict=True)
