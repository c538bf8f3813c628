"""What OpenAPI says of each door, from the declarations of layers."""

from functools import wraps
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from publishing.layer import Field, Layer
from publishing.parameters import Parameter

TYPES = {
    "string": OpenApiTypes.STR,
    "integer": OpenApiTypes.INT,
    "number": OpenApiTypes.NUMBER,
    "boolean": OpenApiTypes.BOOL,
}
PROBLEM = {
    "type": "object",
    "description": "Problème (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parametre": {"type": "string"},
        "valeur": {"type": "string"},
        "accepte": {"type": "string"},
    },
}
GEOMETRY = {"type": "object", "nullable": True, "description": "Géométrie GeoJSON (RFC 7946)."}


def documented(parameter: Parameter) -> OpenApiParameter:
    """One parameter, for OpenAPI."""
    return OpenApiParameter(
        parameter.name,
        TYPES[parameter.kind],
        OpenApiParameter.QUERY,
        description=parameter.description,
        enum=parameter.accepted or None,
        many=parameter.repeated,
    )


def property_of(field: Field) -> dict[str, Any]:
    """One property, for OpenAPI."""
    items: dict[str, Any] = {"items": {}} if field.kind == "array" else {}
    return {"type": field.kind, "nullable": True, "description": field.description, **items}


def properties(layer: Layer) -> dict[str, Any]:
    """The properties of a layer's features or rows."""
    return {"type": "object", "properties": {f.name: property_of(f) for f in layer.fields}}


def feature(layer: Layer) -> dict[str, Any]:
    """A GeoJSON Feature of a layer."""
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": GEOMETRY,
            "properties": properties(layer),
        },
    }


def collection(layer: Layer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of a layer."""
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "links": {"type": "array", "items": {"type": "object"}},
            "features": {"type": "array", "items": feature(layer)},
        },
    }


def describe(view: Any, layer: Layer, answer: dict[str, Any], media_type: str, kind: str) -> None:
    """Tell OpenAPI of a view: its parameters, its answer and its refusals."""
    inherited = view.get

    @wraps(inherited)
    def get(*args: Any, **kwargs: Any) -> Any:
        return inherited(*args, **kwargs)

    refusals = {
        (400, "application/problem+json"): OpenApiResponse(PROBLEM, "Paramètre refusé."),
    }
    if kind == "detail":
        refusals[(404, "application/problem+json")] = OpenApiResponse(PROBLEM, "Introuvable.")
    view.get = extend_schema(
        operation_id=f"{layer.name}_{kind}",
        summary=layer.title if kind == "liste" else f"{layer.title} : un objet",
        description=layer.description,
        tags=[layer.name],
        parameters=[documented(parameter) for parameter in view.parameters()],
        responses={(200, media_type): OpenApiResponse(answer), **refusals},
    )(get)
