"""A file, to the polygons that it holds, in degrees, with what was read and left aside. Pure."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.shapes.geojson import (
    MOST_VERTICES,
    Surfaces,
    nothing_in,
    surfaces_of,
    told,
    told_of,
    too_many,
)
from geo.shapes.reading.kinds import GEOJSON, SHAPEFILE, Source, sources
from geo.shapes.reading.orders import Answer, Order
from geo.shapes.refusals import Refusal, Several

LONGEST_LABEL = 200
NAMES = ("nom", "name", "libelle", "label", "titre", "title")


def read(order: Order, content: bytes, folder: Path) -> Answer:
    """The polygons of a file. Raises `Refusal`, or `Several` where a layer must be chosen."""
    found = sources(order.name, content)
    texts = [one for one in found if one.kind == GEOJSON]
    if texts and len(found) == 1:
        return from_geojson(texts[0].files[""])
    return from_vectors(order, found, folder)


def from_geojson(content: bytes) -> Answer:
    """A GeoJSON, whose system may be declared as it was before 2016."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal("un GeoJSON en UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Refusal("un GeoJSON entier ; celui-ci est abîmé ou coupé") from error
    surfaces = surfaces_of(value)
    label = next((surfaces.properties[n] for n in NAMES if n in surfaces.properties), "")
    answer = Answer(surfaces.polygons, labelled(label), told_of(surfaces))
    answer.repair, answer.drop = surfaces.repair, surfaces.drop
    if surfaces.crs:
        from geo.shapes.reading.projecting import in_degrees, system  # noqa: PLC0415 - slow

        crs = system(surfaces.crs)
        parts = polygons_from(surfaces.polygons)
        answer.polygons = listed(in_degrees(parts, crs))
        answer.told.append(converted(crs.name))
    return answer


def polygons_from(coordinates: list[Any]) -> Any:
    """Polygons of shapely, from lists."""
    try:
        flat = [[[point[:2] for point in ring] for ring in rings] for rings in coordinates if rings]
        return np.array([shapely.Polygon(rings[0], rings[1:]) for rings in flat], dtype=object)
    except (ValueError, IndexError, OverflowError, shapely.GEOSException) as error:
        raise Refusal(
            "des coordonnées lisibles, et des contours de trois sommets au moins"
        ) from error


def converted(name: str) -> str:
    """What is said of a change of system."""
    return f"Coordonnées converties de « {name} » en WGS 84."


def labelled(value: Any) -> str:
    """The name of an object, on one line."""
    text = " ".join(str(value).split()) if isinstance(value, str) else ""
    return "".join(one for one in text if one.isprintable())[:LONGEST_LABEL]


def from_vectors(order: Order, found: list[Source], folder: Path) -> Answer:
    """What GDAL reads: the one layer that may hold polygons, or the one that is named."""
    from geo.shapes.reading import drivers, vectors  # noqa: PLC0415 - slow, and bound first
    from geo.shapes.reading.projecting import in_degrees, system  # noqa: PLC0415

    drivers.keep_few_drivers()
    layers = [
        layer
        for number, source in enumerate(one for one in found if one.kind != GEOJSON)
        for layer in vectors.layers_of(source, vectors.laid(source, folder, number))
    ]
    layer = chosen(layers, order.layer)
    features = vectors.features_of(layer)
    answer, geometries = flat_of(features.geometries)
    answer.label = labelled(features.label)
    if len(layers) > 1 or layer.source.kind != SHAPEFILE:
        answer.told.insert(0, f"Couche lue : {layer.shown}.")
    if features.crs is None:
        answer.told.append("Système de coordonnées non déclaré : lu comme du WGS 84.")
    else:
        crs = system(features.crs)
        geometries, before = in_degrees(geometries, crs), geometries
        if geometries is not before:
            answer.told.append(converted(crs.name))
    answer.polygons = listed(geometries)
    return answer


def chosen(layers: list[Any], wanted: str) -> Any:
    """The layer that is named, or the only one."""
    names = tuple(dict.fromkeys(layer.shown for layer in layers))
    if wanted:
        found = [layer for layer in layers if layer.shown == wanted]
        if found:
            return found[0]
        raise Several(f"une couche de ce fichier ; « {wanted[:60]} » n'en est pas une", names)
    if not layers:
        raise Refusal(
            "un périmètre qui a une surface ; le fichier n'a que des points ou des lignes"
        )
    if len(layers) > 1:
        raise Several(f"le choix d'une couche, parmi {len(layers)}", names)
    return layers[0]


def flat_of(geometries: Any) -> tuple[Answer, Any]:
    """The polygons among geometries of shapely, and what is said of the others."""
    known = geometries[~shapely.is_missing(geometries)]
    three = bool(shapely.has_z(known).any())
    parts = shapely.get_parts(shapely.get_parts(shapely.get_parts(known)))
    kinds = shapely.get_type_id(parts)
    polygons = parts[(kinds == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
    lines = int((kinds != shapely.GeometryType.POLYGON).sum())
    count = int(shapely.get_num_coordinates(polygons).sum())
    if count > MOST_VERTICES:
        raise too_many(count)
    if not len(polygons):
        left = Surfaces(lines=lines)
        raise Refusal(f"un périmètre qui a une surface ; {nothing_in(left)}")
    nothing = len(geometries) - len(known)
    said = told(len(known), lines, nothing, three, len(polygons))
    return Answer(told=said), shapely.force_2d(polygons)


def listed(polygons: Any) -> list[Any]:
    """Polygons of shapely as lists of rings of points."""
    return [
        [shapely.get_coordinates(ring).tolist() for ring in (one.exterior, *one.interiors)]
        for one in polygons
    ]
