"""From a declared system to degrees. Pure."""

import re
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from geo.shapes.refusals import Refusal

LONGEST = 20_000  # characters of a declaration
AUTHORITY = re.compile(r"(EPSG|OGC|IGNF|ESRI)[:/]+(?:[\d.]*[:/])?(\w{1,20})$", re.IGNORECASE)
WGS84 = "EPSG:4326"


def system(declared: str) -> pyproj.CRS:
    """A system by its code or its WKT; never a path, an address or a string of PROJ."""
    text = declared.strip()[:LONGEST]
    try:
        if match := AUTHORITY.search(text) if len(text) < 80 else None:
            return pyproj.CRS.from_authority(match[1].upper(), match[2])
        return pyproj.CRS.from_wkt(text)
    except (CRSError, ProjError, ValueError) as error:
        raise Refusal(
            "un système de coordonnées connu, EPSG:2154 par exemple ; "
            f"« {' '.join(text.split())[:60]} » ne l'est pas"
        ) from error


def in_degrees(geometries: Any, crs: pyproj.CRS) -> Any:
    """An array of geometries of shapely, in degrees of WGS 84, longitude first."""
    if crs.equals(pyproj.CRS(WGS84), ignore_axis_order=True):
        return geometries
    try:
        change = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)

        def moved(points: Any) -> Any:
            return np.column_stack(change.transform(points[:, 0], points[:, 1]))

        done = shapely.transform(geometries, moved)
    except (CRSError, ProjError, shapely.GEOSException, ValueError) as error:
        raise Refusal(
            f"un système de coordonnées terrestre ; « {crs.name} » n'y mène pas"
        ) from error
    if not np.isfinite(shapely.get_coordinates(done)).all():
        raise Refusal(
            f"des coordonnées qui conviennent au système déclaré ({crs.name}) ; certaines n'y "
            "sont pas possibles : le système est sans doute mal déclaré"
        )
    return done
