"""GeoJSON of a registered layer: a page of features, and one feature."""

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.utils.http import urlencode
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework_gis.filters import InBBoxFilter

from publishing import features
from publishing.boxes import BBOX, meeting, read_bbox
from publishing.layer import Field, Layer, geometry_parameter
from publishing.parameters import (
    Parameter,
    check_parameters,
    read_choice,
    read_int,
    read_list,
)

MEDIA_TYPE = "application/geo+json"
DEFAULT_LIMIT, MOST_LIMIT, MOST_OFFSET = 100, 1000, 1_000_000


class BBoxFilter(InBBoxFilter):
    """djangorestframework-gis's filter, on planes and by the geometry itself.

    Its own compares boxes with boxes, on great circles where the column is a geography.
    """

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: "LayerView"
    ) -> QuerySet[Any]:
        """Keep what meets the box asked for."""
        return meeting(queryset, view.bbox_filter_field, read_bbox(request.query_params))


def fields_parameter(layer: Layer) -> Parameter:
    """Which properties to serve."""
    return Parameter(
        "champs",
        "Propriétés servies, séparées par des virgules (toutes par défaut) : "
        + ", ".join(layer.field_names())
        + ".",
    )


def page_parameters() -> tuple[Parameter, ...]:
    """The parameters of a list, whatever the layer."""
    return (
        BBOX,
        Parameter("limit", f"Nombre d'objets ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"),
        Parameter("offset", "Nombre d'objets passés avant le premier.", "integer"),
    )


class LayerView(APIView):
    """What lists and details share."""

    layer: ClassVar[Layer]
    bbox_filter_field: str

    def chosen(self, params: QueryDict) -> tuple[str, tuple[Field, ...]]:
        """The geometry and the fields that the parameters ask for."""
        layer = self.layer
        geometry = read_choice(params, "geometry", layer.default_geometry, layer.geometries)
        names = read_list(params, "champs", layer.field_names())
        return geometry, layer.fields_named(names)


class FeatureList(LayerView):
    """A page of a layer."""

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Every parameter that the list knows."""
        layer = cls.layer
        return (
            geometry_parameter(layer),
            fields_parameter(layer),
            *layer.filters.parameters,
            *page_parameters(),
        )

    def get(self, request: Request) -> HttpResponse:
        """Answer a page, with links to itself and to the next one."""
        params, layer = request.query_params, self.layer
        check_parameters(params, self.parameters())
        geometry, fields = self.chosen(params)
        limit = read_int(params, "limit", DEFAULT_LIMIT, (1, MOST_LIMIT))
        offset = read_int(params, "offset", 0, (0, MOST_OFFSET))
        self.bbox_filter_field = layer.geometries[geometry]
        queryset = layer.filters.apply(params, layer.queryset())
        queryset = BBoxFilter().filter_queryset(request, queryset, self)
        matched = queryset.count()
        rows = features.select(layer, queryset, geometry, fields).order_by(*layer.order)
        page = list(rows[offset : offset + limit])
        text = features.collection(
            page,
            fields,
            numberMatched=matched,
            numberReturned=len(page),
            parametres=layer.filters.as_read(params),
            links=links(request, offset, limit, matched) + alternates(request, layer),
        )
        return HttpResponse("".join(text), content_type=MEDIA_TYPE)


class FeatureDetail(LayerView):
    """One feature of a layer."""

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Every parameter that the detail knows."""
        return geometry_parameter(cls.layer), fields_parameter(cls.layer)

    def get(self, request: Request, identifier: str) -> HttpResponse:
        """Answer the feature, or 404."""
        params, layer = request.query_params, self.layer
        check_parameters(params, self.parameters())
        geometry, fields = self.chosen(params)
        found = layer.queryset().filter(**{layer.identifier: identifier})
        row = features.select(layer, found, geometry, fields).order_by(*layer.order).first()
        if row is None:
            raise Http404(f"Rien sous l'identifiant « {identifier[:80]} » dans {layer.name}.")
        return HttpResponse(features.feature(row, fields), content_type=MEDIA_TYPE)


def address_of(request: Request, **changes: str) -> str:
    """The address asked for, from its first row, with other parameters."""
    params = request.query_params.copy()
    params.pop("offset", None)
    for name, value in changes.items():
        params[name] = value
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(list(params.lists()), True)}"


def alternates(request: Request, layer: Layer) -> list[dict[str, Any]]:
    """Links to other questions that the same words may mean, from their first row."""
    return [
        {
            "rel": "alternate",
            "href": address_of(request, **changes),
            "type": MEDIA_TYPE,
            "title": title,
        }
        for title, changes in layer.filters.alternates(request.query_params).items()
    ]


def links(
    request: Request, offset: int, limit: int, matched: int, media_type: str = MEDIA_TYPE
) -> list[dict[str, Any]]:
    """Links of a page: itself, the one before, the one after."""

    def to(relation: str, start: int) -> dict[str, Any]:
        address = address_of(request, offset=str(start))
        return {"rel": relation, "href": address, "type": media_type}

    found = [to("self", offset)]
    if offset > 0:
        found.append(to("prev", max(0, offset - limit)))
    if offset + limit < matched:
        found.append(to("next", offset + limit))
    return found
