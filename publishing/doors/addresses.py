"""The addresses of a registered layer, made from its declaration."""

from typing import Any

from django.urls import URLPattern, path
from rest_framework.views import APIView

from publishing.caching import until_changed
from publishing.doors import openapi as schema
from publishing.doors.areas import JSON, AreaDetail, AreaList, Codes
from publishing.doors.geojson import MEDIA_TYPE, FeatureDetail, FeatureList
from publishing.layer import Layer


def view_of(base: type[APIView], layer: Layer, kind: str, **attributes: Any) -> Any:
    """A view of one layer, documented and cached until its data change."""
    view: Any = type(
        f"{layer.name.title()}{base.__name__}", (base,), {"layer": layer, **attributes}
    )
    listed = kind == "liste"
    whole = schema.collection(layer, view.parameters()) if listed else schema.feature(layer)
    answers = {MEDIA_TYPE: whole}
    if issubclass(base, AreaList | AreaDetail):
        row = schema.area(layer)
        answers = {JSON: {"type": "array", "items": row} if listed else row, **answers}
    schema.describe(view, layer, answers, kind)
    return until_changed(layer.stamps)(view.as_view())


def feature_doors(layer: Layer) -> list[URLPattern]:
    """`/api/<layer>/` and `/api/<layer>/<id>/` as GeoJSON."""
    return [
        path(f"api/{layer.name}/", view_of(FeatureList, layer, "liste"), name=f"api-{layer.name}"),
        path(
            f"api/{layer.name}/<str:identifier>/",
            view_of(FeatureDetail, layer, "detail"),
            name=f"api-{layer.name}-detail",
        ),
    ]


def area_doors(layer: Layer, codes: Codes, essential: tuple[str, ...]) -> list[URLPattern]:
    """`/api/<layer>/` and `/api/<layer>/<code>/` in the manner of geo.api.gouv.fr."""
    return [
        path(
            f"api/{layer.name}/",
            view_of(AreaList, layer, "liste", essential=essential),
            name=f"api-{layer.name}",
        ),
        path(
            f"api/{layer.name}/<str:identifier>/",
            view_of(AreaDetail, layer, "detail", essential=essential, codes=codes),
            name=f"api-{layer.name}-detail",
        ),
    ]
