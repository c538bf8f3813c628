"""Files of shapes as people have them, made anew."""

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely import Geometry, Polygon, box

VALLEY = box(5.2, 45.9, 5.4, 46.1)


def table(*shapes: Geometry, crs: int | str | None = 4326, **columns: list[Any]) -> Any:
    """Shapes in degrees, in a table of some system."""
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)
    return (
        frame
        if crs == 4326
        else frame.set_crs(None, allow_override=True)
        if crs is None
        else frame.to_crs(crs)
    )


def written(layers: dict[str, Any], driver: str, suffix: str, **options: Any) -> dict[str, bytes]:
    """The files that GDAL writes, by extension."""
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in layers.items():
            frame.to_file(Path(folder, f"essai{suffix}"), driver=driver, layer=name, **options)
        return {one.suffix: one.read_bytes() for one in sorted(Path(folder).iterdir())}


def geopackage(**layers: Any) -> bytes:
    """A GeoPackage of layers."""
    return written(layers, "GPKG", ".gpkg")[".gpkg"]


def shapefile(
    frame: Any, *, without: tuple[str, ...] = (), folder: str = "dossier/", **options: Any
) -> bytes:
    """A zipped Shapefile."""
    files = written({"essai": frame}, "ESRI Shapefile", ".shp", **options)
    return archive(
        {f"{folder}Périmètre{end}": held for end, held in files.items() if end not in without}
    )


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return held.getvalue()


def kml(*rings: str) -> bytes:
    """A KML of polygons."""
    places = "".join(
        f"<Placemark><name>Vallée</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for ring in rings
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{places}</Document></kml>'.encode()


def geojson(frame: Any) -> bytes:
    """A FeatureCollection, as QGIS writes it."""
    return json.dumps(json.loads(frame.to_json())).encode()


def comb(teeth: int) -> Polygon:
    """A shape of that many teeth, four vertices each."""
    step = 0.2 / teeth
    edge = [
        (5.2 + step * n + step * dx, 45.9 + dy)
        for n in range(teeth)
        for dx, dy in ((0, 0.1), (0.5, 0.1), (0.5, 0.2), (1, 0.2))
    ]
    return Polygon([(5.2, 45.9), *edge, (5.4, 45.9)])
