"""Areas of the ground, asked for as on geo.api.gouv.fr: JSON rows or GeoJSON."""

from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from rest_framework.request import Request
from rest_framework.views import APIView

from publishing import features
from publishing.boxes import BBOX, meeting, read_bbox
from publishing.doors.geojson import MEDIA_TYPE, links
from publishing.layer import Field, Layer
from publishing.parameters import (
    Parameter,
    check_parameters,
    read_choice,
    read_int,
    read_list,
)
from publishing.substitutions import tell_substitutions

DEFAULT_LIMIT, MOST_LIMIT = 1000, 5000
MOST_CONTOURS = 1000
JSON = "application/json"


class Codes(Protocol):
    """What knows the codes of a level, which no door of this room does."""

    def today(self, code: str) -> str:
        """Today's code for one that is or was; Http404 for one that is none, or was shared."""


class AreaView(APIView):
    """What lists and details share. `essential` are the fields served where none is asked for."""

    layer: ClassVar[Layer]
    essential: ClassVar[tuple[str, ...]]

    @classmethod
    def shape_parameters(cls) -> tuple[Parameter, ...]:
        """Fields, format and geometry."""
        names = ", ".join((*cls.layer.field_names(), *cls.layer.geometries))
        return (
            Parameter("fields", f"Champs servis, séparés par des virgules : {names}."),
            Parameter("format", "Format de la réponse.", accepted=("json", "geojson")),
            Parameter(
                "geometry",
                "Géométrie servie en GeoJSON.",
                accepted=tuple(cls.layer.geometries),
            ),
        )

    def geometry(self, params: QueryDict) -> str:
        """The geometry that is served in GeoJSON, and asked to meet a box."""
        layer = self.layer
        return read_choice(params, "geometry", layer.default_geometry, layer.geometries)

    def shape(self, params: QueryDict) -> tuple[str, tuple[Field, ...], list[str]]:
        """The format, the fields, and the geometries asked for (one only in GeoJSON)."""
        layer = self.layer
        form = read_choice(params, "format", "json", ("json", "geojson"))
        names = read_list(params, "fields", (*layer.field_names(), *layer.geometries))
        shapes = [n for n in names if n in layer.geometries]
        served = self.geometry(params)
        if form == "geojson":
            shapes = [served]
        plain = [n for n in names if n not in layer.geometries] or list(self.essential)
        return form, layer.fields_named(plain), shapes

    def rows(self, queryset: Any, fields: tuple[Field, ...], shapes: list[str]) -> Any:
        """Rows with each asked geometry as `geojson_…`, and the first as `geojson`."""
        rows = features.select(self.layer, queryset, shapes[0] if shapes else None, fields)
        for name in shapes[1:]:
            path = self.layer.geometries[name]
            rows = rows.annotate(**{f"geojson_{name}": features.as_geojson(path)})
        return rows

    def body(self, row: features.Row, fields: tuple[Field, ...], shapes: list[str]) -> str:
        """One JSON row, geometries as PostGIS wrote them."""
        text = features.dump(features.properties_of(row, fields))
        for number, name in enumerate(shapes):
            shape = row[f"geojson_{name}" if number else "geojson"] or "null"
            text = f'{text[:-1]},"{name}":{shape}}}'
        return text


class AreaList(AreaView):
    """Areas that meet the parameters."""

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Every parameter that the list knows."""
        return (
            *cls.layer.filters.parameters,
            *cls.shape_parameters(),
            BBOX,
            Parameter(
                "limit", f"Nombre de résultats ({DEFAULT_LIMIT} ; {MOST_LIMIT} au plus).", "integer"
            ),
            Parameter("offset", "Nombre de résultats passés avant le premier.", "integer"),
        )

    def get(self, request: Request) -> HttpResponse:
        """Answer the rows; the whole number stands in `X-Total-Count`, the next page in `Link`."""
        params, layer = request.query_params, self.layer
        check_parameters(params, self.parameters())
        form, fields, shapes = self.shape(params)
        most = MOST_CONTOURS if "contour" in shapes else MOST_LIMIT
        limit = read_int(params, "limit", min(DEFAULT_LIMIT, most), (1, most))
        offset = read_int(params, "offset", 0, (0, 1_000_000))
        queryset = layer.filters.apply(params, layer.queryset().order_by(*layer.order))
        queryset = meeting(queryset, layer.geometries[self.geometry(params)], read_bbox(params))
        matched = queryset.count()
        page = list(self.rows(queryset, fields, shapes)[offset : offset + limit])
        if form == "geojson":
            text = "".join(
                features.collection(
                    page, fields, numberMatched=matched, numberReturned=len(page),
                    parametres=layer.filters.as_read(params),
                    links=links(request, offset, limit, matched),
                )
            )  # fmt: skip
        else:
            text = f"[{','.join(self.body(row, fields, shapes) for row in page)}]"
        response = HttpResponse(text, content_type=MEDIA_TYPE if form == "geojson" else JSON)
        response["X-Total-Count"] = str(matched)
        tell_substitutions(response, layer.filters.as_read(params))
        if offset + limit < matched:
            response["Link"] = next_link(request, offset + limit)
        return response


class AreaDetail(AreaView):
    """One area, by its code."""

    codes: ClassVar[Codes]

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Every parameter that the detail knows."""
        return cls.shape_parameters()

    def get(self, request: Request, identifier: str) -> HttpResponse:
        """Answer the area; 301 to today's for a code of yesterday, 404 for one that is none."""
        params = request.query_params
        check_parameters(params, self.parameters())
        form, fields, shapes = self.shape(params)
        code = self.codes.today(identifier)
        if code != identifier:
            query = f"?{urlencode(list(params.lists()), True)}" if params else ""
            address = reverse(f"api-{self.layer.name}-detail", args=[code])
            return HttpResponsePermanentRedirect(address + query)
        found = self.layer.queryset().filter(**{self.layer.identifier: code}).order_by("pk")
        row = self.rows(found, fields, shapes).get()
        if form == "geojson":
            return HttpResponse(features.feature(row, fields), content_type=MEDIA_TYPE)
        return HttpResponse(self.body(row, fields, shapes), content_type=JSON)


def next_link(request: Request, offset: int) -> str:
    """The `Link` header of the next page."""
    params = request.query_params.copy()
    params["offset"] = str(offset)
    address = f"{settings.PUBLIC_URL}{request.path}?{urlencode(list(params.lists()), True)}"
    return f'<{address}>; rel="next"'
