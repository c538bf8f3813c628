"""What OpenAPI says of each door, from the declarations of layers and datasets."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from publishing.columns import STRINGS, Column
from publishing.dataset import GEOJSON, JSON, Answers, Dataset
from publishing.layer import Layer
from publishing.parameters import Parameter
from publishing.problems import MEDIA_TYPE as PROBLEM_TYPE

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
GEOMETRY = {
    "type": "object",
    "nullable": True,
    "description": "Géométrie GeoJSON (RFC 7946).",
    "properties": {
        "type": {"type": "string"},
        "coordinates": {"type": "array", "items": {}},
    },
}


def documented(parameter: Parameter, *, in_path: bool = False) -> OpenApiParameter:
    """One parameter, for OpenAPI."""
    return OpenApiParameter(
        parameter.name,
        TYPES[parameter.kind],
        OpenApiParameter.PATH if in_path else OpenApiParameter.QUERY,
        description=parameter.description,
        enum=parameter.accepted or None,
        many=parameter.repeated,
    )


def told(column: Column) -> dict[str, Any]:
    """One column as answers have it, for OpenAPI."""
    said: dict[str, Any] = {"description": column.description}
    if column.kind == "array":
        item = object_of(column.parts) if column.parts else {"type": column.values or "string"}
        return {"type": "array", "items": item, **said}
    if column.kind == STRINGS:
        kinds = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
        return {"anyOf": kinds, **said}
    said["nullable"] = True
    if column.kind == "object" and column.parts:
        return object_of(column.parts) | said
    if column.kind == "object":
        return {"type": "object", "additionalProperties": {"type": column.values}, **said}
    enum = {"enum": [*column.accepted, None]} if column.accepted else {}
    return {"type": column.kind, **enum, **said}


def object_of(columns: Iterable[Column]) -> dict[str, Any]:
    """An object with these properties, and no other."""
    properties = {column.name: told(column) for column in columns if column.in_answers}
    return {"type": "object", "properties": properties, "additionalProperties": False}


LINKS = Column(
    "links",
    "Cette page, la précédente, la suivante, et d'autres questions que les mêmes mots posent.",
    "array",
    (
        Column("rel", "self, prev, next ou alternate."),
        Column("href", "Adresse."),
        Column("type", "Type de ce qui s'y trouve."),
        Column("title", "Ce que c'est."),
    ),
)
COUNTS = (
    Column("numberMatched", "Lignes qui répondent.", "integer"),
    Column("numberReturned", "Lignes de cette réponse.", "integer"),
    LINKS,
)
VINTAGES = Column(
    "millesimes", "Date de ce sur quoi repose la réponse, par donnée.", "object", values="string"
)


def answers(dataset: Dataset, told_by: Answers) -> dict[str, dict[str, Any]]:
    """The answers of a dataset's address, by form."""
    asked = Column(
        "parametres", "Ce qui est demandé, valeurs par défaut dites.", "object",
        (*told_by.asked, VINTAGES),
    )  # fmt: skip
    if told_by.page is None:
        return {JSON: object_of((asked, *told_by.document))}
    head = (asked, *told_by.head, *COUNTS)
    kinds = [object_of(columns) for columns in told_by.rows or (dataset.columns,)]
    row = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    listed = object_of(head)
    listed["properties"]["resultats"] = {"type": "array", "items": row}
    features = features_of(object_of(head)["properties"], row)
    return {form: {JSON: listed, GEOJSON: features}[form] for form in told_by.forms}


def properties(layer: Layer) -> dict[str, Any]:
    """The properties of a layer's features or rows."""
    return {"type": "object", "properties": {f.name: told(f.column) for f in layer.fields}}


def area(layer: Layer) -> dict[str, Any]:
    """A row of a layer as areas are told in JSON: its properties, and geometries on demand."""
    row = properties(layer)
    return row | {"properties": row["properties"] | dict.fromkeys(layer.geometries, GEOMETRY)}


def feature_of(properties: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON Feature with these properties."""
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "properties": properties,
            "geometry": GEOMETRY,
        },
        "additionalProperties": False,
    }


def features_of(head: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection: what is said of all, then features with these properties."""
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            **head,
            "features": {"type": "array", "items": feature_of(properties)},
        },
        "additionalProperties": False,
    }


def feature(layer: Layer) -> dict[str, Any]:
    """A GeoJSON Feature of a layer."""
    return feature_of(properties(layer))


def collection(layer: Layer, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of a layer, by a door that knows these parameters."""
    read = (Column(one.name, one.description) for one in parameters)  # as texts
    asked = Column(
        "parametres", "Ceux qui sont demandés, comme ils ont été lus.", "object",
        (*read, *layer.filters.told_too),
    )  # fmt: skip
    return features_of(object_of((asked, *COUNTS))["properties"], properties(layer))


REFUSED = {(400, PROBLEM_TYPE): OpenApiResponse(PROBLEM, "Paramètre refusé.")}


def describe(view: Any, layer: Layer, answers: dict[str, dict[str, Any]], kind: str) -> None:
    """Tell OpenAPI of a view: its parameters, its answers by media type, its refusals."""
    inherited = view.get

    @wraps(inherited)
    def get(*args: Any, **kwargs: Any) -> Any:
        return inherited(*args, **kwargs)

    refusals = dict(REFUSED)
    if kind == "detail":
        refusals[(404, PROBLEM_TYPE)] = OpenApiResponse(PROBLEM, "Introuvable.")
    view.get = extend_schema(
        operation_id=f"{layer.name}_{kind}",
        summary=layer.title if kind == "liste" else f"{layer.title} : un objet",
        description=layer.description,
        tags=[layer.name],
        parameters=[documented(parameter) for parameter in view.parameters()],
        responses={
            **{(200, media): OpenApiResponse(answer) for media, answer in answers.items()},
            **refusals,
        },
    )(get)
